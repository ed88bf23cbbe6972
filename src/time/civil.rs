//! Calendar arithmetic by hand: days since the epoch from a date and back (proleptic Gregorian), as
//! described by Howard Hinnant in "chrono-Compatible Low-Level Date Algorithms".

pub(super) const DAY: i64 = 86_400;

/// Days from 1970-01-01 to the date.
#[inline]
pub(super) fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Seconds from 1970-01-01T00:00:00 to the beginning of the date, if there is such a date.
pub(super) fn midnight(year: i32, (month, day): (u8, u8)) -> Option<i64> {
    is_date(Some(year), month, day).then(|| days_from_civil(year, month, day) * DAY)
}

/// The date (year, month, day) that many days after 1970-01-01.
#[inline]
pub(super) fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month as u8, day as u8)
}

pub(super) fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Whether the date exists; without a year, whether it exists in a leap year.
#[inline]
pub(super) fn is_date(year: Option<i32>, month: u8, day: u8) -> bool {
    if (1..=12).contains(&month) && (1..=28).contains(&day) {
        return true;
    }
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(is_leap) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    #[test]
    fn days_and_dates_agree_with_chrono_over_six_centuries() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for days in (-110_000..110_000).step_by(7) {
            let date = epoch + chrono::Duration::days(days);
            let (month, day) = (date.month() as u8, date.day() as u8);
            assert_eq!(civil_from_days(days), (date.year(), month, day));
            assert_eq!(days_from_civil(date.year(), month, day), days);
        }
    }

    #[test]
    fn a_date_exists_by_the_length_of_its_month() {
        assert!(is_date(Some(2024), 2, 29) && is_date(None, 2, 29) && is_date(Some(2000), 2, 29));
        assert!(!is_date(Some(2025), 2, 29) && !is_date(Some(1900), 2, 29));
        assert!(!is_date(None, 2, 30) && !is_date(None, 4, 31) && !is_date(None, 13, 1));
        assert!(!is_date(None, 0, 1) && !is_date(None, 1, 0));
    }
}
