//! Joins the events of one request, whichever sources they stand in, in whatever order they come.
//!
//! Each field of a request is taken from the best of its events by an explicit rule, so that the outcome does not
//! depend on the order in which workers meet them.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::profiles::{Profile, Profiles};
use crate::analysis::audit::Marks;
use crate::event::{Level, Time};
use crate::recent::Recent;

/// Which of several sightings wins: the lowest. First how much the kind of event is worth, then
/// the source's place on the command line, then the entry's place in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub worth: u8,
    pub source: u32,
    pub offset: u64,
}

/// A name, by its number in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub u32);

/// The distinct texts of one accumulator.
#[derive(Debug, Default)]
pub struct Names {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    /// Users are many.
    recent: Recent<Name, 4096>,
}

impl Names {
    /// The name of a text, which is UTF-8.
    pub fn of(&mut self, text: &[u8]) -> Name {
        let Names {
            numbers,
            texts,
            recent,
        } = self;
        recent.of(text, |text| {
            let text = String::from_utf8_lossy(text);
            if let Some(&number) = numbers.get(&*text) {
                return Name(number);
            }
            let number = texts.len() as u32;
            let shared: Arc<str> = text.into();
            texts.push(shared.clone());
            numbers.insert(shared, number);
            Name(number)
        })
    }

    pub fn text(&self, name: Name) -> &str {
        &self.texts[name.0 as usize]
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Takes over another accumulator's names: the new number of each.
    pub fn absorb(&mut self, other: Names) -> Translation {
        let texts = other.texts.iter();
        Translation(Some(texts.map(|text| self.of(text.as_bytes())).collect()))
    }
}

/// What the names of a merged accumulator are called in the one it was merged into.
pub struct Translation(Option<Vec<Name>>);

impl Translation {
    /// Of names that stay as they are.
    pub const NONE: Translation = Translation(None);

    pub fn name(&self, name: Name) -> Name {
        match &self.0 {
            Some(names) => names[name.0 as usize],
            None => name,
        }
    }

    pub fn number(&self, number: u32) -> u32 {
        self.name(Name(number)).0
    }

    pub fn cell(&self, cell: Cell) -> Cell {
        match cell {
            Cell::Name(name) => Cell::Name(self.name(name)),
            other => other,
        }
    }
}

/// The value of a dimension, as groups are keyed by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cell {
    #[default]
    Null,
    Name(Name),
    Number(i64),
    Word(&'static str),
}

/// Where a request keeps a dimension's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    User,
    Endpoint,
    /// A slot of its profile.
    Slot(usize),
}

/// No value seen yet; worse than any.
const UNSEEN: u8 = u8::MAX;

/// A value, and how much the kind of event it was seen in is worth, from 0 to 3: less is better. Both in one number,
/// since there are two for each request: there are never a billion names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told(u32);

impl Default for Told {
    fn default() -> Told {
        Told(u32::MAX)
    }
}

impl Told {
    const WORTH_BITS: u32 = 2;

    pub fn new(name: Option<Name>, worth: u8) -> Told {
        name.map_or_else(Told::default, |name| {
            Told(name.0 << Told::WORTH_BITS | u32::from(worth))
        })
    }

    pub fn name(self) -> Option<Name> {
        (self != Told::default()).then_some(Name(self.0 >> Told::WORTH_BITS))
    }

    /// [`UNSEEN`] where there is no value.
    pub fn worth(self) -> u8 {
        match self == Told::default() {
            true => UNSEEN,
            false => self.0 as u8 & ((1 << Told::WORTH_BITS) - 1),
        }
    }

    /// The better of the two. Of two values worth the same, the one that sorts first, in whatever order they come.
    pub fn or(self, other: Told, names: &Names) -> Told {
        let better = match other.worth().cmp(&self.worth()) {
            Ordering::Less => true,
            Ordering::Equal => {
                let text = |told: Told| told.name().map(|name| names.text(name));
                self != other && text(other) < text(self)
            }
            Ordering::Greater => false,
        };
        if better { other } else { self }
    }

    pub fn translated(self, translation: &Translation) -> Told {
        Told::new(self.name().map(|name| translation.name(name)), self.worth())
    }
}

/// One request as far as it has been seen. There may be millions: it is kept small.
#[derive(Debug)]
pub struct Request {
    pub user: Told,
    pub endpoint: Told,
    pub profile: Profile,
    pub marks: Marks,
    /// Nanoseconds; `i64::MAX` where no event told a time.
    first: i64,
    pub failure: Option<Box<Failure>>,
}

impl Request {
    pub fn new(first: Option<Time>, user: Told, endpoint: Told, profile: Profile) -> Request {
        Request {
            user,
            endpoint,
            profile,
            marks: Marks::default(),
            first: first.map_or(i64::MAX, |time| time.0),
            failure: None,
        }
    }

    pub fn value(&self, place: Place, profiles: &Profiles) -> Option<Name> {
        match place {
            Place::User => self.user.name(),
            Place::Endpoint => self.endpoint.name(),
            Place::Slot(slot) => profiles.value(self.profile, slot),
        }
    }

    /// Takes in what another event, or another worker, tells of it; `join` puts two combinations of values together.
    pub fn merge(
        &mut self,
        other: Request,
        names: &Names,
        mut join: impl FnMut(Profile, Profile) -> Profile,
    ) {
        self.user = self.user.or(other.user, names);
        self.endpoint = self.endpoint.or(other.endpoint, names);
        self.profile = join(self.profile, other.profile);
        self.marks = self.marks.with(other.marks);
        self.first = self.first.min(other.first);
        match (&mut self.failure, other.failure) {
            (Some(mine), Some(theirs)) => mine.merge(*theirs),
            (mine @ None, theirs) => *mine = theirs,
            (Some(_), None) => {}
        }
    }

    /// Puts its names in the terms of another accumulator.
    pub fn translate(&mut self, translation: &Translation, profiles: &[Profile]) {
        self.user = self.user.translated(translation);
        self.endpoint = self.endpoint.translated(translation);
        self.profile = profiles[self.profile.place()];
    }

    /// When it counts: when it began to fail, or when it was first seen.
    pub fn time(&self) -> Option<Time> {
        let first = (self.first != i64::MAX).then_some(Time(self.first));
        self.failure.as_ref().map_or(first, |failure| failure.first)
    }
}

/// What makes it a failed one.
#[derive(Debug)]
pub struct Failure {
    pub id: Box<str>,
    /// Place of the first failing event.
    pub rank: Rank,
    pub first: Option<Time>,
    pub last: Option<Time>,
    pub level: Option<Level>,
    pub error: ErrorTold,
}

/// The error that a failure is filed under.
#[derive(Clone, Copy, Debug)]
pub struct ErrorTold {
    pub rank: Rank,
    pub fingerprint: Option<u64>,
    pub cause: &'static str,
}

impl Failure {
    fn merge(&mut self, other: Failure) {
        self.rank = self.rank.min(other.rank);
        self.first = earliest(self.first, other.first);
        self.last = self.last.max(other.last);
        self.level = self.level.max(other.level);
        if other.error.rank < self.error.rank {
            self.error = other.error;
        }
    }
}

/// The earlier of two times, one of which may be missing.
pub fn earliest(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_kept_in_little_room() {
        for (number, worth) in [(0, 0), (0, 3), (1, 2), (1 << 20, 1)] {
            let told = Told::new(Some(Name(number)), worth);
            assert_eq!((told.name(), told.worth()), (Some(Name(number)), worth));
        }
        let nothing = Told::new(None, 0);
        assert_eq!((nothing.name(), nothing.worth()), (None, UNSEEN));
        assert_eq!(size_of::<Request>(), 32);
    }
}
