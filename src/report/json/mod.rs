//! JSON, written by hand: keys in the contract's order, no value tree in between, one pass over each string.

mod event;
mod summary;

pub use event::{block, event};
pub use summary::{inspect, patterns};

use std::io::Write;

use serde::Serialize;

use crate::event::Time;
use crate::time::{self, Zone};

/// An object being written; [`Object::close`] ends it.
struct Object<'o> {
    out: &'o mut Vec<u8>,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut Vec<u8>) -> Object<'o> {
        out.push(b'{');
        Object { out }
    }

    /// Writes the key, and gives the buffer that its value goes to.
    fn key(&mut self, key: &str) -> &mut Vec<u8> {
        // Every value ends otherwise, so a brace at the end is our own.
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        if key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        {
            self.out.push(b'"');
            self.out.extend_from_slice(key.as_bytes());
            self.out.push(b'"');
        } else {
            string(self.out, key);
        }
        self.out.push(b':');
        self.out
    }

    fn put(&mut self, key: &str, value: impl Value) -> &mut Self {
        value.write(self.key(key));
        self
    }

    fn object(&mut self, key: &str) -> Object<'_> {
        Object::open(self.key(key))
    }

    fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut Vec<u8>, T),
    ) {
        list(self.key(key), items, write);
    }

    fn close(self) {
        self.out.push(b'}');
    }
}

fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

/// What a key can hold.
trait Value {
    fn write(self, out: &mut Vec<u8>);
}

impl Value for &str {
    fn write(self, out: &mut Vec<u8>) {
        string(out, self);
    }
}

impl<T: Value> Value for Option<T> {
    fn write(self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl Value for bool {
    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self { b"true" } else { b"false" });
    }
}

impl Value for u64 {
    fn write(self, out: &mut Vec<u8>) {
        number(out, self);
    }
}

impl Value for i64 {
    fn write(self, out: &mut Vec<u8>) {
        number(out, self);
    }
}

impl Value for f64 {
    /// Numbers that JSON can't hold (infinite, not a number) become `null`.
    fn write(self, out: &mut Vec<u8>) {
        number(out, self);
    }
}

/// An instant, in the zone it is printed in.
struct At(Time, Zone);

impl Value for At {
    fn write(self, out: &mut Vec<u8>) {
        out.push(b'"');
        time::write_rfc3339(out, self.0, self.1);
        out.push(b'"');
    }
}

/// A fingerprint.
struct Hex(u64);

impl Value for Hex {
    fn write(self, out: &mut Vec<u8>) {
        let written = write!(out, "\"{:016x}\"", self.0);
        debug_assert!(written.is_ok(), "a Vec takes every byte");
    }
}

fn number(out: &mut Vec<u8>, number: impl Serialize) {
    let written = serde_json::to_writer(out, &number);
    debug_assert!(written.is_ok(), "a Vec takes every byte");
}

/// Bytes that a string can't hold as they are. 0xC2 begins the control characters beyond ASCII, which a terminal
/// obeys as it obeys an escape.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = byte < 0x20 || matches!(byte as u8, b'"' | b'\\' | 0x7f | 0xc2);
        byte += 1;
    }
    special
};

/// `text` as a JSON string, every control character escaped.
fn string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.push(b'"');
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].first_chunk().is_some_and(is_plain) {
            at += BLOCK;
            continue;
        }
        let end = bytes.len().min(at + BLOCK);
        while at < end {
            let (code, len) = match (bytes[at], bytes.get(at + 1)) {
                (byte, _) if !SPECIAL[usize::from(byte)] => {
                    at += 1;
                    continue;
                }
                (0xc2, Some(&next @ 0x80..=0x9f)) => (next, 2),
                (0xc2, _) => {
                    at += 2;
                    continue;
                }
                (byte, _) => (byte, 1),
            };
            out.extend_from_slice(&bytes[copied..at]);
            escape(out, code);
            at += len;
            copied = at;
        }
    }
    out.extend_from_slice(&bytes[copied..]);
    out.push(b'"');
}

/// Bytes looked at in one step where nothing is special.
const BLOCK: usize = 16;

/// Whether no byte of the block is special; without branches, so that the compiler makes vector code of it.
fn is_plain(block: &[u8; BLOCK]) -> bool {
    let special = |byte: u8| {
        (byte < 0x20) | (byte == b'"') | (byte == b'\\') | (byte == 0x7f) | (byte == 0xc2)
    };
    !block.iter().fold(false, |any, &byte| any | special(byte))
}

fn escape(out: &mut Vec<u8>, code: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match code {
        b'"' | b'\\' => code,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.push(HEX[usize::from(code >> 4)]);
            out.push(HEX[usize::from(code & 15)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        string(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn strings_read_back_as_they_were() {
        for text in [
            "",
            "plain",
            "\"\\/\n\r\t\u{8}\0\x1b\x7f",
            "naïve £5 \u{85}\u{9b}\u{a0}",
            "日本語🦀\u{c2}",
        ] {
            let json = written(text);
            assert_eq!(
                serde_json::from_str::<String>(&json).unwrap(),
                text,
                "{json}"
            );
        }
    }

    #[test]
    fn no_control_character_stands_raw_in_a_string() {
        let all: String = (0..0x200u32).filter_map(char::from_u32).collect();
        assert!(!written(&all).chars().any(char::is_control));
    }
}
