//! The workers of one scan, and the results that wait for their turn.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::Numbers;
use super::permits::Permits;
use super::supply::{Customers, Next, Supply};
use crate::chunk::{Block, Blocks, Feed, Piece};
use crate::needle::count_lines;

/// What the workers of a scan share.
pub struct Crew<'p, R, T> {
    supply: Supply<R>,
    shelf: Mutex<Shelf<T>>,
    /// The shelf has changed.
    turn: Condvar,
    /// Blocks that may be taken before the results of those before them are.
    ahead: u64,
    permits: Option<&'p Permits>,
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
    /// There are no more blocks than those that were taken.
    ended: bool,
    /// Nobody wants more results.
    closed: bool,
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
            closed: false,
            panicked: false,
        }
    }

    /// Whether nothing more need be done.
    fn is_over(&self) -> bool {
        self.closed || self.panicked
    }
}

impl<'p, R: Feed, T> Crew<'p, R, T> {
    /// `numbers` are those of the next block's lines.
    pub fn new(
        blocks: Blocks<R>,
        numbers: Numbers,
        ahead: u64,
        permits: Option<&'p Permits>,
    ) -> Crew<'p, R, T> {
        Crew {
            supply: Supply::new(blocks),
            shelf: Mutex::new(Shelf::new(numbers)),
            turn: Condvar::new(),
            ahead,
            permits,
        }
    }

    /// Takes blocks and works on them until there are no more, or nobody wants them.
    pub fn work(&self, work: impl Fn(Piece) -> T) {
        let mut memory = Vec::new();
        while self.wait_for_room() {
            let permit = match self.permits {
                Some(permits) => permits.acquire(|| self.has_work()),
                None => None,
            };
            let mut is_idle = false;
            while !is_idle && self.have_room() {
                match self.supply.take(&mut memory, self) {
                    Next::Block(number, block) => {
                        let Some(line) = self.number_lines(number, &block) else {
                            return;
                        };
                        let result = work(numbered(&block, line));
                        lock(&self.shelf).results.insert(number, result);
                        self.turn.notify_all();
                        memory = block.recycle();
                    }
                    Next::Idle => is_idle = true,
                    Next::End => return,
                }
            }
            drop(permit);
            if is_idle {
                self.supply.wait();
            }
        }
    }
}

impl<R, T> Customers for Crew<'_, R, T> {
    fn number(&self) -> u64 {
        let mut shelf = lock(&self.shelf);
        shelf.taken += 1;
        shelf.taken - 1
    }

    fn end(&self) {
        lock(&self.shelf).ended = true;
        self.turn.notify_all();
        self.wake();
    }

    fn have_room(&self) -> bool {
        self.has_room(&lock(&self.shelf))
    }
}

impl<R, T> Crew<'_, R, T> {
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

    fn has_room(&self, shelf: &Shelf<T>) -> bool {
        shelf.taken - shelf.shown < self.ahead
    }

    /// Whether more workers may find something to do.
    fn has_work(&self) -> bool {
        let shelf = lock(&self.shelf);
        !shelf.ended && !shelf.is_over()
    }

    /// Waits until the sink has come near enough; `false` where nobody wants more results.
    fn wait_for_room(&self) -> bool {
        let crowded = |shelf: &mut Shelf<T>| !shelf.is_over() && !self.has_room(shelf);
        let shelf = self.turn.wait_while(lock(&self.shelf), crowded);
        shelf.is_ok_and(|shelf| !shelf.is_over())
    }

    /// Waits for the next result in order; `None` where there are no more.
    pub fn next_result(&self) -> Option<T> {
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

    /// Nobody wants more results.
    pub fn stop(&self) {
        self.supply.close();
        lock(&self.shelf).closed = true;
        self.turn.notify_all();
        self.wake();
    }

    /// How reading ended.
    pub fn outcome(self) -> io::Result<()> {
        self.supply.outcome()
    }

    /// Lets those who wait for a permit see that there is nothing left to be done.
    fn wake(&self) {
        if let Some(permits) = self.permits {
            permits.wake();
        }
    }
}

/// Tells everybody when its thread panics, so that nobody waits for what won't come. The panic itself goes on to
/// whoever asked for the scan.
pub struct Alarm<'c, 'p, R, T>(pub &'c Crew<'p, R, T>);

impl<R, T> Drop for Alarm<'_, '_, R, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.shelf).panicked = true;
            self.0.stop();
        }
    }
}

/// The block, whose first line has that number where lines are numbered.
pub fn numbered(block: &Block, line: u64) -> Piece<'_> {
    let mut piece = block.whole();
    piece.line = line;
    piece
}

/// A thread that panicked while it held the lock takes the run down with it; what it left is not looked at.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
