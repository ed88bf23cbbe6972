//! The usual entry read at once: an object of a shape seen before, whose wanted values are plain.
//!
//! Nothing here knows more than [`super::walk`], nor anything else: whatever is out of the ordinary (an unexpected
//! key, an escape in a wanted value, something nested that may matter, an error, a unit that is to be guessed) ends
//! the attempt, and the object is walked over from its beginning. What the walk would have told in
//! several steps, weighing every key against every other, is here a comparison and a conversion a value.

use super::scan::{Cursor, Raw};
use crate::event::{Event, Text};
use crate::fields::{Glance, Holds, Known, Lines, Plain, START, Shapes};
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
    let mut to = Fill {
        to: Plain::new(event),
        extra: Vec::new(),
    };
    let rest = members(text, cx, &mut to);
    let extra = to.extra;
    match rest {
        Ok(_) => event.extra = extra,
        Err(_) => *event = Event::default(),
    }
    rest
}

/// Glances at the object whose members `text` begins with; gives what stands behind its line, where that is known before
/// or with its end.
pub fn glance<'a>(text: &'a [u8], cx: &mut Cx, glance: &mut Glance) -> Option<&'a [u8]> {
    let rest = members(text, cx, glance).ok()?;
    if glance.opening(text.len()).is_some() {
        return Some(rest);
    }
    rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n")
}

/// Passes over the lines that `text` begins with and that are known from their beginning not to be asked for.
pub fn pass(text: &[u8], cx: &mut Cx, glance: &Glance) -> Lines {
    let mut shapes = cx.memo.lend_shapes();
    let passes = &mut cx.memo.passes;
    let lines = glance.pass(text, passes, |text| is_begun(text, &mut shapes));
    cx.memo.take_back(shapes);
    lines
}

/// Whether `text` begins with an object whose first key is known.
pub fn is_begun(text: &[u8], shapes: &mut Shapes) -> bool {
    let members = text.strip_prefix(b"{");
    members.is_some_and(|members| shapes.follow(START, members).is_some())
}

/// Who takes the values of an object. `None` ends the attempt.
trait Take<'a> {
    /// A string.
    fn text(&mut self, known: &Known, string: Raw<'a>, cx: &mut Cx) -> Option<()>;
    /// A number or a word.
    fn word(&mut self, known: &Known, bytes: &'a [u8], cx: &mut Cx) -> Option<()>;

    /// What stands behind the first line of `rest`, where nothing more that stands in it is of use.
    fn behind_rest(&mut self, rest: &'a [u8]) -> Option<&'a [u8]>;
}

/// Reads the members of an object, and its end.
fn members<'a>(text: &'a [u8], cx: &mut Cx, to: &mut impl Take<'a>) -> Result<&'a [u8], Unusual> {
    let mut shapes = cx.memo.lend_shapes();
    let mut rest = Err(Unusual::Shape);
    if shapes.are_trusted() {
        rest = walk(text, &mut shapes, cx, to);
        shapes.tell(rest.is_ok());
    }
    cx.memo.take_back(shapes);
    rest
}

fn walk<'a>(
    text: &'a [u8],
    shapes: &mut Shapes,
    cx: &mut Cx,
    to: &mut impl Take<'a>,
) -> Result<&'a [u8], Unusual> {
    let mut place = START;
    let mut rest = text;
    loop {
        let (step, value, behind) = shapes.follow(place, rest).ok_or(Unusual::Shape)?;
        let mut cursor = Cursor::new(value);
        let known = &step.known;
        match step.holds {
            Holds::Text => {
                let string = cursor.string_end();
                if string.cut {
                    return Err(Unusual::Value);
                }
                if step.is_read {
                    to.text(known, string, cx).ok_or(Unusual::Value)?;
                    if known.decides
                        && let Some(behind) = to.behind_rest(cursor.rest())
                    {
                        return Ok(behind);
                    }
                }
            }
            Holds::Word => {
                let word = cursor.word();
                if step.is_read {
                    to.word(known, word, cx).ok_or(Unusual::Value)?;
                    // The comma belongs to it: the number ends there.
                    if known.decides
                        && let Some(rest) = cursor.rest().strip_prefix(b",")
                        && let Some(behind) = to.behind_rest(rest)
                    {
                        return Ok(behind);
                    }
                }
            }
            Holds::Nested => cursor.skip_value().then_some(()).ok_or(Unusual::Value)?,
            Holds::End => return Ok(value),
        }
        (rest, place) = (cursor.rest(), behind);
    }
}

/// Fills an event.
struct Fill<'e, 'a> {
    to: Plain<'e, 'a>,
    /// Values of the keys in `cx.want.extra`, in its order.
    extra: Vec<Option<Text<'a>>>,
}

impl<'a> Fill<'_, 'a> {
    fn keep_extra(&mut self, known: &Known, bytes: &'a [u8], cx: &Cx) -> Option<()> {
        if let Some(place) = known.extra {
            let value = std::str::from_utf8(bytes).ok()?;
            self.extra.resize(cx.want.extra.len(), None);
            self.extra[place].get_or_insert(value.into());
        }
        Some(())
    }
}

impl<'a> Take<'a> for Fill<'_, 'a> {
    fn text(&mut self, known: &Known, string: Raw<'a>, cx: &mut Cx) -> Option<()> {
        (!string.escaped).then_some(())?;
        self.keep_extra(known, string.bytes, cx)?;
        match known.meaning {
            Some(meaning) => self.to.text(meaning, string.bytes, cx),
            None => Some(()),
        }
    }

    fn word(&mut self, known: &Known, bytes: &'a [u8], cx: &mut Cx) -> Option<()> {
        if bytes == b"null" {
            return Some(());
        }
        self.keep_extra(known, bytes, cx)?;
        match (known.meaning, bytes) {
            (Some(meaning), b"true" | b"false") => self.to.truth(meaning),
            (Some(meaning), _) => self.to.number(meaning, bytes, cx),
            (None, _) => Some(()),
        }
    }

    fn behind_rest(&mut self, _: &'a [u8]) -> Option<&'a [u8]> {
        None
    }
}

impl<'a> Take<'a> for Glance<'_> {
    fn text(&mut self, known: &Known, string: Raw<'a>, _: &mut Cx) -> Option<()> {
        self.text(known, string.bytes, string.escaped)
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
