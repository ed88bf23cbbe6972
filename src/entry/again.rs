//! Lines that come again: the calls of traces, above all. What a line says by itself is worked out once.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

/// The source whose lines are remembered, as far as what lines say depends on it: a number of its own for each way of
/// splitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source(u64);

impl Source {
    pub fn another() -> Source {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Source(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What a line that certainly starts no entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// That a call was made; it says nothing of which error.
    Call,
    /// Something else.
    Other,
}

/// Lines of one source.
struct Known {
    source: Source,
    slots: Vec<Option<(Box<[u8]>, Says)>>,
}

/// Longer lines are seldom the same.
const LONGEST: usize = 256;
const SLOTS: usize = 1024;

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// What is known of `line`; `work_out` tells what it says where nothing is, `None` if it may start an entry.
#[inline]
pub fn says(source: Source, line: &[u8], work_out: impl FnOnce() -> Option<Says>) -> Option<Says> {
    let Some(slot) = slot_of(line) else {
        return work_out();
    };
    let found = KNOWN.with_borrow(|known| {
        let known = known.as_ref().filter(|known| known.source == source)?;
        let (own, says) = known.slots[slot].as_ref()?;
        (**own == *line).then_some(*says)
    });
    found.or_else(|| {
        let says = work_out()?;
        KNOWN.with_borrow_mut(|known| {
            if known.as_ref().is_none_or(|known| known.source != source) {
                *known = Some(Known {
                    source,
                    slots: vec![None; SLOTS],
                });
            }
            if let Some(known) = known {
                known.slots[slot] = Some((line.into(), says));
            }
        });
        Some(says)
    })
}

/// Where a line is remembered: its length and its last bytes tell most lines apart, the first are alike.
#[inline]
fn slot_of(line: &[u8]) -> Option<usize> {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let (rest, last) = line.split_last_chunk()?;
    let (_, before) = rest.split_last_chunk()?;
    let words = u64::from_le_bytes(*last) ^ u64::from_le_bytes(*before).rotate_left(29);
    let hash = (words ^ line.len() as u64).wrapping_mul(MIX) >> (u64::BITS - SLOTS.ilog2());
    (line.len() <= LONGEST).then_some(hash as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_worked_out_once_and_for_its_source_alone() {
        let (one, other) = (Source::another(), Source::another());
        let call = b"\tat com.acme.shop.Cart.total(Cart.java:41)";
        let no = || panic!("known");
        assert_eq!(says(one, call, || Some(Says::Call)), Some(Says::Call));
        assert_eq!(says(one, call, no), Some(Says::Call));
        assert_eq!(says(other, call, || None), None);
        assert_eq!(says(one, call, no), Some(Says::Call));
        assert_eq!(says(other, call, || Some(Says::Other)), Some(Says::Other));
        assert_eq!(says(other, call, no), Some(Says::Other));
        // Another in the same place.
        let alike = b"\tat com.acme.shop.Card.total(Cart.java:41)";
        assert_eq!(slot_of(call), slot_of(alike));
        assert_eq!(says(other, alike, || Some(Says::Call)), Some(Says::Call));
        assert_eq!(says(other, call, || Some(Says::Other)), Some(Says::Other));
        assert_eq!(says(one, b"short", || None), None);
    }
}
