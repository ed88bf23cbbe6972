//! The time that the rows span, in buckets of whole minutes, and what clocks in the zone show in it.

use super::super::rows::FailedRow;
use super::good::Good;
use super::slice::Span;
use crate::event::Time;
use crate::time::Zone;

/// Minutes from the epoch to the first Monday.
const MONDAY: i32 = 4 * 1440;

const MINUTE: i64 = 60_000_000_000;

/// More buckets than these are made wider.
const MOST: i32 = 60_000;

#[derive(Debug)]
pub struct Clock {
    /// First minute of the first bucket.
    pub first: i32,
    /// Minutes in a bucket.
    pub width: i32,
    pub buckets: usize,
    /// Minutes that clocks in the zone are ahead of UTC, for each hour from the first minute.
    ahead: Vec<i32>,
}

impl Clock {
    /// `None` where no row tells a time.
    pub fn of(good: &Good, failed: &[FailedRow], zone: Zone) -> Option<Clock> {
        let failed = failed.iter().map(|failed| failed.row.minute);
        let good = good.kinds().flat_map(|(_, cells)| cells);
        let minutes = good.map(|cell| cell.minute).chain(failed);
        let (first, last) = minutes
            .filter(|&minute| minute != i32::MIN)
            .fold((i32::MAX, i32::MIN), |(first, last), minute| {
                (first.min(minute), last.max(minute))
            });
        if first > last {
            return None;
        }
        let span = last - first + 1;
        let width = (span + MOST - 1) / MOST;
        let ahead = (0..=span / 60).map(|hour| {
            let time = Time(i64::from(first + hour * 60) * MINUTE);
            zone.offset_at_utc(time) / 60
        });
        Some(Clock {
            first,
            width,
            buckets: ((span + width - 1) / width) as usize,
            ahead: ahead.collect(),
        })
    }

    /// Where no row tells a time.
    pub fn none() -> Clock {
        Clock {
            first: 0,
            width: 1,
            buckets: 0,
            ahead: vec![0],
        }
    }

    pub fn bucket(&self, minute: i32) -> Option<usize> {
        let since = minute.checked_sub(self.first)?;
        let bucket = (since / self.width) as usize;
        (since >= 0 && bucket < self.buckets).then_some(bucket)
    }

    pub fn minute(&self, bucket: usize) -> i32 {
        self.first + bucket as i32 * self.width
    }

    fn local(&self, minute: i32) -> i32 {
        let hour = ((minute - self.first) / 60).max(0) as usize;
        minute + self.ahead[hour.min(self.ahead.len() - 1)]
    }

    /// Minutes since a period of so many began, on the clocks of the zone; a week begins on Monday.
    pub fn phase(&self, minute: i32, period: u16) -> u16 {
        (self.local(minute) - MONDAY).rem_euclid(i32::from(period)) as u16
    }

    /// The number of the period.
    pub fn cycle(&self, minute: i32, period: u16) -> i32 {
        (self.local(minute) - MONDAY).div_euclid(i32::from(period))
    }

    pub fn last(&self) -> i32 {
        self.minute(self.buckets) - 1
    }

    pub fn is_in(&self, minute: i32, span: Span) -> bool {
        if minute == i32::MIN {
            return false;
        }
        match span {
            Span::Window { from, to } => from <= minute && minute < to,
            Span::Recurring(when) => when.has(self.phase(minute, when.period)),
        }
    }
}

pub fn time(minute: i32) -> Time {
    Time(i64::from(minute) * MINUTE)
}
