//! Syslog around other programs' lines: the BSD layout in its many forms ([`bsd`]) and RFC 5424
//! ([`rfc5424`]), in files, from daemons and out of journalctl.
//!
//! A head is believed only when a host and a tag stand where they should: application logs begin with
//! the same stamps.

mod bsd;
mod rfc5424;
mod samples;
pub mod severity;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::format::{Fit, Inner, Sample, Wrapper};

pub struct Syslog;

/// How much of a line can be its head: nothing further is looked at. Structured data may be long.
const HEAD_WITHIN: usize = 4096;

/// A line taken apart.
#[derive(Debug, Default)]
struct Head<'l> {
    severity: Option<u8>,
    stamp: &'l [u8],
    host: &'l [u8],
    /// The program, without its process ID.
    tag: &'l [u8],
    process: &'l [u8],
    message: &'l [u8],
    /// RFC 5424's structured data.
    pairs: &'l [u8],
    /// Nothing else begins like this.
    sure: bool,
}

impl Wrapper for Syslog {
    fn name(&self) -> &'static str {
        "syslog"
    }

    fn about(&self) -> &'static str {
        "syslog: RFC 3164 and 5424, rsyslog, journalctl, Cisco, macOS; what is inside is read in turn"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match head(line) {
            Some(head) if head.sure => Fit::Strong,
            Some(_) => Fit::Weak,
            None => Fit::No,
        }
    }

    fn unwrap<'l>(&self, line: &'l [u8]) -> Option<Inner<'l>> {
        let head = head(line)?;
        let mut hasher = FxHasher::default();
        (head.host, head.tag, head.process).hash(&mut hasher);
        Some(Inner {
            text: unescaped(plain_json(head.message)),
            stream: Some(hasher.finish()),
            partial: false,
            stamp: head.stamp,
            severity: head.severity,
            host: head.host,
            service: head.tag,
            pairs: head.pairs,
        })
    }

    fn line_is_entry(&self) -> bool {
        true
    }

    fn samples(&self) -> &'static [Sample] {
        samples::SAMPLES
    }
}

fn head(line: &[u8]) -> Option<Head<'_>> {
    // A line begins with its priority, a stamp, or what Cisco and TCP transport put before it.
    match line.first()? {
        b'<' | b'0'..=b'9' | b'*' | b'.' | b'A'..=b'Z' => {}
        _ => return None,
    }
    let framed = after_frame_length(line);
    let (priority, rest) = priority(framed);
    match rest.first()? {
        b'1' if priority.is_some() && rest.starts_with(b"1 ") => {
            rfc5424::head(priority, &rest[2..])
        }
        _ => bsd::head(priority, rest).or_else(|| bare_priority(priority, framed, rest)),
    }
}

/// A priority and nothing more, as many devices send it: `<134> id=firewall ...`, `<13>text`. One digit alone is what
/// services print for journald.
fn bare_priority<'l>(priority: Option<u8>, line: &[u8], rest: &'l [u8]) -> Option<Head<'l>> {
    let severity = priority? % 8;
    let digits = line.len() - rest.len() - 2;
    (digits > 1).then(|| Head {
        severity: Some(severity),
        message: rest.trim_ascii_start(),
        sure: true,
        ..Head::default()
    })
}

/// Drops the octet count of RFC 6587, `123 <34>1 ...`.
fn after_frame_length(line: &[u8]) -> &[u8] {
    let digits = line
        .iter()
        .take(8)
        .take_while(|b| b.is_ascii_digit())
        .count();
    match line[digits..].strip_prefix(b" ") {
        Some(rest) if digits > 0 && rest.first() == Some(&b'<') => rest,
        _ => line,
    }
}

/// `<34>`, facility * 8 + severity: its number, and what follows.
fn priority(line: &[u8]) -> (Option<u8>, &[u8]) {
    let Some(inside) = line.strip_prefix(b"<") else {
        return (None, line);
    };
    let digits = inside
        .iter()
        .take(3)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let number = inside[..digits]
        .iter()
        .fold(0u16, |n, d| n * 10 + u16::from(d - b'0'));
    match inside[digits..].strip_prefix(b">") {
        Some(rest) if digits > 0 && number < 192 => (Some(number as u8), rest),
        _ => (None, line),
    }
}

/// The message with the tabs and line breaks that rsyslog wrote as `#011` and `#012`. Where a digit follows, it may
/// as well be a number.
fn unescaped(message: &[u8]) -> Cow<'_, [u8]> {
    let escape = |at: usize| {
        let after = message[at + 1..].strip_prefix(b"01")?;
        let byte = match after.first()? {
            b'1' => b'\t',
            b'2' => b'\n',
            _ => return None,
        };
        (!after.get(1).is_some_and(u8::is_ascii_digit)).then_some(byte)
    };
    let mut out = Vec::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'#', message) {
        if let Some(byte) = escape(at) {
            out.extend_from_slice(&message[from..at]);
            out.push(byte);
            from = at + "#011".len();
        }
    }
    if from == 0 {
        return Cow::Borrowed(message);
    }
    out.extend_from_slice(&message[from..]);
    Cow::Owned(out)
}

/// JSON behind rsyslog's cookie, `@cee: {...}`, without the cookie.
fn plain_json(message: &[u8]) -> &[u8] {
    match message.strip_prefix(b"@cee:").map(<[u8]>::trim_ascii_start) {
        Some(json) if json.first() == Some(&b'{') => json,
        _ => message,
    }
}
