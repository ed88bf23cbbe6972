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
mod good;
mod groups;
mod moment;
mod recurring;
mod search;
mod series;
mod slice;
mod times;
mod words;

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::join::{Name, Names};
use super::profiles::Profiles;
use super::rows::{FailedRow, Rows};
use crate::analysis::asked::Asked;
use crate::analysis::result::{Bucket, DAY, Finding, Strip};
use crate::analysis::statistics::upper_tail;
use crate::event::Time;
use crate::time::Zone;
use clock::Clock;
use counts::{Counts, Tally};
use good::Good;
use search::{Candidate, Search};
use slice::{Slice, Span};

pub use slice::Column;

/// Findings are no more than these.
const MOST: usize = 7;

/// Rounds of the search: more than there are findings, since those of other kinds go before many of one.
const ROUNDS: usize = 14;

/// A rate that is not so many times the rest's is not worth a finding, however sure it is.
const LEAST_LIFT: f64 = 1.5;

/// The chance, all in all, that logs without a pattern show one.
const ALPHA: f64 = 0.01;

/// How much a finding still tells after each that says something of the same kind before it.
const AGAIN: f64 = 0.3;

/// How many request IDs a finding names.
const NAMED: usize = 10;

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
    pub titles: &'a dyn Fn(u64) -> String,
    /// Whether there are successes to compare with.
    pub has_rates: bool,
    pub zone: Zone,
}

/// What was found, in figures.
struct Found {
    slice: Slice,
    failures: u64,
    requests: u64,
    all_failures: u64,
    all_requests: u64,
    last: Option<Time>,
    /// Commonest error, and how many of the failures are of it.
    error: Option<(u64, u64)>,
    ids: Vec<String>,
    score: f64,
}

/// Most telling first.
pub fn find(rows: Rows, facts: &Facts, asked: &Asked) -> (Vec<Finding>, Option<Strip>) {
    let clock = Clock::of(&rows, facts.zone);
    let Rows {
        good, mut failed, ..
    } = rows;
    failed.sort_by_key(|failed| failed.row.endpoint);
    let good = Good::of(good);
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

/// By score, where those of one kind count less and less.
fn by_telling(found: &[Found]) -> Vec<usize> {
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
    /// Counts what is left.
    fn look_again(&mut self) {
        let values = |&column: &Column| self.counts.values(column, self.facts.profiles);
        self.values = self.columns.iter().map(values).collect();
        self.look_at_endpoints();
    }

    fn best(&self) -> Option<Candidate> {
        let candidates = self
            .singles()
            .into_iter()
            .chain(self.pairs())
            .chain(self.times());
        let candidates: Vec<Candidate> = candidates
            .filter(|candidate| candidate.score > 0.0)
            .collect();
        let best = candidates.iter().min_by(|a, b| self.order(a, b))?.clone();
        // A part of it that stands out within it goes first: without that part it may be as good as the others.
        let parts = candidates
            .into_iter()
            .filter(|part| part.slice.is_part_of(&best.slice));
        parts.min_by(|a, b| self.order(a, b)).or(Some(best))
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

    /// The figures of a slice over everything, also what other findings have taken away.
    fn figures(&self, candidate: Candidate, gone: &[FailedRow]) -> Found {
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

    fn strip(&self) -> Option<Strip> {
        let clock = self.clock.as_ref()?;
        let mut buckets = vec![Bucket::default(); clock.buckets];
        let mut add = |minute: i32, failures: u64, requests: u64| {
            if let Some(bucket) = clock.bucket(minute) {
                buckets[bucket].failures += failures;
                buckets[bucket].requests += requests;
            }
        };
        for cell in self.good.kinds().flat_map(|(_, cells)| cells) {
            add(cell.minute, 0, u64::from(cell.left));
        }
        for failed in &self.failed {
            add(failed.row.minute, 1, 1);
        }
        Some(Strip {
            from: Some(clock::time(clock.first)),
            width: i64::from(clock.width) * 60_000_000_000,
            buckets,
            marked: Vec::new(),
        })
    }
}

/// Marks the buckets that a finding of some stretch of time is about.
fn mark(strip: &mut Strip, found: &[&Found], clock: &Clock) {
    // What comes back many times a day would mark all of it.
    let is_marked = |span: &Span| !matches!(span, Span::Recurring(when) if when.period < DAY);
    let spans = found.iter().filter_map(|found| found.slice.span);
    let spans: Vec<Span> = spans.filter(is_marked).collect();
    for bucket in 0..clock.buckets {
        let minute = clock.minute(bucket);
        if !spans.iter().any(|&span| clock.is_in(minute, span)) {
            continue;
        }
        match strip.marked.last_mut() {
            Some(run) if run.end == bucket => run.end += 1,
            _ => strip.marked.push(bucket..bucket + 1),
        }
    }
}

impl Found {
    fn rate(&self) -> f64 {
        self.failures as f64 / self.requests.max(1) as f64
    }

    /// Failures and requests of everything outside.
    fn outside(&self) -> (u64, u64) {
        (
            self.all_failures - self.failures,
            self.all_requests - self.requests,
        )
    }

    fn lift(&self) -> Option<f64> {
        let (failures, requests) = self.outside();
        (requests > 0).then(|| self.rate() / (failures as f64 / requests as f64))
    }

    fn is_telling(&self, facts: &Facts) -> bool {
        let compares = facts.has_rates && self.slice.error.is_none();
        !compares || self.lift().is_none_or(|lift| lift >= LEAST_LIFT)
    }

    fn p_value(&self) -> f64 {
        upper_tail(
            self.failures,
            self.requests,
            self.all_failures,
            self.all_requests,
        )
    }
}
