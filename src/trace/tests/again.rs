//! What is remembered of a line is what reading it would say.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::again::{Lately, Says};
use super::*;

/// Lines of real logs that are a part of a trace, or may be.
static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata");
    let mut paths: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "log"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| std::fs::read(path).ok());
    let mut lines: Vec<String> = texts
        .flat_map(|text| {
            let lines: Vec<String> = String::from_utf8_lossy(&text)
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .lines()
                .map(|line| line.trim_ascii_end().to_owned())
                .collect();
            lines
        })
        .filter(|line| line.starts_with([' ', '\t']) || is_call(line))
        .collect();
    lines.sort();
    lines.dedup();
    lines
});

fn is_call(line: &str) -> bool {
    Role::of(line.as_bytes()) == Some(Role::Call)
}

/// The line with one of its letters or digits changed, where its place may stay the same, or cut, or moved.
fn disturbed(line: &str, kind: u8, at: Index) -> String {
    let at = at.index(line.len() + 1);
    let boundary = (at..).find(|&at| line.is_char_boundary(at));
    let (before, behind) = line.split_at(boundary.unwrap_or(line.len()));
    let mut rest = behind.chars();
    match (kind, rest.next()) {
        (0, _) => before.to_owned(),
        (1, _) => format!("  {line}"),
        (2, _) => line.trim_start().to_owned(),
        (3, Some(c)) if c.is_ascii_digit() => format!("{before}a{}", rest.as_str()),
        (3..=5, Some(c)) if c.is_ascii() => format!("{before}7{}", rest.as_str()),
        (6, Some(c)) if c.is_ascii() => format!("{before}({}", rest.as_str()),
        (7, Some(c)) if c.is_ascii() => format!("{before} {}", rest.as_str()),
        _ => line.to_owned(),
    }
}

/// That each line of a trace says what it says without a memory: read again, and where one letter was another before.
pub(super) fn agree(trace: &str) {
    let mut lately = Lately::default();
    for line in trace.lines() {
        let letters = line.char_indices().filter(|(_, c)| c.is_ascii());
        let disturbed = letters.step_by(3).flat_map(|(at, _)| {
            ["7", "a", " ", "("].map(|other| format!("{}{other}{}", &line[..at], &line[at + 1..]))
        });
        for other in disturbed {
            for with_frame in [false, true] {
                lately.says(line, with_frame);
                for line in [line, &other, &other, line] {
                    let expected = Says::of(Line::new(line), with_frame);
                    assert_eq!(lately.says(line, with_frame), expected, "{line}");
                }
            }
        }
    }
}

#[test]
fn there_are_lines_of_some_kinds() {
    let calls = LINES.iter().filter(|line| is_call(line));
    assert!(LINES.len() > 100 && calls.count() > 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_line_says_the_same_whatever_was_read_before(
        picks in prop::collection::vec(any::<Index>(), 1..4),
        looks in prop::collection::vec((0usize..4, 0u8..16, any::<Index>(), any::<bool>()), 1..60),
    ) {
        let mut lately = Lately::default();
        for (pick, kind, at, with_frame) in looks {
            let line: &String = picks[pick % picks.len()].get(&LINES);
            let line = disturbed(line, kind, at);
            let expected = Says::of(Line::new(&line), with_frame);
            prop_assert_eq!(lately.says(&line, with_frame), expected, "{}", line);
        }
    }
}

#[test]
fn a_line_is_worked_out_once() {
    let mut lately = Lately::default();
    let call = "\tat com.acme.Shop.main(Shop.java:3)";
    let says = lately.says(call, true);
    assert!(matches!(&says, Says::Call(call) if call.frame.is_some()));
    assert!(lately.knows(call, true) && lately.knows(call, false));
    // Nobody asked for its frame.
    let other = "\tat com.acme.Shop.open(Shop.java:9)";
    lately.says(other, false);
    assert!(lately.knows(other, false) && !lately.knows(other, true));
    let named = "java.lang.IllegalStateException: boom";
    lately.says(named, false);
    assert!(lately.knows(named, true));
    let long = format!("\tat com.acme.{}.main(Shop.java:3)", "x".repeat(300));
    lately.says(&long, true);
    assert!(!lately.knows(&long, true));
}
