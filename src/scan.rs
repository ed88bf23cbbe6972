//! Reads a source with many workers and hands over their results in order.
//!
//! One reader fills blocks ahead of the workers; the pieces of a block are worked on in parallel; results go to
//! the sink in the order of the bytes. Buffers go round between reader and workers.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rayon::prelude::*;

use crate::chunk::{Block, Blocks, Piece};
use crate::entry::{Boundary, Start};

/// Pieces a worker gets of each block: more than one evens out unequal work.
const PIECES_A_WORKER: usize = 4;

/// One entry of a piece.
#[derive(Clone, Copy)]
pub struct Entry<'b> {
    /// All of its bytes, line breaks included.
    pub bytes: &'b [u8],
    /// Bytes of the source before it.
    pub offset: u64,
    /// Number of its first line, and how many it has; only told when the scan numbers lines.
    pub line: u64,
    pub lines: u64,
    /// What splitting learned of its first line.
    pub start: Start,
}

/// How a source is scanned.
#[derive(Clone, Copy, Debug)]
pub struct How {
    pub threads: usize,
    /// Number of the first line, where entries are to know theirs.
    pub first_line: Option<u64>,
}

/// The entries of a piece, in order.
pub fn entries<'b>(piece: Piece<'b>, boundary: &'b Boundary) -> impl Iterator<Item = Entry<'b>> {
    let mut start = 0;
    let mut known = None;
    let mut line = piece.line;
    std::iter::from_fn(move || {
        if start >= piece.bytes.len() {
            return None;
        }
        let end = piece.entry_end(start, known, boundary);
        let bytes = &piece.bytes[start..end.at];
        let mut entry = Entry {
            bytes,
            offset: piece.offset + start as u64,
            line,
            lines: 0,
            start: known,
        };
        if line > 0 {
            let breaks = count_lines(bytes);
            line += breaks;
            entry.lines = breaks + u64::from(bytes.last() != Some(&b'\n'));
        }
        (start, known) = (end.at, end.next);
        Some(entry)
    })
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Runs `work` over every piece of a source and gives its results to `sink` in order, until it breaks.
/// An error of the reader comes back after all that could be read has been worked on.
pub fn scan<R, T>(
    mut blocks: Blocks<R>,
    how: How,
    work: impl Fn(Piece) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) -> io::Result<()>
where
    R: Read + Send,
    T: Send,
{
    let boundary = *blocks.boundary();
    let mut line = how.first_line.unwrap_or_default();
    let mut digest = |block: &Block| {
        let alone = how.threads <= 1;
        let count = if alone {
            1
        } else {
            how.threads * PIECES_A_WORKER
        };
        let mut pieces = block.pieces(&boundary, count);
        if how.first_line.is_some() {
            let breaks: Vec<u64> = match alone {
                true => pieces
                    .iter()
                    .map(|piece| count_lines(piece.bytes))
                    .collect(),
                false => pieces
                    .par_iter()
                    .map(|piece| count_lines(piece.bytes))
                    .collect(),
            };
            for (piece, breaks) in pieces.iter_mut().zip(breaks) {
                piece.line = line;
                line += breaks;
            }
        }
        let results: Vec<T> = match alone {
            true => pieces.into_iter().map(&work).collect(),
            false => pieces.into_par_iter().map(&work).collect(),
        };
        results.into_iter().try_for_each(&mut sink)
    };
    if how.threads <= 1 {
        let mut memory = Vec::new();
        loop {
            let (block, error) = blocks.next(memory);
            let Some(block) = block else {
                return error.map_or(Ok(()), Err);
            };
            let flow = digest(&block);
            if let Some(error) = error {
                return Err(error);
            }
            if flow.is_break() {
                return Ok(());
            }
            memory = block.recycle();
        }
    }
    std::thread::scope(|scope| {
        let (full, to_work) = sync_channel(1);
        let (used, to_fill) = sync_channel(3);
        let reader = scope.spawn(move || read_ahead(blocks, full, to_fill));
        for block in to_work {
            if digest(&block).is_break() {
                break;
            }
            // The reader may have ended already; then nobody needs the memory.
            let _ = used.try_send(block.recycle());
        }
        match reader.join() {
            Ok(outcome) => outcome,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn read_ahead<R: Read>(
    mut blocks: Blocks<R>,
    full: SyncSender<Block>,
    to_fill: Receiver<Vec<u8>>,
) -> io::Result<()> {
    loop {
        let (block, error) = blocks.next(to_fill.try_recv().unwrap_or_default());
        let Some(block) = block else {
            return error.map_or(Ok(()), Err);
        };
        let gone = full.send(block).is_err();
        if let Some(error) = error {
            return Err(error);
        }
        if gone {
            return Ok(());
        }
    }
}
