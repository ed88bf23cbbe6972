//! Strings of JSON as text: borrowed where nothing in them is escaped, mended otherwise.

use std::borrow::Cow;

use super::scan::Raw;
use crate::event::Text;
use crate::format;

impl<'a> Raw<'a> {
    /// The string's text. Escapes that JSON does not know, and halves of surrogate pairs, stay as they are.
    pub fn text(self) -> Text<'a> {
        if !self.escaped {
            // Quicker than the lossy reading, which is rarely needed.
            return match std::str::from_utf8(self.bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => format::text(self.bytes),
            };
        }
        let bytes = self.bytes;
        let whole = std::str::from_utf8(bytes);
        let mut out = String::with_capacity(bytes.len());
        let push = |out: &mut String, from: usize, to: usize| match whole {
            Ok(text) => out.push_str(&text[from..to]),
            Err(_) => out.push_str(&format::text(&bytes[from..to])),
        };
        let mut from = 0;
        for at in memchr::memchr_iter(b'\\', bytes) {
            // The second of two is taken with the first.
            if at < from {
                continue;
            }
            push(&mut out, from, at);
            let (decoded, len) = escape(&bytes[at..]).unwrap_or(('\\', 1));
            out.push(decoded);
            from = at + len;
        }
        push(&mut out, from, bytes.len());
        Cow::Owned(out)
    }
}

/// The character that the escape at the beginning of `bytes` stands for, and the escape's length.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    Some(match bytes.get(1)? {
        b'n' => ('\n', 2),
        b't' => ('\t', 2),
        b'r' => ('\r', 2),
        b'b' => ('\u{8}', 2),
        b'f' => ('\u{c}', 2),
        &plain @ (b'"' | b'\\' | b'/') => (plain.into(), 2),
        b'u' => match unit(bytes)? {
            high @ 0xd800..0xdc00 => {
                let low = unit(&bytes[6..]).filter(|low| (0xdc00..0xe000).contains(low))?;
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                (char::from_u32(code)?, 12)
            }
            code => (char::from_u32(code)?, 6),
        },
        _ => return None,
    })
}

/// The UTF-16 unit that `\uXXXX` writes.
fn unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |code, &digit| {
        Some(code << 4 | char::from(digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// The same, escape by escape.
    fn by_escapes(mut rest: &[u8]) -> String {
        let mut out = String::new();
        while let Some(at) = memchr::memchr(b'\\', rest) {
            out.push_str(&format::text(&rest[..at]));
            let (decoded, len) = escape(&rest[at..]).unwrap_or(('\\', 1));
            out.push(decoded);
            rest = &rest[at + len..];
        }
        out + &format::text(rest)
    }

    const PIECES: [&[u8]; 12] = [
        b"ab ",
        b"\\",
        b"\\\\",
        b"\\n",
        b"\\\"",
        b"\\u00e4",
        b"\\ud83d",
        b"\\ude00",
        b"\\x",
        b"\xc3\xa4",
        b"\xc3",
        b"\xa4",
    ];

    proptest! {
        #[test]
        fn a_string_is_its_pieces_and_what_stands_between(pieces in prop::collection::vec(select(&PIECES[..]), 0..12)) {
            let bytes = pieces.concat();
            let raw = Raw { bytes: &bytes, escaped: true, cut: false };
            prop_assert_eq!(raw.text(), by_escapes(&bytes));
        }
    }
}
