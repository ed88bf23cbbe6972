//! What follows the status: the fields an operator added. Named ones are looked up in the key table;
//! unnamed ones count only if their shape leaves no doubt (an ID, seconds with decimals, a unit).

use super::duration;
use super::ids::{self, Id};
use super::tokens::{Token, Tokens, is_key};
use crate::event::{Event, Field, Text, Want};
use crate::fields::{Collector, KeyTable, Unit, Value};
use crate::format::{Cx, text};

/// Tokens looked at behind the status; real lines have fewer than 60.
const TOKENS: usize = 128;

/// Names that mean the request's time in access logs, and elsewhere something else or nothing.
const REQUEST_TIMES: [&[u8]; 4] = [b"rt", b"reqtime", b"time", b"total"];

/// Whether the trailer `rest` can tell anything that is wanted and not known from its place.
pub fn is_wanted(rest: &[u8], event: &Event, cx: &Cx) -> bool {
    let want = cx.want;
    let open = |field, told: bool| want.has(field) && !told;
    open(Field::RequestId, event.request_id.is_some())
        || open(Field::TraceId, event.trace_id.is_some())
        || open(Field::Duration, event.duration_ms.is_some())
        || open(Field::User, event.user.is_some())
        || open(Field::Status, event.status.is_some())
        || open(Field::Host, event.host.is_some())
        || open(Field::Service, event.service.is_some())
        || want.has_error() && event.error.is_none() && may_name_error(rest, cx.keys)
        || !want.extra.is_empty()
}

/// Whether one of the names in `rest` may be the error's.
fn may_name_error(rest: &[u8], keys: &KeyTable) -> bool {
    memchr::memchr2_iter(b'=', b':', rest).any(|end| {
        let in_key = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let len = rest[..end].iter().rev().take_while(in_key).count();
        keys.may_mean_error(&rest[end - len..end])
    })
}

/// Reads `rest` into the fields of `event` that are still empty.
pub fn fill<'a>(rest: &'a [u8], event: &mut Event<'a>, cx: &mut Cx) {
    // Numbers are dear to read, and only durations are told by them.
    let durations = cx.want.has(Field::Duration) && event.duration_ms.is_none();
    let mut unnamed = Unnamed {
        durations,
        ..Unnamed::default()
    };
    let mut named = Named::new(event, cx.want);
    let mut tokens = Tokens::new(rest);
    // Of `label: value`.
    let mut label: &[u8] = b"";
    for _ in 0..TOKENS {
        let Some(token) = tokens.next() else { break };
        let last_label = std::mem::take(&mut label);
        match token {
            Token::Pair(b"Root", root) => unnamed.trace(ids::root(root)),
            Token::Pair(key, value) => named.offer(key, value, cx),
            Token::Word(word) | Token::Quoted(word) if !last_label.is_empty() => {
                named.offer(last_label, word, cx);
            }
            Token::Word(word) => match word.iter().position(|b| *b == b':') {
                Some(colon) if is_key(&word[..colon]) => match &word[colon + 1..] {
                    [] => label = &word[..colon],
                    // Gorouter's `response_time:0.012`; an address means nothing to the table.
                    value => named.offer(&word[..colon], value, cx),
                },
                _ => match durations.then(|| in_next_unit(word, &tokens)).flatten() {
                    Some(duration) => unnamed.duration(Some(duration)),
                    None => unnamed.look_at(word),
                },
            },
            Token::Quoted(quoted) => unnamed.look_at(quoted),
            Token::Bracket(inside) | Token::Brace(inside) => {
                inside
                    .split(|b| *b == b'|')
                    .take(16)
                    .for_each(|part| unnamed.id(part));
            }
        }
    }
    let (request_time, extra) = named.finish();
    if durations {
        event.duration_ms = event.duration_ms.or(request_time);
    }
    if !extra.is_empty() {
        event.extra = extra;
    }
    unnamed.give(event, cx.want);
}

/// A number whose unit is the next token.
fn in_next_unit(word: &[u8], behind: &Tokens) -> Option<f64> {
    let number = duration::number(word)?;
    Some(number * behind.clone().text().and_then(duration::unit)?)
}

/// What has been found without a name; names win over it.
#[derive(Default)]
struct Unnamed<'a> {
    /// Durations are looked for.
    durations: bool,
    request_id: Option<&'a [u8]>,
    trace_id: Option<&'a [u8]>,
    duration_ms: Option<f64>,
}

impl<'a> Unnamed<'a> {
    fn look_at(&mut self, token: &'a [u8]) {
        if self.durations {
            self.duration(duration::with_unit(token).or_else(|| duration::seconds(token)));
        }
        self.id(token);
    }

    fn id(&mut self, token: &'a [u8]) {
        match ids::of(token) {
            Some(Id::Request(id)) => self.request_id = self.request_id.or(Some(id)),
            Some(Id::Trace(id)) => self.trace(id),
            None => {}
        }
    }

    fn trace(&mut self, id: &'a [u8]) {
        self.trace_id = self.trace_id.or(Some(id));
    }

    fn duration(&mut self, ms: Option<f64>) {
        self.duration_ms = self.duration_ms.or(ms);
    }

    fn give(self, event: &mut Event<'a>, want: &Want) {
        if event.request_id.is_none() && want.has(Field::RequestId) {
            event.request_id = self.request_id.map(text);
        }
        if event.trace_id.is_none() && want.has(Field::TraceId) {
            event.trace_id = self.trace_id.map(text);
        }
        if event.duration_ms.is_none() && want.has(Field::Duration) {
            event.duration_ms = self.duration_ms;
        }
    }
}

/// Gathers the fields that the key table knows, beside what the line's positions have told.
struct Named<'e, 'a> {
    fields: Collector<'e, 'a>,
    /// The request's time by a name that means it in access logs only.
    request_time: Option<f64>,
    extra: Vec<Option<Text<'a>>>,
}

impl<'e, 'a> Named<'e, 'a> {
    fn new(event: &'e mut Event<'a>, want: &Want) -> Named<'e, 'a> {
        Named {
            fields: Collector::new(event),
            request_time: None,
            extra: vec![None; want.extra.len()],
        }
    }

    fn offer(&mut self, key: &[u8], value: &'a [u8], cx: &mut Cx) {
        if let Some(nth) = cx.want.extra.iter().position(|k| k.as_bytes() == key) {
            self.extra[nth] = Some(text(value));
        }
        let seconds = || duration::seconds(value);
        if REQUEST_TIMES.contains(&key)
            && let Some(seconds) = seconds()
        {
            self.request_time = self.request_time.or(Some(seconds));
            return;
        }
        // `vcap_request_id`, `kong_request_id`: whatever prefix a proxy gives it.
        let prefixed = || {
            key.ends_with(b"_request_id")
                .then(|| cx.keys.meaning(b"request_id"))?
        };
        let Some(mut meaning) = cx.keys.meaning(key).or_else(prefixed) else {
            return;
        };
        // A time, level or message by that name in an access line is something else.
        let other = matches!(meaning.field, Field::Time | Field::Level | Field::Message);
        if other || !self.fields.wants(meaning, cx.want) {
            return;
        }
        // Elsewhere `response_time` counts milliseconds; nginx and its like write seconds with decimals.
        let says_unit = key.ends_with(b"ms") || key.ends_with(b"millis") || key.ends_with(b"msec");
        let coarse = matches!(meaning.unit, Unit::None | Unit::Milliseconds) && !says_unit;
        if meaning.field == Field::Duration && coarse && seconds().is_some() {
            meaning.unit = Unit::Seconds;
        }
        self.fields.offer(meaning, Value::Text(text(value)), cx);
    }

    /// The request's time and the values that were asked for by name.
    fn finish(self) -> (Option<f64>, Vec<Option<Text<'a>>>) {
        self.fields.finish();
        (self.request_time, self.extra)
    }
}
