//! Sixteen bytes at a time: how long a text goes on with bytes of a kind.

use wide::u8x16;

/// How many bytes of `text` there are before the first that `is_in` marks with a zero.
#[inline(always)] // for each kind a loop of its own
pub fn run(text: &[u8], is_in: impl Fn(u8x16) -> u8x16) -> usize {
    let mut len = 0;
    loop {
        let rest = &text[len..];
        let (bytes, most) = match rest.first_chunk() {
            Some(bytes) => (*bytes, 16),
            None => {
                let mut bytes = [0; 16];
                bytes[..rest.len()].copy_from_slice(rest);
                (bytes, rest.len())
            }
        };
        let found = is_in(u8x16::new(bytes)).to_bitmask().trailing_ones() as usize;
        if found < 16 || most < 16 {
            return len + found.min(most);
        }
        len += 16;
    }
}

/// Which of the bytes `is_in` marks, a bit each.
#[inline(always)]
pub fn marks(bytes: &[u8; 16], is_in: impl Fn(u8x16) -> u8x16) -> u32 {
    is_in(u8x16::new(*bytes)).to_bitmask()
}

/// Marks the bytes from `low` to `high`.
#[inline(always)]
pub fn between(bytes: u8x16, low: u8, high: u8) -> u8x16 {
    let (over, most) = (bytes - u8x16::splat(low), u8x16::splat(high - low));
    over.max(most).simd_eq(most)
}

/// Marks the bytes that are `byte`.
#[inline(always)]
pub fn is(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.simd_eq(u8x16::splat(byte))
}

/// Marks letters and digits.
#[inline(always)]
pub fn alphanumeric(bytes: u8x16) -> u8x16 {
    let lower = bytes | u8x16::splat(0x20);
    between(lower, b'a', b'z') | between(bytes, b'0', b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_before_the_first_other_byte() {
        for len in 0..50 {
            for end in 0..=len {
                let text: Vec<u8> = (0..len)
                    .map(|at| if at == end { b'.' } else { b'x' })
                    .collect();
                assert_eq!(run(&text, alphanumeric), end, "{len} {end}");
            }
        }
    }

    #[test]
    fn bytes_are_marked_as_they_are() {
        for byte in 0..=u8::MAX {
            let text = [byte; 3];
            let whole = |yes: bool| if yes { 3 } else { 0 };
            assert_eq!(
                run(&text, alphanumeric),
                whole(byte.is_ascii_alphanumeric()),
                "{byte}"
            );
            assert_eq!(
                run(&text, |b| between(b, b'!', b'~')),
                whole(byte.is_ascii_graphic()),
                "{byte}"
            );
            assert_eq!(run(&text, |b| is(b, b'-')), whole(byte == b'-'), "{byte}");
        }
    }
}
