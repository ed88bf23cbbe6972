//! Sixty-four bytes of a text seen at once: where lines end, and where a status may stand.

use std::ops::RangeInclusive;

use fearless_simd::prelude::*;
use fearless_simd::u8x64;

/// Bytes that are looked at at a time, in as many registers as the processor needs for that.
pub const WIDTH: usize = 64;

/// Digits of a status.
pub const DIGITS: usize = 3;

/// Bytes of a window that tell of what is behind them.
pub const BEFORE: usize = DIGITS + 1;

/// Bytes from one window to the next: each is told by the window in which those before it stand as well.
pub const STEP: usize = WIDTH - BEFORE;

/// Where in some bytes stands what matters: a bit for each place, the first one the lowest.
pub struct Window {
    pub breaks: u64,
    pub escapes: u64,
    /// What is behind a word of three digits, the first of which is one that is looked for.
    pub numbers: u64,
}

/// What is looked for in a window.
#[derive(Clone, Copy)]
pub struct Look<S: Simd> {
    simd: S,
    /// The lowest digit that a status may begin with, and how far above it others are.
    first: u8x64<S>,
    others: u8x64<S>,
}

impl<S: Simd> Look<S> {
    #[inline(always)] // this and what it calls is to be compiled for the processor at hand
    pub fn new(simd: S, firsts: &RangeInclusive<u8>) -> Look<S> {
        Look {
            simd,
            first: u8x64::splat(simd, *firsts.start()),
            others: u8x64::splat(simd, firsts.end() - firsts.start()),
        }
    }

    #[inline(always)]
    pub fn at(&self, bytes: &[u8; WIDTH]) -> Window {
        let bytes = u8x64::from_slice(self.simd, bytes);
        let splat = |byte| u8x64::splat(self.simd, byte);
        let letters = (bytes | splat(b'a' - b'A')) - splat(b'a');
        let letters = letters.simd_le(splat(b'z' - b'a')).to_bitmask();
        let digits = (bytes - splat(b'0')).simd_le(splat(9)).to_bitmask();
        let firsts = (bytes - self.first).simd_le(self.others).to_bitmask();
        let words = letters | digits;
        Window {
            breaks: bytes.simd_eq(splat(b'\n')).to_bitmask(),
            escapes: bytes.simd_eq(splat(b'\\')).to_bitmask(),
            numbers: firsts << 3 & digits << 2 & digits << 1 & !(words << 4 | words),
        }
    }
}
