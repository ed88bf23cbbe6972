//! Stamps: the layouts in which logs write a time, read by one hand-written scanner.
//!
//! A stamp is a date, a gap, a time of day and perhaps a zone, or a time of day alone. Each part is read by a
//! file of its own, so that every order of the date goes with every form of the time.

use super::cursor::Cursor;
use super::date::{self, Date, Gap};
use super::daytime::{self, After, Daytime};
use super::offset::{self, Written};
use super::{again, civil, tai, zone::Zone};
use std::ops::Range;

/// A time as the log writes it, before zone and missing parts are filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    pub year: Option<i32>,
    /// Month and day, 1-based; `None` when the log gives the time of day only.
    pub date: Option<(u8, u8)>,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub nanos: u32,
    /// Seconds east of UTC.
    pub offset: Option<i32>,
}

impl Stamp {
    /// Seconds from 1970-01-01T00:00:00 to the stamp in its own zone, if it has a date in that year.
    pub(super) fn civil_seconds(&self, year: i32) -> Option<i64> {
        Some(civil::midnight(year, self.date?)? + self.second_of_day())
    }

    pub(super) fn second_of_day(&self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }
}

/// Reads the stamp that `bytes` begin with: the longest reading, and its length in bytes.
///
/// A date alone is no stamp, nor is a plain number (see [`super::scan_epoch`]). Dates and times that do not
/// exist (month 13, 30 February) are not read; a leap second is read as the last millisecond before it.
/// `03/04/2025` and `03-04-2025` are 4 March, `03.04.2025` is 3 April.
#[inline]
pub fn scan(bytes: &[u8]) -> Option<(Stamp, usize)> {
    if bytes.first()?.is_ascii_digit() {
        again::read(bytes).or_else(|| scan_anew(bytes))
    } else {
        scan_named(bytes)
    }
}

/// Reads a stamp that begins with a digit and is like none of those that were read lately.
fn scan_anew(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let found = scan_digits(bytes);
    if let Some((stamp, len)) = &found {
        again::learn(bytes, stamp, *len);
    }
    found
}

pub(super) fn scan_digits(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let cur = Cursor::new(bytes);
    dated(cur, false).or_else(|| bare(cur))
}

fn scan_named(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let mut cur = Cursor::new(bytes);
    if date::skip_weekday(&mut cur) {
        dated(cur, true)
    } else if date::is_month_name(cur)
        && let Some(found) = dated(cur, false)
    {
        Some(found)
    } else if date::skip_local_weekday(&mut cur) {
        // Behind the months: `mar` is March in Spanish and Tuesday in French.
        dated(cur, true)
    } else {
        tai::scan(bytes)
    }
}

/// Whether `text` begins with the name of a month or a weekday, as some dates do.
pub fn names_date(text: &[u8]) -> bool {
    let mut cur = Cursor::new(text);
    date::skip_weekday(&mut cur) || date::is_month_name(cur) || date::skip_local_weekday(&mut cur)
}

/// Finds the first stamp that starts within the first `within` bytes at a word's beginning.
///
/// A stamp with a date is preferred to a time of day alone, and both to a date within a longer word, as in
/// the name of a log file (`api.log.2025-03-14_02:11:09`).
pub fn find(bytes: &[u8], within: usize) -> Option<(Range<usize>, Stamp)> {
    let mut best = None;
    let mut best_rank = Rank::None;
    let mut before = [0; 2];
    let mut at = 0;
    while at < within.min(bytes.len()) {
        let class = CLASS[usize::from(bytes[at])];
        let found = if class & STARTS != 0 && before[0] & WORD == 0 {
            scan(&bytes[at..])
        } else {
            None
        };
        let Some((stamp, len)) = found else {
            before = [class, before[0]];
            at += 1;
            continue;
        };
        let joined = before[0] & JOINS != 0 && before[1] & WORD != 0;
        let rank = match (joined, stamp.date) {
            (false, Some(_)) => Rank::Date,
            (false, None) => Rank::TimeOfDay,
            (true, Some(_)) => Rank::InWord,
            (true, None) => Rank::None,
        };
        if rank > best_rank {
            best = Some((at..at + len, stamp));
            best_rank = rank;
        }
        if rank == Rank::Date {
            break;
        }
        at += len;
        before = [WORD, WORD];
    }
    best
}

/// How well a stamp that was found is the line's own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    None,
    InWord,
    TimeOfDay,
    Date,
}

/// The byte belongs to a word.
const WORD: u8 = 1;
/// It joins two words to one longer, as in names of files and hosts.
const JOINS: u8 = 2;
/// It may begin a stamp: digits, the first letters of months and weekdays, and TAI64N's mark.
const STARTS: u8 = 4;

const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() {
            class[byte] |= WORD;
        }
        if matches!(
            b,
            b'.' | b'-' | b'_' | b'/' | b'\\' | b'@' | b'+' | b'~' | b'%'
        ) {
            class[byte] |= JOINS;
        }
        if matches!(b.to_ascii_lowercase(), b'0'..=b'9' | b'@' | b'a' | b'd' | b'f' | b'j' | b'm'..=b'o' | b's' | b't' | b'w')
        {
            class[byte] |= STARTS;
        }
        byte += 1;
    }
    class
};

fn dated(mut cur: Cursor, weekday: bool) -> Option<(Stamp, usize)> {
    let date = date::read(&mut cur)?;
    skip_gap(&mut cur, date.gap)?;
    let after = if date.year.is_some() {
        After::FullDate
    } else {
        After::ShortDate
    };
    let time = daytime::read(&mut cur, after)?;
    if cur.peek().is_ascii_digit() {
        return None;
    }
    let mut zone = offset::read(&mut cur, time.dotted);
    let mut year = date.year;
    if year.is_none()
        && let Some(found) = year_behind(&mut cur, weekday)
    {
        super::civil::is_date(Some(found), date.month, date.day).then_some(())?;
        year = Some(found);
        zone = zone.or_else(|| offset::read(&mut cur, false));
    }
    Some((stamp(Some(Date { year, ..date }), time, zone), cur.at))
}

fn bare(mut cur: Cursor) -> Option<(Stamp, usize)> {
    let time = daytime::read(&mut cur, After::Nothing)?;
    let zone = offset::read(&mut cur, false);
    // Hardware and IPv6 addresses, versions and words go on.
    let (next, then) = (cur.peek(), cur.peek_at(1));
    let goes_on = next.is_ascii_alphanumeric()
        || next == b':' && then.is_ascii_hexdigit()
        || next == b'.' && then.is_ascii_digit();
    if goes_on {
        return None;
    }
    let date = date_behind(&mut cur);
    Some((stamp(date, time, zone), cur.at))
}

/// The date behind the time: `02:11:09 2025-03-14`, `02:11:09 14.03.2025`. With its year and its signs, and no time of its
/// own behind it.
#[inline]
fn date_behind(cur: &mut Cursor) -> Option<Date> {
    if cur.peek() != b' ' || !cur.peek_at(1).is_ascii_digit() {
        return None;
    }
    let mut ahead = *cur;
    ahead.at += 1;
    if !matches!(ahead.digits(5), 1 | 2 | 4) || dated(ahead, false).is_some() {
        return None;
    }
    let date = date::read(&mut ahead).filter(|date| date.year.is_some())?;
    let next = ahead.peek();
    let goes_on = next.is_ascii_alphanumeric()
        || matches!(next, b'.' | b'-' | b'/' | b':' | b'_') && ahead.peek_at(1).is_ascii_digit();
    (!goes_on).then(|| {
        *cur = ahead;
        date
    })
}

/// What stands between date and time.
#[inline]
fn skip_gap(cur: &mut Cursor, gap: Gap) -> Option<()> {
    match gap {
        Gap::None => Some(()),
        Gap::Space => (!cur.take(3, |b| b == b' ').is_empty()).then_some(()),
        Gap::Any if cur.peek_at(1).is_ascii_digit() => {
            let between = matches!(
                cur.peek(),
                b'T' | b' ' | b':' | b'-' | b'_' | b't' | b',' | b'/' | b'|' | b'\t' | b';' | b'@'
            );
            cur.at += 1;
            between.then_some(())
        }
        Gap::Any => {
            // The cells of a table: ColdFusion's `"03/14/25","02:11:09"`.
            if cur.eat_all(b"\",\"") {
                return Some(());
            }
            let between = cur.take(4, |b| b" \t,-:;|]".contains(&b));
            // `[2025-03-14][02:11:09]`; `March 14, 2025 at 2:11:09 PM`; firewalls write
            // `date=2025-03-14 time=02:11:09`.
            if between.contains(&b']') {
                return cur.eat(b'[').then_some(());
            }
            let _ = cur.eat_all(b"at ")
                || cur.eat_all("à ".as_bytes())
                || cur.eat_all(b"um ")
                || cur.eat_all(b"time=");
            (!between.is_empty()).then_some(())
        }
    }
}

/// The year behind the time: `Mar 14 02:11:09 2025`; where a weekday began the stamp also behind a zone that is
/// not known (`Fri Mar 14 02:11:09 XYZ 2025`), but not in `Mar 14 02:11:09 INFO 2000 items`.
fn year_behind(cur: &mut Cursor, weekday: bool) -> Option<i32> {
    let mut ahead = *cur;
    if !ahead.eat(b' ') {
        return None;
    }
    if weekday && !ahead.take(5, |b| b.is_ascii_uppercase()).is_empty() && !ahead.eat(b' ') {
        return None;
    }
    if ahead.digits(5) != 4 {
        return None;
    }
    let year = ahead.number(4)? as i32;
    // `2001:db8::1` is a host, `2001-db` a name.
    let goes_on = match ahead.peek() {
        b':' => ahead.peek_at(1) != b' ',
        b'-' | b'.' | b'/' | b'_' => true,
        next => next.is_ascii_alphanumeric(),
    };
    if goes_on || !(1970..2100).contains(&year) {
        return None;
    }
    *cur = ahead;
    Some(year)
}

fn stamp(date: Option<Date>, time: Daytime, zone: Option<Written>) -> Stamp {
    let year = date.and_then(|d| d.year);
    let mut stamp = Stamp {
        year,
        date: date.map(|d| (d.month, d.day)),
        hour: time.hour,
        minute: time.minute,
        second: time.second,
        nanos: time.nanos,
        offset: None,
    };
    stamp.offset = match zone {
        Some(Written::Offset(seconds)) => Some(seconds),
        Some(Written::Named(tz)) => offset_then(&stamp, tz),
        None => None,
    };
    stamp
}

#[cold]
fn offset_then(stamp: &Stamp, tz: chrono_tz::Tz) -> Option<i32> {
    let civil = stamp.civil_seconds(stamp.year?)?;
    Some((civil - Zone::Named(tz).to_utc(civil)) as i32)
}
