//! Gathering the fields of an ordinary event: one that has no error, whose values are written plainly, and whose
//! numbers need no other key to tell what they count.
//!
//! It keeps what [`super::Collector`] would keep, and gives up where that would have to look closer. What it keeps of
//! texts are the entry's own bytes, so that whoever needs no more than to tell them apart has nothing to convert.

use super::read::{self, unset};
use super::{Known, Meaning, Unit, duration, keys, level, request};
use crate::event::{Event, Field, Level, Text, Time};
use crate::format::Cx;

const FIELDS: usize = Field::ALL.len();

/// No key has given the field yet.
const NOBODY: u8 = u8::MAX;

/// What an ordinary entry tells. Where a method that takes a value gives `None`, the event has to be gathered anew by a
/// [`super::Collector`].
#[derive(Clone, Debug)]
pub struct Plain<'a> {
    pub time: Option<Time>,
    pub year_assumed: bool,
    pub level: Option<Level>,
    pub status: Option<u16>,
    duration_ms: Option<f64>,
    /// Those of a rank are told.
    texts: [&'a [u8]; FIELDS],
    /// Values of the keys in `cx.want.extra`, in its order; empty where there are none.
    extra: Vec<Option<&'a [u8]>>,
    /// How good the key was that gave each field.
    ranks: [u8; FIELDS],
}

impl Default for Plain<'_> {
    fn default() -> Self {
        Plain {
            time: None,
            year_assumed: false,
            level: None,
            status: None,
            duration_ms: None,
            texts: [b""; FIELDS],
            extra: Vec::new(),
            ranks: [NOBODY; FIELDS],
        }
    }
}

impl<'a> Plain<'a> {
    /// Forgets the entry, for the next one.
    pub fn clear(&mut self) {
        self.ranks = [NOBODY; FIELDS];
        self.time = None;
        self.year_assumed = false;
        self.level = None;
        self.status = None;
        self.duration_ms = None;
        self.extra.clear();
    }

    /// A field that is a text, as it stands in the entry.
    #[inline]
    pub fn text(&self, field: Field) -> Option<&'a [u8]> {
        let is_told = self.ranks[field as usize] != NOBODY;
        is_told.then_some(self.texts[field as usize])
    }

    /// Values of the keys that were wanted by name.
    pub fn extra(&self) -> &[Option<&'a [u8]>] {
        &self.extra
    }

    /// The key that ties the entry to its request: the request ID, or a trace ID where there is none.
    #[inline]
    pub fn request_key(&self) -> Option<&'a [u8]> {
        let trace_id = || self.text(Field::TraceId);
        self.text(Field::RequestId).or_else(trace_id)
    }

    /// Whether it tells what was asked for and how it was answered.
    #[inline]
    pub fn is_request(&self) -> bool {
        let told = |field| self.text(field).is_some();
        self.status.is_some() && (told(Field::Path) || told(Field::Route))
    }

    /// The event, which holds nothing yet; `None` where a text of it is none.
    pub fn pour(&self, event: &mut Event<'a>) -> Option<()> {
        let text = |bytes| std::str::from_utf8(bytes).ok().map(Text::Borrowed);
        for field in Field::ALL {
            if let Some(bytes) = self.text(field)
                && let Some(place) = event.text_mut(field)
            {
                *place = Some(text(bytes)?);
            }
        }
        for value in &self.extra {
            let value = match value {
                Some(bytes) => Some(text(bytes)?),
                None => None,
            };
            event.extra.push(value);
        }
        event.time = self.time;
        event.year_assumed = self.year_assumed;
        event.level = self.level;
        event.status = self.status;
        event.duration_ms = self.duration_ms;
        Some(())
    }

    /// Takes a string without escapes, whatever its key is wanted for.
    #[inline]
    pub fn take_text(&mut self, known: &Known, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
        self.keep_extra(known, bytes, cx);
        match known.meaning {
            Some(Meaning { field, rank, .. }) if known.is_kept => {
                if rank < self.ranks[field as usize] && is_set(bytes)? {
                    self.texts[field as usize] = bytes;
                    self.ranks[field as usize] = rank;
                }
                Some(())
            }
            Some(meaning) => self.read_text(meaning, bytes, cx),
            None => Some(()),
        }
    }

    /// Takes a number, or a word without quotes.
    #[inline]
    pub fn take_word(&mut self, known: &Known, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
        if bytes == b"null" {
            return Some(());
        }
        self.keep_extra(known, bytes, cx);
        match (known.meaning, bytes) {
            (Some(meaning), b"true" | b"false") => truth(meaning),
            (Some(meaning), _) => self.number(meaning, bytes, cx),
            (None, _) => Some(()),
        }
    }

    fn keep_extra(&mut self, known: &Known, bytes: &'a [u8], cx: &Cx) {
        if let Some(place) = known.extra {
            self.extra.resize(cx.want.extra.len(), None);
            self.extra[place].get_or_insert(bytes);
        }
    }

    fn read_text(&mut self, meaning: Meaning, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
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
        if !is_set(bytes)? {
            return Some(());
        }
        match field {
            Field::Time => {
                // A number may be one since the epoch.
                let is_date =
                    bytes[0].is_ascii_digit() && matches!(bytes.get(4), Some(b'-' | b'/'));
                is_date.then_some(())?;
                let reading = cx.memo.times.read(bytes, cx.clock)?;
                if cx.want.has(field) {
                    self.time = Some(reading.time);
                    self.year_assumed = reading.year_assumed;
                    self.ranks[field as usize] = rank;
                }
            }
            Field::Status => {
                let status = request::status(std::str::from_utf8(bytes).ok()?)?;
                self.status(rank, Some(status), cx);
            }
            Field::Method => {
                if let Some(method) = request::method_of(bytes) {
                    self.put(field, rank, method.as_bytes(), cx);
                }
            }
            Field::Path | Field::Route => {
                bytes.starts_with(b"/").then_some(())?;
                self.put(field, rank, bytes, cx);
            }
            Field::TraceId => {
                if let Some(range) = request::trace_id(std::str::from_utf8(bytes).ok()?) {
                    self.put(field, rank, &bytes[range], cx);
                }
            }
            Field::Duration => {
                let text = std::str::from_utf8(bytes).ok()?;
                match text.parse::<f64>() {
                    Ok(number) => self.duration(meaning, number, cx)?,
                    // What is no duration may be a time.
                    Err(_) => self.milliseconds(rank, duration::duration(text)?, cx),
                }
            }
            Field::Level | Field::ErrorKind | Field::ErrorMessage | Field::ErrorStack => {
                return None;
            }
            Field::RequestId
            | Field::User
            | Field::Message
            | Field::Host
            | Field::Service
            | Field::Grouping => self.put(field, rank, bytes, cx),
        }
        Some(())
    }

    fn number(&mut self, meaning: Meaning, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
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
        // What is read of it for the sake of times tells none.
        if field == Field::Duration && !cx.want.has(field) {
            return Some(());
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
                    self.time = Some(time);
                    self.year_assumed = false;
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
            Field::TraceId if bytes.iter().any(|&b| b != b'0') => {
                self.put(field, rank, bytes, cx);
            }
            Field::RequestId
            | Field::User
            | Field::Message
            | Field::Host
            | Field::Service
            | Field::Grouping => self.put(field, rank, bytes, cx),
            _ => {}
        }
        Some(())
    }

    fn level(&mut self, rank: u8, level: Option<Level>, cx: &Cx) {
        if level.is_some() && cx.want.has(Field::Level) {
            self.level = level;
            self.ranks[Field::Level as usize] = rank;
        }
    }

    fn status(&mut self, rank: u8, status: Option<u16>, cx: &Cx) {
        if status.is_some() && cx.want.has(Field::Status) {
            self.status = status;
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
            self.duration_ms = Some(ms);
            self.ranks[Field::Duration as usize] = rank;
        }
    }

    fn put(&mut self, field: Field, rank: u8, text: &'a [u8], cx: &Cx) {
        if cx.want.has(field) {
            self.texts[field as usize] = text;
            self.ranks[field as usize] = rank;
        }
    }
}

/// Whether the text stands for something; `None` for what would be trimmed, which is not plain, or is no text.
#[inline(always)] // runs for most values of every entry
fn is_set(bytes: &[u8]) -> Option<bool> {
    let stays = |b: Option<&u8>| b.is_some_and(|b| matches!(b, b'!'..=b'~'));
    if stays(bytes.first()) && stays(bytes.last()) {
        return Some(!read::is_unset(bytes));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    if unset(text) {
        return Some(false);
    }
    (text.trim().len() == text.len()).then_some(true)
}

/// Takes `true` or `false`, which is the value of no field, but may stand under a key that tells how others count.
fn truth(meaning: Meaning) -> Option<()> {
    (meaning.rank != keys::HINT || meaning.field == Field::Duration).then_some(())
}

/// Passes what under the key of a code is none. Which other keys there are tells what a code is worth.
fn no_code(bytes: &[u8]) -> Option<()> {
    let code = std::str::from_utf8(bytes).ok().and_then(request::code);
    code.is_none().then_some(())
}
