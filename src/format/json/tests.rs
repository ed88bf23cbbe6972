//! The samples, and what must hold for any bytes.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::event::{Field, Text, Time, Want};
use crate::fields::{KeyMemo, KeyTable};
use crate::time::{Clock, Zone};

fn read<'a>(text: &'a [u8], want: &Want) -> Option<Event<'a>> {
    let keys = KeyTable::default();
    let mut clock = Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000));
    let mut cx = Cx {
        want,
        keys: &keys,
        clock: &mut clock,
        memo: &mut KeyMemo::default(),
    };
    let mut event = Event::default();
    Json.parse(text, &mut cx, &mut event).then_some(event)
}

/// A field as samples write it; `null` where it is not told.
fn told(event: &Event, field: &str) -> String {
    let owned = |text: &Option<Text>| text.as_ref().map(|text| text.to_string());
    let fault = event.error.clone().unwrap_or_default();
    let value = match field {
        "time" => event.time.map(|time| {
            chrono::DateTime::from_timestamp_nanos(time.0)
                .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
        }),
        "level" => event.level.map(|level| level.word().to_owned()),
        "status" => event.status.map(|status| status.to_string()),
        "duration_ms" => event
            .duration_ms
            .map(|ms| ((ms * 1e6).round() / 1e6).to_string()),
        "request_id" => owned(&event.request_id),
        "trace_id" => owned(&event.trace_id),
        "method" => owned(&event.method),
        "path" => owned(&event.path),
        "route" => owned(&event.route),
        "user" => owned(&event.user),
        "message" => owned(&event.message),
        "error.type" => owned(&fault.kind),
        "error.message" => owned(&fault.message),
        "error.stack" => owned(&fault.stack),
        "host" => owned(&event.host),
        "service" => owned(&event.service),
        other => panic!("no such field: {other}"),
    };
    value.unwrap_or_else(|| "null".to_owned())
}

#[test]
fn the_loggers_of_the_samples_are_understood() {
    let mut wrong = Vec::new();
    for Sample { text, event } in Json.samples() {
        let first = text.lines().next().unwrap_or_default();
        assert_eq!(Json.fit(first.as_bytes()), Fit::Strong, "{text}");
        let read = read(text.as_bytes(), &Want::all()).expect(text);
        for (field, value) in *event {
            let got = told(&read, field);
            if got != *value {
                wrong.push(format!("{field}: {got:?}, not {value:?}, in {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_read_does_not_depend_on_what_else_is_asked_for() {
    use crate::event::Field;
    let names = [
        "time",
        "level",
        "request_id",
        "status",
        "user",
        "duration_ms",
        "path",
        "method",
        "message",
    ];
    for Sample { text, .. } in Json.samples() {
        let all = read(text.as_bytes(), &Want::all()).expect(text);
        for name in names {
            let field = Field::from_name(name).expect(name);
            if let Some(alone) = read(text.as_bytes(), &Want::of(&[field])) {
                assert_eq!(told(&alone, name), told(&all, name), "{name} in {text}");
            }
        }
    }
}

#[test]
fn keys_asked_for_by_name_are_read_at_any_depth() {
    let mut want = Want::none();
    want.extra = vec![
        "region".into(),
        "http.version".into(),
        "gone".into(),
        "ok".into(),
    ];
    let text = br#"{"http":{"version":"1.1"},"region":7,"ok":true,"level":"info"}"#;
    let event = read(text, &want).expect("it is an object");
    let extra: Vec<_> = event.extra.iter().map(Option::as_deref).collect();
    assert_eq!(extra, [Some("7"), Some("1.1"), None, Some("true")]);
    assert_eq!(event.level, None);
}

#[test]
fn a_line_that_is_no_object_does_not_fit() {
    for line in [
        "",
        "{",
        "[",
        "{x}",
        "{'a': 1}",
        "{ \"a\" }",
        "[1,2]",
        "\"a\": 1",
        "x {\"a\":1}",
        "{\"a\" 1}",
    ] {
        assert_ne!(Json.fit(line.as_bytes()), Fit::Strong, "{line}");
    }
    for line in [
        "{\"a\":1",
        "  { \"a\" : 1}",
        "\u{feff}{\"a\":1}",
        "{}",
        "[{\"a\":1},",
    ] {
        assert_eq!(Json.fit(line.as_bytes()), Fit::Strong, "{line}");
    }
}

#[test]
fn an_object_cut_before_any_known_field_is_not_read() {
    assert_eq!(read(br#"{"zzz":"x"#, &Want::all()), None);
    assert!(read(br#"{"zzz":"x"}"#, &Want::all()).is_some());
}

#[test]
fn depth_costs_time_in_proportion_only() {
    let deep = |n: usize| [r#"{"a":"#.repeat(n), r#"{"data":[{"error":"#.repeat(n)].concat();
    let texts = [
        deep(100_000),
        format!("{{\"x\":{}", "[".repeat(1_000_000)),
        "{\"err\":[{\"stack\":".repeat(200_000),
    ];
    for text in texts {
        let started = Instant::now();
        read(text.as_bytes(), &Want::all());
        assert!(
            started.elapsed() < Duration::from_secs(2),
            "{:?}",
            started.elapsed()
        );
    }
}

#[test]
fn the_best_key_wins_in_any_order() {
    for text in [
        r#"{"email":"a@b.example","user_id":"u1","username":"ann"}"#,
        r#"{"username":"ann","email":"a@b.example","user_id":"u1"}"#,
        r#"{"data":{"user":"no"},"user_id":"u1"}"#,
    ] {
        let event = read(text.as_bytes(), &Want::all()).expect(text);
        assert_eq!(event.user.as_deref(), Some("u1"), "{text}");
    }
}

proptest! {
    #[test]
    fn strings_are_read_as_serde_reads_them(message in "\\PC*|[\\x00-\\x7f]*", user in "[a-z\"\\\\\u{1F600}]{1,9}x") {
        let text = serde_json::json!({"n": [1, {"a": "}"}], "message": message, "user": user, "z": null}).to_string();
        let event = read(text.as_bytes(), &Want::all()).expect("serde writes objects");
        prop_assert_eq!(event.user.as_deref(), Some(&*user));
        match event.message.as_deref() {
            Some(read) => prop_assert_eq!(read, message),
            None => prop_assert!(message.trim().len() <= 6, "{message:?}"),
        }
    }

    #[test]
    fn the_scanner_steps_over_any_value(values in prop::collection::btree_map("[a-z]{1,4}", json(), 0..6)) {
        let values: BTreeMap<String, serde_json::Value> = values;
        let text = serde_json::to_string(&values).expect("a map of strings is an object");
        let mut cursor = Cursor::new(text.as_bytes());
        prop_assert!(cursor.skip_value());
        prop_assert!(cursor.rest().is_empty());
        let with = format!("{{\"zz\":{text},\"level\":\"warn\"}}");
        prop_assert_eq!(read(with.as_bytes(), &Want::all()).expect("an object").level, Some(Level::Warn));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        Json.fit(&bytes);
        read(&bytes, &Want::all());
        read(&[b"{\"message\":", &bytes[..]].concat(), &Want::all());
    }

    #[test]
    fn any_change_of_a_sample_is_read_or_refused(sample in 0usize..1000, at in 0usize..5000, byte: u8, cut in 0usize..5000) {
        let text = SAMPLES[sample % SAMPLES.len()].text.as_bytes();
        let mut changed = text.to_vec();
        let (at, cut) = (at % changed.len(), cut % changed.len());
        changed[at] = byte;
        for part in [&changed[..], &changed[..cut], &changed[cut..], &text[..cut]] {
            Json.fit(part);
            read(part, &Want::all());
        }
    }
}

use super::samples::SAMPLES;

/// Any value, nested a little.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        "\\PC{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[a-z\"{}]{0,4}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// Members of objects as loggers write them, and as none does.
fn member() -> impl Strategy<Value = String> {
    const KEYS: [&str; 43] = [
        "code",
        "date",
        "properties",
        "time",
        "ts",
        "timestamp",
        "level",
        "lvl",
        "severity",
        "msg",
        "message",
        "status",
        "statusCode",
        "method",
        "url",
        "path",
        "route",
        "requestId",
        "reqId",
        "traceId",
        "traceparent",
        "user",
        "userId",
        "host",
        "service",
        "duration",
        "duration_ms",
        "elapsedSeconds",
        "responseTime",
        "err",
        "error",
        "stack",
        "remoteAddr",
        "OriginDuration",
        "nanos",
        "region",
        "x",
        "req",
        "res",
        "fields",
        "http",
        "a.b",
        "id",
    ];
    const VALUES: [&str; 51] = [
        "\"2025-03-14\"",
        "\"02:11:09\"",
        "{\"method\":\"POST\",\"url\":\"/n\",\"headers\":{\"x-request-id\":\"abc\",\"date\":\"x\"}}",
        "{\"status\":503,\"statusCode\":200}",
        "{\"$date\":\"2025-03-14T02:11:09Z\"}",
        "{\"id\": \"r1\", \"user\": {\"name\": \"bob\"}, \"x\": 7}",
        "[{\"key\":\"user\",\"value\":\"bob\"},{\"msg\":\"y\"}]",
        "\"2025-03-14T02:11:09.123Z\"",
        "\"2025-03-14 02:11:09\"",
        "\"[2025-03-14 02:11:09]\"",
        "1741917069123",
        "1741917069.5",
        "\"1741917069\"",
        "\"info\"",
        "\"ERROR\"",
        "\"[WARN]\"",
        "30",
        "50",
        "3",
        "200",
        "503",
        "\"404\"",
        "\"500 Internal Server Error\"",
        "\"error\"",
        "\"GET\"",
        "\"get\"",
        "\"getUser\"",
        "\"/a/b?c=d\"",
        "\"https://h.example/x\"",
        "\"GET /x HTTP/1.1\"",
        "\" /x \"",
        "\"a1b2c3d4\"",
        "\"-\"",
        "\"\"",
        "\"null\"",
        "null",
        "true",
        "false",
        "0.25",
        "\"12ms\"",
        "\"1.5s\"",
        "\"a \\\"b\\\" c\"",
        "\"{\\\"level\\\":\\\"error\\\"}\"",
        "{\"message\":\"x\",\"id\":7}",
        "[1,\"a\"]",
        "{}",
        "\"TypeError: x\"",
        "\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"",
        "\"caf\u{e9}\"",
        "abc",
        "",
    ];
    // What only together with another key means what it means.
    const TYPICAL: [(&str, &str); 25] = [
        ("code", "404"),
        ("code", "7"),
        ("date", "\"2025-03-14\""),
        ("time", "\"02:11:09\""),
        ("time", "\"2025-03-14T02:11:09.123Z\""),
        ("ts", "1741917069.5"),
        ("ts", "1741917069123"),
        ("level", "\"info\""),
        ("level", "30"),
        ("level", "4"),
        ("severity", "4"),
        ("msg", "\"fine\""),
        ("status", "200"),
        ("statusCode", "503"),
        ("method", "\"GET\""),
        ("url", "\"/a/b?c=d\""),
        ("reqId", "\"a1b2c3d4\""),
        ("user", "\"bob\""),
        ("duration", "0.25"),
        ("duration", "42"),
        ("elapsed", "\"12\""),
        ("duration_ms", "42.5"),
        ("remoteAddr", "\"10.0.0.1\""),
        ("remoteAddr", "true"),
        ("OriginDuration", "1200"),
    ];
    let any = (0..KEYS.len(), 0..VALUES.len()).prop_map(|(key, value)| (KEYS[key], VALUES[value]));
    let pair = prop_oneof![2 => (0..TYPICAL.len()).prop_map(|n| TYPICAL[n]), 1 => any];
    let colon = prop_oneof![6 => Just(":"), 1 => Just(": "), 1 => Just(" :")];
    (pair, colon).prop_map(|((key, value), colon)| format!("\"{key}\"{colon}{value}"))
}

/// Lines of a few kinds, in the order of a log.
fn log() -> impl Strategy<Value = Vec<String>> {
    let object = prop::collection::vec(member(), 0..9).prop_map(|members| members.join(","));
    let end = prop_oneof![6 => Just("}"), 1 => Just(""), 1 => Just("} trailing"), 1 => Just(",}")];
    let kinds = prop::collection::vec((object, end), 1..5);
    (kinds, prop::collection::vec(0usize..5, 1..40)).prop_map(|(kinds, order)| {
        let line = |kind: usize| {
            let (members, end) = &kinds[kind % kinds.len()];
            format!("{{{members}{end}")
        };
        order.into_iter().map(line).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn what_is_remembered_of_keys_changes_nothing(log in log(), asked in any::<u32>()) {
        let asked = crate::event::Field::ALL.into_iter().filter(|&field| asked >> field as u32 & 1 == 1);
        let mut want = Want::of(&asked.collect::<Vec<_>>());
        want.extra = vec!["region".to_owned(), "x".to_owned(), "err.id".to_owned(),
            "req.x".to_owned()];
        let keys = KeyTable::default();
        let mut clock = Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000));
        let mut memo = KeyMemo::default();
        for line in &log {
            let mut read = |memo| {
                let mut cx = Cx { want: &want, keys: &keys, clock: &mut clock, memo };
                let mut event = Event::default();
                let read = Json.parse(line.as_bytes(), &mut cx, &mut event);
                (read, event)
            };
            let told = read(&mut memo);
            prop_assert_eq!(&told, &read(&mut KeyMemo::default()), "{}", line);
            // A code is a status or not whatever else is asked for.
            if want.has(Field::Status) {
                let all = Want::all();
                let mut cx = Cx { want: &all, keys: &keys, clock: &mut clock, memo: &mut KeyMemo::default() };
                let mut event = Event::default();
                Json.parse(line.as_bytes(), &mut cx, &mut event);
                prop_assert_eq!(told.1.status, event.status, "{}", line);
            }
        }
    }
}
