//! Fixed words in a line. A line is so short that making a searcher, as `str::find` does, costs more than searching.

/// Words that are looked for by the one of their bytes that is the rarest in traces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    text: &'static str,
    /// Which byte that is.
    rarest: usize,
}

impl Words {
    pub const fn new(text: &'static str) -> Words {
        let bytes = text.as_bytes();
        assert!(!bytes.is_empty());
        let (mut rarest, mut at) = (0, 1);
        while at < bytes.len() {
            if rank(bytes[at]) < rank(bytes[rarest]) {
                rarest = at;
            }
            at += 1;
        }
        Words { text, rarest }
    }

    pub const fn len(&self) -> usize {
        self.text.len()
    }

    /// Where they first stand in `text`.
    #[inline]
    pub fn find(&self, text: &str) -> Option<usize> {
        let (words, text) = (self.text.as_bytes(), text.as_bytes());
        let starts = memchr::memchr_iter(words[self.rarest], text)
            .filter_map(|at| at.checked_sub(self.rarest));
        starts
            .into_iter()
            .find(|&start| text[start..].starts_with(words))
    }

    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// What stands before and behind them.
    pub fn split<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let at = self.find(text)?;
        Some((&text[..at], &text[at + self.len()..]))
    }
}

/// The rarer a byte is, the less.
const fn rank(byte: u8) -> u8 {
    match byte {
        b' ' | b'.' => 5,
        b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 4,
        b'a'..=b'z' | b'0'..=b'9' => 3,
        b'A'..=b'Z' | b':' | b'/' => 2,
        b'(' | b')' => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const SOME: [Words; 5] = [
        Words::new(":in "),
        Words::new("a"),
        Words::new(" ("),
        Words::new("aab"),
        Words::new("---> "),
    ];

    proptest! {
        #[test]
        fn words_are_found_where_they_first_stand(words in select(&SOME[..]), text in "[ab]{0,6}|[-> ab]{0,20}|[:in (ä]{0,20}") {
            prop_assert_eq!(words.find(&text), text.find(words.text));
            prop_assert_eq!(words.split(&text), text.split_once(words.text));
            prop_assert_eq!(words.is_in(&text), text.contains(words.text));
        }
    }
}
