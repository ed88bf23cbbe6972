//! The text formats together: every sample gives its event, and is recognised as what it is.

use super::Plain;
use crate::event::{Event, Text, Time, Want};
use crate::fields::{KeyMemo, KeyTable};
use crate::format::{
    Cx, Fit, Format, Sample, db2, dmesg, dotnet, erlang, glog, jul, lambda, logfmt, message,
    mysql_slow, oracle, php, postgresql, rails, redis, weblogic, websphere,
};
use crate::time::{Clock, Zone};
use proptest::prelude::*;
use std::sync::LazyLock;

/// In the order in which they are asked: the particular before the general.
const FORMATS: [&dyn Format; 17] = [
    &mysql_slow::MySqlSlow,
    &lambda::Lambda,
    &erlang::Erlang,
    &weblogic::WebLogic,
    &websphere::WebSphere,
    &glog::Glog,
    &redis::Redis,
    &rails::Rails,
    &dotnet::DotNet,
    &db2::Db2,
    &jul::Jul,
    &postgresql::PostgreSql,
    &oracle::Oracle,
    &php::Php,
    &dmesg::Dmesg,
    &logfmt::Logfmt,
    &Plain,
];

static KEYS: LazyLock<KeyTable> = LazyLock::new(|| KeyTable::new(&[]));

/// 1 June 2025, from which missing years and dates are taken.
const REFERENCE: Time = Time(1_748_736_000_000_000_000);

fn first_line(text: &str) -> &[u8] {
    text.split('\n').next().unwrap_or("").as_bytes()
}

/// Reads `text` as an event, its message included.
fn read<'a>(format: &dyn Format, text: &'a [u8]) -> Option<Event<'a>> {
    let want = Want::all();
    let mut clock = Clock::new(Zone::Utc, REFERENCE);
    let mut cx = Cx {
        want: &want,
        keys: &KEYS,
        clock: &mut clock,
        memo: &mut KeyMemo::default(),
    };
    let mut event = Event::default();
    format.parse(text, &mut cx, &mut event).then(|| {
        let message: &'a str = match event.message.take() {
            Some(Text::Borrowed(message)) => message,
            Some(Text::Owned(message)) => Box::leak(message.into_boxed_str()),
            None => panic!("{} gave no message", format.name()),
        };
        message::enrich(message, &mut cx, &mut event);
        event.message = Some(message.into());
        event
    })
}

/// The field of the event that the contract calls `name`, as text.
fn field(event: &Event, name: &str) -> Option<String> {
    let owned = |text: &Option<Text>| text.as_deref().map(str::to_owned);
    match name {
        "level" => event.level.map(|level| level.word().to_owned()),
        "message" => owned(&event.message),
        "request_id" => owned(&event.request_id),
        "trace_id" => owned(&event.trace_id),
        "user" => owned(&event.user),
        "method" => owned(&event.method),
        "path" => owned(&event.path),
        "status" => event.status.map(|status| status.to_string()),
        other => panic!("no field {other}"),
    }
}

fn nanos(rfc3339: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(rfc3339)
        .ok()?
        .timestamp_nanos_opt()
}

/// What `sample` gives otherwise than it says.
fn faults(format: &dyn Format, sample: &Sample) -> Vec<String> {
    let mut faults = Vec::new();
    if format.fit(first_line(sample.text)) == Fit::No {
        faults.push(format!("{:?} does not fit {}", sample.text, format.name()));
    }
    let Some(event) = read(format, sample.text.as_bytes()) else {
        faults.push(format!(
            "{:?} is not parsed by {}",
            sample.text,
            format.name()
        ));
        return faults;
    };
    for (name, expected) in sample.event {
        let right = match *name {
            // A time under a key may have gone through a float.
            "time" => event
                .time
                .zip(nanos(expected))
                .is_some_and(|(time, nanos)| (time.0 - nanos).abs() < 1000),
            "duration_ms" => event
                .duration_ms
                .zip(expected.parse().ok())
                .is_some_and(|(ms, due): (f64, f64)| (ms - due).abs() < 1e-6),
            name => field(&event, name).as_deref() == Some(expected),
        };
        if !right {
            faults.push(format!(
                "{:?}: {name} should be {expected:?} in {event:?}",
                sample.text
            ));
        }
    }
    faults
}

#[test]
fn every_sample_gives_its_event() {
    let faults: Vec<_> = FORMATS
        .iter()
        .flat_map(|format| {
            format
                .samples()
                .iter()
                .flat_map(|sample| faults(*format, sample))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_sample_is_recognised_as_its_format() {
    let best = |line: &[u8]| {
        [Fit::Strong, Fit::Weak]
            .into_iter()
            .find_map(|fit| FORMATS.iter().find(|format| format.fit(line) == fit))
    };
    for format in FORMATS {
        for sample in format.samples() {
            let found = best(first_line(sample.text)).map(|format| format.name());
            assert_eq!(found, Some(format.name()), "{:?}", sample.text);
        }
    }
}

#[test]
fn lines_that_go_on_with_an_entry_start_none() {
    for line in [
        "",
        "    at com.acme.Foo.bar(Foo.java:12)",
        "\tat 2025-03-14 02:11:09",
        "Caused by: java.io.IOException: closed at 2025-03-14 02:11:09",
        "java.lang.IllegalStateException: not ready",
        "Error: connect ECONNREFUSED 127.0.0.1:5432",
        "TypeError: Cannot read properties of null",
        "Traceback (most recent call last):",
        "  File \"/srv/shop/cart.py\", line 12, in add",
        "goroutine 1 [running]:",
        "#0 /srv/shop/cart.php(12): add()",
        "Stack trace:",
        "    WHERE id = 7 AND created > '2025-03-14 02:11:09'",
        "   Deadline: 2025-03-14 02:11:09",
        "Last run was 2025-03-14 02:11:09",
        "error reading the file",
        "}",
        "... 12 more",
        "[stacktrace]",
        "main.main()",
    ] {
        let fits: Vec<_> = FORMATS
            .iter()
            .filter(|f| f.fit(line.as_bytes()) != Fit::No)
            .map(|f| f.name())
            .collect();
        assert!(fits.is_empty(), "{line:?} fits {fits:?}");
    }
}

#[test]
fn a_time_of_day_alone_or_a_level_without_a_time_is_only_weak() {
    for line in [
        "02:11:09.123 [main] com.acme.Foo - x",
        "ERROR: x",
        "[WARN] x",
        "  2025-03-14 02:11:09 [WARN] x",
    ] {
        assert_eq!(Plain.fit(line.as_bytes()), Fit::Weak, "{line}");
    }
    for line in [
        "2025-03-14 02:11:09 x",
        "[2025-03-14 02:11:09] x",
        "02:11:09.123 [main] INFO com.acme.Foo - x",
        "ERROR [main] 2025-03-14 02:11:09 x",
    ] {
        assert_eq!(Plain.fit(line.as_bytes()), Fit::Strong, "{line}");
    }
}

#[test]
fn words_of_the_message_stay_in_it() {
    for (line, message) in [
        (
            "2025-03-14 02:11:09 WARN Deprecated field [inline] used",
            "Deprecated field [inline] used",
        ),
        ("2025-03-14 02:11:09 ERROR 404 not found", "404 not found"),
        (
            "2025-03-14 02:11:09 ERROR Failed: no stock",
            "Failed: no stock",
        ),
        (
            "2025-03-14 02:11:09 ERROR TypeError: x is null",
            "TypeError: x is null",
        ),
        (
            "2025-03-14 02:11:09 INFO example.com is down",
            "example.com is down",
        ),
        (
            "2025-03-14 02:11:09 INFO config.yaml not found",
            "config.yaml not found",
        ),
        (
            "2025-03-14 02:11:09 user alice logged in - from 10.0.0.1",
            "user alice logged in - from 10.0.0.1",
        ),
        (
            "2025-03-14 02:11:09 Connection error: timeout",
            "Connection error: timeout",
        ),
        (
            "2025-03-14 02:11:09 error reading the file",
            "error reading the file",
        ),
        ("2025-03-14 02:11:09 I am here", "I am here"),
        (
            "2025-03-14 02:11:09 ERROR localhost:5432 refused",
            "localhost:5432 refused",
        ),
        ("2025-03-14 02:11:09 INFO {\"a\":1}", "{\"a\":1}"),
        (
            "2025-03-14 02:11:09 INFO key=value first",
            "key=value first",
        ),
        (
            "2025-03-14 02:11:09 INFO started (pid 12)",
            "started (pid 12)",
        ),
        ("2025-03-14 02:11:09 [INFO] - a - b", "a - b"),
    ] {
        let event = read(&Plain, line.as_bytes()).unwrap_or_else(|| panic!("{line} is not read"));
        assert_eq!(event.message.as_deref(), Some(message), "{line}");
    }
}

#[test]
fn what_is_not_asked_for_is_not_read() {
    let want = Want::none();
    let mut clock = Clock::new(Zone::Utc, REFERENCE);
    let mut event = Event::default();
    let line = b"2025-03-14 02:11:09 ERROR [550e8400-e29b-41d4-a716-446655440000] user=bob x";
    assert!(Plain.parse(
        line,
        &mut Cx {
            want: &want,
            keys: &KEYS,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        },
        &mut event
    ));
    assert_eq!(
        Event {
            message: None,
            ..event
        },
        Event::default()
    );
}

#[test]
fn java_util_loggings_second_line_goes_on_with_the_first() {
    let first = b"Mar 14, 2025 2:11:09 AM com.acme.Foo bar";
    for format in [&Plain as &dyn Format, &jul::Jul] {
        assert!(format.joins(first, b"SEVERE: it failed"));
        assert!(!format.joins(
            b"2025-03-14 02:11:09 INFO com.acme.Foo x",
            b"SEVERE: it failed"
        ));
    }
}

#[test]
fn a_slow_querys_user_goes_on_with_its_time() {
    let user = b"# User@Host: a[a] @ b []";
    assert!(mysql_slow::MySqlSlow.joins(b"# Time: 2025-03-14T02:11:09Z", user));
    assert!(!mysql_slow::MySqlSlow.joins(b"SELECT 1;", user));
}

/// Bytes as logs have them, damaged: a sample with pieces cut out, put elsewhere, replaced.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let texts: Vec<&'static str> = FORMATS
        .iter()
        .flat_map(|f| f.samples())
        .map(|s| s.text)
        .collect();
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 0..12);
    (prop::sample::select(texts), edits).prop_map(|(text, edits)| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte, what) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match what {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => bytes.truncate(at),
                _ => bytes.rotate_left(at),
            }
        }
        bytes
    })
}

fn read_with_all(bytes: &[u8]) {
    for format in FORMATS {
        let line = bytes.split(|b| *b == b'\n').next().unwrap_or(b"");
        let _ = (format.fit(line), format.joins(bytes, line));
        if read(format, bytes).is_none() {
            assert!(
                format.fit(line) == Fit::No,
                "{} fits {:?} and does not parse it",
                format.name(),
                String::from_utf8_lossy(bytes)
            );
        }
    }
    let want = Want::all();
    let mut clock = Clock::new(Zone::Utc, REFERENCE);
    let text = String::from_utf8_lossy(bytes);
    message::enrich(
        &text,
        &mut Cx {
            want: &want,
            keys: &KEYS,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        },
        &mut Event::default(),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_a_text_format_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_with_all(&bytes);
    }

    #[test]
    fn no_damage_to_a_sample_makes_a_text_format_panic(bytes in damaged()) {
        read_with_all(&bytes);
    }
}

#[test]
fn a_line_of_many_megabytes_is_read_in_no_time() {
    for filler in [
        &b"["[..],
        b"=",
        b"a=b ",
        b"x",
        b"\"",
        b" - ",
        b"1:",
        b"{",
        b"GET /",
        b"\x1b[1m",
    ] {
        let mut line = b"2025-03-14 02:11:09 ERROR ".to_vec();
        while line.len() < 4_000_000 {
            line.extend_from_slice(filler);
        }
        let begun = std::time::Instant::now();
        read_with_all(&line);
        assert!(
            begun.elapsed().as_secs() < 5,
            "{:?} took {:?}",
            String::from_utf8_lossy(filler),
            begun.elapsed()
        );
    }
}
