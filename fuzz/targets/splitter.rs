//! Any bytes, any chunking: entries tile the source, and are the same however it is cut.
//!
//! The first byte says how large blocks are; the rest is the source.

#![no_main]

use errlog::chunk::Blocks;
use errlog::entry::Boundary;
use errlog::format::detect::Lock;
use errlog::format::{FORMATS, WRAPPERS};
use errlog::scan::entries;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [size, source @ ..] = data else {
        return;
    };
    let (lock, _) = Lock::detect(source, FORMATS, WRAPPERS);
    let boundary = Boundary::new(lock);
    let whole = starts(source, boundary, source.len() + 1);
    let size = 1 + usize::from(*size) * 8;
    let cut = starts(source, boundary, size);
    assert_eq!(cut, whole, "blocks of {size} bytes");
});

fn starts(source: &[u8], boundary: Boundary, size: usize) -> Vec<u64> {
    let mut blocks = Blocks::new(source, boundary, size);
    let (mut starts, mut seen) = (Vec::new(), 0);
    while let (Some(block), error) = blocks.next(Vec::new()) {
        assert!(error.is_none());
        for entry in entries(block.whole(), &boundary) {
            assert_eq!(entry.offset as usize, seen, "entries tile the source");
            assert!(source[seen..].starts_with(entry.bytes));
            seen += entry.bytes.len();
            starts.push(entry.offset);
        }
    }
    assert_eq!(seen, source.len());
    starts
}
