//! `errlog find`: which entries are a request's, and in which order they come.

use serde_json::Value;

use crate::support::{errlog, testdata};

const UUID: &str = "550e8400-e29b-41d4-a716-446655440000";

const LOG: &str = "\
2025-03-14T02:00:01Z INFO [req-7f3a9c21] started
2025-03-14T02:00:02Z INFO [req-7f3a0000] started
2025-03-14T02:00:03Z ERROR [req-7f3a9c21] failed
java.lang.IllegalStateException: no stock
\tat com.acme.Shop.order(Shop.java:42)
2025-03-14T02:00:04Z INFO [xreq-7f3a9c21] another
2025-03-14T02:00:05Z INFO [req-7f3a9c21b] another
";

fn lines(events: &[Value]) -> Vec<u64> {
    events
        .iter()
        .filter_map(|event| event["line"].as_u64())
        .collect()
}

#[test]
fn a_whole_id_is_found_with_the_lines_that_belong_to_its_entries_and_never_inside_another() {
    let events = errlog(["find", "req-7f3a9c21", "--json"])
        .stdin(LOG)
        .run()
        .jsonl();
    assert_eq!(lines(&events), [1, 3]);
    let raw = events[1]["raw"].as_str().unwrap_or_default();
    assert!(raw.ends_with("(Shop.java:42)"), "{raw}");
}

#[test]
fn a_prefix_that_fits_several_ids_shows_each_and_names_them() {
    let events = errlog(["find", "req-7f3a", "--json"])
        .stdin(LOG)
        .complains("'req-7f3a' is the beginning of 3 request IDs: req-7f3a0000, req-7f3a9c21, req-7f3a9c21b: ")
        .run()
        .jsonl();
    assert_eq!(lines(&events), [2, 1, 3, 7], "grouped by ID");
}

#[test]
fn of_very_many_ids_a_note_names_the_first() {
    let log: String = (10..60)
        .map(|n| format!("2025-03-14T02:00:{n}Z INFO [req-7f3a{n}00] started\n"))
        .collect();
    errlog(["find", "req-7f3a", "--json"])
        .stdin(log)
        .complains("req-7f3a1800, req-7f3a1900 and 40 more: give more of its characters")
        .run();
}

#[test]
fn what_somebody_pasted_finds_the_request() {
    for pasted in [
        UUID.to_owned(),
        format!(r#"{{"error":"Internal Server Error","requestId":"{UUID}"}}"#),
        format!("Reference: {UUID}"),
        format!("Sorry, something went wrong (request {UUID})."),
    ] {
        let events = errlog(["find", &pasted, "app.log", "--json"])
            .in_folder(testdata("shop"))
            .run()
            .jsonl();
        assert_eq!(lines(&events), [107, 108, 109], "{pasted}");
    }
}

#[test]
fn ids_come_from_options_and_files_and_all_arguments_are_then_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("ids");
    std::fs::write(&list, "req-7f3a9c21\n\n  req-7f3a0000\n").expect("written");
    let list = list.to_string_lossy();
    for call in [
        [
            "find",
            "-e",
            "req-7f3a9c21",
            "-e",
            "req-7f3a0000",
            "-",
            "--json",
        ]
        .as_slice(),
        &["find", "--ids-from", &list, "--json"],
        &["find", "--ids-from", &list, "-", "--json"],
    ] {
        let events = errlog(call).stdin(LOG).run().jsonl();
        assert_eq!(lines(&events), [1, 3, 2], "{call:?}");
    }
}

#[test]
fn entries_of_several_sources_are_merged_by_time_and_undated_ones_keep_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("written");
    };
    write(
        "a.log",
        "2025-03-14T02:00:01Z INFO [req-7f3a9c21] a1\n2025-03-14T02:00:05Z INFO [req-7f3a9c21] a2\n",
    );
    write(
        "b.log",
        concat!(
            r#"{"time":"2025-03-14T02:00:02Z","msg":"other"}"#,
            "\n",
            r#"{"requestId":"req-7f3a9c21","msg":"b1"}"#,
            "\n",
            r#"{"time":"2025-03-14T02:00:06Z","requestId":"req-7f3a9c21","msg":"b2"}"#,
            "\n"
        ),
    );
    let events = errlog(["find", "req-7f3a9c21", "b.log", "a.log", "--json"])
        .in_folder(folder.path())
        .run()
        .jsonl();
    let order: Vec<_> = events
        .iter()
        .map(|event| {
            format!(
                "{}:{}",
                event["source"].as_str().unwrap_or("?"),
                event["line"]
            )
        })
        .collect();
    assert_eq!(order, ["a.log:1", "b.log:2", "a.log:2", "b.log:3"]);
}

#[test]
fn an_id_that_is_not_there_is_told_and_exit_code_1() {
    errlog(["find", "req-00000000"])
        .stdin(LOG)
        .exits(1)
        .complains("errlog: no entry bears 'req-00000000': check the ID")
        .run();
}

#[test]
fn what_can_be_no_id_is_bad_usage() {
    for (call, told) in [
        (["find", "abc"].as_slice(), "no ID in \"abc\": "),
        (&["find", "no ID in these words"], "no ID in "),
        (
            &["find", "--ids-from", "/no/such/file"],
            "--ids-from: /no/such/file could not be read",
        ),
        (&["find"], "find needs an ID: "),
    ] {
        errlog(call).stdin(LOG).exits(2).complains(told).run();
    }
}

#[test]
fn the_timeline_says_how_much_time_passed_and_where_each_entry_stands() {
    let timeline = errlog(["find", "req-7f3a9c21"]).stdin(LOG).run().stdout;
    let expected = "\
2025-03-14
02:00:01.000            INFO   stdin:1
    2025-03-14T02:00:01Z INFO [req-7f3a9c21] started
02:00:03.000   +2.000s  ERROR  stdin:3
    2025-03-14T02:00:03Z ERROR [req-7f3a9c21] failed
    java.lang.IllegalStateException: no stock
    \tat com.acme.Shop.order(Shop.java:42)
";
    assert_eq!(timeline, expected);
}
