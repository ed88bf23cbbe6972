//! The grammar of access lines that quote the request: NCSA common and combined, everything that grew out
//! of them, and the layouts of proxies and frameworks that keep `"METHOD target HTTP/x" status`.
//!
//! What is fixed is little: the request is the quoted token that reads as one, the status is the number
//! after it, the time is the bracket (or bare stamp) that reads as one, and the user stands before the
//! bracket. Everything after the status is left to [`super::trailer`].

use memchr::{memchr, memchr2, memmem, memrchr};

use super::request::{self, Request};
use super::tokens::{self, Token, Tokens};
use super::{Line, When, is_epoch, places};
use crate::event::{Field, Level, Want};
use crate::format::plain::level;
use crate::time;

/// How many quoted tokens may stand before the request (forwarded lists, hosts, Glassfish's stamp).
const QUOTES_BEFORE: usize = 6;

/// How far into a line a time without brackets is looked for.
const BARE_STAMP_WITHIN: usize = 96;

/// Reads a line of the family; `None` when no quoted token can be its request.
pub fn read<'a>(line: &'a [u8], want: &Want) -> Option<Line<'a>> {
    if matches!(line.first()?, b'{' | b'<' | b'#') {
        return None;
    }
    let line = without_stray_quote(line);
    let mut quoted_stamp: &[u8] = b"";
    let mut previous: &[u8] = b"";
    let mut from = 0;
    for nth in 0..QUOTES_BEFORE {
        let open = from + memchr(b'"', &line[from..])?;
        let head = &line[..open];
        // Puma's `Rack app ("GET /x" - (192.0.2.7)): message`.
        if nth == 0 && (head.ends_with(b"(") || !plausible(head)) {
            return None;
        }
        let (text, after) = request::quoted(line, open);
        let request = request::parse(text);
        let closed = after < line.len() || line.ends_with(b"\"");
        // The method stands before the upstream: oauth2-proxy's `GET http://10.0.0.1/ "/x" HTTP/1.1`.
        let request = request.or_else(|| behind_method(head, text, &line[after..]));
        if request.is_some() || (after_stamp(head) && (!closed || answers(&line[after..]))) {
            let parts = Parts {
                head,
                request: request.unwrap_or_default(),
                rest: &line[after..],
                quoted_stamp,
                quoted_user: previous,
            };
            return parts.line(want);
        }
        let bare = text
            .strip_prefix(b"[")
            .and_then(|text| text.strip_suffix(b"]"));
        let bare = bare.unwrap_or(text);
        if quoted_stamp.is_empty() && is_stamp(bare) {
            quoted_stamp = bare;
        } else if quoted_stamp.is_empty() {
            previous = text;
        }
        from = after;
    }
    None
}

/// A line cut at its request.
struct Parts<'a> {
    head: &'a [u8],
    request: Request<'a>,
    /// What follows the request.
    rest: &'a [u8],
    /// A stamp that stands in quotes before the request, and the quoted token before that.
    quoted_stamp: &'a [u8],
    quoted_user: &'a [u8],
}

impl<'a> Parts<'a> {
    fn line(self, want: &Want) -> Option<Line<'a>> {
        let level = level_prefix(self.head);
        let bare = || {
            self.quoted_stamp
                .is_empty()
                .then(|| bare_stamp(self.head))?
        };
        let before = stamp_bracket(self.head).or_else(bare);
        let (mut status, rest) = status_after(self.rest);
        // A number alone behind the request is the size, if a status stands before it.
        let told_before = || self.status_before(before.map_or(0, |(at, _)| at));
        if status.is_none() {
            status = told_before();
        } else if is_alone(self.rest)
            && let Some(before) = told_before().filter(|s| request::is_registered(*s))
        {
            status = Some(before);
        } else if is_size(self.head, self.rest) {
            status = None;
        }
        let when = match before {
            Some((_, stamp)) => stamp,
            None if !self.quoted_stamp.is_empty() => self.quoted_stamp,
            None => stamp_bracket(&rest[..rest.len().min(1024)])
                .map(|(_, stamp)| stamp)
                .or_else(|| last_stamp(rest))
                .unwrap_or_default(),
        };
        let sure = !when.is_empty()
            || (status.is_some() && (level.is_some() || is_address(first_word(self.head))));
        if status.is_none() && when.is_empty() {
            return None;
        }
        let mut line = Line {
            when: When::stamp(when),
            method: self.request.method,
            target: self.request.target,
            status,
            level,
            head: self.head,
            rest,
            sure,
            ..Line::default()
        };
        if want.has(Field::User) {
            line.user = match before {
                _ if !self.quoted_stamp.is_empty() => self.quoted_user,
                Some((at, stamp)) if at <= 1 => self.user_behind(at + stamp.len()),
                Some((at, _)) => user(&self.head[..at]),
                None => self.quoted_user,
            };
        }
        places::fill(&mut line, want);
        Some(line)
    }

    /// The user where the stamp comes first: `[stamp] host address - user "GET ...`, `stamp address user "GET ...`.
    fn user_behind(&self, stamp: usize) -> &'a [u8] {
        let behind = self.head[stamp..].trim_ascii_end();
        if let Some(ident) = memmem::rfind(behind, b" - ") {
            return unquoted(behind[ident + 3..].trim_ascii());
        }
        let word = memrchr(b' ', behind).map_or(behind, |space| &behind[space + 1..]);
        let before = behind[..behind.len() - word.len()].trim_ascii_end();
        let address = memrchr(b' ', before).map_or(before, |space| &before[space + 1..]);
        let named = word.iter().any(u8::is_ascii_alphabetic) && !word.contains(&b':');
        if named && is_address(address) && !is_address(word) && !request::is_method(word) {
            unquoted(word)
        } else {
            b""
        }
    }

    /// A status that stands between the stamp and the request.
    fn status_before(&self, stamp: usize) -> Option<u16> {
        let words = self.head[stamp..]
            .rsplit(|b| *b == b' ')
            .filter(|w| !w.is_empty());
        words.take(3).find_map(request::status)
    }
}

/// Whether `head`, which stands before the first quote, can open an access line. A level word, a logger's
/// name with its colon or the key of a pair says that some other program wraps the line.
fn plausible(head: &[u8]) -> bool {
    let mut words = head
        .split(|b| matches!(b, b' ' | b'\t'))
        .filter(|w| !w.is_empty());
    let Some(first) = words.next() else {
        return true;
    };
    if first.contains(&b'=') || head.len() > 4096 {
        return false;
    }
    words.all(|word| {
        let (start, end) = (word[0], word[word.len() - 1]);
        match (start, end) {
            (b'[', b']') => Level::from_word(&word[1..word.len() - 1]).is_none(),
            // glog's `main.go:22]`.
            (b'0'..=b'9' | b'[', _) => true,
            (_, b':') => word.iter().all(|b| b.is_ascii_hexdigit() || *b == b':'),
            (_, b']') => !word.contains(&b':') || word.contains(&b'['),
            (b'A'..=b'Z', _) => {
                !word.iter().all(u8::is_ascii_uppercase) || Level::from_word(word).is_none()
            }
            _ => true,
        }
    })
}

/// OpenLiteSpeed opens a quote before the whole line and never closes it.
fn without_stray_quote(line: &[u8]) -> &[u8] {
    match line.strip_prefix(b"\"") {
        Some(rest) if memmem::find(tokens::quoted(line, 0).0, b"] \"").is_some() => rest,
        _ => line,
    }
}

/// Uvicorn's `INFO:     ` before the line; Django's `ERROR ` before the stamp.
fn level_prefix(head: &[u8]) -> Option<Level> {
    let first = first_word(head);
    match first.strip_suffix(b":") {
        Some(word) => Level::from_word(word),
        None if first.iter().all(u8::is_ascii_uppercase) => level::word(first, level::Mark::Bare),
        None => None,
    }
}

pub fn first_word(text: &[u8]) -> &[u8] {
    &text[..memchr2(b' ', b'\t', text).unwrap_or(text.len())]
}

/// The first bracket that holds a time: where it opens, and the time.
fn stamp_bracket(text: &[u8]) -> Option<(usize, &[u8])> {
    let mut from = 0;
    for _ in 0..8 {
        let open = from + memchr(b'[', &text[from..])?;
        let inside = &text[open + 1..text.len().min(open + 64)];
        if let Some(close) = memchr(b']', inside)
            && is_stamp(&inside[..close])
        {
            return Some((open, &inside[..close]));
        }
        from = open + 1;
    }
    None
}

/// The time that the line ends with, behind its last quote.
fn last_stamp(rest: &[u8]) -> Option<&[u8]> {
    let last = rest[memrchr(b'"', rest)? + 1..].trim_ascii();
    is_stamp(last).then_some(last)
}

/// Whether `text` is a time with its date.
pub fn is_stamp(text: &[u8]) -> bool {
    let common = text.len() >= 20 && text[2] == b'/' && text[6] == b'/';
    common
        || is_epoch(text)
        || (text.len() >= 8 && time::scan(text).is_some_and(|(stamp, _)| stamp.date.is_some()))
}

/// A time outside any bracket: where it begins, and the time.
fn bare_stamp(head: &[u8]) -> Option<(usize, &[u8])> {
    let first = first_word(head);
    if is_epoch(first) {
        return Some((0, first));
    }
    let (range, stamp) = time::find(head, BARE_STAMP_WITHIN)?;
    stamp.date.is_some().then(|| (range.start, &head[range]))
}

/// Whether `head` ends with a bracketed time, so that the quoted token which follows is the request,
/// whatever garbage it holds.
fn after_stamp(head: &[u8]) -> bool {
    let head = head.trim_ascii_end();
    let Some(inside) = head.strip_suffix(b"]") else {
        return false;
    };
    memrchr(b'[', inside).is_some_and(|open| is_stamp(&inside[open + 1..]))
}

/// A target alone in quotes, with the protocol behind it and the method among the last words before it.
fn behind_method<'a>(head: &'a [u8], target: &'a [u8], rest: &[u8]) -> Option<Request<'a>> {
    if !target.starts_with(b"/") || !rest.starts_with(b" HTTP/") {
        return None;
    }
    let mut words = head.trim_ascii_end().rsplit(|b| *b == b' ').take(2);
    let method = words.find(|word| request::is_method(word))?;
    Some(Request { method, target })
}

/// Whether a status follows at once.
fn answers(rest: &[u8]) -> bool {
    let word = first_word(rest.trim_ascii_start());
    request::status(word).is_some() || matches!(word, b"-" | b"0" | b"000")
}

/// The status after the request, and what follows it. It is the next token, or one of the next few:
/// `status: 200`, `"200"`, `from 1.2.3.4:1 - 200` (chi).
fn status_after(rest: &[u8]) -> (Option<u16>, &[u8]) {
    let mut tokens = Tokens::new(rest);
    if matches!(first_word(rest.trim_ascii_start()), b"-" | b"0" | b"000") {
        // The client went away: whatever number comes next is something else.
        return (None, rest);
    }
    for _ in 0..4 {
        let status = match tokens.next() {
            Some(Token::Word(word) | Token::Quoted(word) | Token::Bracket(word)) => {
                request::status(word)
            }
            Some(Token::Pair(key, value)) if tokens::names_status(key) => request::status(value),
            Some(_) => None,
            None => break,
        };
        if status.is_some() {
            return (status, tokens.rest());
        }
    }
    (None, rest)
}

/// Whether there is but one word.
fn is_alone(rest: &[u8]) -> bool {
    rest.trim_ascii().iter().all(|b| *b != b' ')
}

/// Apache's TLS request log ends with the size of the answer, which can look like a status.
fn is_size(head: &[u8], rest: &[u8]) -> bool {
    is_alone(rest) && head.windows(4).any(|w| w == b"TLSv" || w == b"SSLv")
}

/// The user in `host ident user `, which stands before the time: what follows the first `-` after the host,
/// spaces and all; or the last word, where ident and user are both given.
fn user(head: &[u8]) -> &[u8] {
    let head = head.trim_ascii_end();
    let after = &head[first_word(head).len()..];
    if let Some(ident) = after.windows(2).position(|two| two == b" -")
        && matches!(after.get(ident + 2), None | Some(b' '))
    {
        let user = after[ident + 2..].trim_ascii();
        // The forwarded addresses in a bracket, and another dash, as nginx's ingress had it: `- [address] - user`.
        if let Some(forwarded) = user.strip_prefix(b"[")
            && let Some(close) = memchr(b']', forwarded)
            && forwarded[..close]
                .split(|b| matches!(b, b' ' | b','))
                .filter(|a| !a.is_empty())
                .all(is_address)
        {
            let behind = forwarded[close + 1..].trim_ascii();
            return unquoted(behind.strip_prefix(b"-").unwrap_or(behind).trim_ascii());
        }
        // The request's ID may come first, as oauth2-proxy has it: `address - ID - user`.
        if let Some((id, behind)) = memmem::find(user, b" - ").map(|at| user.split_at(at))
            && crate::token::is_uuid(id)
        {
            return unquoted(&behind[3..]);
        }
        // WsgiDAV's and others' dash before the time.
        let user = user.strip_suffix(b" -").unwrap_or(user);
        // What came before was a logger's name and its dash.
        if is_address(first_word(user)) {
            return self::user(user);
        }
        return unquoted(user);
    }
    // Apache's `%h %u`.
    let host = first_word(head);
    let alone = after.trim_ascii();
    let named = alone.first().is_some_and(u8::is_ascii_alphabetic)
        && alone
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'@'));
    if named && is_address(host) && host.contains(&b'.') && alone != b"localhost" {
        return alone;
    }
    let start = match after.strip_suffix(b"\"") {
        Some(quoted) => memrchr(b'"', quoted),
        None => memrchr(b' ', after).map(|space| space + 1),
    };
    let (ident, user) = after.split_at(start.unwrap_or(0));
    if ident.trim_ascii().is_empty() || is_address(user) {
        b""
    } else {
        unquoted(user)
    }
}

fn unquoted(word: &[u8]) -> &[u8] {
    word.strip_prefix(b"\"")
        .and_then(|word| word.strip_suffix(b"\""))
        .unwrap_or(word)
}

/// An IP address, with a port or without.
pub fn is_address(word: &[u8]) -> bool {
    word.len() >= 3
        && word
            .iter()
            .all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':' | b'[' | b']' | b','))
        && (word.iter().filter(|b| **b == b'.').count() >= 3
            || word.iter().filter(|b| **b == b':').count() >= 2)
}
