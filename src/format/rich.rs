//! `rich`: what Python's rich prints of a log, in columns: the time where it differs from the row's before, the level, the
//! message, and at the right where it was logged.
//!
//! ```text
//! [02:11:09] INFO     started                                  app.py:7
//!            ERROR    no stock                                 orders.py:12
//! ```

use crate::event::{Event, Field, Level};
use crate::format::plain::{head::When, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Rich;

/// The column of the level is as wide as its longest word.
const LEVEL: usize = 8;

/// The time, if it is told, the level, and where the message begins and ends.
fn parts(line: &[u8]) -> Option<(Option<When>, Level, usize, usize)> {
    let start = &line[..line.len().min(40)];
    let (when, at) = match line.first()? {
        b'[' => {
            let close = memchr::memchr(b']', start)?;
            let (when, len) = When::scan(&line[1..])?;
            (len + 1 == close).then_some((Some(when), close + 1))?
        }
        b' ' => {
            let indent = lex::blanks(line, 0);
            (indent > 4).then_some((None, indent - 1))?
        }
        _ => return None,
    };
    let cell = line.get(at..at + 1 + LEVEL + 1)?.strip_prefix(b" ")?;
    let word = cell[..LEVEL].trim_ascii_end();
    let upper = !word.is_empty() && word.iter().all(u8::is_ascii_uppercase);
    let level = Level::from_word(word).filter(|_| upper && cell[LEVEL] == b' ')?;
    let body = at + LEVEL + 2;
    Some((
        when,
        level,
        body,
        place(line.get(body..)?).map(|len| body + len)?,
    ))
}

/// How much of a row is before the place at its end, `app.py:7`.
fn place(row: &[u8]) -> Option<usize> {
    let row = row.trim_ascii_end();
    let blank = memchr::memrchr(b' ', row)?;
    let place = &row[blank + 1..];
    let colon = memchr::memrchr(b':', place)?;
    let number = &place[colon + 1..];
    let named = place[..colon].ends_with(b".py") && !number.is_empty();
    (named && lex::digits(number) == number.len()).then_some(blank)
}

impl Format for Rich {
    fn name(&self) -> &'static str {
        "rich"
    }

    fn about(&self) -> &'static str {
        "columns of Python's rich"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match parts(line) {
            Some(_) => Fit::Strong,
            None => Fit::No,
        }
    }

    fn heads_indented(&self, line: &[u8]) -> bool {
        line.starts_with(b"     ")
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, rest) = lex::first_line(whole);
        let Some((when, level, body, end)) = parts(line) else {
            return false;
        };
        set_time(when, cx, event);
        if cx.want.has(Field::Level) {
            event.level = Some(level);
        }
        let message = text(line[body..end].trim_ascii());
        event.message = Some(if rest.trim_ascii().is_empty() {
            message
        } else {
            // What follows stands in the message's column.
            let indented = |line: &[u8]| lex::blanks(line, 0).min(body);
            let rows = rest.split(|b| *b == b'\n').map(|row| {
                String::from_utf8_lossy(row[indented(row)..].trim_ascii_end()).into_owned()
            });
            let mut whole = message.into_owned();
            for row in rows {
                whole.push('\n');
                whole.push_str(&row);
            }
            whole.trim_end().to_owned().into()
        });
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "[02:11:09] WARNING  slow                                                 app.py:7",
                event: &[("time", "02:11:09"), ("level", "warn"), ("message", "slow")],
            },
            Sample {
                text: "[03/14/25 02:11:09] ERROR    no stock                              orders.py:12\n                             for order 7",
                event: &[
                    ("time", "2025-03-14T02:11:09Z"),
                    ("level", "error"),
                    ("message", "no stock\nfor order 7"),
                ],
            },
        ]
    }
}
