//! Reads a source with many workers and hands over their results in order.
//!
//! Each worker takes the next block of the source whenever it has done one, and nobody waits for a whole round. Results go
//! to the sink in the order of the bytes, on the thread that asked for the scan.

mod crew;
mod entries;
mod permits;
mod supply;

use std::io;
use std::ops::ControlFlow;

use crate::chunk::{Blocks, Feed, Piece};
use crate::needle::count_lines;
use crew::{Alarm, Crew, numbered};

pub use entries::{Entries, Entry, entries};
pub use permits::Permits;

/// Blocks a worker may be ahead of what the sink has taken: a slow sink must not fill the memory.
const AHEAD: u64 = 4;

/// How a source is scanned.
#[derive(Clone, Copy, Debug)]
pub struct How<'p> {
    pub threads: usize,
    /// What workers need beside those of other sources; all of them may be at work where there are none.
    pub permits: Option<&'p Permits>,
    pub lines: Numbers,
}

/// Which numbers the lines of entries are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// None: entries don't know their lines.
    None,
    /// Those within their piece, from 1: nobody has to count the lines before it.
    Piece,
    /// Those within the source, the first of which has this one.
    Source(u64),
}

impl Numbers {
    /// The number of a piece's first line, where the source's lines have been numbered up to here.
    fn first(self) -> u64 {
        match self {
            Numbers::None => 0,
            Numbers::Piece => 1,
            Numbers::Source(line) => line,
        }
    }

    /// Numbers those behind a piece.
    fn step_over(&mut self, piece: &[u8]) {
        if let Numbers::Source(line) = self {
            *line += count_lines(piece);
        }
    }
}

/// Runs `work` over every block of a source, which it is told the number of its worker with, and gives its results
/// to `sink` in order, until it breaks. An error of the reader comes back after all that could be read has been worked
/// on.
pub fn scan<R, T>(
    mut blocks: Blocks<R>,
    how: How,
    work: impl Fn(Piece, usize) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) -> io::Result<()>
where
    R: Feed + Send,
    T: Send,
{
    let mut numbers = how.lines;
    let mut memory = Vec::new();
    // A source of one block is not worth a thread.
    loop {
        let (block, error) = blocks.next(memory);
        let mut is_over = error.is_some() || blocks.is_done();
        memory = Vec::new();
        if let Some(block) = block {
            let piece = numbered(&block, numbers.first());
            numbers.step_over(piece.bytes);
            is_over |= sink(work(piece, 0)).is_break();
            memory = block.recycle();
        }
        if is_over {
            return error.map_or(Ok(()), Err);
        }
        if how.threads > 1 {
            break;
        }
    }
    let ahead = AHEAD * how.threads as u64;
    let crew = Crew::new(blocks, numbers, ahead, how.permits);
    std::thread::scope(|scope| {
        let (crew, work) = (&crew, &work);
        for worker in 0..how.threads {
            scope.spawn(move || {
                let _alarm = Alarm(crew);
                crew.work(|piece| work(piece, worker));
            });
        }
        let _alarm = Alarm(crew);
        while let Some(result) = crew.next_result() {
            if sink(result).is_break() {
                break;
            }
        }
        crew.stop();
    });
    crew.outcome()
}

#[cfg(test)]
mod tests;
