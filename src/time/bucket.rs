//! Buckets of time as clocks in a zone show it: minutes, hours and days that follow each other without gaps,
//! also where clocks are changed. A day of change has 23 or 25 hours, and an hour that comes twice is two.

use super::civil::DAY;
use super::zone::Zone;
use crate::event::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Minute,
    Hour,
    Day,
}

/// By the number of [`weekday`], short and in full.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
pub const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Span {
    /// The start of the bucket that `time` is in.
    pub fn start(self, time: Time, zone: Zone) -> Time {
        let seconds = time.seconds();
        at(match self {
            Span::Minute => run_start(seconds, 60, zone),
            Span::Hour => run_start(seconds, 3600, zone),
            Span::Day => day_start(seconds, zone),
        })
    }

    /// The start of the bucket after the one that starts at `start`.
    pub fn next(self, start: Time, zone: Zone) -> Time {
        let seconds = start.seconds();
        at(match self {
            Span::Minute => run_end(seconds, 60, zone),
            Span::Hour => run_end(seconds, 3600, zone),
            Span::Day => next_day(seconds, zone),
        })
    }
}

/// The hour that clocks show, 0 to 23.
pub fn hour_of_day(time: Time, zone: Zone) -> u8 {
    (civil(time.seconds(), zone).rem_euclid(DAY) / 3600) as u8
}

/// The minute of the hour that clocks show, 0 to 59.
pub fn minute_of_hour(time: Time, zone: Zone) -> u8 {
    (civil(time.seconds(), zone).rem_euclid(3600) / 60) as u8
}

/// The day of the week, from 0 (Monday) to 6; see [`WEEKDAYS`].
pub fn weekday(time: Time, zone: Zone) -> u8 {
    // The epoch was a Thursday.
    (civil(time.seconds(), zone).div_euclid(DAY) + 3).rem_euclid(7) as u8
}

fn at(seconds: i64) -> Time {
    Time(seconds.saturating_mul(1_000_000_000))
}

fn offset(seconds: i64, zone: Zone) -> i64 {
    i64::from(zone.offset_at_utc(at(seconds)))
}

fn civil(seconds: i64, zone: Zone) -> i64 {
    seconds + offset(seconds, zone)
}

/// Start of a minute or hour: where clocks show a whole one, or where they were changed within it.
fn run_start(seconds: i64, unit: i64, zone: Zone) -> i64 {
    let start = seconds - civil(seconds, zone).rem_euclid(unit);
    change_after(start, seconds, zone).unwrap_or(start)
}

fn run_end(start: i64, unit: i64, zone: Zone) -> i64 {
    let end = start + unit - civil(start, zone).rem_euclid(unit);
    change_after(start, end - 1, zone).unwrap_or(end)
}

/// The first second after `from`, up to `to`, at which clocks have been changed.
fn change_after(from: i64, to: i64, zone: Zone) -> Option<i64> {
    let before = offset(from, zone);
    if offset(to, zone) == before {
        return None;
    }
    let (mut same, mut changed) = (from, to);
    while changed - same > 1 {
        let middle = same + (changed - same) / 2;
        if offset(middle, zone) == before {
            same = middle;
        } else {
            changed = middle;
        }
    }
    Some(changed)
}

/// Start of the date that clocks show. Where clocks once went back over midnight, a date that had begun goes on.
fn day_start(seconds: i64, zone: Zone) -> i64 {
    let start = zone.to_utc(civil(seconds, zone).div_euclid(DAY) * DAY);
    let next = next_day(start, zone);
    if next <= seconds { next } else { start }
}

fn next_day(start: i64, zone: Zone) -> i64 {
    zone.to_utc((civil(start, zone).div_euclid(DAY) + 1) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::format::rfc3339;
    use chrono_tz::Tz;
    use proptest::prelude::*;

    fn zone(name: &str) -> Zone {
        Zone::Named(name.parse().expect(name))
    }

    fn time(text: &str) -> Time {
        let time = chrono::DateTime::parse_from_rfc3339(text).expect(text);
        at(time.timestamp())
    }

    /// Starts of the buckets from the one that `from` is in, until `to`.
    fn starts(span: Span, from: &str, to: &str, zone: Zone) -> Vec<String> {
        let to = time(to);
        let first = span.start(time(from), zone);
        std::iter::successors(Some(first), |start| Some(span.next(*start, zone)))
            .take_while(|start| *start < to)
            .map(|start| rfc3339(start, zone))
            .collect()
    }

    #[test]
    fn a_day_on_which_clocks_change_has_23_or_25_hours() {
        let berlin = zone("Europe/Berlin");
        let hours = |from, to| starts(Span::Hour, from, to, berlin).len();
        assert_eq!(
            hours("2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+02:00"),
            23
        );
        assert_eq!(
            hours("2025-10-26T00:00:00+02:00", "2025-10-27T00:00:00+01:00"),
            25
        );
        assert_eq!(
            starts(
                Span::Day,
                "2025-10-25T12:00:00Z",
                "2025-10-27T12:00:00Z",
                berlin
            ),
            [
                "2025-10-25T00:00:00+02:00",
                "2025-10-26T00:00:00+02:00",
                "2025-10-27T00:00:00+01:00"
            ]
        );
    }

    #[test]
    fn hours_start_where_the_zone_s_clocks_show_a_whole_one() {
        let kolkata = zone("Asia/Kolkata");
        let start = Span::Hour.start(time("2025-03-14T02:11:09Z"), kolkata);
        assert_eq!(rfc3339(start, kolkata), "2025-03-14T07:00:00+05:30");
        assert_eq!(hour_of_day(time("2025-03-14T02:11:09Z"), kolkata), 7);
    }

    #[test]
    fn a_change_of_half_an_hour_divides_the_hour() {
        let lord_howe = zone("Australia/Lord_Howe");
        assert_eq!(
            starts(
                Span::Hour,
                "2025-04-05T14:10:00Z",
                "2025-04-05T16:00:00Z",
                lord_howe
            ),
            [
                "2025-04-06T01:00:00+11:00",
                "2025-04-06T01:30:00+10:30",
                "2025-04-06T02:00:00+10:30"
            ]
        );
    }

    #[test]
    fn a_day_may_begin_at_one_and_a_date_may_be_left_out() {
        let starts = |from, to, name| starts(Span::Day, from, to, zone(name));
        assert_eq!(
            starts(
                "2018-11-03T12:00:00Z",
                "2018-11-05T00:00:00Z",
                "America/Sao_Paulo"
            ),
            ["2018-11-03T00:00:00-03:00", "2018-11-04T01:00:00-02:00"]
        );
        assert_eq!(
            starts(
                "2011-12-29T12:00:00Z",
                "2012-01-01T00:00:00Z",
                "Pacific/Apia"
            ),
            [
                "2011-12-29T00:00:00-10:00",
                "2011-12-31T00:00:00+14:00",
                "2012-01-01T00:00:00+14:00"
            ]
        );
    }

    #[test]
    fn weekdays_count_from_monday() {
        let day = |text| WEEKDAYS[usize::from(weekday(time(text), Zone::Utc))];
        assert_eq!(day("2025-03-14T00:00:00Z"), "Fri");
        assert_eq!(day("1969-12-31T23:59:59Z"), "Wed");
        assert_eq!(weekday(time("2025-03-14T23:30:00Z"), Zone::Fixed(3600)), 5);
    }

    fn any_zone() -> impl Strategy<Value = Zone> {
        prop_oneof![
            Just(Zone::Utc),
            (-50_400..50_400i32).prop_map(|s| Zone::Fixed(s / 900 * 900)),
            prop::sample::select(&chrono_tz::TZ_VARIANTS[..]).prop_map(|tz: Tz| Zone::Named(tz)),
        ]
    }

    proptest! {
        #[test]
        fn buckets_tile_time(seconds in 0i64..4_000_000_000, zone in any_zone()) {
            for span in [Span::Minute, Span::Hour, Span::Day] {
                let start = span.start(at(seconds), zone);
                let next = span.next(start, zone);
                prop_assert!(start <= at(seconds) && at(seconds) < next, "{span:?} {start:?} {next:?}");
                prop_assert_eq!(span.start(start, zone), start);
                prop_assert_eq!(span.start(next, zone), next);
                prop_assert_eq!(span.start(Time(next.0 - 1), zone), start);
            }
        }
    }
}
