//! Traces whose frames begin with `at`: Java's machine and .NET's.

use super::*;

#[test]
fn tomcat_names_what_failed_in_a_page_below_the_page() {
    let text = "Servlet.service() threw exception [An exception occurred processing [/cart.jsp] at line [1]\n\n1: <% cart.size(); %>\n\n\nStacktrace:] with root cause\n\tjava.lang.NullPointerException: \"cart\" is null\n\t\tat org.apache.jsp.cart_jsp._jspService(cart_jsp.java:121)";
    let (fault, _) = find(text).unwrap();
    assert_eq!(
        (fault.kind.as_deref(), fault.message.as_deref()),
        (
            Some("java.lang.NullPointerException"),
            Some("\"cart\" is null")
        )
    );
}

#[test]
fn java_traces() {
    for sample in [
        Sample {
            text: "java.lang.IllegalStateException: order 7 is closed\n\tat com.acme.Order.close(Order.java:57)\n\tat com.acme.Order$$EnhancerBySpringCGLIB$$1a2b3c4d.close(<generated>)\n\tat java.base/java.lang.Thread.run(Thread.java:840)",
            kind: Some("java.lang.IllegalStateException"),
            message: Some("order 7 is closed"),
            chain: &[(
                Some("java.lang.IllegalStateException"),
                &["com.acme.Order close"],
            )],
        },
        Sample {
            text: "com.acme.OrderException: cannot place\n\tat com.acme.Orders.lambda$place$3(Orders.java:12) ~[app.jar!/:1.0]\n\tat com.acme.Web.handle(Web.java:3) [classes/:na]\nCaused by: java.sql.SQLException: refused\n\tat com.acme.Db.open(Db.java:9)\n\t... 2 common frames omitted\n\tSuppressed: java.io.IOException: close failed\n\t\tat com.acme.Db.close(Db.java:20)\n\t\t... 12 more\nCaused by: java.net.ConnectException\n\tat com.acme.Net.connect(Native Method)\n\t... 3 more",
            kind: Some("com.acme.OrderException"),
            message: Some("cannot place"),
            chain: &[
                (
                    Some("com.acme.OrderException"),
                    &["com.acme.Orders place", "com.acme.Web handle"],
                ),
                (Some("java.sql.SQLException"), &["com.acme.Db open"]),
                (Some("java.io.IOException"), &["com.acme.Db close"]),
                (Some("java.net.ConnectException"), &["com.acme.Net connect"]),
            ],
        },
        Sample {
            text: "Exception in thread \"main\" java.lang.NullPointerException: Cannot invoke \"Order.id()\" because \"<local1>\" is null\n\tat Shop.main(Shop.java:4)",
            kind: Some("java.lang.NullPointerException"),
            message: Some("Cannot invoke \"Order.id()\" because \"<local1>\" is null"),
            chain: &[(Some("java.lang.NullPointerException"), &["Shop main"])],
        },
        Sample {
            text: "com.acme.MailException: cannot send;\n  nested exception is:\ncom.acme.SmtpException: 550 relaying denied\n\n\tat com.acme.Mail.send(Mail.java:5)\nCaused by: com.acme.SmtpException: 550 relaying denied\n\tat com.acme.Smtp.rcpt(Smtp.java:8)\n\t... 1 more",
            kind: Some("com.acme.MailException"),
            message: Some("cannot send;"),
            chain: &[
                (Some("com.acme.MailException"), &[]),
                (Some("com.acme.SmtpException"), &["com.acme.Mail send"]),
                (Some("com.acme.SmtpException"), &["com.acme.Smtp rcpt"]),
            ],
        },
        Sample {
            text: "java.lang.IllegalArgumentException: invalid payload:\n{\n  \"qty\": -1\n}\n\nat position 3\n\tat com.acme.Json.parse(Json.kt:5)",
            kind: Some("java.lang.IllegalArgumentException"),
            message: Some("invalid payload:\n{\n  \"qty\": -1\n}\n\nat position 3"),
            chain: &[(
                Some("java.lang.IllegalArgumentException"),
                &["com.acme.Json parse"],
            )],
        },
        Sample {
            text: "com.acme.LoopException: round\n\tat com.acme.Loop.go(Loop.scala:1)\nCaused by: com.acme.InnerException: and round\n\tat com.acme.Loop.again(Loop.scala:2)\n\t... 1 more\nCaused by: [CIRCULAR REFERENCE: com.acme.LoopException: round]",
            kind: Some("com.acme.LoopException"),
            message: Some("round"),
            chain: &[
                (Some("com.acme.LoopException"), &["com.acme.Loop go"]),
                (Some("com.acme.InnerException"), &["com.acme.Loop again"]),
            ],
        },
        Sample {
            text: "java.lang.StackOverflowError\n\tat com.acme.Tree.walk(Tree.java:9)\n\tat com.acme.Tree.walk(Tree.java:9)\n\tat com.acme.Tree.walk(Tree.java:9)",
            kind: Some("java.lang.StackOverflowError"),
            message: None,
            chain: &[(
                Some("java.lang.StackOverflowError"),
                &["com.acme.Tree walk"],
            )],
        },
        Sample {
            text: "Error: kotlin.UninitializedPropertyAccessException: lateinit property db has not been initialized\n    at shop.Main.getDb(Main.kt:4)\n    at shop.MainKt.main(Main.kt:9)",
            kind: Some("kotlin.UninitializedPropertyAccessException"),
            message: Some("lateinit property db has not been initialized"),
            chain: &[(
                Some("kotlin.UninitializedPropertyAccessException"),
                &["shop.Main getDb", "shop.MainKt main"],
            )],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn an_error_named_after_other_words_is_found_below_them() {
    let text = "Servlet threw exception [Request failed; nested exception is java.lang.IllegalStateException: boom] with root cause\njava.lang.IllegalStateException: boom\n\tat com.acme.Web.handle(Web.java:3)";
    let (fault, range) = find(text).unwrap();
    assert_eq!(
        fault.kind.as_deref(),
        Some("java.lang.IllegalStateException")
    );
    assert_eq!(fault.message.as_deref(), Some("boom"));
    assert!(text[..range.start].ends_with("root cause\n"));

    let text = "Startup: RuntimeException: no database\n\tat com.acme.Shop.main(Shop.java:3)";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 4]);
    let (fault, range) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("RuntimeException"));
    assert_eq!(fault.message.as_deref(), Some("no database"));
    assert_eq!(&text[..range.start], "Startup: ");
}

#[test]
fn causes_count_even_where_the_error_itself_is_within_the_message() {
    let text = "job failed: com.acme.JobException: step 3\nCaused by: java.io.IOException: disk full\n\tat com.acme.Disk.write(Disk.java:3)";
    let (fault, _) = find(text).unwrap();
    assert_eq!(fault.kind.as_deref(), Some("com.acme.JobException"));
    assert_eq!(fault.message.as_deref(), Some("step 3"));
    assert_eq!(chain(text).len(), 2);
}

#[test]
fn dotnet_traces() {
    for sample in [
        Sample {
            text: "System.InvalidOperationException: order 7 is closed\n   at Acme.Order.<Close>d__2.MoveNext() in /src/Order.cs:line 57\n--- End of stack trace from previous location ---\n   at System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw()\n   at Acme.Web.<>c__DisplayClass3_0.<Handle>b__0(Int32 id) in C:\\src\\Web.cs:line 3",
            kind: Some("System.InvalidOperationException"),
            message: Some("order 7 is closed"),
            chain: &[(
                Some("System.InvalidOperationException"),
                &["Acme.Order Close", "Acme.Web Handle"],
            )],
        },
        Sample {
            text: "Unhandled exception. Acme.OrderException: cannot place\n ---> System.Data.DataException: refused\n   at Acme.Db.Open() in /src/Db.cs:line 9\n   --- End of inner exception stack trace ---\n   at Acme.Orders.Place(Int32 id, String name) in /src/Orders.cs:line 12\n   at Program.<Main>$(String[] args) in /src/Program.cs:line 2",
            kind: Some("Acme.OrderException"),
            message: Some("cannot place"),
            chain: &[
                (Some("Acme.OrderException"), &[]),
                (
                    Some("System.Data.DataException"),
                    &["Acme.Db Open", "Acme.Orders Place", "Program Main"],
                ),
            ],
        },
        Sample {
            text: "System.AggregateException: One or more errors occurred. (first) (second)\n ---> System.Exception: first\n   at Acme.A.Go() in /src/A.cs:line 1\n   --- End of inner exception stack trace ---\n   at System.Threading.Tasks.Task.Wait()\n   at Acme.Web.All()\n ---> (Inner Exception #1) System.TimeoutException: second\n   at Acme.B.Go()<---",
            kind: Some("System.AggregateException"),
            message: Some("One or more errors occurred. (first) (second)"),
            chain: &[
                (Some("System.AggregateException"), &[]),
                (Some("System.Exception"), &["Acme.A Go", "Acme.Web All"]),
                (Some("System.TimeoutException"), &["Acme.B Go"]),
            ],
        },
        Sample {
            text: "Acme.SqlException: Query failed[SQL: select id\nfrom orders\nwhere id = 7\n] ---> System.IO.IOException (0x80004005): pipe closed\n   at System.IO.Stream.Read()\n   at Acme.Db.Read[T](T id)\n   --- End of inner exception stack trace ---\n   at Acme.Db.Query()",
            kind: Some("Acme.SqlException"),
            message: Some("Query failed[SQL: select id\nfrom orders\nwhere id = 7\n]"),
            chain: &[
                (Some("Acme.SqlException"), &[]),
                (
                    Some("System.IO.IOException"),
                    &["Acme.Db Read", "Acme.Db Query"],
                ),
            ],
        },
        Sample {
            text: "Acme.OuterException: outer ---> Acme.InnerException: inner\n  at Acme.In.Go (System.String key) [0x00007] in <filename unknown>:0\n  at Acme.Out.Go () [0x00013] in /src/Out.cs:3",
            kind: Some("Acme.OuterException"),
            message: Some("outer"),
            chain: &[
                (Some("Acme.OuterException"), &[]),
                (Some("Acme.InnerException"), &["Acme.In Go", "Acme.Out Go"]),
            ],
        },
        Sample {
            text: "System.DivideByZeroException: Es wurde versucht, durch 0 (null) zu teilen.\n   bei Acme.Order.Teile(Int32 x) in C:\\src\\Order.cs:Zeile 57.\n   bei Acme.Order..ctor()",
            kind: Some("System.DivideByZeroException"),
            message: Some("Es wurde versucht, durch 0 (null) zu teilen."),
            chain: &[(
                Some("System.DivideByZeroException"),
                &["Acme.Order Teile", "Acme.Order .ctor"],
            )],
        },
    ] {
        check(&sample);
    }
}

#[test]
fn a_console_loggers_indented_exception_is_found() {
    let text = "An unhandled exception has occurred.\n      System.InvalidOperationException: boom\n         at Acme.Web.Handle() in /src/Web.cs:line 3";
    let (fault, range) = find(text).unwrap();
    assert_eq!(
        fault.kind.as_deref(),
        Some("System.InvalidOperationException")
    );
    assert_eq!(&text[range], &text[43..]);
    assert_eq!(chain(text)[0].frames[0].function, "Handle");
}

#[test]
fn androids_report_is_one_entry() {
    let text = "FATAL EXCEPTION: main\nProcess: com.acme.shop, PID: 4711\njava.lang.RuntimeException: Unable to start\n\tat com.acme.shop.Main.onCreate(Main.kt:12)\nCaused by: java.lang.NullPointerException\n\tat com.acme.shop.Main.load(Main.kt:20)\n\t... 9 more";
    assert_eq!(
        starts(&format!("{PLAIN}\n{text}\n{PLAIN}\n{text}")),
        [1, 2, 9, 10]
    );
    assert_eq!(
        find(text).unwrap().0.kind.as_deref(),
        Some("java.lang.RuntimeException")
    );
}

#[test]
fn a_crash_of_the_machine_is_one_entry() {
    let text = "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n#  SIGSEGV (0xb) at pc=0x00007f1234, pid=4711, tid=4712\n#\n# JRE version: OpenJDK";
    assert_eq!(starts(&format!("{PLAIN}\n{text}\n{PLAIN}")), [1, 2, 8]);
    assert_eq!(find(text).unwrap().0.kind.as_deref(), Some("SIGSEGV"));
}

#[test]
fn a_word_before_the_type_does_not_hide_it() {
    let (fault, _) =
        find("Diagnostics of attempt_7: Error: java.net.NoRouteToHostException: No Route to Host")
            .unwrap();
    assert_eq!(
        fault.kind.as_deref(),
        Some("java.net.NoRouteToHostException")
    );
}
