//! Numbers as people read them.

/// `81,044`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `311 failures`, `1 failure`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// A share of 1 as per cent, with as many digits as tell something: `38 %`, `5.5 %`, `0.38 %`, `<0.01 %`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if p <= 0.0 => "0 %".into(),
        p if p < 0.01 => "<0.01 %".into(),
        p if p < 0.995 => format!("{p:.2} %"),
        p if p < 9.95 => format!("{p:.1} %"),
        p if p < 99.0 => format!("{p:.0} %"),
        // What is not all must not look like all.
        p if p < 100.0 => format!("{:.2} %", (p * 100.0).floor() / 100.0),
        _ => "100 %".into(),
    }
}

/// How many times as much: `2.3×`, `22×`; `∞` where there was nothing before.
pub fn times(factor: f64) -> String {
    match factor {
        f if f.is_infinite() => "∞".into(),
        f if f < 9.95 => format!("{f:.1}×"),
        f => format!("{}×", grouped(f.round() as u64)),
    }
}

/// `12.3 MB`.
pub fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return counted(bytes, "byte", "bytes");
    }
    let mut size = bytes as f64 / 1000.0;
    let mut unit = 0;
    while size >= 999.95 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    format!("{size:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let texts = [0, 999, 1000, 81044, 1_234_567].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "81,044", "1,234,567"]);
        assert_eq!(counted(1, "failure", "failures"), "1 failure");
    }

    #[test]
    fn per_cents_keep_the_digits_that_tell_something() {
        let texts = [0.0, 0.000_01, 0.0038, 0.0545, 0.386, 0.999_99, 1.0].map(percent);
        assert_eq!(
            texts,
            [
                "0 %", "<0.01 %", "0.38 %", "5.5 %", "39 %", "99.99 %", "100 %"
            ]
        );
    }

    #[test]
    fn factors_have_two_digits_or_more() {
        let texts = [0.31, 1.0, 9.949, 22.5, 12345.6, f64::INFINITY].map(times);
        assert_eq!(texts, ["0.3×", "1.0×", "9.9×", "23×", "12,346×", "∞"]);
    }

    #[test]
    fn sizes_have_one_digit_after_the_point() {
        let texts = [1, 12, 1500, 999_999, 12_300_000_000].map(bytes);
        assert_eq!(texts, ["1 byte", "12 bytes", "1.5 kB", "1.0 MB", "12.3 GB"]);
    }
}
