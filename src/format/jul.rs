//! `jul`: java.util.logging's two lines an entry, time and origin above level and message:
//!
//! ```text
//! Mar 14, 2025 2:11:09 AM com.acme.Foo bar
//! SEVERE: message
//! ```

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, local, set_time, shape};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};
use crate::sixteen::{is, run};

pub struct Jul;

/// The first of the two lines: a stamp, a class, a method and nothing more. Where the stamp ends. A logger that does
/// not know its caller writes its own name (Hazelcast's).
fn header(line: &[u8]) -> Option<(When, usize)> {
    let (when, len) = When::scan(line)?;
    let origin = line[len..].trim_ascii_start();
    // tinylog: `[thread] class.method()`
    if let Some(thread) = origin.strip_prefix(b"[")
        && let Some(method) = origin.strip_suffix(b"()")
    {
        let close = memchr::memchr(b']', thread)? + 1;
        let method = method.get(close + 1..)?.trim_ascii_start();
        return (when.has_date() && shape::is_logger(method)).then_some((when, len));
    }
    let mut words = line[len..]
        .split(|b| *b == b' ')
        .filter(|word| !word.is_empty());
    let class = words.next()?;
    let Some(method) = words.next() else {
        let simple = memchr::memrchr(b'.', class).map_or(class, |dot| &class[dot + 1..]);
        let named = simple.first().is_some_and(u8::is_ascii_uppercase) && shape::is_logger(class);
        return (when.has_date() && named).then_some((when, len));
    };
    let origin = words.next().is_none() && class.contains(&b'.') && shape::is_logger(class);
    let named = method
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'<' | b'>' | b'-'));
    (when.has_date() && origin && named).then_some((when, len))
}

/// The level that begins the second line, and where its message begins.
fn level(line: &[u8]) -> Option<(Level, usize)> {
    const WITHIN: usize = 32;
    let start = &line[..line.len().min(WITHIN)];
    let colon = run(start, |bytes| !is(bytes, b':'));
    let word = start[..colon].trim_ascii();
    if colon == start.len() {
        return None;
    }
    let level = Level::from_word(word).or_else(|| local::word(word, false))?;
    Some((level, colon + 1))
}

/// Whether `line` is the second line below `previous`.
pub fn is_second_line(previous: &[u8], line: &[u8]) -> bool {
    level(line).is_some() && header(previous).is_some()
}

impl Format for Jul {
    fn name(&self) -> &'static str {
        "jul"
    }

    fn about(&self) -> &'static str {
        "java.util.logging, two lines an entry"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if header(line).is_some() {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn joins(&self, previous: &[u8], line: &[u8]) -> bool {
        is_second_line(previous, line)
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, rest) = lex::first_line(whole);
        let Some((when, _)) = header(line) else {
            return false;
        };
        set_time(Some(when), cx, event);
        let (level, body) =
            level(lex::first_line(rest).0).map_or((None, 0), |(level, body)| (Some(level), body));
        if cx.want.has(Field::Level) {
            event.level = level;
        }
        event.message = Some(text(lex::body(&rest[body..])));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "Mar 14, 2025 2:11:09 AM com.acme.shop.OrderService store\nSEVERE: order not stored",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("level", "error"),
                    ("message", "order not stored"),
                ],
            },
            Sample {
                text: "Mar 14, 2025 2:11:09 PM org.apache.catalina.startup.Catalina start\nINFO: Server startup in 812 ms",
                event: &[
                    ("time", "2025-03-14T14:11:09Z"),
                    ("level", "info"),
                    ("message", "Server startup in 812 ms"),
                ],
            },
            Sample {
                text: "2025-03-14 02:11:09 [main] com.acme.Foo.run()\nERROR: no stock",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("level", "error"),
                    ("message", "no stock"),
                ],
            },
            Sample {
                text: "三月 14, 2025 2:11:09 下午 org.apache.catalina.startup.Catalina start\n信息: Server startup in 812 ms",
                event: &[
                    ("time", "2025-03-14T14:11:09Z"),
                    ("level", "info"),
                    ("message", "Server startup in 812 ms"),
                ],
            },
            Sample {
                text: "févr. 14, 2025 2:11:09 AM com.acme.Foo run\nGRAVE: plus de stock",
                event: &[("time", "2025-02-14T02:11:09Z"), ("level", "error")],
            },
            Sample {
                text: "2025-03-14 02:11:09 com.acme.Foo <init>\nWARNUNG: kein Platz",
                event: &[("level", "warn"), ("message", "kein Platz")],
            },
            Sample {
                text: "Mar 14, 2025 2:11:09 AM com.acme.Foo lambda$run$0\nSEVERE: null\njava.lang.NullPointerException\n\tat com.acme.Foo.run(Foo.java:8)",
                event: &[
                    ("level", "error"),
                    (
                        "message",
                        "null\njava.lang.NullPointerException\n\tat com.acme.Foo.run(Foo.java:8)",
                    ),
                ],
            },
        ]
    }
}
