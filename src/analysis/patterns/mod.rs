//! Failures by hour, endpoint, user, error or any other field, with the requests they are a part of.
//!
//! A [`Patterns`] observes events in any order, one accumulator a worker, and accumulators merge. Events with
//! a request ID are kept by request until the end, since any entry of any source may still tell the request's
//! endpoint or that it failed; events without one are counted at once.

mod groups;
mod join;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::dim::Dim;
use super::result::{Filed, Totals};
use crate::event::{Event, Field, Time, Want};
use crate::filter::Filter;
use crate::time::Zone;
use groups::Tables;
use join::{Failure, Name, Names, Rank, Request, SLOTS, Told, USER};

pub use groups::Finished;
pub use join::earliest;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The reports wanted of one reading: one or two dimensions each.
    pub views: Vec<Vec<Dim>>,
    pub zone: Zone,
    pub filter: Filter,
    /// The dimensions whose values are kept for each request, in the order of its slots.
    slots: Vec<Slot>,
}

/// A dimension whose value each request keeps.
#[derive(Clone, Debug)]
struct Slot {
    dim: Dim,
    /// Its place among the projection's extra keys, for a key of the log's own.
    extra: Option<usize>,
}

impl Question {
    /// At most two dimensions in all of the views together may be other than times, user, error, cause
    /// and level.
    pub fn new(views: Vec<Vec<Dim>>, zone: Zone, filter: Filter) -> Question {
        let mut slots: Vec<Slot> = Vec::new();
        let mut extras = 0..;
        let filtered = filter.endpoint.is_some().then_some(Dim::Endpoint);
        for dim in views.iter().flatten().cloned().chain(filtered) {
            let has_slot = !dim.is_time() && !dim.is_of_failures() && dim != Dim::User;
            if has_slot && slots.iter().all(|slot| slot.dim != dim) {
                let extra = matches!(dim, Dim::Key(_)).then(|| extras.next()).flatten();
                slots.push(Slot { dim, extra });
            }
        }
        assert!(slots.len() < SLOTS, "a view has at most two dimensions");
        Question {
            views,
            zone,
            filter,
            slots,
        }
    }

    /// The projection: everything that a failure is filed under, and what the views group by.
    pub fn want(&self) -> Want {
        let base = Want::of(&[
            Field::Time,
            Field::RequestId,
            Field::TraceId,
            Field::User,
            Field::Method,
            Field::Path,
            Field::Route,
        ])
        .union(&Dim::Error.want())
        .union(&Dim::Level.want());
        self.views
            .iter()
            .flatten()
            .fold(base, |want, dim| want.union(&dim.want()))
    }

    /// The slot that holds a dimension's values.
    fn slot(&self, dim: &Dim) -> Option<usize> {
        let place = self.slots.iter().position(|slot| slot.dim == *dim);
        place.map(|place| place + 1)
    }
}

/// Where an event stands among all of them.
#[derive(Clone, Copy, Debug)]
pub struct Position<'a> {
    pub source: u32,
    pub name: &'a str,
    pub offset: u64,
}

/// Parts that the requests are kept in.
const SHARDS: usize = 32;

/// The accumulator.
#[derive(Debug, Default)]
pub struct Patterns {
    names: Names,
    /// By the hash of their ID, in shards: a table that grows holds its bytes twice for a while.
    requests: [FxHashMap<u128, Request>; SHARDS],
    tables: Tables,
    /// Title of each error, from its best told occurrence.
    titles: FxHashMap<u64, (Rank, String)>,
    first: Option<Time>,
    last: Option<Time>,
    entries: u64,
    failing_events: u64,
}

impl Patterns {
    /// Takes in one event. `title` is asked for once an error.
    pub fn observe(
        &mut self,
        question: &Question,
        event: &Event,
        filed: &Filed,
        position: Position,
        title: impl FnOnce() -> String,
    ) {
        self.entries += 1;
        self.first = earliest(self.first, event.time);
        self.last = self.last.max(event.time);
        let key = event.request_key();
        let is_request = event.status.is_some() && (event.path.is_some() || event.route.is_some());
        if key.is_none() && !filed.failing && !is_request {
            return;
        }
        let rank = |worth| Rank {
            worth,
            source: position.source,
            offset: position.offset,
        };
        let worth = match (event.status.is_some(), filed.failing) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        let mut request = Request::new(event.time);
        request.tell(USER, self.name(event.user.as_deref()), worth);
        for (place, slot) in question.slots.iter().enumerate() {
            request.tell(place + 1, self.value(slot, event, filed, position), worth);
        }
        if filed.failing {
            self.failing_events += 1;
            let fault = event.error.as_ref();
            // An error with its trace says more than one without, and either more than a mere status.
            let error = rank(match fault {
                Some(fault) if fault.stack.is_some() => 0,
                Some(_) => 1,
                None if event.message.is_some() => 2,
                None => 3,
            });
            if let Some(fingerprint) = filed.fingerprint {
                self.entitle(fingerprint, error, title);
            }
            request.failure = Some(Box::new(Failure {
                id: key.unwrap_or_default().into(),
                rank: rank(0),
                first: event.time,
                last: event.time,
                level: event.level,
                error: Told {
                    rank: error,
                    fingerprint: filed.fingerprint,
                    cause: filed.cause.unwrap_or("unknown"),
                },
            }));
        }
        match key {
            Some(key) => self.join(xxh3_128(key.as_bytes()), request),
            None => self.tables.count(question, &self.names, &request),
        }
    }

    /// Takes in what another worker has seen.
    pub fn merge(&mut self, question: &Question, other: Patterns) {
        let translation = self.names.absorb(other.names);
        for shard in other.requests {
            for (key, mut request) in shard {
                request.translate(&translation);
                self.join(key, request);
            }
        }
        self.tables.merge(question, other.tables, &translation);
        for (fingerprint, (rank, title)) in other.titles {
            self.entitle(fingerprint, rank, || title);
        }
        self.first = earliest(self.first, other.first);
        self.last = self.last.max(other.last);
        self.entries += other.entries;
        self.failing_events += other.failing_events;
    }

    /// The groups of every view, once everything has been seen.
    pub fn finish(mut self, question: &Question) -> Finished {
        for shard in std::mem::take(&mut self.requests) {
            for request in shard.into_values() {
                self.tables.count(question, &self.names, &request);
            }
        }
        let totals = Totals {
            entries: self.entries,
            requests: self.tables.requests(),
            failures: self.tables.failures(),
            failing_events: self.failing_events,
        };
        Finished {
            from: self.first,
            to: self.last,
            totals,
            views: self
                .tables
                .finish(question, &self.names, &self.titles, (self.first, self.last)),
        }
    }

    fn join(&mut self, key: u128, request: Request) {
        match self.requests[key as usize % SHARDS].entry(key) {
            std::collections::hash_map::Entry::Occupied(known) => {
                known.into_mut().merge(request, &self.names);
            }
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(request);
            }
        }
    }

    fn entitle(&mut self, fingerprint: u64, rank: Rank, title: impl FnOnce() -> String) {
        match self.titles.get_mut(&fingerprint) {
            Some((known, _)) if *known <= rank => {}
            _ => {
                self.titles.insert(fingerprint, (rank, title()));
            }
        }
    }

    fn name(&mut self, text: Option<&str>) -> Option<Name> {
        text.map(|text| self.names.of(text))
    }

    fn value(
        &mut self,
        slot: &Slot,
        event: &Event,
        filed: &Filed,
        position: Position,
    ) -> Option<Name> {
        match &slot.dim {
            Dim::Endpoint => self.name(filed.endpoint.as_deref()),
            Dim::Status => self.name(event.status.map(|status| status.to_string()).as_deref()),
            Dim::Method => self.name(event.method.as_deref()),
            Dim::Host => self.name(event.host.as_deref()),
            Dim::Service => self.name(event.service.as_deref()),
            Dim::Source => self.name(Some(position.name)),
            Dim::Key(_) => {
                let value = slot.extra.and_then(|place| event.extra.get(place));
                self.name(value.and_then(Option::as_deref))
            }
            _ => None,
        }
    }
}

/// Distinct users, as names.
type Users = rustc_hash::FxHashSet<Name>;
