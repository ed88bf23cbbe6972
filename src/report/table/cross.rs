//! Two dimensions as a grid: rows by columns, failures where they meet, sums at the edges.
//!
//! Columns that follow the clock but find no room for numbers are drawn as a strip, a character a column: when it
//! fails shows at a glance, and nothing is left out.

use std::collections::BTreeMap;

use super::groups::key_text;
use super::{Column, Cut, SPACE, print};
use crate::analysis::result::{Key, PatternsReport};
use crate::numbers::{counted, grouped};
use crate::report::style::{self, Style};
use crate::time::Zone;

/// Columns of a line of a column's head, and how many lines it may take.
const HEAD: usize = 12;
const HEAD_LINES: usize = 4;

/// Writes the grid, at most `limit` rows of it; tells what was left out.
pub fn grid(
    out: &mut Vec<u8>,
    report: &PatternsReport,
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) -> Option<String> {
    let mut rows = Side::new(report, 0, zone);
    let columns = Side::new(report, 1, zone).shorten_times();
    let shown = limit.unwrap_or(usize::MAX).min(rows.keys.len());
    let rows_left = rows.keys.split_off(shown).len();
    rows.labels.truncate(shown);
    let cells = cells(report);

    let head = format!("{} \\ {}", report.by[0], report.by[1]);
    let label = Column::text(&head, rows.labels.clone()).cut(16, Cut::Middle);
    let sum = Column::number(
        "all",
        rows.keys.iter().map(|(_, sum)| grouped(*sum)).collect(),
    );
    let used = label.least() + SPACE + sum.natural();
    let room = style.width.map(|width| width.saturating_sub(used + SPACE));
    let mut inner = numbers(&rows, &columns, &cells, room);
    let mut columns_left = columns.keys.len() - inner.len();
    if columns_left > 0 && columns.ordered && room.is_some_and(|room| room >= columns.keys.len()) {
        inner = vec![strip(&rows, &columns, &cells)];
        columns_left = 0;
    }
    let mut all = vec![label, sum];
    all.append(&mut inner);
    print(out, all, shown, style);

    let left_out = [
        (rows_left, "more row", "more rows"),
        (columns_left, "more column", "more columns"),
    ];
    let left_out: Vec<_> = left_out
        .into_iter()
        .filter(|(left, ..)| *left > 0)
        .map(|(left, one, many)| counted(left as u64, one, many))
        .collect();
    (!left_out.is_empty()).then(|| left_out.join(" and "))
}

/// Failures by row and column.
type Cells<'r> = BTreeMap<(&'r Key, &'r Key), u64>;

fn cells(report: &PatternsReport) -> Cells<'_> {
    report
        .groups
        .iter()
        .filter_map(|group| Some(((group.key.first()?, group.key.get(1)?), group.failures)))
        .collect()
}

/// A column of counts for each of `columns` that finds room.
fn numbers(rows: &Side, columns: &Side, cells: &Cells, room: Option<usize>) -> Vec<Column> {
    let mut left = room.unwrap_or(usize::MAX).saturating_add(SPACE);
    let mut fitted = Vec::new();
    for ((key, _), head) in columns.keys.iter().zip(&columns.labels) {
        let count = |(row, _): &(Key, u64)| match cells.get(&(row, key)) {
            None | Some(0) => "·".to_owned(),
            Some(&failures) => grouped(failures),
        };
        let column = Column::number(&wrapped(head), rows.keys.iter().map(count).collect());
        let Some(rest) = left.checked_sub(SPACE + column.natural()) else {
            break;
        };
        left = rest;
        fitted.push(column);
    }
    fitted
}

/// A label over several short lines, so that a column of small numbers is no wider than it has to be. Breaks stand
/// behind spaces and before slashes; a part that is longer than a line is cut in its middle.
fn wrapped(label: &str) -> String {
    let mut lines = vec![String::new()];
    let mut rest = label;
    while !rest.is_empty() {
        let end = rest.char_indices().skip(1).find_map(|(at, c)| match c {
            '/' => Some(at),
            _ if rest[..at].ends_with(' ') => Some(at),
            _ => None,
        });
        let (part, behind) = rest.split_at(end.unwrap_or(rest.len()));
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && style::width(line) + style::width(part.trim_end()) > HEAD {
            lines.push(part.to_owned());
        } else {
            line.push_str(part);
        }
        rest = behind;
    }
    if lines.len() > HEAD_LINES {
        let cut = lines.len() + 1 - HEAD_LINES;
        lines.splice(1..=cut, ["…".to_owned()]);
    }
    let lines = lines
        .iter()
        .map(|line| style::cut_middle(line.trim_end(), HEAD));
    lines.collect::<Vec<_>>().join("\n")
}

/// One column that draws each of `columns` as a block, as high as its failures.
fn strip(rows: &Side, columns: &Side, cells: &Cells) -> Column {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = cells.values().copied().max().unwrap_or(0).max(1);
    let block = |row: &Key, column: &Key| match cells.get(&(row, column)) {
        None | Some(0) => '·',
        Some(&failures) => BLOCKS[((failures * 8).div_ceil(most) as usize).clamp(1, 8) - 1],
    };
    let draw = |(row, _): &(Key, u64)| {
        let blocks = columns.keys.iter().map(|(column, _)| block(row, column));
        blocks.collect()
    };
    Column::text(&strip_head(columns), rows.keys.iter().map(draw).collect())
}

/// The first and the last label, at the ends of a strip if it is long enough for both.
fn strip_head(columns: &Side) -> String {
    let (Some(first), Some(last)) = (columns.labels.first(), columns.labels.last()) else {
        return String::new();
    };
    match columns
        .keys
        .len()
        .checked_sub(style::width(first) + style::width(last))
    {
        Some(between @ 1..) => format!("{first}{:between$}{last}", ""),
        _ => format!("{first} to {last}"),
    }
}

/// One side of the grid.
struct Side {
    /// In the order they are shown, each with the failures of its row or column.
    keys: Vec<(Key, u64)>,
    labels: Vec<String>,
    /// The keys follow the clock or count.
    ordered: bool,
}

impl Side {
    /// The keys of dimension `at`. Times and numbers stand in order; others where most fails comes first.
    fn new(report: &PatternsReport, at: usize, zone: Zone) -> Side {
        let mut sums: BTreeMap<&Key, u64> = BTreeMap::new();
        let mut order: Vec<&Key> = Vec::new();
        for group in &report.groups {
            let Some(key) = group.key.get(at) else {
                continue;
            };
            let sum = sums.entry(key).or_insert_with(|| {
                order.push(key);
                0
            });
            *sum += group.failures;
        }
        let dim = report.by.get(at).map_or("", String::as_str);
        let numbered = order
            .iter()
            .any(|key| matches!(key, Key::Time(_) | Key::Number(_)));
        // The analysis brings weekdays in their own order.
        let ordered = numbered || dim == "weekday";
        if numbered {
            order.sort();
        } else if !ordered {
            order.sort_by(|a, b| sums[b].cmp(&sums[a]).then_with(|| a.cmp(b)));
        }
        let keys: Vec<_> = order
            .into_iter()
            .map(|key| (key.clone(), sums[key]))
            .collect();
        let labels = keys
            .iter()
            .map(|(key, _)| key_text(dim, key, zone))
            .collect();
        Side {
            keys,
            labels,
            ordered,
        }
    }

    /// Leaves the day out of times that all have the same one.
    fn shorten_times(mut self) -> Side {
        let times = self
            .keys
            .iter()
            .all(|(key, _)| matches!(key, Key::Time(_) | Key::Null));
        let day = self.labels.first().and_then(|label| label.get(..11));
        if let Some(day) = day
            .filter(|day| times && day.ends_with(' '))
            .map(str::to_owned)
        {
            let short = |(label, (key, _)): (&String, &(Key, u64))| match key {
                Key::Null => Some(label.clone()),
                _ => label.strip_prefix(&day).map(str::to_owned),
            };
            if let Some(short) = self.labels.iter().zip(&self.keys).map(short).collect() {
                self.labels = short;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Time;
    use crate::report::sample;

    fn report() -> PatternsReport {
        let hour = |n: i64| Key::Time(Time(sample::MIDNIGHT.0 + n * 3_600_000_000_000));
        let text = |text: &str| Key::Text(text.into());
        let mut report = sample::patterns(&["endpoint", "hour"]);
        report.groups = vec![
            sample::group(vec![text("GET /a"), hour(1)], 3, 10),
            sample::group(vec![text("POST /b"), hour(0)], 1200, 3000),
            sample::group(vec![text("POST /b"), hour(1)], 5, 10),
            sample::group(vec![Key::Null, hour(0)], 2, 10),
        ];
        report.coverage = Default::default();
        report
    }

    fn written(
        report: &PatternsReport,
        limit: Option<usize>,
        width: usize,
    ) -> (String, Option<String>) {
        let mut out = Vec::new();
        let style = Style {
            color: false,
            screen: true,
            width: Some(width),
        };
        let left_out = grid(&mut out, report, limit, Zone::Utc, style);
        (String::from_utf8(out).unwrap(), left_out)
    }

    #[test]
    fn failures_stand_where_row_and_column_meet_with_sums_at_the_edge() {
        let (text, left_out) = written(&report(), None, 80);
        assert_eq!(
            text,
            "endpoint \\ hour    all  00:00  01:00\n\
             POST /b          1,205  1,200      5\n\
             GET /a               3      ·      3\n\
             (none)               2      2      ·\n"
        );
        assert_eq!(left_out, None);
    }

    #[test]
    fn rows_and_columns_that_find_no_room_are_counted() {
        let mut report = report();
        for group in &mut report.groups {
            group.key.swap(0, 1);
        }
        report.by.swap(0, 1);
        let (text, left_out) = written(&report, Some(1), 40);
        assert_eq!(
            left_out.as_deref(),
            Some("1 more row and 1 more column"),
            "{text}"
        );
        assert!(text.lines().all(|line| style::width(line) <= 40), "{text}");
    }

    #[test]
    fn long_heads_stand_in_several_lines_and_keep_both_ends() {
        assert_eq!(
            wrapped("POST /api/orders/:id/payment"),
            "POST /api\n/orders/:id\n/payment"
        );
        assert_eq!(wrapped("2025-03-14 02:00"), "2025-03-14\n02:00");
        assert_eq!(wrapped("u123"), "u123");
        assert_eq!(wrapped(""), "");
        assert_eq!(wrapped("com.acme.VeryLongException"), "com.ac…ption");
        let deep = wrapped("GET /one-segment/two-segments/three-segments/four-segments/five");
        assert_eq!(deep, "GET\n…\n/four-…ments\n/five");
    }

    #[test]
    fn hours_that_find_no_room_for_numbers_become_a_strip() {
        let mut report = report();
        let hour = |n: i64| Key::Time(Time(sample::MIDNIGHT.0 + n * 3_600_000_000_000));
        let group = |n| sample::group(vec![Key::Text("POST /b".into()), hour(n)], n as u64, 9);
        report.groups = (0..24).map(group).collect();
        let (text, left_out) = written(&report, None, 50);
        assert_eq!(
            text,
            "endpoint \\ hour  all  00:00              23:00\n\
             POST /b          276  ·▁▁▂▂▂▃▃▃▄▄▄▅▅▅▆▆▆▇▇▇███\n"
        );
        assert_eq!(left_out, None);
    }
}
