//! The BSD layout, RFC 3164, as daemons and devices write it: stamp, host and tag, each with its variants.
//!
//! ```text
//! Mar 14 02:11:09 host tag[pid]: message            files everywhere, journalctl
//! 2025-03-14T02:11:09.123456+01:00 host tag: message  rsyslog, journalctl -o short-iso
//! Mar 14 02:11:09 host daemon.info tag[pid]: message  busybox; AIX writes daemon:info
//! Mar 14 02:11:09 tag[pid]: message                 syslog(3) to a socket, no host
//! 29: *Mar 14 02:11:09.123: %SYS-5-CONFIG_I: message  Cisco
//! ```

use memchr::{memchr, memmem};

use super::Head;
use super::severity::{facility, mnemonic, severity_word};
use crate::event::Level;
use crate::time;

/// Longest tag: `com.apple.xpc.launchd.domain.user...`, programs with their path.
const TAG_WITHIN: usize = 128;
const HOST_WITHIN: usize = 256;

/// What follows the priority.
pub fn head(priority: Option<u8>, line: &[u8]) -> Option<Head<'_>> {
    let (sequence, start) = after_sequence(line);
    let (kind, stamp, rest) = stamp(start)?;
    let mut head = Head {
        severity: priority.map(|p| p % 8),
        stamp,
        ..Head::default()
    };
    // Cisco ends the stamp with a colon. So does Java's GC log, but behind an ISO stamp.
    let (cisco, rest) = match rest
        .strip_prefix(b":")
        .filter(|_| kind == Kind::Bsd || sequence)
    {
        Some(rest) => (true, rest),
        None => (sequence, rest),
    };
    let rest = facility_before_host(rest.strip_prefix(b" ")?.trim_ascii_start(), &mut head);
    let marked = priority.is_some() || cisco || head.severity.is_some();
    if let Some(message) = repeated(rest) {
        head.message = message;
        head.sure = kind == Kind::Bsd;
        return Some(head);
    }
    // `tag[7]: message`: no host.
    let without_host = tag(rest).filter(|tag| {
        let believed = tag.has_process || mnemonic(rest).is_some() || kind == Kind::Bsd;
        believed && !tag.name.contains(&b' ')
    });
    let found = match without_host {
        Some(tag) => tag,
        None => {
            let (host, after) = host(rest)?;
            head.host = host;
            let after = facility_after_host(after, &mut head);
            match tag(after).or_else(|| tag_without_colon(after, kind)) {
                Some(tag) => tag,
                None if marked || repeated(after).is_some() => Tag {
                    message: after,
                    ..Tag::default()
                },
                None => return None,
            }
        }
    };
    let named_host = head
        .host
        .iter()
        .any(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b':'));
    head.sure = marked
        || match kind {
            Kind::Bsd => true,
            Kind::IsoT => !head.host.is_empty() && (found.has_process || named_host),
            Kind::Other => !head.host.is_empty() && found.has_process,
        };
    (head.tag, head.process) = (found.name, found.process);
    head.severity = head.severity.or(found.severity);
    head.message = solaris(found.message, &mut head.severity);
    if head.severity.is_none() {
        head.severity = mnemonic(head.message);
    }
    Some(head)
}

/// How certain the stamp makes it that this is syslog.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `Mar 14 02:11:09`, with or without a year
    Bsd,
    /// `2025-03-14T02:11:09+01:00`
    IsoT,
    /// Any other: most programs that write it are no syslog daemons.
    Other,
}

/// Reads the stamp that the line begins with.
fn stamp(line: &[u8]) -> Option<(Kind, &[u8], &[u8])> {
    let line_start = &line[..line.len().min(64)];
    let kind = match line.first()? {
        b'0'..=b'9' if line.get(10) == Some(&b'T') => Kind::IsoT,
        b'0'..=b'9' => Kind::Other,
        b'A'..=b'Z' if line.get(3) == Some(&b' ') => {
            // `Fri 2025-03-14 02:11:09 CET` is journalctl's, `Fri Mar 14 02:11:09 2025` OpenWrt's.
            if line.get(4).is_some_and(u8::is_ascii_digit) && line.get(8) == Some(&b'-') {
                Kind::Other
            } else {
                Kind::Bsd
            }
        }
        _ => return None,
    };
    let len = match time::scan(line_start) {
        Some((stamp, len)) if stamp.date.is_some() => len,
        // journalctl -o short-unix
        _ => time::scan_epoch(line_start)
            .map(|(_, len)| len)
            .filter(|len| *len > 12)?,
    };
    Some((kind, &line[..len], &line[len..]))
}

/// Cisco's sequence number, `29: `, and the mark of a clock that is not set, `*` or `.`.
fn after_sequence(line: &[u8]) -> (bool, &[u8]) {
    let digits = line
        .iter()
        .take(10)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let rest = match line[digits..].strip_prefix(b": ") {
        Some(rest) if digits > 0 => rest,
        _ => line,
    };
    let rest = rest
        .strip_prefix(b"*")
        .or(rest.strip_prefix(b"."))
        .unwrap_or(rest);
    (rest.len() < line.len(), rest)
}

/// The host: letters, digits, dots, dashes and colons, neither a level nor anything in brackets.
fn host(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr(b' ', &text[..text.len().min(HOST_WITHIN)])?;
    let (host, rest) = (&text[..end], text[end..].trim_ascii_start());
    // Cisco: `10.0.0.1: %ASA...` and `fw01 : %ASA...`
    let host = host.strip_suffix(b":").unwrap_or(host);
    let rest = rest.strip_prefix(b": ").unwrap_or(rest);
    let valid = host
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'%'));
    let named = host == b"-" || host.iter().any(u8::is_ascii_alphanumeric);
    let dots = host.iter().filter(|b| **b == b'.').count();
    let number = dots < 3 && host.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    (valid && named && !number && Level::from_word(host).is_none()).then_some((host, rest))
}

/// `name[pid] message`: rsyslog makes it of RFC 5424's name and process, and sets no colon. Programs of their own write
/// so behind other stamps.
fn tag_without_colon(text: &[u8], kind: Kind) -> Option<Tag<'_>> {
    let start = &text[..text.len().min(TAG_WITHIN)];
    let open = memchr(b'[', start)?;
    let close = open + memchr(b']', &start[open..])?;
    let (name, process) = (&text[..open], &text[open + 1..close]);
    let digits = !process.is_empty() && process.iter().all(u8::is_ascii_digit);
    let message = text[close + 1..].strip_prefix(b" ")?;
    (digits && !name.contains(&b' ') && is_name(name, b' ')).then_some(Tag {
        name,
        process,
        has_process: kind == Kind::Bsd,
        message,
        ..Tag::default()
    })
}

#[derive(Default)]
struct Tag<'l> {
    name: &'l [u8],
    process: &'l [u8],
    has_process: bool,
    /// Kerberos tells it behind the process.
    severity: Option<u8>,
    message: &'l [u8],
}

/// `name[pid]: `, `name: `, `Google Chrome Helper[pid] (com.google.x): `, and what follows.
fn tag(text: &[u8]) -> Option<Tag<'_>> {
    let start = &text[..text.len().min(TAG_WITHIN)];
    if mnemonic(text).is_some() {
        // The mnemonic says what happened: it stays in the message.
        let end = memchr(b':', start)?;
        return Some(Tag {
            name: &text[..end],
            message: text,
            ..Tag::default()
        });
    }
    let colon = match memmem::find(start, b": ") {
        Some(at) => at,
        None if text.ends_with(b":") && start.len() == text.len() => text.len() - 1,
        None => return None,
    };
    let message = text.get(colon + 2..).unwrap_or(b"");
    let name = &text[..colon];
    if let Some(open) = memchr(b'[', name).filter(|open| *open > 0) {
        let close = open + memchr(b']', &name[open..])?;
        let (process, after) = (&name[open + 1..close], name[close + 1..].trim_ascii());
        let words = name[..open].iter().filter(|b| **b == b' ').count();
        let digits = !process.is_empty() && process.iter().all(u8::is_ascii_digit);
        let fits = (digits && words < 4) || (words == 0 && !process.contains(&b' '));
        // macOS puts the subsystem in parentheses behind the process, Kerberos the severity.
        let subsystem = after.is_empty() || (after.starts_with(b"(") && after.ends_with(b")"));
        let inside = after.get(1..after.len().saturating_sub(1)).unwrap_or(b"");
        return (fits && subsystem && is_name(&name[..open], b' ')).then_some(Tag {
            name: &name[..open],
            process,
            has_process: digits,
            severity: severity_word(inside),
            message,
        });
    }
    (is_name(name, b'/') && Level::from_word(name).is_none()).then_some(Tag {
        name,
        message,
        ..Tag::default()
    })
}

/// Whether `name` can be a program's; `also` is one more byte that may be in it.
fn is_name(name: &[u8], also: u8) -> bool {
    let part = |b: &u8| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'.' | b'-' | b'_' | b'/' | b'(' | b')' | b'@' | b'+' | b'\\'
            )
            || *b == also
    };
    !name.is_empty()
        && name.iter().all(part)
        && name.iter().any(u8::is_ascii_alphabetic)
        && name.last() != Some(&b' ')
}

/// `mail.info ` or FreeBSD's `<mail.info> ` where the host would be.
fn facility_before_host<'l>(text: &'l [u8], head: &mut Head<'l>) -> &'l [u8] {
    let end = memchr(b' ', &text[..text.len().min(24)]).unwrap_or(0);
    let word = &text[..end];
    let bare = word
        .strip_prefix(b"<")
        .and_then(|w| w.strip_suffix(b">"))
        .unwrap_or(word);
    match facility(bare, b'.') {
        Some(severity) => {
            head.severity = head.severity.or(Some(severity));
            text[end..].trim_ascii_start()
        }
        None => text,
    }
}

/// busybox's `daemon.info `, AIX's `daemon:info ` behind the host, and F5's `err mcpd[1234]: `.
fn facility_after_host<'l>(text: &'l [u8], head: &mut Head<'l>) -> &'l [u8] {
    let end = memchr(b' ', &text[..text.len().min(24)]).unwrap_or(0);
    let named = facility(&text[..end], b'.').or_else(|| facility(&text[..end], b':'));
    let before_tag = || {
        let process = tag(text[end..].trim_ascii_start()).is_some_and(|tag| tag.has_process);
        severity_word(&text[..end]).filter(|_| process)
    };
    match named.or_else(before_tag) {
        Some(severity) => {
            head.severity = head.severity.or(Some(severity));
            text[end..].trim_ascii_start()
        }
        None => text,
    }
}

/// What follows Solaris' `[ID 702911 mail.info] `, whose severity is kept.
fn solaris<'l>(message: &'l [u8], severity: &mut Option<u8>) -> &'l [u8] {
    let Some(inside) = message.strip_prefix(b"[ID ") else {
        return message;
    };
    let Some(close) = memchr(b']', &inside[..inside.len().min(48)]) else {
        return message;
    };
    let word = inside[..close].rsplit(|b| *b == b' ').next().unwrap_or(b"");
    match facility(word, b'.') {
        Some(told) => {
            *severity = severity.or(Some(told));
            inside[close + 1..].trim_ascii_start()
        }
        None => message,
    }
}

/// What a daemon says for itself, without a tag.
fn repeated(text: &[u8]) -> Option<&[u8]> {
    let own = text.starts_with(b"--- last message repeated ")
        || text.starts_with(b"last message repeated ")
        || text.starts_with(b"message repeated ")
        || text.starts_with(b"-- MARK --");
    own.then_some(text)
}
