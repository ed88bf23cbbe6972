//! `db2`: the diagnostic log of IBM Db2, a block of `NAME : value` lines below a head with a record ID:
//! `2025-03-14-02.11.09.123456+060 I72564E623            LEVEL: Error`.

use crate::event::{Event, Field, Level};
use crate::format::plain::head::When;
use crate::format::plain::{lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Db2;

/// Stamp, level, and where the block's first line behind the level begins.
fn parts(line: &[u8]) -> Option<(When, Level, usize)> {
    let (when, len) = When::scan(line)?;
    let rest = line[len..].strip_prefix(b" ")?;
    let record = rest.iter().position(|b| *b == b' ')?;
    // A letter and the record's place in the file, a letter and its length.
    let shaped =
        matches!(rest, [b'A'..=b'Z', b'0'..=b'9', ..]) && rest[..record].last()?.is_ascii_digit();
    let at = len + 1 + lex::blanks(rest, record);
    let word = line[at..].strip_prefix(b"LEVEL:")?.trim_ascii_start();
    let start = line.len() - word.len();
    let end = word
        .iter()
        .position(|b| !b.is_ascii_alphabetic())
        .unwrap_or(word.len());
    let level = match &word[..end] {
        b"Event" => Level::Info,
        word => Level::from_word(word)?,
    };
    shaped.then_some((when, level, start + end))
}

impl Format for Db2 {
    fn name(&self) -> &'static str {
        "db2"
    }

    fn about(&self) -> &'static str {
        "IBM Db2 diagnostic log"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match line.first() {
            Some(b'0'..=b'9') if parts(line).is_some() => Fit::Strong,
            _ => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some((when, level, behind)) = parts(lex::first_line(whole).0) else {
            return false;
        };
        set_time(Some(when), cx, event);
        if cx.want.has(Field::Level) {
            event.level = Some(level);
        }
        let block = lex::body(&whole[behind..]);
        if cx.want.has(Field::User) {
            event.user = value(block, b"AUTHID")
                .map(|user| user.split(|b| *b == b' ').next().unwrap_or(user))
                .map(text);
        }
        event.message = Some(text(message(block)));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "2025-03-14-02.11.09.123456+060 I72564E623            LEVEL: Error\nPID     : 361                  TID : 1399  PROC : db2sysc\nAUTHID  : ALICE                HOSTNAME: db-1\nFUNCTION: DB2 UDB, buffer pool services, sqlbReadPage, probe:1146\nMESSAGE : ZRC=0x8002003C=-2147352516=SQLB_BADP\n          \"page is bad\"",
                event: &[
                    ("time", "2025-03-14T01:11:09.123456Z"),
                    ("level", "error"),
                    ("user", "ALICE"),
                    (
                        "message",
                        "ZRC=0x8002003C=-2147352516=SQLB_BADP\n          \"page is bad\"",
                    ),
                ],
            },
            Sample {
                text: "2025-03-14-02.11.09.123456+000 E1099E371              LEVEL: Event\nPID     : 361\nCHANGE  : CFG DB SHOP: \"Locklist\"",
                event: &[("time", "2025-03-14T02:11:09.123456Z"), ("level", "info")],
            },
        ]
    }
}

/// The value that stands behind `NAME :` at the beginning of a line.
fn value<'b>(block: &'b [u8], name: &[u8]) -> Option<&'b [u8]> {
    let at =
        memchr::memmem::find_iter(block, name).find(|at| *at == 0 || block[at - 1] == b'\n')?;
    let rest = block[at + name.len()..]
        .trim_ascii_start()
        .strip_prefix(b":")?
        .trim_ascii_start();
    Some(lex::first_line(rest).0)
}

/// What happened: the block from its `MESSAGE` on, or the whole of it.
fn message(block: &[u8]) -> &[u8] {
    let at = memchr::memmem::find(block, b"\nMESSAGE : ").map(|at| at + b"\nMESSAGE : ".len());
    at.map_or(block, |at| &block[at..])
}
