//! `patterns --baseline` and `--fail-on`: what changed since an earlier report, and when that is worth an alarm.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::errlog;

/// `requests` requests, every `nth` of which fails with the error.
fn log(requests: u32, nth: u32, error: &str) -> String {
    let line = |n: u32| {
        let at = format!(
            "2025-03-14T{:02}:{:02}:{:02}Z",
            n / 3600 % 24,
            n / 60 % 60,
            n % 60
        );
        let id = format!("req-{error}-{n:06}");
        match n % nth {
            0 => format!(
                r#"{{"time":"{at}","level":"error","requestId":"{id}","method":"GET","url":"/a","status":500,"err":{{"type":"{error}","message":"it broke"}}}}"#
            ),
            _ => format!(
                r#"{{"time":"{at}","level":"info","requestId":"{id}","method":"GET","url":"/a","status":200}}"#
            ),
        }
    };
    (0..requests).map(|n| line(n) + "\n").collect()
}

/// A folder with a report on this log.
fn baseline(log: &str, by: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let report = errlog(["patterns", "--json"].iter().chain(by))
        .stdin(log)
        .run();
    let file = folder.path().join("before.json");
    fs::write(&file, report.stdout).expect("written");
    (folder, file)
}

/// Each error's state and count, now and then.
fn compared(report: &Value) -> Vec<(String, String, u64, u64)> {
    let errors = report["errors"].as_array().expect("errors");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |error: &Value| {
        (
            text(&error["title"]),
            text(&error["state"]),
            error["count"].as_u64().expect("a count"),
            error["baseline"]["count"].as_u64().expect("a count then"),
        )
    };
    errors.iter().map(row).collect()
}

#[test]
fn csv_tells_the_state_of_each_row_s_error_and_of_those_that_are_gone() {
    let (_folder, before) = baseline(
        &(log(4000, 100, "OldError") + &log(400, 100, "BothError")),
        &[],
    );
    let now = log(400, 20, "NewError") + &log(400, 100, "BothError");
    let rows = |by: &str| -> Vec<Vec<String>> {
        let before = before.to_str().expect("a path");
        let run = errlog(["patterns", "--by", by, "-o", "csv", "--baseline", before])
            .stdin(now.as_str())
            .run();
        let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
        let head = reader.headers().expect("a head").clone();
        let place = |name: &str| head.iter().position(|cell| cell == name).expect("a column");
        let places = [
            "error.title",
            "failures",
            "error.state",
            "baseline.failures",
        ]
        .map(place);
        let cells = |row: csv::StringRecord| places.map(|place| row[place].to_owned()).to_vec();
        reader
            .records()
            .map(|row| cells(row.expect("a row")))
            .collect()
    };
    assert_eq!(
        rows("error"),
        [
            ["NewError: it broke", "20", "new", "0"],
            ["BothError: it broke", "4", "known", "4"],
            ["OldError: it broke", "0", "gone", "40"],
        ]
    );
    assert_eq!(rows("endpoint"), [["NewError: it broke", "24", "new", "0"]]);
}

#[test]
fn each_error_is_new_regressed_gone_or_known() {
    let before = log(2000, 100, "Steady") + &log(2000, 100, "Rising") + &log(2000, 100, "Gone");
    let after = log(2000, 100, "Steady") + &log(2000, 10, "Rising") + &log(2000, 500, "Fresh");
    for by in [&[][..], &["--by", "hour"], &["--by", "error"]] {
        let (_folder, file) = baseline(&before, by);
        let call = ["patterns", "--json", "--baseline"].map(AsRef::as_ref);
        let report = errlog(call.iter().chain([&file.as_os_str()]))
            .stdin(after.clone())
            .run()
            .json();
        let expected = [
            ("Fresh: it broke", "new", 4, 0),
            ("Rising: it broke", "regressed", 200, 20),
            ("Gone: it broke", "gone", 0, 20),
            ("Steady: it broke", "known", 20, 20),
        ]
        .map(|(title, state, now, then)| (title.to_owned(), state.to_owned(), now, then));
        assert_eq!(compared(&report), expected, "{by:?}");
        assert_eq!(report["baseline"]["requests"], json!(6000));
        assert_eq!(
            report["errors"][1]["baseline"]["rate"],
            json!(20.0 / 6000.0)
        );
    }
}

#[test]
fn a_window_of_another_length_is_measured_by_its_traffic() {
    let (_folder, file) = baseline(&log(2000, 100, "Steady"), &[]);
    let call = ["patterns", "--json", "--baseline"].map(AsRef::as_ref);
    let report = errlog(call.iter().chain([&file.as_os_str()]))
        .stdin(log(40_000, 100, "Steady"))
        .run()
        .json();
    let expected = ("Steady: it broke".into(), "known".into(), 400, 20);
    assert_eq!(compared(&report), [expected]);
}

#[test]
fn a_new_error_or_too_high_a_rate_ends_with_3_and_says_so() {
    let (_folder, file) = baseline(&log(2000, 100, "Known"), &[]);
    let run = |log: String, condition: &str| {
        let call = ["patterns", "-q", "--fail-on", condition, "--baseline"].map(AsRef::as_ref);
        errlog(call.iter().chain([&file.as_os_str()])).stdin(log)
    };
    run(log(2000, 100, "Known"), "new,rate>1%,spike").run();
    let both = log(2000, 100, "Known") + &log(1000, 500, "Fresh");
    run(both.clone(), "new")
        .exits(3)
        .complains("errlog: --fail-on new: a new error: Fresh")
        .run();
    run(both, "rate>0.1%,new")
        .exits(3)
        .complains("rate>0.1%: 22 of 3000 requests failed (0.73 %)")
        .run();
    run(log(2000, 100, "Known"), "rate>=1%")
        .exits(3)
        .complains("rate>=1%")
        .run();
    run(log(2000, 100, "Known"), "rate>0.01").run();
}

#[test]
fn trouble_comes_before_an_alarm() {
    let call = ["patterns", "-q", "--fail-on", "rate>0", "-", "missing.log"];
    errlog(call)
        .stdin(log(100, 10, "Known"))
        .exits(2)
        .complains("--fail-on rate>0%: 10 of 100 requests failed")
        .run();
}

#[test]
fn a_rate_that_can_t_be_known_does_not_pass_for_a_good_one() {
    let errors_only = "2025-03-14T02:11:09Z ERROR order not saved\n";
    errlog(["patterns", "--fail-on", "rate>1%"])
        .stdin(errors_only)
        .exits(2)
        .complains("there is no rate where no request succeeded")
        .run();
    let calm = "2025-03-14T02:11:09Z INFO order saved\n";
    errlog(["patterns", "--fail-on", "rate>1%"])
        .stdin(calm)
        .exits(1)
        .run();
}

#[test]
fn a_baseline_that_is_none_is_told_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let inspect = errlog(["inspect", "--json"])
        .stdin(log(9, 3, "E"))
        .run()
        .stdout;
    for (text, complaint) in [
        ("{\"schema\":", "it is no JSON report"),
        ("", "it is no JSON report"),
        ("[1,2]", "it is not a report of errlog's"),
        (&inspect, "it is a report of schema errlog.inspect/1"),
        (
            r#"{"schema":"errlog.patterns/1"}"#,
            "its totals are missing",
        ),
    ] {
        let file = folder.path().join("bad.json");
        fs::write(&file, text).expect("written");
        let call = ["patterns", "--baseline"].map(AsRef::as_ref);
        let output = errlog(call.iter().chain([&file.as_os_str()]))
            .stdin(log(9, 3, "E"))
            .exits(2)
            .complains(complaint)
            .run();
        assert_eq!(output.stdout, "");
    }
}

#[test]
fn conditions_that_could_never_hold_are_wrong_usage() {
    for (options, complaint) in [
        (
            &["--fail-on", "new"][..],
            "--fail-on new: there is nothing to compare with",
        ),
        (&["--fail-on", "spike", "--by", "hour"], "leave --by out"),
        (&["--fail-on", "rate>5"], "a rate is from 0% to 100%"),
        (&["--fail-on", "often"], "'often' is not a condition"),
    ] {
        let call = ["patterns"].iter().chain(options);
        errlog(call).stdin("").exits(2).complains(complaint).run();
    }
}
