//! Pairs of values that stand out, also among the requests that have either.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::join::Name;
use super::super::rows::NONE;
use super::counts::Tally;
use super::groups::LEAST;
use super::search::{Candidate, Search};
use super::series::dispersion;
use super::slice::{Column, Slice};

/// Of how many users, those with most failures, pairs are looked at.
const USERS: usize = 300;

/// Evidence that a value which stands out does so with one other value only: once in a hundred by chance.
const NARROWED: f64 = 4.6;

impl Search<'_> {
    /// Pairs of values that stand out, also among the requests that have either.
    pub fn pairs(&self) -> Vec<Candidate> {
        if !self.facts.has_rates {
            return Vec::new();
        }
        let mut found = self.pairs_of_cells();
        found.extend(self.pairs_of_users());
        found
    }

    fn columns_but_users(&self) -> Vec<Column> {
        let columns = self.columns.iter().copied();
        columns.filter(|&column| column != Column::User).collect()
    }

    fn pairs_of_cells(&self) -> Vec<Candidate> {
        let columns = self.columns_but_users();
        let singles: Vec<&[(u32, Tally)]> = columns.iter().map(|&of| self.values(of)).collect();
        let pairs = self.counted_pairs(&columns, &singles);
        let hypotheses: f64 = (0..columns.len())
            .flat_map(|a| (a + 1..columns.len()).map(move |b| (a, b)))
            .map(|(a, b)| (singles[a].len() * singles[b].len()) as f64)
            .sum();
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable_by_key(|&(key, _)| key);
        let found = pairs.into_iter().filter_map(|((a, b, at, with), tally)| {
            let slice = Slice::of(&[(columns[a], at), (columns[b], with)]);
            let parents = [self.tally(columns[a], at), self.tally(columns[b], with)];
            self.pair(slice, tally, parents, 1.0, hypotheses)
        });
        self.not_explained_by_endpoint(found.collect(), true)
    }

    /// Failures and requests by the places of two columns and their values, where enough failed.
    fn counted_pairs(
        &self,
        columns: &[Column],
        singles: &[&[(u32, Tally)]],
    ) -> FxHashMap<(usize, usize, u32, u32), Tally> {
        // A pair fails often enough only where either of its values does.
        let often: Vec<FxHashSet<u32>> = singles
            .iter()
            .map(|values| {
                let often = values.iter().filter(|(_, tally)| tally.failures >= LEAST);
                match values.len() {
                    0 | 1 => FxHashSet::default(),
                    _ => often.map(|&(value, _)| value).collect(),
                }
            })
            .collect();
        let profiles = self.facts.profiles;
        let mut pairs: FxHashMap<(usize, usize, u32, u32), Tally> = FxHashMap::default();
        // First the pairs of failures, then the requests of those that have enough.
        for is_counting in [false, true] {
            let mut of_cell: Vec<(usize, u32)> = Vec::new();
            for (&(endpoint, profile), &tally) in &self.counts.cells {
                // A finding may have taken all of a cell's requests.
                if tally.requests == 0 || !is_counting && tally.failures == 0 {
                    continue;
                }
                of_cell.clear();
                for (place, column) in columns.iter().enumerate() {
                    let value = column.of_kind(endpoint, profile, profiles);
                    if often[place].contains(&value) {
                        of_cell.push((place, value));
                    }
                }
                for (at, &(a, first)) in of_cell.iter().enumerate() {
                    for &(b, second) in &of_cell[at + 1..] {
                        let key = (a, b, first, second);
                        if !is_counting {
                            pairs.entry(key).or_default().failures += tally.failures;
                        } else if let Some(pair) = pairs.get_mut(&key) {
                            pair.add(tally);
                        }
                    }
                }
            }
            if !is_counting {
                pairs.retain(|_, pair| pair.failures >= LEAST);
                pairs.values_mut().for_each(|pair| *pair = Tally::default());
            }
        }
        pairs
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
        let others = self.columns_but_users();
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
        let own = slice.values.iter().zip(parents);
        let is_own = { own }.all(|(&(column, _), parent)| {
            // What stands out by itself is narrowed down by one of the other values; of what does not, any pair may do so.
            let values = self.values(column).len() as f64;
            let single =
                Candidate::compared(slice.clone(), parent, self.counts.all, spread, values);
            let (others, penalty) = match single.is_some_and(|single| single.score > self.penalty) {
                true => (self.values_beside(column), NARROWED),
                false => (hypotheses, self.penalty),
            };
            let alone = Candidate::compared(slice.clone(), pair, parent, spread, others);
            pair.requests < parent.requests && alone.is_some_and(|alone| alone.score > penalty)
        });
        is_own
            .then(|| Candidate::compared(slice, pair, self.counts.all, spread, hypotheses))
            .flatten()
    }

    /// How many values other columns have, but for users.
    fn values_beside(&self, column: Column) -> f64 {
        let columns = self.columns.iter().zip(&self.values);
        let others = columns.filter(|(other, _)| **other != column && **other != Column::User);
        others.map(|(_, values)| values.len() as f64).sum()
    }
}
