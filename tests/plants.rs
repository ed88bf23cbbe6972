//! What stands out in logs in which something was planted, and in logs in which nothing was.

use serde_json::Value;

use crate::support::errlog;

#[path = "../benches/plant/traffic.rs"]
mod traffic;
#[path = "../benches/plant/write.rs"]
mod write;

use traffic::{Plant, Setting, traffic};
use write::Kind;

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
            finding["kind"] == "recurrence" && text("from") < "00:03" && text("to") < "00:10"
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

#[test]
fn what_was_planted_is_among_the_first_five_findings() {
    let (mut planted, mut missed) = (0, Vec::new());
    for (kind, seed) in (0..8).flat_map(|kind| (0..4).map(move |seed| (kind, seed))) {
        let mut setting = setting(seed);
        if kind == 7 {
            // A weekday has to come back.
            setting.days = 21;
        }
        let traffic = traffic(&setting, &[kind]);
        let found = findings(&write::log(&traffic, Kind::Json));
        for &(plant, failures) in traffic
            .planted
            .iter()
            .filter(|(_, failures)| *failures >= 30)
        {
            planted += 1;
            if !found.iter().take(5).any(|finding| tells(finding, plant)) {
                missed.push((seed, plant, failures));
            }
        }
    }
    assert!(planted >= 20, "only {planted} were planted");
    assert!(missed.len() * 20 <= planted, "{missed:?} of {planted}");
}

#[test]
fn where_nothing_was_planted_nothing_stands_out() {
    let shown = (100..116).filter(|&seed| {
        let traffic = traffic(&setting(seed), &[]);
        let kind = [Kind::Json, Kind::Access, Kind::Failures][seed as usize % 3];
        !findings(&write::log(&traffic, kind)).is_empty()
    });
    assert_eq!(shown.collect::<Vec<u64>>(), [0u64; 0]);
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
