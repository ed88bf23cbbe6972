//! What holds for all stamps: they are read as they were written, and no bytes do harm.

use super::tests::{LAYOUTS, clock};
use super::*;
use crate::event::Time;
use chrono::DateTime;
use chrono::{NaiveDateTime, Offset, TimeZone};
use proptest::prelude::*;

/// Layouts that tell the whole instant in UTC, as chrono writes them, with the nanoseconds of their unit.
const EXACT: &[(&str, i64)] = &[
    ("%Y-%m-%dT%H:%M:%S%.9fZ", 1),
    ("%Y-%m-%d %H:%M:%S,%3f", 1_000_000),
    ("%Y%m%dT%H%M%S.%6f+0000", 1_000),
    ("%d/%b/%Y:%H:%M:%S +0000", 1_000_000_000),
    ("%a, %d %b %Y %H:%M:%S GMT", 1_000_000_000),
    ("%a %b %e %H:%M:%S.%6f %Y", 1_000),
    ("%b %e, %Y %-I:%M:%S %p", 1_000_000_000),
    ("%m/%d/%Y %I:%M:%S.%3f %p", 1_000_000),
    ("%d.%m.%Y %H:%M:%S,%3f", 1_000_000),
    ("%d-%b-%Y::%H:%M:%S", 1_000_000_000),
    ("%Y-%m-%d-%H.%M.%S.%6f+000", 1_000),
    ("%A, %B %-d, %Y at %-I:%M:%S %p UTC", 1_000_000_000),
];

proptest! {
    #[test]
    fn what_is_written_is_read_again(nanos in 0i64..4_102_444_800_000_000_000) {
        for (layout, unit) in EXACT {
            let text = DateTime::from_timestamp_nanos(nanos).format(layout).to_string();
            let expected = Reading { time: Time(nanos / unit * unit), year_assumed: false };
            prop_assert_eq!(clock().read(text.as_bytes()), Some((expected, text.len())), "{}", text);
        }
    }

    #[test]
    fn rfc3339_is_read_again_in_every_zone(
        // From 1900 to 2199, the years that are read.
        nanos in -2_208_900_000_000_000_000i64..7_258_000_000_000_000_000,
        hours in -14i32..=14,
    ) {
        let text = rfc3339(Time(nanos), Zone::Fixed(hours * 3600));
        let time = Time(nanos.div_euclid(1_000_000) * 1_000_000);
        let expected = Reading { time, year_assumed: false };
        prop_assert_eq!(clock().read(text.as_bytes()), Some((expected, text.len())));
    }

    #[test]
    fn no_bytes_make_the_scanner_panic_or_read_past_them(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        check(&bytes)?;
    }

    #[test]
    fn nor_do_pieces_of_stamps(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        check(pieces.concat().as_bytes())?;
    }

    #[test]
    fn a_stamp_cut_short_is_read_shorter_or_not(row in 0..LAYOUTS.len(), cut in 0usize..40) {
        let text = LAYOUTS[row].0.as_bytes();
        check(&text[..cut.min(text.len())])?;
    }

    #[test]
    fn civil_times_in_named_zones_are_those_of_chrono(
        seconds in 0i64..2_500_000_000,
        tz in prop::sample::select(&chrono_tz::TZ_VARIANTS[..]),
    ) {
        let civil = DateTime::from_timestamp(seconds, 0).expect("in range").naive_utc();
        let text = civil.format("%Y-%m-%d %H:%M:%S").to_string();
        let mut clock = Clock::new(Zone::Named(tz), Time(0));
        let read = clock.read(text.as_bytes()).map(|(reading, _)| reading.time.seconds());
        let expected = match tz.from_local_datetime(&civil).earliest() {
            Some(time) => time.timestamp(),
            None => before_the_gap(tz, civil),
        };
        prop_assert_eq!(read, Some(expected));
    }
}

const PIECES: &[&str] = &[
    "2025",
    "-",
    "03",
    "14",
    "T",
    "02",
    ":",
    "11",
    ".",
    "123456789",
    "Z",
    "+",
    "0200",
    " ",
    "Mar",
    "Fri",
    ",",
    "/",
    "20250314",
    "GMT",
    "AM",
    "\u{202f}",
    "[",
    "Europe/Berlin",
    "]",
    "(",
    "Time)",
    "at ",
    "2",
    "60",
    "\0",
    "\u{e9}",
];

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Some((stamp, len)) = scan(bytes) {
        prop_assert!(0 < len && len <= bytes.len());
        // The reading follows from the bytes it covers.
        prop_assert_eq!(scan(&bytes[..len]), Some((stamp, len)));
        prop_assert!(stamp.hour < 24 && stamp.minute < 60 && stamp.second < 60);
        prop_assert!(stamp.nanos < 1_000_000_000);
        clock().resolve(&stamp);
    }
    if let Some((range, _)) = find(bytes, 64) {
        prop_assert!(range.start < range.end && range.end <= bytes.len());
    }
    Ok(())
}

/// The offset of the last minute that exists before `civil`, which does not.
fn before_the_gap(tz: chrono_tz::Tz, civil: NaiveDateTime) -> i64 {
    let before = (1..2000)
        .map(|minutes| civil - chrono::Duration::minutes(minutes))
        .find_map(|civil| tz.from_local_datetime(&civil).latest())
        .expect("a gap of less than a day and a half");
    civil.and_utc().timestamp() - i64::from(before.offset().fix().local_minus_utc())
}
