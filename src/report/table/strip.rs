//! The whole window as a strip: failures, and the requests beside them, a block a stretch of time; below it marks
//! where a finding lies, and the clock.

use crate::analysis::result::{Bucket, Strip};
use crate::event::Time;
use crate::numbers::grouped;
use crate::report::style::{Paint, Style};
use crate::report::{MINUTES, clock};
use crate::time::{self, Zone};

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Columns where there is no screen to fit.
const USUAL: usize = 80;
/// More columns than this make nothing clearer.
const MOST: usize = 160;
/// What stands before each row.
const LABEL: usize = 10;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Seconds between two labels of the clock: the first that leaves room for them is taken.
const STEPS: [i64; 16] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
];

/// Writes the strip after a blank line; nothing where there is no time to draw.
pub fn write(out: &mut Vec<u8>, strip: &Strip, zone: Zone, style: Style) {
    let room = style
        .width
        .unwrap_or(USUAL)
        .saturating_sub(LABEL)
        .clamp(10, MOST);
    let Some(drawn) = Drawn::of(strip, room) else {
        return;
    };
    out.push(b'\n');
    row(
        out,
        "failures",
        &drawn.blocks(|column| column.failures),
        Paint::Heat,
        style,
    );
    if drawn.columns.iter().any(|column| column.requests > 0) {
        row(
            out,
            "requests",
            &drawn.blocks(|column| column.requests),
            Paint::Dim,
            style,
        );
    }
    if drawn.marked.contains(&true) {
        let mark = |&marked: &bool| if marked { '▲' } else { ' ' };
        let marks: String = drawn.marked.iter().map(mark).collect();
        row(out, "", &marks, Paint::Strong, style);
    }
    row(out, "", &drawn.clock(zone), Paint::Dim, style);
    let most = drawn.columns.iter().map(|column| column.failures).max();
    let text = format!(
        "{}a column is {}, the highest {}",
        " ".repeat(LABEL),
        length(drawn.width),
        match most.unwrap_or(0) {
            1 => "1 failure".into(),
            failures => format!("{} failures", grouped(failures)),
        }
    );
    style.paint(out, Paint::Dim, &text);
    out.push(b'\n');
}

fn row(out: &mut Vec<u8>, label: &str, cells: &str, paint: Paint, style: Style) {
    out.extend_from_slice(format!("{label:LABEL$}").as_bytes());
    style.paint(out, paint, cells.trim_end());
    out.push(b'\n');
}

/// The strip in as many columns as there is room for.
struct Drawn {
    /// Seconds since 1970.
    from: i64,
    /// Seconds of a column.
    width: i64,
    columns: Vec<Bucket>,
    marked: Vec<bool>,
}

impl Drawn {
    fn of(strip: &Strip, room: usize) -> Option<Drawn> {
        let from = strip.from?.seconds();
        let seconds = (strip.width / 1_000_000_000).max(1);
        if strip.buckets.is_empty() {
            return None;
        }
        let together = strip.buckets.len().div_ceil(room);
        let columns = strip.buckets.chunks(together).map(|buckets| Bucket {
            failures: buckets.iter().map(|bucket| bucket.failures).sum(),
            requests: buckets.iter().map(|bucket| bucket.requests).sum(),
        });
        let columns: Vec<Bucket> = columns.collect();
        let marked = (0..columns.len()).map(|column| {
            let own = column * together..(column + 1) * together;
            let meets = |run: &std::ops::Range<usize>| run.start < own.end && own.start < run.end;
            strip.marked.iter().any(meets)
        });
        Some(Drawn {
            from,
            width: seconds * together as i64,
            marked: marked.collect(),
            columns,
        })
    }

    /// A block a column, as high as its count beside the highest.
    fn blocks(&self, count: fn(&Bucket) -> u64) -> String {
        let most = self.columns.iter().map(count).max().unwrap_or(0).max(1);
        let block = |column: &Bucket| match count(column) {
            0 => '·',
            n => BLOCKS[((n * 8).div_ceil(most) as usize).clamp(1, 8) - 1],
        };
        self.columns.iter().map(block).collect()
    }

    /// Labels under the columns in which the clock shows a whole step: the time of day, the date at midnight.
    fn clock(&self, zone: Zone) -> String {
        // A label, its tick and a space between two of them.
        const APART: i64 = 9;
        let step = STEPS
            .into_iter()
            .find(|step| step / self.width.max(1) >= APART);
        let step = step.unwrap_or(56 * DAY);
        let mut line = String::new();
        let mut used = 0;
        for column in 0..self.columns.len() {
            let start = self.from + column as i64 * self.width;
            let Some(at) = whole(start, self.width, step, zone) else {
                continue;
            };
            if column < used {
                continue;
            }
            let moment = Time(at * 1_000_000_000);
            let time = clock(moment, zone, MINUTES);
            let label = match time.as_str() {
                "00:00" => time::day_text(moment, zone)[5..].to_owned(),
                _ => time,
            };
            if column + 1 + label.len() > self.columns.len().max(8) {
                break;
            }
            line.push_str(&" ".repeat(column - line.chars().count()));
            line.push('|');
            line.push_str(&label);
            used = column + label.len() + 2;
        }
        line
    }
}

/// The moment in `[start, start + width)` at which clocks show a whole number of steps since midnight, or of days
/// since 1970.
fn whole(start: i64, width: i64, step: i64, zone: Zone) -> Option<i64> {
    let offset = i64::from(zone.offset_at_utc(Time(start.saturating_mul(1_000_000_000))));
    let shown = start + offset;
    let next = (shown + step - 1).div_euclid(step) * step;
    (next < shown + width).then_some(next - offset)
}

/// `5 minutes`, `1 hour`, `90 seconds`.
fn length(seconds: i64) -> String {
    let (number, unit) = match seconds {
        s if s % DAY == 0 => (s / DAY, "day"),
        s if s % HOUR == 0 => (s / HOUR, "hour"),
        s if s % MINUTE == 0 => (s / MINUTE, "minute"),
        s => (s, "second"),
    };
    match number {
        1 => format!("1 {unit}"),
        n => format!("{n} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{sample, style};

    fn strip(minutes: i64, buckets: usize) -> Strip {
        let bucket = |at: usize| Bucket {
            failures: if at == 30 { 16 } else { (at % 10 == 3) as u64 },
            requests: 10,
        };
        Strip {
            from: Some(sample::MIDNIGHT),
            width: minutes * 60_000_000_000,
            buckets: (0..buckets).map(bucket).collect(),
            marked: std::iter::once(30..31).collect(),
        }
    }

    fn written(strip: &Strip, width: Option<usize>, zone: Zone) -> Vec<String> {
        let mut out = Vec::new();
        let style = Style {
            color: false,
            screen: true,
            width,
        };
        write(&mut out, strip, zone, style);
        let text = String::from_utf8(out).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn failures_stand_over_requests_with_the_spike_marked_and_the_clock_below() {
        let lines = written(&strip(5, 60), Some(80), Zone::Utc);
        assert_eq!(
            lines,
            [
                "",
                "failures  ···▁·········▁·········▁······█··▁·········▁·········▁······",
                "requests  ████████████████████████████████████████████████████████████",
                "                                        ▲",
                "          |03-14      |01:00      |02:00      |03:00      |04:00",
                "          a column is 5 minutes, the highest 16 failures",
            ]
        );
    }

    #[test]
    fn buckets_that_find_no_room_are_drawn_together_and_stay_marked() {
        let lines = written(&strip(1, 1440), Some(80), Zone::Utc);
        assert!(
            lines.iter().all(|line| style::width(line) <= 80),
            "{lines:?}"
        );
        // 21 minutes a column: the spike lies in the second.
        assert_eq!(lines[3].find('▲'), Some(LABEL + 1));
        assert!(lines[1].starts_with("failures  ▁█▁▂"), "{lines:?}");
        assert!(lines[5].contains("21 minutes"), "{lines:?}");
    }

    #[test]
    fn the_clock_is_that_of_the_zone() {
        let zone = Zone::parse("+05:30").unwrap();
        let lines = written(&strip(5, 60), Some(80), zone);
        // 00:00 in UTC is 05:30 there.
        assert!(
            lines[4].starts_with(&format!("{}|06:00", " ".repeat(LABEL + 6))),
            "{lines:?}"
        );
    }

    #[test]
    fn every_width_is_kept_and_no_time_draws_nothing() {
        for width in 30..220 {
            for minutes in [1, 60, 1440] {
                let lines = written(&strip(minutes, 500), Some(width), Zone::Utc);
                let fits = |line: &String| style::width(line) <= width.max(60);
                assert!(lines.iter().all(fits), "{width}: {lines:#?}");
            }
        }
        assert!(written(&Strip::default(), Some(80), Zone::Utc).is_empty());
    }
}
