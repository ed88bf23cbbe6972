//! The hours of the week as a map of shades: a row a day, two columns an hour. Shades are characters of growing
//! weight, so that they read without colour.

use std::collections::BTreeMap;

use crate::analysis::result::{Group, Key, PatternsReport};
use crate::numbers::{counted, grouped};
use crate::report::style::{Paint, Style};
use crate::report::weekday;

/// From nothing to most.
const SHADES: [&str; 5] = ["··", "░░", "▒▒", "▓▓", "██"];

/// Writes the map of failures by weekday and hour of the day, whichever of the two comes first.
pub fn write(out: &mut Vec<u8>, report: &PatternsReport, style: Style) {
    let cells = cells(&report.groups);
    let most = cells.values().copied().max().unwrap_or(0);
    let day_sum = |day: u8| (0..24).map(|hour| failures(&cells, day, hour)).sum::<u64>();
    let hour_sums: Vec<u64> = (0..24)
        .map(|hour| (0..7).map(|day| failures(&cells, day, hour)).sum())
        .collect();
    let width = (0..7).map(|day| grouped(day_sum(day)).len()).max();
    let width = width.unwrap_or(0).max("all".len());

    let hours: String = (0..24)
        .step_by(3)
        .map(|hour| format!("{hour:02}    "))
        .collect();
    style.paint(
        out,
        Paint::Strong,
        &format!("     {hours:48}  {:>width$}", "all"),
    );
    out.push(b'\n');
    for day in 0..7 {
        out.extend_from_slice(format!("{}  ", weekday(day)).as_bytes());
        for hour in 0..24 {
            shade(out, failures(&cells, day, hour), most, style);
        }
        out.extend_from_slice(format!("  {:>width$}\n", grouped(day_sum(day))).as_bytes());
    }
    out.extend_from_slice(b"all  ");
    let most_of_hours = hour_sums.iter().copied().max().unwrap_or(0);
    for sum in hour_sums {
        shade(out, sum, most_of_hours, style);
    }
    out.push(b'\n');
    legend(out, most, style);
    let nowhere: u64 = report
        .groups
        .iter()
        .filter(|group| place(group).is_none())
        .map(|group| group.failures)
        .sum();
    if nowhere > 0 {
        let text = format!("{} without a time", counted(nowhere, "failure", "failures"));
        style.paint(out, Paint::Dim, &text);
        out.push(b'\n');
    }
}

type Cells = BTreeMap<(u8, i64), u64>;

fn cells(groups: &[Group]) -> Cells {
    let mut cells = Cells::new();
    for group in groups {
        if let Some(place) = place(group) {
            *cells.entry(place).or_default() += group.failures;
        }
    }
    cells
}

fn place(group: &Group) -> Option<(u8, i64)> {
    match group.key[..] {
        [Key::Weekday(day), Key::Number(hour)] | [Key::Number(hour), Key::Weekday(day)] => {
            Some((day, hour))
        }
        _ => None,
    }
}

fn failures(cells: &Cells, day: u8, hour: i64) -> u64 {
    cells.get(&(day, hour)).copied().unwrap_or_default()
}

fn shade(out: &mut Vec<u8>, failures: u64, most: u64, style: Style) {
    let level = level(failures, most);
    let paint = match level {
        0 => Paint::Dim,
        _ => Paint::Heat,
    };
    style.paint(out, paint, SHADES[level]);
}

/// 0 for nothing, 4 for the most there is; the steps are equal.
fn level(failures: u64, most: u64) -> usize {
    let steps = SHADES.len() as u64 - 1;
    match most {
        0 => 0,
        most => (failures * steps).div_ceil(most) as usize,
    }
}

/// What each shade stands for; shades that no count can have are left out.
fn legend(out: &mut Vec<u8>, most: u64, style: Style) {
    let steps = SHADES.len() as u64 - 1;
    let mut parts = vec![format!("{} none", SHADES[0])];
    let mut below = 0;
    for (step, shade) in (1..).zip(&SHADES[1..]) {
        let upto = most * step / steps;
        if upto > below {
            parts.push(match upto - below {
                1 => format!("{shade} {}", grouped(upto)),
                _ => format!("{shade} {}-{}", grouped(below + 1), grouped(upto)),
            });
        }
        below = upto;
    }
    style.paint(out, Paint::Dim, &format!("failures: {}", parts.join("  ")));
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::report::style;

    fn written(swap: bool) -> String {
        let mut report = sample::patterns(&["weekday", "hour-of-day"]);
        let group = |day, hour, failures| {
            sample::group(vec![Key::Weekday(day), Key::Number(hour)], failures, 500)
        };
        report.groups = vec![
            group(0, 0, 8),
            group(0, 23, 1),
            group(6, 9, 4),
            group(2, 9, 3),
        ];
        report
            .groups
            .push(sample::group(vec![Key::Null, Key::Null], 2, 2));
        if swap {
            report.by.swap(0, 1);
            report
                .groups
                .iter_mut()
                .for_each(|group| group.key.swap(0, 1));
        }
        let mut out = Vec::new();
        let style = Style {
            color: false,
            screen: true,
            width: Some(80),
        };
        write(&mut out, &report, style);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_row_is_a_day_and_shades_read_without_colour() {
        let text = written(false);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].starts_with("     00    03    06"), "{text}");
        assert!(
            lines[1].starts_with("Mon  ██··") && lines[1].ends_with("░░    9"),
            "{text}"
        );
        assert!(
            lines[2].starts_with("Tue  ····") && lines[2].ends_with("··    0"),
            "{text}"
        );
        assert!(lines[3].contains("▒▒") && lines[7].contains("▒▒"), "{text}");
        assert_eq!(
            lines[9],
            "failures: ·· none  ░░ 1-2  ▒▒ 3-4  ▓▓ 5-6  ██ 7-8"
        );
        assert_eq!(lines[10], "2 failures without a time");
        assert!(lines.iter().all(|line| style::width(line) <= 80), "{text}");
    }

    #[test]
    fn either_order_of_the_dimensions_draws_the_same() {
        assert_eq!(written(true), written(false));
    }

    #[test]
    fn few_failures_need_few_shades() {
        let mut out = Vec::new();
        legend(&mut out, 1, Style::PLAIN);
        assert_eq!(String::from_utf8(out).unwrap(), "failures: ·· none  ██ 1\n");
        assert_eq!([0, 1, 2, 3].map(|n| level(n, 3)), [0, 2, 3, 4]);
        assert_eq!(level(1, 1), 4);
    }
}
