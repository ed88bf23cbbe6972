//! What people read, to the letter: tables and timelines of the shop's day in testdata/, at 80 columns.

use crate::support::{errlog, testdata};

fn at_80_columns(call: &[&str]) -> String {
    errlog(call)
        .columns(80)
        .in_folder(testdata("shop"))
        .run()
        .stdout
}

#[test]
fn failures_by_hour() {
    let expected = "\
18 failures of 62 requests (29 %) in 206 entries
2025-03-13 22:10 to 2025-03-14 03:05

hour              failures                      requests              rate  lift
2025-03-13 22:00         2  ████▌                      9  ░░░░░       22 %  0.7×
2025-03-13 23:00         2  ████▌                     11  ░░░░░░      18 %  0.6×
2025-03-14 00:00         8  ██████████████████        17  ░░░░░░░░░░  47 %  2.1×
2025-03-14 01:00         3  ██████▊                   10  ░░░░░░      30 %  1.0×
2025-03-14 02:00         3  ██████▊                   14  ░░░░░░░░    21 %  0.7×
2025-03-14 03:00         0                             1  ░            0 %  0.0×
";
    let call = [
        "patterns",
        "--by",
        "hour",
        "app.log",
        "access.log",
        "worker.log",
    ];
    assert_eq!(at_80_columns(&call), expected);
}

#[test]
fn a_cross_table_is_a_grid() {
    let expected = "\
18 failures of 62 requests (29 %) in 206 entries
2025-03-13 22:10 to 2025-03-14 03:05

user \\ endpoint  all    POST /api    GET /api  POST /api  (none)     GET /api
                      /orders/:id  /users/:id    /orders          /orders/:id
                         /payment   /invoices
(none)             5            1           ·          1       3            ·
u1666              4            ·           4          ·       ·            ·
u101               2            1           ·          ·       ·            1
… and 5 more rows and 1 more column (use -n 0 or --json)
";
    let call = [
        "patterns",
        "--by",
        "user,endpoint",
        "-n",
        "3",
        "app.log",
        "access.log",
        "worker.log",
    ];
    assert_eq!(at_80_columns(&call), expected);
}

#[test]
fn a_group_of_errors_has_a_whole_sample() {
    let expected = "\
==> 3 times, 2025-03-14 00:00:03 to 00:04:03, 00b063f7d2523d87, resource-exhaustion: worker.log:12 <==
2025-03-14 00:00:03,005 ERROR [job-1] com.acme.shop.worker.Jobs - [] settlement failed
java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 3000ms.
\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)
\tat com.acme.shop.worker.SettlementJob.run(SettlementJob.java:58)
\tat java.base/java.lang.Thread.run(Thread.java:1583)
";
    let text = at_80_columns(&["errors", "--group", "-g", "settlement", "worker.log"]);
    assert_eq!(text, expected);
}
