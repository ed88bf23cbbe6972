//! `dmesg`: the kernel's ring buffer, stamped with seconds since the machine started: `[   12.345678] message`.

use crate::event::{Event, Field, Level};
use crate::format::plain::lex;
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Dmesg;

/// The level of `<3>`, as `dmesg --raw` has it, and where the message begins.
fn parts(line: &[u8]) -> Option<(Option<Level>, usize)> {
    let mut at = 0;
    let mut level = None;
    if let [b'<', digits @ ..] = line {
        let len = lex::digits(&digits[..digits.len().min(3)]);
        let number = digits[..len]
            .iter()
            .fold(0u64, |n, b| n * 10 + u64::from(b - b'0'));
        at = 1 + len + 1;
        if len == 0 || digits.get(len) != Some(&b'>') {
            return None;
        }
        level = Level::from_syslog(number % 8);
    }
    let stamp = line.get(at..)?.strip_prefix(b"[")?;
    let blanks = stamp.iter().take(6).take_while(|b| **b == b' ').count();
    let seconds = lex::digits(&stamp[blanks..]);
    let rest = stamp[blanks + seconds..].strip_prefix(b".")?;
    let fraction = lex::digits(rest);
    // The kernel pads seconds to five columns and has six digits behind the dot.
    // A number of ten digits counts since the epoch.
    let padded = blanks + seconds >= 5 && (1..10).contains(&seconds) && fraction == 6;
    (padded && rest[fraction..].starts_with(b"] "))
        .then(|| (level, line.len() - rest.len() + fraction + 2))
}

impl Format for Dmesg {
    fn name(&self) -> &'static str {
        "dmesg"
    }

    fn about(&self) -> &'static str {
        "Linux kernel messages with seconds since boot"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if parts(line).is_some() {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some((level, body)) = parts(lex::first_line(whole).0) else {
            return false;
        };
        if cx.want.has(Field::Level) {
            event.level = level;
        }
        event.message = Some(text(whole[body..].trim_ascii_end()));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "[   12.345678] usb 1-1: device descriptor read/64, error -71",
                event: &[("message", "usb 1-1: device descriptor read/64, error -71")],
            },
            Sample {
                text: "<3>[86400.000001] EXT4-fs error (device sda1): bad block",
                event: &[
                    ("level", "error"),
                    ("message", "EXT4-fs error (device sda1): bad block"),
                ],
            },
        ]
    }
}
