//! What is common to the values of all fields: what is no value at all, parts of texts, numbers, names of types.

use std::ops::Range;

use crate::event::{Text, Time};
use crate::sixteen::{alphanumeric, between, is, run};
use crate::time::{Clock, epoch_text};

/// Whether `text` stands for nothing.
#[inline]
pub fn unset(text: &str) -> bool {
    is_unset(trim(text).as_bytes())
}

/// Whether a text without blanks around it is nothing, or what loggers write for a value that is not there.
#[inline]
pub fn is_unset(text: &[u8]) -> bool {
    match text {
        [] => true,
        [b'-' | b'"' | b'(' | b'<' | b'~' | b'n' | b'N' | b'u', ..] => says_nothing(text),
        _ => false,
    }
}

fn says_nothing(text: &[u8]) -> bool {
    let words = matches!(
        text,
        b"null"
            | b"(null)"
            | b"<null>"
            | b"nil"
            | b"<nil>"
            | b"None"
            | b"none"
            | b"undefined"
            | b"N/A"
            | b"n/a"
            | b"~"
            | b"\"-\""
    );
    words || text.iter().all(|&b| b == b'-')
}

/// As `str::trim` does, which takes a while to find that there is nothing to be trimmed.
#[inline]
pub fn trim(text: &str) -> &str {
    let stays = |b: Option<&u8>| b.is_some_and(|b| matches!(b, b'!'..=b'~'));
    let bytes = text.as_bytes();
    match stays(bytes.first()) && stays(bytes.last()) {
        true => text,
        false => text.trim(),
    }
}

/// A part of `text`, borrowed as the whole was.
pub fn part<'a>(text: &Text<'a>, range: Range<usize>) -> Text<'a> {
    match text {
        Text::Borrowed(text) => Text::Borrowed(text.get(range).unwrap_or_default()),
        Text::Owned(text) => Text::Owned(text.get(range).unwrap_or_default().to_owned()),
    }
}

/// `text` without the white space around it.
pub fn trimmed<'a>(text: Text<'a>) -> Text<'a> {
    let trimmed = trim(&text);
    if trimmed.len() == text.len() {
        return text;
    }
    let start = text.len() - text.trim_start().len();
    part(&text, start..start + trimmed.len())
}

/// Seconds since the epoch below which a number under a time's key is no instant: an uptime, a duration.
const EARLIEST: i64 = 631_152_000;

/// A number since the epoch.
pub fn epoch(text: &str) -> Option<Time> {
    // JSON may write 1.741917069e9.
    let decimal = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+');
    if !text.bytes().all(decimal) {
        return None;
    }
    let number = || Clock::epoch(text.parse().ok()?);
    let time = epoch_text(text.as_bytes()).or_else(number)?;
    (time.seconds() >= EARLIEST).then_some(time)
}

/// A whole number, also one written `30.0`.
pub fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    digits.parse().ok()
}

/// The type that begins an error's text, when what begins it is a type's name: `TypeError: x is null`,
/// `com.acme.PoolTimeoutException`, `System.IO.IOException: ...`.
pub fn error_kind(text: &str) -> Option<&str> {
    let line = text.lines().next()?;
    let of_name = run(line.as_bytes(), |bytes| {
        let marks = is(bytes, b':') | is(bytes, b'_') | is(bytes, b'\\') | is(bytes, b'$');
        alphanumeric(bytes) | between(bytes, b'-', b'/') | marks
    });
    // A blank is no part of a name: if one that ends in a colon comes first, it is `: `.
    let (named, behind) = line.split_at(of_name);
    let end = match named.strip_suffix(':').filter(|_| behind.starts_with(' ')) {
        Some(name) => name.len(),
        None => line.trim_end_matches(':').trim_end().len(),
    };
    let name = named.get(..end)?;
    let is_joint = |b: &u8| matches!(b, b'.' | b':' | b'\\' | b'$' | b'/');
    let joint = name.as_bytes().iter().rposition(is_joint);
    let last = &name[joint.map_or(0, |at| at + 1)..];
    let named = name.len() <= 200
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '\\' || c == '_');
    let typed = [
        "Error",
        "Exception",
        "Fault",
        "Failure",
        "Panic",
        "Timeout",
        "Interrupt",
        "Warning",
        "Errno",
    ]
    .iter()
    .any(|end| last.ends_with(end));
    (named && typed).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same letter by letter, for types that end in `Error`.
    fn by_letters(text: &str) -> Option<&str> {
        let line = text.lines().next()?;
        let all = line.trim_end_matches(':').trim_end().len();
        let name = &line[..line.find(": ").unwrap_or(all)];
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"._:\\$/-".contains(&b);
        let last = name.rsplit(['.', ':', '\\', '$', '/']).next()?;
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '\\' || c == '_')
            && name.len() <= 200
            && name.bytes().all(is_letter);
        (is_name && last.ends_with("Error")).then_some(name)
    }

    proptest! {
        #[test]
        fn a_type_ends_where_letter_by_letter_it_does(
            text in "[a-zä7 .:]{0,8}(Error){0,1}[ .:$/\\\\_-]{0,4}[a ä:\n]{0,4}", long in 0usize..300,
        ) {
            prop_assert_eq!(error_kind(&text), by_letters(&text), "{:?}", text);
            let text = format!("{}{text}", "a.".repeat(long / 2));
            prop_assert_eq!(error_kind(&text), by_letters(&text), "{:?}", text);
        }
    }
}
