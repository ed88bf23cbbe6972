//! `modsecurity`: the audit log of ModSecurity and Coraza, a transaction in sections under marks of their own:
//!
//! ```text
//! --b1b2c3d4-A--
//! [14/Mar/2025:02:11:09.123456 +0000] Z9QxyAoAAAU 203.0.113.9 53412 10.0.0.5 443
//! --b1b2c3d4-B--
//! GET /a HTTP/1.1
//! --b1b2c3d4-Z--
//! ```

use crate::event::{Event, Field};
use crate::format::plain::{head::When, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, access, text};

pub struct ModSecurity;

/// The letter of the section that `line` marks: `--b1b2c3d4-A--`, in version 3 `---AbCdEfGh---A--`.
fn section(line: &[u8]) -> Option<u8> {
    let (letter, before) = line.strip_suffix(b"--")?.split_last()?;
    let dashes = before.iter().take_while(|b| **b == b'-').count();
    let name = &before[dashes..];
    let end = name.iter().rposition(|b| *b != b'-')? + 1;
    let named = end >= 8 && name[..end].iter().all(u8::is_ascii_alphanumeric);
    let parted = matches!((dashes, name.len() - end), (2, 1) | (3, 3));
    (letter.is_ascii_uppercase() && named && parted).then_some(*letter)
}

/// The sections of a transaction: the letter of each and its lines.
fn sections(whole: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = whole;
    std::iter::from_fn(move || {
        let (line, behind) = lex::first_line(rest);
        let letter = section(line)?;
        let mut end = 0;
        while end < behind.len() && section(lex::first_line(&behind[end..]).0).is_none() {
            end = memchr::memchr(b'\n', &behind[end..]).map_or(behind.len(), |len| end + len + 1);
        }
        rest = &behind[end..];
        Some((letter, &behind[..end]))
    })
}

impl Format for ModSecurity {
    fn name(&self) -> &'static str {
        "modsecurity"
    }

    fn about(&self) -> &'static str {
        "audit log of ModSecurity and Coraza, a transaction in sections"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match section(line) {
            Some(b'A') => Fit::Strong,
            _ => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    /// The stamp, the request and the answer look like entries of their own.
    fn holds(&self, previous: &[u8], line: &[u8]) -> bool {
        section(previous).is_some_and(|letter| letter != b'Z') && section(line) != Some(b'A')
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        if section(lex::first_line(whole).0) != Some(b'A') {
            return false;
        }
        for (letter, lines) in sections(whole) {
            let (line, _) = lex::first_line(lines);
            match letter {
                b'A' => transaction(line, cx, event),
                b'B' => {
                    let asked = access::request_line(line);
                    event.method = asked
                        .filter(|_| cx.want.has(Field::Method))
                        .map(|(method, _)| text(method));
                    event.path = asked
                        .filter(|_| cx.want.has(Field::Path))
                        .map(|(_, path)| text(path));
                }
                b'F' if cx.want.has(Field::Status) => {
                    let code = line.split(|b| *b == b' ').nth(1);
                    event.status = code.and_then(access::status);
                }
                b'H' if event.message.is_none() => {
                    let told = lines
                        .split(|b| *b == b'\n')
                        .find_map(|line| line.strip_prefix(b"Message: "));
                    event.message = told.map(|message| text(message.trim_ascii_end()));
                }
                _ => {}
            }
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            text: "--b1b2c3d4-A--\n[14/Mar/2025:02:11:09.123456 +0000] Z9QxyAoAAAU 203.0.113.9 53412 10.0.0.5 443\n--b1b2c3d4-B--\nGET /a?id=1%27 HTTP/1.1\nHost: shop.example\n\n--b1b2c3d4-F--\nHTTP/1.1 403 Forbidden\n\n--b1b2c3d4-H--\nMessage: Access denied with code 403 (phase 2).\nStopwatch: 1741918269123456 1234\n\n--b1b2c3d4-Z--",
            event: &[
                ("time", "2025-03-14T02:11:09.123456Z"),
                ("request_id", "Z9QxyAoAAAU"),
                ("method", "GET"),
                ("path", "/a?id=1%27"),
                ("status", "403"),
                ("message", "Access denied with code 403 (phase 2)."),
            ],
        }]
    }
}

/// `[stamp] id client port server port`.
fn transaction<'a>(line: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) {
    let Some(inside) = line.strip_prefix(b"[") else {
        return;
    };
    set_time(When::scan(inside).map(|(when, _)| when), cx, event);
    let id = memchr::memchr(b']', inside).and_then(|close| {
        let mut words = inside[close + 1..].split(|b| *b == b' ');
        words.find(|word| !word.is_empty())
    });
    if cx.want.has(Field::RequestId) {
        event.request_id = id.map(text);
    }
}
