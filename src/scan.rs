//! Reads a source with many workers and hands over their results in order.
//!
//! Each worker takes the next block of the source whenever it has done one: it reads it (or decompresses it) while the
//! others work on theirs, and nobody waits for a whole round. Where the source can be read ahead, several workers read at
//! once. Results go to the sink in the order of the bytes, on the thread that asked for the scan. Each worker reads into
//! a buffer of its own, which its processor has at hand.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::chunk::{Block, Blocks, Draught, Feed, Piece};
use crate::entry::{Boundary, Start};
use crate::fields::{Extent, Lines};
use crate::needle::count_lines;

/// Blocks a worker may be ahead of what the sink has taken: a slow sink must not fill the memory.
const AHEAD: u64 = 4;

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

/// The entries of a piece, in order.
pub struct Entries<'b> {
    piece: Piece<'b>,
    boundary: &'b Boundary,
    /// Where the next one starts, and what is known of its first line.
    at: usize,
    start: Start,
    /// Number of its first line; 0 where nobody asked for line numbers.
    line: u64,
}

pub fn entries<'b>(piece: Piece<'b>, boundary: &'b Boundary) -> Entries<'b> {
    Entries {
        piece,
        boundary,
        at: 0,
        start: None,
        line: piece.line,
    }
}

impl<'b> Entries<'b> {
    /// Goes through entries for as long as a glance at the text from one on tells of it, and perhaps of more behind it that
    /// are as it is, how far they extend and whether they are asked for. Gives how many were not, and the one that was.
    pub fn glance(
        &mut self,
        mut glance: impl FnMut(&'b [u8]) -> Option<(Extent, bool)>,
    ) -> (u64, Option<Entry<'b>>) {
        let mut passed = 0;
        loop {
            let entry = match glance(&self.piece.bytes[self.at..]) {
                Some((Extent::Lines(lines), false)) => {
                    self.step(lines);
                    passed += lines.count;
                    continue;
                }
                Some((Extent::Lines(lines), true)) => Some(self.step(lines)),
                Some((Extent::More, true)) => self.next(),
                Some((Extent::More, false)) | None => None,
            };
            return (passed, entry);
        }
    }

    /// Line breaks before the next one; only told where lines are numbered.
    pub fn lines_passed(&self) -> u64 {
        self.line - self.piece.line
    }

    /// Goes through entries of one line for as long as `take` takes the one that the text from one on begins with, and
    /// gives its bytes. It is told how many bytes of the source are before.
    pub fn skim(&mut self, mut take: impl FnMut(&'b [u8], u64) -> Option<usize>) {
        loop {
            let (text, offset) = (
                &self.piece.bytes[self.at..],
                self.piece.offset + self.at as u64,
            );
            let Some(bytes) = take(text, offset) else {
                return;
            };
            self.step(Lines { count: 1, bytes });
        }
    }

    /// Steps over entries of one line, and gives them as if they were one.
    fn step(&mut self, lines: Lines) -> Entry<'b> {
        let entry = Entry {
            bytes: &self.piece.bytes[self.at..self.at + lines.bytes],
            offset: self.piece.offset + self.at as u64,
            line: self.line,
            lines: if self.line > 0 { lines.count } else { 0 },
            start: self.start.take(),
        };
        self.line += entry.lines;
        self.at += lines.bytes;
        entry
    }
}

impl<'b> Iterator for Entries<'b> {
    type Item = Entry<'b>;

    fn next(&mut self) -> Option<Entry<'b>> {
        let Entries {
            piece, at, start, ..
        } = *self;
        if at >= piece.bytes.len() {
            return None;
        }
        let end = piece.entry_end(at, start, self.boundary);
        let bytes = &piece.bytes[at..end.at];
        let mut entry = Entry {
            bytes,
            offset: piece.offset + at as u64,
            line: self.line,
            lines: 0,
            start,
        };
        if self.line > 0 {
            let breaks = count_lines(bytes);
            self.line += breaks;
            entry.lines = breaks + u64::from(bytes.last() != Some(&b'\n'));
        }
        (self.at, self.start) = (end.at, end.next);
        Some(entry)
    }
}

/// Runs `work` over every block of a source, which it is told the number of its worker with, and gives its results
/// to `sink` in order, until it breaks. An error of the reader comes back after all that could be read has been worked
/// on.
pub fn scan<R, T>(
    blocks: Blocks<R>,
    how: How,
    work: impl Fn(Piece, usize) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) -> io::Result<()>
where
    R: Feed + Send,
    T: Send,
{
    let mut supply = Supply {
        blocks,
        outcome: Ok(()),
        closed: false,
    };
    let mut numbers = how.lines;
    let mut memory = Vec::new();
    // A source of one block is not worth a thread.
    while let Some(block) = supply.next(std::mem::take(&mut memory)) {
        let piece = numbered(&block, numbers.first());
        numbers.step_over(piece.bytes);
        if sink(work(piece, 0)).is_break() {
            return supply.outcome;
        }
        memory = block.recycle();
        if how.threads > 1 {
            break;
        }
    }
    if supply.is_empty() {
        return supply.outcome;
    }
    let crew = Crew {
        shelf: Mutex::new(Shelf::new(numbers)),
        supply: Mutex::new(supply),
        read: Condvar::new(),
        turn: Condvar::new(),
        ahead: AHEAD * how.threads as u64,
    };
    std::thread::scope(|scope| {
        let (crew, work) = (&crew, &work);
        for worker in 0..how.threads {
            scope.spawn(move || {
                let _alarm = Alarm(crew);
                let mut memory = Vec::new();
                while crew.wait_for_room()
                    && crew.work_on_next(&mut memory, |piece| work(piece, worker))
                {}
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
    let supply = crew.supply.into_inner();
    supply.unwrap_or_else(PoisonError::into_inner).outcome
}

/// Where blocks come from.
struct Supply<R> {
    blocks: Blocks<R>,
    outcome: io::Result<()>,
    /// Nobody wants any more.
    closed: bool,
}

/// The block, whose first line has that number where lines are numbered.
fn numbered(block: &Block, line: u64) -> Piece<'_> {
    let mut piece = block.whole();
    piece.line = line;
    piece
}

impl<R: Feed> Supply<R> {
    /// Whether there are no more blocks, as far as is known.
    fn is_empty(&self) -> bool {
        self.outcome.is_err() || self.blocks.is_done()
    }

    fn next(&mut self, memory: Vec<u8>) -> Option<Block> {
        let turn = self.blocks.begin();
        self.cut(turn.read(memory))
    }

    /// The block of a turn whose time has come.
    fn cut(&mut self, draught: Draught<R>) -> Option<Block> {
        let (block, error) = self.blocks.cut(draught);
        if let Some(error) = error {
            self.outcome = Err(error);
        }
        block
    }
}

/// Results that wait for their turn, by the number of their block.
struct Shelf<T> {
    results: BTreeMap<u64, T>,
    /// Results that the sink has taken.
    shown: u64,
    /// Blocks that workers have taken.
    taken: u64,
    /// Blocks whose lines have been numbered, and how those behind them are.
    counted: u64,
    numbers: Numbers,
    /// There are no more blocks, or nobody wants them.
    ended: bool,
    panicked: bool,
}

impl<T> Shelf<T> {
    /// `numbers` are those of the next block's lines.
    fn new(numbers: Numbers) -> Shelf<T> {
        Shelf {
            results: BTreeMap::new(),
            shown: 0,
            taken: 0,
            counted: 0,
            numbers,
            ended: false,
            panicked: false,
        }
    }
}

/// What the workers of a scan share.
struct Crew<R, T> {
    supply: Mutex<Supply<R>>,
    /// The supply has come to another turn.
    read: Condvar,
    shelf: Mutex<Shelf<T>>,
    /// The shelf has changed.
    turn: Condvar,
    ahead: u64,
}

impl<R: Feed, T> Crew<R, T> {
    /// Works on the next block; `false` where there is none.
    fn work_on_next(&self, memory: &mut Vec<u8>, work: impl Fn(Piece) -> T) -> bool {
        let Some((number, block)) = self.take(std::mem::take(memory)) else {
            return false;
        };
        let Some(line) = self.number_lines(number, &block) else {
            return false;
        };
        let result = work(numbered(&block, line));
        lock(&self.shelf).results.insert(number, result);
        self.turn.notify_all();
        *memory = block.recycle();
        true
    }

    /// The next block, with its number.
    fn take(&self, memory: Vec<u8>) -> Option<(u64, Block)> {
        let turn = lock(&self.supply).blocks.begin();
        let number = turn.number();
        // Nobody waits while this is read, if it can be.
        let draught = turn.read(memory);
        let early = |supply: &mut Supply<R>| !supply.closed && supply.blocks.turn() != number;
        let supply = self.read.wait_while(lock(&self.supply), early);
        let mut supply = supply.unwrap_or_else(PoisonError::into_inner);
        let block = match supply.closed {
            true => None,
            false => supply.cut(draught),
        };
        // Taken blocks are told of while nobody else can take one, so that there is no gap in what is waited for.
        let mut shelf = lock(&self.shelf);
        let number = shelf.taken;
        shelf.taken += u64::from(block.is_some());
        shelf.ended |= block.is_none();
        drop((shelf, supply));
        self.read.notify_all();
        self.turn.notify_all();
        Some((number, block?))
    }
}

impl<R, T> Crew<R, T> {
    /// Number of the block's first line, where lines are numbered; `None` where somebody panicked. Where the source's
    /// are, each worker counts its own, and waits until those before it are counted, which is soon.
    fn number_lines(&self, number: u64, block: &Block) -> Option<u64> {
        let numbers = lock(&self.shelf).numbers;
        let Numbers::Source(_) = numbers else {
            return Some(numbers.first());
        };
        let lines = count_lines(block.bytes());
        let waiting = |shelf: &mut Shelf<T>| !shelf.panicked && shelf.counted != number;
        let mut shelf = self.turn.wait_while(lock(&self.shelf), waiting).ok()?;
        if shelf.panicked {
            return None;
        }
        let first = shelf.numbers.first();
        shelf.numbers = Numbers::Source(first + lines);
        shelf.counted += 1;
        drop(shelf);
        self.turn.notify_all();
        Some(first)
    }

    /// Waits until the sink has come near enough; `false` where there is nothing more to be done.
    fn wait_for_room(&self) -> bool {
        let crowded = |shelf: &mut Shelf<T>| {
            !shelf.ended && !shelf.panicked && shelf.taken - shelf.shown >= self.ahead
        };
        let shelf = self.turn.wait_while(lock(&self.shelf), crowded);
        shelf.is_ok_and(|shelf| !shelf.ended && !shelf.panicked)
    }

    /// Waits for the next result in order; `None` where there are no more.
    fn next_result(&self) -> Option<T> {
        let waiting = |shelf: &mut Shelf<T>| {
            let is_over = shelf.ended && shelf.taken == shelf.shown;
            !shelf.panicked && !is_over && !shelf.results.contains_key(&shelf.shown)
        };
        let mut shelf = self.turn.wait_while(lock(&self.shelf), waiting).ok()?;
        let next = shelf.shown;
        let result = shelf.results.remove(&next)?;
        shelf.shown += 1;
        drop(shelf);
        self.turn.notify_all();
        Some(result)
    }

    fn stop(&self) {
        lock(&self.supply).closed = true;
        lock(&self.shelf).ended = true;
        self.read.notify_all();
        self.turn.notify_all();
    }
}

/// Tells everybody when its thread panics, so that nobody waits for what won't come. The panic itself goes on to
/// whoever asked for the scan.
struct Alarm<'c, R, T>(&'c Crew<R, T>);

impl<R, T> Drop for Alarm<'_, R, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.shelf).panicked = true;
            self.0.stop();
        }
    }
}

/// A thread that panicked while it held the lock takes the run down with it; what it left is not looked at.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
