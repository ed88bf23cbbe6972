//! Levels as heads of lines hold them. The same word is a level or not by how it stands there: `[error]` and
//! `error:` always are, `ERROR` mostly, `error` only among words that loggers use alone.

use super::local;
use crate::event::Level;

/// How plainly a word is set off as a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// In brackets, between bars, or with a colon behind it.
    Marked,
    /// Just a word among others.
    Bare,
}

/// Reads one word as a level.
pub fn word(word: &[u8], mark: Mark) -> Option<Level> {
    // Quill and others name levels as their constants: `LOG_ERROR`.
    let word = word.strip_prefix(b"LOG_").unwrap_or(word);
    let Some(level) = Level::from_word(word) else {
        return local::word(word, mark == Mark::Marked);
    };
    let upper = word.iter().all(|b| !b.is_ascii_lowercase());
    match mark {
        Mark::Marked => Some(level),
        Mark::Bare if upper => (!named_otherwise(word)).then_some(level),
        Mark::Bare => spoken(word).then_some(level),
    }
}

/// Capitals that stand in sentences for something else than a level.
fn named_otherwise(word: &[u8]) -> bool {
    matches!(
        word,
        b"HTTP" | b"SUCCESS" | b"FAIL" | b"FAILURE" | b"CONTEXT" | b"STATEMENT" | b"DETAIL"
    )
}

/// Words that are levels even in small letters with nothing around them.
fn spoken(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 12] = [
        b"trace",
        b"debug",
        b"info",
        b"notice",
        b"warn",
        b"warning",
        b"error",
        b"err",
        b"fatal",
        b"critical",
        b"crit",
        b"information",
    ];
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// PHP's names for its severities.
const PHP: [(&[u8], Level); 12] = [
    (b"Fatal error", Level::Error),
    (b"Parse error", Level::Error),
    (b"Core error", Level::Error),
    (b"Compile error", Level::Error),
    (b"Recoverable fatal error", Level::Error),
    (b"Catchable fatal error", Level::Error),
    (b"Core Warning", Level::Warn),
    (b"Compile Warning", Level::Warn),
    (b"Warning", Level::Warn),
    (b"Notice", Level::Info),
    (b"Deprecated", Level::Info),
    (b"Strict Standards", Level::Info),
];

/// The severity of `PHP Fatal error:  ...`, and of what WordPress says of its database.
pub fn of_php(message: &[u8]) -> Option<Level> {
    if message.starts_with(b"WordPress database error ") {
        return Some(Level::Error);
    }
    let rest = message.strip_prefix(b"PHP ")?;
    let (_, level) = PHP.iter().find(|(name, _)| {
        rest.strip_prefix(*name)
            .is_some_and(|rest| rest.starts_with(b":"))
    })?;
    Some(*level)
}

/// The one-letter levels of glog, Android, MongoDB, GlusterFS, Ruby and others.
pub fn letter(letter: u8) -> Option<Level> {
    Some(match letter {
        b'T' | b'V' => Level::Trace,
        b'D' => Level::Debug,
        b'I' | b'N' => Level::Info,
        b'W' => Level::Warn,
        b'E' => Level::Error,
        b'F' | b'C' => Level::Fatal,
        _ => return None,
    })
}

/// Xorg's `(EE)`, `(WW)` and `(II)`; its `(--)`, `(==)`, `(**)` and `(++)` tell where a setting comes from.
fn doubled(byte: u8) -> Option<Level> {
    match byte {
        b'E' | b'W' | b'I' => letter(byte),
        b'!' | b'-' | b'=' | b'*' | b'+' => Some(Level::Info),
        _ => None,
    }
}

/// Reads what stands in a bracket, blanks cut: `ERROR`, `E`, `core:error`, `Server thread/WARN`,
/// `ns_server:error,...`, `twisted.web#error`, `local.ERROR`.
pub fn tag(text: &[u8]) -> Option<Level> {
    if let [one] = text {
        return letter(one.to_ascii_uppercase());
    }
    if let Some(level) = word(text, Mark::Marked) {
        return Some(level);
    }
    if let [one, same] = text
        && one == same
    {
        return doubled(*one);
    }
    let cut = text
        .iter()
        .rposition(|b| matches!(b, b':' | b'/' | b'#' | b'.' | b'|' | b' '))?;
    at_end(text, cut).or_else(|| among_names(text))
}

/// The level behind the last sign of a bracket.
fn at_end(text: &[u8], cut: usize) -> Option<Level> {
    // Small letters after a dot or slash are more likely a name: `app.debug`, `lib/error`.
    let after = text[cut + 1..].trim_ascii_start();
    let mark = if matches!(text[cut], b':' | b'#' | b'|') {
        Mark::Marked
    } else {
        Mark::Bare
    };
    let plain_name = mark == Mark::Bare && after.iter().any(|b| b.is_ascii_lowercase());
    if plain_name { None } else { word(after, mark) }
}

/// The level among names in a bracket. It comes first, as in `Info:HAL.Card`, `I|app|1a2b3c4d`, `Error#SQL` and
/// `Error-Shop.Orders.Store`, or stands between others in capitals, as in `main:ERROR:src/lib.rs:12`.
fn among_names(text: &[u8]) -> Option<Level> {
    let end = text.iter().position(|b| is_joint(*b) || *b == b'-')?;
    let (first, rest) = (text[..end].trim_ascii(), &text[end + 1..]);
    let leads = match text[end] {
        b':' | b'|' | b'#' => true,
        b'-' => super::shape::is_logger(rest),
        _ => false,
    };
    let before = match first {
        // `C:\\shop` is a place, `T:12` and `D:2` tell threads and domains.
        [one] if text[end] == b'|' => Some(letter(*one)),
        [one @ (b'E' | b'W' | b'I' | b'F' | b'V')] => {
            let named = rest.first().is_some_and(u8::is_ascii_alphabetic);
            (leads && named).then(|| letter(*one))
        }
        // `[http://...]`
        b"http" | b"log" | b"config" | b"note" | b"success" | b"audit" => None,
        _ => leads.then(|| word(first, Mark::Marked)),
    };
    before.flatten().or_else(|| {
        rest.split(|b| is_joint(*b))
            .take(4)
            .filter(|part| part.len() > 2 && part.iter().all(u8::is_ascii_uppercase))
            .find_map(|part| word(part, Mark::Bare))
    })
}

/// What joins the names in a bracket.
fn is_joint(byte: u8) -> bool {
    matches!(byte, b':' | b'/' | b'|' | b'#')
}

/// Looks through the words of a bracket that a stamp opened: `[2025-03-14T02:11:09Z ERROR my::mod]`,
/// `[2025-03-14 02:11:09,123: ERROR/MainProcess]`, `[02:11:09 ERR]`.
pub fn among(text: &[u8]) -> Option<Level> {
    text.split(|b| !b.is_ascii_alphanumeric() && *b != b'_')
        .filter(|word| !word.is_empty())
        .take(6)
        .find_map(|candidate| match candidate {
            [one] => letter(*one),
            _ => word(candidate, Mark::Bare),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_word_is_a_level_only_when_marked_or_used_alone_by_loggers() {
        assert_eq!(word(b"error", Mark::Bare), Some(Level::Error));
        assert_eq!(word(b"fail", Mark::Bare), None);
        assert_eq!(word(b"fail", Mark::Marked), Some(Level::Error));
        assert_eq!(word(b"SEVERE", Mark::Bare), Some(Level::Error));
        assert_eq!(word(b"HTTP", Mark::Bare), None);
    }

    #[test]
    fn tags_hold_a_level_beside_a_name() {
        for (text, level) in [
            ("core:notice", Level::Info),
            ("Server thread/WARN", Level::Warn),
            ("twisted.web#error", Level::Error),
            ("Error#SQL", Level::Error),
            ("local.ERROR", Level::Error),
            ("E", Level::Error),
            ("level: ERROR", Level::Error),
        ] {
            assert_eq!(tag(text.as_bytes()), Some(level), "{text}");
        }
        assert_eq!(tag(b"EE"), Some(Level::Error));
        assert_eq!(tag(b"AA"), None);
        assert_eq!(tag(b"app.debug"), None);
        assert_eq!(tag(b"main"), None);
    }

    #[test]
    fn the_level_inside_a_stamped_bracket_is_found() {
        assert_eq!(among(b" ERROR my::mod"), Some(Level::Error));
        assert_eq!(among(b": WARNING/MainProcess"), Some(Level::Warn));
        assert_eq!(among(b" #4711"), None);
    }
}
