//! PHP and what its frameworks log.

use super::*;

#[test]
fn php_traces() {
    for sample in [
        Sample {
            text: "PHP Fatal error:  Uncaught DivisionByZeroError: Division by zero in /srv/shop/order.php:57\nStack trace:\n#0 /srv/shop/order.php(57): intdiv(1, 0)\n#1 /srv/shop/vendor/acme/web.php(3): Shop\\Order->total(Array)\n#2 [internal function]: Shop\\Web->{closure}()\n#3 {main}\n  thrown in /srv/shop/order.php on line 57",
            kind: Some("DivisionByZeroError"),
            message: Some("Division by zero"),
            chain: &[(Some("DivisionByZeroError"), &["order.php intdiv"])],
        },
        Sample {
            text: "PHP Fatal error:  Uncaught exception 'Shop\\OrderException' with message 'order 7 not found' in /srv/shop/order.php:57\nStack trace:\n#0 /srv/shop/index.php(3): Shop\\Order::load('7')\n#1 {main}\n  thrown in /srv/shop/order.php on line 57",
            kind: Some("Shop\\OrderException"),
            message: Some("order 7 not found"),
            chain: &[(Some("Shop\\OrderException"), &["Shop\\Order load"])],
        },
        Sample {
            text: "Fatal error: Uncaught InvalidArgumentException: invalid payload:\n{\n  \"qty\": -1\n}\nat position 3 in /srv/shop/json.php:4\nStack trace:\n#0 /srv/shop/index.php(10): parse(Array)\n#1 {main}\n\nNext RuntimeException: cannot read in /srv/shop/index.php:12\nStack trace:\n#0 {main}\n  thrown in /srv/shop/index.php on line 12",
            kind: Some("RuntimeException"),
            message: Some("cannot read"),
            chain: &[
                (Some("RuntimeException"), &[]),
                (Some("InvalidArgumentException"), &["index.php parse"]),
            ],
        },
        Sample {
            text: "exception 'Exception' with message 'no order' in C:\\shop\\order.php:57\nStack trace:\n#0 C:\\shop\\index.php(3): load()\n#1 {main}",
            kind: Some("Exception"),
            message: Some("no order"),
            chain: &[(Some("Exception"), &["index.php load"])],
        },
        Sample {
            text: "Shop\\OrderException: order 7 not found in /srv/shop/order.php:57\nStack trace:\n#0 /srv/shop/index.php(3): Shop\\Order->load(7)\n#1 {main}",
            kind: Some("Shop\\OrderException"),
            message: Some("order 7 not found"),
            chain: &[(Some("Shop\\OrderException"), &["Shop\\Order load"])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn laravels_context_holds_the_exception_and_the_one_before_it() {
    let text = "Order 7 not found {\"exception\":\"[object] (App\\\\Exceptions\\\\OrderException(code: 0): Order 7 not found at /srv/app/Order.php:57)\n[stacktrace]\n#0 /srv/vendor/laravel/Router.php(3): App\\\\Order->load()\n#1 /srv/app/Http/Web.php(8): App\\\\Order->all()\n#2 {main}\n\n[previous exception] [object] (PDOException(code: 2002): Connection refused at /srv/app/Db.php:9)\n[stacktrace]\n#0 /srv/app/Db.php(9): PDO->__construct()\n#1 {main}\n\"} ";
    assert_eq!(starts(&format!("{HEADER} {text}\n{HEADER}")), [1, 12]);
    let (fault, range) = find(text).unwrap();
    assert_eq!(
        fault.kind.as_deref(),
        Some("App\\Exceptions\\OrderException")
    );
    assert_eq!(fault.message.as_deref(), Some("Order 7 not found"));
    assert_eq!(&text[..range.start], "Order 7 not found {\"exception\":\"");
    let kinds: Vec<_> = chain(text).iter().map(|l| l.kind).collect();
    assert_eq!(
        kinds,
        [
            Some("App\\\\Exceptions\\\\OrderException"),
            Some("PDOException")
        ]
    );
}

#[test]
fn a_logged_exception_may_have_no_trace() {
    for (text, kind, message) in [
        (
            "PHP Fatal error:  Uncaught Error: Call to a member function id() on null in /srv/order.php:57",
            "Error",
            "Call to a member function id() on null",
        ),
        (
            "Uncaught PHP Exception Shop\\OrderException: \"order 7\" at /srv/Order.php line 57",
            "Shop\\OrderException",
            "order 7",
        ),
        (
            "boom {\"exception\":\"[object] (RuntimeException(code: 0): boom at /srv/Order.php:57)\"}",
            "RuntimeException",
            "boom",
        ),
    ] {
        let (fault, _) = find(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(fault.kind.as_deref(), Some(kind), "{text}");
        assert_eq!(fault.message.as_deref(), Some(message), "{text}");
        assert_eq!(fault.stack, None, "{text}");
    }
    assert_eq!(
        find("PHP Warning:  Undefined variable $x in /srv/order.php on line 9"),
        None
    );
}
