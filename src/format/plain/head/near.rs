//! Levels that stand near the stamp. Behind a stamp with its date the first level is the head's, whatever else follows:
//! the text up to it is enough to know it again.

use std::cell::RefCell;

use super::memo::follows_stamp;
use super::{PARTS, Reader};
use crate::event::Level;
use crate::lead::Lead;

/// Texts that are remembered. A log has so many levels, and before them perhaps so many other things.
const MOST: usize = 8;

/// Longer texts have more in them than a level.
const LONGEST: usize = 32;

thread_local! {
    // What is remembered follows from the text alone: it is the same for all sources.
    static NEAR: RefCell<Vec<(Lead, Level)>> = const { RefCell::new(Vec::new()) };
}

/// The level that a line tells which goes on with `behind` after its stamp, where that is known.
#[inline]
pub(super) fn level(behind: &[u8]) -> Option<Level> {
    NEAR.with_borrow_mut(|known| {
        let at = known
            .iter()
            .position(|(text, _)| text.behind(behind).is_some())?;
        let (_, level) = known[at];
        if at > 0 {
            known.swap(at - 1, at);
        }
        Some(level)
    })
}

/// Remembers the level of `line`, whose stamp ends at `stamp`, if it stands near.
pub(super) fn learn(line: &[u8], stamp: usize) {
    let mut reader = Reader::new(line);
    if !reader.parts(1, |_| false) || !follows_stamp(&reader) || reader.head.tags != stamp {
        return;
    }
    reader.parts(PARTS - 1, |head| head.level.is_some());
    let seen = line.get(stamp..reader.seen.get());
    if let Some(seen) = seen.filter(|seen| seen.len() <= LONGEST)
        && let Some(level) = reader.head.level
    {
        NEAR.with_borrow_mut(|known| {
            known.truncate(MOST - 1);
            known.insert(0, (Lead::new(seen), level));
        });
    }
}
