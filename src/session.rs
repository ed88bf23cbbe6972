//! One run over some sources: opens each, recognises its format, and has its entries understood.
//!
//! Where a plain file need not be read in full, [`partial`] reads a part of it.

mod partial;

use std::io::{self, Read};
use std::ops::{ControlFlow, Range};
use std::sync::{Mutex, PoisonError};

use crate::chunk::{Blocks, Piece, Stream};
use crate::entry::Boundary;
use crate::error::Problem;
use crate::event::Want;
use crate::fields::{KeyMemo, KeyTable};
use crate::format::detect::{Candidate, Lock, Named};
use crate::format::understand::Understander;
use crate::format::{Format, WRAPPERS};
use crate::scan::{self, How, Numbers, Permits};
use crate::search::From;
use crate::source::{self, Input, Location, PlainFile, Progress, Source};
use crate::time::{Clock, Zone};

/// How much of a source's head decides on its format.
const HEAD: usize = 64 << 10;

/// Bytes of a block, which a worker reads and works on by itself: small enough to stay in its cache.
const BLOCK: usize = 1 << 20;

/// What every source is read with.
pub struct Session {
    pub keys: KeyTable,
    /// In order of preference.
    pub formats: &'static [&'static dyn Format],
    /// Named by the user instead of detected.
    pub forced: Option<Named>,
    /// Zone of times that bear none.
    pub assumed_zone: Zone,
    pub threads: usize,
    /// As many as there are threads, for the workers of all sources that are read at a time.
    pub permits: Permits,
    pub progress: Progress,
    /// Results name the lines they stand on.
    pub places: bool,
}

/// What is known of a source once its head has been seen.
#[derive(Clone)]
pub struct Known {
    pub name: String,
    /// Its place among the sources.
    pub index: u32,
    pub lock: Lock,
    clock: Clock,
}

/// A source that is ready to be scanned.
pub struct Opened {
    pub known: Known,
    /// What the head looked like, best first.
    pub candidates: Vec<Candidate>,
    /// Its first bytes, as far as they were looked at.
    pub head: Vec<u8>,
    body: Body,
}

enum Body {
    /// A file, and which of its bytes are read: whole entries.
    File(PlainFile, Range<u64>),
    /// The head that was looked at, and what follows it.
    Stream(io::Chain<io::Cursor<Vec<u8>>, Box<dyn Read + Send>>),
}

impl Session {
    /// Opens a source and looks at its head.
    pub fn open(&self, location: &Location, index: u32) -> Result<Opened, Problem> {
        let source = Source::open(location, &self.progress)?;
        let mut head = Vec::with_capacity(HEAD);
        let body = match source.input {
            Input::File(file) => {
                // What can't be read now can't be read later either, and is told then.
                let _ = From { file: &file, at: 0 }
                    .take(HEAD as u64)
                    .read_to_end(&mut head);
                let all = 0..file.len();
                Body::File(file, all)
            }
            Input::Stream(mut stream) => {
                let failure = stream
                    .by_ref()
                    .take(HEAD as u64)
                    .read_to_end(&mut head)
                    .err();
                // An error comes up again when the bytes before it have been worked on.
                let rest: Box<dyn Read + Send> = match failure {
                    Some(error) => Box::new(Fails(Some(error))),
                    None => stream,
                };
                Body::Stream(io::Cursor::new(head.clone()).chain(rest))
            }
        };
        let (detected, candidates) = Lock::detect(&head, self.formats, WRAPPERS);
        let lock = match self.forced {
            Some(named) => Lock::forced(named, &head, self.formats, WRAPPERS),
            None => detected,
        };
        let clock = Clock::new(self.assumed_zone, source.modified);
        Ok(Opened {
            known: Known {
                name: source.name,
                index,
                lock,
                clock,
            },
            candidates,
            head,
            body,
        })
    }

    /// Works on every piece of an opened source, results in order. What went wrong while reading comes back
    /// after everything that could be read.
    pub fn scan<T: Send>(
        &self,
        opened: Opened,
        want: &Want,
        lines: Numbers,
        work: impl Fn(Piece, &Boundary, &mut Understander) -> T + Sync,
        sink: impl FnMut(T) -> ControlFlow<()>,
    ) -> Option<Problem> {
        let how = How {
            threads: self.threads,
            permits: Some(&self.permits),
            lines: match lines {
                Numbers::Source(_) => Numbers::Source(self.first_line(&opened)),
                other => other,
            },
        };
        let known = opened.known;
        let boundary = Boundary::new(known.lock);
        let want = want.clone().closed();
        // What a worker remembers of one piece helps it with the next. A lock is only its own worker's.
        let memos: Vec<Mutex<KeyMemo>> =
            (0..self.threads.max(1)).map(|_| Mutex::default()).collect();
        let understand = |piece: Piece, worker: usize| {
            let mut memo = memos[worker].lock().unwrap_or_else(PoisonError::into_inner);
            let mut understander = Understander {
                memo: std::mem::take(&mut memo),
                worker,
                ..self.understander(&known, &want)
            };
            let result = work(piece, &boundary, &mut understander);
            *memo = understander.memo;
            memo.rest();
            result
        };
        let outcome = match opened.body {
            Body::File(file, range) => {
                scan_range(&file, range, boundary, how, BLOCK, understand, sink)
            }
            Body::Stream(reader) => {
                let blocks = Blocks::new(Stream(reader), boundary, BLOCK);
                scan::scan(blocks, how, understand, sink)
            }
        };
        outcome
            .err()
            .map(|error| source::trouble(&known.name, &error))
    }

    /// Reads entries of a source, one worker's own.
    pub fn understander<'p>(&'p self, known: &Known, want: &'p Want) -> Understander<'p> {
        Understander {
            lock: known.lock,
            want,
            keys: &self.keys,
            clock: known.clock.clone(),
            memo: KeyMemo::default(),
            worker: 0,
        }
    }
}

/// Works on the entries of a part of a file.
fn scan_range<T: Send>(
    file: &PlainFile,
    range: Range<u64>,
    boundary: Boundary,
    how: How,
    block: usize,
    work: impl Fn(Piece, usize) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) -> io::Result<()> {
    let reader = From {
        file,
        at: range.start,
    };
    let blocks = Blocks::starting_at(reader, boundary, block, range.start);
    // What stands behind the range is read as far as the last entry's end has to be told.
    let work = |piece: Piece, worker| {
        let piece = piece.until(range.end)?;
        Some(work(piece, worker))
    };
    scan::scan(blocks, how, work, |result| match result {
        Some(result) => sink(result),
        None => ControlFlow::Break(()),
    })
}

/// Repeats an error that came while the head was read.
struct Fails(Option<io::Error>);

impl Read for Fails {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
