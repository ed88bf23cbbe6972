//! The time that a finding is about: in words, as a key, and by which dimensions it shows.

use super::Facts;
use super::clock::{self, Clock};
use super::slice::{Slice, Span};
use crate::analysis::result::{DAY, Key, Recurring, WEEK, When};
use crate::event::Time;
use crate::time::bucket::{DAYS, Span as Bucket};
use crate::time::rfc3339;

const HOUR: u16 = 60;

pub fn when(slice: &Slice, clock: Option<&Clock>) -> Option<When> {
    clock?;
    Some(match slice.span? {
        Span::Recurring(when) => When::Recurring(when),
        Span::Window { from, to } => When::Window {
            from: clock::time(from),
            to: (to != i32::MAX).then(|| clock::time(to)),
        },
    })
}

/// What a finding's key says of its time; `is_pair` where it is for some value only.
pub fn key(slice: &Slice, is_pair: bool, facts: &Facts) -> Vec<(String, Key)> {
    let named = |name: &str, key| (name.to_owned(), key);
    match slice.span {
        Some(Span::Recurring(when)) => {
            let hour_of_day = || {
                let hour = when.middle() % DAY / HOUR;
                named("hour-of-day", Key::Number(i64::from(hour)))
            };
            match dimensions(when) {
                ["minute-of-hour"] => {
                    vec![named("minute-of-hour", Key::Number(i64::from(when.from)))]
                }
                ["hour-of-day"] => vec![hour_of_day()],
                [..] => {
                    let day = |day| named("weekday", Key::Weekday(day));
                    match when.weekdays() {
                        Some((first, _)) => vec![day(first)],
                        None => vec![day((when.middle() / DAY) as u8), hour_of_day()],
                    }
                }
            }
        }
        // An hour for some values only is a pair of them.
        Some(Span::Window { from, to }) if is_pair && to != i32::MAX => {
            let start = |minute| Bucket::Hour.start(clock::time(minute), facts.zone);
            let is_one = start(from) == start(to - 1);
            let hour = is_one.then(|| named("hour", Key::Time(start(from))));
            hour.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The dimensions that show what comes back.
pub fn dimensions(when: Recurring) -> &'static [&'static str] {
    match when.period {
        WEEK if when.weekdays().is_some() => &["weekday"],
        WEEK => &["weekday", "hour-of-day"],
        period if period > HOUR => &["hour-of-day"],
        _ => &["minute-of-hour"],
    }
}

/// `every day 00:00 to 00:05`, `every 15 minutes from :02 to :04`, `on Mondays`.
pub fn every(when: Recurring) -> String {
    let Recurring { period, from, to } = when;
    // Within a part of an hour, the end is told by the hour's clock.
    let end = from + when.length();
    let of_hour = |minute: u16| format!(":{:02}", minute % HOUR);
    match (period, when.weekdays()) {
        (WEEK, Some((first, last))) if first == last => format!("on {}s", DAYS[usize::from(first)]),
        (WEEK, Some((first, last))) => {
            format!(
                "every week from {} to {}",
                DAYS[usize::from(first)],
                DAYS[usize::from(last)]
            )
        }
        (WEEK, None) => {
            let last = if from / DAY == (to - 1) / DAY {
                of_day(end - from / DAY * DAY)
            } else {
                format!("{} {}", DAYS[usize::from(to / DAY % 7)], of_day(to % DAY))
            };
            let first = DAYS[usize::from(from / DAY)];
            format!("every {first} {} to {last}", of_day(from % DAY))
        }
        (DAY, _) => format!("every day {} to {}", of_day(from), of_day(to)),
        (HOUR, _) => format!("every hour from {} to {}", of_hour(from), of_hour(end)),
        (period, _) if period < HOUR => {
            format!(
                "every {period} minutes from {} to {}",
                of_hour(from),
                of_hour(end)
            )
        }
        (period, _) => {
            let hours = period / HOUR;
            format!(
                "every {hours} hours from {} to {}",
                of_day(from),
                of_day(end % DAY)
            )
        }
    }
}

fn of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / HOUR, minute % HOUR)
}

/// `2025-03-14 14:03`, in the zone asked for.
pub fn clock_time(time: Time, facts: &Facts) -> String {
    let text = rfc3339(time, facts.zone);
    text.get(..16).unwrap_or(&text).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recurring(period: u16, from: u16, to: u16) -> Recurring {
        Recurring { period, from, to }
    }

    #[test]
    fn what_comes_back_is_told_as_people_say_it() {
        let told = |period, from, to| every(recurring(period, from, to));
        assert_eq!(told(DAY, 0, 5), "every day 00:00 to 00:05");
        assert_eq!(told(DAY, 1435, 10), "every day 23:55 to 00:10");
        assert_eq!(told(DAY, 1380, 1440), "every day 23:00 to 24:00");
        assert_eq!(told(60, 0, 5), "every hour from :00 to :05");
        assert_eq!(told(60, 58, 3), "every hour from :58 to :03");
        assert_eq!(told(15, 0, 2), "every 15 minutes from :00 to :02");
        assert_eq!(told(15, 14, 1), "every 15 minutes from :14 to :16");
        assert_eq!(told(360, 30, 35), "every 6 hours from 00:30 to 00:35");
        assert_eq!(
            told(WEEK, 6 * DAY + 180, 6 * DAY + 190),
            "every Sunday 03:00 to 03:10"
        );
        assert_eq!(
            told(WEEK, 6 * DAY + 1430, 10),
            "every Sunday 23:50 to Monday 00:10"
        );
        assert_eq!(
            told(WEEK, 6 * DAY + 1430, WEEK),
            "every Sunday 23:50 to 24:00"
        );
        assert_eq!(told(WEEK, 0, DAY), "on Mondays");
        assert_eq!(
            told(WEEK, 5 * DAY, WEEK),
            "every week from Saturday to Sunday"
        );
    }

    #[test]
    fn the_middle_of_a_stretch_over_midnight_is_in_it() {
        assert_eq!(recurring(DAY, 1430, 20).middle(), 4);
        assert_eq!(recurring(DAY, 0, 5).middle(), 2);
        assert_eq!(recurring(DAY, 60, 180).middle(), 119);
        assert!(recurring(DAY, 1430, 20).has(4) && !recurring(DAY, 1430, 20).has(20));
    }
}
