//! Failures that come back: at the same minutes of every hour, day or week, or whatever else a job is started by; and
//! weekdays that are worse than the others.

use std::collections::BTreeMap;

use super::clock::Clock;
use super::search::{Candidate, Search, is_telling};
use super::series::{Series, dispersion};
use super::slice::{Slice, Span};
use super::times::LEAST_IN_TIME;
use crate::analysis::result::{DAY, Recurring, WEEK};
use crate::analysis::statistics::evidence;

/// The periods of jobs, in minutes: what divides an hour or a day and is in use, a day, a week.
const PERIODS: [u16; 14] = [
    5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, DAY, WEEK,
];

/// The longest stretch of a period, in minutes, if a third of it is not less.
const LONGEST: u16 = 300;

/// Periods that something has to be seen in, and shorter ones that the log has to span.
const LEAST_HITS: usize = 2;
const LEAST_OF_SHORT: usize = 6;

/// What is so many times less beyond what is due than the rest of a stretch is no part of it.
const LOOSE: f64 = 3.0;

/// The weekends begin on Saturday.
const SATURDAY: u16 = 5;

/// Found and due.
type Count = (f64, f64);

impl Search<'_> {
    /// The same stretch of every period in which more fails, in most of them: the best one.
    pub fn recurring(&self, clock: &Clock, all: &Series, spread: f64) -> Option<Candidate> {
        // What a clock shows in a week shows what it shows in all parts of it.
        let week = Folded::week(clock, all);
        let spans = |&&period: &&u16| clock.last() - clock.first >= i32::from(period);
        let periods = PERIODS.iter().filter(spans);
        let of_period =
            |&period: &u16| self.of_period(clock, all, spread, &week.folded(period), period);
        let found = periods.filter_map(of_period);
        let found = found.chain(self.weekdays(clock, all, spread));
        found.reduce(|best, next| match next.score > best.score {
            true => next,
            false => best,
        })
    }

    fn of_period(
        &self,
        clock: &Clock,
        all: &Series,
        spread: f64,
        folded: &Folded,
        period: u16,
    ) -> Option<Candidate> {
        if clock.width * 10 > i32::from(period) {
            return None;
        }
        let hypotheses = 4.0 * f64::from(period) * PERIODS.len() as f64;
        let enough = spread * (hypotheses.ln() + self.penalty);
        let when = densest(folded, period, enough)?;
        let cycles = by_cycle(clock, all, when);
        let least = if period < DAY {
            LEAST_OF_SHORT
        } else {
            LEAST_HITS
        };
        let count = cycles.len();
        let (failures, due) = sum(cycles.iter().map(|(_, count)| count));
        let hits = cycles
            .iter()
            .filter(|(_, (found, due))| *found >= 1.0 && *found > 2.0 * due)
            .count();
        // How many periods would have some, did they all have the same chance.
        let spread_out = count as f64 * -(-failures / count as f64).exp_m1();
        let recurs = count >= least && hits >= LEAST_HITS && hits as f64 >= 0.5 * spread_out;
        let total = all.total();
        if !recurs || !is_telling(failures, due, total) {
            return None;
        }
        let score = |failures: f64, due: f64, total: f64| {
            let share = (due / total).min(1.0);
            evidence(failures, total, share) / spread - hypotheses.ln()
        };
        // Its best periods alone must not make it, nor one time of the day.
        let best = best_of(cycles, period, 1 + hits / 10);
        let others = score(failures - best.0, due - best.1, total - best.0);
        (others > 0.0).then(|| Candidate {
            slice: Slice::default().within(Span::Recurring(when)),
            failures,
            due,
            score: score(failures, due, total) - self.penalty,
        })
    }

    /// A weekday, or the weekend, where there are requests to compare with and more than one week of them. Days differ:
    /// how much the others do is what it is measured by.
    fn weekdays(&self, clock: &Clock, all: &Series, spread: f64) -> Vec<Candidate> {
        let spans_weeks = clock.last() - clock.first >= 2 * i32::from(WEEK) - i32::from(DAY);
        if !self.facts.has_rates || !spans_weeks || clock.width > 60 {
            return Vec::new();
        }
        let days = by_day(clock, all);
        let single = (0..7).map(|day| (day, day + 1));
        let all_of_them = single.chain([(SATURDAY, SATURDAY + 2)]);
        let hypotheses: f64 = 8.0;
        let total = all.total();
        let of_days = |(from, to): (u16, u16)| {
            let is_in = |&day: &i32| (from..to).contains(&(day.rem_euclid(7) as u16));
            let (inside, outside): (Vec<_>, Vec<_>) = days.iter().partition(|(day, _)| is_in(day));
            let counts = |days: Vec<(i32, Count)>| days.into_iter().map(|(_, count)| count);
            let (mut inside, outside): (Vec<Count>, Vec<Count>) =
                (counts(inside).collect(), counts(outside).collect());
            inside.sort_by(|a, b| (a.0 - a.1).total_cmp(&(b.0 - b.1)));
            let ((failures, due), rest) = (sum(&inside), sum(&outside));
            let hits = inside.iter().filter(|(found, due)| *found > 1.25 * due);
            let recurs = hits.count() as f64 >= 0.75 * inside.len() as f64;
            let best = inside.pop()?;
            if !recurs || inside.is_empty() || failures < LEAST_IN_TIME {
                return None;
            }
            let scale = rest.0 / rest.1.max(f64::MIN_POSITIVE);
            let outside = outside.into_iter().map(|(found, due)| (found, due * scale));
            let spread = spread.max(dispersion(outside.collect(), 1));
            let score = |failures: f64, due: f64, total: f64| {
                let share = (due / total).min(1.0);
                evidence(failures, total, share) / spread - hypotheses.ln() - self.penalty
            };
            let others = score(failures - best.0, due - best.1, total - best.0);
            (others > 0.0 && is_telling(failures, due, total)).then(|| Candidate {
                slice: Slice::default().within(Span::Recurring(Recurring {
                    period: WEEK,
                    from: from * DAY,
                    to: to * DAY,
                })),
                failures,
                due,
                score: score(failures, due, total),
            })
        };
        all_of_them.filter_map(of_days).collect()
    }
}

/// What all periods hold together, by minute.
struct Folded {
    failures: Vec<u32>,
    due: Vec<f64>,
}

impl Folded {
    fn week(clock: &Clock, all: &Series) -> Folded {
        let mut week = Folded::empty(WEEK);
        for bucket in 0..clock.buckets {
            let at = usize::from(clock.phase(clock.minute(bucket), WEEK));
            week.failures[at] += all.failures[bucket];
            week.due[at] += all.due(bucket, bucket + 1);
        }
        week
    }

    fn empty(period: u16) -> Folded {
        Folded {
            failures: vec![0; usize::from(period)],
            due: vec![0.0; usize::from(period)],
        }
    }

    /// A week by a part of it.
    fn folded(&self, period: u16) -> Folded {
        let mut folded = Folded::empty(period);
        let length = usize::from(period);
        for start in (0..self.failures.len()).step_by(length) {
            for at in 0..length {
                folded.failures[at] += self.failures[start + at];
                folded.due[at] += self.due[start + at];
            }
        }
        folded
    }
}

/// The stretch of a period in which most is beyond what is due, all periods taken together.
fn densest(folded: &Folded, period: u16, enough: f64) -> Option<Recurring> {
    let length = usize::from(period);
    let (mut failures, mut due) = (folded.failures.clone(), folded.due.clone());
    let longest = usize::from((period / 3).min(LONGEST));
    // From its start, then from its middle on, so that one over its end lies within.
    let mut found: Option<(usize, usize, f64)> = None;
    for shift in [0, length / 2] {
        failures.rotate_left(shift);
        due.rotate_left(shift);
        let folded = Series::new(failures.clone(), &due);
        if let Some(best) = folded.densest(LEAST_IN_TIME, longest, false, enough)
            && found.is_none_or(|(_, _, evidence)| best.evidence > evidence)
        {
            let (from, to) = trimmed(&folded, best.from, best.to);
            found = Some((from + shift, to + shift, best.evidence));
        }
    }
    let (from, to, _) = found?;
    Some(Recurring {
        period,
        from: (from % length) as u16,
        to: ((to - 1) % length + 1) as u16,
    })
}

/// Without the minutes at its ends that are far less beyond what is due than the rest: a failure or two before a job
/// starts are not its own.
fn trimmed(folded: &Series, mut from: usize, mut to: usize) -> (usize, usize) {
    let beyond = |from, to| folded.found(from, to) / folded.due(from, to).max(f64::MIN_POSITIVE);
    while to - from > 1 && beyond(from, from + 1) * LOOSE < beyond(from + 1, to) {
        from += 1;
    }
    while to - from > 1 && beyond(to - 1, to) * LOOSE < beyond(from, to - 1) {
        to -= 1;
    }
    (from, to)
}

/// What the periods of one time of the day hold, and so many of the others: those in which most is beyond what is due.
fn best_of(mut cycles: Vec<(i32, Count)>, period: u16, others: usize) -> Count {
    let beyond = |count: &Count| count.0 - count.1;
    let mut best = (0.0, 0.0);
    if period < DAY {
        let of_day = |cycle: i32| cycle.rem_euclid(i32::from(DAY / period)) as usize;
        let mut times = vec![(0.0, 0.0); usize::from(DAY / period)];
        for (cycle, count) in &cycles {
            let time = &mut times[of_day(*cycle)];
            *time = (time.0 + count.0, time.1 + count.1);
        }
        let times = times.iter().enumerate();
        let worst = times.max_by(|(_, a), (_, b)| beyond(a).total_cmp(&beyond(b)));
        if let Some((at, &count)) = worst {
            best = count;
            cycles.retain(|&(cycle, _)| of_day(cycle) != at);
        }
    }
    cycles.sort_by(|(a, x), (b, y)| beyond(y).total_cmp(&beyond(x)).then(a.cmp(b)));
    let others = sum(cycles.iter().take(others).map(|(_, count)| count));
    (best.0 + others.0, best.1 + others.1)
}

/// What each period holds of the stretch, and what it should hold.
fn by_cycle(clock: &Clock, all: &Series, when: Recurring) -> Vec<(i32, Count)> {
    let mut cycles: BTreeMap<i32, Count> = BTreeMap::new();
    for bucket in 0..clock.buckets {
        let minute = clock.minute(bucket);
        let phase = clock.phase(minute, when.period);
        if when.has(phase) {
            // What begins before the end of a period belongs to the next one.
            let is_before = when.to <= when.from && phase >= when.from;
            let cycle = clock.cycle(minute, when.period) + i32::from(is_before);
            let (found, due) = cycles.entry(cycle).or_default();
            *found += f64::from(all.failures[bucket]);
            *due += all.due(bucket, bucket + 1);
        }
    }
    cycles.into_iter().collect()
}

/// By day from some Monday on.
fn by_day(clock: &Clock, all: &Series) -> Vec<(i32, Count)> {
    let mut days: Vec<(i32, Count)> = Vec::new();
    for bucket in 0..clock.buckets {
        let day = clock.cycle(clock.minute(bucket), DAY);
        if days.last().is_none_or(|&(last, _)| last != day) {
            days.push((day, (0.0, 0.0)));
        }
        if let Some((_, (found, due))) = days.last_mut() {
            *found += f64::from(all.failures[bucket]);
            *due += all.due(bucket, bucket + 1);
        }
    }
    days
}

fn sum<'a>(counts: impl IntoIterator<Item = &'a Count>) -> Count {
    let add = |sum: Count, one: &Count| (sum.0 + one.0, sum.1 + one.1);
    counts.into_iter().fold((0.0, 0.0), add)
}
