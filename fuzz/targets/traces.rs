//! Any text as a stack trace: found, read frame by frame, followed line by line; and its message normalised.

#![no_main]

use errlog::normalise::normalise;
use errlog::trace::{self, Tracker};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    if let Some((fault, range)) = trace::find(&text) {
        // Both ends stand between characters, or this panics.
        assert!(!text[range].is_empty());
        trace::chain(fault.stack.as_deref().unwrap_or_default());
    }
    trace::chain(&text);
    let once = normalise(&text);
    assert!(once.len() <= text.len() * 8 + 64, "it does not grow");
    let mut lines = data.split(|&b| b == b'\n');
    let mut tracker = Tracker::start(lines.next().unwrap_or_default());
    while let Some(line) = lines.next() {
        let mut ahead = lines.clone().map(Into::into);
        tracker.next(line, &mut ahead);
        trace::frame(&String::from_utf8_lossy(line));
    }
});
