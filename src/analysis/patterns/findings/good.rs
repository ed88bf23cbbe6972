//! The requests that succeeded, gathered by what they have in common: there may be millions, and every round of the
//! search looks at all of them, so it looks at a minute of those alike at once.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::profiles::{Profile, Profiles};
use super::super::rows::Row;
use super::clock::Clock;
use super::slice::Slice;

/// Requests of one endpoint that have all the values of few kinds in common.
#[derive(Clone, Debug)]
pub struct Alike {
    pub endpoint: u32,
    pub profile: Profile,
    cells: Range<usize>,
}

/// Those of one minute.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub minute: i32,
    /// Requests that no finding has taken away.
    pub left: u32,
    all: u32,
    /// Where its users begin: first those of the requests that are left.
    users: usize,
}

#[derive(Debug, Default)]
pub struct Good {
    alike: Vec<Alike>,
    cells: Vec<Cell>,
    users: Vec<u32>,
}

impl Good {
    pub fn of(rows: &[Row]) -> Good {
        let mut numbers: FxHashMap<(u32, Profile), u32> = FxHashMap::default();
        let mut kinds: Vec<(u32, Profile)> = Vec::new();
        let mut sizes: Vec<usize> = Vec::new();
        let mut number = |row: &Row| {
            let kind = (row.endpoint, row.profile);
            let number = *numbers.entry(kind).or_insert_with(|| {
                kinds.push(kind);
                sizes.push(0);
                kinds.len() as u32 - 1
            });
            sizes[number as usize] += 1;
            number
        };
        let of_rows: Vec<u32> = rows.iter().map(&mut number).collect();
        let mut ends = vec![0; sizes.len()];
        for at in 1..sizes.len() {
            ends[at] = ends[at - 1] + sizes[at - 1];
        }
        let mut placed: Vec<(i32, u32)> = vec![(0, 0); rows.len()];
        for (row, kind) in rows.iter().zip(of_rows) {
            let end = &mut ends[kind as usize];
            placed[*end] = (row.minute, row.user);
            *end += 1;
        }
        let mut good = Good::default();
        let mut start = 0;
        for ((endpoint, profile), size) in kinds.into_iter().zip(sizes) {
            let own = &mut placed[start..start + size];
            // Logs mostly are in the order of time.
            if !own.is_sorted_by_key(|&(minute, _)| minute) {
                own.sort_unstable_by_key(|&(minute, _)| minute);
            }
            let first = good.cells.len();
            for of_minute in own.chunk_by(|a, b| a.0 == b.0) {
                let count = of_minute.len() as u32;
                good.cells.push(Cell {
                    minute: of_minute[0].0,
                    left: count,
                    all: count,
                    users: start,
                });
                start += of_minute.len();
            }
            good.alike.push(Alike {
                endpoint,
                profile,
                cells: first..good.cells.len(),
            });
        }
        good.users = placed.into_iter().map(|(_, user)| user).collect();
        good
    }

    pub fn len(&self) -> usize {
        self.users.len()
    }

    /// Each kind of requests with its cells, in the order of time.
    pub fn kinds(&self) -> impl Iterator<Item = (&Alike, &[Cell])> {
        let cells = |alike: &Alike| &self.cells[alike.cells.clone()];
        self.alike.iter().map(move |alike| (alike, cells(alike)))
    }

    /// The users of the requests that are left.
    pub fn users(&self, cell: &Cell) -> &[u32] {
        &self.users[cell.users..cell.users + cell.left as usize]
    }

    /// Every request that is left, of those users alone.
    pub fn each_of_users(&self, is_meant: impl Fn(u32) -> bool, mut take: impl FnMut(&Row)) {
        for (alike, cells) in self.kinds() {
            for cell in cells {
                let users = self.users(cell).iter();
                for &user in users.filter(|&&user| is_meant(user)) {
                    take(&Row {
                        minute: cell.minute,
                        user,
                        endpoint: alike.endpoint,
                        profile: alike.profile,
                    });
                }
            }
        }
    }

    /// Takes away the requests of a slice, and tells how many of each kind, and of whom.
    pub fn take(
        &mut self,
        slice: &Slice,
        profiles: &Profiles,
        clock: &Clock,
        mut taken: impl FnMut(&Alike, &[u32]),
    ) {
        if slice.error.is_some() {
            return;
        }
        let fits = |alike: &&Alike| slice.fits(alike.endpoint, alike.profile, profiles);
        for alike in self.alike.iter().filter(fits) {
            let cells = self.cells[alike.cells.clone()].iter_mut();
            for cell in cells.filter(|cell| cell.left > 0 && slice.is_then(cell.minute, clock)) {
                let users = &mut self.users[cell.users..][..cell.left as usize];
                let kept = match slice.user() {
                    Some(user) => keep_others(users, user),
                    None => 0,
                };
                taken(alike, &users[kept..]);
                cell.left = kept as u32;
            }
        }
    }

    /// Requests of a slice, also those that were taken away.
    pub fn count(&self, slice: &Slice, profiles: &Profiles, clock: &Clock) -> u64 {
        if slice.error.is_some() {
            return 0;
        }
        let mut count = 0;
        for (alike, cells) in self.kinds() {
            if !slice.fits(alike.endpoint, alike.profile, profiles) {
                continue;
            }
            for cell in cells
                .iter()
                .filter(|cell| slice.is_then(cell.minute, clock))
            {
                count += match slice.user() {
                    Some(user) => {
                        let users = &self.users[cell.users..][..cell.all as usize];
                        users.iter().filter(|&&other| other == user).count() as u64
                    }
                    None => u64::from(cell.all),
                };
            }
        }
        count
    }
}

/// Moves the others before the user; tells how many they are.
fn keep_others(users: &mut [u32], user: u32) -> usize {
    let mut kept = 0;
    for at in 0..users.len() {
        if users[at] != user {
            users.swap(kept, at);
            kept += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::slice::{Column, Span};
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |n: i32| Row {
            minute: (n * 7) % 13,
            user: (n % 5) as u32,
            endpoint: (n % 3) as u32,
            profile: Profile::default(),
        };
        (0..200).map(row).collect()
    }

    #[test]
    fn what_is_taken_away_is_what_the_slice_has_and_is_still_counted() {
        let (profiles, clock) = (Profiles::default(), Clock::none());
        let span = Span::Window { from: 3, to: 9 };
        let slices = [
            Slice::of(&[(Column::Endpoint, 1)]),
            Slice::of(&[(Column::User, 2)]),
            Slice::of(&[(Column::Endpoint, 0), (Column::User, 4)]).within(span),
            Slice::default().within(span),
        ];
        let mut good = Good::of(&rows());
        let mut left = rows();
        for slice in &slices {
            let has = |row: &Row| slice.has(row, &profiles, &clock);
            let inside = rows().iter().filter(|row| has(row)).count();
            let still = left.iter().filter(|row| has(row)).count();
            left.retain(|row| !has(row));
            let mut taken = 0;
            good.take(slice, &profiles, &clock, |_, users| taken += users.len());
            assert_eq!(taken, still, "{slice:?}");
            assert_eq!(good.count(slice, &profiles, &clock), inside as u64);
            let mut users: Vec<(i32, u32, u32)> = Vec::new();
            good.each_of_users(
                |_| true,
                |row| users.push((row.minute, row.user, row.endpoint)),
            );
            let mut known: Vec<_> = left
                .iter()
                .map(|row| (row.minute, row.user, row.endpoint))
                .collect();
            users.sort_unstable();
            known.sort_unstable();
            assert_eq!(users, known, "{slice:?}");
        }
        assert_eq!(good.len(), 200);
    }
}
