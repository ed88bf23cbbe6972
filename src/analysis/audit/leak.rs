//! What a logged response body gives away: an SQL text, a stack trace, a secret.
//!
//! Only failing entries are searched, and of those only the values of keys that hold a response's body. What was
//! found is told by its kind; the secret itself is never kept.

use std::sync::LazyLock;

use memchr::memmem;
use regex::{Regex, RegexSet};
use serde_json::Value;

/// What a body gives away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leaks {
    pub sql: bool,
    pub stack: bool,
    pub secret: bool,
}

impl Leaks {
    pub const NONE: Leaks = Leaks {
        sql: false,
        stack: false,
        secret: false,
    };

    fn with(self, other: Leaks) -> Leaks {
        Leaks {
            sql: self.sql || other.sql,
            stack: self.stack || other.stack,
            secret: self.secret || other.secret,
        }
    }
}

/// Keys that hold a response's body, without case, `_`, `-` and `.`. `body` and `data` alone may be a request's or
/// the message itself, and count only within a response.
const BODIES: &[&str] = &[
    "responsebody",
    "resbody",
    "respbody",
    "responsedata",
    "responsetext",
    "responsecontent",
    "responsepayload",
    "httpresponsebody",
    "httpresponsebodycontent",
    "responsebodycontent",
    "bodyout",
    "outputbody",
];
const RESPONSES: &[&str] = &["response", "res", "resp", "httpresponse", "reply"];
const PARTS: &[&str] = &[
    "body", "data", "payload", "content", "text", "error", "message", "entity",
];

/// How deep a value is searched, and how often a text is unpacked that is JSON itself.
const DEEPEST: usize = 12;

/// The longest entry that is searched; a body beyond it is cut.
const LONGEST: usize = 256 << 10;

/// What the response bodies in an entry give away.
pub fn leaks(raw: &[u8]) -> Leaks {
    let raw = &raw[..raw.len().min(LONGEST)];
    if !names_a_body(raw) {
        return Leaks::NONE;
    }
    let text = String::from_utf8_lossy(raw);
    let text = text.trim();
    let value = |from| serde_json::from_str::<Value>(&text[from..]).ok();
    let found = text
        .find('{')
        .filter(|_| text.ends_with('}'))
        .and_then(value);
    let in_json = found.map_or(Leaks::NONE, |value| in_value(&value, false, 0));
    match text.starts_with('{') {
        true => in_json,
        false => in_json.with(in_text(text)),
    }
}

/// A quick look before an entry is taken apart.
fn names_a_body(raw: &[u8]) -> bool {
    static NAMES: LazyLock<[memmem::Finder<'static>; 4]> =
        LazyLock::new(|| ["body", "Body", "esponse", "\"res"].map(memmem::Finder::new));
    NAMES.iter().any(|name| name.find(raw).is_some())
}

fn in_value(value: &Value, within: bool, depth: usize) -> Leaks {
    if depth > DEEPEST {
        return Leaks::NONE;
    }
    match value {
        Value::Object(fields) => fields.iter().fold(Leaks::NONE, |leaks, (key, value)| {
            let key = plain(key);
            let is_body = BODIES.contains(&key.as_str())
                || RESPONSES.contains(&key.as_str()) && !value.is_object()
                || within && PARTS.contains(&key.as_str());
            leaks.with(if is_body {
                in_body(value, depth)
            } else {
                in_value(value, RESPONSES.contains(&key.as_str()), depth + 1)
            })
        }),
        Value::Array(items) => items.iter().fold(Leaks::NONE, |leaks, item| {
            leaks.with(in_value(item, within, depth + 1))
        }),
        // Container runtimes and some loggers put an entry of JSON into a text.
        Value::String(text) if text.trim_start().starts_with('{') => {
            match serde_json::from_str(text.trim()) {
                Ok(value) => in_value(&value, within, depth + 4),
                Err(_) => in_text(text),
            }
        }
        Value::String(text) => in_text(text),
        _ => Leaks::NONE,
    }
}

/// A body: every text in it counts, and a key like `password` with the value beside it.
fn in_body(value: &Value, depth: usize) -> Leaks {
    if depth > DEEPEST {
        return Leaks::NONE;
    }
    match value {
        Value::String(text) => match text.trim_start().starts_with(['{', '[']) {
            true => match serde_json::from_str(text.trim()) {
                Ok(value) => in_body(&value, depth + 4),
                Err(_) => told_by(text),
            },
            false => told_by(text),
        },
        Value::Array(items) => {
            // A trace is often an array of its lines.
            let lines: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            let whole = told_by(&lines.join("\n"));
            items
                .iter()
                .fold(whole, |leaks, item| leaks.with(in_body(item, depth + 1)))
        }
        Value::Object(fields) => fields.iter().fold(Leaks::NONE, |leaks, (key, value)| {
            let secret = match value {
                Value::String(text) => told_by(&format!("{}={text}", plain(key))).secret,
                _ => false,
            };
            let leaks = leaks.with(in_body(value, depth + 1));
            Leaks {
                secret: leaks.secret || secret,
                ..leaks
            }
        }),
        _ => Leaks::NONE,
    }
}

/// Text that is no JSON: what follows `response body:`, `responseBody=` and the like, to the end of the entry.
fn in_text(text: &str) -> Leaks {
    static BODY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)\b(?:response|resp|res|reply)(?:[ ._-]?(?:body|data|text|content|payload))?["']?\s*(?:[=:]|:=|was|is)\s*"#).ok()
    });
    let Some(found) = BODY.as_ref().and_then(|body| body.find(text)) else {
        return Leaks::NONE;
    };
    let body = &text[found.end()..];
    // The entry's own trace follows on lines of its own; a body that is quoted or in braces ends where those do.
    let body = body.lines().next().unwrap_or_default();
    let unescaped = body
        .replace("\\n", "\n")
        .replace("\\\"", "\"")
        .replace("\\t", "\t");
    told_by(&unescaped)
}

/// What a text of a body gives away.
fn told_by(text: &str) -> Leaks {
    static SIGNS: LazyLock<Option<RegexSet>> =
        LazyLock::new(|| RegexSet::new(SIGN.iter().map(|(_, sign)| *sign)).ok());
    let Some(signs) = SIGNS.as_ref() else {
        return Leaks::NONE;
    };
    signs
        .matches(text)
        .into_iter()
        .fold(Leaks::NONE, |leaks, at| {
            leaks.with(match SIGN[at].0 {
                Sign::Sql => Leaks {
                    sql: true,
                    ..Leaks::NONE
                },
                Sign::Stack => Leaks {
                    stack: true,
                    ..Leaks::NONE
                },
                Sign::Secret => Leaks {
                    secret: true,
                    ..Leaks::NONE
                },
            })
        })
}

#[derive(Clone, Copy)]
enum Sign {
    Sql,
    Stack,
    Secret,
}

/// Values that only stand for a secret: masked, empty, a name in brackets.
const SIGN: &[(Sign, &str)] = &[
    (Sign::Sql, r"\bSELECT\s[^;]{1,400}\sFROM\s+[\w.`\x22\[]+"),
    (Sign::Sql, r"\bINSERT\s+INTO\s+[\w.`\x22\[\]]+\s*\("),
    (
        Sign::Sql,
        r"\bUPDATE\s+[\w.`\x22\[\]]+\s+SET\s+[\w.`\x22\[\]]+\s*=",
    ),
    (Sign::Sql, r"\bDELETE\s+FROM\s+[\w.`\x22\[\]]+"),
    (
        Sign::Sql,
        r"(?i)\bselect\s[^;]{1,400}\sfrom\s+[\w.`\x22\[\]]+(?:\s+(?:as\s+)?\w+)?\s+(?:where|join|inner|left|limit|order\s+by|group\s+by)\s",
    ),
    (
        Sign::Sql,
        r"(?i)\binsert\s+into\s+[\w.`\x22]+\s*\([^)]*\)\s*values|\bupdate\s+[\w.`\x22]+\s+set\s+[\w.`\x22]+\s*=\s*(?:\?|\$\d|'|:\w)",
    ),
    (
        Sign::Sql,
        r"SQLSTATE\[|\bORA-\d{5}\b|You have an error in your SQL syntax|syntax error at or near",
    ),
    // A frame of each language.
    (
        Sign::Stack,
        r"(?m)(?:^|[\s\x22'>])at [\w.$<>\[\]/ ]+\((?:[^()\s]+\.\w+|native|Native Method|Unknown Source)(?::\d+){0,2}\)",
    ),
    (
        Sign::Stack,
        r"(?m)(?:^|[\s\x22'>])at (?:async )?(?:file://)?/[^\s()]+\.[cm]?[jt]sx?:\d+:\d+",
    ),
    (
        Sign::Stack,
        r"Traceback \(most recent call last\)|File \x22[^\x22]+\.py\x22, line \d+",
    ),
    (Sign::Stack, r"(?m)^\s*(?:from )?/?[\w./-]+\.rb:\d+:in [`']"),
    (Sign::Stack, r"(?m)#\d+ /?[\w./-]+\.php\(\d+\): "),
    (Sign::Stack, r"goroutine \d+ \[\w+"),
    (
        Sign::Stack,
        r"(?m)\s+at [\w.`<>\[\]]+\([^)]*\) in [^\s]+:line \d+",
    ),
    (Sign::Secret, r"(?i)\bbearer\s+[a-z0-9._~+/-]{16,}"),
    (Sign::Secret, r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    (Sign::Secret, r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    (
        Sign::Secret,
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@\x22']{1,64}:[^\s/@\x22'*<>{}\[\]]{1,128}@[\w.-]+",
    ),
    (Sign::Secret, r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    (
        Sign::Secret,
        r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,}|AIza[\w-]{35})\b",
    ),
    (
        Sign::Secret,
        r#"(?i)(?:\b|_)(?:password|passwd|pwd|secret|client_?secret|api_?key|access_?key|secret_?key|private_?key|access_?token|auth_?token|refresh_?token)["']?\s*[=:]\s*["']?[^\s"'*<>\[\]{}(),;&xX]{1}[^\s"'*<>\[\]{}(),;&]{5,}"#,
    ),
];

fn plain(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | '.' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQL: Leaks = Leaks {
        sql: true,
        ..Leaks::NONE
    };
    const STACK: Leaks = Leaks {
        stack: true,
        ..Leaks::NONE
    };
    const SECRET: Leaks = Leaks {
        secret: true,
        ..Leaks::NONE
    };

    #[test]
    fn every_sign_is_a_regular_expression() {
        assert!(RegexSet::new(SIGN.iter().map(|(_, sign)| *sign)).is_ok());
    }

    #[test]
    fn what_a_body_gives_away_is_told_whatever_its_key_and_layout() {
        for (raw, leak) in [
            (
                r#"{"level":"error","res":{"statusCode":500,"body":"{\"error\":\"SELECT * FROM users WHERE id = $1\"}"}}"#,
                SQL,
            ),
            (
                r#"{"responseBody":{"message":"insert into orders (id, total) values (?, ?)"},"status":500}"#,
                SQL,
            ),
            (
                r#"{"msg":"failed","response":"{\"stack\":\"TypeError: x\\n    at f (/srv/app/a.js:1:2)\"}"}"#,
                STACK,
            ),
            (
                r#"{"response_body":{"trace":["TypeError: x","    at f (/srv/app/a.js:1:2)"]}}"#,
                STACK,
            ),
            (
                r#"{"log":"{\"level\":\"error\",\"res.body\":\"Traceback (most recent call last):\"}\n","stream":"stderr"}"#,
                STACK,
            ),
            (r#"{"responseBody":{"password":"hunter2secret"}}"#, SECRET),
            (
                r#"{"res":{"body":{"detail":"postgres://shop:pa55w0rd@db:5432/shop refused"}}}"#,
                SECRET,
            ),
            (
                r#"2025-03-14 02:11:09 ERROR response body: {"error":"Bearer abcdefghijklmnop1234"}"#,
                SECRET,
            ),
            (
                "level=error responseBody=\"at com.acme.Shop.order(Shop.java:42)\" status=500",
                STACK,
            ),
            (r#"{"res":{"body":"key AKIAIOSFODNN7EXAMPLE"}}"#, SECRET),
        ] {
            assert_eq!(leaks(raw.as_bytes()), leak, "{raw}");
        }
    }

    #[test]
    fn what_stands_elsewhere_or_is_masked_is_no_leak() {
        for raw in [
            r#"{"level":"error","err":{"stack":"TypeError: x\n    at f (/srv/app/a.js:1:2)"},"res":{"statusCode":500}}"#,
            r#"{"body":"SELECT * FROM users WHERE id = 1","responseTime":12}"#,
            r#"{"req":{"body":{"password":"hunter2secret"}},"res":{"statusCode":500,"body":"{\"error\":\"Internal Server Error\"}"}}"#,
            r#"{"responseBody":{"password":"********","token":"[REDACTED]","secret":null}}"#,
            r#"{"responseBody":"Please select a date from the calendar"}"#,
            r#"{"responseBody":"meet at noon (main hall)"}"#,
            r#"{"responseBody":"see https://example.com:8080/a@b"}"#,
            r#"{"responseBody":{"errors":["password is too short","password: must not be blank"]}}"#,
            "2025-03-14 02:11:09 ERROR no response from payment\njava.io.IOException: gone\n\tat com.acme.Db.read(Db.java:7)",
            "ERROR response is empty\njava.io.IOException: gone\n\tat com.acme.Db.read(Db.java:7)",
        ] {
            assert_eq!(leaks(raw.as_bytes()), Leaks::NONE, "{raw}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_no_trouble() {
        let mut deep = "{\"response\":".repeat(5000).into_bytes();
        deep.extend([0xff, 0xfe]);
        assert_eq!(leaks(&deep), Leaks::NONE);
    }
}
