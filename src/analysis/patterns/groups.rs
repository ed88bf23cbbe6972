//! Counts failures and requests by key, and turns the counts into groups.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::join::{Cell, Name, Names, Rank, Request, Translation, earliest};
use super::keys::{bucket_of, named, value, width};
use super::profiles::Profiles;
use super::rows::{NONE, Row};
use super::{Question, Users};
use crate::analysis::dim::Dim;
use crate::analysis::result::{ErrorCount, Group, Key};
use crate::analysis::statistics::{discoveries, upper_tail};
use crate::event::Time;

/// How many request IDs and errors a group names.
const NAMED: usize = 10;

/// A time axis longer than this shows only the buckets in which something failed.
const MOST_BUCKETS: usize = 100_000;

/// The key of a group: a cell a dimension, the second one null where there is but one.
type Cells = [Cell; 2];

/// Counts by key for each view, and over all.
#[derive(Debug, Default)]
pub struct Tables {
    views: Vec<FxHashMap<Cells, Count>>,
    requests: u64,
    failures: u64,
}

#[derive(Debug, Default)]
struct Count {
    requests: u64,
    failures: u64,
    users: Users,
    first: Option<Time>,
    last: Option<Time>,
    errors: FxHashMap<u64, u64>,
    /// The first few failures that have an ID, in order.
    ids: Vec<(Option<Time>, Rank, Box<str>)>,
}

impl Tables {
    /// Counts one request, or one event that stands for itself.
    pub fn count(&mut self, question: &Question, profiles: &Profiles, request: &Request) {
        self.requests += 1;
        self.failures += u64::from(request.failure.is_some());
        self.views
            .resize_with(question.views.len(), FxHashMap::default);
        for (view, counts) in question.views.iter().zip(&mut self.views) {
            let of_failures = view.iter().any(Dim::is_of_failures);
            if request.failure.is_none() && of_failures {
                continue;
            }
            let mut key = Cells::default();
            for (cell, dim) in key.iter_mut().zip(view) {
                *cell = value(question, dim, profiles, request);
            }
            counts.entry(key).or_default().add(request);
        }
    }

    pub fn merge(&mut self, question: &Question, other: Tables, translation: &Translation) {
        self.requests += other.requests;
        self.failures += other.failures;
        self.views
            .resize_with(question.views.len(), FxHashMap::default);
        for (mine, theirs) in self.views.iter_mut().zip(other.views) {
            for (key, count) in theirs {
                let key = key.map(|cell| translation.cell(cell));
                mine.entry(key).or_default().merge(count, translation);
            }
        }
    }

    /// Counts requests that succeeded in an overview's views, of one dimension each: only where something failed, but
    /// for the axis of time.
    pub fn add_good(&mut self, question: &Question, rows: &[Row]) {
        self.requests += rows.len() as u64;
        self.views
            .resize_with(question.views.len(), FxHashMap::default);
        let views = question.views.par_iter().zip(&mut self.views);
        views.for_each(|(view, counts)| {
            let of = |row: &Row| match view[0] {
                Dim::User => Some(row.user),
                Dim::Endpoint => Some(row.endpoint),
                Dim::Hour => Some(row.minute as u32),
                _ => None,
            };
            let mut sums: FxHashMap<u32, u64> = FxHashMap::default();
            for number in rows.iter().filter_map(of) {
                *sums.entry(number).or_default() += 1;
            }
            for (number, requests) in sums {
                let minute = number as i32;
                let cell = match view[0] {
                    Dim::Hour if minute == i32::MIN => Cell::Null,
                    Dim::Hour => {
                        let time = Time(i64::from(minute) * 60_000_000_000);
                        Cell::Number(bucket_of(question, &Dim::Hour, time))
                    }
                    _ if number == NONE => Cell::Null,
                    _ => Cell::Name(Name(number)),
                };
                let key = [cell, Cell::Null];
                if view[0] == Dim::Hour {
                    counts.entry(key).or_default().requests += requests;
                } else if let Some(count) = counts.get_mut(&key) {
                    count.requests += requests;
                }
            }
        });
    }

    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// `None` when nothing succeeded that the failures could be compared with.
    pub fn requests(&self) -> Option<u64> {
        (self.requests > self.failures).then_some(self.requests)
    }

    /// The groups of each view: time in order with its empty buckets, others by failures, then key.
    pub fn finish(
        mut self,
        question: &Question,
        names: &Names,
        titles: &FxHashMap<u64, (Rank, String)>,
        span: (Option<Time>, Option<Time>),
    ) -> Vec<Vec<Group>> {
        self.views
            .resize_with(question.views.len(), FxHashMap::default);
        let has_successes = self.requests().is_some();
        let (all, requests) = (self.failures, self.requests);
        let views = std::mem::take(&mut self.views);
        let finish_view = |(view, counts): (&Vec<Dim>, FxHashMap<Cells, Count>)| {
            let compares = has_successes && !view.iter().any(Dim::is_of_failures);
            let in_time = view.len() == 1 && view[0].is_time();
            let mut groups: Vec<Group> = counts
                .into_iter()
                .filter(|(_, count)| count.failures > 0 || in_time)
                .map(|(key, count)| {
                    let key = view
                        .iter()
                        .zip(key)
                        .map(|(dim, cell)| named(dim, cell, names));
                    count.group(key.collect(), all, compares, titles)
                })
                .collect();
            if in_time {
                fill_axis(&mut groups, &view[0], question, span, compares);
            }
            if compares {
                weigh(&mut groups, all, requests);
            }
            let by_time = view[0].is_time();
            groups.sort_by(|a, b| {
                let by_failures = b.failures.cmp(&a.failures);
                let by_key = a.key.cmp(&b.key);
                if by_time {
                    by_key
                } else {
                    by_failures.then(by_key)
                }
            });
            groups
        };
        question.views.iter().zip(views).map(finish_view).collect()
    }
}

impl Count {
    fn add(&mut self, request: &Request) {
        self.requests += 1;
        let Some(failure) = &request.failure else {
            return;
        };
        self.failures += 1;
        self.first = earliest(self.first, failure.first);
        self.last = self.last.max(failure.last);
        self.users.extend(request.user.name());
        if let Some(fingerprint) = failure.error.fingerprint {
            *self.errors.entry(fingerprint).or_default() += 1;
        }
        if !failure.id.is_empty() {
            self.ids
                .push((failure.first, failure.rank, failure.id.clone()));
            self.keep_first_ids();
        }
    }

    fn merge(&mut self, other: Count, translation: &Translation) {
        self.requests += other.requests;
        self.failures += other.failures;
        self.first = earliest(self.first, other.first);
        self.last = self.last.max(other.last);
        self.users
            .extend(other.users.into_iter().map(|user| translation.name(user)));
        for (fingerprint, count) in other.errors {
            *self.errors.entry(fingerprint).or_default() += count;
        }
        self.ids.extend(other.ids);
        self.keep_first_ids();
    }

    fn keep_first_ids(&mut self) {
        if self.ids.len() > NAMED {
            self.ids.sort();
            self.ids.truncate(NAMED);
        }
    }

    fn group(
        mut self,
        key: Vec<Key>,
        all: u64,
        compares: bool,
        titles: &FxHashMap<u64, (Rank, String)>,
    ) -> Group {
        self.ids.sort();
        let mut errors: Vec<ErrorCount> = self
            .errors
            .into_iter()
            .map(|(fingerprint, count)| ErrorCount {
                fingerprint,
                title: titles
                    .get(&fingerprint)
                    .map(|(_, title)| title.clone())
                    .unwrap_or_default(),
                count,
            })
            .collect();
        errors.sort_by_key(|error| (std::cmp::Reverse(error.count), error.fingerprint));
        errors.truncate(NAMED);
        Group {
            key,
            failures: self.failures,
            requests: compares.then_some(self.requests),
            rate: (compares && self.requests > 0)
                .then(|| self.failures as f64 / self.requests as f64),
            share: if all == 0 {
                0.0
            } else {
                self.failures as f64 / all as f64
            },
            lift: None,
            p_value: None,
            stands_out: None,
            users: self.users.len() as u64,
            first: self.first,
            last: self.last,
            errors,
            request_ids: self.ids.into_iter().map(|(_, _, id)| id.into()).collect(),
        }
    }
}

/// Fewer failures, or a rate that is not so many times the others', do not stand out.
const LEAST: u64 = 5;
const LEAST_LIFT: f64 = 1.5;

/// Of the groups that are said to stand out, at most that share may do so by chance.
const FALSE: f64 = 0.01;

/// Compares each group with everything outside it.
fn weigh(groups: &mut [Group], failures: u64, requests: u64) {
    for group in &mut *groups {
        let Some(drawn) = group.requests else {
            continue;
        };
        let outside = (failures - group.failures) as f64 / (requests - drawn) as f64;
        group.lift = group
            .rate
            .map(|rate| rate / outside)
            .filter(|lift| !lift.is_nan());
        group.p_value = Some(upper_tail(group.failures, drawn, failures, requests));
    }
    let p_values: Vec<f64> = groups
        .iter()
        .map(|group| group.p_value.unwrap_or(1.0))
        .collect();
    for (group, is_real) in groups.iter_mut().zip(discoveries(&p_values, FALSE)) {
        let is_worth = group.lift.is_some_and(|lift| lift >= LEAST_LIFT);
        group.stands_out = Some(is_real && is_worth && group.failures >= LEAST);
    }
}

/// Adds the buckets in which nothing happened, from the first to the last entry.
fn fill_axis(
    groups: &mut Vec<Group>,
    dim: &Dim,
    question: &Question,
    span: (Option<Time>, Option<Time>),
    compares: bool,
) {
    let axis: Vec<Key> = match (width(dim), dim) {
        (Some(width), _) => {
            // The window that was asked for, as far as it has bounds.
            let window = question.filter.window;
            let until = window.until.map(|until| Time(until.0.saturating_sub(1)));
            let (Some(from), Some(to)) = (window.since.or(span.0), until.or(span.1)) else {
                return;
            };
            let mut at = width.start(from, question.zone);
            std::iter::from_fn(|| {
                let here = at;
                at = width.next(here, question.zone);
                (here <= to).then_some(Key::Time(here))
            })
            .take(MOST_BUCKETS + 1)
            .collect()
        }
        (None, Dim::MinuteOfHour) => (0..60).map(Key::Number).collect(),
        (None, Dim::HourOfDay) => (0..24).map(Key::Number).collect(),
        (None, _) => (0..7).map(Key::Weekday).collect(),
    };
    if axis.len() > MOST_BUCKETS {
        groups.retain(|group| group.failures > 0);
        return;
    }
    let known: std::collections::BTreeSet<Key> =
        groups.iter().map(|group| group.key[0].clone()).collect();
    for key in axis.into_iter().filter(|key| !known.contains(key)) {
        groups.push(Count::default().group(vec![key], 0, compares, &FxHashMap::default()));
    }
}
