//! From an entry's bytes to its event: takes the wrapper off, asks the formats in turn, then reads from the
//! message what they left open.

use std::borrow::Cow;

use super::detect::Lock;
use super::{Cx, Fit, Format, message, text};
use crate::entry::{Start, without_hole};
use crate::event::{Event, Fault, Field, Level, Text, Want};
use crate::fields::{Asked, Extent, Glance, KeyMemo, KeyTable, Plain};
use crate::time::{self, Clock, Reading, scan_epoch};
use crate::trace;

/// Reads the entries of one source for one worker.
pub struct Understander<'p> {
    pub lock: Lock,
    pub want: &'p Want,
    pub keys: &'p KeyTable,
    pub clock: Clock,
    pub memo: KeyMemo,
    /// The number of its worker.
    pub worker: usize,
}

/// What the wrapper's first line tells, kept until the inner text has had its say.
struct Outside<'a> {
    stamp: &'a [u8],
    severity: Option<u8>,
    host: &'a [u8],
    service: &'a [u8],
    pairs: &'a [u8],
}

impl Understander<'_> {
    /// The event of the entry `raw`, which may end in a line break. `start` is what splitting learned of its first
    /// line; `scratch` holds the unwrapped text.
    pub fn read<'a>(&mut self, raw: &'a [u8], start: Start, scratch: &'a mut Vec<u8>) -> Event<'a> {
        self.read_trimmed(trim_line_end(raw), start, scratch)
    }

    /// The same for an entry whose last line break was taken off; a line break at its end belongs to it.
    pub fn read_trimmed<'a>(
        &mut self,
        raw: &'a [u8],
        start: Start,
        scratch: &'a mut Vec<u8>,
    ) -> Event<'a> {
        let raw = without_hole(raw);
        let mut event = Event::default();
        let outside = self.take_off(raw, scratch);
        match outside {
            Some(outside) => {
                self.read_text(trim_line_end(scratch), start, &mut event);
                self.fill_from(outside, &mut event);
                // A daemon tells of each line what formats tell; a container's runtime only when it came.
                let wrapper = self.lock.wrapper.filter(|wrapper| wrapper.line_is_entry());
                if let Some(wrapper) = wrapper.filter(|_| event.format.is_empty()) {
                    event.format = wrapper.name();
                }
            }
            None => {
                self.read_text(raw, start, &mut event);
                if event.format.is_empty() && event.time.is_none() && self.want.has(Field::Time) {
                    self.fill_stray_time(raw, &mut event);
                }
            }
        }
        event
    }

    /// What formats read with.
    fn cx(&mut self) -> Cx<'_> {
        Cx {
            want: self.want,
            keys: self.keys,
            clock: &mut self.clock,
            memo: &mut self.memo,
        }
    }

    /// What tells at a glance whether the entry that a text begins with is asked for, and how far it extends; `None`
    /// where nothing of the source's entries can be told so.
    pub fn glance<'u>(
        &'u mut self,
        asked: &'u Asked,
    ) -> Option<impl FnMut(&[u8]) -> Option<(Extent, bool)> + 'u> {
        let format = self.lock.only()?;
        let mut cx = self.cx();
        Some(move |text: &[u8]| {
            let mut glance = Glance::new(asked);
            let extent = format.glance(text, &mut cx, &mut glance)?;
            Some((extent, glance.verdict(extent)?))
        })
    }

    /// What gathers all that the entry tells that a text begins with, and gives the entry's bytes, where it is an ordinary
    /// one: it does not tell of an error, and its message tells nothing more. `None` where the source has none that could be
    /// gathered so.
    pub fn skim<'u, 'a>(
        &'u mut self,
    ) -> Option<impl FnMut(&'a [u8], &mut Plain<'a>) -> Option<usize> + 'u> {
        let format = self.lock.only()?;
        let mut cx = self.cx();
        Some(move |text: &'a [u8], plain: &mut Plain<'a>| {
            plain.clear();
            let len = format.skim(text, &mut cx, plain)?;
            let message = plain.text(Field::Message).unwrap_or_default();
            let is_harmless = plain.level.is_some_and(|level| level < Level::Warn);
            let is_all = message::tells_nothing(message, &mut cx)
                && (is_harmless || !names_fault(message, &mut cx));
            is_all.then_some(len)
        })
    }

    /// Unwraps the lines of `raw` into `scratch`; `None` when the source has no wrapper or the first line
    /// has not got it.
    fn take_off<'a>(&self, raw: &'a [u8], scratch: &mut Vec<u8>) -> Option<Outside<'a>> {
        let wrapper = self.lock.wrapper?;
        scratch.clear();
        let mut outside = None;
        for line in raw.split_inclusive(|&b| b == b'\n') {
            let line = trim_line_end(line);
            match wrapper.unwrap(line) {
                Some(inner) => {
                    scratch.extend_from_slice(&inner.text);
                    if !inner.partial {
                        scratch.push(b'\n');
                    }
                    outside.get_or_insert(Outside {
                        stamp: inner.stamp,
                        severity: inner.severity,
                        host: inner.host,
                        service: inner.service,
                        pairs: inner.pairs,
                    });
                }
                None if outside.is_none() => return None,
                None => {
                    scratch.extend_from_slice(line);
                    scratch.push(b'\n');
                }
            }
        }
        outside
    }

    /// The time that stands among the first words of a line of no known layout.
    fn fill_stray_time(&mut self, raw: &[u8], event: &mut Event) {
        const WITHIN: usize = 60;
        let first = &raw[..memchr::memchr(b'\n', raw).unwrap_or(raw.len())];
        let Some((range, stamp)) = time::find(first, WITHIN) else {
            return;
        };
        let apart = range.start == 0 || b" \t,;|[(<\"'@=".contains(&first[range.start - 1]);
        if let Some(reading) = self.clock.resolve(&stamp)
            && apart
            && stamp.year.is_some()
        {
            event.time = Some(reading.time);
        }
    }

    /// What the wrapper knows and the inner text did not say. A time with its date beats one without.
    fn fill_from<'a>(&mut self, outside: Outside<'a>, event: &mut Event<'a>) {
        if self.want.has(Field::Time)
            && (event.time.is_none() || event.year_assumed)
            && let Some(reading) = self.read_stamp(outside.stamp)
            && (event.time.is_none() || !reading.year_assumed)
        {
            event.time = Some(reading.time);
            event.year_assumed = reading.year_assumed;
        }
        if self.want.has(Field::Level) && event.level.is_none() {
            event.level = outside.severity.and_then(|s| Level::from_syslog(s.into()));
        }
        if !outside.pairs.is_empty() {
            message::enrich_head(outside.pairs, &mut self.cx(), event);
        }
        if self.want.has(Field::Host) && event.host.is_none() && !outside.host.is_empty() {
            event.host = Some(text(outside.host));
        }
        if self.want.has(Field::Service) && event.service.is_none() && !outside.service.is_empty() {
            event.service = Some(text(outside.service));
        }
    }

    /// A wrapper's stamp, which may be a number since the epoch.
    fn read_stamp(&mut self, stamp: &[u8]) -> Option<Reading> {
        let read = self.clock.read(stamp).map(|(reading, _)| reading);
        read.or_else(|| {
            scan_epoch(stamp).map(|(time, _)| Reading {
                time,
                year_assumed: false,
            })
        })
    }

    fn read_text<'a>(&mut self, body: &'a [u8], start: Start, event: &mut Event<'a>) {
        let (lock, want) = (self.lock, self.want);
        let mut cx = self.cx();
        let line_end = memchr::memchr(b'\n', body);
        let first = line_end.map_or(body, |end| trim_line_end(&body[..=end]));
        let mut parse = |format| parse(format, body, &mut cx, event);
        let known = lock.narrower(first, start).is_some_and(&mut parse)
            || lock.format.is_some_and(&mut parse)
            || others(lock.formats(), first).any(&mut parse);
        if !known {
            let title = lock.title(body);
            if title.is_some() {
                event.level = Some(Level::Error);
                event.format = lock.format.map_or("", |format| format.name());
            }
            event.message = Some(text(title.unwrap_or(body)));
        }
        enrich(&mut cx, event);
        if want.has_error() && may_hold_fault(event, line_end.is_none()) {
            take_fault(event);
        }
        if event.format.is_empty() && event.error.is_some() {
            event.format = "trace";
        }
    }
}

/// Reads from the message what is wanted and still open.
fn enrich<'a>(cx: &mut Cx, event: &mut Event<'a>) {
    match event.message.take() {
        Some(Cow::Borrowed(message)) => {
            message::enrich(message, cx, event);
            event.message = Some(message.into());
        }
        Some(Cow::Owned(message)) => {
            // What an owned message tells can only be kept as a copy.
            let mut told = Event {
                time: event.time,
                level: event.level,
                ..Event::default()
            };
            message::enrich(&message, cx, &mut told);
            take_over(event, told);
            event.message = Some(message.into());
        }
        None => {}
    }
}

/// Fills what `event` leaves open from `told`, in copies.
fn take_over(event: &mut Event, told: Event) {
    let fill = |open: &mut Option<Text>, told: Option<Text>| {
        if open.is_none() {
            *open = told.map(|text| text.into_owned().into());
        }
    };
    fill(&mut event.request_id, told.request_id);
    fill(&mut event.trace_id, told.trace_id);
    fill(&mut event.method, told.method);
    fill(&mut event.path, told.path);
    fill(&mut event.route, told.route);
    fill(&mut event.user, told.user);
    fill(&mut event.host, told.host);
    fill(&mut event.service, told.service);
    fill(&mut event.grouping, told.grouping);
    event.status = event.status.or(told.status);
    event.duration_ms = event.duration_ms.or(told.duration_ms);
    event.level = event.level.or(told.level);
    event.time = event.time.or(told.time);
}

/// Whether the message is worth a search for a trace: it has several lines, or the event may fail by it. `in_line` says
/// that the entry has one line, so that a message which is a part of it has no more.
fn may_hold_fault(event: &Event, in_line: bool) -> bool {
    let has_stack = event
        .error
        .as_ref()
        .is_some_and(|fault| fault.stack.is_some());
    let says_error = event.level.is_none_or(|level| level >= Level::Warn);
    let has_lines = || match &event.message {
        Some(Cow::Borrowed(_)) if in_line => false,
        Some(message) => memchr::memchr(b'\n', message.as_bytes()).is_some(),
        None => false,
    };
    !has_stack && (says_error || has_lines())
}

/// Whether a message of one line holds an error, as far as an entry that is no better than a warning is searched for one.
fn names_fault(message: &[u8], cx: &mut Cx) -> bool {
    cx.memo.faulty.of(message, |message| {
        std::str::from_utf8(message).map_or(true, |text| trace::find(text).is_some())
    })
}

fn parse<'a>(
    format: &'static dyn Format,
    body: &'a [u8],
    cx: &mut Cx,
    event: &mut Event<'a>,
) -> bool {
    let read = format.parse(body, cx, event);
    if read {
        event.format = format.name();
    }
    read
}

/// The formats that fit an entry's first line, the best fit first.
fn others(
    formats: &'static [&'static dyn Format],
    first: &[u8],
) -> impl Iterator<Item = &'static dyn Format> {
    [Fit::Strong, Fit::Weak]
        .into_iter()
        .flat_map(move |wanted| {
            formats
                .iter()
                .copied()
                .filter(move |format| format.fit(first) == wanted)
        })
}

/// Takes the error out of the message. What stands before the trace stays the message; where the error is told
/// in the message's first line, that line does.
fn take_fault(event: &mut Event) {
    let Some(message) = event.message.take() else {
        return;
    };
    // A fault borrows from the text it is found in; the message of a wrapped or mended entry is owned, and
    // then what is found in it must be owned as well.
    let (fault, kept) = match message {
        Cow::Borrowed(text) => match trace::find(text) {
            Some((fault, range)) => {
                let kept = &text[..kept(text, range.start)];
                (Some(fault), Cow::Borrowed(kept))
            }
            None => (None, Cow::Borrowed(text)),
        },
        Cow::Owned(mut text) => match trace::find(&text) {
            Some((fault, range)) => {
                let fault = own(fault);
                text.truncate(kept(&text, range.start));
                (Some(fault), Cow::Owned(text))
            }
            None => (None, Cow::Owned(text)),
        },
    };
    let mut kept = kept;
    if let Some(found) = fault {
        // `Traceback (most recent call last):` and its like say less than the error they announce.
        if let Some(told) = &found.message
            && found
                .stack
                .as_deref()
                .is_some_and(|stack| stack.starts_with(&*kept))
            && !kept.contains(&**told)
        {
            kept = told.clone();
        }
        let fault = event.fault_mut();
        fault.kind = fault.kind.take().or(found.kind);
        fault.message = fault.message.take().or(found.message);
        fault.stack = fault.stack.take().or(found.stack);
    }
    event.message = Some(kept);
}

/// How much of a text is its message, when its trace begins at `trace`.
fn kept(text: &str, trace: usize) -> usize {
    let first = text.find('\n').unwrap_or(text.len());
    let end = trace.max(first);
    text[..end].trim_end().len()
}

fn own(fault: Fault) -> Fault<'static> {
    let own = |text: Option<Text>| text.map(|t| t.into_owned().into());
    Fault {
        kind: own(fault.kind),
        message: own(fault.message),
        stack: own(fault.stack),
    }
}

pub fn trim_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

#[cfg(test)]
mod tests;
