//! What was found, in figures, and which of it tells most.

use rustc_hash::FxHashMap;

use super::super::rows::FailedRow;
use super::Facts;
use super::clock::Clock;
use super::search::{Candidate, Search};
use super::slice::{Column, Slice};
use crate::analysis::statistics::upper_tail;
use crate::event::Time;

/// A rate that is not so many times the rest's is not worth a finding, however sure it is.
const LEAST_LIFT: f64 = 1.5;

/// How much a finding still tells after each that says something of the same kind before it.
const AGAIN: f64 = 0.3;

/// How many request IDs a finding names.
const NAMED: usize = 10;

/// A finding before it is put in words.
pub struct Found {
    pub slice: Slice,
    pub failures: u64,
    pub requests: u64,
    pub all_failures: u64,
    pub all_requests: u64,
    pub last: Option<Time>,
    /// Commonest error, and how many of the failures are of it.
    pub error: Option<(u64, u64)>,
    pub ids: Vec<String>,
    pub score: f64,
}

/// By score, where those of one kind count less and less.
pub fn by_telling(found: &[Found]) -> Vec<usize> {
    let kind = |found: &Found| {
        let columns: Vec<Column> = found
            .slice
            .values
            .iter()
            .map(|(column, _)| *column)
            .collect();
        (columns, found.slice.span.is_some())
    };
    let mut left: Vec<usize> = (0..found.len()).collect();
    let mut order: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let worth = |at: usize| {
            let before = order
                .iter()
                .filter(|&&other| kind(&found[other]) == kind(&found[at]));
            found[at].score * AGAIN.powi(before.count() as i32)
        };
        let best = (0..left.len()).reduce(|best, next| {
            if worth(left[next]) > worth(left[best]) {
                next
            } else {
                best
            }
        });
        order.push(left.remove(best.unwrap_or(0)));
    }
    order
}

impl Search<'_> {
    /// The figures of a slice over everything, also what other findings have taken away.
    pub fn figures(&self, candidate: Candidate, gone: &[FailedRow]) -> Found {
        let no_clock = Clock::none();
        let clock = self.clock.as_ref().unwrap_or(&no_clock);
        let (slice, profiles) = (&candidate.slice, self.facts.profiles);
        let failed = self.failed.iter().chain(gone);
        let mut inside: Vec<&FailedRow> = failed
            .filter(|failed| slice.has_failed(failed, profiles, clock))
            .collect();
        inside.sort_by_key(|failed| (failed.first, failed.rank));
        let good = self.good.count(slice, profiles, clock);
        let mut errors: FxHashMap<u64, u64> = FxHashMap::default();
        for error in inside.iter().filter_map(|failed| failed.error.fingerprint) {
            *errors.entry(error).or_default() += 1;
        }
        let all_failures = (self.failed.len() + gone.len()) as u64;
        Found {
            failures: inside.len() as u64,
            requests: good + inside.len() as u64,
            all_failures,
            all_requests: self.good.len() as u64 + all_failures,
            last: inside.iter().filter_map(|failed| failed.first).max(),
            error: errors
                .into_iter()
                .max_by_key(|&(error, count)| (count, std::cmp::Reverse(error))),
            ids: inside
                .iter()
                .filter(|failed| !failed.id.is_empty())
                .take(NAMED)
                .map(|failed| failed.id.to_string())
                .collect(),
            score: candidate.score,
            slice: candidate.slice,
        }
    }
}

impl Found {
    pub fn rate(&self) -> f64 {
        self.failures as f64 / self.requests.max(1) as f64
    }

    /// Failures and requests of everything outside.
    pub fn outside(&self) -> (u64, u64) {
        (
            self.all_failures - self.failures,
            self.all_requests - self.requests,
        )
    }

    pub fn lift(&self) -> Option<f64> {
        let (failures, requests) = self.outside();
        (requests > 0).then(|| self.rate() / (failures as f64 / requests as f64))
    }

    pub fn is_telling(&self, facts: &Facts) -> bool {
        let compares = facts.has_rates && self.slice.error.is_none();
        !compares || self.lift().is_none_or(|lift| lift >= LEAST_LIFT)
    }

    pub fn p_value(&self) -> f64 {
        upper_tail(
            self.failures,
            self.requests,
            self.all_failures,
            self.all_requests,
        )
    }
}
