//! What is no trace, and what is the start of the next.

use super::*;

#[test]
fn ordinary_lines_are_no_errors() {
    for line in [
        "no errors found",
        "ErrorHandler: started",
        "0 Exceptions",
        "Error page rendered",
        "Internal Server Error: /orders/7",
        "Failure rate: 0.1",
        "level=info msg=\"no panic\" path=/a",
        "GET /errors?type=TypeError HTTP/1.1",
        "retry after 3 s at position 7",
        "12: 30 orders",
        "#7 was closed",
        "from here on: nothing",
        "at 12:30 the job ended",
        "select * from orders",
        "shipping to a@b.example:25:1",
        "Thread 7 started",
        "DataException handling is on",
        "  at least (one) of them",
        "",
        "\u{feff}",
    ] {
        assert_eq!(find(line), None, "{line}");
        assert_eq!(frame(line), None, "{line}");
    }
}

#[test]
fn one_line_is_an_error_where_it_names_one() {
    for (line, kind, message) in [
        (
            "java.lang.NullPointerException: foo",
            "java.lang.NullPointerException",
            Some("foo"),
        ),
        (
            "Unhandled: TypeError: x is not a function",
            "TypeError",
            Some("x is not a function"),
        ),
        (
            "Error: connect ECONNREFUSED",
            "Error",
            Some("connect ECONNREFUSED"),
        ),
        ("panic: boom", "panic", Some("boom")),
        (
            "order failed: java.sql.SQLException",
            "java.sql.SQLException",
            None,
        ),
        (
            "** (KeyError) key :id not found",
            "KeyError",
            Some("key :id not found"),
        ),
    ] {
        let (fault, range) = find(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(fault.kind.as_deref(), Some(kind), "{line}");
        assert_eq!(fault.message.as_deref(), message, "{line}");
        assert_eq!(fault.stack, None, "{line}");
        assert_eq!(range.end, line.len(), "{line}");
    }
}

#[test]
fn what_follows_a_trace_is_not_part_of_its_stack() {
    let text = "failed\njava.lang.IllegalStateException: boom\n\tat com.acme.Shop.main(Shop.java:3)\nnext attempt in 3 s";
    let (fault, range) = find(text).unwrap();
    assert_eq!(&text[range.end..], "\nnext attempt in 3 s");
    assert!(fault.stack.unwrap().ends_with("Shop.java:3)"));
}

#[test]
fn the_traces_of_an_entry_with_a_header_belong_to_it_until_a_second_one_begins() {
    let trace = "java.lang.IllegalStateException: boom\n\tat com.acme.Shop.main(Shop.java:3)";
    assert_eq!(
        starts(&format!("{HEADER}\n{trace}\n{trace}\n{HEADER}")),
        [1, 4, 6]
    );
}

#[test]
fn a_message_may_not_swallow_more_lines_than_the_limit() {
    let lines = "a line of no trace\n".repeat(LOOKAHEAD + 3);
    let text = format!("TypeError: x\n{lines}    at load (/srv/a.js:1:1)");
    assert_eq!(starts(&text)[..2], [1, 2]);
}

#[test]
fn a_wide_line_is_looked_at_only_at_its_start() {
    let text = format!(
        "TypeError: {}\n    at load (/srv/a.js:1:1)",
        "x".repeat(5000)
    );
    let (fault, range) = find(&text).unwrap();
    assert_eq!(fault.message.unwrap().len(), 5000);
    assert_eq!(range, 0..text.len());
}
