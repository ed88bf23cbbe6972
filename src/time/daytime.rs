//! The time of day in a stamp: `02:11:09.123`, `2:11:09 PM`, `02.11.09.123456`, `021109`.

use super::cursor::{Cursor, Shape};
use super::names;

#[derive(Clone, Copy, Default)]
pub(super) struct Daytime {
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub nanos: u32,
    /// Written with dots (DB2), where three digits after a sign are an offset in minutes.
    pub dotted: bool,
}

/// What the time follows: the less there is before it, the less freely it may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// A date with its year: any separator, digits run together, no seconds, no leading zeros.
    FullDate,
    /// Month and day: seconds are needed, unless a blank follows.
    ShortDate,
    /// No date: seconds are needed, and two digits of the hour unless `AM` or `PM` follows.
    Nothing,
}

#[inline]
pub(super) fn read(cur: &mut Cursor, after: After) -> Option<Daytime> {
    if let Some(time) = padded(cur) {
        let nanos = fraction(cur, after == After::FullDate)?;
        return finish(cur, Daytime { nanos, ..time }, true, after);
    }
    read_otherwise(cur, after)
}

fn read_otherwise(cur: &mut Cursor, after: After) -> Option<Daytime> {
    if !cur.peek().is_ascii() {
        // Chinese: `下午2:11:09`.
        let second = names::half(cur)?;
        cur.take(1, |b| b == b' ');
        let run = cur.digits(3);
        let time = separated(cur, run, after)?;
        return (1..=12).contains(&time.hour).then(|| in_half(time, second));
    }
    let run = cur.digits(10);
    let time = match run {
        1 | 2 => separated(cur, run, after)?,
        6 | 9 if after != After::Nothing => together(cur, run == 9)?,
        4 if after == After::FullDate && cur.last() == b'T' => Daytime {
            hour: cur.two()?,
            minute: cur.two()?,
            ..Daytime::default()
        },
        _ => return None,
    };
    finish(cur, time, run > 1, after)
}

/// `hh:mm:ss`, the form of nearly all stamps, read at once.
#[inline]
fn padded(cur: &mut Cursor) -> Option<Daytime> {
    const SHAPE: Shape = Shape::new(b"00:00:00");
    let [h1, h2, _, m1, m2, _, s1, s2] = cur.eight(&SHAPE)?;
    Some(Daytime {
        hour: h1 * 10 + h2,
        minute: m1 * 10 + m2,
        second: s1 * 10 + s2,
        ..Daytime::default()
    })
}

/// Reads what follows the seconds, and whether there is such a time.
#[inline]
fn finish(cur: &mut Cursor, mut time: Daytime, padded: bool, after: After) -> Option<Daytime> {
    let half = meridiem(cur);
    if !padded && half.is_none() && after == After::Nothing {
        return None;
    }
    if let Some(second) = half {
        time = in_half(time, second);
    }
    if time.hour > 23 || time.minute > 59 || time.second > 60 {
        return None;
    }
    if time.second == 60 {
        // A leap second has no instant of its own.
        time.second = 59;
        time.nanos = 999_000_000;
    }
    Some(time)
}

/// A time of the first or second half of the day as one of the whole. `14:11:09 PM` comes from layouts that mix `HH`
/// with `a`: the hour is right as it stands.
fn in_half(time: Daytime, second: bool) -> Daytime {
    let hour = match time.hour {
        12 if !second => 0,
        hour @ 0..12 if second => hour + 12,
        hour => hour,
    };
    Daytime { hour, ..time }
}

#[inline]
fn separated(cur: &mut Cursor, hour_digits: usize, after: After) -> Option<Daytime> {
    let hour = cur.number(hour_digits)? as u8;
    let separator = cur.peek();
    let free = after == After::FullDate;
    let colon = separator == b':';
    let other = free && hour_digits == 2 && matches!(separator, b'.' | b'-');
    if !(colon || other) {
        return None;
    }
    cur.at += 1;
    let part = |cur: &mut Cursor| match cur.digits(3) {
        2 => cur.two(),
        1 if free && colon => cur.number(1).map(|n| n as u8),
        _ => None,
    };
    let minute = part(cur)?;
    let mut time = Daytime {
        hour,
        minute,
        dotted: separator == b'.',
        ..Daytime::default()
    };
    if cur.eat(separator) {
        time.second = part(cur)?;
        time.nanos = fraction(cur, free)?;
    } else if !colon
        || !(free || is_kitchen(cur, after) || after == After::ShortDate && cur.peek() == b' ')
        || cur.peek() == b'.' && cur.peek_at(1).is_ascii_digit()
    {
        return None;
    }
    Some(time)
}

/// `2:11AM`, as Go's console writers tell the time.
fn is_kitchen(cur: &Cursor, after: After) -> bool {
    let half = matches!((cur.peek(), cur.peek_at(1)), (b'A' | b'P', b'M'));
    after == After::Nothing && half
}

/// `HHMMSS`, with milliseconds joined on, or a fraction.
fn together(cur: &mut Cursor, millis: bool) -> Option<Daytime> {
    let mut time = Daytime {
        hour: cur.two()?,
        minute: cur.two()?,
        second: cur.two()?,
        ..Daytime::default()
    };
    time.nanos = if millis {
        cur.number(3)? * 1_000_000
    } else {
        fraction(cur, false)?
    };
    Some(time)
}

/// The part of a second in nanoseconds, 0 where none is written; `None` for digits without an end.
///
/// After a comma only 3, 6 or 9 digits are one, as loggers write them: in `02:11:09,17,` a new column starts.
/// After a colon come milliseconds as a number.
#[inline]
fn fraction(cur: &mut Cursor, free: bool) -> Option<u32> {
    const MOST: usize = 33;
    let mark = cur.peek();
    if !matches!(mark, b'.' | b',' | b':') {
        return Some(0);
    }
    let mut ahead = *cur;
    ahead.at += 1;
    let mut value = 0;
    let mut n = 0;
    while n < MOST && ahead.peek().is_ascii_digit() {
        if n < 9 {
            value = value * 10 + u32::from(ahead.peek() - b'0');
        }
        n += 1;
        ahead.at += 1;
    }
    let ends = ahead.peek();
    let fits = match mark {
        b'.' => n > 0,
        // `02:11:09,203.0.113.9` has an address in the next column.
        b',' => {
            // Joda's `SS`, in brackets.
            let cut = n < 3 && n > 0 && ends == b']';
            (cut || matches!(n, 3 | 6 | 9)) && !(ends == b'.' && ahead.peek_at(1).is_ascii_digit())
        }
        _ => (n == 3 || free && (1..3).contains(&n)) && ends != b':' && !ends.is_ascii_alphabetic(),
    };
    if !fits {
        return Some(0);
    }
    if n == MOST {
        return None;
    }
    *cur = ahead;
    Some(if mark == b':' {
        value * 1_000_000
    } else {
        value * TENS[9 - n.min(9)]
    })
}

const TENS: [u32; 10] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
];

/// `AM`, `pm`, `a.m.`, joined on or after a space, which new JDKs write as U+202F; Spanish `a. m.`, Chinese `上午`. Whether
/// it is the second half of the day.
#[inline]
fn meridiem(cur: &mut Cursor) -> Option<bool> {
    let (next, then) = (cur.peek_at(1), cur.peek_at(2));
    if cur.peek() == b' '
        && matches!(
            (next, then),
            (b'E' | b'F', b'M')
                | (b'D' | b'O', b'O' | b'D')
                | (b'D', b'E' | b'U')
                | (b'A' | b'I', b'P')
        )
    {
        let mut ahead = *cur;
        ahead.at += 1;
        if let Some(second) = names::half(&mut ahead) {
            *cur = ahead;
            return Some(second);
        }
    }
    if !matches!(
        (cur.peek(), cur.peek_at(1)),
        (b' ', b'A' | b'P' | b'a' | b'p' | 0x80..) | (b'A' | b'P' | b'a' | b'p', _) | (0x80.., _)
    ) {
        return None;
    }
    let mut ahead = *cur;
    skip_blank(&mut ahead);
    if !ahead.peek().is_ascii() {
        let second = names::half(&mut ahead)?;
        *cur = ahead;
        return Some(second);
    }
    let second = match ahead.peek() {
        b'A' | b'a' => false,
        b'P' | b'p' => true,
        _ => return None,
    };
    ahead.at += 1;
    let dots = ahead.eat(b'.');
    if dots {
        skip_blank(&mut ahead);
    }
    if !matches!(ahead.peek(), b'M' | b'm') {
        return None;
    }
    ahead.at += 1;
    if dots && !ahead.eat(b'.') || ahead.peek().is_ascii_alphanumeric() {
        return None;
    }
    *cur = ahead;
    Some(second)
}

/// Skips one blank, narrow and unbreakable ones included.
#[inline]
fn skip_blank(cur: &mut Cursor) {
    let _ = cur.eat(b' ') || cur.eat_all(b"\xe2\x80\xaf") || cur.eat_all(b"\xc2\xa0");
}
