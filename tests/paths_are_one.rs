//! However its bytes arrive and whoever works on them, a log gives the same output to the byte.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, write::GzEncoder};

use crate::support::errlog;

/// Some megabytes, so that there are several blocks to share among workers: requests of several steps, traces, lines
/// that start nothing, in an order that mixes requests.
fn log(entries: u32) -> String {
    let mut log = String::new();
    for n in 0..entries {
        let (id, second, milli) = (n / 3 + n % 5, n / 100 % 60, n % 1000);
        let at = format!("2025-03-14T02:{:02}:{second:02}.{milli:03}Z", n / 6000 % 60);
        let tail = format!("[req-{id:08}] GET /api/orders/{id} ");
        match n % 50 {
            7 => log.push_str(&format!(
                "{at} ERROR {tail}failed\njava.lang.IllegalStateException: order {id}\n\tat com.acme.Shop.order(Shop.java:42)\n\nCaused by: java.io.IOException: gone\n\tat com.acme.Db.read(Db.java:7)\n"
            )),
            8 => log.push_str("   a line that starts nothing\n"),
            _ => log.push_str(&format!("{at} INFO {tail}user=u{} step {n} of many steps that take their time\n", n % 40)),
        }
    }
    log
}

/// The log under one name in three folders: as it is, and compressed twice.
fn write_all(folder: &Path, text: &[u8]) {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(text).expect("memory");
    let packed = [
        ("plain", text.to_vec()),
        ("gz", gz.finish().expect("memory")),
        ("zst", zstd::encode_all(text, 1).expect("memory")),
    ];
    for (name, bytes) in packed {
        let folder = folder.join(name);
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("stdin"), bytes).expect("written");
    }
}

#[test]
fn threads_compression_and_pipes_do_not_change_a_byte() {
    let text = log(40_000);
    assert!(text.len() > (4 << 20) / 2, "{}", text.len());
    let folder = tempfile::tempdir().expect("a folder");
    write_all(folder.path(), text.as_bytes());
    for call in [
        &["events", "--raw"][..],
        &["errors"],
        &["errors", "-C", "2"],
        &["errors", "-C", "9", "--same-request", "--json"],
        &["errors", "-n", "20", "-o", "json"],
        &["errors", "--group", "--json"],
        &["find", "req-00004711", "--json"],
        &["patterns", "--json"],
        &["patterns", "--by", "minute,user", "-o", "csv"],
        &["inspect"],
    ] {
        let run = |how: &str, threads: &str| {
            let options = ["-j", threads];
            let call = call.iter().copied().chain(options);
            match how {
                "stdin" => errlog(call).stdin(text.clone()),
                folder_name => {
                    errlog(call.chain(["stdin"])).in_folder(folder.path().join(folder_name))
                }
            }
            .run()
            .stdout
        };
        let expected = run("plain", "1");
        assert!(expected.len() > 100, "{call:?}: {expected}");
        for how in ["plain", "gz", "zst", "stdin"] {
            for threads in ["1", "2", "7"] {
                assert!(
                    run(how, threads) == expected,
                    "{call:?} {how} with {threads} threads"
                );
            }
        }
    }
}

/// What reads a plain file in part (a window, the newest errors) has to read a compressed one in full.
#[test]
fn a_large_file_read_in_part_tells_what_reading_it_in_full_does() {
    let text = log(100_000);
    assert!(text.len() > (8 << 20), "{}", text.len());
    let folder = tempfile::tempdir().expect("a folder");
    write_all(folder.path(), text.as_bytes());
    for call in [
        &["events", "-S", "2025-03-14T02:07", "-U", "2025-03-14T02:08"][..],
        &["events", "-S", "end-10s"],
        &[
            "errors",
            "-C",
            "3",
            "-S",
            "2025-03-14T02:07",
            "-U",
            "2025-03-14T02:07:30",
        ],
        &["errors", "-n", "20", "--json"],
        &["errors", "-n", "20", "-C", "2"],
        &[
            "errors",
            "-n",
            "5",
            "-B",
            "70",
            "--same-request",
            "-U",
            "2025-03-14T02:07",
        ],
        &[
            "patterns",
            "--by",
            "minute,user",
            "-o",
            "csv",
            "-S",
            "2025-03-14T02:07",
            "-U",
            "2025-03-14T02:09",
        ],
        &[
            "find",
            "req-0001",
            "--json",
            "-S",
            "2025-03-14T02:07",
            "-U",
            "2025-03-14T02:07:10",
        ],
    ] {
        let run = |how: &str| {
            let call = errlog(call.iter().chain(&["-q", "stdin"]));
            call.in_folder(folder.path().join(how)).run().stdout
        };
        let expected = run("zst");
        assert!(expected.len() > 100, "{call:?}: {expected}");
        assert!(run("plain") == expected, "{call:?}");
    }
}
