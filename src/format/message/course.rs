//! Messages of which earlier ones tell how they are read.
//!
//! A message is cut into words and gaps ([`Template`]), and whatever is looked for in it is asked whether it looks at
//! words alone. If so, what it finds is known for all messages of the template; if not, it goes on being looked for. The
//! values that may stand in gaps hold none of the signs by which anything is known, so that only what lies beside a gap
//! has to be seen to.

use std::ops::Range;

use super::request::METHODS;
use super::{finds, ids, phrase, signs};
use crate::fields::{Course, KeyTable, Meaning, Part, Request};
use crate::format::pairs::Pairs;
use crate::template::Template;

/// Learns how messages like `text` are read; `None` where each has to be read by itself.
pub fn learn<'t>(text: &'t [u8], keys: &KeyTable) -> Option<(Template<'t>, Course)> {
    if !Template::may_have(text) {
        return None;
    }
    let asked = asked(text);
    let is_target = |at: usize| asked.as_ref().is_some_and(|asked| asked.target.start == at);
    let template = Template::of(text, is_target)?;
    let course = Course {
        pairs: pairs(&template, keys)?,
        colons: has_colons(&template, keys),
        brackets: has_brackets(&template),
        request: request(&template, asked)?,
        phrase: has_phrase(&template),
    };
    Some((template, course))
}

fn part(template: &Template, range: Range<usize>) -> Option<Part> {
    Some(Part {
        from: template.mark(range.start)?,
        to: template.mark(range.end)?,
    })
}

/// Where the run of bytes begins that ends at `end`, if it begins within the words that it ends in.
fn run_before(template: &Template, end: usize, in_run: impl Fn(u8) -> bool) -> Option<usize> {
    let words = template.words(end.checked_sub(1)?)?;
    let run = &template.text[words.start..end];
    match run.iter().rposition(|b| !in_run(*b)) {
        Some(before) => Some(words.start + before + 1),
        None => (words.start == 0).then_some(0),
    }
}

/// The pairs that mean something, if all keys are words.
fn pairs(template: &Template, keys: &KeyTable) -> Option<Vec<(Meaning, Part)>> {
    let text = template.text;
    for sign in memchr::memchr_iter(b'=', text) {
        let in_key = |b: u8| b.is_ascii_alphanumeric() || b"_@$-.\"'".contains(&b);
        run_before(template, sign, in_key)?;
    }
    let mut told = Vec::new();
    for pair in Pairs::new(text) {
        let Some(meaning) = keys.meaning(pair.key).filter(|m| finds::is_told(m.field)) else {
            continue;
        };
        if pair.raw.contains(&b'\\') {
            return None;
        }
        let from = pair.raw.as_ptr() as usize - text.as_ptr() as usize;
        told.push((meaning, part(template, from..from + pair.raw.len())?));
    }
    Some(told)
}

/// Whether a word before a colon may be a key.
fn has_colons(template: &Template, keys: &KeyTable) -> bool {
    let text = template.text;
    let in_key = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    memchr::memchr_iter(b':', text).any(|colon| {
        if text[..colon].ends_with(b"\"") {
            return true;
        }
        if text.get(colon + 1) != Some(&b' ') || colon == 0 {
            return false;
        }
        if !in_key(text[colon - 1]) {
            return false;
        }
        let Some(start) = run_before(template, colon, in_key) else {
            return true;
        };
        let means = |start: usize| {
            colon - start > super::LONGEST_KEY || keys.meaning(&text[start..colon]).is_some()
        };
        let is_id = text[start..colon].eq_ignore_ascii_case(b"id");
        let both = is_id && start > 0 && text[start - 1] == b' ';
        if !both {
            return means(start);
        }
        match run_before(template, start - 1, in_key) {
            Some(start) => means(start),
            None => true,
        }
    })
}

/// Whether a bracket may hold an ID.
fn has_brackets(template: &Template) -> bool {
    let text = template.text;
    // Short ones as well: others of the template may be longer.
    ids::all_brackets(text).any(|content| {
        let from = content.as_ptr() as usize - text.as_ptr() as usize;
        let range = from..from + content.len();
        if !template.has_gap(range.clone()) {
            return ids::may_name(content) || content.contains(&b':');
        }
        let begins = template
            .words(from)
            .map_or(&b""[..], |words| &text[from..words.end.min(range.end)]);
        let differs = |from: &[u8]| begins.iter().zip(from).any(|(one, other)| one != other);
        // Words before a gap end with a sign, and no ID has one but the slash.
        let is_none = differs(b"req-")
            && differs(b"None req-")
            && !content.iter().any(|b| matches!(b, b'/' | b':' | b','));
        !is_none
    })
}

/// Where a request stands whose method and target are plain to see.
struct Seen {
    method: Range<usize>,
    target: Range<usize>,
}

/// The first slash that may begin a target, and the method before it, if there is one.
fn first_target(text: &[u8]) -> Option<(usize, Option<Range<usize>>)> {
    let begins = |slash: &usize| {
        let before = text[..*slash].last();
        before.is_some_and(|b| matches!(b, b' ' | b'"' | b'\'' | b'`' | b':'))
    };
    let slash = memchr::memchr_iter(b'/', text).find(begins)?;
    let method = text[..slash].strip_suffix(b" ").and_then(|before| {
        let start = before
            .iter()
            .rposition(|b| !b.is_ascii_uppercase())
            .map_or(0, |at| at + 1);
        let joined = start > 0
            && (before[start - 1].is_ascii_alphanumeric() || b"_-.".contains(&before[start - 1]));
        let is_method = !joined && METHODS.contains(&&before[start..]);
        is_method.then_some(start..before.len())
    });
    Some((slash, method))
}

fn asked(text: &[u8]) -> Option<Seen> {
    let (slash, method) = first_target(text)?;
    let len = text[slash..].iter().position(|b| signs::ends_target(*b));
    Some(Seen {
        method: method?,
        target: slash..len.map_or(text.len(), |len| slash + len),
    })
}

/// What is known of the request; `None` where its target has signs of its own.
fn request(template: &Template, asked: Option<Seen>) -> Option<Request> {
    let text = template.text;
    let Some(Seen { method, target }) = asked else {
        return Some(match first_target(text) {
            Some(_) => Request::Unknown,
            None => Request::Nothing,
        });
    };
    // The whole target is one gap, and the method a word between words.
    let is_gap = target.clone().all(|at| template.words(at).is_none());
    (is_gap && !template.has_gap(method.start..target.start)).then_some(())?;
    let no_address = |range: Range<usize>| {
        let odd =
            |b: u8| !b.is_ascii_hexdigit() && !matches!(b, b'.' | b':' | b'[' | b']' | b',' | b'"');
        let mut places = range.into_iter();
        places.any(|at| template.words(at).is_some() && odd(text[at]))
    };
    let first = text.iter().position(|b| *b == b' ').unwrap_or(text.len());
    let is_access = !no_address(0..first) || text.starts_with(b"\"");
    // The second word before the method is the client's address, where the first is a user.
    let before = text[..method.start].trim_ascii_end();
    let user = before.iter().rposition(|b| *b == b' ');
    let has_user = user.is_some_and(|user| {
        let start = before[..user]
            .iter()
            .rposition(|b| *b == b' ')
            .map_or(0, |at| at + 1);
        !no_address(start..user)
    });
    Some(Request::At {
        method: part(template, method)?,
        target: part(template, target)?,
        is_access,
        has_user,
    })
}

/// Whether the message may be one of the sentences that report requests.
fn has_phrase(template: &Template) -> bool {
    let text = template.text;
    let Some(begins) = phrase::beginning(text) else {
        return false;
    };
    if begins.is_empty() {
        return false;
    }
    let at = text.len() - begins.len();
    match template.words(at) {
        Some(words) => phrase::may_go_on(&text[at..words.end], words.end == text.len()),
        None => true,
    }
}
