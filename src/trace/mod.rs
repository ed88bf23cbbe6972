//! Stack traces: where one begins, what continues it, and what it says.
//!
//! Two questions, asked at different times. While entries are split, a [`Tracker`] walks over the lines of
//! one entry and tells whether the next belongs to a trace that has begun. When an entry is understood,
//! [`find`] takes the error out of its text, and [`chain`] lists the exceptions and frames of a trace.
//!
//! Both see a line through its [`Mark`]: what it is in a trace, told from the line alone. One file a
//! language (or a family that writes alike) says which of its lines are what and reads its frames; the
//! state machines that put the marks together (`tracker`, `reader`) ask a language by name only where a line
//! means something in its neighbourhood alone.

mod again;
mod at;
mod beam;
mod dart;
mod dotnet;
mod go;
mod java;
mod js;
mod library;
mod line;
mod name;
mod native;
mod php;
mod python;
mod read;
mod reader;
mod ruby;
mod rust;
mod scripts;
mod tracker;
mod words;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use crate::event::{Event, Fault};
use line::Line;
use name::Name;

pub use tracker::{Role, Tracker};

/// What a line is to the entry before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It goes on with the trace in progress, or is a frame, which always belongs to the line before it.
    Continues,
    /// It begins a trace (by itself: `Traceback (most recent call last):`, `panic: ...`,
    /// `java.lang.IllegalStateException: ...`).
    Begins,
    /// It has nothing to do with a trace.
    Other,
}

/// How many lines a tracker may look ahead, and how many unindented lines of message it may take before frames.
pub const LOOKAHEAD: usize = 8;

/// Whether `line` neither begins a trace nor goes on with one, unless as one of the at most [`LOOKAHEAD`] further
/// lines of a message that frames follow. `ahead` gives the lines behind it, as for [`Tracker::next`].
pub fn is_prose<'l>(line: &[u8], ahead: &mut dyn Iterator<Item = Cow<'l, [u8]>>) -> bool {
    let head = b"java.lang.IllegalStateException: a head, whose message could go on";
    Tracker::start(line).is_idle()
        && Tracker::start(head).next(line, &mut std::iter::empty()) == Part::Other
        && Tracker::default().next(line, ahead) == Part::Other
}

/// Words with which a runtime itself tells that a thread or the whole program has died. No logger wrote such a
/// line, whatever was logged just before.
const CRASHES: &[&[u8]] = &[
    b"panic: ",
    b"fatal error: ",
    b"thread '",
    b"Unhandled exception",
    b"Exception in thread ",
    b"terminate called ",
    b"Fatal Python error",
    b"Segmentation fault",
    b"Uncaught ",
    b"WARNING: ThreadSanitizer",
    b"Task exception was never retrieved",
    b"Future exception was never retrieved",
];

/// Whether `line` begins the last words of a thread or program.
pub fn is_crash(line: &[u8]) -> bool {
    // The sanitizers and valgrind put the process before all they say.
    matches!(line, [b'=', b'=', b'0'..=b'9', ..])
        || CRASHES.iter().any(|words| line.starts_with(words))
}

/// Whether `line` names the error that the one which `first` tells of came from: Ruby prints what was rescued below what was
/// raised then, and looks like an error of its own.
pub fn is_cause(first: &[u8], line: &[u8]) -> bool {
    ruby::is_raise(Line::of_bytes(line)) && ruby::rescues(Line::of_bytes(first).text)
}

/// The error that an entry's message text holds, with the byte range of the trace in `text`.
///
/// The range begins at the line that names the error, or at the error's type where other words stand before
/// it in that line. `stack` is `None` when there is a name and nothing more.
pub fn find(text: &str) -> Option<(Fault<'_>, Range<usize>)> {
    read::find(text)
}

/// One exception of a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link<'a> {
    pub kind: Option<&'a str>,
    pub message: Option<&'a str>,
    /// In the order of the log; consecutive identical frames are one.
    pub frames: Vec<Frame<'a>>,
}

/// The exceptions in a trace, outermost (the one that was logged) first, causes after it.
pub fn chain(stack: &str) -> Vec<Link<'_>> {
    read::chain(stack)
}

/// The exceptions in the event's trace; none where it has no trace.
pub fn chain_of<'e>(event: &'e Event) -> Vec<Link<'e>> {
    let fault = event.error.as_ref();
    let stack = fault.and_then(|fault| fault.stack.as_deref());
    stack.map(chain).unwrap_or_default()
}

/// One frame of a trace, as far as grouping and display need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Module, class or base file name.
    pub module: Cow<'a, str>,
    /// Cleaned of what a compiler adds to it; empty in a line that tells only where the frame before it is.
    pub function: Cow<'a, str>,
    /// The application's own code, not the runtime's or an installed package's.
    pub in_app: bool,
}

/// What a line of a trace is to the eye: the frame it stands for, if it is one.
pub fn frame(line: &str) -> Option<Frame<'_>> {
    frame_of(Line::new(line))
}

fn frame_of(line: Line) -> Option<Frame> {
    let placed = LANGUAGES.iter().filter(|l| l.placed.is_some());
    languages(line).chain(placed).find_map(|l| (l.frame)(line))
}

/// What a line is in a trace, seen alone.
#[derive(Clone, Debug, PartialEq)]
enum Mark<'a> {
    /// Names an error, and begins a trace unless something before it says otherwise.
    Head(Name<'a>),
    /// Begins a trace whose error is named by a later line (`Traceback (most recent call last):`).
    Opening(Name<'a>),
    /// Ties what follows to what came before: `During handling of the above exception ...`.
    Link,
    /// Ties what follows to what came before as what came of it: the outer error is printed below.
    Consequence,
    /// Names an error that came of the one before it, which it is printed below: PHP's `Next ...`.
    Outcome(Name<'a>),
    /// Another thread's calls follow; those of the first belong to the error.
    Thread,
    /// Ties to what came before an error that it names itself: `Caused by: ...`.
    Cause(Name<'a>),
    /// A call, or where it is.
    Frame,
    /// A call in a trace that names its error after the last call.
    Step,
    /// Belongs to a trace in progress and begins none: `... 12 more`.
    Detail,
    /// A detail that holds the message of the error named before, as bytes of the line.
    Message(Range<usize>),
}

/// A language's traces, or those of several that write alike.
struct Language {
    /// The first bytes, indentation aside, of the lines that `mark` knows.
    first: &'static [u8],
    mark: for<'a> fn(Line<'a>) -> Option<Mark<'a>>,
    /// What `mark` does for lines that begin like any other, but tell a place in a source file or end like
    /// the first line of a trace.
    placed: Option<for<'a> fn(Line<'a>) -> Option<Mark<'a>>>,
    frame: for<'a> fn(Line<'a>) -> Option<Frame<'a>>,
}

/// In the order they are asked: those whose lines are least like anybody else's first.
static LANGUAGES: [Language; 12] = [
    java::JAVA,
    python::PYTHON,
    dotnet::DOTNET,
    js::JS,
    go::GO,
    php::PHP,
    dart::DART,
    rust::RUST,
    native::NATIVE,
    beam::BEAM,
    scripts::SCRIPTS,
    ruby::RUBY,
];

/// For each first byte of a line, the languages it may belong to, one bit each.
static FIRST: [u16; 256] = {
    let mut table = [0u16; 256];
    let mut language = 0;
    while language < LANGUAGES.len() {
        let bit = 1 << language;
        let bytes = LANGUAGES[language].first;
        let mut i = 0;
        while i < bytes.len() {
            table[bytes[i] as usize] |= bit;
            i += 1;
        }
        language += 1;
    }
    table
};

/// The languages that `line` may be of, by its first byte.
fn languages(line: Line) -> impl Iterator<Item = &'static Language> {
    let mut left = line.text.bytes().next().map_or(0, |b| FIRST[b as usize]);
    std::iter::from_fn(move || {
        let at = left.trailing_zeros() as usize;
        left &= left.wrapping_sub(1);
        LANGUAGES.get(at)
    })
}

/// What `line` is in a trace of any language.
fn mark(line: Line) -> Option<Mark> {
    let placed = || {
        LANGUAGES
            .iter()
            .filter_map(|l| l.placed)
            .find_map(|placed| placed(line))
    };
    languages(line)
        .find_map(|l| (l.mark)(line))
        .or_else(|| line.may_tell_place().then(placed).flatten())
        .or_else(|| name::head(line.text, 0).map(Mark::Head))
}

/// What `line` is, where that takes the lines after it as well (indentation kept, blank ones left out).
fn mark_before<'a>(line: Line<'a>, next: &[&str]) -> Option<Mark<'a>> {
    go::mark_before(line, next)
        .or_else(|| js::mark_before(line, next))
        .or_else(|| native::mark_before(line, next))
}

/// Whether a line may mean something for the lines after it, so that those are worth looking at.
fn looks_ahead(line: Line) -> bool {
    go::is_function(line.text) || js::is_place(line.text) || native::is_rule(line.text)
}

/// An error that `line` names among other words.
fn inline(line: &str) -> Option<Name<'_>> {
    if !name::has_clue(line) && !go::is_serving(line) {
        return None;
    }
    php::inline(line)
        .or_else(|| go::inline(line))
        .or_else(|| name::inline(line, true))
}

/// What lines are that always begin in the same way.
struct Beginnings {
    lines: &'static [(&'static str, Mark<'static>)],
    /// A bit for each number of their first two bytes.
    first: [u64; 4],
}

impl Beginnings {
    const fn new(lines: &'static [(&'static str, Mark<'static>)]) -> Beginnings {
        let mut first = [0; 4];
        let mut at = 0;
        while at < lines.len() {
            let [one, other, ..] = lines[at].0.as_bytes() else {
                panic!("too short");
            };
            let number = Beginnings::number(*one, *other);
            first[number as usize / 64] |= 1 << (number % 64);
            at += 1;
        }
        Beginnings { lines, first }
    }

    /// Nearly a number of its own for each two bytes that lines begin with.
    const fn number(one: u8, other: u8) -> u8 {
        one.wrapping_mul(37) ^ other
    }
}

/// The mark in `table` whose text `line` begins with.
fn begins<'a>(line: &str, table: &Beginnings) -> Option<Mark<'a>> {
    // Nearly always no.
    let &[one, other, ..] = line.as_bytes() else {
        return None;
    };
    let number = Beginnings::number(one, other);
    if table.first[usize::from(number / 64)] >> (number % 64) & 1 == 0 {
        return None;
    }
    let hit = |(start, _): &&(&str, Mark)| start.as_bytes()[0] == one && line.starts_with(start);
    table.lines.iter().find(hit).map(|(_, mark)| mark.clone())
}
