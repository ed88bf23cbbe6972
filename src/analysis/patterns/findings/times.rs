//! Stretches of time in which more fails than usual: once, or since an error was first seen.

use rustc_hash::FxHashMap;

use super::super::join::Name;
use super::super::rows::{NONE, Row};
use super::clock::Clock;
use super::counts::Tally;
use super::groups::LEAST;
use super::search::{Candidate, Search, is_telling};
use super::series::Series;
use super::slice::{Column, Slice, Span};
use crate::analysis::result::DAY;
use crate::analysis::statistics::evidence;

/// Endpoints whose own time is looked at, those with most failures.
const ENDPOINTS: usize = 16;

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
        let mut found = Vec::new();
        if let Some(window) = self.window(clock, &all, spread) {
            found.extend(self.narrowed(clock, &window, spread));
            found.push(window);
        }
        if let Some(recurring) = self.recurring(clock, &all, spread) {
            found.extend(self.narrowed(clock, &recurring, spread));
            found.push(recurring);
        }
        found.extend(self.of_endpoints(clock, &all, spread));
        found.extend(self.onsets(clock, &all, spread));
        found
    }

    /// Failures by bucket against the requests, weighed by how often their endpoint fails; where there are no requests
    /// to compare with, against time.
    fn series(&self, clock: &Clock, endpoint: Option<u32>) -> Series {
        let mut failures = vec![0u32; clock.buckets];
        // In whole parts of a request, so that sums do not depend on their order.
        let mut due = vec![0u64; clock.buckets];
        let usual = self.counts.all.rate();
        let prior = 0.5 / usual.max(1e-9);
        let mut add = |row: &Row, failed: u32, weight: f64| {
            if let Some(bucket) = clock.bucket(row.minute) {
                failures[bucket] += failed;
                due[bucket] += (weight * PARTS) as u64;
            }
        };
        let weight = |row: &Row| {
            let tally = self.counts.endpoint(row.endpoint);
            (f64::from(tally.failures) + usual * prior) / (f64::from(tally.requests) + prior)
        };
        let is_meant = |row: &Row| endpoint.is_none_or(|endpoint| row.endpoint == endpoint);
        if self.facts.has_rates {
            for row in self.rows.good.iter().filter(|row| is_meant(row)) {
                add(row, 0, weight(row));
            }
        }
        for failed in self
            .rows
            .failed
            .iter()
            .filter(|failed| is_meant(&failed.row))
        {
            let weight = if failed.alone || !self.facts.has_rates {
                0.0
            } else {
                weight(&failed.row)
            };
            add(&failed.row, 1, weight);
        }
        let due = match self.facts.has_rates {
            true => due.into_iter().map(|parts| parts as f64 / PARTS).collect(),
            false => self.due_by_neighbours(clock, &failures),
        };
        Series::new(failures, &due)
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
        let longest = ((i32::from(DAY) / clock.width) as usize).min(clock.buckets / 3);
        let longest = if self.facts.has_rates {
            longest
        } else {
            longest.min((120 / clock.width) as usize)
        };
        let best = all.densest(LEAST_IN_TIME, longest.max(1), self.facts.has_rates)?;
        let (found, due) = (all.found(best.from, best.to), all.due(best.from, best.to));
        let is_all = best.from == 0 && best.to == clock.buckets;
        let hypotheses = 4.0 * clock.buckets as f64;
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
        let columns = &self.columns;
        let mut values: FxHashMap<(Column, u32), Tally> = FxHashMap::default();
        let mut inside = Tally::default();
        self.each_counted(|row, failures| {
            if !clock.is_in(row.minute, span) {
                return;
            }
            let one = Tally {
                failures,
                requests: 1,
            };
            inside.add(one);
            for &column in columns {
                let value = column.of(row, self.facts.profiles);
                if value != NONE {
                    values.entry((column, value)).or_default().add(one);
                }
            }
        });
        values.retain(|_, tally| tally.failures >= LEAST && tally.requests < inside.requests);
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_unstable_by_key(|&(key, _)| key);
        let mut everywhere: FxHashMap<(Column, u32), Tally> = FxHashMap::default();
        for &column in columns {
            for (value, tally) in self.counts.values(column, self.facts.profiles) {
                everywhere.insert((column, value), tally);
            }
        }
        let hypotheses = 4.0 * clock.buckets as f64 * everywhere.len() as f64;
        let found = values.into_iter().filter_map(|(key, tally)| {
            let slice = Slice::of(&[key]).within(span);
            let own = [inside, everywhere[&key]].iter().all(|&parent| {
                let alone = Candidate::compared(
                    slice.clone(),
                    tally,
                    parent,
                    spread,
                    everywhere.len() as f64,
                );
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

    /// Stretches that are bad for one endpoint only, which all of the failures together may hide.
    fn of_endpoints(&self, clock: &Clock, all: &Series, spread: f64) -> Vec<Candidate> {
        if !self.facts.has_rates {
            return Vec::new();
        }
        let mut endpoints = self.counts.values(Column::Endpoint, self.facts.profiles);
        endpoints.retain(|(_, tally)| tally.failures >= 2 * LEAST);
        endpoints.sort_by_cached_key(|&(endpoint, tally)| {
            (
                std::cmp::Reverse(tally.failures),
                self.facts.names.text(Name(endpoint)).to_owned(),
            )
        });
        endpoints.truncate(ENDPOINTS);
        let mut found = Vec::new();
        for (endpoint, tally) in endpoints {
            let series = self.series(clock, Some(endpoint));
            let spread = spread.max(self::spread(&series, clock));
            let longest = ((i32::from(DAY) / clock.width) as usize)
                .min(clock.buckets / 3)
                .max(1);
            let Some(best) = series.densest(LEAST_IN_TIME, longest, true) else {
                continue;
            };
            let hypotheses = 4.0 * clock.buckets as f64 * ENDPOINTS as f64;
            let own = best.evidence / spread - hypotheses.ln() - self.penalty;
            let slice = Slice::of(&[(Column::Endpoint, endpoint)])
                .within(window(clock, best.from, best.to));
            let requests =
                series.due(best.from, best.to) / series.total() * f64::from(tally.requests);
            let inside = Tally {
                failures: series.found(best.from, best.to) as u32,
                requests: requests.round() as u32,
            };
            let due = series.due(best.from, best.to);
            let within = is_telling(f64::from(inside.failures), due, series.total());
            // Others that fail as much at the time make it a time, not one endpoint's.
            let (failures, together) = (f64::from(inside.failures), all.found(best.from, best.to));
            let share = (due / all.due(best.from, best.to)).min(1.0);
            let apart = evidence(failures, together, share) / spread;
            let within = within
                && is_telling(failures, together * share, together)
                && apart > (ENDPOINTS as f64).ln() + self.penalty;
            if own > 0.0
                && within
                && let Some(mut pair) =
                    Candidate::compared(slice, inside, self.counts.all, spread, hypotheses)
            {
                pair.score -= self.penalty;
                found.push(pair);
            }
        }
        found
    }

    /// Errors that were not seen before some time, and have not stopped since.
    fn onsets(&self, clock: &Clock, all: &Series, spread: f64) -> Vec<Candidate> {
        let mut errors: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for failed in &self.rows.failed {
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

fn window(clock: &Clock, from: usize, to: usize) -> Span {
    Span::Window {
        from: clock.minute(from),
        to: if to >= clock.buckets {
            i32::MAX
        } else {
            clock.minute(to)
        },
    }
}

/// How much more failures vary over time than chance has it.
fn spread(series: &Series, clock: &Clock) -> f64 {
    let stretch = |minutes: i32| ((minutes / clock.width) as usize).max(1);
    series
        .dispersion(stretch(1))
        .max(series.dispersion(stretch(10)))
}
