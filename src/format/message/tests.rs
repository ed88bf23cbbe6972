use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::event::{Time, Want};
use crate::fields::{KeyMemo, KeyTable};
use crate::time::{Clock, Zone};

fn enriched(message: &str) -> Event<'_> {
    let (want, keys) = (Want::all(), KeyTable::new(&[]));
    let mut clock = Clock::new(Zone::Utc, Time(0));
    let mut event = Event::default();
    enrich(
        message,
        &mut Cx {
            want: &want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        },
        &mut event,
    );
    event
}

fn request_id(message: &str) -> Option<String> {
    enriched(message).request_id.map(|id| id.into_owned())
}

const UUID: &str = "550e8400-e29b-41d4-a716-446655440000";

#[test]
fn known_keys_are_read_wherever_they_stand() {
    let event =
        enriched("request_id=r-42 user=alice DELETE /api/x/1 failed status=500 duration=12.5ms");
    assert_eq!(event.request_id.as_deref(), Some("r-42"));
    assert_eq!(event.user.as_deref(), Some("alice"));
    assert_eq!(event.method.as_deref(), Some("DELETE"));
    assert_eq!(event.path.as_deref(), Some("/api/x/1"));
    assert_eq!(event.status, Some(500));
    assert_eq!(event.duration_ms, Some(12.5));
}

#[test]
fn a_dash_is_no_user() {
    assert_eq!(enriched("user=- logged out").user, None);
}

#[test]
fn a_number_in_a_sentence_is_no_status() {
    assert_eq!(enriched("completed 500 DELETE /x in 105ms").status, None);
    assert_eq!(enriched("GET /x 500 bytes").status, None);
    assert_eq!(enriched("Completed 500 items").status, None);
}

#[test]
fn an_access_line_as_a_message_gives_its_user_and_status() {
    for line in [
        "10.0.0.1 - kim [14/Mar/2025:02:11:09 +0000] \"GET /a HTTP/1.1\" 404 17 \"-\" \"curl\"",
        "10.0.0.1 kim GET /a 404 ok 12",
    ] {
        let event = enriched(line);
        assert_eq!(event.user.as_deref(), Some("kim"), "{line}");
        assert_eq!(event.status, Some(404), "{line}");
    }
    assert_eq!(
        enriched("10.0.0.1 - - [x] \"GET /a HTTP/1.1\" 404 17").user,
        None
    );
}

#[test]
fn sentences_of_frameworks_tell_their_request() {
    for line in [
        "404 Not Found: GET - /a in 12ms",
        "router: completed GET /a for 10.0.0.1:0, 404 Not Found in 2.3ms @ repo/view.go:9(repo.Home)",
    ] {
        let event = enriched(line);
        assert_eq!(event.path.as_deref(), Some("/a"), "{line}");
        assert_eq!(event.method.as_deref(), Some("GET"), "{line}");
        assert_eq!(event.status, Some(404), "{line}");
    }
}

#[test]
fn a_request_line_gives_method_path_and_status() {
    for line in [
        "10.0.0.1:52134 - \"GET /a/b?c=1 HTTP/1.1\" 503 Service Unavailable",
        "10.0.0.1 \"GET /a/b?c=1 HTTP/1.1\" status: 503 len: 1893 time: 0.24",
        "\"GET http://host-1/a/b?c=1 HTTP/1.1\" from 10.0.0.1:5000 - 503 21B in 1.2ms",
        "10.0.0.1 - - \"GET /a/b?c=1 1.1\" 503 17",
        "10.0.0.1 - - \"GET /a/b?c=1\" 503 -",
        "GET /a/b?c=1 -> 503 (12 ms)",
        "GET /a/b?c=1 failed: 503",
    ] {
        let event = enriched(line);
        assert_eq!(event.method.as_deref(), Some("GET"), "{line}");
        assert_eq!(event.path.as_deref(), Some("/a/b?c=1"), "{line}");
        assert_eq!(event.status, Some(503), "{line}");
    }
}

#[test]
fn targets_are_found_as_urls_and_in_quotes() {
    assert_eq!(
        enriched("Request starting HTTP/1.1 GET http://localhost:5000/api/x - -")
            .path
            .as_deref(),
        Some("/api/x")
    );
    assert_eq!(
        enriched("Started POST \"/orders?page=2\" for 10.0.0.1")
            .path
            .as_deref(),
        Some("/orders?page=2")
    );
    assert_eq!(enriched("open /var/lib/x failed").path, None);
    assert_eq!(enriched("BUDGET /x").path, None);
}

#[test]
fn frameworks_sentences_are_read() {
    let rails = enriched("Completed 500 Internal Server Error in 12ms (ActiveRecord: 2.1ms)");
    assert_eq!((rails.status, rails.duration_ms), (Some(500), Some(12.0)));
    assert_eq!(
        enriched("Completed 500 INTERNAL_SERVER_ERROR").status,
        Some(500)
    );
    let flask = enriched("Exception on /api/orders/7 [PUT]");
    assert_eq!(
        (flask.method.as_deref(), flask.path.as_deref()),
        (Some("PUT"), Some("/api/orders/7"))
    );
    assert_eq!(
        enriched("Internal Server Error: /cart/").path.as_deref(),
        Some("/cart/")
    );
    let serilog = enriched("HTTP GET /api/x responded 502 in 34.5678 ms");
    assert_eq!(
        (serilog.status, serilog.duration_ms),
        (Some(502), Some(34.5678))
    );
    let tornado = enriched("500 GET /api/x (10.0.0.1) 12.5ms");
    assert_eq!(
        (
            tornado.status,
            tornado.duration_ms,
            tornado.method.as_deref()
        ),
        (Some(500), Some(12.5), Some("GET"))
    );
    let phoenix = enriched("Sent 500 in 250µs");
    assert_eq!(
        (phoenix.status, phoenix.duration_ms),
        (Some(500), Some(0.25))
    );
    assert_eq!(
        enriched("code 404, message File not found").status,
        Some(404)
    );
    let asp = enriched("Request finished HTTP/1.1 GET http://localhost/api/x - 500 0 - 12.5ms");
    assert_eq!((asp.status, asp.duration_ms), (Some(500), Some(12.5)));
}

#[test]
fn an_id_alone_in_brackets_is_the_requests() {
    assert_eq!(
        request_id(&format!("[{UUID}] request accepted")).as_deref(),
        Some(UUID)
    );
    assert_eq!(
        request_id("[4bf92f3577b34da6a3ce929d0e0e4736] accepted").as_deref(),
        Some("4bf92f3577b34da6a3ce929d0e0e4736")
    );
    assert_eq!(request_id(&format!("order {UUID} stored")), None);
    for id in [
        "req-17",
        "req_8f14",
        "01HQ3ZJ5T6WQ8R2M4N7P9S0V1X",
        "host-1/Fh2xLqP0aB-000042",
    ] {
        assert_eq!(request_id(&format!("[{id}] accepted")).as_deref(), Some(id));
    }
    for other in ["main", "req-count", "nio-8080-exec-1", "lib/main.rs-1"] {
        assert_eq!(request_id(&format!("[{other}] accepted")), None, "{other}");
    }
}

#[test]
fn openstack_names_the_request_and_the_user() {
    let event_text = format!(
        "[req-{UUID} 113d3a99c3da 54fadb412c4e - - -] 10.0.0.1 \"GET /v2 HTTP/1.1\" status: 200"
    );
    let event = enriched(&event_text);
    assert_eq!(
        event.request_id.as_deref(),
        Some(format!("req-{UUID}").as_str())
    );
    assert_eq!(event.user.as_deref(), Some("113d3a99c3da"));
    assert_eq!(event.status, Some(200));
    let newer = format!("[None req-{UUID} alice demo - - default default] done");
    assert_eq!(request_id(&newer), Some(format!("req-{UUID}")));
}

#[test]
fn spring_names_the_trace_in_either_layout() {
    for text in [
        "[shop,4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7,true] x",
        "[shop,4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7] x",
        "[4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7] x",
        "[traceId=4bf92f3577b34da6a3ce929d0e0e4736, spanId=00f067aa0ba902b7] x",
    ] {
        assert_eq!(
            enriched(text).trace_id.as_deref(),
            Some("4bf92f3577b34da6a3ce929d0e0e4736"),
            "{text}"
        );
    }
}

#[test]
fn ids_follow_a_colon_too() {
    for text in [
        format!("START RequestId: {UUID} Version: $LATEST"),
        format!("upload failed (request id: {UUID})"),
        format!("request_id: {UUID}, retrying"),
        format!("X-Request-ID: {UUID}"),
    ] {
        assert_eq!(request_id(&text).as_deref(), Some(UUID), "{text}");
    }
    assert_eq!(request_id("no such request id: missing"), None);
}

#[test]
fn json_at_the_end_of_a_message_is_searched_for_its_keys() {
    let text = format!(
        "cart is gone {{\"request_id\":\"{UUID}\",\"status\": 502,\"user\":{{\"id\":\"u7\"}},\"x\":[1]}} []"
    );
    let event = enriched(&text);
    assert_eq!(event.request_id.as_deref(), Some(UUID));
    assert_eq!(event.status, Some(502));
}

#[test]
fn what_the_head_told_stays() {
    let (want, keys) = (Want::all(), KeyTable::new(&[]));
    let mut clock = Clock::new(Zone::Utc, Time(0));
    let mut event = Event {
        status: Some(200),
        ..Event::default()
    };
    enrich(
        "status=500 user=bob",
        &mut Cx {
            want: &want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        },
        &mut event,
    );
    assert_eq!(
        (event.status, event.user.as_deref()),
        (Some(200), Some("bob"))
    );
}

#[test]
fn other_keys_are_kept_when_they_are_asked_for() {
    let mut want = Want::none();
    want.extra = vec!["region".into(), "zone".into()];
    let keys = KeyTable::new(&[]);
    let mut clock = Clock::new(Zone::Utc, Time(0));
    let mut event = Event::default();
    enrich(
        "x region=eu-1 y",
        &mut Cx {
            want: &want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        },
        &mut event,
    );
    assert_eq!(event.extra, [Some("eu-1".into()), None]);
}

/// What a text may hold that tells something, and what only begins so.
const FRAGMENTS: [&str; 36] = [
    " ",
    "\n",
    "[",
    "(",
    ")",
    "}",
    ",",
    "=",
    ":",
    "-",
    "/a/b",
    "\u{1b}[32m",
    "INFO",
    "user",
    "500",
    "(550e8400-e29b-41d4-a716-446655440000)",
    "{550e8400-e29b-41d4-a716-446655440000}",
    " 550e8400-e29b-41d4-a716-446655440000 ",
    "[req-17]",
    "[reqId:7f3a11]",
    "[None req-8 kim]",
    "[app,4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7]",
    "request_id=r-1 ",
    "user=bob ",
    "status: 500 ",
    "request id: 7f3a11 ",
    "\"status\": 502",
    "GET /a/b ",
    "\"POST http://h/a HTTP/1.1\" 404 ",
    "Completed 500 X in 12ms",
    "Sent 200 in 3ms",
    "HTTP GET /x responded 502 in 3 ms",
    "Exception on /a [PUT]",
    "500 GET /a (10.0.0.1) 2ms",
    "10.0.0.1 kim GET /a 404 ok 12",
    "10.0.0.1 - kim [14/Mar/2025:02:11:09 +0000] \"GET /a HTTP/1.1\" 404 17",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn nothing_is_there_that_is_not_looked_for(
        fragments in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..6),
        in_head: bool,
    ) {
        let text = fragments.concat();
        let all = Signs { equals: true, colon: true, comma: true, bracket: true, slash: true };
        let told = |signs: Signs| {
            let (want, keys) = (Want::all(), KeyTable::default());
            let mut clock = Clock::new(Zone::Utc, Time(0));
            let mut cx = Cx { want: &want, keys: &keys, clock: &mut clock, memo: &mut KeyMemo::default() };
            let mut event = Event::default();
            gather(text.as_bytes(), signs, in_head, &mut cx, &mut event);
            event
        };
        prop_assert_eq!(told(Signs::of(text.as_bytes())), told(all));
    }
}

#[test]
fn nothing_is_read_far_into_the_message() {
    let far = format!("{} status=500", "x".repeat(5000));
    assert_eq!(enriched(&far).status, None);
}

/// Needs the trace tracker.
mod with_traces {
    use super::enriched;

    #[test]
    fn nothing_is_read_from_a_stack_trace() {
        let event = enriched(
            "it failed user=bob\njava.lang.IllegalStateException: status=503\n\tat com.acme.A.b(A.java:1)",
        );
        assert_eq!((event.user.as_deref(), event.status), (Some("bob"), None));
    }
}

#[test]
fn a_request_is_read_with_what_stands_between() {
    for line in [
        "shop be-1 GET shop.example:80 /a?x=1 -> 502 Bad Gateway",
        "GET /a?x=1 192.0.2.7 -> 502 84ms",
        "http <-- 502, user: kim(192.0.2.7), req: 'GET /a?x=1', bytes: 0/12",
    ] {
        let event = enriched(line);
        assert_eq!(event.path.as_deref(), Some("/a?x=1"), "{line}");
        assert_eq!(event.status, Some(502), "{line}");
    }
}

#[test]
fn caddys_console_counts_seconds() {
    let line = "handled request\t{\"request\": {\"remote_ip\": \"192.0.2.7\", \"method\": \"GET\", \"uri\": \"/a\"}, \"duration\": 0.084, \"status\": 500}";
    assert_eq!(enriched(line).duration_ms, Some(84.0));
    let other = "done {\"duration\": 0.084}";
    assert_eq!(enriched(other).duration_ms, Some(0.084));
}

#[test]
fn a_key_may_be_coloured() {
    let text = format!("failed\n    \u{1b}[35mreqId\u{1b}[39m: \"{UUID}\"");
    assert_eq!(request_id(&text).as_deref(), Some(UUID));
}

/// What programs write between their values.
const WORDS: [&str; 77] = [
    "\n",
    "\t",
    "\u{1b}[31m",
    "[req=",
    "[",
    "] ",
    "]",
    "(",
    ") ",
    "{",
    "} ",
    " ",
    "  ",
    "=",
    ": ",
    ":",
    ", ",
    ",",
    "\"",
    "'",
    "\\",
    "/",
    " /",
    "-",
    ".",
    "<",
    ">",
    "started ",
    "completed ",
    "GET ",
    " POST ",
    "GET /",
    " /x ",
    "DELETE",
    "[GET] /",
    "status=",
    " status=",
    " duration=",
    "user=",
    " user=",
    " user: ",
    "request_id=",
    "requestId: ",
    "request id: ",
    "trace ID: ",
    "id: ",
    "code ",
    ", message ",
    "Completed ",
    " in ",
    "Sent ",
    " - Sent ",
    "HTTP ",
    " responded ",
    "Not Found: ",
    "Request finished in ",
    " HTTP/1.1\" ",
    "http://",
    " => ",
    " returned ",
    "failed: ",
    "loaded ",
    " rows",
    "None req-",
    "req-",
    "app,",
    "ms",
    "s",
    " bytes",
    "path=",
    "method=",
    "level=",
    "==",
    " http2=",
    " {\"status\":",
    "key",
    "\u{e9}",
];
/// What they write there.
const VALUES: [&str; 36] = [
    UUID,
    "71bb54d8-d101-45b9-834d-0bff90150280",
    "4bf92f3577b34da6a3ce929d0e0e4736",
    "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "req-7f3a11",
    "200",
    "404",
    "500",
    "99",
    "5000",
    "0",
    "-",
    "47ms",
    "12",
    "1.5",
    "10.0.0.1",
    "alice",
    "u190",
    "GET",
    "POST",
    "ERROR",
    "/api/orders/68219",
    "/healthz",
    "/a?b=c",
    "/a:b",
    "/x:",
    "user=7",
    "host/Fh2xLqP0aB-000042",
    "none",
    "INTERNAL_SERVER_ERROR",
    "code",
    "status",
    "1.1",
    "id5",
    "x7",
];

/// Statements of programs, their values left out.
const STATEMENTS: [&str; 40] = [
    "[None req-{} {}] x",
    "[{} u t] x",
    "::1 - {} [14/Mar/2025:02:11:09 +0000] \"GET {} HTTP/1.1\" {} 17",
    "x {}\nGET {} {}",
    "x {} \u{1b}[36mkey\u{1b}[0m={}",
    "user=\"{}\\\"{}\" b={}",
    "[req={}] completed GET {} status={} duration={}ms",
    "[{}] done {}",
    "({}) done in {}ms",
    "[id-{}] x",
    "[{}-5] x",
    "[a/{}] x",
    "[{},{},{}] x",
    "[reqId:{}] x",
    "[x {} y] z",
    "user=<{}> in {}",
    "\"{}\"=\"{}\" x",
    "x {}: {} y",
    "request id: {} y",
    "a {} id: {}",
    "status: {} x",
    "{} GET {} {}",
    "10.0.0.1 {} GET {} {}",
    "{} alice GET {} {}",
    "{} {} GET {}",
    "GET {} => {}",
    "GET {}: failed {}",
    "POST {} {} HTTP/1.1\" 500",
    "reading {} HTTP/1.1 {}",
    "code {}, message x",
    "Completed {} OK in {}ms",
    "Not Found: {}",
    "{} = {} done",
    "{}=\"{}\"",
    "a=\"{}\\\"{}\" b={}",
    "{{}} {} x",
    "(req-{}) z {}",
    "200 GET {} ({}) {}ms",
    "x={}={} y",
    "{} POST {} - Sent {} in {}ms",
];

fn read_with(
    message: &str,
    want: &Want,
    keys: &KeyTable,
    told: &Event<'static>,
    memo: &mut KeyMemo,
) -> Event<'static> {
    let mut clock = Clock::new(Zone::Utc, Time(0));
    let mut event = told.clone();
    let message: &'static str = Box::leak(message.to_owned().into_boxed_str());
    enrich(
        message,
        &mut Cx {
            want,
            keys,
            clock: &mut clock,
            memo,
        },
        &mut event,
    );
    event
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn a_message_like_an_earlier_one_is_read_as_if_it_were_new(
        words in prop::collection::vec(select(&WORDS[..]), 1..7),
        statement in prop::option::weighted(0.8, select(&STATEMENTS[..])),
        pool in prop::array::uniform3(select(&VALUES[..])),
        path in select(&["/api/orders/68219", "/healthz", "/a?b=c", "/x:"][..]),
        values in prop::collection::vec(prop::collection::vec(0usize..4, 7), 2..8),
        has_status in any::<bool>(),
        few in any::<bool>(),
    ) {
        // Keys may have digits.
        let keys = KeyTable::new(&[(Field::User, vec!["x7".into()])]);
        let want = if few { Want::of(&[Field::RequestId, Field::Status, Field::Path, Field::Time]) } else { Want::all() };
        let told = Event { status: has_status.then_some(200), ..Event::default() };
        let words: Vec<&str> = statement.map_or(words, |statement| statement.split("{}").collect());
        let mut memo = KeyMemo::default();
        for values in &values {
            let values = values.iter().map(|value| *pool.get(*value).unwrap_or(&path));
            let mut message: String = words.iter().zip(values).flat_map(|(word, value)| [*word, value]).collect();
            if let Some(statement) = statement {
                let last = statement.rsplit("{}").next().unwrap_or_default();
                let value = message.rfind(last).map_or(0, |at| at + last.len());
                message.truncate(value.max(1));
            }
            let known = read_with(&message, &want, &keys, &told, &mut memo);
            let anew = read_with(&message, &want, &keys, &told, &mut KeyMemo::default());
            prop_assert_eq!(known, anew, "{}", message);
        }
    }
}

/// Messages that differ from an earlier one in more than what values tell.
#[test]
fn a_message_that_only_looks_like_one_before_is_read_anew() {
    let (want, keys) = (
        Want::all(),
        KeyTable::new(&[(Field::User, vec!["x7".into()])]),
    );
    for messages in [
        ["\"x8\"=\"bob\" y", "\"x7\"=\"bob\" y"],
        ["at 10.0.0.1 7u GET /a x5", "at 10.0.0.1 u190 GET /b x6"],
        ["\u{1b}[36mhost\u{1b}[0m=u1", "\u{1b}[36muser\u{1b}[0m=u1"],
        ["x 5: y7", "x x7: y8"],
    ] {
        let mut memo = KeyMemo::default();
        for message in messages {
            let known = read_with(message, &want, &keys, &Event::default(), &mut memo);
            let anew = read_with(
                message,
                &want,
                &keys,
                &Event::default(),
                &mut KeyMemo::default(),
            );
            assert_eq!(known, anew, "{message}");
        }
    }
}

#[test]
fn messages_of_one_template_are_known() {
    let (want, keys) = (Want::all(), KeyTable::new(&[]));
    let mut memo = KeyMemo::default();
    for (id, path) in [("550e8400", "/a/1"), ("7f3a11", "/b"), ("4711", "/")] {
        let message = format!("[req={id}] completed GET {path} status=500 duration=7ms");
        let event = read_with(&message, &want, &keys, &Event::default(), &mut memo);
        assert_eq!(
            (event.path.as_deref(), event.status),
            (Some(path), Some(500))
        );
    }
    let mut courses = memo.lend_courses();
    let message = "[req=x1] completed GET /c/d status=200 duration=12ms";
    assert!(courses.find(message.as_bytes()).is_some());
}
