//! Reads the head of a log line whose layout nobody configured: the stamp, the level, and where the message begins.
//!
//! Layouts differ in the order and the dress of a few kinds of parts: a stamp, a level, numbers of processes and
//! threads, names of threads and loggers, places in the source, bracketed IDs, and separators. The reader goes
//! from part to part. What is plainly a part of a head moves the message's beginning (`body`) behind it at once;
//! anything else is only held back, and belongs to the head if a level (or a separator) follows soon enough, to
//! the message otherwise. So a word of the message is not lost to the head.
//!
//! One file a kind of part: `stamp`, `severity`, `origin` (names and places). `memo` knows the heads of earlier lines
//! again, which differ in little but the stamp.

mod memo;
mod origin;
mod severity;
mod stamp;

pub use stamp::When;

use std::cell::Cell;

use super::lex;
use crate::event::Level;
use crate::time;

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
        self.look(token.end + TOKEN_AHEAD);
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

/// A word, and how it is set off.
struct Token<'t> {
    text: &'t [u8],
    /// The text up to its first sign, and the sign.
    stem: &'t [u8],
    sign: Option<u8>,
    /// Where it ends: at a blank, a bar or a colour code.
    end: usize,
    /// A wide gap, a bar or a separator follows, as behind the cell of a table.
    cell: bool,
}

/// How far behind its end a token is looked at.
const TOKEN_AHEAD: usize = 3;

impl<'t> Token<'t> {
    fn read(text: &'t [u8], start: usize) -> Token<'t> {
        let rest = &text[start..];
        let stem = rest.iter().position(|b| is(ENDS_STEM, *b));
        let stem = stem.unwrap_or(rest.len());
        let len = rest[stem..].iter().position(|b| is(ENDS_WORD, *b));
        let word = &rest[..len.map_or(rest.len(), |len| stem + len)];
        let end = start + word.len();
        let cell = matches!(
            &text[end..],
            [b'\t' | b'|' | 0x1b, ..]
                | [b' ', b' ' | b'\t' | b'|', ..]
                | [b' ', b':' | b'-', b' ', ..]
        );
        Token {
            text: word,
            stem: &word[..stem],
            sign: word.get(stem).copied(),
            end,
            cell,
        }
    }

    /// The word without a colon at its end.
    fn name(&self) -> &'t [u8] {
        self.text.strip_suffix(b":").unwrap_or(self.text)
    }

    fn has_colon(&self) -> bool {
        self.text.ends_with(b":")
    }

    /// More of the word stands behind the sign.
    fn goes_on(&self) -> bool {
        self.text.len() > self.stem.len() + 1
    }
}

/// Ends a word.
const ENDS_WORD: u8 = 1;
/// Ends a word's stem: the word itself, or a sign within.
const ENDS_STEM: u8 = 2;
/// Punctuation of which separators are made.
const SIGN: u8 = 4;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b' ' | b'\t' | 0x1b | b'\n' | b'\r' => ENDS_WORD | ENDS_STEM,
            b'|' => ENDS_WORD | ENDS_STEM | SIGN,
            b':' | b',' | b';' | b'!' | b'=' | b'>' | b'*' => ENDS_STEM | SIGN,
            b'[' | b']' | b'(' | b'/' | b'"' => ENDS_STEM,
            b'-' | b'#' => SIGN,
            _ => 0,
        };
        byte += 1;
    }
    class
};

fn is(class: u8, byte: u8) -> bool {
    CLASS[usize::from(byte)] & class != 0
}

fn is_sign(byte: u8) -> bool {
    is(SIGN, byte)
}

fn word_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or(b"");
    let len = rest.iter().position(|b| is(ENDS_WORD, *b));
    len.map_or(text.len(), |len| start + len)
}
