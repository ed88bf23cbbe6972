//! Dates and times inside messages. Only their extent matters here, so layouts are patterns and nothing is
//! computed; the module is its own because fingerprints must not move when the reading of timestamps learns
//! a new layout.

/// In a pattern, `9` is a digit, `#` one or two, `M` a month's name, `D` a weekday's, a space one or more
/// spaces; everything else is itself.
const DATES: [&[u8]; 13] = [
    b"9999-99-99",
    b"9999/99/99",
    b"9999.99.99",
    b"9999/#/#",
    b"9999-#-#",
    b"#/M/9999",
    b"#-M-9999",
    b"# M 9999",
    b"#/#/9999",
    b"#.#.9999",
    b"#-#-9999",
    b"# M",
    b"99999999T999999",
];
const NAMED_DATES: [&[u8]; 6] = [
    b"D, # M 9999",
    b"D, #-M-9999",
    b"D M #",
    b"M #, 9999",
    b"M #",
    b"D # M 9999",
];
const TIMES: [&[u8]; 2] = [b"#:99:99", b"#:99"];
const MONTHS: [&[u8]; 12] = [
    b"january",
    b"february",
    b"march",
    b"april",
    b"may",
    b"june",
    b"july",
    b"august",
    b"september",
    b"october",
    b"november",
    b"december",
];
const WEEKDAYS: [&[u8]; 7] = [
    b"monday",
    b"tuesday",
    b"wednesday",
    b"thursday",
    b"friday",
    b"saturday",
    b"sunday",
];

/// The length of a date (with a time or without) or a time with seconds that begins with a digit.
pub fn numeric(bytes: &[u8]) -> Option<usize> {
    // Most numbers are told from a date by what follows their first digits.
    let digits = super::run(bytes, |b| b.is_ascii_digit());
    let follows = bytes.get(digits..)?;
    if !matches!(digits, 1 | 2 | 4 | 8)
        || !matches!(follows, [b'-' | b'/' | b'.' | b':' | b'T' | b' ', next, ..] if next.is_ascii_alphanumeric())
    {
        return None;
    }
    let date = DATES.iter().find_map(|layout| fits(layout, bytes));
    match date {
        Some(len) => ended(bytes, len + time_after(&bytes[len..])),
        None => {
            let len = fits(TIMES[0], bytes)?;
            ended(bytes, len + after_time(&bytes[len..]))
        }
    }
}

/// The length of a date that begins with the name of a month or weekday.
pub fn named(bytes: &[u8]) -> Option<usize> {
    if !matches!(
        bytes.first()?,
        b'A' | b'D' | b'F' | b'J' | b'M' | b'N' | b'O' | b'S' | b'T' | b'W'
    ) {
        return None;
    }
    let len = NAMED_DATES.iter().find_map(|layout| fits(layout, bytes))?;
    ended(bytes, len + time_after(&bytes[len..]))
}

fn ended(bytes: &[u8], len: usize) -> Option<usize> {
    let next = bytes.get(len);
    next.is_none_or(|b| !b.is_ascii_alphanumeric())
        .then_some(len)
}

/// The length of a time behind a date, with what separates them and a year that stands last.
fn time_after(bytes: &[u8]) -> usize {
    let separator = match bytes {
        [b'T' | b't' | b':' | b'_' | b'-', ..] => 1,
        [b',', b' ', ..] => 2,
        [b' ', ..] => bytes.iter().take_while(|&&b| b == b' ').count(),
        _ => return 0,
    };
    let Some(len) = TIMES
        .iter()
        .find_map(|layout| fits(layout, &bytes[separator..]))
    else {
        return 0;
    };
    let end = separator + len + after_time(&bytes[separator + len..]);
    let year = fits(b" 9999", &bytes[end..]).and_then(|len| ended(&bytes[end..], len));
    end + year.unwrap_or(0)
}

/// The length of a fraction, `AM` or `PM`, and a zone.
fn after_time(bytes: &[u8]) -> usize {
    let mut end = 0;
    if let [b'.' | b',', digit, ..] = bytes
        && digit.is_ascii_digit()
    {
        end = 1 + bytes[1..].iter().take_while(|b| b.is_ascii_digit()).count();
    }
    const SUFFIXES: [&[u8]; 4] = [b" AM", b" PM", b"AM", b"PM"];
    const ZONES: [&[u8]; 10] = [
        b"+99:99", b"-99:99", b"+9999", b"-9999", b" +9999", b" -9999", b" UTC", b" GMT", b"Z",
        b"z",
    ];
    for table in [&SUFFIXES[..], &ZONES[..]] {
        end += table
            .iter()
            .find_map(|layout| {
                fits(layout, &bytes[end..]).and_then(|len| ended(&bytes[end..], len))
            })
            .unwrap_or(0);
    }
    end
}

/// How many bytes the pattern takes, if `bytes` begin with it.
fn fits(pattern: &[u8], bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for p in pattern {
        let rest = bytes.get(at..)?;
        let first = *rest.first()?;
        at += match p {
            b'9' if first.is_ascii_digit() => 1,
            b'#' if first.is_ascii_digit() => {
                1 + usize::from(rest.get(1).is_some_and(u8::is_ascii_digit))
            }
            b'M' => name(rest, &MONTHS)?,
            b'D' => name(rest, &WEEKDAYS)?,
            b' ' if first == b' ' => rest.iter().take_while(|&&b| b == b' ').count(),
            b'9' | b'#' | b' ' => return None,
            literal if *literal == first => 1,
            _ => return None,
        };
    }
    Some(at)
}

/// The length of a name from the table, whole or its first three letters, capitalised or in capitals.
fn name(bytes: &[u8], names: &[&[u8]]) -> Option<usize> {
    let len = bytes
        .iter()
        .take(10)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let word = &bytes[..len];
    let is_name =
        |name: &&&[u8]| word.eq_ignore_ascii_case(name) || word.eq_ignore_ascii_case(&name[..3]);
    names.iter().find(is_name)?;
    Some(len)
}
