//! Lines, and where they stand in a text.

use std::ops::Range;

use super::words::Words;

/// A line without its indentation and what ends it.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub indent: usize,
}

impl<'a> Line<'a> {
    /// What a line is, its first bytes tell; no mark looks further.
    pub const REACH: usize = 1024;

    pub fn new(line: &'a str) -> Line<'a> {
        let mut reach = line.len().min(Line::REACH);
        while !line.is_char_boundary(reach) {
            reach -= 1;
        }
        let line = &line[..reach];
        let text = line.trim_ascii_start();
        Line {
            text: text.trim_ascii_end(),
            indent: line.len() - text.len(),
        }
    }

    /// The part of the line before its first bytes that are not UTF-8.
    pub fn of_bytes(line: &'a [u8]) -> Line<'a> {
        let line = &line[..line.len().min(Line::REACH)];
        Line::new(match std::str::from_utf8(line) {
            Ok(text) => text,
            Err(e) => std::str::from_utf8(&line[..e.valid_up_to()]).unwrap_or_default(),
        })
    }

    /// A quick no for most lines: whether it may name a place in a source file (`order.rb:57`, `order.nim(57)`,
    /// `order.pl line 57`), or ends as the lines do that announce a trace.
    pub fn may_tell_place(&self) -> bool {
        const LINE: Words = Words::new(" line ");
        let bytes = self.text.as_bytes();
        let ends_file = |b: u8| b.is_ascii_alphabetic() || b == b'>' || b == b')' || b == b'_';
        let is_place = |i: usize| {
            i > 0 && ends_file(bytes[i - 1]) && bytes.get(i + 1).is_some_and(u8::is_ascii_digit)
        };
        match bytes.last() {
            Some(b':') if bytes.ends_with(b"):") => return true,
            Some(b'0'..=b'9' | b'.') if LINE.is_in(self.text) => return true,
            Some(b'0'..=b'9' | b']') if memchr::memchr(b'@', bytes).is_some() => return true,
            _ => {}
        }
        memchr::memchr2_iter(b':', b'(', bytes).any(is_place)
    }

    /// Only brackets and commas: the edges of a printed value.
    pub fn is_punctuation(&self) -> bool {
        self.text.len() <= 4 && self.text.bytes().all(|b| b"{}[](),;:".contains(&b))
    }
}

/// The lines of a text that are not blank, each with where it starts.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<(usize, &'a str)> {
        while self.at < self.text.len() {
            let start = self.at;
            let rest = &self.text[start..];
            let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            self.at = (start + end + 1).min(self.text.len());
            let line = rest[..end].trim_ascii_end();
            if !line.is_empty() {
                return Some((start, line));
            }
        }
        None
    }
}

/// Where a line stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub line: Line<'a>,
    pub start: usize,
    pub end: usize,
}

impl<'a> Place<'a> {
    /// Where the line `raw` stands that starts at `start`, with its indentation.
    pub fn of(start: usize, raw: &'a str) -> Place<'a> {
        Place {
            line: Line::new(raw),
            start,
            end: start + raw.len(),
        }
    }

    /// Bytes of the line's text as bytes of the whole; what reaches the end of what was looked at goes on to the line's.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        let base = self.start + self.line.indent;
        let end = if range.end == self.line.text.len() {
            self.end
        } else {
            base + range.end
        };
        let start = base + range.start;
        start..end.max(start)
    }
}
