//! Times as people and programs read them.

use super::civil::{DAY, civil_from_days};
use super::zone::Zone;
use crate::event::Time;

/// `2025-03-14T02:11:09.123Z`, in other zones with their offset (`+01:00`). Milliseconds are cut off, not
/// rounded; a whole second has none.
pub fn rfc3339(time: Time, zone: Zone) -> String {
    text(|out| write_rfc3339(out, time, zone))
}

/// Appends what [`rfc3339`] gives.
pub fn write_rfc3339(out: &mut Vec<u8>, time: Time, zone: Zone) {
    let offset = zone.offset_at_utc(time);
    let (days, second, nanos) = civil(time, offset);
    write_day(out, days);
    out.push(b'T');
    write_time_of_day(out, second);
    if nanos > 0 {
        write_millis(out, nanos);
    }
    if offset == 0 {
        out.push(b'Z');
        return;
    }
    out.push(if offset < 0 { b'-' } else { b'+' });
    let minutes = offset.unsigned_abs() / 60;
    write_two(out, minutes / 60);
    out.push(b':');
    write_two(out, minutes % 60);
}

/// The time of day, always with milliseconds: `02:11:09.123`.
pub fn clock_text(time: Time, zone: Zone) -> String {
    let (_, second, nanos) = civil(time, zone.offset_at_utc(time));
    text(|out| {
        write_time_of_day(out, second);
        write_millis(out, nanos);
    })
}

/// The date: `2025-03-14`.
pub fn day_text(time: Time, zone: Zone) -> String {
    let (days, ..) = civil(time, zone.offset_at_utc(time));
    text(|out| write_day(out, days))
}

/// A time that passed, in its two greatest units: `+84ms`, `+1.204s`, `+3m12s`, `+2h5m`, `+3d4h`.
pub fn gap_text(nanos: i64) -> String {
    let sign = if nanos < 0 { '-' } else { '+' };
    let nanos = nanos.unsigned_abs();
    let (millis, seconds) = (nanos / 1_000_000, nanos / 1_000_000_000);
    match seconds {
        0 if millis == 0 && nanos >= 1_000 => format!("{sign}{}us", nanos / 1_000),
        0 => format!("{sign}{millis}ms"),
        1..60 => format!("{sign}{seconds}.{:03}s", millis % 1_000),
        60..3_600 => format!("{sign}{}m{}s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{sign}{}h{}m", seconds / 3_600, seconds / 60 % 60),
        _ => format!("{sign}{}d{}h", seconds / 86_400, seconds / 3_600 % 24),
    }
}

/// Days since the epoch, second of the day and nanoseconds of an instant as clocks show it.
fn civil(time: Time, offset: i32) -> (i64, u32, u32) {
    let seconds = time.seconds() + i64::from(offset);
    let nanos = time.0.rem_euclid(1_000_000_000) as u32;
    (
        seconds.div_euclid(DAY),
        seconds.rem_euclid(DAY) as u32,
        nanos,
    )
}

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::with_capacity(32);
    write(&mut out);
    out.into_iter().map(char::from).collect()
}

fn write_day(out: &mut Vec<u8>, days: i64) {
    // Instants reach from 1677 to 2262, so that a year has four digits.
    let (year, month, day) = civil_from_days(days);
    let year = year.unsigned_abs();
    write_two(out, year / 100);
    write_two(out, year % 100);
    out.push(b'-');
    write_two(out, month.into());
    out.push(b'-');
    write_two(out, day.into());
}

fn write_time_of_day(out: &mut Vec<u8>, second: u32) {
    write_two(out, second / 3_600);
    out.push(b':');
    write_two(out, second / 60 % 60);
    out.push(b':');
    write_two(out, second % 60);
}

fn write_millis(out: &mut Vec<u8>, nanos: u32) {
    let millis = nanos / 1_000_000;
    out.push(b'.');
    out.push(digit(millis / 100));
    write_two(out, millis % 100);
}

fn write_two(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&[digit(number / 10), digit(number)]);
}

fn digit(number: u32) -> u8 {
    b'0' + (number % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    const TIME: Time = Time(1_741_918_269_123_999_999);

    #[test]
    fn milliseconds_are_cut_off_and_whole_seconds_have_none() {
        assert_eq!(rfc3339(TIME, Zone::Utc), "2025-03-14T02:11:09.123Z");
        assert_eq!(
            rfc3339(Time(1_741_918_269_000_000_000), Zone::Utc),
            "2025-03-14T02:11:09Z"
        );
        assert_eq!(
            rfc3339(Time(1_741_918_269_000_000_001), Zone::Utc),
            "2025-03-14T02:11:09.000Z"
        );
        assert_eq!(rfc3339(Time(-1), Zone::Utc), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn times_in_other_zones_bear_their_offset() {
        assert_eq!(
            rfc3339(TIME, Zone::Named(Berlin)),
            "2025-03-14T03:11:09.123+01:00"
        );
        assert_eq!(
            rfc3339(TIME, Zone::Fixed(-12_600)),
            "2025-03-13T22:41:09.123-03:30"
        );
        assert_eq!(clock_text(TIME, Zone::Fixed(-12_600)), "22:41:09.123");
        assert_eq!(day_text(TIME, Zone::Fixed(-12_600)), "2025-03-13");
    }

    #[test]
    fn the_first_and_the_last_instant_can_be_written() {
        assert_eq!(
            rfc3339(Time(i64::MIN), Zone::Fixed(-50_400)),
            "1677-09-20T10:12:43.145-14:00"
        );
        assert_eq!(
            rfc3339(Time(i64::MAX), Zone::Utc),
            "2262-04-11T23:47:16.854Z"
        );
    }

    #[test]
    fn gaps_are_written_in_the_units_that_suit_their_size() {
        for (nanos, text) in [
            (0, "+0ms"),
            (312_000, "+312us"),
            (84_000_000, "+84ms"),
            (1_204_000_000, "+1.204s"),
            (59_999_999_999, "+59.999s"),
            (192_000_000_000, "+3m12s"),
            (7_500_000_000_000, "+2h5m"),
            (273_600_000_000_000, "+3d4h"),
            (-84_000_000, "-84ms"),
        ] {
            assert_eq!(gap_text(nanos), text);
        }
    }
}
