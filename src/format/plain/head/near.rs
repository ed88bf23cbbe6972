//! Levels that stand near the stamp. Behind a stamp with its date the first level is the head's, whatever else follows:
//! the text up to it is enough to know it again.

use std::cell::RefCell;

use super::memo::follows_stamp;
use super::{PARTS, Reader};
use crate::event::Level;
use crate::lead::Leads;

thread_local! {
    // What is remembered follows from the text alone: it is the same for all sources.
    static NEAR: RefCell<Leads<Level>> = const { RefCell::new(Leads::new()) };
}

/// The level that a line tells which goes on with `behind` after its stamp, where that is known.
#[inline]
pub(super) fn level(behind: &[u8]) -> Option<Level> {
    NEAR.with_borrow_mut(|known| known.find(behind))
        .map(|(level, _)| level)
}

/// How much of `behind` told the level, where it is known.
pub(super) fn reach(behind: &[u8]) -> Option<usize> {
    NEAR.with_borrow_mut(|known| known.find(behind))
        .map(|(_, rest)| behind.len() - rest.len())
}

/// Remembers the level of `line`, whose stamp ends at `stamp`, if it stands near.
pub(super) fn learn(line: &[u8], stamp: usize) {
    let mut reader = Reader::new(line);
    if !reader.parts(1, |_| false) || !follows_stamp(&reader) || reader.head.tags != stamp {
        return;
    }
    reader.parts(PARTS - 1, |head| head.level.is_some());
    if let Some(seen) = line.get(stamp..reader.seen.get())
        && let Some(level) = reader.head.level
    {
        NEAR.with_borrow_mut(|known| known.learn(seen, level));
    }
}
