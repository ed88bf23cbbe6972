//! Telling at a glance whether an entry is asked for, without reading it in full.
//!
//! A search for entries that fail has to see of most no more than their level and their status. A glance says yes or no
//! only where the entry, read in full, would say the same.

use super::{Meaning, keys, level, read, request};
use crate::event::{Event, Field, Level};

/// Statuses there are.
const STATUSES: usize = 1000;

/// Which entries are asked for: those of a level or of a status.
pub struct Asked {
    levels: [bool; Level::ALL.len()],
    statuses: [bool; STATUSES],
    /// The digits that these begin with.
    firsts: Vec<u8>,
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
        let statuses: [bool; STATUSES] = std::array::from_fn(|status| {
            asks(&Event {
                status: Some(status as u16),
                ..of_level(harmless)
            })
        });
        let hundreds = (b'0'..).zip(statuses.chunks(100));
        Asked {
            levels,
            firsts: hundreds
                .filter(|(_, hundred)| hundred.contains(&true))
                .map(|(digit, _)| digit)
                .collect(),
            statuses,
            // A format may imply that what tells no level is of level information.
            silent: asks(&Event::default()) || levels[Level::Info as usize],
        }
    }

    fn status(&self, status: u16) -> bool {
        self.statuses.get(usize::from(status)) != Some(&false)
    }

    /// Whether a text may tell a status that is asked for: three digits would stand there as a word of their own.
    fn may_be_in(&self, text: &[u8]) -> bool {
        let is_asked = |at: usize| {
            let in_word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
            let goes_on = at > 0 && in_word(at - 1) || in_word(at + 3);
            let digit = |at: usize| text.get(at).filter(|b| b.is_ascii_digit());
            let number =
                (at..at + 3).try_fold(0, |n, at| Some(n * 10 + u16::from(digit(at)? - b'0')));
            !goes_on && number.is_some_and(|status| self.status(status))
        };
        let mut firsts = self.firsts.iter();
        firsts.any(|&first| memchr::memchr_iter(first, text).any(is_asked))
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

    /// A text under a key of that meaning, as it stands in the entry.
    #[inline]
    pub fn text(&mut self, meaning: Meaning, bytes: &[u8], escaped: bool) -> Option<()> {
        if meaning.rank == keys::HINT {
            return None;
        }
        match meaning.field {
            Field::Level => self.level(Level::from_word(bytes)?),
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
    pub fn number(&mut self, meaning: Meaning, bytes: &[u8]) -> Option<()> {
        if meaning.rank == keys::HINT {
            return None;
        }
        let number = std::str::from_utf8(bytes).ok()?;
        match meaning.field {
            Field::Level => self.level(level::level_number(read::whole(number)?, meaning.unit)?),
            Field::Status => self.status(request::status(number)?),
            _ => return None,
        }
        Some(())
    }

    /// A message, in which no more than a status is looked for.
    pub fn message(&mut self, bytes: &[u8]) {
        self.has_message = true;
        self.has_doubt |= self.asked.may_be_in(bytes);
    }

    pub fn level(&mut self, level: Level) {
        self.level.see(self.asked.levels[level as usize]);
    }

    fn status(&mut self, status: u16) {
        self.status.see(self.asked.status(status));
    }
}
