//! A row a group: its figures, how much it stands out, and its commonest error.

use super::{Column, Cut, cell_text, print};
use crate::analysis::result::{Group, Key, PatternsReport};
use crate::event::Time;
use crate::numbers::{counted, grouped, percent, times};
use crate::report::style::{Paint, Style};
use crate::report::{MINUTES, moment, weekday};
use crate::time::{self, Zone};

/// What stands before the key of a group that stands out.
const MARK: &str = "◆";

/// Hex digits of a fingerprint that tell errors apart to the eye.
const SHORT: usize = 8;

/// Writes a row a group; tells what was left out.
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
    let when = |time: fn(&Group) -> Option<Time>| {
        let text = |group| time(group).map_or(String::new(), |time| moment(time, zone, MINUTES));
        groups.iter().map(text).collect::<Vec<_>>()
    };
    let marks = groups.iter().any(|group| group.stands_out == Some(true));
    let mut columns = Vec::new();
    if marks {
        columns.push(Column::text("", of(|group| mark(group).to_owned())));
    }
    // A fingerprint says nothing to people: its title stands for it.
    let by_error = report.by == ["error"];
    for (at, name) in report.by.iter().enumerate() {
        let key = |group: &Group| match group.errors.first() {
            Some(error) if by_error => cell_text(&error.title),
            _ => key_text(name, group.key.get(at).unwrap_or(&Key::Null), zone),
        };
        let keys = groups.iter().map(key).collect();
        columns.push(match by_error {
            true => Column::text(name, keys).cut(44, Cut::End),
            false => Column::text(name, keys).cut(28, Cut::Middle),
        });
    }
    if by_error {
        let short = |group: &Group| match group.key.first() {
            Some(Key::Text(print)) => print.chars().take(SHORT).collect(),
            _ => String::new(),
        };
        let prints = groups.iter().map(short).collect();
        columns.push(Column::text("fingerprint", prints).rank(4));
    }
    columns.push(Column::number(
        "failures",
        of(|group| grouped(group.failures)),
    ));
    columns.push(failure_bars(report, groups).rank(3));
    if groups.iter().any(|group| group.requests.is_some()) {
        let requests = of(|group| group.requests.map_or(String::new(), grouped));
        columns.push(Column::number("requests", requests).rank(5));
        let rates = of(|group| group.rate.map_or(String::new(), percent));
        columns.push(Column::number("rate", rates).rank(2));
    }
    if groups.iter().any(|group| group.lift.is_some()) {
        let lifts = of(|group| group.lift.map_or(String::new(), times));
        columns.push(Column::number("lift", lifts).rank(4));
    }
    columns.push(Column::number("share", of(|group| percent(group.share))).rank(7));
    if groups.iter().any(|group| group.users > 0) {
        columns.push(Column::number("users", of(|group| grouped(group.users))).rank(6));
    }
    columns.push(Column::text("first", when(|group| group.first)).rank(9));
    columns.push(Column::text("last", when(|group| group.last)).rank(8));
    if !by_error {
        columns.push(commonest(groups));
    }
    print(out, columns, groups.len(), style);
    if marks {
        legend(out, style);
    }
    rest(left_out)
}

/// How long the failures of each of `groups` are beside those of the group with most.
fn failure_bars(report: &PatternsReport, groups: &[Group]) -> Column {
    let most = report.groups.iter().map(|group| group.failures).max();
    let part = |group: &Group| group.failures as f64 / most.unwrap_or(0).max(1) as f64;
    Column::bars(groups.iter().map(part).collect(), 6, 12)
}

/// The commonest error of each.
pub(super) fn commonest(groups: &[Group]) -> Column {
    let title = |group: &Group| {
        let error = group.errors.first();
        error.map_or(String::new(), |error| cell_text(&error.title))
    };
    Column::text("commonest error", groups.iter().map(title).collect())
        .cut(24, Cut::End)
        .rank(1)
}

pub(super) fn mark(group: &Group) -> &'static str {
    match group.stands_out {
        Some(true) => MARK,
        _ => "",
    }
}

/// What the marks in a table mean.
pub(super) fn legend(out: &mut Vec<u8>, style: Style) {
    let text = format!("{MARK} fails more often than chance would have it");
    style.paint(out, Paint::Dim, &text);
    out.push(b'\n');
}

/// What was left out of a table, in words.
pub(super) fn rest(left_out: &[Group]) -> Option<String> {
    let failures: u64 = left_out.iter().map(|group| group.failures).sum();
    (!left_out.is_empty()).then(|| {
        let groups = counted(left_out.len() as u64, "more group", "more groups");
        format!("{groups} with {}", counted(failures, "failure", "failures"))
    })
}

/// A group's key as a row or column is headed with it.
pub(super) fn key_text(dim: &str, key: &Key, zone: Zone) -> String {
    match key {
        Key::Time(time) if dim == "day" => time::day_text(*time, zone),
        Key::Time(time) => moment(*time, zone, MINUTES),
        Key::Number(hour) if dim == "hour-of-day" => format!("{hour:02}:00"),
        Key::Number(minute) if dim == "minute-of-hour" => format!(":{minute:02}"),
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
    use crate::report::{sample, table::patterns};

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
        for group in &mut report.groups {
            group.stands_out = Some(group.failures > 100);
        }
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
            rows[0].starts_with("   2025-03-14 00:00         4  ▌"),
            "{text}"
        );
        assert!(
            rows[1].starts_with("   2025-03-14 01:00         0  "),
            "{text}"
        );
        assert!(
            rows[2].starts_with("◆  2025-03-14 02:00       120  ██████████████ "),
            "{text}"
        );
        assert!(rows[0].contains("  200  ░░░░░░░░░░  2.0 %"), "{text}");
    }

    #[test]
    fn errors_are_headed_by_their_titles_beside_a_short_fingerprint() {
        let mut report = sample::patterns(&["error"]);
        for group in &mut report.groups {
            group.key = vec![Key::Text("00c1b7a44d0e5aa9".into())];
        }
        let text = of(&report, None, Some(100));
        assert!(text.contains("TypeError: Cannot read"), "{text}");
        assert!(text.contains("  00c1b7a4  "), "{text}");
        assert!(!text.contains("commonest error"), "{text}");
    }

    #[test]
    fn what_stands_out_is_marked_and_the_mark_explained() {
        let mut report = sample::patterns(&["endpoint"]);
        report.groups[1].stands_out = Some(false);
        let text = of(&report, None, Some(200));
        assert!(
            text.contains("◆  POST /api") && text.contains("   GET /api"),
            "{text}"
        );
        assert!(
            text.contains("◆ fails more often") && text.contains("  23×  "),
            "{text}"
        );
        report.groups[0].stands_out = None;
        assert!(!of(&report, None, Some(200)).contains('◆'));
    }

    #[test]
    fn failures_without_a_value_have_a_row_of_their_own() {
        let mut report = sample::patterns(&["user"]);
        report.groups[1].key = vec![Key::Null];
        assert!(of(&report, None, Some(80)).contains("  (none)"));
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
            text.contains("   endpoint ") && text.contains("   user "),
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
            !written(&reports).contains("endpoint "),
            "no tables of nothing"
        );
    }

    #[test]
    fn a_strip_stands_for_the_table_of_hours() {
        let mut reports = [hours(), sample::patterns(&["user"])];
        let written = |reports: &[PatternsReport]| {
            let mut out = Vec::new();
            patterns(&mut out, reports, None, ZONE, Style::PLAIN);
            String::from_utf8(out).unwrap()
        };
        assert!(written(&reports).contains("2025-03-14 02:00"));
        assert!(!written(&reports).contains("stands out"), "nobody looked");
        reports[0].strip = Some(crate::analysis::result::Strip {
            from: Some(sample::MIDNIGHT),
            width: 60_000_000_000,
            buckets: vec![Default::default(); 60],
            marked: Vec::new(),
        });
        let text = written(&reports);
        assert!(
            text.contains("\nfailures  ") && !text.contains("2025-03-14 02:00"),
            "{text}"
        );
        assert!(text.contains("Nothing stands out"), "{text}");
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
