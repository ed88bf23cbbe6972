//! The inner loops, in MB/s: what every line of a log goes through. `cargo bench --bench inner`
//!
//! The lines are those of testdata/, so that a bench and the tests mean the same.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use errlog::chunk::Blocks;
use errlog::endpoint::{Routes, endpoint};
use errlog::entry::Boundary;
use errlog::event::{Event, Time, Want};
use errlog::fields::{Asked, KeyMemo, KeyTable};
use errlog::fingerprint::fingerprint;
use errlog::format::detect::Lock;
use errlog::format::understand::Understander;
use errlog::format::{FORMATS, WRAPPERS};
use errlog::needle::Needle;
use errlog::time::{Clock, Zone};
use errlog::{scan, time, trace};

/// Bytes of a log that is made of one in testdata/, repeated.
const LOG: usize = 1 << 20;

/// Logs of the commonest formats, and of those whose entries have many lines.
const LOGS: [&str; 12] = [
    "shop/app.log",
    "shop/access.log",
    "shop/worker.log",
    "night/app.log",
    "logfmt/app.log",
    "syslog/rfc3164.log",
    "nginx/error.log",
    "python/django.log",
    "rust/tracing.log",
    "dotnet/console.log",
    "postgres/server.log",
    "haproxy/http.log",
];

fn read(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(path);
    fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The lines of a log in testdata/, without their line breaks.
fn lines(path: &str) -> Vec<Vec<u8>> {
    let bytes = read(path);
    bytes
        .split(|&byte| byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect()
}

/// A log in testdata/ again and again, and what it is locked to.
fn long(path: &str) -> (Vec<u8>, Lock) {
    let mut bytes = read(path);
    if bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    let bytes = bytes.repeat(LOG / bytes.len() + 1);
    let (lock, _) = Lock::detect(&bytes[..bytes.len().min(64 << 10)], FORMATS, WRAPPERS);
    (bytes, lock)
}

/// Goes through the entries of a log with somebody who understands them.
fn walk(
    bytes: &[u8],
    lock: Lock,
    want: &Want,
    keys: &KeyTable,
    mut each: impl FnMut(&mut scan::Entries, &mut Understander) -> bool,
) {
    let boundary = Boundary::new(lock);
    let mut understander = Understander {
        lock,
        want,
        keys,
        clock: Clock::new(Zone::Utc, Time(0)),
        memo: KeyMemo::default(),
        worker: 0,
    };
    let mut blocks = Blocks::new(bytes, boundary, LOG);
    while let (Some(block), _) = blocks.next(Vec::new()) {
        let mut entries = scan::entries(block.whole(), &boundary);
        while each(&mut entries, &mut understander) {}
    }
}

/// All events of a log.
fn events<R>(path: &str, each: impl Fn(&Event) -> R) {
    let (bytes, lock) = long(path);
    let (want, keys) = (Want::all(), KeyTable::new(&[]));
    let mut scratch = Vec::new();
    walk(
        &bytes[..LOG / 8],
        lock,
        &want,
        &keys,
        |entries, understander| {
            let entry = entries.next();
            entry.is_some_and(|entry| {
                each(&understander.read(entry.bytes, entry.start, &mut scratch));
                true
            })
        },
    );
}

/// Measures `work` on each of `texts`, as bytes of text a second.
fn measure<T: AsRef<[u8]>, R>(c: &mut Criterion, name: &str, texts: &[T], work: impl Fn(&T) -> R) {
    let bytes: usize = texts.iter().map(|text| text.as_ref().len()).sum();
    let mut group = c.benchmark_group("inner");
    group.throughput(Throughput::BytesDecimal(bytes as u64));
    group.bench_function(name, |b| {
        b.iter(|| {
            for text in texts {
                black_box(work(black_box(text)));
            }
        })
    });
    group.finish();
}

fn times(c: &mut Criterion) {
    let stamps = [
        "2025-03-14T02:11:09.123Z",
        "2025-03-14 02:11:09,123",
        "14/Mar/2025:02:11:09 +0000",
        "Mar 14 02:11:09",
        "Fri Mar 14 02:11:09.123456 2025",
    ];
    measure(c, "time::scan", &stamps, |text| time::scan(text.as_bytes()));
    measure(c, "time::find", &lines("shop/access.log"), |line| {
        time::find(line, 128)
    });
    measure(
        c,
        "time::find, none there",
        &lines("dotnet/console.log"),
        |line| time::find(line, 128),
    );
}

fn traces(c: &mut Criterion) {
    for path in ["shop/worker.log", "python/logging.log", "rust/tracing.log"] {
        let text = lines(path).join(&b'\n');
        let text = String::from_utf8_lossy(&text).into_owned();
        measure(c, &format!("trace::find, {path}"), &[text], |text| {
            trace::find(text).is_some()
        });
    }
}

fn keys(c: &mut Criterion) {
    let table = KeyTable::new(&[]);
    let keys = [
        "level",
        "time",
        "requestId",
        "req.method",
        "http.response.status_code",
        "not_one_of_ours",
    ];
    measure(c, "fields::meaning", &keys, |key| {
        table.meaning(key.as_bytes())
    });
}

/// Where entries end.
fn boundaries(c: &mut Criterion) {
    for path in LOGS {
        let (bytes, lock) = long(path);
        let (want, keys) = (Want::none(), KeyTable::new(&[]));
        measure(c, &format!("entries, {path}"), &[bytes], |bytes| {
            walk(bytes, lock, &want, &keys, |entries, _| {
                entries.next().is_some()
            });
        });
    }
}

/// From entries to events.
fn parsers(c: &mut Criterion) {
    for path in LOGS {
        let (bytes, lock) = long(path);
        let (want, keys) = (Want::all(), KeyTable::new(&[]));
        measure(c, &format!("events, {path}"), &[bytes], |bytes| {
            let mut scratch = Vec::new();
            walk(bytes, lock, &want, &keys, |entries, understander| {
                let entry = entries.next();
                entry.is_some_and(|entry| {
                    black_box(understander.read(entry.bytes, entry.start, &mut scratch));
                    true
                })
            });
        });
    }
}

/// Telling at a glance which entries fail.
fn glances(c: &mut Criterion) {
    let asked = Asked::by(|event| event.is_failing());
    for path in ["shop/app.log", "shop/worker.log"] {
        let (bytes, lock) = long(path);
        let (want, keys) = (Want::all(), KeyTable::new(&[]));
        measure(c, &format!("glances, {path}"), &[bytes], |bytes| {
            walk(bytes, lock, &want, &keys, |entries, understander| {
                let failing = understander
                    .glance(&asked)
                    .and_then(|glance| entries.glance(glance).1);
                failing.or_else(|| entries.next()).is_some()
            });
        });
    }
}

/// An ID that stands nowhere, and the line breaks.
fn needles(c: &mut Criterion) {
    let (bytes, _) = long("shop/app.log");
    let needle = Needle::new("550e8400-e29b-41d4-a716-446655440999");
    measure(c, "needle", &[bytes], |bytes| {
        needle.look(bytes, bytes.len())
    });
}

fn endpoints(c: &mut Criterion) {
    let targets = [
        "/api/orders/4711/items",
        "/healthz",
        "/api/users/550e8400-e29b-41d4-a716-446655440000?full=1",
        "/static/js/app.3f2a9c1b.js",
    ];
    let routes = Routes::default();
    measure(c, "endpoint", &targets, |target| {
        let event = Event {
            method: Some("GET".into()),
            path: Some((*target).into()),
            ..Event::default()
        };
        endpoint(&event, &routes).is_some()
    });
}

fn fingerprints(c: &mut Criterion) {
    // What is measured is the reading as well, without which there is no event; `events` tells its share.
    for path in ["shop/worker.log", "python/django.log"] {
        let bytes = long(path).0[..LOG / 8].to_vec();
        measure(
            c,
            &format!("events and fingerprints, {path}"),
            &[bytes],
            |_| {
                events(path, |event| black_box(fingerprint(event, &[])));
            },
        );
    }
}

criterion_group!(
    inner,
    times,
    traces,
    keys,
    boundaries,
    parsers,
    glances,
    needles,
    endpoints,
    fingerprints
);
criterion_main!(inner);
