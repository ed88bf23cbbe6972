//! Where lines end and where a status may stand, in many bytes at once and before anybody asks of a line: no question is
//! asked of a byte whose answer is hard to foresee.

use std::ops::RangeInclusive;

use fearless_simd::prelude::*;

use super::window::{Look, WIDTH, Window};

/// Bytes that are marked at a time, and perhaps some behind them: a few dozen lines.
const CHUNK: usize = 64 * WIDTH;

/// Bytes that are looked at for that.
pub const REACH: usize = CHUNK + WIDTH;

/// Places in some bytes, each in their order.
#[derive(Clone, Debug)]
pub struct Marks {
    breaks: Places,
    doubts: Places,
}

#[derive(Clone, Debug)]
struct Places {
    /// Those found, and behind them what means nothing.
    places: [u16; REACH + Places::AHEAD],
    count: usize,
}

impl Default for Marks {
    fn default() -> Marks {
        let none = Places {
            places: [0; REACH + Places::AHEAD],
            count: 0,
        };
        Marks {
            breaks: none.clone(),
            doubts: none,
        }
    }
}

impl Marks {
    /// Line breaks.
    pub fn breaks(&self) -> &[u16] {
        self.breaks.found()
    }

    /// What is behind a word of three digits, the first of which is one of those, or behind a backslash.
    pub fn doubts(&self) -> &[u16] {
        self.doubts.found()
    }

    /// Marks the places of `bytes`, before which a line ends.
    #[inline(always)] // it is to be compiled for the processor at hand
    pub fn fill<S: Simd>(&mut self, simd: S, bytes: &[u8; REACH], firsts: &RangeInclusive<u8>) {
        let look = Look::new(simd, firsts);
        (self.breaks.count, self.doubts.count) = (0, 0);
        // What does not begin with a cache line lies in two, and is loaded in two steps.
        let start = bytes.as_ptr().align_offset(WIDTH);
        let (Some(first), Some(aligned)) = (bytes.first_chunk(), bytes.get(start..start + CHUNK))
        else {
            return;
        };
        let first = look.at(first);
        let told = !u64::MAX.unbounded_shl(start as u32);
        self.add(0, &first, &Window::default(), told);
        let mut before = first.until(start);
        let (windows, _) = aligned.as_chunks();
        let mut at = start;
        for window in windows {
            let window = look.at(window);
            self.add(at, &window, &before, u64::MAX);
            before = window;
            at += WIDTH;
        }
    }

    /// Marks those of a window's places that have a bit in `told`.
    #[inline(always)]
    fn add(&mut self, at: usize, window: &Window, before: &Window, told: u64) {
        self.breaks.add(at, window.breaks & told);
        let doubts = window.numbers(before) | window.escaped(before);
        self.doubts.add_few(at, doubts & told);
    }
}

impl Places {
    /// So many places are written at once, found or not.
    const AHEAD: usize = 2;

    fn found(&self) -> &[u16] {
        &self.places[..self.count]
    }

    /// Adds those that have a bit, the lowest of which is of the place `at`. Windows hold few of them, but seldom none.
    #[inline(always)]
    fn add(&mut self, at: usize, bits: u64) {
        // The count is at most the number of bytes gone by; this says so to the compiler as well.
        let Some(ahead) = self.places.get_mut(self.count..self.count + Self::AHEAD) else {
            return;
        };
        let mut rest = bits;
        for place in ahead {
            *place = (at as u32 + rest.trailing_zeros()) as u16;
            rest &= rest.wrapping_sub(1);
        }
        match rest {
            0 => self.count += bits.count_ones() as usize,
            _ => self.add_few(at, bits),
        }
    }

    /// The same where there are hardly any.
    #[inline(always)]
    fn add_few(&mut self, at: usize, mut bits: u64) {
        while bits != 0 {
            self.places[self.count] = (at as u32 + bits.trailing_zeros()) as u16;
            self.count += 1;
            bits &= bits - 1;
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
        fn marks_are_where_a_slow_reader_finds_them(
            parts in prop::collection::vec(prop_oneof!["[4-6a\n\\\\ :]{0,12}", "[5\n]{0,90}", "[ a-z]{0,80}"], 60..260),
            before in 0..WIDTH,
        ) {
            // Which cache lines it lies in makes no difference, nor what stands before it.
            let mut all = b"x\n\\555".repeat(WIDTH);
            all.truncate(before);
            all.extend(parts.concat().into_bytes());
            all.resize(before + REACH, b' ');
            let text = &all[before..];
            let bytes = text.first_chunk().expect("resized");
            let mut marks = Marks::default();
            let mut narrow = Marks::default();
            dispatch!(Level::new(), simd => marks.fill(simd, bytes, &(b'4'..=b'5')));
            dispatch!(Level::baseline(), simd => narrow.fill(simd, bytes, &(b'4'..=b'5')));
            prop_assert_eq!(marks.doubts(), narrow.doubts());
            prop_assert_eq!(marks.breaks(), narrow.breaks());
            let told = CHUNK + bytes.as_ptr().align_offset(WIDTH);
            let at = |place: usize| text.get(place).copied().unwrap_or(b' ');
            let before = |place: usize, by: usize| place.checked_sub(by).map_or(b' ', at);
            let is_doubt = |place: &usize| {
                let digits = (1..=3).all(|by| before(*place, by).is_ascii_digit());
                let number = digits && matches!(before(*place, 3), b'4' | b'5');
                let word = number && !at(*place).is_ascii_alphanumeric() && !before(*place, 4).is_ascii_alphanumeric();
                word || before(*place, 1) == b'\\'
            };
            let places = |places: &[u16]| places.iter().map(|&place| usize::from(place)).collect::<Vec<_>>();
            prop_assert_eq!(places(marks.doubts()), (0..told).filter(is_doubt).collect::<Vec<_>>());
            let breaks: Vec<usize> = (0..told).filter(|&place| at(place) == b'\n').collect();
            prop_assert_eq!(places(marks.breaks()), breaks);
        }
    }
}
