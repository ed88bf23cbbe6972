//! Docker's json-file log driver: each write of a container as a JSON object on a line of its own,
//! `{"log":"text\n","stream":"stderr","time":"2025-03-14T02:11:09.123456789Z"}`.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::json::scan::{Cursor, Raw};
use super::{Fit, Inner, Sample, Wrapper};

pub struct Docker;

/// Docker splits what a container writes at 16 KiB; escaped, that may become six times as much.
const LONGEST: usize = 128 << 10;

impl Wrapper for Docker {
    fn name(&self) -> &'static str {
        "docker"
    }

    fn about(&self) -> &'static str {
        "Docker's json-file driver: {\"log\":..,\"stream\":..,\"time\":..} around each line of a container"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match line.len() <= LONGEST && self.unwrap(line).is_some() {
            true => Fit::Strong,
            false => Fit::No,
        }
    }

    fn unwrap<'l>(&self, line: &'l [u8]) -> Option<Inner<'l>> {
        let mut cursor = Cursor::new(line);
        if !cursor.take(b'{') {
            return None;
        }
        let (mut log, mut stream, mut time) = (None, None, None);
        loop {
            match cursor.blanks()? {
                b'}' => break,
                b',' => cursor.step(),
                b'"' => {
                    let key = cursor.string();
                    let place = match key.bytes {
                        b"log" => &mut log,
                        b"stream" => &mut stream,
                        b"time" => &mut time,
                        b"attrs" if cursor.take(b':') && cursor.skip_value() => continue,
                        // Somebody else's object, which happens to have a log.
                        _ => return None,
                    };
                    if !cursor.take(b':') || cursor.blanks() != Some(b'"') {
                        return None;
                    }
                    *place = Some(cursor.string());
                }
                _ => return None,
            }
        }
        let (log, stream, time) = (log?, stream?, time?);
        if !matches!(stream.bytes, b"stdout" | b"stderr") {
            return None;
        }
        let (text, ended) = text_of(log);
        Some(Inner {
            text,
            stream: Some(xxh3_64(stream.bytes)),
            partial: !ended,
            stamp: time.bytes,
            ..Inner::default()
        })
    }

    fn line_is_entry(&self) -> bool {
        false
    }

    fn samples(&self) -> &'static [Sample] {
        SAMPLES
    }
}

/// What was written, without the line break at its end, and whether there was one.
fn text_of(log: Raw<'_>) -> (Cow<'_, [u8]>, bool) {
    // Most lines have no other escape than the line break, and can be borrowed.
    if let Some(plain) = log.bytes.strip_suffix(b"\\n")
        && memchr::memchr(b'\\', plain).is_none()
    {
        return (Cow::Borrowed(plain), true);
    }
    let mut text = match log.text() {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    };
    let ended = text.last() == Some(&b'\n');
    if ended {
        let text = text.to_mut();
        text.pop();
        if text.last() == Some(&b'\r') {
            text.pop();
        }
    }
    (text, ended)
}

const SAMPLES: &[Sample] = &[
    Sample {
        text: r#"{"log":"{\"level\":\"error\",\"msg\":\"no route to ledger\"}\n","stream":"stderr","time":"2025-03-14T02:11:09.123456789Z"}"#,
        event: &[
            ("level", "error"),
            ("message", "no route to ledger"),
            ("time", "2025-03-14T02:11:09.123456789Z"),
        ],
    },
    Sample {
        text: r#"{ "stream": "stdout", "attrs": {"com.example.tier": "web"}, "time": "2025-03-14T02:11:09Z", "log": "{\"lvl\":\"warn\",\"msg\":\"slow\"}\n" }"#,
        event: &[
            ("level", "warn"),
            ("message", "slow"),
            ("time", "2025-03-14T02:11:09Z"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_out_of_any_order_of_keys() {
        for line in [
            r#"{"log":"café \"x\"\n","stream":"stderr","time":"2025-03-14T02:11:09Z"}"#,
            r#"{"time": "2025-03-14T02:11:09Z", "log": "caf\u00e9 \u0022x\u0022\r\n", "attrs":{"a":{"b":"}"}}, "stream": "stderr"}"#,
        ] {
            let inner = Docker.unwrap(line.as_bytes()).expect(line);
            assert_eq!(inner.text, "café \"x\"".as_bytes());
            assert_eq!(inner.stamp, b"2025-03-14T02:11:09Z");
            assert!(!inner.partial);
        }
    }

    #[test]
    fn a_write_without_a_line_break_goes_on_in_the_next() {
        let line = br#"{"log":"first half, ","stream":"stdout","time":"2025-03-14T02:11:09Z"}"#;
        let inner = Docker.unwrap(line).expect("it is wrapped");
        assert!(inner.partial);
        assert_eq!(&*inner.text, b"first half, ");
    }

    #[test]
    fn an_escaped_backslash_before_an_n_is_no_line_break() {
        let line = br#"{"log":"C:\\n","stream":"stdout","time":"2025-03-14T02:11:09Z"}"#;
        let inner = Docker.unwrap(line).expect("it is wrapped");
        assert_eq!((&*inner.text, inner.partial), (&b"C:\\n"[..], true));
    }

    #[test]
    fn the_streams_of_a_container_are_told_apart() {
        let stream = |name: &str| {
            let line =
                format!(r#"{{"log":"x\n","stream":"{name}","time":"2025-03-14T02:11:09Z"}}"#);
            Docker.unwrap(line.as_bytes())?.stream
        };
        assert_ne!(stream("stdout"), stream("stderr"));
        assert_eq!(stream("stdout"), stream("stdout"));
        assert_eq!(stream("stdin"), None);
    }

    #[test]
    fn other_objects_are_not_unwrapped() {
        for line in [
            r#"{"log":"x\n","stream":"stdout","time":"2025-03-14T02:11:09Z","kubernetes":{}}"#,
            r#"{"log":"x\n","stream":"stdout"}"#,
            r#"{"log":{},"stream":"stdout","time":""}"#,
            r#"{"level":"info","msg":"x"}"#,
            r#"{"log":"x"#,
            "{}",
            "",
        ] {
            assert_eq!(Docker.fit(line.as_bytes()), Fit::No, "{line}");
        }
    }
}
