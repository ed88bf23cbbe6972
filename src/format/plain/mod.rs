//! `plain`: a text log whose layout nobody configured. Nearly every logger writes a head of a few known kinds of
//! parts and then the message; [`head`] reads any order of them, so that most loggers need no format of their own.
//!
//! A format of its own is only written for what this grammar can't express: letters glued to the stamp (glog),
//! heads of two lines (java.util.logging), level words of a database's own, symbols for levels.

pub mod head;
pub mod level;
pub mod lex;
pub mod local;
mod samples;
pub mod shape;
#[cfg(test)]
mod tests;

use crate::event::{Event, Field};
use crate::fields::{Extent, Glance, Lines};
use crate::format::{Cx, Fit, Format, Sample, Tail, jul, message, text};
use crate::time::{self, Alike};
use head::{Head, When};

/// See the module.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn about(&self) -> &'static str {
        "text lines of any logger that begin with a time or a level"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        let at = lex::invisible(line);
        let Some(&first) = line.get(at) else {
            return Fit::No;
        };
        let dated = |from: usize| {
            line.get(from..)
                .and_then(time::scan)
                .is_some_and(|(stamp, _)| stamp.date.is_some())
        };
        match first {
            b' ' | b'\t' => indented(&line[at..]),
            b'@' if dated(at) => Fit::Strong,
            // Ruby's line of unknown severity.
            b'A' if line[at..].starts_with(b"A, [") && dated(at + 4) => Fit::Strong,
            // Frames and closing brackets, and what else begins no head.
            b'.' | b'}' | b')' | b']' | b',' | b'@' | b'^' | b'`' | b'\\' => Fit::No,
            // Most heads of most logs need no closer look.
            b'0'..=b'9' if dated(at) => Fit::Strong,
            b'[' if dated(at + 1) => Fit::Strong,
            // Mono tells of a crash a second time.
            b'[' if line[at..].starts_with(b"[ERROR] FATAL UNHANDLED EXCEPTION: ") => Fit::No,
            _ => match head::glance(line).map_or(Fit::No, |head| grade(&head, &line[at..])) {
                Fit::No if head::far_stamp(line).is_some() => Fit::Weak,
                fit => fit,
            },
        }
    }

    fn heads_indented(&self, line: &[u8]) -> bool {
        is_set_in(line)
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    /// The second of java.util.logging's lines begins with a level, as heads do.
    fn joins(&self, previous: &[u8], line: &[u8]) -> bool {
        line.first().is_some_and(|b| !b.is_ascii_digit()) && jul::is_second_line(previous, line)
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, rest) = lex::first_line(whole);
        let Some(head) = head::read(line) else {
            let when = head::far_stamp(line);
            set_time(when, cx, event);
            event.message = when.map(|_| text(lex::body(whole)));
            return when.is_some();
        };
        let when = head.when.or_else(|| trailing_stamp(line));
        set_time(when, cx, event);
        if cx.want.has(Field::Level) {
            event.level = head.level;
        }
        if head.tags < head.body && !head.mute {
            message::enrich_head(&line[head.tags..head.body.min(line.len())], cx, event);
        }
        event.message = Some(without_trailing_logger(
            &head,
            line,
            rest,
            lex::body(&whole[head.body.min(whole.len())..]),
        ));
        true
    }

    /// The head tells the level, and of the rest only a status has to be seen. A date at the margin begins the next entry.
    fn glance(&self, text: &[u8], cx: &mut Cx, glance: &mut Glance) -> Option<Extent> {
        let stamp = stamp_of(text, &mut cx.memo.stamps)?;
        glance.level(head::level(text, stamp)?);
        glance.decide();
        let Some(next) = glance.behind_rest(&text[stamp..]) else {
            return Some(Extent::More);
        };
        let passes = &mut cx.memo.passes;
        let stamps = &mut cx.memo.stamps;
        if !glance.knows(text, passes)
            && let Some(behind) = head::known_behind(text, stamp)
            && let Some(opening) = stamps.opening(text, behind)
        {
            passes.learn(opening);
        }
        let mut dated = |text: &[u8]| stamp_of(text, stamps).is_some();
        if !dated(next) {
            return Some(Extent::More);
        }
        let mut lines = Lines::default();
        lines.add(text.len() - next.len());
        lines.add_all(glance.pass(next, passes, dated));
        Some(Extent::Lines(lines))
    }

    fn samples(&self) -> &'static [Sample] {
        samples::SAMPLES
    }
}

/// The length of the dated stamp at the margin of `text`.
#[inline]
fn stamp_of(text: &[u8], stamps: &mut Alike) -> Option<usize> {
    let is_number = text.first().is_some_and(u8::is_ascii_digit);
    is_number.then(|| stamps.len_of(text))?
}

/// The time in what winston and others put behind the message: `info: started {"port":80,"timestamp":"2025-03-14T02:11:09Z"}`.
fn trailing_stamp(line: &[u8]) -> Option<When> {
    const KEY: &[u8] = b"\"timestamp\":";
    let fields = line.trim_ascii_end().strip_suffix(b"}")?;
    let value = &fields[memchr::memmem::rfind(fields, KEY)? + KEY.len()..];
    let value = value.trim_ascii_start();
    When::scan(value.strip_prefix(b"\"").unwrap_or(value)).map(|(when, _)| when)
}

/// Sets the event's time from a stamp, as the clock reads it.
pub fn set_time(when: Option<When>, cx: &mut Cx, event: &mut Event) {
    if !cx.want.has(Field::Time) {
        return;
    }
    match when {
        Some(When::Stamp(stamp)) => {
            if let Some(reading) = cx.clock.resolve(&stamp) {
                event.time = Some(reading.time);
                event.year_assumed = reading.year_assumed;
            }
        }
        Some(When::Epoch(time)) => event.time = Some(time),
        None => {}
    }
}

/// Console loggers set a blank before the level: ` WARN  slow`, ` ERROR shop::orders > no stock`.
fn is_set_in(line: &[u8]) -> bool {
    let Some(text) = line.strip_prefix(b" ") else {
        return false;
    };
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    matches!(letters, 4 | 5)
        && text.get(letters) == Some(&b' ')
        && level::word(&text[..letters], level::Mark::Bare).is_some()
}

/// An indented line goes on with the one before, unless stamp and level both say otherwise.
fn indented(line: &[u8]) -> Fit {
    if is_set_in(line) {
        let dated = |head: Head| head.when.is_some_and(|when| when.has_date());
        return match head::glance(&line[1..]).is_some_and(dated) {
            true => Fit::Strong,
            false => Fit::Weak,
        };
    }
    let start = line
        .iter()
        .position(|b| !matches!(b, b' ' | b'\t'))
        .unwrap_or(line.len());
    if !matches!(line.get(start), Some(b'0'..=b'9' | b'[' | b'A'..=b'Z')) {
        return Fit::No;
    }
    match head::read(&line[start..]) {
        Some(head)
            if (head.level_marked || is_zabbix(&line[start..]))
                && head.parts_before == 0
                && head.when.is_some_and(|w| w.has_date()) =>
        {
            Fit::Weak
        }
        _ => Fit::No,
    }
}

/// Zabbix pads the process before the stamp: `  4711:20250314:021109.123 `.
fn is_zabbix(line: &[u8]) -> bool {
    let process = lex::digits(line);
    let Some(b':') = line.get(process) else {
        return false;
    };
    lex::digits(&line[process + 1..]) == 8 && line.get(process + 9) == Some(&b':')
}

/// How well a head fits that does not simply begin with a full stamp.
fn grade(head: &Head, line: &[u8]) -> Fit {
    match head.when {
        Some(when) if when.has_date() => match (head.parts_before, head.level) {
            (0, _) => Fit::Strong,
            (1, Some(_)) if head.level_marked => Fit::Strong,
            (1, None) if is_prefixed(line) || is_column(line) => Fit::Strong,
            (_, Some(_)) if head.level_marked => Fit::Weak,
            _ if head.words_before == 0 => Fit::Weak,
            _ => Fit::No,
        },
        Some(_) if head.parts_before == 0 && head.level_marked => Fit::Strong,
        Some(_) if head.parts_before == 0 || head.level_marked => Fit::Weak,
        None if head.level_marked && (is_uvicorn(line) || is_logrus(line)) => Fit::Strong,
        None if head.level_marked => Fit::Weak,
        _ => Fit::No,
    }
}

/// What Go's logger writes a prefix before: `shop: 2025/03/14 02:11:09`, `[shop] 2025/03/14 02:11:09`,
/// `raft2025/03/14 02:11:09`.
fn is_prefixed(line: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let start = &line[..line.len().min(LONGEST)];
    let Some(slash) = memchr::memchr(b'/', start).filter(|at| *at >= 4) else {
        return false;
    };
    let (prefix, stamp) = line.split_at(slash - 4);
    let ends = match prefix {
        [.., b':' | b']', b' '] | [.., b':' | b']'] => true,
        [.., last] => last.is_ascii_alphabetic(),
        [] => false,
    };
    ends && !prefix.trim_ascii_end().contains(&b' ')
        && time::scan(stamp).is_some_and(|(stamp, _)| stamp.date.is_some())
}

/// A column of capitals before the stamp, as wide as the levels in other lines: Tinyproxy's
/// `CONNECT   Mar 14 02:11:09.123 [4711]: `.
fn is_column(line: &[u8]) -> bool {
    let letters = line.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let behind = &line[letters..];
    letters > 2
        && behind.starts_with(b"  ")
        && time::scan(behind.trim_ascii_start()).is_some_and(|(stamp, _)| stamp.date.is_some())
}

/// Uvicorn fills what stands before the message, `ERROR:    `, up to ten columns.
fn is_uvicorn(line: &[u8]) -> bool {
    let known = |word: &&[u8]| line.starts_with(word);
    [&b"DEBUG:    "[..], b"INFO:     ", b"ERROR:    "]
        .iter()
        .any(known)
        && line.get(10).is_some_and(|b| *b != b' ')
}

/// Logrus on a terminal: four letters and the seconds since the start, `WARN[0005]`.
fn is_logrus(line: &[u8]) -> bool {
    let line = &line[lex::invisible(line)..];
    let letters = line.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let rest = &line[letters + lex::invisible(&line[letters..])..];
    let Some(number) = rest.strip_prefix(b"[").filter(|_| letters == 4) else {
        return false;
    };
    let digits = lex::digits(number);
    digits >= 4 && number.get(digits) == Some(&b']')
}

/// Kafka, Confluent and others of the `[%d] %p %m (%c)` layout write the logger behind the message; it is cut off
/// there, as it would be in front.
fn without_trailing_logger<'a>(
    head: &Head,
    line: &[u8],
    rest: &'a [u8],
    message: &'a [u8],
) -> crate::event::Text<'a> {
    if head.names_origin || head.level.is_none() || !line.ends_with(b")") || head.body >= line.len()
    {
        return text(message);
    }
    let Some(cut) = trailing_logger(&line[head.body..]) else {
        return text(message);
    };
    if rest.is_empty() {
        return text(message[..cut.min(message.len())].trim_ascii_end());
    }
    let whole = [
        line[head.body..head.body + cut].trim_ascii_end(),
        b"\n",
        rest,
    ]
    .concat();
    String::from_utf8_lossy(&whole).into_owned().into()
}

/// Where ` (org.acme.Name)`, ` (org.acme.Name:123)` or ` (org.acme.Name:thread)` at the end of `line` begins.
fn trailing_logger(line: &[u8]) -> Option<usize> {
    const LONGEST: usize = 200;
    let from = line.len().saturating_sub(LONGEST);
    let open = from + memchr::memmem::find_iter(&line[from..], b" (").last()?;
    let inside = &line[open + 2..line.len() - 1];
    let name = inside.split(|b| *b == b':').next()?;
    (!inside.contains(&b' ') && shape::is_logger(name)).then_some(open)
}
