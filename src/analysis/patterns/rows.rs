//! What is kept of each request for the findings: who, what and when, in a few bytes.

use super::join::{ErrorTold, Failure, Rank, Request, Told, Translation};
use super::profiles::Profile;
use crate::analysis::audit::{Joined, Marks};
use crate::event::Time;

/// No value: of a user, an endpoint or a time.
pub const NONE: u32 = u32::MAX;

const MINUTE: i64 = 60_000_000_000;

/// One request.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Since the epoch; `i32::MIN` where no time was told.
    pub minute: i32,
    /// Names by their number, or [`NONE`].
    pub user: u32,
    pub endpoint: u32,
    pub profile: Profile,
}

/// One request that failed.
#[derive(Debug)]
pub struct FailedRow {
    pub row: Row,
    /// A failing event that is no request: there are no successes of its kind to compare with.
    pub alone: bool,
    pub rank: Rank,
    pub first: Option<Time>,
    pub error: ErrorTold,
    pub id: Box<str>,
    pub marks: Marks,
}

/// All requests of one accumulator.
#[derive(Debug, Default)]
pub struct Rows {
    pub good: Vec<Row>,
    pub failed: Vec<FailedRow>,
    pub joined: Joined,
}

impl Row {
    fn of(request: &Request) -> Row {
        let number = |told: Told| told.name().map_or(NONE, |name| name.0);
        // The range of times is some 3e8 minutes.
        let minute = request
            .time()
            .map_or(i32::MIN, |time| time.0.div_euclid(MINUTE) as i32);
        Row {
            minute,
            user: number(request.user),
            endpoint: number(request.endpoint),
            profile: request.profile,
        }
    }

    fn translated(self, translation: &Translation, profiles: &[Profile]) -> Row {
        let number = |number| {
            if number == NONE {
                NONE
            } else {
                translation.number(number)
            }
        };
        Row {
            user: number(self.user),
            endpoint: number(self.endpoint),
            profile: profiles[self.profile.place()],
            ..self
        }
    }
}

impl Rows {
    pub fn push(&mut self, request: &Request, is_request: bool, has_id: bool) {
        let row = Row::of(request);
        let endpoint = (row.endpoint != NONE).then_some(row.endpoint);
        let second = request.time().map(Time::seconds);
        self.joined.add(request.marks, endpoint, has_id, second);
        match &request.failure {
            None => self.good.push(row),
            Some(failure) => {
                let failed = FailedRow::new(row, failure, !is_request, request.marks);
                self.failed.push(failed);
            }
        }
    }

    pub fn absorb(&mut self, other: Rows, translation: &Translation, profiles: &[Profile]) {
        let good = other.good.into_iter();
        self.good
            .extend(good.map(|row| row.translated(translation, profiles)));
        self.joined
            .merge(other.joined, |name| translation.number(name));
        let failed = other.failed.into_iter();
        self.failed.extend(failed.map(|failed| FailedRow {
            row: failed.row.translated(translation, profiles),
            ..failed
        }));
    }
}

impl FailedRow {
    /// Whether it is counted: a failing event that is no request only where there are no requests to compare with.
    pub fn counts(&self, has_rates: bool) -> bool {
        !self.alone || !has_rates
    }

    fn new(row: Row, failure: &Failure, alone: bool, marks: Marks) -> FailedRow {
        FailedRow {
            row,
            alone,
            rank: failure.rank,
            first: failure.first,
            error: failure.error,
            id: failure.id.clone(),
            marks,
        }
    }
}
