//! The samples walked, and what must hold for any bytes.

use proptest::prelude::*;

use super::*;
use crate::event::Time;
use crate::fields::{KeyMemo, KeyTable};
use crate::format::Sample;
use crate::time::{Clock, Zone};

/// 14 March 2025, the day after which the samples were written.
const NOON: Time = Time(1_741_953_600_000_000_000);

pub fn parse<'a>(format: &dyn Format, text: &'a [u8]) -> Option<Event<'a>> {
    let want = Want::all();
    let keys = KeyTable::default();
    let mut clock = Clock::new(Zone::Utc, NOON);
    let mut cx = Cx {
        want: &want,
        keys: &keys,
        clock: &mut clock,
        memo: &mut KeyMemo::default(),
    };
    let mut event = Event::default();
    format.parse(text, &mut cx, &mut event).then_some(event)
}

/// A field as samples write it; `null` where it is not told.
fn told(event: &Event, field: &str) -> String {
    let owned = |text: &Option<crate::event::Text>| text.as_ref().map(|t| t.to_string());
    let fault = event.error.clone().unwrap_or_default();
    let value = match field {
        "time" => event.time.map(|t| {
            let time = chrono::DateTime::from_timestamp_nanos(t.0);
            time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
        }),
        "level" => event.level.map(|l| l.word().to_string()),
        "status" => event.status.map(|s| s.to_string()),
        "duration_ms" => event
            .duration_ms
            .map(|ms| ((ms * 1e6).round() / 1e6).to_string()),
        "request_id" => owned(&event.request_id),
        "trace_id" => owned(&event.trace_id),
        "method" => owned(&event.method),
        "path" => owned(&event.path),
        "user" => owned(&event.user),
        "message" => owned(&event.message),
        "error.type" => owned(&fault.kind),
        "error.message" => owned(&fault.message),
        "error.stack" => owned(&fault.stack),
        "host" => owned(&event.host),
        "service" => owned(&event.service),
        other => panic!("no such field: {other}"),
    };
    value.unwrap_or_else(|| "null".to_string())
}

/// Every sample fits its format and gives its event.
pub fn check_samples(format: &dyn Format) {
    let mut wrong = Vec::new();
    for Sample { text, event } in format.samples() {
        let first = text.lines().next().unwrap_or("");
        if format.fit(first.as_bytes()) != Fit::Strong {
            wrong.push(format!("{:?}: {text}", format.fit(first.as_bytes())));
        }
        let Some(read) = parse(format, text.as_bytes()) else {
            wrong.push(format!("not read: {text}"));
            continue;
        };
        for (field, value) in *event {
            let got = told(&read, field);
            if got != *value {
                wrong.push(format!("{field}: {got:?}, not {value:?}, in {text}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// No prefix, suffix or change of a sample makes the format panic, and whatever fits is read.
pub fn check_mutated(format: &dyn Format, sample: usize, cut: usize, at: usize, byte: u8) {
    let text = format.samples()[sample % format.samples().len()]
        .text
        .as_bytes();
    let mut mutated = text.to_vec();
    let at = at % mutated.len();
    mutated[at] = byte;
    let cut = cut % mutated.len();
    for part in [&mutated[..], &mutated[..cut], &mutated[cut..]] {
        let line = part.split(|b| *b == b'\n').next().unwrap_or(part);
        let fit = format.fit(line);
        let read = parse(format, line);
        assert_eq!(
            fit != Fit::No,
            read.is_some(),
            "{:?}",
            String::from_utf8_lossy(line)
        );
    }
}

#[test]
fn every_sample_gives_its_event() {
    check_samples(&Access);
}

#[test]
fn lines_of_other_programs_are_not_access_lines() {
    for line in [
        "",
        "2025-03-14 02:11:09,123 INFO werkzeug: 127.0.0.1 - - [14/Mar/2025 02:11:09] \"GET / HTTP/1.1\" 500 -",
        "2025-03-14 02:11:09.008 25746 INFO nova.wsgi [req-1 - -] 10.11.10.1 \"GET /v2 HTTP/1.1\" status: 200 len: 1",
        "2025/03/14 02:11:09 [error] 7#0: *5 open() \"/x\" failed, client: 192.0.2.7, request: \"GET /x HTTP/1.1\"",
        "[Fri Mar 14 02:11:09 2025] [error] [client 192.0.2.7] File does not exist: /x",
        "2025-03-14T02:11:09Z ERROR shop: \"GET /x HTTP/1.1\" 500",
        "2025-03-14 02:11:09 upstream said GET /x 500",
        "time=\"2025-03-14T02:11:09Z\" level=info msg=\"GET /x HTTP/1.1\" status=200",
        "{\"request\":\"GET /x HTTP/1.1\",\"status\":200}",
        "I0314 02:11:09.123456 1 httplog.go:132] \"HTTP\" verb=\"GET\" URI=\"/x\" resp=200",
        "GET /x",
        "    at handler (\"/srv/app.js\") 200",
        "#Fields: date time cs-method cs-uri-stem sc-status",
        "1741918269.123 restarted",
    ] {
        assert_eq!(Access.fit(line.as_bytes()), Fit::No, "{line}");
    }
}

#[test]
fn a_line_cut_short_within_its_request_is_still_one() {
    let line = b"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] \"GET /a/very/long";
    let event = parse(&Access, line).expect("an access line");
    assert_eq!(event.path.as_deref(), Some("/a/very/long"));
    assert_eq!(Access.fit(line), Fit::Strong);
}

#[test]
fn a_target_longer_than_what_fit_looks_at_fits() {
    let long = "a".repeat(3 * FIT_WITHIN);
    let line = format!("192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] \"GET /{long} HTTP/1.1\" 414 0");
    assert_eq!(Access.fit(line.as_bytes()), Fit::Strong);
}

#[test]
fn only_what_is_wanted_is_read() {
    let want = Want::of(&[Field::Status]);
    let keys = KeyTable::default();
    let mut clock = Clock::new(Zone::Utc, NOON);
    let mut cx = Cx {
        want: &want,
        keys: &keys,
        clock: &mut clock,
        memo: &mut KeyMemo::default(),
    };
    let mut event = Event::default();
    let line = b"192.0.2.7 - bob [14/Mar/2025:02:11:09 +0000] \"GET /a HTTP/1.1\" 200 5 0.123";
    assert!(Access.parse(line, &mut cx, &mut event));
    assert_eq!(
        event,
        Event {
            status: Some(200),
            ..Event::default()
        }
    );
}

#[test]
fn keys_beside_the_canonical_fields_are_given_by_name() {
    let mut want = Want::none();
    want.extra = vec!["zone".into(), "ssl".into()];
    let keys = KeyTable::default();
    let mut clock = Clock::new(Zone::Utc, NOON);
    let mut cx = Cx {
        want: &want,
        keys: &keys,
        clock: &mut clock,
        memo: &mut KeyMemo::default(),
    };
    let mut event = Event::default();
    let line =
        b"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] \"GET /a HTTP/1.1\" 200 5 ssl=TLSv1.3 x=1";
    assert!(Access.parse(line, &mut cx, &mut event));
    assert_eq!(event.extra, [None, Some("TLSv1.3".into())]);
}

#[test]
fn a_request_is_found_in_a_message() {
    for (message, method, path, status) in [
        (
            "10.0.0.1 \"GET /v2/x?y HTTP/1.1\" status: 200 len: 5",
            "GET",
            "/v2/x?y",
            Some(200),
        ),
        (
            "Started POST \"/orders\" for 127.0.0.1 at 2025-03-14 02:11:09",
            "POST",
            "/orders",
            None,
        ),
        (
            "HTTP GET /x responded 500 in 84.1 ms",
            "GET",
            "/x",
            Some(500),
        ),
        (
            "Request finished HTTP/1.1 GET http://localhost:5000/x?y - 404 - text/plain",
            "GET",
            "/x?y",
            Some(404),
        ),
        (
            "200 GET /tornado (127.0.0.1) 1.23ms",
            "GET",
            "/tornado",
            Some(200),
        ),
        ("PUT /x failed with status code 503", "PUT", "/x", Some(503)),
        ("POST /x (404) 84ms", "POST", "/x", Some(404)),
        (
            "HTTP Request: GET https://shop.example/x \"HTTP/1.1 502 Bad Gateway\"",
            "GET",
            "/x",
            Some(502),
        ),
        (
            "192.0.2.7:51234 GET /x 1.1 502 1234",
            "GET",
            "/x",
            Some(502),
        ),
        ("could not GET /x after 200 ms", "GET", "/x", None),
    ] {
        let found = mention(message.as_bytes());
        let expected = Mention {
            method: method.as_bytes(),
            path: path.as_bytes(),
            status,
        };
        assert_eq!(found, Some(expected), "{message}");
    }
    for message in [
        "",
        "loaded /etc/app.conf",
        "GET a life",
        "he said \"GET out\" 500",
    ] {
        assert_eq!(request_line(message.as_bytes()), None, "{message}");
    }
}

proptest! {
    #[test]
    fn whatever_fits_is_read_and_no_bytes_panic(line in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(Access.fit(&line) != Fit::No, parse(&Access, &line).is_some());
        let _ = mention(&line);
    }

    #[test]
    fn no_change_of_a_sample_panics(sample: usize, cut: usize, at: usize, byte: u8) {
        check_mutated(&Access, sample, cut, at, byte);
    }
}
