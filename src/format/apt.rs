//! `apt`: the history that apt keeps of what it installed, a block of `Name: value` lines a run.

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Apt;

const START: &[u8] = b"Start-Date: ";

impl Format for Apt {
    fn name(&self) -> &'static str {
        "apt"
    }

    fn about(&self) -> &'static str {
        "apt's history: a block for each run, with its time and whether it failed"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        let stamp = line.strip_prefix(START);
        match stamp.map(|stamp| When::scan(stamp.trim_ascii_start())) {
            Some(Some(_)) => Fit::Strong,
            _ => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    /// The block's other lines are pairs as well, its end has a time.
    fn holds(&self, _previous: &[u8], line: &[u8]) -> bool {
        line.starts_with(b"End-Date: ")
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, rest) = lex::first_line(whole);
        let Some(stamp) = line.strip_prefix(START) else {
            return false;
        };
        let when = When::scan(stamp.trim_ascii_start());
        set_time(when.map(|(when, _)| when), cx, event);
        if cx.want.has(Field::Level) {
            let failed = rest
                .split(|b| *b == b'\n')
                .any(|line| line.starts_with(b"Error: "));
            event.level = failed.then_some(Level::Error);
        }
        event.message = Some(text(rest.trim_ascii_end()));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "Start-Date: 2025-03-14  02:11:09\nCommandline: apt-get upgrade -y\nUpgrade: curl:amd64 (8.5.0-1, 8.5.0-2)\nEnd-Date: 2025-03-14  02:11:17",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("level", "null"),
                    (
                        "message",
                        "Commandline: apt-get upgrade -y\nUpgrade: curl:amd64 (8.5.0-1, 8.5.0-2)\nEnd-Date: 2025-03-14  02:11:17",
                    ),
                ],
            },
            Sample {
                text: "Start-Date: 2025-03-14  02:11:09\nCommandline: apt install shop\nError: Sub-process /usr/bin/dpkg returned an error code (1)\nEnd-Date: 2025-03-14  02:11:17",
                event: &[("level", "error")],
            },
        ]
    }
}
