//! What tells of a request: method, target, status, trace ID.

use std::ops::Range;

use super::read::{trim, unset};

/// A response status: `500`, `"500 Internal Server Error"`, `HTTP/1.1 500`.
pub fn status(text: &str) -> Option<u16> {
    let text = trim(text);
    let text = match text.strip_prefix("HTTP/") {
        Some(rest) => rest.split_once(' ')?.1,
        None => text,
    };
    let digits = text.get(..3)?;
    let ends = match text.as_bytes().get(3) {
        None => true,
        Some(b'.') => text[4..].bytes().all(|b| b == b'0'),
        Some(b) => !b.is_ascii_alphanumeric(),
    };
    let code: u16 = if digits.bytes().all(|b| b.is_ascii_digit()) {
        digits.parse().ok()?
    } else {
        0
    };
    (ends && (100..1000).contains(&code)).then_some(code)
}

/// A response's status where it is called a code, which counts many other things: three digits of those that servers
/// answer with.
pub fn code(text: &str) -> Option<u16> {
    let text = trim(text);
    status(text).filter(|code| text.len() == 3 && (200..600).contains(code))
}

/// The methods of HTTP and WebDAV, and what caches add to them.
const METHODS: &[&str] = &[
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "PATCH",
    "CONNECT",
    "TRACE",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "PURGE",
    "BAN",
    "MKCALENDAR",
    "ACL",
    "BIND",
    "CHECKOUT",
    "MERGE",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "LINK",
    "UNLINK",
    "REBIND",
    "SOURCE",
    "QUERY",
    "PRI",
];

/// A request's method, in upper case; other words are no method (`getUser`, `list`).
pub fn method(text: &str) -> Option<&'static str> {
    method_of(trim(text).as_bytes())
}

/// The same of a text without blanks around it.
pub fn method_of(text: &[u8]) -> Option<&'static str> {
    match text {
        b"GET" => Some("GET"),
        b"POST" => Some("POST"),
        _ => METHODS
            .iter()
            .copied()
            .find(|method| method.as_bytes().eq_ignore_ascii_case(text)),
    }
}

/// What a request was for, taken from any of the ways to write it.
pub struct Target {
    pub method: Option<&'static str>,
    /// Where in the text the path is, query included.
    pub path: Range<usize>,
}

/// Reads `/x?q`, `https://host/x?q`, `GET /x?q HTTP/1.1`.
pub fn target(text: &str) -> Option<Target> {
    if text.starts_with('/') && trim(text).len() == text.len() {
        return Some(Target {
            method: None,
            path: 0..text.len(),
        });
    }
    let mut start = text.len() - text.trim_start().len();
    let mut end = text.trim_end().len();
    let mut verb = None;
    if !text[start..].starts_with('/') {
        let first = text[start..].find(' ').map(|at| start + at);
        if let Some(space) = first
            && let Some(known) = method(&text[start..space])
        {
            verb = Some(known);
            start = space + (text[space..].len() - text[space..].trim_start().len());
            if let Some(version) = text[start..].rfind(" HTTP/") {
                end = start + version;
            }
        }
    }
    let path = path(text.get(start..end)?)?;
    Some(Target {
        method: verb,
        path: start + path.start..start + path.end,
    })
}

/// The path of a URL or of what is one already.
fn path(text: &str) -> Option<Range<usize>> {
    if text.starts_with('/') || text == "*" {
        return Some(0..text.len());
    }
    let scheme = text.find("://").filter(|&at| {
        (1..12).contains(&at) && text.as_bytes()[..at].iter().all(u8::is_ascii_alphanumeric)
    })?;
    if text[..scheme].eq_ignore_ascii_case("file") || text.contains(' ') {
        return None;
    }
    let after = scheme + 3;
    let rest = &text[after..];
    match rest.find(['/', '?', '#']) {
        Some(at) if rest[at..].starts_with('/') => Some(after + at..text.len()),
        // A URL that ends with its host is of the root.
        _ => Some(scheme + 1..scheme + 2),
    }
}

/// The trace ID in what carries it: itself, `00-TRACE-SPAN-01`, `projects/P/traces/TRACE`, `Root=TRACE;Parent=..`,
/// `TRACE/SPAN;o=1`, `TRACE:SPAN:0:1`, `TRACE-SPAN-1`. A trace ID of zeroes only is none.
pub fn trace_id(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    let id = text.get(start..end)?;
    let (from, id) = if let Some(at) = id.find("Root=") {
        (at + 5, &id[at + 5..])
    } else if id.starts_with("projects/") {
        let at = id.find("/traces/")? + 8;
        (at, &id[at..])
    } else if id.len() >= 55 && id.as_bytes()[2] == b'-' && id.is_char_boundary(3) {
        (3, id.get(3..35)?)
    } else {
        (0, id)
    };
    let mut len = id.find([';', '/', ':', ' ', ',']).unwrap_or(id.len());
    // B3's single header: 32 (or 16) hex digits before a dash. A UUID has its first dash after 8.
    if let Some(dash) = id[..len].find('-')
        && matches!(dash, 16 | 32)
    {
        len = dash;
    }
    let id = &id[..len];
    if id.bytes().all(|b| b == b'0') || unset(id) {
        return None;
    }
    Some(start + from..start + from + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_out_of_urls_and_request_lines() {
        for (text, verb, expected) in [
            ("/a/b?c=d", None, "/a/b?c=d"),
            ("https://shop.example:8443/a?b", None, "/a?b"),
            ("http://shop.example", None, "/"),
            ("http://shop.example?x=/y", None, "/"),
            ("GET /x?y HTTP/1.1", Some("GET"), "/x?y"),
            ("post /x", Some("POST"), "/x"),
            ("OPTIONS * HTTP/1.0", Some("OPTIONS"), "*"),
            ("GET https://h.example/p HTTP/2.0", Some("GET"), "/p"),
            (" /x ", None, "/x"),
            ("GET /a file HTTP/1.1", Some("GET"), "/a file"),
        ] {
            let target = target(text).expect(text);
            assert_eq!(
                (target.method, &text[target.path]),
                (verb, expected),
                "{text}"
            );
        }
        for text in [
            "",
            "orders.show",
            "src/main.rs",
            "file:///etc/x",
            "GET",
            "see http://a.example/b",
            "://",
            "é/",
        ] {
            assert!(target(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_trace_id_is_taken_out_of_what_carries_it() {
        for (text, expected) in [
            (
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "4bf92f3577b34da6a3ce929d0e0e4736",
            ),
            (
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "4bf92f3577b34da6a3ce929d0e0e4736",
            ),
            (
                "projects/p/traces/06796866738c859f2f19b7cfb3214824",
                "06796866738c859f2f19b7cfb3214824",
            ),
            (
                "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1",
                "1-67891233-abcdef012345678912345678",
            ),
            (
                "105445aa7843bc8bf206b12000100000/1;o=1",
                "105445aa7843bc8bf206b12000100000",
            ),
            ("3e2d:1f:0:1", "3e2d"),
            (
                "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1",
                "80f198ee56343ba864fe8b2a57d3eff7",
            ),
            (
                "550e8400-e29b-41d4-a716-446655440000",
                "550e8400-e29b-41d4-a716-446655440000",
            ),
        ] {
            assert_eq!(trace_id(text).map(|range| &text[range]), Some(expected));
        }
        for text in [
            "",
            "-",
            "0",
            "00000000000000000000000000000000",
            "projects/p",
            ";",
        ] {
            assert_eq!(trace_id(text), None, "{text}");
        }
    }

    #[test]
    fn a_status_is_three_digits_and_may_have_a_reason() {
        for (text, expected) in [
            ("500", Some(500)),
            ("404 Not Found", Some(404)),
            ("HTTP/1.1 503 Service Unavailable", Some(503)),
            ("200.0", Some(200)),
            ("0", None),
            ("5000", None),
            ("50é", None),
            ("info", None),
            ("200ms", None),
        ] {
            assert_eq!(status(text), expected, "{text}");
        }
    }

    #[test]
    fn only_methods_are_methods() {
        assert_eq!(method("get"), Some("GET"));
        assert_eq!(method(" PROPFIND "), Some("PROPFIND"));
        assert_eq!(method("getUser"), None);
        assert_eq!(method("list"), None);
    }
}
