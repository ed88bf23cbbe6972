//! What a search looks at, and how what it comes upon is weighed.

use super::super::rows::{Row, Rows};
use super::Facts;
use super::clock::Clock;
use super::counts::{Counts, Tally};
use super::slice::{Column, Slice};
use crate::analysis::statistics::evidence;

/// All that no finding has taken away yet.
pub struct Search<'f> {
    pub facts: &'f Facts<'f>,
    pub clock: Option<Clock>,
    pub columns: Vec<Column>,
    pub rows: Rows,
    pub counts: Counts,
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

    /// Takes the lower of the evidence so far and that against `due` failures which others of the same kind of
    /// requests let one expect.
    pub fn limit_by(&mut self, due: f64, total: f64) {
        let outside = total - self.failures;
        let share = due / (due + outside).max(f64::MIN_POSITIVE);
        if !is_telling(self.failures, due, due + outside) {
            self.score = f64::NEG_INFINITY;
            return;
        }
        let before = evidence(self.failures, total, self.due / total);
        let now = evidence(self.failures, total, share);
        if now < before && before > 0.0 {
            self.score -= before - now;
            self.due = due;
        }
    }
}

/// Whether the rate is enough times that of everything outside.
pub fn is_telling(failures: f64, due: f64, total: f64) -> bool {
    let outside = (total - failures) / (total - due).max(f64::MIN_POSITIVE);
    let floor = if failures >= MANY { LIFT_OF_MANY } else { LIFT };
    due <= 0.0 || failures / due >= floor * outside
}

impl Search<'_> {
    /// Every request that can be compared, and whether it failed.
    pub fn each_counted(&self, mut take: impl FnMut(&Row, u32)) {
        for row in &self.rows.good {
            take(row, 0);
        }
        let counted = |alone: bool| !alone || !self.facts.has_rates;
        for failed in self
            .rows
            .failed
            .iter()
            .filter(|failed| counted(failed.alone))
        {
            take(&failed.row, 1);
        }
    }
}
