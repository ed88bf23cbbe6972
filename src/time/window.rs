//! `--since` and `--until`: the ways to write a point in time, and the window between two.

use super::civil::DAY;
use super::clock::Clock;
use super::cursor::Cursor;
use super::epoch::epoch_text;
use super::stamp::{Stamp, scan};
use super::zone::Zone;
use super::{bucket::Span, daytime, offset};
use crate::event::Time;

/// A point in time as asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    At(Time),
    /// Nanoseconds before the newest entry.
    BeforeEnd(i64),
}

impl Bound {
    /// The instant, given the newest entry's.
    pub fn resolve(self, newest: Time) -> Time {
        match self {
            Bound::At(time) => time,
            Bound::BeforeEnd(nanos) => Time(newest.0.saturating_sub(nanos)),
        }
    }
}

/// From `since` on, up to but without `until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    pub since: Option<Time>,
    pub until: Option<Time>,
}

impl Window {
    /// Whether an event of that time is inside. One without a time is only in a window without bounds.
    pub fn contains(&self, time: Option<Time>) -> bool {
        match time {
            Some(time) => {
                self.since.is_none_or(|since| since <= time)
                    && self.until.is_none_or(|until| time < until)
            }
            None => self.since.is_none() && self.until.is_none(),
        }
    }
}

/// Reads what `--since` and `--until` take; times without an offset are read in `zone`. A part of a date
/// means its beginning, a time of day is today's, and a duration counts back from `now`.
///
/// The error is one line that says which forms there are.
pub fn parse(text: &str, zone: Zone, now: Time) -> Result<Bound, String> {
    let asked = text.trim();
    let lower = asked.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("end") {
        let back = match rest.trim_start().strip_prefix('-') {
            Some(back) => duration(back.trim_start()),
            None => rest.is_empty().then_some(0),
        };
        return back.map(Bound::BeforeEnd).ok_or_else(|| unreadable(asked));
    }
    named(&lower, zone, now)
        .or_else(|| {
            ago(&lower)
                .and_then(|nanos| now.0.checked_sub(nanos))
                .map(Time)
        })
        .or_else(|| epoch_text(lower.strip_prefix('@')?.as_bytes()))
        .or_else(|| part_of_date(asked, zone))
        .or_else(|| whole_stamp(asked, zone, now))
        .map(Bound::At)
        .ok_or_else(|| unreadable(asked))
}

fn unreadable(text: &str) -> String {
    format!(
        "`{text}` is no time; write 2025-03-14T02:11:09Z or a leading part of it, 14:30, 2h, 1h30m, \
         \"2 hours ago\", now, today, yesterday, @1741917069, or end-2h for what is before the newest entry"
    )
}

/// `now`, `today`, `yesterday 14:30`, `14:30:05`.
fn named(text: &str, zone: Zone, now: Time) -> Option<Time> {
    if text == "now" {
        return Some(now);
    }
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (days, clock) = match word {
        "today" => (0, rest),
        "yesterday" => (1, rest),
        "" => return None,
        _ => (0, text),
    };
    let clock = clock.trim_start().trim_start_matches("at ");
    if clock.is_empty() {
        let midnight = Span::Day.start(now, zone);
        return match days {
            0 => Some(midnight),
            _ => Some(Span::Day.start(Time(midnight.0.checked_sub(1)?), zone)),
        };
    }
    let mut cur = Cursor::new(clock.as_bytes());
    let time = daytime::read(&mut cur, daytime::After::FullDate)?;
    if !cur.rest().is_empty() || !clock.contains(':') {
        return None;
    }
    let civil = now.seconds() + i64::from(zone.offset_at_utc(now));
    let midnight = (civil.div_euclid(DAY) - days) * DAY;
    let stamp = Stamp {
        hour: time.hour,
        minute: time.minute,
        second: time.second,
        ..Stamp::default()
    };
    instant(zone.to_utc(midnight + stamp.second_of_day()), time.nanos)
}

/// `2h`, `-2h`, `2 hours ago`, in nanoseconds.
fn ago(text: &str) -> Option<i64> {
    let text = text.strip_prefix('-').unwrap_or(text);
    duration(text.strip_suffix("ago").unwrap_or(text).trim())
}

/// Numbers with units, `1h30m`, `1.5 hours`, `2 days 4 h`, in nanoseconds.
fn duration(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let mut total = 0i64;
    let mut rest = text;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, behind) = rest.split_at(unit_at);
        let behind = behind.trim_start();
        let unit_end = behind
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(behind.len());
        let nanos = unit(&behind[..unit_end])?;
        let part = if number.contains('.') {
            (number.parse::<f64>().ok()? * nanos as f64) as i64
        } else {
            number.parse::<i64>().ok()?.checked_mul(nanos)?
        };
        total = total.checked_add(part)?;
        rest = behind[unit_end..].trim_start();
    }
    Some(total)
}

fn unit(word: &str) -> Option<i64> {
    const SECOND: i64 = 1_000_000_000;
    Some(match word {
        "us" => 1_000,
        "ms" | "milliseconds" | "millisecond" => 1_000_000,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => 60 * SECOND,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600 * SECOND,
        "d" | "day" | "days" => DAY * SECOND,
        "w" | "week" | "weeks" => 7 * DAY * SECOND,
        _ => return None,
    })
}

/// `2025`, `2025-03`, `2025-03-14`, `2025-03-14T02` (the last with a zone, too).
fn part_of_date(text: &str, zone: Zone) -> Option<Time> {
    let mut cur = Cursor::new(text.as_bytes());
    let mut stamp = Stamp::default();
    let year = cur.number(4)? as i32;
    let mut date = (1, 1);
    if cur.eat(b'-') {
        date.0 = cur.two()?;
        if cur.eat(b'-') {
            date.1 = cur.two()?;
            if cur.eat(b'T') || cur.eat(b't') || cur.eat(b' ') {
                stamp.hour = cur.two().filter(|hour| *hour < 24)?;
                if let Some(offset::Written::Offset(seconds)) = offset::read(&mut cur, false) {
                    stamp.offset = Some(seconds);
                }
            }
        }
    }
    if !cur.rest().is_empty() {
        return None;
    }
    stamp.date = Some(date);
    let civil = stamp.civil_seconds(year)?;
    match stamp.offset {
        Some(offset) => instant(civil - i64::from(offset), 0),
        None => instant(zone.to_utc(civil), 0),
    }
}

/// Any stamp with a date, as it can be copied from a log.
fn whole_stamp(text: &str, zone: Zone, now: Time) -> Option<Time> {
    let (stamp, len) = scan(text.as_bytes())?;
    if len < text.len() || stamp.date.is_none() {
        return None;
    }
    Some(Clock::new(zone, now).resolve(&stamp)?.time)
}

fn instant(seconds: i64, nanos: u32) -> Option<Time> {
    seconds
        .checked_mul(1_000_000_000)?
        .checked_add(i64::from(nanos))
        .map(Time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::format::rfc3339;
    use chrono_tz::Europe::Berlin;

    /// Friday, 02:11:09.5 in UTC.
    const NOW: Time = Time(1_741_918_269_500_000_000);

    fn at(text: &str, zone: Zone) -> String {
        match parse(text, zone, NOW) {
            Ok(Bound::At(time)) => rfc3339(time, Zone::Utc),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_form_is_read() {
        for (text, time) in [
            ("2025-03-14T02:11:09Z", "2025-03-14T02:11:09Z"),
            ("2025-03-14t02:11:09.250+01:00", "2025-03-14T01:11:09.250Z"),
            ("2025-03-14 02:11:09", "2025-03-14T02:11:09Z"),
            ("2025-03-14 02:11", "2025-03-14T02:11:00Z"),
            ("2025-03-14T02", "2025-03-14T02:00:00Z"),
            ("2025-03-14T02+01:00", "2025-03-14T01:00:00Z"),
            ("2025-03-14 02", "2025-03-14T02:00:00Z"),
            ("2025-03-14", "2025-03-14T00:00:00Z"),
            ("2025-03", "2025-03-01T00:00:00Z"),
            ("2025", "2025-01-01T00:00:00Z"),
            ("14:30", "2025-03-14T14:30:00Z"),
            ("14:30:05", "2025-03-14T14:30:05Z"),
            ("2:30 pm", "2025-03-14T14:30:00Z"),
            ("2h", "2025-03-14T00:11:09.500Z"),
            ("-2h", "2025-03-14T00:11:09.500Z"),
            ("1h30m", "2025-03-14T00:41:09.500Z"),
            ("90s", "2025-03-14T02:09:39.500Z"),
            ("500ms", "2025-03-14T02:11:09Z"),
            ("2d", "2025-03-12T02:11:09.500Z"),
            ("1w", "2025-03-07T02:11:09.500Z"),
            ("1.5h", "2025-03-14T00:41:09.500Z"),
            ("2 hours ago", "2025-03-14T00:11:09.500Z"),
            ("30 min ago", "2025-03-14T01:41:09.500Z"),
            ("1 day 2 hours ago", "2025-03-13T00:11:09.500Z"),
            ("now", "2025-03-14T02:11:09.500Z"),
            ("today", "2025-03-14T00:00:00Z"),
            ("Yesterday", "2025-03-13T00:00:00Z"),
            ("yesterday 14:30", "2025-03-13T14:30:00Z"),
            ("today at 1:00", "2025-03-14T01:00:00Z"),
            ("@1741917069", "2025-03-14T01:51:09Z"),
            ("@1741917069123", "2025-03-14T01:51:09.123Z"),
            ("14/Mar/2025:02:11:09 +0000", "2025-03-14T02:11:09Z"),
            ("Mar 13 02:11:09", "2025-03-13T02:11:09Z"),
        ] {
            assert_eq!(at(text, Zone::Utc), time, "{text}");
        }
    }

    #[test]
    fn what_bears_no_offset_is_read_in_the_zone() {
        let berlin = Zone::Named(Berlin);
        assert_eq!(at("2025-07-14", berlin), "2025-07-13T22:00:00Z");
        assert_eq!(at("2025-07-14T02", berlin), "2025-07-14T00:00:00Z");
        assert_eq!(at("2025-07-14T02:11:09", berlin), "2025-07-14T00:11:09Z");
        assert_eq!(at("2025-07-14T02:11:09Z", berlin), "2025-07-14T02:11:09Z");
        assert_eq!(at("today", berlin), "2025-03-13T23:00:00Z");
        assert_eq!(at("14:30", berlin), "2025-03-14T13:30:00Z");
        // It is the 13th there.
        assert_eq!(at("14:30", Zone::Fixed(-5 * 3600)), "2025-03-13T19:30:00Z");
    }

    #[test]
    fn end_counts_from_the_newest_entry() {
        let hour = 3_600_000_000_000;
        assert_eq!(
            parse("end-2h", Zone::Utc, NOW),
            Ok(Bound::BeforeEnd(2 * hour))
        );
        assert_eq!(
            parse("end - 90 min", Zone::Utc, NOW),
            Ok(Bound::BeforeEnd(hour * 3 / 2))
        );
        assert_eq!(parse("end", Zone::Utc, NOW), Ok(Bound::BeforeEnd(0)));
        assert_eq!(Bound::BeforeEnd(5).resolve(Time(12)), Time(7));
    }

    #[test]
    fn what_is_no_time_is_told_with_the_forms_there_are() {
        for text in [
            "",
            "-",
            "@",
            "@x",
            "ago",
            "2",
            "h",
            "2x",
            "soon",
            "2025-13",
            "2025-02-30",
            "2025-03-14T24",
            "2025-03-14T02:61",
            "25:00",
            "14",
            "end+2h",
            "ending",
            "end-",
            "99999999999999999999h",
            "9999999w",
            "2025-03-14T02:11:09Zx",
            "1..2h",
            "\u{e9}",
            "2\u{e9}",
        ] {
            let error = parse(text, Zone::Utc, NOW).expect_err(text);
            assert!(error.contains("end-2h") && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn a_window_holds_its_start_but_not_its_end_and_no_event_without_time() {
        let window = Window {
            since: Some(Time(1)),
            until: Some(Time(3)),
        };
        let inside = |time| window.contains(Some(Time(time)));
        assert!(!inside(0) && inside(1) && inside(2) && !inside(3));
        assert!(!window.contains(None) && Window::default().contains(None));
        assert!(
            Window {
                until: None,
                ..window
            }
            .contains(Some(Time(i64::MAX)))
        );
    }
}
