//! Reports with more around a trace than its lines: rules, boxes, tables, a second telling.

use super::*;

#[test]
fn what_a_runtime_writes_around_a_trace_belongs_to_it() {
    let rule = "=".repeat(65);
    let asan = format!(
        "{rule}\n==71==ERROR: AddressSanitizer: heap-use-after-free on address 0x602 at pc 0x55\nREAD of size 4 at 0x602 thread T0\n    #0 0x5576 in get(int*) /srv/shop/order.cpp:3\n\n0x602 is located 12 bytes inside of 16-byte region [0x602,0x612)\nHINT: this may be a false positive\nSUMMARY: AddressSanitizer: heap-use-after-free /srv/shop/order.cpp:3 in get(int*)\nShadow bytes around the buggy address:\n  0x0c04: fa fa\n=>0x0c05: fa fa fd[fd]fa\n==71==ABORTING"
    );
    for (text, kind, message) in [
        (
            &*asan,
            "AddressSanitizer",
            "heap-use-after-free on address 0x602 at pc 0x55",
        ),
        (
            "==================\nWARNING: ThreadSanitizer: data race (pid=71)\n  Read of size 4 at 0x56 by thread T2:\n    #0 inc() /srv/shop/order.cpp:3 (shop+0x12)\n==================",
            "ThreadSanitizer",
            "data race (pid=71)",
        ),
        (
            "/srv/shop/order.cpp:2:45: runtime error: division by zero",
            "runtime error",
            "division by zero",
        ),
        (
            "Program received signal SIGSEGV, Segmentation fault.\n0x0000555555555135 in load (o=0x0) at /srv/order.cpp:2\n2\tstruct O { int n; };\n#0  0x0000555555555135 in load (o=0x0) at /srv/order.cpp:2",
            "SIGSEGV",
            "Segmentation fault.",
        ),
        (
            "runtime: goroutine stack exceeds 1000000000-byte limit\nruntime: sp=0xc0200e0398 stack=[0xc0200e0000, 0xc0400e0000]\nfatal error: stack overflow\n\nruntime stack:\nruntime.throw({0x46581a?, 0x4bc880?})\n\t/usr/lib/go/src/runtime/panic.go:1047 +0x5d",
            "fatal error",
            "stack overflow",
        ),
        (
            "<anonymous_script>:1\n(function q(){ throw new Error(\"in eval\") })()\n               ^\n\nError: in eval\n    at q (eval at <anonymous> (/srv/a.js:2:1), <anonymous>:1:22)",
            "Error",
            "in eval",
        ),
        (
            "AssertionError [ERR_ASSERTION]: Expected values to be strictly deep-equal:\n+ actual - expected\n\n  {\n    b: [\n+     2\n-     3\n    ]\n  }\n    at test (/srv/a.js:2:19)",
            "AssertionError",
            "Expected values to be strictly deep-equal:\n+ actual - expected\n\n  {\n    b: [\n+     2\n-     3\n    ]\n  }",
        ),
        (
            "Unhandled exception:\nRangeError (index): Invalid value: Not in inclusive range 0..2: 5\n#0      load (package:shop/order.dart:4:10)",
            "RangeError",
            "Invalid value: Not in inclusive range 0..2: 5",
        ),
        (
            "thread 'main' (71) panicked at src/main.rs:2:12:\nfirst line\nsecond line\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
            "panic",
            "first line\nsecond line",
        ),
        (
            "thread 'main' (71) has overflowed its stack\nfatal runtime error: stack overflow, aborting",
            "stack overflow",
            "thread 'main' (71) has overflowed its stack",
        ),
        (
            "Task exception was never retrieved\nfuture: <Task finished name='Task-2' coro=<boom() done>>\nTraceback (most recent call last):\n  File \"/srv/a.py\", line 3, in boom\n    raise ValueError(\"lost\")\nValueError: lost",
            "ValueError",
            "lost",
        ),
        (
            "\u{256d}\u{2500} Traceback (most recent call last) \u{2500}\u{256e}\n\u{2502} /srv/shop/a.py:6 in load      \u{2502}\n\u{2502} \u{2771} 6 main()                 \u{2502}\n\u{2570}\u{2500}\u{2500}\u{256f}\nKeyError: 'k7'",
            "KeyError",
            "'k7'",
        ),
        (
            "Traceback (most recent call last):\n  File \"/srv/a.py\", line 7, in parse\n    User(id=\"x\")\npydantic_core._pydantic_core.ValidationError: 2 validation errors for User\nid\n  Input should be a valid integer\nname\n  Field required",
            "pydantic_core._pydantic_core.ValidationError",
            "2 validation errors for User\nid\n  Input should be a valid integer\nname\n  Field required",
        ),
        (
            "  File \"/srv/a.py\", line 2\n    def f(:\n          ^\nSyntaxError: invalid syntax",
            "SyntaxError",
            "invalid syntax",
        ),
        (
            "PHP Fatal error:  Uncaught Shop\\Missing in /srv/a.php:4\nStack trace:\n#0 {main}\n  thrown in /srv/a.php on line 4",
            "Shop\\Missing",
            "",
        ),
        (
            "PHP Parse error:  syntax error, unexpected end of file in /srv/a.php on line 3",
            "Parse error",
            "syntax error, unexpected end of file",
        ),
        (
            "/srv/a.rb:3: syntax error, unexpected `end', expecting ')'",
            "SyntaxError",
            "syntax error, unexpected `end', expecting ')'",
        ),
        (
            "/srv/a.rb:2:in `<main>': unhandled exception",
            "RuntimeError",
            "unhandled exception",
        ),
        (
            "Traceback (most recent call last):\n\t1: from /srv/a.rb:4:in `<main>'\n/srv/a.rb:2:in `Integer': invalid value for Integer(): \"zz\" (ArgumentError)\n\t1: from /srv/a.rb:4:in `<main>'\n/srv/a.rb:3:in `rescue in f': wrapped (RuntimeError)",
            "RuntimeError",
            "wrapped",
        ),
    ] {
        let n = height(text);
        assert_eq!(starts(text), [1], "alone:\n{text}");
        assert_eq!(
            starts(&format!("{PLAIN}\n{text}\n{text}\n{PLAIN}")),
            [1, 2, n + 2, 2 * n + 2],
            "between plain lines:\n{text}"
        );
        let (fault, range) = find(text).unwrap_or_else(|| panic!("nothing found in:\n{text}"));
        assert_eq!(fault.kind.as_deref(), Some(kind), "{text}");
        assert_eq!(fault.message.unwrap_or_default(), message, "{text}");
        assert_eq!(range.end, text.len(), "{text}");
    }
}

#[test]
fn rules_and_lists_that_no_report_draws_stay_with_nobody() {
    let rule = "=".repeat(18);
    let text = format!("{rule}\nAll is well.\n{rule}\nAll is well.");
    assert_eq!(starts(&text), [1, 2, 3, 4]);
    assert_eq!(find(&text), None);
    let text = "TypeError: x is not a function\n- one\n- two";
    assert_eq!(starts(text), [1, 2, 3]);
}

#[test]
fn what_builds_and_runs_add_to_a_frame_is_taken_off() {
    for (line, expected) in [
        (
            "\tat a.Shop$$Lambda$14/0x0000000800c03000.accept(Unknown Source)",
            "a.Shop accept",
        ),
        (
            "\tat app//a.Shop$HibernateProxy$Xy7.load(Unknown Source)",
            "a.Shop load",
        ),
        ("\tat a.$Proxy12.load(Unknown Source)", "a. load"),
        (
            "   1: shop[c1f1a4ba060b9bfa]::order::load::{closure#1}",
            "shop::order load",
        ),
        (
            "   1: shop::order::load::h0123456789abcdef",
            "shop::order load",
        ),
        (
            "#0 /srv/a.php(4): Shop\\Job@anonymous/srv/a.php:7$3->run()",
            "Shop\\Job run",
        ),
        (
            "    at q (eval at load (/srv/a.js:2:1), <anonymous>:1:22)",
            "<anonymous> q",
        ),
        (
            "    #4 0x5576cab3a0b0 in start (/srv/shop/order+0x10b0)",
            "order start",
        ),
        (
            "    at save (https://shop.example/assets/index-BxC9a1Zq.js:1:2)",
            "index.js save",
        ),
    ] {
        let frame = frame(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(
            format!("{} {}", frame.module, frame.function),
            expected,
            "{line}"
        );
    }
}
