//! Lines that quote nothing: the method, the target and the status are words among others. IIS and the
//! W3C's extended format in every choice of columns, morgan and its relatives, PHP's built-in server, Nginx
//! Proxy Manager.
//!
//! Any text may hold a method, so that everything before it has to look like the columns of an access
//! line: times, addresses, dashes, numbers, names of machines.

use super::clf::is_address;
use super::tokens::{Token, Tokens};
use super::{Line, When, duration, is_epoch, request};
use crate::event::{Level, Want};
use crate::time;

/// Columns before the method, at most; IIS with all of them switched on has 6.
const BEFORE: usize = 12;
/// Columns after the target that are looked at for a status; IIS has the agent and two referers between.
const AFTER: usize = 24;

pub fn read<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    let (mut when, from) = leading_stamp(line);
    let dated = !matches!(when, When::Untold);
    let mut tokens = Tokens::new(&line[from..]);
    let mut before = Before::default();
    for _ in 0..BEFORE {
        let token = tokens.next()?;
        match token {
            Token::Word(word) if request::is_method(word) => {
                let target = target(word, &mut tokens)?;
                let mut line = Line {
                    when,
                    method: word,
                    target,
                    ..Line::default()
                };
                after(&mut line, tokens, dated, before)?;
                return Some(line);
            }
            // PHP's built-in server, where a request was no request.
            Token::Word(b"(null)") if before.status.is_some() => {
                let Token::Word(target) = tokens.next()? else {
                    return None;
                };
                let message = tokens.rest().trim_ascii_start();
                return Some(Line {
                    when,
                    target,
                    status: before.status,
                    message: message.strip_prefix(b"- ").unwrap_or(message),
                    sure: true,
                    ..Line::default()
                });
            }
            Token::Word(word) => before.take(word)?,
            Token::Bracket(inside) => match request::status(inside) {
                None if matches!(when, When::Untold) && time::scan(inside).is_some() => {
                    when = When::stamp(inside);
                }
                // IPv6.
                None if is_address(inside) => {}
                None => return None,
                status => before.status = status,
            },
            _ => return None,
        }
    }
    None
}

/// Date and time at the line's start, and where what follows them begins.
fn leading_stamp(line: &[u8]) -> (When<'_>, usize) {
    if !line.first().is_some_and(u8::is_ascii_digit) {
        return (When::Untold, 0);
    }
    // A tab between date and time makes them two columns.
    if line.len() > 20 && line[10] == b'\t' && line[4] == b'-' {
        let time = &line[11..];
        let len = time.iter().position(|b| *b == b'\t').unwrap_or(time.len());
        return (When::Split(&line[..10], &time[..len.min(20)]), 11 + len);
    }
    if let Some((stamp, len)) = time::scan(line)
        && stamp.date.is_some()
    {
        return (When::stamp(&line[..len]), len);
    }
    let word = line
        .split(|b| matches!(b, b' ' | b'\t'))
        .next()
        .unwrap_or(b"");
    if is_epoch(word) {
        (When::stamp(word), word.len())
    } else {
        (When::Untold, 0)
    }
}

/// What has been seen before the method.
#[derive(Default)]
struct Before<'a> {
    status: Option<u16>,
    /// The word that stands between two addresses (IIS 5: client, user, server).
    user: &'a [u8],
    last: &'a [u8],
    /// A client and a dash: the user follows, as in the common log format.
    asks_user: bool,
    /// How long it took.
    timed: bool,
    /// The status stood with what the cache did, which nothing else does.
    cached: bool,
}

impl<'a> Before<'a> {
    /// `None` when `word` is no column of an access line.
    fn take(&mut self, word: &'a [u8]) -> Option<()> {
        let address = is_address(word);
        let name = word[0].is_ascii_uppercase()
            && word
                .iter()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
        // A port may stand behind an address in brackets.
        let digits = word.strip_prefix(b":").unwrap_or(word);
        let number = duration::number(digits).is_some();
        let sign = matches!(
            word,
            b"-" | b":" | b"-->" | b"<--" | b"->" | b"<-" | b"xxx" | b"=>"
        );
        let behind_client = is_address(self.last) && !self.last.ends_with(b":");
        let user = behind_client || self.asks_user;
        self.asks_user = behind_client && word == b"-";
        let timed = duration::with_unit(word).is_some();
        let other = request::is_protocol(word) || timed;
        self.timed |= timed;
        // Edgecast's and others' `TCP_MISS/200`.
        if word.starts_with(b"TCP_")
            && let Some(slash) = memchr::memchr(b'/', word)
            && let Some(status) = request::status(&word[slash + 1..])
        {
            (self.status, self.cached) = (Some(status), true);
            self.last = word;
            return Some(());
        }
        let is_level = || Level::from_word(word.strip_suffix(b":").unwrap_or(word)).is_some();
        if !(address || name || number || sign || user || other) || is_level() {
            return None;
        }
        // ASP.NET writes the server's name there, in capitals as Windows has it.
        let machine = name && word.iter().any(u8::is_ascii_digit);
        if user && !(address || sign || number || other || machine) {
            self.user = word;
        }
        self.status = request::status(word).or(self.status);
        self.last = word;
        Some(())
    }
}

/// What is asked for: the next word, or what follows scheme and host: Nginx Proxy Manager's `https host "/path"`.
fn target<'a>(method: &[u8], tokens: &mut Tokens<'a>) -> Option<&'a [u8]> {
    match tokens.next()? {
        Token::Word(b"http" | b"https") => match (tokens.next()?, tokens.next()?) {
            (Token::Word(_), Token::Quoted(path)) => Some(path),
            (Token::Word(_), Token::Word(path)) if path.starts_with(b"/") => Some(path),
            _ => None,
        },
        Token::Word(word) if request::is_target(word) || method == b"CONNECT" => Some(word),
        // The host stands between: `GET shop.example /x HTTP/1.1`.
        Token::Word(host) if host.contains(&b'.') => match tokens.next()? {
            Token::Word(path) if path.starts_with(b"/") => Some(path),
            _ => None,
        },
        _ => None,
    }
}

/// Reads what follows the target: a protocol, then the status at once, or the columns of the W3C format.
fn after<'a>(
    line: &mut Line<'a>,
    mut tokens: Tokens<'a>,
    dated: bool,
    before: Before<'a>,
) -> Option<()> {
    line.user = before.user;
    let mut ahead = tokens.clone();
    if ahead.text().is_some_and(request::is_protocol) {
        tokens = ahead;
    }
    let columns = tokens.rest();
    if before.cached {
        (line.status, line.rest) = (before.status, columns);
    } else if !(dated && w3c(line, columns).is_some()) {
        let mut next = tokens.text().unwrap_or(b"");
        if matches!(next, b"-" | b"=>" | b"->") {
            next = tokens.text().unwrap_or(b"");
        }
        (line.status, line.rest) = (request::status(next), tokens.rest());
    }
    if line.status.is_none() {
        // `[200]: GET /x - message`, `200 GET /x (1.2.3.4) 12ms`
        (line.status, line.rest) = (Some(before.status?), columns);
        let message = columns.trim_ascii_start().strip_prefix(b"- ");
        line.message = message.unwrap_or(b"");
    }
    let timed = || {
        Tokens::new(line.rest).take(AFTER).any(|token| match token {
            Token::Word(word) => word == b"ms" || duration::with_unit(word).is_some(),
            _ => false,
        })
    };
    line.sure = !matches!(line.when, When::Untold) || before.timed || timed();
    Some(())
}

/// The columns after the target: perhaps a query, perhaps `port user client`, and somewhere the status.
fn w3c<'a>(line: &mut Line<'a>, columns: &'a [u8]) -> Option<()> {
    let mut words = [&b""[..]; AFTER];
    let mut count = 0;
    let split = columns
        .split(|b| matches!(b, b' ' | b'\t'))
        .filter(|word| !word.is_empty());
    for (place, word) in words.iter_mut().zip(split) {
        *place = word;
        count += 1;
    }
    let words = &words[..count];
    let is_port = |at: &usize| {
        let digits = words
            .get(*at)
            .is_some_and(|word| word.iter().all(u8::is_ascii_digit));
        digits && words.get(at + 2).is_some_and(|word| is_address(word))
    };
    let port = [0, 1].into_iter().find(is_port);
    let from = port.map_or(0, |at| at + 3);
    let at = from
        + words
            .get(from..)?
            .iter()
            .position(|word| request::status(word).is_some())?;
    line.status = request::status(words[at]);
    if at > 0 && port != Some(0) && words[0].first().is_some_and(|b| !matches!(b, b'=' | b'-')) {
        line.query = words[0];
    }
    if let Some(port) = port {
        line.user = words[port + 1];
    }
    // IIS: substatus, Windows' code, perhaps two sizes, and the milliseconds.
    let numbers = words[at + 1..]
        .iter()
        .map_while(|word| duration::number(word))
        .count();
    if matches!(numbers, 3 | 5) {
        line.duration_ms = duration::number(words[at + numbers]);
    }
    line.rest = columns;
    Some(())
}
