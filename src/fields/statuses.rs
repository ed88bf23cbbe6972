//! A set of statuses, and which texts may tell one of them.
//!
//! Whatever way a status is told, three digits stand there as a word of their own. A text without such a word tells
//! none, and that is seen many bytes at a time.

use std::ops::{Range, RangeInclusive};

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::window::{DIGITS, Look, WIDTH, Window};

/// Statuses there are.
const STATUSES: usize = 1000;

/// The longest of JSON's escapes.
const ESCAPE: usize = br"\u0000".len();

pub struct Statuses {
    asked: [bool; STATUSES],
    /// The digits that these begin with, and maybe others between.
    firsts: RangeInclusive<u8>,
    /// What the processor can.
    pub(super) simd: Level,
}

impl Statuses {
    pub fn by(asks: impl Fn(u16) -> bool) -> Statuses {
        let asked: [bool; STATUSES] = std::array::from_fn(|status| asks(status as u16));
        let is_first = |digit: &u8| asked[usize::from(digit - b'0') * 100..][..100].contains(&true);
        let lowest = (b'0'..=b'9').find(is_first);
        let highest = (b'0'..=b'9').rfind(is_first);
        Statuses {
            firsts: lowest.unwrap_or(b'0')..=highest.unwrap_or(b'0'),
            asked,
            simd: Level::new(),
        }
    }

    /// What these begin with, and maybe other digits between.
    pub(super) fn firsts(&self) -> &RangeInclusive<u8> {
        &self.firsts
    }

    /// Whether the status is one of these; numbers that are none may be.
    pub fn has(&self, status: u16) -> bool {
        self.asked.get(usize::from(status)) != Some(&false)
    }

    /// Whether `text`, as it stands in an entry, may tell one of these.
    pub fn may_be_in(&self, text: &[u8]) -> bool {
        dispatch!(self.simd, simd => self.find(simd, text, false)) != Found::Nothing
    }

    /// Where the line that `text` begins within ends, if nothing in it may tell one of these.
    #[inline]
    pub fn end_of_silent_line(&self, text: &[u8]) -> Option<usize> {
        dispatch!(self.simd, simd => self.end_of_silent_line_on(simd, text))
    }

    /// The same, compiled for a processor.
    #[inline(always)]
    pub(super) fn end_of_silent_line_on<S: Simd>(&self, simd: S, text: &[u8]) -> Option<usize> {
        match self.find(simd, text, true) {
            Found::End(at) => Some(at),
            Found::Status | Found::Nothing => None,
        }
    }

    /// What comes first in a text: what may be a status, or its line's end where that matters.
    #[inline(always)]
    fn find<S: Simd>(&self, simd: S, text: &[u8], in_line: bool) -> Found {
        let look = Look::new(simd, &self.firsts);
        let ends = if in_line { u64::MAX } else { 0 };
        let mut at = 0;
        let mut before = Window::default();
        while let Some(bytes) = text[at..].first_chunk() {
            let mut window = look.at(bytes);
            window.breaks &= ends;
            let numbers = window.numbers(&before);
            if (window.breaks | window.escapes | before.escapes | numbers) != 0 {
                let found = self.find_in(text, at, &window, &before);
                if found != Found::Nothing {
                    return found;
                }
            }
            before = window;
            at += WIDTH;
        }
        let rest = &text[at..];
        let mut last = [0; WIDTH];
        last[..rest.len()].copy_from_slice(rest);
        let mut window = look.at(&last);
        window.breaks &= ends;
        self.find_in(text, at, &window, &before)
    }

    /// The same within the window that begins at `at`, behind the one before.
    #[inline(always)]
    fn find_in(&self, text: &[u8], at: usize, window: &Window, before: &Window) -> Found {
        let end = window.breaks.trailing_zeros() as usize;
        if (before.escapes | window.escapes) != 0 {
            let from = at.saturating_sub(WIDTH);
            if self.may_be_escaped(text, from..(at + end).min(text.len())) {
                return Found::Status;
            }
        } else {
            let up_to_end = window.breaks ^ window.breaks.wrapping_sub(1);
            let mut numbers = window.numbers(before) & up_to_end;
            while numbers != 0 {
                if self.may_be_at(text, at + numbers.trailing_zeros() as usize - DIGITS) {
                    return Found::Status;
                }
                numbers &= numbers - 1;
            }
        }
        match window.breaks {
            0 => Found::Nothing,
            _ => Found::End(at + end),
        }
    }

    /// Whether one of these may begin at one of those places of a text with escapes.
    #[cold]
    fn may_be_escaped(&self, text: &[u8], mut places: Range<usize>) -> bool {
        places.any(|at| self.firsts.contains(&text[at]) && self.may_be_at(text, at))
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

/// What a search for a status comes upon.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    /// A text that may tell one.
    Status,
    /// The line's end.
    End(usize),
    Nothing,
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
