//! Lines cut into cells by one sign: bars (Go's Gin and Fiber, Artifactory, Bitbucket), commas (IIS's own format,
//! CSV), tabs, semicolons, and what administrators choose that no value holds: carets and tildes.
//! `[GIN] 2025/03/14 - 02:11:09 | 200 | 1.2ms | 127.0.0.1 | GET "/x"`
//!
//! The order differs, so each cell is taken for what it looks like and for what it stands beside.

use memchr::{memchr, memchr3, memmem, memrchr};

use super::clf::is_address;
use super::request::{self, Request};
use super::{Line, When, duration, ids, is_epoch, tokens};
use crate::event::Want;
use crate::format::plain::{level, lex};
use crate::time;

/// Cells that are looked at.
const CELLS: usize = 24;
/// Lines longer than this have their request further in than anybody would put it.
const LONGEST: usize = 2048;
/// Where the first sign stands at the latest: a time comes before it, and perhaps a name.
const FIRST_WITHIN: usize = 80;
/// Signs that cut, the surest first.
const SIGNS: [u8; 6] = [b'|', b'\t', b'^', b'~', b',', b';'];

pub fn read<'a>(line: &'a [u8], want: &Want) -> Option<Line<'a>> {
    let head = matches!(line.first()?, b'[' | b'"' | 0x1b | b':') || line[0].is_ascii_hexdigit();
    // CDNs begin with what the cache said: `HIT|200|...`.
    let signs = match head {
        true => &SIGNS[..],
        false if line[0].is_ascii_uppercase() || without_label(line).len() < line.len() => {
            &SIGNS[..1]
        }
        false => return None,
    };
    // Each cell in a bracket: `[time] [client] [GET /x HTTP/1.1] [200]`.
    if line[0] == b'['
        && let Some(version) = memmem::find(&line[..line.len().min(LONGEST)], b" HTTP/")
        && memmem::find(&line[version..], b"] [").is_some()
        && let Some(read) = cut_by(b']', line, want)
    {
        return Some(read);
    }
    let start = &line[..line.len().min(FIRST_WITHIN)];
    let [a, b, c, d, e, f] = SIGNS;
    // Most lines have none of them here.
    memchr3(a, b, e, start).or_else(|| memchr3(c, d, f, start))?;
    signs
        .iter()
        .copied()
        .filter(|sign| memchr(*sign, start).is_some())
        .find_map(|sign| cut_by(sign, line, want))
}

fn cut_by<'a>(sign: u8, line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    let mut read = Line::default();
    let mut status_before = None;
    // The cell before the one that is read, and what of it comes to be the user.
    let mut previous: &[u8] = b"";
    let mut cells = Cells { rest: line, sign };
    for _ in 0..CELLS {
        let Some(cell) = cells.next() else { break };
        if cell.is_empty() && sign == b'|' {
            // Between the two bars of `||`.
            continue;
        }
        if !read.method.is_empty() {
            if read.status.is_none() {
                read.status = request::status(cell).filter(|s| request::is_registered(*s));
                read.rest = cells.rest;
            }
            if cell.contains(&b' ') && read.message.is_empty() && sign != b']' {
                // Fiber: the error.
                read.message = cell;
            }
            continue;
        }
        if let Some(request) = request_in(cell) {
            (read.method, read.target) = (request.method, request.target);
        } else if request::is_method(cell) {
            read.method = cell;
            // Scheme (CloudFront's real-time log) and host (Zeek's) may stand between.
            let behind = cells.rest;
            let target = (0..3).find_map(|_| cells.next().filter(|cell| request::is_target(cell)));
            // Of a request that asked for nothing, a dash.
            read.target = target.or_else(|| {
                cells.rest = behind;
                cells.next().filter(|cell| *cell == b"-")
            })?;
        }
        if !read.method.is_empty() {
            if read.user.is_empty() && ids_or_names(previous) {
                read.user = previous;
            }
            previous = b"";
            continue;
        }
        if matches!(read.when, When::Untold) {
            if let Some(both) = date_and_time(previous, cell) {
                read.when = both;
                previous = b"";
                continue;
            }
            read.when = when(cell);
            if !matches!(read.when, When::Untold) {
                if read.user.is_empty() && ids_or_names(previous) {
                    read.user = previous;
                }
                previous = b"";
                continue;
            }
        }
        if request::status(cell).is_some_and(request::is_registered) {
            // The first: behind it come sizes, which may look like one.
            status_before = status_before.or(request::status(cell));
        } else if duration::with_unit(cell).is_some() {
            read.duration_ms = duration::with_unit(cell);
        } else if sign == b'|'
            && read.target.is_empty()
            && cell.starts_with(b"http")
            && request::is_target(cell)
        {
            read.target = cell;
        } else if ids::is_request_id(cell) {
            read.request_id = cell;
        } else if sign != b'|' && is_prose(cell) {
            return None;
        } else if sign == b']' && level::tag(cell).is_some() {
            // Another program's line, which has the request as its message.
            return None;
        } else if read.user.is_empty() && is_address(previous) && is_name(cell) {
            read.user = cell;
        }
        previous = cell;
    }
    read.status = read.status.or(status_before);
    let timed = !matches!(read.when, When::Untold);
    read.sure = timed || sign == b'|';
    let asked = !read.method.is_empty() || timed && !read.target.is_empty();
    (asked && read.status.is_some() && read.sure).then_some(read)
}

/// The cells of a line, without the blanks, colours and quotes around their text.
struct Cells<'a> {
    rest: &'a [u8],
    sign: u8,
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        // A quoted cell may hold the sign.
        let quoted = self.rest[0] == b'"' && self.sign != b'|';
        let from = if quoted {
            tokens::quoted(self.rest, 0).1
        } else {
            0
        };
        let end = memchr(self.sign, &self.rest[from..]).map_or(self.rest.len(), |at| from + at);
        let cell = &self.rest[lex::trim(self.rest, 0..end)];
        let cell = match self.sign {
            b'|' => without_label(cell),
            b']' => cell.strip_prefix(b"[").unwrap_or(cell).trim_ascii(),
            _ => cell,
        };
        self.rest = self.rest.get(end + 1..).unwrap_or(b"");
        let inside = cell
            .strip_prefix(b"\"")
            .and_then(|cell| cell.strip_suffix(b"\""));
        Some(inside.unwrap_or(cell))
    }
}

/// The cell without the name before its value: `status: 200`, `status=200`.
fn without_label(cell: &[u8]) -> &[u8] {
    let name = |b: &&u8| b.is_ascii_lowercase() || **b == b'_';
    let len = cell.iter().take_while(name).count();
    match &cell[len..] {
        [b':', b' ', value @ ..] | [b'=', value @ ..] if len > 0 => value.trim_ascii_start(),
        _ => cell,
    }
}

/// `GET "/x"`, `GET      /x`, `GET /x HTTP/1.1`, and Beego's `GET      /x   r:/x`.
fn request_in(cell: &[u8]) -> Option<Request<'_>> {
    let space = memchr(b' ', cell)?;
    let method = &cell[..space];
    if !request::is_method(method) {
        // A method of somebody's own is told by the protocol.
        let last = memrchr(b' ', cell).map_or(0, |at| at + 1);
        return request::parse(cell).filter(|_| request::is_protocol(&cell[last..]));
    }
    let behind = &cell[lex::trim(cell, space..cell.len())];
    if behind.starts_with(b"\"") {
        return Some(Request {
            method,
            target: tokens::quoted(behind, 0).0,
        });
    }
    if let Some(request) = request::parse(cell).filter(|_| cell[space + 1] != b' ') {
        return Some(request);
    }
    let end = memmem::find(behind, b"  ").unwrap_or(behind.len());
    Some(Request {
        method,
        target: &behind[..end],
    })
}

/// A stamp, or Gin's: a name in brackets before it, and a dash within it.
fn when(cell: &[u8]) -> When<'_> {
    let cell = match (cell.first(), memchr(b']', cell)) {
        (Some(b'['), Some(close)) if close + 1 < cell.len() => cell[close + 1..].trim_ascii_start(),
        (Some(b'['), Some(close)) => &cell[1..close],
        _ => cell,
    };
    if is_epoch_cell(cell) || is_run_together(cell) {
        return When::Stamp(cell);
    }
    match memmem::find(cell, b" - ") {
        Some(at) if time::scan(&cell[at + 3..]).is_some() => {
            When::Split(&cell[..at], &cell[at + 3..])
        }
        _ if is_whole_stamp(cell) => When::Stamp(cell),
        _ => When::Untold,
    }
}

fn is_epoch_cell(cell: &[u8]) -> bool {
    cell.len() >= 10 && is_epoch(cell)
}

/// Artifactory's `20250314021109`.
fn is_run_together(cell: &[u8]) -> bool {
    cell.len() == 14 && cell.starts_with(b"20") && time::scan(cell).is_some()
}

/// The stamp fills the cell, but for what a level or a name may add.
fn is_whole_stamp(cell: &[u8]) -> bool {
    time::scan(cell).is_some_and(|(stamp, _)| stamp.date.is_some() || cell.len() < 20)
}

/// A date in one cell, the time in the next: `3/14/2025, 2:11:09`.
fn date_and_time<'a>(date: &'a [u8], of_day: &'a [u8]) -> Option<When<'a>> {
    let digits = |cell: &[u8]| cell.first().is_some_and(u8::is_ascii_digit);
    if !digits(date) || !digits(of_day) || date.len() > 10 || of_day.len() > 16 {
        return None;
    }
    let mut joined = [b' '; 32];
    joined[..date.len()].copy_from_slice(date);
    joined[date.len() + 1..][..of_day.len()].copy_from_slice(of_day);
    time::scan(&joined[..date.len() + 1 + of_day.len()])
        .is_some_and(|(stamp, _)| stamp.date.is_some())
        .then_some(When::Split(date, of_day))
}

/// Sentences have blanks; of cells only agents have so many.
fn is_prose(cell: &[u8]) -> bool {
    cell.iter().filter(|b| **b == b' ').take(2).count() > 1
}

/// A user by the look of it: no number, address, host, scheme, protocol or sign.
fn is_name(cell: &[u8]) -> bool {
    let host = cell.contains(&b'.') && !cell.contains(&b'@') && !cell.contains(&b'\\');
    cell.iter().any(u8::is_ascii_alphabetic)
        && cell.len() <= 64
        && !host
        && !cell.contains(&b'/')
        && !cell.contains(&b':')
        && !matches!(
            cell,
            b"http" | b"https" | b"h2" | b"ssh" | b"match" | b"nomatch"
        )
}

/// What stands right before the request or the time: a name with small letters, and no ID.
fn ids_or_names(cell: &[u8]) -> bool {
    is_name(cell)
        && cell.iter().any(u8::is_ascii_lowercase)
        && !ids::is_request_id(cell)
        && duration::with_unit(cell).is_none()
}
