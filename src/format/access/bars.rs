//! Lines whose fields stand between bars: Go's Gin and Fiber, Artifactory, Hiawatha.
//! `[GIN] 2025/03/14 - 02:11:09 | 200 | 1.2ms | 127.0.0.1 | GET "/x"`
//!
//! The order differs, so each cell is taken for what it looks like.

use memchr::memchr;

use super::request::{self, Request};
use super::{Line, When, duration, ids, tokens};
use crate::event::Want;
use crate::time;

/// Cells that are looked at.
const CELLS: usize = 16;
/// Where the first bar stands at the latest: a time comes before it, and perhaps a name.
const FIRST_WITHIN: usize = 80;

pub fn read<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    if !matches!(line.first()?, b'[' | b'0'..=b'9' | 0x1b) {
        return None;
    }
    let first = memchr(b'|', &line[..line.len().min(FIRST_WITHIN)])?;
    let mut read = Line {
        when: when(plain(&line[..first])),
        sure: true,
        ..Line::default()
    };
    let mut cells = line[first + 1..]
        .split(|b| *b == b'|')
        .map(plain)
        .take(CELLS);
    while let Some(cell) = cells.next() {
        if read.method.is_empty() {
            if let Some(request) = request_in(cell) {
                (read.method, read.target) = (request.method, request.target);
            } else if request::is_method(cell) {
                read.method = cell;
                read.target = cells.next().filter(|cell| request::is_target(cell))?;
            } else if request::status(cell).is_some() {
                read.status = read.status.or(request::status(cell));
            } else if duration::with_unit(cell).is_some() {
                read.duration_ms = duration::with_unit(cell);
            } else if ids::is_request_id(cell) {
                read.request_id = cell;
            }
        } else if read.status.is_none() {
            read.status = request::status(cell);
        } else if cell.contains(&b' ') && read.message.is_empty() {
            // Fiber: the error.
            read.message = cell;
        }
    }
    (!read.method.is_empty() && read.status.is_some()).then_some(read)
}

/// `GET "/x"`, `GET      /x`, `GET /x HTTP/1.1`.
fn request_in(cell: &[u8]) -> Option<Request<'_>> {
    let space = memchr(b' ', cell)?;
    let (method, behind) = (&cell[..space], plain(&cell[space..]));
    if !request::is_method(method) {
        return None;
    }
    if behind.starts_with(b"\"") {
        return Some(Request {
            method,
            target: tokens::quoted(behind, 0).0,
        });
    }
    request::parse(cell).or(Some(Request {
        method,
        target: behind,
    }))
}

/// Gin's name in brackets goes before the stamp, a dash stands within it.
fn when(cell: &[u8]) -> When<'_> {
    let cell = match (cell.first(), memchr(b']', cell)) {
        (Some(b'['), Some(close)) => cell[close + 1..].trim_ascii_start(),
        _ => cell,
    };
    match memchr::memmem::find(cell, b" - ") {
        Some(at) => When::Split(&cell[..at], &cell[at + 3..]),
        None if time::scan(cell).is_some() => When::Stamp(cell),
        None => When::Untold,
    }
}

/// A cell without the blanks and colour codes around its text.
fn plain(cell: &[u8]) -> &[u8] {
    let mut cell = cell.trim_ascii();
    while let Some(code) = cell.strip_prefix(b"\x1b[") {
        let Some(end) = memchr(b'm', &code[..code.len().min(16)]) else {
            break;
        };
        cell = code[end + 1..].trim_ascii_start();
    }
    while let Some(at) = trailing_code(cell) {
        cell = cell[..at].trim_ascii_end();
    }
    cell
}

/// Where the colour code that `cell` ends in begins.
fn trailing_code(cell: &[u8]) -> Option<usize> {
    let code = cell.strip_suffix(b"m")?;
    let parameters = code
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_digit() || **b == b';')
        .count();
    code[..code.len() - parameters]
        .strip_suffix(b"\x1b[")
        .map(<[u8]>::len)
}
