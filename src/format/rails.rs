//! `rails`: Ruby on Rails' request blocks. Without tags, `Started GET "/x" for ...` begins a request and
//! everything up to the next belongs to it; with tags (`[request-id] Started ...`) requests interleave, and each of
//! the lines that Rails writes about them is an entry.

use crate::event::{Event, Field, Text};
use crate::fields::{Meaning, Unit, Value, assign};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, message, text};

pub struct Rails;

/// Behind the tags that stand before the line's text.
fn after_tags(line: &[u8]) -> usize {
    let mut at = 0;
    while line.get(at) == Some(&b'[') {
        match memchr::memchr(b']', &line[at..line.len().min(at + 100)]) {
            Some(len) => at = lex::blanks(line, at + len + 1),
            None => return 0,
        }
    }
    at
}

/// `Started GET "/x" for 10.0.0.1 at 2025-03-14 02:11:09 +0000`: where the stamp begins.
fn started(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"Started ")?;
    let quote = memchr::memchr(b'"', rest).filter(|at| *at < 12)?;
    let line = &rest[..rest.len().min(4096)];
    let at = quote + memchr::memmem::find(&line[quote..], b" at ")?;
    Some(b"Started ".len() + at + b" at ".len())
}

impl Format for Rails {
    fn name(&self) -> &'static str {
        "rails"
    }

    fn about(&self) -> &'static str {
        "Ruby on Rails requests: Started, Processing, Completed"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if !matches!(line.first(), Some(b'[' | b'S')) {
            return Fit::No;
        }
        let at = after_tags(line);
        let rest = &line[at..];
        if started(rest).is_some() {
            Fit::Strong
        } else if at > 0 && (rest.starts_with(b"Processing by ") || rest.starts_with(b"Completed "))
        {
            Fit::Weak
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, rest) = lex::first_line(whole);
        if self.fit(line) == Fit::No {
            return false;
        }
        let at = after_tags(line);
        if let Some(stamp) = started(&line[at..]) {
            set_time(
                When::scan(&line[at + stamp..]).map(|(when, _)| when),
                cx,
                event,
            );
        }
        message::enrich_head(&line[..at], cx, event);
        // Of a block, the line that tells how it ended.
        let mut lines = rest;
        while !lines.is_empty() {
            let (line, rest) = lex::first_line(lines);
            if line.starts_with(b"Completed ") {
                completed(line, cx, event);
            }
            lines = rest;
        }
        event.message = Some(text(&whole[at..]));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "Started GET \"/orders/7?x=1\" for 192.0.2.7 at 2025-03-14 02:11:09 +0000\nProcessing by OrdersController#show as HTML\n  Parameters: {\"id\"=>\"7\"}\nCompleted 500 Internal Server Error in 12ms (ActiveRecord: 2.1ms)",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("method", "GET"),
                    ("path", "/orders/7?x=1"),
                    ("status", "500"),
                    ("duration_ms", "12"),
                ],
            },
            Sample {
                text: "[550e8400-e29b-41d4-a716-446655440000] Started POST \"/cart\" for 192.0.2.7 at 2025-03-14 03:11:09 +0100",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("request_id", "550e8400-e29b-41d4-a716-446655440000"),
                    ("method", "POST"),
                    ("path", "/cart"),
                ],
            },
            Sample {
                text: "[550e8400-e29b-41d4-a716-446655440000] Completed 200 OK in 8ms (Views: 0.3ms)",
                event: &[
                    ("request_id", "550e8400-e29b-41d4-a716-446655440000"),
                    ("status", "200"),
                ],
            },
        ]
    }
}

/// `Completed 500 Internal Server Error in 12ms (...)`.
fn completed<'a>(line: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) {
    let status = &line[b"Completed ".len()..];
    if lex::digits(status) != 3 {
        return;
    }
    let mut set = |field: Field, value: &'a [u8]| {
        if cx.want.has(field) {
            let value: Text<'a> = text(value);
            assign(
                event,
                Meaning {
                    field,
                    rank: 3,
                    unit: Unit::None,
                },
                Value::Text(value),
                cx,
            );
        }
    };
    set(Field::Status, &status[..3]);
    if let Some(at) = memchr::memmem::find(status, b" in ") {
        let duration = &status[at + 4..];
        let end = memchr::memchr(b' ', duration).unwrap_or(duration.len());
        set(Field::Duration, &duration[..end]);
    }
}
