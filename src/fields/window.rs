//! Sixty-four bytes of a text seen at once: where lines end, and where a status may stand.

use std::ops::RangeInclusive;

use fearless_simd::prelude::*;
use fearless_simd::u8x64;

/// Bytes that are looked at at a time, in as many registers as the processor needs for that.
pub const WIDTH: usize = 64;

/// Digits of a status.
pub const DIGITS: usize = 3;

/// Where in some bytes stands what matters: a bit for each place, the first one the lowest.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    pub breaks: u64,
    pub escapes: u64,
    /// Digits that a status may begin with, and all digits.
    firsts: u64,
    digits: u64,
    /// Letters and digits.
    words: u64,
}

impl Window {
    /// What is behind a word of three digits, the first of which is one that is looked for. `before` is the window that
    /// ends where this one begins.
    #[inline(always)] // this and what it calls is to be compiled for the processor at hand
    pub fn numbers(&self, before: &Window) -> u64 {
        let digits = |places| behind(self.digits, before.digits, places);
        let number = behind(self.firsts, before.firsts, 3) & digits(2) & digits(1);
        number & !(behind(self.words, before.words, 4) | self.words)
    }

    /// What is behind a backslash.
    #[inline(always)]
    pub fn escaped(&self, before: &Window) -> u64 {
        behind(self.escapes, before.escapes, 1)
    }

    /// The window that ends with the first `places` bytes of this one, as if nothing stood before them.
    #[inline(always)]
    pub fn until(&self, places: usize) -> Window {
        let up = |bits: u64| bits.unbounded_shl((WIDTH - places) as u32);
        Window {
            breaks: up(self.breaks),
            escapes: up(self.escapes),
            firsts: up(self.firsts),
            digits: up(self.digits),
            words: up(self.words),
        }
    }
}

/// The places that stand so many behind those with a bit; some of these stand in the window before.
#[inline(always)]
fn behind(bits: u64, before: u64, places: u32) -> u64 {
    bits << places | before >> (u64::BITS - places)
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
    #[inline(always)]
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
        Window {
            breaks: bytes.simd_eq(splat(b'\n')).to_bitmask(),
            escapes: bytes.simd_eq(splat(b'\\')).to_bitmask(),
            firsts: (bytes - self.first).simd_le(self.others).to_bitmask(),
            digits,
            words: letters | digits,
        }
    }
}
