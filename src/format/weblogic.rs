//! `weblogic`: Oracle WebLogic Server, every field in angle brackets:
//! `####<Mar 14, 2025, 2:11:09,123 AM EST> <Error> <Deployer> <host> <server> ... <BEA-149265> <message>`; on the
//! console without `####` and with fewer fields.

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, message, text};

pub struct WebLogic;

/// The stamp, and where the second field begins.
fn stamp(line: &[u8]) -> Option<(When, usize)> {
    let hashes = line.iter().take(4).take_while(|b| **b == b'#').count();
    let rest = line[hashes..].strip_prefix(b"<")?;
    let (when, _) = When::scan(rest)?;
    let head = &rest[..rest.len().min(64)];
    let close = memchr::memmem::find(head, b"> <")?;
    when.has_date().then_some((when, hashes + 1 + close + 3))
}

/// Where the user stands among the fields that follow the stamp: level, subsystem, machine, server, thread, user.
const USER: usize = 5;

impl Format for WebLogic {
    fn name(&self) -> &'static str {
        "weblogic"
    }

    fn about(&self) -> &'static str {
        "Oracle WebLogic Server"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match line.first() {
            Some(b'#' | b'<') if stamp(line).is_some() => Fit::Strong,
            _ => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, _) = lex::first_line(whole);
        let Some((when, mut at)) = stamp(line) else {
            return false;
        };
        set_time(Some(when), cx, event);
        let fields = at;
        let full = whole.starts_with(b"####");
        let mut number = 0;
        // The message is the field behind the message's ID, or the last one; it may run over lines.
        while let Some(len) = memchr::memmem::find(&line[at..], b"> <") {
            let field = &line[at..at + len];
            match number {
                0 if cx.want.has(Field::Level) => event.level = Level::from_word(field),
                // `<<WLS Kernel>>` is the server itself.
                USER if full
                    && cx.want.has(Field::User)
                    && !field.starts_with(b"<")
                    && !field.is_empty() =>
                {
                    event.user = Some(text(field));
                }
                _ => {}
            }
            at += len + 3;
            number += 1;
            if is_message_id(field) {
                break;
            }
        }
        message::enrich_head(&line[fields..at], cx, event);
        let message = whole[at..].trim_ascii_end();
        event.message = Some(text(
            message.strip_suffix(b">").unwrap_or(message).trim_ascii(),
        ));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "####<Mar 14, 2025, 2:11:09,123 AM EST> <Error> <HTTP> <host-1> <ms1> <[ACTIVE] ExecuteThread: '2'> <alice> <> <744f7cf4-00000003> <1741936269123> <[severity-value: 8] [rid: 0] > <BEA-101017> <[ServletContext@1] Root cause of ServletException.\njava.lang.NullPointerException\n\tat com.acme.A.b(A.java:1)\n> ",
                event: &[
                    ("time", "2025-03-14T07:11:09.123Z"),
                    ("level", "error"),
                    ("user", "alice"),
                    (
                        "message",
                        "[ServletContext@1] Root cause of ServletException.\njava.lang.NullPointerException\n\tat com.acme.A.b(A.java:1)",
                    ),
                ],
            },
            Sample {
                text: "####<Mar 14, 2025, 2:11:09,123 PM GMT> <Notice> <Server> <ms2> <managed-2> <main> <<WLS Kernel>> <> <> <1741961469123> <[severity-value: 32] > <BEA-002613> <Channel \"Default[1]\" is now listening.>",
                event: &[
                    ("time", "2025-03-14T14:11:09.123Z"),
                    ("level", "info"),
                    ("message", "Channel \"Default[1]\" is now listening."),
                ],
            },
            Sample {
                text: "<Mar 14, 2025 2:11:09 AM UTC> <Warning> <Socket> <BEA-000449> <Closing the socket>",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("level", "warn"),
                    ("message", "Closing the socket"),
                ],
            },
        ]
    }
}

/// `BEA-000449`, or an application's own catalogue: capitals, a dash, digits.
fn is_message_id(field: &[u8]) -> bool {
    memchr::memchr(b'-', field).is_some_and(|dash| {
        let (name, number) = (&field[..dash], &field[dash + 1..]);
        (2..=8).contains(&name.len())
            && name.iter().all(u8::is_ascii_uppercase)
            && (4..=8).contains(&number.len())
            && number.iter().all(u8::is_ascii_digit)
    })
}
