//! Learning the shape of an object, for [`super::quick`].

use super::path::Path;
use super::scan::Cursor;
use super::walk::is_type;
use crate::fields::{Holds, Known, Place, Shapes};
use crate::format::Cx;

/// Objects nested deeper are no ordinary entries.
const DEEPEST: usize = 8;

/// Learns the shape of the object whose members `members` begins with, as far as it is well formed and holds nothing
/// that [`super::walk`] takes apart in ways of its own.
pub fn learn(members: &[u8], cx: &mut Cx) {
    let mut shapes = cx.memo.lend_shapes();
    if shapes.are_open() {
        let place = shapes.start();
        let mut learner = Learner {
            cursor: Cursor::new(members),
            cx,
            shapes: &mut shapes,
            place,
            unread: members,
            path: Path::new(),
            steps: Path::new(),
        };
        learner.object(0);
    }
    cx.memo.take_back(shapes);
}

struct Learner<'l, 's, 'a> {
    cursor: Cursor<'a>,
    cx: &'l mut Cx<'s>,
    shapes: &'l mut Shapes,
    place: Place,
    /// What stands behind the last value.
    unread: &'a [u8],
    /// The keys from the top, joined by dots: by them keys are known.
    path: Path,
    /// The same, but so that a dot within a key is another thing than one between two.
    steps: Path,
}

impl Learner<'_, '_, '_> {
    /// Learns the members of an object, and at the top its end. `None` where there is no more to be learned.
    fn object(&mut self, depth: usize) -> Option<()> {
        loop {
            if self.cursor.take(b'}') {
                break;
            }
            self.member(depth)?;
            if !self.cursor.take(b',') {
                self.cursor.take(b'}').then_some(())?;
                break;
            }
        }
        if depth == 0 {
            self.step(Holds::End, Known::default())?;
        }
        Some(())
    }

    fn member(&mut self, depth: usize) -> Option<()> {
        (self.cursor.blanks() == Some(b'"')).then_some(())?;
        let key = self.cursor.string();
        let is_plain = !key.cut && !key.escaped && key.bytes.iter().all(|&b| b >= b' ');
        (is_plain && !is_type(key.bytes) && self.cursor.take(b':')).then_some(())?;
        let mark = self.path.push(key.bytes)?;
        let depths = self.steps.push(key.bytes)?;
        let own = self.steps.push(&[depth as u8])?;
        let Cx {
            memo, keys, want, ..
        } = &mut *self.cx;
        let known = memo.of(self.path.bytes(), keys, want);
        self.value(known, depth)?;
        self.steps.pop(own);
        self.steps.pop(depths);
        self.path.pop(mark);
        Some(())
    }

    fn value(&mut self, known: Known, depth: usize) -> Option<()> {
        match self.cursor.blanks()? {
            b'"' => {
                self.cursor.step();
                self.step(Holds::Text, known)?;
                (!self.cursor.string_end().cut).then_some(())?;
            }
            b'{' if known.leads && depth < DEEPEST => {
                self.cursor.step();
                return self.object(depth + 1);
            }
            b'{' | b'[' => {
                let is_useless = !known.leads && known.meaning.is_none() && !known.is_message;
                is_useless.then_some(())?;
                self.step(Holds::Nested, known)?;
                self.cursor.skip_value().then_some(())?;
            }
            _ => {
                self.step(Holds::Word, known)?;
                (!self.cursor.word().is_empty()).then_some(())?;
            }
        }
        self.unread = self.cursor.rest();
        Some(())
    }

    /// Learns that what has been read since the last value stands before the next.
    fn step(&mut self, holds: Holds, known: Known) -> Option<()> {
        let lead = &self.unread[..self.unread.len() - self.cursor.rest().len()];
        let path = match holds {
            Holds::End => b"",
            _ => self.steps.bytes(),
        };
        self.place = self.shapes.learn(self.place, lead, path, holds, known)?;
        Some(())
    }
}
