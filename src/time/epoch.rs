//! Numbers since the epoch: seconds, milliseconds, microseconds or nanoseconds, told apart by their size.

use crate::event::Time;

/// Bounds of the units: an instant from 2001 to 2286 has 10 digits of seconds, and three more with each finer
/// unit. Smaller numbers are seconds all the same (from 1970 on).
const UNITS: [(u64, u64); 4] = [
    (100_000_000_000, 1_000_000_000),
    (100_000_000_000_000, 1_000_000),
    (100_000_000_000_000_000, 1_000),
    (u64::MAX, 1),
];

/// Nanoseconds in the unit that a whole number of that size is in.
fn unit(whole: u64) -> u64 {
    UNITS
        .iter()
        .find(|(below, _)| whole < *below)
        .map_or(1, |(_, nanos)| *nanos)
}

/// Reads a decimal number since the epoch exactly: `1741917069`, `1741917069123`, `1741917069.123456789`. No sign, no exponent.
pub fn epoch_text(text: &[u8]) -> Option<Time> {
    let len = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (whole, fraction) = match text.get(len) {
        None => (text, &b"0"[..]),
        Some(b'.') => (&text[..len], &text[len + 1..]),
        Some(_) => return None,
    };
    if whole.is_empty() || whole.len() > 19 || fraction.len() > 32 || !digits(fraction) {
        return None;
    }
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0u64, |n, b| n * 10 + u64::from(b - b'0'))
    };
    let whole = number(whole);
    let unit = unit(whole);
    // Nine digits of the fraction, of which the unit's share is left when scaled down.
    let mut nine = [b'0'; 9];
    for (to, from) in nine.iter_mut().zip(fraction) {
        *to = *from;
    }
    let nanos = whole
        .checked_mul(unit)?
        .checked_add(number(&nine) * unit / 1_000_000_000)?;
    i64::try_from(nanos).ok().map(Time)
}

fn digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// As [`epoch_text`], from a number that was decoded already, to the microsecond: what such a number has beyond
/// is noise that would turn `.123` into `.122999`. Of nanoseconds the last two or three digits are lost.
pub(super) fn epoch_number(number: f64) -> Option<Time> {
    if !(0.0..i64::MAX as f64).contains(&number) {
        return None;
    }
    let whole = number.trunc();
    let unit = unit(whole as u64);
    let micros = ((number - whole) * unit as f64 / 1e3).round() as u64;
    let nanos = (whole as u64)
        .checked_mul(unit)?
        .checked_add(micros * 1_000)?;
    i64::try_from(nanos).ok().map(Time)
}

/// The years 2000 to 2100, in seconds.
const FROM: i64 = 946_684_800;
const TO: i64 = 4_102_444_800;

/// Reads the epoch number that `bytes` begin with, and its length: a run of 10, 13, 16 or 19 digits that means
/// an instant from 2000 to 2100, with an optional fraction.
pub fn scan_epoch(bytes: &[u8]) -> Option<(Time, usize)> {
    if bytes.starts_with(b"1.") {
        return scan_exponent(bytes);
    }
    let run = |bytes: &[u8]| {
        bytes
            .iter()
            .take(33)
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let whole = run(bytes);
    if !matches!(whole, 10 | 13 | 16 | 19) {
        return scan_hexadecimal(bytes);
    }
    let mut len = whole;
    if bytes.get(whole) == Some(&b'.') {
        let fraction = run(&bytes[whole + 1..]);
        if fraction > 32 {
            return None;
        }
        if fraction > 0 {
            len += 1 + fraction;
        }
    }
    if bytes.get(len).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let time = epoch_text(&bytes[..len])?;
    (FROM..TO).contains(&time.seconds()).then_some((time, len))
}

/// OpenLDAP's seconds and nanoseconds (or microseconds), with the thread behind them: `67d38d2d.0754d4c0 0x7f399bd60200 `.
fn scan_hexadecimal(bytes: &[u8]) -> Option<(Time, usize)> {
    const SECONDS: usize = 8;
    if bytes.get(SECONDS) != Some(&b'.') || !bytes[0].is_ascii_digit() {
        return None;
    }
    let rest = &bytes[SECONDS + 1..];
    let digits = rest.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    if !rest[digits..].starts_with(b" 0x") {
        return None;
    }
    let unit = match digits {
        8 => 1,
        5 => 1_000,
        _ => return None,
    };
    let number = |digits: &[u8]| i64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    let fraction = number(&rest[..digits])? * unit;
    let seconds = number(&bytes[..SECONDS])?;
    let plausible = (FROM..TO).contains(&seconds) && fraction < 1_000_000_000;
    plausible.then_some((
        Time(seconds * 1_000_000_000 + fraction),
        SECONDS + 1 + digits,
    ))
}

/// Zap's `1.741918269123e+09`, as Go writes a number.
fn scan_exponent(bytes: &[u8]) -> Option<(Time, usize)> {
    let fraction = bytes[2..]
        .iter()
        .take(18)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let end = 2 + fraction;
    if fraction < 9 || !bytes[end..].starts_with(b"e+09") {
        return None;
    }
    let mut number = [b'1'; 32];
    number[1..10].copy_from_slice(&bytes[2..11]);
    number[10] = b'.';
    number[11..2 + fraction].copy_from_slice(&bytes[11..end]);
    number[2 + fraction] = b'0';
    Some((epoch_text(&number[..3 + fraction])?, end + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NANOS: i64 = 1_741_917_069_123_456_789;

    #[test]
    fn the_unit_follows_from_the_size_and_no_digit_is_lost() {
        for (text, nanos) in [
            ("0", 0),
            ("1741917069", NANOS / 1_000_000_000 * 1_000_000_000),
            ("1741917069.123", NANOS / 1_000_000 * 1_000_000),
            ("1741917069.123456789", NANOS),
            ("1741917069.1234567891", NANOS),
            ("1741917069123", NANOS / 1_000_000 * 1_000_000),
            ("1741917069123.456789", NANOS),
            ("1741917069123456", NANOS / 1_000 * 1_000),
            ("1741917069123456.789", NANOS),
            ("1741917069123456789", NANOS),
            ("946684800", 946_684_800_000_000_000),
        ] {
            assert_eq!(epoch_text(text.as_bytes()), Some(Time(nanos)), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_refused() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e9",
            "1_000",
            " 1",
            "9999999999999999999",
            "99999999999999999999",
        ] {
            assert_eq!(epoch_text(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_number_that_was_decoded_is_read_to_the_microsecond() {
        assert_eq!(
            epoch_number(1_741_917_069.0),
            Some(Time(1_741_917_069_000_000_000))
        );
        assert_eq!(
            epoch_number(1_741_917_069_123.0),
            Some(Time(1_741_917_069_123_000_000))
        );
        for (number, nanos) in [
            (1_741_917_069.123, 1_741_917_069_123_000_000),
            (1_741_917_069.123_456, 1_741_917_069_123_456_000),
            (1_741_917_069_123.456, 1_741_917_069_123_456_000),
        ] {
            assert_eq!(epoch_number(number), Some(Time(nanos)));
        }
        for number in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(epoch_number(number), None);
        }
    }

    #[test]
    fn a_run_of_digits_is_a_time_only_from_2000_to_2100() {
        let len = |text: &str| scan_epoch(text.as_bytes()).map(|(_, len)| len);
        assert_eq!(len("1741917069] x"), Some(10));
        assert_eq!(len("1741917069.123 x"), Some(14));
        assert_eq!(len("1741917069. x"), Some(10));
        assert_eq!(len("1741917069123,"), Some(13));
        assert_eq!(len("1.741917069123e+09\tINFO"), Some(18));
        assert_eq!(
            scan_epoch(b"1.741917069123e+09 x"),
            scan_epoch(b"1741917069.123 x").map(|(time, _)| (time, 18))
        );
        assert_eq!(len("1741917069123456789"), Some(19));
        for text in [
            "",
            "174191706",
            "17419170691",
            "0741917069",
            "4102444800",
            "1741917069x",
            "9999999999999",
        ] {
            assert_eq!(len(text), None, "{text}");
        }
    }
}
