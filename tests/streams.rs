//! Exit codes, standard input and standard error.

use crate::support::{errlog, testdata};

const LOG: &str = "\
2025-03-14T02:11:08.120Z INFO  shop: started
2025-03-14T02:11:09.123Z ERROR shop: order not saved
";

#[test]
fn without_a_path_standard_input_is_read() {
    let events = errlog(["errors", "--json"]).stdin(LOG).run().jsonl();
    let lines: Vec<_> = events.iter().map(|event| &event["line"]).collect();
    assert_eq!(lines, [2]);
}

#[test]
fn nothing_found_is_exit_code_1_in_silence() {
    let calm = LOG.lines().next().unwrap_or_default();
    assert_eq!(errlog(["errors"]).stdin(calm).exits(1).run().stdout, "");
}

#[test]
fn a_missing_file_is_told_and_the_others_are_still_reported() {
    let call = ["errors", "--json", "no-such.log", "app.log"];
    let output = errlog(call)
        .in_folder(testdata("shop"))
        .exits(2)
        .complains("errlog: no-such.log: ")
        .run();
    assert!(output.jsonl().len() > 10);
}

/// Standard input stays open while the threads are counted, so that errlog waits for it.
#[cfg(target_os = "linux")]
#[test]
fn as_many_workers_run_as_were_asked_for() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_errlog"))
        .args(["events", "-j", "5"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("errlog starts");
    let tasks = format!("/proc/{}/task", child.id());
    let count = || std::fs::read_dir(&tasks).map_or(0, Iterator::count);
    let patience = std::time::Instant::now();
    while count() < 6 && patience.elapsed() < std::time::Duration::from_secs(10) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let counted = count();
    drop(child.stdin.take());
    child.wait().expect("errlog ends");
    assert_eq!(counted, 6, "five workers and the thread that waits");
}
