//! What a scan promises, whoever works on which block.

use std::io::Read;

use super::*;
use crate::chunk::Stream;
use crate::entry::Boundary;
use crate::format::detect::Lock;
use crate::format::{FORMATS, WRAPPERS};

/// A log of one-line entries, numbered.
fn log(lines: usize) -> Vec<u8> {
    (0..lines)
        .flat_map(|n| format!("{{\"level\":\"info\",\"n\":{n}}}\n").into_bytes())
        .collect()
}

/// What came to the sink of a scan that stops behind `most` results, and how the scan ended.
fn scanned(
    reader: impl Feed + Send,
    threads: usize,
    most: usize,
) -> (Vec<u8>, Vec<u64>, io::Result<()>) {
    let (lock, _) = Lock::detect(&log(20), FORMATS, WRAPPERS);
    let blocks = Blocks::new(reader, Boundary::new(lock), 100);
    let permits = Permits::new(2);
    let how = How {
        threads,
        permits: Some(&permits),
        lines: Numbers::Source(1),
    };
    let (mut bytes, mut lines) = (Vec::new(), Vec::new());
    let outcome = scan(
        blocks,
        how,
        |piece, worker| {
            assert!(worker < threads);
            // Workers end out of turn.
            std::thread::sleep(std::time::Duration::from_micros(piece.line * 7 % 50));
            (piece.bytes.to_vec(), piece.line)
        },
        |(piece, line)| {
            bytes.extend(piece);
            lines.push(line);
            match lines.len() == most {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        },
    );
    (bytes, lines, outcome)
}

#[test]
fn results_come_in_the_order_of_the_bytes_whoever_worked_on_them() {
    let log = log(500);
    let alone = scanned(&log[..], 1, usize::MAX);
    assert_eq!(alone.0, log);
    assert!(alone.1.len() > 50 && alone.1.is_sorted(), "{:?}", alone.1);
    for threads in [2, 3, 8] {
        let ahead = scanned(&log[..], threads, usize::MAX);
        let in_order = scanned(Stream(&log[..]), threads, usize::MAX);
        for (bytes, lines, outcome) in [ahead, in_order] {
            assert!(outcome.is_ok());
            assert_eq!(
                (bytes, lines),
                (alone.0.clone(), alone.1.clone()),
                "{threads} threads"
            );
        }
    }
}

#[test]
fn a_sink_that_has_enough_gets_no_more() {
    for threads in [1, 2, 8] {
        for most in [1, 2, 9] {
            let (_, lines, outcome) = scanned(&log(500)[..], threads, most);
            assert!(outcome.is_ok());
            assert_eq!(lines.len(), most);
        }
    }
}

#[test]
fn what_came_before_an_error_is_worked_on() {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("it broke"))
        }
    }
    let log = log(300);
    for threads in [1, 2, 8] {
        let (bytes, _, outcome) = scanned(Stream(log.chain(Breaks)), threads, usize::MAX);
        assert_eq!(bytes, log, "{threads} threads");
        assert_eq!(
            outcome.map_err(|error| error.to_string()),
            Err("it broke".to_owned())
        );
    }
}

/// As sources are read that are shown one after the other: results of a later one wait until those before it have ended.
fn beside_each_other(logs: &[Vec<u8>], in_order: bool, permits: &Permits, most: usize) -> Vec<u8> {
    std::thread::scope(|scope| {
        let started = logs.iter().map(|log| {
            let (send, results) = std::sync::mpsc::sync_channel(2);
            scope.spawn(move || {
                let (lock, _) = Lock::detect(log, FORMATS, WRAPPERS);
                let how = How {
                    threads: 3,
                    permits: Some(permits),
                    lines: Numbers::Source(1),
                };
                let work = |piece: Piece, _| piece.bytes.to_vec();
                let sink = |bytes| match send.send(bytes) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                };
                let boundary = Boundary::new(lock);
                match in_order {
                    true => scan(
                        Blocks::new(Stream(&log[..]), boundary, 100),
                        how,
                        work,
                        sink,
                    ),
                    false => scan(Blocks::new(&log[..], boundary, 100), how, work, sink),
                }
            });
            results
        });
        let started: Vec<_> = started.collect();
        let all = started.into_iter().flatten();
        all.take(most).flatten().collect()
    })
}

#[test]
fn scans_that_share_permits_all_come_to_their_end() {
    let logs: Vec<Vec<u8>> = [200, 30, 1, 100].map(log).to_vec();
    for round in 0..120 {
        let (permits, in_order) = (Permits::new(1 + round % 3), round % 2 == 0);
        let all = beside_each_other(&logs, in_order, &permits, usize::MAX);
        assert_eq!(all, logs.concat());
        let first = beside_each_other(&logs, in_order, &permits, 1 + round % 40);
        assert!(all.starts_with(&first));
    }
}

#[test]
fn a_panic_of_a_worker_or_of_the_sink_comes_out() {
    let log = log(500);
    let (lock, _) = Lock::detect(&log, FORMATS, WRAPPERS);
    for (in_worker, in_sink) in [(30, u64::MAX), (u64::MAX, 30)] {
        let run = || {
            let blocks = Blocks::new(&log[..], Boundary::new(lock), 100);
            let permits = Permits::new(2);
            let how = How {
                threads: 3,
                permits: Some(&permits),
                lines: Numbers::Source(1),
            };
            let work = |piece: Piece, _| {
                assert!(piece.line < in_worker);
                piece.line
            };
            scan(blocks, how, work, |line| {
                assert!(line < in_sink);
                ControlFlow::Continue(())
            })
        };
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
    }
}
