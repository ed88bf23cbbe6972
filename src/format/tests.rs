//! The table, walked: what holds for every format and wrapper in it.

use super::detect::Lock;
use super::understand::Understander;
use super::*;
use crate::event::Time;
use crate::time::{Zone, scan_epoch};

/// 14 March 2025, noon: the date that samples without a year are read by.
const REFERENCE: Time = Time(1_741_953_600_000_000_000);

/// Reads a text as one that begins a source with `head` would be read.
fn told(text: &str, head: &str, fields: &[(&str, &str)]) -> Vec<String> {
    let (lock, _) = Lock::detect(head.as_bytes(), FORMATS, WRAPPERS);
    let want = Want::all();
    let keys = KeyTable::default();
    let clock = Clock::new(Zone::Utc, REFERENCE);
    let mut understander = Understander {
        lock,
        want: &want,
        keys: &keys,
        clock,
        memo: KeyMemo::default(),
        worker: 0,
    };
    let mut scratch = Vec::new();
    let event = understander.read(text.as_bytes(), None, &mut scratch);
    fields.iter().map(|(name, _)| value(&event, name)).collect()
}

/// A field of an event by its name in the contract; empty where it is not told.
fn value(event: &Event, name: &str) -> String {
    let fault = event.error.as_ref();
    let text = match name {
        "time" => {
            return event
                .time
                .map(|time| time.0.to_string())
                .unwrap_or_default();
        }
        "level" => {
            return event
                .level
                .map(|level| level.word())
                .unwrap_or_default()
                .to_owned();
        }
        "status" => {
            return event
                .status
                .map(|status| status.to_string())
                .unwrap_or_default();
        }
        "duration_ms" => {
            return event
                .duration_ms
                .map(|ms| format!("{}", (ms * 1e6).round() / 1e6))
                .unwrap_or_default();
        }
        "request_id" => &event.request_id,
        "trace_id" => &event.trace_id,
        "method" => &event.method,
        "path" => &event.path,
        "route" => &event.route,
        "user" => &event.user,
        "message" => &event.message,
        "host" => &event.host,
        "service" => &event.service,
        "fingerprint" => &event.grouping,
        "error.type" => &fault.and_then(|fault| fault.kind.clone()),
        "error.message" => &fault.and_then(|fault| fault.message.clone()),
        "error.stack" => &fault.and_then(|fault| fault.stack.clone()),
        other => panic!("no field is called {other}"),
    };
    text.as_deref().unwrap_or_default().to_owned()
}

/// A stamp as a sample writes it, in nanoseconds; wrappers' samples have it as it stands in the line.
fn instant(stamp: &str) -> String {
    let mut clock = Clock::new(Zone::Utc, REFERENCE);
    let read = clock
        .read(stamp.as_bytes())
        .map(|(reading, _)| reading.time);
    let time = read.or_else(|| scan_epoch(stamp.as_bytes()).map(|(time, _)| time));
    time.map(|time| time.0.to_string()).unwrap_or_default()
}

fn wrong(samples: &[Sample], inside: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for sample in samples {
        // One line can't tell whether what stands before it is a wrapper's.
        let head = match inside {
            true => format!("{0}\n{0}\n", sample.text),
            false => sample.text.to_owned(),
        };
        let told = told(sample.text, &head, sample.event);
        for ((name, wanted), got) in sample.event.iter().zip(told) {
            let wanted = match (*name, *wanted) {
                (_, "null") => String::new(),
                ("time", stamp) => instant(stamp),
                // What a wrapper's sample has for a message may have a head of its own, which is read in turn.
                ("message", message) if inside && message.ends_with(&got) => got.clone(),
                // What follows the message's own lines is a trace, which the event holds apart.
                ("message", message) if message.starts_with(&format!("{got}\n")) => got.clone(),
                (_, text) => text.to_owned(),
            };
            if got != wanted {
                wrong.push(format!(
                    "{name}: wanted {wanted:?}, got {got:?}, of {}",
                    sample.text
                ));
            }
        }
    }
    wrong
}

#[test]
fn every_sample_of_every_format_gives_its_event_as_a_source_of_its_own() {
    let wrong: Vec<String> = FORMATS
        .iter()
        .flat_map(|format| wrong(format.samples(), false))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_sample_of_every_wrapper_gives_its_event_as_a_source_of_its_own() {
    let wrong: Vec<String> = WRAPPERS
        .iter()
        .flat_map(|wrapper| wrong(wrapper.samples(), true))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_format_has_a_name_of_its_own_a_line_about_it_and_samples() {
    let formats = FORMATS
        .iter()
        .map(|f| (f.name(), f.about(), f.samples().len()));
    let wrappers = WRAPPERS
        .iter()
        .map(|w| (w.name(), w.about(), w.samples().len()));
    let rows: Vec<_> = formats.chain(wrappers).collect();
    for (name, about, samples) in &rows {
        assert!(!about.is_empty() && *samples > 0, "{name}");
        assert_eq!(
            rows.iter().filter(|(other, ..)| other == name).count(),
            1,
            "{name}"
        );
    }
}
