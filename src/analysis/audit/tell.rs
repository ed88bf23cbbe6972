//! What the audits found, in words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::retries::Retries;
use super::{Case, Marks, Words};
use crate::analysis::asked::{Asked, glob, quoted};
use crate::analysis::result::{Finding, FindingKind, Key};
use crate::numbers::{self, grouped};

/// Endpoints, errors and request IDs that are named.
const NAMED: usize = 3;
const IDS: usize = 10;

pub fn swallowed(cases: &[Case], words: &impl Words, asked: &Asked) -> Finding {
    let text = format!(
        "{} failed in the access log, and no application log tells an error of them: {}.",
        number(cases.len(), "request", "requests"),
        list(&by_endpoint(cases, words))
    );
    finding(FindingKind::Swallowed, cases, text, words, asked)
}

pub fn mistakes(cases: &[Case], words: &impl Words, asked: &Asked) -> Finding {
    let errors = counted(
        cases
            .iter()
            .filter_map(|case| case.fingerprint)
            .map(|print| words.title(print)),
    );
    let text = format!(
        "{} answered with 500 for what the client did wrong, where a 4xx would be right: {}. At {}.",
        number(cases.len(), "request was", "requests were"),
        list(&errors),
        list(&by_endpoint(cases, words))
    );
    finding(FindingKind::ClientMistake, cases, text, words, asked)
}

pub fn leaks(cases: &[Case], words: &impl Words, asked: &Asked) -> Finding {
    let kinds = [
        (Marks::SECRET, "a secret"),
        (Marks::SQL, "an SQL text"),
        (Marks::STACK, "a stack trace"),
    ];
    let told = kinds.iter().flat_map(|(mark, what)| {
        cases
            .iter()
            .filter(|case| case.marks.has(*mark))
            .map(|_| *what)
    });
    let text = format!(
        "{} logged with a body that gives away {}. At {}.",
        number(cases.len(), "response was", "responses were"),
        list(&counted(told)),
        list(&by_endpoint(cases, words))
    );
    finding(FindingKind::Leak, cases, text, words, asked)
}

pub fn retries(retries: &Retries, words: &impl Words, asked: &Asked) -> Finding {
    let cases: Vec<Case> = retries.series.iter().flatten().copied().collect();
    let (series, through) = (retries.series.len(), retries.came_through);
    let users = retries.series.iter().filter_map(|run| run.first()?.user);
    let text = format!(
        "The same requests were tried again and again with growing gaps: {} in {}, by {}. {} At {}.",
        number(cases.len(), "failure", "failures"),
        number(series, "series", "series"),
        list(&counted(users.map(|user| words.name(user)))),
        match through {
            0 => "None came through.".into(),
            all if all == series => "All came through in the end.".into(),
            some => format!(
                "{} came through in the end, {} did not.",
                grouped(some as u64),
                grouped((series - some) as u64)
            ),
        },
        list(&by_endpoint(&cases, words))
    );
    finding(FindingKind::Retries, &cases, text, words, asked)
}

fn finding(
    kind: FindingKind,
    cases: &[Case],
    text: String,
    words: &impl Words,
    asked: &Asked,
) -> Finding {
    let ids = cases.iter().map(|case| case.id).filter(|id| !id.is_empty());
    let ids: Vec<String> = ids.take(IDS).map(str::to_owned).collect();
    let endpoints = by_endpoint(cases, words);
    let key = match &endpoints[..] {
        [(endpoint, _)] if cases.iter().all(|case| case.endpoint.is_some()) => {
            vec![("endpoint".to_owned(), Key::Text((*endpoint).to_owned()))]
        }
        _ => Vec::new(),
    };
    let query = match (ids.first(), endpoints.first()) {
        (Some(id), _) => asked.find(id),
        (None, endpoint) => {
            let of_endpoint =
                endpoint.map(|(endpoint, _)| ["--endpoint".into(), quoted(&glob(endpoint))]);
            let words = ["--by".into(), "error".into()].into_iter();
            let words: Vec<String> = words.chain(of_endpoint.into_iter().flatten()).collect();
            asked.call("patterns", &words)
        }
    };
    Finding {
        kind,
        key,
        failures: cases.len() as u64,
        requests: None,
        rate: None,
        lift: None,
        p_value: None,
        when: None,
        text,
        query,
        request_ids: ids,
    }
}

fn by_endpoint<'w>(cases: &[Case], words: &'w impl Words) -> Vec<(&'w str, usize)> {
    counted(cases.iter().map(|case| match case.endpoint {
        Some(endpoint) => words.name(endpoint),
        None => "an unknown endpoint",
    }))
}

fn number(count: usize, one: &str, many: &str) -> String {
    numbers::counted(count as u64, one, many)
}

/// How often each text comes, most first.
fn counted<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<(&'t str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(text, count)| (Reverse(count), text));
    counts
}

/// `POST /a (9), GET /b (3) and 2 more`; without the count where there is but one.
fn list(counts: &[(&str, usize)]) -> String {
    if let [(only, _)] = counts {
        return (*only).to_owned();
    }
    let named = counts.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|(text, count)| format!("{text} ({})", grouped(*count as u64)))
        .collect();
    match counts.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
