//! The usual entry read at once: an object on one line, its keys in an order seen before, its wanted values plain.
//!
//! Nothing here knows more than [`super::walk`], nor anything else: whatever is out of the ordinary (an unexpected
//! key, an escape in a wanted value, something nested that may matter, an error, a unit that is to be guessed) ends
//! the attempt, and the object is walked over from its beginning. What the walk would have told in
//! several steps, weighing every key against every other, is here a comparison and a conversion a value.

use super::scan::Cursor;
use crate::event::{Event, Text};
use crate::fields::{Known, Plain};
use crate::format::Cx;

/// Reads the object whose members `text` begins with into an event that tells nothing yet; gives what is behind it.
/// `None`, with the event as it was, where it has to be walked over.
pub fn read<'a>(text: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> Option<&'a [u8]> {
    if !cx.memo.is_ordinary() || event.told() != 0 || !event.extra.is_empty() {
        return None;
    }
    cx.memo.restart();
    let mut extra = Vec::new();
    let end = members(text, cx, &mut Plain::new(event), &mut extra);
    cx.memo.tell(end.is_some());
    match end {
        Some(_) => event.extra = extra,
        None => *event = Event::default(),
    }
    end
}

/// A value as it stands.
enum Scalar<'a> {
    Text(&'a [u8]),
    Word(&'a [u8]),
}

fn members<'a>(
    text: &'a [u8],
    cx: &mut Cx,
    to: &mut Plain<'_, 'a>,
    extra: &mut Vec<Option<Text<'a>>>,
) -> Option<&'a [u8]> {
    let mut cursor = Cursor::new(text);
    loop {
        let [b'"', key @ ..] = cursor.rest() else {
            return None;
        };
        let (len, &known) = cx.memo.expected(key)?;
        cursor.skip(len + 2);
        separated(&mut cursor, b':')?;
        let is_wanted = known.meaning.is_some() || known.extra.is_some();
        let scalar = match cursor.peek()? {
            b'"' => {
                let string = cursor.string();
                if string.cut || string.escaped && (is_wanted || known.is_message) {
                    return None;
                }
                Scalar::Text(string.bytes)
            }
            b'{' | b'[' => {
                let is_passed = !known.leads && known.meaning.is_none() && cursor.skip_value();
                is_passed.then_some(())?;
                Scalar::Word(b"null")
            }
            _ => Scalar::Word(cursor.word()),
        };
        if is_wanted {
            keep(known, scalar, cx, to, extra)?;
        }
        if cursor.peek() == Some(b'}') {
            cursor.step();
            return Some(cursor.rest());
        }
        separated(&mut cursor, b',')?;
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

fn keep<'a>(
    known: Known,
    scalar: Scalar<'a>,
    cx: &mut Cx,
    to: &mut Plain<'_, 'a>,
    extra: &mut Vec<Option<Text<'a>>>,
) -> Option<()> {
    let (Scalar::Text(bytes) | Scalar::Word(bytes)) = scalar;
    let is_text = matches!(scalar, Scalar::Text(_));
    if !is_text && (bytes.is_empty() || bytes == b"null") {
        return (!bytes.is_empty()).then_some(());
    }
    if let Some(place) = known.extra {
        let value = std::str::from_utf8(bytes).ok()?;
        extra.resize(cx.want.extra.len(), None);
        extra[place].get_or_insert(value.into());
    }
    match known.meaning {
        Some(meaning) if is_text => to.text(meaning, bytes, cx),
        Some(meaning) if !matches!(bytes, b"true" | b"false") => to.number(meaning, bytes, cx),
        _ => Some(()),
    }
}
