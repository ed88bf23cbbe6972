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
