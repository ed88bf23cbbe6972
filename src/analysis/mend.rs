//! What would mend a source that was not wholly understood: the lines of `errlog.toml`, ready to be pasted, or an option.
//!
//! Two things can be missing. Keys whose names say nothing to errlog, but whose values do: then `[fields]` names them.
//! Lines of no known format: then `[[format]]` describes them by what can be told from a few of them.

use chrono::NaiveDateTime;
use regex::bytes::Regex;
use serde_json::Value;

use crate::event::{Event, Field, Level};
use crate::fields::KeyTable;
use crate::format::pairs::Pairs;
use crate::format::plain::level;
use crate::time;
use crate::token;

/// How many entries are looked at for either.
pub const SAMPLES: usize = 20;

/// The fields whose values can be told without a name.
const TELLING: [Field; 3] = [Field::Time, Field::Level, Field::RequestId];

/// Something that would mend a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// Why, for people.
    pub why: String,
    /// Lines for `errlog.toml`.
    pub config: Option<String>,
    /// What does the same on the command line, for once.
    pub option: Option<String>,
}

/// Entries of keys and values that lack a telling field.
#[derive(Debug, Default)]
pub struct Lacking {
    /// Their first lines, for each of [`TELLING`].
    samples: [Vec<String>; TELLING.len()],
}

impl Lacking {
    pub fn observe(&mut self, line: &[u8], event: &Event) {
        if !matches!(event.format, "json" | "logfmt") {
            return;
        }
        for (field, samples) in TELLING.iter().zip(&mut self.samples) {
            if samples.len() < SAMPLES && !event.has(*field) {
                samples.push(String::from_utf8_lossy(line.trim_ascii()).into_owned());
            }
        }
    }

    /// Takes in what was seen of the next piece.
    pub fn merge(&mut self, next: Lacking) {
        for (mine, theirs) in self.samples.iter_mut().zip(next.samples) {
            mine.extend(theirs);
            mine.truncate(SAMPLES);
        }
    }

    /// The key of each lacking field, where one holds its like in most of the entries that lack it.
    pub fn mends(&self) -> Vec<Mend> {
        let pairs = TELLING.iter().zip(&self.samples);
        pairs
            .filter_map(|(field, samples)| named(*field, samples))
            .collect()
    }
}

fn named(field: Field, samples: &[String]) -> Option<Mend> {
    let known = KeyTable::default();
    let entries: Vec<_> = samples.iter().map(|line| leaves(line)).collect();
    let holds = |key: &str| {
        let has = |leaves: &&Vec<(String, String)>| {
            leaves
                .iter()
                .any(|(name, value)| name == key && is_like(field, value))
        };
        entries.iter().filter(has).count()
    };
    let keys = entries.first()?.iter().map(|(key, _)| key.as_str());
    let mut keys: Vec<(usize, &str)> = keys
        .filter(|key| {
            known
                .meaning(key.as_bytes())
                .is_none_or(|meaning| !meaning.is_certain())
        })
        .map(|key| (holds(key), key))
        .filter(|(count, _)| count * 2 > samples.len())
        .collect();
    keys.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let (count, key) = *keys.first()?;
    let name = field.name();
    Some(Mend {
        why: format!(
            "{key} looks like the {} in {count} of {} entries without one",
            name.replace('_', " "),
            samples.len()
        ),
        config: Some(format!("[fields]\n{name} = [{}]\n", Value::from(key))),
        option: Some(format!("--field {name}={key}")),
    })
}

fn is_like(field: Field, value: &str) -> bool {
    let bytes = value.as_bytes();
    match field {
        Field::Time => {
            let whole = |len: usize| len == bytes.len();
            time::scan(bytes).is_some_and(|(stamp, len)| stamp.date.is_some() && whole(len))
                || time::epoch_text(bytes).is_some()
        }
        Field::Level => Level::from_word(bytes).is_some(),
        _ => {
            token::is_uuid(bytes)
                || token::is_hex(bytes) && bytes.len() >= 12
                || token::is_random(bytes)
        }
    }
}

/// The keys and values of an entry, nested keys joined by dots.
fn leaves(line: &str) -> Vec<(String, String)> {
    let mut leaves = Vec::new();
    match serde_json::from_str(line) {
        Ok(value) => walk("", &value, &mut leaves),
        Err(_) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let pairs = Pairs::new(line.as_bytes());
            leaves.extend(pairs.map(|pair| (text(pair.key), pair.value().into_owned())));
        }
    }
    leaves
}

fn walk(path: &str, value: &Value, leaves: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                walk(&path, value, leaves);
            }
        }
        Value::String(text) => leaves.push((path.to_owned(), text.clone())),
        Value::Number(number) => leaves.push((path.to_owned(), number.to_string())),
        _ => {}
    }
}

/// Layouts of time that errlog does not know by itself, for it could not tell them from other numbers.
const LAYOUTS: [&str; 14] = [
    "%Y.%m.%d-%H.%M.%S",
    "%Y.%m.%d %H.%M.%S",
    "%Y-%m-%d-%H.%M.%S",
    "%Y-%m-%d %H-%M-%S",
    "%Y-%m-%d_%H-%M-%S",
    "%d.%m.%Y-%H:%M:%S",
    "%d.%m.%Y %H.%M.%S",
    "%d-%m-%Y %H-%M-%S",
    "%Y%m%d-%H%M%S",
    "%Y%m%d_%H%M%S",
    "%Y%m%d%H%M%S",
    "%y%m%d-%H%M%S",
    "%Y/%j %H:%M:%S",
    "%Y%j%H%M%S",
];

/// A `[[format]]` for lines that nothing else fits, if most of them have something to tell in common.
pub fn format(lines: &[String]) -> Option<Mend> {
    let (regex, layout) = lines.iter().find_map(|line| described(line))?;
    let compiled = Regex::new(&regex).ok()?;
    let fitting = lines
        .iter()
        .filter(|line| compiled.is_match(line.as_bytes()));
    let count = fitting.count();
    if count * 2 < lines.len() {
        return None;
    }
    let mut config = format!("[[format]]\nname = \"mine\"\nregex = '{regex}'\n");
    if let Some(layout) = layout {
        config.push_str(&format!("time = \"{layout}\"\n"));
    }
    Some(Mend {
        why: format!("{count} of {} such lines are of one kind", lines.len()),
        config: Some(config),
        option: None,
    })
}

/// The regex of a line's head, and the layout of its time where errlog has to be told.
fn described(line: &str) -> Option<(String, Option<&'static str>)> {
    const HEAD: usize = 160;
    const WORD: &str = r"[\w.$-]+";
    const WORDS: usize = 4;
    let mut regex = String::from("^");
    let (mut layout, mut told, mut end) = (None, 0, 0);
    let (mut at, mut words) = (0, 0);
    // Up to the last thing that tells something, the line is described part by part; the rest is the message.
    let mut parts: Vec<(String, bool)> = Vec::new();
    while at < line.len().min(HEAD) && parts.len() < 40 {
        let rest = &line[at..];
        let after_name = line[..at].ends_with(|c: char| c.is_alphanumeric());
        let stamp = if after_name || layout.is_some() {
            None
        } else {
            stamp(rest)
        };
        let (part, len, tells) = if let Some((len, found)) = stamp.filter(|_| told & 1 == 0) {
            (layout, told) = (found, told | 1);
            (format!("(?<time>{})", kinds(&rest[..len])), len, true)
        } else {
            let len = rest
                .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.' | '$'))
                .unwrap_or(rest.len());
            let word = &rest[..len];
            let cell = is_cell(line, at, at + len);
            match rest.chars().next()? {
                ' ' | '\t' => {
                    let len = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                    (r"\s+".to_owned(), len, false)
                }
                other if len == 0 => (literal(other), other.len_utf8(), false),
                _ if told & 2 == 0 && is_level(word, cell) => {
                    told |= 2;
                    ("(?<level>[A-Za-z]+)".to_owned(), len, true)
                }
                _ if told & 4 == 0 && is_like(Field::RequestId, word) => {
                    told |= 4;
                    (r"(?<request_id>[\w.-]+)".to_owned(), len, true)
                }
                _ => (WORD.to_owned(), len, false),
            }
        };
        words = match (tells, part.as_str()) {
            (true, _) => 0,
            (false, WORD) => words + 1,
            _ => words,
        };
        // A word that says how bad it is, but deep in a sentence, is the sentence's.
        if words > WORDS {
            break;
        }
        parts.push((part, tells));
        at += len;
        if tells {
            end = parts.len();
        }
    }
    if told == 0 {
        return None;
    }
    // What closes the last part belongs to it.
    let closing = parts[end..]
        .iter()
        .take_while(|(part, _)| part != WORD && !part.starts_with("(?<"));
    let end = end + closing.count();
    regex.extend(parts[..end].iter().map(|(part, _)| part.as_str()));
    regex.push_str("(?<message>.*)$");
    (!regex.contains('\'')).then_some((regex, layout))
}

/// The time that `text` begins with: its length, and its layout where errlog does not know it.
fn stamp(text: &str) -> Option<(usize, Option<&'static str>)> {
    if let Some((_, len)) = time::scan(text.as_bytes()) {
        return Some((len, None));
    }
    LAYOUTS.iter().find_map(|layout| {
        let (_, rest) = NaiveDateTime::parse_and_remainder(text, layout).ok()?;
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
        ends.then_some((text.len() - rest.len(), Some(*layout)))
    })
}

/// A regex for one character. What can't be seen can't stand in TOML either.
fn literal(c: char) -> String {
    match c.is_control() {
        true => ".".to_owned(),
        false => regex::escape(&c.to_string()),
    }
}

/// Digits and letters by their kind, the rest as it is.
fn kinds(text: &str) -> String {
    let mut regex = String::new();
    let mut last = "";
    for c in text.chars() {
        let kind = match c {
            _ if c.is_ascii_digit() => r"\d+",
            _ if c.is_alphabetic() => r"\pL+",
            _ => "",
        };
        if kind.is_empty() {
            regex.push_str(&literal(c));
        } else if kind != last {
            regex.push_str(kind);
        }
        last = kind;
    }
    regex
}

/// Whether what stands between two places is set off by signs on both sides.
fn is_cell(line: &str, from: usize, to: usize) -> bool {
    let sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && c != '\'');
    sign(line[..from].trim_end().chars().next_back())
        && sign(line[to..].trim_start().chars().next())
}

/// A word in capitals, or a cell of its own, that says how bad it is.
fn is_level(word: &str, cell: bool) -> bool {
    let upper = word.chars().all(|c| c.is_ascii_uppercase());
    match word.as_bytes() {
        [letter] => cell && level::letter(*letter).is_some(),
        word => (cell || upper) && Level::from_word(word).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::event::{Time, Want};
    use crate::fields::KeyMemo;
    use crate::format::{Cx, Format};
    use crate::time::{Clock, Zone};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    /// What a format pasted into a configuration reads from a line.
    fn read(mend: &Mend, line: &str, fields: &[&str]) -> Vec<String> {
        let config = mend.config.as_deref().expect("lines for the configuration");
        let config = crate::config::parse(Path::new("errlog.toml"), config).expect(config);
        let (want, keys) = (Want::all(), KeyTable::default());
        let mut clock = Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000));
        let mut cx = Cx {
            want: &want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        };
        let mut event = Event::default();
        assert!(config.formats[0].parse(line.as_bytes(), &mut cx, &mut event));
        let value = |field: &&str| match *field {
            "time" => event
                .time
                .map(|t| time::rfc3339(t, Zone::Utc))
                .unwrap_or_default(),
            "level" => event.level.map(|l| l.word().to_owned()).unwrap_or_default(),
            "request_id" => event.request_id.as_deref().unwrap_or_default().to_owned(),
            _ => event.message.as_deref().unwrap_or_default().to_owned(),
        };
        fields.iter().map(value).collect()
    }

    #[test]
    fn a_format_for_lines_of_an_unknown_layout_works_when_pasted() {
        let cases = [
            (
                "2025.03.14-02.11.09 | E | drawer 7 is stuck\n2025.03.14-02.11.10 | I | fine",
                ["2025-03-14T02:11:09Z", "error", "", "drawer 7 is stuck"],
            ),
            (
                "till7;20250314021109;ERROR;550e8400-e29b-41d4-a716-446655440000;no paper\ntill8;20250314021110;INFO;650e8400-e29b-41d4-a716-446655440000;ok",
                [
                    "2025-03-14T02:11:09Z",
                    "error",
                    "550e8400-e29b-41d4-a716-446655440000",
                    "no paper",
                ],
            ),
            (
                "\u{1}\u{7f};20250314021109;ERROR;bell",
                ["2025-03-14T02:11:09Z", "error", "", "bell"],
            ),
            (
                "<shop/main> (14.03.2025 02.11.09) it's broken\n<shop/main> (14.03.2025 02.11.10) fine",
                ["2025-03-14T02:11:09Z", "", "", "it's broken"],
            ),
        ];
        for (text, wanted) in cases {
            let lines = lines(text);
            let mend = format(&lines).expect(text);
            let got = read(
                &mend,
                &lines[0],
                &["time", "level", "request_id", "message"],
            );
            assert_eq!(got, wanted, "{:?}", mend.config);
        }
    }

    #[test]
    fn lines_that_tell_nothing_get_no_format() {
        assert_eq!(format(&lines("listening on 8080\nbye")), None);
        let sentence = "one two three four five six WARN seven";
        assert_eq!(format(&lines(sentence)), None);
        assert_eq!(format(&[]), None);
    }

    #[test]
    fn keys_are_named_by_what_they_hold() {
        let mut lacking = Lacking::default();
        for n in 0..3 {
            let line = format!(
                r#"{{"when_seen":"2025-03-14T02:11:0{n}Z","how":{{"bad":"warn"}},"zz":"9f2c1b7a44d0e5a{n}","n":{n}}}"#
            );
            let event = Event {
                format: "json",
                ..Event::default()
            };
            lacking.observe(line.as_bytes(), &event);
        }
        let mends = lacking.mends();
        let options: Vec<_> = mends
            .iter()
            .filter_map(|mend| mend.option.as_deref())
            .collect();
        assert_eq!(
            options,
            [
                "--field time=when_seen",
                "--field level=how.bad",
                "--field request_id=zz"
            ]
        );
        for mend in &mends {
            let config = mend.config.as_deref().unwrap();
            let config = crate::config::parse(Path::new("errlog.toml"), config).expect(config);
            assert_eq!(config.fields.len(), 1);
        }
    }

    #[test]
    fn entries_that_tell_all_need_no_mending() {
        let mut lacking = Lacking::default();
        let event = Event {
            format: "json",
            time: Some(Time(0)),
            level: Some(Level::Info),
            request_id: Some("a".into()),
            ..Event::default()
        };
        lacking.observe(br#"{"seen":"2025-03-14T02:11:09Z"}"#, &event);
        assert_eq!(lacking.mends(), []);
    }
}
