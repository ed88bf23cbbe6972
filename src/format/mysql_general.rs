//! `mysql-general`: the general query log of MySQL and MariaDB: time, connection, command and argument between tabs. Within
//! a second only the first has the time:
//!
//! ```text
//! 250314  2:11:09\t     3 Connect\troot@localhost on shop
//! \t\t     3 Query\tselect 1
//! 2025-03-14T02:11:09.123456Z\t    8 Query\tSELECT 1
//! ```

use crate::event::{Event, Field};
use crate::format::plain::{head::When, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct MySqlGeneral;

/// Names of commands begin so.
const COMMANDS: [&[u8]; 18] = [
    b"Connect",
    b"Query",
    b"Quit",
    b"Init DB",
    b"Prepare",
    b"Execute",
    b"Close stmt",
    b"Reset stmt",
    b"Field List",
    b"Change user",
    b"Statistics",
    b"Ping",
    b"Shutdown",
    b"Binlog Dump",
    b"Fetch",
    b"Kill",
    b"Set option",
    b"Refresh",
];

/// The time, if it is told, the command, and where its argument begins.
fn parts(line: &[u8]) -> Option<(Option<When>, &[u8], usize)> {
    let (when, at) = match line.first()? {
        b'\t' => (None, line.strip_prefix(b"\t\t").map(|_| 2)?),
        b'0'..=b'9' => {
            let (when, len) = When::scan(line)?;
            (Some(when), len + usize::from(line.get(len) == Some(&b'\t')))
        }
        _ => return None,
    };
    let number = lex::blanks(line, at);
    let digits = lex::digits(&line[number..]);
    let command = line[number + digits..]
        .strip_prefix(b" ")
        .filter(|_| digits > 0 && number > at)?;
    let end = memchr::memchr(b'\t', &command[..command.len().min(24)])?;
    let known = COMMANDS.contains(&&command[..end]);
    known.then(|| (when, &command[..end], line.len() - command.len() + end + 1))
}

impl Format for MySqlGeneral {
    fn name(&self) -> &'static str {
        "mysql-general"
    }

    fn about(&self) -> &'static str {
        "MySQL and MariaDB general query log"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match parts(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn heads_indented(&self, line: &[u8]) -> bool {
        line.starts_with(b"\t\t")
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let Some((when, command, argument)) = parts(lex::first_line(whole).0) else {
            return false;
        };
        set_time(when, cx, event);
        let message = lex::body(&whole[argument.min(whole.len())..]);
        if cx.want.has(Field::User) && command == b"Connect" {
            let user = memchr::memchr(b'@', &message[..message.len().min(80)]);
            let user = user.map(|end| &message[..end]);
            event.user = user.filter(|user| !user.contains(&b' ')).map(text);
        }
        event.message = Some(text(if message.is_empty() { command } else { message }));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "250314  2:11:09\t     3 Connect\tapp@localhost on shop using Socket",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("user", "app"),
                    ("message", "app@localhost on shop using Socket"),
                ],
            },
            Sample {
                text: "2025-03-14T02:11:09.123456Z\t    8 Query\tSELECT id\nFROM orders",
                event: &[
                    ("time", "2025-03-14T02:11:09.123456Z"),
                    ("message", "SELECT id\nFROM orders"),
                ],
            },
        ]
    }
}
