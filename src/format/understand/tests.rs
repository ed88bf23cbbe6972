//! A glance, and what is gathered without reading, say what reading says.

use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::chunk::Blocks;
use crate::entry::Boundary;
use crate::event::Time;
use crate::filter::{Failing, StatusFilter};
use crate::format::{FORMATS, WRAPPERS};
use crate::scan;
use crate::time::Zone;

/// The failing entries of a source: where each begins, its length, its first line and how many it has. And how many
/// entries a glance was enough for.
type Found = (Vec<(u64, usize, u64, u64)>, u64);

fn failing_of(log: &[u8], lock: Lock, failing: &Failing, want: &Want, glances: bool) -> Found {
    let boundary = Boundary::new(lock);
    let (want, keys) = (want.clone().closed(), KeyTable::default());
    let mut understander = Understander {
        lock,
        want: &want,
        keys: &keys,
        clock: Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000)),
        memo: KeyMemo::default(),
        worker: 0,
    };
    let asked = failing.asked().filter(|_| glances);
    let (mut found, mut enough) = (Vec::new(), 0);
    let Some(block) = Blocks::new(log, boundary, log.len()).next(Vec::new()).0 else {
        return (found, enough);
    };
    let mut piece = block.whole();
    piece.line = 1;
    let mut entries = scan::entries(piece, &boundary);
    loop {
        if let Some(glance) = asked.as_ref().and_then(|asked| understander.glance(asked)) {
            let (passed, entry) = entries.glance(glance);
            enough += passed + u64::from(entry.is_some());
            if let Some(entry) = entry {
                found.push((entry.offset, entry.bytes.len(), entry.line, entry.lines));
                continue;
            }
        }
        let Some(entry) = entries.next() else {
            return (found, enough);
        };
        let mut scratch = Vec::new();
        let event = understander.read(entry.bytes, entry.start, &mut scratch);
        if failing.is(&event) {
            found.push((entry.offset, entry.bytes.len(), entry.line, entry.lines));
        }
    }
}

/// Tries all ways to ask, and gives how many entries a glance was enough for.
fn agree(log: &[u8]) -> Result<u64, TestCaseError> {
    let by = |level: Option<&str>, status: Option<&str>| Failing {
        level: level.map(|level| level.parse().expect("a level")),
        status: status.map(|status| status.parse::<StatusFilter>().expect("a status")),
        ..Failing::default()
    };
    let (lock, _) = Lock::detect(log, FORMATS, WRAPPERS);
    let mut enough = 0;
    for failing in [
        by(None, None),
        by(Some("warn"), None),
        by(Some("info,fatal"), None),
        by(None, Some("404,5xx")),
        by(Some("error"), Some("2xx")),
    ] {
        let (own, all) = (failing.want(), Want::all());
        let (found, of_glances) = failing_of(log, lock, &failing, &own, true);
        prop_assert_eq!(&found, &failing_of(log, lock, &failing, &own, false).0);
        // Nor does it matter what else is asked for.
        prop_assert_eq!(found, failing_of(log, lock, &failing, &all, false).0);
        enough += of_glances;
    }
    Ok(enough)
}

/// Parts of lines that tell a level or a status, in all kinds of places, and what only looks so.
const PARTS: [&str; 46] = [
    "u512",
    "HTTP500",
    "500ms",
    "TCP_MISS/503",
    "status=500.0",
    "HTTP/1.1 503",
    "INFO",
    "WARN",
    "ERROR",
    "[main]",
    "[nio-8080-exec-12]",
    "com.acme.Shop",
    "-",
    ":",
    "started",
    "GET /a/1 HTTP/1.1",
    "\"GET /a/512 HTTP/1.1\"",
    "500",
    "503",
    "200",
    "404",
    "5000",
    "status=500",
    "status=200",
    "status: 503",
    "code=512",
    "level=error",
    "took 512ms",
    "[req=a1b2c3d4]",
    "Completed 500 Internal Server Error",
    "java.lang.IllegalStateException: x",
    "Error: y",
    "UTC",
    "Z",
    "+0100",
    "PM",
    "2025",
    ",123",
    "(a b)",
    "{\"status\":500}",
    "{\"level\":\"error\"}",
    "u1",
    "\"-\"",
    "\"Mozilla/5.0 (X11)\"",
    "0.512",
    "10.0.0.1",
];

const STAMPS: [&str; 8] = [
    "2025-03-14 02:11:09,123 ",
    "2025-03-14 02:11:10,512 ",
    "2025-03-14 02:59:59,000 ",
    "2025-03-14 02:60:59,000 ",
    "2025-13-14 02:11:09,123 ",
    "2025-03-14T02:11:09.5Z ",
    "2025-03-14 02:11:09",
    "[2025-03-14 02:11:09] ",
];

const ACCESS: [&str; 5] = [
    "10.0.0.1 - - [14/Mar/2025:02:11:09 +0000] ",
    "10.0.0.2 - u1 [14/Mar/2025:02:11:10 +0000] ",
    "shop.example.com:443 10.0.0.1 - - [14/Mar/2025:02:11:09 +0000] ",
    "::1 - \"a b\" [14/Mar/2025:02:11:09 +0000] ",
    "10.0.0.1 - - [14/Mar/2025:02:11:09 +0000]",
];

const REQUESTS: [&str; 8] = [
    "\"GET / HTTP/1.1\" 200 512 ",
    "\"GET /a?b=500 HTTP/1.1\" 500 12 ",
    "\"GET /a\\\" 500 HTTP/1.1\" 200 12 ",
    "\"-\" 408 0 ",
    "\"GET / HTTP/1.1\" 503 - ",
    "\"GET / HTTP/1.1\" 2000 - ",
    "\"\" 400 0 ",
    "GET / HTTP/1.1 500 ",
];

const CONTINUED: [&str; 6] = [
    "    at a.b.C(D.java:12)",
    "Caused by: x.YException: 500",
    "next line",
    "",
    "\tat x",
    "}",
];

fn words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(&PARTS[..]), 0..most).prop_map(|words| words.join(" "))
}

fn plain_line() -> impl Strategy<Value = String> {
    let head = (select(&STAMPS[..]), words(9)).prop_map(|(stamp, words)| format!("{stamp}{words}"));
    prop_oneof![8 => head, 1 => select(&CONTINUED[..]).prop_map(str::to_owned)]
}

fn access_line() -> impl Strategy<Value = String> {
    let line = (select(&ACCESS[..]), select(&REQUESTS[..]), words(4))
        .prop_map(|(head, request, words)| format!("{head}{request}{words}"));
    prop_oneof![20 => line, 1 => select(&CONTINUED[..]).prop_map(str::to_owned)]
}

fn json_line() -> impl Strategy<Value = String> {
    let level = select(
        &[
            "\"info\"",
            "\"info\"",
            "\"warn\"",
            "\"error\"",
            "\"INFO\"",
            "\"I\"",
            "\"30\"",
            "\"none\"",
            "30",
            "50",
            "3",
            "4",
            "null",
        ][..],
    );
    let first = (
        level,
        select(&["level", "level", "severity", "x", "status"][..]),
    );
    let status = prop_oneof![
        Just(String::new()),
        (0u16..700).prop_map(|n| format!(",\"status\":{n}")),
        select(
            &[
                r"\u00350\u0030",
                r"50\u0030",
                r"\n503",
                r"\u000a503",
                "503 x",
                "x503",
                "HTTP/1.1 503"
            ][..]
        )
        .prop_map(|told| format!(",\"status\":\"{told}\"")),
    ];
    let more = prop_oneof![
        3 => Just(""),
        1 => Just(",\"err\":{\"type\":\"TypeError\",\"stack\":\"x\\n at y\"}"),
        1 => Just(",\"tags\":[1,{\"level\":\"error\"}]"),
        1 => Just(",\"message\":\"say \\\"500\\\"\""),
        1 => Just(",\"level\":\"error\""),
        1 => Just(",\"severity\":\"ERROR\""),
        1 => Just(",\"remoteAddr\":\"::1\""),
        1 => Just(",\"log\":\"{\\\"level\\\":\\\"error\\\",\\\"status\\\":503}\""),
    ];
    let end = prop_oneof![
        12 => Just("}"),
        1 => Just(",\n\"a\":1}"),
        1 => Just(",\"a\":\"b\nc\"}"),
        1 => Just("\n}"),
        1 => Just(""),
        1 => Just(",\"a\":{\"b\":1"),
        1 => Just("} and 503"),
        1 => Just("}\n    at a.b.C(D.java:12)"),
    ];
    let object = (first, status, words(4), more, end);
    let object = object.prop_map(|((level, key), status, words, more, end)| {
        let words = words.replace('"', "'");
        format!("{{\"{key}\":{level}{status},\"msg\":\"{words}\"{more}{end}")
    });
    prop_oneof![20 => object, 1 => select(&CONTINUED[..]).prop_map(str::to_owned)]
}

fn log(line: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(line, 1..6);
    (lines, prop::collection::vec(0usize..6, 1..60)).prop_map(|(lines, order)| {
        let line = |nth: usize| lines[nth % lines.len()].clone() + "\n";
        order.into_iter().map(line).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_glance_at_objects_says_what_reading_says(log in log(json_line())) {
        agree(log.as_bytes())?;
    }

    #[test]
    fn a_glance_at_plain_lines_says_what_reading_says(log in log(plain_line())) {
        agree(log.as_bytes())?;
    }

    #[test]
    fn a_glance_at_access_lines_says_what_reading_says(log in log(access_line())) {
        agree(log.as_bytes())?;
    }
}

/// Every log of the test data.
fn real_logs() -> &'static [(PathBuf, Vec<u8>)] {
    static LOGS: LazyLock<Vec<(PathBuf, Vec<u8>)>> = LazyLock::new(|| {
        let mut paths: Vec<PathBuf> = walkdir::WalkDir::new("testdata")
            .into_iter()
            .map(|entry| entry.expect("readable").into_path())
            .filter(|path| path.is_file())
            .collect();
        paths.sort();
        let read = |path: PathBuf| {
            let log = std::fs::read(&path).expect("readable");
            (path, log)
        };
        paths.into_iter().map(read).collect()
    });
    &LOGS
}

/// How many entries of all real logs a quick way was enough for, which is compared with reading.
fn enough_of_real_logs(agree: impl Fn(&[u8]) -> Result<u64, TestCaseError>) -> u64 {
    let of_log = |(path, log): &(PathBuf, Vec<u8>)| {
        agree(log).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
    };
    real_logs().iter().map(of_log).sum()
}

/// Where glances are to spare work, they do.
#[test]
fn a_glance_at_real_logs_says_what_reading_says() {
    let enough = enough_of_real_logs(agree);
    assert!(enough > 500, "{enough}");
}

/// What programs write into each other's lines, and what cuts them.
const INTRUDERS: [&[u8]; 20] = [
    b"500",
    b" 503 ",
    b"status=503 ",
    b"\"status\":500,",
    b"\"level\":\"error\",",
    b"\"severity\":\"ERROR\",",
    b"ERROR ",
    b"level=error ",
    br"\u00350\u0030",
    b"\r",
    b"\r\n",
    b"\n",
    b"\n\n",
    b"\0",
    b"\xff",
    b"{",
    b"}",
    b"\"",
    b"\n    at a.b.C(D.java:1)",
    b"\nCaused by: a.b.C: x",
];

/// Some lines of a real log, with intruders in them.
fn disturbed_log() -> impl Strategy<Value = Vec<u8>> {
    const MOST: usize = 4000;
    let intruders = prop::collection::vec((any::<Index>(), select(&INTRUDERS[..])), 0..12);
    (any::<Index>(), any::<Index>(), intruders).prop_map(|(file, from, intruders)| {
        let (_, log) = file.get(real_logs());
        let from = from.index(log.len().saturating_sub(MOST) + 1);
        let mut log = log[from..log.len().min(from + MOST)].to_vec();
        for (at, intruder) in intruders {
            let at = at.index(log.len() + 1);
            log.splice(at..at, intruder.iter().copied());
        }
        log
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_glance_at_disturbed_logs_says_what_reading_says(log in disturbed_log()) {
        agree(&log)?;
    }
}

#[test]
fn glances_are_enough_for_ordinary_entries() {
    for line in [
        r#"{"level":"info","time":"2025-03-14T02:11:09Z","req":{"id":"a","url":"/"},"msg":"request 12 completed","status":200}"#,
        r#"{"level":"error","time":"2025-03-14T02:11:09Z","err":{"type":"E","stack":"E: x\n    at y"},"msg":"request failed"}"#,
        "2025-03-14 02:11:09,123 INFO  [main] com.acme.Shop - [req=71bb54d8-d101-45b9] completed GET /a status=200 duration=0ms",
    ] {
        let log = format!("{line}\n").repeat(100);
        let enough = agree(log.as_bytes()).expect("the same");
        assert!(enough >= 2 * 90, "{line}: {enough}");
    }
}

/// Compares what is gathered without reading with what reading finds, and gives how many entries it was enough for.
fn agree_on_plain(log: &[u8]) -> Result<u64, TestCaseError> {
    let (lock, _) = Lock::detect(log, FORMATS, WRAPPERS);
    let boundary = Boundary::new(lock);
    let keys = KeyTable::default();
    let mut of_failures = Want::of(&[
        Field::Time,
        Field::RequestId,
        Field::TraceId,
        Field::User,
        Field::Method,
        Field::Path,
        Field::Route,
        Field::Level,
        Field::Status,
        Field::ErrorKind,
        Field::ErrorStack,
        Field::Grouping,
    ]);
    let few = Want::of(&[Field::Time, Field::Level]);
    let mut enough = 0;
    for want in [Want::all(), of_failures.clone(), few, {
        of_failures.extra = ["x", "version", "status"].map(str::to_owned).into();
        of_failures
    }] {
        let want = want.closed();
        let reader = || Understander {
            lock,
            want: &want,
            keys: &keys,
            clock: Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000)),
            memo: KeyMemo::default(),
            worker: 0,
        };
        let (mut reader, mut gatherer) = (reader(), reader());
        let Some(block) = Blocks::new(log, boundary, log.len()).next(Vec::new()).0 else {
            continue;
        };
        let mut plain = Plain::default();
        for entry in scan::entries(block.whole(), &boundary) {
            let mut scratch = Vec::new();
            let read = reader.read(entry.bytes, entry.start, &mut scratch);
            let gathered = gatherer
                .skim()
                .and_then(|mut gather| gather(&log[entry.offset as usize..], &mut plain));
            if let Some(len) = gathered {
                prop_assert_eq!(len, entry.bytes.len());
                let mut poured = Event {
                    format: read.format,
                    ..Event::default()
                };
                prop_assert!(plain.pour(&mut poured).is_some());
                prop_assert_eq!(poured, read);
                enough += 1;
            } else {
                // Whatever is not ordinary teaches how the next may look.
                gatherer.read(entry.bytes, entry.start, &mut scratch);
            }
        }
    }
    Ok(enough)
}

/// Members of objects, with what their values are mostly and at times.
fn member() -> impl Strategy<Value = String> {
    const KEYS: [&str; 24] = [
        "time",
        "ts",
        "level",
        "severity",
        "requestId",
        "trace_id",
        "userId",
        "user",
        "method",
        "url",
        "path",
        "route",
        "statusCode",
        "status",
        "code",
        "responseTime",
        "duration",
        "msg",
        "message",
        "hostname",
        "service",
        "version",
        "x",
        "remoteAddr",
    ];
    const VALUES: [&str; 52] = [
        "\"2025-03-14T02:11:09.123Z\"",
        "\"2025-03-14T02:12:59.999Z\"",
        "\"2025-03-14T02:60:59.999Z\"",
        "\"2025-03-14T03:11:09.123Z\"",
        "\"2025-03-14 02:11:09,123\"",
        "\"2025-03-14\"",
        "\"02:11:09\"",
        "1741917069123",
        "1741917069.5",
        "\"1741917069\"",
        "\"info\"",
        "\"info\"",
        "\"warn\"",
        "\"error\"",
        "\"GET\"",
        "\"get\"",
        "\"fetch\"",
        "\"/a\"",
        "\"/a/12?b=1\"",
        "\"GET /a HTTP/1.1\"",
        "\"https://a.example/b\"",
        "\"71bb54d8-d101-45b9-834d-0bff90150280\"",
        "\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"",
        "\"00000000\"",
        "\"u190\"",
        "\"undefined\"",
        "\"-\"",
        "\"--\"",
        "\"none\"",
        "\"\"",
        "\" a \"",
        "\"a\u{a0}\"",
        "\"\u{e9}t\u{e9}\"",
        "\"a\\u0041\"",
        "\"\\\"\"",
        "200",
        "404",
        "503",
        "99",
        "30",
        "0.6",
        "\"12ms\"",
        "\"500\"",
        "null",
        "true",
        "{\"a\":1}",
        "[1,2]",
        "\"request completed\"",
        "\"loaded 16 rows\"",
        "\"status=503\"",
        "\"Completed 500 Internal Server Error\"",
        "\"user [71bb54d8-d101-45b9-834d-0bff90150280] x\"",
    ];
    (select(&KEYS[..]), select(&VALUES[..])).prop_map(|(key, value)| format!("\"{key}\":{value}"))
}

/// Objects of few shapes: some members are always the same, others come and go.
fn object_log() -> impl Strategy<Value = String> {
    let always = select(
        &[
            "\"level\":\"info\",",
            "\"@t\":\"2025-03-14T02:11:09Z\",",
            "",
        ][..],
    );
    let members = prop::collection::vec(member(), 1..7);
    let lines = prop::collection::vec((any::<u8>(), any::<Index>(), member()), 1..40);
    (always, members, lines).prop_map(|(always, members, lines)| {
        let line = |(kept, changed, other): (u8, Index, String)| {
            let mut members = members.clone();
            if kept & 1 == 0 {
                let at = changed.index(members.len());
                members[at] = other;
            }
            if kept & 6 == 0 {
                members.remove(changed.index(members.len()));
            }
            format!("{{{always}{}}}\n", members.join(","))
        };
        lines.into_iter().map(line).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_gathered_of_objects_is_what_reading_says(log in object_log()) {
        agree_on_plain(log.as_bytes())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_gathered_of_disturbed_logs_is_what_reading_says(log in disturbed_log()) {
        agree_on_plain(&log)?;
    }

    #[test]
    fn what_is_gathered_of_odd_objects_is_what_reading_says(log in log(json_line())) {
        agree_on_plain(log.as_bytes())?;
    }
}

#[test]
fn what_is_gathered_of_real_logs_is_what_reading_says() {
    let enough = enough_of_real_logs(agree_on_plain);
    assert!(enough > 300, "{enough}");
}

#[test]
fn ordinary_entries_need_not_be_read() {
    let line = r#"{"level":"info","time":"2025-03-14T02:11:09.123Z","service":"shop","requestId":"71bb54d8-d101-45b9-834d-0bff90150280","userId":"u1","method":"GET","url":"/a/12","statusCode":200,"responseTime":47.2,"msg":"request completed"}"#;
    let enough = agree_on_plain(format!("{line}\n").repeat(100).as_bytes()).expect("the same");
    assert!(enough >= 4 * 90, "{enough}");
}
