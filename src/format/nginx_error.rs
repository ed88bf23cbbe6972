//! nginx's error log, and that of its descendants (OpenResty, Tengine, Angie, Kong):
//! `2025/03/14 02:11:09 [error] 7#0: *5 message, client: 192.0.2.7, server: x, request: "GET /a HTTP/1.1", host: "x"`.

use memchr::{memchr, memmem};

use super::access;
use super::{Cx, Fit, Format, Sample, Tail, text};
use crate::event::{Event, Field, Level};

pub struct NginxError;

/// `2025/03/14 02:11:09`
const STAMP: usize = 19;

/// A line taken apart.
struct Head<'a> {
    stamp: &'a [u8],
    level: Level,
    message: &'a [u8],
}

impl Format for NginxError {
    fn name(&self) -> &'static str {
        "nginx-error"
    }

    fn about(&self) -> &'static str {
        "nginx's error log (OpenResty, Kong, Tengine): level, message, and the request it happened in"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match head(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        // Lua's and PHP's traces stand on lines of their own.
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
            event.level = Some(head.level);
        }
        // The message stays as the server wrote it; what happened, without where, names the error.
        if cx.want.has(Field::Message) || cx.want.has_error() {
            event.message = Some(text(head.message));
        }
        let (said, context) = split_context(head.message);
        if context.is_empty() {
            return true;
        }
        if cx.want.has(Field::ErrorMessage) && head.level >= Level::Error && is_whole(said) {
            event.fault_mut().message = Some(text(said));
        }
        if let Some((method, path)) =
            quoted_value(context, b", request: \"").and_then(access::request_line)
        {
            if cx.want.has(Field::Method) {
                event.method = Some(text(method));
            }
            if cx.want.has(Field::Path) {
                event.path = Some(text(path));
            }
        }
        if cx.want.has(Field::RequestId) {
            event.request_id = quoted_value(context, b", request_id: \"").map(text);
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        SAMPLES
    }
}

/// `stamp [level] pid#tid: *connection message`, or `nginx: [level] message` as it is written to a terminal
/// before there is a log.
fn head(line: &[u8]) -> Option<Head<'_>> {
    let (stamp, rest) = match line.strip_prefix(b"nginx: ") {
        Some(rest) => (&b""[..], rest),
        None => {
            let (stamp, rest) = line.split_at_checked(STAMP)?;
            let dated =
                stamp[4] == b'/' && stamp[7] == b'/' && stamp[10] == b' ' && stamp[13] == b':';
            if !dated {
                return None;
            }
            (stamp, rest.strip_prefix(b" ")?)
        }
    };
    let rest = rest.strip_prefix(b"[")?;
    let close = memchr(b']', &rest[..rest.len().min(8)])?;
    let level = Level::from_word(&rest[..close]).filter(|_| rest[0].is_ascii_lowercase())?;
    let rest = rest[close + 1..].strip_prefix(b" ")?;
    let message = if stamp.is_empty() {
        rest
    } else {
        after_process(rest)?
    };
    Some(Head {
        stamp,
        level,
        message,
    })
}

/// What follows `pid#tid: ` and, if it is there, `*connection `.
fn after_process(rest: &[u8]) -> Option<&[u8]> {
    let colon = memmem::find(&rest[..rest.len().min(48)], b": ")?;
    let process = &rest[..colon];
    let shape = process.contains(&b'#') && process.iter().all(|b| b.is_ascii_digit() || *b == b'#');
    let message = &rest[colon + 2..];
    let connection = message.strip_prefix(b"*").map(|number| {
        let digits = number.iter().take_while(|b| b.is_ascii_digit()).count();
        number[digits..].strip_prefix(b" ").unwrap_or(message)
    });
    shape.then_some(connection.unwrap_or(message))
}

/// The message proper, and the fields nginx appends to it, from their comma on.
fn split_context(message: &[u8]) -> (&[u8], &[u8]) {
    match memmem::find(message, b", client: ") {
        Some(at) => message.split_at(at),
        None => (message, b""),
    }
}

/// Whether the message is nginx's own, not a trace of what ran inside it.
fn is_whole(said: &[u8]) -> bool {
    !said.contains(&b'\n') && memmem::find(said, b"PHP message:").is_none()
}

/// The value in quotes that follows `name`, which ends with the opening quote.
fn quoted_value<'a>(context: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let open = memmem::find(context, name)? + name.len();
    // A raw quote may stand in the target; the value ends where the next field or the line does.
    let end = memmem::find(&context[open..], b"\", ")
        .or_else(|| memchr(b'"', &context[open..]))
        .unwrap_or(context.len() - open);
    Some(&context[open..open + end])
}

#[rustfmt::skip]
const SAMPLES: &[Sample] = &[
    Sample {
        text: r#"2025/03/14 02:11:09 [error] 7#0: *5 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "POST /orders?dry=1 HTTP/1.1", upstream: "http://10.0.0.3:80/orders", host: "shop.example""#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("level", "error"), ("method", "POST"), ("path", "/orders?dry=1"), ("error.message", "connect() failed (111: Connection refused) while connecting to upstream")],
    },
    Sample {
        text: r#"2025/03/14 02:11:09 [warn] 7#7: *5 a client request body is buffered to a temporary file /var/cache/1, client: 192.0.2.7, server: , request: "PUT http://shop.example/up HTTP/2.0", host: "shop.example""#,
        event: &[("level", "warn"), ("method", "PUT"), ("path", "/up"), ("error.message", "null")],
    },
    Sample {
        text: "2025/03/14 02:11:09 [notice] 1#1: signal 15 (SIGTERM) received, exiting",
        event: &[("level", "info"), ("message", "signal 15 (SIGTERM) received, exiting"), ("path", "null")],
    },
    Sample {
        text: r#"2025/03/14 02:11:09 [crit] 7#0: *9 SSL_do_handshake() failed (SSL: error:0A00006C), client: 192.0.2.7, server: 0.0.0.0:443"#,
        event: &[("level", "fatal"), ("method", "null"), ("error.message", "SSL_do_handshake() failed (SSL: error:0A00006C)")],
    },
    Sample {
        text: r#"2025/03/14 02:11:09 [emerg] 1#1: host not found in upstream "api" in /etc/nginx/conf.d/a.conf:3"#,
        event: &[("level", "fatal"), ("message", r#"host not found in upstream "api" in /etc/nginx/conf.d/a.conf:3"#)],
    },
    Sample {
        text: "2025/03/14 02:11:09 [error] 7#7: *5 lua entry thread aborted: runtime error: /app/x.lua:10: attempt to index a nil value\nstack traceback:\ncoroutine 0:\n\t/app/x.lua:10: in function </app/x.lua:1>, client: 192.0.2.7, server: , request: \"GET /lua HTTP/1.1\", host: \"x\"",
        event: &[("level", "error"), ("method", "GET"), ("path", "/lua")],
    },
    Sample {
        text: r#"2025/03/14 02:11:09 [error] 2411#0: *96 [kong] handler.lua:12 no upstream, client: 192.0.2.7, server: kong, request: "GET /k HTTP/1.1", host: "x", request_id: "5db4c2f0a1b2c3d4e5f60718293a4b5c""#,
        event: &[("level", "error"), ("path", "/k"), ("request_id", "5db4c2f0a1b2c3d4e5f60718293a4b5c")],
    },
    Sample {
        text: r#"2025/03/14 02:11:09 [debug] 7#0: *5 http cleanup add: 000055D3"#,
        event: &[("level", "debug"), ("message", "http cleanup add: 000055D3")],
    },
    Sample {
        text: "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
        event: &[("level", "fatal"), ("time", "null"), ("message", "bind() to 0.0.0.0:80 failed (98: Address already in use)")],
    },
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::access::tests::{check_mutated, check_samples, parse};

    #[test]
    fn every_sample_gives_its_event() {
        check_samples(&NginxError);
    }

    #[test]
    fn the_message_keeps_its_context_and_the_error_does_not() {
        let line = br#"2025/03/14 02:11:09 [error] 7#0: *5 broke, client: 192.0.2.7, server: x"#;
        let event = parse(&NginxError, line).expect("an error line");
        assert_eq!(
            event.message.as_deref(),
            Some("broke, client: 192.0.2.7, server: x")
        );
        assert_eq!(
            event.error.and_then(|e| e.message).as_deref(),
            Some("broke")
        );
    }

    #[test]
    fn a_quote_in_the_target_does_not_end_the_request() {
        let line = br#"2025/03/14 02:11:09 [error] 7#0: *5 no, client: ::1, request: "GET /?q="a b" HTTP/1.1", host: "x""#;
        let event = parse(&NginxError, line).expect("an error line");
        assert_eq!(event.path.as_deref(), Some("/?q=\"a b\""));
    }

    #[test]
    fn other_logs_with_slashes_in_the_date_are_not_nginx() {
        for line in [
            "2025/03/14 02:11:09 [ERROR] 7#0: x",
            "2025/03/14 02:11:09 main.go:12: [error] x",
            "2025/03/14 02:11:09 [error] failed: x",
            "2025-03-14 02:11:09 [error] 7#0: x",
        ] {
            assert_eq!(NginxError.fit(line.as_bytes()), Fit::No, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_change_of_a_sample_panics(sample: usize, cut: usize, at: usize, byte: u8) {
            check_mutated(&NginxError, sample, cut, at, byte);
        }
    }
}
