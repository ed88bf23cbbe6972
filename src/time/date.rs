//! The date in a stamp, in every order and separation that logs use.

use super::civil::is_date;
use super::cursor::{Cursor, Shape};
use super::names;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub year: Option<i32>,
    pub month: u8,
    pub day: u8,
    /// What has to stand between the date and the time.
    pub gap: Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// `T`, `_`, spaces, a colon, a comma ...
    Any,
    /// Spaces only: the date alone could be other things.
    Space,
    /// Nothing: the time's digits go on from the date's.
    None,
}

impl Date {
    #[inline]
    fn new(year: Option<i32>, month: u8, day: u8, gap: Gap) -> Option<Date> {
        let date = Date {
            year,
            month,
            day,
            gap,
        };
        (is_date(year, month, day) && year.is_none_or(|y| (1900..2200).contains(&y)))
            .then_some(date)
    }
}

/// Reads the date that stands at `cur`.
#[inline]
pub(super) fn read(cur: &mut Cursor) -> Option<Date> {
    padded(cur).or_else(|| read_otherwise(cur))
}

/// `2025-03-14` and `2025/03/14`, the commonest.
#[inline]
fn padded(cur: &mut Cursor) -> Option<Date> {
    let mut ahead = *cur;
    const DASHED: Shape = Shape::new(b"0000-00-");
    const SLASHED: Shape = Shape::new(b"0000/00/");
    let digits = match cur.peek_at(4) {
        b'-' => ahead.eight(&DASHED),
        b'/' => ahead.eight(&SLASHED),
        _ => None,
    };
    let [y1, y2, y3, y4, _, m1, m2, _] = digits?;
    let year = i32::from(y1 * 10 + y2) * 100 + i32::from(y3 * 10 + y4);
    let date = Date::new(Some(year), m1 * 10 + m2, ahead.two()?, Gap::Any)?;
    *cur = ahead;
    Some(date)
}

fn read_otherwise(cur: &mut Cursor) -> Option<Date> {
    match cur.digits(18) {
        4 => year_first(cur),
        n @ 1..=2 => small_first(cur, n),
        0 => month_first(cur),
        n => together(cur, n),
    }
}

/// `20250314`, `250314`, and both with the time joined on: `20250314021109`, `20250314021109123`.
fn together(cur: &mut Cursor, digits: usize) -> Option<Date> {
    let (year, gap) = match digits {
        8 => return eight(cur),
        14 | 17 => (cur.number(4)? as i32, Gap::None),
        // hapi writes `250314/021109.123`.
        6 if cur.peek_at(6) == b'/' => (century(cur.two()?), Gap::Any),
        6 => (century(cur.two()?), Gap::Space),
        _ => return None,
    };
    Date::new(Some(year), cur.two()?, cur.two()?, gap)
}

/// `20250314`, or Dionaea's `14032025` where that is no date.
fn eight(cur: &mut Cursor) -> Option<Date> {
    let mut ahead = *cur;
    let year = ahead.number(4)? as i32;
    if let Some(date) = Date::new(Some(year), ahead.two()?, ahead.two()?, Gap::Any) {
        *cur = ahead;
        return Some(date);
    }
    let (day, month) = (cur.two()?, cur.two()?);
    Date::new(Some(cur.number(4)? as i32), month, day, Gap::Any)
}

/// `2025-03-14`, `2025/03/14`, `2025.3.14`, `2025 Mar 14`, `2025-Mar-14`; `0314` (glog).
#[inline]
fn year_first(cur: &mut Cursor) -> Option<Date> {
    let separator = cur.peek_at(4);
    let mut ahead = *cur;
    if !separator.is_ascii() {
        return with_units(cur);
    }
    ahead.at += 5;
    // Sophos' `2025:03:14-02:11:09`
    let colons = separator == b':' && cur.peek_at(7) == b':' && cur.peek_at(10) == b'-';
    if !(colons || matches!(separator, b'-' | b'/' | b'.')) || !matches!(ahead.digits(3), 1 | 2) {
        return named_after_year(cur);
    }
    let year = cur.number(4)?;
    *cur = ahead;
    let month = cur.one_or_two()?;
    if !cur.eat(separator) {
        return None;
    }
    Date::new(Some(year as i32), month, cur.one_or_two()?, Gap::Any)
}

/// `2025年3月14日`, `2025년 3월 14일`.
fn with_units(cur: &mut Cursor) -> Option<Date> {
    let mut part = |units: [&str; 2], digits: usize| {
        cur.take(1, |b| b == b' ');
        let number = cur.number(cur.digits(digits))?;
        let known = units.iter().any(|unit| cur.eat_all(unit.as_bytes()));
        known.then_some(number)
    };
    let year = part(["年", "년"], 4)?;
    let month = part(["月", "월"], 2)? as u8;
    let day = part(["日", "일"], 2)? as u8;
    Date::new(Some(year as i32), month, day, Gap::Any)
}

fn named_after_year(cur: &mut Cursor) -> Option<Date> {
    let separator = cur.peek_at(4);
    let mut ahead = *cur;
    ahead.at += 5;
    if matches!(separator, b'-' | b'/' | b' ')
        && let Some(month) = month_name(&mut ahead)
    {
        let year = cur.number(4)?;
        ahead.take(2, |b| b == separator);
        let day = ahead.one_or_two()?;
        *cur = ahead;
        return Date::new(Some(year as i32), month, day, Gap::Any);
    }
    // Chromium writes `0314/021109.123456`.
    let gap = if separator == b'/' {
        Gap::Any
    } else {
        Gap::Space
    };
    Date::new(None, cur.two()?, cur.two()?, gap)
}

/// `14/Mar/2025`, `14-MAR-25`, `14 March 2025`, `14. März 2025`, `14 de marzo de 2025`, `14 Mar`; `03/14/2025`, `14.03.25`, `03-14`.
fn small_first(cur: &mut Cursor, digits: usize) -> Option<Date> {
    let first = cur.number(digits)? as u8;
    if cur.eat_all("月".as_bytes()) || cur.eat_all("월".as_bytes()) {
        return behind_month(cur, first);
    }
    let mut ahead = *cur;
    let separator = ahead.peek();
    ahead.take(2, |b| matches!(b, b'/' | b'-' | b' ' | b'.'));
    ahead.eat_all(b"de ");
    if let Some(month) = month_name(&mut ahead) {
        *cur = ahead;
        return named_after_day(cur, first, month, separator);
    }
    if !matches!(separator, b'/' | b'-' | b'.') {
        return None;
    }
    cur.at += 1;
    let second_digits = cur.digits(3);
    let second = cur.one_or_two()?;
    let padded = digits == 2 && second_digits == 2;
    let mut ahead = *cur;
    let third_digits = if ahead.eat(separator) {
        ahead.digits(5)
    } else {
        0
    };
    // After dots (`14.03. 02:11:09`) and in `03/14-02:11:09` there is no year to come.
    let orders = match (third_digits, separator) {
        (4, b'.') => [Order::Dmy, Order::Mdy].as_slice(),
        (4, _) => &[Order::Mdy, Order::Dmy],
        (2, b'/') => &[Order::Mdy, Order::Ymd, Order::Dmy],
        (2, b'.') if padded => &[Order::Dmy, Order::Ymd, Order::Mdy],
        (2, b'-') if padded => &[Order::Ymd, Order::Mdy, Order::Dmy],
        // NLog's `yy-M-d`.
        (1 | 2, b'-') if digits == 2 => &[Order::Ymd],
        (0, _) if padded => return short(cur, first, second, separator),
        _ => return None,
    };
    let third = ahead.number(third_digits)? as i32;
    *cur = ahead;
    orders
        .iter()
        .find_map(|order| order.date([i32::from(first), i32::from(second), third]))
}

/// The order of three numbers. Where several are possible the first in the list wins: the American one (month
/// first) with slashes and dashes, the European one (day first) with dots; and with a year of two digits the
/// year comes first in `17/06/09` (Spark), where 17 is no month, and with dashes.
#[derive(Clone, Copy)]
enum Order {
    Mdy,
    Dmy,
    Ymd,
}

impl Order {
    fn date(self, numbers: [i32; 3]) -> Option<Date> {
        let [a, b, c] = numbers;
        let (year, month, day) = match self {
            Order::Mdy => (c, a, b),
            Order::Dmy => (c, b, a),
            Order::Ymd => (a, b, c),
        };
        let year = if year < 100 {
            century(year as u8)
        } else {
            year
        };
        Date::new(
            Some(year),
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
            Gap::Any,
        )
    }
}

/// `03-14 `, `03/14 `, `03/14-`, `14.03. `: month first, unless that can be no month.
fn short(cur: &mut Cursor, first: u8, second: u8, separator: u8) -> Option<Date> {
    let gap = match separator {
        b'/' => Gap::Any,
        // Go-Ethereum's `03-14|02:11:09`.
        b'-' if cur.peek() == b'|' => Gap::Any,
        b'.' => {
            cur.eat(b'.');
            Gap::Space
        }
        _ => Gap::Space,
    };
    Date::new(None, first, second, gap).or_else(|| Date::new(None, second, first, gap))
}

fn named_after_day(cur: &mut Cursor, day: u8, month: u8, separator: u8) -> Option<Date> {
    let mut ahead = *cur;
    ahead.eat(b'.');
    ahead.take(2, |b| matches!(b, b'/' | b'-' | b' ' | b','));
    ahead.eat_all(b"de ");
    let year = match ahead.digits(5) {
        4 => Some(ahead.number(4)? as i32),
        2 if ahead.peek_at(2) != b':' && separator != b' ' => Some(century(ahead.two()?)),
        _ => None,
    };
    if year.is_some() {
        *cur = ahead;
    }
    Date::new(year, month, day, Gap::Any)
}

/// `Mar 14`, `Mar  4`, `March 14, 2025`, `Mar 14th 2025`, `Mar-14-2025`.
fn month_first(cur: &mut Cursor) -> Option<Date> {
    let month = month_name(cur)?;
    behind_month(cur, month)
}

/// The day, and the year if it has one.
fn behind_month(cur: &mut Cursor, month: u8) -> Option<Date> {
    cur.eat(b'.');
    if cur.take(2, |b| matches!(b, b' ' | b'-' | b'/')).is_empty() {
        return None;
    }
    let day = cur.one_or_two()?;
    for suffix in [b"st", b"nd", b"rd", b"th"] {
        cur.eat_all(suffix);
    }
    let mut ahead = *cur;
    ahead.take(2, |b| matches!(b, b' ' | b'-' | b'/' | b','));
    if ahead.digits(5) == 4 && ahead.peek_at(4) != b':' {
        let year = ahead.number(4)? as i32;
        *cur = ahead;
        return Date::new(Some(year), month, day, Gap::Any);
    }
    Date::new(None, month, day, Gap::Any)
}

/// Skips a weekday and what parts it from the date: `Fri `, `Friday, `. Whether there is one.
#[inline]
pub(super) fn skip_weekday(cur: &mut Cursor) -> bool {
    let name = match &cur.three_letters() {
        b"mon" => "monday",
        b"tue" => "tuesday",
        b"wed" => "wednesday",
        b"thu" => "thursday",
        b"fri" => "friday",
        b"sat" => "saturday",
        b"sun" => "sunday",
        _ => return false,
    };
    cur.eat_name(name) && !cur.take(3, |b| matches!(b, b',' | b'.' | b' ')).is_empty()
}

/// A weekday of another language, and what stands between it and the date: `vendredi `, `Fr., `.
#[inline]
pub(super) fn skip_local_weekday(cur: &mut Cursor) -> bool {
    let mut ahead = *cur;
    let dated = names::weekday(&mut ahead)
        && !ahead
            .take(3, |b| matches!(b, b',' | b'.' | b' '))
            .is_empty()
        && (ahead.peek().is_ascii_digit() || is_month_name(ahead));
    if dated {
        *cur = ahead;
    }
    dated
}

#[inline]
pub(super) fn is_month_name(mut cur: Cursor) -> bool {
    month_name(&mut cur).is_some()
}

#[inline]
fn month_name(cur: &mut Cursor) -> Option<u8> {
    let (month, name) = match &cur.three_letters() {
        b"jan" => (1, "january"),
        b"feb" => (2, "february"),
        b"mar" => (3, "march"),
        b"apr" => (4, "april"),
        b"may" => (5, "may"),
        b"jun" => (6, "june"),
        b"jul" => (7, "july"),
        b"aug" => (8, "august"),
        b"sep" => (9, "september"),
        b"oct" => (10, "october"),
        b"nov" => (11, "november"),
        b"dec" => (12, "december"),
        _ => return names::month(cur),
    };
    match cur.eat_name(name) {
        true => Some(month),
        false => names::month(cur),
    }
}

/// A year of two digits: 1970 to 2069, as POSIX has it.
fn century(year: u8) -> i32 {
    i32::from(year) + if year < 70 { 2000 } else { 1900 }
}
