//! `cmtrace`: what Microsoft's management tools write for CMTrace (Configuration Manager, Intune, deployment scripts): the
//! message in a frame of its own, which may go over several lines, and behind it the attributes.
//! `<![LOG[message]LOG]!><time="02:11:09.123-060" date="03-14-2025" component="x" context="" type="3" thread="7" file="">`

use memchr::memmem;

use crate::event::{Event, Field, Level};
use crate::format::plain::{head::When, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};
use crate::time;

pub struct CmTrace;

const OPENING: &[u8] = b"<![LOG[";
const CLOSING: &[u8] = b"]LOG]!>";

/// The value of an attribute behind the frame.
fn attribute<'a>(tail: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let at =
        memmem::find_iter(tail, name).find(|&at| at > 0 && matches!(tail[at - 1], b' ' | b'<'))?;
    let value = tail[at + name.len()..].strip_prefix(b"=\"")?;
    Some(&value[..memchr::memchr(b'"', value)?])
}

/// The time, whose zone is what has to be added to it, in minutes, to get UTC.
fn when(tail: &[u8]) -> Option<When> {
    let (of_day, date) = (attribute(tail, b"time")?, attribute(tail, b"date")?);
    let sign = of_day.iter().position(|b| matches!(b, b'+' | b'-'));
    let (of_day, bias) = of_day.split_at(sign.unwrap_or(of_day.len()));
    let joined = [date, b" ", of_day].concat();
    let (mut stamp, _) = time::scan(&joined)?;
    let minutes = std::str::from_utf8(bias)
        .ok()
        .and_then(|bias| bias.parse::<i32>().ok());
    stamp.offset = minutes.map(|minutes| -60 * minutes);
    Some(When::Stamp(stamp))
}

impl Format for CmTrace {
    fn name(&self) -> &'static str {
        "cmtrace"
    }

    fn about(&self) -> &'static str {
        "Microsoft's CMTrace: Configuration Manager, Intune"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match line.starts_with(OPENING) {
            true => Fit::Strong,
            false => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some(inside) = whole.strip_prefix(OPENING) else {
            return false;
        };
        let end = memmem::find(inside, CLOSING);
        let tail = end.map_or(&b""[..], |end| &inside[end + CLOSING.len()..]);
        set_time(when(tail), cx, event);
        if cx.want.has(Field::Level) {
            event.level = match attribute(tail, b"type") {
                Some(b"3") => Some(Level::Error),
                Some(b"2") => Some(Level::Warn),
                Some(b"0" | b"1") => Some(Level::Info),
                _ => None,
            };
        }
        if cx.want.has(Field::Service) {
            let component = attribute(tail, b"component").filter(|name| !name.is_empty());
            event.service = component.map(text);
        }
        event.message = Some(text(lex::body(&inside[..end.unwrap_or(inside.len())])));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "<![LOG[Failed to download policy]LOG]!><time=\"02:11:09.123-060\" date=\"03-14-2025\" component=\"PolicyAgent\" context=\"\" type=\"3\" thread=\"4711\" file=\"agent.cpp:12\">",
                event: &[
                    ("time", "2025-03-14T03:11:09.123+02:00"),
                    ("level", "error"),
                    ("service", "PolicyAgent"),
                    ("message", "Failed to download policy"),
                ],
            },
            Sample {
                text: "<![LOG[Exit code 0\nDone]LOG]!><time=\"02:11:09.1234567\" date=\"3-14-2025\" component=\"\" context=\"\" type=\"1\" thread=\"7\" file=\"\">",
                event: &[
                    ("time", "2025-03-14T02:11:09.1234567Z"),
                    ("level", "info"),
                    ("message", "Exit code 0\nDone"),
                ],
            },
        ]
    }
}
