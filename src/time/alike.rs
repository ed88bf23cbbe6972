//! Stamps like one that was read before. Those of a log's lines differ in little, and a stamp that differs from
//! another in nothing but its minutes, its seconds and its fraction is one as well, of the same length.

use std::ops::Range;

use wide::u8x16;

use super::stamp::scan;
use crate::lead::Leads;
use crate::opening::Opening;

/// Longer stamps are read each time.
pub(super) const LONGEST: usize = 2 * REGISTER;

const REGISTER: usize = 16;

/// The lowest byte that may stand at each place of a stamp, and how far above it others may: any behind it, and of the
/// stamp itself other minutes, seconds and fractions.
pub(super) struct Ranges {
    pub lowest: [u8; LONGEST],
    pub above: [u8; LONGEST],
    /// Where the digits of the fraction stand.
    pub fraction: Range<usize>,
}

impl Ranges {
    /// Those of a stamp whose minutes stand at `minute`, in two digits, and its seconds behind them.
    pub fn of(stamp: &[u8], minute: usize) -> Option<Ranges> {
        let second = minute + 3;
        let (mut lowest, mut above) = ([0; LONGEST], [0xff; LONGEST]);
        lowest.get_mut(..stamp.len())?.copy_from_slice(stamp);
        above[..stamp.len()].fill(0);
        let mut free = |at: usize, highest: u8| {
            let is_digit = stamp.get(at).is_some_and(u8::is_ascii_digit);
            is_digit.then(|| (lowest[at], above[at]) = (b'0', highest - b'0'))
        };
        free(minute, b'5')?;
        free(minute + 1, b'9')?;
        free(second, b'5')?;
        free(second + 1, b'9')?;
        let mut fraction = second + 2..second + 2;
        if let Some(b'.' | b',') = stamp.get(second + 2) {
            fraction = second + 3..second + 3;
            while free(fraction.end, b'9').is_some() {
                fraction.end += 1;
            }
        }
        Some(Ranges {
            lowest,
            above,
            fraction,
        })
    }
}

/// What stamps look like that differ from one in nothing but their minutes, their seconds and their fraction.
#[derive(Clone, Debug, Default)]
pub(super) struct Mould {
    /// The lowest byte that may stand at each place, and how far above it others may.
    lowest: [u8x16; LONGEST / REGISTER],
    above: [u8x16; LONGEST / REGISTER],
    /// Zero where there is none.
    pub len: usize,
    /// Where the minutes and the seconds stand, and where the digits of the fraction do.
    pub minute: usize,
    pub second: usize,
    pub fraction: Range<usize>,
}

impl Mould {
    /// What others like `stamp` look like: those whose time of day is of padded numbers, and behind the date. (Before it,
    /// what follows may make it another's.)
    pub fn of(stamp: &[u8]) -> Option<Mould> {
        let hour = clock(stamp).filter(|hour| *hour > 0 && stamp.len() < LONGEST)?;
        let (minute, second) = (hour + 3, hour + 6);
        // Milliseconds may follow, as a number.
        if stamp.get(second + 2) == Some(&b':') {
            return None;
        }
        let Ranges {
            lowest,
            above,
            fraction,
        } = Ranges::of(stamp, minute)?;
        let in_registers = |bytes: [u8; LONGEST]| {
            let (parts, _) = bytes.as_chunks();
            std::array::from_fn(|nth| u8x16::new(parts[nth]))
        };
        Some(Mould {
            lowest: in_registers(lowest),
            above: in_registers(above),
            len: stamp.len(),
            minute,
            second,
            fraction,
        })
    }

    /// Whether `start`, filled up with zeroes, begins with a stamp like this.
    #[inline]
    pub fn fits(&self, start: &[u8; LONGEST]) -> bool {
        let (parts, _) = start.as_chunks();
        let fits = |nth: usize| {
            let over = u8x16::new(parts[nth]) - self.lowest[nth];
            over.max(self.above[nth]).simd_eq(self.above[nth])
        };
        (fits(0) & fits(1)).all()
    }

    /// Whether the same places are free in another.
    pub fn is_like(&self, other: &Mould) -> bool {
        self.len == other.len && self.above == other.above
    }
}

/// Where the time of day begins: `hh:mm:ss`, of which the hour ends no number (`14/Mar/2025:02:11:09`) and is no minute
/// (`2:11:09:123`).
fn clock(stamp: &[u8]) -> Option<usize> {
    let is_clock = |eight: &[u8]| {
        let is_sign = |at: usize| matches!(at, 2 | 5);
        (0..).zip(eight).all(|(at, byte)| match is_sign(at) {
            true => *byte == b':',
            false => byte.is_ascii_digit(),
        })
    };
    let mut places = (0..).zip(stamp.windows(8));
    let found = places.find(|&(at, eight)| {
        let begins = match &stamp[..at] {
            [year @ .., b':'] => year
                .last_chunk::<4>()
                .is_some_and(|year| year.iter().all(u8::is_ascii_digit)),
            [.., before] => !before.is_ascii_digit(),
            [] => true,
        };
        is_clock(eight) && begins
    });
    found.map(|(at, _)| at)
}

/// A dated stamp that begins with a digit.
#[derive(Debug, Default)]
pub struct Alike {
    mould: Mould,
    /// What stands behind such stamps, as far as it has a part in where they end.
    behinds: Leads<()>,
}

impl Alike {
    /// The length of the dated stamp that the first line of `text` begins with, as [`scan`] gives it.
    #[inline]
    pub fn len_of(&mut self, text: &[u8]) -> Option<usize> {
        let len = self.mould.len;
        let is_known = match text.first_chunk().filter(|_| len > 0) {
            Some(start) => self.mould.fits(start) && self.behinds.find(&text[len..]).is_some(),
            None => false,
        };
        match is_known {
            true => Some(len),
            false => self.read(text),
        }
    }

    /// How `text` begins: with a stamp like this, and at least `behind` bytes that are to stand behind it as they do.
    pub fn opening(&mut self, text: &[u8], behind: usize) -> Option<Opening> {
        let Mould {
            len, lowest, above, ..
        } = self.mould;
        let start = text.first_chunk().filter(|_| len > 0)?;
        let (_, rest) = self
            .mould
            .fits(start)
            .then(|| self.behinds.find(&text[len..]))??;
        let known = text.len() - rest.len();
        let mut opening = Opening::new(&text[..known.max(len + behind)], len)?;
        let lowest = lowest.map(u8x16::to_array);
        let above = above.map(u8x16::to_array);
        let ranges = lowest.as_flattened().iter().zip(above.as_flattened());
        for (at, (&lowest, &above)) in ranges.take(len).enumerate() {
            opening.allow(at, lowest, above);
        }
        Some(opening)
    }

    /// Reads the stamp that `text` begins with, and remembers it where others may be like it.
    #[cold]
    fn read(&mut self, text: &[u8]) -> Option<usize> {
        let text = first_line(text);
        let (stamp, len) = scan(text)?;
        stamp.date?;
        let behind = behind(&text[len..]).filter(|_| stamp.year.is_some());
        if let Some(behind) = behind
            && let Some(mould) = Mould::of(&text[..len])
        {
            if !self.mould.is_like(&mould) {
                self.behinds = Leads::new();
            }
            self.mould = mould;
            self.behinds.learn(behind, ());
        }
        Some(len)
    }
}

fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    text[..end].strip_suffix(b"\r").unwrap_or(&text[..end])
}

/// As much of what stands behind a stamp with a year as has a part in where it ends: a zone's name or a half of the
/// day could stand there. `None` where that can't be told.
pub(super) fn behind(text: &[u8]) -> Option<&[u8]> {
    const LONGEST_WORD: usize = 24;
    match text {
        [b']' | b'|' | b';' | b'\t', ..] => Some(&text[..1]),
        [b' ', word @ ..] => {
            let in_word = |b: &&u8| b.is_ascii_alphanumeric() || b"_/+.:-".contains(b);
            let len = word.iter().take_while(in_word).count();
            let end = word
                .get(len)
                .filter(|end| end.is_ascii() && **end != b'(')?;
            let is_short = len <= LONGEST_WORD && (len > 0 || *end != b' ');
            // Of `a. m.`, the half of the day, more stands behind.
            let is_cut = word[..len].ends_with(b".");
            (is_short && !is_cut).then(|| &text[..len + 2])
        }
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    pub(in crate::time) const DATES: [&str; 10] = [
        "14/Mar/2025:",
        "14-Mar-2025 ",
        "2025-03-14 ",
        "2025-03-14T",
        "14/03/2025 ",
        "03/14/25 ",
        "14 Mar 2025 ",
        "2025-13-14 ",
        "20250314 ",
        "14.03.2025, ",
    ];
    pub(in crate::time) const TIMES: [&str; 12] = [
        "02:11:09", "02:11:10", "02:59:59", "02:60:09", "02:11:60", "02:11:61", "24:00:00",
        "2:11:09", "02:11", "021109", "12:11:09", "02:1a:09",
    ];
    pub(in crate::time) const FRACTIONS: [&str; 8] =
        ["", ",123", ".5", ".123456", ",12", ":123", ".", ",512"];
    pub(in crate::time) const BEHIND: [&str; 34] = [
        " a. x",
        " a. m. x",
        " 2025-03-14|x",
        " 2025-03-14|03:11:09 x",
        " +0000] x",
        " GMT +1 x",
        " 14.03.2025 INFO x",
        " 2025-03-14 [main] x",
        " 14/03/2025: x",
        " 20250314 x",
        " INFO x",
        " WARN x",
        " [main] x",
        " UTC x",
        " Z x",
        " CET: x",
        " +0100 x",
        " -0500 x",
        " - x",
        "Z x",
        "+01:00 x",
        "] x",
        " PM x",
        " am x",
        " (UTC) x",
        " Europe/Berlin x",
        " 2025 x",
        "  x",
        "",
        " x",
        " E",
        "|x",
        " U",
        " info: x",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn a_stamp_like_one_before_is_as_long_as_it_is_read(
            lines in prop::collection::vec((select(&DATES[..]), select(&TIMES[..]), select(&FRACTIONS[..]), select(&BEHIND[..])), 1..12),
            repeat in 0usize..3,
        ) {
            let mut alike = Alike::default();
            let (date, _, fraction, behind) = lines[0];
            for &(own_date, time, own_fraction, own_behind) in &lines {
                let (date, fraction, behind) = match repeat {
                    0 => (own_date, own_fraction, own_behind),
                    1 => (date, fraction, own_behind),
                    _ => (date, own_fraction, behind),
                };
                // Some write the date behind the time.
                let date = if behind.starts_with(" 14") || behind.starts_with(" 20") { "" } else { date };
                let line = format!("{date}{time}{fraction}{behind} and so on and so forth");
                let read = scan(line.as_bytes()).filter(|(stamp, _)| stamp.date.is_some());
                prop_assert_eq!(alike.len_of(line.as_bytes()), read.map(|(_, len)| len), "{}", line);
            }
        }
    }
}
