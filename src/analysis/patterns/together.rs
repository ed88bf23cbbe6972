//! Puts together what workers have seen, each a part of the requests, and counts the requests.
//!
//! Requests lie in shards by the hash of their ID, so that all events of one meet in one shard, whoever saw them; the
//! shards are merged and counted side by side.

use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::groups::Tables;
use super::join::{Names, Request, Told, Translation, earliest};
use super::profiles::{Profile, Profiles};
use super::rows::Rows;
use super::{Patterns, Question};

/// Parts that the requests are kept in: a table that grows holds its bytes twice for a while.
pub const SHARDS: usize = 32;

/// Requests by the hash of their ID.
pub type Shard = FxHashMap<u128, Request>;

/// Which shard a request lies in.
pub fn shard(key: u128) -> usize {
    key as usize % SHARDS
}

/// Adds what an event tells of a request. `join` puts two combinations of values together.
pub fn join_into(
    shard: &mut Shard,
    key: u128,
    request: Request,
    names: &Names,
    join: impl FnMut(Profile, Profile) -> Profile,
) {
    match shard.entry(key) {
        Entry::Occupied(known) => known.into_mut().merge(request, names, join),
        Entry::Vacant(new) => {
            new.insert(request);
        }
    }
}

/// What requests are counted into.
#[derive(Debug, Default)]
pub struct Counts {
    pub tables: Tables,
    /// Of an overview.
    pub rows: Rows,
}

impl Counts {
    /// Counts one request, or one event that stands for itself, if it is asked for.
    pub fn add(
        &mut self,
        question: &Question,
        (names, profiles): (&Names, &Profiles),
        request: &Request,
        is_request: bool,
        has_id: bool,
    ) {
        let text = |told: Told| told.name().map(|name| names.text(name));
        let (endpoint, user) = (text(request.endpoint), text(request.user));
        if !question.filter.accepts_who(endpoint, user) {
            return;
        }
        // An overview counts the successes of its tables from the rows.
        if !question.overview || request.failure.is_some() {
            self.tables.count(question, profiles, request);
        }
        if question.overview {
            self.rows.push(request, is_request, has_id);
        }
    }

    fn merge(
        &mut self,
        question: &Question,
        other: Counts,
        translation: &Translation,
        profiles: &[Profile],
    ) {
        self.tables.merge(question, other.tables, translation);
        self.rows.absorb(other.rows, translation, profiles);
    }
}

impl Patterns {
    /// Takes in what another worker has seen.
    pub fn merge(&mut self, question: &Question, other: Patterns) {
        let translation = self.names.absorb(other.names);
        let (of_profiles, names) = (other.profiles, &self.names);
        let profiles = self.profiles.absorb(of_profiles, &translation, names);
        // Hardly any request is seen by two workers, and fewer with different values.
        let joining = Mutex::new(&mut self.profiles);
        let join = |a, b| match a == b {
            true => a,
            false => {
                let mut joining = joining.lock().unwrap_or_else(PoisonError::into_inner);
                joining.join(a, b, names)
            }
        };
        let mine = self.requests.par_iter_mut();
        mine.zip(other.requests).for_each(|(mine, theirs)| {
            mine.reserve(theirs.len());
            for (key, mut request) in theirs {
                request.translate(&translation, &profiles);
                join_into(mine, key, request, names, join);
            }
        });
        self.counts
            .merge(question, other.counts, &translation, &profiles);
        for (fingerprint, (rank, title)) in other.titles {
            self.entitle(fingerprint, rank, || title);
        }
        self.first = earliest(self.first, other.first);
        self.last = self.last.max(other.last);
        self.entries += other.entries;
        self.failing_events += other.failing_events;
        self.is_shared = true;
    }

    /// Counts every request that has an ID, once all of its events have been seen.
    pub(super) fn count_requests(&mut self, question: &Question) {
        let shards = std::mem::take(&mut self.requests);
        let knowledge = (&self.names, &self.profiles);
        let count = |mut counts: Counts, shard: Shard| {
            for request in shard.values() {
                counts.add(question, knowledge, request, true, true);
            }
            counts
        };
        let counts = std::mem::take(&mut self.counts);
        self.counts = match self.is_shared {
            false => shards.into_iter().fold(counts, count),
            true => {
                // As few parts as there are threads, for each of them has to be merged again.
                let least = SHARDS.div_ceil(rayon::current_num_threads());
                let shards = shards.into_par_iter().with_min_len(least);
                let parts: Vec<Counts> = shards.fold(Counts::default, count).collect();
                let profiles = self.profiles.all();
                let mut counts = counts;
                for part in parts {
                    counts.merge(question, part, &Translation::NONE, &profiles);
                }
                counts
            }
        };
    }
}
