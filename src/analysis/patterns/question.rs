//! What is asked of the logs: which views are wanted, and which values are kept of each request for them.

use super::join::Place;
use crate::analysis::dim::Dim;
use crate::event::{Field, Want};
use crate::filter::Filter;
use crate::time::Zone;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The reports wanted of one reading: one or two dimensions each.
    pub views: Vec<Vec<Dim>>,
    pub zone: Zone,
    pub filter: Filter,
    /// Whether to look for what stands out, for which every request is kept in a few bytes.
    pub overview: bool,
    /// The dimensions beside user and endpoint whose values are kept for each request, in their order.
    pub(super) slots: Vec<Dim>,
    /// The most values a slot may have before it is given up.
    pub(super) limits: Vec<Option<usize>>,
}

/// What an entry tells that a slot may be asked for.
pub(super) struct Values<'e, X> {
    pub status: Option<&'e str>,
    pub method: Option<&'e [u8]>,
    pub host: Option<&'e [u8]>,
    pub service: Option<&'e [u8]>,
    /// The name of its source.
    pub source: &'e str,
    /// The values of the keys that were asked for by name, in their order.
    pub extras: X,
}

/// The most values of a key that was not asked for.
const FEW: usize = 200;

impl Question {
    pub fn new(views: Vec<Vec<Dim>>, zone: Zone, filter: Filter) -> Question {
        let mut question = Question {
            views,
            zone,
            filter,
            overview: false,
            slots: Vec::new(),
            limits: Vec::new(),
        };
        let dims: Vec<Dim> = question.views.iter().flatten().cloned().collect();
        for dim in dims {
            question.add_slot(dim, None);
        }
        question
    }

    /// The usual questions, and what stands out.
    pub fn overview(zone: Zone, filter: Filter) -> Question {
        let views = [Dim::Hour, Dim::Endpoint, Dim::User, Dim::Error].map(|dim| vec![dim]);
        let mut question = Question::new(views.to_vec(), zone, filter);
        question.overview = true;
        for dim in [Dim::Host, Dim::Service, Dim::Method, Dim::Source] {
            question.add_slot(dim, None);
        }
        question
    }

    /// Also looks at a key of the log, for as long as it has few values.
    pub fn add_key(&mut self, key: &str) {
        self.add_slot(Dim::Key(key.to_owned()), Some(FEW));
    }

    fn add_slot(&mut self, dim: Dim, limit: Option<usize>) {
        let elsewhere = dim.is_time()
            || dim.is_of_failures()
            || matches!(dim, Dim::User | Dim::Endpoint)
            || self.slots.contains(&dim);
        if !elsewhere {
            self.slots.push(dim);
            self.limits.push(limit);
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
        let grouped = self.views.iter().flatten();
        grouped
            .chain(&self.slots)
            .fold(base, |want, dim| want.union(&dim.want()))
    }

    /// The dimensions whose values [`Seen::values`] are.
    pub fn slots(&self) -> &[Dim] {
        &self.slots
    }

    /// A status as a value, where one is asked for.
    pub(super) fn status_text(&self, status: Option<u16>) -> Option<String> {
        let by_status = self.slots.contains(&Dim::Status);
        let status = status.filter(|_| by_status);
        status.map(|status| status.to_string())
    }

    /// What an entry tells for each slot.
    pub(super) fn values<'e>(
        &self,
        mut told: Values<'e, impl Iterator<Item = Option<&'e [u8]>>>,
    ) -> Vec<Option<&'e [u8]>> {
        let slots = self.slots.iter();
        let values = slots.map(|dim| match dim {
            Dim::Status => told.status.map(str::as_bytes),
            Dim::Method => told.method,
            Dim::Host => told.host,
            Dim::Service => told.service,
            Dim::Source => Some(told.source.as_bytes()),
            Dim::Key(_) => told.extras.next().flatten(),
            _ => None,
        });
        values.collect()
    }

    /// Where a request keeps a dimension's value.
    pub(super) fn place(&self, dim: &Dim) -> Option<Place> {
        match dim {
            Dim::User => Some(Place::User),
            Dim::Endpoint => Some(Place::Endpoint),
            other => {
                let slot = self.slots.iter().position(|slot| slot == other);
                slot.map(Place::Slot)
            }
        }
    }
}
