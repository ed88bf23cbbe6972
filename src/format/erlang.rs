//! `erlang`: reports of the Erlang runtime's old handler (RabbitMQ before 3.7, ejabberd, CouchDB):
//!
//! ```text
//! =ERROR REPORT==== 14-Mar-2025::02:11:09 ===
//! ** Generic server shop terminating
//! ```

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Erlang;

/// Level and stamp of a report's first line.
fn parts(line: &[u8]) -> Option<(Level, When)> {
    let rest = line.strip_prefix(b"=")?;
    let word = &rest[..rest.iter().take(16).position(|b| *b == b' ')?];
    let stamp = rest[word.len()..].strip_prefix(b" REPORT==== ")?;
    let level = match word {
        b"CRASH" | b"SUPERVISOR" => Level::Error,
        b"PROGRESS" => Level::Info,
        word => Level::from_word(word)?,
    };
    Some((level, When::scan(stamp)?.0))
}

impl Format for Erlang {
    fn name(&self) -> &'static str {
        "erlang"
    }

    fn about(&self) -> &'static str {
        "Erlang reports: =ERROR REPORT===="
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
        let (line, rest) = lex::first_line(whole);
        let Some((level, when)) = parts(line) else {
            return false;
        };
        set_time(Some(when), cx, event);
        if cx.want.has(Field::Level) {
            event.level = Some(level);
        }
        event.message = Some(text(lex::body(rest)));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "=ERROR REPORT==== 14-Mar-2025::02:11:09 ===\n** Generic server shop terminating\n** Reason for termination == badarg",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("level", "error"),
                    (
                        "message",
                        "** Generic server shop terminating\n** Reason for termination == badarg",
                    ),
                ],
            },
            Sample {
                text: "=WARNING REPORT==== 14-Mar-2025::02:11:09.123456 ===\nclosing AMQP connection <0.1.0>",
                event: &[("time", "2025-03-14T02:11:09.123456Z"), ("level", "warn")],
            },
            Sample {
                text: "=CRASH REPORT==== 14-Mar-2025::02:11:09 ===\n  crasher:",
                event: &[("level", "error")],
            },
        ]
    }
}
