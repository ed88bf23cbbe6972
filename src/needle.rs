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
        let (mut seen, looked_at) =
            dispatch!(self.simd, simd => self.look_on(simd, pair, bytes, own));
        seen.hit |= self.is_in(&bytes[looked_at..]);
        seen.lines += count_lines(&bytes[looked_at..own]);
        seen
    }

    /// The same for whole windows; tells as well where the first one begins that was not looked at.
    #[inline(always)] // it is to be compiled for the processor at hand
    fn look_on<S: Simd>(
        &self,
        simd: S,
        pair: (usize, usize),
        bytes: &[u8],
        own: usize,
    ) -> (Seen, usize) {
        let needle = self.finder.needle();
        let splat = |byte| u8x64::splat(simd, byte);
        let line_break = splat(b'\n');
        let (first, second) = (splat(needle[pair.0]), splat(needle[pair.1]));
        // The same bytes three times: where the first, the second and line breaks are looked for.
        let firsts = windows(bytes, pair.0);
        let seconds = windows(bytes, pair.1);
        let all = windows(&bytes[..own], 0);
        let mut seen = Seen::default();
        let mut at = 0;
        for (all, (firsts, seconds)) in all.iter().zip(firsts.iter().zip(seconds)) {
            let half = |windows: &[u8; 2 * WIDTH], nth: usize| {
                let (halves, _) = windows.as_chunks::<WIDTH>();
                u8x64::from_slice(simd, &halves[nth])
            };
            let places =
                |nth| half(firsts, nth).simd_eq(first) & half(seconds, nth).simd_eq(second);
            let breaks = |nth| half(all, nth).simd_eq(line_break).to_bitmask().count_ones();
            seen.lines += u64::from(breaks(0) + breaks(1));
            let (places, more) = (places(0).to_bitmask(), places(1).to_bitmask());
            if places | more != 0 {
                let stands = |place: usize| bytes[place..].starts_with(needle);
                seen.hit |=
                    places_of(places, at).any(stands) || places_of(more, at + WIDTH).any(stands);
            }
            at += 2 * WIDTH;
        }
        (seen, at)
    }
}

/// The windows of `bytes` from `at` on, two at a time.
fn windows(bytes: &[u8], at: usize) -> &[[u8; 2 * WIDTH]] {
    bytes.get(at..).unwrap_or_default().as_chunks().0
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

    proptest! {
        #[test]
        fn a_needle_is_found_where_it_stands_and_lines_are_counted(
            needle in "[abc]{1,20}", hay in prop::collection::vec("[abc\n]{0,40}", 0..12), at in 0usize..13,
            is_there in any::<bool>(), own in 0usize..400,
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
