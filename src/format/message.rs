//! Fields that an application wrote into the free text of its message.
//!
//! Only what is explicit counts: a pair whose key is known, an ID alone in brackets, a request line, and the few
//! sentences in which web frameworks have reported requests for years ([`phrase`]). A number in a sentence is
//! no status, a name no user. What the entry's own format has found stays: text is only asked for the rest.

mod course;
mod finds;
mod ids;
mod phrase;
mod request;
mod signs;

use std::borrow::Cow;

use crate::event::{Event, Field, Text};
use crate::fields::{Course, Meaning, Part, Request};
use crate::format::access::{self, Told};
use crate::format::plain::lex;
use crate::format::{Cx, pairs};
use crate::template::Templates;
use crate::trace::{self, Tracker};
use finds::{Finds, is_told};
use signs::Signs;

/// What stands beyond this is payload.
const LIMIT: usize = 4096;

/// How much less a key before a colon tells than one before an equals sign.
const WORDED: u8 = 30;
/// Longer words before a colon are no keys.
const LONGEST_KEY: usize = 40;

/// Fills the event's fields that are still open, and asked for, from the message's text: its first 4 KiB, and
/// nothing behind the point where a stack trace begins.
pub fn enrich<'a>(message: &'a str, cx: &mut Cx, event: &mut Event<'a>) {
    if !wanted(cx, event) {
        return;
    }
    // What the user asked for by its key may stand anywhere.
    if !cx.want.extra.is_empty() {
        return enrich_anew(message, cx, event);
    }
    let mut courses = cx.memo.lend_courses();
    if !follow(message, &mut courses, cx, event) {
        enrich_anew(message, cx, event);
        if courses.is_eager() {
            match course::learn(message.as_bytes(), cx.keys) {
                Some((template, course)) => courses.learn(&template, course),
                None => courses.despair(),
            }
        }
    }
    cx.memo.take_courses_back(courses);
}

fn enrich_anew<'a>(message: &'a str, cx: &mut Cx, event: &mut Event<'a>) {
    let message = message.as_bytes();
    let text = before_trace(&message[..message.len().min(LIMIT)]);
    gather(text, Signs::of(text), false, cx, event);
}

/// Reads a message as an earlier one of its template, if there was one: as [`gather`] does, but for what is known.
fn follow<'a>(
    message: &'a str,
    courses: &mut Templates<Course>,
    cx: &mut Cx,
    event: &mut Event<'a>,
) -> bool {
    let Some((course, starts)) = courses.find(message.as_bytes()) else {
        return false;
    };
    let text = message.as_bytes();
    let range = |part: Part| part.from.in_text(&starts)..part.to.in_text(&starts);
    let mut finds = Finds::new(cx, event);
    for (meaning, value) in &course.pairs {
        finds.meant(*meaning, &message[range(*value)]);
    }
    if course.colons {
        colons(text, &mut finds);
    }
    if course.brackets && finds.wants_any([Field::RequestId, Field::TraceId, Field::User]) {
        ids::in_brackets(text, &Signs::of(text), &mut finds);
    }
    let mut told = None;
    if finds.wants_any([Field::Method, Field::Path, Field::Status, Field::Duration]) {
        told = match course.request {
            Request::Nothing => None,
            Request::Unknown => request::find(text, text, &mut finds),
            Request::At {
                method,
                target,
                is_access,
                has_user,
            } => {
                let (method, target) = (range(method), range(target));
                finds.known(Field::Method, &message[method.clone()]);
                finds.known(Field::Path, &message[target.clone()]);
                let told = || is_access.then(|| access::told(text))?;
                let before = &text[..target.start];
                let user = || has_user.then(|| request::user_before(before, &text[method]))?;
                request::around(text, target, &mut finds, told, user)
            }
        };
        if course.phrase {
            phrase::find(text, memchr::memchr(b'/', text).is_some(), &mut finds);
        }
    }
    finds.finish();
    if let Some(told) = told {
        take(told, cx, event);
    }
    true
}

/// The same for the head of a line, between its stamp and its message, where a UUID alone is the request's.
pub fn enrich_head<'a>(head: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) {
    if head.len() > 3 && wanted(cx, event) {
        gather(head, Signs::of(head), true, cx, event);
    }
}

/// Whether a message of one line certainly tells nothing, whatever is asked for.
pub fn tells_nothing(message: &[u8], cx: &mut Cx) -> bool {
    let message = &message[..message.len().min(LIMIT)];
    cx.memo.mute.of(message, |message| {
        let signs = Signs::of(message);
        !may_tell(message, &signs, signs.bracket)
    })
}

/// Whether the head of a line certainly tells nothing, whatever is asked for.
pub fn is_mute(head: &[u8]) -> bool {
    !may_tell(head, &Signs::of(head), ids::may_hold(head))
}

/// Whether anything that is looked for may stand in a text, an ID that needs no name for one.
fn may_tell(text: &[u8], signs: &Signs, may_hold_id: bool) -> bool {
    signs.equals
        || signs.colon
        || signs.slash
        || may_hold_id
        || phrase::may_begin(lex::first_line(text).0, signs.slash)
}

fn wanted(cx: &Cx, event: &Event) -> bool {
    let told = event.told();
    !cx.want.extra.is_empty()
        || Field::ALL
            .into_iter()
            .any(|field| is_told(field) && cx.want.has(field) && told >> field as u32 & 1 == 0)
}

/// The text up to the line with which a stack trace begins; a trace that begins in the first line is after it.
fn before_trace(text: &[u8]) -> &[u8] {
    let Some(first) = memchr::memchr(b'\n', text) else {
        return text;
    };
    let mut tracker = Tracker::start(&text[..first]);
    let mut at = first + 1;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |len| at + len);
        let line = text[at..end].trim_ascii_end();
        if !line.is_empty() {
            let mut ahead = text
                .get(end + 1..)
                .unwrap_or(b"")
                .split(|b| *b == b'\n')
                .map(Cow::Borrowed)
                .take(trace::LOOKAHEAD);
            if tracker.next(line, &mut ahead) != trace::Part::Other {
                return &text[..at];
            }
        }
        at = end + 1;
    }
    text
}

fn gather<'a>(text: &'a [u8], signs: Signs, in_head: bool, cx: &mut Cx, event: &mut Event<'a>) {
    let mut extra = std::mem::take(&mut event.extra);
    let keys = &cx.want.extra;
    let mut finds = Finds::new(cx, event);
    if signs.equals {
        for pair in pairs::Pairs::new(text) {
            finds.keyed(pair.key, || pair.value());
            keep_extra(keys, &pair, &mut extra);
        }
    }
    if signs.colon {
        colons(text, &mut finds);
    }
    if finds.wants_any([Field::RequestId, Field::TraceId, Field::User]) {
        if signs.bracket {
            ids::in_brackets(text, &signs, &mut finds);
        }
        if in_head {
            ids::alone(text, &mut finds);
        }
    }
    let line = lex::first_line(text).0;
    let mut told = None;
    if finds.wants_any([Field::Method, Field::Path, Field::Status, Field::Duration]) {
        if signs.slash {
            told = request::find(text, line, &mut finds);
        }
        phrase::find(line, signs.slash, &mut finds);
    }
    finds.finish();
    if let Some(told) = told {
        take(told, cx, event);
    }
    event.extra = extra;
}

/// Takes from an access line in the message what the sentences around a request do not tell: its status, and the
/// time with its date where the entry's head has the time of day only.
fn take(told: Told, cx: &mut Cx, event: &mut Event) {
    if cx.want.has(Field::Status) && event.status.is_none() {
        event.status = told.status;
    }
    if cx.want.has(Field::Time)
        && (event.time.is_none() || event.year_assumed)
        && let Some(reading) = told.time(cx.clock)
        && !reading.year_assumed
    {
        event.time = Some(reading.time);
        event.year_assumed = false;
    }
}

/// Fields outside the canonical ones that the user asked for by their keys.
pub(super) fn keep_extra<'a>(
    keys: &[String],
    pair: &pairs::Pair<'a>,
    extra: &mut Vec<Option<Text<'a>>>,
) {
    for (i, _) in keys
        .iter()
        .enumerate()
        .filter(|(_, key)| key.as_bytes() == pair.key)
    {
        extra.resize(extra.len().max(keys.len()), None);
        extra[i].get_or_insert_with(|| pair.value());
    }
}

/// `request_id: x`, `RequestId: x`, `(request id: x)`, `X-Request-ID: x`, `status: 500`: only for IDs and the
/// status, since a colon mostly ends a phrase. And the quoted keys of JSON that stands in the text.
fn colons<'a>(text: &'a [u8], finds: &mut Finds<'_, 'a>) {
    for colon in memchr::memchr_iter(b':', text) {
        let after = lex::blanks(text, colon + 1);
        if after >= text.len() {
            continue;
        }
        if text[..colon].ends_with(b"\"") {
            json_member(text, colon, after, finds);
        } else if after > colon + 1
            && let Some(meaning) = meaning_before(text, colon, finds)
        {
            let value = value_after(text, after);
            let fits = match meaning.field {
                Field::RequestId | Field::TraceId => {
                    value.len() >= 4 && value.iter().any(u8::is_ascii_digit)
                }
                Field::Status => value.len() == 3 && value.iter().all(u8::is_ascii_digit),
                _ => false,
            };
            if fits {
                let rank = meaning.rank.saturating_add(WORDED);
                finds.offer(Meaning { rank, ..meaning }, || crate::format::text(value));
            }
        }
    }
}

/// What the word before a colon means; of `request id` and `trace ID` both words.
fn meaning_before(text: &[u8], colon: usize, finds: &Finds) -> Option<Meaning> {
    // Console writers dress their keys.
    let colon = lex::before_colour(text, 0, colon);
    let word_start = |end: usize| {
        let head = &text[end.saturating_sub(LONGEST_KEY)..end];
        end - head
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
            .count()
    };
    let mut start = word_start(colon);
    // The colour that is switched on before the word has letters and digits as well.
    if text[..start].ends_with(b"\x1b[") {
        start += memchr::memchr(b'm', &text[start..colon])? + 1;
    }
    let key = &text[start..colon];
    if key.is_empty() {
        return None;
    }
    let both = key.eq_ignore_ascii_case(b"id") && start > 0 && text[start - 1] == b' ';
    finds.meaning(if both {
        &text[word_start(start - 1)..colon]
    } else {
        key
    })
}

/// `"request_id":"x"` and `"status": 500` in JSON within the text; nested members count like those outside.
fn json_member<'a>(text: &'a [u8], colon: usize, value: usize, finds: &mut Finds<'_, 'a>) {
    let key_end = colon - 1;
    let head = &text[key_end.saturating_sub(LONGEST_KEY)..key_end];
    let Some(quote) = memchr::memrchr(b'"', head) else {
        return;
    };
    let raw = value_after(text, value);
    // What Caddy's console logger puts behind its message counts seconds.
    let start = key_end - head.len() + quote;
    if text[..start].ends_with(b"{")
        && text[..start - 1]
            .trim_ascii_end()
            .ends_with(b"\"request\":")
    {
        let nested = [b"request.", &head[quote + 1..]].concat();
        finds.keyed(&nested, || crate::format::text(raw));
    }
    // Objects and lists are no values, and an escape would have to be undone.
    if !matches!(raw.first(), None | Some(b'{' | b'[')) && !raw.contains(&b'\\') {
        finds.keyed(&head[quote + 1..], || crate::format::text(raw));
    }
}

/// One word, without the quotes around it and the punctuation behind it.
fn value_after(text: &[u8], at: usize) -> &[u8] {
    let rest = match &text[at..] {
        [b'"' | b'\'', rest @ ..] => rest,
        rest => rest,
    };
    let end = rest.iter().position(|b| signs::ends_value(*b));
    let word = &rest[..end.unwrap_or(rest.len())];
    word.strip_suffix(b".").unwrap_or(word)
}

#[cfg(test)]
mod tests;
