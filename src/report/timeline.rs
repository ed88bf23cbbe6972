//! `errlog find`: the story of a request, entry by entry, with the time that passed between them.

use super::body::{Highlight, Setting};
use super::style::{self, Paint, Style};
use super::{SECONDS, moment, place};
use crate::analysis::result::Shown;
use crate::event::Time;
use crate::numbers::counted;
use crate::time::{self, Zone};

/// Columns of the gap: `+999ms` and what `gap_text` needs for long ones.
const GAP: usize = 8;
/// Columns of a time of day with its milliseconds.
const CLOCK: usize = 12;

#[derive(Clone, Debug)]
pub struct Timeline {
    pub style: Style,
    pub zone: Zone,
    pub highlight: Highlight,
    previous: Option<Time>,
    /// The day last printed.
    day: String,
    begun: bool,
}

impl Timeline {
    pub fn new(style: Style, zone: Zone, highlight: Highlight) -> Timeline {
        Timeline {
            style,
            zone,
            highlight,
            previous: None,
            day: String::new(),
            begun: false,
        }
    }

    /// Begins the story of another request.
    pub fn request(
        &mut self,
        out: &mut Vec<u8>,
        id: &str,
        entries: u64,
        first: Option<Time>,
        last: Option<Time>,
    ) {
        if self.begun {
            out.push(b'\n');
        }
        let style = self.style;
        style.paint(out, Paint::Strong, &style::safe_line(id));
        let entries = counted(entries, "entry", "entries");
        let when = match (first, last) {
            (Some(first), Some(last)) => {
                let from = moment(first, self.zone, SECONDS);
                match last.0.saturating_sub(first.0) {
                    0 => format!(", {from}"),
                    passed => format!(" in {}, {from}", &time::gap_text(passed)[1..]),
                }
            }
            _ => String::new(),
        };
        style.paint(out, Paint::Dim, &format!("  {entries}{when}"));
        out.push(b'\n');
        (self.previous, self.begun) = (None, true);
        // The head has named the first day.
        self.day = first.map_or(String::new(), |first| time::day_text(first, self.zone));
    }

    pub fn entry(&mut self, out: &mut Vec<u8>, shown: &Shown) {
        let style = self.style;
        let when = shown.event.time;
        if let Some(day) = when.map(|when| time::day_text(when, self.zone))
            && day != self.day
        {
            style.paint(out, Paint::Dim, &day);
            out.push(b'\n');
            self.day = day;
        }
        let clock = when
            .map(|when| time::clock_text(when, self.zone))
            .unwrap_or_default();
        let gap = match (when, self.previous) {
            (Some(when), Some(before)) => time::gap_text(when.0.saturating_sub(before.0)),
            _ => String::new(),
        };
        let level = shown.event.level;
        out.extend_from_slice(format!("{clock:CLOCK$}  ").as_bytes());
        style.paint(out, Paint::Dim, &format!("{gap:>GAP$}"));
        out.extend_from_slice(b"  ");
        let word = level
            .map(|level| level.word().to_uppercase())
            .unwrap_or_default();
        style.paint(
            out,
            level.map_or(Paint::Plain, Paint::Level),
            &format!("{word:5}"),
        );
        out.extend_from_slice(b"  ");
        place(out, style, &shown.place);
        out.push(b'\n');
        Setting {
            style,
            highlight: &self.highlight,
            indent: "    ",
            paint: Paint::Plain,
        }
        .entry(out, shown);
        self.previous = when.or(self.previous);
        self.begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::report::sample;

    fn timeline() -> Timeline {
        Timeline::new(Style::PLAIN, Zone::Utc, Highlight::default())
    }

    #[test]
    fn each_entry_says_when_it_was_how_long_after_the_last_and_where_it_stands() {
        let mut out = Vec::new();
        let mut timeline = timeline();
        sample::with(|shown| {
            timeline.entry(&mut out, shown);
            let event = Event {
                time: Some(Time(sample::TIME.0 + 84_000_000)),
                ..Event::default()
            };
            timeline.entry(
                &mut out,
                &Shown {
                    event: &event,
                    ..*shown
                },
            );
        });
        sample::unknown(|shown| timeline.entry(&mut out, shown));
        let text = String::from_utf8_lossy(&out).into_owned();
        let rows: Vec<_> = text
            .lines()
            .filter(|line| !line.starts_with("    "))
            .collect();
        assert_eq!(
            rows,
            [
                "2025-03-14",
                "02:11:09.123            ERROR  app.log:1842",
                "02:11:09.207     +84ms         app.log:1842",
            ]
        );
        assert!(text.contains("\n    TypeError: it is null\n"));
        assert!(
            text.contains(" b.log:1\n"),
            "an entry without a time keeps its place: {text}"
        );
    }

    #[test]
    fn several_requests_are_told_apart_and_their_gaps_do_not_run_on() {
        let mut out = Vec::new();
        let mut timeline = timeline();
        sample::with(|shown| {
            for id in ["req-1", "req-2"] {
                timeline.request(&mut out, id, 1, Some(sample::MIDNIGHT), Some(sample::TIME));
                timeline.entry(&mut out, shown);
            }
        });
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains("\n\nreq-2  1 entry in 2h11m, 2025-03-14 00:00:00\n"),
            "{text}"
        );
        assert!(!text.contains('+'), "{text}");
    }
}
