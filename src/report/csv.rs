//! CSV, for spreadsheets: a head row, then a row a result; which columns there are never depends on what was found.

use csv::WriterBuilder;

use super::style::Style;
use crate::analysis::result::{Compared, InspectReport, Key, PatternsReport, Shown, State};
use crate::event::Time;
use crate::report::weekday;
use crate::time::{self, Zone};

const EVENT: [&str; 21] = [
    "source",
    "line",
    "lines",
    "offset",
    "format",
    "time",
    "level",
    "request_id",
    "method",
    "path",
    "endpoint",
    "status",
    "user",
    "duration_ms",
    "message",
    "error.type",
    "error.message",
    "error.stack",
    "fingerprint",
    "cause",
    "failing",
];

/// The head row of events; `raw` as for [`event`].
pub fn head(out: &mut Vec<u8>, raw: bool) {
    row(
        out,
        Style::PLAIN,
        EVENT
            .into_iter()
            .chain(raw.then_some("raw"))
            .map(str::to_owned),
    );
}

/// An event as a row; `raw` adds the entry's text.
pub fn event(out: &mut Vec<u8>, shown: &Shown, zone: Zone, raw: bool, style: Style) {
    let Shown {
        place,
        event,
        filed,
    } = shown;
    let error = event.error.as_ref();
    let cells = [
        place.source.to_owned(),
        place
            .number()
            .map(|line| line.to_string())
            .unwrap_or_default(),
        place.lines.to_string(),
        place.offset.to_string(),
        event.format.to_owned(),
        moment(event.time, zone),
        event.level.map_or("", |level| level.word()).to_owned(),
        text(event.request_key()),
        text(event.method.as_deref()),
        text(event.path.as_deref()),
        text(filed.endpoint.as_deref()),
        number(event.status),
        text(event.user.as_deref()),
        number(event.duration_ms),
        text(event.message.as_deref()),
        text(error.and_then(|error| error.kind.as_deref())),
        text(error.and_then(|error| error.message.as_deref())),
        text(error.and_then(|error| error.stack.as_deref())),
        filed
            .fingerprint
            .map_or(String::new(), |print| format!("{print:016x}")),
        text(filed.cause),
        filed.failing.to_string(),
    ];
    let raw = raw.then(|| String::from_utf8_lossy(place.raw).into_owned());
    row(out, style, cells.into_iter().chain(raw));
}

/// The groups of a patterns report, at most `limit`. Of each group's errors, the commonest; with a baseline, how it
/// compares with then, and, where the groups are errors, also those that are gone.
pub fn patterns(
    out: &mut Vec<u8>,
    report: &PatternsReport,
    limit: Option<usize>,
    zone: Zone,
    style: Style,
) {
    const COUNTS: [&str; 14] = [
        "failures",
        "requests",
        "rate",
        "share",
        "lift",
        "p_value",
        "stands_out",
        "users",
        "first",
        "last",
        "error.fingerprint",
        "error.title",
        "error.count",
        "request_ids",
    ];
    const THEN: [&str; 4] = [
        "error.state",
        "baseline.failures",
        "baseline.rate",
        "baseline.change",
    ];
    let then = report.comparison.as_ref();
    let compared = |fingerprint: u64| {
        let mut errors = then.into_iter().flat_map(|then| &then.errors);
        errors.find(|error| error.fingerprint == fingerprint)
    };
    let names = report.by.iter().cloned();
    let names = names.chain(COUNTS.map(str::to_owned));
    let of_then = THEN.map(str::to_owned).into_iter();
    row(out, style, names.chain(of_then.filter(|_| then.is_some())));
    for group in report.groups.iter().take(limit.unwrap_or(usize::MAX)) {
        let error = group.errors.first();
        let counts = [
            group.failures.to_string(),
            number(group.requests),
            number(group.rate),
            group.share.to_string(),
            number(group.lift),
            number(group.p_value),
            number(group.stands_out),
            group.users.to_string(),
            moment(group.first, zone),
            moment(group.last, zone),
            error.map_or(String::new(), |error| format!("{:016x}", error.fingerprint)),
            text(error.map(|error| error.title.as_str())),
            number(error.map(|error| error.count)),
            group.request_ids.join(" "),
        ];
        let key = group.key.iter().map(|key| match key {
            Key::Time(time) => time::rfc3339(*time, zone),
            Key::Number(number) => number.to_string(),
            Key::Weekday(day) => weekday(*day).to_owned(),
            Key::Text(text) => text.clone(),
            Key::Null => String::new(),
        });
        let cells = then.map(|_| against(error.and_then(|error| compared(error.fingerprint))));
        row(
            out,
            style,
            key.chain(counts).chain(cells.into_iter().flatten()),
        );
    }
    let errors = then.into_iter().flat_map(|then| &then.errors);
    let is_gone = |error: &&Compared| error.state == State::Gone && report.by == ["error"];
    for error in errors.filter(is_gone) {
        let fingerprint = format!("{:016x}", error.fingerprint);
        let counts = COUNTS.map(|name| match name {
            "failures" => "0".to_owned(),
            "error.fingerprint" => fingerprint.clone(),
            "error.title" => error.title.clone(),
            _ => String::new(),
        });
        let key = std::iter::once(fingerprint.clone());
        row(out, style, key.chain(counts).chain(against(Some(error))));
    }
}

/// What is said of an error beside an earlier report; empty cells where there is none.
fn against(error: Option<&Compared>) -> [String; 4] {
    [
        text(error.map(|error| error.state.word())),
        number(error.map(|error| error.failures_then)),
        number(error.and_then(|error| error.rate_then)),
        number(error.and_then(|error| error.change)),
    ]
}

/// What was recognised, a row a source.
pub fn inspect(out: &mut Vec<u8>, report: &InspectReport, zone: Zone, style: Style) {
    const HEAD: [&str; 11] = [
        "source",
        "bytes",
        "wrapper",
        "format",
        "entries",
        "parsed",
        "without_time",
        "year_assumed",
        "failing",
        "first",
        "last",
    ];
    row(out, style, HEAD.map(str::to_owned));
    for source in &report.sources {
        let cells = [
            source.source.clone(),
            source.bytes.to_string(),
            text(source.wrapper),
            source.format.to_owned(),
            source.entries.to_string(),
            source.parsed.to_string(),
            source.without_time.to_string(),
            source.year_assumed.to_string(),
            source.failing.to_string(),
            moment(source.first, zone),
            moment(source.last, zone),
        ];
        row(out, style, cells);
    }
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn number(number: Option<impl ToString>) -> String {
    number.map_or(String::new(), |number| number.to_string())
}

fn moment(time: Option<Time>, zone: Zone) -> String {
    time.map_or(String::new(), |time| time::rfc3339(time, zone))
}

fn row(out: &mut Vec<u8>, style: Style, cells: impl IntoIterator<Item = String>) {
    let mut writer = WriterBuilder::new()
        .buffer_capacity(1 << 10)
        .from_writer(out);
    let cells = cells.into_iter().map(|cell| style.text(&cell).into_owned());
    let written = writer
        .write_record(cells)
        .and_then(|()| Ok(writer.flush()?));
    debug_assert!(written.is_ok(), "a Vec takes every byte");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(bytes);
        reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn an_event_s_cells_stand_under_their_heads_whatever_is_known_of_it() {
        let mut out = Vec::new();
        head(&mut out, true);
        sample::with(|shown| event(&mut out, shown, Zone::Utc, true, Style::PLAIN));
        sample::unknown(|shown| event(&mut out, shown, Zone::Utc, true, Style::PLAIN));
        let rows = read(&out);
        let cell = |row: usize, name: &str| {
            let at = rows[0].iter().position(|head| head == name).unwrap();
            rows[row][at].clone()
        };
        assert_eq!(cell(1, "time"), "2025-03-14T02:11:09.123Z");
        assert_eq!(
            cell(1, "error.stack"),
            "TypeError: it is null\n    at f (a.js:1)"
        );
        assert_eq!(cell(1, "fingerprint"), "00c1b7a44d0e5aa9");
        assert_eq!(cell(1, "raw"), sample::RAW);
        assert_eq!(
            (cell(2, "time"), cell(2, "failing")),
            (String::new(), "false".into())
        );
    }

    #[test]
    fn groups_are_keyed_by_their_dimensions() {
        let mut out = Vec::new();
        let report = sample::patterns(&["endpoint", "user"]);
        patterns(&mut out, &report, Some(1), Zone::Utc, Style::PLAIN);
        let rows = read(&out);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0][..3], ["endpoint", "user", "failures"]);
        assert_eq!(
            rows[1][..3],
            ["POST /api/orders/:id", "POST /api/orders/:id", "120"]
        );
    }

    #[test]
    fn each_source_is_a_row() {
        let mut out = Vec::new();
        inspect(&mut out, &sample::inspect(), Zone::Utc, Style::PLAIN);
        let rows = read(&out);
        assert_eq!(rows[1][..4], ["app.log", "12300000", "docker", "json"]);
    }

    #[test]
    fn on_a_screen_control_characters_are_shown() {
        let screen = Style {
            color: false,
            screen: true,
            width: None,
        };
        let mut out = Vec::new();
        sample::unknown(|shown| event(&mut out, shown, Zone::Utc, true, screen));
        assert!(String::from_utf8(out).unwrap().contains("^[[31m^M"));
    }
}
