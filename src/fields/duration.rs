//! Durations: with their unit, or in the unit that their key tells.

use super::Unit;

/// A duration's words, in milliseconds each.
const MILLISECONDS: &[(&str, f64)] = &[
    ("ns", 1e-6),
    ("nanoseconds", 1e-6),
    ("us", 1e-3),
    ("µs", 1e-3),
    ("μs", 1e-3),
    ("usec", 1e-3),
    ("microseconds", 1e-3),
    ("ms", 1.0),
    ("msec", 1.0),
    ("msecs", 1.0),
    ("millis", 1.0),
    ("milliseconds", 1.0),
    ("s", 1e3),
    ("sec", 1e3),
    ("secs", 1e3),
    ("second", 1e3),
    ("seconds", 1e3),
    ("m", 6e4),
    ("min", 6e4),
    ("mins", 6e4),
    ("minutes", 6e4),
    ("h", 3.6e6),
    ("hours", 3.6e6),
];

/// A duration that bears its units, in milliseconds: `84ms`, `1m3.5s`, `1.2 seconds`, `PT0.1S`, `00:00:01.5`.
pub fn duration(text: &str) -> Option<f64> {
    let text = text.trim();
    let lower;
    let mut rest = match text.strip_prefix("PT") {
        Some(iso) => {
            lower = iso.to_ascii_lowercase();
            lower.as_str()
        }
        None => text,
    };
    if rest.len() > 48 {
        return None;
    }
    if rest.contains(':') {
        return clock_duration(rest);
    }
    let mut total = None;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        let after = rest[digits..].trim_start();
        let end = after
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(after.len());
        let word = &after[..end];
        let (_, unit) = MILLISECONDS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(word))?;
        *total.get_or_insert(0.0) += number * unit;
        rest = after[end..].trim_start();
    }
    total
}

/// .NET's `hh:mm:ss.fffffff`.
fn clock_duration(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !seconds.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let hours: u32 = hours.parse().ok()?;
    let minutes: u32 = minutes.parse().ok()?;
    let seconds: f64 = seconds.parse().ok()?;
    Some(f64::from(hours) * 3.6e6 + f64::from(minutes) * 6e4 + seconds * 1e3)
}

/// `number` of a unit in milliseconds. Without one it is in milliseconds already, unless it is a whole number so
/// large (a quarter of an hour) that nanoseconds are the likelier reading: Go's `time.Duration` as it is.
pub fn milliseconds(number: f64, unit: Unit) -> f64 {
    match unit {
        Unit::Nanoseconds => number / 1e6,
        Unit::Microseconds => number / 1e3,
        Unit::Seconds => number * 1e3,
        Unit::None if number >= 1e6 && number.fract() == 0.0 => number / 1e6,
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_bears_its_units() {
        for (text, expected) in [
            ("84ms", 84.0),
            ("1.2s", 1200.0),
            ("1m3s", 63_000.0),
            ("1h2m3.5s", 3_723_500.0),
            ("0.1s", 100.0),
            ("250µs", 0.25),
            ("250μs", 0.25),
            ("250us", 0.25),
            ("1500000ns", 1.5),
            ("84 ms", 84.0),
            ("1.2 seconds", 1200.0),
            ("PT1M0.5S", 60_500.0),
            ("00:00:01.5000000", 1500.0),
        ] {
            let read = duration(text).expect(text);
            assert!((read - expected).abs() < 1e-9, "{text}: {read}");
        }
        for text in [
            "",
            "ms",
            "84",
            "84 parsecs",
            "-",
            "12:30",
            "1:2:3:4",
            "14/Mar/2025:02:11:09 +0000",
            "é",
        ] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_whole_number_too_large_for_milliseconds_is_in_nanoseconds() {
        assert_eq!(milliseconds(84_000_000.0, Unit::None), 84.0);
        assert_eq!(milliseconds(84.5, Unit::None), 84.5);
        assert_eq!(milliseconds(2.0, Unit::Seconds), 2000.0);
        assert_eq!(milliseconds(2e6, Unit::Microseconds), 2000.0);
    }
}
