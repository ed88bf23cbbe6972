//! Walking over an object and offering to a [`Collector`] what the projection wants, stepping over the rest.

use super::path::Path;
use super::scan::{Cursor, Raw};
use super::{frames, inner};
use crate::event::{Field, Text};
use crate::fields::{Collector, Meaning, Value};
use crate::format::Cx;

/// Objects nested deeper are stepped over.
const DEEPEST: usize = 32;

/// Whether a schema wraps the value itself under this key, so that it is no part of a path: OpenTelemetry's typed
/// values, MongoDB's extended JSON.
fn is_type(key: &[u8]) -> bool {
    matches!(
        key,
        b"stringValue"
            | b"intValue"
            | b"doubleValue"
            | b"boolValue"
            | b"$date"
            | b"$numberLong"
            | b"$numberInt"
            | b"$oid"
    )
}

/// How a part of the text ended.
#[derive(Clone, Copy, PartialEq)]
pub enum End {
    Closed,
    /// The text ended first.
    Cut,
}

pub struct Walk<'w, 's, 'e, 'a> {
    pub cursor: Cursor<'a>,
    pub cx: &'w mut Cx<'s>,
    pub to: Collector<'e, 'a>,
    /// Values of the keys in `cx.want.extra`, in its order.
    pub extra: Vec<Option<Text<'a>>>,
    pub path: Path,
    /// The message, where it is an object as text.
    pub inner: Option<Raw<'a>>,
}

impl<'a> Walk<'_, '_, '_, 'a> {
    /// Walks over the object whose opening brace has been read.
    pub fn object(&mut self, depth: usize) -> End {
        loop {
            match self.cursor.blanks() {
                None => return End::Cut,
                Some(b'}') => {
                    self.cursor.step();
                    return End::Closed;
                }
                Some(b',') => self.cursor.step(),
                Some(b'"') => {
                    let key = self.cursor.string();
                    if key.cut {
                        return End::Cut;
                    }
                    if self.cursor.take(b':') {
                        if self.member(key.bytes, depth) == End::Cut {
                            return End::Cut;
                        }
                    } else if !self.cursor.resume() {
                        return End::Cut;
                    }
                }
                Some(_) => {
                    if !self.cursor.resume() {
                        return End::Cut;
                    }
                }
            }
        }
    }

    fn member(&mut self, key: &[u8], depth: usize) -> End {
        if is_type(key) {
            return self.value(depth);
        }
        let mark = self.path.push(key);
        let end = match mark {
            Some(_) => self.value(depth),
            None => self.skip(),
        };
        if let Some(mark) = mark {
            self.path.pop(mark);
        }
        end
    }

    /// Reads the value of the key at `path`.
    fn value(&mut self, depth: usize) -> End {
        let Some(first) = self.cursor.blanks() else {
            return End::Cut;
        };
        let known = self.cx.keys.meaning(self.path.bytes());
        let meaning = known.filter(|&meaning| self.to.wants(meaning, self.cx.want));
        match first {
            b'{' if self.leads(meaning, depth) => {
                self.cursor.step();
                self.object(depth + 1)
            }
            b'[' if self.leads(meaning, depth) => {
                self.cursor.step();
                self.array(meaning, depth)
            }
            b'{' | b'[' => self.skip(),
            b'"' => {
                let raw = self.cursor.string();
                if inner::is_object(raw) && known.is_some_and(|m| m.field == Field::Message) {
                    self.inner.get_or_insert(raw);
                }
                self.keep(meaning, || Value::Text(raw.text()));
                if raw.cut { End::Cut } else { End::Closed }
            }
            _ => {
                let word = self.cursor.word();
                if word.is_empty() {
                    // `"status":,` or a bracket that does not belong here.
                    return End::Closed;
                }
                self.keep_word(meaning, word);
                End::Closed
            }
        }
    }

    /// Whether the object or array at `path` is to be looked into.
    fn leads(&self, meaning: Option<Meaning>, depth: usize) -> bool {
        depth < DEEPEST
            && (meaning.is_some()
                || self.cx.keys.leads(self.path.bytes())
                || self.cx.want.extra.iter().any(|key| self.path.leads_to(key)))
    }

    fn skip(&mut self) -> End {
        if self.cursor.skip_value() {
            End::Closed
        } else {
            End::Cut
        }
    }

    fn keep(&mut self, meaning: Option<Meaning>, value: impl Fn() -> Value<'a>) {
        for (i, key) in self.cx.want.extra.iter().enumerate() {
            if key.as_bytes() == self.path.bytes() {
                self.extra.resize(self.cx.want.extra.len(), None);
                self.extra[i].get_or_insert_with(|| match value() {
                    Value::Text(text) => text,
                    Value::Number(number) => number.into(),
                    Value::Bool(yes) => if yes { "true" } else { "false" }.into(),
                });
            }
        }
        if let Some(meaning) = meaning {
            self.to.offer(meaning, value(), self.cx);
        }
    }

    fn keep_word(&mut self, meaning: Option<Meaning>, word: &'a [u8]) {
        match word {
            b"null" => {}
            b"true" => self.keep(meaning, || Value::Bool(true)),
            b"false" => self.keep(meaning, || Value::Bool(false)),
            _ => {
                if let Ok(number) = std::str::from_utf8(word) {
                    self.keep(meaning, || Value::Number(number));
                }
            }
        }
    }

    /// Walks over the array whose bracket has been read. Lines of a trace or a message are joined; of other
    /// scalars each is offered; objects have the keys of the array, `{"key": .., "value": ..}` pairs their own.
    fn array(&mut self, meaning: Option<Meaning>, depth: usize) -> End {
        let mut lines = Lines::default();
        let end = loop {
            match self.cursor.blanks() {
                None => break End::Cut,
                Some(b']') => {
                    self.cursor.step();
                    break End::Closed;
                }
                Some(b',') => self.cursor.step(),
                Some(b'"') => {
                    let raw = self.cursor.string();
                    lines.push(raw, meaning);
                    if !joined(meaning) {
                        self.keep(meaning, || Value::Text(raw.text()));
                    }
                    if raw.cut {
                        break End::Cut;
                    }
                }
                Some(b'{') if depth + 1 < DEEPEST => {
                    let frame = meaning.filter(|m| m.field == Field::ErrorStack);
                    if let Some(frame) = frame.and_then(|_| frames::read(self.cursor)) {
                        lines.push_text(frame);
                    }
                    self.cursor.step();
                    if self.element(depth) == End::Cut {
                        break End::Cut;
                    }
                }
                Some(b'{' | b'[') => {
                    if !self.cursor.skip_value() {
                        break End::Cut;
                    }
                }
                Some(b'}' | b':') => self.cursor.step(),
                Some(_) => {
                    let word = self.cursor.word();
                    lines.push_byte(word);
                    if !joined(meaning) {
                        self.keep_word(meaning, word);
                    }
                }
            }
        };
        if joined(meaning)
            && let Some(text) = lines.text()
        {
            self.keep(meaning, || Value::Text(text.clone()));
        }
        end
    }

    /// An object in an array, whose brace has been read.
    fn element(&mut self, depth: usize) -> End {
        let start = self.cursor;
        let Some(key) = self.pair() else {
            self.cursor = start;
            return self.object(depth + 1);
        };
        let end = self.member(key, depth + 1);
        if end == End::Cut {
            End::Cut
        } else {
            self.object(depth + 1)
        }
    }

    /// Reads `"key": "NAME", "value":` and gives the name.
    fn pair(&mut self) -> Option<&'a [u8]> {
        let name =
            |raw: &Raw, names: &[&[u8]]| names.iter().any(|n| n.eq_ignore_ascii_case(raw.bytes));
        let string =
            |walk: &mut Self| (walk.cursor.blanks() == Some(b'"')).then(|| walk.cursor.string());
        string(self).filter(|raw| name(raw, &[b"key", b"name"]))?;
        self.cursor.take(b':').then_some(())?;
        let key = string(self)?;
        self.cursor.take(b',').then_some(())?;
        string(self).filter(|raw| name(raw, &[b"value"]))?;
        self.cursor.take(b':').then_some(key.bytes)
    }
}

/// Whether an array under a key of this meaning is one text.
fn joined(meaning: Option<Meaning>) -> bool {
    meaning.is_some_and(|m| {
        matches!(
            m.field,
            Field::ErrorStack | Field::Message | Field::Grouping
        )
    })
}

/// The lines of a text that stands as an array: of strings, of frames, or of bytes (journald's way with what is
/// not UTF-8).
#[derive(Default)]
struct Lines {
    text: String,
    bytes: Vec<u8>,
}

impl Lines {
    fn push(&mut self, raw: Raw, meaning: Option<Meaning>) {
        if joined(meaning) {
            self.push_text(raw.text().trim_end_matches('\n').to_owned());
        }
    }

    fn push_text(&mut self, line: String) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&line);
    }

    fn push_byte(&mut self, word: &[u8]) {
        if let Some(byte) = std::str::from_utf8(word)
            .ok()
            .and_then(|word| word.parse().ok())
        {
            self.bytes.push(byte);
        }
    }

    fn text<'a>(self) -> Option<Text<'a>> {
        if !self.text.is_empty() {
            return Some(self.text.into());
        }
        (!self.bytes.is_empty()).then(|| String::from_utf8_lossy(&self.bytes).into_owned().into())
    }
}
