//! `mysql-slow`: the slow query log of MySQL, MariaDB and Percona: comment lines about the query, then its SQL.

use crate::event::{Event, Field};
use crate::fields::{Meaning, Unit, Value, assign};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct MySqlSlow;

const TIME: &[u8] = b"# Time: ";
const USER: &[u8] = b"# User@Host: ";

impl Format for MySqlSlow {
    fn name(&self) -> &'static str {
        "mysql-slow"
    }

    fn about(&self) -> &'static str {
        "MySQL and MariaDB slow query log"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if line.starts_with(USER) || line.starts_with(TIME) {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    /// The time is only written when it differs from the query's before.
    fn joins(&self, previous: &[u8], line: &[u8]) -> bool {
        previous.starts_with(TIME) && line.starts_with(USER)
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        if self.fit(lex::first_line(whole).0) == Fit::No {
            return false;
        }
        let mut rest = whole;
        while rest.first() == Some(&b'#')
            || rest.starts_with(b"SET timestamp=")
            || rest.starts_with(b"use ")
        {
            let (line, after) = lex::first_line(rest);
            about(line, cx, event);
            if after.is_empty() {
                break;
            }
            rest = after;
        }
        event.message = Some(text(rest.trim_ascii_end()));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "# Time: 2025-03-14T02:11:09.123456Z\n# User@Host: shop[shop] @ app-1 [10.0.0.7]  Id:  7234\n# Query_time: 1.500223  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0\nSET timestamp=1741918269;\nSELECT sleep(1);",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("user", "shop"),
                    ("duration_ms", "1500.223"),
                    ("message", "SELECT sleep(1);"),
                ],
            },
            Sample {
                text: "# User@Host: root[root] @ localhost []\n# Query_time: 0.25  Lock_time: 0.000061 Rows_sent: 1  Rows_examined: 5\nSET timestamp=1741918269;\nSELECT 1\nFROM t;",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("user", "root"),
                    ("message", "SELECT 1\nFROM t;"),
                ],
            },
            Sample {
                text: "# Time: 250314  2:11:09\n# User@Host: bob[bob] @ [10.0.0.9]\nuse shop;\nSELECT 2;",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("user", "bob"),
                    ("message", "SELECT 2;"),
                ],
            },
        ]
    }
}

/// Reads one line of those before the SQL.
fn about<'a>(line: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) {
    if let Some(rest) = line.strip_prefix(TIME) {
        set_time(When::scan(rest).map(|(when, _)| when), cx, event);
    } else if let Some(rest) = line.strip_prefix(b"SET timestamp=") {
        if event.time.is_none() {
            set_time(When::scan(rest).map(|(when, _)| when), cx, event);
        }
    } else if let Some(rest) = line.strip_prefix(USER) {
        let end = memchr::memchr(b'[', rest).unwrap_or(0);
        if cx.want.has(Field::User) && end > 0 {
            event.user = Some(text(rest[..end].trim_ascii()));
        }
    } else if let Some(rest) = line.strip_prefix(b"# Query_time: ")
        && cx.want.has(Field::Duration)
    {
        let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
        let meaning = Meaning {
            field: Field::Duration,
            rank: 3,
            unit: Unit::Seconds,
        };
        assign(event, meaning, Value::Text(text(&rest[..end])), cx);
    }
}
