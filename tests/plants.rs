//! What stands out in logs in which something was planted, and in logs in which nothing was.

use serde_json::Value;

use crate::planted::traffic::{Plant, Setting, traffic};
use crate::planted::write::{self, Kind};
use crate::support::errlog;

fn setting(seed: u64) -> Setting {
    Setting {
        seed,
        requests: [6_000, 20_000][seed as usize % 2],
        days: 3,
        routes: 20,
        users: 400,
        hosts: 4,
        versions: 3,
        base_rate: [0.003, 0.02][seed as usize / 2 % 2],
        uneven: 0.0,
        planted: 40,
    }
}

/// What stands out, without what the audits say.
fn findings(log: &str) -> Vec<Value> {
    let report = errlog(["patterns", "--json", "-q"]).stdin(log).run().json();
    let mut findings = report["findings"].as_array().cloned().unwrap_or_default();
    let of_counts = ["group", "spike", "onset", "recurrence"];
    findings.retain(|finding| of_counts.iter().any(|kind| finding["kind"] == *kind));
    findings
}

fn tells(finding: &Value, plant: Plant) -> bool {
    let key = finding["key"].as_object().expect("a key");
    let is = |name: &str, value: String| {
        key.get(name)
            .is_some_and(|known| *known == Value::String(value))
    };
    let text = |name: &str| finding[name].as_str().unwrap_or_default();
    match plant {
        Plant::Cron => {
            let minute = |name: &str| {
                let (hours, minutes) = text(name).split_once(':')?;
                Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
            };
            let near = |name: &str, known: i64| {
                minute(name).is_some_and(|at| (at - known + 3).rem_euclid(1440) <= 6)
            };
            finding["kind"] == "recurrence" && near("from", 0) && near("to", 5)
        }
        Plant::Route(route) => key.len() == 1 && is("endpoint", write::endpoint(route)),
        Plant::User(user) => key.len() == 1 && is("user", write::user(user)),
        Plant::Build { host, version } => {
            is("host", write::host(host)) && is("version", write::version(version))
        }
        Plant::Spike { from } => {
            let at = |name: &str| {
                chrono::DateTime::parse_from_rfc3339(text(name)).map(|time| time.timestamp())
            };
            let near = |name: &str, second: i64| {
                at(name).is_ok_and(|at| (at - write::epoch(second)).abs() <= 240)
            };
            finding["kind"] == "spike" && near("from", from) && near("to", from + Plant::LENGTH)
        }
        Plant::RouteOfUser { route, user } => {
            is("endpoint", write::endpoint(route)) && is("user", write::user(user))
        }
        Plant::Hourly { minute } => {
            let from = text("from")
                .strip_prefix("*:")
                .and_then(|at| at.parse().ok());
            let off = from.map(|at: i64| (at - minute + 2).rem_euclid(60));
            finding["kind"] == "recurrence" && off.is_some_and(|off| off <= 4)
        }
        Plant::Weekday(day) => key.len() == 1 && is("weekday", write::weekday(day).to_owned()),
    }
}

/// What each kind of plant is called in what a test says.
const KINDS: [&str; 8] = [
    "midnight cron",
    "route",
    "account",
    "version on a host",
    "spike",
    "route of an account",
    "every hour",
    "weekday",
];

/// Of so many logs in which something of a kind was planted: how many tell it in the first five findings, and the plants
/// of the others.
fn found_and_missed(
    kind: usize,
    first_seed: u64,
    logs: usize,
) -> (usize, Vec<(u64, Plant, usize)>) {
    let planted = (first_seed..first_seed + 10 * logs as u64).filter_map(|seed| {
        let mut setting = setting(seed);
        match kind {
            // A quarter of an hour has to hold enough requests, and a weekday has to come back.
            4 => setting.requests = 20_000,
            7 => setting.days = 21,
            _ => {}
        }
        let traffic = traffic(&setting, &[kind]);
        let &(plant, failures) = traffic.planted.first()?;
        (failures >= 30).then(|| (seed, plant, failures, write::log(&traffic, Kind::Json)))
    });
    let (mut found, mut missed) = (0, Vec::new());
    for (seed, plant, failures, log) in planted.take(logs) {
        match findings(&log)
            .iter()
            .take(5)
            .any(|finding| tells(finding, plant))
        {
            true => found += 1,
            false => missed.push((seed, plant, failures)),
        }
    }
    (found, missed)
}

/// The seeds of those logs in which something stands out, though nothing was planted.
fn alarmed(seeds: std::ops::Range<u64>) -> Vec<u64> {
    let is_alarmed = |seed: &u64| {
        let traffic = traffic(&setting(*seed), &[]);
        let kind = [Kind::Json, Kind::Access, Kind::Failures][*seed as usize % 3];
        !findings(&write::log(&traffic, kind)).is_empty()
    };
    seeds.filter(is_alarmed).collect()
}

#[test]
fn what_was_planted_is_among_the_first_five_findings() {
    let kinds = (0..KINDS.len()).map(|kind| found_and_missed(kind, 0, 3));
    let (found, missed): (Vec<_>, Vec<_>) = kinds.unzip();
    let (found, missed) = (found.iter().sum::<usize>(), missed.concat());
    assert!(found >= 20, "only {found} were found");
    assert!(missed.len() * 20 <= found, "{missed:?} beside {found}");
}

#[test]
fn where_nothing_was_planted_nothing_stands_out() {
    assert_eq!(alarmed(100..116), [0u64; 0]);
}

/// The full figures: `cargo test --release --test main -- --ignored --nocapture two_hundred`.
#[test]
#[ignore = "takes minutes"]
fn two_hundred_logs_of_each_kind() {
    let alarmed = alarmed(1000..1200);
    println!("nothing planted: {} of 200 show something", alarmed.len());
    let mut short = Vec::new();
    for (kind, name) in KINDS.iter().enumerate() {
        let (found, missed) = found_and_missed(kind, 1000, 200);
        let planted = found + missed.len();
        println!("{name}: {found} of {planted} found; not {missed:?}");
        if missed.len() * 20 > planted {
            short.push(*name);
        }
    }
    assert!(
        alarmed.len() <= 10 && short.is_empty(),
        "{alarmed:?} {short:?}"
    );
}

#[test]
fn a_finding_s_query_runs_and_shows_it() {
    let traffic = traffic(&setting(1), &[1]);
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), write::log(&traffic, Kind::Json)).expect("a log");
    let path = file.path().to_str().expect("a path");
    let report = errlog(["patterns", "--json", "-q", path]).run().json();
    let finding = &report["findings"][0];
    let query = finding["query"].as_str().expect("a query");
    // The query's own words, with quotes undone; none of them holds a quote itself.
    let words: Vec<String> = query
        .split('\'')
        .enumerate()
        .flat_map(|(at, part)| match at % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        })
        .collect();
    assert_eq!(words[0], "errlog");
    let mut words: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    words.push("--json");
    let shown = errlog(words).run().json();
    assert_eq!(shown["totals"]["failures"], finding["failures"], "{query}");
}

/// Requests of three tenants and of the hosts that serve a part of the routes each, one line a request.
fn requests(fails: impl Fn(usize, usize, usize) -> bool) -> String {
    let line = |n: usize| {
        let (route, tenant) = (n % 24, n / 24 % 3);
        let failed = fails(n, route, tenant);
        format!(
            "{{\"time\":\"2025-03-14T{:02}:{:02}:{:02}Z\",\"request_id\":\"r-{n:06}\",\"method\":\"GET\",\"route\":\"/r{route}\",\
             \"status\":{},\"tenant\":\"t{tenant}\",\"host\":\"h{}\"}}\n",
            n / 300,
            n % 300 / 5,
            n % 5 * 12,
            if failed { 500 } else { 200 },
            route / 8,
        )
    };
    (0..6_000).map(line).collect()
}

#[test]
fn a_value_that_all_failures_have_is_found() {
    let found = findings(&requests(|n, _, tenant| tenant == 1 && n % 13 == 0));
    let keys: Vec<&Value> = found.iter().map(|finding| &finding["key"]).collect();
    assert_eq!(keys, [&serde_json::json!({"tenant": "t1"})]);
}

#[test]
fn a_host_that_has_endpoints_of_its_own_is_found_if_they_all_fail_and_one_that_has_a_bad_one_is_not()
 {
    let keys = |log: String| -> Vec<Value> {
        let found = findings(&log).into_iter();
        found.map(|finding| finding["key"].clone()).collect()
    };
    let all = keys(requests(|n, route, _| route / 8 == 1 && n % 13 == 0));
    assert_eq!(all, [serde_json::json!({"host": "h1"})]);
    let one = keys(requests(|n, route, _| route == 9 && n % 3 == 0));
    assert_eq!(one, [serde_json::json!({"endpoint": "GET /r9"})]);
}
