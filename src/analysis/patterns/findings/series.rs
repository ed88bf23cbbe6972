//! Failures in time against what is due, and the stretch in which they are most beyond it.

use crate::analysis::statistics::evidence;

/// Lengths of stretches that are looked at, in buckets.
const LENGTHS: &[usize] = &[
    1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 180, 240, 300, 360,
    480, 600, 720, 960, 1440, 2880,
];

/// Failures by bucket, and how many of them would be due in each: together as many.
#[derive(Clone, Debug)]
pub struct Series {
    pub failures: Vec<u32>,
    /// Sums up to each bucket, from 0 to all.
    found: Vec<f64>,
    due: Vec<f64>,
}

/// A stretch of buckets, half-open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub from: usize,
    pub to: usize,
    pub evidence: f64,
}

impl Series {
    pub fn new(failures: Vec<u32>, due: &[f64]) -> Series {
        let total: f64 = failures.iter().map(|&f| f64::from(f)).sum();
        let weight: f64 = due.iter().sum();
        // A bucket where nothing was due still is a place where something can fail.
        let floor = 0.02 * weight / due.len().max(1) as f64;
        let weight = weight + floor * due.len() as f64;
        let sums = |values: &mut dyn Iterator<Item = f64>| {
            let mut sum = 0.0;
            let mut sums = vec![0.0];
            sums.extend(values.map(|value| {
                sum += value;
                sum
            }));
            sums
        };
        let found = sums(&mut failures.iter().map(|&f| f64::from(f)));
        let due = sums(
            &mut due
                .iter()
                .map(|d| (d + floor) / weight.max(f64::MIN_POSITIVE) * total),
        );
        Series {
            failures,
            found,
            due,
        }
    }

    pub fn total(&self) -> f64 {
        self.found.last().copied().unwrap_or_default()
    }

    pub fn found(&self, from: usize, to: usize) -> f64 {
        self.found[to] - self.found[from]
    }

    pub fn due(&self, from: usize, to: usize) -> f64 {
        self.due[to] - self.due[from]
    }

    fn evidence(&self, from: usize, to: usize) -> f64 {
        let total = self.total();
        evidence(
            self.found(from, to),
            total,
            (self.due(from, to) / total).min(1.0),
        )
    }

    /// The stretch with the most evidence of at least `least` failures, no longer than `longest`, unless it reaches
    /// to the end and `open` allows that. One with clearly less evidence than `enough` need not be found.
    pub fn densest(&self, least: f64, longest: usize, open: bool, enough: f64) -> Option<Stretch> {
        let len = self.failures.len();
        let total = self.total();
        let mut best: Option<Stretch> = None;
        // Moving its ends adds to what it begins with, but does not double it.
        let mut beyond = enough.max(0.0) / 2.0;
        let mut try_one = |from: usize, to: usize| {
            let (found, due) = (self.found(from, to), self.due(from, to));
            // No evidence is more than Pearson's measure, which needs no logarithms.
            let most = (found - due) * (found - due) * total / (due * (total - due));
            if found < least || found <= due || most <= beyond {
                return;
            }
            let evidence = self.evidence(from, to);
            if evidence > beyond {
                beyond = evidence;
                best = Some(Stretch { from, to, evidence });
            }
        };
        // The best one begins and ends where something failed.
        for from in (0..len).filter(|&at| self.failures[at] > 0) {
            for &length in LENGTHS.iter().take_while(|&&length| length <= longest) {
                if from + length <= len {
                    try_one(from, from + length);
                }
            }
            if open {
                try_one(from, len);
            }
        }
        best.map(|best| self.refined(best, longest, open))
    }

    /// Moves the ends for as long as that adds evidence.
    fn refined(&self, mut best: Stretch, longest: usize, open: bool) -> Stretch {
        let len = self.failures.len();
        loop {
            let Stretch { from, to, .. } = best;
            let steps = 1.max((to - from) / 8);
            let mut better = best;
            for step in [1, steps] {
                for (from, to) in [
                    (from.saturating_sub(step), to),
                    (from + step, to),
                    (from, (to + step).min(len)),
                    (from, to.saturating_sub(step)),
                ] {
                    let is_short = from < to && (to - from <= longest || open && to == len);
                    if is_short && self.evidence(from, to) > better.evidence {
                        better = Stretch {
                            from,
                            to,
                            evidence: self.evidence(from, to),
                        };
                    }
                }
            }
            if better == best {
                return best;
            }
            best = better;
        }
    }

    /// How much more the failures vary from one stretch of `width` buckets to the next than chance has it, at least 1;
    /// the few that vary most are left out: they may be what is sought.
    pub fn dispersion(&self, width: usize) -> f64 {
        let stretches = self.failures.len() / width;
        let off = (0..stretches).map(|at| {
            let (from, to) = (at * width, (at + 1) * width);
            (self.found(from, to), self.due(from, to))
        });
        dispersion(off.collect(), (stretches / 100).max(6))
    }
}

/// The variance of counts over what chance would have it be, at least 1, without the `spared` that are most off.
pub fn dispersion(mut counts: Vec<(f64, f64)>, spared: usize) -> f64 {
    let off = |&(found, due): &(f64, f64)| (found - due) * (found - due) - due;
    if spared < counts.len() {
        counts.select_nth_unstable_by(spared, |a, b| off(b).total_cmp(&off(a)));
    }
    let kept = counts.get(spared..).unwrap_or_default();
    let due: f64 = kept.iter().map(|&(_, due)| due).sum();
    let square: f64 = kept.iter().map(|&(found, due)| (found - due).powi(2)).sum();
    if kept.len() < 8 || due <= 0.0 {
        1.0
    } else {
        (square / due).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_densest_stretch_has_its_ends_where_the_failures_do() {
        let mut failures = vec![0u32; 2000];
        for at in (0..2000).step_by(40) {
            failures[at] = 1;
        }
        for count in &mut failures[700..715] {
            *count += 3;
        }
        let found = Series::new(failures, &[1.0; 2000]).densest(10.0, 720, true, 0.0);
        let found = found.expect("a stretch");
        assert_eq!((found.from, found.to), (700, 715));
        assert!(found.evidence > 100.0, "{found:?}");
    }

    #[test]
    fn more_failures_where_there_are_more_requests_are_no_stretch() {
        let due: Vec<f64> = (0..1440).map(|m| 1.0 + f64::from(m) / 100.0).collect();
        let failures = due.iter().map(|due| due.round() as u32).collect();
        let found = Series::new(failures, &due).densest(10.0, 720, true, 0.0);
        assert!(found.is_none_or(|found| found.evidence < 3.0), "{found:?}");
    }

    #[test]
    fn counts_that_come_in_threes_vary_three_times_as_much() {
        let mut state = 7u64;
        let mut counts = vec![(0.0, 0.3); 2000];
        for _ in 0..200 {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            counts[(state >> 33) as usize % 2000].0 += 3.0;
        }
        let found = dispersion(counts, 6);
        assert!((2.2..3.6).contains(&found), "{found}");
    }
}
