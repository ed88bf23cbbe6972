//! A finding in words: a sentence or two with its figures, and the command that shows it.

use super::Facts;
use super::clock::{self, Clock};
use super::found::Found;
use super::moment;
use super::slice::{Column, Slice, Span};
use crate::analysis::asked::{Asked, glob, quoted};
use crate::analysis::result::{Finding, FindingKind, Key};
use crate::numbers::percent;
use crate::time::rfc3339;

/// A stretch up to the end of the log that is at least as long, in minutes, is one that began, not a burst.
const ONSET: i32 = 20;

pub fn tell(found: &Found, facts: &Facts, clock: Option<&Clock>, asked: &Asked) -> Finding {
    let slice = &found.slice;
    let compares = facts.has_rates && slice.error.is_none();
    let kind = kind(found, clock);
    Finding {
        kind,
        key: key(slice, facts),
        failures: found.failures,
        requests: compares.then_some(found.requests),
        rate: compares.then(|| found.rate()),
        lift: if compares { found.lift() } else { None },
        p_value: compares.then(|| found.p_value()),
        when: moment::when(slice, clock),
        text: sentence(found, kind, facts, clock),
        query: query(found, facts, clock, asked),
        request_ids: found.ids.clone(),
    }
}

fn kind(found: &Found, clock: Option<&Clock>) -> FindingKind {
    match (found.slice.span, clock) {
        _ if found.slice.error.is_some() => FindingKind::Onset,
        (Some(Span::Recurring(_)), _) => FindingKind::Recurrence,
        (Some(Span::Window { from, to: i32::MAX }), Some(clock)) => {
            // What was so from the first minute on did not begin.
            let is_long = clock.last() - from >= ONSET && from > clock.first;
            if is_long {
                FindingKind::Onset
            } else {
                FindingKind::Spike
            }
        }
        (Some(Span::Window { .. }), _) => FindingKind::Spike,
        (None, _) => FindingKind::Group,
    }
}

fn key(slice: &Slice, facts: &Facts) -> Vec<(String, Key)> {
    let mut key: Vec<(String, Key)> = values(slice, facts)
        .map(|(name, value)| (name.to_owned(), Key::Text(value.to_owned())))
        .collect();
    if let Some(error) = slice.error {
        key.push(("error".into(), Key::Text(format!("{error:016x}"))));
    }
    let time = moment::key(slice, !key.is_empty(), facts);
    key.into_iter().chain(time).collect()
}

fn values<'a>(slice: &'a Slice, facts: &'a Facts) -> impl Iterator<Item = (&'a str, &'a str)> {
    slice.values.iter().map(|&(column, value)| {
        let named = facts.columns.iter().find(|known| known.column == column);
        let name = named.map_or("", |known| known.name.as_str());
        (name, facts.names.text(super::super::join::Name(value)))
    })
}

fn sentence(found: &Found, kind: FindingKind, facts: &Facts, clock: Option<&Clock>) -> String {
    let mut who = String::new();
    for (at, (name, value)) in values(&found.slice, facts).enumerate() {
        if at > 0 {
            who.push_str(if name == "user" { " for " } else { " on " });
        }
        match name {
            "endpoint" => who.push_str(value),
            name => who.push_str(&format!("{name} {value}")),
        }
    }
    let share = percent(found.failures as f64 / found.all_failures.max(1) as f64);
    let figures = figures(found, facts);
    let last = found.last.map(|last| moment::clock_time(last, facts));
    let head = match (kind, found.slice.span) {
        (FindingKind::Recurrence, Some(Span::Recurring(when))) => {
            let whose = if who.is_empty() {
                String::new()
            } else {
                format!(" for {who}")
            };
            format!("{}{whose}: {figures}", moment::every(when))
        }
        (FindingKind::Onset, Some(Span::Window { from, .. })) => {
            let from = moment::clock_time(clock::time(from), facts);
            match found.slice.error {
                Some(error) => format!(
                    "{} began {from}: {} failures, not seen before",
                    (facts.titles)(error),
                    found.failures
                ),
                None => format!("{}began {from} and goes on: {figures}", lead(&who)),
            }
        }
        (_, Some(Span::Window { from, to })) => {
            let begin = moment::clock_time(clock::time(from), facts);
            let end = match (to, clock) {
                (i32::MAX, _) => "the end of the log".to_owned(),
                (to, _) => moment::clock_time(clock::time(to), facts),
            };
            format!("{}a burst from {begin} to {end}: {figures}", lead(&who))
        }
        _ => format!("{who}: {figures}"),
    };
    let mut text = format!("{head}; {share} of all failures");
    if kind == FindingKind::Onset
        && let Some(last) = last
    {
        text.push_str(&format!(", last at {last}"));
    }
    if let Some((error, count)) = found.error.filter(|_| found.slice.error.is_none()) {
        let title = (facts.titles)(error);
        if !title.is_empty() {
            text.push_str(&format!(
                ". {} of them: {title}",
                counted(count, found.failures)
            ));
        }
    }
    text
}

fn lead(who: &str) -> String {
    if who.is_empty() {
        String::new()
    } else {
        format!("{who}: ")
    }
}

fn counted(count: u64, of: u64) -> String {
    if count == of {
        "All".into()
    } else {
        count.to_string()
    }
}

fn figures(found: &Found, facts: &Facts) -> String {
    if !facts.has_rates {
        return format!("{} failures", found.failures);
    }
    let rates = format!(
        "{} of {} requests fail ({})",
        found.failures,
        found.requests,
        percent(found.rate())
    );
    match found.lift() {
        Some(lift) if lift.is_finite() => format!("{rates}, {} times the rest's rate", short(lift)),
        Some(_) => format!("{rates}, and nothing else does"),
        None => rates,
    }
}

fn short(number: f64) -> String {
    if number >= 9.95 {
        format!("{number:.0}")
    } else {
        format!("{number:.1}")
    }
}

/// The command that shows a finding, with the user's own options and paths.
fn query(found: &Found, facts: &Facts, clock: Option<&Clock>, asked: &Asked) -> String {
    let slice = &found.slice;
    let mut by: Vec<&str> = Vec::new();
    let mut options: Vec<String> = Vec::new();
    for (&(column, _), (name, value)) in slice.values.iter().zip(values(slice, facts)) {
        match column {
            Column::Endpoint => options.extend(["--endpoint".into(), quoted(&glob(value))]),
            Column::User => options.extend(["--user".into(), quoted(value)]),
            Column::Slot(_) => by.push(name),
        }
    }
    if let (Some(Span::Window { from, to }), Some(_)) = (slice.span, clock) {
        options.extend(["--since".into(), rfc3339(clock::time(from), facts.zone)]);
        if to != i32::MAX {
            options.extend(["--until".into(), rfc3339(clock::time(to), facts.zone)]);
        }
    }
    if let Some(Span::Recurring(when)) = slice.span {
        by.extend(moment::dimensions(when));
    }
    if by.is_empty() {
        by.push("error");
    }
    by.truncate(2);
    let narrowed: Vec<&str> = options.iter().map(String::as_str).collect();
    let kept = asked.options_beside(&narrowed);
    let by = ["--by".into(), quoted(&by.join(","))];
    let words: Vec<String> = by.into_iter().chain(options).chain(kept).collect();
    asked.call("patterns", &words)
}
