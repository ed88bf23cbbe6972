//! Which format a source is in, decided once from its head and then locked.
//!
//! The lock decides what a line is for the whole source, so that splitting does not depend on where a worker
//! happened to begin reading. Lines of other formats inside the source are still known when they fit strongly.

use super::{Fit, Format, Tail, Wrapper};
use crate::entry::{Start, without_hole};
use crate::{time, trace};

/// How many lines of a source's head are looked at.
const HEAD_LINES: usize = 400;

/// What a source is written in.
#[derive(Clone, Copy)]
pub struct Lock {
    pub wrapper: Option<&'static dyn Wrapper>,
    /// `None` where no format fits the head: then each line that is neither indented nor part of a trace is
    /// an entry.
    pub format: Option<&'static dyn Format>,
    /// The fit that a line needs to start an entry of the locked format.
    needed: Fit,
    /// The kinds of first bytes (see [`opening`]) that a line must have one of to start an entry where it fits weakly.
    openings: u8,
    /// The lines that start its entries are all indented; elsewhere an indented line starts none.
    indented: bool,
    /// The source begins with a line of no format: other programs write into it as well, or this one without its logger.
    mixed: bool,
    /// Its heads are words like `Info: `, so that `Error: ` is one too and no exception of JavaScript.
    titled: bool,
    /// Its heads begin with the time of day, so that a line that does starts an entry even where it tells no level.
    clocked: bool,
    /// How far the elements are indented where the source is one array of entries.
    elements: Option<usize>,
    formats: &'static [&'static dyn Format],
    /// Which of the first 64 `formats` fitted some line of the head strongly, a bit each.
    seen: u64,
}

/// What `--format` names.
#[derive(Clone, Copy)]
pub enum Named {
    Format(&'static dyn Format),
    Wrapper(&'static dyn Wrapper),
}

/// A candidate of detection: how many lines of the head fit it, and how well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub format: &'static str,
    /// Lines that nothing else looks like.
    pub sure: usize,
    /// Lines that may be of other formats as well.
    pub maybe: usize,
    /// Lines that were looked at.
    pub lines: usize,
}

impl Candidate {
    /// The share of the lines that fit it.
    pub fn share(&self) -> f64 {
        (self.sure + self.maybe) as f64 / self.lines.max(1) as f64
    }
}

/// How many lines of a head fit a format.
struct Score {
    format: &'static dyn Format,
    strong: usize,
    weak: usize,
    /// How well it fits each line.
    fits: Vec<Fit>,
    /// Its place in the table.
    place: usize,
    /// The format that reads what has no format of its own.
    generic: bool,
}

impl Score {
    /// How many lines it fits strongly that `other` does not.
    fn strong_without(&self, other: &Score) -> usize {
        let pairs = self.fits.iter().zip(&other.fits);
        pairs
            .filter(|(mine, theirs)| **mine == Fit::Strong && **theirs != Fit::Strong)
            .count()
    }
}

impl Lock {
    /// Looks at the head of a source, `formats` in order of preference. A partial last line is ignored
    /// unless it is the only one.
    pub fn detect(
        head: &[u8],
        formats: &'static [&'static dyn Format],
        wrappers: &[&'static dyn Wrapper],
    ) -> (Lock, Vec<Candidate>) {
        let lines = head_lines(head);
        let mut wrappers = wrappers.iter().copied();
        let wrapper = wrappers.find(|wrapper| wrapper.wraps(&lines, formats));
        Lock::inside(wrapper, &lines, formats)
    }

    /// A lock on what the user named. Around a format, a wrapper is still looked for; in a wrapper, a format.
    pub fn forced(
        named: Named,
        head: &[u8],
        formats: &'static [&'static dyn Format],
        wrappers: &[&'static dyn Wrapper],
    ) -> Lock {
        match named {
            Named::Format(format) => {
                let (detected, _) = Lock::detect(head, formats, wrappers);
                Lock {
                    format: Some(format),
                    needed: Fit::Weak,
                    openings: u8::MAX,
                    ..detected
                }
            }
            Named::Wrapper(wrapper) => Lock::inside(Some(wrapper), &head_lines(head), formats).0,
        }
    }

    /// A lock whose wrapper is known.
    fn inside(
        wrapper: Option<&'static dyn Wrapper>,
        lines: &[&[u8]],
        formats: &'static [&'static dyn Format],
    ) -> (Lock, Vec<Candidate>) {
        let inner: Vec<_> = lines
            .iter()
            .filter_map(|line| match wrapper {
                Some(w) => w.unwrap(line).map(|inner| inner.text.into_owned()),
                None => Some(line.to_vec()),
            })
            .filter(|line| !line.trim_ascii().is_empty())
            .collect();
        let (mut format, mut needed, scores) = best(&inner, formats);
        let elements = elements(&inner);
        if let Some(indent) = elements {
            let fits = |format: &&&dyn Format| format.fit(&inner[1][indent..]) > Fit::No;
            (format, needed) = (formats.iter().find(fits).copied(), Fit::Weak);
        }
        let strong = scores
            .iter()
            .filter(|score| score.strong > 0 && score.place < 64);
        let seen = strong.fold(0, |seen, score| seen | 1 << score.place);
        let starts = |line: &&Vec<u8>| format.is_some_and(|format| format.fit(line) >= needed);
        let indented = inner.iter().find(starts).is_some()
            && inner
                .iter()
                .filter(starts)
                .all(|line| line[0].is_ascii_whitespace());
        let clocked = inner.iter().filter(|line| is_clocked(line) && starts(line));
        let clocked = match clocked.count() {
            0 => false,
            some => needed == Fit::Strong && inner.iter().filter(starts).count() < 2 * some,
        };
        let openings = openings(&inner, |line| {
            format.map_or(Fit::No, |format| format.fit(line))
        });
        let mixed = inner.first().is_some_and(|line| {
            let begins = formats.iter().any(|format| format.fit(line) > Fit::No);
            !begins
                && !line[0].is_ascii_whitespace()
                && trace::is_prose(line, &mut std::iter::empty())
        });
        let candidate = |score: &Score| Candidate {
            format: score.format.name(),
            sure: score.strong,
            maybe: score.weak,
            lines: inner.len(),
        };
        let candidates = scores.iter().map(candidate).collect();
        (
            Lock {
                wrapper,
                format,
                needed,
                openings,
                indented,
                mixed,
                clocked,
                titled: needed == Fit::Weak && inner.iter().any(|line| is_titled(line)),
                elements,
                formats,
                seen,
            },
            candidates,
        )
    }

    /// A format that knows an entry with this first line better than the locked one, where that is the generic
    /// one, which reads nearly anything. `start` is what splitting learned of the line. A line that the generic format fits strongly is another's only if the
    /// head had such lines.
    pub fn narrower(&self, first: &[u8], start: Start) -> Option<&'static dyn Format> {
        let (generic, narrow) = self.formats.split_last()?;
        if self.format?.name() != generic.name() {
            return None;
        }
        let locked = matches!(start, Some(Some(format)) if format.name() == generic.name());
        let trusted = locked && self.needed == Fit::Strong || generic.fit(first) == Fit::Strong;
        let fits = |format: &&'static dyn Format| format.fit(first) == Fit::Strong;
        if trusted {
            self.seen_of(narrow).find(fits)
        } else {
            narrow.iter().copied().find(fits)
        }
    }

    /// The locked format, where each line that it certainly fits is one of its own, not one of a narrower format.
    pub fn only(&self) -> Option<&'static dyn Format> {
        let format = self.format.filter(|_| self.wrapper.is_none())?;
        let (generic, narrow) = self.formats.split_last()?;
        let is_narrow = format.name() != generic.name();
        (is_narrow || self.seen_of(narrow).next().is_none()).then_some(format)
    }

    /// Those of the first formats that fitted some line of the head strongly.
    fn seen_of(
        &self,
        formats: &'static [&'static dyn Format],
    ) -> impl Iterator<Item = &'static dyn Format> {
        let mut left = self.seen;
        std::iter::from_fn(move || {
            let place = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            formats.get(place).copied()
        })
    }

    /// The format that `line` starts an entry of, if it certainly starts one: the locked format, or another
    /// that nothing else looks like.
    pub fn starts(&self, line: &[u8]) -> Option<&'static dyn Format> {
        let first = line.first()?;
        let indented = first.is_ascii_whitespace();
        if self.begins_element(line) {
            return self.format;
        }
        if let Some(format) = self.format
            && (!indented || self.indented || format.heads_indented(line))
        {
            let fit = format.fit(line);
            let told = fit >= self.needed && opening(*first) & self.openings != 0;
            let clocked = self.clocked && fit == Fit::Weak && is_clocked(line);
            if fit == Fit::Strong || told || clocked {
                return Some(format);
            }
        }
        if indented {
            return None;
        }
        if self.title(line).is_some() {
            return self.format;
        }
        // What intrudes fits strongly, and of the own format that is known by now.
        let own = self.format.map_or("", |format| format.name());
        let mut others = self.formats.iter().copied();
        others.find(|other| other.name() != own && other.intrudes(line))
    }

    /// Whether `line` looks like an entry of any format.
    pub fn may_start(&self, line: &[u8]) -> bool {
        self.formats.iter().any(|format| format.fit(line) > Fit::No)
    }

    /// What follows `Error: ` where the source's heads are titles.
    pub fn title<'l>(&self, line: &'l [u8]) -> Option<&'l [u8]> {
        if self.titled {
            line.strip_prefix(b"Error: ")
        } else {
            None
        }
    }

    /// Whether `line` goes on with an entry of `format` whose last line is `previous`, although it fits.
    pub fn joins(&self, format: &dyn Format, previous: &[u8], line: &[u8]) -> bool {
        !self.begins_element(line) && format.joins(previous, line)
    }

    fn begins_element(&self, line: &[u8]) -> bool {
        self.elements
            .is_some_and(|indent| indent_of(line) == indent && line.get(indent) == Some(&b'{'))
    }

    /// Whether entries may go on with unindented lines that are no part of a trace.
    pub fn takes_any_line(&self) -> bool {
        self.format.is_some_and(|f| f.tail() == Tail::Lines)
    }

    /// Whether an entry of `format` may. What is not of the locked format began with a head that nothing else looks
    /// like: what a program logs between the one-line entries of its server.
    pub fn takes_lines(&self, format: &dyn Format) -> bool {
        self.some_take_lines() && format.tail() == Tail::Lines
    }

    /// Whether entries of some format may. In a source of no format lines are entries of their own, whatever stands
    /// between them.
    pub fn some_take_lines(&self) -> bool {
        self.format.is_some()
    }

    /// Whether lines without a head may be entries of their own.
    pub fn is_mixed(&self) -> bool {
        self.mixed
    }

    /// Whether each entry certainly begins with a head of its own, and what has none goes on with one.
    pub fn tells_heads(&self) -> bool {
        self.needed == Fit::Strong && self.takes_any_line()
    }

    pub fn formats(&self) -> &'static [&'static dyn Format] {
        self.formats
    }
}

/// Whether `line` begins with a time of day and no date, perhaps in a bracket.
fn is_clocked(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"[").unwrap_or(line);
    matches!(line, [b'0'..=b'9', b'0'..=b'9', b':', ..])
        && time::scan(line).is_some_and(|(stamp, _)| stamp.date.is_none())
}

/// Whether `line` begins with a level as a title: Puppet's, Varnish's and others' `Warning: message`.
fn is_titled(line: &[u8]) -> bool {
    let titles: [&[u8]; 4] = [b"Info: ", b"Debug: ", b"Notice: ", b"Warning: "];
    titles.iter().any(|title| line.starts_with(title))
}

/// What kind of byte a line begins with, a bit for each: layouts differ in it, and so do lines that only look like heads.
fn opening(first: u8) -> u8 {
    match first {
        b'A'..=b'Z' => 1,
        b'a'..=b'z' => 2,
        b'0'..=b'9' => 4,
        b'[' => 8,
        b'(' => 16,
        b' ' | b'\t' => 32,
        _ => 64,
    }
}

/// The kinds of first bytes that more than a few of the lines that fit have.
fn openings(lines: &[Vec<u8>], fit: impl Fn(&[u8]) -> Fit) -> u8 {
    const FEW: usize = 12;
    let mut counts = [0usize; 8];
    for line in lines.iter().filter(|line| fit(line) > Fit::No) {
        counts[opening(line[0]).trailing_zeros() as usize] += 1;
    }
    let total: usize = counts.iter().sum();
    let many = |bit: &usize| counts[*bit] * FEW >= total;
    (0..8).filter(many).fold(0, |set, bit| set | 1 << bit)
}

/// How far the elements of the array that begins with these lines are indented, if they are.
fn elements(lines: &[Vec<u8>]) -> Option<usize> {
    let [first, second, ..] = lines else {
        return None;
    };
    let indent = indent_of(second);
    (first.trim_ascii() == b"[" && indent > 0 && second.get(indent) == Some(&b'{'))
        .then_some(indent)
}

fn indent_of(line: &[u8]) -> usize {
    let blanks = line.iter().take_while(|b| matches!(b, b' ' | b'\t'));
    blanks.count()
}

fn head_lines(head: &[u8]) -> Vec<&[u8]> {
    let whole = match memchr::memrchr(b'\n', head) {
        Some(end) => &head[..end],
        None => head,
    };
    whole
        .split(|&b| b == b'\n')
        .map(|line| without_hole(line.strip_suffix(b"\r").unwrap_or(line)))
        .filter(|line| !line.trim_ascii().is_empty())
        .take(HEAD_LINES)
        .collect()
}

/// The format that most lines fit: strongly if any does, otherwise weakly if enough do.
///
/// The last of `formats` is the generic one, which fits most of what any other does: it counts only by the lines that
/// the best of the others does not fit.
fn best(
    lines: &[Vec<u8>],
    formats: &'static [&'static dyn Format],
) -> (Option<&'static dyn Format>, Fit, Vec<Score>) {
    let mut scores: Vec<Score> = formats
        .iter()
        .enumerate()
        .map(|(place, &format)| {
            let fits: Vec<Fit> = lines.iter().map(|line| format.fit(line)).collect();
            let count = |wanted| fits.iter().filter(|&&fit| fit == wanted).count();
            Score {
                format,
                strong: count(Fit::Strong),
                weak: count(Fit::Weak),
                fits,
                place,
                generic: place + 1 == formats.len(),
            }
        })
        .filter(|score| score.strong + score.weak > 0)
        .collect();
    // Stable: among equals the table's order decides.
    scores.sort_by_key(|score| std::cmp::Reverse(score.strong));
    if let Some(at) = scores.iter().position(|score| score.generic) {
        let generic = scores.remove(at);
        let at = match scores.first() {
            Some(narrow) if generic.strong_without(narrow) <= narrow.strong => {
                let behind = |other: &Score| other.strong >= generic.strong;
                scores.iter().skip(1).take_while(|s| behind(s)).count() + 1
            }
            _ => 0,
        };
        scores.insert(at, generic);
    }
    let unindented = lines.iter().filter(|l| !l[0].is_ascii_whitespace()).count();
    let choice = match scores.first() {
        // A format known by few strong lines among many weak ones is a weak one with accidents.
        Some(score) if score.strong > 0 && score.strong * 4 >= score.weak => {
            (Some(score.format), Fit::Strong)
        }
        Some(_) => scores
            .iter()
            .max_by_key(|score| score.strong + score.weak)
            .filter(|score| (score.strong + score.weak) * 4 >= unindented)
            .map_or((None, Fit::Strong), |score| (Some(score.format), Fit::Weak)),
        None => (None, Fit::Strong),
    };
    (choice.0, choice.1, scores)
}
