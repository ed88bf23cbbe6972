//! One text looked for, and line breaks counted, while the bytes go by once.
//!
//! Reading a file costs more than searching it, and going over its bytes a second time for the lines would cost as
//! much as the search.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};
use memchr::arch::all::packedpair::Pair;
use memchr::memmem::Finder;

/// Bytes that are looked at at once.
const WIDTH: usize = 64;

/// So many windows make a batch.
const WINDOWS: usize = 32;

type Batch = [[u8; WIDTH]; WINDOWS];

/// A text that is looked for.
pub struct Needle {
    finder: Finder<'static>,
    /// Where its two rarest bytes stand, as far as is known of texts in general; `None` for one that is too short.
    pair: Option<(usize, usize)>,
    simd: Level,
}

/// What was seen of some bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The text stands in them.
    pub hit: bool,
    /// Line breaks.
    pub lines: u64,
}

impl Needle {
    pub fn new(text: &str) -> Needle {
        let pair = Pair::new(text.as_bytes());
        Needle {
            finder: Finder::new(text).into_owned(),
            pair: pair.map(|pair| (pair.index1().into(), pair.index2().into())),
            simd: Level::new(),
        }
    }

    /// Whether the text stands in `bytes`.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        self.finder.find(bytes).is_some()
    }

    /// Whether the text stands in `bytes`, and the line breaks in the first `own` of them.
    pub fn look(&self, bytes: &[u8], own: usize) -> Seen {
        let Some(pair) = self.pair else {
            return Seen {
                hit: self.is_in(bytes),
                lines: count_lines(&bytes[..own]),
            };
        };
        // The same bytes three times: where the first, the second and line breaks are looked for.
        let firsts = batches(bytes, pair.0);
        let seconds = batches(bytes, pair.1);
        let all = batches(&bytes[..own], 0);
        let mut seen = Seen::default();
        let mut at = 0;
        let mut doubts = Doubts::default();
        for (all, (firsts, seconds)) in all.iter().zip(firsts.iter().zip(seconds)) {
            // Compiled apart from what follows: a loop that calls nobody keeps all it needs in registers.
            let parts = (firsts, seconds);
            seen.lines +=
                dispatch!(self.simd, simd => self.mark(simd, pair, all, parts, &mut doubts));
            for &(window, places) in doubts.found() {
                let mut places = places_of(places, at + window * WIDTH);
                seen.hit |= places.any(|place| bytes[place..].starts_with(self.finder.needle()));
            }
            at += size_of::<Batch>();
        }
        seen.hit |= self.is_in(&bytes[at..]);
        seen.lines += count_lines(&bytes[at..own]);
        seen
    }

    /// Tells where in a batch the text may begin, by where the two rarest bytes stand; counts its line breaks.
    #[inline(always)] // it is to be compiled for the processor at hand
    fn mark<S: Simd>(
        &self,
        simd: S,
        pair: (usize, usize),
        all: &Batch,
        (firsts, seconds): (&Batch, &Batch),
        doubts: &mut Doubts,
    ) -> u64 {
        let splat = |byte| u8x64::splat(simd, byte);
        let needle = self.finder.needle();
        let (first, second) = (splat(needle[pair.0]), splat(needle[pair.1]));
        let line_break = splat(b'\n');
        let (mut lines, mut count) = (0, 0);
        for nth in 0..WINDOWS {
            let window = |batch: &Batch| u8x64::from_slice(simd, &batch[nth]);
            let places = window(firsts).simd_eq(first) & window(seconds).simd_eq(second);
            let places = places.to_bitmask();
            if places != 0 {
                doubts.windows[count] = (nth, places);
                count += 1;
            }
            let breaks = window(all).simd_eq(line_break).to_bitmask();
            lines += u64::from(breaks.count_ones());
        }
        doubts.count = count;
        lines
    }
}

/// Places of a batch where a text may begin: the numbers of windows, and a bit for each place in them.
#[derive(Default)]
struct Doubts {
    windows: [(usize, u64); WINDOWS],
    count: usize,
}

impl Doubts {
    fn found(&self) -> &[(usize, u64)] {
        &self.windows[..self.count]
    }
}

/// The batches of `bytes` from `at` on.
fn batches(bytes: &[u8], at: usize) -> &[Batch] {
    let (windows, _) = bytes.get(at..).unwrap_or_default().as_chunks();
    windows.as_chunks().0
}

/// The places that have a bit, the lowest of which is of the one at `at`.
fn places_of(mut bits: u64, at: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(at + bit)
    })
}

/// Line breaks.
pub fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Some windows' worth of text, in which a needle seldom stands by chance.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[abc\n]{0,40}", "[x\n]{0,400}", "[ax]{0,400}"]
    }

    proptest! {
        #[test]
        fn a_needle_is_found_where_it_stands_and_lines_are_counted(
            needle in "[abc]{1,20}", hay in prop::collection::vec(text(), 0..40), at in 0usize..41,
            is_there in any::<bool>(), own in 0usize..8000,
        ) {
            let mut parts = hay;
            if is_there {
                parts.insert(at.min(parts.len()), needle.clone());
            }
            let bytes = parts.concat();
            let own = own.min(bytes.len());
            let lines = bytes.as_bytes()[..own].iter().filter(|&&byte| byte == b'\n').count() as u64;
            for simd in [Level::new(), Level::baseline()] {
                let seen = Needle { simd, ..Needle::new(&needle) }.look(bytes.as_bytes(), own);
                prop_assert_eq!(seen, Seen { hit: bytes.contains(&needle), lines });
            }
        }
    }
}
