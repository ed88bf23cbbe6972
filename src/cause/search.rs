//! Finds the words of all causes in one walk over a text. Nearly all places in a text are told from where a word begins
//! by four bytes and a table; an automaton of so many words does several times as much for each byte, and takes longer to
//! build than most logs have failures to ask it for.

use std::sync::LazyLock;

use super::words::{ROWS, Word};

/// So many of a word's first bytes say where it is looked up.
const HEAD: usize = 4;
/// The table's places, as a power of two.
const BITS: u32 = 12;

struct Searcher {
    /// The words with their rows, by the places of their heads.
    words: Vec<(&'static Word, usize)>,
    /// For each place, where its words begin and end.
    places: Vec<(u16, u16)>,
    /// Words without a head. All of them tell as words of their own only.
    short: Vec<(&'static Word, usize)>,
    /// Bits for how they begin.
    pairs: u64,
}

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let rows = ROWS.iter().enumerate();
    let all = rows.flat_map(|(row, of)| of.words.iter().map(move |word| (word, row)));
    let (short, mut words): (Vec<_>, Vec<_>) = all.partition(|(word, _)| word.text.len() < HEAD);
    let place_of = |word: &Word| place(head(word.text.as_bytes()));
    words.sort_by_key(|(word, _)| place_of(word));
    let mut places = vec![(0, 0); 1 << BITS];
    for (at, (word, _)) in (0..).zip(&words) {
        let (begin, end) = &mut places[place_of(word)];
        if end == begin {
            *begin = at;
        }
        *end = at + 1;
    }
    let pairs = short
        .iter()
        .map(|(word, _)| pair(head(word.text.as_bytes())));
    Searcher {
        pairs: pairs.fold(0, |pairs, pair| pairs | 1 << pair),
        words,
        places,
        short,
    }
});

/// The first bytes of a text, as a number that is the same whatever the case of its letters.
#[inline]
fn head(text: &[u8]) -> u32 {
    let mut head = [b' '; HEAD];
    match text.first_chunk() {
        Some(first) => head = *first,
        None => head[..text.len()].copy_from_slice(text),
    }
    u32::from_le_bytes(head) | u32::from_ne_bytes([b' '; HEAD])
}

const MIX: u32 = 0x9e37_79b1;

/// Where words with this head are looked up.
#[inline]
fn place(head: u32) -> usize {
    (head.wrapping_mul(MIX) >> (u32::BITS - BITS)) as usize
}

/// A number below 64 for the first two bytes of a head.
#[inline]
fn pair(head: u32) -> u32 {
    (head << 16).wrapping_mul(MIX) >> (u32::BITS - 6)
}

/// Whether a byte beside a word makes it a part of a longer one. A piece of a path or of a hyphenated name
/// (`/sql/index.html`) is no word.
#[inline]
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/' | b'-')
}

/// The first row of which a word stands in the text, in any case.
pub fn row(text: &[u8]) -> Option<usize> {
    let searcher = &*SEARCHER;
    let mut first = ROWS.len();
    for at in 0..text.len() {
        let head = head(&text[at..]);
        let (begin, end) = searcher.places[place(head)];
        if begin < end {
            let words = &searcher.words[begin.into()..end.into()];
            first = lowest(words, text, at, first);
        }
        if searcher.pairs >> pair(head) & 1 == 1 && !is_inside(text, at) {
            first = lowest(&searcher.short, text, at, first);
        }
    }
    (first < ROWS.len()).then_some(first)
}

/// Whether a word goes on at `at`.
#[inline]
fn is_inside(text: &[u8], at: usize) -> bool {
    at > 0 && is_word(text[at - 1])
}

/// The lowest of `row` and the rows of those of `words` that stand in the text from `at` on.
fn lowest(words: &[(&Word, usize)], text: &[u8], at: usize, row: usize) -> usize {
    let mut lowest = row;
    for &(word, row) in words {
        let end = at + word.text.len();
        let Some(said) = text.get(at..end).filter(|_| row < lowest) else {
            continue;
        };
        // Words that begin alike mostly end differently.
        let ends = |text: &[u8]| text.last().map(u8::to_ascii_lowercase);
        let is_part = || is_inside(text, at) || text.get(end).is_some_and(|&byte| is_word(byte));
        if ends(said) == ends(word.text.as_bytes())
            && said.eq_ignore_ascii_case(word.text.as_bytes())
            && !(word.whole && is_part())
        {
            lowest = row;
        }
    }
    lowest
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// All words of all rows, as a table of them is usually searched for.
    fn by_automaton(text: &[u8]) -> Option<usize> {
        let all = || {
            let rows = ROWS.iter().enumerate();
            rows.flat_map(|(row, of)| of.words.iter().map(move |word| (word, row)))
        };
        static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
            let words = ROWS.iter().flat_map(|row| row.words);
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(words.map(|word| word.text))
                .expect("few words")
        });
        let entries: Vec<_> = all().collect();
        let is_word = |at: usize| text.get(at).is_some_and(|&byte| super::is_word(byte));
        let found = AUTOMATON.find_overlapping_iter(text).filter_map(|found| {
            let (word, row) = entries[found.pattern().as_usize()];
            let inside = found.start().checked_sub(1).is_some_and(is_word) || is_word(found.end());
            (!word.whole || !inside).then_some(row)
        });
        found.min()
    }

    fn words() -> Vec<&'static str> {
        let words = ROWS.iter().flat_map(|row| row.words);
        words.map(|word| word.text).collect()
    }

    #[test]
    fn words_without_a_head_tell_as_words_of_their_own_only() {
        assert!(!SEARCHER.short.is_empty());
        assert!(SEARCHER.short.iter().all(|(word, _)| word.whole));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn words_are_found_where_an_automaton_finds_them(
            pieces in prop::collection::vec((select(words()), "[ a-zA-Z0-9_/@`.-]{0,3}", 0usize..40, any::<bool>()), 1..5),
        ) {
            let mut text = Vec::new();
            for (word, between, cut, is_upper) in pieces {
                let part = &word[..word.len() - if cut < 4 { cut.min(word.len()) } else { 0 }];
                text.extend_from_slice(between.as_bytes());
                text.extend(part.bytes().map(|b| if is_upper { b.to_ascii_uppercase() } else { b }));
            }
            prop_assert_eq!(row(&text), by_automaton(&text), "{}", String::from_utf8_lossy(&text));
        }
    }
}
