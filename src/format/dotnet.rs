//! `dotnet`: the console logger of .NET, which sets the message on the lines below the category:
//!
//! ```text
//! fail: Acme.Shop.Orders[1]
//!       order not stored
//!       System.InvalidOperationException: ...
//! ```

use crate::event::{Event, Field};
use crate::format::plain::{head, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, access, message, text};

pub struct DotNet;

const LEVELS: [&[u8]; 6] = [
    b"trce: ", b"dbug: ", b"info: ", b"warn: ", b"fail: ", b"crit: ",
];
/// How far below its head the message is indented.
const INDENT: usize = 6;

/// Where the message begins that follows `fail: Category[1]`, if `rest` begins so.
fn category_end(rest: &[u8]) -> Option<usize> {
    let rest = &rest[..rest.len().min(300)];
    if !LEVELS.iter().any(|level| rest.starts_with(level)) {
        return None;
    }
    let open = memchr::memchr(b'[', rest)?;
    let category = &rest[INDENT..open];
    let id = lex::digits(&rest[open + 1..]);
    let named = !category.is_empty() && !category.contains(&b' ');
    (named && id > 0 && rest.get(open + 1 + id) == Some(&b']')).then_some(open + id + 2)
}

/// Where the level stands, behind a stamp if there is one, and where the line's own part of the message begins.
fn parts(line: &[u8]) -> Option<(usize, usize)> {
    let at = lex::invisible(line);
    let level = match line.get(at)? {
        b'a'..=b'z' => at,
        b'0'..=b'9' | b'[' => level_behind_stamp(&line[..line.len().min(60)])?,
        _ => return None,
    };
    Some((level, level + category_end(&line[level..])?))
}

/// Where `fail: ` stands in the head of a line.
fn level_behind_stamp(head: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b':', head)
        .filter_map(|colon| colon.checked_sub(4))
        .find(|&at| LEVELS.iter().any(|level| head[at..].starts_with(level)))
}

impl Format for DotNet {
    fn name(&self) -> &'static str {
        "dotnet"
    }

    fn about(&self) -> &'static str {
        ".NET console logger (Microsoft.Extensions.Logging)"
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
        let Some((level, body)) = parts(line) else {
            return false;
        };
        if let Some(head) = head::read(line) {
            set_time(head.when, cx, event);
        }
        if cx.want.has(Field::Level) {
            event.level = crate::event::Level::from_word(&line[level..level + 4]);
        }
        message::enrich_head(&line[level..body], cx, event);
        let own = line[body..].trim_ascii();
        event.message = Some(if rest.trim_ascii().is_empty() {
            text(if own.is_empty() {
                line[level + INDENT..body].trim_ascii()
            } else {
                own
            })
        } else {
            dedented(own, rest).into()
        });
        if line[level..body].ends_with(b".HttpLoggingMiddleware[1]")
            || line[level..body].ends_with(b".HttpLoggingMiddleware[2]")
            || line[level..body].ends_with(b".HttpLoggingMiddleware[9]")
        {
            http(rest, cx, event);
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "fail: Acme.Shop.Orders[1]\n      order 7 not stored\n      System.InvalidOperationException: no stock\n         at Acme.Shop.Orders.Store(Int32 id)",
                event: &[
                    ("level", "error"),
                    (
                        "message",
                        "order 7 not stored\nSystem.InvalidOperationException: no stock\n   at Acme.Shop.Orders.Store(Int32 id)",
                    ),
                ],
            },
            Sample {
                text: "info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://localhost:5000",
                event: &[
                    ("level", "info"),
                    ("message", "Now listening on: http://localhost:5000"),
                ],
            },
            Sample {
                text: "2025-03-14 02:11:09.123 crit: Acme.Worker[0] queue lost",
                event: &[
                    ("time", "2025-03-14T02:11:09.123Z"),
                    ("level", "fatal"),
                    ("message", "queue lost"),
                ],
            },
            Sample {
                text: "info: Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware[2]\n      Response:\n      StatusCode: 500\n      Content-Type: text/plain",
                event: &[("level", "info"), ("status", "500")],
            },
            Sample {
                text: "info: Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware[9]\n      Request and Response:\n      Method: GET\n      Path: /api/orders/7\n      StatusCode: 200\n      Duration: 84.5",
                event: &[
                    ("method", "GET"),
                    ("path", "/api/orders/7"),
                    ("status", "200"),
                    ("duration_ms", "84.5"),
                ],
            },
            Sample {
                text: "dbug: Acme.Shop.Cart[12]\n      Request starting HTTP/1.1 GET http://localhost:5000/cart - -",
                event: &[("level", "debug"), ("method", "GET"), ("path", "/cart")],
            },
        ]
    }
}

/// What HttpLogging tells of requests and answers, a field a line: `Method: GET`, `Path: /x`, `StatusCode: 200`.
fn http<'a>(lines: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) {
    let told = |name: &[u8]| {
        let mut fields = lines.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
        let value = fields.find_map(|field| field.strip_prefix(name)?.strip_prefix(b":"))?;
        Some(value.trim_ascii()).filter(|value| !value.is_empty())
    };
    if cx.want.has(Field::Method) {
        event.method = told(b"Method").map(text);
    }
    if cx.want.has(Field::Path) {
        event.path = told(b"Path").map(text);
    }
    if cx.want.has(Field::Status) {
        event.status = told(b"StatusCode").and_then(access::status);
    }
    if cx.want.has(Field::Duration) {
        let number =
            told(b"Duration").and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
        event.duration_ms = number;
    }
}

/// The message without the indent that all its lines have.
fn dedented(own: &[u8], rest: &[u8]) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !own.is_empty() {
        lines.push(String::from_utf8_lossy(own).into_owned());
    }
    for line in rest.split(|b| *b == b'\n') {
        let indent = line.iter().take(INDENT).take_while(|b| **b == b' ').count();
        lines.push(
            String::from_utf8_lossy(
                line[indent..]
                    .strip_suffix(b"\r")
                    .unwrap_or(&line[indent..]),
            )
            .into_owned(),
        );
    }
    lines.join("\n").trim_end().to_owned()
}
