//! Failures and requests by value: of everything that no finding has taken away yet.

use rustc_hash::FxHashMap;

use super::super::profiles::{Profile, Profiles};
use super::super::rows::{FailedRow, NONE, Row};
use super::good::Good;
use super::slice::Column;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub failures: u32,
    pub requests: u32,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.failures += other.failures;
        self.requests += other.requests;
    }

    pub fn rate(self) -> f64 {
        f64::from(self.failures) / f64::from(self.requests.max(1))
    }
}

/// Counts of requests that can be compared: a failing event that is no request is left out where there are requests.
#[derive(Debug)]
pub struct Counts {
    pub all: Tally,
    /// By name; the last for those without.
    endpoints: Vec<Tally>,
    users: Vec<Tally>,
    /// By endpoint and profile.
    pub cells: FxHashMap<(u32, Profile), Tally>,
}

impl Counts {
    pub fn of(good: &Good, failed: &[FailedRow], names: usize, has_rates: bool) -> Counts {
        let mut counts = Counts {
            all: Tally::default(),
            endpoints: vec![Tally::default(); names + 1],
            users: vec![Tally::default(); names + 1],
            cells: FxHashMap::default(),
        };
        for (alike, cells) in good.kinds() {
            for cell in cells {
                counts.change(
                    alike.endpoint,
                    alike.profile,
                    good.users(cell),
                    |tally, by| tally.requests += by,
                );
            }
        }
        for failed in failed.iter().filter(|failed| failed.counts(has_rates)) {
            let row = &failed.row;
            counts.change(row.endpoint, row.profile, &[row.user], |tally, by| {
                tally.failures += by;
                tally.requests += by;
            });
        }
        counts
    }

    /// Takes requests of one kind that succeeded away again, by their users.
    pub fn remove(&mut self, endpoint: u32, profile: Profile, users: &[u32]) {
        self.change(endpoint, profile, users, |tally, by| tally.requests -= by);
    }

    /// Takes a request that failed away again.
    pub fn remove_failed(&mut self, row: &Row) {
        self.change(row.endpoint, row.profile, &[row.user], |tally, by| {
            tally.failures -= by;
            tally.requests -= by;
        });
    }

    fn change(
        &mut self,
        endpoint: u32,
        profile: Profile,
        users: &[u32],
        change: impl Fn(&mut Tally, u32),
    ) {
        let last = self.users.len() - 1;
        let count = users.len() as u32;
        change(&mut self.all, count);
        change(&mut self.endpoints[(endpoint as usize).min(last)], count);
        change(self.cells.entry((endpoint, profile)).or_default(), count);
        for &user in users {
            change(&mut self.users[(user as usize).min(last)], 1);
        }
    }

    pub fn endpoint(&self, endpoint: u32) -> Tally {
        self.endpoints[(endpoint as usize).min(self.endpoints.len() - 1)]
    }

    /// Each value of a column that some request has, in the order of names.
    pub fn values(&self, column: Column, profiles: &Profiles) -> Vec<(u32, Tally)> {
        let dense = |tallies: &[Tally]| -> Vec<(u32, Tally)> {
            let named = tallies[..tallies.len() - 1].iter().enumerate();
            named
                .filter(|(_, tally)| tally.requests > 0)
                .map(|(name, &tally)| (name as u32, tally))
                .collect()
        };
        match column {
            Column::Endpoint => dense(&self.endpoints),
            Column::User => dense(&self.users),
            Column::Slot(slot) => {
                let mut by_value: FxHashMap<u32, Tally> = FxHashMap::default();
                for (&(_, profile), &tally) in &self.cells {
                    let value = profiles.code(profile, slot);
                    by_value.entry(value).or_default().add(tally);
                }
                let mut values: Vec<(u32, Tally)> = by_value.into_iter().collect();
                values.retain(|&(value, tally)| value != NONE && tally.requests > 0);
                values.sort_unstable_by_key(|&(value, _)| value);
                values
            }
        }
    }
}
