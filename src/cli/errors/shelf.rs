//! Blocks that wait until all sources have been read, since which of them are shown depends on those that follow.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use errlog::analysis::errors::ErrorBlock;
use errlog::analysis::result::Tally;
use errlog::event::{Time, Want};
use errlog::session::Known;

use crate::cli::args::Errors;
use crate::cli::kept;
use crate::cli::plan::Plan;

/// A block that waits until all sources have been read: its source, itself, and its group's figures.
pub type Waiting = (usize, ErrorBlock, Option<Tally>);

/// What blocks are put in order by: time, then source, then place in it.
type Order = (Option<Time>, usize, u64);

/// Where blocks wait when what is shown depends on those that follow.
pub enum Shelf {
    /// The newest or the oldest few, by time; the entry's place decides between equal times.
    Few {
        most: usize,
        newest: bool,
        blocks: Vec<(Order, ErrorBlock)>,
        /// Source and time of the block added last.
        last: (usize, Option<Time>),
    },
    /// One of each distinct error; of these, those seen last or seen first.
    Groups {
        most: usize,
        newest: bool,
        groups: HashMap<u64, Waiting>,
    },
}

impl Shelf {
    /// `None` when blocks can be shown as they come.
    pub fn new(args: &Errors) -> Option<Shelf> {
        let newest = args.first.is_none();
        let most = args.last.or(args.first);
        if args.group {
            return Some(Shelf::Groups {
                most: most.unwrap_or(usize::MAX),
                newest,
                groups: HashMap::new(),
            });
        }
        most.map(|most| Shelf::Few {
            most,
            newest,
            blocks: Vec::new(),
            last: (0, None),
        })
    }

    pub fn add(&mut self, plan: &Plan, sources: &[Rc<Known>], source: usize, block: ErrorBlock) {
        match self {
            Shelf::Few {
                most, blocks, last, ..
            } => {
                // An entry without a time counts as old as the one before it.
                let before = last.1.filter(|_| last.0 == source);
                let when = block.entry.time.or(before);
                *last = (source, when);
                blocks.push(((when, source, block.entry.offset), block));
                if blocks.len() > 2 * *most + 1000 {
                    self.trim();
                }
            }
            Shelf::Groups { groups, .. } => {
                let time = block.entry.time;
                let all = Want::all();
                let fingerprint =
                    kept::shown(plan, &sources[source], &all, &block.entry, |shown| {
                        shown.filed.fingerprint
                    });
                let (_, _, tally) = groups
                    .entry(fingerprint.unwrap_or_default())
                    .or_insert_with(|| {
                        (
                            source,
                            block,
                            Some(Tally {
                                count: 0,
                                first: time,
                                last: time,
                            }),
                        )
                    });
                if let Some(tally) = tally {
                    tally.count += 1;
                    tally.first = tally.first.into_iter().chain(time).min();
                    tally.last = tally.last.max(time);
                }
            }
        }
    }

    fn trim(&mut self) {
        if let Shelf::Few {
            most,
            newest,
            blocks,
            ..
        } = self
        {
            blocks.sort_by_key(|(key, _)| *key);
            match newest {
                true => drop(blocks.drain(..blocks.len().saturating_sub(*most))),
                false => blocks.truncate(*most),
            }
        }
    }

    /// What is shown in the end: in the order of time, or the commonest error first.
    pub fn sorted(mut self) -> Vec<Waiting> {
        self.trim();
        match self {
            Shelf::Few { blocks, .. } => blocks
                .into_iter()
                .map(|((_, source, _), block)| (source, block, None))
                .collect(),
            Shelf::Groups {
                most,
                newest,
                groups,
            } => {
                let mut groups: Vec<(u64, Waiting)> = groups.into_iter().collect();
                groups.sort_by_key(|(fingerprint, (_, _, tally))| {
                    let seen = tally.map(|tally| match newest {
                        true => (Reverse(tally.last), None),
                        false => (Reverse(None), tally.first),
                    });
                    (seen, *fingerprint)
                });
                groups.truncate(most);
                groups.sort_by_key(|(fingerprint, (_, _, tally))| {
                    (Reverse(tally.map_or(0, |tally| tally.count)), *fingerprint)
                });
                groups.into_iter().map(|(_, waiting)| waiting).collect()
            }
        }
    }
}
