//! `errlog errors`: whole error blocks, and their context.
//!
//! On a screen each block has a head that says where it stands, when it was and what is wrong. Elsewhere the entries
//! come as they stand in the log, so that a pipe gets the log itself, with a line that names the place
//! only where that would not be clear.

use std::borrow::Cow;

use memchr::memmem;

use super::body::{Highlight, Setting};
use super::style::{Paint, Style, safe_line};
use super::{Block, MILLISECONDS, SECONDS, moment, place, span};
use crate::analysis::result::{Shown, Tally};
use crate::numbers::counted;
use crate::time::Zone;

/// What was asked about how blocks come out.
#[derive(Clone, Debug)]
pub struct Blocks {
    pub style: Style,
    pub zone: Zone,
    /// Context was asked for: blocks that do not touch are set apart by `--`.
    pub context: bool,
    /// More than one source is looked at.
    pub several: bool,
    /// Where the last block ended: its source, and the line after it.
    end: Option<(String, u64)>,
}

impl Blocks {
    pub fn new(style: Style, zone: Zone, context: bool, several: bool) -> Blocks {
        Blocks {
            style,
            zone,
            context,
            several,
            end: None,
        }
    }

    pub fn block(&mut self, out: &mut Vec<u8>, block: &Block) {
        let first = block.before.first().unwrap_or(&block.shown).place;
        let last = block.after.last().unwrap_or(&block.shown).place;
        let touches = self
            .end
            .as_ref()
            .is_some_and(|(source, line)| source == first.source && *line == first.line);
        if self.end.is_some() && !touches {
            self.separate(out);
        }
        if let Some(tally) = &block.tally {
            self.tally(out, tally, &block.shown);
        } else if self.several && !self.style.screen && !touches {
            out.extend_from_slice(format!("==> {first} <==\n").as_bytes());
        }
        for shown in block.before {
            self.entry(out, shown, Paint::Dim);
        }
        if self.style.screen {
            self.head(out, &block.shown);
        }
        self.entry(out, &block.shown, Paint::Plain);
        for shown in block.after {
            self.entry(out, shown, Paint::Dim);
        }
        let line = last.line + last.lines;
        match &mut self.end {
            Some((source, end)) if source == last.source => *end = line,
            end => *end = Some((last.source.to_owned(), line)),
        }
    }

    fn separate(&self, out: &mut Vec<u8>) {
        if self.context {
            self.style.paint(out, Paint::Dim, "--");
            out.push(b'\n');
        } else if self.style.screen {
            out.push(b'\n');
        }
    }

    /// `97 times, 2025-03-14 00:12:01 to 23:58:10, 9f2c1b7a44d0e5aa, null-reference`
    fn tally(&self, out: &mut Vec<u8>, tally: &Tally, shown: &Shown) {
        let mut parts = vec![counted(tally.count, "time", "times")];
        parts.extend(span(tally.first, tally.last, self.zone, SECONDS));
        parts.extend(shown.filed.fingerprint.map(|print| format!("{print:016x}")));
        parts.extend(shown.filed.cause.map(str::to_owned));
        let text = parts.join(", ");
        if self.style.screen {
            self.style.paint(out, Paint::Strong, &text);
            out.push(b'\n');
        } else {
            let text = format!("==> {text}: {} <==\n", shown.place);
            out.extend_from_slice(text.as_bytes());
        }
    }

    fn head(&self, out: &mut Vec<u8>, shown: &Shown) {
        let style = self.style;
        place(out, style, &shown.place);
        if let Some(time) = shown.event.time {
            style.paint(
                out,
                Paint::Plain,
                &format!("  {}", moment(time, self.zone, MILLISECONDS)),
            );
        }
        if let Some(level) = shown.event.level {
            out.extend_from_slice(b"  ");
            style.paint(out, Paint::Level(level), &level.word().to_uppercase());
        }
        if let Some(status) = shown.event.status {
            out.extend_from_slice(format!("  {status}").as_bytes());
        }
        if let Some(endpoint) = &shown.filed.endpoint {
            out.extend_from_slice(format!("  {}", safe_line(endpoint)).as_bytes());
        }
        out.push(b'\n');
        if let Some(headline) = headline(shown) {
            style.paint(out, Paint::Strong, &safe_line(headline.trim()));
            out.push(b'\n');
        }
    }

    fn entry(&self, out: &mut Vec<u8>, shown: &Shown, paint: Paint) {
        let highlight = &Highlight::default();
        Setting {
            style: self.style,
            highlight,
            indent: "",
            paint,
        }
        .entry(out, shown);
    }
}

/// What is wrong in one line, unless the entry's first line says it itself.
fn headline<'s>(shown: &'s Shown) -> Option<Cow<'s, str>> {
    let error = shown.event.error.as_ref();
    let text = match error.map(|error| (error.kind.as_deref(), error.message.as_deref())) {
        Some((Some(kind), Some(message))) => Cow::Owned(format!("{kind}: {message}")),
        Some((Some(text), None) | (None, Some(text))) => Cow::Borrowed(text),
        _ => Cow::Borrowed(shown.event.message.as_deref()?),
    };
    let line = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.lines().next()?),
        Cow::Owned(text) => Cow::Owned(text.lines().next()?.to_owned()),
    };
    let first = shown.place.raw.split(|&byte| byte == b'\n').next()?;
    memmem::find(first, line.trim().as_bytes())
        .is_none()
        .then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    const SCREEN: Style = Style {
        color: false,
        screen: true,
        width: Some(80),
    };

    fn written(mut blocks: Blocks, all: &[Block]) -> String {
        let mut out = Vec::new();
        for block in all {
            blocks.block(&mut out, block);
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    fn alone(shown: Shown) -> Block {
        Block {
            before: &[],
            shown,
            after: &[],
            tally: None,
        }
    }

    #[test]
    fn in_a_pipe_blocks_of_one_source_read_as_the_log_itself() {
        sample::with(|shown| {
            let blocks = Blocks::new(Style::PLAIN, Zone::Utc, false, false);
            let text = written(blocks, &[alone(*shown), alone(*shown)]);
            assert_eq!(text, format!("{0}\n{0}\n", sample::RAW));
        });
    }

    #[test]
    fn in_a_pipe_blocks_of_several_sources_say_where_they_stand() {
        sample::with(|shown| {
            let blocks = Blocks::new(Style::PLAIN, Zone::Utc, false, true);
            let text = written(blocks, &[alone(*shown)]);
            assert_eq!(text, format!("==> app.log:1842 <==\n{}\n", sample::RAW));
        });
    }

    #[test]
    fn with_context_blocks_that_do_not_touch_are_set_apart() {
        sample::with(|shown| {
            let mut next = *shown;
            next.place.line = 1845;
            let mut far = *shown;
            far.place.line = 2000;
            let blocks = Blocks::new(Style::PLAIN, Zone::Utc, true, false);
            let text = written(blocks, &[alone(*shown), alone(next), alone(far)]);
            assert_eq!(text, format!("{0}\n{0}\n--\n{0}\n", sample::RAW));
        });
    }

    #[test]
    fn context_stands_around_its_block_in_order() {
        sample::with(|shown| {
            let entry = |line, raw| {
                let mut shown = *shown;
                (shown.place.line, shown.place.lines, shown.place.raw) = (line, 1, raw);
                shown
            };
            let (before, after) = ([entry(1, b"one")], [entry(3, b"three"), entry(4, b"four")]);
            let whole = Block {
                before: &before,
                shown: entry(2, b"two"),
                after: &after,
                tally: None,
            };
            let blocks = Blocks::new(Style::PLAIN, Zone::Utc, true, false);
            let text = written(blocks, &[whole, alone(entry(5, b"five"))]);
            assert_eq!(text, "one\ntwo\nthree\nfour\nfive\n");
        });
    }

    #[test]
    fn on_a_screen_a_head_says_where_when_and_what() {
        sample::with(|shown| {
            let text = written(
                Blocks::new(SCREEN, Zone::Utc, false, false),
                &[alone(*shown)],
            );
            let head = "app.log:1842  2025-03-14 02:11:09.123  ERROR  500  POST /api/orders/:id\n\
                        TypeError: it is null\n";
            assert_eq!(text, format!("{head}{}\n", sample::RAW));
        });
    }

    #[test]
    fn a_group_says_how_often_and_when() {
        sample::with(|shown| {
            let tally = Tally {
                count: 97,
                first: Some(sample::MIDNIGHT),
                last: Some(sample::TIME),
            };
            let whole = Block {
                tally: Some(tally),
                ..alone(*shown)
            };
            let text = written(Blocks::new(Style::PLAIN, Zone::Utc, false, false), &[whole]);
            let head = "==> 97 times, 2025-03-14 00:00:00 to 02:11:09, 00c1b7a44d0e5aa9, \
                        null-reference: app.log:1842 <==\n";
            assert_eq!(text, format!("{head}{}\n", sample::RAW));
        });
    }
}
