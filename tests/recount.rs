//! The counts of `patterns` against a slow recount of what `events` tells, entry by entry.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use crate::planted::traffic::{Setting, traffic};
use crate::planted::write::{self, Kind};
use crate::support::{errlog, testdata};

/// One request, as its events tell it.
#[derive(Clone, Debug, Default)]
struct Request {
    failed: bool,
    endpoint: Option<(u8, String)>,
    user: Option<(u8, String)>,
    first: Option<String>,
    /// Of the events that fail.
    began: Option<String>,
}

impl Request {
    fn add(&mut self, event: &Event) {
        // A failing event with a status tells most of its request, then one with a status, then any that fails.
        let worth = match (event.value["status"].is_null(), event.fails()) {
            (false, true) => 0,
            (false, false) => 1,
            (true, true) => 2,
            (true, false) => 3,
        };
        let keep = |known: &mut Option<(u8, String)>, told: Option<String>| {
            let told = told.map(|told| (worth, told));
            *known = known.take().into_iter().chain(told).min();
        };
        let earlier = |known: &mut Option<String>| {
            *known = known.take().into_iter().chain(event.text("time")).min();
        };
        keep(&mut self.endpoint, event.text("endpoint"));
        keep(&mut self.user, event.text("user"));
        earlier(&mut self.first);
        if event.fails() {
            self.failed = true;
            earlier(&mut self.began);
        }
    }
}

struct Event {
    value: Value,
}

impl Event {
    fn text(&self, name: &str) -> Option<String> {
        self.value[name].as_str().map(str::to_owned)
    }

    fn fails(&self) -> bool {
        self.value["failing"] == true
    }

    /// Without an ID, an event counts where it fails, and where it tells what was asked for and how it was answered.
    fn counts_alone(&self) -> bool {
        let tells = |field: &str| !self.value[field].is_null();
        self.fails() || tells("status") && (tells("path") || tells("endpoint"))
    }
}

fn requests(paths: &[PathBuf]) -> Vec<Request> {
    let call = ["events".into(), "-q".into()].into_iter();
    let events = errlog(call.chain(paths.iter().cloned())).run().jsonl();
    let mut by_id: BTreeMap<String, Request> = BTreeMap::new();
    let mut alone = Vec::new();
    for event in events.into_iter().map(|value| Event { value }) {
        match event.text("request_id") {
            Some(id) => by_id.entry(id).or_default().add(&event),
            None if event.counts_alone() => {
                let mut request = Request::default();
                request.add(&event);
                alone.push(request);
            }
            None => {}
        }
    }
    by_id.into_values().chain(alone).collect()
}

/// Failures and requests by what `of` tells of each.
fn recount(
    requests: &[Request],
    of: impl Fn(&Request) -> Option<String>,
) -> BTreeMap<Option<String>, (u64, u64)> {
    let mut counts: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    for request in requests {
        let count = counts.entry(of(request)).or_default();
        count.0 += u64::from(request.failed);
        count.1 += 1;
    }
    counts.retain(|_, count| count.0 > 0);
    counts
}

fn check(paths: &[PathBuf]) {
    let requests = requests(paths);
    let all = requests.len() as u64;
    let failures = requests.iter().filter(|request| request.failed).count() as u64;
    let has_rates = all > failures;
    let report = |options: &[&str]| {
        let options = ["patterns", "--json", "-q"].iter().chain(options);
        let words = options.map(PathBuf::from).chain(paths.iter().cloned());
        errlog(words).run().json()
    };
    let endpoint = |request: &Request| request.endpoint.clone().map(|(_, text)| text);
    let user = |request: &Request| request.user.clone().map(|(_, text)| text);
    let hour = |request: &Request| {
        let time = if request.failed {
            &request.began
        } else {
            &request.first
        };
        time.as_ref().map(|time| format!("{}:00:00Z", &time[..13]))
    };
    type Of<'o> = &'o dyn Fn(&Request) -> Option<String>;
    let views: [(&str, &[&str], Of); 4] = [
        // Without --by, the successes are counted in another way.
        ("endpoint", &[], &endpoint),
        ("endpoint", &["--by", "endpoint"], &endpoint),
        ("user", &["--by", "user"], &user),
        ("hour", &["--by", "hour"], &hour),
    ];
    for (name, options, of) in views {
        let report = report(options);
        assert_eq!(
            report["totals"]["failures"], failures,
            "{paths:?} {options:?}"
        );
        let known = report["totals"]["requests"].as_u64();
        assert_eq!(known, has_rates.then_some(all), "{paths:?} {options:?}");
        let mut groups = BTreeMap::new();
        for group in report["groups"].as_array().expect("groups") {
            let (of_group, requests) = (group["failures"].as_u64(), group["requests"].as_u64());
            let of_group = of_group.expect("a number");
            if of_group == 0 {
                continue;
            }
            let rate = requests.map(|requests| of_group as f64 / requests as f64);
            let share = of_group as f64 / failures as f64;
            assert!(is_near(&group["rate"], rate), "{group}");
            assert!(is_near(&group["share"], Some(share)), "{group}");
            let key = group["key"][name].as_str().map(str::to_owned);
            groups.insert(key, (of_group, requests));
        }
        let recount = recount(&requests, of).into_iter();
        let recount: BTreeMap<_, _> = recount
            .map(|(key, (failures, requests))| (key, (failures, has_rates.then_some(requests))))
            .collect();
        assert_eq!(groups, recount, "{paths:?} {options:?}");
    }
}

/// The same but for the last digits, which reading JSON may lose.
fn is_near(told: &Value, known: Option<f64>) -> bool {
    match (told.as_f64(), known) {
        (Some(told), Some(known)) => (told - known).abs() <= 1e-12 * known,
        (told, known) => told == known,
    }
}

#[test]
fn counts_are_those_of_a_slow_recount() {
    for folder in ["shop", "night", "json", "logfmt", "mixed", "nginx", "php"] {
        let files = std::fs::read_dir(testdata(folder)).expect("a folder");
        let paths = files.map(|file| file.expect("a file").path());
        let logs = paths.filter(|path| path.extension().is_some_and(|end| end != "json"));
        // In the order of their names.
        let logs: BTreeSet<PathBuf> = logs.collect();
        check(&logs.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn counts_of_traffic_are_those_of_a_slow_recount() {
    for seed in 0..6 {
        let setting = Setting {
            seed,
            requests: 1500,
            days: 2,
            routes: 12,
            users: 60,
            hosts: 3,
            versions: 2,
            base_rate: 0.05,
            uneven: 0.5,
            planted: 30,
        };
        let traffic = traffic(&setting, &[seed as usize % 8]);
        let folder = tempfile::tempdir().expect("a folder");
        // The same requests told twice, and other ones by a source without IDs; one log tells failures alone.
        let kinds: &[Kind] = match seed % 3 {
            0 => &[Kind::Json, Kind::Failures, Kind::Access],
            1 => &[Kind::Access],
            _ => &[Kind::Failures],
        };
        let paths = kinds.iter().enumerate().map(|(at, &kind)| {
            let path = folder.path().join(format!("{at}.log"));
            std::fs::write(&path, write::log(&traffic, kind)).expect("a log");
            path
        });
        check(&paths.collect::<Vec<_>>());
    }
}
