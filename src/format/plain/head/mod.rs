//! Reads the head of a log line whose layout nobody configured: the stamp, the level, and where the message begins.
//!
//! Layouts differ in the order and the dress of a few kinds of parts: a stamp, a level, numbers of processes and
//! threads, names of threads and loggers, places in the source, bracketed IDs, and separators. The reader goes
//! from part to part. What is plainly a part of a head moves the message's beginning (`body`) behind it at once;
//! anything else is only held back, and belongs to the head if a level (or a separator) follows soon enough, to
//! the message otherwise. So a word of the message is not lost to the head.
//!
//! One file a kind of part: `stamp`, `severity`, `origin` (names and places).

mod origin;
mod severity;
mod stamp;

pub use stamp::When;

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
}

/// Reads the head of `line`; `None` when it has neither stamp nor level.
pub fn read(line: &[u8]) -> Option<Head> {
    read_until(line, |_| false)
}

/// Reads no further than is needed to tell whether `line` has a head: `body` and `tags` mean nothing.
pub fn glance(line: &[u8]) -> Option<Head> {
    read_until(line, |head| {
        head.when
            .is_some_and(|when| head.level.is_some() || head.parts_before == 0 && when.has_date())
    })
}

fn read_until(line: &[u8], enough: impl Fn(&Head) -> bool) -> Option<Head> {
    let text = within_limit(line);
    let mut reader = Reader {
        text,
        at: lex::invisible(text),
        head: Head::default(),
        held: Held::default(),
        separated: false,
        awaits_word: false,
    };
    for _ in 0..PARTS {
        reader.at = lex::blanks(text, reader.at);
        if reader.at >= text.len() || reader.part() == Next::Stop || enough(&reader.head) {
            break;
        }
    }
    let head = reader.head;
    (head.when.is_some() || head.level.is_some()).then_some(head)
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
    head: Head,
    held: Held,
    /// A separator stands between the level and what is read now.
    separated: bool,
    /// Ruby's letter was read, and the level's word is to come: `E, [...] ERROR -- `.
    awaits_word: bool,
}

impl<'t> Reader<'t> {
    fn part(&mut self) -> Next {
        if (self.head.when.is_none() || self.is_relayed()) && self.stamp() {
            return Next::Part;
        }
        match self.text[self.at] {
            b'[' | b'(' | b'<' | b'{' => self.group(),
            // The commands of build agents: `##[error]message`.
            b'#' if self.anchored() && self.text[self.at..].starts_with(b"##[") => {
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
        self.at = lex::blanks(self.text, at);
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

    /// What follows `at`, blanks skipped.
    fn ahead(&self, at: usize) -> &'t [u8] {
        &self.text[lex::blanks(self.text, at)..]
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

impl<'t> Token<'t> {
    fn read(text: &'t [u8], start: usize) -> Token<'t> {
        let end = word_end(text, start);
        let word = &text[start..end];
        let sign = word.iter().position(|b| {
            matches!(
                b,
                b':' | b',' | b';' | b'[' | b']' | b'(' | b'/' | b'!' | b'=' | b'>' | b'*' | b'"'
            )
        });
        let cell = matches!(
            &text[end..],
            [b'\t' | b'|' | 0x1b, ..]
                | [b' ', b' ' | b'\t' | b'|', ..]
                | [b' ', b':' | b'-', b' ', ..]
        );
        Token {
            text: word,
            stem: &word[..sign.unwrap_or(word.len())],
            sign: sign.map(|at| word[at]),
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

/// Punctuation of which separators are made.
fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b'-' | b'|' | b':' | b'=' | b'*' | b'>' | b'!' | b',' | b';' | b'#'
    )
}

fn word_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or(b"");
    let len = rest
        .iter()
        .position(|b| matches!(b, b' ' | b'\t' | b'|' | 0x1b | b'\n' | b'\r'));
    len.map_or(text.len(), |len| start + len)
}
