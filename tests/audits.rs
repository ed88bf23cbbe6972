//! The audits of `patterns`: each on a log that has what it looks for, and on one that only looks like it.

use std::fs;

use serde_json::Value;

use crate::support::errlog;

/// An access log and an application's, line by line.
#[derive(Default)]
struct Logs {
    access: String,
    app: String,
}

impl Logs {
    fn access(
        &mut self,
        second: u32,
        id: &str,
        user: &str,
        request: &str,
        status: u16,
    ) -> &mut Logs {
        let (minute, second) = (second / 60 % 60, second % 60);
        let at = format!("14/Mar/2025:02:{minute:02}:{second:02} +0000");
        self.access += &format!(
            "203.0.113.9 - {user} [{at}] \"{request} HTTP/1.1\" {status} 512 \"-\" \"curl/8\" request_id={id}\n"
        );
        self
    }

    /// `rest` is the line's further JSON, without braces.
    fn app(&mut self, second: u32, level: &str, id: &str, rest: &str) -> &mut Logs {
        let (minute, second) = (second / 60 % 60, second % 60);
        let at = format!("2025-03-14T02:{minute:02}:{second:02}Z");
        self.app +=
            &format!("{{\"time\":\"{at}\",\"level\":\"{level}\",\"requestId\":\"{id}\",{rest}}}\n");
        self
    }

    /// What is found when both are given, or only one of them.
    fn report(&self, options: &[&str], files: &[&str]) -> Value {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("access.log"), &self.access).expect("written");
        fs::write(folder.path().join("app.log"), &self.app).expect("written");
        let call = ["patterns", "--json", "-q"]
            .iter()
            .chain(options)
            .chain(files);
        errlog(call).in_folder(folder.path()).run().json()
    }

    /// The findings of this kind.
    fn found(&self, kind: &str) -> Vec<Value> {
        let report = self.report(&[], &["access.log", "app.log"]);
        let findings = report["findings"].as_array().cloned().unwrap_or_default();
        findings
            .into_iter()
            .filter(|finding| finding["kind"] == kind)
            .collect()
    }
}

/// Calm traffic that both logs tell of.
fn calm() -> Logs {
    let mut logs = Logs::default();
    for n in 0..120 {
        let id = format!("calm-{n:05}");
        let request = format!("GET /api/items/{n}");
        logs.access(n * 20, &id, "u1", &request, 200);
        logs.app(n * 20, "info", &id, r#""msg":"request completed""#);
    }
    logs
}

fn error(kind: &str) -> String {
    format!(r#""msg":"request failed","err":{{"type":"{kind}","message":"it broke"}}"#)
}

#[test]
fn a_5xx_that_no_application_log_tells_of_is_swallowed() {
    let mut logs = calm();
    for n in 0..8 {
        let id = format!("bad-{n:05}");
        logs.access(n * 200, &id, "u2", "POST /api/refund", 500);
        logs.app(n * 200, "info", &id, r#""msg":"request started""#);
        if n % 2 == 0 {
            logs.app(n * 200, "error", &id, &error("LedgerError"));
        }
    }
    let [finding] = &logs.found("swallowed")[..] else {
        panic!("one finding");
    };
    assert_eq!(finding["failures"], 4);
    assert_eq!(finding["key"]["endpoint"], "POST /api/refund");
    assert_eq!(finding["request_ids"][0], "bad-00001");
    assert_eq!(finding["query"], "errlog find bad-00001 access.log app.log");
    // One kind of log alone swallows nothing.
    let alone = logs.report(&[], &["access.log"]);
    assert_eq!(
        alone["findings"].to_string().matches("swallowed").count(),
        0
    );
}

#[test]
fn a_5xx_whose_error_is_told_anywhere_is_not_swallowed() {
    let mut logs = calm();
    for n in 0..8 {
        let id = format!("bad-{n:05}");
        logs.access(n * 200, &id, "u2", "POST /api/refund", 500);
        // An error at a lower level, or one that names no request but comes at that second.
        match n % 2 {
            0 => logs.app(n * 200, "warn", &id, &error("LedgerError")),
            _ => logs.app(n * 200 + 1, "error", "", &error("LedgerError")),
        };
    }
    assert!(logs.found("swallowed").is_empty());
}

#[test]
fn a_client_s_mistake_behind_a_500_is_told() {
    let mut logs = calm();
    for n in 0..5 {
        let id = format!("bad-{n:05}");
        logs.access(n * 200, &id, "u2", "POST /api/orders", 500);
        logs.app(n * 200, "error", &id, &error("ValidationError"));
    }
    let [finding] = &logs.found("client-mistake")[..] else {
        panic!("one finding");
    };
    assert_eq!(
        (&finding["failures"], &finding["requests"]),
        (&5.into(), &Value::Null)
    );
    let text = finding["text"].as_str().unwrap_or_default();
    assert!(
        text.contains("ValidationError") && text.contains("POST /api/orders"),
        "{text}"
    );
}

#[test]
fn a_mistake_that_was_answered_as_one_is_not() {
    let mut logs = calm();
    for n in 0..5 {
        // Answered with 422, though logged as an error; and a fault of the server's own.
        logs.access(
            n * 200,
            &format!("bad-{n:05}"),
            "u2",
            "POST /api/orders",
            422,
        );
        logs.app(
            n * 200,
            "error",
            &format!("bad-{n:05}"),
            &error("ValidationError"),
        );
        logs.access(
            n * 200,
            &format!("own-{n:05}"),
            "u2",
            "POST /api/orders",
            500,
        );
        logs.app(
            n * 200,
            "error",
            &format!("own-{n:05}"),
            &error("TypeError"),
        );
    }
    assert!(logs.found("client-mistake").is_empty());
}

#[test]
fn a_leak_is_told_by_its_kind_and_never_repeated() {
    let mut logs = calm();
    let body = r#""msg":"response sent","res":{"statusCode":500,"body":"{\"error\":\"login failed for postgres://shop:hunter2@db/shop\",\"sql\":\"SELECT * FROM users WHERE id = $1\"}"}"#;
    logs.access(900, "leak-0001", "u2", "POST /api/login", 500);
    logs.app(900, "error", "leak-0001", body);
    let report = logs.report(&[], &["access.log", "app.log"]);
    let text = report["findings"].to_string();
    assert!(text.contains(r#""kind":"leak""#), "{text}");
    assert!(
        text.contains("a secret (1), an SQL text (1)") && text.contains("POST /api/login"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn what_an_error_s_own_stack_or_the_request_holds_is_no_leak() {
    let mut logs = calm();
    logs.access(900, "leak-0001", "u2", "POST /api/login", 500);
    logs.app(
        900,
        "error",
        "leak-0001",
        r#""req":{"body":{"password":"hunter2secret"}},"err":{"type":"TypeError","message":"x","stack":"TypeError: x\n    at f (/srv/a.js:1:2)"},"res":{"statusCode":500,"body":"{\"error\":\"Internal Server Error\"}"}"#,
    );
    assert!(logs.found("leak").is_empty());
}

/// Users who try a payment again after these gaps, each a minute after the one before; some succeed at last.
fn tries(gaps: &[u32]) -> Logs {
    let mut logs = calm();
    for user in 0..6 {
        let mut second = user * 300;
        for (n, gap) in [0].iter().chain(gaps).enumerate() {
            second += gap;
            let id = format!("try-{user}-{n:04}");
            logs.access(
                second,
                &id,
                &format!("u{}", 10 + user),
                "POST /api/pay",
                503,
            );
            logs.app(second, "error", &id, &error("ProviderError"));
        }
        if user < 4 {
            let id = format!("try-{user}-last");
            logs.access(
                second + 70,
                &id,
                &format!("u{}", 10 + user),
                "POST /api/pay",
                200,
            );
            logs.app(second + 70, "info", &id, r#""msg":"request completed""#);
        }
    }
    logs
}

#[test]
fn tries_with_growing_gaps_are_told_and_how_many_came_through() {
    let [finding] = &tries(&[2, 4, 8, 16]).found("retries")[..] else {
        panic!("one finding");
    };
    assert_eq!(finding["failures"], 30);
    let text = finding["text"].as_str().unwrap_or_default();
    assert!(text.contains("in 6 series"), "{text}");
    assert!(
        text.contains("4 came through in the end, 2 did not."),
        "{text}"
    );
    assert!(tries(&[15, 15, 15, 15]).found("retries").is_empty());
    assert!(tries(&[16, 8, 4, 2]).found("retries").is_empty());
}

#[test]
fn audits_are_the_same_whoever_works_on_the_logs_and_in_whatever_order_they_come() {
    let mut logs = tries(&[2, 4, 8, 16]);
    for n in 0..8 {
        let id = format!("bad-{n:05}");
        logs.access(n * 200, &id, "u2", "POST /api/refund", 500);
        logs.access(
            n * 200,
            &format!("own-{n:05}"),
            "u2",
            "POST /api/orders",
            500,
        );
        logs.app(n * 200, "error", &format!("own-{n:05}"), &error("ZodError"));
    }
    // Several blocks, so that requests are parted among workers.
    let filler = |n: u32| {
        format!(
            "{{\"time\":\"2025-03-14T02:30:00Z\",\"level\":\"info\",\"msg\":\"step {n} of a job that takes its time and says so\"}}\n"
        )
    };
    let long: String = (0..60_000).map(filler).collect();
    let mut middle = String::new();
    for (n, line) in logs.app.lines().enumerate() {
        middle += line;
        middle.push('\n');
        if n % 40 == 0 {
            middle += &long[..(600_000 / filler(0).len()) * filler(10_000).len() / 2];
            let end = middle.rfind('\n').map_or(0, |end| end + 1);
            middle.truncate(end);
        }
    }
    logs.app = middle;
    let findings =
        |options: &[&str], files: &[&str]| logs.report(options, files)["findings"].clone();
    let expected = findings(&["-j", "1"], &["access.log", "app.log"]);
    let kinds: Vec<_> = expected
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| f["kind"].clone())
        .collect();
    for kind in ["retries", "swallowed", "client-mistake"] {
        assert!(kinds.contains(&kind.into()), "{kinds:?}");
    }
    for threads in ["2", "7"] {
        assert_eq!(
            findings(&["-j", threads], &["access.log", "app.log"]),
            expected
        );
    }
    let swapped = findings(&["-j", "2"], &["app.log", "access.log"]);
    let texts = |findings: &Value| -> Vec<Value> {
        findings
            .as_array()
            .expect("findings")
            .iter()
            .map(|f| f["text"].clone())
            .collect()
    };
    assert_eq!(texts(&swapped), texts(&expected));
}
