//! JavaScript, and languages of which a few lines are all that is peculiar.

use super::*;

#[test]
fn javascript_traces() {
    for sample in [
        Sample {
            text: "TypeError: Cannot read properties of null (reading 'name')\n    at load (/srv/shop/order.js:57:3)\n    at async Promise.all (index 0)\n    at new Cart (/srv/shop/cart.js:3:5)\n    at Object.<anonymous> (/srv/shop/node_modules/express/index.js:1:1)\n    at node:internal/main/run_main_module:28:49",
            kind: Some("TypeError"),
            message: Some("Cannot read properties of null (reading 'name')"),
            chain: &[(Some("TypeError"), &["order.js load", "cart.js Cart"])],
        },
        Sample {
            text: "Error: order lookup failed\n    at load (/srv/shop/order.js:57:3) {\n  code: 'E_LOOKUP',\n  [cause]: Error: connect ECONNREFUSED 10.0.0.7:5432\n      at open (/srv/shop/db.js:3:5) {\n    errno: -111\n  }\n}",
            kind: Some("Error"),
            message: Some("order lookup failed"),
            chain: &[
                (Some("Error"), &["order.js load"]),
                (Some("Error"), &["db.js open"]),
            ],
        },
        Sample {
            text: "AggregateError: All promises were rejected\n    at /srv/shop/order.js:57:3 {\n  [errors]: [\n    RangeError: too many\n        at a (/srv/shop/a.js:1:1),\n    TypeError: no order\n        at b (/srv/shop/b.js:1:1)\n  ]\n}",
            kind: Some("AggregateError"),
            message: Some("All promises were rejected"),
            chain: &[
                (Some("AggregateError"), &["order.js <anonymous>"]),
                (Some("RangeError"), &["a.js a"]),
                (Some("TypeError"), &["b.js b"]),
            ],
        },
        Sample {
            text: "/srv/shop/order.js:57\n    throw new OrderError('closed');\n    ^\n\nOrderError: closed\n    at load (/srv/shop/order.js:57:11)\n\nNode.js v20.11.0",
            kind: Some("OrderError"),
            message: Some("closed"),
            chain: &[(Some("OrderError"), &["order.js load"])],
        },
        Sample {
            text: "node:events:495\n      throw er; // Unhandled 'error' event\n      ^\n\nError: listen EADDRINUSE: address already in use :::3000\n    at Server.setupListenHandle [as _listen2] (node:net:1817:16)\n    at Object.<anonymous> (/srv/shop/main.js:3:5)\nEmitted 'error' event on Server instance at:\n    at emitErrorNT (node:net:1796:8) {\n  code: 'EADDRINUSE',\n  port: 3000\n}\n\nNode.js v20.11.0",
            kind: Some("Error"),
            message: Some("listen EADDRINUSE: address already in use :::3000"),
            chain: &[(Some("Error"), &["main.js <anonymous>"])],
        },
        Sample {
            text: "(node:4711) UnhandledPromiseRejectionWarning: RangeError: invalid payload:\n{\n  \"qty\": -1\n}\nat position 3\n    at parse (/srv/shop/json.js:5:9)",
            kind: Some("RangeError"),
            message: Some("invalid payload:\n{\n  \"qty\": -1\n}\nat position 3"),
            chain: &[(Some("RangeError"), &["json.js parse"])],
        },
        Sample {
            text: "Uncaught (in promise) TypeError [ERR_INVALID_URL]: Invalid URL\n    at load (https://shop.example/static/app.4f3a2b1c9d.js?v=3:57:3)\n    at https://shop.example/static/app.4f3a2b1c9d.js:9:1",
            kind: Some("TypeError"),
            message: Some("Invalid URL"),
            chain: &[(Some("TypeError"), &["app.js load", "app.js <anonymous>"])],
        },
        Sample {
            text: "ReferenceError: cart is not defined\nload@https://shop.example/order.js:57:3\n@https://shop.example/order.js:9:1\nouter/inner<@https://shop.example/web.js:3:5",
            kind: Some("ReferenceError"),
            message: Some("cart is not defined"),
            chain: &[(
                Some("ReferenceError"),
                &["order.js load", "order.js <anonymous>", "web.js inner"],
            )],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn v8_out_of_memory_is_one_entry() {
    let text = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n----- Native stack trace -----\n\n 1: 0xb78db3 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]\n 9: 0x10b7f00  [node]\n10: 0x10b7fb4 v8::internal::Heap::Grow(int) [node]\n11: 0x1297c5f  [node]";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 9]);
    assert!(calls(text).len() == 4, "{:?}", calls(text));
}

#[test]
fn frames_below_a_sentence_are_one_entry_with_it() {
    let text = "V8 prints a stack without an error\n  eval at Shop.a (eval at Shop.b (order.js:10:3))\n  at new Cart (native)\n  at Shop.load [as open] (order(copy).js?query='yes':12:9)";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{text}\n{PLAIN}")),
        [1, 2, 6, 10]
    );
    let (fault, range) = find(text).unwrap();
    assert_eq!(
        (fault.kind.as_deref(), fault.message.as_deref()),
        (None, Some("V8 prints a stack without an error"))
    );
    assert_eq!(range.end, text.len());
}

#[test]
fn something_thrown_that_is_no_error_is_still_one_entry() {
    let text = "/srv/shop/order.js:1\nthrow 'closed';\n^\nclosed\n(Use `node --trace-uncaught ...` to show where the exception was thrown)\n\nNode.js v20.11.0";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
        [1, 2, 9, 10]
    );
    let text = "node:internal/process/promises:394\n      triggerUncaughtException(err, true /* fromPromise */);\n      ^\n\n[UnhandledPromiseRejection: rejected with the reason \"closed\".] {\n  code: 'ERR_UNHANDLED_REJECTION'\n}\n\nNode.js v20.11.0";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
        [1, 2, 11, 12]
    );
    let (fault, _) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("UnhandledPromiseRejection"));
    assert_eq!(
        fault.message.as_deref(),
        Some("rejected with the reason \"closed\".")
    );
}

#[test]
fn other_scripts_traces() {
    for sample in [
        Sample {
            text: "lua: order.lua:57: no order\nstack traceback:\n\t[C]: in function 'error'\n\torder.lua:57: in function 'load'\n\tmain.lua:3: in main chunk\n\t[C]: in ?",
            kind: None,
            message: Some("order.lua:57: no order"),
            chain: &[(None, &["order.lua load", "main.lua main chunk"])],
        },
        Sample {
            text: "no order 7 at /srv/shop/order.pl line 57.\n\tShop::load(7) called at /srv/shop/main.pl line 3\n\tmain::run() called at /srv/shop/main.pl line 9",
            kind: None,
            message: Some("no order 7"),
            chain: &[(None, &["Shop load", "main run"])],
        },
        Sample {
            text: "Traceback (most recent call last)\n/srv/shop/main.nim(9) main\n/srv/shop/order.nim(57) load\nError: unhandled exception: no order [ValueError]",
            kind: Some("ValueError"),
            message: Some("no order"),
            chain: &[(Some("ValueError"), &["main.nim main", "order.nim load"])],
        },
        Sample {
            text: "Uncaught ValueError: no order\n   at load (/srv/shop/order.js:57:3)\n   at <anonymous>:6:4",
            kind: Some("ValueError"),
            message: Some("no order"),
            chain: &[(
                Some("ValueError"),
                &["order.js load", "<anonymous> <anonymous>"],
            )],
        },
        Sample {
            text: "Fatal error: exception Failure(\"no order\")\nRaised at Shop.load in file \"order.ml\", line 57, characters 2-8",
            kind: Some("Failure"),
            message: Some("no order"),
            chain: &[(Some("Failure"), &["order.ml Shop.load"])],
        },
        Sample {
            text: "ORA-20001: no order\nORA-06512: at \"SHOP.LOAD\", line 57\nORA-06512: at line 1",
            kind: Some("ORA-20001"),
            message: Some("no order"),
            chain: &[(Some("ORA-20001"), &[])],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn r_and_julia_and_haskell_keep_their_stacks() {
    for text in [
        "Error in load(7) : no order\nCalls: main -> load\nExecution halted",
        "DomainError: with -1.0:\nsqrt was called with a negative argument\nStacktrace:\n [1] throw_complex_domainerror(f::Symbol, x::Float64)\n   @ Base.Math ./math.jl:33\n [2] load(x::Float64)\n   @ Main /srv/shop/order.jl:57",
        "shop: NoOrderException: 7\nCallStack (from HasCallStack):\n  error, called at src/Order.hs:57:3 in main:Order\n  load, called at app/Main.hs:9:5 in main:Main",
    ] {
        let n = height(text);
        assert_eq!(
            starts(&format!("{PLAIN}\n{text}\n{PLAIN}")),
            [1, 2, n + 2],
            "{text}"
        );
        assert!(find(text).is_some(), "{text}");
    }
}

#[test]
fn powershell_shows_the_place_and_the_source() {
    let text = "Get-Item : Cannot find path 'C:\\orders' because it does not exist.\nAt C:\\shop\\order.ps1:57 char:3\n+   Get-Item C:\\orders\n+   ~~~~~~~~~~~~~~~~~~\n    + CategoryInfo          : ObjectNotFound: (C:\\orders:String) [Get-Item], ItemNotFoundException\n    + FullyQualifiedErrorId : PathNotFound";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 8]);
    let (fault, _) = find(text).unwrap();
    assert_eq!(
        fault.message.as_deref(),
        Some("Get-Item : Cannot find path 'C:\\orders' because it does not exist.")
    );
}

#[test]
fn a_bare_error_above_frames_is_an_error() {
    let text = "Error\n  at load (<anonymous>:3:9)\n  at a_function_name        \n  at run (https://shop.example/app.js:9:1)";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{text}\n{PLAIN}")),
        [1, 2, 6, 10]
    );
    assert_eq!(find(text).unwrap().0.kind.as_deref(), Some("Error"));
}
