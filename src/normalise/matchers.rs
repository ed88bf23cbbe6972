//! What may stand in a message in place of something else, one matcher each, in the order of precedence.

use super::{date, run};
use crate::token;

/// Longest run of bytes that a matcher looks at.
const LONGEST: usize = 512;

/// What begins at a place in a chunk.
struct Spot<'a> {
    /// From here to the end of the line.
    line: &'a [u8],
    /// From here to the end of the chunk.
    chunk: &'a [u8],
    before: Option<u8>,
}

struct Matcher {
    placeholder: &'static str,
    /// Only a digit can begin it.
    digit_first: bool,
    /// How many bytes it takes from a place on.
    take: fn(&Spot) -> Option<usize>,
}

const fn any(placeholder: &'static str, take: fn(&Spot) -> Option<usize>) -> Matcher {
    Matcher {
        placeholder,
        digit_first: false,
        take,
    }
}

const fn digit(placeholder: &'static str, take: fn(&Spot) -> Option<usize>) -> Matcher {
    Matcher {
        placeholder,
        digit_first: true,
        take,
    }
}

const MATCHERS: [Matcher; 11] = [
    any("<email>", email),
    any("<url>", url),
    digit("<date>", |spot| date::numeric(spot.line)),
    any("<host>", host),
    any("<ip>", ip),
    digit("<trace>", traceparent),
    any("<uuid>", uuid),
    any("<num>", hex),
    any("<id>", random),
    digit("<duration>", duration),
    digit("<num>", number),
];

/// The placeholder for what begins at `line[at]` in a chunk that ends at `end`, and its length.
pub fn at(line: &[u8], at: usize, end: usize) -> Option<(&'static str, usize)> {
    let spot = Spot {
        line: &line[at..],
        chunk: &line[at..end],
        before: at.checked_sub(1).map(|i| line[i]),
    };
    if spot.before == Some(b'=')
        && let Some(len) = boolean(spot.chunk)
    {
        return Some(("<bool>", len));
    }
    let first = spot.chunk[0];
    if !is_alnum(first) && first != b':' || spot.before.is_some_and(is_alnum) {
        return None;
    }
    MATCHERS
        .iter()
        .filter(|matcher| first.is_ascii_digit() || !matcher.digit_first)
        .find_map(|matcher| Some((matcher.placeholder, (matcher.take)(&spot)?)))
}

pub fn is_alnum(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

fn is_host_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')
}

/// Whether a longer token of such bytes began before this place, and was looked at there.
fn goes_on(spot: &Spot, of: fn(u8) -> bool) -> bool {
    spot.before.is_some_and(of)
}

fn boolean(chunk: &[u8]) -> Option<usize> {
    let len = run(chunk, is_alnum);
    let word = &chunk[..len];
    let is_bool = word.eq_ignore_ascii_case(b"true") || word.eq_ignore_ascii_case(b"false");
    is_bool.then_some(len)
}

fn email(spot: &Spot) -> Option<usize> {
    let is_local = |b: u8| is_host_byte(b) || matches!(b, b'+' | b'%');
    if spot.before.is_some_and(is_local) {
        return None;
    }
    let local = run(spot.chunk, is_local);
    if spot.chunk.get(local) != Some(&b'@') {
        return None;
    }
    let domain = &spot.chunk[local + 1..];
    let domain = &domain[..run(domain, is_host_byte)];
    let domain = domain.strip_suffix(b".").unwrap_or(domain);
    memchr::memchr(b'.', domain).filter(|&dot| dot > 0)?;
    Some(local + 1 + domain.len())
}

fn url(spot: &Spot) -> Option<usize> {
    let scheme = run(spot.chunk, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-')
    });
    spot.chunk[scheme..].strip_prefix(b"://")?;
    Some(url_len(spot.line))
}

/// How far a URL reaches: to a space or quote, without the punctuation of the sentence it stands in.
pub fn url_len(bytes: &[u8]) -> usize {
    let end = run(bytes, |b| {
        !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>')
    });
    let is_trailing = |b: &&u8| matches!(b, b'.' | b',' | b':' | b';' | b')' | b']' | b'}' | b'!');
    end - bytes[..end].iter().rev().take_while(is_trailing).count()
}

/// Endings of host names that are no file's, method's or class's. Sorted by how often they are met.
const DOMAINS: [&[u8]; 28] = [
    b"com",
    b"net",
    b"org",
    b"io",
    b"internal",
    b"local",
    b"cloud",
    b"dev",
    b"app",
    b"edu",
    b"gov",
    b"de",
    b"uk",
    b"eu",
    b"us",
    b"fr",
    b"jp",
    b"ru",
    b"cn",
    b"br",
    b"info",
    b"biz",
    b"lan",
    b"localdomain",
    b"svc",
    b"consul",
    b"corp",
    b"arpa",
];

fn host(spot: &Spot) -> Option<usize> {
    if goes_on(spot, |b| {
        is_host_byte(b) || matches!(b, b'/' | b'\\' | b'$')
    }) {
        return None;
    }
    let token = &spot.chunk[..run(spot.chunk, is_host_byte)];
    let token = token.strip_suffix(b".").unwrap_or(token);
    let dot = memchr::memrchr(b'.', token).filter(|&dot| dot > 0)?;
    DOMAINS.contains(&&token[dot + 1..]).then_some(token.len())
}

fn ip(spot: &Spot) -> Option<usize> {
    v4(spot.chunk)
        .or_else(|| v6(spot))
        .or_else(|| mac(spot.chunk))
}

fn v4(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for group in 0..4 {
        if group > 0 {
            if *bytes.get(at)? != b'.' {
                return None;
            }
            at += 1;
        }
        let digits = run(&bytes[at..bytes.len().min(at + 4)], |b| b.is_ascii_digit());
        if !(1..=3).contains(&digits) {
            return None;
        }
        at += digits;
    }
    let goes_on = match bytes[at..] {
        [b'.', next, ..] => next.is_ascii_digit(),
        [next, ..] => is_alnum(next),
        [] => false,
    };
    (!goes_on).then_some(at)
}

/// Groups of hexadecimal digits between colons, eight of them or fewer around `::`.
fn v6(spot: &Spot) -> Option<usize> {
    if goes_on(spot, |b| b == b':') {
        return None;
    }
    // The longest address has 45 characters.
    let len = run(&spot.chunk[..spot.chunk.len().min(48)], |b| {
        b.is_ascii_hexdigit() || matches!(b, b':' | b'.')
    });
    let token = &spot.chunk[..len];
    memchr::memchr(b':', token)?;
    let token = token.strip_suffix(b".").unwrap_or(token);
    let token = match token {
        [.., before, b':'] if *before != b':' => &token[..token.len() - 1],
        _ => token,
    };
    let text = std::str::from_utf8(token).ok()?;
    let is_address = token.len() > 2
        && token.iter().any(u8::is_ascii_digit)
        && text.parse::<std::net::Ipv6Addr>().is_ok();
    let ends = !spot.chunk.get(token.len()).copied().is_some_and(is_alnum);
    (is_address && ends).then_some(token.len())
}

fn mac(bytes: &[u8]) -> Option<usize> {
    let token = bytes.get(..17)?;
    let fits = token.iter().enumerate().all(|(i, b)| match i % 3 {
        2 => *b == b':' || *b == b'-',
        _ => b.is_ascii_hexdigit(),
    });
    (fits && !bytes.get(17).copied().is_some_and(is_alnum)).then_some(17)
}

/// W3C's `00-` trace ID `-` span ID `-` flags.
fn traceparent(spot: &Spot) -> Option<usize> {
    let token = spot.chunk.get(..55)?;
    let fits = token.iter().enumerate().all(|(i, b)| match i {
        2 | 35 | 52 => *b == b'-',
        _ => b.is_ascii_hexdigit(),
    });
    fits.then_some(55)
}

fn uuid(spot: &Spot) -> Option<usize> {
    token::is_uuid(spot.chunk.get(..36)?).then_some(36)
}

/// A random token; one of digits alone is left to the numbers.
fn random(spot: &Spot) -> Option<usize> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if spot.before.is_some_and(is_part) {
        return None;
    }
    let len = run(&spot.chunk[..spot.chunk.len().min(LONGEST)], is_part);
    (len >= 16 && token::is_random(&spot.chunk[..len])).then_some(len)
}

fn hex(spot: &Spot) -> Option<usize> {
    let len = run(spot.chunk, is_alnum);
    token::is_hex(&spot.chunk[..len]).then_some(len)
}

/// An integer, a float, a version, a percentage, or an amount of bytes.
fn number(spot: &Spot) -> Option<usize> {
    let digits = decimal(spot.chunk)?;
    let rest = &spot.chunk[digits..];
    let exponent = match rest {
        [b'e' | b'E', b'-' | b'+', digit, ..] if digit.is_ascii_digit() => {
            2 + run(&rest[2..], |b| b.is_ascii_digit())
        }
        [b'e' | b'E', digit, ..] if digit.is_ascii_digit() => {
            1 + run(&rest[1..], |b| b.is_ascii_digit())
        }
        _ => 0,
    };
    let end = digits + exponent;
    let unit = run(&spot.chunk[end..], is_alnum);
    (unit == 0 || is_amount(&spot.chunk[end..end + unit])).then_some(end + unit)
}

/// `B`, `k`, `MB`, `GiB` ...
fn is_amount(unit: &[u8]) -> bool {
    let is_scale = |b: u8| b"kKmMgGtT".contains(&b);
    match *unit {
        [b'b' | b'B'] => true,
        [scale] | [scale, b'b' | b'B'] | [scale, b'i', b'b' | b'B'] => is_scale(scale),
        _ => false,
    }
}

/// Digits with dots between them.
fn decimal(bytes: &[u8]) -> Option<usize> {
    let mut len = run(bytes, |b| b.is_ascii_digit());
    if len == 0 {
        return None;
    }
    while let [b'.', digit, ..] = bytes[len..]
        && digit.is_ascii_digit()
    {
        len += 1 + run(&bytes[len + 1..], |b| b.is_ascii_digit());
    }
    Some(len)
}

const UNITS: [&[u8]; 19] = [
    b"ns",
    b"us",
    "\u{b5}s".as_bytes(),
    "\u{3bc}s".as_bytes(),
    b"ms",
    b"msec",
    b"millis",
    b"s",
    b"sec",
    b"secs",
    b"seconds",
    b"m",
    b"min",
    b"mins",
    b"minutes",
    b"h",
    b"hours",
    b"d",
    b"days",
];

/// Numbers with units of time: `84ms`, `1.2s`, `1h30m`.
fn duration(spot: &Spot) -> Option<usize> {
    let mut at = 0;
    while let Some(digits) = decimal(&spot.chunk[at..]) {
        let unit = &spot.chunk[at + digits..];
        let unit = &unit[..run(unit, |b| b.is_ascii_alphabetic() || b >= 0x80)];
        if !UNITS.contains(&unit) {
            return None;
        }
        at += digits + unit.len();
    }
    (at > 0 && !spot.chunk.get(at).copied().is_some_and(is_alnum)).then_some(at)
}
