//! The zone in a stamp: `Z`, `+02:00`, ` +0200`, ` CEST`, `GMT+0100`, ` Europe/Berlin`.

use super::cursor::Cursor;
use chrono_tz::Tz;

#[derive(Clone, Copy)]
pub(super) enum Written {
    /// Seconds east of UTC.
    Offset(i32),
    /// What the offset is depends on the date.
    Named(Tz),
}

/// Reads the zone that follows a time of day, if one does; `dotted` as in [`super::daytime::Daytime`].
#[inline]
pub(super) fn read(cur: &mut Cursor, dotted: bool) -> Option<Written> {
    let mut ahead = *cur;
    let spaced = ahead.eat(b' ');
    let written = match ahead.peek() {
        b'Z' | b'z' if !ahead.peek_at(1).is_ascii_alphanumeric() => {
            ahead.at += 1;
            Written::Offset(0)
        }
        b'+' | b'-' => Written::Offset(signed(&mut ahead, spaced, dotted)?),
        b'A'..=b'Z' => word(&mut ahead)?,
        _ => return None,
    };
    let named = match (ahead.last(), ahead.peek()) {
        (_, b'[') => true,
        (last, b' ') => last.is_ascii_digit(),
        _ => false,
    };
    if named {
        skip_name(&mut ahead);
    }
    *cur = ahead;
    Some(written)
}

/// A sign and `hh`, `hhmm` or `hh:mm`; with dots in the time also minutes as three digits. After a space only
/// the long forms: ` -05` is as likely a number.
#[inline]
fn signed(cur: &mut Cursor, spaced: bool, dotted: bool) -> Option<i32> {
    let sign = if cur.peek() == b'-' { -1 } else { 1 };
    cur.at += 1;
    let minutes = match cur.digits(5) {
        4 => sixty(cur.number(2)?, cur.number(2)?)?,
        3 if dotted => cur.number(3)?,
        n @ 1..=2 => {
            let hours = cur.number(n)?;
            if cur.peek() == b':' && n == 2 {
                cur.at += 1;
                sixty(hours, cur.number(2)?)?
            } else if spaced || n == 1 || matches!(cur.peek(), b'-' | b'.' | b'/') {
                return None;
            } else {
                hours * 60
            }
        }
        _ => return None,
    };
    ends(cur, minutes).then_some(sign * minutes as i32 * 60)
}

/// Zones lie whole quarters of an hour from UTC; other numbers are not offsets.
fn sixty(hours: u32, minutes: u32) -> Option<u32> {
    (minutes < 60 && minutes.is_multiple_of(15)).then_some(hours * 60 + minutes)
}

/// Whether the offset is within bounds and nothing goes on behind it (`02:11:09-10:15:20` is a span).
fn ends(cur: &Cursor, minutes: u32) -> bool {
    let next = cur.peek();
    let goes_on = next.is_ascii_alphanumeric() || next == b':' && cur.peek_at(1).is_ascii_digit();
    minutes <= 14 * 60 && !goes_on
}

fn word(cur: &mut Cursor) -> Option<Written> {
    let mut ahead = *cur;
    let letters = ahead.take(6, |b| b.is_ascii_uppercase());
    let next = ahead.peek();
    if next.is_ascii_lowercase() || next == b'/' {
        return name(cur).map(Written::Named);
    }
    if next.is_ascii_alphanumeric() || next == b'_' {
        return None;
    }
    let mut offset = abbreviation(letters)?;
    if offset == 0
        && let Some(from_utc) = after_utc(&mut ahead)
    {
        offset = from_utc;
    }
    *cur = ahead;
    Some(Written::Offset(offset))
}

/// `+0100`, `+01:00`, `+1` or ` +1` after `GMT` or `UTC`.
fn after_utc(cur: &mut Cursor) -> Option<i32> {
    let mut ahead = *cur;
    let spaced = ahead.eat(b' ');
    let sign = match ahead.peek() {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let mut long = ahead;
    if let Some(offset) = signed(&mut long, spaced, false) {
        *cur = long;
        return Some(offset);
    }
    ahead.at += 1;
    let hours = ahead.number(1)?;
    let ends = !ahead.peek().is_ascii_alphanumeric();
    if ends {
        *cur = ahead;
    }
    ends.then_some(sign * hours as i32 * 3600)
}

/// Skips the name behind an offset: `+01:00[Europe/Berlin]` (java.time), `+0100 CET` (Go), `+0100 (CET)`
/// (mail), `GMT+0100 (Central European Standard Time)` (JavaScript).
fn skip_name(cur: &mut Cursor) {
    let mut ahead = *cur;
    let named = if ahead.eat(b'[') {
        name(&mut ahead).is_some() && ahead.eat(b']')
    } else if ahead.eat_all(b" (") {
        let words = ahead.take(48, |b| b.is_ascii_alphabetic() || b == b' ');
        (words.ends_with(b" Time") || abbreviation(words).is_some()) && ahead.eat(b')')
    } else {
        let word = ahead
            .eat(b' ')
            .then(|| ahead.take(5, |b| b.is_ascii_uppercase()));
        word.and_then(abbreviation).is_some() && !ahead.peek().is_ascii_alphanumeric()
    };
    if named {
        *cur = ahead;
    }
}

/// An IANA name with a slash in it (`UTC` is among the abbreviations).
fn name(cur: &mut Cursor) -> Option<Tz> {
    let mut ahead = *cur;
    let word = ahead.take(32, |b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
    if !word.contains(&b'/') && word != b"UTC" && word != b"Z" {
        return None;
    }
    let tz = if word == b"Z" {
        Tz::UTC
    } else {
        std::str::from_utf8(word).ok()?.parse().ok()?
    };
    *cur = ahead;
    Some(tz)
}

/// Seconds east of UTC of the abbreviations that logs bear. Several mean different zones to different
/// people; each has the reading that most logs mean (`IST` India, `CST` and `EST` North America, `BST` British).
#[rustfmt::skip]
pub(super) fn abbreviation(letters: &[u8]) -> Option<i32> {
    const MINUTE: i32 = 60;
    const HOUR: i32 = 3600;
    Some(match letters {
        b"UTC" | b"GMT" | b"UT" | b"WET" | b"UCT" => 0,
        b"CET" | b"MEZ" | b"MET" | b"BST" | b"WEST" | b"WAT" => HOUR,
        b"CEST" | b"MESZ" | b"MEST" | b"EET" | b"SAST" | b"CAT" => 2 * HOUR,
        b"EEST" | b"MSK" | b"EAT" | b"TRT" | b"IDT" => 3 * HOUR,
        b"IRST" => 3 * HOUR + 30 * MINUTE,
        b"GST" | b"SAMT" => 4 * HOUR,
        b"PKT" | b"YEKT" | b"UZT" => 5 * HOUR,
        b"IST" => 5 * HOUR + 30 * MINUTE,
        b"NPT" => 5 * HOUR + 45 * MINUTE,
        b"OMST" => 6 * HOUR,
        b"ICT" | b"WIB" | b"NOVT" | b"KRAT" => 7 * HOUR,
        b"SGT" | b"HKT" | b"AWST" | b"PHT" | b"WITA" | b"IRKT" | b"MYT" => 8 * HOUR,
        b"JST" | b"KST" | b"WIT" | b"YAKT" => 9 * HOUR,
        b"ACST" => 9 * HOUR + 30 * MINUTE,
        b"AEST" | b"VLAT" | b"CHST" => 10 * HOUR,
        b"ACDT" => 10 * HOUR + 30 * MINUTE,
        b"AEDT" | b"MAGT" => 11 * HOUR,
        b"NZST" | b"PETT" => 12 * HOUR,
        b"NZDT" => 13 * HOUR,
        b"NDT" => -(2 * HOUR + 30 * MINUTE),
        b"NST" => -(3 * HOUR + 30 * MINUTE),
        b"BRT" | b"ADT" | b"CLST" => -3 * HOUR,
        b"EDT" | b"AST" | b"CLT" => -4 * HOUR,
        b"EST" | b"CDT" | b"COT" => -5 * HOUR,
        b"CST" | b"MDT" => -6 * HOUR,
        b"MST" | b"PDT" => -7 * HOUR,
        b"PST" | b"AKDT" => -8 * HOUR,
        b"AKST" | b"HDT" => -9 * HOUR,
        b"HST" => -10 * HOUR,
        _ => return None,
    })
}
