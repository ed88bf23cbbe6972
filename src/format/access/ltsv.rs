//! Labelled tab-separated values: `time:14/Mar/2025:02:11:09 +0000<TAB>host:10.0.0.1<TAB>req:GET / HTTP/1.1<TAB>status:200`.
//! The labels are those of ltsv.org and of the common configurations of nginx and Apache.

use memchr::memchr;

use super::request::{self, Request};
use super::{Line, When, duration};
use crate::event::{Level, Want};
use crate::format::plain::lex;

/// How long a label is at most.
const LABEL: usize = 32;

/// Three cells at least, and among them one that tells a request or a time.
pub fn read<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    label(line)?;
    memchr(b'\t', line)?;
    let line = lex::first_line(line).0;
    let mut read = Line::default();
    let (mut cells, mut told) = (0, 0);
    for cell in line.split(|b| *b == b'\t') {
        let (label, value) = label(cell)?;
        cells += 1;
        told += usize::from(take(label, value, &mut read));
    }
    read.sure = told > 1;
    (cells > 2 && told > 0).then_some(read)
}

/// A cell's label and value.
fn label(cell: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@');
    let within = &cell[..cell.len().min(LABEL)];
    let colon = within.iter().take_while(|b| is_word(b)).count();
    let named = within.first()?.is_ascii_alphabetic() && within.get(colon) == Some(&b':');
    named.then(|| (&cell[..colon], &cell[colon + 1..]))
}

/// Takes what the cell tells; whether it is one that an access line has.
fn take<'a>(label: &[u8], value: &'a [u8], line: &mut Line<'a>) -> bool {
    match label {
        b"time" | b"time_local" | b"timestamp" | b"time_iso8601" | b"ts" | b"date" => {
            let value = value.strip_prefix(b"[").unwrap_or(value);
            line.when = When::stamp(value.strip_suffix(b"]").unwrap_or(value));
        }
        b"req" | b"request" => {
            let Some(Request { method, target }) = request::parse(value) else {
                return false;
            };
            (line.method, line.target) = (method, target);
        }
        b"method" | b"request_method" | b"req_method" => line.method = value,
        b"uri" | b"path" | b"request_uri" | b"url" => line.target = value,
        b"status" => line.status = request::status(value),
        b"reqtime" | b"request_time" | b"taken_sec" | b"reqtime_sec" => {
            line.duration_ms = duration::number(value).map(|seconds| seconds * 1e3);
        }
        b"reqtime_microsec" | b"taken" | b"D" => {
            line.duration_ms = duration::number(value).map(|micros| micros / 1e3);
        }
        b"user" | b"remote_user" => line.user = value,
        b"request_id" | b"reqid" | b"req_id" | b"x_request_id" => line.request_id = value,
        b"level" | b"loglevel" | b"severity" => line.level = Level::from_word(value),
        b"message" | b"msg" => line.message = value,
        _ => return false,
    }
    true
}
