//! `journal-export`: what `journalctl -o export` and `-o verbose` print and systemd-journal-remote takes, a field a line,
//! entries apart by a blank one.

use crate::event::{Event, Field, Level, Time};
use crate::format::plain::set_time;
use crate::format::plain::{head::When, lex};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct JournalExport;

/// What `-o verbose` begins an entry with: a stamp, and the cursor in brackets.
fn is_verbose_head(line: &[u8]) -> bool {
    let cursor = b" [s=";
    line.len() > 60
        && line.ends_with(b"]")
        && memchr::memmem::find(&line[..60], cursor).is_some()
        && memchr::memmem::find(line, b";i=").is_some()
}

fn fields(whole: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    whole.split(|&b| b == b'\n').filter_map(|line| {
        let line = line.trim_ascii();
        let at = memchr::memchr(b'=', line)?;
        Some((&line[..at], &line[at + 1..]))
    })
}

impl Format for JournalExport {
    fn name(&self) -> &'static str {
        "journal-export"
    }

    fn about(&self) -> &'static str {
        "systemd's journal as journalctl -o export and -o verbose print it"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if line.starts_with(b"__CURSOR=") || is_verbose_head(line) {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, _) = lex::first_line(whole);
        if self.fit(line) == Fit::No {
            return false;
        }
        if is_verbose_head(line) {
            set_time(When::scan(line).map(|(when, _)| when), cx, event);
        }
        for (name, value) in fields(whole) {
            let number = || std::str::from_utf8(value).ok()?.parse::<u64>().ok();
            let text = || Some(text(value));
            match name {
                b"MESSAGE" => event.message = text(),
                b"_HOSTNAME" if cx.want.has(Field::Host) => event.host = text(),
                b"SYSLOG_IDENTIFIER" if cx.want.has(Field::Service) => event.service = text(),
                b"PRIORITY" if cx.want.has(Field::Level) => {
                    event.level = number().and_then(Level::from_syslog);
                }
                b"__REALTIME_TIMESTAMP" if cx.want.has(Field::Time) => {
                    let nanos = number().and_then(|us| i64::try_from(us).ok()?.checked_mul(1000));
                    event.time = nanos.map(Time);
                }
                _ => {}
            }
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1741918269123456\nPRIORITY=3\n_HOSTNAME=web1\nSYSLOG_IDENTIFIER=shop\nMESSAGE=no route to ledger",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("level", "error"),
                    ("host", "web1"),
                    ("service", "shop"),
                    ("message", "no route to ledger"),
                ],
            },
            Sample {
                text: "Fri 2025-03-14 02:11:09.123456 UTC [s=6b1e;i=1f;b=0c;m=2a;t=63;x=9d]\n    PRIORITY=4\n    _HOSTNAME=web1\n    MESSAGE=disk is slow",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("level", "warn"),
                    ("host", "web1"),
                    ("message", "disk is slow"),
                ],
            },
        ]
    }
}
