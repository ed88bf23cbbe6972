//! How results may look where they are printed: colour, escapes, width; and what makes a log's text safe to show.

use std::borrow::Cow;
use std::io::IsTerminal;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::event::Level;

/// What the place that results are printed to bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// People read it: layout for the eye, control characters of the log made visible. Otherwise a program may
    /// read it, and the log's bytes pass as they are.
    pub screen: bool,
    /// Columns to fit into; `None` for as many as it takes.
    pub width: Option<usize>,
}

impl Style {
    /// For a pipe or a file: the log's bytes and no more.
    pub const PLAIN: Style = Style {
        color: false,
        screen: false,
        width: None,
    };

    /// The style of standard output. `color` is what the user said, `None` to find out: colours on a terminal,
    /// unless `NO_COLOR` is set or the terminal is dumb. Colours asked for in a pipe are for a pager, which
    /// passes them on to a screen.
    pub fn of_stdout(color: Option<bool>) -> Style {
        let terminal = std::io::stdout().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = color.unwrap_or(terminal && !set("NO_COLOR") && !dumb);
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        let size = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = if terminal {
            size.or(columns).or(Some(80))
        } else {
            columns
        };
        Style {
            color,
            screen: terminal || color,
            width: width.filter(|&width| width > 0),
        }
    }

    /// `text` in `paint`, if there are colours at all.
    pub fn paint(self, out: &mut Vec<u8>, paint: Paint, text: &str) {
        self.begin(out, paint);
        out.extend_from_slice(text.as_bytes());
        self.end(out, paint);
    }

    pub(super) fn begin(self, out: &mut Vec<u8>, paint: Paint) {
        if self.color {
            out.extend_from_slice(paint.code());
        }
    }

    pub(super) fn end(self, out: &mut Vec<u8>, paint: Paint) {
        if self.color && paint != Paint::Plain {
            out.extend_from_slice(b"\x1b[0m");
        }
    }

    /// Bytes of the log: made visible on a screen, as they are elsewhere.
    pub fn log(self, out: &mut Vec<u8>, bytes: &[u8]) {
        if self.screen {
            out.extend_from_slice(safe(&String::from_utf8_lossy(bytes)).as_bytes());
        } else {
            out.extend_from_slice(bytes);
        }
    }

    /// Text that came out of a log or a file name: made visible on a screen, as it is elsewhere.
    pub fn text(self, text: &str) -> Cow<'_, str> {
        if self.screen {
            safe(text)
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// What a piece of output is to the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Plain,
    /// Where something stands: a source and its line.
    Place,
    /// What may be skipped: gaps, frames of libraries, context.
    Dim,
    /// What was looked for.
    Hit,
    Strong,
    /// How much fails, in a drawing.
    Heat,
    Level(Level),
}

impl Paint {
    fn code(self) -> &'static [u8] {
        match self {
            Paint::Plain => b"",
            Paint::Place => b"\x1b[36m",
            Paint::Dim => b"\x1b[2m",
            Paint::Hit => b"\x1b[1;7m",
            Paint::Strong => b"\x1b[1m",
            Paint::Heat => b"\x1b[31m",
            Paint::Level(Level::Fatal) => b"\x1b[1;31m",
            Paint::Level(Level::Error) => b"\x1b[31m",
            Paint::Level(Level::Warn) => b"\x1b[33m",
            Paint::Level(Level::Info) => b"\x1b[32m",
            Paint::Level(Level::Debug | Level::Trace) => b"\x1b[2m",
        }
    }
}

/// Makes text safe for a terminal: control characters in caret notation (`^[` for an escape), those beyond ASCII
/// and the marks that reorder text by their code point (`<U+202E>`). Tabs and line feeds stay.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !is_unsafe(c) => shown.push(c),
            '\0'..='\x7f' => shown.extend(['^', char::from(c as u8 ^ 0x40)]),
            c => shown.push_str(&format!("<U+{:04X}>", c as u32)),
        }
    }
    Cow::Owned(shown)
}

/// [`safe`] for what must stay on one line: line feeds and tabs are shown too.
pub fn safe_line(text: &str) -> Cow<'_, str> {
    match safe(text) {
        shown if shown.contains(['\n', '\t']) => {
            Cow::Owned(shown.replace('\n', "^J").replace('\t', " "))
        }
        shown => shown,
    }
}

fn is_unsafe(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

/// Columns that `text` takes on a screen.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text` in at most `columns`, its end cut off with `…`.
pub(super) fn cut_end(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}…", head(text, columns.saturating_sub(1))))
}

/// `text` in at most `columns`, its middle cut out with `…`: of a long path both ends tell more than the middle.
pub(super) fn cut_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(1);
    let front = head(text, room.div_ceil(2));
    let back = tail(text, room - width(front).min(room));
    Cow::Owned(format!("{front}…{back}"))
}

/// The longest beginning of `text` that fits `columns`.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > columns
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The longest end of `text` that fits `columns`.
fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let before = text.char_indices().rev().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > columns
    });
    &text[before.map_or(0, |(at, c)| at + c.len_utf8())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_survives_except_tab_and_line_feed() {
        let hostile = "a\x1b]0;owned\x07b\r\tc\n\u{9b}31m\x7f\u{202e}d";
        assert_eq!(safe(hostile), "a^[]0;owned^Gb^M\tc\n<U+009B>31m^?<U+202E>d");
        assert_eq!(safe_line("a\nb\tc"), "a^Jb c");
        assert!(matches!(safe("naïve – plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn text_is_cut_to_columns_not_to_bytes_or_characters() {
        assert_eq!(cut_end("überlang", 5), "über…");
        assert_eq!(
            cut_middle("POST /api/orders/:id/items", 13),
            "POST /…/items"
        );
        assert_eq!(cut_end("日本語テキスト", 6), "日本…");
        assert_eq!(cut_middle("short", 5), "short");
        for columns in 0..30 {
            assert!(width(&cut_middle("GET /日本語/:id/テキスト", columns)) <= columns.max(1));
        }
    }

    #[test]
    fn bytes_pass_untouched_where_a_program_may_read_them() {
        let mut out = Vec::new();
        Style::PLAIN.log(&mut out, b"\x1b[31m\xff\r");
        Style::PLAIN.paint(&mut out, Paint::Hit, "x");
        assert_eq!(out, b"\x1b[31m\xff\rx");
    }

    #[test]
    fn a_forced_colour_makes_the_output_one_for_a_screen() {
        assert!(Style::of_stdout(Some(true)).screen);
    }
}
