//! Reading JSON byte by byte: just enough of a scanner to walk over an object and take out what is wanted.
//!
//! It is lenient, since logs are: what is cut off or malformed ends the walk or is stepped over, and nothing here
//! fails, allocates or looks at a byte twice (but for the strings that are taken out).

use memchr::{memchr2, memchr3};
use wide::u8x16;

/// Where the reader is.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A string between its quotes, as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raw<'a> {
    pub bytes: &'a [u8],
    pub escaped: bool,
    /// The text ended before the closing quote.
    pub cut: bool,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { bytes, at: 0 }
    }

    /// What has not been read yet.
    #[inline]
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    pub fn step(&mut self) {
        self.at = (self.at + 1).min(self.bytes.len());
    }

    /// Steps over white space and gives the byte behind it.
    #[inline]
    pub fn blanks(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Steps over `byte`, if it is next.
    #[inline]
    pub fn take(&mut self, byte: u8) -> bool {
        let next = self.blanks() == Some(byte);
        self.at += usize::from(next);
        next
    }

    /// Reads the string whose opening quote is next.
    #[inline]
    pub fn string(&mut self) -> Raw<'a> {
        self.at += 1;
        self.string_end()
    }

    /// Reads the string whose opening quote has been read.
    #[inline(always)]
    pub fn string_end(&mut self) -> Raw<'a> {
        let start = self.at;
        let mut escaped = false;
        loop {
            let Some(found) = quote_or_backslash(&self.bytes[self.at..]) else {
                self.at = self.bytes.len();
                return Raw {
                    bytes: &self.bytes[start..],
                    escaped,
                    cut: true,
                };
            };
            let at = self.at + found;
            if self.bytes[at] == b'"' {
                self.at = at + 1;
                return Raw {
                    bytes: &self.bytes[start..at],
                    escaped,
                    cut: false,
                };
            }
            escaped = true;
            self.at = (at + 2).min(self.bytes.len());
        }
    }

    /// Reads what is neither string, object nor array: a number, a word, or anything malformed.
    #[inline]
    pub fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let ends = |b: &u8| matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
        let len = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// Steps over a value; `false` when the text ends within it.
    pub fn skip_value(&mut self) -> bool {
        match self.blanks() {
            Some(b'"') => !self.string().cut,
            Some(b'{') => self.skip_nested(b'{', b'}'),
            Some(b'[') => self.skip_nested(b'[', b']'),
            Some(_) => {
                self.word();
                true
            }
            None => false,
        }
    }

    /// Steps over an object or an array. Only its own kind of bracket is counted: in JSON the other kind is
    /// balanced within it.
    fn skip_nested(&mut self, open: u8, close: u8) -> bool {
        let mut depth = 0usize;
        while let Some(found) = memchr3(b'"', open, close, &self.bytes[self.at..]) {
            self.at += found;
            match self.bytes[self.at] {
                b'"' => {
                    self.string();
                }
                byte if byte == open => {
                    depth += 1;
                    self.at += 1;
                }
                _ => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        return true;
                    }
                }
            }
        }
        self.at = self.bytes.len();
        false
    }

    /// After something malformed, goes on at the next member: behind a comma before a quote. `false` when there is
    /// none.
    pub fn resume(&mut self) -> bool {
        let mut from = self.at;
        while let Some(found) = memchr::memchr(b',', &self.bytes[from..]) {
            self.at = from + found + 1;
            if self.blanks() == Some(b'"') {
                return true;
            }
            from = self.at.max(from + found + 1);
        }
        self.at = self.bytes.len();
        false
    }
}

/// Where the first quote or backslash is. Most strings are shorter than what a call of `memchr` costs, so the
/// first bytes are looked at in place.
#[inline(always)]
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    const NEAR: usize = 64;
    let near = &bytes[..bytes.len().min(NEAR)];
    let (chunks, _) = near.as_chunks();
    for (at, chunk) in chunks.iter().enumerate() {
        let chunk = u8x16::new(*chunk);
        let found = chunk.simd_eq(u8x16::splat(b'"')) | chunk.simd_eq(u8x16::splat(b'\\'));
        let found = found.to_bitmask();
        if found != 0 {
            return Some(16 * at + found.trailing_zeros() as usize);
        }
    }
    let at = 16 * chunks.len();
    memchr2(b'"', b'\\', &bytes[at..]).map(|found| at + found)
}
