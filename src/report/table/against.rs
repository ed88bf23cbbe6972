//! The errors beside those of an earlier report: new, regressed, gone, known.

use super::{Column, Cut, cell_text, print};
use crate::analysis::result::{Compared, Comparison, State};
use crate::numbers::{counted, grouped, percent, times};
use crate::report::style::{Paint, Style};
use crate::report::{MINUTES, span};
use crate::time::Zone;

/// Writes the comparison after a blank line, at most `limit` errors of it.
pub fn write(
    out: &mut Vec<u8>,
    comparison: &Comparison,
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) {
    out.push(b'\n');
    style.paint(out, Paint::Strong, &heading(comparison, zone));
    out.push(b'\n');
    let errors = &comparison.errors;
    let (shown, left_out) = errors.split_at(limit.unwrap_or(usize::MAX).min(errors.len()));
    if shown.is_empty() {
        return;
    }
    let of = |cell: &dyn Fn(&Compared) -> String| shown.iter().map(cell).collect::<Vec<_>>();
    let rate = |rate: Option<f64>| rate.map_or(String::new(), percent);
    let mut columns = vec![
        Column::text("", of(&|error| error.state.word().to_owned())),
        Column::text("error", of(&|error| cell_text(&error.title))).cut(28, Cut::End),
        Column::number("failures", of(&|error| grouped(error.failures))),
        Column::number("then", of(&|error| grouped(error.failures_then))),
    ];
    if shown.iter().any(|error| error.rate.is_some()) {
        columns.push(Column::number("rate", of(&|error| rate(error.rate))).rank(1));
        columns.push(Column::number("then", of(&|error| rate(error.rate_then))).rank(2));
    }
    let change = |error: &Compared| match error.state {
        State::Known | State::Regressed => error.change.map_or(String::new(), times),
        State::New | State::Gone => String::new(),
    };
    columns.push(Column::number("change", of(&change)).rank(3));
    print(out, columns, shown.len(), style);
    if !left_out.is_empty() {
        let more = counted(left_out.len() as u64, "more error", "more errors");
        style.paint(
            out,
            Paint::Dim,
            &format!("… and {more} (use -n 0 or --json)"),
        );
        out.push(b'\n');
    }
}

/// `Against 2025-03-13 00:00 to 23:59: 1 new error, 1 regressed, 2 gone, 4 known`.
fn heading(comparison: &Comparison, zone: Zone) -> String {
    let count = |state: State| {
        let errors = comparison
            .errors
            .iter()
            .filter(|error| error.state == state);
        grouped(errors.count() as u64)
    };
    let when = match span(comparison.from, comparison.to, zone, MINUTES) {
        Some(span) => format!("Against {span}"),
        None => "Against the baseline".into(),
    };
    let states = [State::New, State::Regressed, State::Gone, State::Known];
    let counts = states.map(|state| format!("{} {}", count(state), state.word()));
    format!("{when}: {}", counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{sample, style};

    #[test]
    fn each_error_stands_with_its_state_and_both_rates() {
        let error = |state, failures, failures_then| Compared {
            fingerprint: 1,
            title: "TypeError: \x1b[31m it is null in getUser (users.js)".into(),
            state,
            failures,
            failures_then,
            rate: Some(failures as f64 / 1000.0),
            rate_then: Some(failures_then as f64 / 1000.0),
            change: (failures_then > 0).then(|| failures as f64 / failures_then as f64),
            p_value: None,
        };
        let comparison = Comparison {
            from: Some(sample::MIDNIGHT),
            to: Some(sample::TIME),
            totals: sample::patterns(&["error"]).totals,
            errors: vec![
                error(State::New, 12, 0),
                error(State::Regressed, 40, 10),
                error(State::Gone, 0, 7),
                error(State::Known, 9, 10),
            ],
        };
        for width in [80, 200] {
            let style = Style {
                color: false,
                screen: true,
                width: Some(width),
            };
            let mut out = Vec::new();
            write(&mut out, &comparison, Some(3), Zone::Utc, style);
            let text = String::from_utf8(out).unwrap();
            let lines: Vec<_> = text.lines().collect();
            assert_eq!(
                lines[1],
                "Against 2025-03-14 00:00 to 02:11: 1 new, 1 regressed, 1 gone, 1 known"
            );
            assert!(
                lines[3].starts_with("new        TypeError: ^[[31m"),
                "{text}"
            );
            assert!(
                lines[4].ends_with("40    10  4.0 %   1.0 %    4.0×"),
                "{text}"
            );
            assert!(
                lines[5].starts_with("gone ") && lines[6].starts_with("… and 1 more"),
                "{text}"
            );
            assert!(
                lines.iter().all(|line| style::width(line) <= width),
                "{text}"
            );
        }
    }
}
