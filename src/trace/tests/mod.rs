//! Every sample is put where logs put traces, and must come out as the same entry with the same error.
//!
//! The splitter here is as small as can be: it shows which lines a tracker holds together.

use std::borrow::Cow;

use super::*;

mod again;
mod compiled;
mod jvm;
mod marks;
mod names;
mod php;
mod properties;
mod python;
mod reports;
mod ruby;
mod scripting;

/// A trace and what it says.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    /// First line and last line are the trace's own.
    pub text: &'static str,
    pub kind: Option<&'static str>,
    pub message: Option<&'static str>,
    /// Each exception, outermost first: its type, and `module function` of the application's frames.
    pub chain: &'static [(Option<&'static str>, &'static [&'static str])],
}

/// A line of a log without a header, and one that surely starts an entry.
const PLAIN: &str = "All is well.";
const HEADER: &str = "2025-03-14 02:11:09 ERROR request failed";

/// The first line of each entry of `log`, numbered from 1. A line that begins with the year has a header.
pub(super) fn starts(log: &str) -> Vec<usize> {
    starts_where(log, |line| line.starts_with(b"2025-"))
}

/// The same, where `is_hard` tells the lines that surely start an entry.
pub(super) fn starts_where(log: &str, is_hard: fn(&[u8]) -> bool) -> Vec<usize> {
    let lines: Vec<&[u8]> = log.lines().map(str::as_bytes).collect();
    let mut starts = Vec::new();
    let mut open: Option<(Tracker, bool)> = None;
    for (i, &line) in lines.iter().enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let continues = match &mut open {
            Some((tracker, has_header)) if !is_hard(line) => {
                let mut ahead = lines[i + 1..]
                    .iter()
                    .take_while(|l| !is_hard(l))
                    .map(|l| Cow::Borrowed(*l))
                    .take(LOOKAHEAD);
                match tracker.next(line, &mut ahead) {
                    Part::Continues => true,
                    Part::Begins => !tracker.has_trace() && *has_header,
                    Part::Other => *has_header || line.starts_with(b" ") || line.starts_with(b"\t"),
                }
            }
            _ => false,
        };
        if !continues {
            starts.push(i + 1);
            open = Some((Tracker::start(line), is_hard(line)));
        }
    }
    starts
}

/// How many lines `text` has.
fn height(text: &str) -> usize {
    text.lines().count()
}

/// The lines of `text` that are calls, numbered from 0.
fn calls(text: &str) -> Vec<usize> {
    let is_call = |l: &str| matches!(mark(Line::new(l)), Some(Mark::Frame | Mark::Step));
    text.lines()
        .enumerate()
        .filter(|(_, l)| is_call(l))
        .map(|(i, _)| i)
        .collect()
}

fn head_of(text: &str, lines: usize) -> String {
    text.lines().take(lines).collect::<Vec<_>>().join("\n")
}

/// What every trace must show, wherever it stands.
pub(super) fn check(sample: &Sample) {
    let text = sample.text;
    let n = height(text);
    assert_eq!(starts(text), [1], "alone:\n{text}");
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}\n{PLAIN}")),
        [1, 2, n + 2, n + 3, 2 * n + 3],
        "between plain lines:\n{text}"
    );
    assert_eq!(
        starts(&format!("{text}\n{text}")),
        [1, n + 1],
        "back to back:\n{text}"
    );
    let logged = format!("{HEADER}\n{text}\n{HEADER}\n{text}\nmore text\n{HEADER}");
    assert_eq!(
        starts(&logged),
        [1, n + 2, 2 * n + 4],
        "under a header:\n{text}"
    );
    for end in calls(text).into_iter().map(|i| i + 1) {
        let cut = head_of(text, end);
        assert_eq!(
            starts(&format!("{PLAIN}\n{cut}\n{PLAIN}")),
            [1, 2, end + 2],
            "cut off:\n{cut}"
        );
    }
    check_fault(sample);
}

/// What is read from a trace, alone and below a log message.
pub(super) fn check_fault(sample: &Sample) {
    let text = sample.text;
    again::agree(text);
    let (fault, range) = find(text).unwrap_or_else(|| panic!("nothing found in:\n{text}"));
    assert_eq!(fault.kind.as_deref(), sample.kind, "{text}");
    assert_eq!(fault.message.as_deref(), sample.message, "{text}");
    assert!(
        range.end == text.len(),
        "the trace ends with the text, not at {}: {text}",
        range.end
    );
    let chain: Vec<_> = chain(text)
        .iter()
        .map(|l| {
            let frames = l
                .frames
                .iter()
                .filter(|f| f.in_app)
                .map(|f| format!("{} {}", f.module, f.function));
            (l.kind.map(str::to_string), frames.collect::<Vec<_>>())
        })
        .collect();
    let expected: Vec<_> = sample
        .chain
        .iter()
        .map(|(kind, frames)| {
            (
                kind.map(str::to_string),
                frames.iter().map(|f| f.to_string()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(chain, expected, "{text}");

    let below = format!("request failed\n{text}");
    let (fault, range) =
        find(&below).unwrap_or_else(|| panic!("nothing found below a message:\n{text}"));
    assert_eq!(
        fault.kind.as_deref(),
        sample.kind,
        "below a message: {text}"
    );
    assert_eq!(
        fault.message.as_deref(),
        sample.message,
        "below a message: {text}"
    );
    assert_eq!(
        &below[..range.start].trim(),
        &"request failed",
        "below a message: {text}"
    );
    assert_eq!(
        fault.stack.as_deref().map(str::trim_start),
        Some(text.trim()),
        "below a message: {text}"
    );
}
