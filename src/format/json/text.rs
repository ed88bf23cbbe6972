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
        let mut out = String::with_capacity(self.bytes.len());
        let mut rest = self.bytes;
        while let Some(at) = memchr::memchr(b'\\', rest) {
            out.push_str(&format::text(&rest[..at]));
            rest = &rest[at..];
            let taken = match escape(rest) {
                Some((decoded, len)) => {
                    out.push(decoded);
                    len
                }
                None => {
                    out.push('\\');
                    1
                }
            };
            rest = &rest[taken..];
        }
        out.push_str(&format::text(rest));
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
