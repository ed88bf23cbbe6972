//! The requests that one worker, or all of them, have seen events of, by the hash of their ID.
//!
//! The events of a request come close together, and mostly never again. Those of late lie in a small table; what has
//! to give way there goes to the end of a log, which takes no search in memory that has long left the caches. A request
//! of which events come later stands in the log again. What stands there is put together when so much has been added
//! that some of it may be of known requests, and in the end.
//!
//! The log is kept in shards by the hash, so that all events of a request meet in one shard, whoever saw them; shards
//! are merged and counted side by side.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::join::{Names, Request, Translation};
use super::log::{Keyed, Log};
use super::profiles::{Profile, Profiles};

/// Parts of the log.
pub const SHARDS: usize = 32;

/// So many requests may be the latest, each of which has one place.
const LATEST: usize = 2048;

/// A shard is not put together for fewer.
const FEW: usize = if cfg!(test) { 4 } else { 1 << 14 };

#[derive(Debug, Default)]
pub struct Requests {
    /// Empty until there are any.
    latest: Vec<Option<Keyed>>,
    shards: [Shard; SHARDS],
}

/// Requests, some of them perhaps more than once.
#[derive(Debug, Default)]
pub struct Shard {
    log: Log,
    /// How many stood there, each once, when it was put together last.
    known: usize,
}

impl Requests {
    /// Adds what an event tells of a request. `join` puts two combinations of values together.
    pub fn add(
        &mut self,
        key: u128,
        request: Request,
        names: &Names,
        mut join: impl FnMut(Profile, Profile) -> Profile,
    ) {
        if self.latest.is_empty() {
            self.latest.resize_with(LATEST, || None);
        }
        let place = &mut self.latest[(key >> 64) as usize % LATEST];
        match place {
            Some((known, latest)) if *known == key => latest.merge(request, names, join),
            _ => {
                if let Some((key, request)) = place.replace((key, request)) {
                    let shard = &mut self.shards[key as usize % SHARDS];
                    shard.log.push((key, request));
                    if shard.log.len() >= FEW.max(2 * shard.known) {
                        shard.put_together(names, &mut join);
                    }
                }
            }
        }
    }

    /// Takes over what another worker has seen, in the terms of this one.
    pub fn merge(&mut self, mut other: Requests, translation: &Translation, profiles: &[Profile]) {
        self.settle();
        other.settle();
        let mine = self.shards.par_iter_mut();
        mine.zip(other.shards).for_each(|(mine, mut theirs)| {
            for request in theirs.log.iter_mut() {
                request.translate(translation, profiles);
            }
            mine.log.append(theirs.log);
        });
    }

    /// All requests, each once, in shards.
    pub fn put_together(mut self, names: &Names, profiles: &mut Profiles) -> [Shard; SHARDS] {
        self.settle();
        // Few requests are told of by several events that lie far apart, and fewer with different values.
        let joining = Mutex::new(profiles);
        self.shards.par_iter_mut().for_each(|shard| {
            shard.put_together(names, &mut |a, b| match a == b {
                true => a,
                false => {
                    let mut joining = joining.lock().unwrap_or_else(PoisonError::into_inner);
                    joining.join(a, b, names)
                }
            });
        });
        self.shards
    }

    /// Moves the latest requests to the log.
    fn settle(&mut self) {
        for (key, request) in self.latest.drain(..).flatten() {
            self.shards[key as usize % SHARDS].log.push((key, request));
        }
    }
}

impl Shard {
    pub fn iter(&self) -> impl Iterator<Item = &Request> {
        self.log.iter()
    }

    /// Joins what is told of each request more than once.
    fn put_together(&mut self, names: &Names, join: &mut impl FnMut(Profile, Profile) -> Profile) {
        self.log
            .put_together(|known, request| known.merge(request, names, &mut *join));
        self.known = self.log.len();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::analysis::patterns::join::Told;
    use crate::event::Time;

    /// A hash with which many requests fall on few places, and into two shards.
    fn key(request: u8) -> u128 {
        u128::from(request % 3) << 64 | u128::from(request) << 4
    }

    proptest! {
        #[test]
        fn each_request_is_there_once_with_its_first_time(
            events in prop::collection::vec((0u8..40, 0i64..1000, any::<bool>()), 0..400),
        ) {
            let (names, mut profiles) = (Names::default(), Profiles::default());
            let mut workers = [Requests::default(), Requests::default()];
            let mut first = BTreeMap::new();
            for &(request, time, who) in &events {
                let told = Request::new(Some(Time(time)), Told::default(), Told::default(), Profile::default());
                workers[usize::from(who)].add(key(request), told, &names, |a, _| a);
                let known = first.entry(request).or_insert(time);
                *known = time.min(*known);
            }
            let [mut one, other] = workers;
            one.merge(other, &Translation::NONE, &[Profile::default()]);
            let shards = one.put_together(&names, &mut profiles);
            let mut found: Vec<i64> = shards.iter().flat_map(Shard::iter).map(|request| request.time().unwrap().0).collect();
            let mut expected: Vec<i64> = first.into_values().collect();
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }
}
