//! Reading a part of a plain file instead of all of it: around something that is searched for, inside a time
//! window, or back from its end.
//!
//! What is found is what reading it in full would have found, under the one assumption about time that [`seek`]
//! states. Streams, small files, and files that contradict the assumption are read in full.

use std::io;
use std::ops::{ControlFlow, Range};

use super::{BLOCK, Body, Opened, Session, scan_range};
use crate::chunk::{Piece, UNCOUNTED};
use crate::entry::Boundary;
use crate::error::Problem;
use crate::event::{Field, Time, Want};
use crate::format::understand::Understander;
use crate::needle::Seen;
use crate::scan::{self, How, Numbers};
use crate::search::{self, Regions};
use crate::seek::{Back, LARGE, Order, Probe, Sample};
use crate::source::{self, PlainFile};
use crate::time::Window;

/// Bytes of a block around something that was searched for.
const REGION: usize = 128 << 10;

/// The first and the longest step back from a file's end.
const STEP_BACK: u64 = if cfg!(test) { 512 } else { 256 << 10 };
const LONGEST_STEP_BACK: u64 = 64 << 20;

/// Lines are not counted for their numbers alone when they take more bytes than this.
const COUNTED: u64 = 1 << 30;

impl Session {
    /// Like [`Session::scan`], but works only on pieces in which `look` sees something, of whose bytes so many are to be
    /// seen for their line breaks: texts of at most `longest` bytes. The sink is told how many lines of the source stand
    /// before the first of those that a result numbers from 1.
    pub fn search<T: Send>(
        &self,
        opened: Opened,
        want: &Want,
        longest: usize,
        look: impl Fn(&[u8], usize) -> Seen + Sync,
        work: impl Fn(Piece, &Boundary, &mut Understander) -> T + Sync,
        mut sink: impl FnMut(T, u64) -> ControlFlow<()>,
    ) -> Option<Problem> {
        let Body::File(file, range) = &opened.body else {
            return self.search_through(opened, want, look, work, sink);
        };
        let regions = match Regions::find(file, range.clone(), longest, self.threads, &look) {
            Ok(regions) if !regions.are_dense() => regions,
            // Reading it from end to end tells how far it can be read and what is wrong.
            _ => return self.search_through(opened, want, look, work, sink),
        };
        let hits = regions.ranges();
        if hits.is_empty() {
            return None;
        }
        let boundary = Boundary::new(opened.known.lock);
        let want = want.clone().closed();
        let understand = |piece: Piece, _| {
            let end = piece.offset + piece.bytes.len() as u64;
            let mut understander = self.understander(&opened.known, &want);
            // Not all pieces around what was seen hold it. No lines are to be counted.
            let is_hit = look(piece.bytes, 0).hit;
            let found = is_hit.then(|| work(piece, &boundary, &mut understander));
            (end, found)
        };
        let first_line = self.first_line(&opened);
        // Bytes before this one have been worked on; an entry starts there.
        let mut done = range.start;
        let mut around = |region: Range<u64>| -> io::Result<ControlFlow<()>> {
            if region.end <= done {
                return Ok(ControlFlow::Continue(()));
            }
            let start = match region.start > done {
                true => search::cut_before(file, &boundary, region.start)?.unwrap_or(done),
                false => done,
            };
            let start = start.max(done);
            let how = How {
                threads: 1,
                permits: None,
                lines: Numbers::Source(regions.line_at(file, first_line, start)?),
            };
            let mut flow = ControlFlow::Continue(());
            let part = start..range.end;
            scan_range(
                file,
                part,
                boundary,
                how,
                REGION,
                understand,
                |(end, found)| {
                    done = end;
                    flow = found.map_or(ControlFlow::Continue(()), |found| sink(found, 0));
                    match end >= region.end {
                        true => ControlFlow::Break(()),
                        false => flow,
                    }
                },
            )?;
            Ok(flow)
        };
        for region in hits {
            match around(region) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => return None,
                Err(error) => return Some(source::trouble(&opened.known.name, &error)),
            }
        }
        None
    }

    /// The same for what is read from end to end: each piece is looked at when it has been read.
    fn search_through<T: Send>(
        &self,
        opened: Opened,
        want: &Want,
        look: impl Fn(&[u8], usize) -> Seen + Sync,
        work: impl Fn(Piece, &Boundary, &mut Understander) -> T + Sync,
        mut sink: impl FnMut(T, u64) -> ControlFlow<()>,
    ) -> Option<Problem> {
        let mut before = self.first_line(&opened) - 1;
        let search = |piece: Piece, boundary: &Boundary, understander: &mut Understander| {
            let seen = look(piece.bytes, piece.bytes.len());
            let found = seen.hit.then(|| work(piece, boundary, understander));
            (found, seen.lines)
        };
        self.scan(opened, want, Numbers::Piece, search, |(found, lines)| {
            let flow = found.map_or(ControlFlow::Continue(()), |found| sink(found, before));
            before += lines;
            flow
        })
    }

    /// Leaves of a large sorted file what may stand in `window`, with some entries before and behind it.
    pub fn narrow(&self, opened: &mut Opened, window: &Window, before: usize, after: usize) {
        if *window == Window::default() {
            return;
        }
        let Some(Order::Sorted(sorted)) = self.order(opened) else {
            return;
        };
        let found = self.with_probe(opened, |look| sorted.range(window, look));
        if let (Some(found), Body::File(file, range)) = (found.flatten(), &mut opened.body) {
            let boundary = Boundary::new(opened.known.lock);
            let end = forward(file, &boundary, found.end, after);
            let start = back(file, &boundary, found.start, before);
            if let (Some(start), Some(end)) = (start, end) {
                *range = start..end.min(range.end);
            }
        }
    }

    /// Whether a file can be read back from its end instead of in full.
    pub fn reads_back(&self, opened: &Opened) -> Option<Back> {
        self.order(opened)?.back()
    }

    /// Works on a file from its end: `take` gets what was made of the pieces of its last bytes, in order, then
    /// of those before them and so on, until it breaks. Lines are numbered from 0 in each such part. `false` where
    /// the file can't be read like this, whatever `take` was given before.
    pub fn scan_back<T: Send>(
        &self,
        opened: &Opened,
        want: &Want,
        work: impl Fn(Piece, &Boundary, &mut Understander) -> T + Sync,
        mut take: impl FnMut(u64, Vec<T>) -> ControlFlow<()>,
    ) -> bool {
        let Body::File(file, range) = &opened.body else {
            return false;
        };
        let boundary = Boundary::new(opened.known.lock);
        let want = want.clone().closed();
        let known = &opened.known;
        let understand = |piece: Piece, _| {
            let mut understander = self.understander(known, &want);
            work(piece, &boundary, &mut understander)
        };
        let how = How {
            threads: self.threads,
            permits: Some(&self.permits),
            lines: Numbers::Piece,
        };
        let mut end = range.end;
        let mut step = STEP_BACK;
        while end > range.start {
            let start = match search::cut_before(file, &boundary, end.saturating_sub(step)) {
                Ok(Some(start)) => start.max(range.start),
                _ => return false,
            };
            let block = BLOCK.min(step as usize);
            let mut results = Vec::new();
            let outcome = scan_range(
                file,
                start..end,
                boundary,
                how,
                block,
                understand,
                |result| {
                    results.push(result);
                    ControlFlow::Continue(())
                },
            );
            if outcome.is_err() {
                return false;
            }
            if take(start, results).is_break() {
                return true;
            }
            end = start;
            step = (step * 2).min(LONGEST_STEP_BACK);
        }
        true
    }

    /// The time of a source's newest entry.
    pub fn newest(&self, opened: Opened) -> Option<Time> {
        let want = Want::of(&[Field::Time]);
        let ends = |piece: Piece, boundary: &Boundary, understander: &mut Understander| {
            let mut scratch = Vec::new();
            let mut ends = None;
            for entry in scan::entries(piece, boundary) {
                let read = understander.read(entry.bytes, entry.start, &mut scratch);
                if let Some(time) = read.time {
                    let (oldest, newest) = ends.unwrap_or((time, time));
                    ends = Some((time.min(oldest), time.max(newest)));
                }
            }
            ends
        };
        let mut newest = None;
        if let Some(back) = self.reads_back(&opened).filter(|back| back.timed) {
            let read = self.scan_back(&opened, &want, ends, |_, seen| {
                let seen = || seen.iter().flatten();
                newest = newest.max(seen().map(|(_, newest)| *newest).max());
                // Nothing before an entry is newer than it by more than the slack.
                let before = seen().map(|(oldest, _)| oldest.0.saturating_add(back.slack));
                match (newest, before.min()) {
                    (Some(newest), Some(before)) if before <= newest.0 => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            });
            if read {
                return newest;
            }
        }
        self.scan(opened, &want, Numbers::None, ends, |seen| {
            newest = newest.max(seen.map(|(_, newest)| newest));
            ControlFlow::Continue(())
        });
        newest
    }

    /// Number of the first line that is read of a source, or [`UNCOUNTED`].
    pub fn first_line(&self, opened: &Opened) -> u64 {
        match &opened.body {
            Body::File(file, range) => self.line_at(file, range.start),
            Body::Stream(_) => 1,
        }
    }

    /// Number of the line that begins at `offset` of a file; see [`Session::scan_back`].
    pub fn line_of(&self, opened: &Opened, offset: u64) -> u64 {
        match &opened.body {
            Body::File(file, _) => self.line_at(file, offset),
            Body::Stream(_) => UNCOUNTED,
        }
    }

    /// Number of the line that begins at `offset`, if it is asked for and can be told in little time; else
    /// [`UNCOUNTED`].
    pub(super) fn line_at(&self, file: &PlainFile, offset: u64) -> u64 {
        match offset {
            0 => 1,
            1..=COUNTED if self.places => search::count_lines(file, 0..offset, self.threads)
                .map_or(UNCOUNTED, |lines| lines + 1),
            _ => UNCOUNTED,
        }
    }

    /// What samples say of a file's order; `None` for what is as well read in full.
    fn order(&self, opened: &Opened) -> Option<Order> {
        let Body::File(file, range) = &opened.body else {
            return None;
        };
        if range.end - range.start < LARGE {
            return None;
        }
        self.with_probe(opened, |look| Order::survey(file.len(), self.threads, look))
    }

    /// Calls `ask` with something that looks at places of an opened file.
    fn with_probe<T>(
        &self,
        opened: &Opened,
        ask: impl FnOnce(&(dyn Fn(u64) -> Option<Sample> + Sync)) -> T,
    ) -> Option<T> {
        let Body::File(file, _) = &opened.body else {
            return None;
        };
        let boundary = Boundary::new(opened.known.lock);
        let want = Want::of(&[Field::Time]).closed();
        let known = &opened.known;
        let probe = Probe {
            file,
            boundary: &boundary,
            understander: || self.understander(known, &want),
        };
        Some(ask(&|place| probe.look(place)))
    }
}

/// A cut at least `entries` entries before the one at `from`, as far as there are so many; `None` where there is
/// no cut.
fn back(file: &PlainFile, boundary: &Boundary, from: u64, entries: usize) -> Option<u64> {
    let mut start = from;
    let mut step = STEP_BACK;
    while start > 0 && entries > 0 {
        start = search::cut_before(file, boundary, from.saturating_sub(step)).ok()??;
        if count(file, boundary, start..from, usize::MAX).0 >= entries {
            break;
        }
        step *= 4;
    }
    Some(start)
}

/// The end of `entries` entries from `from` on.
fn forward(file: &PlainFile, boundary: &Boundary, from: u64, entries: usize) -> Option<u64> {
    match entries {
        0 => Some(from),
        _ => Some(count(file, boundary, from..file.len(), entries).1),
    }
}

/// The number of entries in a part of a file, and where the last of them ends; at most `most` are counted.
fn count(file: &PlainFile, boundary: &Boundary, part: Range<u64>, most: usize) -> (usize, u64) {
    let how = How {
        threads: 1,
        permits: None,
        lines: Numbers::None,
    };
    let ends = |piece: Piece, _| -> Vec<u64> {
        let entries = scan::entries(piece, boundary);
        entries
            .map(|entry| entry.offset + entry.bytes.len() as u64)
            .collect()
    };
    let (mut number, mut end) = (0, part.start);
    // What can't be read now is told when it is read for its results.
    let _ = scan_range(file, part, *boundary, how, REGION, ends, |ends| {
        let taken = ends.len().min(most - number);
        number += taken;
        end = taken.checked_sub(1).map_or(end, |last| ends[last]);
        match number == most {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    (number, end)
}

#[cfg(test)]
mod tests;
