//! Identifiers that stand in an access line without a name: told by their shape alone.

use wide::u8x16;

use crate::sixteen::{alphanumeric, is, marks};
use crate::token::is_uuid;

/// What an unnamed token identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id<'a> {
    Request(&'a [u8]),
    Trace(&'a [u8]),
}

/// The identifier that the whole token is.
pub fn of(token: &[u8]) -> Option<Id<'_>> {
    const SHORTEST: usize = 16;
    const LONGEST: usize = 128;
    let begins = token.first_chunk::<SHORTEST>()?;
    // Most strings are none by one of their first signs.
    if token.len() > LONGEST || marks(begins, in_id) != 0xffff {
        return None;
    }
    if let Some(trace) = amazon(token).or_else(|| traceparent(token)) {
        return Some(Id::Trace(trace));
    }
    let bare = match token {
        [b'r', b'e', b'q', b'-' | b'_', bare @ ..] => bare,
        [b'r', b'e', b'q', b'u', b'e', b's', b't', b'-', bare @ ..] => bare,
        _ => token,
    };
    (is_uuid(bare) || is_hex(bare) || is_ulid(bare) || is_unique_id(bare) || is_ray(bare))
        .then_some(Id::Request(token))
}

/// Marks what may be among the first bytes of an ID.
fn in_id(bytes: u8x16) -> u8x16 {
    let signs = is(bytes, b'-') | is(bytes, b'_') | is(bytes, b'=') | is(bytes, b'@');
    alphanumeric(bytes) | signs | is(bytes, b';')
}

/// Whether `token` has the shape of an ID that servers give to requests.
pub fn is_request_id(token: &[u8]) -> bool {
    matches!(of(token), Some(Id::Request(_)))
}

/// A whole UUID or 32 hex digits among the words of `head`, for those who log the ID first.
pub fn within(head: &[u8]) -> Option<&[u8]> {
    let words = head.split(|b| matches!(b, b' ' | b'[' | b']' | b'"'));
    words
        .take(16)
        .find(|word| is_uuid(word) || (word.len() == 32 && is_hex(word)))
}

/// `Root=1-67d38d2d-5a3b...;Parent=...`, as Amazon's load balancers write it: the root's ID.
fn amazon(token: &[u8]) -> Option<&[u8]> {
    // `Self=...;Root=...` where a balancer stands before another.
    let head = token.strip_prefix(b"Root=").or_else(|| {
        let own = token.strip_prefix(b"Self=")?;
        own[memchr::memchr(b';', own)?..].strip_prefix(b";Root=")
    })?;
    Some(root(head)).filter(|root| !root.is_empty())
}

/// The value of `Root=`, without the fields that may follow it.
pub fn root(value: &[u8]) -> &[u8] {
    value.split(|b| *b == b';').next().unwrap_or(value)
}

/// The trace ID within a W3C `traceparent`, `00-<32 hex>-<16 hex>-01`.
fn traceparent(token: &[u8]) -> Option<&[u8]> {
    let shape = token.len() == 55 && token[2] == b'-' && token[35] == b'-' && token[52] == b'-';
    let trace = token.get(3..35)?;
    (shape && trace.iter().all(u8::is_ascii_hexdigit)).then_some(trace)
}

/// At least 16 hex digits. Digits alone are a number, unless there are the 32 of a whole ID.
fn is_hex(token: &[u8]) -> bool {
    token.len() >= 16
        && token.len() <= 64
        && token.iter().all(u8::is_ascii_hexdigit)
        && (token.len() == 32
            || (token.iter().any(u8::is_ascii_digit) && token.iter().any(u8::is_ascii_alphabetic)))
}

fn is_ulid(token: &[u8]) -> bool {
    token.len() == 26
        && matches!(token[0], b'0'..=b'7')
        && token
            .iter()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && token.iter().any(u8::is_ascii_uppercase)
}

/// Apache's mod_unique_id: 24 or 27 characters of a base64 alphabet.
fn is_unique_id(token: &[u8]) -> bool {
    matches!(token.len(), 24 | 27)
        && token
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'_' | b'-'))
        && token.iter().any(u8::is_ascii_digit)
        && token.iter().any(u8::is_ascii_uppercase)
        && token.iter().any(u8::is_ascii_lowercase)
}

/// Cloudflare's ray: 16 hex digits and the airport.
fn is_ray(token: &[u8]) -> bool {
    token.len() == 20
        && token[16] == b'-'
        && token[..16].iter().all(u8::is_ascii_hexdigit)
        && token[17..].iter().all(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_known_by_their_shape() {
        for id in [
            "550e8400-e29b-41d4-a716-446655440000",
            "0f3c5b2a9d8e7f60",
            "00000000000000000000000000000001",
            "req-550e8400-e29b-41d4-a716-446655440000",
            "01JPA3Z7K9Q2M4N6P8R0S2T4V6",
            "Z9OqrX8AAAEAABcDqGkAAAAB",
            "8c1b2f3d4e5f6a7b-FRA",
        ] {
            assert_eq!(of(id.as_bytes()), Some(Id::Request(id.as_bytes())), "{id}");
        }
    }

    #[test]
    fn trace_headers_give_the_trace() {
        assert_eq!(
            of(b"Root=1-67d38d2d-5a3b1c2d3e4f5a6b7c8d9e0f;Sampled=1"),
            Some(Id::Trace(b"1-67d38d2d-5a3b1c2d3e4f5a6b7c8d9e0f"))
        );
        assert_eq!(
            of(b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            Some(Id::Trace(b"4bf92f3577b34da6a3ce929d0e0e4736"))
        );
    }

    #[test]
    fn words_numbers_and_addresses_identify_nothing() {
        for token in [
            "1741917069123456789",
            "Mozilla/5.0 (X11; Linux)",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "upstream-default-80-name",
            "10.0.0.1:8080,10.0.0.2",
            "application/json",
            "deadbeefdeadbeef-",
        ] {
            assert_eq!(of(token.as_bytes()), None, "{token}");
        }
    }
}
