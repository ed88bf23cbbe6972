//! Walking over an object and offering to a [`Collector`] what the projection wants, stepping over the rest.

use super::path::Path;
use super::scan::{Cursor, Raw};
use super::{frames, inner};
use crate::event::{Field, Text};
use crate::fields::{Collector, Known, Meaning, Value};
use crate::format::Cx;

/// Objects nested deeper are stepped over.
const DEEPEST: usize = 32;

/// Whether a schema wraps the value itself under this key, so that it is no part of a path: OpenTelemetry's typed
/// values, MongoDB's extended JSON.
pub fn is_type(key: &[u8]) -> bool {
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
    /// One of the outermost keys is known, whether or not anybody wants its value.
    pub told: bool,
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
                    if self.key_and_value(depth) == End::Cut {
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

    /// Walks over the key whose quote is next, and its value.
    fn key_and_value(&mut self, depth: usize) -> End {
        let key = self.cursor.string();
        if key.cut {
            return End::Cut;
        }
        if self.cursor.take(b':') {
            self.member(key.bytes, depth)
        } else if self.cursor.resume() {
            End::Closed
        } else {
            End::Cut
        }
    }

    fn member(&mut self, key: &[u8], depth: usize) -> End {
        if is_type(key) {
            let known = self.known();
            return self.value(known, depth);
        }
        let mark = self.path.push(key);
        let end = match mark {
            Some(_) => {
                let known = self.known();
                self.value(known, depth)
            }
            None => self.skip(),
        };
        if let Some(mark) = mark {
            self.path.pop(mark);
        }
        end
    }

    /// What is known of the key at `path`.
    fn known(&mut self) -> Known {
        let Cx {
            memo, keys, want, ..
        } = &mut *self.cx;
        memo.of(self.path.bytes(), keys, want)
    }

    /// Reads the value of a key; where it is not a scalar, that key is the one at `path`.
    fn value(&mut self, known: Known, depth: usize) -> End {
        let Some(first) = self.cursor.blanks() else {
            return End::Cut;
        };
        if known.is_request {
            self.to.sees_request();
        }
        self.told |= depth == 0 && known.tells && !matches!(first, b',' | b'}' | b']');
        let kept = Known {
            meaning: known.meaning.filter(|&meaning| self.to.is_open(meaning)),
            ..known
        };
        let leads = depth < DEEPEST && (kept.meaning.is_some() || known.leads);
        match first {
            b'{' if leads => {
                self.cursor.step();
                self.object(depth + 1)
            }
            b'[' if leads => {
                self.cursor.step();
                self.array(kept, depth)
            }
            b'{' | b'[' => self.skip(),
            b'"' => {
                let raw = self.cursor.string();
                if known.is_message && inner::is_object(raw) {
                    self.inner.get_or_insert(raw);
                }
                self.keep(kept, || Value::Text(raw.text()));
                if raw.cut { End::Cut } else { End::Closed }
            }
            _ => {
                let word = self.cursor.word();
                if word.is_empty() {
                    // `"status":,` or a bracket that does not belong here.
                    return End::Closed;
                }
                self.keep_word(kept, word);
                End::Closed
            }
        }
    }

    fn skip(&mut self) -> End {
        if self.cursor.skip_value() {
            End::Closed
        } else {
            End::Cut
        }
    }

    fn keep(&mut self, known: Known, value: impl Fn() -> Value<'a>) {
        let keys = &self.cx.want.extra;
        if let Some(key) = known.extra.and_then(|place| keys.get(place)) {
            self.extra.resize(keys.len(), None);
            for (open, _) in self.extra.iter_mut().zip(keys).filter(|(_, k)| *k == key) {
                open.get_or_insert_with(|| match value() {
                    Value::Text(text) => text,
                    Value::Number(number) => number.into(),
                    Value::Bool(yes) => if yes { "true" } else { "false" }.into(),
                });
            }
        }
        if let Some(meaning) = known.meaning {
            self.to.offer(meaning, value(), self.cx);
        }
    }

    fn keep_word(&mut self, known: Known, word: &'a [u8]) {
        match word {
            b"null" => {}
            b"true" => self.keep(known, || Value::Bool(true)),
            b"false" => self.keep(known, || Value::Bool(false)),
            _ => {
                if let Ok(number) = std::str::from_utf8(word) {
                    self.keep(known, || Value::Number(number));
                }
            }
        }
    }

    /// Walks over the array whose bracket has been read. Lines of a trace or a message are joined; of other
    /// scalars each is offered; objects have the keys of the array, `{"key": .., "value": ..}` pairs their own.
    fn array(&mut self, known: Known, depth: usize) -> End {
        let meaning = known.meaning;
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
                        self.keep(known, || Value::Text(raw.text()));
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
                        self.keep_word(known, word);
                    }
                }
            }
        };
        if joined(meaning)
            && let Some(text) = lines.text()
        {
            self.keep(known, || Value::Text(text.clone()));
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
