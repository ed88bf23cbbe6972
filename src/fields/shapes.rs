//! The shapes of a source's entries: which bytes stand between their values, and what each value is to errlog.
//!
//! Loggers write the same keys in the same order entry after entry. What stands between two values (`","level":"`)
//! is learned once, by whoever reads a format in full; from then on one comparison tells all that its punctuation and
//! its key tell. Shapes that part and meet again share their steps, so that keys which are only sometimes there
//! don't multiply them.

use rustc_hash::FxHashMap;

use super::Known;
use crate::lead::Lead;

/// Most steps that are remembered; a log that writes data as keys has no end of them.
const MOST: usize = 4096;

/// How many steps may come behind one. Entries of a few kinds take turns.
const WAYS: usize = 8;

/// How much an entry of no known shape counts against one that has one, and when to doubt the next.
const SURPRISE: u32 = 2;
const DOUBTED: u32 = 64;

/// What stands behind a [`Step`]'s lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    /// A string, whose opening quote belongs to the lead.
    Text,
    /// A number or a word.
    Word,
    /// An object or an array that is of no use to anybody.
    Nested,
    /// The entry is over.
    End,
}

/// The bytes before a value, and what the value is.
#[derive(Debug)]
pub struct Step {
    lead: Lead,
    pub holds: Holds,
    pub known: Known,
    /// Somebody may want the value.
    pub is_read: bool,
    /// What may come next, roughly what comes often first.
    next: Ways,
}

/// What makes a step one of its own: what it holds, its lead, and where in the entry it stands.
type Identity = (Holds, Box<[u8]>, Box<[u8]>);

/// Numbers of steps; 0, which comes behind none, where there is no more.
type Ways = [u16; WAYS];

/// A place in a shape: behind the value of a step, or before the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    at: u16,
    /// The step that is expected next.
    ahead: u16,
}

/// All shapes of one source, for one key table and one projection.
#[derive(Debug, Default)]
pub struct Shapes {
    /// The first is no step, but what all shapes begin with.
    steps: Vec<Step>,
    /// Where each step is.
    places: FxHashMap<Identity, u16>,
    /// How much oftener than not entries turned out to have another shape.
    doubt: u32,
}

impl Shapes {
    /// Whether it is worth while to expect that the next entry has a known shape.
    #[inline]
    pub fn are_trusted(&self) -> bool {
        self.doubt < DOUBTED && !self.steps.is_empty()
    }

    /// Whether it is worth while to learn the next entry's.
    pub fn are_open(&self) -> bool {
        self.doubt < DOUBTED && self.steps.len() < MOST
    }

    /// Forgets all doubt, and what leaves no room for other shapes.
    pub fn rest(&mut self) {
        self.doubt = 0;
        if self.steps.len() >= MOST {
            *self = Shapes::default();
        }
    }

    /// Tells how an entry turned out.
    #[inline]
    pub fn tell(&mut self, fits: bool) {
        self.doubt = match fits {
            true => self.doubt.saturating_sub(1),
            false => self.doubt + SURPRISE,
        };
    }

    /// Where an entry begins.
    #[inline]
    pub fn start(&self) -> Place {
        let first = self.steps.first();
        Place {
            at: 0,
            ahead: first.map_or(0, |first| first.next[0]),
        }
    }

    /// The step whose lead `text` begins with and whose kind of value follows, and what is behind its lead. The place is
    /// moved behind that value.
    #[inline(always)] // runs for every value of every entry
    pub fn follow<'a>(&mut self, place: &mut Place, text: &'a [u8]) -> Option<(&Step, &'a [u8])> {
        let mut way = place.ahead;
        let mut behind = self.steps.get(usize::from(way))?.behind(text);
        if behind.is_none() {
            way = self.another(place.at, text)?;
            behind = self.steps.get(usize::from(way))?.behind(text);
        }
        let step = &self.steps[usize::from(way)];
        *place = Place {
            at: way,
            ahead: step.next[0],
        };
        Some((step, behind?))
    }

    /// Another step behind that one than what comes first, such that `text` fits.
    #[inline(never)]
    fn another(&mut self, from: u16, text: &[u8]) -> Option<u16> {
        let from = usize::from(from);
        for at in 1..WAYS {
            let way = self.steps[from].next[at];
            if self.steps[usize::from(way)].behind(text).is_some() {
                // What comes often is to be asked first.
                self.steps[from].next.swap(at - 1, at);
                return Some(way);
            }
        }
        None
    }

    /// Learns that `lead` comes behind `from`, and before a value of which that is known. `path` tells the step from
    /// others with the same lead: where in the entry it stands.
    pub fn learn(
        &mut self,
        from: Place,
        lead: &[u8],
        path: &[u8],
        holds: Holds,
        known: Known,
    ) -> Option<Place> {
        if self.steps.is_empty() {
            self.steps.push(Step {
                lead: Lead::none(),
                ..Step::new(b"", Holds::End, Known::default())
            });
        }
        let place = match self.places.get(&(holds, lead.into(), path.into())) {
            Some(&place) => place,
            None => {
                let place = u16::try_from(self.steps.len()).ok()?;
                (usize::from(place) < MOST).then_some(())?;
                self.steps.push(Step::new(lead, holds, known));
                self.places.insert((holds, lead.into(), path.into()), place);
                place
            }
        };
        let ways = &mut self.steps.get_mut(usize::from(from.at))?.next;
        if !ways.contains(&place) {
            ways.rotate_right(1);
            ways[0] = place;
        }
        let ahead = self.steps[usize::from(place)].next[0];
        Some(Place { at: place, ahead })
    }
}

impl Step {
    /// What `text` holds behind the lead, if that is a step of this kind.
    #[inline(always)]
    fn behind<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let behind = self.lead.behind(text)?;
        // Most values are strings, whose first quote was a part of the lead.
        (self.holds == Holds::Text || self.holds.begins(behind)).then_some(behind)
    }

    fn new(lead: &[u8], holds: Holds, known: Known) -> Step {
        Step {
            lead: Lead::new(lead),
            holds,
            known,
            is_read: known.is_wanted() || known.is_message,
            next: [0; WAYS],
        }
    }
}

impl Holds {
    /// Whether `text` begins with such a value.
    #[inline(never)] // what most values don't need is not to be in the way
    fn begins(self, text: &[u8]) -> bool {
        match self {
            Holds::Text | Holds::End => true,
            Holds::Word => {
                let ends = |b: &u8| {
                    matches!(
                        b,
                        b'"' | b'{' | b'[' | b' ' | b'\t' | b',' | b'}' | b']' | b'\r' | b'\n'
                    )
                };
                text.first().is_some_and(|first| !ends(first))
            }
            Holds::Nested => matches!(text.first(), Some(b'{' | b'[')),
        }
    }
}
