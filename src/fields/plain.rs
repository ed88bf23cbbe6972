//! Gathering the fields of an ordinary event: one that has no error, whose values are written plainly, and whose
//! numbers need no other key to tell what they count.
//!
//! It keeps what [`super::Collector`] would keep, and gives up where that would have to look closer.

use super::read::{self, trim, unset};
use super::{Meaning, Unit, duration, keys, level, request};
use crate::event::{Event, Field, Level, Text};
use crate::format::Cx;

/// Takes values for the fields of an event that tells nothing yet. Where a method gives `None`, the event has to be
/// gathered anew by a [`super::Collector`].
pub struct Plain<'e, 'a> {
    event: &'e mut Event<'a>,
    ranks: [u8; Field::ALL.len()],
}

impl<'e, 'a> Plain<'e, 'a> {
    pub fn new(event: &'e mut Event<'a>) -> Plain<'e, 'a> {
        Plain {
            event,
            ranks: [u8::MAX; Field::ALL.len()],
        }
    }

    /// Takes a text.
    pub fn text(&mut self, meaning: Meaning, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
        let Meaning { field, rank, .. } = meaning;
        if rank == keys::HINT {
            // What tells the unit of durations means nothing to those that are kept here.
            return (field == Field::Duration).then_some(());
        }
        if rank >= self.ranks[field as usize] {
            return Some(());
        }
        if rank == keys::CODE {
            return no_code(bytes);
        }
        // What is a level word is no word for nothing, nor anything to be trimmed.
        if field == Field::Level
            && let Some(level) = Level::from_word(bytes)
        {
            self.level(rank, Some(level), cx);
            return Some(());
        }
        let text = std::str::from_utf8(bytes).ok()?;
        if unset(text) {
            return Some(());
        }
        // What would be trimmed is not plain.
        if trim(text).len() != text.len() {
            return None;
        }
        match field {
            Field::Time => {
                // A number may be one since the epoch.
                let is_date =
                    bytes[0].is_ascii_digit() && matches!(bytes.get(4), Some(b'-' | b'/'));
                let (reading, _) = is_date.then(|| cx.clock.read(bytes))??;
                if cx.want.has(field) {
                    self.event.time = Some(reading.time);
                    self.event.year_assumed = reading.year_assumed;
                    self.ranks[field as usize] = rank;
                }
            }
            Field::Status => {
                let status = request::status(text)?;
                self.status(rank, Some(status), cx);
            }
            Field::Method => {
                if let Some(method) = request::method(text) {
                    self.put(field, rank, method, cx);
                }
            }
            Field::Path | Field::Route => {
                text.starts_with('/').then_some(())?;
                self.put(field, rank, text, cx);
            }
            Field::TraceId => {
                if let Some(range) = request::trace_id(text) {
                    self.put(field, rank, &text[range], cx);
                }
            }
            Field::Duration => match text.parse::<f64>() {
                Ok(number) => self.duration(meaning, number, cx)?,
                // What is no duration may be a time.
                Err(_) => self.milliseconds(rank, duration::duration(text)?, cx),
            },
            Field::Level | Field::ErrorKind | Field::ErrorMessage | Field::ErrorStack => {
                return None;
            }
            Field::RequestId
            | Field::User
            | Field::Message
            | Field::Host
            | Field::Service
            | Field::Grouping => self.put(field, rank, text, cx),
        }
        Some(())
    }

    /// Takes what stands there without quotes: a number or what is written in place of one.
    pub fn number(&mut self, meaning: Meaning, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
        let Meaning { field, rank, unit } = meaning;
        if rank == keys::HINT {
            // What tells the unit of durations means nothing to those that are kept here.
            return (field == Field::Duration).then_some(());
        }
        if rank >= self.ranks[field as usize] {
            return Some(());
        }
        if rank == keys::CODE {
            return no_code(bytes);
        }
        let number = std::str::from_utf8(bytes).ok()?;
        match field {
            // Seconds with a fraction say what the durations count.
            Field::Time if unit == Unit::Nanoseconds || cx.want.has(Field::Duration) => {
                return None;
            }
            Field::Time => {
                let time = read::epoch(number)?;
                if cx.want.has(field) {
                    self.event.time = Some(time);
                    self.event.year_assumed = false;
                    self.ranks[field as usize] = rank;
                }
            }
            Field::Level => {
                let level =
                    read::whole(number).and_then(|number| level::level_number(number, unit));
                self.level(rank, level, cx);
            }
            Field::Status => self.status(rank, request::status(number), cx),
            Field::Duration => {
                if let Ok(number) = number.parse() {
                    self.duration(meaning, number, cx)?;
                }
            }
            Field::TraceId if number.bytes().any(|b| b != b'0') => {
                self.put(field, rank, number, cx);
            }
            Field::RequestId
            | Field::User
            | Field::Message
            | Field::Host
            | Field::Service
            | Field::Grouping => self.put(field, rank, number, cx),
            _ => {}
        }
        Some(())
    }

    /// Takes `true` or `false`, which is the value of no field, but may stand under a key that tells how others count.
    pub fn truth(&mut self, meaning: Meaning) -> Option<()> {
        (meaning.rank != keys::HINT || meaning.field == Field::Duration).then_some(())
    }

    fn level(&mut self, rank: u8, level: Option<Level>, cx: &Cx) {
        if level.is_some() && cx.want.has(Field::Level) {
            self.event.level = level;
            self.ranks[Field::Level as usize] = rank;
        }
    }

    fn status(&mut self, rank: u8, status: Option<u16>, cx: &Cx) {
        if status.is_some() && cx.want.has(Field::Status) {
            self.event.status = status;
            self.ranks[Field::Status as usize] = rank;
        }
    }

    /// A number whose key does not tell its unit may have it told by another key.
    fn duration(&mut self, meaning: Meaning, number: f64, cx: &Cx) -> Option<()> {
        (meaning.unit != Unit::None || !cx.want.has(Field::Duration)).then_some(())?;
        let ms = duration::milliseconds(number, meaning.unit);
        self.milliseconds(meaning.rank, ms, cx);
        Some(())
    }

    fn milliseconds(&mut self, rank: u8, ms: f64, cx: &Cx) {
        if cx.want.has(Field::Duration) && ms.is_finite() && ms >= 0.0 {
            self.event.duration_ms = Some(ms);
            self.ranks[Field::Duration as usize] = rank;
        }
    }

    fn put(&mut self, field: Field, rank: u8, text: &'a str, cx: &Cx) {
        if !cx.want.has(field) {
            return;
        }
        if let Some(place) = self.event.text_mut(field) {
            *place = Some(Text::Borrowed(text));
            self.ranks[field as usize] = rank;
        }
    }
}

/// Passes what under the key of a code is none. Which other keys there are tells what a code is worth.
fn no_code(bytes: &[u8]) -> Option<()> {
    let code = std::str::from_utf8(bytes).ok().and_then(request::code);
    code.is_none().then_some(())
}
