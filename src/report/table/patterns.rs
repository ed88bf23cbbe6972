//! The patterns report for people: a total on top, what stands out, the tables, notes at the end.

use super::{against, coverage, cross, findings, groups, heat, strip, times};
use crate::analysis::result::PatternsReport;
use crate::numbers::{counted, percent};
use crate::report::style::{Paint, Style};
use crate::report::{MINUTES, span};
use crate::time::Zone;

/// Patterns reports on the same failures, at most `limit` groups of each. What they share stands once: the total on
/// top, findings and the strip of time (those of the first) before the tables, notes on the coverage at the end.
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
    // Where time was not looked at, nothing can be said of what does not stand out.
    let looked = !first.findings.is_empty() || first.strip.is_some();
    if several && looked && first.totals.failures > 0 {
        findings::write(out, &first.findings, style);
    }
    if let Some(shape) = first.strip.as_ref().filter(|_| first.totals.failures > 0) {
        strip::write(out, shape, zone, style);
    }
    if let Some(comparison) = &first.comparison {
        against::write(out, comparison, limit, zone, style);
    }
    for report in reports {
        // Tables of nothing but noughts would only say again that there are no failures, and one of hours what the
        // strip shows.
        let only_noughts = several && report.totals.failures == 0;
        let is_drawn = several && first.strip.is_some() && report.by == ["hour"];
        if !report.groups.is_empty() && !only_noughts && !is_drawn {
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

fn body(
    out: &mut Vec<u8>,
    report: &PatternsReport,
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) {
    let names: Vec<&str> = report.by.iter().map(String::as_str).collect();
    let left_out = match names[..] {
        ["hour-of-day", "weekday"] | ["weekday", "hour-of-day"] => {
            heat::write(out, report, style);
            None
        }
        [_, _] => cross::grid(out, report, limit, zone, style),
        ["minute" | "hour" | "day" | "minute-of-hour" | "hour-of-day" | "weekday"] => {
            times::write(out, report, limit, zone, style)
        }
        _ => groups::write(out, report, limit, zone, style),
    };
    if let Some(left_out) = left_out {
        let note = format!("… and {left_out} (use -n 0 or --json)");
        style.paint(out, Paint::Dim, &note);
        out.push(b'\n');
    }
}
