//! What tools that show the output of several programs put before each line: the name of who wrote it, or when it
//! came by.
//!
//! ```text
//! web-1  | text                                            docker compose; foreman and overmind put the time before
//! [pod/shop-7d4b9c6f5b-x2x4z/shop] text                    kubectl logs --prefix
//! shop-7d4b9c6f5b-x2x4z shop text                          stern
//! 2025-03-14T02:11:09.123456+00:00 app[web.1]: text        Heroku
//!    2025-03-14T02:11:09.12+0000 [APP/PROC/WEB/0] OUT text  cf logs
//! 2025-03-14T02:11:09.123456789Z text                      docker logs -t, kubectl logs --timestamps, CI runners
//! ```
//!
//! Other programs' own lines look much like these, so a source is only taken for one of them as a whole.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::plain::{level, lex};
use super::{Fit, Format, Inner, Sample, Wrapper};
use crate::time;

/// Names longer than this are none.
const LONGEST_NAME: usize = 128;

/// One tool's prefix.
pub struct Prefix {
    name: &'static str,
    about: &'static str,
    unwrap: fn(&[u8]) -> Option<Inner<'_>>,
    /// Whether lines that all have the prefix are of this tool.
    is_tool: fn(&[&[u8]], &[&dyn Format]) -> bool,
    line_is_entry: bool,
    samples: &'static [Sample],
}

impl Wrapper for Prefix {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match self.unwrap(line) {
            Some(_) => Fit::Weak,
            None => Fit::No,
        }
    }

    fn unwrap<'l>(&self, line: &'l [u8]) -> Option<Inner<'l>> {
        (self.unwrap)(line)
    }

    /// All but a few lines have it: a name is no proof by itself.
    fn wraps(&self, lines: &[&[u8]], formats: &[&dyn Format]) -> bool {
        let wrapped = lines.iter().filter(|line| self.unwrap(line).is_some());
        let nearly_all = lines.len() > 1 && wrapped.count() * 20 >= lines.len() * 19;
        nearly_all && (self.is_tool)(lines, formats)
    }

    fn line_is_entry(&self) -> bool {
        self.line_is_entry
    }

    fn samples(&self) -> &'static [Sample] {
        self.samples
    }
}

/// What a program wrote, named.
fn named<'l>(name: &'l [u8], text: &'l [u8]) -> Inner<'l> {
    Inner {
        text: Cow::Borrowed(text),
        stream: Some(xxh3_64(name)),
        service: name,
        ..Inner::default()
    }
}

fn is_name(name: &[u8]) -> bool {
    name.len() <= LONGEST_NAME
        && name.first().is_some_and(u8::is_ascii_alphanumeric)
        && name.iter().any(u8::is_ascii_alphabetic)
        && name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

pub static COMPOSE: Prefix = Prefix {
    name: "compose",
    about: "docker compose, foreman, overmind: the service and a bar before each line",
    unwrap: behind_bar,
    is_tool: |_, _| true,
    line_is_entry: false,
    samples: &[Sample {
        text: "web-1  | 2025-03-14 02:11:08,123 INFO shop: start",
        event: &[
            ("level", "info"),
            ("service", "web-1"),
            ("message", "shop: start"),
        ],
    }],
};

fn behind_bar(line: &[u8]) -> Option<Inner<'_>> {
    let mut at = lex::blanks(line, 0);
    let mut stamp: &[u8] = b"";
    // foreman's `02:11:09 `
    if let Some((read, len)) = line.get(at..at + 9).and_then(time::scan) {
        if read.date.is_some() || len != 8 {
            return None;
        }
        stamp = &line[at..at + len];
        at = lex::blanks(line, at + len);
    }
    let rest = line.get(at..)?;
    let len = rest.iter().take(LONGEST_NAME + 1);
    let len = len.take_while(|b| !matches!(b, b' ' | b'|' | 0x1b)).count();
    let name = &rest[..len];
    if !is_name(name) || level::tag(name).is_some() {
        return None;
    }
    let bar = lex::blanks(line, at + len);
    if line.get(bar) != Some(&b'|') {
        return None;
    }
    // The colour of the prefix ends behind the bar; what the line itself begins with is the line's.
    let behind = line[bar + 1..]
        .strip_prefix(b"\x1b[0m")
        .unwrap_or(&line[bar + 1..]);
    let text = match behind {
        [b' ', text @ ..] => text,
        [] => behind,
        _ => return None,
    };
    Some(Inner {
        stamp,
        ..named(name, text)
    })
}

pub static KUBECTL: Prefix = Prefix {
    name: "kubectl",
    about: "kubectl logs --prefix: [pod/name/container] before each line",
    unwrap: behind_pod_in_brackets,
    is_tool: |_, _| true,
    line_is_entry: false,
    samples: &[Sample {
        text: "[pod/shop-7d4b9c6f5b-x2x4z/shop] 2025-03-14 02:11:08,123 INFO shop: start",
        event: &[
            ("level", "info"),
            ("service", "shop"),
            ("host", "shop-7d4b9c6f5b-x2x4z"),
        ],
    }],
};

fn behind_pod_in_brackets(line: &[u8]) -> Option<Inner<'_>> {
    let inside = line.strip_prefix(b"[pod/")?;
    let end = memchr::memchr(b']', &inside[..inside.len().min(2 * LONGEST_NAME)])?;
    let (pod, container) = split(&inside[..end], b'/')?;
    if !is_name(pod) || !is_name(container) {
        return None;
    }
    let text = &inside[end + 1..];
    let text = text.strip_prefix(b" ").unwrap_or(text);
    Some(Inner {
        stream: Some(xxh3_64(&inside[..end])),
        host: pod,
        ..named(container, text)
    })
}

pub static STERN: Prefix = Prefix {
    name: "stern",
    about: "stern: pod and container before each line",
    unwrap: behind_pod,
    is_tool: |_, _| true,
    line_is_entry: false,
    samples: &[Sample {
        text: "shop-7d4b9c6f5b-x2x4z shop 2025-03-14 02:11:08,123 INFO shop: start",
        event: &[
            ("level", "info"),
            ("service", "shop"),
            ("host", "shop-7d4b9c6f5b-x2x4z"),
        ],
    }],
};

fn behind_pod(line: &[u8]) -> Option<Inner<'_>> {
    // Each of the two has a colour of its own on a terminal.
    let at = lex::blanks(line, 0);
    let (pod, rest) = word(&line[at..])?;
    if !is_pod(pod) {
        return None;
    }
    let (container, text) = word(&rest[lex::blanks(rest, 0)..])?;
    if !is_name(container) {
        return None;
    }
    let text = text.strip_prefix(b"\x1b[0m").unwrap_or(text);
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let writers = &line[at..line.len() - text.len()];
    Some(Inner {
        stream: Some(xxh3_64(writers)),
        host: pod,
        ..named(container, text)
    })
}

pub static DYNO: Prefix = Prefix {
    name: "heroku",
    about: "Heroku: time, source and dyno before each line",
    unwrap: behind_dyno,
    is_tool: |_, _| true,
    line_is_entry: true,
    samples: &[Sample {
        text: "2025-03-14T02:11:09.123456+00:00 app[web.1]: failed to load order 7",
        event: &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("service", "web.1"),
            ("message", "failed to load order 7"),
        ],
    }],
};

fn behind_dyno(line: &[u8]) -> Option<Inner<'_>> {
    let (stamp, rest) = stamp(line)?;
    let end = memchr::memmem::find(&rest[..rest.len().min(LONGEST_NAME)], b"]:")?;
    let (source, dyno) = split(&rest[..end], b'[')?;
    // A number is a process, and this is syslog without a host.
    if !is_name(source) || !is_name(dyno) {
        return None;
    }
    let text = &rest[end + 2..];
    Some(Inner {
        stamp,
        ..named(dyno, text.strip_prefix(b" ").unwrap_or(text))
    })
}

pub static CLOUD_FOUNDRY: Prefix = Prefix {
    name: "cloudfoundry",
    about: "cf logs: time, source and stream before each line",
    unwrap: behind_source,
    is_tool: |_, _| true,
    line_is_entry: false,
    samples: &[Sample {
        text: "   2025-03-14T02:11:09.12+0000 [APP/PROC/WEB/0] OUT failed to load order 7",
        event: &[
            ("time", "2025-03-14T02:11:09.12Z"),
            ("service", "APP/PROC/WEB/0"),
            ("message", "failed to load order 7"),
        ],
    }],
};

fn behind_source(line: &[u8]) -> Option<Inner<'_>> {
    let line = &line[lex::blanks(line, 0)..];
    let (stamp, rest) = line.split_at(memchr::memchr(b' ', &line[..line.len().min(40)])?);
    let (read, len) = time::scan(stamp)?;
    if read.date.is_none() || len != stamp.len() {
        return None;
    }
    let inside = rest.strip_prefix(b" [")?;
    let (source, rest) = split(inside, b']')?;
    let named = source
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_'));
    let text = rest.strip_prefix(b" OUT").or(rest.strip_prefix(b" ERR"))?;
    let text = match text {
        [b' ', text @ ..] => text,
        [] => text,
        _ => return None,
    };
    (named && source.contains(&b'/')).then(|| Inner {
        stamp,
        ..self::named(source, text)
    })
}

pub static STAMPED: Prefix = Prefix {
    name: "stamped",
    about: "a time before each line of another program: docker logs -t, kubectl logs --timestamps, CI runners, multilog, CloudWatch",
    unwrap: behind_stamp,
    is_tool: relays_others,
    line_is_entry: false,
    samples: &[
        Sample {
            text: "2025-03-14T02:11:08.123456789Z 2025-03-14 02:11:07,123 WARN shop: slow",
            event: &[
                ("level", "warn"),
                ("message", "shop: slow"),
                ("time", "2025-03-14T02:11:07.123Z"),
            ],
        },
        Sample {
            text: "2025-03-14T02:11:08.1234567Z TypeError: no\n2025-03-14T02:11:08.1234567Z     at run (/srv/app.js:3:11)",
            event: &[
                ("time", "2025-03-14T02:11:08.1234567Z"),
                ("error.type", "TypeError"),
                ("error.message", "no"),
            ],
        },
    ],
};

fn behind_stamp(line: &[u8]) -> Option<Inner<'_>> {
    let (stamp, rest) = match line.first()? {
        b'[' => {
            let end = memchr::memchr(b']', &line[..line.len().min(40)])?;
            is_stamp(&line[1..end]).then_some((&line[1..end], &line[end + 1..]))?
        }
        b'@' => {
            let end = memchr::memchr(b' ', &line[..line.len().min(32)]).unwrap_or(line.len());
            let tai = end == 25 && line[1..end].iter().all(u8::is_ascii_hexdigit);
            tai.then_some((&line[..end], &line[end..]))?
        }
        _ => stamp(line).map(|(stamp, _)| (stamp, &line[stamp.len()..]))?,
    };
    let text = rest.strip_prefix(b" ").unwrap_or(rest);
    Some(Inner {
        text: Cow::Borrowed(behind_stream(text)),
        stream: Some(0),
        stamp,
        ..Inner::default()
    })
}

/// Programs that put a time before their own lines don't put it before each line of a trace, nor before the times of
/// other lines.
fn relays_others(lines: &[&[u8]], formats: &[&dyn Format]) -> bool {
    let Some((generic, narrow)) = formats.split_last() else {
        return false;
    };
    let (mut frames, mut headed, mut objects) = (0, 0, 0);
    for line in lines {
        let Some(inner) = behind_stamp(line) else {
            continue;
        };
        let strong = |format: &&dyn Format, line: &[u8]| format.fit(line) == Fit::Strong;
        if inner.text.first().is_some_and(u8::is_ascii_whitespace) {
            let text = String::from_utf8_lossy(&inner.text[..inner.text.len().min(512)]);
            frames += usize::from(crate::trace::frame(&text).is_some());
        } else if inner.text.first() == Some(&b'{') {
            objects += 1;
        } else if matches!(inner.text.first(), Some(b'0'..=b'9' | b'['))
            && strong(generic, &inner.text)
            && !narrow.iter().any(|format| strong(format, line))
        {
            headed += 1;
        }
    }
    frames > 0 || headed > 1 && headed * 10 > lines.len() || objects * 2 > lines.len()
}

/// A time as RFC 3339 has it and a blank before `line`'s own text.
fn stamp(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b' ', &line[..line.len().min(40)]).unwrap_or(line.len().min(40));
    let rest = line.get(end + 1..).unwrap_or_default();
    is_stamp(&line[..end]).then_some((&line[..end], rest))
}

/// Whether `word` is a time to the second or finer, with its zone. svlogd writes `_` for the `T` and has no zone.
fn is_stamp(word: &[u8]) -> bool {
    let shape = |shape: &[u8]| {
        word.len() > shape.len()
            && word.iter().zip(shape).all(|(b, shape)| match shape {
                b'0' => b.is_ascii_digit(),
                _ => b == shape,
            })
    };
    shape(b"0000-00-00_00:00:00.00000")
        || shape(b"0000-00-00T00:00:00")
            && (word.ends_with(b"Z") || matches!(word[word.len() - 6..], [b'+' | b'-', ..]))
}

/// What stands behind the name of a CloudWatch stream, which ends with the task's or instance's number.
fn behind_stream(text: &[u8]) -> &[u8] {
    let Some((name, rest)) = word(text) else {
        return text;
    };
    let last = name
        .rsplit(|b| matches!(b, b'/' | b']'))
        .next()
        .unwrap_or_default();
    let is_stream =
        last.len() < name.len() && last.len() >= 16 && last.iter().all(u8::is_ascii_hexdigit);
    if is_stream {
        rest.strip_prefix(b" ").unwrap_or(rest)
    } else {
        text
    }
}

/// The word that `text` begins with, up to a blank or a colour code, and the rest from there on.
fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().take(LONGEST_NAME + 1);
    let end = end.take_while(|b| !matches!(b, b' ' | 0x1b)).count();
    (end <= LONGEST_NAME).then(|| text.split_at(end))
}

fn split(text: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let place = memchr::memchr(at, text)?;
    Some((&text[..place], &text[place + 1..]))
}

/// Whether `name` is that of a deployment's pod: Kubernetes gives it the replica set's hash and five characters of its
/// own, of an alphabet without vowels and what looks like them.
fn is_pod(name: &[u8]) -> bool {
    let random = |part: &[u8]| {
        part.iter()
            .all(|b| b"bcdfghjklmnpqrstvwxz2456789".contains(b))
    };
    let mut parts = name.rsplit(|&b| b == b'-');
    let own = parts.next().unwrap_or_default();
    let set = parts.next().unwrap_or_default();
    own.len() == 5 && random(own) && (6..=10).contains(&set.len()) && random(set) && is_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::FORMATS;

    fn wraps(wrapper: &dyn Wrapper, lines: &[&str]) -> bool {
        let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
        wrapper.wraps(&lines, FORMATS)
    }

    #[test]
    fn the_text_keeps_its_indentation() {
        let wrapped: [(&dyn Wrapper, &str); 8] = [
            (
                &CLOUD_FOUNDRY,
                "   2025-03-14T02:11:09.12+0000 [APP/PROC/WEB/0] OUT ",
            ),
            (&COMPOSE, "web-1  | "),
            (&COMPOSE, "\x1b[36mweb_1  |\x1b[0m "),
            (&COMPOSE, "02:11:08 web.1   | "),
            (&KUBECTL, "[pod/shop-0/shop] "),
            (&STERN, "shop-7d4b9c6f5b-x2x4z shop "),
            (&DYNO, "2025-03-14T02:11:08.123456+00:00 app[web.1]: "),
            (&STAMPED, "2025-03-14T02:11:08.123456789Z "),
        ];
        for (wrapper, before) in wrapped {
            let line = format!("{before}    at a.b (c.js:1:2)");
            let inner = wrapper.unwrap(line.as_bytes()).expect(before);
            assert_eq!(&*inner.text, b"    at a.b (c.js:1:2)", "{before}");
            let inner = wrapper.unwrap(before.trim_end().as_bytes()).expect(before);
            assert_eq!(&*inner.text, b"", "{before}");
        }
    }

    #[test]
    fn programs_own_heads_are_no_prefixes() {
        for line in [
            "INFO  | 2025-03-14 | started",
            "2025-03-14 02:11:08 | INFO | started",
            "| id | name |",
            "a sentence | with a bar",
        ] {
            assert!(COMPOSE.unwrap(line.as_bytes()).is_none(), "{line}");
        }
        for line in ["web-server-main shop x", "shop-7d4b9c6f5b-x2x1z shop x"] {
            assert!(STERN.unwrap(line.as_bytes()).is_none(), "{line}");
        }
        assert!(
            DYNO.unwrap(b"2025-03-14T02:11:08.1+00:00 app[7]: x")
                .is_none()
        );
    }

    #[test]
    fn a_time_is_a_prefix_only_where_the_lines_behind_it_are_anothers() {
        let own = [
            "2025-03-14T02:11:08.123Z INFO shop: start",
            "2025-03-14T02:11:08.124Z ERROR shop: no",
            "2025-03-14T02:11:08.125Z job of 2025-03-14 02:00:00 done",
        ];
        assert!(!wraps(&STAMPED, &own));
        assert!(wraps(
            &STAMPED,
            &[own[0], "2025-03-14T02:11:08.124Z \tat a.B.c(B.java:1)"]
        ));
        let relayed = "2025-03-14T02:11:08.124Z 2025-03-14 02:11:08 INFO shop: start";
        assert!(wraps(&STAMPED, &[relayed, relayed]));
    }
}
