//! What a search looks at, and how what it comes upon is weighed.

use rustc_hash::FxHashMap;

use super::super::rows::{FailedRow, Row};
use super::Facts;
use super::clock::Clock;
use super::counts::{Counts, Tally};
use super::endpoints::OwnTime;
use super::good::Good;
use super::slice::{Column, Slice};
use crate::analysis::statistics::evidence;

/// All that no finding has taken away yet.
pub struct Search<'f> {
    pub facts: &'f Facts<'f>,
    pub clock: Option<Clock>,
    pub columns: Vec<Column>,
    /// Of each column, as [`Counts::values`] has them.
    pub values: Vec<Vec<(u32, Tally)>>,
    pub good: Good,
    /// By endpoint.
    pub failed: Vec<FailedRow>,
    pub counts: Counts,
    /// What is known of the times of endpoints.
    pub own_times: FxHashMap<u32, OwnTime>,
    /// What evidence has to be beyond, beside the number of hypotheses of its own kind, so that logs without a
    /// pattern show one but rarely.
    pub penalty: f64,
}

/// Something that may stand out.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub slice: Slice,
    pub failures: f64,
    /// Failures that would be due.
    pub due: f64,
    /// Evidence beyond what is asked for.
    pub score: f64,
}

/// A rate that many times that of the rest is worth a look: with few failures, and with hundreds.
const LIFT: f64 = 2.0;
const LIFT_OF_MANY: f64 = 1.5;
const MANY: f64 = 200.0;

impl Candidate {
    /// Compares a group with everything outside it. `spread` is how much more counts vary than chance has it,
    /// `hypotheses` how many groups were looked at.
    pub fn compared(
        slice: Slice,
        group: Tally,
        all: Tally,
        spread: f64,
        hypotheses: f64,
    ) -> Option<Candidate> {
        if group.failures < super::groups::LEAST {
            return None;
        }
        let share = f64::from(group.requests) / f64::from(all.requests);
        let total = f64::from(all.failures);
        let failures = f64::from(group.failures);
        let evidence = evidence(failures, total, share) / spread;
        is_telling(failures, total * share, total).then(|| Candidate {
            slice,
            failures,
            due: total * share,
            score: evidence - hypotheses.max(1.0).ln(),
        })
    }

    /// Takes the lower of the evidence so far and that against what others let one expect.
    pub fn limit_by(&mut self, others: &Others, total: f64) {
        let found = self.failures - others.explained;
        let outside = total - self.failures;
        let due = others.due.max(f64::MIN_POSITIVE);
        let all_due = due + others.due_outside.max(0.0);
        // Both sides fail as often as they are due, or this one more often.
        let scale = (found + outside) / all_due;
        if found <= 0.0 || !is_telling(found, due * scale, found + outside) {
            self.score = f64::NEG_INFINITY;
            return;
        }
        let before = evidence(self.failures, total, self.due / total);
        let now = evidence(found, found + outside, due / all_due);
        if now < before && before > 0.0 {
            self.score -= before - now;
            self.due = due;
        }
    }
}

/// What others of the same kinds of requests let one expect of a group.
pub struct Others {
    /// Failures of the group that something else explains.
    pub explained: f64,
    /// Failures that are due in the group, and outside of it.
    pub due: f64,
    pub due_outside: f64,
}

/// Whether the rate is enough times that of everything outside.
pub fn is_telling(failures: f64, due: f64, total: f64) -> bool {
    let outside = (total - failures) / (total - due).max(f64::MIN_POSITIVE);
    let floor = if failures >= MANY { LIFT_OF_MANY } else { LIFT };
    due <= 0.0 || failures / due >= floor * outside
}

impl Search<'_> {
    /// Failures that are counted against requests.
    pub fn counted(&self) -> impl Iterator<Item = &FailedRow> {
        let has_rates = self.facts.has_rates;
        let failed = self.failed.iter();
        failed.filter(move |failed| failed.counts(has_rates))
    }

    /// Every request of some users that can be compared, and whether it failed.
    pub fn each_of_users(
        &self,
        users: impl Iterator<Item = u32>,
        mut take: impl FnMut(&Row, Tally),
    ) {
        let mut is_meant = vec![false; self.facts.names.len()];
        users.for_each(|user| is_meant[user as usize] = true);
        let is_meant = |user: u32| is_meant.get(user as usize) == Some(&true);
        let one = |failures| Tally {
            failures,
            requests: 1,
        };
        self.good.each_of_users(is_meant, |row| take(row, one(0)));
        let failed = self.counted().filter(|failed| is_meant(failed.row.user));
        failed.for_each(|failed| take(&failed.row, one(1)));
    }

    /// The values of a column that is compared by, in the order of names.
    pub fn values(&self, column: Column) -> &[(u32, Tally)] {
        let at = self.columns.iter().position(|&known| known == column);
        at.map_or(&[], |at| &self.values[at])
    }

    pub fn tally(&self, column: Column, value: u32) -> Tally {
        let values = self.values(column);
        let at = values.binary_search_by_key(&value, |&(value, _)| value);
        at.map_or(Tally::default(), |at| values[at].1)
    }
}
