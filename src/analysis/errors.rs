//! Error blocks: failing entries with the entries around them.
//!
//! Workers keep of each piece only what may be shown ([`Window`]); [`Blocks`] puts the pieces' keepings together
//! in order, since the context of an entry may stand in the piece before or behind its own.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::rc::Rc;

use crate::event::Time;
use crate::seek::Back;

/// An entry that may be shown, with its own copy of its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Number of the entry among all of its source, from 0. Relative to the piece until it is put in order.
    pub index: u64,
    pub offset: u64,
    /// Number of its first line, at first within the piece.
    pub line: u64,
    pub lines: u64,
    pub raw: Vec<u8>,
    pub time: Option<Time>,
    pub failing: bool,
    /// Only kept where context is limited to the same request.
    pub request: Option<String>,
}

/// How many whole entries of context are shown, and whose.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    pub before: usize,
    pub after: usize,
    pub same_request: bool,
}

/// What a worker kept of one piece.
#[derive(Debug, Default)]
pub struct Keeping {
    entries: u64,
    kept: Vec<Kept>,
    /// Line breaks in the piece.
    lines: u64,
    /// The time of the oldest of its entries that were read.
    pub oldest: Option<Time>,
}

impl Keeping {
    /// Numbers its lines as the source's, the next of which is `line`, from those of the piece.
    pub fn number(&mut self, line: &mut u64) {
        for kept in &mut self.kept {
            kept.line += *line - 1;
        }
        *line += self.lines;
    }
}

/// Keeps, while a worker goes through a piece, what may be shown of it.
#[derive(Debug)]
pub struct Window {
    context: Context,
    keeping: Keeping,
    /// The last entries that nobody has asked for yet.
    recent: VecDeque<Kept>,
    /// How many more entries are context of what came before. At first those that an earlier piece may ask for.
    wanted: usize,
}

impl Window {
    pub fn new(context: Context) -> Window {
        let keeping = Keeping::default();
        Window {
            context,
            keeping,
            recent: VecDeque::new(),
            wanted: context.after,
        }
    }

    /// Whether an entry that does not fail may be shown at all.
    pub fn keeps_context(&self) -> bool {
        self.context.before > 0 || self.wanted > 0
    }

    /// Takes so many entries that do not fail, where no context is kept.
    pub fn pass(&mut self, entries: u64) {
        self.keeping.entries += entries;
    }

    /// Takes the next entry, which `kept` copies if it may be shown.
    pub fn push(&mut self, failing: bool, kept: impl FnOnce() -> Kept) {
        let index = self.keeping.entries;
        self.keeping.entries += 1;
        let kept = || Kept {
            index,
            failing,
            ..kept()
        };
        if failing {
            self.keeping.kept.extend(self.recent.drain(..));
            self.keeping.kept.push(kept());
            self.wanted = self.context.after;
        } else if self.wanted > 0 {
            self.wanted -= 1;
            self.keeping.kept.push(kept());
        } else if self.context.before > 0 {
            if self.recent.len() == self.context.before {
                self.recent.pop_front();
            }
            self.recent.push_back(kept());
        }
    }

    /// The piece's keeping, with the entries at its end that a later piece may ask for. The piece has so many line
    /// breaks.
    pub fn finish(mut self, lines: u64) -> Keeping {
        self.keeping.kept.extend(self.recent);
        self.keeping.lines = lines;
        self.keeping
    }
}

/// A failing entry with its context.
#[derive(Clone, Debug)]
pub struct ErrorBlock {
    pub before: Vec<Rc<Kept>>,
    pub entry: Rc<Kept>,
    pub after: Vec<Rc<Kept>>,
}

impl ErrorBlock {
    /// Leaves out what this block and the `next` one of the same source share, so that each entry is shown once.
    pub fn untangle(&mut self, next: &mut ErrorBlock) {
        self.after.retain(|kept| kept.index < next.entry.index);
        let shown = self
            .after
            .last()
            .map_or(self.entry.index, |kept| kept.index);
        next.before.retain(|kept| kept.index > shown);
    }
}

/// Lets each entry be shown once where context is limited to the same request: blocks of one request may share
/// entries then, and blocks of others may stand between them.
#[derive(Debug, Default)]
pub struct Untangled {
    /// The last entry that was shown of a request.
    shown: HashMap<String, u64>,
}

impl Untangled {
    /// How many requests are remembered before those that no context reaches any more are forgotten.
    const MANY: usize = 4096;

    /// Takes the blocks of one source in order and leaves out of each what is shown before or behind it.
    pub fn take(&mut self, block: &mut ErrorBlock, context: Context) {
        let Some(request) = &block.entry.request else {
            return;
        };
        // What fails has a block of its own, which shows what follows it.
        let own = block.after.iter().take_while(|kept| !kept.failing).count();
        block.after.truncate(own);
        if let Some(&shown) = self.shown.get(request) {
            block.before.retain(|kept| kept.index > shown);
        }
        if self.shown.len() >= Self::MANY {
            let reach = block.entry.index.saturating_sub(context.before as u64);
            self.shown.retain(|_, shown| *shown >= reach);
        }
        let last = block.after.last().unwrap_or(&block.entry).index;
        self.shown.insert(request.clone(), last);
    }
}

/// Gathers the keepings of one source from its end, part by part, until its newest blocks are among them.
#[derive(Debug)]
pub struct Newest {
    most: usize,
    before: u64,
    order: Back,
    /// The last one first.
    parts: Vec<Vec<Keeping>>,
    /// Bytes that all of them hold.
    size: usize,
    /// Entries read since the newest blocks were.
    spare: u64,
    has_all: bool,
}

impl Newest {
    /// More than this is not kept aside: reading forward, what turns out not to be among the newest can be dropped.
    const LARGEST: usize = 32 << 20;

    pub fn new(most: usize, context: Context, order: Back) -> Newest {
        Newest {
            most: most.max(1),
            before: context.before as u64,
            order,
            parts: Vec::new(),
            size: 0,
            spare: 0,
            has_all: false,
        }
    }

    /// Takes the part before those that it has; breaks when there are enough, or when there can't be.
    pub fn take(&mut self, part: Vec<Keeping>) -> ControlFlow<()> {
        let entries: u64 = part.iter().map(|keeping| keeping.entries).sum();
        let kept = || part.iter().flat_map(|keeping| &keeping.kept);
        self.size += kept().map(|kept| kept.raw.len()).sum::<usize>();
        self.parts.push(part);
        if self.gave_up() {
            return ControlFlow::Break(());
        }
        if self.has_all {
            self.spare += entries;
        }
        self.has_all = self.has_all || self.has_newest();
        match self.has_all && self.spare >= self.before {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// Whether the file has to be read forward after all.
    pub fn gave_up(&self) -> bool {
        let is_timed = || self.failing().any(|kept| kept.time.is_some());
        self.size > Self::LARGEST || (!self.order.timed && is_timed())
    }

    /// All keepings in order, lines numbered from `first_line` on.
    pub fn finish(self, first_line: u64) -> impl Iterator<Item = Keeping> {
        let mut line = first_line;
        let keepings = self.parts.into_iter().rev().flatten();
        keepings.map(move |mut keeping| {
            keeping.number(&mut line);
            keeping
        })
    }

    fn failing(&self) -> impl Iterator<Item = &Kept> {
        let keepings = self.parts.iter().rev().flatten();
        keepings
            .flat_map(|keeping| &keeping.kept)
            .filter(|kept| kept.failing)
    }

    /// Whether all that was not read yet is older than as many blocks as are asked for.
    fn has_newest(&self) -> bool {
        if !self.order.timed {
            return self.failing().count() >= self.most;
        }
        // An entry without a time counts as old as the failing one before it, which may not have been read yet.
        let mut when = None;
        let mut times: Vec<Time> = self
            .failing()
            .filter_map(|kept| {
                when = kept.time.or(when);
                when
            })
            .collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        let oldest = self.parts.iter().flatten().filter_map(|k| k.oldest).min();
        match (times.get(self.most - 1), oldest) {
            (Some(last), Some(oldest)) => oldest.0.saturating_add(self.order.slack) < last.0,
            _ => false,
        }
    }
}

/// Puts together the keepings of one source, in order.
#[derive(Debug)]
pub struct Blocks {
    context: Context,
    entries: u64,
    recent: VecDeque<Rc<Kept>>,
    /// Blocks whose context behind them is not complete.
    open: VecDeque<ErrorBlock>,
}

impl Blocks {
    pub fn new(context: Context) -> Blocks {
        Blocks {
            context,
            entries: 0,
            recent: VecDeque::new(),
            open: VecDeque::new(),
        }
    }

    /// Takes the next piece's keeping and gives the blocks that are complete, in order.
    pub fn add(&mut self, keeping: Keeping) -> Vec<ErrorBlock> {
        let mut done = Vec::new();
        for mut kept in keeping.kept {
            kept.index += self.entries;
            self.take(Rc::new(kept), &mut done);
        }
        self.entries += keeping.entries;
        self.close(self.entries, &mut done);
        done
    }

    /// The blocks that end with the source.
    pub fn finish(mut self) -> Vec<ErrorBlock> {
        let mut done = Vec::new();
        self.close(u64::MAX, &mut done);
        done
    }

    fn take(&mut self, kept: Rc<Kept>, done: &mut Vec<ErrorBlock>) {
        self.close(kept.index, done);
        for block in &mut self.open {
            if self.context.shows(&block.entry, &kept) {
                block.after.push(kept.clone());
            }
        }
        if kept.failing {
            let first = kept.index.saturating_sub(self.context.before as u64);
            let near = self.recent.iter().filter(|near| near.index >= first);
            let before = near
                .filter(|near| self.context.shows(&kept, near))
                .cloned()
                .collect();
            self.open.push_back(ErrorBlock {
                before,
                entry: kept.clone(),
                after: Vec::new(),
            });
        }
        if self.context.before > 0 {
            if self.recent.len() == self.context.before {
                self.recent.pop_front();
            }
            self.recent.push_back(kept);
        }
    }

    /// Moves out the blocks whose context ends before entry `index`.
    fn close(&mut self, index: u64, done: &mut Vec<ErrorBlock>) {
        let after = self.context.after as u64;
        while let Some(block) = self.open.front() {
            if index != u64::MAX && block.entry.index + after >= index {
                return;
            }
            done.extend(self.open.pop_front());
        }
    }
}

impl Context {
    fn shows(&self, block: &Kept, other: &Kept) -> bool {
        !self.same_request || (block.request.is_some() && block.request == other.request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Indexes of before, entry and after, for each failing entry.
    type Plain = Vec<(Vec<u64>, u64, Vec<u64>)>;

    fn in_pieces(failing: &[bool], context: Context, cuts: &[usize]) -> Plain {
        let mut blocks = Blocks::new(context);
        let mut found = Vec::new();
        let mut start = 0;
        for end in cuts.iter().copied().chain([failing.len()]) {
            let end = end.clamp(start, failing.len());
            let mut window = Window::new(context);
            for &fails in &failing[start..end] {
                window.push(fails, Kept::default);
            }
            found.extend(blocks.add(window.finish(0)));
            start = end;
        }
        found.extend(blocks.finish());
        let indexes = |kept: &[Rc<Kept>]| kept.iter().map(|k| k.index).collect();
        found
            .iter()
            .map(|b| (indexes(&b.before), b.entry.index, indexes(&b.after)))
            .collect()
    }

    fn naive(failing: &[bool], context: Context) -> Plain {
        let all = failing.len() as u64;
        let of = |index: u64| {
            let before = (index.saturating_sub(context.before as u64)..index).collect();
            let after = (index + 1..=index + context.after as u64)
                .filter(|&i| i < all)
                .collect();
            (before, index, after)
        };
        (0..all)
            .filter(|&index| failing[index as usize])
            .map(of)
            .collect()
    }

    proptest! {
        #[test]
        fn context_reaches_across_pieces(
            failing in prop::collection::vec(prop::bool::weighted(0.3), 0..40),
            before in 0usize..4,
            after in 0usize..4,
            mut cuts in prop::collection::vec(0usize..40, 0..6),
        ) {
            cuts.sort();
            let context = Context { before, after, same_request: false };
            prop_assert_eq!(in_pieces(&failing, context, &cuts), naive(&failing, context));
        }
    }
}
