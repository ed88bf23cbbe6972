//! How lines begin, told from their first bytes in one comparison.
//!
//! Most lines of a log begin like one before them: in nothing but the digits of a time do they differ, or in nothing at
//! all.

use fearless_simd::prelude::*;
use fearless_simd::u8x64;

/// Bytes that are compared; an opening is no longer.
const WIDTH: usize = 64;

/// Bytes that lines may begin with.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The lowest byte that may stand at each place, and how far above it others may.
    lowest: [u8; WIDTH],
    above: [u8; WIDTH],
    /// Where that of the line begins which it says nothing of.
    rest: usize,
}

impl Opening {
    /// One of those bytes, if there are not too many. What follows from a line's beginning may hold for no more than its
    /// first `rest` bytes.
    pub fn new(bytes: &[u8], rest: usize) -> Option<Opening> {
        let mut opening = Opening {
            lowest: [0; WIDTH],
            above: [u8::MAX; WIDTH],
            rest,
        };
        opening
            .lowest
            .get_mut(..bytes.len())?
            .copy_from_slice(bytes);
        opening.above[..bytes.len()].fill(0);
        Some(opening)
    }

    /// Lets other bytes stand at a place as well: from `lowest` to so many `above` it.
    pub fn allow(&mut self, at: usize, lowest: u8, above: u8) {
        (self.lowest[at], self.above[at]) = (lowest, above);
    }

    #[inline(always)]
    fn fits<S: Simd>(&self, simd: S, start: &[u8; WIDTH]) -> bool {
        let vector = |bytes| u8x64::from_slice(simd, bytes);
        let over = vector(start) - vector(&self.lowest);
        over.simd_le(vector(&self.above)).to_bitmask() == u64::MAX
    }
}

/// The openings that came last. The one that was found last stands nearer the front.
#[derive(Debug, Default)]
pub struct Openings(Vec<Opening>);

impl Openings {
    /// What comes often is of few kinds.
    const MOST: usize = 8;

    /// Where the rest of `text` begins, if it begins with one of these. A text that is hardly longer than an opening may
    /// be is not looked at.
    #[inline(always)] // it is to be compiled for the processor at hand
    pub fn find<S: Simd>(&mut self, simd: S, text: &[u8]) -> Option<usize> {
        let start = text.first_chunk()?;
        // No iterator's closure, which would not be compiled for the processor.
        let mut at = 0;
        while !self.0.get(at)?.fits(simd, start) {
            at += 1;
        }
        let rest = self.0[at].rest;
        if at > 0 {
            self.0.swap(at - 1, at);
        }
        Some(rest)
    }

    pub fn learn(&mut self, opening: Opening) {
        if !self.0.contains(&opening) {
            self.0.truncate(Self::MOST - 1);
            self.0.insert(0, opening);
        }
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn openings_are_found_where_every_byte_may_stand(
            known in prop::collection::vec(("[a-d]{0,66}", 0usize..66), 0..12), text in "[a-d]{0,6}", own in 0usize..12,
        ) {
            let mut openings = Openings::default();
            let learned = known.iter().filter_map(|(bytes, free)| {
                let mut opening = Opening::new(bytes.as_bytes(), bytes.len())?;
                if *free < bytes.len() {
                    opening.allow(*free, b'b', 1);
                }
                openings.learn(opening);
                Some((bytes.as_bytes(), *free.min(&bytes.len())))
            });
            let learned: Vec<_> = learned.collect();
            let mut kept: Vec<_> = Vec::new();
            for known in &learned {
                if !kept.contains(&known) {
                    kept.truncate(Openings::MOST - 1);
                    kept.insert(0, known);
                }
            }
            let own = learned.get(own).map_or(b"".as_slice(), |(bytes, _)| *bytes);
            let text = [own, text.as_bytes(), b"dcba".repeat(16).as_slice()].concat();
            let fits = |bytes: &[u8], free: usize| {
                (0..).zip(bytes.iter().zip(&text)).all(|(at, (byte, other))| match at == free {
                    true => b"bc".contains(other),
                    false => byte == other,
                })
            };
            let all: Vec<usize> = kept.iter().filter(|(bytes, free)| fits(bytes, *free)).map(|(bytes, _)| bytes.len()).collect();
            for level in [Level::new(), Level::baseline()] {
                let found = dispatch!(level, simd => openings.find(simd, &text));
                prop_assert!(found.map_or(all.is_empty(), |rest| all.contains(&rest)));
            }
            prop_assert_eq!(dispatch!(Level::new(), simd => openings.find(simd, &text[..WIDTH - 1])), None);
        }
    }
}
