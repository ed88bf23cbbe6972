//! How long a request took, where the value alone tells its unit.

/// Milliseconds of `12.3ms`, `190µs`, `1.5s`, `1m2.5s`; `None` without a unit.
pub fn with_unit(word: &[u8]) -> Option<f64> {
    if !word.last()?.is_ascii_lowercase() {
        return None;
    }
    let mut rest = word;
    let mut total = 0.0;
    for _ in 0..4 {
        let (number, after) = leading_number(rest)?;
        let end = after
            .iter()
            .position(u8::is_ascii_digit)
            .unwrap_or(after.len());
        total += number * unit(&after[..end])?;
        rest = &after[end..];
        if rest.is_empty() {
            return Some(total);
        }
    }
    None
}

/// Milliseconds in one unit of this name.
pub fn unit(name: &[u8]) -> Option<f64> {
    Some(match name {
        b"ns" => 1e-6,
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" | b"usec" | b"usecs" => 1e-3,
        b"ms" | b"msec" | b"msecs" => 1.0,
        b"s" | b"sec" | b"secs" => 1e3,
        b"m" => 6e4,
        b"h" => 3.6e6,
        _ => return None,
    })
}

/// Milliseconds of a plain decimal, which servers write in seconds: `0.202`, or the first of a list
/// `0.002, 0.200`. Three decimals or more, so that neither versions nor compression ratios are taken for
/// times, and less than a day, so that no epoch is.
pub fn seconds(word: &[u8]) -> Option<f64> {
    let end = word
        .iter()
        .position(|b| !(b.is_ascii_digit() || *b == b'.'))
        .unwrap_or(word.len());
    if !matches!(word.get(end), None | Some(b',' | b' ')) {
        return None;
    }
    let dot = word[..end].iter().position(|b| *b == b'.')?;
    let (number, after) = leading_number(&word[..end])?;
    (dot > 0 && end - dot > 3 && after.is_empty() && number < 86_400.0).then_some(number * 1e3)
}

/// A number and nothing else.
pub fn number(word: &[u8]) -> Option<f64> {
    leading_number(word)
        .filter(|(_, after)| after.is_empty())
        .map(|(number, _)| number)
}

/// A number with an optional fraction, and what follows it.
fn leading_number(text: &[u8]) -> Option<(f64, &[u8])> {
    if !text.first()?.is_ascii_digit() {
        return None;
    }
    let mut seen_dot = false;
    let number = |b: &&u8| {
        let dot = **b == b'.' && !seen_dot;
        seen_dot |= dot;
        dot || b.is_ascii_digit()
    };
    let len = text.iter().take(24).take_while(number).count();
    let digits = std::str::from_utf8(&text[..len]).ok()?;
    Some((digits.parse().ok()?, &text[len..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_with_the_number_they_stand_at() {
        for (word, ms) in [
            ("12.5ms", 12.5),
            ("190µs", 0.19),
            ("1.5s", 1500.0),
            ("1m2s", 62_000.0),
            ("3msecs", 3.0),
        ] {
            assert_eq!(with_unit(word.as_bytes()), Some(ms), "{word}");
        }
        for word in ["12", "s", "5b", "1.2.3ms", ""] {
            assert_eq!(with_unit(word.as_bytes()), None, "{word}");
        }
    }

    #[test]
    fn only_what_a_server_writes_as_seconds_is_taken_for_seconds() {
        assert_eq!(seconds(b"0.202"), Some(202.0));
        assert_eq!(seconds(b"0.002, 0.200"), Some(2.0));
        for word in [
            "1.1",
            "3.41",
            "12",
            "1741917069.123",
            "10.0.0.1",
            "0.123x",
            ".123",
        ] {
            assert_eq!(seconds(word.as_bytes()), None, "{word}");
        }
    }
}
