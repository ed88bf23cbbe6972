//! Reads the head of a log line whose layout nobody configured: the stamp, the level, and where the message begins.
//!
//! Layouts differ in the order and the dress of a few kinds of parts: a stamp, a level, numbers of processes and
//! threads, names of threads and loggers, places in the source, bracketed IDs, and separators. The reader goes
//! from part to part. What is plainly a part of a head moves the message's beginning (`body`) behind it at once;
//! anything else is only held back, and belongs to the head if a level (or a separator) follows soon enough, to
//! the message otherwise. So a word of the message is not lost to the head.
//!
//! One file a kind of part: `stamp`, `severity`, `origin` (names and places); `token` cuts words. `memo` knows the heads of earlier lines
//! again, which differ in little but the stamp, and `near` their levels.

mod memo;
mod near;
mod origin;
mod severity;
mod stamp;
mod token;

pub use stamp::{When, far_stamp};

use std::cell::Cell;

use super::lex;
use crate::event::Level;
use crate::time;
use token::{Token, is_sign, word_end};

/// How far into a line its head is looked for, in bytes.
const LIMIT: usize = 400;
/// Parts of a head at most.
const PARTS: usize = 24;

/// What the head of a line tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub when: Option<When>,
    pub level: Option<Level>,
    /// The level is set off by case, brackets or a colon; it is not a word that may be the message's first.
    pub level_marked: bool,
    /// Where the message begins.
    pub body: usize,
    /// Where the part after the stamp (or after the level, without one) begins: what identifies a request stands
    /// between here and `body`.
    pub tags: usize,
    /// Parts before the stamp, the level not counted, and how many of them are plain words.
    pub parts_before: usize,
    pub words_before: usize,
    /// The head names a logger or a place in the source.
    pub names_origin: bool,
    /// What stands between `tags` and `body` is known to tell nothing of a request.
    pub mute: bool,
}

/// Reads the head of `line`; `None` when it has neither stamp nor level.
pub fn read(line: &[u8]) -> Option<Head> {
    let mut reader = Reader::new(within_limit(line));
    if reader.parts(1, |_| false) {
        memo::read_rest(&mut reader);
    }
    reader.finish()
}

/// The level that the head of the first line of `text` tells, whose dated stamp ends at `stamp`.
#[inline]
pub fn level(text: &[u8], stamp: usize) -> Option<Level> {
    let ends_plainly = text[..stamp].last().is_some_and(u8::is_ascii_alphanumeric);
    let near = || near::level(&text[stamp..]);
    let known = ends_plainly.then(near).flatten();
    known.or_else(|| level_of_line(lex::first_line(text).0, stamp, ends_plainly))
}

/// How much of what follows on the stamp was enough to tell the level, where that is remembered.
pub fn known_behind(text: &[u8], stamp: usize) -> Option<usize> {
    let ends_plainly = text[..stamp].last().is_some_and(u8::is_ascii_alphanumeric);
    ends_plainly.then(|| near::reach(&text[stamp..]))?
}

#[cold]
fn level_of_line(line: &[u8], stamp: usize, ends_plainly: bool) -> Option<Level> {
    if ends_plainly {
        if let Some(level) = memo::level_behind(within_limit(line), stamp) {
            return Some(level);
        }
        near::learn(within_limit(line), stamp);
    }
    read(line)?.level
}

/// Reads no further than is needed to tell whether `line` has a head: `body` and `tags` mean nothing.
pub fn glance(line: &[u8]) -> Option<Head> {
    let mut reader = Reader::new(within_limit(line));
    reader.parts(PARTS, |head| {
        head.when
            .is_some_and(|when| head.level.is_some() || head.parts_before == 0 && when.has_date())
    });
    reader.finish()
}

/// As much of the line as is looked at, which does not end within a word.
fn within_limit(line: &[u8]) -> &[u8] {
    match line.get(..LIMIT) {
        Some(text) => &text[..memchr::memrchr(b' ', text).unwrap_or(LIMIT)],
        None => line,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Part,
    Stop,
}

/// Parts read since the head last was certain.
#[derive(Default)]
struct Held {
    parts: usize,
    /// Those that a sentence could hold as well.
    words: usize,
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    /// Up to where the text was looked at: what is behind has had no part in what was read.
    seen: Cell<usize>,
    head: Head,
    held: Held,
    /// A separator stands between the level and what is read now.
    separated: bool,
    /// Ruby's letter was read, and the level's word is to come: `E, [...] ERROR -- `.
    awaits_word: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t [u8]) -> Reader<'t> {
        Reader {
            text,
            at: lex::invisible(text),
            seen: Cell::new(0),
            head: Head::default(),
            held: Held::default(),
            separated: false,
            awaits_word: false,
        }
    }

    /// Reads at most so many parts, and whether there may be more.
    fn parts(&mut self, most: usize, enough: impl Fn(&Head) -> bool) -> bool {
        for _ in 0..most {
            self.at = self.blanks(self.at);
            let ends = self.at >= self.text.len();
            if ends || self.part() == Next::Stop || enough(&self.head) {
                return false;
            }
        }
        true
    }

    fn finish(self) -> Option<Head> {
        let told = self.head.when.is_some() || self.head.level.is_some();
        told.then_some(self.head)
    }

    /// Remembers that the text up to `end` is looked at.
    fn look(&self, end: usize) {
        self.seen.set(self.seen.get().max(end));
    }

    /// Remembers that the text is looked at for something that stands anywhere.
    fn look_everywhere(&self) {
        self.look(usize::MAX);
    }

    /// Skips blanks and colours.
    fn blanks(&self, at: usize) -> usize {
        const LONGEST_COLOUR: usize = 20;
        let end = lex::blanks(self.text, at);
        let colour = self.text.get(end) == Some(&0x1b);
        self.look(end + if colour { LONGEST_COLOUR } else { 1 });
        end
    }

    /// Where the bracket at `at` is closed.
    fn close(&self, at: usize) -> Option<usize> {
        let close = lex::close(self.text, at);
        self.look(close.map_or(usize::MAX, |close| close + 1));
        close
    }

    /// The word that begins at `at`.
    fn word_at(&self, at: usize) -> &'t [u8] {
        let end = word_end(self.text, at);
        self.look(end + 1);
        &self.text[at..end]
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.look(at + 1);
        self.text.get(at).copied()
    }

    fn starts_with(&self, at: usize, text: &[u8]) -> bool {
        self.look(at + text.len());
        self.text[at..].starts_with(text)
    }

    fn part(&mut self) -> Next {
        if (self.head.when.is_none() || self.is_relayed()) && self.stamp() {
            return Next::Part;
        }
        match self.text[self.at] {
            b'[' | b'(' | b'<' | b'{' => self.group(),
            // The commands of build agents: `##[error]message`.
            b'#' if self.anchored() && self.starts_with(self.at, b"##[") => {
                self.at += 2;
                self.group()
            }
            b'"' => self.quoted(),
            byte if is_sign(byte) => self.separator(),
            _ => self.word(),
        }
    }

    /// Whether what is read now stands behind a bar and the time of whoever passed the line on, which is worth less
    /// than the program's own: foreman's `02:11:09 web.1  | 2025-03-14 02:11:09 ERROR`.
    fn is_relayed(&self) -> bool {
        self.head.when.is_some_and(|when| !when.has_date())
            && self.text[..self.at].trim_ascii_end().ends_with(b"|")
            && time::scan(&self.text[self.at..]).is_some_and(|(stamp, _)| stamp.date.is_some())
    }

    /// Whether stamp or level have been read.
    fn anchored(&self) -> bool {
        self.head.when.is_some() || self.head.level.is_some()
    }

    /// Everything before `at` belongs to the head.
    fn sure(&mut self, at: usize) -> Next {
        self.at = self.blanks(at);
        self.head.body = self.at;
        self.held = Held::default();
        Next::Part
    }

    /// What ends at `at` may be the head's or the message's.
    fn hold(&mut self, at: usize, word: bool) -> Next {
        self.at = at;
        self.held.parts += 1;
        self.held.words += usize::from(word);
        if !self.anchored() {
            self.head.parts_before += 1;
            self.head.words_before += usize::from(word);
        }
        let most = if self.head.when.is_none() { 3 } else { 7 };
        if self.held.parts > most || self.held.words > 2 {
            Next::Stop
        } else {
            Next::Part
        }
    }

    fn word(&mut self) -> Next {
        let token = Token::read(self.text, self.at);
        self.look(token.end + Token::AHEAD);
        if token.end == self.at {
            return Next::Stop;
        }
        if let Some(next) = self.level(&token) {
            return next;
        }
        if self.anchored() {
            self.name(&token)
        } else {
            self.prefix(&token)
        }
    }

    /// Whether `text` follows `at`, blanks skipped.
    fn leads_to(&self, at: usize, text: &[u8]) -> bool {
        self.starts_with(self.blanks(at), text)
    }
}
