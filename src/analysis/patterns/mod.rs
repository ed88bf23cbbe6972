//! Failures by hour, endpoint, user, error or any other field, with the requests they are a part of.
//!
//! A [`Patterns`] observes events in any order, one accumulator a worker, and accumulators merge. Events with
//! a request ID are kept by request until the end, since any entry of any source may still tell the request's
//! endpoint or that it failed; events without one are counted at once.

mod findings;
mod finish;
mod groups;
mod join;
mod keys;
mod log;
mod profiles;
mod question;
mod requests;
mod rows;
mod together;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::audit::Marks;
use super::result::Filed;
use crate::event::{Event, Field, Level, Text, Time};
use crate::fields::Plain;
use join::{ErrorTold, Failure, Name, Names, Rank, Request, Told};
use profiles::Profiles;
use question::Values;
use requests::Requests;
use together::Counts;

pub use finish::Finished;
pub use join::earliest;
pub use question::Question;

/// Where an event stands among all of them.
#[derive(Clone, Copy, Debug)]
pub struct Position<'a> {
    pub source: u32,
    pub name: &'a str,
    pub offset: u64,
    /// The entry's bytes.
    pub entry: &'a [u8],
}

/// An entry as far as it counts, borrowed from wherever it was read. Its texts are UTF-8.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'e> {
    pub time: Option<Time>,
    /// Ties it to its request.
    pub request: Option<&'e [u8]>,
    pub user: Option<&'e [u8]>,
    pub endpoint: Option<&'e [u8]>,
    /// One a slot of the question.
    pub values: &'e [Option<&'e [u8]>],
    pub has_status: bool,
    /// Tells what was asked for and how it was answered.
    pub is_request: bool,
    pub failing: Option<Failing>,
    /// For the audits of an overview.
    pub marks: Marks,
    /// Place of the source on the command line, and of the entry in it.
    pub source: u32,
    pub offset: u64,
}

/// What a failing entry is filed under.
#[derive(Clone, Copy, Debug)]
pub struct Failing {
    pub fingerprint: Option<u64>,
    pub cause: &'static str,
    pub level: Option<Level>,
    /// How much it tells of the error, less is more: 0 with a trace, 1 with an error, 2 with the message of an error,
    /// 3 with another, 4 with a mere status.
    pub telling: u8,
}

impl Failing {
    pub fn of(event: &Event, filed: &Filed) -> Option<Failing> {
        let telling = match &event.error {
            Some(fault) if fault.stack.is_some() => 0,
            Some(_) => 1,
            // What is written of a request that failed by its status alone is the request, not its error.
            None if event.message.is_some() && event.level >= Some(Level::Error) => 2,
            None if event.message.is_some() => 3,
            None => 4,
        };
        filed.failing.then(|| Failing {
            fingerprint: filed.fingerprint,
            cause: filed.cause.unwrap_or("unknown"),
            level: event.level,
            telling,
        })
    }
}

/// The accumulator.
#[derive(Debug, Default)]
pub struct Patterns {
    names: Names,
    profiles: Profiles,
    requests: Requests,
    counts: Counts,
    /// Other workers have seen events too, and may help to count.
    is_shared: bool,
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
        let status = question.status_text(event.status);
        let values = question.values(Values {
            status: status.as_deref(),
            method: bytes(&event.method),
            host: bytes(&event.host),
            service: bytes(&event.service),
            source: position.name,
            extras: event.extra.iter().map(bytes),
        });
        let seen = Seen {
            time: event.time,
            request: event.request_key().map(str::as_bytes),
            user: bytes(&event.user),
            endpoint: bytes(&filed.endpoint),
            values: &values,
            has_status: event.status.is_some(),
            is_request: event.is_request(),
            failing: Failing::of(event, filed),
            marks: match question.overview {
                true => Marks::of(event, filed, position.entry),
                false => Marks::default(),
            },
            source: position.source,
            offset: position.offset,
        };
        self.see(question, &seen, title);
    }

    /// Takes in one entry that does not fail and that was gathered without being read.
    pub fn observe_plain(
        &mut self,
        question: &Question,
        plain: &Plain,
        endpoint: Option<&str>,
        position: Position,
    ) {
        let status = question.status_text(plain.status);
        let values = question.values(Values {
            status: status.as_deref(),
            method: plain.text(Field::Method),
            host: plain.text(Field::Host),
            service: plain.text(Field::Service),
            source: position.name,
            extras: plain.extra().iter().copied(),
        });
        let seen = Seen {
            time: plain.time,
            request: plain.request_key(),
            user: plain.text(Field::User),
            endpoint: endpoint.map(str::as_bytes),
            values: &values,
            has_status: plain.status.is_some(),
            is_request: plain.is_request(),
            failing: None,
            marks: match question.overview {
                true => Marks::of_plain(plain),
                false => Marks::default(),
            },
            source: position.source,
            offset: position.offset,
        };
        self.see(question, &seen, String::new);
    }

    /// Takes in one entry. `title` is asked for once an error.
    pub fn see(&mut self, question: &Question, seen: &Seen, title: impl FnOnce() -> String) {
        self.entries += 1;
        self.first = earliest(self.first, seen.time);
        self.last = self.last.max(seen.time);
        if seen.request.is_none() && seen.failing.is_none() && !seen.is_request {
            return;
        }
        let worth = match (seen.has_status, seen.failing.is_some()) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        let user = Told::new(self.name(seen.user), worth);
        let endpoint = Told::new(self.name(seen.endpoint), worth);
        let (limits, names) = (&question.limits, &mut self.names);
        let profile = self.profiles.of(seen.values, worth, limits, names);
        let mut request = Request::new(seen.time, user, endpoint, profile);
        request.marks = seen.marks;
        if let Some(failing) = &seen.failing {
            self.failing_events += 1;
            let rank = |worth| Rank {
                worth,
                source: seen.source,
                offset: seen.offset,
            };
            // An error with its trace says more than one without, and either more than a mere status.
            let error = rank(failing.telling);
            if let Some(fingerprint) = failing.fingerprint {
                self.entitle(fingerprint, error, title);
            }
            request.failure = Some(Box::new(Failure {
                id: String::from_utf8_lossy(seen.request.unwrap_or_default()).into(),
                rank: rank(0),
                first: seen.time,
                last: seen.time,
                level: failing.level,
                error: ErrorTold {
                    rank: error,
                    fingerprint: failing.fingerprint,
                    cause: failing.cause,
                },
            }));
        }
        match seen.request {
            Some(key) => {
                let key = xxh3_128(key);
                let (names, profiles) = (&self.names, &mut self.profiles);
                let join = |a, b| profiles.join(a, b, names);
                self.requests.add(key, request, names, join);
            }
            None => {
                let knowledge = (&self.names, &self.profiles);
                let counts = &mut self.counts;
                counts.add(question, knowledge, &request, seen.is_request, false);
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

    fn name(&mut self, text: Option<&[u8]>) -> Option<Name> {
        text.map(|text| self.names.of(text))
    }
}

fn bytes<'t>(text: &'t Option<Text>) -> Option<&'t [u8]> {
    text.as_ref().map(|text| text.as_bytes())
}

/// Distinct users, as names.
type Users = rustc_hash::FxHashSet<Name>;
