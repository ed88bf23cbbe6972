//! Python, whose error stands below its frames and below what led to it.

use super::*;

const VALUE: Sample = Sample {
    text: "Traceback (most recent call last):\n  File \"/srv/shop/order.py\", line 57, in load\n    return int(text)\n           ^^^^^^^^^\nValueError: invalid literal for int() with base 10: '12x'",
    kind: Some("ValueError"),
    message: Some("invalid literal for int() with base 10: '12x'"),
    chain: &[(Some("ValueError"), &["order.py load"])],
};

#[test]
fn python_traces() {
    for sample in [
        VALUE,
        Sample {
            text: "Traceback (most recent call last):\n  File \"/srv/shop/db.py\", line 4, in open\n    connect()\nConnectionError: refused\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File \"/usr/lib/python3.12/site-packages/web.py\", line 9, in run\n    go()\n  File \"/srv/shop/order.py\", line 8, in make.<locals>.<lambda>\n    raise OrderError() from e\nshop.errors.OrderError: lookup failed\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/srv/shop/web.py\", line 3, in <module>\n    handle()\nrequests.exceptions.Timeout",
            kind: Some("requests.exceptions.Timeout"),
            message: None,
            chain: &[
                (Some("requests.exceptions.Timeout"), &["web.py <module>"]),
                (Some("shop.errors.OrderError"), &["order.py make"]),
                (Some("ConnectionError"), &["db.py open"]),
            ],
        },
        Sample {
            text: "  + Exception Group Traceback (most recent call last):\n  |   File \"/srv/shop/all.py\", line 3, in <module>\n  |     raise ExceptionGroup(\"several\", errors)\n  | ExceptionGroup: several (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n    |   File \"/srv/shop/a.py\", line 1, in a\n    |     raise ValueError(1)\n    | ValueError: 1\n    +---------------- 2 ----------------\n    | Traceback (most recent call last):\n    |   File \"/srv/shop/b.py\", line 1, in b\n    |     raise TypeError(2)\n    | TypeError: 2\n    +------------------------------------",
            kind: Some("ExceptionGroup"),
            message: Some("several (2 sub-exceptions)"),
            chain: &[
                (Some("ExceptionGroup"), &["all.py <module>"]),
                (Some("ValueError"), &["a.py a"]),
                (Some("TypeError"), &["b.py b"]),
            ],
        },
        Sample {
            text: "Traceback (most recent call last):\n\n  File \"shop/order.py\", line 22, in <module>\n    total = cart.total\n            │    └ <property object at 0x7f12>\n            └ <shop.Cart object at 0x7f13>\n\n> File \"shop/order.py\", line 13, in total\n    1 / 0\n\nZeroDivisionError: division by zero",
            kind: Some("ZeroDivisionError"),
            message: Some("division by zero"),
            chain: &[(
                Some("ZeroDivisionError"),
                &["order.py <module>", "order.py total"],
            )],
        },
        Sample {
            text: "Exception in thread Thread-1 (worker):\nTraceback (most recent call last):\n  File \"/usr/lib/python3.12/threading.py\", line 1073, in _bootstrap_inner\n    self.run()\n  File \"/srv/shop/worker.py\", line 5, in worker\n    take()\nqueue.Empty",
            kind: Some("queue.Empty"),
            message: None,
            chain: &[(Some("queue.Empty"), &["worker.py worker"])],
        },
        Sample {
            text: "Exception ignored in: <function Order.__del__ at 0x7f1234567890>\nTraceback (most recent call last):\n  File \"/srv/shop/order.py\", line 3, in __del__\n    self.close()\nAttributeError: 'NoneType' object has no attribute 'close'",
            kind: Some("AttributeError"),
            message: Some("'NoneType' object has no attribute 'close'"),
            chain: &[(Some("AttributeError"), &["order.py __del__"])],
        },
        Sample {
            text: "Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f0000000740 (most recent call first):\n  File \"/srv/shop/native.py\", line 3 in crash\n  File \"/srv/shop/main.py\", line 9 in <module>\n\nExtension modules: numpy.core (total: 1)",
            kind: Some("Fatal Python error"),
            message: Some("Segmentation fault"),
            chain: &[(
                Some("Fatal Python error"),
                &["native.py crash", "main.py <module>"],
            )],
        },
        Sample {
            text: "Traceback (most recent call last):\n  File \"/srv/shop/main.py\", line 3\n    def load(:\n             ^\nSyntaxError: invalid syntax",
            kind: Some("SyntaxError"),
            message: Some("invalid syntax"),
            chain: &[(Some("SyntaxError"), &["main.py <module>"])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn a_syntax_error_needs_no_traceback() {
    check_fault(&Sample {
        text: "  File \"/srv/shop/main.py\", line 3\n    def load(:\n             ^\nSyntaxError: invalid syntax",
        kind: Some("SyntaxError"),
        message: Some("invalid syntax"),
        chain: &[(Some("SyntaxError"), &["main.py <module>"])],
    });
}

#[test]
fn a_message_of_several_lines_is_whole_under_a_header() {
    let text = "POST /orders failed\nTraceback (most recent call last):\n  File \"/srv/shop/order.py\", line 16, in check\n    raise ValueError(report)\nValueError: invalid payload:\n{\n  \"qty\": -1\n}\nat position 3";
    assert_eq!(starts(&format!("{HEADER} {text}\n{HEADER}")), [1, 10]);
    let (fault, range) = find(text).unwrap();
    assert_eq!(
        fault.message.as_deref(),
        Some("invalid payload:\n{\n  \"qty\": -1\n}\nat position 3")
    );
    assert_eq!(range.end, text.len());
}

#[test]
fn a_traceback_may_begin_at_the_end_of_a_header_line() {
    let text = format!(
        "{HEADER} Traceback (most recent call last):\n{}",
        VALUE.text.split_once('\n').unwrap().1
    );
    assert_eq!(starts(&format!("{text}\n{text}")), [1, 6]);
    let (fault, range) = find(&text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("ValueError"));
    assert!(text[range].starts_with("Traceback"));
}

#[test]
fn a_traceback_without_its_last_line_names_no_error() {
    let text = "Traceback (most recent call last):\n  File \"/srv/shop/order.py\", line 57, in load\n    return int(text)";
    let (fault, _) = find(text).unwrap();
    assert_eq!((fault.kind, fault.message), (None, None));
    assert_eq!(fault.stack.as_deref(), Some(text));
}

#[test]
fn a_message_that_ends_with_a_colon_goes_on_without_a_header_too() {
    let text = "shop.errors.ValidationError: 1 validation error for Order\nqty\n  Input should be greater than 0";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 5]);
}

#[test]
fn a_report_of_logging_itself_is_one_entry() {
    let text = "--- Logging error ---\nTraceback (most recent call last):\n  File \"/usr/lib/python3.12/logging/__init__.py\", line 1160, in emit\n    msg = self.format(record)\nTypeError: not all arguments converted\nCall stack:\n  File \"/srv/shop/order.py\", line 3, in <module>\n    log.info(\"x\", 1)\nMessage: 'x'\nArguments: (1,)";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
        [1, 2, 12, 13]
    );
    assert_eq!(find(text).unwrap().0.kind.as_deref(), Some("TypeError"));
}

#[test]
fn a_chain_that_is_cut_off_is_named_by_what_is_there() {
    let text = format!(
        "{}\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/srv/shop/web.py\", line 3, in run",
        VALUE.text
    );
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 12]);
    assert_eq!(find(&text).unwrap().0.kind.as_deref(), Some("ValueError"));
}
