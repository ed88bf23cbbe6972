//! Access lines: one line a request, written by web servers, proxies, load balancers and frameworks.
//!
//! Most of them speak one language, a sequence of tokens around a quoted request, which [`clf`] reads as a
//! grammar instead of as a list of layouts. The others have an order of their own, one file each. All of them
//! read a line into a [`Line`], slices by what they mean; only this file turns that into an event, so that a
//! dialect neither decodes text nor asks what is wanted, beyond what costs it effort.

mod cells;
mod clf;
mod columns;
mod common;
mod duration;
mod elements;
mod haproxy;
mod ids;
mod ltsv;
mod mention;
mod places;
mod request;
mod samples;
#[cfg(test)]
pub mod tests;
mod tokens;
mod trailer;
mod words;

pub use clf::is_address;
pub use ids::is_request_id;
pub use mention::{Mention, mention, request_line, status_beside};
pub use request::{is_method, status};

use crate::event::{Event, Field, Level, Want};
use crate::format::plain::lex;
use crate::format::{Cx, Fit, Format, Sample, Tail, text};
use crate::time;

/// Access lines of every dialect.
pub struct Access;

/// How much of a line `fit` looks at: forwarded lists and targets can be long, lines without end exist.
const FIT_WITHIN: usize = 8192;

/// Reads a line of one dialect. What `want` does not ask for may be left out.
type Dialect = for<'a> fn(&'a [u8], &Want) -> Option<Line<'a>>;

/// The dialects, those with an order of their own before the grammar that would misread them.
const DIALECTS: [Dialect; 12] = [
    elements::read,
    haproxy::read,
    columns::squid,
    columns::balancer,
    columns::cloudfront,
    columns::uwsgi,
    columns::stream,
    cells::read,
    ltsv::read,
    clf::read,
    columns::bluecoat,
    words::read,
];

impl Format for Access {
    fn name(&self) -> &'static str {
        "access"
    }

    fn about(&self) -> &'static str {
        "access lines of web servers, proxies, load balancers, CDNs and frameworks: request, status, user, duration, request ID"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        let line = &line[..line.len().min(FIT_WITHIN)];
        match read(line, &Want::none()) {
            Some(line) if line.sure => Fit::Strong,
            Some(_) => Fit::Weak,
            None => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Nothing
    }

    fn parse<'a>(&self, text: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some(line) = read(lex::first_line(text).0, cx.want) else {
            return false;
        };
        line.give(cx, event);
        true
    }

    fn samples(&self) -> &'static [Sample] {
        samples::SAMPLES
    }
}

fn read<'a>(line: &'a [u8], want: &Want) -> Option<Line<'a>> {
    common::read(line, want).or_else(|| read_otherwise(line, want))
}

/// Reads what is not of the commonest form.
fn read_otherwise<'a>(line: &'a [u8], want: &Want) -> Option<Line<'a>> {
    // JSON is the most frequent line that is none of these.
    if matches!(line.first()?, b'{') {
        return None;
    }
    DIALECTS.iter().find_map(|dialect| dialect(line, want))
}

/// What an access line tells that stands as a message in another logger's line.
pub struct Told<'a> {
    pub status: Option<u16>,
    pub user: Option<&'a [u8]>,
    when: When<'a>,
}

impl Told<'_> {
    /// The time that the access line has itself.
    pub fn time(&self, clock: &mut time::Clock) -> Option<time::Reading> {
        self.when.read(clock)
    }
}

/// Reads a message of one line as an access line. Such a message begins with an address or a status; looking closer
/// at others costs more than it tells.
pub fn told(line: &[u8]) -> Option<Told<'_>> {
    let first = clf::first_word(line);
    if !(is_address(first) || request::status(first).is_some() || first.starts_with(b"\"")) {
        return None;
    }
    let want = Want::of(&[Field::User]);
    let line = read(&line[..line.len().min(FIT_WITHIN)], &want).filter(|line| line.sure)?;
    Some(Told {
        status: line.status,
        user: Some(line.user).filter(|user| is_told(user)),
        when: line.when,
    })
}

/// What an access line says, as it stands there.
#[derive(Debug, Default)]
struct Line<'a> {
    when: When<'a>,
    method: &'a [u8],
    /// As requested: path and query, an absolute URL, or `host:port`.
    target: &'a [u8],
    /// The query where the line gives it apart from the target.
    query: &'a [u8],
    status: Option<u16>,
    user: &'a [u8],
    duration_ms: Option<f64>,
    request_id: &'a [u8],
    level: Option<Level>,
    message: &'a [u8],
    /// What stands before the request: an ID may be there.
    head: &'a [u8],
    /// What stands after the status, for [`trailer`].
    rest: &'a [u8],
    /// Nothing but an access line looks like this.
    sure: bool,
}

impl<'a> Line<'a> {
    fn give(self, cx: &mut Cx, event: &mut Event<'a>) {
        let want = cx.want;
        if want.has(Field::Time)
            && let Some(reading) = self.when.read(cx.clock)
        {
            event.time = Some(reading.time);
            event.year_assumed = reading.year_assumed;
        }
        if want.has(Field::Status) {
            event.status = self.status;
        }
        if want.has(Field::Level) {
            event.level = self.level;
        }
        if want.has(Field::Duration) {
            event.duration_ms = self.duration_ms.filter(|ms| *ms >= 0.0);
        }
        for (field, bytes, place) in [
            (Field::Method, self.method, &mut event.method),
            (Field::Path, request::path(self.target), &mut event.path),
            (Field::User, self.user, &mut event.user),
            (Field::RequestId, self.request_id, &mut event.request_id),
            (Field::Message, self.message, &mut event.message),
        ] {
            if want.has(field) && is_told(bytes) {
                *place = Some(text(bytes));
            }
        }
        if is_told(self.query)
            && let Some(path) = &mut event.path
        {
            let path = path.to_mut();
            path.push('?');
            path.push_str(&text(self.query));
        }
        if trailer::is_wanted(self.rest, event, cx) {
            trailer::fill(self.rest, event, cx);
            if event.request_id.is_none() && want.has(Field::RequestId) {
                event.request_id = ids::within(self.head).map(text);
            }
        }
    }
}

/// Whether a value says anything: `-`, `""` and what the servers write for nobody do not.
fn is_told(value: &[u8]) -> bool {
    const NOBODY: [&[u8]; 4] = [b"\"\"", b"\"-\"", b"NULL-AUTH-USER", b"()"];
    !value.iter().all(|b| matches!(b, b'-' | b' ')) && !NOBODY.contains(&value)
}

/// When a request was made, as the line has it.
#[derive(Clone, Copy, Debug, Default)]
enum When<'a> {
    #[default]
    Untold,
    /// A stamp or a number since the epoch.
    Stamp(&'a [u8]),
    /// Date and time apart.
    Split(&'a [u8], &'a [u8]),
}

impl<'a> When<'a> {
    /// `stamp`, or untold where it is empty.
    fn stamp(stamp: &'a [u8]) -> When<'a> {
        if stamp.is_empty() {
            When::Untold
        } else {
            When::Stamp(stamp)
        }
    }

    fn read(self, clock: &mut time::Clock) -> Option<time::Reading> {
        match self {
            When::Untold => None,
            When::Stamp(stamp) => match time::epoch_text(stamp) {
                Some(time) => Some(time::Reading {
                    time,
                    year_assumed: false,
                }),
                None => clock.read(stamp).map(|(reading, _)| reading),
            },
            When::Split(date, of_day) => {
                let mut joined = [b' '; 48];
                let (at, len) = (date.len() + 1, date.len() + 1 + of_day.len());
                joined.get_mut(..date.len())?.copy_from_slice(date);
                joined.get_mut(at..len)?.copy_from_slice(of_day);
                clock.read(&joined[..len]).map(|(reading, _)| reading)
            }
        }
    }
}

/// Whether `word` is a time since the epoch rather than any other number: today's seconds have 10 digits.
fn is_epoch(word: &[u8]) -> bool {
    let digits = word.iter().take_while(|b| b.is_ascii_digit()).count();
    let fraction = match &word[digits..] {
        [] => true,
        [b'.', fraction @ ..] => fraction.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    (digits == 10 || (digits > 10 && digits == word.len() && matches!(digits, 13 | 16 | 19)))
        && fraction
        && word[0] == b'1'
}
