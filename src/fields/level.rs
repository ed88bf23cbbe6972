//! Levels as loggers write them: words, letters, and numbers on half a dozen scales.

use super::Unit;
use super::read::{trim, whole};
use crate::event::Level;

/// A level as text: a word or a letter in any dress (`[31merror`, `[INFO]`, `LogLevel.Warning`, `LOG_ERR`,
/// `INFO2`), or a number.
pub fn level(text: &str, unit: Unit) -> Option<Level> {
    let bytes = trim(text).as_bytes();
    if bytes.len() > 64 {
        return None;
    }
    // The usual case first: the word alone.
    if let Some(level) = Level::from_word(bytes) {
        return Some(level);
    }
    if let Some(number) = whole(text.trim()) {
        return level_number(number, unit);
    }
    let bare = without_colours(bytes);
    let word = bare
        .split(|b| !b.is_ascii_alphanumeric())
        .rfind(|word| word.iter().any(u8::is_ascii_alphabetic))?;
    Level::from_word(word).or_else(|| {
        let digits = word.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let word = &word[..word.len() - digits];
        Level::from_word(word).or_else(|| level_letter(word))
    })
}

fn level_letter(word: &[u8]) -> Option<Level> {
    Some(match word {
        [b'T' | b't' | b'V' | b'v'] => Level::Trace,
        [b'D' | b'd'] => Level::Debug,
        [b'I' | b'i' | b'N' | b'n'] => Level::Info,
        [b'W' | b'w'] => Level::Warn,
        [b'E' | b'e'] => Level::Error,
        [b'F' | b'f' | b'C' | b'c' | b'A' | b'a' | b'P' | b'p'] => Level::Fatal,
        _ => return None,
    })
}

fn without_colours(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != 0x1b {
            out.push(byte);
        } else if let Some(end) = rest.iter().position(u8::is_ascii_alphabetic) {
            rest = &rest[end + 1..];
        }
    }
    out
}

/// Where each level of a scale begins, lowest first.
type Scale = &'static [(i64, Level)];

const PYTHON: Scale = &[
    (1, Level::Trace),
    (10, Level::Debug),
    (20, Level::Info),
    (30, Level::Warn),
    (40, Level::Error),
    (50, Level::Fatal),
];
const OTEL: Scale = &[
    (1, Level::Trace),
    (5, Level::Debug),
    (9, Level::Info),
    (13, Level::Warn),
    (17, Level::Error),
    (21, Level::Fatal),
];
const AZURE: Scale = &[
    (0, Level::Trace),
    (1, Level::Info),
    (2, Level::Warn),
    (3, Level::Error),
    (4, Level::Fatal),
];
const ASCENDING: Scale = &[
    (0, Level::Debug),
    (1, Level::Info),
    (2, Level::Warn),
    (3, Level::Error),
    (4, Level::Fatal),
];
const GOOGLE: Scale = &[
    (100, Level::Debug),
    (200, Level::Info),
    (400, Level::Warn),
    (500, Level::Error),
    (600, Level::Fatal),
];
/// pino, bunyan; monolog; java.util.logging; logback: scales that do not meet, so the number tells which.
const BY_SIZE: Scale = &[
    (10, Level::Trace),
    (20, Level::Debug),
    (30, Level::Info),
    (40, Level::Warn),
    (50, Level::Error),
    (60, Level::Fatal),
    (100, Level::Debug),
    (200, Level::Info),
    (300, Level::Warn),
    (400, Level::Error),
    (500, Level::Fatal),
    (700, Level::Info),
    (900, Level::Warn),
    (1000, Level::Error),
    (5000, Level::Trace),
    (10_000, Level::Debug),
    (20_000, Level::Info),
    (30_000, Level::Warn),
    (40_000, Level::Error),
    (50_000, Level::Fatal),
];

/// A level as a number, on the scale that its key tells or, where it tells none, that its size does.
pub fn level_number(number: i64, unit: Unit) -> Option<Level> {
    let scale = match unit {
        Unit::Python => PYTHON,
        Unit::Otel => OTEL,
        Unit::Azure => AZURE,
        Unit::Ascending => ASCENDING,
        Unit::Syslog if number >= 100 && number % 100 == 0 => GOOGLE,
        // A whole PRI: facility times 8 and the severity.
        Unit::Syslog if (0..192).contains(&number) => return Level::from_syslog(number as u64 % 8),
        Unit::Syslog => return None,
        _ if (0..8).contains(&number) => return Level::from_syslog(number as u64),
        _ => BY_SIZE,
    };
    let top = scale.last()?.0;
    let at = scale.iter().rposition(|&(from, _)| from <= number)?;
    (number <= top.saturating_mul(2)).then_some(scale[at].1)
}

/// Whether a number means the same level whatever other keys hint at: small ones are counted upwards and downwards.
pub fn is_certain(number: i64) -> bool {
    level_number(number, Unit::Ascending).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_in_any_dress() {
        for (text, expected) in [
            ("error", Level::Error),
            (" WARNING ", Level::Warn),
            ("\u{1b}[1;31mERROR\u{1b}[0m", Level::Error),
            ("[INFO]", Level::Info),
            ("LogLevel.Critical", Level::Fatal),
            ("LOG_ERR", Level::Error),
            ("INFO2", Level::Info),
            ("SEVERITY_NUMBER_WARN", Level::Warn),
            ("W", Level::Warn),
            ("D3", Level::Debug),
            ("error:", Level::Error),
        ] {
            assert_eq!(level(text, Unit::None), Some(expected), "{text}");
        }
        for text in ["", "-", "Metadata", "x", "DEFAULT", "....", "\u{1b}[31m"] {
            assert_eq!(level(text, Unit::None), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_on_the_scale_its_key_tells() {
        for (number, unit, expected) in [
            (50, Unit::None, Some(Level::Error)),
            (50, Unit::Python, Some(Level::Fatal)),
            (35, Unit::None, Some(Level::Info)),
            (3, Unit::None, Some(Level::Error)),
            (3, Unit::Ascending, Some(Level::Error)),
            (4, Unit::Ascending, Some(Level::Fatal)),
            (3, Unit::Azure, Some(Level::Error)),
            (17, Unit::Otel, Some(Level::Error)),
            (9, Unit::Otel, Some(Level::Info)),
            (500, Unit::Syslog, Some(Level::Error)),
            (500, Unit::None, Some(Level::Fatal)),
            (11, Unit::Syslog, Some(Level::Error)),
            (900, Unit::None, Some(Level::Warn)),
            (40_000, Unit::None, Some(Level::Error)),
            (8, Unit::None, None),
            (i64::MAX, Unit::None, None),
            (i64::MIN, Unit::Python, None),
            (-1, Unit::Syslog, None),
        ] {
            assert_eq!(level_number(number, unit), expected, "{number} {unit:?}");
        }
    }
}
