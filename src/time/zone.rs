//! Zones: UTC, a fixed offset, this machine's, or one of the IANA names.

use super::civil::DAY;
use super::offset::abbreviation;
use crate::event::Time;
use chrono::{DateTime, Local, MappedLocalTime, NaiveDateTime, Offset, TimeZone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    Utc,
    /// Seconds east of UTC.
    Fixed(i32),
    Local,
    Named(chrono_tz::Tz),
}

impl Zone {
    /// Reads `UTC`, `local`, `+02:00`, `-0330`, `+2`, `Europe/Berlin` or `EST`; else one line on what is wrong.
    pub fn parse(text: &str) -> Result<Zone, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("local") {
            return Ok(Zone::Local);
        }
        if ["z", "utc", "gmt"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
        {
            return Ok(Zone::Utc);
        }
        if text.starts_with(['+', '-']) {
            return offset(text).map(Zone::fixed).ok_or_else(|| {
                format!(
                    "`{text}` is no offset from UTC; write it as +02:00 or -0330, at most 14 hours"
                )
            });
        }
        let named = || {
            let mut zones = chrono_tz::TZ_VARIANTS.iter();
            zones
                .find(|tz| tz.name().eq_ignore_ascii_case(text))
                .map(|tz| Zone::Named(*tz))
        };
        abbreviation(text.to_ascii_uppercase().as_bytes())
            .map(Zone::fixed)
            .or_else(named)
            .ok_or_else(|| {
                format!(
                    "`{text}` is no zone that is known; take UTC, local, an offset such as +02:00, \
                     or a name such as Europe/Berlin"
                )
            })
    }

    fn fixed(seconds: i32) -> Zone {
        if seconds == 0 {
            Zone::Utc
        } else {
            Zone::Fixed(seconds)
        }
    }

    /// Seconds east of UTC at an instant.
    pub fn offset_at_utc(self, time: Time) -> i32 {
        self.offset_at_seconds(time.seconds())
    }

    fn offset_at_seconds(self, seconds: i64) -> i32 {
        match self {
            Zone::Utc => 0,
            Zone::Fixed(offset) => offset,
            Zone::Local => utc_offset(&Local, seconds),
            Zone::Named(tz) => utc_offset(&tz, seconds),
        }
    }

    /// The instant, in seconds since the epoch, of a civil time (seconds since the epoch as if it were UTC).
    ///
    /// Where clocks are changed, the offset from before the change holds: of a time that comes twice the first
    /// is taken, and one that is left out (02:30) is as long after the change as it says (03:30).
    pub fn to_utc(self, civil: i64) -> i64 {
        match self {
            Zone::Utc => civil,
            Zone::Fixed(offset) => civil - i64::from(offset),
            Zone::Local => civil - i64::from(civil_offset(&Local, civil)),
            Zone::Named(tz) => civil - i64::from(civil_offset(&tz, civil)),
        }
    }
}

fn naive(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .naive_utc()
}

fn utc_offset<Z: TimeZone>(zone: &Z, seconds: i64) -> i32 {
    zone.offset_from_utc_datetime(&naive(seconds))
        .fix()
        .local_minus_utc()
}

fn civil_offset<Z: TimeZone>(zone: &Z, civil: i64) -> i32 {
    match zone.offset_from_local_datetime(&naive(civil)) {
        MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => {
            offset.fix().local_minus_utc()
        }
        // No gap is longer than a day (Samoa left out one in 2011), and none follows another at once.
        MappedLocalTime::None => match zone.offset_from_local_datetime(&naive(civil - DAY)) {
            MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => {
                offset.fix().local_minus_utc()
            }
            MappedLocalTime::None => utc_offset(zone, civil - DAY),
        },
    }
}

/// `+02:00`, `-0330`, `+02`, `+2` in seconds.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    let number = |text: &str| {
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse::<i32>().ok())?
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = hours * 3600 + minutes * 60;
    (minutes < 60 && seconds <= 14 * 3600).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_as_people_write_them() {
        for (text, zone) in [
            ("UTC", Zone::Utc),
            ("z", Zone::Utc),
            ("+00:00", Zone::Utc),
            ("Local", Zone::Local),
            ("+02:00", Zone::Fixed(7_200)),
            ("-0330", Zone::Fixed(-12_600)),
            ("+2", Zone::Fixed(7_200)),
            ("-11", Zone::Fixed(-39_600)),
            ("EST", Zone::Fixed(-18_000)),
            ("cest", Zone::Fixed(7_200)),
            ("Europe/Berlin", Zone::Named(chrono_tz::Europe::Berlin)),
            ("europe/berlin", Zone::Named(chrono_tz::Europe::Berlin)),
            ("Japan", Zone::Named(chrono_tz::Japan)),
        ] {
            assert_eq!(Zone::parse(text), Ok(zone), "{text}");
        }
    }

    #[test]
    fn what_is_no_zone_is_told_in_one_line_with_what_there_is() {
        for text in [
            "",
            "+",
            "+25",
            "+2:0",
            "-1460",
            "+123",
            "Europe/Atlantis",
            "+\u{e9}1",
            "soon",
        ] {
            let error = Zone::parse(text).expect_err(text);
            assert!(error.contains("+02:00") && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn offsets_follow_the_clocks_of_the_zone() {
        let berlin = Zone::Named(chrono_tz::Europe::Berlin);
        assert_eq!(berlin.offset_at_utc(Time(1_741_917_069_000_000_000)), 3_600);
        assert_eq!(berlin.offset_at_utc(Time(1_752_465_069_000_000_000)), 7_200);
        let samoa = Zone::Named(chrono_tz::Pacific::Apia);
        // Noon of 2011-12-30, a day that was left out: as long after the change as it says.
        assert_eq!(samoa.to_utc(1_325_246_400), 1_325_246_400 + 10 * 3600);
    }
}
