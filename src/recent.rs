//! What short texts were found to mean, so that those which come again and again are told by a comparison or two; and where
//! longer ones, the lines of traces, are remembered.

use crate::swar;

/// Longer texts are asked for each time.
const LONGEST: usize = 32;

/// So many texts are remembered at a time, where there are no more that come often; of two that fall on one place, the
/// later.
const FEW: usize = 512;

/// Spreads what is similar over all places.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The bytes of a short text, in registers.
type Words = [u64; 4];

/// Meanings of texts by their bytes.
#[derive(Clone, Debug)]
pub struct Recent<T, const PLACES: usize = FEW> {
    /// Empty until something is remembered.
    known: Vec<Known<T>>,
}

/// In one line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Known<T> {
    words: Words,
    label: u64,
    len: u8,
    what: Option<T>,
}

impl<T, const PLACES: usize> Default for Recent<T, PLACES> {
    fn default() -> Self {
        Recent { known: Vec::new() }
    }
}

impl<T: Copy, const PLACES: usize> Recent<T, PLACES> {
    /// What `text` means, which is asked of `find` if it is not remembered.
    #[inline]
    pub fn of(&mut self, text: &[u8], find: impl FnOnce(&[u8]) -> T) -> T {
        match self.get(text) {
            Some(what) => what,
            None => {
                let what = find(text);
                self.learn(text, what);
                what
            }
        }
    }

    /// What `text` means, if that is remembered.
    #[inline]
    pub fn get(&self, text: &[u8]) -> Option<T> {
        self.get_of(0, text)
    }

    /// Remembers what `text` means.
    pub fn learn(&mut self, text: &[u8], what: T) {
        self.learn_of(0, text, what);
    }

    /// What `text` means to one of several, who are known by a label.
    #[inline]
    pub fn get_of(&self, label: u64, text: &[u8]) -> Option<T> {
        let words = words(text)?;
        let known = self.known.get(place::<PLACES>(label, words, text.len()))?;
        // In this order nothing is put together in memory only to be compared.
        let [a, b, c, d] = words;
        let [own_a, own_b, own_c, own_d] = known.words;
        let differs = (a ^ own_a) | (b ^ own_b) | (c ^ own_c) | (d ^ own_d) | (label ^ known.label);
        let is_same = differs == 0 && usize::from(known.len) == text.len();
        known.what.filter(|_| is_same)
    }

    pub fn learn_of(&mut self, label: u64, text: &[u8], what: T) {
        let Some(words) = words(text) else {
            return;
        };
        let nothing = Known {
            words: [0; 4],
            label: 0,
            len: 0,
            what: None,
        };
        self.known.resize(PLACES, nothing);
        self.known[place::<PLACES>(label, words, text.len())] = Known {
            words,
            label,
            len: text.len() as u8,
            what: Some(what),
        };
    }
}

#[inline]
fn place<const PLACES: usize>(label: u64, words: Words, len: usize) -> usize {
    let [a, b, c, d] = words;
    let mixed = (a ^ c.rotate_left(23) ^ label ^ len as u64).wrapping_mul(MIX)
        ^ (b ^ d.rotate_left(23)).wrapping_mul(MIX).rotate_left(32);
    (mixed.wrapping_mul(MIX) >> (u64::BITS - PLACES.ilog2())) as usize
}

/// All bytes of a text, some of them twice; together with its length they are it.
#[inline]
fn words(text: &[u8]) -> Option<Words> {
    let of_8 = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let of_4 = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes).into());
    match text.len() {
        0 => Some([0; 4]),
        len @ 1..4 => {
            let byte = |at: usize| u64::from(text[at]);
            Some([byte(0) | byte(len / 2) << 8 | byte(len - 1) << 16, 0, 0, 0])
        }
        4..8 => Some([of_4(text.first_chunk()), of_4(text.last_chunk()), 0, 0]),
        8..=16 => Some([of_8(text.first_chunk()), of_8(text.last_chunk()), 0, 0]),
        len @ 17..=LONGEST => Some([
            of_8(text.first_chunk()),
            of_8(text[8..].first_chunk()),
            of_8(text[len - 16..].first_chunk()),
            of_8(text.last_chunk()),
        ]),
        _ => None,
    }
}

/// Longer lines are seldom the same.
const LONGEST_LINE: usize = 256;

/// Where a line is remembered, among so many places: by its length, its last bytes and some in its middle, since the first
/// are often alike. `None` for one that is not worth it.
#[inline]
pub fn line_place<const PLACES: usize>(line: &[u8]) -> Option<usize> {
    let of_8 = |at: usize| swar::load(&line[at..(at + 8).min(line.len())]);
    let words = match line.len() {
        0..8 => of_8(0),
        len @ 8..16 => of_8(0) ^ of_8(len - 8).rotate_left(29),
        len @ 16..=LONGEST_LINE => {
            of_8(len - 8) ^ of_8(len - 16).rotate_left(29) ^ of_8(len / 2 - 4).rotate_left(43)
        }
        _ => return None,
    };
    let hash = (words ^ line.len() as u64).wrapping_mul(MIX) >> (u64::BITS - PLACES.ilog2());
    Some(hash as usize)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_means_what_was_found_for_it(texts in prop::collection::vec("[ab]{0,6}|[ab]{14,18}|[a\0]{0,36}", 1..200)) {
            let (mut recent, mut numbers) = (Recent::<_>::default(), HashMap::new());
            for text in &texts {
                let next = numbers.len();
                let number = *numbers.entry(text).or_insert(next);
                prop_assert_eq!(recent.of(text.as_bytes(), |_| number), number, "{}", text);
            }
        }
    }

    #[test]
    fn what_is_remembered_is_not_asked_for() {
        let mut recent = Recent::<_>::default();
        recent.of(b"u190", |_| 1);
        assert_eq!(recent.of(b"u190", |_| 2), 1);
        assert_eq!(recent.of(b"u191", |_| 2), 2);
        assert_eq!(recent.of(&[b'a'; LONGEST + 1], |_| 1), 1);
        assert_eq!(recent.of(&[b'a'; LONGEST + 1], |_| 2), 2);
    }
}
