//! One run over some sources: opens each, recognises its format, and has its entries understood.

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::chunk::{Blocks, Piece};
use crate::entry::Boundary;
use crate::error::Problem;
use crate::event::Want;
use crate::fields::KeyTable;
use crate::format::detect::{Candidate, Lock, Named};
use crate::format::understand::Understander;
use crate::format::{Format, WRAPPERS};
use crate::scan::{self, How};
use crate::search::{self, From, Regions};
use crate::source::{self, Input, Location, PlainFile, Progress, Source};
use crate::time::{Clock, Zone};

/// How much of a source's head decides on its format.
const HEAD: usize = 64 << 10;

/// Bytes of a block: large enough to keep the workers busy between two of them.
const BLOCK: usize = 4 << 20;

/// Bytes of a block around something that was searched for.
const REGION: usize = 128 << 10;

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
    pub progress: Progress,
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
    body: Body,
}

enum Body {
    File(PlainFile),
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
                Body::File(file)
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
            body,
        })
    }

    /// Works on every piece of an opened source, results in order. What went wrong while reading comes back
    /// after everything that could be read.
    pub fn scan<T: Send>(
        &self,
        opened: Opened,
        want: &Want,
        number_lines: bool,
        work: impl Fn(Piece, &Boundary, &mut Understander) -> T + Sync,
        sink: impl FnMut(T) -> ControlFlow<()>,
    ) -> Option<Problem> {
        let known = opened.known;
        let boundary = Boundary::new(known.lock);
        let how = How {
            threads: self.threads,
            first_line: number_lines.then_some(1),
        };
        let want = want.clone().closed();
        let understand =
            |piece: Piece| work(piece, &boundary, &mut self.understander(&known, &want));
        let outcome = match opened.body {
            Body::File(file) => {
                let reader = From { file: &file, at: 0 };
                scan::scan(Blocks::new(reader, boundary, BLOCK), how, understand, sink)
            }
            Body::Stream(reader) => {
                scan::scan(Blocks::new(reader, boundary, BLOCK), how, understand, sink)
            }
        };
        outcome
            .err()
            .map(|error| source::trouble(&known.name, &error))
    }

    /// Like [`Session::scan`] with numbered lines, but works only on pieces around what `is_in` recognises in raw
    /// bytes: texts of at most `longest` bytes.
    pub fn search<T: Send>(
        &self,
        opened: Opened,
        want: &Want,
        longest: usize,
        is_in: impl Fn(&[u8]) -> bool + Sync,
        work: impl Fn(Piece, &Boundary, &mut Understander) -> T + Sync,
        mut sink: impl FnMut(T) -> ControlFlow<()>,
    ) -> Option<Problem> {
        let Body::File(file) = &opened.body else {
            return self.scan(opened, want, true, work, sink);
        };
        let regions = match Regions::find(file, longest, self.threads, &is_in) {
            Ok(regions) if !regions.are_dense() => regions,
            // Reading it from end to end tells how far it can be read and what is wrong.
            _ => return self.scan(opened, want, true, work, sink),
        };
        let boundary = Boundary::new(opened.known.lock);
        let want = want.clone().closed();
        let understand = |piece: Piece| {
            let end = piece.offset + piece.bytes.len() as u64;
            (
                end,
                work(
                    piece,
                    &boundary,
                    &mut self.understander(&opened.known, &want),
                ),
            )
        };
        // Bytes before this one have been worked on; an entry starts there.
        let mut done = 0;
        let mut around = |region: std::ops::Range<u64>| -> io::Result<ControlFlow<()>> {
            if region.end <= done {
                return Ok(ControlFlow::Continue(()));
            }
            let start = match region.start > done {
                true => search::cut_before(file, &boundary, region.start)?.max(done),
                false => done,
            };
            let how = How {
                threads: 1,
                first_line: Some(regions.line_at(file, start)?),
            };
            let reader = From { file, at: start };
            let blocks = Blocks::starting_at(reader, boundary, REGION, start);
            let mut flow = ControlFlow::Continue(());
            scan::scan(blocks, how, understand, |(end, result)| {
                done = end;
                flow = sink(result);
                if flow.is_break() || end >= region.end {
                    ControlFlow::Break(())
                } else {
                    flow
                }
            })?;
            Ok(flow)
        };
        for region in regions.ranges() {
            match around(region) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => return None,
                Err(error) => return Some(source::trouble(&opened.known.name, &error)),
            }
        }
        None
    }

    /// Reads entries of a source, one worker's own.
    pub fn understander<'p>(&'p self, known: &Known, want: &'p Want) -> Understander<'p> {
        Understander {
            lock: known.lock,
            want,
            keys: &self.keys,
            clock: known.clock.clone(),
        }
    }
}

/// Repeats an error that came while the head was read.
struct Fails(Option<io::Error>);

impl Read for Fails {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
