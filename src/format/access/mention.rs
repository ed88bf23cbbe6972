//! Requests that a message speaks of: the framework's own lines in an application's log, in quotes or bare.

use memchr::{memchr, memchr2, memrchr};

use super::request::{self, Request};
use super::tokens::{self, Token, Tokens};

/// Words that stand between a request and its status and only connect the two.
const CONNECTORS: &[&[u8]] = &[
    b"-",
    b"=>",
    b"->",
    b"-->",
    b"|",
    b"status",
    b"code",
    b"responded",
    b"returned",
    b"returns",
    b"response",
    b"completed",
    b"finished",
    b"failed",
    b"got",
    b"with",
    b"HTTP",
];

/// How far into a message a request is looked for.
const MENTION_WITHIN: usize = 4096;
/// Words that are looked at for a bare method.
const WORDS: usize = 64;

/// A request that a message speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention<'a> {
    pub method: &'a [u8],
    /// Path with its query, without scheme and host.
    pub path: &'a [u8],
    pub status: Option<u16>,
}

/// The method and path of the request that `text` is or mentions:
/// `client 1.2.3.4 "GET /x HTTP/1.1" 500`, `Started GET "/x" for ...`, `HTTP GET /x responded 500`.
pub fn request_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    mention(text).map(|m| (m.method, m.path))
}

/// Like [`request_line`], with the status if it stands beside the request.
pub fn mention(text: &[u8]) -> Option<Mention<'_>> {
    let text = &text[..text.len().min(MENTION_WITHIN)];
    // All ways of writing a request have a slash or a star after the method; most messages stop here.
    memchr2(b'/', b'*', text)?;
    alone(text)
        .or_else(|| in_quotes(text))
        .or_else(|| in_words(text))
}

/// The text is a request line and nothing else.
fn alone(text: &[u8]) -> Option<Mention<'_>> {
    let last = memrchr(b' ', text)? + 1;
    let Request { method, target } =
        request::parse(text).filter(|_| request::is_protocol(&text[last..]))?;
    Some(Mention {
        method,
        path: request::path(target),
        status: None,
    })
}

fn in_quotes(text: &[u8]) -> Option<Mention<'_>> {
    let mut from = 0;
    for _ in 0..8 {
        let open = from + memchr(b'"', &text[from..])?;
        let (inside, after) = request::quoted(text, open);
        let found = request::parse(inside).or_else(|| {
            // Rails: the target alone is quoted.
            let before = text[..open].trim_ascii_end();
            let method = &before[memrchr(b' ', before).map_or(0, |at| at + 1)..];
            (request::is_method(method) && inside.starts_with(b"/")).then_some(Request {
                method,
                target: inside,
            })
        });
        if let Some(request) = found {
            let word = text[..open].trim_ascii_end();
            let word = &word[memrchr(b' ', word).map_or(0, |at| at + 1)..];
            let status = status_beside(&text[after..])
                .and_then(request::status)
                .or_else(|| request::status(word));
            return Some(Mention {
                method: request.method,
                path: request::path(request.target),
                status,
            });
        }
        from = after;
    }
    None
}

fn in_words(text: &[u8]) -> Option<Mention<'_>> {
    let mut tokens = Tokens::new(text);
    let mut before: &[u8] = b"";
    for _ in 0..WORDS {
        let Token::Word(word) = tokens.next()? else {
            continue;
        };
        let mut ahead = tokens.clone();
        if request::is_method(word)
            && let Some(Token::Word(target)) = ahead.next()
            && request::is_target(target)
            && target != b"*"
        {
            let status = status_beside(ahead.rest())
                .and_then(request::status)
                .or_else(|| request::status(before));
            return Some(Mention {
                method: word,
                path: request::path(target),
                status,
            });
        }
        before = word;
    }
    None
}

/// The status that follows a request, over words that only connect the two: `=> 200`, `responded 500`,
/// `status: 200`. A number anywhere else may be anything.
pub fn status_beside(after: &[u8]) -> Option<&[u8]> {
    // How long it took stands between: `GET /x (84 ms) 200`.
    let mut aside = false;
    for token in Tokens::new(after).take(8) {
        match token {
            // Go kit's and Weaveworks' servers: `GET /x (200) 84ms`.
            Token::Word([b'(', status @ .., b')']) if request::status(status).is_some() => {
                return Some(status);
            }
            Token::Word(word) if aside || word.starts_with(b"(") => aside = !word.ends_with(b")"),
            Token::Word(word) | Token::Quoted(word) => {
                // httpx quotes the response's line: `GET http://host/x "HTTP/1.1 200 OK"`.
                let word = match word.strip_prefix(b"HTTP/") {
                    Some(line) => memchr(b' ', line).map_or(word, |at| &line[at + 1..]),
                    None => word,
                };
                let code = word.get(..3).filter(|_| word.get(3) == Some(&b' '));
                let status = code.unwrap_or(word);
                if request::status(status).is_some() {
                    return Some(status);
                }
                let word = word.strip_suffix(b":").unwrap_or(word);
                // The client may stand between: `GET /x 192.0.2.7 -> 200`.
                let version = matches!(word, b"1.0" | b"1.1" | b"2.0");
                let says_none = CONNECTORS.contains(&word) || version;
                if !says_none && !request::is_protocol(word) && !super::is_address(word) {
                    return None;
                }
            }
            Token::Pair(key, value) => {
                if tokens::names_status(key) {
                    return request::status(value).map(|_| value);
                }
            }
            Token::Bracket(_) | Token::Brace(_) => {}
        }
    }
    None
}
