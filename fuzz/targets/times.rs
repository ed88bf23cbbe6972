//! Any bytes as a stamp, a point in time, a zone: refused or read, and what is read can be written.

#![no_main]

use errlog::event::Time;
use errlog::time::{Clock, Zone, rfc3339, window};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let now = Time(1_741_953_600_000_000_000);
    let mut clock = Clock::new(Zone::Utc, now);
    errlog::time::find(data, 64);
    if let Some((reading, len)) = clock.read(data) {
        assert!(len <= data.len());
        rfc3339(reading.time, Zone::Utc);
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let zone = Zone::parse(text).unwrap_or(Zone::Utc);
    if let Ok(bound) = window::parse(text, zone, now) {
        rfc3339(bound.resolve(now), zone);
    }
});
