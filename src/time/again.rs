//! Stamps read again: those like one that was read lately are that one but for a few digits, which are all that is
//! read of them.

use std::cell::RefCell;

use super::alike::{LONGEST, Mould, behind};
use super::stamp::Stamp;
use crate::lead::Leads;

thread_local! {
    // What a stamp means follows from its text alone: it is the same for all sources.
    static LATELY: RefCell<Lately> = RefCell::default();
}

/// What the stamp is that `text` begins with, and its length, where it is like one that was read lately.
#[inline]
pub(super) fn read(text: &[u8]) -> Option<(Stamp, usize)> {
    LATELY.with_borrow_mut(|lately| lately.read(text))
}

/// Remembers the stamp that `text` begins with, as it was read.
pub(super) fn learn(text: &[u8], stamp: &Stamp, len: usize) {
    LATELY.with_borrow_mut(|lately| lately.learn(text, stamp, len));
}

/// A log's own stamps, and what else it writes times like: of a request, of a file.
#[derive(Default)]
struct Lately {
    known: [Known; 2],
    /// The one that is given up for a new one.
    older: usize,
    /// Stamps that were read in vain since the last that was known.
    new: u32,
}

#[derive(Default)]
struct Known {
    mould: Mould,
    stamp: Stamp,
    /// What stands behind such stamps, as far as it has a part in how they are read.
    behinds: Leads<()>,
    /// Nothing may.
    ends: bool,
}

impl Lately {
    #[inline]
    fn read(&mut self, text: &[u8]) -> Option<(Stamp, usize)> {
        let mut short = [0; LONGEST];
        let start = match text.first_chunk() {
            Some(start) => start,
            None => {
                short[..text.len()].copy_from_slice(text);
                &short
            }
        };
        let found = self
            .known
            .iter_mut()
            .find_map(|known| known.read(start, text));
        if found.is_some() {
            self.new = 0;
        }
        found
    }

    #[cold]
    fn learn(&mut self, text: &[u8], stamp: &Stamp, len: usize) {
        // Where all are of other kinds, remembering them costs more than reading them.
        const TRIES: u32 = 16;
        const PAUSE: u32 = 256;
        self.new = (self.new + 1) % PAUSE;
        if self.new > TRIES {
            return;
        }
        let Some(known) = Known::of(&text[..len], stamp) else {
            return;
        };
        let ends = len == text.len();
        let behind = behind(&text[len..]);
        if !ends && behind.is_none() {
            return;
        }
        let like = self
            .known
            .iter()
            .position(|old| old.mould.is_like(&known.mould));
        let place = like.unwrap_or(self.older);
        let old = &mut self.known[place];
        if like.is_some() {
            (old.mould, old.stamp) = (known.mould, known.stamp);
        } else {
            *old = known;
            self.older = 1 - place;
        }
        old.ends |= ends;
        if let Some(behind) = behind {
            old.behinds.learn(behind, ());
        }
    }
}

impl Known {
    /// What is known by a stamp with its whole date, whose offset does not depend on it.
    fn of(text: &[u8], stamp: &Stamp) -> Option<Known> {
        let mould = Mould::of(text).filter(|_| stamp.date.is_some() && stamp.year.is_some())?;
        // Where a place stands for the zone, it has a slash.
        let placed = text[mould.second..].contains(&b'/');
        let stamp = Stamp { nanos: 0, ..*stamp };
        (!placed).then(|| Known {
            mould,
            stamp,
            ..Known::default()
        })
    }

    #[inline]
    fn read(&mut self, start: &[u8; LONGEST], text: &[u8]) -> Option<(Stamp, usize)> {
        let Mould {
            len,
            minute,
            second,
            ref fraction,
            ..
        } = self.mould;
        if len == 0 || !self.mould.fits(start) {
            return None;
        }
        let behind = &text[len..];
        if !(behind.is_empty() && self.ends || self.behinds.find(behind).is_some()) {
            return None;
        }
        let digit = |at: usize| start[at] - b'0';
        let two = |at: usize| digit(at) * 10 + digit(at + 1);
        let mut nanos = 0;
        let mut unit = 100_000_000;
        for at in fraction.clone() {
            nanos += u32::from(digit(at)) * unit;
            unit /= 10;
        }
        let stamp = Stamp {
            minute: two(minute),
            second: two(second),
            nanos,
            ..self.stamp
        };
        Some((stamp, len))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::alike::tests::{BEHIND, DATES, FRACTIONS, TIMES};
    use super::super::stamp::{scan, scan_digits};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn a_stamp_like_one_before_is_read_as_if_it_were_new(
            dates in prop::array::uniform2(select(&DATES[..])),
            fractions in prop::array::uniform2(select(&FRACTIONS[..])),
            behinds in prop::array::uniform3(select(&BEHIND[..])),
            lines in prop::collection::vec((0usize..2, select(&TIMES[..]), 0usize..2, 0usize..3, any::<bool>()), 1..12),
        ) {
            for &(date, time, fraction, behind, goes_on) in &lines {
                let behind = behinds[behind];
                // Some write the date behind the time.
                let date = if behind.starts_with(" 14") || behind.starts_with(" 20") { "" } else { dates[date] };
                let mut line = format!("{date}{time}{}{behind}", fractions[fraction]);
                if goes_on {
                    line += " and so on and so forth";
                }
                let line = line.as_bytes();
                prop_assert_eq!(scan(line), scan_digits(line), "{:?}", String::from_utf8_lossy(line));
            }
        }
    }

    /// What tells one stamp from another like it: where its time begins, what stands behind it, and where its zone is.
    #[test]
    fn a_stamp_that_only_looks_like_one_before_is_read_anew() {
        for stamps in [
            ["3/14/2025 2:11:09:12 x", "3/14/2025 2:10:13:14 x"],
            ["2025-03-14 02:11:09,12] x", "2025-03-14 02:12:09,12"],
            ["2025-03-14 02:11:09 a. x", "2025-03-14 02:12:09 a. m. x"],
            ["02:11:09 2025-03-14|x", "02:11:10 2025-03-14|03:11:09 x"],
            // Clocks were put forward by half an hour.
            [
                "1961-08-10 00:50:00 Asia/Seoul x y",
                "1961-08-10 00:10:00 Asia/Seoul x y",
            ],
        ] {
            for stamp in stamps {
                let stamp = stamp.as_bytes();
                assert_eq!(
                    scan(stamp),
                    scan_digits(stamp),
                    "{}",
                    String::from_utf8_lossy(stamp)
                );
            }
        }
    }
}
