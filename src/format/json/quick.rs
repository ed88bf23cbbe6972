//! The usual entry read at once: an object of a shape seen before, whose wanted values are plain.
//!
//! Nothing here knows more than [`super::walk`], nor anything else: whatever is out of the ordinary (an unexpected
//! key, an escape in a wanted value, something nested that may matter, an error, a unit that is to be guessed) ends
//! the attempt, and the object is walked over from its beginning. What the walk would have told in
//! several steps, weighing every key against every other, is here a comparison and a conversion a value.

use super::scan::{Cursor, string_len};
use crate::event::Event;
use crate::fields::{Glance, Holds, Known, Lines, Plain, Shapes};
use crate::format::Cx;

/// Why an object has to be walked over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unusual {
    /// Its shape is not known.
    Shape,
    /// A value, or the event that it is to be read into.
    Value,
}

/// Reads the object whose members `text` begins with into an event that tells nothing yet; gives what is behind it.
/// Where it has to be walked over, the event is as it was.
pub fn read<'a>(text: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> Result<&'a [u8], Unusual> {
    if event.told() != 0 || !event.extra.is_empty() {
        return Err(Unusual::Value);
    }
    let mut plain = Plain::default();
    let rest = members(text, cx, &mut plain, true)?;
    if plain.pour(event).is_none() {
        *event = Event::default();
        return Err(Unusual::Value);
    }
    Ok(rest)
}

/// Gathers what the object tells whose members `text` begins with; gives what is behind it.
pub fn skim<'a>(text: &'a [u8], cx: &mut Cx, plain: &mut Plain<'a>) -> Option<&'a [u8]> {
    // Where it does not fit, whoever reads it in full tells so.
    members(text, cx, plain, false).ok()
}

/// Glances at the object whose members `text` begins with; gives what stands behind its line, where that is known before
/// or with its end.
pub fn glance<'a>(text: &'a [u8], cx: &mut Cx, glance: &mut Glance) -> Option<&'a [u8]> {
    let rest = members(text, cx, glance, true).ok()?;
    if glance.opening(text.len()).is_some() {
        return Some(rest);
    }
    behind_break(rest)
}

/// What stands behind the line break that `text` begins with.
pub fn behind_break(text: &[u8]) -> Option<&[u8]> {
    text.strip_prefix(b"\r").unwrap_or(text).strip_prefix(b"\n")
}

/// Passes over the lines that `text` begins with and that are known from their beginning not to be asked for.
pub fn pass(text: &[u8], cx: &mut Cx, glance: &Glance) -> Lines {
    let mut shapes = cx.memo.lend_shapes();
    let passes = &mut cx.memo.passes;
    let lines = glance.pass(text, passes, |text| is_begun(text, &mut shapes));
    cx.memo.take_back(shapes);
    lines
}

/// Whether `text` begins as the next entry does, an object whose first key is known.
pub fn follows(text: &[u8], cx: &mut Cx) -> bool {
    let mut shapes = cx.memo.lend_shapes();
    let is_begun = is_begun(text, &mut shapes);
    cx.memo.take_back(shapes);
    is_begun
}

fn is_begun(text: &[u8], shapes: &mut Shapes) -> bool {
    let members = text.strip_prefix(b"{");
    members.is_some_and(|members| shapes.follow(&mut shapes.start(), members).is_some())
}

/// Who takes the values of an object. `None` ends the attempt.
trait Take<'a> {
    /// It may have seen enough before the object ends.
    const MAY_STOP: bool;

    /// A string, as it stands between its quotes.
    fn text(&mut self, known: &Known, bytes: &'a [u8], escaped: bool, cx: &mut Cx) -> Option<()>;
    /// A number or a word.
    fn word(&mut self, known: &Known, bytes: &'a [u8], cx: &mut Cx) -> Option<()>;

    /// What stands behind the first line of `rest`, where nothing more that stands in it is of use.
    fn behind_rest(&mut self, _rest: &'a [u8]) -> Option<&'a [u8]> {
        None
    }
}

/// Reads the members of an object, and its end. That it does not fit is told once, by the last who tries.
fn members<'a>(
    text: &'a [u8],
    cx: &mut Cx,
    to: &mut impl Take<'a>,
    is_last: bool,
) -> Result<&'a [u8], Unusual> {
    let mut shapes = cx.memo.lend_shapes();
    let mut rest = Err(Unusual::Shape);
    if shapes.are_trusted() {
        rest = walk(text, &mut shapes, cx, to);
        if rest.is_ok() || is_last {
            shapes.tell(rest.is_ok());
        }
    }
    cx.memo.take_back(shapes);
    rest
}

fn walk<'a, T: Take<'a>>(
    text: &'a [u8],
    shapes: &mut Shapes,
    cx: &mut Cx,
    to: &mut T,
) -> Result<&'a [u8], Unusual> {
    let mut place = shapes.start();
    let mut rest = text;
    loop {
        let (step, value) = shapes.follow(&mut place, rest).ok_or(Unusual::Shape)?;
        let known = &step.known;
        // A comparison for most of them, and no jump to one of four places.
        if step.holds == Holds::Text {
            let (len, escaped) = string_len(value).ok_or(Unusual::Value)?;
            let bytes = &value[..len];
            rest = &value[len + 1..];
            if step.is_read {
                to.text(known, bytes, escaped, cx).ok_or(Unusual::Value)?;
                if T::MAY_STOP
                    && known.decides
                    && let Some(behind) = to.behind_rest(rest)
                {
                    return Ok(behind);
                }
            }
            continue;
        }
        let mut cursor = Cursor::new(value);
        match step.holds {
            Holds::Word => {
                let word = cursor.word();
                if step.is_read {
                    to.word(known, word, cx).ok_or(Unusual::Value)?;
                    // The comma belongs to it: the number ends there.
                    if T::MAY_STOP
                        && known.decides
                        && let Some(rest) = cursor.rest().strip_prefix(b",")
                        && let Some(behind) = to.behind_rest(rest)
                    {
                        return Ok(behind);
                    }
                }
            }
            Holds::Text | Holds::Nested => {
                cursor.skip_value().then_some(()).ok_or(Unusual::Value)?;
            }
            Holds::End => return Ok(value),
        }
        rest = cursor.rest();
    }
}

impl<'a> Take<'a> for Plain<'a> {
    const MAY_STOP: bool = false;

    #[inline]
    fn text(&mut self, known: &Known, bytes: &'a [u8], escaped: bool, cx: &mut Cx) -> Option<()> {
        (!escaped).then_some(())?;
        self.take_text(known, bytes, cx)
    }

    #[inline]
    fn word(&mut self, known: &Known, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
        self.take_word(known, bytes, cx)
    }
}

impl<'a> Take<'a> for Glance<'_> {
    const MAY_STOP: bool = true;

    fn text(&mut self, known: &Known, bytes: &'a [u8], escaped: bool, _: &mut Cx) -> Option<()> {
        self.text(known, bytes, escaped)
    }

    fn word(&mut self, known: &Known, bytes: &'a [u8], _: &mut Cx) -> Option<()> {
        match bytes {
            b"null" => Some(()),
            _ => self.number(known, bytes),
        }
    }

    fn behind_rest(&mut self, rest: &'a [u8]) -> Option<&'a [u8]> {
        Glance::behind_rest(self, rest)
    }
}
