//! What a reader must know to judge a result, and nothing when there is nothing to say.

use crate::analysis::result::Coverage;
use crate::numbers::{counted, grouped};
use crate::report::style::{Paint, Style, safe_line};

/// How many skipped sources are named; the rest are counted.
const NAMED: usize = 5;

/// Notes on the coverage, a line each, after a blank line.
pub fn coverage(out: &mut Vec<u8>, coverage: &Coverage, style: Style) {
    let mut notes = shortcomings(coverage);
    notes.extend(skips(coverage));
    write(out, &notes, style);
}

/// [`coverage`], but only what was not read: the report itself tells what was not understood.
pub(super) fn skipped(out: &mut Vec<u8>, coverage: &Coverage, style: Style) {
    write(out, &skips(coverage), style);
}

fn write(out: &mut Vec<u8>, notes: &[String], style: Style) {
    if !notes.is_empty() {
        out.push(b'\n');
    }
    for note in notes {
        style.paint(out, Paint::Dim, &format!("note: {}", safe_line(note)));
        out.push(b'\n');
    }
}

fn shortcomings(coverage: &Coverage) -> Vec<String> {
    let entries = |number| counted(number, "entry", "entries");
    let unparsed = coverage.entries.saturating_sub(coverage.parsed);
    let all = entries(coverage.entries);
    [
        (
            unparsed,
            format!(
                "{} of {all} not understood; errlog inspect shows some",
                grouped(unparsed)
            ),
        ),
        (
            coverage.without_time,
            format!("{} without a time", entries(coverage.without_time)),
        ),
        (
            coverage.year_assumed,
            format!(
                "{} without a full date; it was taken from the source's own",
                entries(coverage.year_assumed)
            ),
        ),
    ]
    .into_iter()
    .filter_map(|(number, note)| (number > 0).then_some(note))
    .collect()
}

fn skips(coverage: &Coverage) -> Vec<String> {
    let named = coverage.skipped.iter().take(NAMED);
    let mut notes: Vec<_> = named
        .map(|skipped| format!("skipped {}: {}", skipped.source, skipped.reason))
        .collect();
    if let Some(more @ 1..) = coverage.skipped.len().checked_sub(NAMED) {
        notes.push(format!(
            "skipped {}",
            counted(more as u64, "more source", "more sources")
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::result::Skipped;

    #[test]
    fn full_coverage_needs_no_words() {
        let full = Coverage {
            sources: 1,
            bytes: 9,
            entries: 2,
            parsed: 2,
            ..Coverage::default()
        };
        let mut out = Vec::new();
        coverage(&mut out, &full, Style::PLAIN);
        assert!(out.is_empty());
    }

    #[test]
    fn what_was_not_understood_not_dated_or_not_read_is_told() {
        let skip = |n: usize| Skipped {
            source: format!("{n}.bin"),
            reason: "binary file".into(),
        };
        let partial = Coverage {
            entries: 1000,
            parsed: 989,
            without_time: 1,
            year_assumed: 3,
            skipped: (0..7).map(skip).collect(),
            ..Coverage::default()
        };
        let mut out = Vec::new();
        coverage(&mut out, &partial, Style::PLAIN);
        let text = String::from_utf8(out).unwrap();
        let notes: Vec<_> = text
            .trim_start()
            .lines()
            .filter_map(|line| line.strip_prefix("note: "))
            .collect();
        assert_eq!(
            notes,
            [
                "11 of 1,000 entries not understood; errlog inspect shows some",
                "1 entry without a time",
                "3 entries without a full date; it was taken from the source's own",
                "skipped 0.bin: binary file",
                "skipped 1.bin: binary file",
                "skipped 2.bin: binary file",
                "skipped 3.bin: binary file",
                "skipped 4.bin: binary file",
                "skipped 2 more sources",
            ]
        );
    }
}
