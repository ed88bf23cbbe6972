//! Puts together what workers have seen, each a part of the requests, and counts the requests.

use rayon::prelude::*;

use super::groups::Tables;
use super::join::{Names, Request, Told, Translation, earliest};
use super::profiles::{Profile, Profiles};
use super::requests::{SHARDS, Shard};
use super::rows::Rows;
use super::{Patterns, Question};

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
        let filter = &question.filter;
        if filter.asks_who() && !filter.accepts_who(text(request.endpoint), text(request.user)) {
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
        self.requests.merge(other.requests, &translation, &profiles);
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
        let requests = std::mem::take(&mut self.requests);
        let shards = requests.put_together(&self.names, &mut self.profiles);
        let knowledge = (&self.names, &self.profiles);
        let count = |mut counts: Counts, shard: Shard| {
            for request in shard.iter() {
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
