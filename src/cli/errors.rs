//! `errlog errors`: failing entries whole, with their context.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use errlog::analysis::errors::{
    Blocks, Context, ErrorBlock, Keeping, Kept, Newest, Untangled, Window,
};
use errlog::analysis::patterns::earliest;
use errlog::analysis::result::{Shown, Tally};
use errlog::chunk::Piece;
use errlog::entry::Boundary;
use errlog::event::{Event, Field, Time, Want};
use errlog::format::understand::Understander;
use errlog::report::{Block, blocks, csv, json};
use errlog::scan::{self, Numbers};
use errlog::session::{Known, Opened};

use super::args::{Errors, Output};
use super::kept;
use super::plan::{Plan, Told};
use super::printer::Printer;

pub fn run(plan: &Plan, args: &Errors, printer: &mut Printer) {
    let (before, after) = args.context().unwrap_or_default();
    let context = Context {
        before,
        after,
        same_request: args.same_request,
    };
    let want = want(plan, args);
    // What is asked for by more has to be read.
    let is_simple = want == plan.filing.failing.want() && plan.filter.is_empty();
    let asked = is_simple.then(|| plan.filing.failing.asked()).flatten();
    printer.csv_head(plan.output, true);
    let mut sources: Vec<Rc<Known>> = Vec::new();
    let mut shelf = Shelf::new(args);
    let mut show = Show::new(plan, args, context);
    let work = |piece: Piece, boundary: &Boundary, understander: &mut Understander| {
        let mut window = Window::new(context);
        let mut scratch = Vec::new();
        let mut oldest = None;
        let mut entries = scan::entries(piece, boundary);
        loop {
            let asked = asked.as_ref().filter(|_| !window.keeps_context());
            if let Some(glance) = asked.and_then(|asked| understander.glance(asked)) {
                let (passed, failing) = entries.glance(glance);
                window.pass(passed);
                if let Some(entry) = failing {
                    window.push(true, || kept::keep(entry, None));
                    continue;
                }
            }
            let Some(entry) = entries.next() else {
                break;
            };
            let event = understander.read(entry.bytes, entry.start, &mut scratch);
            let failing = fails(plan, entry.bytes, &event);
            oldest = earliest(oldest, event.time);
            window.push(failing, || {
                let mut kept = kept::keep(entry, event.time);
                if context.same_request {
                    kept.request = event.request_key().map(str::to_owned);
                }
                kept
            });
        }
        let mut keeping = window.finish(entries.lines_passed());
        keeping.oldest = oldest;
        keeping
    };
    let mut blocks = Blocks::new(context);
    let mut place = |found: Vec<ErrorBlock>, sources: &[Rc<Known>], printer: &mut Printer| {
        let source = sources.len() - 1;
        found.into_iter().try_for_each(|block| match &mut shelf {
            Some(shelf) => {
                shelf.add(plan, sources, source, block);
                ControlFlow::Continue(())
            }
            None => show.block(&sources[source], block, None, printer),
        })
    };
    plan.beside_each_other(
        printer,
        |opened, sink| {
            let last = args.last.filter(|_| !args.group && args.first.is_none());
            let newest = last.and_then(|most| {
                let order = plan.session.reads_back(&opened)?;
                let newest = Newest::new(most, context, order);
                read_back(plan, &opened, &want, newest, work)
            });
            match newest {
                Some(keepings) => {
                    let _ = keepings.into_iter().try_for_each(sink);
                    None
                }
                None => {
                    let mut line = plan.session.first_line(&opened);
                    let numbers = Numbers::Piece;
                    plan.session
                        .scan(opened, &want, numbers, work, |mut keeping| {
                            keeping.number(&mut line);
                            sink(keeping)
                        })
                }
            }
        },
        |told, printer| match told {
            Told::Opened(known) => {
                sources.push(known.into());
                blocks = Blocks::new(context);
                ControlFlow::Continue(())
            }
            Told::Found(keeping) => place(blocks.add(keeping), &sources, printer),
            Told::Ended(problem) => {
                let rest = std::mem::replace(&mut blocks, Blocks::new(context)).finish();
                let rest = place(rest, &sources, printer);
                let flow = plan.tell(problem, printer);
                if rest.is_break() { rest } else { flow }
            }
            Told::Unread(problem) => plan.tell(Some(problem), printer),
        },
    );
    for (source, block, tally) in shelf.into_iter().flat_map(Shelf::sorted) {
        if show
            .block(&sources[source], block, tally, printer)
            .is_break()
        {
            return;
        }
    }
    let _ = show.finish(printer);
}

/// Reads a large file from its end, as far as its newest blocks reach; `None` where it has to be read forward.
fn read_back(
    plan: &Plan,
    opened: &Opened,
    want: &Want,
    mut newest: Newest,
    work: impl Fn(Piece, &Boundary, &mut Understander) -> Keeping + Sync,
) -> Option<Vec<Keeping>> {
    let mut start = 0;
    let read = plan.session.scan_back(opened, want, work, |at, part| {
        start = at;
        newest.take(part)
    });
    (read && !newest.gave_up()).then(|| {
        let first_line = plan.session.line_of(opened, start);
        newest.finish(first_line).collect()
    })
}

fn fails(plan: &Plan, bytes: &[u8], event: &Event) -> bool {
    plan.filing.failing.is(event)
        && plan.filter.accepts_bytes(bytes)
        && plan.filter.accepts(event)
        && (!plan.filter.asks_who() || {
            let filed = plan.filing.file(event);
            plan.filter
                .accepts_who(filed.endpoint.as_deref(), event.user.as_deref())
        })
}

fn want(plan: &Plan, args: &Errors) -> Want {
    let mut want = plan.filing.failing.want().union(&plan.filter.want());
    if args.last.is_some() || args.first.is_some() || args.group {
        want = want.with(Field::Time);
    }
    if args.same_request {
        want = want.with(Field::RequestId).with(Field::TraceId);
    }
    want
}

/// A block that waits until all sources have been read: its source, itself, and its group's figures.
type Waiting = (usize, ErrorBlock, Option<Tally>);

/// What blocks are put in order by: time, then source, then place in it.
type Order = (Option<Time>, usize, u64);

/// Where blocks wait when what is shown depends on those that follow.
enum Shelf {
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
    fn new(args: &Errors) -> Option<Shelf> {
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

    fn add(&mut self, plan: &Plan, sources: &[Rc<Known>], source: usize, block: ErrorBlock) {
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
    fn sorted(mut self) -> Vec<Waiting> {
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

/// Shows blocks. As text one stays behind, since what two blocks share is shown once, as grep does with lines.
struct Show<'p> {
    plan: &'p Plan,
    all: Want,
    text: blocks::Blocks,
    context: Context,
    held: Option<(Rc<Known>, ErrorBlock)>,
    /// Of the source shown last, where context is limited to the same request.
    untangled: Untangled,
    source: Option<u32>,
    /// What is about to be printed.
    out: Vec<u8>,
}

impl<'p> Show<'p> {
    fn new(plan: &'p Plan, args: &Errors, context: Context) -> Show<'p> {
        let asked = args.context().is_some();
        let text = blocks::Blocks::new(plan.style, plan.zone, asked, plan.is_several());
        Show {
            plan,
            all: Want::all(),
            text,
            context,
            held: None,
            untangled: Untangled::default(),
            source: None,
            out: Vec::new(),
        }
    }

    fn block(
        &mut self,
        source: &Rc<Known>,
        mut block: ErrorBlock,
        tally: Option<Tally>,
        printer: &mut Printer,
    ) -> ControlFlow<()> {
        if self.plan.output != Output::Table || tally.is_some() {
            return self.print(source, &block, tally, printer);
        }
        if self.context.same_request {
            if self.source != Some(source.index) {
                (self.source, self.untangled) = (Some(source.index), Untangled::default());
            }
            self.untangled.take(&mut block, self.context);
            return self.print(source, &block, None, printer);
        }
        if let Some((known, mut held)) = self.held.take() {
            if known.index == source.index {
                held.untangle(&mut block);
            }
            self.print(&known, &held, None, printer)?;
        }
        self.held = Some((source.clone(), block));
        ControlFlow::Continue(())
    }

    fn finish(mut self, printer: &mut Printer) -> ControlFlow<()> {
        match self.held.take() {
            Some((source, block)) => self.print(&source, &block, None, printer),
            None => ControlFlow::Continue(()),
        }
    }

    fn print(
        &mut self,
        source: &Known,
        block: &ErrorBlock,
        tally: Option<Tally>,
        printer: &mut Printer,
    ) -> ControlFlow<()> {
        let plan = self.plan;
        let before = block.before.iter().chain([&block.entry]);
        let kept = before.chain(&block.after).map(|kept| &**kept);
        let out = &mut self.out;
        out.clear();
        let mut write = |shown: &[Shown]| {
            let (before, rest) = shown.split_at(block.before.len());
            let block = Block {
                before,
                shown: rest[0],
                after: &rest[1..],
                tally,
            };
            match plan.output {
                Output::Table => self.text.block(out, &block),
                Output::Csv => csv::event(out, &block.shown, plan.zone, true, plan.style),
                Output::Json | Output::Jsonl => json::block(out, &block, plan.zone),
            }
        };
        // A pipe gets the log's own lines, for which nobody need understand them again.
        let bare = plan.output == Output::Table && !plan.style.screen && tally.is_none();
        match bare {
            true => kept::bare_all(source, kept, &mut write),
            false => {
                let kept: Vec<&Kept> = kept.collect();
                kept::shown_all(plan, source, &self.all, &kept, &mut write)
            }
        }
        printer.results(&self.out)
    }
}
