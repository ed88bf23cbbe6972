//! An entry's own lines, as a person should see them: what was looked for stands out, what is another's code steps back.

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;

use super::style::{self, Paint, Style};
use crate::analysis::result::Shown;
use crate::trace;

/// The texts that were looked for.
#[derive(Clone, Debug, Default)]
pub struct Highlight(Option<AhoCorasick>);

impl Highlight {
    /// Finds `texts` whatever their case. Too many to be searched for at once are not marked at all.
    pub fn new<T: AsRef<[u8]>>(texts: impl IntoIterator<Item = T>) -> Highlight {
        let mut builder = AhoCorasick::builder();
        builder
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest);
        Highlight(builder.build(texts).ok())
    }

    /// Writes `line` in `paint`, the texts marked.
    fn write(&self, out: &mut Vec<u8>, line: &str, paint: Paint, style: Style) {
        let mut from = 0;
        if let Some(texts) = self.0.as_ref().filter(|_| style.color) {
            for hit in texts.find_iter(line).filter(|hit| !hit.is_empty()) {
                // Case is ignored in ASCII alone, so a hit begins and ends where characters do.
                let (Some(before), Some(text)) =
                    (line.get(from..hit.start()), line.get(hit.range()))
                else {
                    continue;
                };
                paint_some(out, before, paint, style);
                style.paint(out, Paint::Hit, text);
                from = hit.end();
            }
        }
        paint_some(out, line.get(from..).unwrap_or_default(), paint, style);
    }
}

fn paint_some(out: &mut Vec<u8>, text: &str, paint: Paint, style: Style) {
    if !text.is_empty() {
        style.paint(out, paint, text);
    }
}

/// How an entry's lines are set.
pub(super) struct Setting<'s> {
    pub style: Style,
    pub highlight: &'s Highlight,
    pub indent: &'s str,
    /// What lines are painted in that have nothing to set them apart.
    pub paint: Paint,
}

impl Setting<'_> {
    /// Writes the entry's lines, each with a line break. Off the screen they are the log's bytes. On it, the trace
    /// is written out below where the entry holds it escaped (`"stack":"...\n    at ..."`).
    pub fn entry(&self, out: &mut Vec<u8>, shown: &Shown) {
        if !self.style.screen && self.indent.is_empty() {
            out.extend_from_slice(shown.place.raw);
            out.push(b'\n');
            return;
        }
        for (at, line) in shown.place.raw.split(|&byte| byte == b'\n').enumerate() {
            out.extend_from_slice(self.indent.as_bytes());
            if self.style.screen {
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                self.line(out, &String::from_utf8_lossy(line), at > 0);
            } else {
                out.extend_from_slice(line);
            }
            out.push(b'\n');
        }
        if self.style.screen
            && let Some(stack) = hidden_stack(shown)
        {
            for line in stack.lines() {
                out.extend_from_slice(self.indent.as_bytes());
                out.extend_from_slice(b"    ");
                self.line(out, line, true);
                out.push(b'\n');
            }
        }
    }

    fn line(&self, out: &mut Vec<u8>, line: &str, may_be_frame: bool) {
        let foreign = may_be_frame && trace::frame(line).is_some_and(|frame| !frame.in_app);
        let paint = if foreign { Paint::Dim } else { self.paint };
        self.highlight
            .write(out, &style::safe(line), paint, self.style);
    }
}

/// The entry's trace, if its lines don't stand as lines in the entry.
fn hidden_stack<'s>(shown: &'s Shown) -> Option<&'s str> {
    let stack = shown.event.error.as_ref()?.stack.as_deref()?;
    let second = stack.lines().nth(1)?.trim();
    let escaped =
        shown.place.lines == 1 || memmem::find(shown.place.raw, second.as_bytes()).is_none();
    escaped.then_some(stack)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    const SCREEN: Style = Style {
        color: true,
        screen: true,
        width: Some(80),
    };

    fn written(style: Style, texts: &[&str], shown: &Shown) -> String {
        let mut out = Vec::new();
        let highlight = Highlight::new(texts);
        Setting {
            style,
            highlight: &highlight,
            indent: "  ",
            paint: Paint::Plain,
        }
        .entry(&mut out, shown);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn what_was_looked_for_is_marked_whatever_its_case() {
        let text = sample::with(|shown| written(SCREEN, &["typeerror"], shown));
        assert!(
            text.contains("\x1b[1;7mTypeError\x1b[0m: it is null"),
            "{text:?}"
        );
    }

    #[test]
    fn a_screen_gets_no_control_characters_and_a_pipe_gets_every_byte() {
        let plain = Style {
            color: false,
            ..SCREEN
        };
        sample::unknown(|shown| {
            assert_eq!(written(plain, &[], shown), "  caf\u{fffd} ^[[31m\n");
            let mut out = Vec::new();
            let highlight = Highlight::default();
            Setting {
                style: Style::PLAIN,
                highlight: &highlight,
                indent: "",
                paint: Paint::Plain,
            }
            .entry(&mut out, shown);
            assert_eq!(out, b"caf\xe9 \x1b[31m\r\n");
        });
    }

    #[test]
    fn a_trace_that_stands_escaped_in_its_entry_is_written_out_on_a_screen() {
        sample::with(|shown| {
            let mut shown = *shown;
            shown.place.lines = 1;
            shown.place.raw = br#"{"stack":"TypeError: it is null\n    at f (a.js:1)"}"#;
            let text = written(
                Style {
                    color: false,
                    ..SCREEN
                },
                &[],
                &shown,
            );
            assert!(
                text.ends_with("\n      TypeError: it is null\n          at f (a.js:1)\n"),
                "{text}"
            );
            assert_eq!(written(Style::PLAIN, &[], &shown).lines().count(), 1);
        });
    }

    #[test]
    fn a_trace_that_stands_in_lines_is_not_repeated() {
        sample::with(|shown| assert_eq!(written(SCREEN, &[], shown).lines().count(), 3));
    }

    #[test]
    fn frames_of_libraries_step_back_and_the_application_s_own_do_not() {
        sample::with(|shown| {
            let mut shown = *shown;
            shown.place.raw = b"failed\n\tat com.shop.Orders.load(Orders.java:42)\n\tat java.base/java.lang.Thread.run(Thread.java:840)";
            let text = written(SCREEN, &[], &shown);
            let lines: Vec<_> = text.lines().collect();
            assert_eq!(lines[1], "  \tat com.shop.Orders.load(Orders.java:42)");
            assert!(lines[2].starts_with("  \x1b[2m\tat java.base"), "{text:?}");
        });
    }
}
