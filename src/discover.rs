//! Which keys of a log, beside the canonical fields, are worth comparing by: those with few values, such as version,
//! region, tenant. They are found in a source's head, so that what is found never depends on how it is read.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::chunk::Blocks;
use crate::entry::Boundary;
use crate::event::{Event, Field, Want};
use crate::format::pairs::Pairs;
use crate::scan;
use crate::session::{Known, Session};

/// At most so many keys of one source.
const MOST: usize = 12;

/// Names tried, of those that the head holds, commonest first.
const TRIED: usize = 64;

/// Objects nested deeper are not looked into.
const DEEPEST: usize = 4;

/// Longer values are texts, not kinds.
const LONGEST: usize = 64;

/// More values in the head are not few.
const FEW: usize = 40;

/// The keys, in the order of their names.
pub fn keys(session: &Session, known: &Known, head: &[u8]) -> Vec<String> {
    let mut want = Want::of(&[Field::User, Field::Host, Field::Service]);
    want.extra = names(session, head);
    if want.extra.is_empty() {
        return Vec::new();
    }
    let mut kinds: Vec<Kinds> = want.extra.iter().map(|_| Kinds::default()).collect();
    let mut entries = 0;
    each_event(session, known, head, &want, |event| {
        entries += 1;
        for (value, kinds) in event.extra.iter().zip(&mut kinds) {
            if let Some(value) = value {
                kinds.add(value, event);
            }
        }
    });
    let mut found: Vec<(usize, &String)> = kinds
        .iter()
        .zip(&want.extra)
        .filter(|(kinds, _)| kinds.are_few(entries))
        .map(|(kinds, name)| (kinds.seen, name))
        .collect();
    found.sort_by_key(|&(seen, name)| (std::cmp::Reverse(seen), name));
    found.truncate(MOST);
    let mut found: Vec<String> = found.into_iter().map(|(_, name)| name.clone()).collect();
    found.sort();
    found
}

/// The values that a key has in the head.
#[derive(Default)]
struct Kinds {
    seen: usize,
    values: FxHashMap<String, usize>,
    is_long: bool,
    /// How often it says what a canonical field says already.
    repeats: usize,
}

impl Kinds {
    fn add(&mut self, value: &str, event: &Event) {
        self.seen += 1;
        self.is_long |= value.len() > LONGEST;
        let canonical = [&event.user, &event.host, &event.service];
        self.repeats += usize::from(
            canonical
                .into_iter()
                .any(|field| field.as_deref() == Some(value)),
        );
        if self.values.len() <= FEW {
            *self.values.entry(value.to_owned()).or_default() += 1;
        }
    }

    /// Whether there are few, seen often enough to be kinds of something, and not one for each entry. One alone may get
    /// company later.
    fn are_few(&self, entries: usize) -> bool {
        let count = self.values.len();
        let is_common = self.seen >= 4 && self.seen * 50 >= entries;
        let is_repeated = count <= 3 || count * 3 <= self.seen;
        is_common && is_repeated && count <= FEW && !self.is_long && self.repeats < self.seen
    }
}

fn each_event(
    session: &Session,
    known: &Known,
    head: &[u8],
    want: &Want,
    mut take: impl FnMut(&Event),
) {
    let boundary = Boundary::new(known.lock);
    let want = want.clone().closed();
    let mut understander = session.understander(known, &want);
    let mut blocks = Blocks::new(head, boundary, head.len().max(1));
    let mut scratch = Vec::new();
    while let (Some(block), _) = blocks.next(Vec::new()) {
        for entry in scan::entries(block.whole(), &boundary) {
            take(&understander.read(entry.bytes, entry.start, &mut scratch));
        }
    }
}

/// Keys that the head's lines hold and that mean nothing to us, or only who and where; commonest first.
fn names(session: &Session, head: &[u8]) -> Vec<String> {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for line in head.split(|&byte| byte == b'\n') {
        let object = memchr::memchr(b'{', line).map(|at| &line[at..]);
        let object = object.and_then(|text| {
            serde_json::Deserializer::from_slice(text)
                .into_iter()
                .next()
        });
        match object {
            Some(Ok(Value::Object(members))) => {
                let mut path = String::new();
                for (key, value) in &members {
                    walk(&mut path, key, value, 0, &mut counts);
                }
            }
            _ => {
                for pair in Pairs::new(line) {
                    let key = String::from_utf8_lossy(pair.key).into_owned();
                    *counts.entry(key).or_default() += 1;
                }
            }
        }
    }
    let is_open = |name: &str| match session.keys.meaning(name.as_bytes()) {
        None => true,
        Some(meaning) if !meaning.is_certain() => true,
        Some(meaning) => matches!(meaning.field, Field::User | Field::Host | Field::Service),
    };
    let mut counts: Vec<(String, usize)> = counts
        .into_iter()
        .filter(|(name, _)| is_open(name))
        .collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(TRIED);
    counts.into_iter().map(|(name, _)| name).collect()
}

fn walk(
    path: &mut String,
    key: &str,
    value: &Value,
    depth: usize,
    counts: &mut FxHashMap<String, usize>,
) {
    let length = path.len();
    if length > 0 {
        path.push('.');
    }
    path.push_str(key);
    match value {
        Value::Object(members) if depth < DEEPEST => {
            for (key, value) in members {
                walk(path, key, value, depth + 1, counts);
            }
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) => {
            *counts.entry(path.clone()).or_default() += 1;
        }
        _ => {}
    }
    path.truncate(length);
}
