//! Which keys mean which canonical field: one table, and the rules by which a value becomes a field's value.
//!
//! [`keys`] is the table and nothing else, [`KeyTable`] looks keys up in it, [`Collector`] gathers the values of
//! one event so that the best key wins; the rest knows how the values of fields are written.

mod collect;
mod course;
mod duration;
mod fault;
mod glance;
mod keys;
mod level;
mod marks;
mod memo;
mod normal;
mod passes;
mod plain;
mod read;
mod request;
mod shapes;
mod statuses;
mod table;
mod window;

pub use collect::Collector;
pub use course::{Course, Part, Request};
pub use glance::{Asked, Extent, Glance, Lines};
pub use keys::{HEADER, NESTED};
pub use memo::{KeyMemo, Known};
pub use passes::Passes;
pub use plain::Plain;
pub use shapes::{Holds, Place, Shapes};
use statuses::Statuses;
pub use table::KeyTable;

use crate::event::{Event, Field, Text, Want};
use crate::format::Cx;

/// What a number counts, which its key tells: the unit of a duration, or the scale of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Neither, or told by the value itself (`84ms`, `1.2s`, the size of a pino or syslog level).
    None,
    /// Of a time: the part within the second, which another key tells.
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
    /// 0 emergency to 7 debug; Google's 100 (debug) to 800 (emergency) under the same key.
    Syslog,
    /// 10 debug to 50 critical.
    Python,
    /// OpenTelemetry's 1 (trace) to 24 (fatal), four each.
    Otel,
    /// Application Insights' 0 (verbose) to 4 (critical).
    Azure,
    /// 0 debug to 4 fatal.
    Ascending,
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub field: Field,
    /// When several keys of one event mean the same field, the lowest rank wins.
    pub rank: u8,
    pub unit: Unit,
}

impl Meaning {
    /// Whether the key means its field by itself, whatever other keys there are.
    pub fn is_certain(self) -> bool {
        self.rank != keys::CODE
    }

    /// Whether the key is of a request's method or path.
    pub fn names_request(self) -> bool {
        matches!(self.field, Field::Method | Field::Path)
    }

    /// Whether a plain text under the key is its field's, which is asked for, whatever it is.
    pub fn is_kept(self, want: &Want) -> bool {
        let is_any = matches!(
            self.field,
            Field::RequestId
                | Field::User
                | Field::Message
                | Field::Host
                | Field::Service
                | Field::Grouping
        );
        is_any && want.has(self.field) && !matches!(self.rank, keys::HINT | keys::CODE)
    }

    /// Whether a value with this meaning may tell what is asked for.
    pub fn is_asked(self, want: &Want) -> bool {
        match self.field {
            // A fractional epoch says something about durations.
            Field::Time => want.has(Field::Time) || want.has(Field::Duration),
            Field::Duration => want.has(Field::Duration) || want.has(Field::Time),
            // `status: "error"` is a level.
            Field::Status => want.has(Field::Status) || want.has(Field::Level),
            // `GET /x HTTP/1.1` has both.
            Field::Path | Field::Route => {
                want.has(self.field) || want.has(Field::Path) || want.has(Field::Method)
            }
            Field::ErrorKind | Field::ErrorMessage | Field::ErrorStack => want.has_error(),
            field => want.has(field),
        }
    }
}

/// A scalar as a log holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Text(Text<'a>),
    Number(&'a str),
    Bool(bool),
}

/// Puts `value` into the event's field, read as that field is read: level words and numbers, status codes,
/// times in any layout, durations in their unit; `-`, `null` and empty values leave the field unset.
/// Returns whether the field was set.
///
/// One value alone: it replaces what the field held. A [`Collector`] weighs several keys against each other.
pub fn assign<'a>(event: &mut Event<'a>, meaning: Meaning, value: Value<'a>, cx: &mut Cx) -> bool {
    let mut collector = Collector::replacing(event);
    let set = collector.offer(meaning, value, cx);
    collector.finish();
    set
}
