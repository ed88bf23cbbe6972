//! Telling at a glance whether an entry is asked for, without reading it in full.
//!
//! A search for entries that fail has to see of most no more than their level and their status. A glance says yes or no
//! only where the entry, read in full, would say the same.

use super::{Known, Statuses, keys, level, read, request};
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

/// How much of a text is the entry that it begins with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// Its first line, line break included, which has so many bytes.
    Line(usize),
    /// At least its first line, which is all that has been seen.
    More,
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

    /// Where the first line of `rest` ends, where that is all that is left of an entry and nothing in it changes that
    /// the entry is not asked for.
    #[inline]
    pub fn end_of_rest(&self, rest: &[u8]) -> Option<usize> {
        let is_unasked = self.is_decided && !self.level.asked && !self.status.asked;
        is_unasked.then(|| self.asked.statuses.end_of_silent_line(rest))?
    }

    /// A text under a key of that meaning, as it stands in the entry.
    #[inline]
    pub fn text(&mut self, known: &Known, bytes: &[u8], escaped: bool) -> Option<()> {
        let meaning = known.meaning?;
        if meaning.rank == keys::HINT {
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
        if meaning.rank == keys::HINT {
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
    pub fn message(&mut self, bytes: &[u8]) {
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
