//! `errlog inspect`: what was recognised in each source, and what was not.

use std::ops::ControlFlow;

use errlog::analysis::inspect::Seen;
use errlog::analysis::result::{InspectReport, Skipped};
use errlog::event::Want;
use errlog::report::{csv, json, table};
use errlog::scan::{self, Numbers};

use super::args::Output;
use super::plan::Plan;
use super::printer::Printer;

pub fn run(plan: &Plan, printer: &mut Printer) {
    let want = Want::all();
    let mut report = InspectReport {
        sources: Vec::new(),
        coverage: plan.coverage(),
    };
    plan.each_source(printer, |opened, printer| {
        let known = opened.known.clone();
        let candidates = opened.candidates.clone();
        let mut all = Seen::default();
        let problem = plan.session.scan(
            opened,
            &want,
            Numbers::Source(1),
            |piece, boundary, understander| {
                let mut seen = Seen::of(piece);
                let mut scratch = Vec::new();
                for entry in scan::entries(piece, boundary) {
                    let event = understander.read(entry.bytes, entry.start, &mut scratch);
                    if plan.filter.accepts_bytes(entry.bytes) && plan.filter.accepts(&event) {
                        seen.observe(entry, &event, plan.filing.failing.is(&event));
                    }
                }
                seen
            },
            |seen| {
                all.merge(seen);
                ControlFlow::Continue(())
            },
        );
        if let Some(problem) = &problem {
            let reason = problem.what.clone();
            report.coverage.skipped.push(Skipped {
                source: known.name.clone(),
                reason,
            });
        }
        if all.coverage.entries > 0 {
            printer.found();
        }
        report.coverage.sources += 1;
        report.coverage.add(&all.coverage);
        report
            .sources
            .push(all.report(&known.name, &known.lock, candidates));
        plan.tell(problem, printer)
    });
    let mut out = Vec::new();
    match plan.output {
        Output::Table => table::inspect(&mut out, &report, plan.zone, plan.style),
        Output::Csv => csv::inspect(&mut out, &report, plan.zone, plan.style),
        Output::Json | Output::Jsonl => json::inspect(&mut out, &report, plan.zone),
    }
    let _ = printer.print(&out);
}
