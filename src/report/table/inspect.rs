//! `errlog inspect` for people: a row a source where there are several, then what was made of each.

use super::{Column, Cut, cell_text, notes::skipped, print};
use crate::analysis::mend::Mend;
use crate::analysis::result::{InspectReport, SourceReport};
use crate::format::detect::Candidate;
use crate::numbers::{bytes, counted, grouped, percent};
use crate::report::style::{self, Paint, Style};
use crate::report::{SECONDS, span};
use crate::time::Zone;

/// With more sources than this, only those are gone into that were not wholly understood.
const DETAILED: usize = 10;

pub fn inspect(out: &mut Vec<u8>, report: &InspectReport, zone: Zone, style: Style) {
    let sources = &report.sources;
    if sources.len() > 1 {
        overview(out, sources, zone, style);
    }
    let many = sources.len() > DETAILED;
    for (at, source) in sources.iter().enumerate() {
        if many && source.parsed == source.entries {
            continue;
        }
        if at > 0 || sources.len() > 1 {
            out.push(b'\n');
        }
        details(out, source, zone, style);
    }
    skipped(out, &report.coverage, style);
}

fn overview(out: &mut Vec<u8>, sources: &[SourceReport], zone: Zone, style: Style) {
    let of = |cell: &dyn Fn(&SourceReport) -> String| sources.iter().map(cell).collect::<Vec<_>>();
    let columns = vec![
        Column::text("source", of(&|source| cell_text(&source.source))).cut(16, Cut::Middle),
        Column::text("format", of(&format)),
        Column::number("size", of(&|source| bytes(source.bytes))).rank(4),
        Column::number("entries", of(&|source| grouped(source.entries))),
        Column::number("parsed", of(&|source| part(source.parsed, source.entries))),
        Column::number("failing", of(&|source| grouped(source.failing))).rank(1),
        Column::number("no time", of(&|source| grouped(source.without_time))).rank(2),
        Column::text(
            "time",
            of(&|source| span(source.first, source.last, zone, SECONDS).unwrap_or_default()),
        )
        .rank(3),
    ];
    print(out, columns, sources.len(), style);
}

fn details(out: &mut Vec<u8>, source: &SourceReport, zone: Zone, style: Style) {
    style.paint(out, Paint::Place, &cell_text(&source.source));
    if source.entries == 0 {
        out.extend_from_slice(b"  no entries\n");
        return;
    }
    let entries = counted(source.entries, "entry", "entries");
    let head = format!("  {}, {}, {entries}", format(source), bytes(source.bytes));
    style.paint(out, Paint::Plain, &head);
    out.push(b'\n');

    let mut line = |name: &str, parts: Vec<String>| {
        if !parts.is_empty() {
            paragraph(out, name, &parts, style);
        }
    };
    line(
        "time",
        span(source.first, source.last, zone, SECONDS)
            .into_iter()
            .collect(),
    );
    let counts = [
        (source.failing, "failing"),
        (
            source.entries.saturating_sub(source.parsed),
            "not understood",
        ),
        (source.without_time, "without a time"),
        (source.year_assumed, "with an assumed date"),
    ];
    let told = counts
        .iter()
        .enumerate()
        .filter(|(at, (number, _))| *at < 2 || *number > 0);
    line(
        "entries",
        told.map(|(_, (number, what))| format!("{} {what}", grouped(*number)))
            .collect(),
    );
    let filled = source.fill.iter().filter(|(_, number)| *number > 0);
    let filled = filled.map(|(field, number)| format!("{field} {}", part(*number, source.entries)));
    line("fields", filled.collect());
    let missing = source.fill.iter().filter(|(_, number)| *number == 0);
    line(
        "never",
        missing.map(|(field, _)| (*field).to_owned()).collect(),
    );
    if source.formats.len() > 1 {
        let formats = source.formats.iter();
        line(
            "read as",
            formats
                .map(|(name, number)| format!("{name} {}", grouped(*number)))
                .collect(),
        );
    }
    line("fits", source.candidates.iter().map(candidate).collect());

    if !source.not_understood.is_empty() {
        out.extend_from_slice(b"  not understood, for example\n");
        for (number, text) in &source.not_understood {
            let room = style
                .width
                .map_or(usize::MAX, |width| width.saturating_sub(12).max(20));
            let text = cell_text(text);
            let row = format!("  {number:>8}  {}\n", style::cut_end(&text, room));
            out.extend_from_slice(row.as_bytes());
        }
    }
    for mend in &source.mends {
        mended(out, mend, style);
    }
}

/// `json 98 % (392 surely)`: how many of the lines that were looked at fit, and how many of them nothing else.
fn candidate(candidate: &Candidate) -> String {
    let share = percent(candidate.share());
    let sure = match candidate.sure {
        0 => "perhaps".to_owned(),
        sure => format!("{} surely", counted(sure as u64, "line", "lines")),
    };
    format!("{} {share} ({sure})", candidate.format)
}

/// Why and how, the lines of the configuration so that they can be copied.
fn mended(out: &mut Vec<u8>, mend: &Mend, style: Style) {
    let option = mend.option.as_deref().map(cell_text);
    let way = match (&option, &mend.config) {
        (Some(option), None) => option.to_string(),
        (Some(option), Some(_)) => format!("{option}, or in errlog.toml"),
        (None, _) => "in errlog.toml".to_owned(),
    };
    style.paint(out, Paint::Dim, &format!("  {:10}", "mend"));
    out.extend_from_slice(format!("{}:\n{:12}{way}\n", cell_text(&mend.why), "").as_bytes());
    for line in mend.config.iter().flat_map(|config| config.lines()) {
        out.extend_from_slice(format!("    {}\n", cell_text(line)).as_bytes());
    }
}

/// A name, and parts set with commas, wrapped under themselves.
fn paragraph(out: &mut Vec<u8>, name: &str, parts: &[String], style: Style) {
    const INDENT: usize = 12;
    let width = style.width.unwrap_or(usize::MAX).max(40);
    let mut used = INDENT;
    style.paint(out, Paint::Dim, &format!("  {name:10}"));
    for (at, part) in parts.iter().enumerate() {
        let part = if at + 1 < parts.len() {
            format!("{part},")
        } else {
            part.clone()
        };
        let columns = style::width(&part);
        if used > INDENT && used + 1 + columns > width {
            out.extend_from_slice(format!("\n{:INDENT$}", "").as_bytes());
            used = INDENT;
        } else if used > INDENT {
            out.push(b' ');
            used += 1;
        }
        out.extend_from_slice(part.as_bytes());
        used += columns;
    }
    out.push(b'\n');
}

/// `json`, `json in docker`, `not recognised`.
fn format(source: &SourceReport) -> String {
    let format = if source.format.is_empty() {
        "not recognised"
    } else {
        source.format
    };
    match source.wrapper {
        Some(wrapper) => format!("{format} in {wrapper}"),
        None => format.to_owned(),
    }
}

fn part(number: u64, of: u64) -> String {
    if of == 0 {
        String::new()
    } else {
        percent(number as f64 / of as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn written(report: &InspectReport, width: usize) -> String {
        let mut out = Vec::new();
        let style = Style {
            color: false,
            screen: true,
            width: Some(width),
        };
        inspect(&mut out, report, Zone::Utc, style);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_source_is_told_whole() {
        let text = written(&sample::inspect(), 80);
        assert_eq!(
            text,
            "app.log  json in docker, 12.3 MB, 1,000 entries\n  \
               time      2025-03-14 00:00:00 to 02:11:09\n  \
               entries   37 failing, 11 not understood, 11 without a time\n  \
               fields    time 99 %, request_id 98 %\n  \
               never     user\n  \
               fits      json 98 % (392 lines surely), logfmt 2.0 % (2 lines surely)\n  \
               not understood, for example\n        \
                     17  npm WARN ^[[31m\n  \
               mend      cid looks like the request id:\n            \
                 --field request_id=cid, or in errlog.toml\n    \
                 [fields]\n    \
                 request_id = [\"cid\"]\n\
             \n\
             note: skipped core.bin: binary file\n"
        );
    }

    #[test]
    fn several_sources_have_a_table_and_many_only_the_doubtful_ones_in_detail() {
        let mut report = sample::inspect();
        let mut clear = report.sources[0].clone();
        (clear.source, clear.parsed) = ("clear.log".into(), clear.entries);
        report.sources.extend(vec![clear; DETAILED]);
        let text = written(&report, 80);
        assert!(text.starts_with("source "), "{text}");
        assert_eq!(
            text.matches("\nclear.log  json").count(),
            DETAILED,
            "rows of the table: {text}"
        );
        assert_eq!(text.matches("  fields ").count(), 1, "{text}");
        assert!(text.lines().all(|line| style::width(line) <= 80), "{text}");
    }
}
