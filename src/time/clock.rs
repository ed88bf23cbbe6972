//! From a stamp to an instant: the zone and the missing parts are filled in.

use super::civil::{self, DAY, civil_from_days};
use super::epoch;
use super::stamp::{Stamp, scan};
use super::zone::Zone;
use crate::event::Time;

/// Turns stamps into instants for one source: it knows the zone of times that bear none, and the date that a
/// missing year or day is taken from. Each worker has its own copy, since it remembers the
/// last second it looked up (named zones cost more than all the rest).
#[derive(Clone, Debug)]
pub struct Clock {
    zone: Zone,
    /// The source's date (a file's modification time; now for a pipe).
    reference: Time,
    /// The last civil second that was looked up in the zone, and its instant.
    last: (i64, i64),
    /// The last date that was read, and its second at midnight, in its own zone.
    last_date: (i32, (u8, u8), i64),
}

/// A stamp as an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub time: Time,
    /// Year or whole date were not in the log and were taken from the source's date.
    pub year_assumed: bool,
}

impl Clock {
    pub fn new(zone: Zone, reference: Time) -> Clock {
        let last = (0, zone.to_utc(0));
        Clock {
            zone,
            reference,
            last,
            last_date: (1970, (1, 1), 0),
        }
    }

    /// Reads the stamp that `bytes` begin with, and its length.
    pub fn read(&mut self, bytes: &[u8]) -> Option<(Reading, usize)> {
        let (stamp, len) = scan(bytes)?;
        Some((self.resolve(&stamp)?, len))
    }

    /// The instant of a stamp; `None` for a date or time that doesn't exist.
    ///
    /// A missing year is the latest in which the time is not later than a day after the source's date, so
    /// that December read in January is last year's. A missing date is the source's, or the day before where
    /// the time would be more than an hour after it.
    pub fn resolve(&mut self, stamp: &Stamp) -> Option<Reading> {
        let seconds = match (stamp.year, stamp.date) {
            (Some(year), _) => {
                let civil = self.midnight(year, stamp.date?)? + stamp.second_of_day();
                self.instant(stamp, civil)
            }
            (None, Some(_)) => self.in_latest_year(stamp)?,
            (None, None) => self.on_latest_day(stamp),
        };
        let nanos = seconds
            .checked_mul(1_000_000_000)?
            .checked_add(i64::from(stamp.nanos))?;
        Some(Reading {
            time: Time(nanos),
            year_assumed: stamp.year.is_none(),
        })
    }

    /// Whether stamps that differ from this one within the hour differ by as much in their instants.
    pub(super) fn is_even(&self, stamp: &Stamp) -> bool {
        let is_told = stamp.offset.is_some() || matches!(self.zone, Zone::Utc | Zone::Fixed(_));
        is_told && stamp.year.is_some()
    }

    /// The second at which a date begins, in whatever zone, if there is such a date.
    fn midnight(&mut self, year: i32, date: (u8, u8)) -> Option<i64> {
        let (last_year, last_date, midnight) = self.last_date;
        if (last_year, last_date) == (year, date) {
            return Some(midnight);
        }
        let midnight = civil::midnight(year, date)?;
        self.last_date = (year, date, midnight);
        Some(midnight)
    }

    fn instant(&mut self, stamp: &Stamp, civil: i64) -> i64 {
        if let Some(offset) = stamp.offset {
            return civil - i64::from(offset);
        }
        if self.last.0 != civil {
            self.last = (civil, self.zone.to_utc(civil));
        }
        self.last.1
    }

    fn in_latest_year(&mut self, stamp: &Stamp) -> Option<i64> {
        let latest = self.reference.seconds() + DAY;
        let (year, ..) = civil_from_days(latest.div_euclid(DAY) + 1);
        // Leap years lie at most eight years apart.
        (year - 9..=year).rev().find_map(|year| {
            let seconds = self.instant(stamp, stamp.civil_seconds(year)?);
            (seconds <= latest).then_some(seconds)
        })
    }

    fn on_latest_day(&mut self, stamp: &Stamp) -> i64 {
        let reference = self.reference.seconds();
        let offset = stamp
            .offset
            .unwrap_or_else(|| self.zone.offset_at_utc(self.reference));
        let midnight = (reference + i64::from(offset)).div_euclid(DAY) * DAY;
        let seconds = self.instant(stamp, midnight + stamp.second_of_day());
        if seconds > reference + 3600 {
            self.instant(stamp, midnight - DAY + stamp.second_of_day())
        } else {
            seconds
        }
    }

    /// Reads a number since the epoch, whose unit (s, ms, us, ns) follows from its size.
    pub fn epoch(number: f64) -> Option<Time> {
        epoch::epoch_number(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use chrono_tz::Europe::Berlin;

    fn at(text: &str) -> Time {
        let time = DateTime::parse_from_rfc3339(text).expect(text);
        Time(time.timestamp_nanos_opt().expect(text))
    }

    fn read(text: &str, zone: Zone, reference: &str) -> Option<Reading> {
        let mut clock = Clock::new(zone, at(reference));
        clock.read(text.as_bytes()).map(|(reading, _)| reading)
    }

    fn assumed(text: &str) -> Option<Reading> {
        Some(Reading {
            time: at(text),
            year_assumed: true,
        })
    }

    #[test]
    fn december_read_in_january_is_last_year_s() {
        let read = |text| read(text, Zone::Utc, "2025-01-02T00:00:00Z");
        assert_eq!(read("Dec 31 23:59:59"), assumed("2024-12-31T23:59:59Z"));
        assert_eq!(read("Jan  1 00:00:00"), assumed("2025-01-01T00:00:00Z"));
        // Clocks may differ by a day, so that the log is of tomorrow.
        assert_eq!(read("Jan  2 23:00:00"), assumed("2025-01-02T23:00:00Z"));
        assert_eq!(read("Jan  3 00:00:01"), assumed("2024-01-03T00:00:01Z"));
    }

    #[test]
    fn the_turn_of_the_year_is_that_of_the_clock_s_zone() {
        let read = |text| read(text, Zone::Fixed(9 * 3600), "2024-12-31T16:00:00Z");
        assert_eq!(read("Jan  1 01:00:00"), assumed("2024-12-31T16:00:00Z"));
    }

    #[test]
    fn a_leap_day_goes_back_to_a_leap_year() {
        let read = |reference| read("Feb 29 12:00:00", Zone::Utc, reference);
        assert_eq!(
            read("2027-06-01T00:00:00Z"),
            assumed("2024-02-29T12:00:00Z")
        );
        assert_eq!(
            read("2103-06-01T00:00:00Z"),
            assumed("2096-02-29T12:00:00Z")
        );
    }

    #[test]
    fn a_time_of_day_is_of_the_source_s_date_or_the_day_before() {
        let read = |text| read(text, Zone::Utc, "2025-03-14T00:10:00Z");
        assert_eq!(read("00:09:59.5"), assumed("2025-03-14T00:09:59.500Z"));
        assert_eq!(read("23:50:00"), assumed("2025-03-13T23:50:00Z"));
        assert_eq!(read("00:50:00"), assumed("2025-03-14T00:50:00Z"));
        assert_eq!(read("01:10:01"), assumed("2025-03-13T01:10:01Z"));
    }

    #[test]
    fn a_named_zone_applies_where_the_stamp_has_no_offset() {
        let read = |text| {
            let reading = read(text, Zone::Named(Berlin), "2025-07-01T10:00:00Z");
            reading.map(|reading| reading.time)
        };
        assert_eq!(
            read("2025-01-14 02:00:00"),
            Some(at("2025-01-14T01:00:00Z"))
        );
        assert_eq!(
            read("2025-07-14 02:00:00"),
            Some(at("2025-07-14T00:00:00Z"))
        );
        assert_eq!(
            read("2025-07-14 02:00:00Z"),
            Some(at("2025-07-14T02:00:00Z"))
        );
        assert_eq!(read("11:00:00"), Some(at("2025-07-01T09:00:00Z")));
        // 02:00 to 03:00 is left out in spring and comes twice in autumn.
        assert_eq!(
            read("2025-03-30 02:30:00"),
            Some(at("2025-03-30T01:30:00Z"))
        );
        assert_eq!(
            read("2025-10-26 02:30:00"),
            Some(at("2025-10-26T00:30:00Z"))
        );
    }

    #[test]
    fn a_stamp_made_by_hand_may_be_of_no_date() {
        let stamp = Stamp {
            year: Some(2025),
            date: Some((2, 30)),
            ..Stamp::default()
        };
        assert_eq!(Clock::new(Zone::Utc, Time(0)).resolve(&stamp), None);
        let stamp = Stamp {
            year: Some(5000),
            date: Some((2, 3)),
            ..Stamp::default()
        };
        assert_eq!(Clock::new(Zone::Utc, Time(0)).resolve(&stamp), None);
    }
}
