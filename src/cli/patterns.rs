//! `errlog patterns`: failures by hour, endpoint, user, error or any other field.

use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;

use errlog::analysis::audit;
use errlog::analysis::baseline::{self, Earlier};
use errlog::analysis::dim::Dim;
use errlog::analysis::patterns::{Patterns, Position, Question};
use errlog::analysis::result::{Coverage, ErrorCount, Group, Key, PatternsReport, Skipped};
use errlog::discover;
use errlog::endpoint::Endpoints;
use errlog::error::Error;
use errlog::fields::Plain;
use errlog::fingerprint::title;
use errlog::report::{csv, json, table};
use errlog::scan::{self, Numbers};

use super::args::{Output, Patterns as Args, SortBy};
use super::asked;
use super::fail_on::Verdict;
use super::plan::Plan;
use super::printer::Printer;

/// Groups of each table where there are several.
const OVERVIEW: usize = 5;

/// What a worker has seen of all sources, and what it remembers.
#[derive(Default)]
struct Worker {
    patterns: Patterns,
    endpoints: Endpoints,
}

pub fn run(plan: &Plan, args: &Args, printer: &mut Printer) -> Result<(), Error> {
    let earlier = args.baseline.as_deref().map(read_baseline).transpose()?;
    let mut question = question(plan, args);
    // One accumulator a worker.
    let workers = plan.session.threads.max(1);
    let accumulators: Vec<Mutex<Worker>> = (0..workers)
        .map(|_| Mutex::new(Worker::default()))
        .collect();
    let mut coverage = plan.coverage();
    plan.each_source(printer, |opened, printer| {
        let known = opened.known.clone();
        coverage.sources += 1;
        if question.overview {
            for key in discover::keys(&plan.session, &known, &opened.head) {
                question.add_key(&key);
            }
        }
        let (question, want) = (&question, question.want());
        let want = want.union(&plan.filing.want()).union(&plan.filter.want());
        let problem = plan.session.scan(
            opened,
            &want,
            Numbers::None,
            |piece, boundary, understander| {
                // A worker that panicked takes the run down with it, so its lock is never met again.
                let mut worker = accumulators[understander.worker]
                    .lock()
                    .expect("no worker panicked");
                let Worker {
                    patterns,
                    endpoints,
                } = &mut *worker;
                let mut seen = Coverage {
                    bytes: piece.bytes.len() as u64,
                    ..Coverage::default()
                };
                let mut scratch = Vec::new();
                let mut plain = Plain::default();
                let mut entries = scan::entries(piece, boundary);
                let position = |entry, offset| Position {
                    source: known.index,
                    name: &known.name,
                    offset,
                    entry,
                };
                loop {
                    if let Some(mut gather) = understander.skim() {
                        entries.skim(|text, offset| {
                            let bytes = gather(text, &mut plain)?;
                            let entry = &text[..bytes];
                            let endpoint = plan.filing.file_plain(&plain, endpoints).ok()?;
                            seen.count_plain(&plain);
                            let (time, level, status) = (plain.time, plain.level, plain.status);
                            if plan.filter.accepts_bytes(entry)
                                && plan.filter.accepts_told(time, level, status)
                            {
                                let (endpoint, place) =
                                    (endpoint.as_deref(), position(entry, offset));
                                patterns.observe_plain(question, &plain, endpoint, place);
                            }
                            Some(bytes)
                        });
                    }
                    let Some(entry) = entries.next() else {
                        break;
                    };
                    let event = understander.read(entry.bytes, entry.start, &mut scratch);
                    seen.count(&event);
                    if !plan.filter.accepts_bytes(entry.bytes) || !plan.filter.accepts(&event) {
                        continue;
                    }
                    let filed = plan.filing.file_with(&event, endpoints);
                    let place = position(entry.bytes, entry.offset);
                    patterns.observe(question, &event, &filed, place, || title(&event));
                }
                seen
            },
            |seen| {
                coverage.add(&seen);
                ControlFlow::Continue(())
            },
        );
        if let Some(problem) = &problem {
            coverage.skipped.push(Skipped {
                source: known.name,
                reason: problem.what.clone(),
            });
        }
        plan.tell(problem, printer)
    });
    let mut accumulators = accumulators
        .into_iter()
        .map(|worker| worker.into_inner().expect("no worker panicked").patterns);
    let mut patterns = accumulators.next().unwrap_or_default();
    for other in accumulators {
        patterns.merge(&question, other);
    }
    let finished = patterns.finish(&question, &asked::again(args));
    if finished.totals.failures > 0 {
        printer.found();
    }
    let findings = audit::together(finished.findings, finished.audits);
    let strip = finished.strip;
    let errors = errors_of(&question, &finished.views);
    let window = plan.filter.window;
    let (from, to) = (window.since.or(finished.from), window.until.or(finished.to));
    let compare = |earlier: &Earlier| earlier.compare(&errors, &finished.totals, (from, to));
    let comparison = earlier.as_ref().map(compare);
    let reports: Vec<PatternsReport> = question
        .views
        .iter()
        .zip(finished.views)
        .filter(|(view, _)| is_shown(plan, args, view))
        .map(|(view, mut groups)| {
            if let Some(sort) = args.sort {
                sort_by(&mut groups, sort);
            }
            PatternsReport {
                by: view.iter().map(|dim| dim.name().to_owned()).collect(),
                from,
                to,
                totals: finished.totals,
                groups,
                findings: findings.clone(),
                errors: errors.clone(),
                comparison: comparison.clone(),
                strip: strip.clone(),
                coverage: coverage.clone(),
            }
        })
        .collect();
    for report in &reports {
        tell_what_is_missing(plan, args, report, printer);
    }
    let _ = printer.print(&render(plan, args, &reports));
    if let Some(report) = reports.first() {
        judge(args, report, printer);
    }
    Ok(())
}

/// What is asked of the logs: what stands out, or the dimensions that were named; and in either case every error, so
/// that the report can be compared with others.
fn question(plan: &Plan, args: &Args) -> Question {
    if args.by.is_empty() {
        return Question::overview(plan.zone, plan.filter.clone());
    }
    let mut views = vec![args.by.clone()];
    if args.by != [Dim::Error] {
        views.push(vec![Dim::Error]);
    }
    Question::new(views, plan.zone, plan.filter.clone())
}

fn read_baseline(path: &Path) -> Result<Earlier, Error> {
    let told = |what: String, mend: &str| {
        Error::new(format!("--baseline {}: {what}", path.display()), mend)
    };
    let text = std::fs::read(path).map_err(|error| {
        let what = match error.kind() {
            ErrorKind::NotFound => "does not exist".into(),
            _ => format!("could not be read ({error})"),
        };
        told(what, "check the path")
    })?;
    baseline::read(&text).map_err(|(what, mend)| told(what, mend))
}

/// Every error with its failures, as the groups of its own view tell them.
fn errors_of(question: &Question, views: &[Vec<Group>]) -> Vec<ErrorCount> {
    let view = question.views.iter().position(|view| *view == [Dim::Error]);
    let groups = view.and_then(|view| views.get(view));
    let errors = groups.into_iter().flatten().filter_map(|group| {
        let error = group.errors.first()?;
        Some(ErrorCount {
            count: group.failures,
            ..error.clone()
        })
    });
    errors.collect()
}

/// Says which of the conditions hold that the run was to fail on.
fn judge(args: &Args, report: &PatternsReport, printer: &mut Printer) {
    for condition in &args.fail_on {
        match condition.judge(report) {
            Verdict::Passes => {}
            Verdict::Holds(why) => printer.alarm(format_args!("--fail-on {condition}: {why}")),
            Verdict::Unknown(why) => printer.trouble(format_args!("--fail-on {condition}: {why}")),
        }
    }
}

/// Notes what the report itself does not show: keys that no failure has, and, where no table says so below its
/// rows, how many groups were cut.
fn tell_what_is_missing(plan: &Plan, args: &Args, report: &PatternsReport, printer: &mut Printer) {
    for (place, name) in report.by.iter().enumerate() {
        let is_key = matches!(args.by.get(place), Some(Dim::Key(_)));
        if is_key
            && !report.groups.is_empty()
            && report
                .groups
                .iter()
                .all(|group| group.key[place] == Key::Null)
        {
            printer.note(format_args!(
                "no failure has a field '{name}': errlog inspect tells which fields there are"
            ));
        }
    }
    let cut = args
        .limit(plan.output)
        .map_or(0, |most| report.groups.len().saturating_sub(most));
    if cut > 0 && plan.output != Output::Table {
        printer.note(format_args!(
            "{cut} more groups were left out: -n 0 shows all"
        ));
    }
}

/// Whether a view is printed: the one that was asked for; of an overview all, but formats for programs are of one
/// report.
fn is_shown(plan: &Plan, args: &Args, view: &[Dim]) -> bool {
    match args.by.is_empty() {
        false => view == args.by,
        true => plan.output == Output::Table || view == [Dim::Endpoint],
    }
}

fn worth(figure: Option<f64>) -> f64 {
    figure.unwrap_or(-1.0)
}

fn sort_by(groups: &mut [Group], sort: SortBy) {
    match sort {
        SortBy::Key => groups.sort_by(|a, b| a.key.cmp(&b.key)),
        SortBy::Failures => groups.sort_by_key(|group| std::cmp::Reverse(group.failures)),
        // Groups without a rate come last.
        SortBy::Rate => groups.sort_by(|a, b| worth(b.rate).total_cmp(&worth(a.rate))),
        SortBy::Lift => groups.sort_by(|a, b| worth(b.lift).total_cmp(&worth(a.lift))),
    }
}

fn render(plan: &Plan, args: &Args, reports: &[PatternsReport]) -> Vec<u8> {
    let mut out = Vec::new();
    let limit = args.limit(plan.output);
    if plan.output == Output::Table {
        let limit = match reports.len() {
            1 => limit,
            _ => limit.map(|limit| limit.min(OVERVIEW)),
        };
        table::patterns(&mut out, reports, limit, plan.zone, plan.style);
        return out;
    }
    for report in reports {
        match plan.output {
            Output::Csv => csv::patterns(&mut out, report, limit, plan.zone, plan.style),
            _ => json::patterns(&mut out, report, limit, plan.zone),
        }
    }
    out
}
