//! Eight bytes at a time, in one register: for strings so short that a call of `memchr` costs more than the search.
//! The first byte is the lowest.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = ONES << 7;

/// At most eight bytes, filled up with zeroes.
#[inline]
pub fn load(bytes: &[u8]) -> u64 {
    // Overlapping loads of fixed sizes; a copy of unknown length would be a call.
    let low = |n: usize| {
        bytes
            .iter()
            .take(n)
            .rev()
            .fold(0, |word, &b| word << 8 | u64::from(b))
    };
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            let shift = 8 * (bytes.len() - 4);
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << shift
        }
        _ => low(3),
    }
}

/// A mark at each byte of `eight` that is `byte`. Only the first mark is to be relied on.
#[inline]
pub fn find(eight: u64, byte: u8) -> u64 {
    let differing = eight ^ (ONES * u64::from(byte));
    differing.wrapping_sub(ONES) & !differing & HIGHS
}

/// A mark at each byte of `eight` that is `byte`, and at no other.
pub fn find_all(eight: u64, byte: u8) -> u64 {
    let differing = eight ^ (ONES * u64::from(byte));
    !(((differing & !HIGHS) + !HIGHS) | differing) & HIGHS
}

/// Which byte has the first mark; 8 if none has.
#[inline]
pub fn first(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// ASCII letters in lower case, all else as it is.
#[inline]
pub fn lower(eight: u64) -> u64 {
    let sevens = eight & !HIGHS;
    let from_a = sevens + ONES * u64::from(0x80 - b'A');
    let behind_z = sevens + ONES * u64::from(0x7f - b'Z');
    let upper = !eight & (from_a ^ behind_z) & HIGHS;
    eight | upper >> 2
}

/// The first `len` of eight bytes.
#[inline]
pub fn mask(len: usize) -> u64 {
    !(u64::MAX << 1 << (8 * len).saturating_sub(1)) * u64::from(len > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_loaded_whatever_their_number() {
        let text = b"abcdefgh";
        for len in 0..=8 {
            let mut padded = [0; 8];
            padded[..len].copy_from_slice(&text[..len]);
            assert_eq!(load(&text[..len]), u64::from_le_bytes(padded), "{len}");
            assert_eq!(load(text) & mask(len), u64::from_le_bytes(padded), "{len}");
        }
    }

    #[test]
    fn every_byte_is_lowered_as_ascii_is() {
        for byte in 0..=u8::MAX {
            let eight = u64::from_le_bytes([byte; 8]);
            assert_eq!(
                lower(eight),
                u64::from_le_bytes([byte.to_ascii_lowercase(); 8]),
                "{byte}"
            );
        }
    }

    #[test]
    fn all_of_a_byte_are_found() {
        for places in 0..=u8::MAX {
            for other in [0, b' ' - 1, b' ' + 1, b' ' | 0x80, 0xff] {
                let is = |at: usize| places & (1 << at) != 0;
                let bytes: [u8; 8] = std::array::from_fn(|at| if is(at) { b' ' } else { other });
                let marks = find_all(u64::from_le_bytes(bytes), b' ').to_le_bytes();
                assert!((0..8).all(|at| (marks[at] == 0x80) == is(at)), "{bytes:?}");
            }
        }
    }

    #[test]
    fn the_first_of_a_byte_is_found() {
        for at in 0..8 {
            for other in [0, 1, b'"' - 1, b'"' + 1, 0x80, 0xff] {
                let mut bytes = [other; 8];
                assert_eq!(first(find(u64::from_le_bytes(bytes), b'"')), 8);
                bytes[at..].fill(b'"');
                assert_eq!(first(find(u64::from_le_bytes(bytes), b'"')), at);
            }
        }
    }
}
