//! Stamps like one that was read before. Those of a log's lines differ in little, and a stamp that differs from
//! another in nothing but its minutes, its seconds and its fraction is one as well, of the same length.

use super::stamp::scan;

/// Longer stamps are read each time.
const LONGEST: usize = 32;

const WORDS: usize = LONGEST / 8;

/// What stands behind stamps, as far as it has a part in where they end: so many are remembered.
const BEHINDS: usize = 8;

/// A dated stamp that begins with a digit.
#[derive(Debug, Default)]
pub struct Alike {
    /// Its bytes, but zeroes where others may stand; and where none may.
    bytes: [u64; WORDS],
    fixed: [u64; WORDS],
    /// Where any digit may stand, and where only one below six.
    digits: [u64; WORDS],
    sixties: [u64; WORDS],
    /// Zero where there is none.
    len: usize,
    behinds: Vec<Box<[u8]>>,
}

impl Alike {
    /// The length of the dated stamp that `text` begins with, as [`scan`] gives it.
    #[inline]
    pub fn len_of(&mut self, text: &[u8]) -> Option<usize> {
        if self.fits(text) {
            return Some(self.len);
        }
        self.read(text)
    }

    /// Whether `text` begins with a stamp like this.
    #[inline]
    fn fits(&mut self, text: &[u8]) -> bool {
        const ONES: u64 = u64::from_ne_bytes([1; 8]);
        let Some(start) = text.first_chunk::<LONGEST>().filter(|_| self.len > 0) else {
            return false;
        };
        let (words, _) = start.as_chunks();
        let mut wrong = 0;
        for (nth, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            wrong |= (word ^ self.bytes[nth]) & self.fixed[nth];
            // Above '9' or above '5' the highest bit is set; nothing carries over from one byte to the next.
            let low = word & (ONES * 0x7f);
            let above_9 = low + ONES * u64::from(0x7f - b'9');
            let above_5 = low + ONES * u64::from(0x7f - b'5');
            let from_0 = low + ONES * u64::from(0x80 - b'0');
            wrong |= (word | above_9 | !from_0) & self.digits[nth];
            wrong |= (word | above_5 | !from_0) & self.sixties[nth];
        }
        wrong == 0 && self.ends(&text[self.len..])
    }

    /// Whether what stands behind a stamp is known to leave it as it is.
    #[inline]
    fn ends(&mut self, behind: &[u8]) -> bool {
        let known = self
            .behinds
            .iter()
            .position(|known| behind.starts_with(known));
        if let Some(at @ 1..) = known {
            self.behinds.swap(at - 1, at);
        }
        known.is_some()
    }

    /// Reads the stamp that `text` begins with, and remembers it where others may be like it.
    #[cold]
    fn read(&mut self, text: &[u8]) -> Option<usize> {
        let (stamp, len) = scan(text)?;
        stamp.date?;
        let behind = behind(&text[len..]).filter(|_| stamp.year.is_some());
        if let Some(behind) = behind
            && let Some(alike) = Alike::of(&text[..len])
        {
            let is_same =
                |a: &Alike| a.len == len && a.fixed == alike.fixed && a.digits == alike.digits;
            let behinds = match is_same(self) {
                true => std::mem::take(&mut self.behinds),
                false => Vec::new(),
            };
            *self = Alike { behinds, ..alike };
            if !self.behinds.iter().any(|known| **known == *behind) {
                self.behinds.truncate(BEHINDS - 1);
                self.behinds.insert(0, behind.into());
            }
        }
        Some(len)
    }

    /// What others like `stamp` look like: those with two colons, between padded numbers.
    fn of(stamp: &[u8]) -> Option<Alike> {
        let mut colons = memchr::memchr_iter(b':', stamp);
        let (first, second) = (colons.next()?, colons.next()?);
        let is_padded = first >= 2 && second == first + 3 && stamp.len() >= second + 3;
        (is_padded && colons.next().is_none() && stamp.len() < LONGEST).then_some(())?;
        let around = [
            first - 2,
            first - 1,
            first + 1,
            first + 2,
            second + 1,
            second + 2,
        ];
        around
            .iter()
            .all(|&at| stamp[at].is_ascii_digit())
            .then_some(())?;
        let mut masks = [[0u8; LONGEST]; 4];
        let [bytes, fixed, digits, sixties] = &mut masks;
        bytes[..stamp.len()].copy_from_slice(stamp);
        fixed[..stamp.len()].fill(0xff);
        let mut free = |at: usize, set: &mut [u8; LONGEST]| {
            (bytes[at], fixed[at], set[at]) = (0, 0, 0x80);
        };
        free(first + 1, sixties);
        free(first + 2, digits);
        free(second + 1, sixties);
        free(second + 2, digits);
        if let Some(b'.' | b',') = stamp.get(second + 3) {
            let fraction = &stamp[second + 4..];
            let len = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            (second + 4..second + 4 + len).for_each(|at| free(at, digits));
        }
        let [bytes, fixed, digits, sixties] = masks.map(|mask| {
            let (words, _) = mask.as_chunks();
            std::array::from_fn(|nth| u64::from_le_bytes(words[nth]))
        });
        Some(Alike {
            bytes,
            fixed,
            digits,
            sixties,
            len: stamp.len(),
            behinds: Vec::new(),
        })
    }
}

/// As much of what stands behind a stamp with a year as has a part in where it ends: a zone's name or a half of the
/// day could stand there. `None` where that can't be told.
fn behind(text: &[u8]) -> Option<&[u8]> {
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
            is_short.then(|| &text[..len + 2])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const DATES: [&str; 8] = [
        "2025-03-14 ",
        "2025-03-14T",
        "14/03/2025 ",
        "03/14/25 ",
        "14 Mar 2025 ",
        "2025-13-14 ",
        "20250314 ",
        "14.03.2025, ",
    ];
    const TIMES: [&str; 12] = [
        "02:11:09", "02:11:10", "02:59:59", "02:60:09", "02:11:60", "02:11:61", "24:00:00",
        "2:11:09", "02:11", "021109", "12:11:09", "02:1a:09",
    ];
    const FRACTIONS: [&str; 8] = ["", ",123", ".5", ".123456", ",12", ":123", ".", ",512"];
    const BEHIND: [&str; 28] = [
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
