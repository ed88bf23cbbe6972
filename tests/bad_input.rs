//! Damaged, strange and hostile input: told, survived, and no reason not to report the rest.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, write::GzEncoder};
use serde_json::Value;

use crate::support::{errlog, testdata};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text).expect("memory");
    packer.finish().expect("memory")
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).expect("written");
}

/// So much text that half of it, compressed, still holds whole lines.
fn long_log() -> String {
    (0..20_000)
        .map(|n| {
            format!(
                "2025-03-14T02:00:00Z ERROR worker: job {} failed\n",
                n * 7919 % 99_991
            )
        })
        .collect()
}

#[test]
fn a_source_that_is_cut_off_is_reported_as_far_as_it_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let packed = gzip(long_log().as_bytes());
    write(folder.path(), "cut.gz", &packed[..packed.len() / 2]);
    write(
        folder.path(),
        "whole.log",
        b"2025-03-14T02:00:00Z ERROR worker: other\n",
    );
    let events = errlog(["errors", "--json", "cut.gz", "whole.log"])
        .in_folder(folder.path())
        .exits(2)
        .complains("errlog: cut.gz: ends in the middle of the gzip data: ")
        .run()
        .jsonl();
    assert!(events.len() > 1000, "{}", events.len());
    assert_eq!(
        events.last().map(|event| &event["source"]),
        Some(&"whole.log".into())
    );
}

#[test]
fn what_was_appended_to_whole_data_is_a_note_and_no_trouble() {
    let folder = tempfile::tempdir().expect("a folder");
    let packed = gzip(long_log().as_bytes());
    write(
        folder.path(),
        "tail.gz",
        &[&packed[..], b"and more"].concat(),
    );
    let call = ["errors", "-n", "1", "tail.gz"];
    errlog(call)
        .in_folder(folder.path())
        .complains("errlog: tail.gz: holds something else after the end of its gzip data: ")
        .run();
    errlog(call.into_iter().chain(["-q"]))
        .in_folder(folder.path())
        .run();
}

#[test]
fn binary_files_of_a_folder_are_skipped_and_told_in_coverage() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "app.log",
        b"2025-03-14T02:00:00Z ERROR failed\n",
    );
    write(
        folder.path(),
        "core",
        &[0, 159, 146, 150, 0, 255, 254, 0].repeat(100),
    );
    write(
        folder.path(),
        ".hidden",
        b"2025-03-14T02:00:00Z ERROR hidden\n",
    );
    let report = errlog(["patterns", "--json", "."])
        .in_folder(folder.path())
        .run()
        .json();
    assert_eq!(report["totals"]["failures"], 1);
    let skipped = &report["coverage"]["skipped"];
    assert_eq!(skipped.as_array().map(Vec::len), Some(1), "{skipped}");
    assert_eq!(skipped[0]["source"], "./core");
}

#[test]
fn an_empty_file_is_nothing_found_and_no_trouble() {
    for call in [
        &["events"][..],
        &["errors"],
        &["errors", "--group"],
        &["patterns"],
        &["patterns", "--json"],
        &["inspect"],
        &["find", "-q", "abcd1234"],
    ] {
        errlog(call).stdin("").exits(1).run();
    }
    assert_eq!(
        errlog(["patterns"]).stdin("").exits(1).run().stdout,
        "no failures in 0 entries\n"
    );
    assert_eq!(
        errlog(["inspect"]).stdin("").exits(1).run().stdout,
        "stdin  no entries\n"
    );
}

/// Lines that no parser expects, each followed by one that every parser does.
fn strange() -> Vec<(&'static str, Vec<u8>)> {
    let deep = |n: usize| {
        [r#"{"a":"#.repeat(n), "1".into(), "}".repeat(n)]
            .concat()
            .into_bytes()
    };
    vec![
        ("NUL", b"a\0b\0\0c".to_vec()),
        ("not UTF-8", b"\x80\xff\xfe\xc3\x28 \xf0\x9f".to_vec()),
        ("escapes", b"\x1b[31mred\x1b[0m \x07\x08".to_vec()),
        ("deep JSON", deep(10_000)),
        (
            "JSON that is cut off",
            br#"{"level":"info","msg":"begun"#.to_vec(),
        ),
        ("brackets", b"[".repeat(100_000)),
        ("a long line", b"x".repeat(8 << 20)),
        ("quotes", b"\"\\".repeat(100_000)),
        ("line breaks", b"\n\r\n\r\r\n".repeat(1000)),
    ]
}

#[test]
fn strange_lines_are_survived_and_the_next_entry_is_read() {
    for (name, line) in strange() {
        let bytes = [
            &line[..],
            b"\n2025-03-14T02:11:09Z ERROR [req-7f3a9c21] order not saved",
        ]
        .concat();
        let run = |call: &[&str]| errlog(call).stdin(bytes.clone()).run();
        let errors = run(&["errors", "--json"]).jsonl();
        let last = errors.last().map(|event| event["time"].clone());
        assert_eq!(last, Some("2025-03-14T02:11:09Z".into()), "{name}");
        assert_eq!(
            run(&["find", "req-7f3a9c21", "--json"]).jsonl().len(),
            1,
            "{name}"
        );
        assert_eq!(
            run(&["patterns", "--json"]).json()["schema"],
            "errlog.patterns/1",
            "{name}"
        );
        let inspected: Value = run(&["inspect", "--json"]).json();
        assert_eq!(inspected["coverage"]["bytes"], bytes.len(), "{name}");
    }
}

#[test]
fn a_pipe_gets_the_bytes_of_a_log_and_a_screen_never_its_control_characters() {
    let line = "2025-03-14T02:11:09Z ERROR \u{1b}]0;title\u{7} beep\n";
    assert_eq!(errlog(["errors"]).stdin(line).run().stdout, line);
    for call in [
        &["errors", "--color", "always"][..],
        &["errors", "--group", "--color", "always"],
        &["events", "-o", "table", "--color", "always"],
        &["patterns", "--color", "always"],
        &["patterns"],
        &["inspect"],
        &["events"],
    ] {
        let screen = errlog(call).stdin(line).run().stdout;
        assert!(
            !screen.contains("\u{1b}]") && !screen.contains('\u{7}'),
            "{call:?}: {screen:?}"
        );
    }
}

#[test]
fn line_ends_of_any_kind_and_none_at_the_end_give_the_same_entries() {
    let messages = |log: &str| -> Vec<Value> {
        let events = errlog(["events"]).stdin(log).run().jsonl();
        events
            .iter()
            .map(|event| event["message"].clone())
            .collect()
    };
    let log = "2025-03-14T02:11:09Z ERROR one\n2025-03-14T02:11:10Z INFO two\n";
    let expected = messages(log);
    assert_eq!(expected, ["one", "two"]);
    assert_eq!(messages(&log.replace('\n', "\r\n")), expected);
    assert_eq!(messages(log.trim_end()), expected);
}

#[test]
fn a_file_that_is_no_log_s_format_is_still_searched() {
    let text = "once upon a time\nthere was req-7f3a9c21\nand it was lost\n";
    let found = errlog(["find", "req-7f3a9c21", "--json"])
        .stdin(text)
        .run()
        .jsonl();
    assert_eq!(found.len(), 1);
}

#[test]
fn bad_configuration_names_the_file_and_what_to_mend() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "errlog.toml", b"[fields]\nuser = 7\n");
    errlog(["events", "--config", "errlog.toml"])
        .in_folder(folder.path())
        .stdin("")
        .exits(2)
        .complains("errlog.toml")
        .run();
    let log = testdata("shop").join("app.log");
    errlog([
        "events".as_ref(),
        "--config".as_ref(),
        "none.toml".as_ref(),
        log.as_os_str(),
    ])
    .exits(2)
    .complains("none.toml")
    .run();
}
