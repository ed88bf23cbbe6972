//! `hpc`: the logs of supercomputers as their collectors keep them: the label of an alert (or `-`), seconds, date and node
//! before a syslog line or an event of Blue Gene; and the records of clusters' consoles, whose seconds stand behind four
//! names.
//!
//! ```text
//! - 1741918269 2025.03.14 R02-M1 2025-03-14-02.11.09.123456 R02-M1 RAS KERNEL INFO message
//! - 1741918269 2025.03.14 dn228 Mar 14 02:11:09 dn228/dn228 crond[2915]: message
//! 134681 node-246 unix.hw state_change.unavailable 1741918269 1 message
//! ```

use crate::event::{Event, Field, Level};
use crate::format::plain::{head::When, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};
use crate::time;

pub struct Hpc;

/// What a line tells.
struct Parts<'l> {
    when: When,
    level: Option<Level>,
    host: &'l [u8],
    message: &'l [u8],
}

/// The word that `text` begins with, and what follows it.
fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b' ', &text[..text.len().min(64)]).filter(|end| *end > 0)?;
    Some((&text[..end], text[end..].trim_ascii_start()))
}

fn is_number(word: &[u8]) -> bool {
    lex::digits(word) == word.len()
}

/// Today's seconds since 1970, and nothing behind them.
fn is_seconds(word: &[u8]) -> bool {
    word.len() == 10 && word[0] == b'1' && is_number(word)
}

fn parts(line: &[u8]) -> Option<Parts<'_>> {
    match line.first()? {
        b'-' | b'A'..=b'Z' => collected(line),
        b'0'..=b'9' => recorded(line),
        _ => None,
    }
}

fn collected(line: &[u8]) -> Option<Parts<'_>> {
    let (label, rest) = word(line)?;
    let (seconds, rest) = word(rest)?;
    let (date, rest) = word(rest)?;
    let known = is_seconds(seconds)
        && date.len() == 10
        && date[4] == b'.'
        && date[7] == b'.'
        && label
            .iter()
            .all(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b'_' | b'0'..=b'9'));
    let year = known
        .then(|| std::str::from_utf8(&date[..4]).ok()?.parse().ok())
        .flatten()?;
    let (host, rest) = word(rest)?;
    let (mut stamp, len) = time::scan(rest).filter(|(stamp, _)| stamp.date.is_some())?;
    stamp.year = stamp.year.or(Some(year));
    let (_node, message) = word(rest[len..].trim_ascii_start())?;
    let (level, message) = leveled(message).unwrap_or((None, message));
    Some(Parts {
        when: When::Stamp(stamp),
        level,
        host,
        message,
    })
}

/// Blue Gene's `RAS KERNEL INFO message`: who tells, of what part, and how bad it is.
fn leveled(text: &[u8]) -> Option<(Option<Level>, &[u8])> {
    let (teller, rest) = word(text)?;
    let (_part, rest) = word(rest)?;
    let (level, message) = word(rest)?;
    let upper = [teller, level]
        .iter()
        .all(|word| word.iter().all(u8::is_ascii_uppercase));
    upper.then_some((Level::from_word(level), message))
}

fn recorded(line: &[u8]) -> Option<Parts<'_>> {
    let (number, rest) = word(line)?;
    let (host, rest) = word(rest)?;
    let (_component, rest) = word(rest)?;
    let (_event, rest) = word(rest)?;
    let (seconds, rest) = word(rest)?;
    let (flag, message) = word(rest)?;
    let known = is_number(number) && is_seconds(seconds) && flag.len() == 1 && is_number(flag);
    let (when, _) = known.then(|| When::scan(seconds)).flatten()?;
    Some(Parts {
        when,
        level: None,
        host,
        message,
    })
}

impl Format for Hpc {
    fn name(&self) -> &'static str {
        "hpc"
    }

    fn about(&self) -> &'static str {
        "supercomputers' collected logs: Blue Gene, Thunderbird, cluster consoles"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match parts(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Nothing
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some(parts) = parts(whole) else {
            return false;
        };
        set_time(Some(parts.when), cx, event);
        if cx.want.has(Field::Level) {
            event.level = parts.level;
        }
        if cx.want.has(Field::Host) {
            event.host = Some(text(parts.host));
        }
        event.message = Some(text(parts.message));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "APPREAD 1741918269 2025.03.14 R04-M1-N4-I:J18-U11 2025-03-14-02.11.09.123456 R04-M1-N4-I:J18-U11 RAS APP FATAL ciod: failed to read message prefix",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("level", "fatal"),
                    ("host", "R04-M1-N4-I:J18-U11"),
                    ("message", "ciod: failed to read message prefix"),
                ],
            },
            Sample {
                text: "- 1741918269 2025.03.14 dn228 Mar 14 02:11:09 dn228/dn228 crond(pam_unix)[2915]: session closed for user root",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    (
                        "message",
                        "crond(pam_unix)[2915]: session closed for user root",
                    ),
                ],
            },
            Sample {
                text: "134681 node-246 unix.hw state_change.unavailable 1741918269 1 Component is in the unavailable state",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("host", "node-246"),
                    ("message", "Component is in the unavailable state"),
                ],
            },
        ]
    }
}
