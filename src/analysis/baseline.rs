//! An earlier report to compare with: which errors are new, which came back stronger, which are gone.
//!
//! The two may cover windows of different length and traffic, so failures are counted by request where both reports
//! know requests, by time where they don't, and by entry where there is no time either. An error has regressed when
//! its rate is higher than chance explains: were both rates the same, the failures of both windows would fall on the
//! two as their requests do, and how far they don't has an exact binomial probability.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::result::{Compared, Comparison, ErrorCount, State, Totals};
use crate::event::Time;

/// What a report must say of itself.
const SCHEMA: &str = "errlog.patterns/1";

/// How unlikely a rise must be by chance, over all errors together, and how large, to be one.
const UNLIKELY: f64 = 0.01;
const RISE: f64 = 1.5;

/// What is kept of an earlier report.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    from: Option<Time>,
    to: Option<Time>,
    totals: Totals,
    /// By fingerprint.
    errors: BTreeMap<u64, ErrorCount>,
}

/// Reads a report that `patterns --json` wrote; what is wrong with it otherwise, and how to mend it.
pub fn read(text: &[u8]) -> Result<Earlier, (String, &'static str)> {
    const WRITE: &str = "write one with errlog patterns --json";
    let report: Value = serde_json::from_slice(text)
        .map_err(|error| (format!("it is no JSON report ({error})"), WRITE))?;
    match report["schema"].as_str() {
        Some(SCHEMA) => {}
        Some(other) => {
            return Err((
                format!("it is a report of schema {other}, not {SCHEMA}"),
                WRITE,
            ));
        }
        None => return Err(("it is not a report of errlog's".into(), WRITE)),
    }
    let totals = &report["totals"];
    let number = |value: &Value| value.as_u64();
    let (Some(entries), Some(failures)) = (number(&totals["entries"]), number(&totals["failures"]))
    else {
        return Err(("its totals are missing".into(), WRITE));
    };
    let errors = errors(&report)
        .filter(|errors| errors.values().map(|error| error.count).sum::<u64>() >= failures)
        .ok_or_else(|| ("it does not name all of its errors".into(), WRITE))?;
    let time = |name: &str| {
        let text = report["window"][name].as_str()?;
        let time = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        time.timestamp_nanos_opt().map(Time)
    };
    Ok(Earlier {
        from: time("from"),
        to: time("to"),
        totals: Totals {
            entries,
            requests: number(&totals["requests"]),
            failures,
            failing_events: number(&totals["failing_events"]).unwrap_or_default(),
        },
        errors,
    })
}

/// The report's errors: its own list, else what its groups name.
fn errors(report: &Value) -> Option<BTreeMap<u64, ErrorCount>> {
    let lists: Vec<&Value> = match &report["errors"] {
        own @ Value::Array(_) => vec![own],
        _ => report["groups"]
            .as_array()?
            .iter()
            .map(|group| &group["errors"])
            .collect(),
    };
    let mut errors = BTreeMap::new();
    for error in lists.into_iter().flat_map(|list| list.as_array()).flatten() {
        let fingerprint = u64::from_str_radix(error["fingerprint"].as_str()?, 16).ok()?;
        let known = errors.entry(fingerprint).or_insert_with(|| ErrorCount {
            fingerprint,
            title: error["title"].as_str().unwrap_or_default().to_owned(),
            count: 0,
        });
        known.count += error["count"].as_u64()?;
    }
    Some(errors)
}

/// What failures are counted by.
#[derive(Clone, Copy)]
struct Exposure {
    then: f64,
    now: f64,
    is_requests: bool,
}

impl Earlier {
    /// Compares the errors of now with those of then: new ones first, then those that regressed, are gone, are known;
    /// each by failures.
    pub fn compare(
        &self,
        errors: &[ErrorCount],
        totals: &Totals,
        (from, to): (Option<Time>, Option<Time>),
    ) -> Comparison {
        let exposure = self.exposure(totals, from, to);
        let known = errors
            .iter()
            .filter(|error| self.count(error.fingerprint) > 0);
        let tests = known.count().max(1) as f64;
        let mut compared: Vec<Compared> = errors
            .iter()
            .map(|error| self.compared(error, exposure, tests))
            .collect();
        let now: BTreeSet<u64> = errors.iter().map(|error| error.fingerprint).collect();
        let gone = self
            .errors
            .values()
            .filter(|then| then.count > 0 && !now.contains(&then.fingerprint));
        compared.extend(gone.map(|then| {
            let nothing = ErrorCount {
                count: 0,
                ..then.clone()
            };
            self.compared(&nothing, exposure, tests)
        }));
        compared.sort_by_key(|error| {
            (
                error.state,
                std::cmp::Reverse(error.failures.max(error.failures_then)),
                error.fingerprint,
            )
        });
        Comparison {
            from: self.from,
            to: self.to,
            totals: self.totals,
            errors: compared,
        }
    }

    fn count(&self, fingerprint: u64) -> u64 {
        self.errors.get(&fingerprint).map_or(0, |error| error.count)
    }

    fn exposure(&self, totals: &Totals, from: Option<Time>, to: Option<Time>) -> Exposure {
        let length = |from: Option<Time>, to: Option<Time>| {
            let length = to?.0.checked_sub(from?.0)?;
            (length > 0).then_some(length as f64)
        };
        if let (Some(then), Some(now)) = (self.totals.requests, totals.requests) {
            return Exposure {
                then: then as f64,
                now: now as f64,
                is_requests: true,
            };
        }
        let times = length(self.from, self.to).zip(length(from, to));
        let entries = (
            self.totals.entries.max(1) as f64,
            totals.entries.max(1) as f64,
        );
        let (then, now) = times.unwrap_or(entries);
        Exposure {
            then,
            now,
            is_requests: false,
        }
    }

    fn compared(&self, error: &ErrorCount, exposure: Exposure, tests: f64) -> Compared {
        let (then, now) = (self.count(error.fingerprint), error.count);
        let rates = (then as f64 / exposure.then, now as f64 / exposure.now);
        let change = (then > 0).then_some(rates.1 / rates.0);
        let share = exposure.now / (exposure.now + exposure.then);
        let p_value = (then > 0 && now > 0).then(|| at_least(now, then + now, share));
        let rose = change.is_some_and(|change| change >= RISE)
            && p_value.is_some_and(|p| p * tests <= UNLIKELY);
        Compared {
            fingerprint: error.fingerprint,
            title: error.title.clone(),
            state: match (then, now) {
                (0, _) => State::New,
                (_, 0) => State::Gone,
                _ if rose => State::Regressed,
                _ => State::Known,
            },
            failures: now,
            failures_then: then,
            rate: exposure.is_requests.then_some(rates.1),
            rate_then: exposure.is_requests.then_some(rates.0),
            change,
            p_value,
        }
    }
}

/// How likely `hits` or more of `all` are, each with chance `p`.
fn at_least(hits: u64, all: u64, p: f64) -> f64 {
    if hits == 0 || p >= 1.0 {
        return 1.0;
    }
    let (n, k) = (all as f64, hits as f64);
    let log = ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
        + k * p.ln()
        + (n - k) * (-p).ln_1p();
    let odds = p / (1.0 - p);
    // Each term from the first, which is taken for 1, until they no longer count.
    let (mut term, mut sum) = (1.0, 1.0);
    for at in hits..all {
        term *= (all - at) as f64 / (at + 1) as f64 * odds;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    (log + f64::ln(sum)).exp().min(1.0)
}

/// The logarithm of n!, by Stirling's series.
fn ln_factorial(n: f64) -> f64 {
    // Below 10 the series is not exact enough: n! = (n + m)! / ((n + 1) ... (n + m)).
    let (mut x, mut product) = (n + 1.0, 1.0);
    while x < 12.0 {
        product *= x;
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series =
        inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - f64::ln(product)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const HOUR: i64 = 3_600_000_000_000;

    fn error(fingerprint: u64, count: u64) -> ErrorCount {
        ErrorCount {
            fingerprint,
            title: format!("error {fingerprint}"),
            count,
        }
    }

    fn totals(requests: Option<u64>) -> Totals {
        Totals {
            entries: 1000,
            requests,
            failures: 0,
            failing_events: 0,
        }
    }

    fn earlier(requests: Option<u64>, hours: i64, errors: &[(u64, u64)]) -> Earlier {
        Earlier {
            from: Some(Time(0)),
            to: Some(Time(hours * HOUR)),
            totals: totals(requests),
            errors: errors
                .iter()
                .map(|&(print, count)| (print, error(print, count)))
                .collect(),
        }
    }

    /// Each error's state after a day with these failures of 10,000 requests.
    fn states(earlier: &Earlier, requests: Option<u64>, now: &[(u64, u64)]) -> Vec<(u64, State)> {
        let errors: Vec<_> = now
            .iter()
            .map(|&(print, count)| error(print, count))
            .collect();
        let window = (Some(Time(0)), Some(Time(24 * HOUR)));
        let comparison = earlier.compare(&errors, &totals(requests), window);
        comparison
            .errors
            .iter()
            .map(|error| (error.fingerprint, error.state))
            .collect()
    }

    #[test]
    fn errors_are_new_regressed_gone_or_known() {
        let earlier = earlier(Some(10_000), 24, &[(1, 20), (2, 20), (3, 20)]);
        assert_eq!(
            states(&earlier, Some(10_000), &[(2, 90), (3, 28), (4, 1)]),
            [
                (4, State::New),
                (2, State::Regressed),
                (1, State::Gone),
                (3, State::Known)
            ]
        );
    }

    #[test]
    fn more_traffic_or_more_time_is_no_regression() {
        let earlier_by_requests = earlier(Some(10_000), 24, &[(1, 20)]);
        assert_eq!(
            states(&earlier_by_requests, Some(100_000), &[(1, 200)]),
            [(1, State::Known)]
        );
        assert_eq!(
            states(&earlier_by_requests, Some(10_000), &[(1, 200)]),
            [(1, State::Regressed)]
        );
        let earlier_by_time = earlier(None, 1, &[(1, 20)]);
        assert_eq!(
            states(&earlier_by_time, Some(10_000), &[(1, 480)]),
            [(1, State::Known)]
        );
        assert_eq!(
            states(&earlier_by_time, None, &[(1, 900)]),
            [(1, State::Regressed)]
        );
    }

    #[test]
    fn chance_is_measured_by_the_traffic_of_both_windows() {
        let earlier = earlier(Some(10_000), 24, &[(1, 20)]);
        let window = (Some(Time(0)), Some(Time(24 * HOUR)));
        let p = |count| {
            let comparison = earlier.compare(&[error(1, count)], &totals(Some(100_000)), window);
            comparison.errors[0].p_value.unwrap()
        };
        assert!((0.4..0.7).contains(&p(200)), "{}", p(200));
        assert!(p(400) < 1e-3, "{}", p(400));
    }

    #[test]
    fn few_more_are_chance() {
        assert_eq!(
            states(
                &earlier(Some(10_000), 24, &[(1, 2)]),
                Some(10_000),
                &[(1, 6)]
            ),
            [(1, State::Known)]
        );
        // Surely more, but not much more.
        let many = earlier(Some(1_000_000), 24, &[(1, 100_000)]);
        assert_eq!(
            states(&many, Some(1_000_000), &[(1, 120_000)]),
            [(1, State::Known)]
        );
    }

    #[test]
    fn tails_are_those_of_known_tables() {
        let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
        close(at_least(5, 10, 0.5), 638.0 / 1024.0);
        close(at_least(10, 10, 0.5), 1.0 / 1024.0);
        close(at_least(1, 3, 0.2), 1.0 - 0.512);
        close(at_least(0, 3, 0.2), 1.0);
        // (1/2)^1000 and 1001 of them.
        close(at_least(999, 1000, 0.5), 1001.0 * 0.5_f64.powi(1000));
    }

    #[test]
    fn a_report_is_read_by_its_list_of_errors_or_by_its_groups() {
        let error =
            |count| json!({"fingerprint": "00000000000000ff", "title": "T", "count": count});
        let mut report = json!({
            "schema": SCHEMA, "window": {"from": "2025-03-14T00:00:00Z", "to": null},
            "totals": {"entries": 9, "requests": null, "failures": 5, "failing_events": 5},
            "groups": [{"errors": [error(2)]}, {"errors": [error(3)]}],
        });
        let read_it = |report: &Value| read(report.to_string().as_bytes());
        let earlier = read_it(&report).unwrap();
        assert_eq!((earlier.count(0xff), earlier.totals.entries), (5, 9));
        assert_eq!(earlier.from, Some(Time(1_741_910_400_000_000_000)));
        report["errors"] = json!([error(7)]);
        assert_eq!(read_it(&report).unwrap().count(0xff), 7);
        report["errors"] = json!([error(4)]);
        assert!(
            read_it(&report)
                .unwrap_err()
                .0
                .contains("does not name all")
        );
    }

    #[test]
    fn what_is_no_report_is_told_from_what_is_one_of_another_kind() {
        let told = |text: &str| read(text.as_bytes()).unwrap_err().0;
        assert!(told("failed at 02:11").contains("no JSON"));
        assert!(told("").contains("no JSON"));
        assert!(told("[]").contains("not a report"));
        assert!(told("{\"schema\":\"errlog.inspect/1\"}").contains("errlog.inspect/1"));
        assert!(told("{\"schema\":\"errlog.patterns/1\"}").contains("totals"));
    }
}
