//! Words of a head: where they end, and how they are set off.

/// A word, and how it is set off.
pub struct Token<'t> {
    pub text: &'t [u8],
    /// The text up to its first sign, and the sign.
    pub stem: &'t [u8],
    pub sign: Option<u8>,
    /// Where it ends: at a blank, a bar or a colour code.
    pub end: usize,
    /// A wide gap, a bar or a separator follows, as behind the cell of a table.
    pub cell: bool,
}

impl<'t> Token<'t> {
    /// How far behind its end a token is looked at.
    pub const AHEAD: usize = 3;

    pub fn read(text: &'t [u8], start: usize) -> Token<'t> {
        let rest = &text[start..];
        let stem = rest.iter().position(|b| is(ENDS_STEM, *b));
        let stem = stem.unwrap_or(rest.len());
        let len = rest[stem..].iter().position(|b| is(ENDS_WORD, *b));
        let word = &rest[..len.map_or(rest.len(), |len| stem + len)];
        let end = start + word.len();
        let cell = matches!(
            &text[end..],
            [b'\t' | b'|' | 0x1b, ..]
                | [b' ', b' ' | b'\t' | b'|', ..]
                | [b' ', b':' | b'-', b' ', ..]
        );
        Token {
            text: word,
            stem: &word[..stem],
            sign: word.get(stem).copied(),
            end,
            cell,
        }
    }

    /// The word without a colon at its end.
    pub fn name(&self) -> &'t [u8] {
        self.text.strip_suffix(b":").unwrap_or(self.text)
    }

    pub fn has_colon(&self) -> bool {
        self.text.ends_with(b":")
    }

    /// More of the word stands behind the sign.
    pub fn goes_on(&self) -> bool {
        self.text.len() > self.stem.len() + 1
    }
}

/// Ends a word.
const ENDS_WORD: u8 = 1;
/// Ends a word's stem: the word itself, or a sign within.
const ENDS_STEM: u8 = 2;
/// Punctuation of which separators are made.
const SIGN: u8 = 4;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b' ' | b'\t' | 0x1b | b'\n' | b'\r' => ENDS_WORD | ENDS_STEM,
            b'|' => ENDS_WORD | ENDS_STEM | SIGN,
            b':' | b',' | b';' | b'!' | b'=' | b'>' | b'*' => ENDS_STEM | SIGN,
            b'[' | b']' | b'(' | b'/' | b'"' => ENDS_STEM,
            b'-' | b'#' => SIGN,
            _ => 0,
        };
        byte += 1;
    }
    class
};

fn is(class: u8, byte: u8) -> bool {
    CLASS[usize::from(byte)] & class != 0
}

pub fn is_sign(byte: u8) -> bool {
    is(SIGN, byte)
}

pub fn word_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or(b"");
    let len = rest.iter().position(|b| is(ENDS_WORD, *b));
    len.map_or(text.len(), |len| start + len)
}
