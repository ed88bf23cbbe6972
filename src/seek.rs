//! Where a time window lies in a large file whose entries stand in the order of time, without reading the file.
//!
//! Nothing says that a file is sorted, so it is sampled first: entries are read at [`SAMPLES`] places all over it.
//! Where one is older than an entry before it, the samples tell by how much, and everything is then looked for with
//! several times that slack on both sides. A file whose samples lie further apart than [`WILD`], or bear no
//! times, is not taken for sorted and has to be read in full.
//!
//! What this can miss: entries that stand away from their time by more than the slack, all of them
//! between two samples.

use std::ops::Range;

use rayon::prelude::*;

use crate::entry::Boundary;
use crate::event::Time;
use crate::format::understand::Understander;
use crate::source::PlainFile;
use crate::time::Window;

/// Files smaller than this are as well read in full.
pub const LARGE: u64 = if cfg!(test) { 1 << 10 } else { 8 << 20 };

/// How many places of a file are looked at before it is taken for sorted.
const SAMPLES: u64 = if cfg!(test) { 64 } else { 256 };

/// Bytes that a sample looks at; where they hold no whole entry with a time, more, up to the second figure.
const SAMPLE: usize = if cfg!(test) { 1 } else { 4 } << 10;
const LONGEST_SAMPLE: usize = 2 << 20;

/// Bisection ends where so few bytes are left that reading them costs no more than looking further.
const NEAR: u64 = if cfg!(test) { 256 } else { 256 << 10 };

/// Samples that are this far out of order make a file an unsorted one.
const WILD: i64 = 10 * 60 * SECOND;

/// Entries may stand this many times as far from their place as the samples do, or by the file's share of time
/// below, between one second and one minute.
const CAUTION: i64 = 4;
const SHARE: i64 = 1024;

const SECOND: i64 = 1_000_000_000;

/// Some neighbouring entries somewhere in a file.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Bytes of the file before them; an entry starts there, whatever came before.
    pub at: u64,
    oldest: Time,
    newest: Time,
    /// By how many nanoseconds one of them is older than another before it, at most.
    disorder: i64,
}

impl Sample {
    /// A sample of the entries at `at` by their times in order; `None` where there are none.
    fn of(at: u64, times: impl IntoIterator<Item = Time>) -> Option<Sample> {
        times.into_iter().fold(None, |sample, time| {
            let (oldest, newest, disorder) = match sample {
                Some(Sample {
                    oldest,
                    newest,
                    disorder,
                    ..
                }) => (oldest, newest, disorder),
                None => (time, time, 0),
            };
            Some(Sample {
                at,
                oldest: oldest.min(time),
                newest: newest.max(time),
                disorder: disorder.max(newest.0.saturating_sub(time.0)),
            })
        })
    }
}

/// What samples said about the order of a file's entries.
#[derive(Debug)]
pub enum Order {
    Sorted(Sorted),
    /// No sample holds an entry with a time.
    Timeless,
    Unsorted,
}

/// A file whose entries stand in the order of time, but for some slack.
#[derive(Debug)]
pub struct Sorted {
    /// In the order of the file.
    samples: Vec<Sample>,
    len: u64,
    /// No entry is older than one before it by more than these nanoseconds.
    pub slack: i64,
}

/// How a file can be read back from its end.
#[derive(Clone, Copy, Debug)]
pub struct Back {
    /// By how many nanoseconds an entry may be older than one before it.
    pub slack: i64,
    /// Whether its entries have times at all.
    pub timed: bool,
}

impl Order {
    /// Samples `len` bytes with `probe`, which looks at the entries at or closely behind a place.
    pub fn survey(len: u64, threads: usize, probe: impl Fn(u64) -> Option<Sample> + Sync) -> Order {
        let place =
            |number: u64| (u128::from(len) * u128::from(number) / u128::from(SAMPLES)) as u64;
        let last = len.saturating_sub(SAMPLE as u64);
        let places: Vec<u64> = (0..SAMPLES).map(place).chain([last]).collect();
        let looked: Vec<Option<Sample>> = match threads {
            0 | 1 => places.into_iter().map(probe).collect(),
            _ => places.into_par_iter().map(&probe).collect(),
        };
        let all = looked.len();
        let mut samples: Vec<Sample> = looked.into_iter().flatten().collect();
        samples.sort_by_key(|sample| sample.at);
        let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
            return Order::Timeless;
        };
        let span = last.newest.0.saturating_sub(first.oldest.0);
        let mut newest = first.oldest;
        let mut disorder = 0;
        for sample in &samples {
            let behind = newest.0.saturating_sub(sample.oldest.0);
            disorder = disorder.max(behind).max(sample.disorder);
            newest = newest.max(sample.newest);
        }
        if disorder > WILD || samples.len() * 4 < all * 3 {
            return Order::Unsorted;
        }
        let slack = (span / SHARE).clamp(SECOND, 60 * SECOND);
        Order::Sorted(Sorted {
            samples,
            len,
            slack: slack + CAUTION * disorder,
        })
    }
}

impl Order {
    /// How entries can be read from the end, if they can.
    pub fn back(&self) -> Option<Back> {
        let (slack, timed) = match self {
            Order::Sorted(sorted) => (sorted.slack, true),
            Order::Timeless => (0, false),
            Order::Unsorted => return None,
        };
        Some(Back { slack, timed })
    }
}

impl Sorted {
    /// Bytes that hold every entry of `window`; they begin where an entry starts whatever came before. `None`
    /// where a further look at the file contradicts what the samples said.
    pub fn range(
        &self,
        window: &Window,
        probe: impl Fn(u64) -> Option<Sample>,
    ) -> Option<Range<u64>> {
        let start = match window.since {
            Some(since) => self.start(Time(since.0.saturating_sub(self.slack)), &probe)?,
            None => 0,
        };
        let end = match window.until {
            Some(until) => self.end(Time(until.0.saturating_add(self.slack)), &probe)?,
            None => self.len,
        };
        Some(start..end.max(start))
    }

    /// A place closely before the first entry that is not older than `time`.
    fn start(&self, time: Time, probe: impl Fn(u64) -> Option<Sample>) -> Option<u64> {
        let is_older = |sample: &&Sample| sample.newest < time;
        let known = self.samples.iter().rev().find(is_older);
        let mut start = known.map_or(0, |sample| sample.at);
        let above = self.samples.iter().find(|sample| sample.at > start);
        let mut high = above.map_or(self.len, |sample| sample.at);
        while high.saturating_sub(start) > NEAR {
            let middle = start + (high - start) / 2;
            match probe(middle) {
                Some(sample) if !self.fits(&sample) => return None,
                Some(sample) if sample.at < high && is_older(&&sample) => start = sample.at,
                // What is not known to be older is read.
                _ => high = middle,
            }
        }
        Some(start)
    }

    /// A place closely behind the last entry that is older than `time`.
    fn end(&self, time: Time, probe: impl Fn(u64) -> Option<Sample>) -> Option<u64> {
        let is_newer = |sample: &&Sample| sample.oldest >= time;
        let known = self.samples.iter().find(is_newer);
        let mut end = known.map_or(self.len, |sample| sample.at);
        let below = self.samples.iter().rev().find(|sample| sample.at < end);
        let mut low = below.map_or(0, |sample| sample.at);
        while end.saturating_sub(low) > NEAR {
            let middle = low + (end - low) / 2;
            match probe(middle) {
                Some(sample) if !self.fits(&sample) => return None,
                Some(sample) if sample.at < end && is_newer(&&sample) => end = sample.at,
                _ => low = middle,
            }
        }
        Some(end)
    }

    /// Whether a sample taken later agrees with those that were taken first.
    fn fits(&self, new: &Sample) -> bool {
        let in_order = |before: &Sample, after: &Sample| {
            before.newest.0.saturating_sub(after.oldest.0) <= self.slack
        };
        new.disorder <= self.slack
            && self.samples.iter().all(|known| match known.at < new.at {
                true => in_order(known, new),
                false => known.at == new.at || in_order(new, known),
            })
    }
}

/// Looks at places of a file.
pub struct Probe<'p, U> {
    pub file: &'p PlainFile,
    pub boundary: &'p Boundary,
    /// Makes a reader of entries, of which only the times are asked.
    pub understander: U,
}

impl<'p, U: Fn() -> Understander<'p>> Probe<'p, U> {
    /// The times of the entries at `place` or closely behind it; `None` where there are none, or none that can
    /// be told from what stands around it.
    pub fn look(&self, place: u64) -> Option<Sample> {
        let mut understander = (self.understander)();
        let mut length = SAMPLE;
        while length <= LONGEST_SAMPLE {
            let mut bytes = vec![0; length];
            let read = self.file.read_at(&mut bytes, place).ok()?;
            let ends = place + read as u64 >= self.file.len();
            bytes.truncate(read);
            if let Some(sample) = self.sample(&bytes, place, ends, &mut understander) {
                return Some(sample);
            }
            if ends {
                return None;
            }
            length *= 4;
        }
        None
    }

    fn sample(
        &self,
        bytes: &[u8],
        place: u64,
        ends: bool,
        understander: &mut Understander,
    ) -> Option<Sample> {
        let first = match place {
            0 => 0,
            _ => {
                // A line is judged by those before it, and the one that the place lies in is not whole.
                let skip = memchr::memchr(b'\n', bytes)? + 1;
                let whole = &bytes[skip..];
                let at = memchr::memchr_iter(b'\n', whole)
                    .map(|newline| newline + 1)
                    .find(|&at| at < whole.len() && self.boundary.is_cut(whole, at))?;
                skip + at
            }
        };
        let mut scratch = Vec::new();
        let mut times = Vec::new();
        let (mut at, mut known) = (first, None);
        while at < bytes.len()
            && let Some(end) = self.boundary.end(bytes, at, known, ends)
        {
            let event = understander.read(&bytes[at..end.at], known, &mut scratch);
            times.extend(event.time);
            (at, known) = (end.at, end.next);
        }
        Sample::of(place + first as u64, times)
    }
}
