//! `errlog find`: the story of a request, out of all sources, in the order of time.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use errlog::analysis::errors::Kept;
use errlog::analysis::find::{Ids, Match};
use errlog::error::Error;
use errlog::event::{Event, Field, Time, Want};
use errlog::format::understand::Understander;
use errlog::report::{Highlight, csv, json, timeline::Timeline};
use errlog::scan::{self, Entry};
use errlog::session::Known;

use super::args::{self, Output};
use super::kept;
use super::plan::{Plan, Told};
use super::printer::Printer;

/// How many entries back the time of one that bears none is looked for.
const LOOK_BACK: usize = 256;

/// How many of the request IDs that begin alike a note names.
const NAMED: usize = 10;

/// A match, and what it is sorted by.
struct Found {
    source: usize,
    /// Its time, or that of the entry before it.
    when: Option<Time>,
    kept: Kept,
}

pub fn run(plan: &Plan, args: &args::Find, printer: &mut Printer) -> Result<(), Error> {
    let ids = Ids::new(&given(args)?)?;
    let want = ids.want().union(&plan.filter.want()).with(Field::Time);
    let mut sources: Vec<Known> = Vec::new();
    let mut matches: Vec<(Match, Found)> = Vec::new();
    let mut last = None;
    plan.beside_each_other(
        printer,
        |opened, sink| {
            plan.session.search(
                opened,
                &want,
                ids.longest(),
                |bytes, own| ids.look(bytes, own),
                |piece, boundary, understander| {
                    search(plan, &ids, scan::entries(piece, boundary), understander)
                },
                |mut found, lines| {
                    if found.is_empty() {
                        return ControlFlow::Continue(());
                    }
                    for (_, _, kept) in &mut found {
                        kept.line += lines;
                    }
                    sink(found)
                },
            )
        },
        |told, printer| match told {
            Told::Opened(known) => {
                sources.push(known);
                last = None;
                ControlFlow::Continue(())
            }
            Told::Found(found) => {
                let source = sources.len() - 1;
                for (matched, when, kept) in found {
                    last = when.or(last);
                    let found = Found {
                        source,
                        when: last,
                        kept,
                    };
                    matches.push((matched, found));
                }
                printer.flow()
            }
            Told::Ended(problem) => plan.tell(problem, printer),
            Told::Unread(problem) => plan.tell(Some(problem), printer),
        },
    );
    let by_text = ids.settle(&mut matches);
    for (text, full) in ids.texts().iter().zip(&by_text) {
        match full.len() {
            0 => printer.note(format_args!(
                "no entry bears '{text}': check the ID, or give fewer of its characters"
            )),
            1 => {}
            n => printer.note(format_args!(
                "'{text}' is the beginning of {n} request IDs: {}: give more of its characters for one of them",
                listed(full)
            )),
        }
    }
    matches.sort_by_key(|(_, found)| (found.when, found.source, found.kept.offset));
    show(plan, &ids, &by_text, &matches, &sources, printer);
    Ok(())
}

/// IDs on one line; of many, the first.
fn listed(ids: &[String]) -> String {
    match ids.len().checked_sub(NAMED) {
        Some(more @ 1..) => format!("{} and {more} more", ids[..NAMED].join(", ")),
        _ => ids.join(", "),
    }
}

/// The IDs as they were given, on the command line and in a file.
fn given(args: &args::Find) -> Result<Vec<String>, Error> {
    let (mut ids, _) = args
        .ids_and_paths()
        .map_err(|usage| Error::new("find", usage.to_string()))?;
    if let Some(path) = &args.ids_from {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let what = format!("--ids-from: {} could not be read ({error})", path.display());
            Error::new(what, "name a text file with an ID on each line")
        })?;
        ids.extend(
            text.lines()
                .map(str::trim)
                .filter(|id| !id.is_empty())
                .map(str::to_owned),
        );
        if ids.is_empty() {
            let what = format!("--ids-from: {} holds no ID", path.display());
            return Err(Error::new(what, "write one on each line"));
        }
    }
    Ok(ids)
}

/// The matches among some entries, each with its time or that of the nearest entry before it that has one.
fn search<'b>(
    plan: &Plan,
    ids: &Ids,
    entries: impl Iterator<Item = Entry<'b>>,
    understander: &mut Understander,
) -> Vec<(Match, Option<Time>, Kept)> {
    let mut found = Vec::new();
    let mut scratch = Vec::new();
    let mut before: VecDeque<Entry> = VecDeque::new();
    for entry in entries {
        if ids.are_in(entry.bytes) && plan.filter.accepts_bytes(entry.bytes) {
            let event = understander.read(entry.bytes, entry.start, &mut scratch);
            let matched = ids
                .judge(entry.bytes, &event)
                .filter(|_| accepts(plan, &event));
            if let Some(matched) = matched {
                let time = event.time;
                drop(event);
                let when = time.or_else(|| {
                    let mut nearest = before.iter().rev();
                    nearest.find_map(|entry| {
                        understander
                            .read(entry.bytes, entry.start, &mut scratch)
                            .time
                    })
                });
                found.push((matched, when, kept::keep(entry, time)));
            }
        }
        if before.len() == LOOK_BACK {
            before.pop_front();
        }
        before.push_back(entry);
    }
    found
}

fn accepts(plan: &Plan, event: &Event) -> bool {
    if !plan.filter.accepts(event) {
        return false;
    }
    if !plan.filter.asks_who() {
        return true;
    }
    let filed = plan.filing.file(event);
    plan.filter
        .accepts_who(filed.endpoint.as_deref(), event.user.as_deref())
}

fn show(
    plan: &Plan,
    ids: &Ids,
    by_text: &[Vec<String>],
    matches: &[(Match, Found)],
    sources: &[Known],
    printer: &mut Printer,
) {
    let all = Want::all();
    let mut timeline = Timeline::new(plan.style, plan.zone, Highlight::new(ids.texts()));
    let mut out = Vec::new();
    printer.csv_head(plan.output, true);
    let several = by_text.iter().map(Vec::len).sum::<usize>() > 1;
    for (number, id) in by_text
        .iter()
        .enumerate()
        .flat_map(|(n, ids)| ids.iter().map(move |id| (n, id)))
    {
        let wanted = (number, id.clone());
        let of_id = || {
            matches
                .iter()
                .filter(|(m, _)| m.ids.contains(&wanted))
                .map(|(_, found)| found)
        };
        if plan.output == Output::Table && (several || plan.style.screen) {
            let times = || of_id().filter_map(|found| found.kept.time);
            timeline.request(
                &mut out,
                id,
                of_id().count() as u64,
                times().min(),
                times().max(),
            );
        }
        for found in of_id() {
            kept::shown(
                plan,
                &sources[found.source],
                &all,
                &found.kept,
                |shown| match plan.output {
                    Output::Table => timeline.entry(&mut out, shown),
                    Output::Csv => csv::event(&mut out, shown, plan.zone, true, plan.style),
                    Output::Json | Output::Jsonl => json::event(&mut out, shown, plan.zone, true),
                },
            );
            if printer.results(&out).is_break() {
                return;
            }
            out.clear();
        }
    }
}
