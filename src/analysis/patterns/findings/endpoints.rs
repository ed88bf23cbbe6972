//! Stretches of time that are bad for one endpoint only, which all of the failures together may hide.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::super::join::Name;
use super::clock::Clock;
use super::counts::Tally;
use super::groups::LEAST;
use super::search::{Candidate, Search, is_telling};
use super::series::Series;
use super::slice::{Column, Slice};
use super::times::{LEAST_IN_TIME, longest, spread, window};
use crate::analysis::statistics::evidence;

/// Endpoints whose own time is looked at, those with most failures.
const ENDPOINTS: usize = 16;

/// What is known of an endpoint's time, as long as no finding takes something of it away.
#[derive(Clone, Debug)]
pub struct OwnTime {
    tally: Tally,
    failed: usize,
    /// How much more its failures vary over time than chance has it.
    spread: f64,
    worst: Option<Worst>,
}

/// The stretch that is worst for it.
#[derive(Clone, Debug)]
struct Worst {
    from: usize,
    to: usize,
    evidence: f64,
    /// Of the stretch, and of all of the endpoint's.
    found: f64,
    due: f64,
    total: f64,
}

impl Search<'_> {
    /// Looks at the times of endpoints again, where something has changed.
    pub fn look_at_endpoints(&mut self) {
        if !self.facts.has_rates {
            return;
        }
        let Some(clock) = &self.clock else { return };
        let look = |(endpoint, tally): (u32, Tally)| {
            let failed = self.failed_of(endpoint).len();
            let is_known = |own: &OwnTime| (own.tally, own.failed) == (tally, failed);
            let known = self.own_times.get(&endpoint).is_some_and(is_known);
            (!known).then(|| (endpoint, self.own_time(clock, endpoint, tally, failed)))
        };
        let changed: Vec<_> = self
            .worst_endpoints()
            .into_par_iter()
            .filter_map(look)
            .collect();
        self.own_times.extend(changed);
    }

    fn worst_endpoints(&self) -> Vec<(u32, Tally)> {
        let profiles = self.facts.profiles;
        let mut endpoints = self.counts.values(Column::Endpoint, profiles);
        endpoints.retain(|(_, tally)| tally.failures >= 2 * LEAST);
        endpoints.sort_by_cached_key(|&(endpoint, tally)| {
            let name = self.facts.names.text(Name(endpoint));
            (Reverse(tally.failures), name.to_owned())
        });
        endpoints.truncate(ENDPOINTS);
        endpoints
    }

    fn own_time(&self, clock: &Clock, endpoint: u32, tally: Tally, failed: usize) -> OwnTime {
        let series = self.series(clock, Some(endpoint));
        let spread = spread(&series, clock);
        let enough = spread * self.least_evidence(clock);
        let best = series.densest(LEAST_IN_TIME, longest(clock), true, enough);
        let worst = best.map(|best| Worst {
            from: best.from,
            to: best.to,
            evidence: best.evidence,
            found: series.found(best.from, best.to),
            due: series.due(best.from, best.to),
            total: series.total(),
        });
        OwnTime {
            tally,
            failed,
            spread,
            worst,
        }
    }

    fn least_evidence(&self, clock: &Clock) -> f64 {
        hypotheses(clock).ln() + self.penalty
    }

    /// What is bad in the time of one endpoint alone.
    pub fn of_endpoints(&self, clock: &Clock, all: &Series, spread: f64) -> Vec<Candidate> {
        if !self.facts.has_rates {
            return Vec::new();
        }
        let endpoints = self.worst_endpoints().into_iter();
        let found = endpoints.filter_map(|(endpoint, tally)| {
            let own = self.own_times.get(&endpoint)?;
            let worst = own.worst.as_ref()?;
            let spread = spread.max(own.spread);
            let slice = Slice::of(&[(Column::Endpoint, endpoint)])
                .within(window(clock, worst.from, worst.to));
            let requests = worst.due / worst.total * f64::from(tally.requests);
            let inside = Tally {
                failures: worst.found as u32,
                requests: requests.round() as u32,
            };
            // Others that fail as much at the time make it a time, not one endpoint's.
            let together = all.found(worst.from, worst.to);
            let share = (worst.due / all.due(worst.from, worst.to)).min(1.0);
            let apart = evidence(worst.found, together, share) / spread;
            let is_own = worst.evidence / spread > self.least_evidence(clock)
                && is_telling(worst.found, worst.due, worst.total)
                && is_telling(worst.found, together * share, together)
                && apart > (ENDPOINTS as f64).ln() + self.penalty;
            let all = self.counts.all;
            let pair = Candidate::compared(slice, inside, all, spread, hypotheses(clock));
            pair.filter(|_| is_own).map(|pair| Candidate {
                score: pair.score - self.penalty,
                ..pair
            })
        });
        found.collect()
    }
}

/// Stretches of all endpoints.
fn hypotheses(clock: &Clock) -> f64 {
    4.0 * clock.buckets as f64 * ENDPOINTS as f64
}
