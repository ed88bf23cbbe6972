//! What a part of a file gives is what all of it gives: windows, the newest errors, searches, over logs in and out of
//! order. The sizes from which parts are read at all are small in tests.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::analysis::errors::{self, Blocks, Context, Keeping, Kept, Newest};
use crate::fields::KeyTable;
use crate::format::FORMATS;
use crate::scan::Permits;
use crate::source::{Location, Progress};
use crate::time::Zone;

/// One entry of a made-up log.
#[derive(Clone, Debug)]
struct Line {
    /// Seconds since the entry before it; negative where it comes late.
    step: i64,
    kind: usize,
    number: u32,
}

/// 2025-03-14T00:00:00Z.
const MIDNIGHT: i64 = 1_741_910_400;

fn stamp(second: i64) -> String {
    let text = crate::time::rfc3339(Time(second * 1_000_000_000), Zone::Utc);
    text.trim_end_matches('Z').to_owned()
}

/// A log in one of three formats, and the seconds it reaches over.
fn text(lines: &[Line], format: usize, end: &str) -> (String, i64) {
    let (mut log, mut now) = (String::new(), MIDNIGHT);
    for line in lines {
        now += line.step;
        let (at, n) = (stamp(now), line.number);
        let level = if line.kind == 0 { "ERROR" } else { "INFO" };
        match format {
            0 => log.push_str(&format!(
                "{{\"time\":\"{at}Z\",\"level\":\"{level}\",\"id\":\"req-{n:06}\",\"msg\":\"step {n}\"}}{end}"
            )),
            1 => log.push_str(&format!("{at}Z {level} [req-{n:06}] step {n}{end}")),
            _ => log.push_str(&format!(
                "{at}.000000001Z stdout F {at}Z {level} [req-{n:06}] step {n}{end}"
            )),
        }
        if format == 1 && line.kind == 0 {
            let trace = ["java.io.IOException: gone", "\tat a.B.c(B.java:1)"];
            trace
                .iter()
                .for_each(|line| log.push_str(&format!("{line}{end}")));
        }
        if line.kind == 1 && format == 0 {
            log.push_str(&format!(
                "{{\"level\":\"ERROR\",\"msg\":\"no time {n}\"}}{end}"
            ));
        }
    }
    (log, now - MIDNIGHT)
}

fn line() -> impl Strategy<Value = Line> {
    let step = prop_oneof![
        40 => 0..90i64,
        4 => -30..0i64,
        1 => prop_oneof![Just(4000i64), Just(-4000)],
    ];
    (step, 0..8usize, 0..200u32).prop_map(|(step, kind, number)| Line { step, kind, number })
}

/// Logs of some hundred entries; in every other one no entry stands more than half a minute late.
fn log() -> impl Strategy<Value = Vec<Line>> {
    let tamed = |lines: Vec<Line>| -> Vec<Line> {
        let tame = |line: Line| Line {
            step: line.step.clamp(-30, 600),
            ..line
        };
        lines.into_iter().map(tame).collect()
    };
    let any = || prop::collection::vec(line(), 20..300);
    prop_oneof![any(), any().prop_map(tamed)]
}

fn session(threads: usize) -> Session {
    Session {
        keys: KeyTable::default(),
        formats: FORMATS,
        forced: None,
        assumed_zone: Zone::Utc,
        threads,
        permits: Permits::new(threads),
        progress: Progress::default(),
        places: true,
    }
}

fn open(session: &Session, path: &Path) -> Opened {
    let opened = session.open(&Location::Path(path.to_owned()), 0);
    opened.unwrap_or_else(|problem| panic!("{problem}"))
}

/// Offset, line and bytes of the entries of a window.
fn inside(session: &Session, opened: Opened, window: &Window) -> Vec<(u64, u64, String)> {
    let mut all = Vec::new();
    let work = |piece: Piece, boundary: &Boundary, understander: &mut Understander| {
        let mut scratch = Vec::new();
        let mut found = Vec::new();
        for entry in scan::entries(piece, boundary) {
            let time = understander
                .read(entry.bytes, entry.start, &mut scratch)
                .time;
            if window.contains(time) {
                let text = String::from_utf8_lossy(entry.bytes).into_owned();
                found.push((entry.offset, entry.line, text));
            }
        }
        found
    };
    let problem = session.scan(opened, &Want::all(), Numbers::Source(1), work, |found| {
        all.extend(found);
        ControlFlow::Continue(())
    });
    assert!(problem.is_none());
    all
}

fn keep(context: Context) -> impl Fn(Piece, &Boundary, &mut Understander) -> Keeping + Sync {
    move |piece, boundary, understander| {
        let mut window = errors::Window::new(context);
        let (mut scratch, mut oldest) = (Vec::new(), None);
        let mut entries = scan::entries(piece, boundary);
        for entry in entries.by_ref() {
            let event = understander.read(entry.bytes, entry.start, &mut scratch);
            oldest = crate::analysis::patterns::earliest(oldest, event.time);
            window.push(event.is_failing(), || Kept {
                offset: entry.offset,
                line: entry.line,
                time: event.time,
                ..Kept::default()
            });
        }
        let mut keeping = window.finish(entries.lines_passed());
        keeping.oldest = oldest;
        keeping
    }
}

/// Time, offset, line and the offsets of the context of the newest blocks.
type Shown = (Option<Time>, u64, u64, Vec<u64>, Vec<u64>);

fn newest(
    keepings: impl IntoIterator<Item = Keeping>,
    context: Context,
    most: usize,
) -> Vec<Shown> {
    let mut blocks = Blocks::new(context);
    let mut found = Vec::new();
    for keeping in keepings {
        found.extend(blocks.add(keeping));
    }
    found.extend(blocks.finish());
    let mut when = None;
    let mut shown: Vec<Shown> = found
        .iter()
        .map(|block| {
            when = block.entry.time.or(when);
            let offsets = |kept: &[std::rc::Rc<Kept>]| kept.iter().map(|k| k.offset).collect();
            let (before, after) = (offsets(&block.before), offsets(&block.after));
            (when, block.entry.offset, block.entry.line, before, after)
        })
        .collect();
    shown.sort();
    shown.split_off(shown.len().saturating_sub(most))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_window_holds_what_a_full_reading_finds_in_it(
        lines in log(),
        format in 0..3usize,
        end in prop_oneof![Just("\n"), Just("\r\n")],
        from in 0.0..1.0f64,
        length in 0..900i64,
        context in 0..4usize,
    ) {
        let (text, reach) = text(&lines, format, end);
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), &text).expect("written");
        let session = session(1);
        let since = MIDNIGHT + (reach as f64 * from) as i64;
        let at = |second: i64| Some(Time(second * 1_000_000_000));
        let window = Window { since: at(since), until: at(since + length) };
        let whole = inside(&session, open(&session, file.path()), &window);
        let mut part = open(&session, file.path());
        session.narrow(&mut part, &window, context, context);
        let narrowed = matches!(&part.body, Body::File(file, range) if range.end - range.start < file.len());
        if reach > 20_000 && lines.iter().all(|line| line.step.abs() < 91) && text.len() > 15_000 {
            prop_assert!(narrowed, "a sorted log is not read in full");
        }
        prop_assert_eq!(inside(&session, part, &window), whole);
    }

    #[test]
    fn the_newest_blocks_are_those_of_a_full_reading(
        lines in log(),
        format in 0..3usize,
        most in 1..12usize,
        before in 0..3usize,
        after in 0..3usize,
    ) {
        let (text, _) = text(&lines, format, "\n");
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), &text).expect("written");
        let session = session(1);
        let context = Context { before, after, same_request: false };
        let (mut all, mut line) = (Vec::new(), 1);
        session.scan(open(&session, file.path()), &Want::all(), Numbers::Piece, keep(context), |mut keeping| {
            keeping.number(&mut line);
            all.push(keeping);
            ControlFlow::Continue(())
        });
        let opened = open(&session, file.path());
        if let Some(order) = session.reads_back(&opened) {
            let mut last = Newest::new(most, context, order);
            let mut start = 0;
            let read = session.scan_back(&opened, &Want::all(), keep(context), |at, part| {
                start = at;
                last.take(part)
            });
            prop_assert!(read && !last.gave_up());
            let last = last.finish(session.line_of(&opened, start));
            prop_assert_eq!(newest(last, context, most), newest(all, context, most));
        }
    }

    #[test]
    fn the_newest_entry_is_that_of_a_full_reading(lines in log(), format in 0..3usize) {
        let (text, _) = text(&lines, format, "\n");
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), &text).expect("written");
        let session = session(1);
        let mut now = MIDNIGHT;
        let times = lines.iter().map(|line| { now += line.step; now });
        let newest = times.max().map(|second| Time(second * 1_000_000_000));
        prop_assert_eq!(session.newest(open(&session, file.path())), newest);
    }
}
