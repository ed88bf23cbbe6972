use super::*;
use crate::event::Fault;
use crate::trace::chain_of;

fn cause(event: &Event, custom: &[CauseRule]) -> &'static str {
    super::cause(event, &chain_of(event), custom)
}

fn of_error(kind: &'static str, message: &'static str) -> &'static str {
    let event = Event {
        error: Some(Fault {
            kind: (!kind.is_empty()).then(|| kind.into()),
            message: Some(message.into()),
            stack: None,
        }),
        ..Event::default()
    };
    cause(&event, &[])
}

fn of_message(message: &'static str) -> &'static str {
    cause(
        &Event {
            message: Some(message.into()),
            ..Event::default()
        },
        &[],
    )
}

#[test]
fn null_dereferences_of_every_language_are_told() {
    for (kind, message) in [
        ("java.lang.NullPointerException", ""),
        (
            "java.lang.NullPointerException",
            "Cannot invoke \"X.y()\" because \"x\" is null",
        ),
        (
            "TypeError",
            "Cannot read properties of null (reading 'name')",
        ),
        ("TypeError", "Cannot read property 'name' of undefined"),
        (
            "TypeError",
            "Cannot destructure property 'a' of 'b' as it is undefined.",
        ),
        ("TypeError", "user is undefined"),
        (
            "AttributeError",
            "'NoneType' object has no attribute 'name'",
        ),
        (
            "TypeError",
            "unsupported operand type(s) for +: 'NoneType' and 'int'",
        ),
        (
            "panic",
            "runtime error: invalid memory address or nil pointer dereference",
        ),
        ("NoMethodError", "undefined method `name' for nil:NilClass"),
        ("NoMethodError", "undefined method 'name' for nil"),
        (
            "System.NullReferenceException",
            "Object reference not set to an instance of an object.",
        ),
        ("Error", "Call to a member function getName() on null"),
        ("panic", "called `Option::unwrap()` on a `None` value"),
        ("", "Null check operator used on a null value"),
        ("NoSuchMethodError", "The method 'foo' was called on null."),
        (
            "",
            "Unexpectedly found nil while unwrapping an Optional value",
        ),
        ("", "attempt to index a nil value (local 'x')"),
    ] {
        assert_eq!(
            of_error(kind, message),
            "null-reference",
            "{kind}: {message}"
        );
    }
}

#[test]
fn the_particular_wins_over_the_general() {
    for (kind, message, cause) in [
        (
            "java.sql.SQLTransientConnectionException",
            "HikariPool-1 - Connection is not available, request timed out after 30000ms.",
            "resource-exhaustion",
        ),
        (
            "OperationalError",
            "FATAL: sorry, too many clients already",
            "resource-exhaustion",
        ),
        (
            "TimeoutError",
            "QueuePool limit of size 5 overflow 10 reached, connection timed out",
            "resource-exhaustion",
        ),
        (
            "SQLException",
            "Lock wait timeout exceeded; try restarting transaction",
            "database",
        ),
        (
            "SequelizeConnectionRefusedError",
            "connect ECONNREFUSED 127.0.0.1:5432",
            "database",
        ),
        (
            "psycopg2.errors.UniqueViolation",
            "duplicate key value violates unique constraint",
            "database",
        ),
        (
            "java.net.SocketTimeoutException",
            "Read timed out",
            "timeout",
        ),
        ("", "context deadline exceeded", "timeout"),
        ("Error", "connect ETIMEDOUT 10.0.0.1:443", "timeout"),
        (
            "Error",
            "getaddrinfo ENOTFOUND payments.internal",
            "configuration",
        ),
        ("java.net.UnknownHostException", "db", "configuration"),
        (
            "Error",
            "Missing environment variable STRIPE_KEY",
            "configuration",
        ),
        ("Error", "connect ECONNREFUSED 10.0.0.1:8080", "upstream"),
        (
            "requests.exceptions.ConnectionError",
            "('Connection aborted.', RemoteDisconnected())",
            "upstream",
        ),
        (
            "Error",
            "ENOSPC: no space left on device, write",
            "resource-exhaustion",
        ),
        (
            "java.lang.OutOfMemoryError",
            "Java heap space",
            "resource-exhaustion",
        ),
        (
            "ValueError",
            "invalid literal for int() with base 10: 'x'",
            "exception",
        ),
        ("ZeroDivisionError", "division by zero", "exception"),
    ] {
        assert_eq!(of_error(kind, message), cause, "{kind}: {message}");
    }
}

#[test]
fn short_codes_tell_only_as_words() {
    assert_eq!(
        of_message("zoom level set, room 3, feedback sent"),
        "unknown"
    );
    assert_eq!(
        of_message("\"/srv/www/sql/a-sql.html\" is not found"),
        "unknown"
    );
    assert_eq!(of_message("killed by OOM"), "resource-exhaustion");
}

#[test]
fn the_status_tells_where_no_word_does() {
    let of_status = |status| {
        let event = Event {
            status: Some(status),
            ..Event::default()
        };
        cause(&event, &[])
    };
    assert_eq!(
        [502, 503, 504, 500].map(of_status),
        ["upstream", "resource-exhaustion", "timeout", "unknown"]
    );
}

#[test]
fn rules_of_the_configuration_come_first() {
    let rule = CauseRule {
        pattern: Regex::new("^LedgerLocked: .*timed out").expect("a regex"),
        cause: DATABASE,
    };
    let event = Event {
        error: Some(Fault {
            kind: Some("LedgerLocked".into()),
            message: Some("timed out".into()),
            stack: None,
        }),
        ..Event::default()
    };
    assert_eq!(cause(&event, &[rule]), "database");
    assert_eq!(cause(&event, &[]), "timeout");
}

#[test]
fn ignored_errors_are_covered_by_error_or_message() {
    let ignored = Ignored::new(vec![Regex::new("^Client(Abort|Gone)").expect("a regex")]);
    let event = Event {
        message: Some("ClientGone while writing".into()),
        ..Event::default()
    };
    assert!(ignored.covers(&event));
    assert!(!ignored.covers(&Event::default()));
    assert!(!Ignored::default().covers(&event));
}

#[test]
fn the_cause_of_each_sentence_follows_from_the_word_learned_from_it() {
    for (i, row) in ROWS.iter().enumerate() {
        assert!(CAUSES.contains(&row.cause));
        for word in row.words {
            assert_eq!(word.text, word.text.to_lowercase());
            assert!(
                word.said.to_lowercase().contains(word.text),
                "{}",
                word.said
            );
            assert_eq!(super::row(word.said), Some(i), "{}", word.said);
            assert_eq!(of_message(word.said), row.cause, "{}", word.said);
        }
    }
}

#[test]
fn a_key_written_like_a_variable_is_missing_configuration() {
    assert_eq!(of_error("KeyError", "'DATABASE_URL'"), "configuration");
    assert_eq!(
        of_error("KeyError", "key not found: \"STRIPE_KEY\""),
        "configuration"
    );
    assert_eq!(of_error("KeyError", "'name'"), "exception");
    assert_eq!(of_error("KeyError", "'ID'"), "exception");
}

#[test]
fn the_root_of_a_chain_is_believed_where_it_is_particular() {
    let of_stack = |stack: &'static str| {
        let event = Event {
            error: Some(Fault {
                kind: None,
                message: None,
                stack: Some(stack.into()),
            }),
            ..Event::default()
        };
        cause(&event, &[])
    };
    for (stack, cause) in [
        (
            "a.GatewayTimeoutException: gave up\n\tat a.B.c(B.java:1)\nCaused by: java.net.UnknownHostException: pay\n\tat a.B.d(B.java:2)",
            "configuration",
        ),
        (
            "org.postgresql.util.PSQLException: no\n\tat a.B.c(B.java:1)\nCaused by: java.net.ConnectException: Connection refused\n\tat a.B.d(B.java:2)",
            "database",
        ),
        (
            "org.postgresql.util.PSQLException: no\n\tat a.B.c(B.java:1)\nCaused by: java.net.SocketTimeoutException: Read timed out\n\tat a.B.d(B.java:2)",
            "timeout",
        ),
        (
            "java.util.concurrent.TimeoutException: x\n\tat a.B.c(B.java:1)\nCaused by: java.lang.IllegalStateException: y\n\tat a.B.d(B.java:2)",
            "timeout",
        ),
    ] {
        assert_eq!(of_stack(stack), cause, "{stack}");
    }
}
