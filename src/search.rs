//! Searches a plain file before splitting it: workers look for a text in raw ranges read by position, and only
//! where it stands are entries put together.

use std::io::{self, Read};
use std::ops::Range;

use rayon::prelude::*;

use crate::chunk::Feed;
use crate::entry::Boundary;
use crate::needle::{self, Seen};
use crate::source::{Damage, PlainFile};

/// Bytes a worker looks at before it asks for more: small enough to stay in its cache.
const STEP: usize = 256 << 10;

/// Bytes of a cache line: what begins with one is read and searched faster.
const LINE: usize = 64;

/// How far back the start of an entry is first looked for.
const BACK: u64 = 64 << 10;

/// How far back it is looked for at most, for the memory that takes.
const FAR_BACK: u64 = 64 << 20;

/// The parts of a file in which something stands that is looked for, with the number of lines in every step, so that
/// lines can be numbered without reading the rest again.
pub struct Regions {
    /// Where the first step begins.
    start: u64,
    steps: Vec<Seen>,
}

impl Regions {
    /// `look` tells what is in some bytes, of which so many are a step's own. `longest` is the length of the longest
    /// text that it looks for, which may lie across two steps.
    pub fn find(
        file: &PlainFile,
        range: Range<u64>,
        longest: usize,
        threads: usize,
        look: impl Fn(&[u8], usize) -> Seen + Sync,
    ) -> io::Result<Regions> {
        let start = range.start;
        let count = (range.end - start).div_ceil(STEP as u64);
        let step = |buffer: &mut Vec<u8>, number: u64| {
            buffer.resize(STEP + longest + LINE, 0);
            let aligned = buffer.as_ptr().align_offset(LINE);
            let bytes = &mut buffer[aligned..][..STEP + longest];
            let read = file.read_at(bytes, start + number * STEP as u64)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Ok(look(&bytes[..read], read.min(STEP)))
        };
        let steps: io::Result<Vec<Seen>> = match threads {
            0 | 1 => {
                let mut buffer = Vec::new();
                (0..count).map(|number| step(&mut buffer, number)).collect()
            }
            _ => (0..count)
                .into_par_iter()
                .map_init(Vec::new, |b, n| step(b, n))
                .collect(),
        };
        Ok(Regions {
            start,
            steps: steps?,
        })
    }

    /// Whether so much of the file is hit that it is as well read in full.
    pub fn are_dense(&self) -> bool {
        let hits = self.steps.iter().filter(|step| step.hit).count();
        hits > 16 && hits * 4 > self.steps.len()
    }

    /// The byte ranges that were hit, neighbours joined.
    pub fn ranges(&self) -> Vec<Range<u64>> {
        let mut ranges: Vec<Range<u64>> = Vec::new();
        for (number, _) in self.steps.iter().enumerate().filter(|(_, step)| step.hit) {
            let start = self.start + (number * STEP) as u64;
            let end = start + STEP as u64;
            match ranges.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => ranges.push(start..end),
            }
        }
        ranges
    }

    /// Number of the line that begins at `offset`, where `first` is that of the first step's.
    pub fn line_at(&self, file: &PlainFile, first: u64, offset: u64) -> io::Result<u64> {
        let step = ((offset - self.start) / STEP as u64) as usize;
        let before: u64 = self.steps[..step].iter().map(|step| step.lines).sum();
        let from = self.start + (step * STEP) as u64;
        Ok(first + before + count_lines(file, from..offset, 1)?)
    }
}

/// Line breaks in a part of a file.
pub fn count_lines(file: &PlainFile, range: Range<u64>, threads: usize) -> io::Result<u64> {
    let count = |buffer: &mut Vec<u8>, number: u64| {
        let at = range.start + number * STEP as u64;
        buffer.resize((range.end - at).min(STEP as u64) as usize, 0);
        let read = file.read_at(buffer, at)?;
        Ok(needle::count_lines(&buffer[..read]))
    };
    let steps = (range.end - range.start).div_ceil(STEP as u64);
    match threads {
        0 | 1 => {
            let mut buffer = Vec::new();
            (0..steps).map(|number| count(&mut buffer, number)).sum()
        }
        _ => (0..steps).into_par_iter().map_init(Vec::new, count).sum(),
    }
}

/// The last cut before `offset`, from which entries can be split; the file's start is one. `None` where there is
/// none within [`FAR_BACK`].
pub fn cut_before(file: &PlainFile, boundary: &Boundary, offset: u64) -> io::Result<Option<u64>> {
    let mut back = BACK;
    while back <= FAR_BACK {
        let start = offset.saturating_sub(back);
        // Some bytes behind the place, so that the line at it can be judged whole.
        let mut window = vec![0; (offset - start + BACK) as usize];
        let read = file.read_at(&mut window, start)?;
        // The line the window begins in is not whole, and cuts are judged by the lines before them.
        let skip = match start {
            0 => 0,
            _ => memchr::memchr(b'\n', &window[..read]).map_or(read, |at| at + 1),
        };
        let window = &window[skip..read];
        let place = ((offset - start) as usize)
            .saturating_sub(skip)
            .min(window.len());
        let breaks = memchr::memrchr_iter(b'\n', &window[..place]);
        if let Some(at) = breaks
            .map(|at| at + 1)
            .find(|&at| boundary.is_cut(window, at))
        {
            return Ok(Some(start + (skip + at) as u64));
        }
        if start == 0 {
            return Ok(Some(0));
        }
        back *= 4;
    }
    Ok(None)
}

/// Reads a plain file from a place to where it ended when it was opened.
#[derive(Clone, Copy)]
pub struct From<'f> {
    pub file: &'f PlainFile,
    pub at: u64,
}

impl Read for From<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = self.file.len().saturating_sub(self.at);
        let wanted = buf.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.file.read_at(&mut buf[..wanted], self.at)?;
        self.at += read as u64;
        if read == 0 && wanted > 0 {
            return Err(io::Error::other(Damage {
                what: format!("shrank to {} bytes while it was read", self.at),
                mend: "run again on what is there now".to_owned(),
                complete: false,
            }));
        }
        Ok(read)
    }
}

impl Feed for From<'_> {
    fn ahead(&self, bytes: u64) -> Option<Self> {
        let at = self.at + bytes;
        Some(From { at, ..*self })
    }
}
