//! From TOML to a checked [`Config`]. What the file may hold is the `Raw` structs; everything that can be wrong
//! in it is told with its line.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::path::Path;

use chrono::format::{Item, StrftimeItems};
use serde::Deserialize;
use toml::{Spanned, Value};

use super::Config;
use crate::cause::{CAUSES, CauseRule, Ignored};
use crate::endpoint::Routes;
use crate::error::Error;
use crate::event::Field;
use crate::format::custom::{Continues, Custom};
use crate::format::{FORMATS, Format, WRAPPERS};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    routes: Vec<Spanned<String>>,
    #[serde(default)]
    ignore: Vec<Spanned<String>>,
    #[serde(default)]
    fields: RawFields,
    #[serde(default)]
    format: Vec<RawFormat>,
    #[serde(default)]
    cause: Vec<RawCause>,
}

type RawFields = BTreeMap<Spanned<String>, Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFormat {
    name: Spanned<String>,
    regex: Spanned<String>,
    time: Option<Spanned<String>>,
    continues: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCause {
    #[serde(rename = "match")]
    pattern: Spanned<String>,
    cause: Spanned<String>,
}

/// The file being read, for messages that name a place in it.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
}

pub fn config(path: &Path, text: &str) -> Result<Config, Error> {
    let file = File { path, text };
    let raw: Raw = toml::from_str(text).map_err(|error| file.syntax(&error))?;
    let mut formats: Vec<&'static Custom> = Vec::new();
    for entry in &raw.format {
        let format = file.format(entry)?;
        if formats.iter().any(|other| other.name() == format.name()) {
            let what = format!("a second format called `{}`", format.name());
            return Err(file.error(entry.name.span(), what, "give it another name"));
        }
        formats.push(format);
    }
    let causes = raw.cause.iter().map(|entry| file.cause(entry));
    Ok(Config {
        path: path.to_owned(),
        fields: file.fields(&raw.fields)?,
        formats,
        routes: file.routes(&raw.routes)?,
        causes: causes.collect::<Result<_, _>>()?,
        ignored: file.ignored(&raw.ignore)?,
    })
}

impl File<'_> {
    fn error(&self, span: Range<usize>, what: impl Display, mend: impl Display) -> Error {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
        Error::new(
            format!("{}:{line}: {what}", self.path.display()),
            mend.to_string(),
        )
    }

    fn syntax(&self, error: &toml::de::Error) -> Error {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let Some(unknown) = message.strip_prefix("unknown field ") else {
            return self.error(span, message, "mend the TOML there");
        };
        let (key, expected) = unknown.split_once(", ").unwrap_or((unknown, ""));
        self.unknown_key(
            span,
            key.trim_matches('`'),
            &expected.replacen("expected", "it takes", 1),
        )
    }

    fn unknown_key(&self, span: Range<usize>, key: &str, mend: &str) -> Error {
        let mend = match key {
            "routes" | "ignore" => "put it before the first [table]",
            _ => mend,
        };
        self.error(span, format!("unknown key `{key}`"), mend)
    }

    fn fields(&self, table: &RawFields) -> Result<Vec<(Field, Vec<String>)>, Error> {
        let mut fields = Vec::new();
        for (name, keys) in table {
            let span = name.span();
            match keys {
                // Unquoted, `error.type = ...` is a table in TOML.
                Value::Table(inner) => {
                    for (rest, keys) in inner {
                        let name = format!("{}.{rest}", name.get_ref());
                        fields.push(self.field(span.clone(), &name, keys)?);
                    }
                }
                keys => fields.push(self.field(span, name.get_ref(), keys)?),
            }
        }
        Ok(fields)
    }

    fn field(
        &self,
        span: Range<usize>,
        name: &str,
        keys: &Value,
    ) -> Result<(Field, Vec<String>), Error> {
        let Some(field) = Field::from_name(name) else {
            let names = Field::ALL.map(Field::name).join(", ");
            return Err(self.unknown_key(span, name, &format!("the fields are {names}")));
        };
        let key = |key: &Value| key.as_str().map(str::to_owned);
        let keys = match keys {
            Value::Array(keys) => keys.iter().map(key).collect(),
            one => key(one).map(|key| vec![key]),
        };
        let what = format!("`{name}` takes the names of keys");
        let mend = format!("write {name} = [\"key\", \"another.key\"]");
        Ok((field, keys.ok_or_else(|| self.error(span, what, mend))?))
    }

    fn format(&self, entry: &RawFormat) -> Result<&'static Custom, Error> {
        let regex = self.bytes_regex(&entry.regex)?;
        if regex.capture_names().flatten().next().is_none() {
            return Err(self.error(
                entry.regex.span(),
                "the regex names no group",
                "name what it captures, as in (?<message>.*)",
            ));
        }
        let layout = entry.time.as_ref().map(|time| self.layout(time));
        let continues = match &entry.continues {
            None => Continues::Unmatched,
            Some(rule) => match &rule.get_ref()[..] {
                "unmatched" => Continues::Unmatched,
                "indent" => Continues::Indented,
                "nothing" => Continues::Nothing,
                _ => Continues::Matching(self.bytes_regex(rule)?),
            },
        };
        let name = entry.name.get_ref();
        let formats = FORMATS.iter().map(|format| format.name());
        let mut taken = formats.chain(WRAPPERS.iter().map(|wrapper| wrapper.name()));
        if taken.any(|other| other == name) {
            let what = format!("a format called `{name}` is built in");
            return Err(self.error(entry.name.span(), what, "give it another name"));
        }
        if name.is_empty() || name.contains(char::is_whitespace) {
            let what = format!("`{name}` is no name of a format");
            return Err(self.error(entry.name.span(), what, "give it one word"));
        }
        Ok(Custom::leaked(name, regex, layout.transpose()?, continues))
    }

    fn layout(&self, time: &Spanned<String>) -> Result<Vec<Item<'static>>, Error> {
        StrftimeItems::new(time.get_ref())
            .parse_to_owned()
            .map_err(|_| {
                self.error(
                    time.span(),
                    format!("`{}` is no layout of a time", time.get_ref()),
                    "write it as strftime does, as in %Y-%m-%d %H:%M:%S",
                )
            })
    }

    fn routes(&self, templates: &[Spanned<String>]) -> Result<Routes, Error> {
        for template in templates {
            let text = template.get_ref();
            let whole = text.split('/').skip(1).all(|segment| {
                let count = |brace| segment.matches(brace).count();
                let braced = segment.starts_with('{') && segment.ends_with('}');
                count('{') == count('}') && (braced || count('{') == 0)
            });
            if !whole || !text.contains('/') {
                return Err(self.error(
                    template.span(),
                    format!("`{text}` is no template of a route"),
                    "write whole segments in braces, as in /u/{name}/posts",
                ));
            }
        }
        let templates: Vec<&String> = templates.iter().map(Spanned::get_ref).collect();
        Ok(Routes::new(&templates))
    }

    fn cause(&self, entry: &RawCause) -> Result<CauseRule, Error> {
        let word = entry.cause.get_ref();
        let cause = CAUSES.into_iter().find(|cause| cause == word);
        Ok(CauseRule {
            pattern: self.regex(&entry.pattern)?,
            cause: cause.ok_or_else(|| {
                let what = format!("`{word}` is no cause");
                self.error(
                    entry.cause.span(),
                    what,
                    format!("use one of {}", CAUSES.join(", ")),
                )
            })?,
        })
    }

    fn ignored(&self, patterns: &[Spanned<String>]) -> Result<Ignored, Error> {
        let patterns = patterns.iter().map(|pattern| self.regex(pattern));
        Ok(Ignored::new(patterns.collect::<Result<_, _>>()?))
    }

    fn regex(&self, pattern: &Spanned<String>) -> Result<regex::Regex, Error> {
        regex::Regex::new(pattern.get_ref()).map_err(|error| self.bad_regex(pattern.span(), &error))
    }

    fn bytes_regex(&self, pattern: &Spanned<String>) -> Result<regex::bytes::Regex, Error> {
        regex::bytes::Regex::new(pattern.get_ref())
            .map_err(|error| self.bad_regex(pattern.span(), &error))
    }

    fn bad_regex(&self, span: Range<usize>, error: &regex::Error) -> Error {
        // The library draws the place over several lines; the last one says what is wrong.
        let text = error.to_string();
        let why = text
            .lines()
            .last()
            .unwrap_or_default()
            .trim_start_matches("error: ");
        self.error(
            span,
            format!("the regex cannot be read ({why})"),
            "mend the regex",
        )
    }
}
