//! The strip of time under the findings, with what they are about marked.

use super::clock::{self, Clock};
use super::found::Found;
use super::search::Search;
use super::slice::Span;
use crate::analysis::result::{Bucket, DAY, Strip};

impl Search<'_> {
    /// All failures and requests by bucket, nothing marked yet.
    pub fn strip(&self) -> Option<Strip> {
        let clock = self.clock.as_ref()?;
        let mut buckets = vec![Bucket::default(); clock.buckets];
        let mut add = |minute: i32, failures: u64, requests: u64| {
            if let Some(bucket) = clock.bucket(minute) {
                buckets[bucket].failures += failures;
                buckets[bucket].requests += requests;
            }
        };
        for cell in self.good.kinds().flat_map(|(_, cells)| cells) {
            add(cell.minute, 0, u64::from(cell.left));
        }
        for failed in &self.failed {
            add(failed.row.minute, 1, 1);
        }
        Some(Strip {
            from: Some(clock::time(clock.first)),
            width: i64::from(clock.width) * 60_000_000_000,
            buckets,
            marked: Vec::new(),
        })
    }
}

/// Marks the buckets that a finding of some stretch of time is about.
pub fn mark(strip: &mut Strip, found: &[&Found], clock: &Clock) {
    // What comes back many times a day would mark all of it.
    let is_marked = |span: &Span| !matches!(span, Span::Recurring(when) if when.period < DAY);
    let spans = found.iter().filter_map(|found| found.slice.span);
    let spans: Vec<Span> = spans.filter(is_marked).collect();
    for bucket in 0..clock.buckets {
        let minute = clock.minute(bucket);
        if !spans.iter().any(|&span| clock.is_in(minute, span)) {
            continue;
        }
        match strip.marked.last_mut() {
            Some(run) if run.end == bucket => run.end += 1,
            _ => strip.marked.push(bucket..bucket + 1),
        }
    }
}
