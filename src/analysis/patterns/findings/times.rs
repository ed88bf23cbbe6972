//! Stretches of time in which more fails than usual: once, or since an error was first seen.

use rustc_hash::FxHashMap;

use super::super::rows::{FailedRow, NONE};
use super::clock::Clock;
use super::counts::Tally;
use super::good::Alike;
use super::groups::LEAST;
use super::search::{Candidate, Search, is_telling};
use super::series::Series;
use super::slice::{Column, Slice, Span};
use crate::analysis::result::DAY;

/// Parts of a request that is due to fail.
const PARTS: f64 = (1u64 << 32) as f64;

/// Failures of a stretch.
pub const LEAST_IN_TIME: f64 = 10.0;

impl Search<'_> {
    pub fn times(&self) -> Vec<Candidate> {
        let Some(clock) = &self.clock else {
            return Vec::new();
        };
        let all = self.series(clock, None);
        let spread = spread(&all, clock);
        let with_parts = |whole: Option<Candidate>| {
            let parts = whole
                .iter()
                .flat_map(|whole| self.narrowed(clock, whole, spread));
            let parts: Vec<Candidate> = parts.collect();
            whole.into_iter().chain(parts)
        };
        let (recurring, (window, others)) = rayon::join(
            || with_parts(self.recurring(clock, &all, spread)),
            || {
                let window = with_parts(self.window(clock, &all, spread));
                let of_endpoints = self.of_endpoints(clock, &all, spread).into_iter();
                (window, of_endpoints.chain(self.onsets(clock, &all, spread)))
            },
        );
        window.chain(recurring).chain(others).collect()
    }

    /// Failures by bucket against the requests, weighed by how often their endpoint fails; where there are no requests
    /// to compare with, against time.
    pub fn series(&self, clock: &Clock, endpoint: Option<u32>) -> Series {
        let mut failures = vec![0u32; clock.buckets];
        // In whole parts of a request, so that sums do not depend on their order.
        let mut due = vec![0u64; clock.buckets];
        let usual = self.counts.all.rate();
        let prior = 0.5 / usual.max(1e-9);
        let weight = |endpoint: u32| {
            let tally = self.counts.endpoint(endpoint);
            let rate =
                (f64::from(tally.failures) + usual * prior) / (f64::from(tally.requests) + prior);
            (rate * PARTS) as u64
        };
        let is_meant = |alike: &Alike| endpoint.is_none_or(|endpoint| alike.endpoint == endpoint);
        for (alike, cells) in self.good.kinds().filter(|(alike, _)| is_meant(alike)) {
            let weight = weight(alike.endpoint);
            for cell in cells.iter().filter(|cell| cell.left > 0) {
                if let Some(bucket) = clock.bucket(cell.minute) {
                    due[bucket] += weight * u64::from(cell.left);
                }
            }
        }
        let failed = endpoint.map_or(&self.failed[..], |endpoint| self.failed_of(endpoint));
        for failed in failed {
            if let Some(bucket) = clock.bucket(failed.row.minute) {
                failures[bucket] += 1;
                if failed.counts(self.facts.has_rates) {
                    due[bucket] += weight(failed.row.endpoint);
                }
            }
        }
        let due = match self.facts.has_rates {
            true => due.into_iter().map(|parts| parts as f64 / PARTS).collect(),
            false => self.due_by_neighbours(clock, &failures),
        };
        Series::new(failures, &due)
    }

    /// The failures of an endpoint.
    pub fn failed_of(&self, endpoint: u32) -> &[FailedRow] {
        let from = self
            .failed
            .partition_point(|failed| failed.row.endpoint < endpoint);
        let failed = &self.failed[from..];
        &failed[..failed.partition_point(|failed| failed.row.endpoint == endpoint)]
    }

    /// Without requests: what fails in the hours before and after, smoothed, so that a day's curve is no finding.
    fn due_by_neighbours(&self, clock: &Clock, failures: &[u32]) -> Vec<f64> {
        let reach = ((180 / clock.width) as usize).max(4);
        let mut sums = vec![0.0];
        for &count in failures {
            sums.push(sums.last().copied().unwrap_or(0.0) + f64::from(count));
        }
        let mean = sums[failures.len()] / failures.len() as f64;
        let block = (reach / 12).max(1);
        (0..failures.len())
            .map(|at| {
                // The median of blocks around it: a burst within it does not count.
                let (from, to) = (at.saturating_sub(reach), (at + reach).min(failures.len()));
                let mut blocks: Vec<f64> = (from..to)
                    .step_by(block)
                    .map(|start| {
                        let end = (start + block).min(to);
                        (sums[end] - sums[start]) / (end - start) as f64
                    })
                    .collect();
                blocks.sort_by(f64::total_cmp);
                let kept = &blocks[..blocks.len() - blocks.len() / 4];
                let usual = kept.iter().sum::<f64>() / kept.len() as f64;
                usual.max(0.3 * mean)
            })
            .collect()
    }

    fn window(&self, clock: &Clock, all: &Series, spread: f64) -> Option<Candidate> {
        let longest = if self.facts.has_rates {
            longest(clock)
        } else {
            longest(clock).min((120 / clock.width).max(1) as usize)
        };
        let hypotheses = 4.0 * clock.buckets as f64;
        let enough = spread * (hypotheses.ln() + self.penalty);
        let best = all.densest(LEAST_IN_TIME, longest, self.facts.has_rates, enough)?;
        let (found, due) = (all.found(best.from, best.to), all.due(best.from, best.to));
        let is_all = best.from == 0 && best.to == clock.buckets;
        (!is_all && is_telling(found, due, all.total())).then(|| Candidate {
            slice: Slice::default().within(window(clock, best.from, best.to)),
            failures: found,
            due,
            score: best.evidence / spread - hypotheses.ln() - self.penalty,
        })
    }

    /// The stretch for one value only, where that tells more.
    fn narrowed(&self, clock: &Clock, whole: &Candidate, spread: f64) -> Vec<Candidate> {
        let Some(span) = whole.slice.span.filter(|_| self.facts.has_rates) else {
            return Vec::new();
        };
        let inside = self.inside(clock, span);
        let mut values: Vec<_> = self.values_inside(clock, span).into_iter().collect();
        values.retain(|(_, tally)| tally.requests < inside.requests);
        values.sort_unstable_by_key(|&(key, _)| key);
        let everywhere: usize = self.values.iter().map(Vec::len).sum();
        let hypotheses = 4.0 * clock.buckets as f64 * everywhere as f64;
        let found = values.into_iter().filter_map(|(key, tally)| {
            let slice = Slice::of(&[key]).within(span);
            let own = [inside, self.tally(key.0, key.1)].iter().all(|&parent| {
                let alone =
                    Candidate::compared(slice.clone(), tally, parent, spread, everywhere as f64);
                tally.requests < parent.requests
                    && alone.is_some_and(|alone| alone.score > self.penalty)
            });
            let mut pair =
                Candidate::compared(slice.clone(), tally, self.counts.all, spread, hypotheses)?;
            pair.score -= self.penalty;
            own.then_some(pair)
        });
        found.collect()
    }

    /// Requests of a time.
    fn inside(&self, clock: &Clock, span: Span) -> Tally {
        let good = self.good.kinds().flat_map(|(_, cells)| cells);
        let good = good.filter(|cell| cell.left > 0 && clock.is_in(cell.minute, span));
        let failed = self
            .counted()
            .filter(|failed| clock.is_in(failed.row.minute, span));
        let failures = failed.count() as u32;
        Tally {
            failures,
            requests: failures + good.map(|cell| cell.left).sum::<u32>(),
        }
    }

    /// The values of the requests of a time, those with enough failures.
    fn values_inside(&self, clock: &Clock, span: Span) -> FxHashMap<(Column, u32), Tally> {
        let profiles = self.facts.profiles;
        let mut values: FxHashMap<(Column, u32), Tally> = FxHashMap::default();
        for failed in self
            .counted()
            .filter(|failed| clock.is_in(failed.row.minute, span))
        {
            for &column in &self.columns {
                let value = column.of(&failed.row, profiles);
                if value != NONE {
                    values.entry((column, value)).or_default().add(Tally {
                        failures: 1,
                        requests: 1,
                    });
                }
            }
        }
        values.retain(|_, tally| tally.failures >= LEAST);
        if values.is_empty() {
            return values;
        }
        for (alike, cells) in self.good.kinds() {
            let then = cells
                .iter()
                .filter(|cell| cell.left > 0 && clock.is_in(cell.minute, span));
            let requests: u32 = then.map(|cell| cell.left).sum();
            for &column in self.columns.iter().filter(|_| requests > 0) {
                let value = column.of_kind(alike.endpoint, alike.profile, profiles);
                if let Some(tally) = values.get_mut(&(column, value)) {
                    tally.requests += requests;
                }
            }
        }
        let users = values.keys().filter(|(column, _)| *column == Column::User);
        let users: Vec<u32> = users.map(|&(_, user)| user).collect();
        if !users.is_empty() {
            self.each_of_users(users.into_iter(), |row, tally| {
                if tally.failures == 0
                    && clock.is_in(row.minute, span)
                    && let Some(of_user) = values.get_mut(&(Column::User, row.user))
                {
                    of_user.add(tally);
                }
            });
        }
        values
    }

    /// Errors that were not seen before some time, and have not stopped since.
    fn onsets(&self, clock: &Clock, all: &Series, spread: f64) -> Vec<Candidate> {
        let mut errors: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for failed in &self.failed {
            if let (Some(error), Some(bucket)) =
                (failed.error.fingerprint, clock.bucket(failed.row.minute))
            {
                errors.entry(error).or_default().push(bucket);
            }
        }
        let hypotheses = errors.len() as f64;
        let end = clock.buckets;
        let mut errors: Vec<_> = errors.into_iter().collect();
        errors.retain(|(_, at)| at.len() >= LEAST as usize);
        errors.sort_unstable_by_key(|&(error, _)| error);
        let found = errors.into_iter().filter_map(|(error, at)| {
            let (first, last) = (*at.iter().min()?, *at.iter().max()?);
            let total = all.due(0, end);
            let failures = at.len() as f64;
            let before = all.due(0, first) / total;
            // Had it gone on, so long a silence at the end would be unlikely: then it is over.
            let silence = all.due(last + 1, end) / all.due(first, end);
            let is_over = -failures * (1.0 - silence).max(1e-9).ln() > 9.0;
            let evidence = -failures * (1.0 - before).ln() / spread;
            (!is_over && before > 0.0).then(|| Candidate {
                slice: Slice {
                    error: Some(error),
                    span: Some(window(clock, first, end)),
                    ..Slice::default()
                },
                failures,
                due: failures * (1.0 - before),
                score: evidence - hypotheses.ln() - self.penalty,
            })
        });
        found.collect()
    }
}

pub fn window(clock: &Clock, from: usize, to: usize) -> Span {
    Span::Window {
        from: clock.minute(from),
        to: if to >= clock.buckets {
            i32::MAX
        } else {
            clock.minute(to)
        },
    }
}

/// The longest stretch that does not reach to the end: a day, or a third of the time.
pub fn longest(clock: &Clock) -> usize {
    let day = (i32::from(DAY) / clock.width) as usize;
    day.min(clock.buckets / 3).max(1)
}

/// How much more failures vary over time than chance has it.
pub fn spread(series: &Series, clock: &Clock) -> f64 {
    let stretch = |minutes: i32| ((minutes / clock.width) as usize).max(1);
    series
        .dispersion(stretch(1))
        .max(series.dispersion(stretch(10)))
}
