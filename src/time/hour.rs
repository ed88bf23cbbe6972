//! The times of one hour: read once, the others follow from their minutes, seconds and fractions.
//!
//! A log's times differ from one to the next in little else. Where all of a text is a stamp with its date, and the
//! stamp's own offset or a zone without changes tells its instant, another that differs in nothing but those digits
//! lies as far from it as they say.

use wide::u8x16;

use super::alike::Ranges;
use super::clock::{Clock, Reading};
use super::stamp::scan;
use crate::event::Time;

const REGISTER: usize = 16;
const SECOND: i64 = 1_000_000_000;
/// Digits of a fraction that count.
const DIGITS: usize = 9;

/// A stamp of the hour, as far as all are like it.
#[derive(Clone, Debug, Default)]
pub struct Hour {
    /// The lowest byte that may stand at each place of the first and of the last 16 bytes, and how far above it others may.
    lowest: [u8x16; 2],
    above: [u8x16; 2],
    /// Zero where there is none.
    len: usize,
    /// Where the minutes begin.
    minute: usize,
    /// Digits of the fraction, and the nanoseconds that the last of them counts.
    digits: usize,
    unit: i64,
    /// The instant at which the hour begins.
    start: i64,
}

impl Hour {
    /// The instant of the stamp that `text` begins with, as [`Clock::read`] gives it.
    #[inline]
    pub fn read(&mut self, text: &[u8], clock: &mut Clock) -> Option<Reading> {
        if self.fits(text)
            && let Some(time) = self.start.checked_add(self.since_start(text))
        {
            return Some(Reading {
                time: Time(time),
                year_assumed: false,
            });
        }
        self.read_anew(text, clock)
    }

    #[inline]
    fn fits(&self, text: &[u8]) -> bool {
        let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else {
            return false;
        };
        let fits = |nth: usize, bytes: &[u8; REGISTER]| {
            let over = u8x16::new(*bytes) - self.lowest[nth];
            over.max(self.above[nth]).simd_eq(self.above[nth])
        };
        text.len() == self.len && (fits(0, first) & fits(1, last)).all()
    }

    /// Nanoseconds since the hour began.
    #[inline]
    fn since_start(&self, text: &[u8]) -> i64 {
        let digit = |byte: u8| i64::from(byte.wrapping_sub(b'0'));
        let Some((clock, behind)) = text.get(self.minute..).and_then(<[u8]>::split_first_chunk)
        else {
            return 0;
        };
        let [m, n, _, s, t] = clock.map(digit);
        let mut fraction = 0;
        for &byte in behind.iter().skip(1).take(self.digits) {
            fraction = fraction * 10 + digit(byte);
        }
        ((m * 10 + n) * 60 + s * 10 + t) * SECOND + fraction * self.unit
    }

    #[cold]
    fn read_anew(&mut self, text: &[u8], clock: &mut Clock) -> Option<Reading> {
        let (stamp, len) = scan(text)?;
        let reading = clock.resolve(&stamp)?;
        let is_even = len == text.len() && stamp.date.is_some() && clock.is_even(&stamp);
        if is_even
            // A leap second is read as another.
            && let Some(hour) = Hour::like(text).filter(|hour| hour.fits(text))
            && let Some(start) = reading.time.0.checked_sub(hour.since_start(text))
        {
            *self = Hour { start, ..hour };
        }
        Some(reading)
    }

    /// What others like `stamp` look like: those with two colons, between padded numbers.
    fn like(stamp: &[u8]) -> Option<Hour> {
        (REGISTER..=2 * REGISTER)
            .contains(&stamp.len())
            .then_some(())?;
        let mut colons = memchr::memchr_iter(b':', stamp);
        let (first, second) = (colons.next()?, colons.next()?);
        let minute = first + 1;
        (second == first + 3).then_some(())?;
        let ranges = Ranges::of(stamp, minute)?;
        let digits = ranges.fraction.len();
        (digits <= DIGITS).then_some(())?;
        let registers = |bytes: &[u8]| {
            let (first, last) = (bytes.first_chunk()?, bytes.last_chunk()?);
            Some([u8x16::new(*first), u8x16::new(*last)])
        };
        Some(Hour {
            lowest: registers(&ranges.lowest[..stamp.len()])?,
            above: registers(&ranges.above[..stamp.len()])?,
            len: stamp.len(),
            minute,
            digits,
            unit: 10_i64.pow((DIGITS - digits) as u32),
            start: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::time::Zone;

    const DATES: [&str; 9] = [
        "2025-03-14 ",
        "2025-03-14T",
        "2025-03-30 ",
        "2025/03/14 ",
        "2025-10-26T",
        "2025-10-05T",
        "2025-13-14 ",
        "1677-09-21T",
        "2262-04-11T",
    ];
    const TIMES: [&str; 14] = [
        "02:11:09", "02:11:10", "02:59:59", "02:00:00", "02:60:09", "02:11:60", "24:00:00",
        "2:11:09", "02:11", "00:12:43", "00:12:44", "23:47:16", "23:47:17", "02:1a:09",
    ];
    const FRACTIONS: [&str; 11] = [
        "",
        ",123",
        ".5",
        ".123456",
        ".145224192",
        ".854775807",
        ".1234567890",
        ",12",
        ":123",
        ".",
        ",512",
    ];
    const ZONES: [&str; 12] = [
        "Z",
        "",
        "+01:00",
        "-0230",
        " UTC",
        " PM",
        " 14",
        " x",
        "+02:00[Europe/Berlin]",
        " Europe/Berlin",
        ".",
        ":12",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn a_time_of_an_hour_that_is_known_is_what_reading_says(
            stamps in prop::collection::vec((select(&DATES[..]), select(&TIMES[..]), select(&FRACTIONS[..]), select(&ZONES[..])), 1..12),
            repeat in 0usize..3,
            named in any::<bool>(),
        ) {
            let zone = match named {
                true => Zone::Named(chrono_tz::Australia::Lord_Howe),
                false => Zone::Fixed(3600),
            };
            let clock = Clock::new(zone, Time(1_741_953_600_000_000_000));
            let (mut hour, mut own) = (Hour::default(), clock.clone());
            let (date, _, fraction, zone) = stamps[0];
            for &(own_date, time, own_fraction, own_zone) in &stamps {
                let (date, fraction, zone) = match repeat {
                    0 => (own_date, own_fraction, own_zone),
                    1 => (date, fraction, zone),
                    _ => (date, own_fraction, zone),
                };
                let text = format!("{date}{time}{fraction}{zone}");
                let read = clock.clone().read(text.as_bytes()).map(|(reading, _)| reading);
                prop_assert_eq!(hour.read(text.as_bytes(), &mut own), read, "{}", text);
            }
        }
    }

    #[test]
    fn the_times_of_an_hour_are_read_once() {
        let mut clock = Clock::new(Zone::Utc, Time(0));
        let mut hour = Hour::default();
        hour.read(b"2025-03-14T02:11:09.123Z", &mut clock);
        assert!(hour.fits(b"2025-03-14T02:59:00.999Z"));
        for other in [
            "2025-03-14T03:11:09.123Z",
            "2025-03-14T02:11:60.123Z",
            "2025-03-14T02:11:09.12Z",
        ] {
            assert!(!hour.fits(other.as_bytes()), "{other}");
        }
    }
}
