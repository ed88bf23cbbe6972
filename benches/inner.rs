//! The inner loops, in MB/s: what every line of a log goes through. `cargo bench --bench inner`
//!
//! The lines are those of testdata/, so that a bench and the tests mean the same.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use errlog::fields::KeyTable;
use errlog::{time, trace};

/// The lines of a log in testdata/, without their line breaks.
fn lines(path: &str) -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(path);
    let bytes = fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    bytes
        .split(|&byte| byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect()
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

criterion_group!(inner, times, traces, keys);
criterion_main!(inner);
