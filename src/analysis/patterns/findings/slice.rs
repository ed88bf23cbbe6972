//! A set of requests that a finding is about: those with certain values, in a certain time, with a certain error.

use super::super::profiles::{Profile, Profiles};
use super::super::rows::{FailedRow, NONE, Row};
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
    /// The number of the row's value, [`NONE`] where it has none.
    pub fn of(self, row: &Row, profiles: &Profiles) -> u32 {
        match self {
            Column::Endpoint => row.endpoint,
            Column::User => row.user,
            Column::Slot(slot) => profiles.code(row.profile, slot),
        }
    }

    /// The same of requests of one endpoint and profile; [`NONE`] of the user, in whom they differ.
    pub fn of_kind(self, endpoint: u32, profile: Profile, profiles: &Profiles) -> u32 {
        match self {
            Column::Endpoint => endpoint,
            Column::User => NONE,
            Column::Slot(slot) => profiles.code(profile, slot),
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

    /// Whether requests of the endpoint and the profile may be in it, for some user and at some time.
    pub fn fits(&self, endpoint: u32, profile: Profile, profiles: &Profiles) -> bool {
        self.values.iter().all(|&(column, value)| match column {
            Column::Endpoint => endpoint == value,
            Column::User => true,
            Column::Slot(slot) => profiles.code(profile, slot) == value,
        })
    }

    /// The user it is about.
    pub fn user(&self) -> Option<u32> {
        let mut values = self.values.iter();
        let user = values.find(|(column, _)| *column == Column::User);
        user.map(|&(_, user)| user)
    }

    /// Whether the minute lies in its time.
    pub fn is_then(&self, minute: i32, clock: &Clock) -> bool {
        self.span.is_none_or(|span| clock.is_in(minute, span))
    }

    /// Whether the row has the values and lies in the time.
    pub fn has(&self, row: &Row, profiles: &Profiles, clock: &Clock) -> bool {
        self.fits(row.endpoint, row.profile, profiles)
            && self.user().is_none_or(|user| row.user == user)
            && self.is_then(row.minute, clock)
    }

    pub fn has_failed(&self, failed: &FailedRow, profiles: &Profiles, clock: &Clock) -> bool {
        let fits = self
            .error
            .is_none_or(|error| failed.error.fingerprint == Some(error));
        fits && self.has(&failed.row, profiles, clock)
    }
}
