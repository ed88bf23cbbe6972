//! Keys as they are compared: in lower case, without `_`, `-`, `.` and space, and without a leading `@` unless a
//! single letter follows it (`@m` is serilog's message, `m` may be anything).
//!
//! Every key of every JSON line comes through here, so keys are normalised eight bytes at a time, and a normalised
//! key is a value of fixed size.

use std::hash::{Hash, Hasher};

use crate::swar;

/// Longer keys mean nothing to us.
const LONGEST: usize = 96;
/// Nor do longer tails of dotted keys. In units of eight bytes.
const WORD: usize = 4;
/// Segments of a dotted key that are looked at.
const DEEPEST: usize = 8;

/// A normalised key, or a tail of one, filled up with zeroes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word([u64; WORD]);

impl Word {
    /// A key without dots, which is most of them; `None` for another, or one of which nothing is left.
    #[inline]
    pub fn plain(key: &[u8]) -> Option<Word> {
        if key.len() > 8 * WORD {
            return None;
        }
        let mut word = [0; WORD + 1];
        let mut len = 0;
        for part in bare(key).chunks(8) {
            let mut runs = Runs::new(part);
            while let Some((run, size, behind)) = runs.next() {
                if behind == Some(b'.') {
                    return None;
                }
                append(&mut word, &mut len, run, size);
            }
        }
        let [a, b, c, d, _] = word;
        (len > 0).then_some(Word([a, b, c, d]))
    }
}

impl Hash for Word {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [a, b, c, d] = self.0;
        state.write_u64(a ^ b.rotate_left(17) ^ c.rotate_left(31) ^ d.rotate_left(47));
    }
}

/// A normalised key that remembers where its dots were.
pub struct Normal {
    /// Little-endian, and as many zeroes behind it as a word may take.
    eights: [u64; LONGEST / 8 + WORD + 1],
    len: usize,
    /// Where each segment of a dotted key starts.
    starts: [u8; DEEPEST],
    segments: usize,
}

impl Normal {
    /// A key that is too long, or of which nothing is left, has no segments.
    pub fn of(key: &[u8]) -> Normal {
        let mut normal = Normal {
            eights: [0; LONGEST / 8 + WORD + 1],
            len: 0,
            starts: [0; DEEPEST],
            segments: 1,
        };
        if key.len() <= LONGEST {
            bare(key).chunks(8).for_each(|part| normal.add(part));
        }
        if normal.len == 0 {
            normal.segments = 0;
        }
        normal
    }

    fn add(&mut self, part: &[u8]) {
        let mut runs = Runs::new(part);
        while let Some((run, size, behind)) = runs.next() {
            append(&mut self.eights, &mut self.len, run, size);
            if behind == Some(b'.') && self.len > 0 && self.segments < DEEPEST {
                self.starts[self.segments] = self.len as u8;
                self.segments += 1;
            }
        }
    }

    pub fn segments(&self) -> usize {
        self.segments
    }

    /// From a segment to the end; `None` where that is too long to mean anything.
    pub fn tail(&self, segment: usize) -> Option<Word> {
        let start = self.starts[segment] as usize;
        (1..=8 * WORD)
            .contains(&(self.len - start))
            .then(|| self.word(start))
    }

    /// One segment.
    pub fn segment(&self, segment: usize) -> Option<Word> {
        let start = self.starts[segment] as usize;
        let end = match self.starts.get(segment + 1) {
            Some(&end) if segment + 1 < self.segments => end as usize,
            _ => self.len,
        };
        let len = end - start;
        let Word(mut eights) = self.word(start);
        for (i, eight) in eights.iter_mut().enumerate() {
            *eight &= swar::mask(len.saturating_sub(8 * i).min(8));
        }
        (len <= 8 * WORD).then_some(Word(eights))
    }

    /// The word's length of bytes from `start`.
    fn word(&self, start: usize) -> Word {
        let (at, shift) = (start / 8, 8 * (start % 8));
        let mut word = [0; WORD];
        for (i, eight) in word.iter_mut().enumerate() {
            *eight = self.eights[at + i] >> shift | self.eights[at + i + 1] << 1 << (63 - shift);
        }
        Word(word)
    }
}

/// `key` without the `@` that some schemas put before theirs.
fn bare(key: &[u8]) -> &[u8] {
    match key {
        [b'@', _] => key,
        [b'@', rest @ ..] => rest,
        _ => key,
    }
}

fn append(eights: &mut [u64], len: &mut usize, run: u64, size: usize) {
    let (at, shift) = (*len / 8, 8 * (*len % 8));
    eights[at] |= run << shift;
    eights[at + 1] |= run >> 1 >> (63 - shift);
    *len += size;
}

/// The runs of bytes between separators, of at most eight bytes in lower case.
struct Runs {
    rest: u64,
    left: usize,
    done: bool,
}

impl Runs {
    fn new(part: &[u8]) -> Runs {
        Runs {
            rest: swar::lower(swar::load(part)),
            left: part.len(),
            done: false,
        }
    }

    /// A run, its length, and the separator behind it.
    fn next(&mut self) -> Option<(u64, usize, Option<u8>)> {
        if self.done {
            return None;
        }
        let rest = self.rest;
        let separators = swar::find(rest, b'_')
            | swar::find(rest, b'-')
            | swar::find(rest, b'.')
            | swar::find(rest, b' ');
        let size = swar::first(separators);
        if size >= self.left {
            self.done = true;
            return Some((rest, self.left, None));
        }
        let behind = (rest >> (8 * size)) as u8;
        self.left -= size + 1;
        self.rest = rest >> (8 * size) >> 8;
        Some((rest & swar::mask(size), size, Some(behind)))
    }
}
