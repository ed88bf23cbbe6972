//! `errlog events`: every entry as a canonical event.

use errlog::analysis::result::{Place, Shown};
use errlog::event::{Event, Want};
use errlog::report::{csv, json, lines};
use errlog::scan::{self, Entry, Numbers};

use super::args::{Events, Output};
use super::plan::Plan;
use super::printer::Printer;

pub fn run(plan: &Plan, args: &Events, printer: &mut Printer) {
    printer.csv_head(plan.output, args.raw);
    let want = Want::all();
    plan.each_source(printer, |opened, printer| {
        let name = opened.known.name.clone();
        let problem = plan.session.scan(
            opened,
            &want,
            Numbers::Source(1),
            |piece, boundary, understander| {
                let mut out = Vec::new();
                let mut scratch = Vec::new();
                for entry in scan::entries(piece, boundary) {
                    if !plan.filter.accepts_bytes(entry.bytes) {
                        continue;
                    }
                    let event = understander.read(entry.bytes, entry.start, &mut scratch);
                    if plan.filter.accepts(&event) {
                        show(plan, args, &name, entry, &event, &mut out);
                    }
                }
                out
            },
            |out| printer.results(&out),
        );
        plan.tell(problem, printer)
    });
}

fn show(plan: &Plan, args: &Events, source: &str, entry: Entry, event: &Event, out: &mut Vec<u8>) {
    let filed = plan.filing.file(event);
    if !plan
        .filter
        .accepts_who(filed.endpoint.as_deref(), event.user.as_deref())
    {
        return;
    }
    let shown = Shown {
        place: place(source, entry),
        event,
        filed: &filed,
    };
    match plan.output {
        Output::Table => lines::event(out, &shown, plan.zone, plan.style),
        Output::Csv => csv::event(out, &shown, plan.zone, args.raw, plan.style),
        Output::Json | Output::Jsonl => json::event(out, &shown, plan.zone, args.raw),
    }
}

/// Where an entry stands, its last line break left out.
pub fn place<'a>(source: &'a str, entry: Entry<'a>) -> Place<'a> {
    Place {
        source,
        line: entry.line,
        lines: entry.lines,
        offset: entry.offset,
        raw: errlog::format::understand::trim_line_end(entry.bytes),
    }
}
