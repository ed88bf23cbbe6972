//! Heads that were read before. Those of a log's lines differ in their stamps and otherwise repeat: so many levels,
//! threads and loggers. What was read behind a stamp is remembered together with all of the text that had a part in
//! it, so that the same text behind another stamp need not be read again.

use std::cell::RefCell;

use super::{PARTS, Reader, lex};
use crate::event::Level;
use crate::format::message;
use crate::swar;

/// Heads that are remembered at a time: so many bits of a hash.
const BITS: u32 = 11;
/// Longer heads have something in them that does not repeat.
const LONGEST: usize = 240;
/// So many new heads in a row, and for so many lines none is remembered: each may hold an ID.
const TRIES: u32 = 64;
const PAUSE: u32 = 4096;

thread_local! {
    // What is remembered follows from the text alone: it is the same for all sources.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// Reads what follows the line's first part.
pub(super) fn read_rest(reader: &mut Reader) {
    if follows_stamp(reader) {
        MEMO.with_borrow_mut(|memo| memo.read_rest(reader));
    } else {
        reader.parts(PARTS - 1, |_| false);
    }
}

/// The level of a head whose stamp ends at `stamp`, and plainly, where that is known: of the line, no more has to be
/// read then.
pub(super) fn level_behind(line: &[u8], stamp: usize) -> Option<Level> {
    let behind = &line[stamp..];
    MEMO.with_borrow(|memo| memo.slots[memo.known(behind, lex::blanks(behind, 0))?].level)
}

/// Whether nothing but a whole stamp has been read. Of what is before it, only signs at its end have a part in how
/// the rest is read, and these it has not.
pub(super) fn follows_stamp(reader: &Reader) -> bool {
    let head = &reader.head;
    let last = reader.text[..head.tags].last();
    head.when.is_some_and(|when| when.has_date())
        && head.level.is_none()
        && head.parts_before == 0
        && reader.held.parts == 0
        && last.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b',' | b':' | b';'))
}

#[derive(Default)]
struct Memo {
    slots: Vec<Known>,
    /// How many words the last new head had: most likely the next has as many, and ends where they end.
    words: usize,
    /// New heads since the last known one.
    new: u32,
    pause: u32,
}

/// What is known of a text behind a stamp. Places count from the stamp's end.
#[derive(Default)]
struct Known {
    /// All that was looked at.
    text: Vec<u8>,
    /// Where reading began, and where the message does.
    start: usize,
    body: usize,
    level: Option<Level>,
    level_marked: bool,
    names_origin: bool,
    mute: Option<bool>,
}

impl Memo {
    fn read_rest(&mut self, reader: &mut Reader) {
        if self.pause > 0 {
            self.pause -= 1;
            reader.parts(PARTS - 1, |_| false);
            return;
        }
        if self.slots.is_empty() {
            self.slots.resize_with(1 << BITS, Known::default);
        }
        let from = reader.head.tags;
        let start = reader.at - from;
        let text = &reader.text[from..];
        if let Some(slot) = self.known(text, start) {
            self.new = 0;
            self.slots[slot].give(from, reader);
            return;
        }
        reader.parts(PARTS - 1, |_| false);
        self.new += 1;
        if self.new == TRIES {
            (self.new, self.pause) = (0, PAUSE);
        }
        // Where the end of the line had a part in it, a longer line may be read otherwise.
        let seen = reader.seen.get();
        if seen <= reader.text.len() && seen - from <= LONGEST {
            let seen = &reader.text[from..seen];
            self.words = seen.windows(2).filter(|two| ends_word(two)).count();
            let slot = self.slot(text);
            // Of two heads that want one place, one moves aside.
            self.slots.swap(slot, beside(slot));
            self.slots[slot].take(seen, start, from, reader);
        }
    }

    /// Where the head is remembered that `text` begins with and that was read from `start` on.
    fn known(&self, text: &[u8], start: usize) -> Option<usize> {
        let slot = self.slot(text);
        [slot, beside(slot)].into_iter().find(|&slot| {
            self.slots.get(slot).is_some_and(|known| {
                let is_read = known.start == start && !known.text.is_empty();
                is_read && text.starts_with(&known.text)
            })
        })
    }

    /// Where the head is remembered that `text` begins with, if it is a known one: there or beside.
    fn slot(&self, text: &[u8]) -> usize {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut hash = 0u64;
        let mut left = self.words;
        let mut before = 0;
        for eight in text.as_chunks::<8>().0.iter().take(LONGEST / 8) {
            let mut eight = u64::from_le_bytes(*eight);
            let blanks = swar::find_all(eight, b' ');
            let mut ends = blanks & !(blanks << 8 | before);
            before = blanks >> 56;
            while ends != 0 && left > 1 {
                ends &= ends - 1;
                left -= 1;
            }
            if ends != 0 {
                eight &= swar::mask(swar::first(ends));
            }
            hash = (hash.rotate_left(5) ^ eight).wrapping_mul(ODD);
            if ends != 0 {
                break;
            }
        }
        (hash >> (u64::BITS - BITS)) as usize
    }
}

/// The place next to one.
fn beside(slot: usize) -> usize {
    slot ^ 1
}

/// Whether the second of two bytes is the blank behind a word.
fn ends_word(two: &[u8]) -> bool {
    two[0] != b' ' && two[1] == b' '
}

impl Known {
    fn take(&mut self, text: &[u8], start: usize, from: usize, reader: &Reader) {
        let head = &reader.head;
        self.text.clear();
        self.text.extend_from_slice(text);
        self.start = start;
        self.body = head.body - from;
        self.level = head.level;
        self.level_marked = head.level_marked;
        self.names_origin = head.names_origin;
        self.mute = None;
    }

    fn give(&mut self, from: usize, reader: &mut Reader) {
        let head = &mut reader.head;
        head.body = from + self.body;
        head.level = self.level;
        head.level_marked = self.level_marked;
        head.names_origin = self.names_origin;
        let tags = &reader.text[head.tags..head.body];
        head.mute = *self.mute.get_or_insert_with(|| message::is_mute(tags));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::{Head, read, within_limit};
    use super::*;
    use crate::event::{Event, Time, Want};
    use crate::fields::{KeyMemo, KeyTable};
    use crate::format::Cx;
    use crate::time::{Clock, Zone};

    fn read_anew(line: &[u8]) -> Option<Head> {
        let mut reader = Reader::new(within_limit(line));
        reader.parts(PARTS, |_| false);
        reader.finish()
    }

    const STAMPS: [&str; 6] = [
        "2025-03-14 02:11:09,123 ",
        "2025-03-14T02:11:09Z",
        "[2025-03-14 02:11:09] ",
        "[14/Mar/2025:02:11:09 +0000 4711] ",
        "Mar 14 02:11:09: ",
        "(2025-03-14 02:11:09)  ",
    ];

    /// Whatever a head is made of, and what only looks so.
    const PARTS_OF_HEADS: [&str; 48] = [
        "INFO",
        "ERROR",
        "error:",
        "warning",
        "E",
        "e",
        "I,",
        "D2",
        "Wa(180)",
        "[ERROR]",
        "[main]",
        "[nio-8080-exec-1]",
        "[a b c]",
        "[req-1 u t]",
        "(function)",
        "<7>",
        "{id=5}",
        "span{id=5}:",
        "vpxd[123]:",
        "com.acme.Foo",
        "my::mod",
        "Foo.java:12",
        "Foo:12",
        "Tracer.cpp(00123)",
        "http:",
        "in",
        "app:",
        "4711",
        "NETWORK",
        "-",
        "--",
        "---",
        "|",
        ":",
        "*",
        "==>",
        "##[x]",
        "level=warn",
        "key=value",
        "\"cell\",",
        "\u{1b}[32m",
        "\u{1b}[",
        "%LINK-3-UPDOWN:",
        "550e8400-e29b-41d4-a716-446655440000",
        "ValueError:",
        "Error:",
        "started",
        "[",
    ];
    const GAPS: [&str; 6] = [" ", " ", " ", "  ", "\t", ""];

    fn text(most: usize) -> impl Strategy<Value = String> {
        let part = (select(&PARTS_OF_HEADS[..]), select(&GAPS[..]));
        let joined = |parts: Vec<_>| parts.into_iter().flat_map(<[&str; 2]>::from).collect();
        prop::collection::vec(part, 0..most).prop_map(joined)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn a_head_that_is_known_is_read_as_if_it_were_not(
            stamps in prop::array::uniform3(select(&STAMPS[..])),
            head in text(6),
            messages in prop::array::uniform3(text(4)),
        ) {
            for (stamp, message) in stamps.iter().zip(&messages) {
                let line = format!("{stamp}{head}{message}");
                let known = read(line.as_bytes());
                let known = known.map(|head| Head { mute: false, ..head });
                prop_assert_eq!(known, read_anew(line.as_bytes()), "{}", line);
            }
        }

        #[test]
        fn a_mute_head_tells_nothing(head in text(5)) {
            if message::is_mute(head.as_bytes()) {
                let (want, keys) = (Want::all(), KeyTable::default());
                let mut clock = Clock::new(Zone::Utc, Time(0));
                let mut cx = Cx { want: &want, keys: &keys, clock: &mut clock, memo: &mut KeyMemo::default() };
                let mut event = Event::default();
                message::enrich_head(head.as_bytes(), &mut cx, &mut event);
                prop_assert_eq!(event, Event::default());
            }
        }
    }
}
