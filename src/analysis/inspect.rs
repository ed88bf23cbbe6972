//! What was recognised in a source: which formats, which fields, what was not understood.

use std::collections::BTreeMap;

use super::mend::{self, Lacking, Mend};
use super::result::{Coverage, SourceReport};
use crate::chunk::Piece;
use crate::event::{Event, Field, Time};
use crate::format::detect::{Candidate, Lock};
use crate::scan::Entry;

/// How many entries that no format understood are shown.
const SAMPLES: usize = 3;

/// Characters of such an entry that are shown.
const SAMPLE_LENGTH: usize = 200;

/// What one worker saw of a piece; pieces merge in order.
#[derive(Debug, Default)]
pub struct Seen {
    pub coverage: Coverage,
    failing: u64,
    first: Option<Time>,
    last: Option<Time>,
    formats: BTreeMap<&'static str, u64>,
    fill: [u64; Field::ALL.len()],
    /// More of them than are shown: what they have in common is looked for.
    not_understood: Vec<(u64, String)>,
    lacking: Lacking,
}

impl Seen {
    pub fn of(piece: Piece) -> Seen {
        let coverage = Coverage {
            bytes: piece.bytes.len() as u64,
            ..Coverage::default()
        };
        Seen {
            coverage,
            ..Seen::default()
        }
    }

    pub fn observe(&mut self, entry: Entry, event: &Event, failing: bool) {
        self.coverage.count(event);
        self.failing += u64::from(failing);
        self.first = super::patterns::earliest(self.first, event.time);
        self.last = self.last.max(event.time);
        for (count, field) in self.fill.iter_mut().zip(Field::ALL) {
            *count += u64::from(event.has(field));
        }
        if event.is_understood() {
            *self.formats.entry(event.format).or_default() += 1;
            self.lacking.observe(entry.bytes, event);
        } else if self.not_understood.len() < mend::SAMPLES {
            let text = String::from_utf8_lossy(entry.bytes.trim_ascii_end());
            self.not_understood
                .push((entry.line, text.chars().take(SAMPLE_LENGTH).collect()));
        }
    }

    /// Takes in what was seen of the next piece.
    pub fn merge(&mut self, next: Seen) {
        self.coverage.add(&next.coverage);
        self.failing += next.failing;
        self.first = super::patterns::earliest(self.first, next.first);
        self.last = self.last.max(next.last);
        for (format, count) in next.formats {
            *self.formats.entry(format).or_default() += count;
        }
        for (mine, theirs) in self.fill.iter_mut().zip(next.fill) {
            *mine += theirs;
        }
        self.not_understood.extend(next.not_understood);
        self.not_understood.truncate(mend::SAMPLES);
        self.lacking.merge(next.lacking);
    }

    /// What would have more of the source understood.
    fn mends(&self, lock: &Lock) -> Vec<Mend> {
        let first_line = |(_, text): &(u64, String)| {
            let line = text.lines().next().unwrap_or_default();
            line.to_owned()
        };
        let lines: Vec<String> = self.not_understood.iter().map(first_line).collect();
        let mut mends: Vec<Mend> = match lock.wrapper {
            // A format sees what is inside the wrapper, and the lines here are whole.
            None => mend::format(&lines).into_iter().collect(),
            Some(_) => Vec::new(),
        };
        mends.extend(self.lacking.mends());
        mends
    }

    pub fn report(self, source: &str, lock: &Lock, candidates: Vec<Candidate>) -> SourceReport {
        let mends = self.mends(lock);
        let mut not_understood = self.not_understood;
        not_understood.truncate(SAMPLES);
        let mut formats: Vec<(String, u64)> = self
            .formats
            .into_iter()
            .map(|(name, count)| (name.to_owned(), count))
            .collect();
        formats.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        SourceReport {
            source: source.to_owned(),
            bytes: self.coverage.bytes,
            wrapper: lock.wrapper.map(|wrapper| wrapper.name()),
            format: lock.format.map_or("none", |format| format.name()),
            candidates,
            entries: self.coverage.entries,
            parsed: self.coverage.parsed,
            without_time: self.coverage.without_time,
            year_assumed: self.coverage.year_assumed,
            failing: self.failing,
            first: self.first,
            last: self.last,
            formats,
            fill: Field::ALL
                .iter()
                .map(|field| field.name())
                .zip(self.fill)
                .collect(),
            not_understood,
            mends,
        }
    }
}
