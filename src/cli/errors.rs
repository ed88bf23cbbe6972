//! `errlog errors`: failing entries whole, with their context.

mod shelf;
mod show;
mod sift;

use std::ops::ControlFlow;
use std::rc::Rc;

use errlog::analysis::errors::{Blocks, Context, ErrorBlock, Keeping, Newest, Window};
use errlog::analysis::patterns::earliest;
use errlog::chunk::Piece;
use errlog::entry::Boundary;
use errlog::event::{Event, Time, Want};
use errlog::format::understand::{Understander, trim_line_end};
use errlog::scan::{Entry, Numbers};
use errlog::session::{Known, Opened};

use super::args::Errors;
use super::kept;
use super::plan::{Plan, Told};
use super::printer::Printer;
use shelf::Shelf;
use show::Show;
use sift::{Sieve, Take};

pub fn run(plan: &Plan, args: &Errors, printer: &mut Printer) {
    printer.csv_head(plan.output, true);
    match is_copy(plan, args) {
        true => copy(plan, args, printer),
        false => show_blocks(plan, args, printer),
    }
}

/// Whether what is shown is nothing but the failing entries as they stand in the log, one after the other.
fn is_copy(plan: &Plan, args: &Errors) -> bool {
    let in_order = Shelf::new(args).is_none();
    let alone = args.context().is_none() && !args.same_request && !plan.is_several();
    in_order && alone && plan.is_log_text()
}

/// Entries without what ends their last line, each on lines of its own.
#[derive(Default)]
struct Copies(Vec<u8>);

impl Take for Copies {
    fn take(&mut self, entry: Entry, _: Option<&Event>, fails: bool) {
        if fails {
            self.0.extend_from_slice(trim_line_end(entry.bytes));
            self.0.push(b'\n');
        }
    }
}

/// Has failing entries copied by who finds them, as text that need only be printed.
fn copy(plan: &Plan, args: &Errors, printer: &mut Printer) {
    let sieve = Sieve::new(plan, args);
    plan.each_source(printer, |opened, printer| {
        let problem = plan.session.scan(
            opened,
            &sieve.want,
            Numbers::None,
            |piece, boundary, understander| {
                let mut copies = Copies::default();
                sieve.sift(piece, boundary, understander, &mut copies);
                copies.0
            },
            |text| printer.results(&text),
        );
        plan.tell(problem, printer)
    });
}

/// What may be shown of a piece, for a [`Keeping`].
struct Keeper {
    window: Window,
    context: Context,
    oldest: Option<Time>,
    lines: u64,
}

impl Keeper {
    fn new(context: Context) -> Keeper {
        Keeper {
            window: Window::new(context),
            context,
            oldest: None,
            lines: 0,
        }
    }

    fn finish(self) -> Keeping {
        let mut keeping = self.window.finish(self.lines);
        keeping.oldest = self.oldest;
        keeping
    }
}

impl Take for Keeper {
    fn takes_all(&self) -> bool {
        self.window.keeps_context()
    }

    fn pass(&mut self, entries: u64) {
        self.window.pass(entries);
    }

    fn take(&mut self, entry: Entry, event: Option<&Event>, fails: bool) {
        let time = event.and_then(|event| event.time);
        self.oldest = earliest(self.oldest, time);
        let context = self.context;
        self.window.push(fails, || {
            let mut kept = kept::keep(entry, time);
            if context.same_request {
                let key = event.and_then(|event| event.request_key());
                kept.request = key.map(str::to_owned);
            }
            kept
        });
    }

    fn end(&mut self, lines: u64) {
        self.lines = lines;
    }
}

fn show_blocks(plan: &Plan, args: &Errors, printer: &mut Printer) {
    let (before, after) = args.context().unwrap_or_default();
    let context = Context {
        before,
        after,
        same_request: args.same_request,
    };
    let sieve = Sieve::new(plan, args);
    let want = &sieve.want;
    let mut sources: Vec<Rc<Known>> = Vec::new();
    let mut shelf = Shelf::new(args);
    let mut show = Show::new(plan, args, context);
    let work = |piece: Piece, boundary: &Boundary, understander: &mut Understander| {
        let mut keeper = Keeper::new(context);
        sieve.sift(piece, boundary, understander, &mut keeper);
        keeper.finish()
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
                read_back(plan, &opened, want, newest, work)
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
                        .scan(opened, want, numbers, work, |mut keeping| {
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
