//! IDs that stand alone: in brackets, or as a word of a line's head.

use super::signs::{Signs, ends_value};
use super::{Finds, value_after};
use crate::event::Field;
use crate::format::plain::lex;
use crate::token::is_uuid;

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
    let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let Some(name) = text[..text.len() - digits].strip_suffix(b"-") else {
        return false;
    };
    let slash = name.iter().position(|b| *b == b'/');
    digits >= 6
        && slash.is_some_and(|at| {
            name.len() - at == 11 && name[at + 1..].iter().all(u8::is_ascii_alphanumeric)
        })
}

fn kind(token: &[u8]) -> Option<Kind> {
    let named = match token {
        [b'r', b'e', b'q', b'-' | b'_', id @ ..] => Some(id),
        _ => None,
    };
    let bare = named.unwrap_or(token);
    let random = match bare.len() {
        36 => is_uuid(bare),
        26 => is_ulid(bare),
        32 => is_hex(bare, 32) && bare.iter().any(|b| *b != b'0'),
        _ => false,
    };
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
pub(super) fn in_brackets<'a>(text: &'a [u8], signs: &Signs, finds: &mut Finds<'_, 'a>) {
    let joints = signs.colon || signs.comma;
    brackets(text).for_each(|content| bracket(content, joints, finds));
}

/// Whether a text without colons may hold an ID in a bracket or alone.
pub(super) fn may_hold(text: &[u8]) -> bool {
    brackets(text).any(may_name) || has_run(text)
}

/// Whether what stands in a bracket may name an ID, if there is no colon in it.
pub(super) fn may_name(content: &[u8]) -> bool {
    kind(content).is_some() || is_openstack(content) || content.contains(&b',')
}

/// What stands in brackets and is long enough to hold an ID.
fn brackets(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    all_brackets(text).filter(|content| content.len() >= 6)
}

/// What stands in brackets, without blanks around it.
pub(super) fn all_brackets(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memchr3_iter(b'[', b'{', b'(', text).filter_map(|open| {
        // The longest of them holds two UUIDs and names.
        let window = &text[open..text.len().min(open + 256)];
        let close = memchr::memchr(lex::closer(window[0])?, window)?;
        Some(window[1..close].trim_ascii())
    })
}

fn is_openstack(content: &[u8]) -> bool {
    content.starts_with(b"req-") || content.starts_with(b"None req-")
}

/// `joints` says whether there may be colons or commas.
fn bracket<'a>(content: &'a [u8], joints: bool, finds: &mut Finds<'_, 'a>) {
    if let Some(kind) = kind(content) {
        return offer(kind, content, finds);
    }
    if is_openstack(content) {
        return openstack(content, finds);
    }
    if !joints {
        return;
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

/// The shortest ID that is known without a bracket.
const ALONE: usize = 32;

/// Words of a head that are an ID without any bracket: AWS Lambda's, FreeSWITCH's.
pub(super) fn alone<'a>(head: &'a [u8], finds: &mut Finds<'_, 'a>) {
    for word in long_words(head) {
        if let Some(kind) = kind(word) {
            offer(kind, word, finds);
        }
    }
}

/// The words that are long enough to be an ID.
fn long_words(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while has_run(head.get(at..)?) {
            at = lex::blanks(head, at);
            let word = value_after(head, at);
            at += word.len().max(1);
            if word.len() >= ALONE {
                return Some(word);
            }
        }
        None
    })
}

/// Whether any word is as long as an ID, however it begins. Looks at one byte in `ALONE`, and from there back to
/// where its word begins.
fn has_run(head: &[u8]) -> bool {
    let mut start = 0;
    while let Some(reach) = head.get(start..start + ALONE) {
        match reach.iter().rposition(|b| ends_value(*b)) {
            Some(end) => start += end + 1,
            None => return true,
        }
    }
    false
}

fn offer<'a>(kind: Kind, token: &'a [u8], finds: &mut Finds<'_, 'a>) {
    match kind {
        Kind::Request => finds.bare(Field::RequestId, token),
        Kind::TraceAndSpan => finds.bare(Field::TraceId, &token[..32]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_long_word_is_passed_over(head in "([a-z]{0,40}[ ,.\"'\\[]{0,2}(\u{1b}\\[3m)?){0,8}") {
            let head = head.as_bytes();
            let (mut words, mut at) = (Vec::new(), 0);
            while at < head.len() {
                at = lex::blanks(head, at);
                let word = value_after(head, at);
                words.extend((word.len() >= ALONE).then_some(word));
                at += word.len().max(1);
            }
            prop_assert_eq!(long_words(head).collect::<Vec<_>>(), words);
        }
    }
}
