//! `--fail-on`: conditions on a report under which the run is to end with 3, for cron and CI.

use std::fmt;
use std::str::FromStr;

use errlog::analysis::result::{FindingKind, PatternsReport, State};

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FailOn {
    /// An error that the baseline does not know.
    New,
    /// A spike among what stands out.
    Spike,
    /// Of all requests more than this share fail, or as many.
    Rate { above: f64, or_equal: bool },
}

/// How a condition turned out.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Passes,
    /// What makes it hold.
    Holds(String),
    /// It can't be judged: why, and what would help.
    Unknown(&'static str),
}

impl FailOn {
    pub fn judge(self, report: &PatternsReport) -> Verdict {
        match self {
            FailOn::New => {
                let comparison = report.comparison.iter();
                let errors = comparison.flat_map(|comparison| &comparison.errors);
                let mut new = errors.filter(|error| error.state == State::New);
                match new.next() {
                    None => Verdict::Passes,
                    Some(first) => Verdict::Holds(match new.count() {
                        0 => format!("a new error: {}", first.title),
                        more => format!("{} new errors, among them: {}", more + 1, first.title),
                    }),
                }
            }
            FailOn::Spike => {
                let mut spikes = report
                    .findings
                    .iter()
                    .filter(|f| f.kind == FindingKind::Spike);
                spikes
                    .next()
                    .map_or(Verdict::Passes, |spike| Verdict::Holds(spike.text.clone()))
            }
            FailOn::Rate { above, or_equal } => {
                let failures = report.totals.failures;
                let Some(requests) = report.totals.requests else {
                    return match failures {
                        0 => Verdict::Passes,
                        _ => Verdict::Unknown(
                            "there is no rate where no request succeeded: give the access log too",
                        ),
                    };
                };
                let rate = failures as f64 / requests as f64;
                match rate > above || or_equal && rate == above {
                    false => Verdict::Passes,
                    true => Verdict::Holds(format!(
                        "{failures} of {requests} requests failed ({:.2} %)",
                        rate * 100.0
                    )),
                }
            }
        }
    }
}

impl FromStr for FailOn {
    type Err = String;

    fn from_str(text: &str) -> Result<FailOn, String> {
        let told = text.trim();
        match told {
            "new" => return Ok(FailOn::New),
            "spike" => return Ok(FailOn::Spike),
            _ => {}
        }
        let limit = told.strip_prefix("rate").map(str::trim_start);
        let limit = limit
            .and_then(|rest| rest.strip_prefix('>'))
            .ok_or_else(|| {
                format!("'{text}' is not a condition: give new, spike or a rate such as 'rate>1%'")
            })?;
        let (limit, or_equal) = match limit.strip_prefix('=') {
            Some(limit) => (limit, true),
            None => (limit, false),
        };
        let (number, unit) = match limit.trim().strip_suffix('%') {
            Some(number) => (number.trim_end(), 100.0),
            None => (limit.trim(), 1.0),
        };
        let above = number.parse::<f64>().ok().map(|number| number / unit);
        match above {
            Some(above) if (0.0..=1.0).contains(&above) => Ok(FailOn::Rate { above, or_equal }),
            Some(_) => Err(format!(
                "'{text}': a rate is from 0% to 100%, or from 0 to 1"
            )),
            None => Err(format!(
                "'{text}': '{number}' is not a number: write it as in 'rate>1%'"
            )),
        }
    }
}

impl fmt::Display for FailOn {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            FailOn::New => f.write_str("new"),
            FailOn::Spike => f.write_str("spike"),
            FailOn::Rate { above, or_equal } => {
                let sign = if *or_equal { ">=" } else { ">" };
                // Parts of a per cent as they were given, not as binary fractions make them.
                let percent = (above * 1e10).round() / 1e8;
                write!(f, "rate{sign}{percent}%")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_as_people_write_them() {
        let rate = |above, or_equal| Ok(FailOn::Rate { above, or_equal });
        for (text, condition) in [
            ("new", Ok(FailOn::New)),
            (" spike", Ok(FailOn::Spike)),
            ("rate>1%", rate(0.01, false)),
            ("rate > 0.5 %", rate(0.005, false)),
            ("rate>=2%", rate(0.02, true)),
            ("rate>0.01", rate(0.01, false)),
        ] {
            assert_eq!(text.parse::<FailOn>(), condition, "{text}");
        }
        for text in [
            "",
            "rate",
            "rate<1%",
            "rate>x",
            "rate>2",
            "rate>101%",
            "rate>-1%",
            "rate>NaN",
            "old",
        ] {
            assert!(text.parse::<FailOn>().is_err(), "{text}");
        }
    }

    #[test]
    fn conditions_are_written_as_they_are_read() {
        for text in ["new", "spike", "rate>1%", "rate>=0.3%", "rate>12.5%"] {
            let condition: FailOn = text.parse().unwrap();
            assert_eq!(condition.to_string(), text);
        }
    }
}
