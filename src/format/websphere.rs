//! `websphere`: IBM WebSphere and Open Liberty, whose level is a letter in a fixed column behind a thread ID:
//! `[3/14/25 2:11:09:123 UTC] 0000001a ServletWrappe E   SRVE0068E: message`.

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct WebSphere;

/// The event types of the basic format.
fn event_type(letter: u8) -> Option<Level> {
    Some(match letter {
        b'F' => Level::Fatal,
        b'E' => Level::Error,
        // What a program wrote to its standard error; mostly stack traces.
        b'R' => Level::Error,
        b'W' => Level::Warn,
        b'A' | b'I' | b'C' | b'D' | b'O' => Level::Info,
        b'1' => Level::Debug,
        b'2' | b'3' | b'>' | b'<' | b'Z' => Level::Trace,
        _ => return None,
    })
}

/// Stamp, level, and where the message begins.
fn parts(line: &[u8]) -> Option<(When, Level, usize)> {
    let (when, _) = When::scan(line.strip_prefix(b"[")?)?;
    let head = &line[..line.len().min(160)];
    let mut at = memchr::memchr(b']', head)? + 2;
    let thread = head.get(at..at + 8)?;
    if !thread.iter().all(u8::is_ascii_hexdigit) || head.get(at + 8) != Some(&b' ') {
        return None;
    }
    at = lex::blanks(head, at + 9);
    // The logger's name, padded or cut to 13 columns, has no blanks; Liberty may have `id=00000000` before it.
    for _ in 0..2 {
        let word = head[at..].iter().position(|b| *b == b' ')?;
        at = lex::blanks(head, at + word);
        if let [letter, b' ', ..] = head[at..]
            && let Some(level) = event_type(letter)
        {
            return Some((when, level, at + 1));
        }
    }
    None
}

impl Format for WebSphere {
    fn name(&self) -> &'static str {
        "websphere"
    }

    fn about(&self) -> &'static str {
        "IBM WebSphere and Open Liberty"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if line.first() == Some(&b'[') && parts(line).is_some() {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some((when, level, body)) = parts(lex::first_line(whole).0) else {
            return false;
        };
        set_time(Some(when), cx, event);
        if cx.want.has(Field::Level) {
            event.level = Some(level);
        }
        event.message = Some(text(lex::body(&whole[body..])));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "[3/14/25 2:11:09:123 UTC] 0000001a ServletWrappe E   SRVE0068E: Uncaught exception\n                                 java.lang.NullPointerException",
                event: &[
                    ("time", "2025-03-14T02:11:09.123Z"),
                    ("level", "error"),
                    (
                        "message",
                        "SRVE0068E: Uncaught exception\n                                 java.lang.NullPointerException",
                    ),
                ],
            },
            Sample {
                text: "[3/14/25, 14:11:09:123 CET] 00000020 com.ibm.ws.kernel.feature.internal.FeatureManager            A CWWKF0011I: The server is ready.",
                event: &[
                    ("time", "2025-03-14T13:11:09.123Z"),
                    ("level", "info"),
                    ("message", "CWWKF0011I: The server is ready."),
                ],
            },
        ]
    }
}
