//! How unlikely a count is: the exact tail of the hypergeometric distribution, and what follows from many of them.
//!
//! Probabilities of counts are computed by Loader's method (C. Loader, "Fast and accurate computation of binomial
//! probabilities", 2000): deviances instead of differences of large logarithms, so that what comes out is good to
//! some 13 digits for millions of requests and down to the smallest double.

use std::f64::consts::PI;

/// How likely a group of `drawn` requests, taken by chance from `all` of which `marked` failed, holds `found` failures
/// or more: Fisher's exact test, one-sided. 0 where that is too small for a double.
pub fn upper_tail(found: u64, drawn: u64, marked: u64, all: u64) -> f64 {
    debug_assert!(found <= drawn.min(marked) && drawn.max(marked) <= all);
    let least = (drawn + marked).saturating_sub(all);
    if found <= least {
        return 1.0;
    }
    let most = drawn.min(marked);
    let mean = drawn as f64 * (marked as f64 / all as f64);
    let (found_, drawn_, marked_) = (found as f64, drawn as f64, marked as f64);
    let rest = all as f64 - marked_ - drawn_;
    // Terms fall off on either side of the mean: sum the side that has its largest term first.
    if found_ > mean {
        let up = |k: f64| (marked_ - k) * (drawn_ - k) / ((k + 1.0) * (rest + k + 1.0));
        let terms = (most - found) as usize;
        let first = hypergeometric(found, drawn, marked, all);
        return (first * series((0..terms).map(|step| up(found_ + step as f64)))).min(1.0);
    }
    let down = |k: f64| k * (rest + k) / ((marked_ - k + 1.0) * (drawn_ - k + 1.0));
    let terms = (found - 1 - least) as usize;
    let first = hypergeometric(found - 1, drawn, marked, all);
    let below = first * series((0..terms).map(|step| down(found_ - 1.0 - step as f64)));
    (1.0 - below).clamp(0.0, 1.0)
}

/// 1 + a + ab + abc ..., until nothing is added any more.
fn series(ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for ratio in ratios {
        term *= ratio;
        let next = sum + term;
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The probability of exactly `found`.
fn hypergeometric(found: u64, drawn: u64, marked: u64, all: u64) -> f64 {
    let share = drawn as f64 / all as f64;
    let rest = (all - drawn) as f64 / all as f64;
    let inside = ln_binomial(found, marked, share, rest);
    let outside = ln_binomial(drawn - found, all - marked, share, rest);
    (inside + outside - ln_binomial(drawn, all, share, rest)).exp()
}

/// The logarithm of the probability of `found` in `tries` of chance `p`; `q` is 1 - p.
fn ln_binomial(found: u64, tries: u64, p: f64, q: f64) -> f64 {
    let (x, n) = (found as f64, tries as f64);
    if found == 0 {
        return if tries == 0 { 0.0 } else { n * ln(q, p) };
    }
    if found == tries {
        return n * ln(p, q);
    }
    let correction = stirling_error(n) - stirling_error(x) - stirling_error(n - x);
    let deviances = deviance(x, n * p) + deviance(n - x, n * q);
    correction - deviances - 0.5 * (2.0 * PI * x * (1.0 - x / n)).ln()
}

/// The logarithm of `p`, of which the complement is known as well.
fn ln(p: f64, complement: f64) -> f64 {
    if p > 0.5 {
        (-complement).ln_1p()
    } else {
        p.ln()
    }
}

/// ln n! less Stirling's formula for it.
fn stirling_error(n: f64) -> f64 {
    const SMALL: usize = 16;
    if n < SMALL as f64 {
        let mut factorial = 1.0f64;
        for k in 2..=(n as u64) {
            factorial *= k as f64;
        }
        return factorial.ln() - (n + 0.5) * n.ln() + n - 0.5 * (2.0 * PI).ln();
    }
    let square = n * n;
    let series = [
        1.0 / 12.0,
        1.0 / 360.0,
        1.0 / 1260.0,
        1.0 / 1680.0,
        1.0 / 1188.0,
        691.0 / 360_360.0,
    ];
    let mut sum = series[5];
    for &coefficient in series[..5].iter().rev() {
        sum = coefficient - sum / square;
    }
    sum / n
}

/// x ln(x/mean) + mean - x, without the loss of digits where x is near the mean.
fn deviance(x: f64, mean: f64) -> f64 {
    if (x - mean).abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() + mean - x;
    }
    let v = (x - mean) / (x + mean);
    let mut sum = (x - mean) * v;
    let mut odd = 2.0 * x * v;
    for j in 1.. {
        odd *= v * v;
        let next = sum + odd / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// How much better it explains `found` of `total` failures in a place where a share `expected` of them is due that the
/// place is different: the logarithm of the likelihood ratio, 0 where there are no more than expected.
/// By Chernoff's bound chance alone reaches `x` with a probability of at most exp(-x).
pub fn evidence(found: f64, total: f64, expected: f64) -> f64 {
    if total <= 0.0 || found <= total * expected {
        return 0.0;
    }
    if expected <= 0.0 {
        return f64::INFINITY;
    }
    let (outside, due) = (total - found, total * (1.0 - expected));
    let rest = if outside > 0.0 {
        outside * (outside / due).ln()
    } else {
        0.0
    };
    found * (found / (total * expected)).ln() + rest
}

/// Which of the hypotheses hold if at most a share `rate` of those that are said to hold may be wrong
/// (Benjamini and Hochberg), in the order of the p-values.
pub fn discoveries(p_values: &[f64], rate: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let holds = |(place, &at): (usize, &usize)| {
        p_values[at] <= rate * (place + 1) as f64 / p_values.len() as f64
    };
    let most = order
        .iter()
        .enumerate()
        .rev()
        .find(|&(place, at)| holds((place, at)));
    let mut held = vec![false; p_values.len()];
    for &at in &order[..most.map_or(0, |(place, _)| place + 1)] {
        held[at] = true;
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Failures in the group, its requests, all failures, all requests; and the tail, which integers of any length and
    /// 60-digit logarithms of factorials gave.
    #[allow(clippy::excessive_precision)]
    const KNOWN: &[(u64, u64, u64, u64, f64)] = &[
        (3, 3, 5, 50, 0.00051020408163265311),
        (1, 10, 3, 100, 0.27346938775510204),
        (5, 50, 20, 1000, 0.0022405840420365178),
        (10, 10, 10, 20, 5.4125441122345148e-6),
        (30, 60, 400, 40000, 2.991970232335578e-44),
        (900, 10000, 2000, 50000, 1.9479412940127702e-147),
        (120, 2200, 311, 50000, 1.1687438192821309e-79),
        (0, 5, 3, 20, 1.0),
        (25, 900, 1000, 30000, 0.85093506995332779),
        (300, 1000, 600, 20000, 1.9357990799377833e-237),
        (700, 700, 750, 30000, 0.0),
        (311, 5000, 4000, 59999, 0.91286462802682267),
        (17, 17, 17, 50000, 4.6747657382431517e-66),
        (120, 2200, 311, 81044, 1.7334779357194503e-103),
        (900, 40000, 3000, 4000000, 0.0),
        (5000, 100000, 40000, 1000000, 3.6365469050131335e-61),
        (40000, 1000000, 41000, 1020000, 0.99999999999746893),
        (30, 40, 40000, 2000000, 7.4076734885590344e-43),
        (60, 60, 400000, 7000000, 2.6055837990605324e-75),
        (2100, 1000000, 20000, 10000000, 0.009803580381110465),
        (200000, 2000000, 1000000, 10000000, 0.5004415481132152),
        (201000, 2000000, 1000000, 10000000, 0.0042358895143160773),
        (118, 500, 3000, 5000000, 9.8353004198742633e-265),
        (12000, 300000, 1000000, 30000000, 6.8331018409979488e-88),
    ];

    #[test]
    fn tails_agree_with_an_independent_computation_to_nine_digits() {
        for &(found, drawn, marked, all, known) in KNOWN {
            let tail = upper_tail(found, drawn, marked, all);
            let off = (tail - known).abs() / known.max(f64::MIN_POSITIVE);
            assert!(
                off < 1e-9,
                "{found} of {drawn}, {marked} of {all}: {tail:e}, not {known:e}"
            );
        }
    }

    /// Every tail of small tables, by counting subsets.
    #[test]
    fn small_tails_are_those_that_counting_gives() {
        let choose = |n: u64, k: u64| -> f64 {
            if k > n {
                return 0.0;
            }
            (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64)
        };
        for all in 1..=14u64 {
            for (drawn, marked) in (0..=all).flat_map(|d| (0..=all).map(move |m| (d, m))) {
                for found in (drawn + marked).saturating_sub(all)..=drawn.min(marked) {
                    let ways = (found..=drawn.min(marked))
                        .map(|k| choose(marked, k) * choose(all - marked, drawn - k));
                    let known = ways.sum::<f64>() / choose(all, drawn);
                    let tail = upper_tail(found, drawn, marked, all);
                    assert!(
                        (tail - known).abs() < 1e-12 * known.max(1e-3),
                        "{found} {drawn} {marked} {all}"
                    );
                }
            }
        }
    }

    #[test]
    fn evidence_grows_with_the_excess_and_bounds_the_tail() {
        assert_eq!(evidence(5.0, 100.0, 0.05), 0.0);
        for (found, drawn, marked, all, tail) in KNOWN.iter().copied() {
            let expected = drawn as f64 / all as f64;
            let bound = (-evidence(found as f64, marked as f64, expected)).exp();
            assert!(
                tail <= bound * (1.0 + 1e-9),
                "{found} of {drawn}: {tail:e} > {bound:e}"
            );
        }
    }

    #[test]
    fn discoveries_are_cut_where_chance_would_explain_a_twentieth() {
        let p_values = [0.9, 0.001, 0.04, 0.02, 0.5];
        assert_eq!(
            discoveries(&p_values, 0.05),
            [false, true, false, true, false]
        );
        assert_eq!(discoveries(&[], 0.05), [false; 0]);
    }
}
