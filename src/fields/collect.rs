//! Gathering the fields of one event from keys that come in any order.

use super::read::{self, part, trim, trimmed, unset};
use super::{Meaning, Unit, Value, duration, fault, keys, level, request};
use crate::event::{Event, Field, Level, Text, Time, Want};
use crate::format::Cx;
use crate::time;

/// No key has given the field yet.
const NOBODY: u8 = u8::MAX;
/// What a date or a time of day is at most as long as.
const LONGEST_HALF: usize = 15;

/// Takes values for an event's fields and keeps, for each field, the one whose key ranks best.
///
/// ```text
/// let mut collector = Collector::new(event);
/// for each key:   if let Some(meaning) = cx.keys.meaning(key) && collector.wants(meaning, cx.want) {
///                     collector.offer(meaning, value, cx);
///                 }
/// collector.finish();
/// ```
///
/// Fields that the event has when the collector is made are its header's, and only a key that the user named
/// beats them. [`Collector::finish`] draws the conclusions that need every key.
pub struct Collector<'e, 'a> {
    event: &'e mut Event<'a>,
    ranks: [u8; Field::ALL.len()],
    /// Nanoseconds within the second, and their key's rank: one before that of the seconds.
    nanos: Option<(u8, i64)>,
    /// A date and a time of day, where they have keys of their own.
    halves: [Option<String>; 2],
    /// A duration and a level whose keys did not tell what they count, until a hint does.
    bare_duration: Option<f64>,
    bare_level: Option<i64>,
    duration_hint: Unit,
    level_hint: Unit,
    /// What stood under `code`, and whether any key names a request, whose status that is.
    code: Option<u16>,
    names_request: bool,
}

impl<'e, 'a> Collector<'e, 'a> {
    pub fn new(event: &'e mut Event<'a>) -> Self {
        let told = event.told();
        let mut collector = Collector::replacing(event);
        if told != 0 {
            for (field, rank) in collector.ranks.iter_mut().enumerate() {
                if told >> field & 1 == 1 {
                    *rank = keys::HEADER;
                }
            }
        }
        collector
    }

    /// A collector to which nothing in the event counts as set.
    pub fn replacing(event: &'e mut Event<'a>) -> Self {
        Collector {
            event,
            ranks: [NOBODY; Field::ALL.len()],
            nanos: None,
            halves: [None, None],
            bare_duration: None,
            bare_level: None,
            duration_hint: Unit::None,
            level_hint: Unit::None,
            code: None,
            names_request: false,
        }
    }

    /// Whether a value with this meaning would be of use: its field (or one that its value may tell instead)
    /// is asked for, and no better key has given it.
    pub fn wants(&self, meaning: Meaning, want: &Want) -> bool {
        meaning.is_asked(want) && self.is_open(meaning)
    }

    /// Whether no better key has given the field.
    pub fn is_open(&self, meaning: Meaning) -> bool {
        meaning.rank == keys::HINT || meaning.rank < self.ranks[meaning.field as usize]
    }

    /// Tells of a key that names a request, which is not offered if nobody asks for it.
    pub fn sees(&mut self, meaning: Meaning) {
        self.names_request |= meaning.names_request();
    }

    /// Tells of a key that names a request.
    pub fn sees_request(&mut self) {
        self.names_request = true;
    }

    /// Reads `value` as a value of its field and keeps it if no better key has given the field, and the projection
    /// asks for it. Returns whether it was kept.
    pub fn offer(&mut self, meaning: Meaning, value: Value<'a>, cx: &mut Cx) -> bool {
        if meaning.rank == keys::HINT {
            match meaning.field {
                Field::Duration => self.duration_hint = meaning.unit,
                _ => self.level_hint = meaning.unit,
            }
            return false;
        }
        if meaning.rank >= self.ranks[meaning.field as usize] {
            return false;
        }
        if meaning.rank == keys::CODE {
            let text = match &value {
                Value::Text(text) => text,
                Value::Number(number) => *number,
                Value::Bool(_) => return false,
            };
            self.code = request::code(text).filter(|_| cx.want.has(Field::Status));
            return false;
        }
        self.read(meaning, value, cx)
    }

    /// Completes what takes several keys: the nanoseconds of a time, units that other keys hint at, the error.
    pub fn finish(self) {
        if let Some((rank, nanos)) = self.nanos
            && self.ranks[Field::Time as usize] == rank + 1
            && (0..1_000_000_000).contains(&nanos)
            && let Some(time) = &mut self.event.time
        {
            time.0 = time.0.saturating_add(nanos);
        }
        if let Some(number) = self.bare_duration
            && (number.fract() != 0.0 || self.duration_hint != Unit::Seconds)
            && self.duration_hint != Unit::None
        {
            self.event.duration_ms = Some(duration::milliseconds(number, self.duration_hint));
        }
        if let Some(number) = self.bare_level
            && self.level_hint != Unit::None
        {
            self.event.level = level::level_number(number, self.level_hint).or(self.event.level);
        }
        if self.names_request && self.ranks[Field::Status as usize] == NOBODY {
            self.event.status = self.code.or(self.event.status);
        }
        if let Some(fault) = self.event.error.take() {
            self.event.error = fault::complete(fault);
        }
    }

    fn read(&mut self, meaning: Meaning, value: Value<'a>, cx: &mut Cx) -> bool {
        let text: Text<'a> = match value {
            Value::Text(text) => text,
            Value::Number(number) => return self.number(meaning, number, cx),
            Value::Bool(_) => return false,
        };
        if unset(&text) {
            return false;
        }
        let rank = meaning.rank;
        match meaning.field {
            Field::Time => self.time_text(rank, &text, cx),
            Field::Level => match read::whole(trim(&text)) {
                Some(number) => self.level_number(rank, number, meaning.unit, cx.want),
                None => self.level(rank, level::level(&text, meaning.unit), cx.want),
            },
            Field::Status => match request::status(&text) {
                Some(status) => self.status(rank, status, cx.want),
                None => self.level(
                    keys::GUESS,
                    Level::from_word(text.trim().as_bytes()),
                    cx.want,
                ),
            },
            Field::Duration => self.duration_text(meaning, &text, cx),
            Field::Method => match request::method(&text) {
                Some(method) => self.text(Field::Method, rank, Text::Borrowed(method), cx.want),
                None => false,
            },
            Field::Path | Field::Route => self.target(meaning, &text, cx.want),
            Field::TraceId => match request::trace_id(&text) {
                Some(range) => self.text(Field::TraceId, rank, part(&text, range), cx.want),
                None => false,
            },
            Field::ErrorMessage if fault::denied(&text) => false,
            Field::ErrorMessage | Field::ErrorKind | Field::ErrorStack => {
                // Parts are kept whatever the projection says: one may be hidden in another.
                self.put(meaning.field, rank, text);
                true
            }
            Field::Message => self.text(Field::Message, rank, text, cx.want),
            field => self.text(field, rank, trimmed(text), cx.want),
        }
    }

    fn number(&mut self, meaning: Meaning, number: &'a str, cx: &mut Cx) -> bool {
        let rank = meaning.rank;
        match meaning.field {
            Field::Time if meaning.unit == Unit::Nanoseconds => {
                self.nanos = number.parse().ok().map(|nanos| (rank, nanos));
                false
            }
            Field::Time => self.time_text(rank, number, cx),
            Field::Level => match read::whole(number) {
                Some(number) => self.level_number(rank, number, meaning.unit, cx.want),
                None => false,
            },
            Field::Status => match request::status(number) {
                Some(status) => self.status(rank, status, cx.want),
                None => false,
            },
            Field::Duration => {
                let Ok(value) = number.parse::<f64>() else {
                    return false;
                };
                self.duration_number(meaning, value, cx.want)
            }
            Field::RequestId
            | Field::User
            | Field::Message
            | Field::Host
            | Field::Service
            | Field::Grouping => self.text(meaning.field, rank, Text::Borrowed(number), cx.want),
            Field::TraceId if number.bytes().any(|b| b != b'0') => {
                self.text(Field::TraceId, rank, Text::Borrowed(number), cx.want)
            }
            _ => false,
        }
    }

    fn time_text(&mut self, rank: u8, text: &str, cx: &mut Cx) -> bool {
        let text = trim(text).trim_start_matches(['[', '@']);
        if let Some(time) = read::epoch(text) {
            // zap and Caddy, and whoever measures with a clock that counts seconds.
            if text.contains('.') && self.duration_hint == Unit::None {
                self.duration_hint = Unit::Seconds;
            }
            return self.time(rank, time, false, cx.want);
        }
        if text.len() <= LONGEST_HALF {
            return self.time_half(rank, text, cx);
        }
        match cx.clock.read(text.as_bytes()) {
            Some((reading, _)) => self.time(rank, reading.time, reading.year_assumed, cx.want),
            None => false,
        }
    }

    /// What may be but a date or a time of day, the other half of which stands under another key (CloudFront). Without
    /// that, a date is no time, and a time of day is beaten by every time with a date.
    fn time_half(&mut self, rank: u8, text: &str, cx: &mut Cx) -> bool {
        let reading = cx.clock.read(text.as_bytes());
        let is_day = time::scan(text.as_bytes()).is_some_and(|(stamp, _)| stamp.date.is_none());
        match reading {
            Some((reading, _)) if !is_day => {
                return self.time(rank, reading.time, reading.year_assumed, cx.want);
            }
            Some(_) => self.halves[1] = Some(text.to_owned()),
            None => self.halves[0] = Some(text.to_owned()),
        }
        if let [Some(date), Some(of_day)] = &self.halves
            && let Some((whole, _)) = cx.clock.read(format!("{date} {of_day}").as_bytes())
        {
            return self.time(keys::FIRST, whole.time, whole.year_assumed, cx.want);
        }
        match reading {
            Some((reading, _)) => {
                self.time(keys::GUESS, reading.time, reading.year_assumed, cx.want)
            }
            None => false,
        }
    }

    fn time(&mut self, rank: u8, time: Time, year_assumed: bool, want: &Want) -> bool {
        if !want.has(Field::Time) || rank >= self.ranks[Field::Time as usize] {
            return false;
        }
        self.event.time = Some(time);
        self.event.year_assumed = year_assumed;
        self.ranks[Field::Time as usize] = rank;
        true
    }

    fn level(&mut self, rank: u8, level: Option<Level>, want: &Want) -> bool {
        let Some(level) = level.filter(|_| want.has(Field::Level)) else {
            return false;
        };
        if rank >= self.ranks[Field::Level as usize] {
            return false;
        }
        self.event.level = Some(level);
        self.ranks[Field::Level as usize] = rank;
        self.bare_level = None;
        true
    }

    fn level_number(&mut self, rank: u8, number: i64, unit: Unit, want: &Want) -> bool {
        let kept = self.level(rank, level::level_number(number, unit), want);
        if kept && unit == Unit::None {
            self.bare_level = Some(number);
        }
        kept
    }

    fn status(&mut self, rank: u8, status: u16, want: &Want) -> bool {
        if !want.has(Field::Status) {
            return false;
        }
        self.event.status = Some(status);
        self.ranks[Field::Status as usize] = rank;
        true
    }

    fn duration_text(&mut self, meaning: Meaning, text: &str, cx: &mut Cx) -> bool {
        if let Ok(number) = text.trim().parse::<f64>() {
            return self.duration_number(meaning, number, cx.want);
        }
        if let Some(ms) = duration::duration(text) {
            return self.duration(meaning.rank, ms, cx.want);
        }
        // API Gateway's requestTime is when, not how long.
        self.time_text(keys::GUESS, text, cx)
    }

    fn duration_number(&mut self, meaning: Meaning, number: f64, want: &Want) -> bool {
        let kept = self.duration(
            meaning.rank,
            duration::milliseconds(number, meaning.unit),
            want,
        );
        if kept && meaning.unit == Unit::None {
            self.bare_duration = Some(number);
        }
        kept
    }

    fn duration(&mut self, rank: u8, ms: f64, want: &Want) -> bool {
        if !want.has(Field::Duration) || !ms.is_finite() || ms < 0.0 {
            return false;
        }
        self.event.duration_ms = Some(ms);
        self.ranks[Field::Duration as usize] = rank;
        self.bare_duration = None;
        true
    }

    fn target(&mut self, meaning: Meaning, text: &Text<'a>, want: &Want) -> bool {
        let Some(target) = request::target(text) else {
            // Fastly's `"request":"GET"`, beside a key for the URL.
            let rank = meaning.rank.max(keys::GUESS);
            let method = request::method(text).filter(|method| **method == **text);
            return rank < self.ranks[Field::Method as usize]
                && method.is_some_and(|method| {
                    self.text(Field::Method, rank, Text::Borrowed(method), want)
                });
        };
        let method = target.method.is_some_and(|method| {
            let rank = meaning.rank;
            rank < self.ranks[Field::Method as usize]
                && self.text(Field::Method, rank, Text::Borrowed(method), want)
        });
        self.text(meaning.field, meaning.rank, part(text, target.path), want) || method
    }

    fn text(&mut self, field: Field, rank: u8, text: Text<'a>, want: &Want) -> bool {
        if !want.has(field) {
            return false;
        }
        self.put(field, rank, text);
        true
    }

    fn put(&mut self, field: Field, rank: u8, text: Text<'a>) {
        // The others have setters of their own.
        let Some(place) = self.event.text_mut(field) else {
            return;
        };
        *place = Some(text);
        self.ranks[field as usize] = rank;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{KeyMemo, KeyTable, assign};
    use crate::time::Zone;

    /// The event that `pairs` give: numbers are those that look like it.
    fn collect<'a>(want: &Want, mut event: Event<'a>, pairs: &[(&str, &'a str)]) -> Event<'a> {
        let keys = KeyTable::default();
        let mut clock = crate::time::Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000));
        let mut cx = Cx {
            want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        };
        let mut collector = Collector::new(&mut event);
        for (key, value) in pairs {
            let meaning = keys.meaning(key.as_bytes()).expect(key);
            if collector.wants(meaning, want) {
                let value = match value.parse::<f64>() {
                    Ok(_) => Value::Number(value),
                    Err(_) => Value::Text((*value).into()),
                };
                collector.offer(meaning, value, &mut cx);
            }
        }
        collector.finish();
        event
    }

    fn all<'a>(pairs: &[(&str, &'a str)]) -> Event<'a> {
        collect(&Want::all(), Event::default(), pairs)
    }

    #[test]
    fn the_header_is_beaten_by_the_users_keys_only() {
        let header = || Event {
            level: Some(Level::Warn),
            ..Event::default()
        };
        let event = collect(&Want::all(), header(), &[("level", "error")]);
        assert_eq!(event.level, Some(Level::Warn));

        let mut event = header();
        let mut collector = Collector::new(&mut event);
        let keys = KeyTable::new(&[(Field::Level, vec!["grade".into()])]);
        let want = Want::all();
        let mut clock = crate::time::Clock::new(Zone::Utc, Time(0));
        let mut cx = Cx {
            want: &want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        };
        let meaning = keys.meaning(b"grade").expect("the user named it");
        assert!(collector.offer(meaning, Value::Text("error".into()), &mut cx));
        collector.finish();
        assert_eq!(event.level, Some(Level::Error));
    }

    #[test]
    fn a_better_key_that_says_nothing_leaves_the_field_to_a_worse_one() {
        let event = all(&[
            ("user", "-"),
            ("email", "a@b.example"),
            ("level", "?"),
            ("lvl", "warn"),
        ]);
        assert_eq!(event.user.as_deref(), Some("a@b.example"));
        assert_eq!(event.level, Some(Level::Warn));
    }

    #[test]
    fn seconds_and_nanoseconds_in_keys_of_their_own_are_one_time() {
        let expected = Some(Time(1_741_918_269_123_000_000));
        let seconds = ("instant.epochSecond", "1741918269");
        let nanos = ("instant.nanoOfSecond", "123000000");
        assert_eq!(all(&[seconds, nanos]).time, expected);
        assert_eq!(all(&[nanos, seconds]).time, expected);
        let better = all(&[nanos, seconds, ("time", "1741918269")]);
        assert_eq!(better.time, Some(Time(1_741_918_269_000_000_000)));
    }

    #[test]
    fn a_hint_counts_before_and_after_what_it_hints_at() {
        let (duration, hint) = (("Duration", "357313"), ("OriginDuration", "300000"));
        assert_eq!(all(&[duration, hint]).duration_ms, Some(0.357313));
        assert_eq!(all(&[hint, duration]).duration_ms, Some(0.357313));
        assert_eq!(
            all(&[("duration_ms", "357313"), hint]).duration_ms,
            Some(357_313.0)
        );
        assert_eq!(
            all(&[("remoteAddr", "::1"), ("level", "3")]).level,
            Some(Level::Error)
        );
    }

    #[test]
    fn with_a_fractional_epoch_go_fractional_seconds() {
        for pairs in [
            [("ts", "1741918269.5"), ("elapsed", "0.0425")],
            [("elapsed", "0.0425"), ("ts", "1741918269.5")],
        ] {
            assert_eq!(all(&pairs).duration_ms, Some(42.5));
            let want = Want::of(&[Field::Duration]);
            let alone = collect(&want, Event::default(), &pairs);
            assert_eq!((alone.duration_ms, alone.time), (Some(42.5), None));
        }
        assert_eq!(
            all(&[("ts", "1741918269.5"), ("elapsed", "42")]).duration_ms,
            Some(42.0)
        );
    }

    #[test]
    fn an_uptime_is_no_time() {
        assert_eq!(all(&[("time", "12.5")]).time, None);
    }

    #[test]
    fn what_is_not_asked_for_is_not_set() {
        let want = Want::of(&[Field::Level]);
        let event = collect(
            &want,
            Event::default(),
            &[("status", "error"), ("msg", "x"), ("url", "/x")],
        );
        assert_eq!(
            event,
            Event {
                level: Some(Level::Error),
                ..Event::default()
            }
        );
    }

    #[test]
    fn a_single_value_is_assigned_whatever_the_field_held() {
        let (want, keys) = (Want::all(), KeyTable::default());
        let mut clock = crate::time::Clock::new(Zone::Utc, Time(0));
        let mut cx = Cx {
            want: &want,
            keys: &keys,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        };
        let mut event = Event {
            status: Some(200),
            ..Event::default()
        };
        let meaning = Meaning {
            field: Field::Status,
            rank: 3,
            unit: Unit::None,
        };
        assert!(assign(&mut event, meaning, Value::Number("503"), &mut cx));
        assert!(!assign(
            &mut event,
            meaning,
            Value::Text("-".into()),
            &mut cx
        ));
        assert!(!assign(&mut event, meaning, Value::Bool(true), &mut cx));
        assert_eq!(event.status, Some(503));
    }
}
