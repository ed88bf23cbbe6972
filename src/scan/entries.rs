//! The entries of a piece, one after the other or several at a time.

use crate::chunk::Piece;
use crate::entry::{Boundary, Start};
use crate::fields::{Extent, Lines};
use crate::needle::count_lines;

/// One entry of a piece.
#[derive(Clone, Copy)]
pub struct Entry<'b> {
    /// All of its bytes, line breaks included.
    pub bytes: &'b [u8],
    /// Bytes of the source before it.
    pub offset: u64,
    /// Number of its first line, and how many it has; only told when the scan numbers lines.
    pub line: u64,
    pub lines: u64,
    /// What splitting learned of its first line.
    pub start: Start,
}

/// The entries of a piece, in order.
pub struct Entries<'b> {
    piece: Piece<'b>,
    boundary: &'b Boundary,
    /// Where the next one starts, and what is known of its first line.
    at: usize,
    start: Start,
    /// Number of its first line; 0 where nobody asked for line numbers.
    line: u64,
}

pub fn entries<'b>(piece: Piece<'b>, boundary: &'b Boundary) -> Entries<'b> {
    Entries {
        piece,
        boundary,
        at: 0,
        start: None,
        line: piece.line,
    }
}

impl<'b> Entries<'b> {
    /// Goes through entries for as long as a glance at the text from one on tells of it, and perhaps of more behind it that
    /// are as it is, how far they extend and whether they are asked for. Gives how many were not, and the one that was.
    pub fn glance(
        &mut self,
        mut glance: impl FnMut(&'b [u8]) -> Option<(Extent, bool)>,
    ) -> (u64, Option<Entry<'b>>) {
        let mut passed = 0;
        loop {
            let entry = match glance(&self.piece.bytes[self.at..]) {
                Some((Extent::Lines(lines), false)) => {
                    self.step(lines);
                    passed += lines.count;
                    continue;
                }
                Some((Extent::Lines(lines), true)) => Some(self.step(lines)),
                Some((Extent::More, true)) => self.next(),
                Some((Extent::More, false)) | None => None,
            };
            return (passed, entry);
        }
    }

    /// Line breaks before the next one; only told where lines are numbered.
    pub fn lines_passed(&self) -> u64 {
        self.line - self.piece.line
    }

    /// Goes through entries of one line for as long as `take` takes the one that the text from one on begins with, and
    /// gives its bytes. It is told how many bytes of the source are before.
    pub fn skim(&mut self, mut take: impl FnMut(&'b [u8], u64) -> Option<usize>) {
        loop {
            let (text, offset) = (
                &self.piece.bytes[self.at..],
                self.piece.offset + self.at as u64,
            );
            let Some(bytes) = take(text, offset) else {
                return;
            };
            self.step(Lines { count: 1, bytes });
        }
    }

    /// Steps over entries of one line, and gives them as if they were one.
    fn step(&mut self, lines: Lines) -> Entry<'b> {
        let entry = Entry {
            bytes: &self.piece.bytes[self.at..self.at + lines.bytes],
            offset: self.piece.offset + self.at as u64,
            line: self.line,
            lines: if self.line > 0 { lines.count } else { 0 },
            start: self.start.take(),
        };
        self.line += entry.lines;
        self.at += lines.bytes;
        entry
    }
}

impl<'b> Iterator for Entries<'b> {
    type Item = Entry<'b>;

    fn next(&mut self) -> Option<Entry<'b>> {
        let Entries {
            piece, at, start, ..
        } = *self;
        if at >= piece.bytes.len() {
            return None;
        }
        let end = piece.entry_end(at, start, self.boundary);
        let bytes = &piece.bytes[at..end.at];
        let mut entry = Entry {
            bytes,
            offset: piece.offset + at as u64,
            line: self.line,
            lines: 0,
            start,
        };
        if self.line > 0 {
            let breaks = count_lines(bytes);
            self.line += breaks;
            entry.lines = breaks + u64::from(bytes.last() != Some(&b'\n'));
        }
        (self.at, self.start) = (end.at, end.next);
        Some(entry)
    }
}
