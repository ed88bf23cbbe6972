//! The log files of Kubernetes' container runtimes (containerd, CRI-O, podman):
//! `2025-03-14T02:11:09.123456789Z stderr F text`, where `P` marks a part of a line that goes on.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::{Fit, Inner, Sample, Wrapper};

pub struct Cri;

/// The longest stamp: nanoseconds and an offset.
const LONGEST_STAMP: usize = 35;

impl Wrapper for Cri {
    fn name(&self) -> &'static str {
        "cri"
    }

    fn about(&self) -> &'static str {
        "Kubernetes container logs: time, stdout or stderr and F or P before each line"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match self.unwrap(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn unwrap<'l>(&self, line: &'l [u8]) -> Option<Inner<'l>> {
        let (stamp, rest) = word(line, LONGEST_STAMP)?;
        if !is_stamp(stamp) {
            return None;
        }
        let (stream, rest) = word(rest, 6)?;
        if !matches!(stream, b"stdout" | b"stderr") {
            return None;
        }
        // Tags may follow the first, behind colons. An empty line may end with its tag.
        let (tags, text) = word(rest, 64).unwrap_or((rest, b""));
        let partial = match tags {
            [b'F'] | [b'F', b':', ..] => false,
            [b'P'] | [b'P', b':', ..] => true,
            _ => return None,
        };
        Some(Inner {
            text: Cow::Borrowed(text),
            stream: Some(xxh3_64(stream)),
            partial,
            stamp,
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

/// The first `longest` bytes of `line` or less, up to a space, and what is behind it.
fn word(line: &[u8], longest: usize) -> Option<(&[u8], &[u8])> {
    let space = line.iter().take(longest + 1).position(|&b| b == b' ')?;
    Some((&line[..space], &line[space + 1..]))
}

/// Whether `word` is as long and as begun as RFC 3339 has it; whoever needs the time reads it.
fn is_stamp(word: &[u8]) -> bool {
    word.len() >= 20
        && word
            .iter()
            .zip(b"0000-00-00T00:00:00")
            .all(|(b, shape)| match shape {
                b'0' => b.is_ascii_digit(),
                _ => b == shape,
            })
}

const SAMPLES: &[Sample] = &[
    Sample {
        text: r#"2025-03-14T02:11:09.123456789Z stderr F {"level":"error","msg":"no route to ledger"}"#,
        event: &[
            ("level", "error"),
            ("message", "no route to ledger"),
            ("time", "2025-03-14T02:11:09.123456789Z"),
        ],
    },
    Sample {
        text: r#"2025-03-14T04:11:09.5+02:00 stdout F:x {"lvl":"warn","msg":"slow"}"#,
        event: &[
            ("level", "warn"),
            ("message", "slow"),
            ("time", "2025-03-14T02:11:09.500Z"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn unwrap(line: &str) -> Option<Inner<'_>> {
        Cri.unwrap(line.as_bytes())
    }

    #[test]
    fn the_text_keeps_its_indentation() {
        let inner =
            unwrap("2025-03-14T02:11:09.1Z stderr F     at a.b (c.js:1:2)").expect("it is wrapped");
        assert_eq!(&*inner.text, b"    at a.b (c.js:1:2)");
        assert_eq!(inner.stamp, b"2025-03-14T02:11:09.1Z");
    }

    #[test]
    fn a_part_goes_on_in_the_next_line_of_its_stream() {
        let part = unwrap("2025-03-14T02:11:09.1Z stdout P begun ").expect("it is wrapped");
        assert!(part.partial);
        let end = unwrap("2025-03-14T02:11:09.2Z stdout F and done").expect("it is wrapped");
        assert!(!end.partial);
        assert_eq!(part.stream, end.stream);
        let other = unwrap("2025-03-14T02:11:09.2Z stderr F x").expect("it is wrapped");
        assert_ne!(part.stream, other.stream);
    }

    #[test]
    fn an_empty_line_may_end_with_its_tag() {
        for line in [
            "2025-03-14T02:11:09.1Z stdout F",
            "2025-03-14T02:11:09.1Z stdout F ",
        ] {
            assert!(unwrap(line).expect(line).text.is_empty());
        }
    }

    #[test]
    fn lines_that_only_look_like_it_are_not_unwrapped() {
        for line in [
            "2025-03-14T02:11:09.1Z stdout X text",
            "2025-03-14T02:11:09.1Z INFO F text",
            "2025-03-14 02:11:09 stdout F text",
            "stdout F text",
            "2025-03-14T02:11:09.1Z stdout",
            "",
        ] {
            assert!(unwrap(line).is_none(), "{line}");
        }
    }
}
