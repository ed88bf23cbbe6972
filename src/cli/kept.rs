//! Entries that were kept aside while scanning, understood again in full when they are shown.

use errlog::analysis::errors::Kept;
use errlog::analysis::result::{Filed, Place, Shown};
use errlog::event::{Event, Time, Want};
use errlog::format::understand::trim_line_end;
use errlog::scan::Entry;
use errlog::session::Known;

use super::plan::Plan;

/// A copy of an entry.
pub fn keep(entry: Entry, time: Option<Time>) -> Kept {
    Kept {
        offset: entry.offset,
        line: entry.line,
        lines: entry.lines,
        raw: trim_line_end(entry.bytes).to_vec(),
        time,
        ..Kept::default()
    }
}

/// Hands kept entries of one source over with their events.
pub fn shown_all<T>(
    plan: &Plan,
    source: &Known,
    want: &Want,
    kept: &[&Kept],
    show: impl FnOnce(&[Shown]) -> T,
) -> T {
    let mut understander = plan.session.understander(source, want);
    let mut scratches = vec![Vec::new(); kept.len()];
    let mut events = Vec::with_capacity(kept.len());
    for (kept, scratch) in kept.iter().zip(&mut scratches) {
        let event = understander.read_trimmed(&kept.raw, None, scratch);
        let filed = plan.filing.file(&event);
        events.push((event, filed));
    }
    let shown: Vec<Shown> = kept
        .iter()
        .zip(&events)
        .map(|(kept, (event, filed))| Shown {
            place: place(source, kept),
            event,
            filed,
        })
        .collect();
    show(&shown)
}

/// Hands kept entries of one source over without their events, for what shows their own bytes and no more.
pub fn bare_all<'k, T>(
    source: &Known,
    kept: impl Iterator<Item = &'k Kept>,
    show: impl FnOnce(&[Shown]) -> T,
) -> T {
    let (event, filed) = (Event::default(), Filed::default());
    let shown = kept.map(|kept| Shown {
        place: place(source, kept),
        event: &event,
        filed: &filed,
    });
    show(&shown.collect::<Vec<_>>())
}

/// Hands one kept entry over with its event.
pub fn shown<T>(
    plan: &Plan,
    source: &Known,
    want: &Want,
    kept: &Kept,
    show: impl FnOnce(&Shown) -> T,
) -> T {
    shown_all(plan, source, want, &[kept], |shown| show(&shown[0]))
}

fn place<'a>(source: &'a Known, kept: &'a Kept) -> Place<'a> {
    Place {
        source: &source.name,
        line: kept.line,
        lines: kept.lines,
        offset: kept.offset,
        raw: &kept.raw,
    }
}
