//! `errlog patterns`: what is counted, under which key, in which order.

use serde_json::{Value, json};

use crate::support::errlog;

/// Requests an hour apart; the second of three fails, of each of two users; and one failure without user or endpoint.
const LOG: &str = r#"{"time":"2025-03-14T00:10:00Z","level":"info","requestId":"aaaa0001","userId":"u1","method":"GET","url":"/a/1","status":200,"region":"eu"}
{"time":"2025-03-14T01:10:00Z","level":"error","requestId":"aaaa0002","userId":"u1","method":"GET","url":"/a/2","status":500,"region":"eu"}
{"time":"2025-03-14T01:10:01Z","level":"error","requestId":"aaaa0002","msg":"failed again"}
{"time":"2025-03-14T03:10:00Z","level":"error","requestId":"aaaa0003","userId":"u2","method":"POST","url":"/b","status":503,"region":"us"}
{"time":"2025-03-14T03:11:00Z","level":"warn","requestId":"aaaa0004","userId":"u2","method":"GET","url":"/c","status":404,"region":"us"}
{"time":"2025-03-14T03:12:00Z","level":"error","msg":"job failed"}
"#;

fn report(options: &[&str]) -> Value {
    let call = ["patterns", "--json", "-q"].iter().chain(options);
    errlog(call).stdin(LOG).run().json()
}

/// Each group's key and failures.
fn counts(options: &[&str]) -> Vec<(Value, u64)> {
    let report = report(options);
    let groups = report["groups"].as_array().cloned().unwrap_or_default();
    let count = |group: Value| {
        (
            group["key"].clone(),
            group["failures"].as_u64().unwrap_or(0),
        )
    };
    groups.into_iter().map(count).collect()
}

#[test]
fn failing_events_of_one_request_are_one_failure() {
    let totals = &report(&[])["totals"];
    assert_eq!(totals["failures"], 3);
    assert_eq!(totals["failing_events"], 4);
    assert_eq!(totals["entries"], 6);
}

#[test]
fn time_groups_come_in_order_with_empty_ones_between() {
    let hour = |hour: u32| json!({"hour": format!("2025-03-14T{hour:02}:00:00Z")});
    assert_eq!(
        counts(&["--by", "hour"]),
        [(hour(0), 0), (hour(1), 1), (hour(2), 0), (hour(3), 2)]
    );
}

#[test]
fn other_groups_come_by_failures_then_key_and_none_is_dropped() {
    assert_eq!(
        counts(&["--by", "user"]),
        [
            (json!({"user": "u1"}), 1),
            (json!({"user": "u2"}), 1),
            (json!({"user": null}), 1)
        ]
    );
    assert_eq!(
        counts(&["--by", "region"]),
        [
            (json!({"region": "eu"}), 1),
            (json!({"region": "us"}), 1),
            (json!({"region": null}), 1)
        ],
        "any field's key is a dimension"
    );
}

#[test]
fn one_endpoint_is_counted_whatever_its_requests_are_grouped_by() {
    let narrow = ["--endpoint", "GET /a/*"];
    let by = |dims| counts(&[&["--by", dims], &narrow[..]].concat());
    assert_eq!(by("user"), [(json!({"user": "u1"}), 1)]);
    assert_eq!(
        by("user,endpoint"),
        [(json!({"user": "u1", "endpoint": "GET /a/:id"}), 1)]
    );
    assert_eq!(report(&narrow)["totals"]["requests"], 2);
}

#[test]
fn two_dimensions_make_keys_of_both() {
    let groups = counts(&["--by", "user,status"]);
    assert!(
        groups.contains(&(json!({"user": "u2", "status": 503}), 1)),
        "{groups:?}"
    );
}

#[test]
fn a_status_says_what_counts_as_failing() {
    assert_eq!(
        counts(&["--status", "404", "--by", "endpoint"]),
        [(json!({"endpoint": "GET /c"}), 1)]
    );
}

#[test]
fn groups_that_are_asked_for_by_number_are_the_first() {
    assert_eq!(
        counts(&["--by", "user", "-n", "1"]),
        [(json!({"user": "u1"}), 1)]
    );
}

#[test]
fn the_window_is_half_open_and_told() {
    let window = ["-S", "2025-03-14T01", "-U", "2025-03-14T03:10"];
    let report = report(&window);
    assert_eq!(report["totals"]["failures"], 1);
    assert_eq!(
        report["window"],
        json!({"from": "2025-03-14T01:00:00Z", "to": "2025-03-14T03:10:00Z"})
    );
}

#[test]
fn an_overview_says_its_total_once() {
    let text = errlog(["patterns"]).stdin(LOG).run().stdout;
    assert_eq!(text.matches("3 failures").count(), 1, "{text}");
    for table in ["\nfailures ", "\nendpoint ", "\nuser ", "\nerror "] {
        assert!(text.contains(table), "{table}:\n{text}");
    }
}

#[test]
fn no_failures_is_exit_code_1() {
    let calm = LOG.lines().next().unwrap_or_default();
    errlog(["patterns"]).stdin(calm).exits(1).run();
}
