//! Lines that come again: the calls of traces, above all. What a line says by itself is worked out once, and of calls it
//! is known which others followed them.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::recent::line_place;
use crate::trace::Role;

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

/// What a line that certainly starts no entry is in a trace.
pub type Says = Option<Role>;

/// Lines of one source.
struct Known {
    source: Source,
    slots: Vec<Option<Line>>,
}

struct Line {
    bytes: Box<[u8]>,
    says: Says,
    /// Calls that stood behind it once, as they stand in the source: whole lines. Empty where none are remembered.
    calls: Box<[u8]>,
}

const SLOTS: usize = 1024;

/// Of calls behind a line no more bytes are remembered.
const MOST_CALLS: usize = 2048;

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// What is known of `line`; `work_out` tells what it says where nothing is, `None` if it may start an entry.
#[inline]
pub fn says(source: Source, line: &[u8], work_out: impl FnOnce() -> Option<Says>) -> Option<Says> {
    let Some(slot) = line_place::<SLOTS>(line) else {
        return work_out();
    };
    let found = KNOWN.with_borrow(|known| Some(known.as_ref()?.line(source, slot, line)?.says));
    found.or_else(|| {
        let says = work_out()?;
        KNOWN.with_borrow_mut(|known| {
            if known.as_ref().is_none_or(|known| known.source != source) {
                let slots = std::iter::repeat_with(|| None).take(SLOTS).collect();
                *known = Some(Known { source, slots });
            }
            if let Some(known) = known {
                known.slots[slot] = Some(Line {
                    bytes: line.into(),
                    says,
                    calls: Box::default(),
                });
            }
        });
        Some(says)
    })
}

/// How many bytes of `behind`, whole lines, are calls as they stood behind the call `line` before; `None` where none are
/// remembered of it.
pub fn calls_behind(source: Source, line: &[u8], behind: &[u8]) -> Option<usize> {
    KNOWN.with_borrow(|known| {
        let line = known
            .as_ref()?
            .line(source, line_place::<SLOTS>(line)?, line)?;
        let is_known = !line.calls.is_empty();
        is_known.then(|| alike(&line.calls, behind))
    })
}

/// Remembers that `calls`, whole lines which are calls, stand behind the call `line`.
pub fn learn_calls(source: Source, line: &[u8], calls: &[u8]) {
    let reach = &calls[..calls.len().min(MOST_CALLS)];
    let calls = &reach[..whole_lines(reach)];
    KNOWN.with_borrow_mut(|known| {
        let slot = line_place::<SLOTS>(line)?;
        known.as_mut()?.line_mut(source, slot, line)?.calls = calls.into();
        Some(())
    });
}

impl Known {
    fn line(&self, source: Source, slot: usize, line: &[u8]) -> Option<&Line> {
        let known = self.slots[slot].as_ref()?;
        (self.source == source && *known.bytes == *line).then_some(known)
    }

    fn line_mut(&mut self, source: Source, slot: usize, line: &[u8]) -> Option<&mut Line> {
        let known = self.slots[slot].as_mut()?;
        (self.source == source && *known.bytes == *line).then_some(known)
    }
}

/// So many bytes are the lines that two texts begin with alike.
fn alike(known: &[u8], text: &[u8]) -> usize {
    if text.starts_with(known) {
        return known.len();
    }
    const STEP: usize = 16;
    let (of_known, of_text) = (known.chunks_exact(STEP), text.chunks_exact(STEP));
    let steps = of_known.zip(of_text).take_while(|(a, b)| a == b).count() * STEP;
    let rest = known[steps..].iter().zip(&text[steps..]);
    let alike = steps + rest.take_while(|(a, b)| a == b).count();
    whole_lines(&known[..alike])
}

fn whole_lines(text: &[u8]) -> usize {
    memchr::memrchr(b'\n', text).map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: Says = Some(Role::Call);
    const OTHER: Says = None;

    #[test]
    fn a_line_is_worked_out_once_and_for_its_source_alone() {
        let (one, other) = (Source::another(), Source::another());
        let call = b"\tat com.acme.shop.Cart.total(Cart.java:41)";
        let no = || panic!("known");
        assert_eq!(says(one, call, || Some(CALL)), Some(CALL));
        assert_eq!(says(one, call, no), Some(CALL));
        assert_eq!(says(other, call, || None), None);
        assert_eq!(says(one, call, no), Some(CALL));
        assert_eq!(says(other, call, || Some(OTHER)), Some(OTHER));
        assert_eq!(says(other, call, no), Some(OTHER));
        // Another in the same place.
        let alike = b"\tat org.acme.shop.Cart.total(Cart.java:41)";
        assert_eq!(line_place::<SLOTS>(call), line_place::<SLOTS>(alike));
        assert_eq!(says(other, alike, || Some(CALL)), Some(CALL));
        assert_eq!(says(other, call, || Some(OTHER)), Some(OTHER));
        assert_eq!(says(one, b"short", || None), None);
    }
}
