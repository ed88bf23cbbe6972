//! The rotated siblings of a log file, by the names that rotation tools give them.
//!
//! A sibling is called as the file itself with a mark after its name (`app.log.1`, `app.log-20250314`) or
//! before its extension (`app.1.log`, `app-2025-03-14.1.log`), and perhaps a compressor's ending. A mark is a
//! number, a date, a date with a time or an index behind it, or a word for "the one before". Anything else
//! (`app.log.bak`, `app-worker.log`, `app-8080.log`) is another file.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

const COMPRESSED: [&str; 8] = ["gz", "zst", "bz2", "xz", "zstd", "bz", "tgz", "gzip"];
const SEPARATORS: [char; 3] = ['.', '-', '_'];
const BEFORE: [&str; 4] = ["old", "prev", "previous", "last"];

/// Where a sibling stands, oldest first. Kinds of mark are seldom mixed, and then because the rotation was
/// set up anew: dated files are taken to be older than numbered ones, and `.old` to be the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Age {
    /// Digits of date and time as one number, `20250314021109`, then the index, which counts upwards.
    Dated(u64, u64),
    /// Seconds since the epoch.
    Epoch(u64),
    /// Rotation shifts the numbers up, so the highest is the oldest.
    Numbered(Reverse<u64>),
    Before,
}

#[derive(Debug, Default)]
pub struct Siblings {
    /// Oldest first, without the file itself.
    pub files: Vec<PathBuf>,
    /// Compressed copies of one of `files`, left behind by a rotation that was interrupted.
    pub twins: Vec<PathBuf>,
}

/// Looks beside `path` for its rotated siblings; none where the directory cannot be read.
pub fn siblings(path: &Path) -> Siblings {
    let mut siblings = Siblings::default();
    let Some(base) = path.file_name().and_then(|n| n.to_str()) else {
        return siblings;
    };
    let parent = path.parent().unwrap_or(Path::new(""));
    let look_in = match parent.as_os_str().is_empty() {
        true => Path::new("."),
        false => parent,
    };
    let Ok(entries) = fs::read_dir(look_in) else {
        return siblings;
    };
    let mut dated: Vec<(Age, String, bool, String)> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| {
            let bare = without_compression(&name);
            let age = age(base, bare)?;
            Some((age, bare.to_owned(), bare != name, name))
        })
        .collect();
    dated.sort();
    for (i, (_, bare, compressed, name)) in dated.iter().enumerate() {
        let is_twin = *compressed && i > 0 && dated[i - 1].1 == *bare;
        match is_twin {
            true => siblings.twins.push(parent.join(name)),
            false => siblings.files.push(parent.join(name)),
        }
    }
    siblings
}

fn without_compression(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((bare, ending)) if COMPRESSED.contains(&ending) => bare,
        _ => name,
    }
}

/// The age of the file `name`, if it is a rotated sibling of `base`.
fn age(base: &str, name: &str) -> Option<Age> {
    if let Some(mark) = name.strip_prefix(base) {
        return age_of_mark(mark, 4);
    }
    let (stem, extension) = base.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
    let mark = name
        .strip_prefix(stem)?
        .strip_suffix(extension)?
        .strip_suffix('.')?;
    // `app-8080.log` is more likely another instance than the 8080th rotation.
    age_of_mark(mark, 3)
}

/// Reads a mark with its separators. A bare number has at most `digits` digits.
fn age_of_mark(mark: &str, digits: usize) -> Option<Age> {
    let is_separated = mark.starts_with(SEPARATORS);
    let mark = mark.trim_start_matches(SEPARATORS);
    if is_separated && BEFORE.contains(&mark) {
        return Some(Age::Before);
    }
    if mark.is_empty()
        || !mark
            .chars()
            .all(|c| c.is_ascii_digit() || ".-_:T@".contains(c))
    {
        return None;
    }
    let groups = groups(mark);
    // Serilog puts the date right behind the stem (`log20250314.txt`); a lone number needs its separator.
    dated(&groups).or_else(|| match groups[..] {
        _ if !is_separated => None,
        [Group { digits: number, .. }] => match number.len() {
            len if len <= digits => Some(Age::Numbered(Reverse(number.parse().ok()?))),
            10 | 13 => Some(Age::Epoch(number.get(..10)?.parse().ok()?)),
            _ => None,
        },
        _ => None,
    })
}

/// A run of digits in a mark, and the character before it. Behind a date, a dot tells an index from an hour.
struct Group<'a> {
    separator: Option<char>,
    digits: &'a str,
}

fn groups(mark: &str) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    let mut separator = None;
    let mut rest = mark;
    while let Some(first) = rest.chars().next() {
        let len = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        if len == 0 {
            separator = Some(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        groups.push(Group {
            separator,
            digits: &rest[..len],
        });
        rest = &rest[len..];
    }
    groups
}

/// Reads `2025-03-14`, `20250314`, `03-14-2025`, with a time and an index behind it or without.
fn dated(groups: &[Group]) -> Option<Age> {
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let (date, width): (&[usize], usize) = match lengths[..] {
        [8 | 10 | 12 | 14, ..] => (&[0], 1),
        [4, 2, 2, ..] => (&[0, 1, 2], 3),
        [2, 2, 4, ..] => (&[2, 0, 1], 3),
        [4, 2] => (&[0, 1], 2),
        _ => return None,
    };
    let mut digits: String = date.iter().map(|&i| groups[i].digits).collect();
    if digits.len() == 6 {
        digits.push_str("01");
    }
    if !is_date(&digits) {
        return None;
    }
    let mut rest = groups[width..].iter().peekable();
    while let Some(time) = rest.next_if(|group| {
        let len = group.digits.len();
        group.separator != Some('.') && matches!(len, 2 | 4 | 6) && digits.len() + len <= 14
    }) {
        digits.push_str(time.digits);
    }
    // Milliseconds, an index, or logrotate's `%s`.
    let index = rest.next().map_or(Ok(0), |group| group.digits.parse());
    if rest.next().is_some() {
        return None;
    }
    Some(Age::Dated(
        format!("{digits:0<14}").parse().ok()?,
        index.ok()?,
    ))
}

/// Whether digits begin with a year from 1990 to 2099, a month and a day.
fn is_date(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|d| d.parse().ok());
    let between =
        |range, low: u32, high: u32| number(range).is_some_and(|n: u32| (low..=high).contains(&n));
    between(0..4, 1990, 2099)
        && between(4..6, 1, 12)
        && between(6..8, 1, 31)
        && (digits.len() < 10 || between(8..10, 0, 23))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_order(base: &str, names: &[&str]) -> Vec<String> {
        let dir = tempfile::tempdir().expect("a folder");
        for name in names {
            fs::write(dir.path().join(name), "x\n").expect("a file");
        }
        siblings(&dir.path().join(base))
            .files
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
            .collect()
    }

    #[test]
    fn numbered_files_come_highest_first() {
        assert_eq!(
            in_order(
                "app.log",
                &[
                    "app.log",
                    "app.log.1",
                    "app.log.10.gz",
                    "app.log.2.gz",
                    "app.log.0"
                ]
            ),
            ["app.log.10.gz", "app.log.2.gz", "app.log.1", "app.log.0"]
        );
        assert_eq!(
            in_order("app.log", &["app.1.log", "app.2.log"]),
            ["app.2.log", "app.1.log"]
        );
        assert_eq!(
            in_order("syslog", &["syslog.1", "syslog.2.gz"]),
            ["syslog.2.gz", "syslog.1"]
        );
    }

    #[test]
    fn dated_files_of_every_style_come_by_date() {
        assert_eq!(
            in_order(
                "app.log",
                &[
                    "app.log-20250319",
                    "app-20250314.log.zst",
                    "app.log.2025-03-15",
                    "app.2025-03-16.log",
                    "app.log.20250314-021109.xz",
                    "app-2025-03-17T02-11-09.123.log.gz",
                    "app__2025-03-18_00-00-00.log",
                    "app-03-13-2025-1.log.gz",
                    "app.log.2025-02.gz",
                    "app.log-20250312-1741917069",
                    "app20250311_001.log",
                ]
            ),
            [
                "app.log.2025-02.gz",
                "app20250311_001.log",
                "app.log-20250312-1741917069",
                "app-03-13-2025-1.log.gz",
                "app-20250314.log.zst",
                "app.log.20250314-021109.xz",
                "app.log.2025-03-15",
                "app.2025-03-16.log",
                "app-2025-03-17T02-11-09.123.log.gz",
                "app__2025-03-18_00-00-00.log",
                "app.log-20250319",
            ]
        );
    }

    #[test]
    fn an_index_behind_a_date_counts_upwards() {
        assert_eq!(
            in_order(
                "app.log",
                &[
                    "app-2025-03-14.100.log.gz",
                    "app-2025-03-14.10.log.gz",
                    "app-2025-03-14.2.log.gz",
                    "app-2025-03-15.0.log"
                ]
            ),
            [
                "app-2025-03-14.2.log.gz",
                "app-2025-03-14.10.log.gz",
                "app-2025-03-14.100.log.gz",
                "app-2025-03-15.0.log"
            ]
        );
    }

    #[test]
    fn dates_come_before_epochs_numbers_and_old() {
        assert_eq!(
            in_order(
                "app.log",
                &[
                    "app.log.old",
                    "app.log.3",
                    "app.log-1741917069",
                    "app.log-20250314"
                ]
            ),
            [
                "app.log-20250314",
                "app.log-1741917069",
                "app.log.3",
                "app.log.old"
            ]
        );
    }

    #[test]
    fn other_files_are_left_alone() {
        let names = [
            "app.log.bak",
            "app-worker.log",
            "app-8080.log",
            "app.log~",
            "app.log.swp",
            "app.log.gz",
            "app2.log",
            "apps.log",
            "app.log.1.bak",
            "app.log.99999",
            "app.log.20259999",
            "app.log.",
            "myapp.log.1",
            "app.log.1x",
            "app.json",
        ];
        assert_eq!(in_order("app.log", &names), [""; 0]);
    }

    #[test]
    fn a_compressed_copy_of_a_sibling_is_not_read_again() {
        assert_eq!(
            in_order("app.log", &["app.log.1", "app.log.1.gz", "app.log.2.gz"]),
            ["app.log.2.gz", "app.log.1"]
        );
    }
}
