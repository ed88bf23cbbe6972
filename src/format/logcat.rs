//! Android's logcat, `-v threadtime` and with years, zones or users: each line of a message has the head again, so that
//! a stack trace is told by what stands behind it.
//!
//! ```text
//! 03-14 02:11:09.123  4711  4730 E AndroidRuntime: FATAL EXCEPTION: main
//! 03-14 02:11:09.123  4711  4730 E AndroidRuntime: java.lang.IllegalStateException: no
//! ```

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::plain::lex;
use super::{Fit, Inner, Sample, Wrapper};
use crate::time;

pub struct Logcat;

/// How much of a line can be its head.
const HEAD_WITHIN: usize = 160;

struct Head<'l> {
    stamp: &'l [u8],
    process: &'l [u8],
    thread: &'l [u8],
    letter: u8,
    tag: &'l [u8],
    text: &'l [u8],
}

fn head(line: &[u8]) -> Option<Head<'_>> {
    if !line.first()?.is_ascii_digit() {
        return None;
    }
    let text = &line[..line.len().min(HEAD_WITHIN)];
    let (stamp, len) = time::scan(text)?;
    stamp.date?;
    let (process, at) = number(text, len)?;
    let (mut thread, mut at) = number(text, at)?;
    let mut process = process;
    // `-v uid` puts the user before both.
    if let Some((third, after)) = number(text, at) {
        (process, thread, at) = (thread, third, after);
    }
    let start = lex::blanks(text, at);
    let [
        letter @ (b'V' | b'D' | b'I' | b'W' | b'E' | b'F' | b'A'),
        b' ',
        ..,
    ] = text[start..]
    else {
        return None;
    };
    let tag_start = start + 2;
    let colon = memchr::memchr(b':', &text[tag_start..])?;
    let tag = text[tag_start..tag_start + colon].trim_ascii();
    let behind = &line[tag_start + colon + 1..];
    Some(Head {
        stamp: &text[..len],
        process,
        thread,
        letter,
        tag,
        text: behind.strip_prefix(b" ").unwrap_or(behind),
    })
}

/// A number behind the blanks at `at`, and where it ends.
fn number(text: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let start = lex::blanks(text, at);
    let digits = lex::digits(&text[start..]);
    let end = start + digits;
    let whole = start > at && digits > 0 && text.get(end) == Some(&b' ');
    whole.then(|| (&text[start..end], end))
}

/// The severity that syslog has for a letter.
fn severity(letter: u8) -> u8 {
    match letter {
        b'F' | b'A' => 2,
        b'E' => 3,
        b'W' => 4,
        b'I' => 6,
        _ => 7,
    }
}

impl Wrapper for Logcat {
    fn name(&self) -> &'static str {
        "logcat"
    }

    fn about(&self) -> &'static str {
        "Android's logcat, threadtime: time, process, thread, level and tag before each line"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match head(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn unwrap<'l>(&self, line: &'l [u8]) -> Option<Inner<'l>> {
        let head = head(line)?;
        let mut hasher = FxHasher::default();
        (head.process, head.thread, head.letter, head.tag).hash(&mut hasher);
        Some(Inner {
            text: Cow::Borrowed(head.text),
            stream: Some(hasher.finish()),
            stamp: head.stamp,
            severity: Some(severity(head.letter)),
            service: head.tag,
            ..Inner::default()
        })
    }

    fn line_is_entry(&self) -> bool {
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "03-14 02:11:09.123  4711  4730 E ActivityManager: ANR in com.acme",
                event: &[
                    ("time", "2025-03-14T02:11:09.123Z"),
                    ("level", "error"),
                    ("service", "ActivityManager"),
                    ("message", "ANR in com.acme"),
                ],
            },
            Sample {
                text: "2025-03-14 02:11:09.123  1000  4711  4730 F libc    : Fatal signal 11",
                event: &[
                    ("level", "fatal"),
                    ("service", "libc"),
                    ("message", "Fatal signal 11"),
                ],
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_keeps_its_indentation() {
        let line = b"03-14 02:11:09.123  4711  4730 E AndroidRuntime: \tat a.B.c(B.java:1)";
        let inner = Logcat.unwrap(line).expect("it is wrapped");
        assert_eq!(&*inner.text, b"\tat a.B.c(B.java:1)");
    }

    #[test]
    fn other_heads_of_a_stamp_and_numbers_are_not_taken() {
        for line in [
            "2025-03-14 02:11:09.123 4711 4730 ERROR shop: no",
            "2025-03-14 02:11:09.123 4711 E shop: no",
            "02:11:09.123 4711 4730 E shop: no",
            "2025-03-14 02:11:09.123 4711 4730 E no colon",
        ] {
            assert!(Logcat.unwrap(line.as_bytes()).is_none(), "{line}");
        }
    }
}
