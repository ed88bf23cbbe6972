//! `redis`: Redis and Valkey, whose level is a symbol: `26571:M 14 Mar 2025 02:11:09.874 * message`; before
//! version 3 `[26571] 14 Mar 02:11:09.874 * message`.

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Redis;

/// Stamp, level, and where the message begins.
fn parts(line: &[u8]) -> Option<(When, Level, usize)> {
    server(line).or_else(|| signal(line))
}

/// What a signal's handler writes, which may not ask for the date: `4711:signal-handler (1741918269) Received SIGTERM`.
fn signal(line: &[u8]) -> Option<(When, Level, usize)> {
    let pid = lex::digits(&line[..line.len().min(12)]);
    let rest = line[pid..].strip_prefix(b":signal-handler (")?;
    let (when, len) = When::scan(rest)?;
    let message = rest[len..].strip_prefix(b") ")?;
    Some((when, Level::Warn, line.len() - message.len()))
}

/// A line of the server's own.
fn server(line: &[u8]) -> Option<(When, Level, usize)> {
    let (bracket, rest) = match line.strip_prefix(b"[") {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let pid = lex::digits(&rest[..rest.len().min(12)]);
    if pid == 0 {
        return None;
    }
    // The role: master, slave (replica), sentinel, child.
    let at = match (bracket, &rest[pid..]) {
        (true, [b']', b' ', ..]) => 1 + pid + 2,
        (false, [b':', b'M' | b'S' | b'X' | b'C', b' ', ..]) => pid + 3,
        _ => return None,
    };
    let (when, len) = When::scan(&line[at..])?;
    match &line[at + len..] {
        [b' ', symbol, b' ', ..] => Some((when, symbol_level(*symbol)?, at + len + 3)),
        _ => None,
    }
}

fn symbol_level(symbol: u8) -> Option<Level> {
    Some(match symbol {
        b'.' => Level::Debug,
        b'-' | b'*' => Level::Info,
        b'#' => Level::Warn,
        _ => return None,
    })
}

impl Format for Redis {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn about(&self) -> &'static str {
        "Redis, Valkey and Sentinel server log"
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
        let Some((when, level, body)) = parts(lex::first_line(whole).0) else {
            return false;
        };
        set_time(Some(when), cx, event);
        if cx.want.has(Field::Level) {
            event.level = Some(level);
        }
        event.message = Some(text(lex::body(&whole[body..])));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "26571:M 14 Mar 2025 02:11:09.874 * Background saving terminated with success",
                event: &[
                    ("time", "2025-03-14T02:11:09.874Z"),
                    ("level", "info"),
                    ("message", "Background saving terminated with success"),
                ],
            },
            Sample {
                text: "1:S 14 Mar 2025 02:11:09.874 # Error condition on socket for SYNC: Connection refused",
                event: &[
                    ("level", "warn"),
                    (
                        "message",
                        "Error condition on socket for SYNC: Connection refused",
                    ),
                ],
            },
            Sample {
                text: "4711:signal-handler (1741918269) Received SIGTERM scheduling shutdown...",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("level", "warn"),
                    ("message", "Received SIGTERM scheduling shutdown..."),
                ],
            },
            Sample {
                text: "12115:M 14 Mar 17:45:41.572 - DB 0: 1 keys (0 volatile) in 4 slots HT.",
                event: &[("time", "2025-03-14T17:45:41.572Z"), ("level", "info")],
            },
            Sample {
                text: "[4711] 14 Mar 02:11:09.123 . Accepted 127.0.0.1:52134",
                event: &[("level", "debug"), ("message", "Accepted 127.0.0.1:52134")],
            },
        ]
    }
}
