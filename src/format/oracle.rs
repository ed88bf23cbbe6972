//! `oracle`: the alert log of Oracle Database: a time on a line of its own, then what happened.

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Oracle;

/// The stamp, if the line is nothing else.
fn stamp(line: &[u8]) -> Option<When> {
    let line = line.trim_ascii_end();
    let (when, len) = When::scan(line)?;
    (when.has_date() && matches!(when, When::Stamp(_)) && len == line.len()).then_some(when)
}

/// Lines that say that something failed; the log has no levels.
fn is_failure(line: &[u8]) -> bool {
    line.starts_with(b"Errors in file ")
        || line
            .strip_prefix(b"ORA-")
            .is_some_and(|code| lex::digits(code) >= 3 && !code.starts_with(b"00000"))
}

impl Format for Oracle {
    fn name(&self) -> &'static str {
        "oracle"
    }

    fn about(&self) -> &'static str {
        "Oracle Database alert log"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if line.len() < 48 && stamp(line).is_some() {
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
        let Some(when) = stamp(line) else {
            return false;
        };
        set_time(Some(when), cx, event);
        if cx.want.has(Field::Level) {
            let failure = rest.split(|b| *b == b'\n').take(64).any(is_failure);
            event.level = failure.then_some(Level::Error);
        }
        event.message = Some(text(rest.trim_ascii_end()));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "2025-03-14T02:11:09.123456+01:00\nErrors in file /u01/diag/shop_ora_4711.trc:\nORA-00600: internal error code, arguments: [kcb]",
                event: &[
                    ("time", "2025-03-14T01:11:09.123456Z"),
                    ("level", "error"),
                    (
                        "message",
                        "Errors in file /u01/diag/shop_ora_4711.trc:\nORA-00600: internal error code, arguments: [kcb]",
                    ),
                ],
            },
            Sample {
                text: "Fri Mar 14 02:11:09 2025\nThread 1 advanced to log sequence 42",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("message", "Thread 1 advanced to log sequence 42"),
                ],
            },
        ]
    }
}
