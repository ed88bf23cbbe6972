//! Callers that try again: the same user, endpoint and error with growing gaps, as a back-off makes them.
//!
//! Failures of one user, endpoint and error fall into series where a long pause parts them. Gaps grow by chance, too:
//! of two gaps the second is the longer in every other case. So there must be many growing series among all, more
//! than gaps of chance would bring; or one that is so long that chance would hardly bring it among all.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Case, FEW};

/// A pause that ends a series, in nanoseconds.
const PAUSE: i64 = 15 * 60 * 1_000_000_000;

/// A gap has grown when it is so many times as long as the one before it.
const GROWTH: f64 = 1.3;

/// How unlikely so many growing series must be by chance.
const UNLIKELY: f64 = 0.01;

/// A request that succeeded: user and endpoint by number, and the minute since 1970.
pub type Success = (u32, u32, i32);

/// What was found.
#[derive(Clone, Debug)]
pub struct Retries<'a> {
    /// Growing series, each in order of time.
    pub series: Vec<Vec<Case<'a>>>,
    /// How many of them a success of the same user and endpoint followed.
    pub came_through: usize,
}

/// Looks for growing series among the failed requests, which are in order of time.
pub fn find<'a>(
    cases: &[Case<'a>],
    successes: impl Iterator<Item = Success>,
) -> Option<Retries<'a>> {
    let mut all = 0;
    let mut expected = 0.0;
    let mut series = Vec::new();
    for run in runs(cases) {
        if run.len() < 3 {
            continue;
        }
        all += 1;
        expected += by_chance(run.len() - 1);
        if grows(&run) {
            series.push(run);
        }
    }
    if series.len() < FEW || tail(all, series.len(), expected) > UNLIKELY {
        series.retain(|run| all as f64 * by_chance(run.len() - 1) <= UNLIKELY);
    }
    if series.is_empty() {
        return None;
    }
    let last = last_successes(&series, successes);
    let came_through = series
        .iter()
        .filter(|run| {
            let minute = |case: &Case| case.time.map(|time| time.seconds().div_euclid(60));
            let end = run.last().and_then(minute);
            let success = run.first().and_then(pair).and_then(|pair| last.get(&pair));
            end.zip(success)
                .is_some_and(|(end, &success)| i64::from(success) >= end)
        })
        .count();
    Some(Retries {
        series,
        came_through,
    })
}

/// The failures of each user, endpoint and error, parted at pauses.
fn runs<'a>(cases: &[Case<'a>]) -> Vec<Vec<Case<'a>>> {
    let mut by_key: BTreeMap<_, Vec<Vec<Case>>> = BTreeMap::new();
    for case in cases {
        let (Some((user, endpoint)), Some(time)) = (pair(case), case.time) else {
            continue;
        };
        let runs = by_key
            .entry((user, endpoint, case.fingerprint))
            .or_default();
        let goes_on = runs
            .last()
            .and_then(|run| run.last())
            .and_then(|last| last.time);
        match (goes_on, runs.last_mut()) {
            (Some(last), Some(run)) if time.0 - last.0 <= PAUSE => run.push(*case),
            _ => runs.push(vec![*case]),
        }
    }
    let mut runs: Vec<_> = by_key.into_values().flatten().collect();
    runs.sort_by_key(|run| run.first().map(|case| (case.time, case.place)));
    runs
}

fn pair(case: &Case) -> Option<(u32, u32)> {
    case.user.zip(case.endpoint)
}

fn grows(run: &[Case]) -> bool {
    let gap = |pair: &[Case]| match (pair[0].time, pair[1].time) {
        (Some(a), Some(b)) => (b.0 - a.0) as f64,
        _ => 0.0,
    };
    let gaps: Vec<f64> = run.windows(2).map(gap).collect();
    gaps[0] > 0.0 && gaps.windows(2).all(|pair| pair[1] >= pair[0] * GROWTH)
}

/// How likely `gaps` gaps all grow where failures come by chance, one as likely at any time as at another: the
/// product of 1 / (1 + g + ... + g^k).
fn by_chance(gaps: usize) -> f64 {
    let mut sum = 1.0;
    let mut power = 1.0;
    let mut product = 1.0;
    for _ in 1..gaps {
        power *= GROWTH;
        sum += power;
        product /= sum;
    }
    product
}

/// At most how likely `seen` or more of `all` are, where `expected` are expected (Hoeffding's bound for trials of
/// different chances; exact where all were seen).
fn tail(all: usize, seen: usize, expected: f64) -> f64 {
    let (n, q, p) = (all as f64, seen as f64 / all as f64, expected / all as f64);
    if q <= p {
        return 1.0;
    }
    let rest = if q < 1.0 {
        (1.0 - q) * ((1.0 - q) / (1.0 - p)).ln()
    } else {
        0.0
    };
    (-n * (q * (q / p).ln() + rest)).exp()
}

/// The last minute in which each user and endpoint of the series had a success.
fn last_successes(
    series: &[Vec<Case>],
    successes: impl Iterator<Item = Success>,
) -> FxHashMap<(u32, u32), i32> {
    let firsts = series.iter().filter_map(|run| run.first());
    let mut last: FxHashMap<_, _> = firsts
        .filter_map(pair)
        .map(|pair| (pair, i32::MIN))
        .collect();
    for (user, endpoint, minute) in successes {
        if let Some(known) = last.get_mut(&(user, endpoint)) {
            *known = minute.max(*known);
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_and_its_tail_are_those_worked_out_by_hand() {
        assert_eq!(by_chance(1), 1.0);
        assert!((by_chance(2) - 1.0 / 2.3).abs() < 1e-12);
        assert!((by_chance(3) - 1.0 / 2.3 / 3.99).abs() < 1e-12);
        // Three of three coins: 1/8, and no bound is below what it bounds: five or more of ten are 0.623.
        assert!((tail(3, 3, 1.5) - 0.125).abs() < 1e-12);
        assert!(tail(10, 9, 5.0) > 0.0107 && tail(10, 9, 5.0) < 0.05);
        assert_eq!(tail(10, 5, 5.0), 1.0);
    }
}
