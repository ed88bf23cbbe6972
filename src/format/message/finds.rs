//! What was found in a text, on its way into the event.

use crate::event::{Event, Field, Text, Want};
use crate::fields::{Collector, KeyMemo, KeyTable, Meaning, Unit, Value};
use crate::format::Cx;
use crate::time::Clock;

/// How far to trust what text tells, below any key that names the field.
const TOLD: u8 = 100;
/// A bare ID in brackets, for the lack of a better.
const BARE: u8 = 120;

/// Whether free text may give the field. Times, messages, hosts and errors it speaks of are other ones than its own.
pub fn is_told(field: Field) -> bool {
    matches!(
        field,
        Field::RequestId
            | Field::TraceId
            | Field::Method
            | Field::Path
            | Field::Route
            | Field::Status
            | Field::User
            | Field::Duration
            | Field::Level
            | Field::Grouping
    )
}

/// Of several keys that give a field, the best wins.
pub struct Finds<'c, 'a> {
    /// Whether a duration is of use: its value may be a time.
    durations: bool,
    want: &'c Want,
    keys: &'c KeyTable,
    clock: &'c mut Clock,
    memo: &'c mut KeyMemo,
    to: Collector<'c, 'a>,
}

impl<'c, 'a> Finds<'c, 'a> {
    pub fn new(cx: &'c mut Cx, event: &'c mut Event<'a>) -> Finds<'c, 'a> {
        Finds {
            durations: cx.want.has(Field::Duration) || event.time.is_none(),
            want: cx.want,
            keys: cx.keys,
            clock: cx.clock,
            memo: cx.memo,
            to: Collector::new(event),
        }
    }

    pub fn finish(self) {
        self.to.finish();
    }

    pub fn meaning(&self, key: &[u8]) -> Option<Meaning> {
        let meaning = self.keys.meaning(key);
        // What else the text holds says too little of it.
        meaning.filter(|meaning| meaning.is_certain())
    }

    pub fn wants(&self, field: Field) -> bool {
        self.wants_of(meaning(field, TOLD))
    }

    fn wants_of(&self, meaning: Meaning) -> bool {
        (self.durations || meaning.field != Field::Duration) && self.to.wants(meaning, self.want)
    }

    pub fn wants_any<const N: usize>(&self, fields: [Field; N]) -> bool {
        fields.into_iter().any(|field| self.wants(field))
    }

    /// Offers what the text tells without naming the field.
    pub fn told(&mut self, field: Field, text: &'a [u8]) {
        self.offer(meaning(field, TOLD), || crate::format::text(text));
    }

    /// Offers what the text is known to tell.
    pub fn known(&mut self, field: Field, text: &'a str) {
        self.offer(meaning(field, TOLD), || text.into());
    }

    /// Offers a pair's value, whose key is known to mean this.
    pub fn meant(&mut self, meaning: Meaning, value: &'a str) {
        self.to.sees(meaning);
        self.offer(meaning, || value.into());
    }

    /// Offers what only its shape makes the field's.
    pub fn bare(&mut self, field: Field, text: &'a [u8]) {
        self.offer(meaning(field, BARE), || crate::format::text(text));
    }

    /// Offers a value, which is only read where it is of use.
    pub fn offer(&mut self, meaning: Meaning, value: impl FnOnce() -> Text<'a>) {
        if self.wants_of(meaning) {
            let mut cx = Cx {
                want: self.want,
                keys: self.keys,
                clock: &mut *self.clock,
                memo: &mut *self.memo,
            };
            self.to.offer(meaning, Value::Text(value()), &mut cx);
        }
    }

    /// Offers an ID by its key, if that is the key of one.
    pub fn identified(&mut self, key: &[u8], id: &'a [u8]) {
        if let Some(meaning) = self.keys.meaning(key)
            && matches!(meaning.field, Field::RequestId | Field::TraceId)
        {
            self.offer(meaning, || crate::format::text(id));
        }
    }

    /// Offers a pair, if its key is known and means something that text may tell.
    pub fn keyed(&mut self, key: &[u8], value: impl FnOnce() -> Text<'a>) {
        if let Some(meaning) = self.keys.meaning(key)
            && is_told(meaning.field)
        {
            self.to.sees(meaning);
            self.offer(meaning, value);
        }
    }
}

fn meaning(field: Field, rank: u8) -> Meaning {
    Meaning {
        field,
        rank,
        unit: Unit::None,
    }
}
