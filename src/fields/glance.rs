//! Telling at a glance whether an entry is asked for, without reading it in full.
//!
//! A search for entries that fail has to see of most no more than their level and their status. A glance says yes or no
//! only where the entry, read in full, would say the same.

use super::{Known, Passes, Statuses, keys, level, read, request};
use crate::event::{Event, Field, Level};

/// Which entries are asked for: those of a level or of a status.
pub struct Asked {
    levels: [bool; Level::ALL.len()],
    statuses: Statuses,
    /// One that tells neither, and no error.
    silent: bool,
}

impl Asked {
    /// Where `asks` says it of events, by nothing but their level or their status, or their error where there is no
    /// level.
    pub fn by(asks: impl Fn(&Event) -> bool) -> Asked {
        let of_level = |level: Option<Level>| Event {
            level,
            ..Event::default()
        };
        let levels = Level::ALL.map(|level| asks(&of_level(Some(level))));
        let harmless = Level::ALL
            .into_iter()
            .find(|&level| !levels[level as usize]);
        Asked {
            levels,
            statuses: Statuses::by(|status| {
                asks(&Event {
                    status: Some(status),
                    ..of_level(harmless)
                })
            }),
            // A format may imply that what tells no level is of level information.
            silent: asks(&Event::default()) || levels[Level::Info as usize],
        }
    }
}

/// How much of a text has been told of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// These lines, each of which is an entry.
    Lines(Lines),
    /// At least the first line of its first entry, which is all that has been seen.
    More,
}

/// Whole lines, line breaks included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lines {
    pub count: u64,
    pub bytes: usize,
}

impl Lines {
    /// One more, which has so many bytes.
    #[inline]
    pub fn add(&mut self, bytes: usize) {
        self.count += 1;
        self.bytes += bytes;
    }

    pub fn add_all(&mut self, lines: Lines) {
        self.count += lines.count;
        self.bytes += lines.bytes;
    }
}

/// What has been seen of one entry. Where a method gives `None`, the entry has to be read.
pub struct Glance<'t> {
    asked: &'t Asked,
    level: Seen,
    status: Seen,
    /// It has a message, which may tell a level or an error where nothing else tells a level.
    has_message: bool,
    /// The message may tell a status that is asked for.
    has_doubt: bool,
    has_error: bool,
    /// The level was told where nothing else in the entry has a say in it.
    is_decided: bool,
    /// What was left of the text where a line's rest turned out not to matter.
    rest: Option<usize>,
}

/// What several values for one field say.
#[derive(Clone, Copy, Default)]
struct Seen {
    asked: bool,
    unasked: bool,
}

impl Seen {
    fn see(&mut self, asked: bool) {
        self.asked |= asked;
        self.unasked |= !asked;
    }

    /// All of them are asked for.
    fn is_sure(self) -> bool {
        self.asked && !self.unasked
    }
}

impl<'t> Glance<'t> {
    pub fn new(asked: &'t Asked) -> Glance<'t> {
        Glance {
            asked,
            level: Seen::default(),
            status: Seen::default(),
            has_message: false,
            has_doubt: false,
            has_error: false,
            is_decided: false,
            rest: None,
        }
    }

    /// Whether the entry, so much of which has been seen, is asked for; `None` where that is not certain.
    pub fn verdict(&self, extent: Extent) -> Option<bool> {
        if self.level.is_sure() || self.status.is_sure() {
            return Some(true);
        }
        if extent == Extent::More {
            return None;
        }
        let is_unclear = self.level.asked
            || self.status.asked
            || self.has_error
            || self.has_doubt && !self.status.unasked;
        let is_unasked = self.level.unasked || !self.has_message && !self.asked.silent;
        (is_unasked && !is_unclear).then_some(false)
    }

    /// What stands behind the first line of `rest`, if that is all that is left of an entry and nothing in it changes
    /// that the entry is not asked for.
    #[inline]
    pub fn behind_rest<'r>(&mut self, rest: &'r [u8]) -> Option<&'r [u8]> {
        let is_unclear = self.level.asked || self.status.asked || self.has_doubt || self.has_error;
        let is_unasked = self.is_decided && !is_unclear;
        let end = is_unasked.then(|| self.asked.statuses.end_of_silent_line(rest))??;
        self.rest = Some(rest.len());
        Some(&rest[end + 1..])
    }

    /// How much of a text that is so long stood before a rest that did not matter: whatever begins so is not asked for
    /// either, unless its rest matters.
    pub fn opening(&self, text: usize) -> Option<usize> {
        self.rest.map(|rest| text - rest)
    }

    /// Whether [`pass`](Glance::pass) needs not be taught how `text` begins.
    pub fn knows(&self, text: &[u8], passes: &mut Passes) -> bool {
        passes.knows(text, &self.asked.statuses)
    }

    /// Passes over the lines that `text` begins with and that are known from their beginning not to be asked for. What
    /// follows on the last has to be what begins an entry.
    pub fn pass(
        &self,
        text: &[u8],
        passes: &mut Passes,
        begins: impl FnMut(&[u8]) -> bool,
    ) -> Lines {
        passes.over(text, &self.asked.statuses, begins)
    }

    /// A text under a key of that meaning, as it stands in the entry.
    #[inline]
    pub fn text(&mut self, known: &Known, bytes: &[u8], escaped: bool) -> Option<()> {
        let meaning = known.meaning?;
        if matches!(meaning.rank, keys::HINT | keys::CODE) {
            return None;
        }
        match meaning.field {
            Field::Level => {
                self.level(Level::from_word(bytes)?);
                if known.decides {
                    self.decide();
                }
            }
            Field::Status => self.status(request::status(std::str::from_utf8(bytes).ok()?)?),
            Field::Message => {
                self.message(bytes);
                self.has_doubt |= escaped;
            }
            Field::ErrorKind | Field::ErrorMessage | Field::ErrorStack => self.has_error = true,
            _ => return None,
        }
        Some(())
    }

    /// A number or a word without quotes under a key of that meaning.
    #[inline]
    pub fn number(&mut self, known: &Known, bytes: &[u8]) -> Option<()> {
        let meaning = known.meaning?;
        if matches!(meaning.rank, keys::HINT | keys::CODE) {
            return None;
        }
        let number = std::str::from_utf8(bytes).ok()?;
        match meaning.field {
            Field::Level => {
                let number = read::whole(number)?;
                self.level(level::level_number(number, meaning.unit)?);
                if known.decides && level::is_certain(number) {
                    self.decide();
                }
            }
            Field::Status => self.status(request::status(number)?),
            _ => return None,
        }
        Some(())
    }

    /// A message, in which no more than a status is looked for.
    fn message(&mut self, bytes: &[u8]) {
        self.has_message = true;
        self.has_doubt |= self.asked.statuses.may_be_in(bytes);
    }

    pub fn level(&mut self, level: Level) {
        self.level.see(self.asked.levels[level as usize]);
    }

    /// The level that has been told is the entry's, whatever else it says.
    pub fn decide(&mut self) {
        self.is_decided = true;
    }

    fn status(&mut self, status: u16) {
        self.status.see(self.asked.statuses.has(status));
    }
}
