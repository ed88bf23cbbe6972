//! `glog`: Google's logging library and klog (Kubernetes), `E0314 02:11:09.123456    1234 file.go:12] message`; the
//! letter is joined to the date. CockroachDB's text format is its descendant.

use crate::event::{Event, Field};
use crate::format::plain::head::When;
use crate::format::plain::{level, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, message, text};

pub struct Glog;

/// The parts of a line's head.
struct Parts {
    when: When,
    letter: u8,
    /// Behind the stamp.
    origin: usize,
    /// Behind the place in the source.
    body: usize,
}

fn parts(line: &[u8]) -> Option<Parts> {
    let letter = *line.first()?;
    level::letter(letter)?;
    let digits = lex::digits(&line[1..]);
    let meteor = digits == 8 && line.get(9) == Some(&b'-');
    if !matches!(digits, 4 | 6 | 8) || !(meteor || line.get(1 + digits) == Some(&b' ')) {
        return None;
    }
    let (when, len) = When::scan(&line[1..])?;
    let origin = 1 + len;
    if meteor {
        return Some(Parts {
            when,
            letter,
            origin,
            body: behind_offset(line, origin)?,
        });
    }
    let rest = &line[origin..line.len().min(origin + 200)];
    let body = match memchr::memmem::find(rest, MARK.as_bytes()) {
        Some(mark) => origin + mark,
        // The head ends with the place in the source, `file.go:12]`.
        None => {
            origin
                + memchr::memchr(b']', rest)
                    .filter(|at| *at > 0 && rest[at - 1].is_ascii_digit())?
                + 1
        }
    };
    Some(Parts {
        when,
        letter,
        origin,
        body,
    })
}

/// Meteor tells its offset behind the time, in hours, and then where it was logged: `(0)? message`, `(1) (app.js:12) message`.
fn behind_offset(line: &[u8], at: usize) -> Option<usize> {
    let inside = line[at..].strip_prefix(b"(")?;
    let close = memchr::memchr(b')', &inside[..inside.len().min(8)])?;
    let at = at + close + 2;
    Some(at + usize::from(line.get(at) == Some(&b'?')))
}

/// What CockroachDB sets between the place in the source and its tags.
const MARK: &str = " ⋮ ";

/// Behind the tags and the counter that CockroachDB adds to the head: ` ⋮ [n1,client=...] 12  message`.
fn after_tags(line: &[u8], body: usize) -> usize {
    let Some(tags) = line[body..].strip_prefix(MARK.as_bytes()) else {
        return lex::blanks(line, body);
    };
    let mut at = line.len() - tags.len();
    if line.get(at) == Some(&b'[')
        && let Some(close) = lex::close(&line[..line.len().min(at + 256)], at)
    {
        at = lex::blanks(line, close + 1);
        let digits = lex::digits(&line[at..]);
        if digits > 0 && line.get(at + digits) == Some(&b' ') {
            at = lex::blanks(line, at + digits);
        }
    }
    at
}

impl Format for Glog {
    fn name(&self) -> &'static str {
        "glog"
    }

    fn about(&self) -> &'static str {
        "glog and klog (Kubernetes components), CockroachDB"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if parts(line).is_some() {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, _) = lex::first_line(whole);
        let Some(parts) = parts(line) else {
            return false;
        };
        set_time(Some(parts.when), cx, event);
        if cx.want.has(Field::Level) {
            event.level = level::letter(parts.letter);
        }
        let body = after_tags(line, parts.body);
        message::enrich_head(&line[parts.origin..body.min(line.len())], cx, event);
        event.message = Some(text(lex::body(&whole[body..])));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "E0314 02:11:09.123456    1234 reflector.go:138] pkg/informers: Failed to watch *v1.Pod: timeout",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("level", "error"),
                    ("message", "pkg/informers: Failed to watch *v1.Pod: timeout"),
                ],
            },
            Sample {
                text: "I0314 02:11:09.123456       1 server.go:47] \"Serving\" address=\":10259\"",
                event: &[
                    ("level", "info"),
                    ("message", "\"Serving\" address=\":10259\""),
                ],
            },
            Sample {
                text: "F20250314 02:11:09.123456  1234 main.cc:88] Check failed: size > 0",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("level", "fatal"),
                    ("message", "Check failed: size > 0"),
                ],
            },
            Sample {
                text: "W250314 02:11:09.123456 181 kv/range.go:120 ⋮ [n1,s1] 55  slow heartbeat took 1.2s",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("level", "warn"),
                    ("message", "slow heartbeat took 1.2s"),
                ],
            },
        ]
    }
}
