//! The tokens that access lines are made of, whatever the server: bare words, `"quoted strings"`,
//! `[bracketed]`, `{captured headers}` and `key=value` pairs.
//!
//! The tokeniser never fails: what is left open at the end of a line is a token that reaches to the end,
//! since long lines get cut by the programs that write them.

use memchr::{memchr, memchr2};
use wide::u8x16;

use crate::format::plain::lex;
use crate::sixteen::{is, run};

/// How far a closing bracket or brace is looked for. Keeps a line of nothing but `[` linear.
const CLOSE_WITHIN: usize = 4096;

/// One token, without what delimits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    Word(&'a [u8]),
    Quoted(&'a [u8]),
    Bracket(&'a [u8]),
    Brace(&'a [u8]),
    /// `key=value`, `key="value"` or `key:"value"`.
    Pair(&'a [u8], &'a [u8]),
}

/// Walks over the tokens of `text`.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a [u8]) -> Tokens<'a> {
        Tokens { text, at: 0 }
    }

    /// What has not been walked over yet.
    pub fn rest(&self) -> &'a [u8] {
        &self.text[self.at..]
    }

    /// The next token if it is a word, a quoted string or a bracket: its text.
    pub fn text(&mut self) -> Option<&'a [u8]> {
        match self.next()? {
            Token::Word(text) | Token::Quoted(text) | Token::Bracket(text) => Some(text),
            Token::Brace(_) | Token::Pair(..) => None,
        }
    }

    /// Steps over the byte that opens a token and gives what stands up to `close`.
    fn enclosed(&mut self, close: u8) -> Option<&'a [u8]> {
        let inside = &self.text[self.at + 1..];
        let end = memchr(close, &inside[..inside.len().min(CLOSE_WITHIN)])?;
        self.at += end + 2;
        Some(&inside[..end])
    }

    fn quoted(&mut self) -> &'a [u8] {
        let (text, after) = quoted(self.text, self.at);
        self.at = after;
        text
    }

    fn word(&mut self) -> Token<'a> {
        let word = &self.text[self.at..];
        let mut equals = None;
        // What begins with an escape is no colour, or it would have been skipped.
        let mut end = usize::from(word[0] == 0x1b);
        loop {
            end += run(&word[end..], goes_on);
            let Some(byte) = word.get(end) else {
                break;
            };
            match byte {
                // `key="value"`: only a name before the quote makes it a pair.
                b'"' if end > 1
                    && matches!(word[end - 1], b'=' | b':')
                    && is_key(&word[..end - 1]) =>
                {
                    self.at += end;
                    return Token::Pair(&word[..end - 1], self.quoted());
                }
                b'"' => {}
                b'=' => equals = equals.or(Some(end)),
                _ => break,
            }
            end += 1;
        }
        self.at += end;
        let word = word[..end].strip_suffix(b",").unwrap_or(&word[..end]);
        match equals {
            Some(equals) if is_key(&word[..equals]) => {
                Token::Pair(&word[..equals], &word[equals + 1..])
            }
            _ => Token::Word(word),
        }
    }
}

/// Marks the bytes at which a word neither ends nor may turn out to be a pair.
#[inline]
fn goes_on(bytes: u8x16) -> u8x16 {
    let ends = is(bytes, b' ') | is(bytes, b'\t') | is(bytes, 0x1b);
    !(ends | is(bytes, b'"') | is(bytes, b'='))
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let blank = |b: &u8| matches!(b, b' ' | b'\t' | b',');
            self.at += self.rest().iter().take_while(|b| blank(b)).count();
            // Colours are as good as blanks.
            match self.rest().first()? {
                0x1b | 0xef => match lex::invisible(self.rest()) {
                    0 => break,
                    colours => self.at += colours,
                },
                _ => break,
            }
        }
        let enclosed = match self.text[self.at] {
            b'"' => Some(Token::Quoted(self.quoted())),
            b'[' => self.enclosed(b']').map(Token::Bracket),
            b'{' => self.enclosed(b'}').map(Token::Brace),
            _ => None,
        };
        Some(enclosed.unwrap_or_else(|| self.word()))
    }
}

/// The string that opens with the quote at `open`, and the place after its closing quote.
///
/// Servers disagree on how to write a quote inside: `\"`, `\x22`, doubled, or just so. So a quote closes the
/// string only where a delimiter follows.
pub fn quoted(text: &[u8], open: usize) -> (&[u8], usize) {
    let inside = &text[open + 1..];
    let mut at = 0;
    while let Some(found) = memchr2(b'"', b'\\', &inside[at..]) {
        at += found;
        match (inside[at], inside.get(at + 1)) {
            (b'"', None) => return (&inside[..at], text.len()),
            (b'"', Some(next)) if closes(*next) => return (&inside[..at], open + at + 2),
            (b'"', Some(b'"')) | (b'\\', _) => at += 2,
            _ => at += 1,
        }
        if at >= inside.len() {
            break;
        }
    }
    (inside, text.len())
}

/// Whether a quote followed by `next` ends a string.
fn closes(next: u8) -> bool {
    matches!(
        next,
        b' ' | b'\t' | b',' | b']' | b')' | b'}' | b'|' | b';' | b'\n' | b'\r'
    )
}

/// Whether `name` can be the key of a pair: `rt`, `upstream.time`, `x-request-id`.
pub fn is_key(name: &[u8]) -> bool {
    (1..=48).contains(&name.len())
        && name[0].is_ascii_alphabetic()
        && name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// Whether a pair's key says that its value is the status.
pub fn names_status(key: &[u8]) -> bool {
    matches!(
        key,
        b"status" | b"code" | b"status_code" | b"statusCode" | b"sc"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        Tokens::new(text.as_bytes()).collect()
    }

    #[test]
    fn every_kind_of_token_is_told_apart() {
        assert_eq!(
            tokens(r#"1.2.3.4 [a b] {x|y} "q r" rt=0.2 id:"7" uct="0.1, 0.2","#),
            [
                Token::Word(b"1.2.3.4"),
                Token::Bracket(b"a b"),
                Token::Brace(b"x|y"),
                Token::Quoted(b"q r"),
                Token::Pair(b"rt", b"0.2"),
                Token::Pair(b"id", b"7"),
                Token::Pair(b"uct", b"0.1, 0.2"),
            ]
        );
    }

    #[test]
    fn quotes_inside_a_string_do_not_end_it() {
        for inside in [r#"a \" b"#, r#"a ""b"" c"#, r#"a"b c"#, r"a \x22 b", ""] {
            let text = format!("\"{inside}\" \"next\"");
            assert_eq!(
                tokens(&text),
                [Token::Quoted(inside.as_bytes()), Token::Quoted(b"next")],
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_left_open_reaches_to_the_end_of_the_line() {
        assert_eq!(tokens("\"GET /a"), [Token::Quoted(b"GET /a")]);
        assert_eq!(tokens("[14/Mar"), [Token::Word(b"[14/Mar")]);
        assert_eq!(tokens("\"a\\"), [Token::Quoted(b"a\\")]);
    }

    #[test]
    fn an_address_is_no_pair() {
        assert_eq!(
            tokens("/a?b=c ::1"),
            [Token::Word(b"/a?b=c"), Token::Word(b"::1")]
        );
    }
}
