//! Where the workers of a scan get their blocks.
//!
//! Where any place of the source can be read, each worker reads for itself, and only cutting blocks is done in order.
//! Elsewhere one of them reads at a time. While others have nothing to do, he goes on reading for them, since to wake
//! somebody who is to read takes a while; when all are at work, he works on what he has read.

use std::collections::VecDeque;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::chunk::{Block, Blocks, Feed};

pub struct Supply<R> {
    state: Mutex<State<R>>,
    change: Condvar,
    by_position: bool,
}

struct State<R> {
    /// `None` while somebody reads what comes in order.
    blocks: Option<Blocks<R>>,
    /// What was read for others.
    ready: VecDeque<(u64, Block)>,
    /// How many wait for it.
    idle: usize,
    /// Memory of blocks that are done with.
    spare: Vec<Vec<u8>>,
    /// There are no more blocks, or nobody wants them.
    ended: bool,
    outcome: io::Result<()>,
}

/// What there is for a worker to do.
pub enum Next {
    /// A block, with its number.
    Block(u64, Block),
    /// Nothing until [`Supply::wait`] ends.
    Idle,
    End,
}

/// What a supply has to know of those whom it serves.
pub trait Customers {
    /// The number of the next block, which will be worked on. Nobody else is given one meanwhile.
    fn number(&self) -> u64;
    /// There are no more blocks than those that have a number.
    fn end(&self);
    /// Whether more may be read before what has been read is worked on.
    fn have_room(&self) -> bool;
}

impl<R: Feed> Supply<R> {
    pub fn new(blocks: Blocks<R>) -> Supply<R> {
        Supply {
            by_position: blocks.can_be_read_ahead(),
            state: Mutex::new(State {
                blocks: Some(blocks),
                ready: VecDeque::new(),
                idle: 0,
                spare: Vec::new(),
                ended: false,
                outcome: Ok(()),
            }),
            change: Condvar::new(),
        }
    }

    /// The next block for a worker who has that memory to read it into.
    pub fn take(&self, memory: &mut Vec<u8>, customers: &impl Customers) -> Next {
        match self.by_position {
            true => self.take_by_position(memory, customers),
            false => self.take_in_order(memory, customers),
        }
    }

    fn take_by_position(&self, memory: &mut Vec<u8>, customers: &impl Customers) -> Next {
        let Some(turn) = self.lock().blocks.as_mut().map(Blocks::begin) else {
            return Next::End;
        };
        let number = turn.number();
        let draught = turn.read(std::mem::take(memory));
        let early = |state: &mut State<R>| {
            let turn = state.blocks.as_ref().map(Blocks::turn);
            !state.ended && turn != Some(number)
        };
        let state = self.change.wait_while(self.lock(), early);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.ended {
            return Next::End;
        }
        let (block, error) = match &mut state.blocks {
            Some(blocks) => blocks.cut(draught),
            None => (None, None),
        };
        let block = state.number(block, error, customers);
        self.change.notify_all();
        block.map_or(Next::End, |(number, block)| Next::Block(number, block))
    }

    fn take_in_order(&self, memory: &mut Vec<u8>, customers: &impl Customers) -> Next {
        let mut state = self.lock();
        if state.ended || !state.ready.is_empty() {
            return state.next_ready();
        }
        let Some(mut blocks) = state.blocks.take() else {
            if !memory.is_empty() {
                state.spare.push(std::mem::take(memory));
            }
            return Next::Idle;
        };
        loop {
            let room = match memory.is_empty() {
                true => state.spare.pop().unwrap_or_default(),
                false => std::mem::take(memory),
            };
            drop(state);
            let (block, error) = blocks.next(room);
            state = self.lock();
            let block = state.number(block, error, customers);
            state.ready.extend(block);
            let for_others = !state.ended && state.idle >= state.ready.len();
            if for_others && customers.have_room() {
                self.change.notify_one();
                continue;
            }
            state.blocks = Some(blocks);
            self.change.notify_all();
            // Not what was read last: those who have taken later blocks may wait until the first is worked on.
            return state.next_ready();
        }
    }
}

impl<R> Supply<R> {
    /// Waits until there is something to do again.
    pub fn wait(&self) {
        let mut state = self.lock();
        state.idle += 1;
        let is_idle =
            |state: &mut State<R>| state.ready.is_empty() && state.blocks.is_none() && !state.ended;
        let woken = self.change.wait_while(state, is_idle);
        woken.unwrap_or_else(PoisonError::into_inner).idle -= 1;
    }

    /// Gives out no more.
    pub fn close(&self) {
        let mut state = self.lock();
        state.ended = true;
        state.ready.clear();
        self.change.notify_all();
    }

    /// How reading ended.
    pub fn outcome(self) -> io::Result<()> {
        let state = self.state.into_inner();
        state.unwrap_or_else(PoisonError::into_inner).outcome
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R> State<R> {
    /// The first of what was read for others, or the end.
    fn next_ready(&mut self) -> Next {
        let first = self.ready.pop_front();
        first.map_or(Next::End, |(number, block)| Next::Block(number, block))
    }

    /// Numbers what was read.
    fn number(
        &mut self,
        block: Option<Block>,
        error: Option<io::Error>,
        customers: &impl Customers,
    ) -> Option<(u64, Block)> {
        if let Some(error) = error {
            self.outcome = Err(error);
        }
        // What was read when nobody wanted any more is not worked on.
        let block = block.filter(|_| !self.ended);
        if block.is_none() {
            self.ended = true;
            customers.end();
        }
        block.map(|block| (customers.number(), block))
    }
}
