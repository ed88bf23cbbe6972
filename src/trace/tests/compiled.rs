//! Go, Rust, Dart, Elixir, C, C++, Swift.

use super::*;

#[test]
fn go_traces() {
    for sample in [
        Sample {
            text: "panic: runtime error: invalid memory address or nil pointer dereference [recovered]\n\tpanic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a2b3c]\n\ngoroutine 1 [running]:\nmain.(*Shop).load(0xc000012345, {0x1, 0x2})\n\t/srv/shop/main.go:57 +0x1b9\nnet/http.HandlerFunc.ServeHTTP(0xc0000a8480, {0x8cd808, 0x1})\n\t/usr/local/go/src/net/http/server.go:2136 +0x29\ncreated by main.start in goroutine 7\n\t/srv/shop/main.go:9 +0x5d\n\ngoroutine 18 [chan receive, 3 minutes]:\nmain.wait()\n\t/srv/shop/wait.go:4 +0x1\nexit status 2",
            kind: Some("panic"),
            message: Some("runtime error: invalid memory address or nil pointer dereference"),
            chain: &[
                (Some("panic"), &[]),
                (Some("panic"), &["main (*Shop).load", "main start"]),
            ],
        },
        Sample {
            text: "panic: main.OrderErr{ID:7, Why:\"closed\"}\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/shop/main.go:3 +0x1f\nexit status 2",
            kind: Some("main.OrderErr"),
            message: Some("main.OrderErr{ID:7, Why:\"closed\"}"),
            chain: &[(Some("main.OrderErr"), &["main main"])],
        },
        Sample {
            text: "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t/srv/shop/main.go:3 +0x1f",
            kind: Some("fatal error"),
            message: Some("all goroutines are asleep - deadlock!"),
            chain: &[(Some("fatal error"), &["main main"])],
        },
        Sample {
            text: "http: panic serving 10.0.0.7:52114: no order\ngoroutine 34 [running]:\nnet/http.(*conn).serve.func1()\n\t/usr/local/go/src/net/http/server.go:1868 +0xb9\npanic({0x6993e0?, 0xc0000c6160?})\n\t/usr/local/go/src/runtime/panic.go:920 +0x270\nexample.com/shop/web.Load[...](0x1)\n\t/go/pkg/mod/example.com/shop@v1.2.3/web/load.go:5 +0x33\nexample.com/app.Serve.func2.1()\n\t/srv/app/serve.go:8 +0x3",
            kind: Some("panic"),
            message: Some("no order"),
            chain: &[(Some("panic"), &["example.com/app Serve"])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn a_panic_at_the_end_of_a_header_line_is_seen_with_its_goroutine() {
    let text = "request_id=7 failed status=500 panic: invalid payload:\n{\n  \"qty\": -1\n}\nat position 3\ngoroutine 1 [running]:\nruntime/debug.Stack()\n\t/usr/lib/go-1.22/src/runtime/debug/stack.go:24 +0x65\nmain.service({0x0, {0xc0000ba210, 0x24}}, ...)\n\t/srv/shop/main.go:6 +0x1c5";
    assert_eq!(starts(&format!("{HEADER} {text}\n{HEADER}")), [1, 11]);
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 12]);
    let (fault, range) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("panic"));
    assert_eq!(
        fault.message.as_deref(),
        Some("invalid payload:\n{\n  \"qty\": -1\n}\nat position 3")
    );
    assert_eq!(&text[..range.start], "request_id=7 failed status=500 ");
}

#[test]
fn an_errors_own_stack_goes_with_the_message_above_it() {
    let text = "open orders: no such file\nmain.load\n\t/srv/shop/main.go:12\nmain.main\n\t/srv/shop/main.go:18\nruntime.main\n\t/usr/local/go/src/runtime/proc.go:250";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 9]);
    let (fault, range) = find(text).unwrap();
    assert_eq!(
        (fault.kind.as_deref(), fault.message.as_deref()),
        (None, Some("open orders: no such file"))
    );
    assert!(text[range].starts_with("main.load"));
    let app: Vec<_> = chain(text)[0]
        .frames
        .iter()
        .filter(|f| f.in_app)
        .map(|f| f.function.to_string())
        .collect();
    assert_eq!(app, ["load", "main"]);
}

#[test]
fn a_stack_without_a_panic_is_one_entry() {
    let text = "goroutine 7 [running]:\nruntime/debug.Stack()\n\t/usr/local/go/src/runtime/debug/stack.go:24 +0x5e\nmain.handler(0x1)\n\t/srv/shop/main.go:9 +0x1d";
    assert_eq!(starts(&format!("{text}\n{PLAIN}")), [1, 6]);
    assert_eq!(find(text).unwrap().0.kind, None);
}

#[test]
fn rust_traces() {
    for sample in [
        Sample {
            text: "thread 'main' panicked at src/order.rs:57:9:\ncalled `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }\nstack backtrace:\n   0: rust_begin_unwind\n             at /rustc/9fc6b431/library/std/src/panicking.rs:652:5\n   1: core::panicking::panic_fmt\n             at /rustc/9fc6b431/library/core/src/panicking.rs:72:14\n   2: shop::order::load::{{closure}}::h0123456789abcdef\n             at ./src/order.rs:57:9\n   3: shop::main\n             at ./src/main.rs:3:5\nnote: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.",
            kind: Some("panic"),
            message: Some(
                "called `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }",
            ),
            chain: &[(Some("panic"), &["shop::order load", "shop main"])],
        },
        Sample {
            text: "thread 'tokio-runtime-worker' panicked at 'order 7, not found', src/order.rs:57:9\nstack backtrace:\n   0: std::panicking::begin_panic\n   1: shop::order::load::h0123456789abcdef\nnote: run with `RUST_BACKTRACE=full` for more",
            kind: Some("panic"),
            message: Some("order 7, not found"),
            chain: &[(Some("panic"), &["shop::order load"])],
        },
        Sample {
            text: "Error: cannot load the configuration\n\nCaused by:\n    0: cannot read file `shop.toml`\n    1: No such file or directory (os error 2)\n\nStack backtrace:\n   0: anyhow::error::<impl anyhow::Error>::msg\n   1: shop::config::load\n             at ./src/config.rs:9:5",
            kind: Some("Error"),
            message: Some("cannot load the configuration"),
            chain: &[(Some("Error"), &["shop::config load"])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn a_rust_panic_without_a_backtrace_keeps_its_message_and_its_note() {
    let text = "thread 'main' (4711) panicked at src/main.rs:2:5:\nassertion `left == right` failed\n  left: 1\n right: 2\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{text}\n{PLAIN}")),
        [1, 2, 7, 12]
    );
    let (fault, _) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("panic"));
    assert_eq!(
        fault.message.as_deref(),
        Some("assertion `left == right` failed\n  left: 1\n right: 2")
    );
}

#[test]
fn dart_traces() {
    for sample in [
        Sample {
            text: "Unhandled exception:\nInstance of 'OrderError'\n#0      Order.load.<anonymous closure> (package:shop/order.dart:57:3)\n<asynchronous suspension>\n#1      main (file:///srv/shop/bin/main.dart:3:5)\n#2      _startIsolate (dart:isolate-patch/isolate_patch.dart:300:19)",
            kind: Some("OrderError"),
            message: Some("Instance of 'OrderError'"),
            chain: &[(
                Some("OrderError"),
                &["order.dart Order.load", "main.dart main"],
            )],
        },
        Sample {
            text: "Unhandled exception:\nNoSuchMethodError: The method 'id' was called on null.\nReceiver: null\nTried calling: id()\n#0      main (file:///srv/shop/bin/main.dart:3:5)",
            kind: Some("NoSuchMethodError"),
            message: Some(
                "The method 'id' was called on null.\nReceiver: null\nTried calling: id()",
            ),
            chain: &[(Some("NoSuchMethodError"), &["main.dart main"])],
        },
        Sample {
            text: "Unhandled exception:\nConcurrent modification during iteration.\n#0      main (file:///srv/shop/bin/main.dart:3:5)",
            kind: None,
            message: Some("Concurrent modification during iteration."),
            chain: &[(None, &["main.dart main"])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn a_flutter_report_is_one_entry() {
    let text = "══╡ EXCEPTION CAUGHT BY WIDGETS LIBRARY ╞═══════════\nThe following StateError was thrown building Cart(dirty):\nBad state: no element\n\nThe relevant error-causing widget was:\n  Cart\n\nWhen the exception was thrown, this was the stack:\n#0      CartState.build (package:shop/cart.dart:57:3)\n#1      StatelessElement.build (package:flutter/src/widgets/framework.dart:5000:9)\n\n════════════════════════════════";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
        [1, 2, 14, 15]
    );
    let (fault, _) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("StateError"));
    assert_eq!(fault.message.as_deref(), Some("Bad state: no element"));
}

#[test]
fn beam_traces() {
    check(&Sample {
        text: "** (RuntimeError) order 7 not found\n    (shop 1.0.0) lib/shop/order.ex:57: Shop.Order.load/1\n    (elixir 1.16.0) lib/enum.ex:1693: Enum.\"-map/2-lists^map/1-1-\"/2\n    (shop 1.0.0) lib/shop/web.ex:3: anonymous fn/1 in Shop.Web.call/2\n    (stdlib 5.2) proc_lib.erl:241: :proc_lib.init_p_do_apply/3",
        kind: Some("RuntimeError"),
        message: Some("order 7 not found"),
        chain: &[(Some("RuntimeError"), &["Shop.Order load", "Shop.Web call"])],
    });
}

#[test]
fn native_traces() {
    for sample in [
        Sample {
            text: "==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x4005d6\nREAD of size 4 at 0x602000000010 thread T0\n    #0 0x4005d6 in load /src/order.c:57:3\n    #1 0x7f1234 in __libc_start_main (/lib/x86_64-linux-gnu/libc.so.6+0x20830)\n\n0x602000000010 is located 0 bytes inside of 4-byte region\nfreed by thread T0 here:\n    #0 0x4a1b2c in drop /src/order.c:60:5\n\nSUMMARY: AddressSanitizer: heap-use-after-free /src/order.c:57:3 in load\n==4711==ABORTING",
            kind: Some("AddressSanitizer"),
            message: Some("heap-use-after-free on address 0x602000000010 at pc 0x4005d6"),
            chain: &[(Some("AddressSanitizer"), &["order.c load", "order.c drop"])],
        },
        Sample {
            text: "*** Error in `./shop': double free or corruption (fasttop): 0x0000000001a2b010 ***\n======= Backtrace: =========\n/lib/x86_64-linux-gnu/libc.so.6(+0x777e5)[0x7f12345777e5]\n./shop(load+0x12)[0x4005d6]",
            kind: None,
            message: Some(
                "Error in `./shop': double free or corruption (fasttop): 0x0000000001a2b010 ***",
            ),
            chain: &[(None, &["shop load"])],
        },
        Sample {
            text: "*** Terminating app due to uncaught exception 'NSRangeException', reason: 'index 5 beyond bounds'\n*** First throw call stack:\n(\n\t0   CoreFoundation   0x00000001a2b3c4d5 __exceptionPreprocess + 228\n\t1   Shop             0x0000000100001234 -[Cart total] + 57\n)\nlibc++abi: terminating due to uncaught exception of type NSException",
            kind: Some("NSRangeException"),
            message: Some("index 5 beyond bounds"),
            chain: &[(Some("NSRangeException"), &["Shop -[Cart total]"])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn a_cpp_exception_is_named_by_two_lines() {
    let text = "terminate called after throwing an instance of 'std::runtime_error'\n  what():  order 7 not found\nAborted (core dumped)";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{text}\n{PLAIN}")),
        [1, 2, 5, 8]
    );
    let (fault, _) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("std::runtime_error"));
    assert_eq!(fault.message.as_deref(), Some("order 7 not found"));
    assert_eq!(fault.stack.as_deref(), Some(text));
    let bare = text.strip_suffix(" (core dumped)").unwrap();
    assert_eq!(
        starts(&format!("{PLAIN}\n{bare}\nAborted transaction 7\n{PLAIN}")),
        [1, 2, 5, 6]
    );
}

#[test]
fn a_crash_is_named_by_its_signal() {
    for (text, kind) in [
        (
            "*** Aborted at 1741918269 (unix time) try \"date -d @1741918269\" ***\nPC: @           0x4005d6 shop::load()\n*** SIGSEGV (@0x0) received by PID 4711 (TID 0x7f12) from PID 0; stack trace: ***\n    @     0x7f1234567890 (unknown)\n    @           0x4005d6 shop::load()",
            "SIGSEGV",
        ),
        (
            "Program received signal SIGABRT, Aborted.\n#0  0x00000000004005d6 in load (id=3) at order.c:57\n#1  0x0000000000400600 in main () at main.c:9",
            "SIGABRT",
        ),
        (
            "thread 'main' has overflowed its stack\nfatal runtime error: stack overflow\nAborted (core dumped)",
            "stack overflow",
        ),
    ] {
        let n = height(text);
        assert_eq!(
            starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
            [1, 2, n + 2, n + 3],
            "{text}"
        );
        assert_eq!(find(text).unwrap().0.kind.as_deref(), Some(kind), "{text}");
    }
}

#[test]
fn a_process_report_names_the_exception_in_it() {
    for text in [
        "GenServer #PID<0.111.0> terminating\n** (MatchError) no match of right hand side value: :error\n    (shop 1.0.0) lib/shop.ex:3: Shop.handle_call/3\nLast message (from #PID<0.109.0>): :load\nState: %{}",
        "** (EXIT from #PID<0.95.0>) shell process exited with reason: an exception was raised:\n    ** (MatchError) no match of right hand side value: :error\n        (shop 1.0.0) lib/shop.ex:3: Shop.load/1",
    ] {
        let n = height(text);
        assert_eq!(
            starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
            [1, 2, n + 2, n + 3],
            "{text}"
        );
        let (fault, _) = find(text).unwrap();
        assert_eq!(fault.kind.as_deref(), Some("MatchError"), "{text}");
        assert_eq!(
            fault.message.as_deref(),
            Some("no match of right hand side value: :error"),
            "{text}"
        );
    }
}

#[test]
fn a_data_race_report_is_one_entry() {
    let text = "WARNING: DATA RACE\nWrite at 0x00c0000160a8 by goroutine 7:\n  main.main.func1()\n      /srv/main.go:10 +0x38\n\nPrevious write at 0x00c0000160a8 by main goroutine:\n  main.main()\n      /srv/main.go:13 +0x88\n\nGoroutine 7 (running) created at:\n  main.main()\n      /srv/main.go:9 +0x7a";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
        [1, 2, 14, 15]
    );
}

#[test]
fn a_dart_error_may_be_told_in_two_ways_before_its_frames() {
    let text = "Unhandled exception:\nThe null object does not have a method 'id'.\n\nNoSuchMethodError: method not found: 'id'\nReceiver: null\n#0      main (file:///srv/shop/main.dart:3:5)";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
        [1, 2, 8, 9]
    );
}

#[test]
fn asserts_sanitizers_zig_and_fortran_name_what_went_wrong() {
    for sample in [
        Sample {
            text: "shop: order.c:57: load: Assertion `id > 0' failed.\nAborted (core dumped)",
            kind: Some("Assertion"),
            message: Some("Assertion `id > 0' failed."),
            chain: &[(Some("Assertion"), &[])],
        },
        Sample {
            text: "thread 4711 panic: index out of bounds: index 5, len 3\n/srv/order.zig:57:5: 0x21f3a in load (shop)\n    x[5] = 1;\n    ^\n/srv/main.zig:3:5: 0x21f4b in main (shop)",
            kind: Some("panic"),
            message: Some("index out of bounds: index 5, len 3"),
            chain: &[(Some("panic"), &["order.zig load", "main.zig main"])],
        },
        Sample {
            text: "At line 57 of file order.f90 (unit = 10)\nFortran runtime error: End of file\n\nError termination. Backtrace:\n#0  0x7f12 in load /srv/order.f90:57",
            kind: Some("Fortran runtime error"),
            message: Some("End of file"),
            chain: &[(Some("Fortran runtime error"), &["order.f90 load"])],
        },
        Sample {
            text: "*** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***\nBuild fingerprint: 'shop/x:14'\npid: 4711, tid: 4712, name: worker  >>> com.acme.shop <<<\nsignal 11 (SIGSEGV), code 1 (SEGV_MAPERR), fault addr 0x0\nbacktrace:\n    #00 pc 0000000000012345  /data/app/libshop.so (load+12)",
            kind: Some("SIGSEGV"),
            message: Some("code 1 (SEGV_MAPERR), fault addr 0x0"),
            chain: &[(Some("SIGSEGV"), &[])],
        },
        Sample {
            text: "WARNING: ThreadSanitizer: data race (pid=4711)\n  Write of size 4 at 0x7b04 by thread T1:\n    #0 load /srv/order.cc:57 (shop+0x1)",
            kind: Some("ThreadSanitizer"),
            message: Some("data race (pid=4711)"),
            chain: &[(Some("ThreadSanitizer"), &["order.cc load"])],
        },
    ] {
        check(&sample);
    }
}
