//! The values of few kinds that most requests have in common: host, service, version, method, status ...
//!
//! There are few combinations of them, whatever the number of requests, so each combination is kept once and a
//! request knows its number. An event finds its combination by one hash over all of its values.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::join::{Name, Names, Told, Translation};
use super::rows::NONE;

/// A combination, by its number in [`Profiles`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Profile(u32);

impl Profile {
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

/// The distinct combinations of one accumulator.
#[derive(Debug, Default)]
pub struct Profiles {
    /// By the hash of their values and worths.
    numbers: FxHashMap<u128, Profile>,
    /// One told value a slot; slots at the end that have none are left out.
    told: Vec<Box<[Told]>>,
    joined: FxHashMap<(Profile, Profile), Profile>,
    /// Values met in each slot that is given up once it has too many, and `None` once it was.
    limited: Vec<Option<FxHashSet<Name>>>,
    /// The combination of no values.
    nothing: Option<Profile>,
    scratch: Vec<u8>,
}

impl Profiles {
    /// The combination of these values, one a slot, all seen in an event of one worth. A value longer than
    /// [`u16::MAX`] bytes or in a slot that was given up is none.
    pub fn of(
        &mut self,
        values: &[Option<&[u8]>],
        worth: u8,
        limits: &[Option<usize>],
        names: &mut Names,
    ) -> Profile {
        if values.is_empty() {
            let nothing = match self.nothing {
                Some(nothing) => nothing,
                None => self.number(Vec::new(), names),
            };
            self.nothing = Some(nothing);
            return nothing;
        }
        self.scratch.clear();
        for (slot, value) in values.iter().enumerate() {
            let value = value.filter(|_| !matches!(self.limited.get(slot), Some(None)));
            write(&mut self.scratch, value.map(|value| (value, worth)));
        }
        trim(&mut self.scratch);
        let hash = xxh3_128(&self.scratch);
        if let Some(&known) = self.numbers.get(&hash) {
            return known;
        }
        let mut told: Vec<Told> = Vec::with_capacity(values.len());
        for (slot, value) in values.iter().enumerate() {
            let name = value.map(|value| names.of(value));
            let name = name.filter(|&name| self.admits(slot, name, limits));
            told.push(Told::new(name, worth));
        }
        self.number(told, names)
    }

    /// Whether the slot still takes the value; with too many values it takes none any more.
    fn admits(&mut self, slot: usize, name: Name, limits: &[Option<usize>]) -> bool {
        let Some(&Some(limit)) = limits.get(slot) else {
            return true;
        };
        if self.limited.len() <= slot {
            self.limited
                .resize_with(slot + 1, || Some(FxHashSet::default()));
        }
        let Some(values) = &mut self.limited[slot] else {
            return false;
        };
        values.insert(name);
        if values.len() > limit {
            self.limited[slot] = None;
            return false;
        }
        true
    }

    fn give_up(&mut self, slot: usize) {
        if self.limited.len() <= slot {
            self.limited
                .resize_with(slot + 1, || Some(FxHashSet::default()));
        }
        self.limited[slot] = None;
    }

    fn number(&mut self, told: Vec<Told>, names: &Names) -> Profile {
        self.scratch.clear();
        for told in &told {
            let value = told
                .name()
                .map(|name| (names.text(name).as_bytes(), told.worth()));
            write(&mut self.scratch, value);
        }
        trim(&mut self.scratch);
        let next = Profile(self.told.len() as u32);
        let hash = xxh3_128(&self.scratch);
        let number = *self.numbers.entry(hash).or_insert(next);
        if number == next {
            self.told.push(told.into());
        }
        number
    }

    /// The combination of the better of each value.
    pub fn join(&mut self, a: Profile, b: Profile, names: &Names) -> Profile {
        if a == b {
            return a;
        }
        if let Some(&known) = self.joined.get(&(a, b)) {
            return known;
        }
        let (mine, theirs) = (&self.told[a.place()], &self.told[b.place()]);
        let at = |told: &[Told], slot: usize| told.get(slot).copied().unwrap_or_default();
        let told = (0..mine.len().max(theirs.len()))
            .map(|slot| at(mine, slot).or(at(theirs, slot), names))
            .collect();
        let joined = self.number(told, names);
        self.joined.insert((a, b), joined);
        joined
    }

    /// Takes over another accumulator's combinations: the new number of each.
    pub fn absorb(
        &mut self,
        other: Profiles,
        translation: &Translation,
        names: &Names,
    ) -> Vec<Profile> {
        for (slot, limited) in other.limited.iter().enumerate() {
            if limited.is_none() {
                self.give_up(slot);
            }
        }
        let told = other.told.into_iter();
        told.map(|told| {
            let told = told.iter().map(|told| told.translated(translation));
            self.number(told.collect(), names)
        })
        .collect()
    }

    /// Every combination, by its number.
    pub fn all(&self) -> Vec<Profile> {
        (0..self.told.len() as u32).map(Profile).collect()
    }

    pub fn value(&self, profile: Profile, slot: usize) -> Option<Name> {
        self.told[profile.place()]
            .get(slot)
            .and_then(|told| told.name())
    }

    /// The number of the value's name, or [`NONE`].
    pub fn code(&self, profile: Profile, slot: usize) -> u32 {
        self.value(profile, slot).map_or(NONE, |name| name.0)
    }

    /// Whether a slot has had more values than it may, here or in what was merged.
    pub fn is_given_up(&self, slot: usize, limits: &[Option<usize>]) -> bool {
        let Some(&Some(limit)) = limits.get(slot) else {
            return false;
        };
        let all = (0..self.told.len()).filter_map(|at| self.value(Profile(at as u32), slot));
        let distinct: FxHashSet<Name> = all.collect();
        matches!(self.limited.get(slot), Some(None)) || distinct.len() > limit
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.told.len()
    }
}

/// What a value is told apart by: its text with the worth of its event.
fn write(out: &mut Vec<u8>, value: Option<(&[u8], u8)>) {
    let Some((text, worth)) = value else {
        return out.push(0);
    };
    out.push(worth + 1);
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text);
}

/// Drops what the slots at the end that have no value have written, so that more of them change nothing.
fn trim(out: &mut Vec<u8>) {
    let len = out
        .iter()
        .rposition(|&byte| byte != 0)
        .map_or(0, |last| last + 1);
    out.truncate(len);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<'v>(values: &[Option<&'v str>]) -> Vec<Option<&'v [u8]>> {
        let values = values.iter();
        values.map(|value| value.map(str::as_bytes)).collect()
    }

    #[test]
    fn equal_values_are_one_combination_however_many_slots_are_empty() {
        let (mut names, mut profiles) = (Names::default(), Profiles::default());
        let mut of =
            |values: &[Option<&str>], worth| profiles.of(&bytes(values), worth, &[], &mut names);
        let a = of(&[Some("h1"), None], 0);
        assert_eq!(of(&[Some("h1")], 0), a);
        assert_ne!(of(&[Some("h1")], 1), a);
        assert_ne!(of(&[None, Some("h1")], 0), a);
        assert_ne!(of(&[Some("h1"), Some("")], 0), a);
    }

    #[test]
    fn joining_takes_the_better_of_each_value_in_either_order() {
        let (mut names, mut profiles) = (Names::default(), Profiles::default());
        let a = profiles.of(&bytes(&[Some("h1"), None, Some("x")]), 1, &[], &mut names);
        let b = profiles.of(&bytes(&[Some("h2"), Some("v1")]), 0, &[], &mut names);
        let joined = profiles.join(a, b, &names);
        assert_eq!(profiles.join(b, a, &names), joined);
        let value = |slot| profiles.value(joined, slot).map(|name| names.text(name));
        assert_eq!(
            [value(0), value(1), value(2)],
            [Some("h2"), Some("v1"), Some("x")]
        );
    }

    #[test]
    fn a_slot_with_too_many_values_is_given_up_and_the_others_stay() {
        let (mut names, mut profiles) = (Names::default(), Profiles::default());
        for n in 0..10 {
            let text = n.to_string();
            profiles.of(
                &bytes(&[Some("h1"), Some(&text)]),
                0,
                &[None, Some(3)],
                &mut names,
            );
        }
        assert!(profiles.len() < 6, "{}", profiles.len());
        let last = profiles.of(
            &bytes(&[Some("h1"), Some("1")]),
            0,
            &[None, Some(3)],
            &mut names,
        );
        assert_eq!(profiles.value(last, 1), None);
        assert!(profiles.value(last, 0).is_some());
    }
}
