//! Servers whose fields have a fixed order that needs no interpretation: Squid, Amazon's load balancers and
//! CloudFront, uWSGI, nginx's stream module, Blue Coat.

use memchr::{memchr, memmem};

use super::clf::{is_address, is_stamp};
use super::request::{self, Request};
use super::tokens::{Token, Tokens};
use super::{Line, When, duration, is_epoch};
use crate::event::Want;
use crate::time;

/// Squid's native log: `1741917069.123  84 10.0.0.1 TCP_MISS/200 1234 GET http://x/ user HIER_DIRECT/1.2.3.4 type`.
pub fn squid<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    // Of an epoch's number, or of the year where the format directive asks for an ISO stamp.
    if !matches!(line.first()?, b'1' | b'2' | b' ') {
        return None;
    }
    let mut words = words(line);
    let stamp = words.next().filter(|word| word.len() > 10)?;
    let elapsed = duration::number(words.next()?)?;
    if !is_epoch(stamp) && !is_stamp(stamp) {
        return None;
    }
    let (_client, result, _size) = (words.next()?, words.next()?, words.next()?);
    let slash = memchr(b'/', result)?;
    let coded = result[..slash]
        .iter()
        .all(|b| b.is_ascii_uppercase() || *b == b'_');
    let code = &result[slash + 1..];
    if !coded || code.len() != 3 {
        return None;
    }
    let (method, target) = (words.next()?, words.next()?);
    Some(Line {
        when: When::stamp(stamp),
        method,
        target,
        status: request::status(code),
        user: words.next().unwrap_or(b""),
        duration_ms: Some(elapsed),
        sure: true,
        ..Line::default()
    })
}

/// Amazon's application and classic load balancers:
/// `[type] time balancer client target t t t status target-status received sent "request" "agent" ...`.
pub fn balancer<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    // Either the year's dash, or a type before it.
    if line.get(4)? != &b'-' && !matches!(line[0], b'h' | b'g' | b'w') {
        return None;
    }
    let mut words = line.split(|b| *b == b' ');
    let mut stamp = words.next()?;
    if matches!(
        stamp,
        b"http" | b"https" | b"h2" | b"grpcs" | b"ws" | b"wss"
    ) {
        stamp = words.next()?;
    }
    let iso = stamp.len() >= 20 && stamp[4] == b'-' && stamp[10] == b'T' && stamp.ends_with(b"Z");
    if !iso {
        return None;
    }
    let (_balancer, _client, _target) = (words.next()?, words.next()?, words.next()?);
    let mut total = 0.0;
    for _ in 0..3 {
        // -1 where the stage was not reached.
        let seconds = words.next()?;
        total += if seconds == b"-1" {
            0.0
        } else {
            duration::number(seconds)?
        };
    }
    let status = request::status(words.next()?);
    let open = memchr(b'"', line)?;
    let (asked, after) = request::quoted(line, open);
    let Request { method, target } = request::parse(asked).unwrap_or_default();
    Some(Line {
        when: When::stamp(stamp),
        method,
        target,
        status,
        duration_ms: Some(total * 1e3),
        rest: &line[after..],
        sure: true,
        ..Line::default()
    })
}

/// CloudFront's standard log: columns between tabs, in an order of its own.
pub fn cloudfront<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    if line.get(10) != Some(&b'\t') || line[4] != b'-' {
        return None;
    }
    let mut cells = [&b""[..]; 19];
    let mut found = 0;
    for (place, cell) in cells.iter_mut().zip(line.split(|b| *b == b'\t')) {
        *place = cell;
        found += 1;
    }
    let [date, of_day, .., took] = cells;
    let (method, target, status) = (cells[5], cells[7], request::status(cells[8]));
    if found < 15 || !request::is_method(method) || !target.starts_with(b"/") {
        return None;
    }
    Some(Line {
        when: When::Split(date, of_day),
        method,
        target,
        query: cells[11],
        status,
        request_id: cells[14],
        duration_ms: duration::number(took).map(|seconds| seconds * 1e3),
        sure: true,
        ..Line::default()
    })
}

/// uWSGI: `[pid: 1|app: 0|req: 1/1] 127.0.0.1 (user) {..} [time] GET /x => generated 12 bytes in 3 msecs (HTTP/1.1 200) ..`.
pub fn uwsgi<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    if !line.starts_with(b"[pid: ") {
        return None;
    }
    let braces = memmem::find(line, b"} [")?;
    let user = memmem::find(&line[..braces], b" (").map_or(&b""[..], |at| &line[at + 2..braces]);
    let user = user.split(|b| *b == b')').next().unwrap_or(b"");
    let rest = &line[braces + 3..];
    let close = memchr(b']', rest)?;
    let arrow = memmem::find(rest, b" => generated ")?;
    let asked = request::parse(rest.get(close + 1..arrow)?.trim_ascii()).unwrap_or_default();
    let answer = &rest[arrow..];
    let mut words = words(&answer[memmem::find(answer, b" in ")? + 4..]);
    let took = duration::number(words.next()?)? * duration::unit(words.next()?)?;
    let _protocol = words.next()?;
    let status = request::status(words.next()?.strip_suffix(b")")?);
    Some(Line {
        when: When::stamp(&rest[..close]),
        method: asked.method,
        target: asked.target,
        status,
        user,
        duration_ms: Some(took),
        sure: true,
        ..Line::default()
    })
}

/// nginx's stream module: `192.0.2.7 [time] TCP 200 bytes bytes 0.123`. It has a status, but no request.
pub fn stream<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    let start = &line[..line.len().min(120)];
    let close = memchr(b']', start)?;
    let rest = line[close + 1..]
        .strip_prefix(b" TCP ")
        .or(line[close + 1..].strip_prefix(b" UDP "))?;
    let stamp = &line[memchr(b'[', &start[..close])? + 1..close];
    let (word, rest) = rest.split_at(rest.len().min(3));
    Some(Line {
        when: is_stamp(stamp).then_some(When::Stamp(stamp))?,
        status: Some(request::status(word)?),
        rest,
        sure: true,
        ..Line::default()
    })
}

/// Blue Coat's proxies, of whose columns the administrator chooses which there are: what is sure is
/// `date time took client user`, and further on `status s-action method content-type scheme host port path query`.
pub fn bluecoat<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    const WITHIN: usize = 1024;
    if line.get(4)? != &b'-' {
        return None;
    }
    let start = &line[..line.len().min(WITHIN)];
    let action = memmem::find(start, b" TCP_")? + 1;
    let (stamp, len) = time::scan(line)?;
    let mut before = Tokens::new(line.get(len..action)?);
    let took = duration::number(before.text()?)?;
    let client = before.text()?;
    let user = before.text()?;
    let status = before.last().and_then(|token| match token {
        Token::Word(word) => request::status(word),
        _ => None,
    })?;
    let mut after = Tokens::new(&line[action..]);
    let (_action, method) = (after.text()?, after.text()?);
    if stamp.date.is_none() || !is_address(client) || !request::is_method(method) {
        return None;
    }
    let (_type, _scheme, _host, _port) =
        (after.text()?, after.text()?, after.text()?, after.text()?);
    let target = after.text()?;
    let rest = after.rest();
    let query = after.text().filter(|query| query.starts_with(b"?"));
    Some(Line {
        when: When::stamp(&line[..len]),
        method,
        target,
        query: query.map_or(b"", |query| &query[1..]),
        status: Some(status),
        user,
        duration_ms: Some(took),
        rest,
        sure: true,
        ..Line::default()
    })
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| *b == b' ').filter(|word| !word.is_empty())
}
