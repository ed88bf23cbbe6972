//! The usual entry read at once: an object whose keys come in an order seen before and whose wanted values are plain.
//!
//! Nothing here knows more than [`super::walk`], nor anything else: whatever is out of the ordinary (an unexpected
//! key, an escape in a wanted value, something nested that may matter, an error, a unit that is to be guessed) ends
//! the attempt, and the object is walked over from its beginning. What the walk would have told in
//! several steps, weighing every key against every other, is here a comparison and a conversion a value.

use super::scan::Cursor;
use crate::event::{Event, Text};
use crate::fields::{Known, Parent, Plain};
use crate::format::Cx;

/// Reads the object whose members `text` begins with into an event that tells nothing yet; gives what is behind it.
/// `None`, with the event as it was, where it has to be walked over.
pub fn read<'a>(text: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> Option<&'a [u8]> {
    if !cx.memo.is_ordinary() || event.told() != 0 || !event.extra.is_empty() {
        return None;
    }
    cx.memo.restart();
    let mut reader = Reader {
        cursor: Cursor::new(text),
        cx,
        to: Plain::new(event),
        extra: Vec::new(),
    };
    let is_read = reader.members(Parent::TOP, 0).is_some();
    let Reader { cursor, extra, .. } = reader;
    cx.memo.tell(is_read);
    if !is_read {
        *event = Event::default();
        return None;
    }
    event.extra = extra;
    Some(cursor.rest())
}

/// A value as it stands.
enum Scalar<'a> {
    Text(&'a [u8]),
    Word(&'a [u8]),
}

/// Objects nested deeper are walked over.
const DEEPEST: usize = 8;

struct Reader<'r, 's, 'e, 'a> {
    cursor: Cursor<'a>,
    cx: &'r mut Cx<'s>,
    to: Plain<'e, 'a>,
    /// Values of the keys in `cx.want.extra`, in its order.
    extra: Vec<Option<Text<'a>>>,
}

impl<'a> Reader<'_, '_, '_, 'a> {
    /// Reads the members of an object, and its end.
    fn members(&mut self, parent: Parent, depth: usize) -> Option<()> {
        if self.cursor.peek() == Some(b'}') {
            self.cursor.step();
            return Some(());
        }
        loop {
            let [b'"', key @ ..] = self.cursor.rest() else {
                return None;
            };
            let (len, known, itself) = self.cx.memo.expected(key, parent)?;
            self.cursor.skip(len + 2);
            separated(&mut self.cursor, b':')?;
            self.value(known, itself, depth)?;
            if self.cursor.peek() == Some(b'}') {
                self.cursor.step();
                return Some(());
            }
            separated(&mut self.cursor, b',')?;
        }
    }

    fn value(&mut self, known: Known, key: Parent, depth: usize) -> Option<()> {
        let is_wanted = known.meaning.is_some() || known.extra.is_some();
        let scalar = match self.cursor.peek()? {
            b'"' => {
                let string = self.cursor.string();
                if string.cut || string.escaped && (is_wanted || known.is_message) {
                    return None;
                }
                Scalar::Text(string.bytes)
            }
            b'{' | b'[' if !known.leads && known.meaning.is_none() => {
                return self.cursor.skip_value().then_some(());
            }
            b'{' if known.meaning.is_none() && depth < DEEPEST => {
                self.cursor.step();
                return self.members(key, depth + 1);
            }
            b'{' | b'[' => return None,
            _ => Scalar::Word(self.cursor.word()),
        };
        match is_wanted {
            true => self.keep(known, scalar),
            false => Some(()),
        }
    }

    fn keep(&mut self, known: Known, scalar: Scalar<'a>) -> Option<()> {
        let (Scalar::Text(bytes) | Scalar::Word(bytes)) = scalar;
        let is_text = matches!(scalar, Scalar::Text(_));
        if !is_text && (bytes.is_empty() || bytes == b"null") {
            return (!bytes.is_empty()).then_some(());
        }
        if let Some(place) = known.extra {
            let value = std::str::from_utf8(bytes).ok()?;
            self.extra.resize(self.cx.want.extra.len(), None);
            self.extra[place].get_or_insert(value.into());
        }
        match known.meaning {
            Some(meaning) if is_text => self.to.text(meaning, bytes, self.cx),
            Some(meaning) if !matches!(bytes, b"true" | b"false") => {
                self.to.number(meaning, bytes, self.cx)
            }
            _ => Some(()),
        }
    }
}

/// Steps over `mark` and the space that some put behind it.
fn separated(cursor: &mut Cursor, mark: u8) -> Option<()> {
    (cursor.peek() == Some(mark)).then(|| cursor.step())?;
    if cursor.peek() == Some(b' ') {
        cursor.step();
    }
    Some(())
}
