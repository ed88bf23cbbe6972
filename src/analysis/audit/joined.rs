//! Which requests the access log and the applications' logs both tell of, and which failed ones the applications
//! keep silent about.

use rustc_hash::FxHashSet;

use super::{Case, Marks};

/// How far an error without a request ID may lie from a failed request that it may be of, in seconds.
const NEAR: i64 = 2;

/// Counts over all requests that have an ID, failed or not; merging is adding.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// Requests that an access log tells of.
    access: u64,
    /// Those that an application's log tells of, too.
    both: u64,
    /// Endpoints of these, by number.
    endpoints: FxHashSet<u32>,
    /// Seconds since 1970 in which an application logged an error that names no request.
    nameless: FxHashSet<i64>,
}

impl Joined {
    /// Takes in a request. `second` is that of an error without an ID.
    pub fn add(&mut self, marks: Marks, endpoint: Option<u32>, has_id: bool, second: Option<i64>) {
        if !has_id {
            if marks.has(Marks::APP_ERROR) {
                self.nameless.extend(second);
            }
            return;
        }
        if !marks.has(Marks::ACCESS) {
            return;
        }
        self.access += 1;
        if marks.has(Marks::APP) {
            self.both += 1;
            self.endpoints.extend(endpoint);
        }
    }

    /// Adds what another worker has counted; `number` is what it calls an endpoint here.
    pub fn merge(&mut self, other: Joined, number: impl Fn(u32) -> u32) {
        self.access += other.access;
        self.both += other.both;
        self.endpoints
            .extend(other.endpoints.into_iter().map(number));
        self.nameless.extend(other.nameless);
    }

    /// Failed requests of the access log of which no application's log tells an error.
    ///
    /// Where an application's log tells of a request but of no error, that is certain. Where none tells of it at all,
    /// it may be of a service whose log was not given: it counts only where these logs tell of other requests to the
    /// same endpoint, or of most requests. An error without an ID close in time may be its.
    pub fn swallowed<'a>(&self, cases: &[Case<'a>]) -> Vec<Case<'a>> {
        let failed = || {
            cases
                .iter()
                .filter(|case| case.marks.has(Marks::ACCESS_5XX) && !case.id.is_empty())
        };
        if self.both == 0 {
            return Vec::new();
        }
        let told = failed()
            .filter(|case| case.marks.has(Marks::APP_ERROR))
            .count();
        let most = self.both * 2 >= self.access || told * 2 >= failed().count();
        failed()
            .filter(|case| !case.marks.has(Marks::APP_ERROR))
            .filter(|case| {
                let seen = case
                    .endpoint
                    .is_some_and(|endpoint| self.endpoints.contains(&endpoint));
                case.marks.has(Marks::APP) || seen || most
            })
            .filter(|case| !self.is_near_nameless(case))
            .copied()
            .collect()
    }

    fn is_near_nameless(&self, case: &Case) -> bool {
        case.time.is_some_and(|time| {
            let second = time.seconds();
            (second - NEAR..=second + NEAR).any(|second| self.nameless.contains(&second))
        })
    }
}
