//! What names an error, and what only sounds like it.

use super::name::*;

fn parts<'a>(line: &'a str, name: Option<Name<'a>>) -> Option<(&'a str, &'a str)> {
    name.map(|n| (n.kind.unwrap_or(""), &line[n.message]))
}

#[test]
fn a_line_that_begins_with_an_error_type_is_a_head() {
    for (line, kind, message) in [
        (
            "java.lang.NullPointerException: foo",
            "java.lang.NullPointerException",
            "foo",
        ),
        (
            "java.lang.NullPointerException",
            "java.lang.NullPointerException",
            "",
        ),
        ("Error: boom", "Error", "boom"),
        (
            "Error: java.net.ConnectException: refused",
            "java.net.ConnectException",
            "refused",
        ),
        ("TypeError [ERR_INVALID_ARG]: bad", "TypeError", "bad"),
        (
            "System.ComponentModel.Win32Exception (0x80004005): Access",
            "System.ComponentModel.Win32Exception",
            "Access",
        ),
        (
            "System.ServiceModel.FaultException`1[My.Fault]: no",
            "System.ServiceModel.FaultException`1[My.Fault]",
            "no",
        ),
        (
            "ActiveRecord::ConnectionNotEstablishedError: gone",
            "ActiveRecord::ConnectionNotEstablishedError",
            "gone",
        ),
        (
            "Errno::ECONNREFUSED: Connection refused",
            "Errno::ECONNREFUSED",
            "Connection refused",
        ),
        (
            "App\\Billing\\CardException: declined",
            "App\\Billing\\CardException",
            "declined",
        ),
        (
            "app.views.make.<locals>.OddError: x",
            "app.views.make.<locals>.OddError",
            "x",
        ),
        ("KeyboardInterrupt", "KeyboardInterrupt", ""),
        (
            "Acme.Outer+InnerException: nested",
            "Acme.Outer+InnerException",
            "nested",
        ),
    ] {
        assert_eq!(parts(line, head(line, 0)), Some((kind, message)), "{line}");
    }
}

#[test]
fn prose_about_errors_is_no_head() {
    for line in [
        "no errors found",
        "ErrorHandler: started",
        "0 Exceptions",
        "Error page rendered",
        "ERROR: relation does not exist",
        "lastError: null",
        "Exception",
        "Failure: 3",
        "Error",
        "",
        ":",
        "::",
        "Fooé",
    ] {
        assert_eq!(head(line, 0), None, "{line}");
        assert_eq!(inline(line, false), None, "{line}");
    }
    assert_eq!(
        inline("INFO Pooler Error: no such database: shop", false),
        None
    );
}

#[test]
fn a_type_with_its_message_is_found_within_a_sentence() {
    for (line, kind, message) in [
        (
            "Unhandled: TypeError: x is not a function",
            "TypeError",
            "x is not a function",
        ),
        (
            "task exited : java.net.NoRouteToHostException: No Route",
            "java.net.NoRouteToHostException",
            "No Route",
        ),
        ("caught (ValueError: bad", "ValueError", "bad"),
        (
            "call ended with java.lang.IllegalStateException",
            "java.lang.IllegalStateException",
            "",
        ),
        (
            "failed: RangeError [ERR_OUT_OF_RANGE]: too big",
            "RangeError",
            "too big",
        ),
    ] {
        assert_eq!(
            parts(line, inline(line, false)),
            Some((kind, message)),
            "{line}"
        );
    }
    assert!(inline("Unhandled rejection Error: x", true).is_some());
}
