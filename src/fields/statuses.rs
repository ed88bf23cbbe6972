//! A set of statuses, and which texts may tell one of them.
//!
//! Whatever way a status is told, three digits stand there as a word of their own. A text without such a word tells
//! none, and that is seen many bytes at a time.

use wide::u8x16;

/// Statuses there are.
const STATUSES: usize = 1000;

/// Bytes that are looked at at a time.
const WINDOW: usize = 64;

/// The longest of JSON's escapes.
const ESCAPE: usize = br"\u0000".len();

pub struct Statuses {
    asked: [bool; STATUSES],
    /// The digits that these begin with.
    firsts: Vec<u8>,
}

impl Statuses {
    pub fn by(asks: impl Fn(u16) -> bool) -> Statuses {
        let asked: [bool; STATUSES] = std::array::from_fn(|status| asks(status as u16));
        let hundreds = (b'0'..).zip(asked.chunks(100));
        let firsts = hundreds.filter(|(_, hundred)| hundred.contains(&true));
        Statuses {
            firsts: firsts.map(|(digit, _)| digit).collect(),
            asked,
        }
    }

    /// Whether the status is one of these; numbers that are none may be.
    pub fn has(&self, status: u16) -> bool {
        self.asked.get(usize::from(status)) != Some(&false)
    }

    /// Whether `text`, as it stands in an entry, may tell one of these.
    pub fn may_be_in(&self, text: &[u8]) -> bool {
        let (windows, rest) = text.as_chunks();
        let mut windows = windows.iter().enumerate();
        let mut is_in = |(nth, bytes): (usize, &[u8; WINDOW])| {
            self.is_told(text, nth * WINDOW, &Window::of(bytes), u64::MAX)
        };
        windows.any(&mut is_in) || is_in((text.len() / WINDOW, &filled_up(rest)))
    }

    /// Where the line that `text` begins within ends, if nothing in it may tell one of these.
    #[inline]
    pub fn end_of_silent_line(&self, text: &[u8]) -> Option<usize> {
        let (windows, rest) = text.as_chunks();
        for (nth, bytes) in windows.iter().enumerate() {
            if let Some(end) = self.end_in(text, nth * WINDOW, &Window::of(bytes)) {
                return end;
            }
        }
        let last = Window::of(&filled_up(rest));
        self.end_in(text, text.len() - rest.len(), &last)?
    }

    /// The same within the window that begins at `at`; the inner `None` where the line may tell a status.
    #[inline(always)]
    fn end_in(&self, text: &[u8], at: usize, window: &Window) -> Option<Option<usize>> {
        let breaks = window.places_of(b'\n');
        let before_break = breaks.wrapping_sub(1) & !breaks;
        if self.is_told(text, at, window, before_break) {
            return Some(None);
        }
        (breaks != 0).then(|| Some(at + breaks.trailing_zeros() as usize))
    }

    /// Whether one of these may stand at one of those places in the window that begins at `at`.
    #[inline(always)]
    fn is_told(&self, text: &[u8], at: usize, window: &Window, within: u64) -> bool {
        let firsts = self.firsts.iter();
        let firsts = firsts.fold(0, |places, &first| places | window.places_of(first));
        // Two digits stand behind the first, or the window ends before that; where there are escapes, any may be one.
        let digits = window.places_of_digits();
        let followed = (digits >> 1 | 1 << 63) & (digits >> 2 | 3 << 62);
        let followed = if window.has(b'\\') {
            u64::MAX
        } else {
            followed
        };
        let mut places = firsts & followed & within;
        while places != 0 {
            if self.may_be_at(text, at + places.trailing_zeros() as usize) {
                return true;
            }
            places &= places - 1;
        }
        false
    }

    /// Whether one of these may begin with the digit at `at`. A digit may be written as an escape, and an escape's last
    /// letter is not of the same word.
    #[inline]
    fn may_be_at(&self, text: &[u8], at: usize) -> bool {
        const ESCAPED_DIGIT: &[u8] = br"\u003";
        let byte = |at: usize| text.get(at).copied().unwrap_or_default();
        let mut number = u16::from(text[at] - b'0');
        for digit in [byte(at + 1), byte(at + 2)] {
            match digit {
                b'0'..=b'9' => number = number * 10 + u16::from(digit - b'0'),
                other => return other == b'\\',
            }
        }
        let before = &text[at.saturating_sub(ESCAPE)..at];
        let goes_on = byte(at + 3).is_ascii_alphanumeric() || ends_in_word(before);
        !goes_on && self.has(number) || before.ends_with(ESCAPED_DIGIT)
    }
}

/// Whether a text ends within a word, of which `end` is the end.
fn ends_in_word(end: &[u8]) -> bool {
    match end {
        [b'\\', b'u', ..] if end.len() == ESCAPE => false,
        [.., b'\\', _] => false,
        [.., last] => last.is_ascii_alphanumeric(),
        [] => false,
    }
}

/// The last bytes of a text, filled up with zeroes.
fn filled_up(rest: &[u8]) -> [u8; WINDOW] {
    let mut bytes = [0; WINDOW];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// Some bytes of a text that are compared at once.
struct Window([u8x16; WINDOW / 16]);

impl Window {
    #[inline]
    fn of(bytes: &[u8; WINDOW]) -> Window {
        let (parts, _) = bytes.as_chunks();
        Window(std::array::from_fn(|nth| u8x16::new(parts[nth])))
    }

    /// A bit for each place, the first one the lowest, at which `byte` stands.
    #[inline]
    fn places_of(&self, byte: u8) -> u64 {
        let byte = u8x16::splat(byte);
        self.places(|part| part.simd_eq(byte))
    }

    #[inline]
    fn places_of_digits(&self) -> u64 {
        let (zero, nine) = (u8x16::splat(b'0'), u8x16::splat(9));
        self.places(|part| (part - zero).max(nine).simd_eq(nine))
    }

    /// Where `is` sets all bits of a byte.
    #[inline]
    fn places(&self, is: impl Fn(u8x16) -> u8x16) -> u64 {
        let bits = |nth: usize| u64::from(is(self.0[nth]).to_bitmask());
        bits(0) | bits(1) << 16 | bits(2) << 32 | bits(3) << 48
    }

    #[inline]
    fn has(&self, byte: u8) -> bool {
        let is = |nth: usize| self.0[nth].simd_eq(u8x16::splat(byte));
        (is(0) | is(1) | is(2) | is(3)).any()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// What JSON means by the text, byte by byte.
    fn unescaped(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            match rest.next() {
                Some('n') => out.push('\n'),
                Some('u') => {
                    let code: String = rest.by_ref().take(4).collect();
                    out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                other => out.extend(other),
            }
        }
        out
    }

    fn tells(statuses: &Statuses, text: &str) -> bool {
        text.split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.len() == 3)
            .filter_map(|word| word.parse().ok())
            .any(|status| statuses.has(status))
    }

    const PARTS: [&str; 20] = [
        "500",
        "503",
        "404",
        "200",
        "5",
        "50",
        "5000",
        "x500",
        "500x",
        " ",
        "\"",
        "=",
        "/",
        "\n",
        r"\n",
        r"\\",
        r"\u0035",
        r"\u0030",
        r"\u000a",
        "some text that is longer than a register is wide",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(select(&PARTS[..]), 0..24).prop_map(|parts| parts.concat())
    }

    fn asked() -> [Statuses; 3] {
        [
            Statuses::by(|status| status >= 500),
            Statuses::by(|status| status == 404 || status / 100 == 5),
            Statuses::by(|_| false),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_status_is_overlooked(text in text()) {
            for statuses in asked() {
                let told = tells(&statuses, &text) || tells(&statuses, &unescaped(&text));
                prop_assert!(statuses.may_be_in(text.as_bytes()) || !told);
                let line = text.split('\n').next().unwrap_or_default();
                let end = statuses.end_of_silent_line(text.as_bytes());
                let is_silent = text.contains('\n') && !statuses.may_be_in(line.as_bytes());
                prop_assert!(end.is_none() || end == Some(line.len()));
                // Behind a line's end stands what is no word.
                prop_assert!(!is_silent || end.is_some());
            }
        }
    }

    #[test]
    fn ordinary_numbers_are_no_statuses() {
        let [statuses, ..] = asked();
        for text in [
            "took 512ms",
            "id=a500",
            "550e8400-e29b-41d4-a716-446655440000",
            "2025-03-15 02:15:59,500123",
            "HTTP/1.1 200 5120",
        ] {
            assert!(!statuses.may_be_in(text.as_bytes()), "{text}");
        }
        for text in [
            "status=500",
            "503",
            "\"500 Internal\"",
            r"x\n500",
            r"\u0035\u0030\u0030",
        ] {
            assert!(statuses.may_be_in(text.as_bytes()), "{text}");
        }
    }
}
