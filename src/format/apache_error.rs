//! Apache's error log: brackets with the time, `module:level`, the process, the client and whatever
//! `ErrorLogFormat` adds, then the message.
//!
//! 2.2: `[Fri Mar 14 02:11:09 2025] [error] [client 192.0.2.7] message`
//! 2.4: `[Fri Mar 14 02:11:09.123456 2025] [core:error] [pid 7:tid 9] (2)No such file: [client ..] AH00036: message`

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::access;
use super::{Cx, Fit, Format, Sample, Tail, text};
use crate::event::{Event, Field, Level};
use crate::time;

pub struct ApacheError;

/// Brackets before the message, at most.
const BRACKETS: usize = 12;
/// A bracket of the head is not longer than this.
const BRACKET: usize = 128;

/// What stands in the brackets.
#[derive(Default)]
struct Head<'a> {
    stamp: &'a [u8],
    level: Option<Level>,
    request_id: &'a [u8],
    message: &'a [u8],
}

impl Format for ApacheError {
    fn name(&self) -> &'static str {
        "apache-error"
    }

    fn about(&self) -> &'static str {
        "Apache's error log, 2.2 and 2.4, with what PHP and ModSecurity write into it"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match head(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        // PHP's traces stand on lines of their own.
        Tail::Lines
    }

    fn parse<'a>(&self, bytes: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some(head) = head(bytes) else {
            return false;
        };
        if cx.want.has(Field::Time)
            && let Some((reading, _)) = cx.clock.read(head.stamp)
        {
            event.time = Some(reading.time);
        }
        if cx.want.has(Field::Level) {
            event.level = head.level;
        }
        if cx.want.has(Field::Message) || cx.want.has_error() {
            event.message = Some(unescape_trace(head.message));
        }
        if cx.want.has(Field::RequestId) {
            let id = match head.request_id {
                [] => audit_value(head.message, b"[unique_id \""),
                id => Some(id),
            };
            event.request_id = id.map(text);
        }
        if cx.want.has(Field::Path) {
            event.path = audit_value(head.message, b"[uri \"").map(text);
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        SAMPLES
    }
}

/// Reads the brackets; `None` unless they hold a time and a level as Apache writes them.
fn head(line: &[u8]) -> Option<Head<'_>> {
    // A virtual host may stand first (`ErrorLogFormat "%v [%t] ..."`).
    let open = memchr(b'[', &line[..line.len().min(BRACKET)])?;
    let host = &line[..open];
    if !host.is_empty()
        && (!host.ends_with(b" ") || host.iter().filter(|b| **b == b' ').count() > 1)
    {
        return None;
    }
    let mut rest = &line[open..];
    let mut head = Head::default();
    let mut own_order = false;
    for nth in 0..BRACKETS {
        let Some(inside) = rest.strip_prefix(b"[") else {
            break;
        };
        let Some(close) = memchr(b']', &inside[..inside.len().min(BRACKET)]) else {
            break;
        };
        let (bracket, after) = (&inside[..close], &inside[close + 1..]);
        match kind(bracket) {
            Kind::Stamp if head.stamp.is_empty() => {
                own_order = is_weekday(bracket);
                head.stamp = bracket;
            }
            Kind::Level(level, with_module) if head.level.is_none() => {
                // Others write a time and a lower-case level too, but no module before it.
                own_order |= with_module;
                head.level = Some(level);
            }
            Kind::Id(id) => head.request_id = id,
            Kind::Process | Kind::Stamp => {}
            _ if nth == 0 => {}
            // A bracket that the message begins with.
            _ => break,
        }
        rest = after.strip_prefix(b" ").unwrap_or(after);
    }
    head.message = rest;
    (own_order && !head.stamp.is_empty() && head.level.is_some()).then_some(head)
}

/// What a bracket of the head holds.
enum Kind<'a> {
    Stamp,
    /// The level, and whether a module stands before it.
    Level(Level, bool),
    /// `[pid 7:tid 9]`, `[client 192.0.2.7:4711]`
    Process,
    Id(&'a [u8]),
    Other,
}

fn kind(bracket: &[u8]) -> Kind<'_> {
    const PROCESS: [&[u8]; 6] = [
        b"pid ", b"tid ", b"client ", b"remote ", b"vhost ", b"host ",
    ];
    const IDS: [&[u8]; 8] = [
        b"R:",
        b"rid:",
        b"rid ",
        b"request_id:",
        b"unique_id:",
        b"UID:",
        b"request_id ",
        b"unique_id ",
    ];
    if PROCESS.iter().any(|name| bracket.starts_with(name)) {
        return Kind::Process;
    }
    if let Some(id) = IDS.iter().find_map(|name| bracket.strip_prefix(*name)) {
        return Kind::Id(id.trim_ascii());
    }
    let (module, word) = match memchr(b':', bracket) {
        Some(colon) => (&bracket[..colon], &bracket[colon + 1..]),
        None => (&b""[..], bracket),
    };
    let named = module
        .iter()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_');
    if let Some(level) = level(word).filter(|_| named) {
        return Kind::Level(level, memchr(b':', bracket).is_some());
    }
    if access::is_request_id(bracket) {
        return Kind::Id(bracket);
    }
    match time::scan(bracket) {
        Some((stamp, _)) if stamp.date.is_some() => Kind::Stamp,
        _ => Kind::Other,
    }
}

/// `emerg` to `debug`, and `trace1` to `trace8`.
fn level(word: &[u8]) -> Option<Level> {
    if !word.first()?.is_ascii_lowercase() {
        return None;
    }
    match word {
        [b't', b'r', b'a', b'c', b'e', b'1'..=b'8'] => Some(Level::Trace),
        _ => Level::from_word(word),
    }
}

/// `Fri Mar 14 02:11:09.123456 2025`
fn is_weekday(stamp: &[u8]) -> bool {
    stamp.len() > 4 && stamp[3] == b' ' && stamp[..3].iter().all(u8::is_ascii_alphabetic)
}

/// A value in ModSecurity's `[name "value"]`, where `name` is that bracket up to its quote.
fn audit_value<'a>(message: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let from = memmem::find(message, name)? + name.len();
    let end = memchr(b'"', &message[from..])?;
    Some(&message[from..from + end])
}

/// Apache writes line breaks within a message as `\n`: a trace gets its lines back.
fn unescape_trace(message: &[u8]) -> Cow<'_, str> {
    let text = text(message);
    if text.contains("\\nStack trace:\\n") || text.contains("\\n#0 ") || text.contains("\\n  File ")
    {
        text.replace("\\n", "\n").into()
    } else {
        text
    }
}

#[rustfmt::skip]
const SAMPLES: &[Sample] = &[
    Sample {
        text: "[Fri Mar 14 02:11:09 2025] [error] [client 192.0.2.7] File does not exist: /srv/www/favicon.ico, referer: http://shop.example/",
        event: &[("time", "2025-03-14T02:11:09Z"), ("level", "error"), ("message", "File does not exist: /srv/www/favicon.ico, referer: http://shop.example/")],
    },
    Sample {
        text: "[Fri Mar 14 02:11:09 2025] [notice] Digest: generating secret for digest authentication ...",
        event: &[("level", "info"), ("message", "Digest: generating secret for digest authentication ...")],
    },
    Sample {
        text: "[Fri Mar 14 02:11:09.123456 2025] [core:error] [pid 7:tid 139872] (13)Permission denied: [client 192.0.2.7:4711] AH00035: access to /x denied",
        event: &[("time", "2025-03-14T02:11:09.123456Z"), ("level", "error"), ("message", "(13)Permission denied: [client 192.0.2.7:4711] AH00035: access to /x denied")],
    },
    Sample {
        text: "[Fri Mar 14 02:11:09.123456 2025] [ssl:warn] [pid 7] AH01909: shop.example:443:0 server certificate does NOT include an ID",
        event: &[("level", "warn"), ("message", "AH01909: shop.example:443:0 server certificate does NOT include an ID")],
    },
    Sample {
        text: "[Fri Mar 14 02:11:09.123456 2025] [proxy:trace2] [pid 7:tid 9] proxy_util.c(2): [client 192.0.2.7:1] x",
        event: &[("level", "trace")],
    },
    Sample {
        text: "[Fri Mar 14 02:11:09.123456 2025] [:emerg] [pid 7] [client 192.0.2.7:1] [7/1] down",
        event: &[("level", "fatal"), ("message", "[7/1] down")],
    },
    Sample {
        text: "shop.example [Fri Mar 14 02:11:09 2025] [error] [client 192.0.2.7] script timed out",
        event: &[("level", "error"), ("message", "script timed out")],
    },
    Sample {
        text: "[2025-03-14 02:11:09.123456] [proxy_http:error] [pid 7:tid 9] [R:Z9OqrX8AAAEAABcDqGkAAAAB] [client 192.0.2.7:1] AH01114: HTTP: failed to make connection to backend: 10.0.0.3",
        event: &[("time", "2025-03-14T02:11:09.123456Z"), ("level", "error"), ("request_id", "Z9OqrX8AAAEAABcDqGkAAAAB"), ("message", "AH01114: HTTP: failed to make connection to backend: 10.0.0.3")],
    },
    Sample {
        text: "[Fri Mar 14 02:11:09.123456 2025] [php:error] [pid 7] [Z9OqrX8AAAEAABcDqGkAAAAB] [client 192.0.2.7:1] PHP Warning:  x in /srv/a.php on line 3",
        event: &[("request_id", "Z9OqrX8AAAEAABcDqGkAAAAB"), ("message", "PHP Warning:  x in /srv/a.php on line 3")],
    },
    Sample {
        text: r#"[Fri Mar 14 02:11:09.123456 2025] [:error] [pid 7:tid 9] [client 192.0.2.7:1] ModSecurity: Access denied with code 403 (phase 2). [id "949110"] [hostname "shop.example"] [uri "/login"] [unique_id "Z9OqrX8AAAEAABcDqGkAAAAC"]"#,
        event: &[("level", "error"), ("path", "/login"), ("request_id", "Z9OqrX8AAAEAABcDqGkAAAAC")],
    },
    Sample {
        text: r"[Fri Mar 14 02:11:09.123456 2025] [php7:error] [pid 7] [client 192.0.2.7:1] PHP Fatal error:  Uncaught Exception: no in /srv/a.php:3\nStack trace:\n#0 {main}\n  thrown in /srv/a.php on line 3",
        event: &[("message", "PHP Fatal error:  Uncaught Exception: no in /srv/a.php:3\nStack trace:\n#0 {main}\n  thrown in /srv/a.php on line 3")],
    },
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::access::tests::{check_mutated, check_samples};

    #[test]
    fn every_sample_gives_its_event() {
        check_samples(&ApacheError);
    }

    #[test]
    fn bracketed_lines_of_other_programs_are_not_apache() {
        for line in [
            "[2025-03-14 02:11:09] [error] x",
            "[Fri Mar 14 02:11:09 2025] 127.0.0.1:5000 [200]: GET /x",
            "[2025-03-14T02:11:09Z] [ERROR] x",
            "[Fri Mar 14 02:11:09 2025] [ERROR] x",
            "[14/Mar/2025:02:11:09 +0000] \"GET /x HTTP/1.1\" 200",
        ] {
            assert_eq!(ApacheError.fit(line.as_bytes()), Fit::No, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_change_of_a_sample_panics(sample: usize, cut: usize, at: usize, byte: u8) {
            check_mutated(&ApacheError, sample, cut, at, byte);
        }
    }
}
