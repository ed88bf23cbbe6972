//! HAProxy's HTTP, HTTPS and TCP lines, and its connection errors:
//! `client:port [accepted] frontend backend/server 0/0/1/0/2 304 168 - - ---- 6/6/0/0/0 0/0 {headers} "GET /x HTTP/1.1"`.
//!
//! The status stands before the request, and the five timers tell the total.

use memchr::{memchr, memchr_iter, memmem};

use super::request;
use super::{Line, When, duration};
use crate::event::Want;
use crate::time;

/// A syslog head may stand before the client; it is not longer than this.
const CLIENT_WITHIN: usize = 256;

pub fn read<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    let start = &line[..line.len().min(CLIENT_WITHIN)];
    let open =
        memchr_iter(b'[', start).find_map(|at| at.checked_sub(1).filter(|at| line[*at] == b' '))?;
    let client = line[..open].rsplit(|b| *b == b' ').next()?;
    let before = line[..open - client.len()].trim_ascii_end();
    // Its own logs to standard output have a time of their own in front, and no name.
    let own = || {
        before.is_empty()
            || memmem::find(before, b"haproxy").is_some()
            || time::scan(before).is_some_and(|(_, len)| len == before.len())
    };
    if !has_port(client) || !own() {
        return None;
    }
    let inside = &line[open + 2..];
    let close = memchr(b']', &inside[..inside.len().min(40)])?;
    let stamp = &inside[..close];
    // The accept time always has milliseconds, which the common format's never has.
    if stamp.get(2) != Some(&b'/') || !stamp.contains(&b'.') {
        return None;
    }
    let after = inside[close + 1..].trim_ascii_start();
    let mut words = after.split(|b| *b == b' ');
    let (_frontend, server) = (words.next()?, words.next()?);
    let line = Line {
        when: When::stamp(stamp),
        sure: true,
        ..Line::default()
    };
    let Some(timers) = words
        .next()
        .filter(|w| is_timers(w))
        .filter(|_| server.contains(&b'/'))
    else {
        // `frontend/1: SSL handshake failure`
        return Some(Line {
            message: after,
            ..line
        });
    };
    let status = words.next()?;
    let total = timers.rsplit(|b| *b == b'/').next()?;
    let duration_ms = duration::number(total.strip_prefix(b"+").unwrap_or(total));
    if timers.iter().filter(|b| **b == b'/').count() < 4 {
        // TCP: no request, the word after the timers is a size.
        return Some(Line {
            duration_ms,
            ..line
        });
    }
    let asked = memchr(b'"', after).map_or(&b""[..], |open| request::quoted(after, open).0);
    let asked = request::parse(asked).unwrap_or_default();
    Some(Line {
        method: asked.method,
        target: asked.target,
        status: request::status(status),
        duration_ms,
        rest: after,
        ..line
    })
}

/// `1.2.3.4:5678`, `2001:db8::1:5678`, `unix:1`.
fn has_port(client: &[u8]) -> bool {
    let digits = client.iter().rev().take_while(|b| b.is_ascii_digit());
    let port = client.len() - digits.count();
    port > 1 && port < client.len() && client[port - 1] == b':'
}

/// `0/0/1/0/2`, with -1 for a stage that was not reached and + where more was to come.
fn is_timers(word: &[u8]) -> bool {
    word.contains(&b'/')
        && word
            .iter()
            .all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'+'))
}
