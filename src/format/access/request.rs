//! The request line, `METHOD target HTTP/x`, and the status beside it.

use memchr::{memchr, memmem, memrchr};

use super::tokens;
use crate::format::plain::lex;

/// Methods that are believed without a protocol behind the target: HTTP's, WebDAV's, and those of caches,
/// UPnP, RTSP and Exchange clients.
const METHODS: &[&str] = &[
    "GET",
    "POST",
    "PUT",
    "HEAD",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "CONNECT",
    "TRACE",
    "QUERY",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "ACL",
    "MKCALENDAR",
    "MKACTIVITY",
    "CHECKOUT",
    "MERGE",
    "BIND",
    "REBIND",
    "UNBIND",
    "LINK",
    "UNLINK",
    "PURGE",
    "BAN",
    "REFRESH",
    "PRI",
    "SOURCE",
    "TRACK",
    "DEBUG",
    "M-SEARCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "POLL",
    "BMOVE",
    "BCOPY",
    "RPC_IN_DATA",
    "RPC_OUT_DATA",
    "DESCRIBE",
    "SETUP",
    "PLAY",
    "TEARDOWN",
];

/// A request line taken apart. The target is as logged; [`path`] makes the event's path of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Request<'a> {
    pub method: &'a [u8],
    pub target: &'a [u8],
}

/// Whether `word` is a method, written as methods are.
pub fn is_method(word: &[u8]) -> bool {
    (2..=13).contains(&word.len())
        && word[0].is_ascii_uppercase()
        && METHODS.iter().any(|m| m.as_bytes() == word)
}

/// Whether `word` can be what is asked for: `/a?b`, `http://h/a`, `*`.
pub fn is_target(word: &[u8]) -> bool {
    matches!(word.first(), Some(b'/')) || word == b"*" || scheme(word).is_some()
}

/// Reads `METHOD target [HTTP/x]`; spaces in the target stay. Without a protocol the method has to be a
/// known one and the target has to look like one.
pub fn parse(text: &[u8]) -> Option<Request<'_>> {
    // Werkzeug colours what it quotes.
    let text = if text.starts_with(b"\x1b[") {
        &text[lex::trim(text, 0..text.len())]
    } else {
        text
    };
    let space = memchr(b' ', &text[..text.len().min(25)])?;
    let (method, rest) = (&text[..space], &text[space + 1..]);
    if !method
        .iter()
        .all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'))
        || space < 2
    {
        return None;
    }
    // `GET /a HTTP/1.1`, and `GET  HTTP/1.1`, where nothing was asked for.
    let last = memrchr(b' ', rest).map_or(0, |at| at + 1);
    if is_protocol(&rest[last..]) {
        return Some(Request {
            method,
            target: &rest[..last.saturating_sub(1)],
        });
    }
    let known = is_method(&method.to_ascii_uppercase());
    let target = if is_version(&rest[last..]) && last > 0 {
        &rest[..last - 1]
    } else {
        rest
    };
    (known && (is_target(target) || method == b"CONNECT")).then_some(Request { method, target })
}

/// `HTTP/1.1`, `HTTP/2`, `RTSP/1.0`.
pub fn is_protocol(word: &[u8]) -> bool {
    let Some(slash) = memchr(b'/', word).filter(|at| (3..=5).contains(at)) else {
        return false;
    };
    word[..slash].iter().all(u8::is_ascii_alphabetic)
        && word.get(slash + 1).is_some_and(u8::is_ascii_digit)
        && word[slash + 1..]
            .iter()
            .all(|b| b.is_ascii_digit() || *b == b'.')
}

/// The bare version that Hypercorn writes.
fn is_version(word: &[u8]) -> bool {
    matches!(word, b"1.0" | b"1.1" | b"2" | b"2.0" | b"3" | b"3.0")
}

/// Where the host of an absolute target starts.
fn scheme(target: &[u8]) -> Option<usize> {
    let colon = memchr(b':', &target[..target.len().min(8)])?;
    let named = colon >= 2 && target[..colon].iter().all(u8::is_ascii_alphabetic);
    (named && target[colon..].starts_with(b"://")).then_some(colon + 3)
}

/// The path and query of a target: `http://host/a?b` is `/a?b`.
pub fn path(target: &[u8]) -> &[u8] {
    let Some(host) = scheme(target) else {
        return target;
    };
    match target[host..].iter().position(|b| matches!(b, b'/' | b'?')) {
        Some(at) => &target[host + at..],
        None => b"/",
    }
}

/// The quoted request that opens at `open`, and the place after its closing quote.
///
/// A raw quote within the target would end the string too early (`"GET /?q="x" HTTP/1.1"`); the protocol
/// tells where it really ends.
pub fn quoted(line: &[u8], open: usize) -> (&[u8], usize) {
    let (text, after) = tokens::quoted(line, open);
    let goes_on = &line[after..line.len().min(after + 4096)];
    if goes_on.is_empty() || memrchr(b' ', text).is_some_and(|at| is_protocol(&text[at + 1..])) {
        return (text, after);
    }
    let Some(protocol) = memmem::find(goes_on, b" HTTP/") else {
        return (text, after);
    };
    let Some(quote) = memchr(b'"', &goes_on[protocol..]).filter(|at| *at <= 10) else {
        return (text, after);
    };
    let end = after + protocol + quote;
    // Only if no other string opens in between: that one would be the real request.
    if memchr::memchr_iter(b'"', &line[after..end])
        .count()
        .is_multiple_of(2)
        && parse(text).is_some()
    {
        (&line[open + 1..end], end + 1)
    } else {
        (text, after)
    }
}

/// Whether a status is one that HTTP registers or that a server is known to give, so that a number which only looks
/// like one (a size, a port) is none.
pub fn is_registered(status: u16) -> bool {
    matches!(
        status,
        100..=103
            | 200..=208
            | 226
            | 300..=308
            | 400..=418
            | 421..=426
            | 428
            | 429
            | 431
            | 440
            | 444
            | 449..=451
            | 460
            | 463
            | 494..=499
            | 500..=511
            | 520..=530
            | 561
            | 598
            | 599
    )
}

/// A status code written as one: three digits, 100 to 599.
pub fn status(word: &[u8]) -> Option<u16> {
    let [a @ b'1'..=b'5', b @ b'0'..=b'9', c @ b'0'..=b'9'] = word else {
        return None;
    };
    let digit = |d: &u8| u16::from(d - b'0');
    Some(digit(a) * 100 + digit(b) * 10 + digit(c))
}
