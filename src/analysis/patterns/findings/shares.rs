//! Values that have more of the failures than their share of them may be by chance, where the logs hold no successes to
//! compare with.

use std::cmp::Reverse;

use super::counts::Tally;
use super::groups::LEAST;
use super::search::{Candidate, Search};
use super::slice::{Column, Slice};

/// Only a share of failures stands out that is so many times what the shares of the others let one expect of the
/// largest, and so much of all.
const SHARE_RATIO: f64 = 1.2;
const LEAST_SHARE: f64 = 0.05;

/// Shares of traffic seldom fall more steeply by rank.
const STEEPEST: f64 = 1.2;

/// How many of the others tell how steeply shares fall.
const RANKS: usize = 12;

impl Search<'_> {
    /// The value that has most of the failures, where that is more than the rest of the values let one expect: traffic
    /// mostly follows Zipf's law, by which the first has a few times as much as the second.
    pub fn by_share(&self, column: Column, values: &[(u32, Tally)]) -> Option<Candidate> {
        let mut order: Vec<&(u32, Tally)> = values.iter().collect();
        order.sort_by_key(|(_, tally)| Reverse(tally.failures));
        let (first, others) = order.split_first()?;
        let others: Vec<u32> = others.iter().map(|(_, tally)| tally.failures).collect();
        let most = f64::from(first.1.failures);
        let due = SHARE_RATIO * largest_by_others(&others)?;
        let evidence = if most > due {
            most * (most / due).ln() - (most - due)
        } else {
            0.0
        };
        let least = LEAST_SHARE * f64::from(self.counts.all.failures);
        let is_large = first.1.failures >= LEAST && most >= least;
        is_large.then(|| Candidate {
            slice: Slice::of(&[(column, first.0)]),
            failures: most,
            due,
            score: evidence - (values.len() as f64).ln() - self.penalty,
        })
    }
}

/// How large the count of the first rank may well be, by those from the second rank on (largest first): Zipf's law,
/// fitted to them or as steep as it gets, whichever gives less, and twice the error that either may have. `None` where
/// they are too few to tell.
fn largest_by_others(counts: &[u32]) -> Option<f64> {
    let ranked = counts
        .iter()
        .filter(|&&count| count > 0)
        .take(RANKS)
        .zip(2..);
    // A count is known to a part of its root: its logarithm weighs as much as there is of it.
    let points: Vec<(f64, f64, f64)> = ranked
        .map(|(&count, rank)| {
            (
                f64::from(count),
                f64::from(rank).ln(),
                f64::from(count).ln(),
            )
        })
        .collect();
    if points.len() < 3 {
        return None;
    }
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        points.iter().map(|&(weight, x, y)| weight * of(x, y)).sum()
    };
    let weight = sum(&|_, _| 1.0);
    let (x, y) = (sum(&|x, _| x) / weight, sum(&|_, y| y) / weight);
    let square = sum(&|at, _| (at - x).powi(2));
    let slope = (sum(&|at, of| (at - x) * (of - y)) / square).min(0.0);
    let off = sum(&|at, of| (of - y - slope * (at - x)).powi(2)) / (points.len() - 2) as f64;
    let of_level = off.max(1.0) / weight;
    let of_slope = off.max(1.0) * x * x / square;
    let fitted = y - slope * x + 2.0 * (of_level + of_slope).sqrt();
    let steepest = y + STEEPEST * x + 2.0 * of_level.sqrt();
    Some(fitted.min(steepest).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_count_is_told_by_the_law_of_the_others() {
        for power in [0.0, 0.7, 1.0, 1.2] {
            let counts = (2..30).map(|rank| (10_000.0 * f64::from(rank).powf(-power)) as u32);
            let found = largest_by_others(&counts.collect::<Vec<u32>>()).expect("enough of them");
            assert!((10_000.0..10_600.0).contains(&found), "{power}: {found}");
        }
        assert_eq!(largest_by_others(&[7, 5]), None);
    }
}
