//! Results to test the writers with.

use crate::analysis::mend::Mend;
use crate::analysis::result::{
    Coverage, ErrorCount, Filed, Finding, FindingKind, Group, InspectReport, Key, PatternsReport,
    Place, Shown, Skipped, SourceReport, Totals, When,
};
use crate::event::{Event, Fault, Level, Time};
use crate::format::detect::Candidate;

/// 2025-03-14T02:11:09.123Z
pub const TIME: Time = Time(1_741_918_269_123_000_000);
/// The midnight before it.
pub const MIDNIGHT: Time = Time(1_741_910_400_000_000_000);

pub const RAW: &str = "Failed to fetch data\nTypeError: it is null\n    at f (a.js:1)";

/// An error entry of which everything is known.
pub fn with<R>(look: impl FnOnce(&Shown) -> R) -> R {
    let event = Event {
        format: "json",
        time: Some(TIME),
        level: Some(Level::Error),
        request_id: Some("550e8400".into()),
        method: Some("POST".into()),
        path: Some("/api/orders/123?x=1".into()),
        status: Some(500),
        user: Some("u123".into()),
        duration_ms: Some(84.1),
        message: Some("Failed to fetch data".into()),
        error: Some(Fault {
            kind: Some("TypeError".into()),
            message: Some("it is null".into()),
            stack: Some("TypeError: it is null\n    at f (a.js:1)".into()),
        }),
        ..Event::default()
    };
    let filed = Filed {
        endpoint: Some("POST /api/orders/:id".into()),
        fingerprint: Some(0x00c1_b7a4_4d0e_5aa9),
        cause: Some("null-reference"),
        failing: true,
    };
    let place = Place {
        source: "app.log",
        line: 1842,
        lines: 3,
        offset: 193_022,
        raw: RAW.as_bytes(),
    };
    look(&Shown {
        place,
        event: &event,
        filed: &filed,
    })
}

/// An entry that nothing is known of, with bytes that a screen must not get.
pub fn unknown<R>(look: impl FnOnce(&Shown) -> R) -> R {
    let raw = b"caf\xe9 \x1b[31m\r";
    let place = Place {
        source: "b.log",
        line: 1,
        lines: 1,
        offset: 0,
        raw,
    };
    look(&Shown {
        place,
        event: &Event::default(),
        filed: &Filed::default(),
    })
}

pub fn group(key: Vec<Key>, failures: u64, requests: u64) -> Group {
    Group {
        key,
        failures,
        requests: Some(requests),
        rate: Some(failures as f64 / requests as f64),
        share: failures as f64 / 180.0,
        lift: Some(22.5),
        p_value: Some(1.2e-80),
        stands_out: Some(true),
        users: failures / 2,
        first: Some(MIDNIGHT),
        last: Some(TIME),
        errors: vec![ErrorCount {
            fingerprint: 0x00c1_b7a4_4d0e_5aa9,
            title: "TypeError: Cannot read properties of null (reading 'name')".into(),
            count: failures,
        }],
        request_ids: vec!["550e8400".into()],
    }
}

/// Two groups: 120 and 60 failures.
pub fn patterns(by: &[&str]) -> PatternsReport {
    let key = |text: &str| by.iter().map(|_| Key::Text(text.into())).collect();
    PatternsReport {
        by: by.iter().map(ToString::to_string).collect(),
        from: Some(MIDNIGHT),
        to: Some(TIME),
        totals: Totals {
            entries: 90_210,
            requests: Some(81_044),
            failures: 180,
            failing_events: 455,
        },
        groups: vec![
            group(key("POST /api/orders/:id"), 120, 2200),
            group(key("GET /api/users/:id/profile"), 60, 9120),
        ],
        findings: Vec::new(),
        errors: group(Vec::new(), 180, 180).errors,
        comparison: None,
        strip: None,
        coverage: coverage(),
    }
}

/// A route that fails, and a spike that goes on.
pub fn findings() -> Vec<Finding> {
    let group = Finding {
        kind: FindingKind::Group,
        key: vec![("endpoint".into(), Key::Text("POST /api/orders/:id".into()))],
        failures: 120,
        requests: Some(2200),
        rate: Some(120.0 / 2200.0),
        lift: Some(22.5),
        p_value: Some(1.2e-80),
        when: None,
        text: "POST /api/orders/:id fails 22.5 times as often as the rest".into(),
        query: "errlog patterns --by error --endpoint 'POST /api/orders/:id' app.log".into(),
        request_ids: vec!["550e8400".into()],
    };
    let spike = Finding {
        kind: FindingKind::Spike,
        key: Vec::new(),
        when: Some(When::Window {
            from: MIDNIGHT,
            to: None,
        }),
        ..group.clone()
    };
    vec![group, spike]
}

pub fn coverage() -> Coverage {
    Coverage {
        sources: 2,
        bytes: 12_300_000,
        entries: 1000,
        parsed: 989,
        without_time: 11,
        year_assumed: 0,
        skipped: vec![Skipped {
            source: "core.bin".into(),
            reason: "binary file".into(),
        }],
    }
}

pub fn inspect() -> InspectReport {
    let source = SourceReport {
        source: "app.log".into(),
        bytes: 12_300_000,
        wrapper: Some("docker"),
        format: "json",
        candidates: vec![
            Candidate {
                format: "json",
                sure: 392,
                maybe: 0,
                lines: 400,
            },
            Candidate {
                format: "logfmt",
                sure: 2,
                maybe: 6,
                lines: 400,
            },
        ],
        entries: 1000,
        parsed: 989,
        without_time: 11,
        year_assumed: 0,
        failing: 37,
        first: Some(MIDNIGHT),
        last: Some(TIME),
        formats: vec![("json".into(), 989)],
        fill: vec![("time", 989), ("request_id", 980), ("user", 0)],
        not_understood: vec![(17, "npm WARN \x1b[31m".into())],
        mends: vec![Mend {
            why: "cid looks like the request id".into(),
            config: Some("[fields]\nrequest_id = [\"cid\"]\n".into()),
            option: Some("--field request_id=cid".into()),
        }],
    };
    InspectReport {
        sources: vec![source],
        coverage: coverage(),
    }
}
