//! What the grammar cannot know: positions that only the default layout of a server gives a meaning.

use super::Line;
use super::duration;
use super::tokens::{Token, Tokens};
use crate::event::{Field, Want};

/// Fills in what the line's server is known to put in a place of its own.
pub fn fill(line: &mut Line, want: &Want) {
    if !(want.has(Field::Duration) || want.has(Field::RequestId)) {
        return;
    }
    let head = line.head.trim_ascii_end();
    if head.ends_with(b"Z]") {
        envoy(line);
    } else if head.ends_with(b"]") {
        chi(line, head);
    } else if let Some(id) = s3(head) {
        line.request_id = id;
        line.duration_ms = nth_number(line.rest, 3);
    }
}

/// Envoy and Istio: received, sent, duration and upstream time are the four tokens before the first of
/// the closing run of quoted ones.
fn envoy(line: &mut Line) {
    let mut window = [None; 4];
    for token in Tokens::new(line.rest).take(16) {
        let number = match token {
            Token::Word(b"-") => Some(None),
            Token::Word(word) => duration::number(word).map(Some),
            Token::Quoted(_) => {
                if let [Some(Some(_)), Some(Some(_)), Some(Some(duration)), Some(_)] = window {
                    line.duration_ms = Some(duration);
                    return;
                }
                None
            }
            _ => None,
        };
        window.rotate_left(1);
        window[3] = number;
    }
}

/// S3: `owner bucket [time] ip requester request-id REST.GET.OBJECT key `; gives the request ID.
fn s3(head: &[u8]) -> Option<&[u8]> {
    let after = &head[memchr::memmem::find(head, b"] ")? + 2..];
    let mut words = after.split(|b| *b == b' ');
    let (_ip, _requester, id, operation) =
        (words.next()?, words.next()?, words.next()?, words.next()?);
    let kinds = [&b"REST."[..], b"BATCH.", b"S3.", b"WEBSITE.", b"SOAP."];
    kinds
        .iter()
        .any(|kind| operation.starts_with(kind))
        .then_some(id)
}

/// S3: `error-code bytes object-size total-time` follow the status.
fn nth_number(rest: &[u8], nth: usize) -> Option<f64> {
    match Tokens::new(rest).nth(nth)? {
        Token::Word(word) => duration::number(word),
        _ => None,
    }
}

/// Go's chi puts the request ID in a bracket before the request.
fn chi<'a>(line: &mut Line<'a>, head: &'a [u8]) {
    let Some(open) = memchr::memrchr(b'[', head) else {
        return;
    };
    let inside = &head[open + 1..head.len() - 1];
    if !inside.contains(&b' ') && !inside.contains(&b':') && inside.contains(&b'-') {
        line.request_id = inside;
    }
}
