//! Request lines within text: `"GET /x HTTP/1.1" 500`, `POST /api/orders/1`, `Started GET "/x"`,
//! `HTTP/1.1 GET http://host/x`.

use std::ops::Range;

use super::Finds;
use super::signs::ends_target;
use crate::event::Field;
use crate::format::access::{self, Told, status_beside};
use crate::format::plain::lex;
use crate::time;

pub(super) const METHODS: [&[u8]; 9] = [
    b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT",
];

/// Finds the first method in capitals with a path behind it, and the status that follows a whole request line.
/// Gives what else the message tells where its first line, `line`, is an access line.
pub fn find<'a>(text: &'a [u8], line: &'a [u8], finds: &mut Finds<'_, 'a>) -> Option<Told<'a>> {
    // Every path has a slash, few texts have many: looking back from them is cheaper than looking for words.
    for slash in memchr::memchr_iter(b'/', text) {
        let Some(start) = target_start(text, slash) else {
            continue;
        };
        let method =
            method_before(text, start).or_else(|| method_before(text, host_before(text, start)?));
        let Some(method) = method else {
            continue;
        };
        let len = text[slash..].iter().position(|b| ends_target(*b));
        let end = len.map_or(text.len(), |len| slash + len);
        let target = text[start..end]
            .strip_suffix(b":")
            .unwrap_or(&text[start..end]);
        finds.told(Field::Method, method);
        finds.told(Field::Path, target);
        return around(
            text,
            start..end,
            finds,
            || access::told(line),
            || user_before(&text[..start], method),
        );
    }
    None
}

/// Finds what stands around the request whose target is at `target`: its status, and its user where `told`, which
/// the whole line tells, or `user` gives one.
pub(super) fn around<'a>(
    text: &'a [u8],
    target: Range<usize>,
    finds: &mut Finds<'_, 'a>,
    told: impl FnOnce() -> Option<Told<'a>>,
    user: impl FnOnce() -> Option<&'a [u8]>,
) -> Option<Told<'a>> {
    let rest = &text[target.end..];
    if finds.wants(Field::Status)
        && let Some(status) = status_after(rest).or_else(|| status_said(rest))
    {
        finds.told(Field::Status, status);
    }
    let told = told();
    if finds.wants(Field::User) {
        let named = told.as_ref().and_then(|told| told.user);
        if let Some(user) = named.or_else(user) {
            finds.told(Field::User, user);
        }
    }
    told
}

/// Where the request's target begins whose first slash is at `slash`: there, or at the scheme of a URL.
fn target_start(text: &[u8], slash: usize) -> Option<usize> {
    let before = text[..slash].last()?;
    match before {
        b' ' | b'\t' | b'"' | b'\'' | b'`' => Some(slash),
        b':' => [&b"https:"[..], b"http:"]
            .iter()
            .find(|scheme| text[..slash].ends_with(scheme) && text[slash..].starts_with(b"//"))
            .map(|scheme| slash - scheme.len()),
        _ => None,
    }
}

/// The method before `at`, blanks and a quote between.
fn method_before(text: &[u8], at: usize) -> Option<&[u8]> {
    let before = text[..at]
        .strip_suffix(b"\"")
        .or(text[..at].strip_suffix(b"'"))
        .or(text[..at].strip_suffix(b"`"));
    let before = before.unwrap_or(&text[..at]);
    let word_end = before.trim_ascii_end().len();
    if word_end == before.len() {
        return None;
    }
    // `[GET] /x`
    if let Some(inside) = before[..word_end].strip_suffix(b"]") {
        let word = &inside[memchr::memrchr(b'[', inside)? + 1..];
        return METHODS.contains(&word).then_some(word);
    }
    let start = before[..word_end]
        .iter()
        .rposition(|b| !b.is_ascii_uppercase())
        .map_or(0, |at| at + 1);
    let joined = start > 0
        && (before[start - 1].is_ascii_alphanumeric()
            || matches!(before[start - 1], b'_' | b'-' | b'.'));
    let word = &before[start..word_end];
    (!joined && METHODS.contains(&word)).then_some(word)
}

/// Where the host begins that stands between the method and the path at `at`: `GET shop.example /x`.
fn host_before(text: &[u8], at: usize) -> Option<usize> {
    let before = text[..at].strip_suffix(b" ")?;
    let start = memchr::memrchr(b' ', before)? + 1;
    let host = &before[start..];
    let named = host
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
    (named && host.contains(&b'.')).then_some(start)
}

/// CouchDB's `10.0.0.1 alice GET /x`: the word between an address and the method.
pub(super) fn user_before<'a>(before: &'a [u8], method: &[u8]) -> Option<&'a [u8]> {
    let before = before.trim_ascii_end().strip_suffix(method)?;
    let mut words = before.trim_ascii_end().rsplit(|b| *b == b' ');
    let (user, address) = (words.next()?, words.next()?);
    let named = user.first().is_some_and(u8::is_ascii_alphabetic)
        && user
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@'));
    // A time of day is written with the signs of an address.
    let address = access::is_address(address) && time::scan(address).is_none();
    (named && address && user != b"undefined").then_some(user)
}

/// After the target without a version: what the rest of the line says of it (`=> 500`, `failed: 500`). A number
/// that counts something is none (`500 bytes`).
fn status_said(rest: &[u8]) -> Option<&[u8]> {
    let line = lex::first_line(rest).0;
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let status = status_beside(line)?;
    let behind = &line[memchr::memmem::find(line, status)? + status.len()..];
    let counts = matches!(behind, [b' ', b'a'..=b'z', ..])
        && ![&b" in "[..], b" ok"]
            .iter()
            .any(|word| behind.starts_with(word));
    (!counts).then_some(status)
}

/// After the target: the protocol's version, then the response's status, perhaps with a quote between. Without a
/// version what follows is a sentence.
fn status_after(rest: &[u8]) -> Option<&[u8]> {
    let version = match rest.strip_prefix(b" HTTP/") {
        Some(version) => version,
        // Hypercorn leaves the protocol's name out: `"POST /x 1.1" 500`.
        None => rest.strip_prefix(b" ").filter(|_| {
            [&b" 1.0\""[..], b" 1.1\"", b" 2\"", b" 3\""]
                .iter()
                .any(|v| rest.starts_with(v))
        })?,
    };
    let len = version
        .iter()
        .position(|b| !(b.is_ascii_digit() || *b == b'.'))?;
    let rest = &version[len..];
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    // Go's chi sets the client between: `"GET http://host/x HTTP/1.1" from 10.0.0.1:5000 - 500 21B in 1ms`.
    let rest = match rest.strip_prefix(b" from ") {
        Some(client) => &client[memchr::memmem::find(client, b" - ")? + 3..],
        None => rest,
    };
    let rest = &rest[lex::blanks(rest, 0)..];
    let digits = lex::digits(rest);
    let ends = rest.get(3).is_none_or(|b| {
        matches!(
            b,
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b')' | b'"' | b']' | 0x1b
        )
    });
    (digits == 3 && ends && matches!(rest[0], b'1'..=b'5')).then(|| &rest[..3])
}
