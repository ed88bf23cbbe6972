//! Any bytes as a source: detected, split, understood, filed and written as JSON, as `errlog events` does.

#![no_main]

use std::sync::LazyLock;

use errlog::analysis::filing::Filing;
use errlog::analysis::result::{Place, Shown};
use errlog::chunk::Blocks;
use errlog::entry::Boundary;
use errlog::event::{Time, Want};
use errlog::fields::{KeyMemo, KeyTable};
use errlog::format::detect::Lock;
use errlog::format::understand::Understander;
use errlog::format::{FORMATS, WRAPPERS};
use errlog::report::json;
use errlog::scan::entries;
use errlog::time::{Clock, Zone};
use libfuzzer_sys::fuzz_target;

/// Made once: it takes longer than most inputs.
static KEYS: LazyLock<KeyTable> = LazyLock::new(KeyTable::default);

fuzz_target!(|source: &[u8]| {
    let (lock, _) = Lock::detect(source, FORMATS, WRAPPERS);
    let boundary = Boundary::new(lock);
    let filing = Filing {
        fingerprint_all: true,
        endpoints: true,
        faults: true,
        ..Filing::default()
    };
    let mut understander = Understander {
        lock,
        want: &Want::all(),
        keys: &KEYS,
        clock: Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000)),
        memo: KeyMemo::default(),
        worker: 0,
    };
    let (mut scratch, mut line) = (Vec::new(), Vec::new());
    let mut blocks = Blocks::new(source, boundary, 1 << 20);
    while let (Some(block), _) = blocks.next(Vec::new()) {
        for entry in entries(block.whole(), &boundary) {
            let event = understander.read(entry.bytes, entry.start, &mut scratch);
            let filed = filing.file(&event);
            assert!(filed.fingerprint.is_some());
            assert_eq!(filed.cause.is_some(), filed.failing);
            let place = Place {
                source: "fuzz",
                line: entry.line,
                lines: entry.lines,
                offset: entry.offset,
                raw: entry.bytes,
            };
            let shown = Shown {
                place,
                event: &event,
                filed: &filed,
            };
            line.clear();
            json::event(&mut line, &shown, Zone::Utc, true);
            serde_json::from_slice::<serde_json::Value>(&line).expect("it is JSON");
        }
    }
});
