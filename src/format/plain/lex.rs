//! The small scanning steps that every text format is written with: blanks, colour codes, brackets, lines.

use std::ops::Range;

/// Where the colour code (`ESC [ ... letter`) that starts at `at` ends.
fn colour(text: &[u8], at: usize) -> Option<usize> {
    let parameters = text.get(at..)?.strip_prefix(b"\x1b[")?;
    let len = parameters
        .iter()
        .take(16)
        .position(|b| b.is_ascii_alphabetic())?;
    Some(at + 2 + len + 1)
}

/// Where the text before `end` ends without the colour code that may close it, not reaching back over `from`: logrus'
/// `ESC[36mkeyESC[0m=value`.
pub fn before_colour(text: &[u8], from: usize, end: usize) -> usize {
    const LONGEST: usize = 8;
    let start = from.max(end.saturating_sub(LONGEST));
    if !text[start..end].ends_with(b"m") {
        return end;
    }
    let escape = memchr::memrchr(0x1b, &text[start..end]).map(|at| start + at);
    let is_code = |at: &usize| {
        let code = text[*at + 1..end - 1].strip_prefix(b"[");
        code.is_some_and(|code| code.iter().all(|b| b.is_ascii_digit() || *b == b';'))
    };
    escape.filter(is_code).unwrap_or(end)
}

/// Skips spaces, tabs and colour codes.
pub fn blanks(text: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = text.get(at) {
        match byte {
            b' ' | b'\t' => at += 1,
            0x1b => match colour(text, at) {
                Some(end) => at = end,
                None => break,
            },
            _ => break,
        }
    }
    at
}

/// Skips what may stand before the first visible character without being an indent: a byte order mark and
/// colour codes.
pub fn invisible(text: &[u8]) -> usize {
    let mut at = if text.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    while let Some(end) = colour(text, at) {
        at = end;
    }
    at
}

/// What closes the bracket `open`.
pub fn closer(open: u8) -> Option<u8> {
    match open {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        b'<' => Some(b'>'),
        b'{' => Some(b'}'),
        _ => None,
    }
}

/// Where the bracket that stands at `at` is closed: the closing byte's place, brackets of its kind inside counted and those
/// of colour codes not.
pub fn close(text: &[u8], at: usize) -> Option<usize> {
    let open = *text.get(at)?;
    let closer = closer(open)?;
    let mut depth = 0usize;
    for (i, &byte) in text.iter().enumerate().skip(at) {
        if byte == open {
            let colour = byte == b'[' && i > at && text[i - 1] == 0x1b;
            depth += usize::from(!colour);
        } else if byte == closer {
            depth -= 1;
            if depth == 0 {
                return Some(i);
            }
        }
    }
    None
}

/// The range without blanks and colour codes at its ends.
pub fn trim(text: &[u8], range: Range<usize>) -> Range<usize> {
    let start = blanks(&text[..range.end], range.start);
    let mut end = range.end;
    while end > start {
        if matches!(text[end - 1], b' ' | b'\t' | b'\r') {
            end -= 1;
            continue;
        }
        // A colour code at the end is short; nothing longer is looked for.
        let floor = start.max(end.saturating_sub(12));
        match (floor..end).find(|&at| colour(text, at) == Some(end)) {
            Some(at) => end = at,
            None => break,
        }
    }
    start..end
}

/// The first line, and the text after its line break.
pub fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b'\n', text) {
        Some(at) => (
            text[..at].strip_suffix(b"\r").unwrap_or(&text[..at]),
            &text[at + 1..],
        ),
        None => (text.strip_suffix(b"\r").unwrap_or(text), b""),
    }
}

/// How many ASCII digits `text` begins with.
pub fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// The text from the first visible character of its first or second line: a message that may stand on the
/// line below its head.
pub fn body(text: &[u8]) -> &[u8] {
    let start = text
        .iter()
        .position(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n'));
    match start {
        Some(start) => text[start..].trim_ascii_end(),
        None => b"",
    }
}
