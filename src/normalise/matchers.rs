//! What may stand in a message in place of something else, one matcher each, in the order of precedence.

use super::{date, run};
use crate::token;

/// Longest run of bytes that a matcher looks at.
const LONGEST: usize = 512;

/// What begins at a place in a chunk.
struct Spot<'a> {
    /// The line up to here.
    behind: &'a [u8],
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

const MATCHERS: [Matcher; 18] = [
    any("<email>", email),
    any("<url>", url),
    any("<path>", path),
    any("<name>", named),
    digit("<duration>", told_duration),
    digit("<date>", |spot| date::numeric(spot.line)),
    any("<host>", host),
    any("<host>", ip),
    any("<id>", place),
    any("<num>", pci),
    any("<num>", task),
    digit("<trace>", traceparent),
    any("<uuid>", uuid),
    any("<num>", hex),
    any("<id>", assembly),
    any("<id>", random),
    digit("<duration>", duration),
    digit("<num>", number),
];

/// The placeholder for what begins at `line[at]` in a chunk that ends at `end`, and its length.
pub fn at(line: &[u8], at: usize, end: usize) -> Option<(&'static str, usize)> {
    let spot = Spot {
        behind: &line[..at],
        line: &line[at..],
        chunk: &line[at..end],
        before: at.checked_sub(1).map(|i| line[i]),
    };
    let first = spot.chunk[0];
    if let Some(len) = boolean(&spot) {
        return Some(("<bool>", len));
    }
    if !is_alnum(first) && !matches!(first, b':' | b'/' | b'\\')
        || spot.before.is_some_and(is_alnum)
    {
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

/// Whether a chunk of letters alone may be more than its word: a boolean, or hexadecimal digits that are all set.
pub fn may_be_word(chunk: &[u8]) -> bool {
    matches!(
        chunk,
        [b't' | b'T', b'r' | b'R', ..] | [b'f' | b'F', b'a' | b'A' | b'f' | b'F', ..]
    )
}

/// `true` or `false` behind `=`, `:` or `is`.
fn boolean(spot: &Spot) -> Option<usize> {
    if !matches!(spot.chunk[0], b't' | b'T' | b'f' | b'F') {
        return None;
    }
    let len = run(spot.chunk, is_alnum);
    let word = &spot.chunk[..len];
    let is_bool = word.eq_ignore_ascii_case(b"true") || word.eq_ignore_ascii_case(b"false");
    let behind = spot.behind.trim_ascii_end();
    (is_bool && (behind.ends_with(b"=") || behind.ends_with(b":") || behind.ends_with(b" is")))
        .then_some(len)
}

/// The length of an account's name at `line[at]`, where the words before it say that one follows.
pub fn account(line: &[u8], at: usize) -> Option<usize> {
    const BEFORE: [&[u8]; 8] = [
        b"for user ",
        b"nvalid user ",
        b"llegal user ",
        b"by user ",
        b"of user ",
        b"assword for ",
        b"ublickey for ",
        b"failures for ",
    ];
    let behind = &line[..at];
    if !behind.ends_with(b"r ") || !BEFORE.iter().any(|words| behind.ends_with(words)) {
        return None;
    }
    let len = run(&line[at..], |b| is_host_byte(b) || b >= 0x80);
    let is_word = matches!(
        &line[at..at + len],
        b"invalid" | b"illegal" | b"user" | b"the" | b"a"
    );
    (len > 0 && !is_word).then_some(len)
}

/// Names by their form or the word before them: `chrome.exe`, `class a.b.C`, the package `com.acme.shop`, the
/// constant `android.intent.action.MAIN`.
fn named(spot: &Spot) -> Option<usize> {
    const ROOTS: [&[u8]; 6] = [b"com.", b"org.", b"net.", b"io.", b"cn.", b"android."];
    if goes_on(spot, is_host_byte) {
        return None;
    }
    let len = run(spot.chunk, |b| is_host_byte(b) || b == b'$');
    let token = spot.chunk[..len]
        .strip_suffix(b".")
        .unwrap_or(&spot.chunk[..len]);
    if token.ends_with(b".exe") {
        let rest = &spot.line[token.len()..];
        return Some(token.len() + if rest.starts_with(b" *64") { 4 } else { 0 });
    }
    let dots = memchr::memchr_iter(b'.', token).count();
    if dots >= 2 && spot.behind.ends_with(b"class ") {
        return Some(token.len());
    }
    if dots < 2 || !ROOTS.iter().any(|root| token.starts_with(root)) {
        return None;
    }
    let last = token.rsplit(|b| *b == b'.').next()?;
    let is_package = !token.iter().any(u8::is_ascii_uppercase);
    let is_constant = last.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
    // An activity stands behind its package: `com.acme.shop/.CartActivity`.
    let rest = &spot.chunk[token.len()..];
    let activity = match rest.first() {
        Some(b'/') if is_package => run(rest, |b| is_host_byte(b) || matches!(b, b'/' | b'$')),
        _ => 0,
    };
    (is_package || is_constant).then_some(token.len() + activity)
}

/// An absolute path, or a relative one of four parts and more. What follows its file's name (`:57`) goes with it.
fn path(spot: &Spot) -> Option<usize> {
    let is_inside =
        |b: u8| is_alnum(b) || matches!(b, b'/' | b'\\' | b'.' | b'-' | b'_' | b'~' | b'*');
    if spot.before.is_some_and(is_inside) {
        return None;
    }
    let starts = match spot.chunk {
        [b'/', b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.' | b'~', ..] => true,
        [b'\\', b'\\', next, ..] => is_alnum(*next) || *next == b'?',
        [letter, b':', b'\\' | b'/', ..] => letter.is_ascii_alphabetic(),
        _ => {
            let reach = &spot.chunk[..spot.chunk.len().min(LONGEST)];
            let token = &reach[..run(reach, |b| is_host_byte(b) || b == b'/')];
            memchr::memchr_iter(b'/', token).count() >= 3 && !token.starts_with(b"/")
        }
    };
    starts.then(|| {
        let trailing = spot.chunk.iter().rev();
        spot.chunk.len()
            - trailing
                .take_while(|b| matches!(b, b'.' | b':' | b'!'))
                .count()
    })
}

/// Where a part stands in a large machine, by rack, midplane, node and so on: `R02-M1-N0-C:J12-U11`.
fn place(spot: &Spot) -> Option<usize> {
    let is_part = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b':');
    if !spot.chunk[0].is_ascii_uppercase() || goes_on(spot, is_host_byte) {
        return None;
    }
    let reach = &spot.chunk[..spot.chunk.len().min(64)];
    let len = run(reach, is_part);
    let token = reach[..len].strip_suffix(b":").unwrap_or(&reach[..len]);
    let goes_on = reach.get(len).copied().is_some_and(is_host_byte);
    let parts = || token.split(|b| matches!(b, b'-' | b':'));
    let numbered = parts().filter(|p| matches!(p, [b'A'..=b'Z', b'0'..=b'9', ..]) && p.len() <= 3);
    (!goes_on && numbered.count() >= 3 && parts().all(|p| p.len() <= 3)).then_some(token.len())
}

/// A device on a bus: `0000:00:1f.0`, `00:1f.0`.
fn pci(spot: &Spot) -> Option<usize> {
    let fits = |layout: &[u8]| {
        let token = spot.chunk.get(..layout.len())?;
        let is_hit = token.iter().zip(layout).all(|(b, of)| match of {
            b'x' => b.is_ascii_hexdigit(),
            of => b == of,
        });
        let ends = !spot.chunk.get(layout.len()).copied().is_some_and(is_alnum);
        (is_hit && ends).then_some(layout.len())
    };
    fits(b"xxxx:xx:xx.x").or_else(|| fits(b"xx:xx.x"))
}

/// The numbers of a job, a task of it and an attempt at that, with the letter of their kind:
/// `1445144423722_0020_m_000000_0`.
fn task(spot: &Spot) -> Option<usize> {
    if spot.before != Some(b'_') || !spot.chunk[0].is_ascii_digit() {
        return None;
    }
    let mut parts = 0;
    let mut end = 0;
    for part in spot.chunk[..spot.chunk.len().min(64)].split(|b| *b == b'_') {
        let digits = run(part, |b| b.is_ascii_digit());
        match part {
            [b'm' | b'r'] => {}
            _ if digits > 0 && !part.get(digits).copied().is_some_and(is_alnum) => {
                parts += 1;
                end += digits + usize::from(parts > 1);
                if digits < part.len() {
                    break;
                }
                continue;
            }
            _ => break,
        }
        end += 2;
    }
    (parts > 1 && spot.chunk[end - 1].is_ascii_digit()).then_some(end)
}

/// What Windows calls an assembly or package: name, key, architecture, language and version between tildes.
fn assembly(spot: &Spot) -> Option<usize> {
    if goes_on(spot, is_host_byte) {
        return None;
    }
    let len = run(spot.chunk, |b| is_host_byte(b) || b == b'~');
    (memchr::memchr_iter(b'~', &spot.chunk[..len]).count() >= 3).then_some(len)
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
    let last = &token[dot + 1..];
    // Any country's, where the name has parts enough not to be a file's.
    const FILES: [&[u8]; 14] = [
        b"js", b"ts", b"py", b"rb", b"go", b"rs", b"sh", b"so", b"cc", b"pl", b"md", b"gz", b"db",
        b"cs",
    ];
    let is_country = last.len() == 2
        && last.iter().all(u8::is_ascii_lowercase)
        && memchr::memchr_iter(b'.', token).count() >= 2
        && !FILES.contains(&last);
    (DOMAINS.contains(&last) || is_country).then_some(token.len())
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

/// Hexadecimal digits; fewer of them where they are what an object is known by: `Order@1b2c3d`, `Token{a64f992 `.
fn hex(spot: &Spot) -> Option<usize> {
    let len = run(spot.chunk, is_alnum);
    let token = &spot.chunk[..len];
    let is_mixed = |least: usize| {
        len >= least
            && token.iter().all(u8::is_ascii_hexdigit)
            && token.iter().any(u8::is_ascii_digit)
    };
    let turns = token
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit());
    let is_filled = matches!(len, 8 | 16) && token.iter().all(|b| matches!(b, b'f' | b'F'));
    let is_object = matches!(spot.before, Some(b'@' | b'{'));
    let is_hash = is_object && is_mixed(5) || is_mixed(6) && turns.count() >= 2;
    (token::is_hex(token) || is_filled || is_hash).then_some(len)
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
    if unit > 0 {
        return is_amount(&spot.chunk[end..end + unit]).then_some(end + unit);
    }
    // `5.2 KB`: the next such amount may be in another unit.
    let behind = match &spot.line[end..] {
        [b' ', rest @ ..] => &rest[..run(rest, is_alnum)],
        _ => b"",
    };
    let is_amount = is_amount(behind) && behind.ends_with(b"B");
    Some(end + if is_amount { 1 + behind.len() } else { 0 })
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

/// A time that is no time of day, for the word before it says so: `lifetime 00:02`.
fn told_duration(spot: &Spot) -> Option<usize> {
    const BEFORE: [&[u8]; 5] = [
        b"lifetime ",
        b"uptime ",
        b"elapsed ",
        b"duration ",
        b"took ",
    ];
    let len = run(spot.chunk, |b| b.is_ascii_digit() || b == b':');
    let is_told = || BEFORE.iter().any(|word| spot.behind.ends_with(word));
    (spot.chunk[..len].contains(&b':') && is_told()).then_some(len)
}

/// Numbers with units of time: `84ms`, `1.2s`, `1h30m`, `439 seconds`.
fn duration(spot: &Spot) -> Option<usize> {
    let digits = decimal(spot.chunk)?;
    if let [b' ', rest @ ..] = &spot.line[digits..] {
        let unit = &rest[..run(rest, is_alnum)];
        return (unit.len() > 1 && UNITS.contains(&unit)).then_some(digits + 1 + unit.len());
    }
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
