//! Which bytes a text holds that something may be known by. Most texts lack most of them, and one pass over the
//! bytes costs less than each finder's own search for what is not there.

/// What a text has at least one of.
#[derive(Clone, Copy)]
pub struct Signs {
    /// `=` of a pair.
    pub equals: bool,
    /// `:` behind a key.
    pub colon: bool,
    pub comma: bool,
    /// `[`, `{` or `(`.
    pub bracket: bool,
    /// `/` of a path.
    pub slash: bool,
}

const EQUALS: u8 = 1;
const COLON: u8 = 2;
const BRACKET: u8 = 4;
const SLASH: u8 = 8;
const COMMA: u8 = 16;
/// Stands behind a word that is a value.
const ENDS_VALUE: u8 = 32;
/// Stands behind what was requested.
const ENDS_TARGET: u8 = 64;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b'=' => EQUALS,
            b':' => COLON,
            b'/' => SLASH,
            b'[' | b'{' | b'(' => BRACKET,
            b',' => COMMA | ENDS_VALUE | ENDS_TARGET,
            b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'|' | b'<' => ENDS_VALUE | ENDS_TARGET,
            b';' | b')' | b']' | b'}' => ENDS_VALUE,
            b'`' | b'>' | 0x1b => ENDS_TARGET,
            _ => 0,
        };
        byte += 1;
    }
    class
};

fn class(byte: u8) -> u8 {
    CLASS[usize::from(byte)]
}

impl Signs {
    pub fn of(text: &[u8]) -> Signs {
        let found = text.iter().fold(0, |found, &byte| found | class(byte));
        Signs {
            equals: found & EQUALS != 0,
            colon: found & COLON != 0,
            comma: found & COMMA != 0,
            bracket: found & BRACKET != 0,
            slash: found & SLASH != 0,
        }
    }
}

/// Whether a value without quotes ends before this byte.
pub fn ends_value(byte: u8) -> bool {
    class(byte) & ENDS_VALUE != 0
}

/// Whether the target of a request ends before this byte.
pub fn ends_target(byte: u8) -> bool {
    class(byte) & ENDS_TARGET != 0
}
