//! What is exactly true of a log, counted while it is written.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::shop::Request;

/// A request that a search can be tried with.
pub struct Sampled {
    /// How far into the log it began, in percent.
    at: u64,
    id: String,
    failed: bool,
    /// The first line of each of its entries.
    lines: Vec<u64>,
}

#[derive(Default)]
pub struct Truth {
    pub bytes: u64,
    pub lines: u64,
    entries: u64,
    requests: u64,
    failing_events: u64,
    failures: u64,
    by_endpoint: BTreeMap<&'static str, u64>,
    by_hour: BTreeMap<String, u64>,
    by_user: BTreeMap<Option<u64>, u64>,
    by_status: BTreeMap<u16, u64>,
    by_error: BTreeMap<&'static str, u64>,
    samples: Vec<Sampled>,
}

/// Where in the log requests are sampled, in percent, and how many of each outcome at each.
const SAMPLE_AT: [u64; 5] = [0, 25, 50, 75, 99];
const SAMPLES_EACH: usize = 4;

impl Truth {
    /// Counts a request as it begins, `done` percent into the log; gives its place among the samples.
    pub fn request(&mut self, request: &Request, failed: bool, done: u64) -> Option<usize> {
        self.requests += 1;
        let at = SAMPLE_AT.into_iter().rev().find(|&at| at <= done)?;
        let alike = self
            .samples
            .iter()
            .filter(|s| s.at == at && s.failed == failed)
            .count();
        if alike >= SAMPLES_EACH {
            return None;
        }
        let id = String::from_utf8_lossy(&request.id).into_owned();
        self.samples.push(Sampled {
            at,
            id,
            failed,
            lines: Vec::new(),
        });
        Some(self.samples.len() - 1)
    }

    /// Counts an entry that is about to be written.
    pub fn entry(&mut self, failing: bool, sample: Option<usize>) {
        self.entries += 1;
        self.failing_events += u64::from(failing);
        if let Some(sample) = sample {
            self.samples[sample].lines.push(self.lines + 1);
        }
    }

    /// Counts a failed request, at the time of its first failing entry.
    pub fn failure(&mut self, request: &Request, ms: u64) {
        self.failures += 1;
        *self.by_endpoint.entry(request.route.endpoint).or_default() += 1;
        *self.by_hour.entry(hour(ms)).or_default() += 1;
        *self.by_user.entry(request.user).or_default() += 1;
        *self.by_status.entry(request.status).or_default() += 1;
        if let Some(fault) = request.fault {
            *self.by_error.entry(fault.name).or_default() += 1;
        }
    }

    pub fn report(&self) -> Value {
        let by_user: serde_json::Map<_, _> = self
            .by_user
            .iter()
            .map(|(user, n)| (user.map_or("null".into(), |u| format!("u{u}")), json!(n)))
            .collect();
        let by_status: BTreeMap<_, _> = self
            .by_status
            .iter()
            .map(|(status, n)| (status.to_string(), n))
            .collect();
        let samples: Vec<_> = self
            .samples
            .iter()
            .map(|s| json!({"id": s.id, "percent": s.at, "failed": s.failed, "lines": s.lines}))
            .collect();
        json!({
            "bytes": self.bytes, "lines": self.lines, "entries": self.entries,
            "requests": self.requests, "failing_events": self.failing_events,
            "failures": self.failures, "by_endpoint": self.by_endpoint, "by_hour": self.by_hour,
            "by_user": by_user, "by_status": by_status, "by_error": self.by_error,
            "samples": samples,
        })
    }
}

fn hour(ms: u64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(ms as i64).unwrap_or_default();
    at.format("%Y-%m-%dT%H:00:00Z").to_string()
}
