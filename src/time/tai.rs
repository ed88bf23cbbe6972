//! TAI64N labels, which multilog, svlogd and s6-log put before each line: `@4000000067d38f4d00000000`.

use super::civil::{DAY, civil_from_days};
use super::stamp::Stamp;

/// 1970-01-01T00:00:00Z as a label. TAI was ten seconds ahead of UTC then; these programs count no leap
/// seconds since.
const EPOCH: u64 = (1 << 62) + 10;
const LEN: usize = 25;

/// Reads the label that `bytes` begin with.
pub(super) fn scan(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let digits = bytes.get(1..LEN)?;
    if bytes[0] != b'@' || bytes.get(LEN).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let seconds = hex(&digits[..16])?.checked_sub(EPOCH)?;
    let nanos = hex(&digits[16..])?;
    let seconds = i64::try_from(seconds).ok()?;
    let (year, month, day) = civil_from_days(seconds / DAY);
    if year >= 2200 || nanos >= 1_000_000_000 {
        return None;
    }
    let second_of_day = seconds % DAY;
    let stamp = Stamp {
        year: Some(year),
        date: Some((month, day)),
        hour: (second_of_day / 3600) as u8,
        minute: (second_of_day / 60 % 60) as u8,
        second: (second_of_day % 60) as u8,
        nanos: nanos as u32,
        offset: Some(0),
    };
    Some((stamp, LEN))
}

fn hex(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |n, &b| {
        let digit = char::from(b).to_digit(16)?;
        Some(n << 4 | u64::from(digit))
    })
}
