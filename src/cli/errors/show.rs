//! Shows blocks. As text one stays behind, since what two blocks share is shown once, as grep does with lines.

use std::ops::ControlFlow;
use std::rc::Rc;

use errlog::analysis::errors::{Context, ErrorBlock, Kept, Untangled};
use errlog::analysis::result::{Shown, Tally};
use errlog::event::Want;
use errlog::report::{Block, blocks, csv, json};
use errlog::session::Known;

use crate::cli::args::{Errors, Output};
use crate::cli::kept;
use crate::cli::plan::Plan;
use crate::cli::printer::Printer;

/// Shows blocks, as text one behind the other.
pub struct Show<'p> {
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
    pub fn new(plan: &'p Plan, args: &Errors, context: Context) -> Show<'p> {
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

    pub fn block(
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

    pub fn finish(mut self, printer: &mut Printer) -> ControlFlow<()> {
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
        match plan.is_log_text() && tally.is_none() {
            true => kept::bare_all(source, kept, &mut write),
            false => {
                let kept: Vec<&Kept> = kept.collect();
                kept::shown_all(plan, source, &self.all, &kept, &mut write)
            }
        }
        printer.results(&self.out)
    }
}
