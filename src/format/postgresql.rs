//! `postgresql`: the server's log with any `log_line_prefix`, and its CSV log.
//!
//! Whatever the prefix holds, the severity behind it is followed by a colon and two spaces, which nobody else writes.

use std::ops::Range;

use crate::event::{Event, Field, Level};
use crate::fields::{Meaning, Unit, Value, assign};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, message, text};
use crate::time;

pub struct PostgreSql;

/// The server's severities, in the languages of its catalogues that are met most.
const LEVELS: &[(&str, Level)] = &[
    ("LOG", Level::Info),
    ("ERROR", Level::Error),
    ("FATAL", Level::Fatal),
    ("PANIC", Level::Fatal),
    ("WARNING", Level::Warn),
    ("NOTICE", Level::Info),
    ("INFO", Level::Info),
    ("DEBUG", Level::Debug),
    ("DEBUG1", Level::Debug),
    ("DEBUG2", Level::Debug),
    ("DEBUG3", Level::Debug),
    ("DEBUG4", Level::Debug),
    ("DEBUG5", Level::Debug),
    ("DETAIL", Level::Info),
    ("HINT", Level::Info),
    ("CONTEXT", Level::Info),
    ("STATEMENT", Level::Info),
    ("QUERY", Level::Info),
    ("LOCATION", Level::Info),
    ("BACKTRACE", Level::Info),
    ("FEHLER", Level::Error),
    ("WARNUNG", Level::Warn),
    ("HINWEIS", Level::Info),
    ("TIPP", Level::Info),
    ("ANWEISUNG", Level::Info),
    ("ZUSAMMENHANG", Level::Info),
    ("ERREUR", Level::Error),
    ("ATTENTION", Level::Warn),
    ("INSTRUCTION", Level::Info),
    ("ASTUCE", Level::Info),
    ("ADVERTENCIA", Level::Warn),
    ("DETALLE", Level::Info),
    ("SENTENCIA", Level::Info),
    ("ERRO", Level::Error),
    ("ОШИБКА", Level::Error),
    ("ПРЕДУПРЕЖДЕНИЕ", Level::Warn),
    ("СООБЩЕНИЕ", Level::Info),
    ("エラー", Level::Error),
    ("警告", Level::Warn),
];

/// What the server adds to the line before; without a prefix of its own it goes on with that line's entry.
const ADDED: [&[u8]; 14] = [
    b"DETAIL",
    b"HINT",
    b"CONTEXT",
    b"STATEMENT",
    b"QUERY",
    b"LOCATION",
    b"BACKTRACE",
    b"TIPP",
    b"ANWEISUNG",
    b"ZUSAMMENHANG",
    b"INSTRUCTION",
    b"ASTUCE",
    b"DETALLE",
    b"SENTENCIA",
];

/// How far into a line the severity is looked for: prefixes hold names and addresses.
const PREFIX: usize = 240;

/// The severity, where it stands, and where the message begins.
fn severity(line: &[u8]) -> Option<(Level, usize, usize)> {
    let head = &line[..line.len().min(PREFIX)];
    let colon = memchr::memmem::find(head, b":  ").filter(|at| head.get(at + 3) != Some(&b' '))?;
    let start = head[..colon]
        .iter()
        .rposition(|b| matches!(b, b' ' | b']' | b':' | b'>' | b'|' | b','))
        .map_or(0, |at| at + 1);
    let word = std::str::from_utf8(&head[start..colon]).ok()?;
    let (_, level) = LEVELS.iter().find(|(name, _)| *name == word)?;
    Some((*level, start, colon + 3))
}

/// The stamp in the prefix, and where it stands: first mostly, `< 2025-... >` and `[2025-...]` included.
fn stamp(prefix: &[u8]) -> Option<(When, Range<usize>)> {
    let at = prefix
        .iter()
        .take(4)
        .take_while(|b| matches!(b, b' ' | b'<' | b'['))
        .count();
    let first = When::scan(&prefix[at..]).map(|(when, len)| (when, at..at + len));
    if let Some((when, range)) = first
        && when.has_date()
    {
        return Some((when, range));
    }
    // `%c %p %h %u@%d %m `: session, process and client may come before it.
    let (range, _) = time::find(prefix, prefix.len())?;
    let (when, _) = When::scan(&prefix[range.clone()])?;
    when.has_date().then_some((when, range))
}

/// A line of the CSV log: a stamp with its zone, then the user in quotes or nothing.
fn csv_stamp(line: &[u8]) -> Option<(When, usize)> {
    let (when, len) = When::scan(line)?;
    let rest = line[len..].strip_prefix(b",")?;
    let user_and_base =
        matches!(rest, [b'"' | b',', ..]) && rest.iter().filter(|b| **b == b',').count() >= 10;
    user_and_base.then_some((when, len + 1))
}

impl Format for PostgreSql {
    fn name(&self) -> &'static str {
        "postgresql"
    }

    fn about(&self) -> &'static str {
        "PostgreSQL server log, text and CSV"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match line.first() {
            Some(b'0'..=b'9' | b'<' | b'[') => {}
            // A name or a pair of the prefix comes first: `user=app,db=shop 2025-...`.
            Some(b'a'..=b'z') => {
                return match severity(line) {
                    Some((_, at, _)) if stamp(&line[..at]).is_some() => Fit::Strong,
                    _ => Fit::No,
                };
            }
            Some(b'A'..=b'Z' | 0x80..) => {
                // Without a prefix: `LOG:  ...`
                return match severity(line) {
                    Some((_, 0, body)) if !ADDED.contains(&&line[..body - 3]) => Fit::Weak,
                    _ => Fit::No,
                };
            }
            _ => return Fit::No,
        }
        match severity(line) {
            Some((_, at, _)) if stamp(&line[..at]).is_some() => Fit::Strong,
            Some(_) => Fit::Weak,
            None if csv_stamp(line).is_some() => Fit::Strong,
            None => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, _) = lex::first_line(whole);
        let Some((level, at, body)) = severity(line) else {
            return csv(whole, cx, event);
        };
        let prefix = &line[..at];
        let named = match stamp(prefix) {
            Some((when, range)) => {
                set_time(Some(when), cx, event);
                if range.start > 4 {
                    prefix
                } else {
                    &prefix[range.end..]
                }
            }
            None => prefix,
        };
        if cx.want.has(Field::Level) {
            event.level = Some(level);
        }
        if cx.want.has(Field::User) {
            event.user = user_at_base(named).map(text);
        }
        message::enrich_head(named, cx, event);
        let message = lex::body(&whole[body..]);
        duration(message, cx, event);
        event.message = Some(text(message));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        SAMPLES
    }
}

/// `user@base` in the prefix; `[unknown]@[unknown]` before a client has told. A colon stands before it where colons
/// join all of the prefix: `:10.0.0.7(51234):alice@shop:[4711]:`.
fn user_at_base(prefix: &[u8]) -> Option<&[u8]> {
    let at = memchr::memchr(b'@', prefix)?;
    let start = prefix[..at]
        .iter()
        .rposition(|b| matches!(b, b' ' | b'=' | b',' | b'[' | b']' | b'|' | b':'))
        .map_or(0, |at| at + 1);
    let user = &prefix[start..at];
    (!user.is_empty()).then_some(user)
}

/// `duration: 37.118 ms  statement: ...`.
fn duration<'a>(message: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) {
    if !cx.want.has(Field::Duration) {
        return;
    }
    if let Some(rest) = message.strip_prefix(b"duration: ")
        && let Some(end) = memchr::memmem::find(&rest[..rest.len().min(24)], b" ms")
    {
        let meaning = Meaning {
            field: Field::Duration,
            rank: 3,
            unit: Unit::Milliseconds,
        };
        assign(event, meaning, Value::Text(text(&rest[..end])), cx);
    }
}

/// The CSV log's columns that mean something here.
const USER: usize = 1;
const SEVERITY: usize = 11;
const MESSAGE: usize = 13;

fn csv<'a>(whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
    let Some((when, _)) = csv_stamp(lex::first_line(whole).0) else {
        return false;
    };
    set_time(Some(when), cx, event);
    let mut message = None;
    for (column, cell) in (Cells { text: whole, at: 0 }).enumerate().take(MESSAGE + 1) {
        match column {
            USER if cx.want.has(Field::User) && !cell.is_empty() => event.user = Some(text(cell)),
            SEVERITY if cx.want.has(Field::Level) => {
                event.level = LEVELS
                    .iter()
                    .find(|(name, _)| name.as_bytes() == cell)
                    .map(|(_, level)| *level);
            }
            MESSAGE => message = Some(cell),
            _ => {}
        }
    }
    let message = message.unwrap_or(whole);
    duration(message, cx, event);
    event.message = Some(match memchr::memmem::find(message, b"\"\"") {
        Some(_) => text(message).replace("\"\"", "\"").into(),
        None => text(message),
    });
    true
}

/// The cells of a CSV row, quotes cut off; doubled quotes inside stay doubled.
struct Cells<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.text.get(self.at..)?;
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            let mut end = 0;
            loop {
                end += memchr::memchr(b'"', &quoted[end..]).unwrap_or(quoted.len() - end);
                if quoted.get(end + 1) != Some(&b'"') {
                    break;
                }
                end += 2;
            }
            let end = end.min(quoted.len());
            // The quote before, the quote behind and the comma.
            self.at += end + 3;
            return Some(&quoted[..end]);
        }
        let end = memchr::memchr(b',', rest).unwrap_or(rest.len());
        self.at += end + 1;
        Some(&rest[..end])
    }
}

const SAMPLES: &[Sample] = &[
    Sample {
        text: "67d38e3d.1267 4711 192.0.2.7 alice@shop 2025-03-14 02:11:09.123 UTC ERROR:  no stock",
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("user", "alice"),
            ("message", "no stock"),
        ],
    },
    Sample {
        text: "user=alice,db=shop,client=192.0.2.7 2025-03-14 02:11:09 UTC [4711] FATAL:  too many connections",
        event: &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "fatal"),
            ("user", "alice"),
        ],
    },
    Sample {
        text: "2025-03-14 02:11:09.123 UTC [4711] alice@shop ERROR:  duplicate key value violates unique constraint \"orders_pkey\"",
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("user", "alice"),
            (
                "message",
                "duplicate key value violates unique constraint \"orders_pkey\"",
            ),
        ],
    },
    Sample {
        text: "2025-03-14 02:11:09.123 UTC [4711-2] alice@shop STATEMENT:  INSERT INTO orders\n\tVALUES (1)",
        event: &[
            ("level", "info"),
            ("message", "INSERT INTO orders\n\tVALUES (1)"),
        ],
    },
    Sample {
        text: "2025-03-14 02:11:09 CET [12] LOG:  checkpoint starting: time",
        event: &[
            ("time", "2025-03-14T01:11:09Z"),
            ("level", "info"),
            ("message", "checkpoint starting: time"),
        ],
    },
    Sample {
        text: "2025-03-14 02:11:09.123 UTC [12] app psql shop [local] 5a0348cd.1475 LOG:  duration: 0.140 ms  statement: SELECT 1",
        event: &[("level", "info"), ("duration_ms", "0.14")],
    },
    Sample {
        text: "< 2025-03-14 02:11:09.123 UTC > PANIC:  could not write to file \"pg_wal/xlogtemp.1\"",
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("level", "fatal")],
    },
    Sample {
        text: "2025-03-14 02:11:09 UTC:10.0.0.7(52134):bob@shop:[4711]:FATAL:  password authentication failed",
        event: &[
            ("level", "fatal"),
            ("message", "password authentication failed"),
        ],
    },
    Sample {
        text: "2025-03-14 02:11:09 UTC:10.0.0.7(51234):bob@shop:[7]:ERROR:  deadlock detected",
        event: &[
            ("level", "error"),
            ("user", "bob"),
            ("message", "deadlock detected"),
        ],
    },
    Sample {
        text: "2025-03-14 02:11:09 UTC [7]: [1-1] user=bob,db=shop,app=psql,client=10.0.0.7 WARNING:  there is no transaction in progress",
        event: &[("level", "warn"), ("user", "bob")],
    },
    Sample {
        text: "2025-03-14 02:11:09.123 UTC [9] [unknown]@[unknown] LOG:  incomplete startup packet",
        event: &[("level", "info"), ("message", "incomplete startup packet")],
    },
    Sample {
        text: "2025-03-14 02:11:09.123 CET,\"alice\",\"shop\",4711,\"10.0.0.7:52134\",67d3.1,3,\"INSERT\",2025-03-14 02:00:00 CET,4/12,991,ERROR,23505,\"duplicate key\nin table\",,,,,,\"INSERT\",,,\"psql\"",
        event: &[
            ("time", "2025-03-14T01:11:09.123Z"),
            ("level", "error"),
            ("user", "alice"),
            ("message", "duplicate key\nin table"),
        ],
    },
    Sample {
        text: "ERROR:  relation \"cats\" does not exist at character 15",
        event: &[
            ("level", "error"),
            (
                "message",
                "relation \"cats\" does not exist at character 15",
            ),
        ],
    },
];
