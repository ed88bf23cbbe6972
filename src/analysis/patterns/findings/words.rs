//! A finding in words: a sentence or two with its figures, and the command that shows it.

use super::clock::{self, Clock};
use super::slice::{Column, Slice, Span};
use super::{Facts, Found};
use crate::analysis::asked::{Asked, glob, quoted};
use crate::analysis::result::{Finding, FindingKind, Key, When};
use crate::event::Time;
use crate::time::bucket::Span as Bucket;
use crate::time::rfc3339;

/// A stretch up to the end of the log that is at least as long, in minutes, is one that began, not a burst.
const ONSET: i32 = 20;

pub fn tell(found: &Found, facts: &Facts, clock: Option<&Clock>, asked: &Asked) -> Finding {
    let slice = &found.slice;
    let compares = facts.has_rates && slice.error.is_none();
    let kind = kind(found, clock);
    Finding {
        kind,
        key: key(found, facts, clock),
        failures: found.failures,
        requests: compares.then_some(found.requests),
        rate: compares.then(|| found.rate()),
        lift: if compares { found.lift() } else { None },
        p_value: compares.then(|| found.p_value()),
        when: when(found, clock),
        text: sentence(found, kind, facts, clock),
        query: query(found, facts, clock, asked),
        request_ids: found.ids.clone(),
    }
}

fn kind(found: &Found, clock: Option<&Clock>) -> FindingKind {
    match (found.slice.span, clock) {
        _ if found.slice.error.is_some() => FindingKind::Onset,
        (Some(Span::Daily { .. }), _) => FindingKind::Recurrence,
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

fn when(found: &Found, clock: Option<&Clock>) -> Option<When> {
    clock?;
    Some(match found.slice.span? {
        Span::Daily { from, to } => When::Daily { from, to },
        Span::Window { from, to } => When::Window {
            from: clock::time(from),
            to: (to != i32::MAX).then(|| clock::time(to)),
        },
    })
}

fn key(found: &Found, facts: &Facts, clock: Option<&Clock>) -> Vec<(String, Key)> {
    let mut key: Vec<(String, Key)> = values(&found.slice, facts)
        .map(|(name, value)| (name.to_owned(), Key::Text(value.to_owned())))
        .collect();
    if let Some(error) = found.slice.error {
        key.push(("error".into(), Key::Text(format!("{error:016x}"))));
    }
    match (found.slice.span, clock) {
        (Some(Span::Daily { from, to }), _) => {
            key.push((
                "hour-of-day".into(),
                Key::Number(i64::from(middle(from, to) / 60)),
            ));
        }
        // An hour for some values only is a pair of them.
        (Some(Span::Window { from, to }), Some(_)) if !key.is_empty() && to != i32::MAX => {
            let start = |minute| Bucket::Hour.start(clock::time(minute), facts.zone);
            if start(from) == start(to - 1) {
                key.push(("hour".into(), Key::Time(start(from))));
            }
        }
        _ => {}
    }
    key
}

/// The minute of the day in the middle of a stretch, which may go over midnight.
fn middle(from: u16, to: u16) -> u16 {
    let length = (to + 1440 - from - 1) % 1440;
    (from + length / 2) % 1440
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
    let last = found.last.map(|last| clock_time(last, facts));
    let head = match (kind, found.slice.span) {
        (FindingKind::Recurrence, Some(Span::Daily { from, to })) => {
            let whose = if who.is_empty() {
                String::new()
            } else {
                format!(" for {who}")
            };
            format!(
                "every day {} to {}{whose}: {figures}",
                minutes(from),
                minutes(to)
            )
        }
        (FindingKind::Onset, Some(Span::Window { from, .. })) => {
            let from = clock_time(clock::time(from), facts);
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
            let begin = clock_time(clock::time(from), facts);
            let end = match (to, clock) {
                (i32::MAX, _) => "the end of the log".to_owned(),
                (to, _) => clock_time(clock::time(to), facts),
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

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if p >= 99.95 && share < 1.0 => ">99.9 %".into(),
        p if p >= 9.95 => format!("{p:.0} %"),
        p if p >= 0.95 => format!("{p:.1} %"),
        p => format!("{p:.2} %"),
    }
}

fn short(number: f64) -> String {
    if number >= 9.95 {
        format!("{number:.0}")
    } else {
        format!("{number:.1}")
    }
}

fn minutes(of_day: u16) -> String {
    format!("{:02}:{:02}", of_day / 60, of_day % 60)
}

/// `2025-03-14 14:03`, in the zone asked for.
fn clock_time(time: Time, facts: &Facts) -> String {
    let text = rfc3339(time, facts.zone);
    text.get(..16).unwrap_or(&text).replace('T', " ")
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
    if let Some(Span::Daily { .. }) = slice.span {
        by.push("hour-of-day");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_stretch_over_midnight_is_in_it() {
        assert_eq!(middle(1430, 20), 4);
        assert_eq!(middle(0, 5), 2);
        assert_eq!(middle(60, 180), 119);
    }

    #[test]
    fn small_shares_are_not_rounded_away() {
        assert_eq!(percent(0.00123), "0.12 %");
        assert_eq!(percent(0.5), "50 %");
        assert_eq!(percent(0.9999), ">99.9 %");
        assert_eq!(percent(1.0), "100 %");
    }
}
