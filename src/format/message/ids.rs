//! IDs that stand alone: in brackets, or as a word of a line's head.

use super::{Finds, value_after};
use crate::event::Field;
use crate::format::plain::lex;

/// What a token identifies by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A UUID, a ULID, 32 hex digits, each also behind `req-`; what says `req-` itself; chi's numbers.
    Request,
    /// 32 hex digits and a span's 16: `4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7`.
    TraceAndSpan,
}

fn is_hex(text: &[u8], len: usize) -> bool {
    text.len() == len && text.iter().all(u8::is_ascii_hexdigit)
}

/// `550e8400-e29b-41d4-a716-446655440000`.
pub fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// A ULID: 26 signs of Crockford's base 32, the first of which is below 8.
fn is_ulid(text: &[u8]) -> bool {
    text.len() == 26
        && matches!(text[0], b'0'..=b'7')
        && text
            .iter()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() && !b"ILOU".contains(b))
}

/// What Go's chi numbers requests with: `host/Fh2xLqP0aB-000042`.
fn is_numbered(text: &[u8]) -> bool {
    let Some((name, number)) = memchr::memrchr(b'-', text).map(|at| (&text[..at], &text[at + 1..]))
    else {
        return false;
    };
    let slash = memchr::memchr(b'/', name);
    number.len() >= 6
        && number.iter().all(u8::is_ascii_digit)
        && slash.is_some_and(|at| {
            name.len() - at == 11 && name[at + 1..].iter().all(u8::is_ascii_alphanumeric)
        })
}

fn kind(token: &[u8]) -> Option<Kind> {
    let named = token.strip_prefix(b"req-").or(token.strip_prefix(b"req_"));
    let bare = named.unwrap_or(token);
    let random =
        is_uuid(bare) || is_ulid(bare) || is_hex(bare, 32) && bare.iter().any(|b| *b != b'0');
    let told = named.is_some_and(|id| {
        id.iter().all(u8::is_ascii_alphanumeric) && id.iter().any(u8::is_ascii_digit)
    });
    if random || told || is_numbered(token) {
        return Some(Kind::Request);
    }
    let parts = token.len() == 49
        && token[32] == b'-'
        && is_hex(&token[..32], 32)
        && is_hex(&token[33..], 16);
    parts.then_some(Kind::TraceAndSpan)
}

/// Looks at every bracket of the text: `[550e8400-...]`, `{550e8400-...}`, `(550e8400-...)`,
/// OpenStack's `[req-... user tenant - - -]`, Spring's `[app,trace,span,true]` and `[app,trace-span]`.
pub(super) fn in_brackets<'a>(text: &'a [u8], finds: &mut Finds<'_, 'a>) {
    for open in memchr::memchr3_iter(b'[', b'{', b'(', text) {
        // The longest of them holds two UUIDs and names.
        let window = &text[open..text.len().min(open + 256)];
        let Some(closer) = lex::closer(window[0]) else {
            continue;
        };
        let Some(close) = memchr::memchr(closer, window) else {
            continue;
        };
        let content = window[1..close].trim_ascii();
        if content.len() >= 6 {
            bracket(content, finds);
        }
    }
}

fn bracket<'a>(content: &'a [u8], finds: &mut Finds<'_, 'a>) {
    if let Some(kind) = kind(content) {
        return offer(kind, content, finds);
    }
    if content.starts_with(b"req-") || content.starts_with(b"None req-") {
        return openstack(content, finds);
    }
    // `[reqId:7f3a11]`: the key joined to the ID.
    if let Some(colon) = memchr::memchr(b':', content) {
        let (key, id) = (&content[..colon], &content[colon + 1..]);
        if id
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            && id.len() >= 4
        {
            finds.identified(key, id);
        }
        return;
    }
    // Micrometer: the application's name, the trace, the span.
    let mut parts = content.split(|b| *b == b',').map(<[u8]>::trim_ascii);
    let (Some(_name), Some(trace)) = (parts.next(), parts.next()) else {
        return;
    };
    match kind(trace) {
        Some(Kind::TraceAndSpan) => finds.told(Field::TraceId, &trace[..32]),
        Some(Kind::Request) if !is_uuid(trace) => finds.told(Field::TraceId, trace),
        None if is_hex(trace, 16) && parts.next().is_some_and(|span| is_hex(span, 16)) => {
            finds.told(Field::TraceId, trace);
        }
        _ => {}
    }
}

/// `req-ID user tenant - - -`; newer ones have the ID of the whole chain of requests (or `None`) before their own.
fn openstack<'a>(content: &'a [u8], finds: &mut Finds<'_, 'a>) {
    let mut words = content
        .split(|b| *b == b' ')
        .filter(|word| !word.is_empty())
        .peekable();
    let mut id = None;
    while let Some(word) = words.next_if(|word| word.starts_with(b"req-") || *word == b"None") {
        id = Some(word);
    }
    if let Some(id) = id.filter(|id| kind(id).is_some()) {
        finds.told(Field::RequestId, id);
        if let Some(user) = words.next().filter(|user| *user != b"None") {
            finds.told(Field::User, user);
        }
    }
}

/// Words of a head that are an ID without any bracket: AWS Lambda's, FreeSWITCH's.
pub(super) fn alone<'a>(head: &'a [u8], finds: &mut Finds<'_, 'a>) {
    let mut at = 0;
    while at < head.len() {
        at = lex::blanks(head, at);
        let word = value_after(head, at);
        if word.len() >= 32
            && let Some(kind) = kind(word)
        {
            offer(kind, word, finds);
        }
        at += word.len().max(1);
    }
}

fn offer<'a>(kind: Kind, token: &'a [u8], finds: &mut Finds<'_, 'a>) {
    match kind {
        Kind::Request => finds.bare(Field::RequestId, token),
        Kind::TraceAndSpan => finds.bare(Field::TraceId, &token[..32]),
    }
}
