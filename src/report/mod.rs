//! What was found, written for people and programs: one function a result and style.
//!
//! Nothing here scans, filters or counts. Every writer appends to a buffer that the caller prints, so that
//! workers can render on their own and a closed pipe is met in one place.

pub mod blocks;
mod body;
pub mod csv;
pub mod json;
pub mod lines;

#[cfg(test)]
mod sample;
pub mod style;
pub mod table;
pub mod timeline;

use crate::analysis::result::{Place, Shown, Tally};
use crate::event::Time;
use crate::time::{self, Zone};
use style::{Paint, Style};

pub use body::Highlight;

/// An error block: the failing entry, and the entries around it that were asked for.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    pub before: &'a [Shown<'a>],
    pub shown: Shown<'a>,
    pub after: &'a [Shown<'a>],
    /// For a group: how often, first and last time.
    pub tally: Option<Tally>,
}

/// Where an entry stands: `app.log:1842`.
fn place(out: &mut Vec<u8>, style: Style, place: &Place) {
    let text = place.to_string();
    if style.screen {
        style.paint(out, Paint::Place, &style::safe_line(&text));
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// How many characters of a time of day (`02:11:09.123`) are shown.
const MINUTES: usize = 5;
const SECONDS: usize = 8;
const MILLISECONDS: usize = 12;

fn clock(time: Time, zone: Zone, precision: usize) -> String {
    let mut clock = time::clock_text(time, zone);
    clock.truncate(precision);
    clock
}

/// `Mon` for 0 to `Sun` for 6.
fn weekday(day: u8) -> &'static str {
    time::bucket::WEEKDAYS[usize::from(day % 7)]
}

/// `2025-03-14 02:11`
fn moment(time: Time, zone: Zone, precision: usize) -> String {
    format!(
        "{} {}",
        time::day_text(time, zone),
        clock(time, zone, precision)
    )
}

/// `2025-03-14 00:00 to 23:59`; the later day only where it is another.
fn span(first: Option<Time>, last: Option<Time>, zone: Zone, precision: usize) -> Option<String> {
    let (first, last) = (first.or(last)?, last.or(first)?);
    let (from, to) = (
        moment(first, zone, precision),
        moment(last, zone, precision),
    );
    Some(if from == to {
        from
    } else if time::day_text(first, zone) == time::day_text(last, zone) {
        format!("{from} to {}", clock(last, zone, precision))
    } else {
        format!("{from} to {to}")
    })
}
