//! A set of requests that a finding is about: those with certain values, in a certain time, with a certain error.

use super::super::profiles::Profiles;
use super::super::rows::{FailedRow, Row};
use super::clock::Clock;
use crate::analysis::result::Recurring;

/// Where a row keeps a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Endpoint,
    User,
    Slot(usize),
}

impl Column {
    /// The number of the row's value, [`super::super::rows::NONE`] where it has none.
    pub fn of(self, row: &Row, profiles: &Profiles) -> u32 {
        match self {
            Column::Endpoint => row.endpoint,
            Column::User => row.user,
            Column::Slot(slot) => profiles.code(row.profile, slot),
        }
    }
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// Minutes since the epoch, half-open; `to` is `i32::MAX` for all that follows.
    Window {
        from: i32,
        to: i32,
    },
    Recurring(Recurring),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slice {
    /// At most two.
    pub values: Vec<(Column, u32)>,
    pub span: Option<Span>,
    /// Failures of this error alone.
    pub error: Option<u64>,
}

impl Slice {
    pub fn of(values: &[(Column, u32)]) -> Slice {
        Slice {
            values: values.to_vec(),
            ..Slice::default()
        }
    }

    pub fn within(mut self, span: Span) -> Slice {
        self.span = Some(span);
        self
    }

    /// Whether it asks for all that the other one does, and more.
    pub fn is_part_of(&self, other: &Slice) -> bool {
        let spans = other.span.is_none() || other.span == self.span;
        let values = other.values.iter().all(|value| self.values.contains(value));
        spans && values && self != other && self.error.is_none()
    }

    /// Whether the row has the values and lies in the time.
    pub fn has(&self, row: &Row, profiles: &Profiles, clock: &Clock) -> bool {
        let fits = |&(column, value): &(Column, u32)| column.of(row, profiles) == value;
        self.values.iter().all(fits) && self.span.is_none_or(|span| clock.is_in(row.minute, span))
    }

    pub fn has_good(&self, row: &Row, profiles: &Profiles, clock: &Clock) -> bool {
        self.error.is_none() && self.has(row, profiles, clock)
    }

    pub fn has_failed(&self, failed: &FailedRow, profiles: &Profiles, clock: &Clock) -> bool {
        let fits = self
            .error
            .is_none_or(|error| failed.error.fingerprint == Some(error));
        fits && self.has(&failed.row, profiles, clock)
    }
}
