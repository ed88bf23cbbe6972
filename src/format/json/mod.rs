//! JSON: one object a line, or one printed over several lines.
//!
//! The object is walked over once ([`walk`]), by a scanner that steps over what the projection does not want
//! ([`scan`]) and borrows what it does; which keys mean what is [`crate::fields`]' business. Nothing here knows
//! one logger from another, but for the ways in which schemas wrap values.

mod frames;
mod inner;
mod learn;
mod path;
mod pretty;
mod quick;
mod samples;
pub(super) mod scan;
mod text;
mod walk;

#[cfg(test)]
mod tests;

use super::{Cx, Fit, Format, Sample, Tail};
use crate::event::{Event, Field, Level};
use crate::fields::{Collector, Extent, Glance, Lines, Plain};
use crate::opening::Opening;
use crate::trace;
use path::Path;
use quick::Unusual;
use scan::Cursor;
use walk::{End, Walk};
use wide::u8x16;

pub struct Json;

/// How far a first key may reach for [`Json::fit`] to look for its end.
const LONGEST_KEY: usize = 256;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "JSON objects, one a line or printed over several; the keys of all common loggers and schemas"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if pretty::opens(line) {
            // Also the first line of a printed body in somebody else's message.
            return Fit::Weak;
        }
        let Some(members) = open(line) else {
            return Fit::No;
        };
        let mut cursor = Cursor::new(&members[..members.len().min(LONGEST_KEY)]);
        let object = match cursor.blanks() {
            Some(b'"') => !cursor.string().cut && cursor.take(b':'),
            Some(b'}') => true,
            _ => false,
        };
        if object { Fit::Strong } else { Fit::No }
    }

    /// Programs print objects for many reasons. One that is an entry says when or how bad.
    fn intrudes(&self, line: &[u8]) -> bool {
        const LONGEST: usize = 4096;
        const KEYS: [&[u8]; 10] = [
            b"time\"",
            b"timestamp\"",
            b"Timestamp\"",
            b"ts\"",
            b"\"@t\"",
            b"\"t\"",
            b"date\"",
            b"evel\"",
            b"everity\"",
            b"everityText\"",
        ];
        let reach = &line[..line.len().min(LONGEST)];
        let tells = |key: &&[u8]| memchr::memmem::find(reach, key).is_some();
        self.fit(line) == Fit::Strong && KEYS.iter().any(tells)
    }

    fn tail(&self) -> Tail {
        Tail::Nothing
    }

    fn joins(&self, previous: &[u8], line: &[u8]) -> bool {
        pretty::joins(previous, line)
    }

    fn parse<'a>(&self, text: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some(members) = open(text) else {
            return false;
        };
        let (end, rest) = match quick::read(members, cx, event) {
            Ok(rest) => (End::Closed, rest),
            Err(why) => {
                if why == Unusual::Shape {
                    learn::learn(members, cx);
                }
                match walk_over(members, cx, event) {
                    Some(end) => end,
                    None => return false,
                }
            }
        };
        if event.level.is_none() && cx.want.has(Field::Level) && implies_level(members) {
            event.level = Some(Level::Info);
        }
        if end == End::Closed && cx.want.has_error() {
            take_trace_behind(rest, event);
        }
        true
    }

    fn glance(&self, text: &[u8], cx: &mut Cx, glance: &mut Glance) -> Option<Extent> {
        let rest = quick::glance(text.strip_prefix(b"{")?, cx, glance)?;
        // What begins like this one is the next entry, whatever this line holds.
        let is_entry = quick::follows(rest, cx);
        let mut lines = Lines::default();
        lines.add(text.len() - rest.len());
        let is_one = memchr::memchr(b'\n', &text[..lines.bytes]) == Some(lines.bytes - 1);
        if !is_entry || !is_one {
            return None;
        }
        if let Some(len) = glance.opening(text.len()) {
            if let Some(opening) = Opening::new(&text[..len], len) {
                cx.memo.passes.learn(opening);
            }
            lines.add_all(quick::pass(rest, cx, glance));
        }
        Some(Extent::Lines(lines))
    }

    fn skim<'a>(&self, text: &'a [u8], cx: &mut Cx, plain: &mut Plain<'a>) -> Option<usize> {
        let members = text.strip_prefix(b"{")?;
        let rest = quick::skim(members, cx, plain)?;
        let next = quick::behind_break(rest)?;
        let line = &text[..text.len() - rest.len()];
        let (has_break, is_ascii) = signs(line);
        let is_line = !has_break && (is_ascii || std::str::from_utf8(line).is_ok());
        // What begins as entries do is the next one, whatever this line holds.
        if !is_line || !quick::follows(next, cx) {
            return None;
        }
        if plain.level.is_none() && cx.want.has(Field::Level) && implies_level(members) {
            plain.level = Some(Level::Info);
        }
        Some(text.len() - next.len())
    }

    fn samples(&self) -> &'static [Sample] {
        samples::SAMPLES
    }
}

/// Reads an object of any kind: how it ended, and what is behind it; `None` where it is cut off and told nothing.
fn walk_over<'a>(members: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> Option<(End, &'a [u8])> {
    let mut walk = Walk {
        cursor: Cursor::new(members),
        cx,
        to: Collector::new(event),
        extra: Vec::new(),
        path: Path::new(),
        inner: None,
        told: false,
    };
    let end = walk.object(0);
    let Walk {
        cursor,
        to,
        extra,
        inner,
        told,
        ..
    } = walk;
    to.finish();
    if end == End::Cut && !told {
        return None;
    }
    if !extra.is_empty() {
        event.extra = extra;
    }
    if let Some(raw) = inner {
        inner::read(raw, cx, event);
    }
    Some((end, cursor.rest()))
}

/// The members of the object that `text` begins with, behind its brace. Steps over a byte order mark, a record
/// separator (RFC 7464) and the bracket or the comma of an array of entries.
fn open(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let text = text
        .strip_prefix(b"\x1e")
        .unwrap_or(text)
        .trim_ascii_start();
    let text = match text {
        [b'[' | b',', rest @ ..] => rest.trim_ascii_start(),
        _ => text,
    };
    text.strip_prefix(b"{")
}

/// Whether a text has a line break in it, and whether it is ASCII.
fn signs(text: &[u8]) -> (bool, bool) {
    let (chunks, rest) = text.as_chunks();
    let Some(last) = text.last_chunk() else {
        return (rest.contains(&b'\n'), rest.is_ascii());
    };
    let mut all = u8x16::new(*last);
    let mut breaks = all.simd_eq(u8x16::splat(b'\n'));
    for chunk in chunks {
        let chunk = u8x16::new(*chunk);
        breaks |= chunk.simd_eq(u8x16::splat(b'\n'));
        all |= chunk;
    }
    (breaks.to_bitmask() != 0, all.to_bitmask() == 0)
}

/// In serilog's compact format an event without a level is of level information.
fn implies_level(members: &[u8]) -> bool {
    members.trim_ascii_start().starts_with(b"\"@t\"")
}

/// A trace that was printed behind the object, in the same entry.
fn take_trace_behind<'a>(rest: &'a [u8], event: &mut Event<'a>) {
    if event.error.is_some() || !rest.contains(&b'\n') {
        return;
    }
    let text = std::str::from_utf8(rest).unwrap_or_default();
    event.error = trace::find(text).map(|(fault, _)| fault);
}
