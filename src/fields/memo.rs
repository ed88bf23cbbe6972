//! What one worker remembers of the keys that a source has shown it, so that each is looked up once.
//!
//! Loggers write the same keys in the same order entry after entry: behind a key most often comes the one that came
//! behind it last time, and one comparison tells.

use rustc_hash::FxHashMap;

use super::{KeyTable, Meaning};
use crate::event::{Field, Want};
use crate::swar;

/// Most keys that are remembered; a log that writes data as keys has no end of them.
const MOST: usize = 4096;

/// What is known of a key, nested ones joined by dots.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Known {
    /// What it means, where that may tell something that is wanted.
    pub meaning: Option<Meaning>,
    /// It means the message, wanted or not.
    pub is_message: bool,
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
        let meaning = keys.meaning(key);
        Known {
            meaning: meaning.filter(|meaning| meaning.is_asked(want)),
            is_message: meaning.is_some_and(|meaning| meaning.field == Field::Message),
            leads: keys.leads(key) || want.extra.iter().any(|extra| below(&extra)),
            extra: want.extra.iter().position(|extra| extra.as_bytes() == key),
        }
    }
}

#[derive(Debug)]
struct Remembered {
    /// As it stands in its object.
    key: Box<[u8]>,
    parent: Parent,
    known: Known,
    next: Next,
}

/// The object that a key stands in, told by the place of its own key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parent(usize);

impl Parent {
    /// The entry itself.
    pub const TOP: Parent = Parent(usize::MAX);
    /// One whose key is not remembered.
    const UNKNOWN: Parent = Parent(usize::MAX - 1);
}

/// The keys that came behind one last: entries of a few kinds take turns.
type Next = [usize; 4];

/// The keys of one source, for one key table and one projection.
#[derive(Debug, Default)]
pub struct KeyMemo {
    remembered: Vec<Remembered>,
    places: FxHashMap<Box<[u8]>, usize>,
    /// The keys that entries begin with.
    first: Next,
    /// The key before the one that is asked for next.
    last: Option<usize>,
    /// How much oftener than not entries turned out to be out of the ordinary.
    doubt: u32,
}

/// How much an entry out of the ordinary counts against one that is ordinary, and when to doubt the next.
const SURPRISE: u32 = 2;
const DOUBTED: u32 = 64;

impl KeyMemo {
    /// Begins with another entry.
    pub fn restart(&mut self) {
        self.last = None;
    }

    /// Whether it is worth while to expect that the next entry is an ordinary one.
    pub fn is_ordinary(&self) -> bool {
        self.doubt < DOUBTED
    }

    /// Tells how an entry turned out.
    pub fn tell(&mut self, ordinary: bool) {
        self.doubt = match ordinary {
            true => self.doubt.saturating_sub(1),
            false => self.doubt + SURPRISE,
        };
    }

    /// The key that `text` begins with, where it is an expected one of that object and a quote ends it: its length,
    /// what is known of it, and what it is to the keys of the object under it.
    #[inline]
    pub fn expected(&mut self, text: &[u8], parent: Parent) -> Option<(usize, Known, Parent)> {
        let next = match self.last {
            Some(last) => self.remembered[last].next,
            None => self.first,
        };
        let is_next = |place: &usize| {
            self.remembered.get(*place).is_some_and(|next| {
                text.get(next.key.len()) == Some(&b'"')
                    && swar::begins_with(text, &next.key)
                    && next.parent == parent
            })
        };
        let place = next.into_iter().find(is_next)?;
        self.last = Some(place);
        let Remembered { key, known, .. } = &self.remembered[place];
        Some((key.len(), *known, Parent(place)))
    }

    /// What is known of the key at `path`, whose own name begins at `start`.
    pub fn of(&mut self, path: &[u8], start: usize, keys: &KeyTable, want: &Want) -> Known {
        let place = match self.places.get(path) {
            Some(&place) => place,
            None if self.remembered.len() < MOST => self.remember(path, start, keys, want),
            None => return Known::look_up(path, keys, want),
        };
        let next = match self.last {
            Some(last) => &mut self.remembered[last].next,
            None => &mut self.first,
        };
        if !next.contains(&place) {
            next.rotate_right(1);
            next[0] = place;
        }
        self.last = Some(place);
        self.remembered[place].known
    }

    fn remember(&mut self, path: &[u8], start: usize, keys: &KeyTable, want: &Want) -> usize {
        let parent = match start.checked_sub(1) {
            None => Parent::TOP,
            Some(dot) => match self.places.get(&path[..dot]) {
                Some(&place) => Parent(place),
                None => Parent::UNKNOWN,
            },
        };
        let place = self.remembered.len();
        self.remembered.push(Remembered {
            key: path[start..].into(),
            parent,
            known: Known::look_up(path, keys, want),
            next: [place; 4],
        });
        self.places.insert(path.into(), place);
        place
    }
}
