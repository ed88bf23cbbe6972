//! A format that the configuration describes: a regex with named groups, and what continues an entry.
//!
//! A group named after a canonical field (`time`, `level`, `error.type` ...) is read as that field; one whose
//! name the key table knows (`rid` under `[fields]`, `status_code`) as what the key means; any other is an extra
//! key, which `--by` can ask for.

use chrono::format::{Item, Parsed};
use chrono::{Datelike, NaiveDateTime, Timelike};
use regex::bytes::{Captures, Match, Regex, RegexBuilder};

use super::{Cx, Fit, Format, Sample, Tail, text};
use crate::event::{Event, Field};
use crate::fields::{Meaning, Unit, Value, assign};
use crate::time::{Reading, Stamp};

/// The regex looks at no more of a line than this, so that a line of any length costs the same.
const LONGEST: usize = 64 << 10;

/// Which lines that the regex does not match go on with the entry before them.
#[derive(Clone, Debug)]
pub enum Continues {
    /// All of them.
    Unmatched,
    /// Those that begin with white space.
    Indented,
    /// Those that match, even where the format's own regex matches too.
    Matching(Regex),
    /// None.
    Nothing,
}

/// A format of the configuration.
#[derive(Debug)]
pub struct Custom {
    name: &'static str,
    regex: Regex,
    /// The same over bytes instead of characters, for lines that are not UTF-8; a regex that asks for
    /// Unicode (`\p{Greek}`) has none.
    bytewise: Option<Regex>,
    groups: Vec<Group>,
    /// The layout of the `time` group; without one, any layout that errlog knows.
    layout: Option<Vec<Item<'static>>>,
    continues: Continues,
}

#[derive(Debug)]
struct Group {
    index: usize,
    name: String,
    target: Target,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Time,
    Message,
    Field(Meaning),
    /// What the name means is up to the key table, which the format is not given before it reads.
    Other,
}

impl Custom {
    /// Makes the format; it lives as long as the run. There are as many as the configuration has entries, made
    /// once, and everything that handles formats borrows them as `'static`: so they are leaked on purpose.
    pub fn leaked(
        name: &str,
        regex: Regex,
        layout: Option<Vec<Item<'static>>>,
        continues: Continues,
    ) -> &'static Custom {
        let groups = regex
            .capture_names()
            .enumerate()
            .filter_map(|(index, name)| {
                let name = name?;
                let target = target(name);
                Some(Group {
                    index,
                    name: name.to_owned(),
                    target,
                })
            })
            .collect();
        Box::leak(Box::new(Custom {
            name: Box::leak(name.into()),
            bytewise: RegexBuilder::new(regex.as_str())
                .unicode(false)
                .build()
                .ok(),
            regex,
            groups,
            layout,
            continues,
        }))
    }

    fn captures<'a>(&self, line: &'a [u8]) -> Option<Captures<'a>> {
        let bytewise = || self.bytewise(line)?.captures(line);
        self.regex.captures(line).or_else(bytewise)
    }

    fn is_match(&self, line: &[u8]) -> bool {
        self.regex.is_match(line)
            || self
                .bytewise(line)
                .is_some_and(|regex| regex.is_match(line))
    }

    fn bytewise(&self, line: &[u8]) -> Option<&Regex> {
        self.bytewise
            .as_ref()
            .filter(|_| std::str::from_utf8(line).is_err())
    }

    fn time(&self, group: Match, cx: &mut Cx) -> Option<Reading> {
        match &self.layout {
            None => Some(cx.clock.read(group.as_bytes())?.0),
            Some(layout) => {
                let stamp = stamp(layout, std::str::from_utf8(group.as_bytes()).ok()?)?;
                cx.clock.resolve(&stamp)
            }
        }
    }
}

fn target(name: &str) -> Target {
    let (field, unit) = match name {
        "time" => return Target::Time,
        "message" => return Target::Message,
        "duration_ms" => (Field::Duration, Unit::Milliseconds),
        "duration_us" => (Field::Duration, Unit::Microseconds),
        "duration_ns" => (Field::Duration, Unit::Nanoseconds),
        "duration_s" => (Field::Duration, Unit::Seconds),
        "duration" => (Field::Duration, Unit::None),
        _ => match Field::from_name(name) {
            Some(field) => (field, Unit::None),
            None => return Target::Other,
        },
    };
    let rank = 0;
    Target::Field(Meaning { field, rank, unit })
}

/// The part of an entry's first line that the regex sees.
fn head(text: &[u8]) -> &[u8] {
    let text = &text[..text.len().min(LONGEST)];
    let line = &text[..memchr::memchr(b'\n', text).unwrap_or(text.len())];
    line.strip_suffix(b"\r").unwrap_or(line)
}

impl Format for Custom {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        "a format of the configuration"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        let line = head(line);
        let continues = match &self.continues {
            Continues::Matching(regex) => regex.is_match(line),
            Continues::Indented => line.first().is_some_and(u8::is_ascii_whitespace),
            Continues::Unmatched | Continues::Nothing => false,
        };
        match &self.continues {
            _ if continues => Fit::No,
            _ if self.is_match(line) => Fit::Strong,
            Continues::Unmatched | Continues::Nothing => Fit::No,
            // Not understood, but an entry of its own: the rule says what continues, and this does not.
            Continues::Indented | Continues::Matching(_) => Fit::Weak,
        }
    }

    fn tail(&self) -> Tail {
        match self.continues {
            Continues::Nothing => Tail::Nothing,
            _ => Tail::Lines,
        }
    }

    fn parse<'a>(&self, entry: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let head = head(entry);
        let Some(captures) = self.captures(head) else {
            return false;
        };
        event.format = self.name;
        for group in &self.groups {
            let Some(found) = captures.get(group.index) else {
                continue;
            };
            match group.target {
                Target::Time if cx.want.has(Field::Time) => {
                    if let Some(reading) = self.time(found, cx) {
                        event.time = Some(reading.time);
                        event.year_assumed = reading.year_assumed;
                    }
                }
                Target::Message if cx.want.has(Field::Message) => {
                    // The rest of the entry goes on with a message that reaches the end of the first line.
                    let end = match found.end() == head.len() {
                        true => entry.len(),
                        false => found.end(),
                    };
                    event.message = Some(text(&entry[found.start()..end]));
                }
                Target::Time | Target::Message => {}
                Target::Field(meaning) => set(event, meaning, found, cx),
                Target::Other => {
                    if let Some(meaning) = cx.keys.meaning(group.name.as_bytes()) {
                        set(event, meaning, found, cx);
                    }
                    set_extra(event, &group.name, found, cx);
                }
            }
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}

fn set<'a>(event: &mut Event<'a>, meaning: Meaning, found: Match<'a>, cx: &mut Cx) {
    if cx.want.has(meaning.field) {
        assign(event, meaning, Value::Text(text(found.as_bytes())), cx);
    }
}

fn set_extra<'a>(event: &mut Event<'a>, name: &str, found: Match<'a>, cx: &Cx) {
    if let Some(i) = cx.want.extra.iter().position(|key| key == name) {
        event
            .extra
            .resize(event.extra.len().max(cx.want.extra.len()), None);
        event.extra[i] = Some(text(found.as_bytes()));
    }
}

/// Reads a time in a layout of the configuration.
fn stamp(layout: &[Item], text: &str) -> Option<Stamp> {
    let mut parsed = Parsed::new();
    chrono::format::parse(&mut parsed, text, layout.iter()).ok()?;
    let offset = parsed.offset();
    if let Some(seconds) = parsed.timestamp() {
        let utc = chrono::DateTime::from_timestamp(seconds, parsed.nanosecond().unwrap_or(0))?;
        return Some(Stamp {
            offset: Some(0),
            ..from_chrono(utc.naive_utc())
        });
    }
    let time = parsed.to_naive_time().ok();
    if let (Ok(date), Some(time)) = (parsed.to_naive_date(), time.or(Some(Default::default()))) {
        return Some(Stamp {
            offset,
            ..from_chrono(NaiveDateTime::new(date, time))
        });
    }
    let time = time?;
    let date = match (parsed.month(), parsed.day()) {
        (Some(month), Some(day)) => Some((month as u8, day as u8)),
        _ => None,
    };
    Some(Stamp {
        year: None,
        date,
        hour: time.hour() as u8,
        minute: time.minute() as u8,
        second: time.second() as u8,
        nanos: time.nanosecond(),
        offset,
    })
}

fn from_chrono(time: NaiveDateTime) -> Stamp {
    Stamp {
        year: Some(time.year()),
        date: Some((time.month() as u8, time.day() as u8)),
        hour: time.hour() as u8,
        minute: time.minute() as u8,
        second: time.second() as u8,
        nanos: time.nanosecond(),
        offset: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Want;
    use crate::fields::{KeyMemo, KeyTable};
    use crate::time::{Clock, Zone};
    use chrono::format::StrftimeItems;

    fn format(regex: &str, continues: Continues) -> &'static Custom {
        Custom::leaked("mine", Regex::new(regex).expect("a regex"), None, continues)
    }

    fn read<'a>(format: &Custom, entry: &'a str, extra: &[&str]) -> Option<Event<'a>> {
        let mut want = Want::all();
        want.extra = extra.iter().map(|&key| key.to_owned()).collect();
        let mut event = Event::default();
        let mut clock = Clock::new(Zone::Utc, crate::event::Time(0));
        let keys = KeyTable::default();
        let mut cx = Cx {
            want: &want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        };
        format
            .parse(entry.as_bytes(), &mut cx, &mut event)
            .then_some(event)
    }

    #[test]
    fn the_message_takes_the_lines_that_follow() {
        let format = format(r"^\[(?<region>\w+)\] (?<message>.*)$", Continues::Unmatched);
        let event = read(
            format,
            "[eu] it broke\r\n  here\nand here",
            &["zone", "region"],
        )
        .expect("an event");
        assert_eq!(
            event.message.as_deref(),
            Some("it broke\r\n  here\nand here")
        );
        assert_eq!(event.extra, [None, Some("eu".into())]);
        assert_eq!(event.format, "mine");
        assert_eq!(read(format, "it broke", &[]), None);
    }

    #[test]
    fn what_continues_an_entry_is_the_rules_choice() {
        let lines = ["1 a", " b", "+ c", "d"];
        let fits = |continues| {
            let format = format(r"^\d (?<message>.*)", continues);
            lines.map(|line| format.fit(line.as_bytes()))
        };
        use Fit::{No, Strong, Weak};
        assert_eq!(fits(Continues::Unmatched), [Strong, No, No, No]);
        assert_eq!(fits(Continues::Indented), [Strong, No, Weak, Weak]);
        let plus = Regex::new(r"^\+").expect("a regex");
        assert_eq!(fits(Continues::Matching(plus)), [Strong, Weak, No, Weak]);
        assert_eq!(
            format("(?<message>.)", Continues::Nothing).tail(),
            Tail::Nothing
        );
    }

    #[test]
    fn times_are_read_in_the_layout_given() {
        let read = |layout: &'static str, text: &str| {
            let items: Vec<Item> = StrftimeItems::new(layout).collect();
            stamp(&items, text)
        };
        let full = Stamp {
            year: Some(2025),
            date: Some((3, 14)),
            hour: 2,
            minute: 11,
            second: 9,
            nanos: 0,
            offset: None,
        };
        assert_eq!(read("%d.%m.%y %H:%M:%S", "14.03.25 02:11:09"), Some(full));
        let with = |offset| {
            Some(Stamp {
                offset: Some(offset),
                ..full
            })
        };
        assert_eq!(read("%Y%m%dT%H%M%S%z", "20250314T021109+0200"), with(7200));
        assert_eq!(read("%s", "1741918269"), with(0));
        let millis = Stamp {
            nanos: 123_000_000,
            ..full
        };
        assert_eq!(read("%F %T,%3f", "2025-03-14 02:11:09,123"), Some(millis));
        let no_year = Stamp { year: None, ..full };
        assert_eq!(read("%d %b %T", "14 Mar 02:11:09"), Some(no_year));
        assert_eq!(
            read("%T", "02:11:09"),
            Some(Stamp {
                date: None,
                ..no_year
            })
        );
        assert_eq!(
            read("%F", "2025-03-14").map(|s| (s.date, s.hour)),
            Some((Some((3, 14)), 0))
        );
        assert_eq!(read("%F %T", "yesterday"), None);
    }

    #[test]
    fn a_line_of_any_length_and_any_bytes_is_taken() {
        let format = format(r"^(?<level>\w+) (?<message>.*)$", Continues::Unmatched);
        let long = format!("ERROR {}", "x".repeat(1 << 20));
        let event = read(format, &long, &[]).expect("an event");
        assert_eq!(event.message.map(|m| m.len()), Some(1 << 20));
        assert_eq!(format.fit(b"ERROR \xff\0"), Fit::Strong);
        assert_eq!(format.fit(b""), Fit::No);
    }
}
