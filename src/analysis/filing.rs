//! Files an event: its endpoint, whether it fails, and if so under which error and cause.

use super::result::Filed;
use crate::cause::{CauseRule, cause};
use crate::endpoint::{Routes, endpoint};
use crate::event::{Event, Field, Want};
use crate::filter::Failing;
use crate::fingerprint::fingerprint;

/// What filing depends on beside the event.
#[derive(Default)]
pub struct Filing {
    pub routes: Routes,
    pub causes: Vec<CauseRule>,
    pub failing: Failing,
    /// Fingerprints for events that do not fail, too.
    pub fingerprint_all: bool,
    /// Whether anybody looks at endpoints, and at fingerprints and causes.
    pub endpoints: bool,
    pub faults: bool,
}

impl Filing {
    pub fn file<'a>(&self, event: &Event<'a>) -> Filed<'a> {
        let failing = self.failing.is(event);
        let faults = self.faults && failing;
        Filed {
            endpoint: self
                .endpoints
                .then(|| endpoint(event, &self.routes))
                .flatten(),
            fingerprint: (faults || self.fingerprint_all).then(|| fingerprint(event)),
            cause: faults.then(|| cause(event, &self.causes)),
            failing,
        }
    }

    /// The fields it looks at.
    pub fn want(&self) -> Want {
        let mut want = self.failing.want();
        if self.endpoints {
            want = want
                .with(Field::Method)
                .with(Field::Path)
                .with(Field::Route);
        }
        if self.faults || self.fingerprint_all {
            want = want.union(&super::dim::Dim::Error.want());
        }
        want
    }
}
