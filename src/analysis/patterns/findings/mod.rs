//! What stands out: the few groups, pairs and stretches of time that explain most of the failures.
//!
//! The search goes round by round. Each round weighs every value, pair of values and stretch of time by one measure,
//! the evidence that more fails there than chance has it ([`crate::analysis::statistics::evidence`]), less what so
//! many hypotheses need. The best one is a finding; its requests are taken away, and what still stands out among
//! the rest comes next. So what another finding explains never shows, and of two that explain the same the one with
//! fewer conditions wins.

mod clock;
mod counts;
mod endpoints;
mod found;
mod good;
mod groups;
mod moment;
mod pairs;
mod recurring;
mod search;
mod series;
mod shares;
mod slice;
mod strip;
mod times;
mod within;
mod words;

use std::cmp::Ordering;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::join::{Name, Names};
use super::profiles::Profiles;
use super::rows::FailedRow;
use crate::analysis::asked::Asked;
use crate::analysis::result::{Finding, Strip};
use crate::time::Zone;
use clock::Clock;
use counts::{Counts, Tally};
use found::{Found, by_telling};
use search::{Candidate, Search};
use slice::{Slice, Span};
use strip::mark;

pub use good::Good;
pub use slice::Column;

/// Findings are no more than these.
const MOST: usize = 7;

/// Rounds of the search: more than there are findings, since those of other kinds go before many of one.
const ROUNDS: usize = 14;

/// The chance, all in all, that logs without a pattern show one.
const ALPHA: f64 = 0.01;

/// What part of the failures of a time a value must share with it, and what part of its evidence it must have, to be
/// the reason.
const SAME: f64 = 0.75;
const REASON: f64 = 0.4;

/// A column by which requests are compared.
#[derive(Clone, Debug)]
pub struct Compared {
    pub column: Column,
    pub name: String,
    /// A key of the log that nobody asked for: it may tell how the request ended.
    pub is_guessed: bool,
}

/// What is known of the rows' values.
pub struct Facts<'a> {
    /// What to compare by, and what it is called.
    pub columns: Vec<Compared>,
    pub names: &'a Names,
    pub profiles: &'a Profiles,
    pub titles: &'a (dyn Fn(u64) -> String + Sync),
    /// Whether there are successes to compare with.
    pub has_rates: bool,
    pub zone: Zone,
}

/// Most telling first.
pub fn find(
    good: Good,
    mut failed: Vec<FailedRow>,
    facts: &Facts,
    asked: &Asked,
) -> (Vec<Finding>, Option<Strip>) {
    let clock = Clock::of(&good, &failed, facts.zone);
    failed.sort_by_key(|failed| failed.row.endpoint);
    let counts = Counts::of(&good, &failed, facts.names.len(), facts.has_rates);
    // Kinds of hypotheses: each column, alone, in pairs and for a time, and those of time alone.
    let kinds = 3.0 * facts.columns.len() as f64 + 5.0;
    let mut search = Search {
        clock,
        columns: columns(&counts, facts),
        values: Vec::new(),
        own_times: FxHashMap::default(),
        facts,
        counts,
        good,
        failed,
        penalty: (kinds / ALPHA).ln(),
    };
    let mut strip = search.strip();
    let mut gone: Vec<FailedRow> = Vec::new();
    let mut found: Vec<Found> = Vec::new();
    for _ in 0..ROUNDS {
        if search.failed.len() < groups::LEAST as usize {
            break;
        }
        search.look_again();
        let Some(best) = search.best() else { break };
        search.take(&best.slice, &mut gone);
        let figures = search.figures(best, &gone);
        // What only the absence of worse things made stand out is taken away, but not worth a word.
        if figures.is_telling(facts) {
            found.push(figures);
        }
    }
    let order = by_telling(&found);
    let chosen = order.into_iter().take(MOST).map(|at| &found[at]);
    let chosen: Vec<&Found> = chosen.collect();
    if let (Some(strip), Some(clock)) = (&mut strip, &search.clock) {
        mark(strip, &chosen, clock);
    }
    let told = chosen
        .iter()
        .map(|found| words::tell(found, facts, search.clock.as_ref(), asked));
    (told.collect(), strip)
}

/// The columns to compare by: those of some values, which do not merely tell how a request ended. A key of which
/// some values stand on failures and nothing else, and on most of them, is an outcome (`"result":"error"`).
fn columns(counts: &Counts, facts: &Facts) -> Vec<Column> {
    let tells_outcome = |values: &[(u32, Tally)]| {
        let mut all = Tally::default();
        let mut ended = 0;
        for &(_, tally) in values {
            all.add(tally);
            if tally.rate() > 0.9 {
                ended += tally.failures;
            }
        }
        facts.has_rates && 10 * ended > 8 * all.failures
    };
    facts
        .columns
        .iter()
        .filter(|compared| {
            let values = counts.values(compared.column, facts.profiles);
            values.len() > 1 && !(compared.is_guessed && tells_outcome(&values))
        })
        .map(|compared| compared.column)
        .collect()
}

impl Search<'_> {
    /// Counts what is left.
    fn look_again(&mut self) {
        let values = |&column: &Column| self.counts.values(column, self.facts.profiles);
        self.values = self.columns.par_iter().map(values).collect();
        self.look_at_endpoints();
    }

    fn best(&self) -> Option<Candidate> {
        let of_values = || [self.singles(), self.pairs()].concat();
        let (mut candidates, of_times) = rayon::join(of_values, || self.times());
        candidates.extend(of_times);
        candidates.retain(|candidate| candidate.score > 0.0);
        let best = candidates.iter().min_by(|a, b| self.order(a, b))?.clone();
        // A part of it that stands out within it goes first: without that part it may be as good as the others.
        let parts = candidates
            .iter()
            .filter(|part| part.slice.is_part_of(&best.slice));
        if let Some(part) = parts.min_by(|a, b| self.order(a, b)) {
            return Some(part.clone());
        }
        // A value that holds the same failures tells why, where a time tells but when: a version since it is out.
        let reasons = candidates
            .iter()
            .filter(|other| self.is_reason_for(other, &best));
        let reason = reasons.min_by(|a, b| self.order(a, b)).cloned();
        reason.or(Some(best))
    }

    /// Whether a candidate without a time holds mostly the failures of one that has but a time, and stands out nearly as
    /// much.
    fn is_reason_for(&self, candidate: &Candidate, best: &Candidate) -> bool {
        let is_time = matches!(best.slice.span, Some(Span::Window { .. }));
        let Some(clock) = self
            .clock
            .as_ref()
            .filter(|_| is_time && best.slice.values.is_empty())
        else {
            return false;
        };
        if candidate.slice.span.is_some() || candidate.score < REASON * best.score {
            return false;
        }
        let has = |slice: &Slice, failed: &FailedRow| {
            slice.has_failed(failed, self.facts.profiles, clock)
        };
        let (mut both, mut either) = (0.0, 0.0);
        for failed in &self.failed {
            let (a, b) = (has(&candidate.slice, failed), has(&best.slice, failed));
            both += f64::from(u8::from(a && b));
            either += f64::from(u8::from(a || b));
        }
        both >= SAME * either
    }

    /// Best first. What differs only in the last digits, which depend on the order of additions, is told apart by what
    /// it is called, since the numbers of names depend on the order in which they were met.
    pub fn order(&self, a: &Candidate, b: &Candidate) -> Ordering {
        let score = |candidate: &Candidate| (candidate.score * 1e6).round();
        let texts = |candidate: &Candidate| -> Vec<&str> {
            let values = candidate.slice.values.iter();
            values
                .map(|&(_, value)| self.facts.names.text(Name(value)))
                .collect()
        };
        let columns = |candidate: &Candidate| -> Vec<Column> {
            let values = candidate.slice.values.iter();
            values.map(|&(column, _)| column).collect()
        };
        score(b)
            .total_cmp(&score(a))
            .then_with(|| columns(a).cmp(&columns(b)))
            .then_with(|| texts(a).cmp(&texts(b)))
            .then_with(|| a.slice.span.cmp(&b.slice.span))
            .then_with(|| a.slice.error.cmp(&b.slice.error))
    }

    /// Moves the requests of a slice to those that are explained.
    fn take(&mut self, slice: &Slice, gone: &mut Vec<FailedRow>) {
        let no_clock = Clock::none();
        let clock = self.clock.as_ref().unwrap_or(&no_clock);
        let (profiles, has_rates) = (self.facts.profiles, self.facts.has_rates);
        let counts = &mut self.counts;
        self.good.take(slice, profiles, clock, |alike, users| {
            counts.remove(alike.endpoint, alike.profile, users);
        });
        let taken = self
            .failed
            .extract_if(.., |failed| slice.has_failed(failed, profiles, clock));
        gone.extend(taken.inspect(|failed| {
            if failed.counts(has_rates) {
                counts.remove_failed(&failed.row);
            }
        }));
    }
}
