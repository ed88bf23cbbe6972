//! Compares the requests of a group with others of the same endpoint: what only fails because of what it asks for is
//! the endpoint's finding, not the group's.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::rows::{NONE, Row};
use super::counts::Tally;
use super::search::{Candidate, Others, Search};
use super::slice::Column;

/// Of how many candidates of each kind, the best, the other explanations are tried.
const TRIED: usize = 24;

/// Requests and failures by endpoint.
type ByEndpoint = FxHashMap<u32, Tally>;

impl Search<'_> {
    /// The best of the candidates that still stand out when each of their requests is compared with others of its
    /// endpoint only. (What only they ask for, the endpoint explains.)
    pub fn not_explained_by_endpoint(
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
        let mut inside = Tally::default();
        by_endpoint.values().for_each(|&tally| inside.add(tally));
        let all = self.counts.all;
        let failed = f64::from(all.failures - inside.failures);
        let outside = f64::from(all.requests - inside.requests);
        let usual = (failed + 0.5) / (outside + 1.0);
        let prior = 0.5 / usual;
        let mut endpoints: Vec<(&u32, &Tally)> = by_endpoint.iter().collect();
        endpoints.sort_unstable_by_key(|(endpoint, _)| **endpoint);
        let mut others = Others {
            explained: 0.0,
            due: 0.0,
            due_outside: outside * usual,
        };
        for (&endpoint, &inside) in endpoints {
            let all = self.counts.endpoint(endpoint);
            let outside = f64::from(all.requests - inside.requests);
            let failed = f64::from(all.failures - inside.failures);
            let requests = f64::from(inside.requests);
            let rate = match endpoint {
                NONE => usual,
                _ => (failed + usual * prior) / (outside + prior),
            };
            others.due += requests * rate;
            others.due_outside += outside * rate - failed;
            // Of the endpoints that are its own the worst explains its failures itself; what several of them have in
            // common explains them better than each for itself.
            if endpoint != NONE && outside == 0.0 {
                let beyond = f64::from(inside.failures) - requests * rate;
                others.explained = beyond.max(others.explained);
            }
        }
        candidate.limit_by(&others, f64::from(all.failures));
    }
}
