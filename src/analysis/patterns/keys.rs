//! The keys of groups: what value of a dimension a request counts under, and what it is called.

use super::Question;
use super::join::{Cell, Names, Request};
use super::profiles::Profiles;
use crate::analysis::dim::Dim;
use crate::analysis::result::Key;
use crate::event::Time;
use crate::time::bucket::{self, Span};

/// The value of a dimension that a request counts under.
pub fn value(question: &Question, dim: &Dim, profiles: &Profiles, request: &Request) -> Cell {
    let failure = request.failure.as_ref();
    match dim {
        time if time.is_time() => request.time().map_or(Cell::Null, |time| {
            Cell::Number(bucket_of(question, dim, time))
        }),
        Dim::Error => {
            let fingerprint = failure.and_then(|failure| failure.error.fingerprint);
            fingerprint.map_or(Cell::Null, |fingerprint| Cell::Number(fingerprint as i64))
        }
        Dim::Cause => failure.map_or(Cell::Null, |failure| Cell::Word(failure.error.cause)),
        Dim::Level => {
            let level = failure.and_then(|failure| failure.level);
            level.map_or(Cell::Null, |level| Cell::Word(level.word()))
        }
        slotted => {
            let place = question.place(slotted);
            let value = place.and_then(|place| request.value(place, profiles));
            value.map_or(Cell::Null, Cell::Name)
        }
    }
}

/// The bucket of time, or the minute, hour or day that a clock shows.
pub fn bucket_of(question: &Question, dim: &Dim, time: Time) -> i64 {
    match (width(dim), dim) {
        (Some(width), _) => width.start(time, question.zone).0,
        (None, Dim::MinuteOfHour) => bucket::minute_of_hour(time, question.zone).into(),
        (None, Dim::HourOfDay) => bucket::hour_of_day(time, question.zone).into(),
        (None, _) => bucket::weekday(time, question.zone).into(),
    }
}

/// The width of the buckets of a dimension of time.
pub fn width(dim: &Dim) -> Option<Span> {
    match dim {
        Dim::Minute => Some(Span::Minute),
        Dim::Hour => Some(Span::Hour),
        Dim::Day => Some(Span::Day),
        _ => None,
    }
}

/// What a key is called.
pub fn named(dim: &Dim, cell: Cell, names: &Names) -> Key {
    match cell {
        Cell::Null => Key::Null,
        Cell::Name(name) if *dim == Dim::Status => {
            let text = names.text(name);
            text.parse()
                .map_or_else(|_| Key::Text(text.to_owned()), Key::Number)
        }
        Cell::Name(name) => Key::Text(names.text(name).to_owned()),
        Cell::Word(word) => Key::Text(word.to_owned()),
        Cell::Number(number) if width(dim).is_some() => Key::Time(Time(number)),
        Cell::Number(number) if *dim == Dim::Error => Key::Text(format!("{:016x}", number as u64)),
        Cell::Number(number) if *dim == Dim::Weekday => Key::Weekday(number as u8),
        Cell::Number(number) => Key::Number(number),
    }
}
