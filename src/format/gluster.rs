//! `glusterfs`: the line with which GlusterFS tells how often it left a message out. Its other lines are plain.

use crate::event::{Event, Field};
use crate::format::plain::head::When;
use crate::format::plain::{level, lex, set_time, shape};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Gluster;

/// The message that was left out, its head included, and what follows it.
fn parts(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = line.strip_prefix(b"The message \"")?;
    let end = memchr::memmem::find(rest, b"\" repeated ")?;
    let times = &rest[end + b"\" repeated ".len()..];
    let digits = lex::digits(times);
    let span = times[digits..].strip_prefix(b" times between [")?;
    (digits > 0).then_some((&rest[..end], span))
}

/// The message behind level, message number and place: `I [MSGID: 1] [file.c:12:f] 0-volume: text`.
fn body(message: &[u8]) -> &[u8] {
    let mut at = lex::blanks(message, 1);
    while message.get(at) == Some(&b'[')
        && let Some(close) = lex::close(message, at)
    {
        at = lex::blanks(message, close + 1);
    }
    let rest = &message[at.min(message.len())..];
    match memchr::memmem::find(rest, b": ") {
        Some(colon) if shape::is_technical(&rest[..colon]) && !rest[..colon].contains(&b' ') => {
            &rest[colon + 2..]
        }
        _ => rest,
    }
}

impl Format for Gluster {
    fn name(&self) -> &'static str {
        "glusterfs"
    }

    fn about(&self) -> &'static str {
        "GlusterFS: how often a message was repeated"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match parts(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some((message, span)) = parts(whole) else {
            return false;
        };
        // The entry was written when the last of them had been seen.
        let last = memchr::memmem::find(span, b"] and [").map(|at| &span[at + b"] and [".len()..]);
        set_time(last.and_then(When::scan).map(|(when, _)| when), cx, event);
        if cx.want.has(Field::Level) {
            event.level = message.first().copied().and_then(level::letter);
        }
        event.message = Some(text(body(message)));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            text: "The message \"W [MSGID: 101174] [graph.c:363:_log_if_unknown_option] 0-shop-server: option 'rpc-auth' is not recognized\" repeated 25 times between [2025-03-14 02:09:27.000073] and [2025-03-14 02:11:09.843225]",
            event: &[
                ("time", "2025-03-14T02:11:09.843225Z"),
                ("level", "warn"),
                ("message", "option 'rpc-auth' is not recognized"),
            ],
        }]
    }
}
