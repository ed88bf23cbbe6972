//! What one worker remembers of a source: what its keys mean, so that each is looked up once, and the shapes of its
//! entries.

use rustc_hash::FxHashMap;

use super::{Course, KeyTable, Meaning, Passes, Shapes};
use crate::event::{Field, Want};
use crate::recent::Recent;
use crate::template::Templates;
use crate::time::{Alike, Hour};

/// Most keys that are remembered; a log that writes data as keys has no end of them.
const MOST: usize = 4096;

/// What is known of a key, nested ones joined by dots.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Known {
    /// What it means, where that may tell something that is wanted.
    pub meaning: Option<Meaning>,
    /// Its text is kept as it stands, unless it stands for nothing.
    pub is_kept: bool,
    /// It means something, or the object under it may hold what does.
    pub tells: bool,
    /// It means the level, and no other key of an entry would be believed rather than this one.
    pub decides: bool,
    /// It means the message, wanted or not.
    pub is_message: bool,
    /// It means a request's method or path, wanted or not.
    pub is_request: bool,
    /// The object under it may hold something that is wanted.
    pub leads: bool,
    /// Its place in [`Want::extra`].
    pub extra: Option<usize>,
}

impl Known {
    fn look_up(key: &[u8], keys: &KeyTable, want: &Want) -> Known {
        let below = |extra: &&String| {
            let rest = extra.as_bytes().strip_prefix(key);
            rest.is_some_and(|rest| rest.first() == Some(&b'.'))
        };
        let (meaning, leads) = (keys.meaning(key), keys.leads(key));
        Known {
            meaning: meaning.filter(|meaning| meaning.is_asked(want)),
            is_kept: meaning.is_some_and(|meaning| meaning.is_kept(want)),
            tells: meaning.is_some() || leads,
            decides: meaning.is_some_and(|meaning| keys.decides(meaning)),
            is_message: meaning.is_some_and(|meaning| meaning.field == Field::Message),
            is_request: meaning.is_some_and(|meaning| meaning.names_request()),
            leads: leads || want.extra.iter().any(|extra| below(&extra)),
            extra: want.extra.iter().position(|extra| extra.as_bytes() == key),
        }
    }

    /// Whether a value of the key has to be read.
    #[inline]
    pub fn is_wanted(&self) -> bool {
        self.meaning.is_some() || self.extra.is_some()
    }
}

/// The keys and shapes of one source, for one key table and one projection.
#[derive(Debug, Default)]
pub struct KeyMemo {
    known: FxHashMap<Box<[u8]>, Known>,
    /// Lent to whoever goes along one.
    shapes: Option<Box<Shapes>>,
    /// How messages are read that are like earlier ones; lent as well.
    courses: Option<Box<Templates<Course>>>,
    /// What the stamps are like that begin its lines.
    pub stamps: Alike,
    /// The hour of the last time that was a value.
    pub times: Hour,
    /// Whether messages tell nothing that a search of them could find.
    pub mute: Recent<bool>,
    /// Whether messages hold an error.
    pub faulty: Recent<bool>,
    /// How entries begin that are not asked for, whatever follows but a status; for one question.
    pub passes: Passes,
}

impl KeyMemo {
    /// The shapes, until they come back: who goes along one needs the memo for other things as well.
    #[inline]
    pub fn lend_shapes(&mut self) -> Box<Shapes> {
        self.shapes.take().unwrap_or_default()
    }

    #[inline]
    pub fn take_back(&mut self, shapes: Box<Shapes>) {
        self.shapes = Some(shapes);
    }

    /// Before another piece of the source: what turned out not to be worth while is tried anew.
    pub fn rest(&mut self) {
        if let Some(shapes) = &mut self.shapes {
            shapes.rest();
        }
        if self.known.len() >= MOST {
            self.known.clear();
        }
    }

    /// What is known of messages, until it comes back.
    #[inline]
    pub fn lend_courses(&mut self) -> Box<Templates<Course>> {
        self.courses.take().unwrap_or_default()
    }

    #[inline]
    pub fn take_courses_back(&mut self, courses: Box<Templates<Course>>) {
        self.courses = Some(courses);
    }

    /// What is known of the key at `path`.
    pub fn of(&mut self, path: &[u8], keys: &KeyTable, want: &Want) -> Known {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let known = Known::look_up(path, keys, want);
        if self.known.len() < MOST {
            self.known.insert(path.into(), known);
        }
        known
    }
}
