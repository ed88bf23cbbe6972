//! The patterns table: a total on top, a row a group, and a line for what was cut.

use super::{Column, Cut, cell_text, coverage, cross, print};
use crate::analysis::result::{Group, Key, PatternsReport};
use crate::event::Time;
use crate::report::numbers::{counted, grouped, percent};
use crate::report::style::{Paint, Style};
use crate::report::{MINUTES, moment, span, weekday};
use crate::time::{self, Zone};

/// Patterns reports on the same failures for people, at most `limit` groups of each. One dimension gives a table,
/// two a grid. What they share stands once: the total on top, notes on the coverage at the end.
pub fn patterns(
    out: &mut Vec<u8>,
    reports: &[PatternsReport],
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) {
    let Some(first) = reports.first() else { return };
    heading(out, first, zone, style);
    let several = reports.len() > 1;
    for report in reports {
        // Tables of nothing but noughts would only say again that there are no failures.
        let only_noughts = several && report.totals.failures == 0;
        if !report.groups.is_empty() && !only_noughts {
            out.push(b'\n');
            body(out, report, limit, zone, style);
        }
    }
    coverage(out, &first.coverage, style);
}

fn heading(out: &mut Vec<u8>, report: &PatternsReport, zone: Zone, style: Style) {
    let (counts, span) = total(report, zone);
    let fits = style
        .width
        .is_none_or(|width| width >= counts.len() + 2 + span.len());
    let between = match fits {
        _ if span.is_empty() => "",
        true => ", ",
        false => "\n",
    };
    style.paint(out, Paint::Strong, &format!("{counts}{between}{span}"));
    out.push(b'\n');
}

fn body(
    out: &mut Vec<u8>,
    report: &PatternsReport,
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) {
    let left_out = match report.by.len() {
        2 => cross::grid(out, report, limit, zone, style),
        _ => groups(out, report, limit, zone, style),
    };
    if let Some(left_out) = left_out {
        let note = format!("… and {left_out} (use -n 0 or --json)");
        style.paint(out, Paint::Dim, &note);
        out.push(b'\n');
    }
}

/// `311 failures of 81,044 requests (0.38 %) in 90,210 entries`, and `2025-03-14 00:00 to 23:59`.
fn total(report: &PatternsReport, zone: Zone) -> (String, String) {
    let totals = &report.totals;
    let mut text = match totals.failures {
        0 => "no failures".to_owned(),
        failures => counted(failures, "failure", "failures"),
    };
    if let Some(requests) = totals.requests.filter(|&requests| requests > 0) {
        let rate = percent(totals.failures as f64 / requests as f64);
        text += &format!(" of {} ({rate})", counted(requests, "request", "requests"));
    }
    text += &format!(" in {}", counted(totals.entries, "entry", "entries"));
    (
        text,
        span(report.from, report.to, zone, MINUTES).unwrap_or_default(),
    )
}

/// Writes a row a group; tells what was left out.
fn groups(
    out: &mut Vec<u8>,
    report: &PatternsReport,
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) -> Option<String> {
    let shown = limit.unwrap_or(usize::MAX).min(report.groups.len());
    let (groups, left_out) = report.groups.split_at(shown);
    let of = |cell: fn(&Group) -> String| groups.iter().map(cell).collect::<Vec<_>>();
    let when = |time: fn(&Group) -> Option<Time>| {
        let text = |group| time(group).map_or(String::new(), |time| moment(time, zone, MINUTES));
        groups.iter().map(text).collect::<Vec<_>>()
    };
    let mut columns = Vec::new();
    for (at, name) in report.by.iter().enumerate() {
        let keys = groups
            .iter()
            .map(|group| key_text(name, group.key.get(at).unwrap_or(&Key::Null), zone))
            .collect();
        columns.push(Column::text(name, keys).cut(28, Cut::Middle));
    }
    let by_time = groups
        .iter()
        .any(|group| matches!(group.key.first(), Some(Key::Time(_))));
    let most = report
        .groups
        .iter()
        .map(|group| group.failures)
        .max()
        .unwrap_or(0)
        .max(1);
    let parts = groups
        .iter()
        .map(|group| group.failures as f64 / most as f64)
        .collect();
    columns.push(Column::number(
        "failures",
        of(|group| grouped(group.failures)),
    ));
    columns.push(if by_time || report.by.iter().any(|name| is_cycle(name)) {
        Column::bars(parts, 10, 40)
    } else {
        Column::bars(parts, 6, 12).rank(3)
    });
    if groups.iter().any(|group| group.requests.is_some()) {
        let requests = of(|group| group.requests.map_or(String::new(), grouped));
        columns.push(Column::number("requests", requests).rank(5));
        let rates = of(|group| group.rate.map_or(String::new(), percent));
        columns.push(Column::number("rate", rates).rank(2));
    }
    columns.push(Column::number("share", of(|group| percent(group.share))).rank(7));
    if groups.iter().any(|group| group.users > 0) {
        columns.push(Column::number("users", of(|group| grouped(group.users))).rank(6));
    }
    if !by_time {
        columns.push(Column::text("first", when(|group| group.first)).rank(9));
        columns.push(Column::text("last", when(|group| group.last)).rank(8));
    }
    let errors = of(|group| {
        group
            .errors
            .first()
            .map_or(String::new(), |e| cell_text(&e.title))
    });
    columns.push(
        Column::text("commonest error", errors)
            .cut(24, Cut::End)
            .rank(1),
    );
    print(out, columns, groups.len(), style);

    let failures: u64 = left_out.iter().map(|group| group.failures).sum();
    (!left_out.is_empty()).then(|| {
        let groups = counted(left_out.len() as u64, "more group", "more groups");
        format!("{groups} with {}", counted(failures, "failure", "failures"))
    })
}

/// Dimensions whose groups are a time without a date.
fn is_cycle(name: &str) -> bool {
    matches!(name, "hour-of-day" | "weekday")
}

/// A group's key as a row or column is headed with it.
pub(super) fn key_text(dim: &str, key: &Key, zone: Zone) -> String {
    match key {
        Key::Time(time) if dim == "day" => time::day_text(*time, zone),
        Key::Time(time) => moment(*time, zone, MINUTES),
        Key::Number(hour) if dim == "hour-of-day" => format!("{hour:02}:00"),
        Key::Number(number) => number.to_string(),
        Key::Weekday(day) => weekday(*day).into(),
        Key::Text(text) if text.is_empty() => "(empty)".into(),
        Key::Text(text) => cell_text(text),
        Key::Null => "(none)".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    const ZONE: Zone = Zone::Utc;

    fn of(report: &PatternsReport, limit: Option<usize>, width: Option<usize>) -> String {
        let mut out = Vec::new();
        patterns(
            &mut out,
            std::slice::from_ref(report),
            limit,
            ZONE,
            Style {
                color: false,
                screen: true,
                width,
            },
        );
        String::from_utf8(out).unwrap()
    }

    fn hours() -> PatternsReport {
        let mut report = sample::patterns(&["hour"]);
        let hour = |n: i64| Key::Time(Time(sample::MIDNIGHT.0 + n * 3_600_000_000_000));
        report.groups = [(0, 4), (1, 0), (2, 120)]
            .map(|(at, failures)| sample::group(vec![hour(at)], failures, 200))
            .into();
        report
    }

    #[test]
    fn the_total_stands_on_top() {
        let text = of(&sample::patterns(&["endpoint"]), None, Some(200));
        let total = "180 failures of 81,044 requests (0.22 %) in 90,210 entries, \
                     2025-03-14 00:00 to 02:11";
        assert_eq!(text.lines().next(), Some(total));
    }

    #[test]
    fn without_requests_to_compare_with_no_rate_is_shown() {
        let mut report = sample::patterns(&["endpoint"]);
        report.totals.requests = None;
        for group in &mut report.groups {
            (group.requests, group.rate) = (None, None);
        }
        let text = of(&report, None, Some(200));
        assert!(text.starts_with("180 failures in 90,210 entries"), "{text}");
        assert!(
            !text.contains("rate") && !text.contains("requests"),
            "{text}"
        );
    }

    #[test]
    fn a_narrow_screen_keeps_what_matters_most() {
        let text = of(&sample::patterns(&["endpoint"]), None, Some(80));
        let head = text.lines().nth(3).unwrap();
        for name in ["endpoint", "failures", "rate", "commonest error"] {
            assert!(head.contains(name), "{name}:\n{text}");
        }
        assert!(!head.contains("first"), "{text}");
        assert!(text.contains("POST /api/orders/:id "), "{text}");
    }

    #[test]
    fn what_was_cut_is_said() {
        let text = of(&sample::patterns(&["endpoint"]), Some(1), Some(80));
        assert!(
            text.contains("… and 1 more group with 60 failures (use -n 0 or --json)\n"),
            "{text}"
        );
        assert!(!text.contains("GET /api/users"));
    }

    #[test]
    fn hours_are_drawn_in_order_empty_ones_included() {
        let text = of(&hours(), None, Some(80));
        let rows: Vec<_> = text.lines().skip(4).take(3).collect();
        assert!(
            rows[0].starts_with("2025-03-14 00:00         4  ▋"),
            "{text}"
        );
        assert!(
            rows[1].starts_with("2025-03-14 01:00         0  "),
            "{text}"
        );
        assert!(rows[2].contains(&"█".repeat(18)), "{text}");
    }

    #[test]
    fn failures_without_a_value_have_a_row_of_their_own() {
        let mut report = sample::patterns(&["user"]);
        report.groups[1].key = vec![Key::Null];
        assert!(of(&report, None, Some(80)).contains("\n(none)"));
    }

    #[test]
    fn a_report_of_nothing_says_so_without_a_table() {
        let mut report = sample::patterns(&["endpoint"]);
        report.groups.clear();
        report.totals.failures = 0;
        report.coverage = Default::default();
        assert_eq!(of(&report, None, Some(200)).lines().count(), 1);
        assert!(of(&report, None, Some(80)).starts_with("no failures of 81,044 requests (0 %)"));
    }

    #[test]
    fn what_several_reports_share_stands_once() {
        let style = Style {
            color: false,
            screen: true,
            width: Some(200),
        };
        let mut reports = ["endpoint", "user"].map(|by| sample::patterns(&[by]));
        let written = |reports: &[PatternsReport]| {
            let mut out = Vec::new();
            patterns(&mut out, reports, None, ZONE, style);
            String::from_utf8(out).unwrap()
        };
        let text = written(&reports);
        assert!(
            text.contains("\nendpoint ") && text.contains("\nuser "),
            "{text}"
        );
        assert_eq!(text.matches("81,044 requests").count(), 1, "{text}");
        assert_eq!(
            text.matches("note: ").count(),
            of(&reports[0], None, None).matches("note: ").count()
        );
        for report in &mut reports {
            report.totals.failures = 0;
        }
        assert!(
            !written(&reports).contains("\nendpoint "),
            "no tables of nothing"
        );
    }

    #[test]
    fn keys_from_a_log_can_t_reach_the_screen_raw() {
        let mut report = sample::patterns(&["user"]);
        report.groups[0].key = vec![Key::Text("\x1b]0;x\x07\nu".into())];
        report.groups[0].errors[0].title = "a\nb\x1b[31m".into();
        let text = of(&report, None, None);
        assert!(
            text.contains("^[]0;x^G^Ju") && text.contains("a^Jb^[[31m"),
            "{text}"
        );
    }

    #[test]
    fn every_row_fits_every_screen() {
        for report in [
            sample::patterns(&["endpoint"]),
            sample::patterns(&["user"]),
            hours(),
        ] {
            for columns in 44..240 {
                let text = of(&report, None, Some(columns));
                let table = text.split("\n\n").nth(1).unwrap_or_default();
                let fits = |line| crate::report::style::width(line) <= columns;
                assert!(table.lines().all(fits), "{columns}:\n{table}");
            }
        }
    }
}
