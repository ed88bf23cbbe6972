//! Files an event: its endpoint, whether it fails, and if so under which error and cause.

use super::result::Filed;
use crate::cause::{CauseRule, cause};
use crate::endpoint::{Asked, Endpoints, Routes, endpoint};
use crate::event::{Event, Field, Text, Want};
use crate::fields::Plain;
use crate::filter::Failing;
use crate::fingerprint::fingerprint;
use crate::trace::chain_of;

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

/// An entry that fails has to be read in full.
#[derive(Clone, Copy, Debug)]
pub struct Fails;

impl Filing {
    pub fn file<'a>(&self, event: &Event<'a>) -> Filed<'a> {
        let endpoint = match self.endpoints {
            true => endpoint(event, &self.routes),
            false => None,
        };
        self.file_under(endpoint, event)
    }

    /// As [`Filing::file`], for a worker that has many events to file.
    pub fn file_with<'m>(&self, event: &'m Event, known: &'m mut Endpoints) -> Filed<'m> {
        let endpoint = match self.endpoints {
            true => known.of(event, &self.routes),
            false => None,
        };
        self.file_under(endpoint, event)
    }

    /// The endpoint of an entry that was gathered without being read, where it does not fail; `Err` where it does.
    pub fn file_plain<'m>(
        &self,
        plain: &Plain,
        known: &'m mut Endpoints,
    ) -> Result<Option<Text<'m>>, Fails> {
        if self.fingerprint_all || self.failing.fails(plain.level, plain.status, false) {
            return Err(Fails);
        }
        let asked = Asked {
            method: plain.text(Field::Method),
            route: plain.text(Field::Route),
            path: plain.text(Field::Path),
        };
        Ok(match self.endpoints {
            true => known.of_asked(asked, &self.routes),
            false => None,
        })
    }

    fn file_under<'a>(&self, endpoint: Option<Text<'a>>, event: &Event) -> Filed<'a> {
        let failing = self.failing.is(event);
        let (fingerprint, cause) = match self.faults && failing || self.fingerprint_all {
            true => self.name(event, failing),
            false => (None, None),
        };
        Filed {
            endpoint,
            fingerprint,
            cause,
            failing,
        }
    }

    /// The fingerprint, and the cause of what fails.
    #[cold]
    fn name(&self, event: &Event, failing: bool) -> (Option<u64>, Option<&'static str>) {
        let links = chain_of(event);
        let cause = || cause(event, &links, &self.causes);
        (
            Some(fingerprint(event, &links)),
            (self.faults && failing).then(cause),
        )
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
