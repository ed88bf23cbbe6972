//! `errlog errors`: which entries are shown, whole, and with which around them.

use serde_json::Value;

use crate::support::errlog;

/// One entry a line but for the third, which has a trace.
const LOG: &str = "\
2025-03-14T02:00:01Z INFO request_id=aaaa1111 one
2025-03-14T02:00:02Z INFO request_id=bbbb2222 two
2025-03-14T02:00:03Z ERROR request_id=aaaa1111 three
java.lang.IllegalStateException: no stock
\tat com.acme.Shop.order(Shop.java:42)
2025-03-14T02:00:04Z INFO request_id=bbbb2222 four
2025-03-14T02:00:05Z INFO request_id=aaaa1111 five
2025-03-14T02:00:06Z INFO request_id=cccc3333 six
2025-03-14T02:00:07Z INFO request_id=cccc3333 seven
2025-03-14T02:00:08Z ERROR request_id=bbbb2222 eight
2025-03-14T02:00:09Z ERROR request_id=bbbb2222 nine
2025-03-14T02:00:10Z INFO request_id=bbbb2222 ten
";

/// The last word of each entry's first line, and the separators, in order.
fn shown(options: &str) -> String {
    let call = ["errors"].into_iter().chain(options.split_whitespace());
    let output = errlog(call).stdin(LOG).run().stdout;
    let words = output
        .lines()
        .filter(|line| line.starts_with("2025") || *line == "--")
        .filter_map(|line| line.split(' ').next_back());
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_block_is_the_log_s_own_bytes() {
    let output = errlog(["errors", "--first", "1"]).stdin(LOG).run().stdout;
    let block = LOG.lines().skip(2).take(3).collect::<Vec<_>>().join("\n");
    assert_eq!(output, block + "\n");
}

/// Those in a pipe are copied where they are found; as JSON they are kept, and read once more.
#[test]
fn a_pipe_gets_the_entries_that_json_tells_of() {
    let log = format!("{LOG}2025-03-14T02:00:11Z ERROR GET /a 503");
    for log in [log.replace('\n', "\r\n"), log] {
        for options in [
            "",
            "--level info",
            "-g nine",
            "--endpoint */a",
            "--since 2025-03-14T02:00:09Z",
        ] {
            let call = || ["errors"].into_iter().chain(options.split_whitespace());
            let copied = errlog(call()).stdin(log.clone()).run().stdout;
            let json = errlog(call().chain(["--json"])).stdin(log.clone());
            let events = json.run().jsonl();
            let raw = |event: &Value| event["raw"].as_str().map(|raw| format!("{raw}\n"));
            let kept: String = events.iter().filter_map(raw).collect();
            assert_eq!(copied, kept, "{options}");
            assert!(!options.is_empty() || kept.contains("no stock"), "{kept}");
        }
    }
}

#[test]
fn context_is_whole_entries_and_blocks_that_do_not_touch_are_set_apart() {
    for (options, expected) in [
        ("", "three eight nine"),
        ("-C 1", "two three four -- seven eight nine ten"),
        ("-A 1", "three four -- eight nine ten"),
        ("-B 1", "two three -- seven eight nine"),
        ("-A 2 -B 0", "three four five -- eight nine ten"),
        ("-C 2", "one two three four five six seven eight nine ten"),
        ("-C 9", "one two three four five six seven eight nine ten"),
    ] {
        assert_eq!(shown(options), expected, "{options}");
    }
}

#[test]
fn context_may_be_kept_to_the_same_request() {
    assert_eq!(
        shown("-C 5 --same-request"),
        "one three five -- four eight nine ten"
    );
    assert_eq!(
        shown("-C 9 --same-request"),
        "one three five -- two four eight nine ten"
    );
}

#[test]
fn the_same_request_s_context_survives_a_failure_of_another_in_between() {
    let entry = |second: u32, level: &str, id: &str| {
        format!("2025-03-14T02:00:{second:02}Z {level} request_id={id} step {second}\n")
    };
    let log = [
        entry(1, "ERROR", "aaaa1111"),
        entry(2, "ERROR", "bbbb2222"),
        entry(3, "INFO", "aaaa1111"),
        entry(4, "ERROR", "aaaa1111"),
        entry(5, "INFO", "bbbb2222"),
    ]
    .concat();
    let call = ["errors", "-C", "4", "--same-request"];
    let output = errlog(call).stdin(log).run().stdout;
    let steps: Vec<_> = output
        .lines()
        .map(|line| line.rsplit(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(steps.join(" "), "1 3 -- 2 5 -- 4");
}

#[test]
fn the_newest_or_the_oldest_blocks_are_chosen_and_come_in_order() {
    assert_eq!(shown("-n 2"), "eight nine");
    assert_eq!(shown("--last 1"), "nine");
    assert_eq!(shown("--first 2"), "three eight");
    assert_eq!(shown("-n 1 -C 1"), "eight nine ten");
}

#[test]
fn level_and_status_say_what_counts_as_failing() {
    assert_eq!(shown("--level info --first 2"), "one two");
    errlog(["errors", "--status", "404"])
        .stdin(LOG)
        .exits(1)
        .run();
}

#[test]
fn context_stands_beside_its_event_in_json() {
    let call = ["errors", "-B", "2", "-A", "1", "--first", "1", "--json"];
    let events = errlog(call).stdin(LOG).run().jsonl();
    let lines = |key: &str| -> Vec<u64> {
        let events = events[0][key].as_array().into_iter().flatten();
        events.filter_map(|event| event["line"].as_u64()).collect()
    };
    assert_eq!(events[0]["line"], 3);
    assert_eq!(events[0]["lines"], 3);
    assert_eq!(lines("before"), [1, 2]);
    assert_eq!(lines("after"), [6]);
}

/// Three faults: one seen twice, one first of all, one last of all.
fn faults() -> String {
    let fault = |second: u32, kind: &str| {
        format!(
            "2025-03-14T02:00:{second:02}Z ERROR job failed\n{kind}: it is {second}\n\tat com.acme.{kind}.run(A.java:1)\n"
        )
    };
    [
        (1, "OldException"),
        (2, "CommonException"),
        (3, "CommonException"),
        (4, "NewException"),
    ]
    .map(|(second, kind)| fault(second, kind))
    .concat()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .filter_map(|event| event["error"]["type"].as_str())
        .collect()
}

#[test]
fn each_distinct_error_is_shown_once_with_its_count_and_first_and_last_time() {
    let events = errlog(["errors", "--group", "--json"])
        .stdin(faults())
        .run()
        .jsonl();
    assert_eq!(events.len(), 3);
    assert_eq!(
        kinds(&events)[0],
        "CommonException",
        "the commonest stands first"
    );
    assert_eq!(events[0]["count"], 2);
    assert_eq!(events[0]["first"], "2025-03-14T02:00:02Z");
    assert_eq!(events[0]["last"], "2025-03-14T02:00:03Z");
}

#[test]
fn of_distinct_errors_too_the_newest_or_oldest_can_be_chosen() {
    let group = |option: &str, n: &str| {
        let call = ["errors", "--group", option, n, "--json"];
        let events = errlog(call).stdin(faults()).run().jsonl();
        kinds(&events).join(" ")
    };
    assert_eq!(group("-n", "1"), "NewException");
    assert_eq!(group("-n", "2"), "CommonException NewException");
    assert_eq!(group("--first", "1"), "OldException");
}
