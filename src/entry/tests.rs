//! What is remembered of lines changes nothing in which of them belong together.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::format::detect::Named;
use crate::format::{FORMATS, WRAPPERS};

/// Lines of a log, `#` for each digit of a number that has no part in what a line is.
const LINES: [&str; 19] = [
    "2025-03-14 02:11:09,123 ERROR [main] com.acme.Foo - ####",
    "Mar 14, 2025 2:11:09 AM com.acme.Foo run",
    "SEVERE: no stock, order ####",
    "java.lang.IllegalStateException: no stock, order ####",
    "Caused by: java.io.IOException: gone (####)",
    "\t... 12 common frames omitted",
    "Traceback (most recent call last):",
    "  File \"/app/order.py\", line ####, in load",
    "  File \"/app/order.py\", line ####",
    "ValueError: no stock ####",
    "no stock ####",
    "    no stock ####",
    "}",
    "\"code\": ####,",
    "",
    "main.main()",
    "\t/app/main.go:#### +0x1d",
    "--abcdef01-A--",
    "==> app.log <==",
];
const CALLS: [&str; 5] = [
    "\tat com.acme.Foo.load(Foo.java:####)",
    "\tat com.acme.Bar.run(Bar.java:####)",
    "    at load (/app/order.js:####:7)",
    "    at load (/app/order.js:####:7) {",
    "   at Acme.Order.Load() in /src/Order.cs:line ####",
];

/// A few lines, half of them calls.
fn trace() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop_oneof![select(&LINES[..]), select(&CALLS[..])], 1..9)
}

/// Where entries start.
fn starts(log: &[u8], lock: Lock) -> Vec<usize> {
    let boundary = Boundary::new(lock);
    let mut starts = vec![0];
    let mut first = None;
    while let Some(&start) = starts.last().filter(|start| **start < log.len()) {
        let end = boundary.end(log, start, first, true).expect("at the end");
        first = end.next;
        starts.push(end.at);
    }
    starts
}

/// The lines, with a number in each; the numbers are all the same unless they count.
fn written(lines: &[&str], end: &str, counts: bool) -> Vec<u8> {
    let line = |(at, line): (usize, &&str)| {
        let number = if counts { 1000 + at } else { 1000 };
        line.replace("####", &number.to_string()) + end
    };
    lines
        .iter()
        .enumerate()
        .map(line)
        .collect::<String>()
        .into()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Lines that count are never known from an earlier one; the others nearly always are.
    #[test]
    fn what_was_known_before_belongs_together_as_what_was_not(
        traces in prop::collection::vec(trace(), 3),
        parts in prop::collection::vec((0..3usize, 0..9usize), 1..24),
        end in select(&["\n", "\r\n"][..]),
        cut in 0usize..30,
    ) {
        let part = |&(which, len): &(usize, usize)| traces[which].iter().take(len);
        let lines: Vec<&str> = parts.iter().flat_map(part).copied().collect();
        let (mut known, mut new) = (written(&lines, end, false), written(&lines, end, true));
        let len = known.len().saturating_sub(cut);
        known.truncate(len);
        new.truncate(len);
        for forced in [None, Some("plain"), Some("json"), Some("modsecurity")] {
            let (mut lock, _) = Lock::detect(&known, FORMATS, WRAPPERS);
            if let Some(format) = FORMATS.iter().find(|format| forced == Some(format.name())) {
                lock = Lock::forced(Named::Format(*format), &known, FORMATS, WRAPPERS);
            }
            prop_assert_eq!(starts(&known, lock), starts(&new, lock), "{}", String::from_utf8_lossy(&known));
        }
    }
}

#[test]
fn calls_that_stood_behind_another_are_passed_over_as_far_as_they_come_again() {
    let head = "2025-03-14 02:11:09,123 ERROR failed\n";
    let call = |nth: usize| format!("\tat com.acme.Foo.call{nth}(Foo.java:{nth})\n");
    let calls: String = (1000..1100).map(call).collect();
    let log = [head, &calls].concat();
    let boundary = Boundary::new(Lock::detect(log.as_bytes(), FORMATS, WRAPPERS).0);
    let log = log.repeat(40);
    let mut at = 0;
    while at < log.len() {
        at = boundary
            .end(log.as_bytes(), at, None, true)
            .expect("at the end")
            .at;
    }
    let (first, behind) = calls.split_at(call(1000).len());
    let known = |behind: &str| {
        again::calls_behind(
            boundary.source,
            first.trim_end().as_bytes(),
            behind.as_bytes(),
        )
    };
    let some = known(behind).expect("known");
    assert!(some > 1000 && behind[..some].ends_with('\n'), "{some}");
    assert_eq!(known(&behind[..some]), Some(some));
    let two = call(1001).len() + call(1002).len();
    assert_eq!(known(&behind[..two]), Some(two));
    assert_eq!(known(&behind[..two + 9]), Some(two));
    assert_eq!(known(&behind[..two - 1]), Some(two / 2));
    assert_eq!(known(head), Some(0));
    assert_eq!(
        again::calls_behind(again::Source::another(), first.trim_end().as_bytes(), b""),
        None
    );
}

#[test]
fn what_goes_on_with_the_last_call_does_so_where_that_was_passed_over() {
    let log =
        "{\"level\":\"error\",\"message\":\"failed\"}\n    at load (/app/order.js:57:7)\n    \
               at store (/app/order.js:58:7) {\n\"code\": 7\n"
            .repeat(4);
    let json = FORMATS[0];
    assert_eq!(json.name(), "json");
    let lock = Lock::forced(Named::Format(json), log.as_bytes(), FORMATS, WRAPPERS);
    let every: Vec<usize> = (0..=4).map(|nth| nth * log.len() / 4).collect();
    assert_eq!(starts(log.as_bytes(), lock), every);
}
