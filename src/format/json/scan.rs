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
    #[inline]
    pub fn string_end(&mut self) -> Raw<'a> {
        let rest = self.rest();
        let (len, escaped) =
            string_len(rest).unwrap_or_else(|| (rest.len(), rest.contains(&b'\\')));
        self.at = (self.at + len + 1).min(self.bytes.len());
        Raw {
            bytes: &rest[..len],
            escaped,
            cut: len == rest.len(),
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

/// The bytes before the quote that ends the string which `text` begins within, and whether any is escaped; `None` where
/// the text ends first.
#[inline(always)] // runs for every string of every entry
pub fn string_len(text: &[u8]) -> Option<(usize, bool)> {
    // Most strings are short, and have neither escapes nor the text's end near them.
    match text.first_chunk().and_then(first_sign) {
        Some(len) if text[len] == b'"' => Some((len, false)),
        _ => far_string_len(text),
    }
}

fn far_string_len(text: &[u8]) -> Option<(usize, bool)> {
    let (mut at, mut escaped) = (0, false);
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some((at, escaped));
        }
        escaped = true;
        at += 2;
    }
}

/// How far ahead strings are looked at in place: most are shorter than what a call of `memchr` costs.
const NEAR: usize = 48;

/// Where the first quote or backslash is.
#[inline(always)]
fn first_sign(near: &[u8; NEAR]) -> Option<usize> {
    let (chunks, _) = near.as_chunks();
    for (nth, chunk) in chunks.iter().enumerate() {
        let chunk = u8x16::new(*chunk);
        let found = chunk.simd_eq(u8x16::splat(b'"')) | chunk.simd_eq(u8x16::splat(b'\\'));
        let found = found.to_bitmask();
        if found != 0 {
            return Some((16 * nth + found.trailing_zeros() as usize).min(NEAR - 1));
        }
    }
    None
}
