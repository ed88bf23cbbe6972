//! The reports that are one JSON object: patterns and inspect.

use super::{At, Hex, Object};
use crate::analysis::result::{
    Compared, Coverage, DAY, Finding, Group, InspectReport, Key, PatternsReport, Recurring,
    SourceReport, WEEK, When,
};
use crate::report::weekday;
use crate::time::Zone;

/// The patterns report, at most `limit` groups of it.
pub fn patterns(out: &mut Vec<u8>, report: &PatternsReport, limit: Option<usize>, zone: Zone) {
    let at = |time| At(time, zone);
    let mut object = Object::open(out);
    object.put("schema", "errlog.patterns/1");
    object.list("by", &report.by, |out, name| super::string(out, name));
    let mut window = object.object("window");
    window
        .put("from", report.from.map(at))
        .put("to", report.to.map(at));
    window.close();
    let totals = &report.totals;
    let mut counts = object.object("totals");
    counts
        .put("entries", totals.entries)
        .put("requests", totals.requests)
        .put("failures", totals.failures)
        .put("failing_events", totals.failing_events);
    counts.close();
    let shown = report.groups.iter().take(limit.unwrap_or(usize::MAX));
    object.list("groups", shown, |out, group| {
        write_group(out, &report.by, group, zone)
    });
    object.list("findings", &report.findings, |out, finding| {
        write_finding(out, finding, zone)
    });
    write_errors(&mut object, report, zone);
    write_coverage(&mut object, &report.coverage);
    object.close();
    out.push(b'\n');
}

/// Every error, so that the report can be a baseline, and what it was compared with, if anything.
fn write_errors(object: &mut Object, report: &PatternsReport, zone: Zone) {
    let comparison = report.comparison.as_ref();
    match comparison {
        None => object.list("errors", &report.errors, |out, error| {
            let mut object = Object::open(out);
            object
                .put("fingerprint", Hex(error.fingerprint))
                .put("title", error.title.as_str())
                .put("count", error.count)
                .put("state", None::<&str>)
                .put("baseline", None::<&str>);
            object.close();
        }),
        Some(comparison) => object.list("errors", &comparison.errors, write_compared),
    }
    let Some(comparison) = comparison else {
        object.put("baseline", None::<&str>);
        return;
    };
    let at = |time| At(time, zone);
    let mut baseline = object.object("baseline");
    baseline
        .put("from", comparison.from.map(at))
        .put("to", comparison.to.map(at))
        .put("requests", comparison.totals.requests)
        .put("failures", comparison.totals.failures);
    baseline.close();
}

fn write_compared(out: &mut Vec<u8>, error: &Compared) {
    let mut object = Object::open(out);
    object
        .put("fingerprint", Hex(error.fingerprint))
        .put("title", error.title.as_str())
        .put("count", error.failures)
        .put("state", error.state.word());
    let mut then = object.object("baseline");
    then.put("count", error.failures_then)
        .put("rate", error.rate_then)
        .put("change", error.change)
        .put("p_value", error.p_value);
    then.close();
    object.close();
}

fn write_group(out: &mut Vec<u8>, by: &[String], group: &Group, zone: Zone) {
    let at = |time| At(time, zone);
    let mut object = Object::open(out);
    write_key(&mut object, by.iter().zip(&group.key), zone);
    object
        .put("failures", group.failures)
        .put("requests", group.requests)
        .put("rate", group.rate)
        .put("share", group.share)
        .put("lift", group.lift)
        .put("p_value", group.p_value)
        .put("stands_out", group.stands_out)
        .put("users", group.users)
        .put("first", group.first.map(at))
        .put("last", group.last.map(at));
    object.list("errors", &group.errors, |out, error| {
        let mut object = Object::open(out);
        object
            .put("fingerprint", Hex(error.fingerprint))
            .put("title", error.title.as_str())
            .put("count", error.count);
        object.close();
    });
    object.list("request_ids", &group.request_ids, |out, id| {
        super::string(out, id)
    });
    object.close();
}

fn write_key<'k>(
    object: &mut Object,
    pairs: impl IntoIterator<Item = (&'k String, &'k Key)>,
    zone: Zone,
) {
    let mut key = object.object("key");
    for (name, value) in pairs {
        match value {
            Key::Time(time) => key.put(name, At(*time, zone)),
            Key::Number(number) => key.put(name, *number),
            Key::Weekday(day) => key.put(name, weekday(*day)),
            Key::Text(text) => key.put(name, text.as_str()),
            Key::Null => key.put(name, None::<&str>),
        };
    }
    key.close();
}

fn write_finding(out: &mut Vec<u8>, finding: &Finding, zone: Zone) {
    let mut object = Object::open(out);
    object.put("kind", finding.kind.word());
    write_key(
        &mut object,
        finding.key.iter().map(|(name, value)| (name, value)),
        zone,
    );
    object
        .put("failures", finding.failures)
        .put("requests", finding.requests)
        .put("rate", finding.rate)
        .put("lift", finding.lift)
        .put("p_value", finding.p_value);
    match finding.when {
        Some(When::Window { from, to }) => {
            object
                .put("from", At(from, zone))
                .put("to", to.map(|to| At(to, zone)));
        }
        Some(When::Recurring(when)) => {
            let (from, to) = calendar(when);
            object.put("from", from.as_str()).put("to", to.as_str());
        }
        None => {}
    }
    object
        .put("text", finding.text.as_str())
        .put("query", finding.query.as_str());
    object.list("request_ids", &finding.request_ids, |out, id| {
        super::string(out, id)
    });
    object.close();
}

/// The ends of what comes back, as systemd's calendars have it: `00:05` of each day, `*:05` of each hour, `*:05/15`
/// four times an hour from then on, `02/6:05` every six hours, `Sun 02:05` of each week.
fn calendar(when: Recurring) -> (String, String) {
    let text = |minute: u16| {
        let (hour, minute_of_hour) = (minute / 60, minute % 60);
        match when.period {
            WEEK => {
                let day = weekday((minute / DAY % 7) as u8);
                format!("{day} {:02}:{minute_of_hour:02}", hour % 24)
            }
            DAY => format!("{hour:02}:{minute_of_hour:02}"),
            60 => format!("*:{minute_of_hour:02}"),
            period if period < 60 => format!("*:{minute_of_hour:02}/{period}"),
            period => format!("{hour:02}/{}:{minute_of_hour:02}", period / 60),
        }
    };
    (text(when.from), text(when.to))
}

/// What was recognised, source by source. `fields` counts the entries that hold each field.
pub fn inspect(out: &mut Vec<u8>, report: &InspectReport, zone: Zone) {
    let mut object = Object::open(out);
    object.put("schema", "errlog.inspect/1");
    object.list("sources", &report.sources, |out, source| {
        write_source(out, source, zone)
    });
    write_coverage(&mut object, &report.coverage);
    object.close();
    out.push(b'\n');
}

fn write_source(out: &mut Vec<u8>, source: &SourceReport, zone: Zone) {
    let at = |time| At(time, zone);
    let mut object = Object::open(out);
    object
        .put("source", source.source.as_str())
        .put("bytes", source.bytes)
        .put("wrapper", source.wrapper)
        .put(
            "format",
            Some(source.format).filter(|format| !format.is_empty()),
        );
    object.list("candidates", &source.candidates, |out, candidate| {
        let mut object = Object::open(out);
        object
            .put("format", candidate.format)
            .put("share", candidate.share())
            .put("sure", candidate.sure as u64)
            .put("maybe", candidate.maybe as u64);
        object.close();
    });
    object
        .put("entries", source.entries)
        .put("parsed", source.parsed)
        .put("without_time", source.without_time)
        .put("year_assumed", source.year_assumed)
        .put("failing", source.failing)
        .put("first", source.first.map(at))
        .put("last", source.last.map(at));
    let mut formats = object.object("formats");
    for (format, entries) in &source.formats {
        formats.put(format, *entries);
    }
    formats.close();
    let mut fields = object.object("fields");
    for (field, entries) in &source.fill {
        fields.put(field, *entries);
    }
    fields.close();
    object.list(
        "not_understood",
        &source.not_understood,
        |out, (line, text)| {
            let mut sample = Object::open(out);
            sample.put("line", *line).put("text", text.as_str());
            sample.close();
        },
    );
    object.list("mends", &source.mends, |out, mend| {
        let mut object = Object::open(out);
        object
            .put("why", mend.why.as_str())
            .put("config", mend.config.as_deref())
            .put("option", mend.option.as_deref());
        object.close();
    });
    object.close();
}

fn write_coverage(report: &mut Object, coverage: &Coverage) {
    let mut object = report.object("coverage");
    object
        .put("sources", coverage.sources)
        .put("bytes", coverage.bytes)
        .put("entries", coverage.entries)
        .put("parsed", coverage.parsed)
        .put("without_time", coverage.without_time)
        .put("year_assumed", coverage.year_assumed);
    object.list("skipped", &coverage.skipped, |out, skipped| {
        let mut object = Object::open(out);
        object
            .put("source", skipped.source.as_str())
            .put("reason", skipped.reason.as_str());
        object.close();
    });
    object.close();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use serde_json::{Value, json};

    fn of(report: &PatternsReport, limit: Option<usize>) -> Value {
        let mut out = Vec::new();
        patterns(&mut out, report, limit, Zone::Utc);
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn what_comes_back_is_told_as_calendars_have_it() {
        let ends = |period, from, to| {
            let (from, to) = calendar(Recurring { period, from, to });
            format!("{from} {to}")
        };
        assert_eq!(ends(DAY, 0, 5), "00:00 00:05");
        assert_eq!(ends(DAY, 1380, 1440), "23:00 24:00");
        assert_eq!(ends(60, 58, 3), "*:58 *:03");
        assert_eq!(ends(15, 2, 4), "*:02/15 *:04/15");
        assert_eq!(ends(360, 125, 130), "02/6:05 02/6:10");
        assert_eq!(
            ends(WEEK, 6 * DAY + 180, 6 * DAY + 190),
            "Sun 03:00 Sun 03:10"
        );
        assert_eq!(ends(WEEK, 0, DAY), "Mon 00:00 Tue 00:00");
    }

    #[test]
    fn a_patterns_report_has_the_contract_s_keys_in_order() {
        let report = of(&sample::patterns(&["endpoint"]), None);
        let keys =
            |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
        assert_eq!(
            keys(&report),
            [
                "schema", "by", "window", "totals", "groups", "findings", "errors", "baseline",
                "coverage"
            ]
        );
        assert_eq!(
            keys(&report["groups"][0]),
            [
                "key",
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
                "errors",
                "request_ids"
            ]
        );
        assert_eq!(report["window"]["from"], json!("2025-03-14T00:00:00Z"));
        assert_eq!(
            report["groups"][0]["errors"][0]["fingerprint"],
            json!("00c1b7a44d0e5aa9")
        );
    }

    #[test]
    fn a_key_is_printed_as_its_kind_asks() {
        let mut report = sample::patterns(&["hour", "status"]);
        report.groups[0].key = vec![Key::Time(sample::TIME), Key::Number(500)];
        report.groups[1].key = vec![Key::Null, Key::Text("x".into())];
        let report = of(&report, None);
        assert_eq!(
            report["groups"][0]["key"],
            json!({"hour": "2025-03-14T02:11:09.123Z", "status": 500})
        );
        assert_eq!(
            report["groups"][1]["key"],
            json!({"hour": null, "status": "x"})
        );
    }

    #[test]
    fn a_finding_has_its_figures_and_its_time_if_it_has_one() {
        let mut report = sample::patterns(&["endpoint"]);
        report.findings = sample::findings();
        let report = of(&report, None);
        let (group, spike) = (&report["findings"][0], &report["findings"][1]);
        assert_eq!(group["kind"], json!("group"));
        assert_eq!(group["key"], json!({"endpoint": "POST /api/orders/:id"}));
        assert_eq!(group["lift"], json!(22.5));
        assert_eq!(group.get("from"), None);
        assert_eq!(spike["from"], json!("2025-03-14T00:00:00Z"));
        assert_eq!(spike["to"], json!(null));
    }

    #[test]
    fn a_limit_cuts_the_groups_and_nothing_else() {
        let report = sample::patterns(&["endpoint"]);
        assert_eq!(of(&report, Some(1))["groups"].as_array().unwrap().len(), 1);
        assert_eq!(of(&report, Some(1))["totals"], of(&report, None)["totals"]);
    }

    #[test]
    fn an_inspect_report_names_formats_fields_and_samples() {
        let mut out = Vec::new();
        inspect(&mut out, &sample::inspect(), Zone::Utc);
        let report: Value = serde_json::from_slice(&out).unwrap();
        let source = &report["sources"][0];
        assert_eq!(
            source["candidates"][0],
            json!({"format": "json", "share": 0.98, "sure": 392, "maybe": 0})
        );
        assert_eq!(source["fields"]["request_id"], json!(980));
        assert_eq!(
            source["not_understood"][0],
            json!({"line": 17, "text": "npm WARN \u{1b}[31m"})
        );
        assert_eq!(
            report["coverage"]["skipped"][0]["source"],
            json!("core.bin")
        );
    }
}
