//! Each parser by itself: any bytes as an entry of every format and as a line of every wrapper, whatever the others
//! make of it.

#![no_main]

use std::sync::LazyLock;

use errlog::event::{Event, Time, Want};
use errlog::fields::{KeyMemo, KeyTable};
use errlog::format::{Cx, FORMATS, WRAPPERS};
use errlog::time::{Clock, Zone};
use libfuzzer_sys::fuzz_target;

/// Made once: it takes longer than most inputs.
static KEYS: LazyLock<KeyTable> = LazyLock::new(KeyTable::default);

fuzz_target!(|entry: &[u8]| {
    let want = Want::all();
    let mut clock = Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000));
    let mut lines = entry.splitn(3, |&b| b == b'\n');
    let (first, second) = (lines.next().unwrap_or_default(), lines.next());
    for format in FORMATS {
        format.fit(first);
        if let Some(second) = second {
            format.joins(first, second);
        }
        let mut cx = Cx {
            want: &want,
            keys: &KEYS,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        };
        let mut event = Event::default();
        if !format.parse(entry, &mut cx, &mut event) {
            assert!(!event.is_understood(), "{} left its mark", format.name());
        }
    }
    for wrapper in WRAPPERS {
        let fit = wrapper.fit(first);
        assert!(wrapper.unwrap(first).is_some() || fit == errlog::format::Fit::No);
    }
});
