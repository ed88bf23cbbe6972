//! Every log in testdata/ against the truth that stands beside it.
//!
//! `case.truth.json` has `start_lines`, where entries start; `events`, fields of the entry at `line` (those that matter,
//! `any-year-` before a time whose year the log does not tell); and `failures`, as `patterns` counts them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use walkdir::WalkDir;

use crate::support::{errlog, testdata};

#[derive(Deserialize)]
struct Truth {
    start_lines: Vec<u64>,
    events: Vec<Map<String, Value>>,
    failures: u64,
}

struct Case {
    log: PathBuf,
    truth: Truth,
}

impl Case {
    fn name(&self) -> String {
        let root = testdata("");
        self.log
            .strip_prefix(root)
            .unwrap_or(&self.log)
            .display()
            .to_string()
    }

    fn events(&self) -> Vec<Value> {
        errlog([
            "events".as_ref(),
            "--json".as_ref(),
            "--raw".as_ref(),
            self.log.as_os_str(),
        ])
        .run()
        .jsonl()
    }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for entry in WalkDir::new(testdata("")).sort_by_file_name() {
        let path = entry.expect("testdata is readable").into_path();
        let name = path.to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".truth.json") {
            cases.push(Case {
                log: format!("{stem}.log").into(),
                truth: read(&path),
            });
        }
    }
    assert!(cases.len() > 20, "testdata is there");
    cases
}

fn read<T: for<'t> Deserialize<'t>>(path: &Path) -> T {
    let text = fs::read(path).expect("the truth is readable");
    serde_json::from_slice(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Fails with all that is wrong at once, not with the first.
#[track_caller]
fn none_is_wrong(wrong: Vec<String>) {
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn entries_start_where_the_truth_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let starts: Vec<_> = case
            .events()
            .iter()
            .filter_map(|event| event["line"].as_u64())
            .collect();
        if starts != case.truth.start_lines {
            let expected = &case.truth.start_lines;
            wrong.push(format!(
                "{}: expected {expected:?}, got {starts:?}",
                case.name()
            ));
        }
    }
    none_is_wrong(wrong);
}

#[test]
fn events_have_the_fields_the_truth_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let events = case.events();
        for expected in &case.truth.events {
            let line = &expected["line"];
            let Some(event) = events.iter().find(|event| event["line"] == *line) else {
                wrong.push(format!("{}:{line}: no event", case.name()));
                continue;
            };
            for (field, expected) in expected {
                let got = lookup(event, field);
                if !is_same(field, expected, got) {
                    wrong.push(format!(
                        "{}:{line} {field}: expected {expected}, got {got}",
                        case.name()
                    ));
                }
            }
        }
    }
    none_is_wrong(wrong);
}

#[test]
fn patterns_counts_as_many_failures_as_the_truth_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        // Nothing found is exit code 1, as for grep.
        let code = i32::from(case.truth.failures == 0);
        let report = errlog(["patterns".as_ref(), "--json".as_ref(), case.log.as_os_str()])
            .exits(code)
            .run()
            .json();
        let got = &report["totals"]["failures"];
        if *got != case.truth.failures {
            wrong.push(format!(
                "{}: expected {}, got {got}",
                case.name(),
                case.truth.failures
            ));
        }
    }
    none_is_wrong(wrong);
}

/// What is true of several logs together: a request's parts lie in all of them.
#[derive(Deserialize)]
struct Together {
    paths: Vec<String>,
    failures: u64,
    by: BTreeMap<String, BTreeMap<String, u64>>,
    find: BTreeMap<String, BTreeMap<String, Vec<u64>>>,
}

#[test]
fn failures_take_their_fields_from_the_whole_request_in_any_file() {
    let truth: Together = read(&testdata("shop/together.json"));
    for (dimension, expected) in &truth.by {
        let call = ["patterns", "--json", "--by", dimension].map(String::from);
        let report = errlog(call.iter().chain(&truth.paths))
            .in_folder(testdata("shop"))
            .run()
            .json();
        assert_eq!(report["totals"]["failures"], truth.failures);
        let groups = report["groups"].as_array().expect("groups is an array");
        let got: BTreeMap<String, u64> = groups
            .iter()
            .map(|group| {
                let key = &group["key"][dimension.as_str()];
                let name = key.as_str().map_or_else(|| key.to_string(), String::from);
                (name, group["failures"].as_u64().unwrap_or_default())
            })
            .collect();
        assert_eq!(got, *expected, "by {dimension}");
    }
}

#[test]
fn find_shows_a_request_whole_from_every_file() {
    let truth: Together = read(&testdata("shop/together.json"));
    for (id, expected) in &truth.find {
        let call = ["find", "--json", id].map(String::from);
        let output = errlog(call.iter().chain(&truth.paths))
            .in_folder(testdata("shop"))
            .run();
        let mut got: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for event in output.jsonl() {
            let source = event["source"].as_str().unwrap_or_default().to_owned();
            got.entry(source)
                .or_default()
                .extend(event["line"].as_u64());
        }
        assert_eq!(got, *expected, "find {id}");
    }
}

/// `error.type` is `type` inside `error`.
fn lookup<'e>(event: &'e Value, field: &str) -> &'e Value {
    field.split('.').fold(event, |value, key| &value[key])
}

fn is_same(field: &str, expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::String(expected), Value::String(got)) if field == "time" => {
            is_same_time(expected, got)
        }
        (Value::Number(expected), Value::Number(got)) => expected.as_f64() == got.as_f64(),
        _ => expected == got,
    }
}

fn is_same_time(expected: &str, got: &str) -> bool {
    let Ok(got) = DateTime::parse_from_rfc3339(got) else {
        return false;
    };
    let got = got.with_timezone(&Utc);
    match expected.strip_prefix("any-year-") {
        Some(expected) => got.format("%m-%dT%H:%M:%S").to_string() == expected,
        // Truths are written to the millisecond; what the log tells beyond that is not theirs to judge.
        None => DateTime::parse_from_rfc3339(expected)
            .is_ok_and(|e| e.timestamp_millis() == got.timestamp_millis()),
    }
}
