//! The common log format, which most servers write: `host - user [14/Mar/2025:02:11:09 +0000] "GET /x HTTP/1.1" 200 12`, and
//! whatever an operator added behind it.
//!
//! No other dialect reads such a line, and [`super::clf`] reads from it what is read here, at a tenth of the cost:
//! so strictly is it looked at. What has anything unusual about it is left to them.

use wide::u8x16;

use super::{Line, When, clf, request};
use crate::event::{Field, Want};
use crate::sixteen::{alphanumeric, between, is, marks, run};

/// Other lines are looked at by the grammar.
const LONGEST_HEAD: usize = 200;
/// The dialects that are told by a sign look for it so far.
const SIGNS_WITHIN: usize = 80;

/// Marks what may be in an address: digits, small letters of hexadecimal numbers, dots and colons.
fn in_address(bytes: u8x16) -> u8x16 {
    // The colon stands behind the digits.
    between(bytes, b'0', b':') | between(bytes, b'a', b'f') | is(bytes, b'.')
}

/// Marks what may be in a user's name.
fn in_user(bytes: u8x16) -> u8x16 {
    alphanumeric(bytes) | between(bytes, b'-', b'.') | is(bytes, b'_') | is(bytes, b'@')
}

/// Marks what may be in a target.
fn in_target(bytes: u8x16) -> u8x16 {
    between(bytes, b'!', 0xff) & !(is(bytes, b'"') | is(bytes, b'\\'))
}

/// Marks what cuts no cells in any dialect.
fn joins(bytes: u8x16) -> u8x16 {
    let cuts = is(bytes, b'|') | is(bytes, b'\t') | is(bytes, b'^');
    !(cuts | is(bytes, b'~') | is(bytes, b',') | is(bytes, b';'))
}

/// What the line tells, if it is one of these beyond doubt.
#[inline]
pub fn read<'a>(line: &'a [u8], want: &Want) -> Option<Line<'a>> {
    if !line.first()?.is_ascii_digit() {
        return None;
    }
    let host = run(line, in_address);
    let behind = line[host..].strip_prefix(b" - ")?;
    let user = &behind[..run(behind, in_user)];
    let stamp = behind[user.len()..].strip_prefix(b" [")?;
    let behind = stamp.get(STAMP..)?.strip_prefix(b"] \"")?;
    let head = line.len() - behind.len() - 1;
    if !is_user(user) || !is_stamp(&stamp[..STAMP]) || head > LONGEST_HEAD {
        return None;
    }
    let (asked, behind) = asked(behind)?;
    let (code, rest) = behind.strip_prefix(b"\" ")?.split_at_checked(3)?;
    let status = request::status(code)?;
    // The size, or a dash.
    rest.strip_prefix(b" ")?.first().filter(|b| **b > b' ')?;
    let start = &line[..line.len().min(SIGNS_WITHIN)];
    let start = &start[start.len().min(head)..];
    if run(start, joins) < start.len() {
        return None;
    }
    Some(Line {
        when: When::Stamp(&stamp[..STAMP]),
        method: asked.method,
        target: asked.target,
        status: Some(status),
        user: if want.has(Field::User) { user } else { b"" },
        head: &line[..head],
        rest,
        sure: true,
        ..Line::default()
    })
}

/// Not a level's word, which would make the line another program's, nor an address.
fn is_user(user: &[u8]) -> bool {
    let Some(first) = user.first() else {
        return false;
    };
    let may_be_level = first.is_ascii_uppercase() && user.iter().all(u8::is_ascii_uppercase);
    let may_be_address = user.contains(&b'.') && clf::is_address(user);
    !may_be_level && !may_be_address
}

/// How long a stamp is.
const STAMP: usize = b"14/Mar/2025:02:11:09 +0000".len();

/// Whether the bytes are of the kinds that a stamp's are; what time it tells, if any, is another matter.
fn is_stamp(stamp: &[u8]) -> bool {
    let Ok(stamp): Result<[u8; STAMP], _> = stamp.try_into() else {
        return false;
    };
    const SIGNS: u32 = 1 << 2 | 1 << 6 | 1 << 11 | 1 << 14 | 1 << 17 | 1 << 20 | 1 << 21;
    let (Some(first), Some(last)) = (stamp.first_chunk(), stamp.last_chunk()) else {
        return false;
    };
    let others = marks(first, alphanumeric) | marks(last, alphanumeric) << (STAMP - 16);
    let sign = |at: usize, sign: u8| stamp[at] == sign;
    others == !SIGNS & ((1 << STAMP) - 1)
        && sign(2, b'/')
        && sign(6, b'/')
        && sign(11, b':')
        && sign(14, b':')
        && sign(17, b':')
        && sign(20, b' ')
        && (sign(21, b'+') || sign(21, b'-'))
}

/// `GET /x HTTP/1.1` up to a quote, and what stands from there on.
fn asked(text: &[u8]) -> Option<(request::Request<'_>, &[u8])> {
    const LONGEST_METHOD: usize = 20;
    let window = &text[..text.len().min(LONGEST_METHOD)];
    let method = window
        .iter()
        .position(|b| !b.is_ascii_uppercase())
        .filter(|len| *len >= 2)?;
    let (method, behind) = (&text[..method], text[method..].strip_prefix(b" ")?);
    let target = &behind[..run(behind, in_target)];
    let behind = behind[target.len()..].strip_prefix(b" HTTP/")?;
    let version = match behind {
        [b'0'..=b'9', b'"', ..] => 1,
        [b'0'..=b'9', b'.', b'0'..=b'9', b'"', ..] => 3,
        _ => return None,
    };
    let asked = request::Request { method, target };
    (!target.is_empty()).then_some((asked, &behind[version..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::{Line, read_otherwise};
    use super::read;
    use crate::event::Want;

    /// Lines as they should be, and each way in which one may not be quite so.
    const LINES: [&str; 17] = [
        r#"10.0.0.1 - u190 [10/Mar/2025:00:00:00 +0000] "GET /healthz HTTP/1.1" 200 7345 "https://shop.example.com/" "Mozilla/5.0 (X11; Linux x86_64)" 0.047 71bb54d8-d101-45b9-834d-0bff90150280"#,
        r#"2001:db8::1 - - [10/Mar/2025:00:00:00 +0000] "POST /a?b=c&d HTTP/2.0" 503 -"#,
        r#"::1 - bob@example.com [10/Mar/2025:00:00:00 -0330] "GET /a HTTP/1.0" 404 0 "-" "curl/8.5.0""#,
        r#"192.0.2.7 - bob [10/Mar/2025:00:00:00 -0330] "M-SEARCH * HTTP/1.0" 404 0 "-" "curl/8.5.0""#,
        r#"192.0.2.7 - ERROR [10/Mar/2025:00:00:00 +0000] "GET /alice/x HTTP/1.1" 200 12"#,
        r#"192.0.2.7 - 10.1.2.3 [10/Mar/2025:00:00:00 +0000] "GET http://a/b HTTP/1.1" 500 12 12"#,
        r#"1.2.3.4 - - [10/Mar/2025:00:00:00 +0000] "GET  HTTP/1.1" 400 173 - 4711"#,
        r#"1.2.3.4 - - [10/Mar/2025:00:00:00 +0000] "G / HTTP/1.1" 400 173 - 4711"#,
        r#"1.2.3.4 - - [10/Mar/2025:00:00:00 +0000] "GET /|GET|/x|200|a HTTP/1.1" 400 173"#,
        r#"1.2.3.4 - - [10/Mar/2025:00:00:00 +0000] "GET /,GET,/x,200 HTTP/1.1" 400 17,200,3"#,
        r#"1.2.3.4 - - [10/Mar/2025:00:00:00 +0000] "GET /~GET~/x~200 HTTP/1.1" 400 17;200;3"#,
        r#"1.2.3.4 - - [10/Mar/2025:00:00:00 +0000] "GET /x HTTP/1.1" 400 "#,
        r#"1.2.3.4 - - [10/Mar/2025:00:00:00 +0000] "GET /x HTTP/1.1" 400  TLSv1"#,
        r#"1.2.3.4 - TLSv1.3 [10/Mar/2025:00:00:00 +0000] "GET /x HTTP/1.1" 400 "#,
        r#"1.2.3.4: - - [1741917069.123  +0000     ] "\x16\x03\x01" 400 173 "-" "a\tb""#,
        r#"10.0.0.1 - u190 [10/Mar/2025:00:00]00 +0000] "GET /healthz HTTP/1.1" 200 7345"#,
        "1.2.3.4 - alice [10/Mar/2025:00:00:00 +0000] \"GET /a\\\"b HTTP/1.1\" 200\t12\t\"x\"",
    ];
    const PIECES: [&str; 40] = [
        " ",
        "  ",
        "\"",
        "\\",
        "-",
        "[",
        "]",
        "] ",
        " [",
        ",",
        ";",
        "|",
        "\t",
        "~",
        "^",
        "=",
        ":",
        "/",
        "HTTP/1.1",
        " HTTP/",
        "200",
        "0",
        "000",
        "404",
        "TLSv1.3",
        "TCP ",
        "Z",
        "A",
        "ERROR",
        "a",
        "10.0.0.1",
        "10.0.0.1:80",
        " - ",
        " -",
        "http",
        "<",
        "{",
        "\u{1b}[31m",
        "é",
        "(",
    ];

    fn told(line: &Line) -> String {
        format!("{line:?}")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn a_common_line_is_read_as_the_dialects_would_read_it(
            line in select(&LINES[..]),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, select(&PIECES[..])), 0..3),
            length in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let mut line = line.as_bytes().to_vec();
            for (at, cut, piece) in changes {
                let at = at.index(line.len() + 1);
                line.splice(at..line.len().min(at + cut), piece.bytes());
            }
            if let Some(length) = length {
                line.truncate(length.index(line.len() + 1));
            }
            for want in [Want::all(), Want::none()] {
                if let Some(quick) = read(&line, &want) {
                    let full = read_otherwise(&line, &want);
                    prop_assert_eq!(Some(told(&quick)), full.as_ref().map(told), "{}", String::from_utf8_lossy(&line));
                }
            }
        }
    }

    #[test]
    fn common_lines_are_known() {
        for line in &LINES[..2] {
            assert!(read(line.as_bytes(), &Want::all()).is_some(), "{line}");
        }
    }
}
