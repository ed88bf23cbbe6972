//! Every `-o` is one thing throughout: JSON is one value, JSONL a value a line, CSV has its head.

use serde_json::Value;

use crate::support::{errlog, testdata};

const STREAMS: [&[&str]; 3] = [&["events"], &["errors", "-C", "1"], &["find", "550e8400"]];

#[test]
fn json_of_a_stream_is_an_array_of_its_lines() {
    for stream in STREAMS {
        let run = |output| {
            let call = stream.iter().copied().chain(["-o", output, "app.log"]);
            errlog(call).in_folder(testdata("shop")).run()
        };
        let lines = run("jsonl").jsonl();
        assert!(lines.len() > 2, "{stream:?}");
        assert_eq!(run("json").json(), Value::Array(lines), "{stream:?}");
    }
}

#[test]
fn json_of_nothing_is_an_empty_array() {
    for stream in STREAMS {
        let call = stream.iter().copied().chain(["-q", "-o", "json"]);
        let nothing = errlog(call).stdin("").exits(1).run();
        assert_eq!(nothing.stdout, "[]\n", "{stream:?}");
    }
}

#[test]
fn csv_has_its_head_whatever_was_found() {
    for stream in STREAMS {
        let head = |stdin: &str, code| {
            let call = stream.iter().copied().chain(["-q", "-o", "csv"]);
            let output = errlog(call).stdin(stdin).exits(code).run();
            output.stdout.lines().next().map(str::to_owned)
        };
        let line = "2025-03-14T02:11:09Z ERROR [550e8400] order not saved\n";
        let some = head(line, 0);
        assert!(
            some.as_ref()
                .is_some_and(|head| head.starts_with("source,line,"))
        );
        assert_eq!(head("", 1), some, "{stream:?}");
    }
}

#[test]
fn times_are_printed_in_the_zone_that_was_asked_for() {
    let line = "2025-03-14T02:11:09Z ERROR order not saved\n";
    for (zone, time) in [
        ("UTC", "2025-03-14T02:11:09Z"),
        ("+02:00", "2025-03-14T04:11:09+02:00"),
        ("Europe/Berlin", "2025-03-14T03:11:09+01:00"),
    ] {
        let events = errlog(["events", "--tz", zone]).stdin(line).run().jsonl();
        assert_eq!(events[0]["time"], time, "{zone}");
    }
}

#[test]
fn a_time_without_a_zone_stands_in_the_assumed_one() {
    let call = ["events", "--assume-tz", "Europe/Berlin"];
    let line = "2025-03-14 03:11:09 ERROR order not saved\n";
    let events = errlog(call).stdin(line).run().jsonl();
    assert_eq!(events[0]["time"], "2025-03-14T02:11:09Z");
}
