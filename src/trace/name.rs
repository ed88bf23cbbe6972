//! `Type: message`, the words that name an error in most languages.

use std::ops::Range;

use memchr::{memchr, memchr_iter};
use wide::u8x16;

use crate::sixteen::{alphanumeric, is, run};

/// What a line says of an error.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Name<'a> {
    /// Where in the line the error begins; other words may stand before it.
    pub at: usize,
    pub kind: Option<&'a str>,
    /// Bytes of the line. Up to its end where the message may go on in the lines that follow.
    pub message: Range<usize>,
}

impl<'a> Name<'a> {
    /// An error that the line tells nothing about yet.
    pub const NOTHING: Name<'static> = Name {
        at: 0,
        kind: None,
        message: 0..0,
    };

    /// An error of a runtime that has a word for it instead of types.
    pub const fn of_kind(kind: &'a str, message: Range<usize>) -> Name<'a> {
        Name {
            at: 0,
            kind: Some(kind),
            message,
        }
    }

    /// An error without a type.
    pub const fn of_message(message: Range<usize>) -> Name<'a> {
        Name {
            at: 0,
            kind: None,
            message,
        }
    }

    pub fn starting_at(self, at: usize) -> Name<'a> {
        Name { at, ..self }
    }
}

/// How the last part of an error type's name ends.
const SUFFIXES: [&str; 9] = [
    "Error",
    "Exception",
    "Fault",
    "Failure",
    "Panic",
    "Throwable",
    "ExceptionGroup",
    "Interrupt",
    "Rejection",
];

/// Types that no suffix tells.
const TYPES: [&str; 6] = [
    "ExceptionInfo",
    "SystemExit",
    "StopIteration",
    "StopAsyncIteration",
    "GeneratorExit",
    "ThreadDeath",
];

/// Names that are types of their own, and common words as well.
const BARE: [&str; 2] = ["Error", "Exception"];

/// `Type: message` or a line of only `Type`, at byte `from`, where the type is plainly an error's.
pub(super) fn head(line: &str, from: usize) -> Option<Name<'_>> {
    let name = named(line, from)?;
    let kind = name.kind?;
    if !is_error_type(kind) || name.message.is_empty() && BARE.contains(&kind) {
        return None;
    }
    // `Error: java.net.ConnectException: refused`: the word, then the type; Julia's file that failed to load.
    if (BARE.contains(&kind) || kind == "LoadError")
        && let Some(inner) = head(line, name.message.start)
    {
        return Some(inner.starting_at(from));
    }
    Some(name)
}

/// The same where something else says that an error stands here, so that any identifier will do.
pub(super) fn named(line: &str, from: usize) -> Option<Name<'_>> {
    let end = type_end(line, from)?;
    let rest = &line[end..];
    let message = if rest.trim_ascii_end().is_empty() {
        line.len()
    } else {
        let colon = end + code(rest);
        let rest = line[colon..].strip_prefix(':')?;
        if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
            return None;
        }
        line.len() - rest.trim_ascii_start().len()
    };
    Some(Name {
        at: from,
        kind: Some(&line[from..end]),
        message: message..line.len(),
    })
}

/// An error of any name, or only a message where there is none, at byte `from`.
pub(super) fn named_or_message(line: &str, from: usize) -> Name<'_> {
    named(line, from).unwrap_or(Name {
        at: from,
        kind: None,
        message: from..line.len(),
    })
}

/// The first `Type: message` that stands anywhere in `line`: `request failed: java.io.IOException: broken pipe`.
/// The bare words `Error` and `Exception` count only if `bare`.
pub(super) fn inline(line: &str, bare: bool) -> Option<Name<'_>> {
    let bytes = line.as_bytes();
    let at_word = |end: usize| {
        let end = code_start(line, end);
        let mut start = end;
        while start > 0 && is_type_byte(bytes[start - 1]) {
            start -= 1;
        }
        let start = start
            + bytes[start..end]
                .iter()
                .take_while(|b| b".:+".contains(b))
                .count();
        let name = named(line, start)?;
        is_error_type(name.kind?).then_some(name)
    };
    let is_bare = |name: &Name| name.kind.is_some_and(|k| BARE.contains(&k));
    let is_qualified = |name: &Name| name.kind.is_some_and(|k| k.contains(['.', ':', '\\']));
    let hits = || clues(line).filter_map(at_word);
    hits()
        .find(|name| !is_bare(name))
        .or_else(|| at_word(line.len()).filter(is_qualified))
        .or_else(|| hits().find(|_| bare))
}

/// Whether a word stands in `line` that may name an error: a quick no for most lines.
pub(super) fn has_clue(line: &str) -> bool {
    ends_like_a_type(line.as_bytes()) || clues(line).next().is_some()
}

/// The colons of a line that end a word like an error's.
fn clues(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let ends_word = |i: &usize| bytes.get(i + 1).is_none_or(|b| b.is_ascii_whitespace());
    memchr_iter(b':', bytes)
        .filter(ends_word)
        .filter(|&i| ends_like_a_type(&bytes[..code_start(line, i)]))
}

/// By its last letters: those of the suffixes and types, of `panic`, and of `(code: ` in PHP's logs.
fn ends_like_a_type(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk::<4>() else {
        return false;
    };
    matches!(
        last,
        b"rror"
            | b"tion"
            | b"ault"
            | b"lure"
            | b"anic"
            | b"able"
            | b"roup"
            | b"rupt"
            | b"Exit"
            | b"eath"
            | b"code"
            | b"http"
    )
}

/// Whether the name's last part looks like that of an error type.
pub(super) fn is_error_type(kind: &str) -> bool {
    let generic = memchr(b'`', kind.as_bytes()).unwrap_or(kind.len());
    let is_joint = |b: &u8| matches!(b, b'.' | b':' | b'\\' | b'+' | b'$');
    let joint = kind.as_bytes()[..generic].iter().rposition(is_joint);
    let last = &kind[joint.map_or(0, |at| at + 1)..generic];
    let word = last.trim_start_matches('_');
    ends_like_a_type(word.as_bytes())
        && word.starts_with(|c: char| c.is_uppercase())
        && SUFFIXES.iter().any(|s| {
            word.ends_with(s)
                && (word.len() > s.len() || BARE.contains(s) || kind.len() > last.len())
        })
        || TYPES.contains(&last)
        || kind.starts_with("Errno::E")
}

fn is_type_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"_$.\\:+".contains(&b) || b >= 0x80
}

/// Where the type that begins at `from` ends: letters, digits, `_` and `$`, joined by `.`, `::`, `\` or `+`,
/// with .NET's generic arguments and Python's `<locals>`.
fn type_end(line: &str, from: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let word = |i: usize| {
        bytes
            .get(i)
            .is_some_and(|&b| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80)
    };
    let mut i = from;
    if !word(i) && bytes.get(i) != Some(&b'\\') || bytes[i].is_ascii_digit() {
        return None;
    }
    let in_word = |bytes: u8x16| {
        let is_other = bytes & u8x16::splat(0x80);
        alphanumeric(bytes) | is(bytes, b'_') | is(is_other, 0x80)
    };
    loop {
        i += run(&bytes[i..], in_word);
        i += match bytes.get(i) {
            Some(b'$' | b'\\') => 1,
            Some(b'.' | b'+') if word(i + 1) => 1,
            Some(b'.') if bytes[i..].starts_with(b".<locals>") => b".<locals>".len(),
            Some(b':') if bytes.get(i + 1) == Some(&b':') && word(i + 2) => 2,
            Some(b'`') if bytes.get(i + 1).is_some_and(u8::is_ascii_digit) => 2,
            Some(b'[') if i > from + 2 && bytes[i - 2] == b'`' => closing(&line[i..])?,
            _ => break,
        };
    }
    line.is_char_boundary(i).then_some(i)
}

/// The length of the bracketed text that `text` begins with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(i + 1),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of an error code between type and colon: Node's ` [ERR_X]`, .NET's ` (0x80004005)`.
fn code(rest: &str) -> usize {
    let close = match rest.as_bytes() {
        [b' ', b'[', ..] => ']',
        [b' ', b'(', b'0'..=b'9' | b'-', ..] => ')',
        // Dart's argument: `RangeError (index): Invalid value: ...`. Rails writes a message there, and nothing after.
        [b' ', b'(', b'a'..=b'z', ..] => {
            let word = rest[2..]
                .bytes()
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            return match rest[2 + word..].strip_prefix("): ") {
                Some(message) if !message.is_empty() => word + 3,
                _ => 0,
            };
        }
        _ => return 0,
    };
    rest.find(close).map_or(0, |i| i + 1)
}

/// Where the error code that ends at `end` begins, with the blank before it; `end` if there is none.
fn code_start(line: &str, end: usize) -> usize {
    let open = match line.as_bytes()[..end].last().copied().unwrap_or(0) {
        b']' => " [",
        b')' => " (",
        _ => return end,
    };
    // Codes are short.
    let from = end.saturating_sub(48);
    line.get(from..end)
        .and_then(|l| l.rfind(open))
        .map_or(end, |i| from + i)
}
