//! `key=value` in text, as loggers write it: bare, quoted, after a colon and an arrow (`:key=>"v"`), in brackets.

use std::borrow::Cow;
use std::ops::Range;

use crate::event::Text;
use crate::format::plain::lex;

/// One pair, as ranges would have it: borrowed from the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    pub key: &'a [u8],
    /// Without its quotes, escapes still in it.
    pub raw: &'a [u8],
    pub quoted: bool,
    /// From the key's first byte to behind the value.
    pub range: Range<usize>,
}

impl<'a> Pair<'a> {
    /// The value as text, its escapes undone.
    pub fn value(&self) -> Text<'a> {
        if self.quoted && self.raw.contains(&b'\\') {
            unescape(self.raw)
        } else {
            crate::format::text(self.raw)
        }
    }
}

/// Longer runs before a `=` are no keys (base64, paths).
const LONGEST_KEY: usize = 64;

/// The pairs of a text, first to last.
pub struct Pairs<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Pairs<'a> {
    pub fn new(text: &'a [u8]) -> Pairs<'a> {
        Pairs { text, at: 0 }
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        loop {
            let sign = self.at + memchr::memchr(b'=', self.text.get(self.at..)?)?;
            let key = key_before(self.text, self.at, sign);
            let after = sign + 1 + usize::from(self.text.get(sign + 1) == Some(&b'>'));
            // `==`, `!=`, `<=`: comparisons.
            let Some(key) = key.filter(|_| self.text.get(after) != Some(&b'=')) else {
                self.at = after;
                continue;
            };
            let (value, quoted, end) = value_at(self.text, after);
            self.at = end.max(after);
            return Some(Pair {
                key: &self.text[key.clone()],
                raw: &self.text[value],
                quoted,
                range: key.start..end,
            });
        }
    }
}

/// May be in a key.
const IN_KEY: u8 = 1;
/// May begin a key.
const BEGINS_KEY: u8 = 2;
/// May stand before a key.
const BEFORE_KEY: u8 = 4;
/// Stands behind a value without quotes.
const ENDS_VALUE: u8 = 8;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            // `ESC[1m` stands before a key, too.
            b'm' => IN_KEY | BEGINS_KEY | BEFORE_KEY,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'@' | b'$' => IN_KEY | BEGINS_KEY,
            b'0'..=b'9' | b'-' | b'.' => IN_KEY,
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b';' | b'|' | b'"' => BEFORE_KEY | ENDS_VALUE,
            b'[' | b'(' | b'{' | b'\'' | b':' | b'<' | b'#' => BEFORE_KEY,
            b']' | b')' | b'}' | 0x1b => ENDS_VALUE,
            _ => 0,
        };
        byte += 1;
    }
    class
};

fn is(class: u8, byte: u8) -> bool {
    CLASS[usize::from(byte)] & class != 0
}

/// The key that ends at `sign`, not reaching back over `from`.
fn key_before(text: &[u8], from: usize, sign: usize) -> Option<Range<usize>> {
    let mut end = lex::before_colour(text, from, sign);
    // Ruby's and PHP's `"key"=>"v"`, and `key =>`.
    while end > from && matches!(text[end - 1], b'"' | b'\'') {
        end -= 1;
    }
    let floor = from.max(end.saturating_sub(LONGEST_KEY));
    let mut start = end;
    while start > floor && is(IN_KEY, text[start - 1]) {
        start -= 1;
    }
    // `ESC[36mkey=`: the run began inside a colour code.
    if start >= 2 && &text[start - 2..start] == b"\x1b[" {
        start += text[start..end].iter().position(|b| *b == b'm')? + 1;
    }
    if start == end || !is(BEGINS_KEY, text[start]) {
        return None;
    }
    let bound = start == 0 || start == from || is(BEFORE_KEY, text[start - 1]);
    bound.then_some(start..end)
}

/// The value that begins at `at`: its range, whether it was quoted, and where what comes after it begins.
fn value_at(text: &[u8], at: usize) -> (Range<usize>, bool, usize) {
    let at = lex::invisible(text.get(at..).unwrap_or(b"")) + at;
    match text.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            if let Some(end) = closing_quote(text, at + 1, quote) {
                return (at + 1..end, true, end + 1);
            }
        }
        Some(b'[' | b'{' | b'(') => {
            if let Some(close) = lex::close(&text[..text.len().min(at + 1024)], at) {
                return (at..close + 1, false, close + 1);
            }
        }
        _ => {}
    }
    let rest = text.get(at..).unwrap_or(b"");
    let len = rest.iter().position(|b| is(ENDS_VALUE, *b));
    let end = at.min(text.len()) + len.unwrap_or(rest.len());
    (bracketed(text, at.min(text.len())..end), false, end)
}

/// The value without the angle brackets that mail servers set around names: `user=<alice>`. In such brackets stand signs
/// for nothing as well, which are left as they are.
fn bracketed(text: &[u8], value: Range<usize>) -> Range<usize> {
    const NOTHING: [&[u8]; 5] = [b"", b"nil", b"none", b"null", b"unknown"];
    match &text[value.clone()] {
        [b'<', inside @ .., b'>'] if !NOTHING.contains(&inside) => value.start + 1..value.end - 1,
        _ => value,
    }
}

/// Where the quote is closed; values may hold line breaks, but a quote left open takes nothing.
fn closing_quote(text: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr::memchr2(quote, b'\\', text.get(at..)?)?;
        if text[found] == quote {
            return Some(found);
        }
        at = found + 2;
    }
}

/// Undoes the escapes of a quoted value: `\"`, `\\`, `\n`, `\t`, `\r`, `\u00e9`; others stay as they are.
fn unescape(raw: &[u8]) -> Text<'static> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let code = rest.get(at + 1).copied();
        let mut used = 2;
        match code {
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(quote @ (b'"' | b'\'' | b'\\' | b'/')) => out.push(quote),
            Some(b'u') => match code_point(&rest[at + 2..]) {
                Some(letter) => {
                    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                    used = 6;
                }
                None => out.extend_from_slice(b"\\u"),
            },
            Some(other) => out.extend_from_slice(&[b'\\', other]),
            None => {
                out.push(b'\\');
                used = 1;
            }
        }
        rest = &rest[at + used..];
    }
    out.extend_from_slice(rest);
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

fn code_point(text: &[u8]) -> Option<char> {
    let digits = std::str::from_utf8(text.get(..4)?).ok()?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        Pairs::new(text.as_bytes())
            .map(|p| {
                (
                    String::from_utf8_lossy(p.key).into_owned(),
                    p.value().into_owned(),
                )
            })
            .collect()
    }

    fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected
            .iter()
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect()
    }

    #[test]
    fn values_are_read_bare_quoted_and_escaped() {
        assert_eq!(
            pairs(r#"user=- status=500 msg="say \"no\"\n" name='a b' empty= end=x"#),
            owned(&[
                ("user", "-"),
                ("status", "500"),
                ("msg", "say \"no\"\n"),
                ("name", "a b"),
                ("empty", ""),
                ("end", "x")
            ])
        );
        assert_eq!(
            pairs("user=<alice>, to=<nil> from=<>"),
            owned(&[("user", "alice"), ("to", "<nil>"), ("from", "<>")])
        );
    }

    #[test]
    fn pairs_stand_in_brackets_behind_arrows_and_between_commas() {
        assert_eq!(
            pairs(
                r#"[traceId=a1, spanId=b2] {x=1,y=2} {:status=>500, "path"=>"/x"} (n=3);o=4|p=5"#
            ),
            owned(&[
                ("traceId", "a1"),
                ("spanId", "b2"),
                ("x", "1"),
                ("y", "2"),
                ("status", "500"),
                ("path", "/x"),
                ("n", "3"),
                ("o", "4"),
                ("p", "5")
            ])
        );
    }

    #[test]
    fn queries_of_urls_and_comparisons_are_no_pairs() {
        assert_eq!(
            pairs("GET /x?user=bob&status=500 a==b c!=d e<=f ok=1"),
            owned(&[("ok", "1")])
        );
        assert_eq!(
            pairs("path=/x?id=5&user=7 n=1"),
            owned(&[("path", "/x?id=5&user=7"), ("n", "1")])
        );
    }

    #[test]
    fn colours_around_keys_and_values_are_no_part_of_them() {
        assert_eq!(
            pairs("\u{1b}[36muser=\u{1b}[0mbob\u{1b}[0m"),
            owned(&[("user", "bob")])
        );
        assert_eq!(
            pairs("\u{1b}[36mform\u{1b}[0m=GET \u{1b}[36muser\u{1b}[0m=bob"),
            owned(&[("form", "GET"), ("user", "bob")])
        );
    }

    #[test]
    fn a_quote_left_open_takes_only_its_word() {
        assert_eq!(pairs("a=\"open b=2"), owned(&[("a", ""), ("b", "2")]));
    }
}
