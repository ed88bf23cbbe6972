//! Values, and pairs of values, whose requests fail more often than the others.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::join::Name;
use super::super::rows::{NONE, Row};
use super::counts::Tally;
use super::search::{Candidate, Search};
use super::series::dispersion;
use super::slice::{Column, Slice};

/// Fewer failures are no pattern.
pub const LEAST: u32 = 8;

/// Of how many users, those with most failures, pairs are looked at.
const USERS: usize = 300;

/// Of how many candidates of each kind, the best, the other explanations are tried.
const TRIED: usize = 24;

/// Where there are no requests to compare with, only a share of failures stands out that is so many times what the
/// shares of the others let one expect of the largest, and so much of all.
const SHARE_RATIO: f64 = 1.2;
const LEAST_SHARE: f64 = 0.05;

/// Shares of traffic seldom fall more steeply by rank.
const STEEPEST: f64 = 1.2;

/// How many of the others tell how steeply shares fall.
const RANKS: usize = 12;

/// Requests and failures by endpoint.
type ByEndpoint = FxHashMap<u32, Tally>;

impl Search<'_> {
    /// Single values that stand out.
    pub fn singles(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        for column in &self.columns {
            let values = self.values(*column);
            if values.len() < 2 {
                continue;
            }
            if !self.facts.has_rates {
                if matches!(column, Column::Endpoint | Column::User) {
                    found.extend(self.by_share(*column, values));
                }
                continue;
            }
            let mut all = Tally::default();
            for (_, tally) in values {
                all.add(*tally);
            }
            let rate = all.rate();
            let scatter = values
                .iter()
                .map(|(_, t)| (f64::from(t.failures), f64::from(t.requests) * rate));
            let spread = match column {
                // How much users differ by chance of what each of them does.
                Column::User => dispersion(scatter.collect(), (values.len() / 200).max(4)),
                _ => 1.0,
            };
            let mut of_column = Vec::new();
            for &(value, tally) in values {
                let slice = Slice::of(&[(*column, value)]);
                of_column.extend(Candidate::compared(
                    slice,
                    tally,
                    all,
                    spread,
                    values.len() as f64,
                ));
            }
            found.extend(self.not_explained_by_endpoint(of_column, *column != Column::Endpoint));
        }
        found
    }

    /// The value that has most of the failures, where that is more than the rest of the values let one expect: traffic
    /// mostly follows Zipf's law, by which the first has a few times as much as the second.
    fn by_share(&self, column: Column, values: &[(u32, Tally)]) -> Option<Candidate> {
        let mut order: Vec<&(u32, Tally)> = values.iter().collect();
        order.sort_by_key(|(_, tally)| Reverse(tally.failures));
        let (first, others) = order.split_first()?;
        let others: Vec<u32> = others.iter().map(|(_, tally)| tally.failures).collect();
        let most = f64::from(first.1.failures);
        let due = SHARE_RATIO * largest_by_others(&others)?;
        let evidence = if most > due {
            most * (most / due).ln() - (most - due)
        } else {
            0.0
        };
        let least = LEAST_SHARE * f64::from(self.counts.all.failures);
        let is_large = first.1.failures >= LEAST && most >= least;
        is_large.then(|| Candidate {
            slice: Slice::of(&[(column, first.0)]),
            failures: most,
            due,
            score: evidence - (values.len() as f64).ln() - self.penalty,
        })
    }

    /// Pairs of values that stand out, also among the requests that have either.
    pub fn pairs(&self) -> Vec<Candidate> {
        if !self.facts.has_rates {
            return Vec::new();
        }
        let mut found = self.pairs_of_cells();
        found.extend(self.pairs_of_users());
        found
    }

    fn pairs_of_cells(&self) -> Vec<Candidate> {
        let columns = self.columns.iter().copied();
        let columns: Vec<Column> = columns.filter(|&column| column != Column::User).collect();
        let singles: Vec<&[(u32, Tally)]> = columns.iter().map(|&of| self.values(of)).collect();
        let single = |at: usize, value: u32| self.tally(columns[at], value);
        let profiles = self.facts.profiles;
        let value = |column: Column, endpoint, profile| column.of_kind(endpoint, profile, profiles);
        // First the pairs of failures, then the requests of those that have enough.
        let mut pairs: FxHashMap<(usize, usize, u32, u32), Tally> = FxHashMap::default();
        for is_counting in [false, true] {
            for (&(endpoint, profile), &tally) in &self.counts.cells {
                // A finding may have taken all of a cell's requests.
                if tally.requests == 0 || !is_counting && tally.failures == 0 {
                    continue;
                }
                for (a, &first) in columns.iter().enumerate() {
                    let at = value(first, endpoint, profile);
                    if at == NONE || singles[a].len() < 2 || single(a, at).failures < LEAST {
                        continue;
                    }
                    for (b, &second) in columns.iter().enumerate().skip(a + 1) {
                        let with = value(second, endpoint, profile);
                        if with == NONE || singles[b].len() < 2 {
                            continue;
                        }
                        let key = (a, b, at, with);
                        if is_counting {
                            if let Some(pair) = pairs.get_mut(&key) {
                                pair.add(tally);
                            }
                        } else {
                            pairs.entry(key).or_default().failures += tally.failures;
                        }
                    }
                }
            }
            if !is_counting {
                pairs.retain(|_, pair| pair.failures >= LEAST);
                pairs.values_mut().for_each(|pair| *pair = Tally::default());
            }
        }
        let hypotheses: f64 = (0..columns.len())
            .flat_map(|a| (a + 1..columns.len()).map(move |b| (a, b)))
            .map(|(a, b)| (singles[a].len() * singles[b].len()) as f64)
            .sum();
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable_by_key(|&(key, _)| key);
        let found = pairs.into_iter().filter_map(|((a, b, at, with), tally)| {
            let slice = Slice::of(&[(columns[a], at), (columns[b], with)]);
            let parents = [single(a, at), single(b, with)];
            self.pair(slice, tally, parents, 1.0, hypotheses)
        });
        self.not_explained_by_endpoint(found.collect(), true)
    }

    fn pairs_of_users(&self) -> Vec<Candidate> {
        if !self.columns.contains(&Column::User) {
            return Vec::new();
        }
        let mut users = self.values(Column::User).to_vec();
        let everyone = users.len() as f64;
        let rate = self.counts.all.rate();
        let scatter = users
            .iter()
            .map(|(_, t)| (f64::from(t.failures), f64::from(t.requests) * rate));
        let spread = dispersion(scatter.collect(), (users.len() / 200).max(4));
        users.retain(|(_, tally)| tally.failures >= LEAST);
        users.sort_by_cached_key(|&(user, tally)| {
            (
                Reverse(tally.failures),
                self.facts.names.text(Name(user)).to_owned(),
            )
        });
        users.truncate(USERS);
        let chosen: FxHashMap<u32, Tally> = users.into_iter().collect();
        if chosen.is_empty() {
            return Vec::new();
        }
        let others = self.columns.iter().copied();
        let others: Vec<Column> = others.filter(|&column| column != Column::User).collect();
        let mut pairs: FxHashMap<(u32, usize, u32), Tally> = FxHashMap::default();
        self.each_of_users(chosen.keys().copied(), |row, tally| {
            for (at, column) in others.iter().enumerate() {
                let value = column.of(row, self.facts.profiles);
                if value != NONE {
                    pairs.entry((row.user, at, value)).or_default().add(tally);
                }
            }
        });
        let kinds = others.iter().map(|&of| self.values(of).len() as f64);
        let kinds: f64 = kinds.sum();
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable_by_key(|&(key, _)| key);
        let found = pairs.into_iter().filter_map(|((user, at, value), tally)| {
            let slice = Slice::of(&[(others[at], value), (Column::User, user)]);
            let parents = [self.tally(others[at], value), chosen[&user]];
            self.pair(slice, tally, parents, spread, everyone * kinds)
        });
        self.not_explained_by_endpoint(found.collect(), true)
    }

    /// A pair is worth a thought only where it fails more often than the rest of either of its values.
    fn pair(
        &self,
        slice: Slice,
        pair: Tally,
        parents: [Tally; 2],
        spread: f64,
        hypotheses: f64,
    ) -> Option<Candidate> {
        let is_own = parents.iter().all(|&parent| {
            let alone = Candidate::compared(slice.clone(), pair, parent, spread, hypotheses);
            pair.requests < parent.requests && alone.is_some_and(|alone| alone.score > self.penalty)
        });
        is_own
            .then(|| Candidate::compared(slice, pair, self.counts.all, spread, hypotheses))
            .flatten()
    }

    /// The best of the candidates that still stand out when each of their requests is compared with others of its
    /// endpoint only. (What only they ask for, the endpoint explains.)
    fn not_explained_by_endpoint(
        &self,
        mut candidates: Vec<Candidate>,
        check: bool,
    ) -> Vec<Candidate> {
        candidates.retain(|candidate| candidate.score > self.penalty);
        candidates.sort_by(|a, b| self.order(a, b));
        candidates.truncate(TRIED);
        if check && !candidates.is_empty() {
            let mut by_endpoint: Vec<ByEndpoint> = vec![ByEndpoint::default(); candidates.len()];
            self.split(&candidates, &mut by_endpoint);
            for (candidate, by_endpoint) in candidates.iter_mut().zip(&by_endpoint) {
                self.compare_within_endpoints(candidate, by_endpoint);
            }
        }
        candidates
            .iter_mut()
            .for_each(|candidate| candidate.score -= self.penalty);
        candidates.retain(|candidate| candidate.score > 0.0);
        candidates
    }

    fn split(&self, candidates: &[Candidate], by_endpoint: &mut [ByEndpoint]) {
        let users: FxHashSet<u32> = candidates
            .iter()
            .flat_map(|candidate| &candidate.slice.values)
            .filter(|(column, _)| *column == Column::User)
            .map(|&(_, user)| user)
            .collect();
        let profiles = self.facts.profiles;
        let mut add = |row: &Row, tally: Tally| {
            for (candidate, by_endpoint) in candidates.iter().zip(by_endpoint.iter_mut()) {
                let fits = |&(column, value): &(Column, u32)| column.of(row, profiles) == value;
                if candidate.slice.values.iter().all(fits) {
                    by_endpoint.entry(row.endpoint).or_default().add(tally);
                }
            }
        };
        if users.is_empty() {
            for (&(endpoint, profile), &tally) in &self.counts.cells {
                let row = Row {
                    minute: 0,
                    user: NONE,
                    endpoint,
                    profile,
                };
                add(&row, tally);
            }
        } else {
            self.each_of_users(users.into_iter(), add);
        }
    }

    fn compare_within_endpoints(&self, candidate: &mut Candidate, by_endpoint: &ByEndpoint) {
        let usual = self.counts.all.rate();
        let prior = 0.5 / usual.max(1e-9);
        let mut endpoints: Vec<(&u32, &Tally)> = by_endpoint.iter().collect();
        endpoints.sort_unstable_by_key(|(endpoint, _)| **endpoint);
        let mut due = 0.0;
        for (&endpoint, &inside) in endpoints {
            let all = self.counts.endpoint(endpoint);
            let outside = f64::from(all.requests - inside.requests);
            let failed = f64::from(all.failures - inside.failures);
            due += if endpoint == NONE {
                f64::from(inside.requests) * usual
            } else if outside == 0.0 {
                f64::from(inside.failures)
            } else {
                let rate = (failed + usual * prior) / (outside + prior);
                f64::from(inside.requests) * rate
            };
        }
        candidate.limit_by(due, f64::from(self.counts.all.failures));
    }
}

/// How large the count of the first rank may well be, by those from the second rank on (largest first): Zipf's law,
/// fitted to them or as steep as it gets, whichever gives less, and twice the error that either may have. `None` where
/// they are too few to tell.
fn largest_by_others(counts: &[u32]) -> Option<f64> {
    let ranked = counts
        .iter()
        .filter(|&&count| count > 0)
        .take(RANKS)
        .zip(2..);
    // A count is known to a part of its root: its logarithm weighs as much as there is of it.
    let points: Vec<(f64, f64, f64)> = ranked
        .map(|(&count, rank)| {
            (
                f64::from(count),
                f64::from(rank).ln(),
                f64::from(count).ln(),
            )
        })
        .collect();
    if points.len() < 3 {
        return None;
    }
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        points.iter().map(|&(weight, x, y)| weight * of(x, y)).sum()
    };
    let weight = sum(&|_, _| 1.0);
    let (x, y) = (sum(&|x, _| x) / weight, sum(&|_, y| y) / weight);
    let square = sum(&|at, _| (at - x).powi(2));
    let slope = (sum(&|at, of| (at - x) * (of - y)) / square).min(0.0);
    let off = sum(&|at, of| (of - y - slope * (at - x)).powi(2)) / (points.len() - 2) as f64;
    let of_level = off.max(1.0) / weight;
    let of_slope = off.max(1.0) * x * x / square;
    let fitted = y - slope * x + 2.0 * (of_level + of_slope).sqrt();
    let steepest = y + STEEPEST * x + 2.0 * of_level.sqrt();
    Some(fitted.min(steepest).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_count_is_told_by_the_law_of_the_others() {
        for power in [0.0, 0.7, 1.0, 1.2] {
            let counts = (2..30).map(|rank| (10_000.0 * f64::from(rank).powf(-power)) as u32);
            let found = largest_by_others(&counts.collect::<Vec<u32>>()).expect("enough of them");
            assert!((10_000.0..10_600.0).contains(&found), "{power}: {found}");
        }
        assert_eq!(largest_by_others(&[7, 5]), None);
    }
}
