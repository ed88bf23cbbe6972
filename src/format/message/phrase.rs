//! Sentences in which web frameworks report their requests: a table, since each is fixed in its framework's source.

use super::Finds;
use crate::event::Field;
use crate::format::plain::lex;

/// What stands in a gap of a sentence.
#[derive(Clone, Copy)]
enum Gap {
    /// Three digits of a status.
    Status,
    /// Up to the next blank or bracket.
    Word(Field),
    /// A status's name as Java's constants have it, to the end: `INTERNAL_SERVER_ERROR`.
    Constant,
    /// A number and its unit: `12ms`, `0.5 s`.
    Duration,
    /// Anything up to where the next literal is found.
    Any,
}

enum Piece {
    Text(&'static [u8]),
    Gap(Gap),
}

use Gap::{Any, Constant, Duration, Status, Word};
use Piece::{Gap as G, Text as T};

/// The sentences, each ending with what it is known by.
const SENTENCES: &[&[Piece]] = &[
    // Rails
    &[
        T(b"Completed "),
        G(Status),
        T(b" "),
        G(Any),
        T(b" in "),
        G(Duration),
    ],
    // Spring's DispatcherServlet
    &[T(b"Completed "), G(Status), T(b" "), G(Constant)],
    // Phoenix, where it does not log everything on one line
    &[T(b"Sent "), G(Status), T(b" in "), G(Duration)],
    &[T(b"Chunked "), G(Status), T(b" in "), G(Duration)],
    // Logster
    &[
        G(Word(Field::Method)),
        T(b" "),
        G(Word(Field::Path)),
        T(b" - Sent "),
        G(Status),
        T(b" in "),
        G(Duration),
    ],
    // Ktor, with what it did before `in` at times left out
    &[
        G(Status),
        T(b" "),
        G(Any),
        T(b": "),
        G(Word(Field::Method)),
        T(b" - "),
        G(Word(Field::Path)),
    ],
    // Gitea
    &[
        T(b"router: completed "),
        G(Word(Field::Method)),
        T(b" "),
        G(Word(Field::Path)),
        T(b" for "),
        G(Any),
        T(b", "),
        G(Status),
        T(b" "),
        G(Any),
        T(b" in "),
        G(Duration),
    ],
    // Python's http.server
    &[T(b"code "), G(Status), T(b", message ")],
    // Tornado and Jupyter
    &[
        G(Status),
        T(b" "),
        G(Word(Field::Method)),
        T(b" "),
        G(Word(Field::Path)),
        T(b" ("),
        G(Any),
        T(b") "),
        G(Duration),
    ],
    // Scrapy
    &[T(b"Crawled ("), G(Status), T(b") <")],
    // Serilog's request logging
    &[
        T(b"HTTP "),
        G(Any),
        T(b" responded "),
        G(Status),
        T(b" in "),
        G(Duration),
    ],
    // Flask
    &[
        T(b"Exception on "),
        G(Word(Field::Path)),
        T(b" ["),
        G(Word(Field::Method)),
        T(b"]"),
    ],
    // Django
    &[T(b"Internal Server Error: "), G(Word(Field::Path))],
    &[T(b"Not Found: "), G(Word(Field::Path))],
    &[T(b"Bad Request: "), G(Word(Field::Path))],
    // ASP.NET Core
    &[
        T(b"Request finished "),
        G(Any),
        T(b" - "),
        G(Status),
        T(b" "),
        G(Any),
        T(b" "),
        G(Duration),
    ],
    &[T(b"Request finished in "), G(Duration), T(b" "), G(Status)],
    // Verdaccio
    &[
        T(b"http <-- "),
        G(Status),
        T(b", user: "),
        G(Word(Field::User)),
        T(b"("),
        G(Any),
        T(b", req: '"),
        G(Word(Field::Method)),
        T(b" "),
        G(Word(Field::Path)),
        T(b"'"),
    ],
    // AWS Lambda
    &[
        T(b"REPORT RequestId: "),
        G(Any),
        T(b"\tDuration: "),
        G(Duration),
        T(b"\t"),
    ],
];

/// Which sentences may begin with a byte, a bit for each: nearly all messages are none of these, which their first
/// byte tells.
static BEGINNINGS: [u32; 256] = {
    let mut table = [0; 256];
    let mut nth = 0;
    while nth < SENTENCES.len() {
        let mut byte = 0;
        while byte < 256 {
            let first = byte as u8;
            let may_be = match SENTENCES[nth][0] {
                T(literal) => literal[0] == first,
                G(Status) => first.is_ascii_digit(),
                G(Word(Field::Method)) => first.is_ascii_uppercase(),
                G(_) => true,
            };
            table[byte] |= (may_be as u32) << nth;
            byte += 1;
        }
        nth += 1;
    }
    table
};

/// The sentences with a path in them, a bit for each.
const WITH_PATH: u32 = {
    let mut with = 0;
    let mut nth = 0;
    while nth < SENTENCES.len() {
        let mut piece = 0;
        while piece < SENTENCES[nth].len() {
            if matches!(SENTENCES[nth][piece], G(Word(Field::Path))) {
                with |= 1 << nth;
            }
            piece += 1;
        }
        nth += 1;
    }
    with
};

/// Offers what the sentence tells that the message's first line begins with, tags in brackets before it aside.
/// `slash` says whether there is one in the message.
pub fn find<'a>(line: &'a [u8], slash: bool, finds: &mut Finds<'_, 'a>) {
    if let Some(text) = beginning(line) {
        let _ = sentences(text, slash).any(|sentence| read(text, sentence, None, finds));
    }
}

/// Whether the line begins like a sentence that is looked for.
pub fn may_begin(line: &[u8], slash: bool) -> bool {
    beginning(line).is_some_and(|text| sentences(text, slash).next().is_some())
}

/// What stands behind blanks and tags in brackets.
pub(super) fn beginning(line: &[u8]) -> Option<&[u8]> {
    let mut at = lex::blanks(line, 0);
    while line.get(at) == Some(&b'[') {
        at += memchr::memchr(b']', &line[at..])? + 1;
        at = lex::blanks(line, at);
    }
    Some(&line[at..])
}

/// Whether a text that begins with `words` may be a sentence that is looked for. `whole` says that nothing follows.
pub(super) fn may_go_on(words: &[u8], whole: bool) -> bool {
    SENTENCES.iter().any(|sentence| match sentence[0] {
        T(literal) => words.starts_with(literal) || !whole && literal.starts_with(words),
        G(Status) => words[0].is_ascii_digit(),
        G(Word(Field::Method)) => {
            let end = words.iter().position(|b| !b.is_ascii_uppercase());
            end.is_none_or(|end| end > 0 && ends_word(words[end]))
        }
        G(_) => true,
    })
}

fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b']' | b'[' | b'\'')
}

/// The sentences that the text begins like.
fn sentences(text: &[u8], slash: bool) -> impl Iterator<Item = &'static [Piece]> {
    let first = text
        .first()
        .map_or(0, |first| BEGINNINGS[usize::from(*first)]);
    let mut left = if slash { first } else { first & !WITH_PATH };
    let next = move || {
        let nth = (left != 0).then(|| left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(SENTENCES[nth])
    };
    std::iter::from_fn(next).filter(|sentence| match sentence[0] {
        T(literal) => text.starts_with(literal),
        G(_) => true,
    })
}

/// What the gaps gave so far, the last first.
struct Found<'f, 'a> {
    field: Field,
    value: &'a [u8],
    before: Option<&'f Found<'f, 'a>>,
}

/// Matches the pieces against the text from its beginning, and offers what was found at the end of them.
fn read<'a>(
    text: &'a [u8],
    pieces: &[Piece],
    found: Option<&Found<'_, 'a>>,
    finds: &mut Finds<'_, 'a>,
) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        let all = std::iter::successors(found, |found| found.before);
        // No sentence gives a field twice.
        all.for_each(|found| finds.told(found.field, found.value));
        return true;
    };
    match piece {
        T(literal) => text
            .strip_prefix(*literal)
            .is_some_and(|after| read(after, rest, found, finds)),
        G(Any) => {
            let [T(literal), ..] = rest else { return false };
            // The next literal may stand several times; the few places a line has are tried in turn.
            memchr::memmem::find_iter(text, literal)
                .take(8)
                .any(|at| read(&text[at..], rest, found, finds))
        }
        G(Constant) => {
            let name = text.trim_ascii_end();
            let constant =
                !name.is_empty() && name.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
            constant && read(b"", rest, found, finds)
        }
        G(gap) => gap_len(*gap, text).is_some_and(|(field, len)| {
            let found = Found {
                field,
                value: &text[..len],
                before: found,
            };
            read(&text[len..], rest, Some(&found), finds)
        }),
    }
}

/// The field a gap gives, and how long its value is.
fn gap_len(gap: Gap, text: &[u8]) -> Option<(Field, usize)> {
    match gap {
        Status => {
            (lex::digits(text) == 3 && matches!(text[0], b'1'..=b'5')).then_some((Field::Status, 3))
        }
        Word(field) => {
            let ends = |b: &u8| ends_word(*b) || field == Field::User && *b == b'(';
            let end = text.iter().position(ends);
            let len = end.unwrap_or(text.len());
            let fits = match field {
                Field::Path => text.starts_with(b"/"),
                Field::Method => text[..len].iter().all(u8::is_ascii_uppercase),
                _ => true,
            };
            (len > 0 && fits).then_some((field, len))
        }
        Duration => {
            let number = text
                .iter()
                .position(|b| !(b.is_ascii_digit() || *b == b'.'))
                .filter(|len| *len > 0)?;
            let unit = number + usize::from(text[number] == b' ');
            let letters = text[unit..]
                .iter()
                // Microseconds have a letter of their own.
                .take_while(|b| b.is_ascii_alphabetic() || !b.is_ascii())
                .count();
            (letters > 0).then_some((Field::Duration, unit + letters))
        }
        Any | Constant => None,
    }
}
