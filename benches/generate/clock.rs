//! Times as logs write them.

use chrono::{DateTime, Datelike, NaiveDate};

use crate::text::{padded, text};

/// A time of day, broken down; the date is worked out once a day.
#[derive(Default)]
pub struct Clock {
    ms: u64,
    day: u64,
    date: NaiveDate,
}

impl Clock {
    pub fn set(&mut self, ms: u64) {
        self.ms = ms;
        let day = ms / 86_400_000;
        if day != self.day {
            self.day = day;
            self.date = DateTime::from_timestamp_millis(ms as i64)
                .unwrap_or_default()
                .date_naive();
        }
    }

    /// `2025-03-14`, then `between`.
    pub fn date(&self, out: &mut Vec<u8>, between: u8) {
        padded(out, self.date.year() as u64, 4);
        out.push(b'-');
        padded(out, self.date.month().into(), 2);
        out.push(b'-');
        padded(out, self.date.day().into(), 2);
        out.push(between);
    }

    /// `02:11:09.123`, `point` before the milliseconds.
    pub fn time(&self, out: &mut Vec<u8>, point: u8) {
        self.seconds(out);
        out.push(point);
        padded(out, self.ms % 1000, 3);
    }

    fn seconds(&self, out: &mut Vec<u8>) {
        padded(out, self.ms / 3_600_000 % 24, 2);
        out.push(b':');
        padded(out, self.ms / 60_000 % 60, 2);
        out.push(b':');
        padded(out, self.ms / 1000 % 60, 2);
    }

    /// `14/Mar/2025:02:11:09 +0000`
    pub fn date_of_http(&self, out: &mut Vec<u8>) {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        padded(out, self.date.day().into(), 2);
        out.push(b'/');
        text(out, MONTHS[self.date.month0() as usize]);
        out.push(b'/');
        padded(out, self.date.year() as u64, 4);
        out.push(b':');
        self.seconds(out);
        text(out, " +0000");
    }
}
