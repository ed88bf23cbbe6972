//! RFC 5424: `<165>1 2025-03-14T02:11:09.003Z host app procid msgid [id key="value"] message`.

use memchr::{memchr, memchr3};

use super::{HEAD_WITHIN, Head};

const BOM: &[u8] = b"\xef\xbb\xbf";

/// What follows the version.
pub fn head(priority: Option<u8>, rest: &[u8]) -> Option<Head<'_>> {
    let mut fields = Fields(rest);
    let (stamp, host, tag, process) = (
        fields.next()?,
        fields.next()?,
        fields.next()?,
        fields.next()?,
    );
    let dated = stamp.is_empty() || (stamp.len() >= 19 && stamp[4] == b'-' && stamp[10] == b'T');
    if !dated {
        return None;
    }
    let _message_id = fields.next()?;
    let message = after_structured_data(fields.0);
    let pairs = &fields.0[..fields.0.len() - message.len()];
    Some(Head {
        severity: priority.map(|p| p % 8),
        stamp,
        host,
        tag,
        process,
        pairs,
        message: message.strip_prefix(BOM).unwrap_or(message),
        sure: true,
    })
}

/// The fields of the head, each ended by a space. A field that is not told, `-`, is empty.
struct Fields<'l>(&'l [u8]);

impl<'l> Fields<'l> {
    fn next(&mut self) -> Option<&'l [u8]> {
        let within = &self.0[..self.0.len().min(HEAD_WITHIN)];
        let (field, rest) = match memchr(b' ', within) {
            Some(end) => (&self.0[..end], &self.0[end + 1..]),
            // The last field of a message that is empty.
            None if !within.is_empty() && within.len() == self.0.len() => (self.0, &b""[..]),
            None => return None,
        };
        self.0 = rest;
        Some(if field == b"-" { b"" } else { field })
    }
}

/// What follows the structured data. Heroku leaves it out, so what is none is the message already.
fn after_structured_data(rest: &[u8]) -> &[u8] {
    if let Some(message) = rest.strip_prefix(b"-")
        && matches!(message.first(), None | Some(b' '))
    {
        return message.strip_prefix(b" ").unwrap_or(message);
    }
    let mut after = rest;
    while after.first() == Some(&b'[') {
        match element(after) {
            Some(len) => after = &after[len..],
            None => return rest,
        }
    }
    after.strip_prefix(b" ").unwrap_or(after)
}

/// Length of `[id key="value" ...]`, where `\]` and `]` in a value do not end it.
fn element(text: &[u8]) -> Option<usize> {
    let text = &text[..text.len().min(HEAD_WITHIN)];
    let mut at = 1;
    let mut quoted = false;
    // A name cannot begin with a space or quote: `[ 12.3]` is the message's.
    if !text.get(1)?.is_ascii_alphanumeric() {
        return None;
    }
    loop {
        at += memchr3(b'"', b'\\', b']', text.get(at..)?)?;
        match text[at] {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b']' if !quoted => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}
