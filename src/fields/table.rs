//! Looking keys up: the rows of [`super::keys`] as one hash map from normalised keys.

use rustc_hash::FxHashMap;

use super::keys::{self, Holds};
use super::normal::{Normal, Word};
use super::{Meaning, Unit};
use crate::event::Field;

/// The user's keys beat whatever stands elsewhere in the entry, wherever they are nested.
const CUSTOM: u8 = 0;
const CUSTOM_NESTED: u8 = 1;

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    meaning: Option<Meaning>,
    holds: Option<Holds>,
    /// Some longer key begins with this one's words.
    leads: bool,
}

/// The keys of one run: the user's first, then the built-in ones.
#[derive(Clone, Debug)]
pub struct KeyTable {
    slots: FxHashMap<Word, Slot>,
    /// The user named keys of the level.
    has_custom_level: bool,
    /// The first letters of the error's keys, a bit each.
    error_initials: u32,
}

impl Default for KeyTable {
    fn default() -> KeyTable {
        KeyTable::new(&[])
    }
}

impl KeyTable {
    /// The built-in keys, and before them those that `custom` names for its fields, best first.
    pub fn new(custom: &[(Field, Vec<String>)]) -> KeyTable {
        let mut table = KeyTable {
            slots: FxHashMap::default(),
            error_initials: 0,
            has_custom_level: custom.iter().any(|(field, _)| *field == Field::Level),
        };
        for &(field, ref names) in custom {
            for name in names {
                let (rank, unit) = (CUSTOM, unit_behind(field, name));
                table.add(name, Meaning { field, rank, unit });
            }
        }
        for &(field, lines) in keys::KEYS {
            for (rank, line) in (first_rank(field)..).zip(lines.lines()) {
                table.add_line(field, rank, line);
            }
        }
        for name in keys::DURATIONS.split_whitespace() {
            table.add_durations(name);
        }
        for &(field, parts) in keys::ERROR_PARTS {
            for head in keys::ERROR_HEADS.split_whitespace() {
                let unit = Unit::None;
                let meanings = (keys::FIRST..).map(|rank| Meaning { field, rank, unit });
                table.add_all(&[head, "."], parts.split_whitespace().zip(meanings));
            }
        }
        let (field, rank, unit) = (Field::Status, keys::CODE, Unit::None);
        table.add(keys::CODED, Meaning { field, rank, unit });
        for &(field, lines) in keys::HINTS {
            for line in lines.lines() {
                table.add_line(field, keys::HINT, line);
            }
        }
        for &(holds, names) in keys::CONTAINERS {
            for name in names.split_whitespace() {
                table.slot(name, |slot| {
                    slot.holds.get_or_insert(holds);
                });
            }
        }
        table
    }

    /// What `key` means. Nested keys come joined by dots (`req.headers.x-request-id`).
    pub fn meaning(&self, key: &[u8]) -> Option<Meaning> {
        if let Some(word) = Word::plain(key) {
            return self.slots.get(&word)?.meaning;
        }
        let normal = Normal::of(key);
        let (depth, meaning) = self.find(&normal, |slot| slot.meaning)?;
        if depth == 0 {
            return Some(meaning);
        }
        let allowed = (0..depth).all(|segment| {
            self.container(&normal, segment)
                .is_some_and(|holds| holds.allows(meaning.field))
        });
        let rank = match meaning.rank {
            CUSTOM => CUSTOM_NESTED,
            keys::HINT => keys::HINT,
            // Of what is inside, the code is seldom the response's.
            keys::CODE => return None,
            rank => (rank as usize + depth * keys::NESTED as usize).min(keys::GUESS as usize) as u8,
        };
        allowed.then_some(Meaning { rank, ..meaning })
    }

    /// Whether `key`, which begins with a letter, may mean a part of the error: a look that costs little and errs on the
    /// side of yes.
    pub fn may_mean_error(&self, key: &[u8]) -> bool {
        let initial = key.first().map_or(0, |&initial| letter(initial));
        self.error_initials & initial != 0 || initial != 0 && key.contains(&b'.')
    }

    /// Whether no key of the level is believed rather than one that means this.
    pub fn decides(&self, meaning: Meaning) -> bool {
        meaning.field == Field::Level && meaning.rank == keys::FIRST && !self.has_custom_level
    }

    /// Whether the object under `key` may hold a key that means something, so that it is worth a look.
    pub fn leads(&self, key: &[u8]) -> bool {
        let worth = |slot: &Slot| (slot.leads || slot.holds.is_some()).then_some(());
        self.find(&Normal::of(key), worth).is_some()
    }

    /// Asks the slot of the whole key; if it has no answer, that of the key without its first segment, and so on
    /// for as long as what is dropped are containers. Gives the number of segments dropped.
    fn find<T>(&self, key: &Normal, ask: impl Fn(&Slot) -> Option<T>) -> Option<(usize, T)> {
        for depth in 0..key.segments() {
            if depth > 0 {
                self.container(key, depth - 1)?;
            }
            if let Some(answer) = self.get(key.tail(depth)).and_then(&ask) {
                return Some((depth, answer));
            }
        }
        None
    }

    /// What a segment holds, if it is a container.
    fn container(&self, key: &Normal, segment: usize) -> Option<Holds> {
        self.get(key.segment(segment))?.holds
    }

    fn get(&self, word: Option<Word>) -> Option<&Slot> {
        self.slots.get(&word?)
    }

    fn add_line(&mut self, field: Field, rank: u8, line: &str) {
        let (unit, names) = unit_and_names(line);
        for name in names {
            self.add(name, Meaning { field, rank, unit });
        }
    }

    /// Adds every spelling of a duration, with its unit behind it or without.
    fn add_durations(&mut self, name: &str) {
        let meaning = |unit| Meaning {
            field: Field::Duration,
            rank: keys::DURATION_RANK,
            unit,
        };
        self.add(name, meaning(Unit::None));
        for behind in ["_", "_in_"] {
            let units = keys::UNITS.iter();
            let words = units.flat_map(|&(unit, words)| words.split(' ').map(move |w| (w, unit)));
            self.add_all(
                &[name, behind],
                words.map(|(word, unit)| (word, meaning(unit))),
            );
        }
    }

    fn add(&mut self, name: &str, meaning: Meaning) {
        self.mean(name, meaning);
        self.lead(name, 0);
    }

    /// Adds keys of which all begin with the same parts.
    fn add_all<'n>(&mut self, head: &[&str], ends: impl IntoIterator<Item = (&'n str, Meaning)>) {
        let mut name = head.concat();
        let head = name.len();
        // What the head's words lead to is noted once.
        let mut known = 0;
        for (end, meaning) in ends {
            name.truncate(head);
            name.push_str(end);
            self.mean(&name, meaning);
            self.lead(&name, known);
            known = head;
        }
    }

    /// Of two meanings of one key the first added stays.
    fn mean(&mut self, name: &str, meaning: Meaning) {
        self.slot(name, |slot| {
            slot.meaning.get_or_insert(meaning);
        });
        let is_error = matches!(
            meaning.field,
            Field::ErrorKind | Field::ErrorMessage | Field::ErrorStack
        );
        if is_error && let Some(initial) = name.bytes().find(u8::is_ascii_alphabetic) {
            self.error_initials |= letter(initial);
        }
    }

    /// Notes that the words that `name` begins with lead to more, those that end at `from` or behind it.
    fn lead(&mut self, name: &str, from: usize) {
        let mut before = b'_';
        for (at, byte) in name.bytes().enumerate() {
            let begins_word = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
            if at >= from && (begins_word || matches!(byte, b'.' | b'_' | b'-')) {
                self.slot(&name[..at], |slot| slot.leads = true);
            }
            before = byte;
        }
    }

    /// Has `change` change the slot of `name`, unless that is too long to be looked up.
    fn slot(&mut self, name: &str, change: impl FnOnce(&mut Slot)) {
        if let Some(word) = Normal::of(name.as_bytes()).tail(0) {
            change(self.slots.entry(word).or_default());
        }
    }
}

/// The bit of a letter in either case; none of anything else.
fn letter(byte: u8) -> u32 {
    u32::from(byte.is_ascii_alphabetic()) << (byte & 31)
}

fn first_rank(field: Field) -> u8 {
    match field {
        Field::ErrorKind | Field::ErrorMessage | Field::ErrorStack => keys::FIRST_BARE,
        _ => keys::FIRST,
    }
}

/// A line of the table: what its numbers count, and its keys.
fn unit_and_names(line: &str) -> (Unit, impl Iterator<Item = &str>) {
    let (unit, names) = match line.split_once(": ") {
        Some((word, names)) => (find_unit(|name| name == word.trim()), names),
        None => (Unit::None, line),
    };
    (unit, names.split_whitespace())
}

/// The unit of which one name is the one sought.
fn find_unit(mut sought: impl FnMut(&str) -> bool) -> Unit {
    let mut named = keys::UNITS.iter().chain(keys::SCALES);
    let found = named.find(|(_, names)| names.split(' ').any(&mut sought));
    found.map_or(Unit::None, |&(unit, _)| unit)
}

/// The unit that a user's own key for a duration ends in: `tookMs`, `wall_seconds`.
fn unit_behind(field: Field, name: &str) -> Unit {
    if field != Field::Duration {
        return Unit::None;
    }
    find_unit(|word| {
        let Some((stem, end)) = name.split_at_checked(name.len().saturating_sub(word.len())) else {
            return false;
        };
        let begins =
            end.starts_with(|c: char| c.is_ascii_uppercase()) || stem.ends_with(['_', '-', '.']);
        begins && end.eq_ignore_ascii_case(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str) -> Option<Field> {
        KeyTable::default().meaning(key.as_bytes()).map(|m| m.field)
    }

    #[test]
    fn spellings_of_one_key_are_one() {
        for key in [
            "requestId",
            "request_id",
            "request-id",
            "Request.Id",
            "RequestID",
            "_request_id",
            "request id",
        ] {
            assert_eq!(field(key), Some(Field::RequestId), "{key}");
        }
        for key in [
            "@timestamp",
            "timestamp",
            "Timestamp",
            "TIMESTAMP",
            "time_stamp",
        ] {
            assert_eq!(field(key), Some(Field::Time), "{key}");
        }
    }

    #[test]
    fn keys_of_many_loggers_have_their_meaning() {
        for (key, meaning) in [
            ("err.stack", Field::ErrorStack),
            ("err.type", Field::ErrorKind),
            ("error.message", Field::ErrorMessage),
            ("event.exception.type", Field::ErrorKind),
            ("exceptionClass", Field::ErrorKind),
            ("thrown.extendedStackTrace", Field::ErrorStack),
            ("exception.values.value", Field::ErrorMessage),
            ("errorType", Field::ErrorKind),
            ("stackTrace", Field::ErrorStack),
            ("stacktrace", Field::ErrorStack),
            ("errorVerbose", Field::ErrorStack),
            ("@x", Field::ErrorStack),
            ("@l", Field::Level),
            ("__REALTIME_TIMESTAMP", Field::Time),
            ("_HOSTNAME", Field::Host),
            ("SYSLOG_IDENTIFIER", Field::Service),
            ("req.headers.x-request-id", Field::RequestId),
            ("http.response.status_code", Field::Status),
            ("httpRequest.requestUrl", Field::Path),
            ("httpRequest.latency", Field::Duration),
            ("labels.user.id", Field::User),
            ("fields.message", Field::Message),
            ("jsonPayload.error.stack", Field::ErrorStack),
            ("logging.googleapis.com/trace", Field::TraceId),
            ("contextMap.requestId", Field::RequestId),
            ("_source.log.level", Field::Level),
            ("responseStatus.code", Field::Status),
            ("duration_seconds", Field::Duration),
            ("elapsedMs", Field::Duration),
        ] {
            assert_eq!(field(key), Some(meaning), "{key}");
        }
    }

    #[test]
    fn a_container_gives_only_what_it_may_hold() {
        assert_eq!(
            field("request.headers.x-correlation-id"),
            Some(Field::RequestId)
        );
        assert_eq!(field("response.headers.date"), None);
        assert_eq!(field("response.body.message"), None);
        assert_eq!(field("cart.user_id"), None);
        assert_eq!(field("spanId"), None);
        assert_eq!(field("x"), None);
    }

    #[test]
    fn what_is_nested_ranks_after_what_is_not() {
        let table = KeyTable::default();
        let rank = |key: &str| table.meaning(key.as_bytes()).map(|m| m.rank);
        assert!(rank("message") < rank("extra.message"));
        assert!(rank("extra.message") < rank("extra.data.message"));
        assert!(rank("user") < rank("email"));
    }

    #[test]
    fn the_users_keys_come_first_wherever_they_are_nested() {
        let table = KeyTable::new(&[
            (Field::User, vec!["tenant_member".into()]),
            (
                Field::Duration,
                vec!["wallMs".into(), "wall_s".into(), "class".into()],
            ),
            (Field::RequestId, vec!["message".into()]),
        ]);
        let meaning = |key: &str| {
            table
                .meaning(key.as_bytes())
                .map(|m| (m.field, m.rank, m.unit))
        };
        assert_eq!(meaning("tenantMember"), Some((Field::User, 0, Unit::None)));
        assert_eq!(
            meaning("ctx.tenantMember"),
            Some((Field::User, 1, Unit::None))
        );
        assert_eq!(
            meaning("wall_ms"),
            Some((Field::Duration, 0, Unit::Milliseconds))
        );
        assert_eq!(meaning("wall_s"), Some((Field::Duration, 0, Unit::Seconds)));
        assert_eq!(meaning("class"), Some((Field::Duration, 0, Unit::None)));
        assert_eq!(meaning("message"), Some((Field::RequestId, 0, Unit::None)));
    }

    #[test]
    fn no_row_says_again_what_another_has_said() {
        let mut seen = FxHashMap::default();
        for &(field, lines) in keys::KEYS {
            for name in lines.lines().flat_map(|line| unit_and_names(line).1) {
                let word = Normal::of(name.as_bytes())
                    .tail(0)
                    .expect("a key is neither empty nor too long");
                let before = seen.insert(word, field);
                assert_eq!(before, None, "{name} of {field:?}");
            }
        }
    }

    #[test]
    fn objects_that_may_hold_something_are_looked_into() {
        let table = KeyTable::default();
        for key in [
            "req",
            "req.headers",
            "error",
            "correlation",
            "kubernetes.labels",
            "data.user",
        ] {
            assert!(table.leads(key.as_bytes()), "{key}");
        }
        for key in [
            "geoip",
            "kubernetes.annotations",
            "cart",
            "resp_headers.server",
            "",
        ] {
            assert!(!table.leads(key.as_bytes()), "{key}");
        }
    }

    #[test]
    fn any_bytes_are_a_key_that_means_something_or_nothing() {
        let table = KeyTable::default();
        for key in [
            &b""[..],
            b".",
            b"...",
            b"@",
            b"_",
            b"a..b",
            &[0xff; 200],
            b".message",
            b"a.b.c.d.e.f.g.h.i.j.k.message",
        ] {
            let _ = table.meaning(key);
        }
        assert_eq!(table.meaning(b"."), None);
    }
}
