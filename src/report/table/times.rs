//! Time as rows: bars of failures beside bars of requests, so that a busy hour is told from a bad one. Empty
//! buckets have their row too.

use super::groups::{commonest, key_text, legend, mark, rest};
use super::{Column, print};
use crate::analysis::result::{Group, Key, PatternsReport};
use crate::numbers::{grouped, percent, times};
use crate::report::style::Style;
use crate::time::Zone;

/// Columns of a bar on a narrow screen and on a wide one.
const LEAST: usize = 10;
const MOST: usize = 40;

/// Writes a row a bucket; tells what was left out.
pub fn write(
    out: &mut Vec<u8>,
    report: &PatternsReport,
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) -> Option<String> {
    let shown = limit.unwrap_or(usize::MAX).min(report.groups.len());
    let (groups, left_out) = report.groups.split_at(shown);
    let of = |cell: fn(&Group) -> String| groups.iter().map(cell).collect::<Vec<_>>();
    let bars = |count: fn(&Group) -> u64| {
        let most = report.groups.iter().map(count).max().unwrap_or(0).max(1);
        let parts = groups.iter().map(|group| count(group) as f64 / most as f64);
        Column::bars(parts.collect(), LEAST, MOST)
    };
    let name = report.by.first().map_or("", String::as_str);
    let keys = groups
        .iter()
        .map(|group| key_text(name, group.key.first().unwrap_or(&Key::Null), zone))
        .collect();
    let marks = groups.iter().any(|group| group.stands_out == Some(true));
    let mut columns = Vec::new();
    if marks {
        columns.push(Column::text("", of(|group| mark(group).to_owned())));
    }
    columns.push(Column::text(name, keys));
    columns.push(Column::number(
        "failures",
        of(|group| grouped(group.failures)),
    ));
    columns.push(bars(|group| group.failures));
    if groups.iter().any(|group| group.requests.is_some()) {
        let requests = of(|group| group.requests.map_or(String::new(), grouped));
        columns.push(Column::number("requests", requests).rank(3));
        columns.push(
            bars(|group| group.requests.unwrap_or_default())
                .of_requests()
                .rank(4),
        );
        let rates = of(|group| group.rate.map_or(String::new(), percent));
        columns.push(Column::number("rate", rates).rank(1));
    }
    if groups.iter().any(|group| group.lift.is_some()) {
        let lifts = of(|group| group.lift.map_or(String::new(), times));
        columns.push(Column::number("lift", lifts).rank(5));
    }
    columns.push(commonest(groups).rank(6));
    print(out, columns, groups.len(), style);
    if marks {
        legend(out, style);
    }
    rest(left_out)
}
