//! Entries: which lines belong together.
//!
//! [`Boundary::end`] walks from a line that starts an entry to the line that starts the next one. What it
//! decides follows from the entry's own lines, a bounded look at the lines behind them and the source's
//! locked format. [`Boundary::is_cut`] names the lines at which a source may be cut into pieces that
//! are split independently: a line that starts an entry whatever came before it.

mod again;
mod calls;

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::event::{Event, Field, Level, Time, Want};
use crate::fields::{KeyMemo, KeyTable};
use crate::format::{Cx, Fit, Format, Inner, Tail, detect::Lock};
use crate::time::{Clock, Zone};
use crate::trace::{self, LOOKAHEAD, Part, Role, Tracker};
use calls::Calls;

/// An entry longer than this is cut in pieces of this size, so that a source without line ends
/// can't use up the memory.
pub const MAX_ENTRY: usize = 256 << 20;

/// What keys mean where the user's own don't matter.
static KEYS: LazyLock<KeyTable> = LazyLock::new(KeyTable::default);

/// What is known of a line's right to start an entry: not asked yet, or the format it certainly starts one of.
pub type Start = Option<Option<&'static dyn Format>>;

/// The line that begins an entry.
struct Head<'l> {
    start: Start,
    /// As it stands in the source.
    line: &'l [u8],
}

/// Where an entry ends.
#[derive(Clone, Copy)]
pub struct End {
    pub at: usize,
    /// What was learned of the line at `at`, so that nobody has to ask again.
    pub next: Start,
}

/// What a line is to the entry before it.
enum Link {
    Continues,
    /// Goes on with it as a call, whatever stands before it.
    Calls,
    Starts(Start),
}

/// Where entries of one source begin and end.
#[derive(Clone, Copy)]
pub struct Boundary {
    lock: Lock,
    source: again::Source,
}

/// A line taken out of `buf`: its bytes without the line break, and where the next one begins.
fn line_at(buf: &[u8], at: usize) -> (&[u8], usize) {
    match memchr::memchr(b'\n', &buf[at..]) {
        Some(len) => (trim_cr(&buf[at..at + len]), at + len + 1),
        None => (trim_cr(&buf[at..]), buf.len()),
    }
}

fn trim_cr(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// A line without the NULs that stand before it where the file was truncated while its writer went on.
pub fn without_hole(line: &[u8]) -> &[u8] {
    if line.first() != Some(&0) {
        return line;
    }
    let hole = line.iter().take_while(|&&b| b == 0).count();
    &line[hole..]
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

fn is_indented(line: &[u8]) -> bool {
    line.first().is_some_and(|b| matches!(b, b' ' | b'\t'))
}

/// Whether two lines are known to be of different writers.
fn is_another(one: Option<u64>, other: Option<u64>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// The line with which `tail -f` and `head` tell whose lines follow.
fn is_banner(line: &[u8]) -> bool {
    line.starts_with(b"==> ") && line.ends_with(b" <==")
}

/// A line of closing brackets alone ends what was printed over several lines; it begins nothing.
fn closes(line: &[u8]) -> bool {
    line.iter()
        .all(|b| matches!(b, b'}' | b']' | b')' | b',' | b';' | b' '))
}

impl Boundary {
    pub fn new(lock: Lock) -> Boundary {
        Boundary {
            lock,
            source: again::Source::another(),
        }
    }

    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// The lines behind `line`, from `at` on.
    fn ahead<'b>(&'b self, buf: &'b [u8], at: usize, line: &Inner) -> Ahead<'b> {
        let stream = line.stream;
        Ahead {
            boundary: self,
            buf,
            at,
            stream,
            left: LOOKAHEAD,
            dry: false,
        }
    }

    /// What a program wrote on this line, out of its wrapper if the source has one.
    fn view<'l>(&self, line: &'l [u8]) -> Inner<'l> {
        self.lock
            .wrapper
            .and_then(|wrapper| wrapper.unwrap(line))
            .unwrap_or(Inner {
                text: Cow::Borrowed(without_hole(line)),
                ..Inner::default()
            })
    }

    /// The end of the entry that starts at `start`: where the next one begins, or the end of `buf`. `first` is what
    /// is known of its first line.
    /// `None` when `buf` ends before that can be told; never with `eof`, which says that nothing follows.
    pub fn end(&self, buf: &[u8], start: usize, first: Start, eof: bool) -> Option<End> {
        let (line, mut at) = line_at(buf, start);
        let mut last = self.view(line);
        let mut head = Head { start: first, line };
        let mut tracker = Tracker::start(&last.text);
        let mut calls = Calls::new(self, buf);
        while at < buf.len() && at - start <= MAX_ENTRY {
            let (line, next) = line_at(buf, at);
            if !eof && next == buf.len() && buf[next - 1] != b'\n' {
                return None;
            }
            let view = self.view(line);
            let mut ahead = self.ahead(buf, next, &view);
            let link = self.link(&mut head, &last, &view, &mut tracker, &mut ahead);
            if ahead.dry && !eof {
                return None;
            }
            last = Inner {
                stream: view.stream.or(last.stream),
                ..view
            };
            match link {
                Link::Starts(next) => {
                    calls.end(at);
                    return Some(End { at, next });
                }
                Link::Continues => calls.end(at),
                Link::Calls => {
                    let behind = calls.pass(line, next);
                    if let Some((_, line)) = line_before(buf, behind).filter(|_| behind > next) {
                        last = self.view(line);
                    }
                    at = behind;
                    continue;
                }
            }
            at = next;
        }
        if at - start > MAX_ENTRY {
            return Some(End {
                at: start + MAX_ENTRY,
                next: None,
            });
        }
        eof.then_some(End {
            at: buf.len(),
            next: None,
        })
    }

    /// What `line` is to the entry that `head` begins and whose last line is `last`.
    fn link(
        &self,
        head: &mut Head,
        last: &Inner,
        line: &Inner,
        tracker: &mut Tracker,
        ahead: &mut Ahead,
    ) -> Link {
        let continues = |yes: bool| {
            if yes {
                Link::Continues
            } else {
                Link::Starts(None)
            }
        };
        if is_another(line.stream, last.stream) {
            return Link::Starts(None);
        }
        if last.partial {
            return Link::Continues;
        }
        let alone = self.is_alone(line);
        // What began without the daemon's wrapper does not go on within it.
        if alone && last.stream.is_none() {
            return Link::Starts(None);
        }
        let headless = self.is_headless(line) && !self.is_headless(&self.view(head.line));
        let takes_any = self.lock.takes_any_line();
        // Where entries have one line each, what begins like a stamp, an address or an object is the next one,
        // and nobody need know of which format.
        if !takes_any && tracker.is_idle() && matches!(line.text.first(), Some(b'0'..=b'9' | b'{'))
        {
            return Link::Starts(None);
        }
        if is_blank(&line.text) {
            return continues(!alone || !tracker.is_idle() || self.has_head(head));
        }
        if is_banner(&line.text) {
            return Link::Starts(Some(None));
        }
        let format = self.format_of(head);
        if format.is_some_and(|format| format.holds(&last.text, &line.text)) {
            return Link::Continues;
        }
        let mut start = None;
        let says = again::says(self.source, &line.text, || {
            start = self.lock.starts(&line.text);
            start.is_none().then(|| Role::of(&line.text))
        });
        let foreign = start.is_some_and(|of| format.is_none_or(|own| own.name() != of.name()));
        if !foreign && format.is_some_and(|format| self.lock.joins(format, &last.text, &line.text))
        {
            return Link::Continues;
        }
        if start.is_some() {
            return Link::Starts(Some(start));
        }
        let role = says.flatten();
        let part = tracker.next_as(role, &line.text, ahead);
        let belongs = match part {
            Part::Continues if role == Some(Role::Call) => return Link::Calls,
            Part::Continues => true,
            // Every entry of a daemon's log begins with its head: this is what a program wrote behind a line break.
            Part::Other if headless && !self.lock.may_start(&line.text) => true,
            Part::Begins if tracker.has_trace() => {
                takes_any && trace::is_cause(&self.view(head.line).text, &line.text)
            }
            Part::Begins => self.may_raise(format, head, &line.text),
            Part::Other if alone && !self.has_head(head) => false,
            Part::Other => {
                let ends = tracker.has_trace() && self.lock.is_mixed();
                is_indented(&line.text)
                    || closes(&line.text)
                    || (format.is_some_and(|format| self.lock.takes_lines(format)) && !ends)
            }
        };
        if belongs {
            Link::Continues
        } else {
            Link::Starts(Some(None))
        }
    }

    /// Whether `line` stands in a wrapper that is put around whole entries, as far as its daemon knows.
    fn is_alone(&self, line: &Inner) -> bool {
        let wrapper = self.lock.wrapper.filter(|_| line.stream.is_some());
        wrapper.is_some_and(|wrapper| wrapper.line_is_entry())
    }

    /// Whether `line` lacks the wrapper that a daemon puts around whole entries in this source.
    fn is_headless(&self, line: &Inner) -> bool {
        let wrapper = self.lock.wrapper.filter(|_| line.stream.is_none());
        wrapper.is_some_and(|wrapper| wrapper.line_is_entry())
    }

    /// Whether the program whose entry `head` begins puts a head of its own before each, so that its lines without
    /// one go on with the entry, wrapped as they are.
    fn has_head(&self, head: &mut Head) -> bool {
        self.lock.tells_heads()
            && self
                .format_of(head)
                .is_some_and(|format| format.tail() == Tail::Lines)
    }

    /// The format that an entry's first line starts one of.
    fn format_of(&self, head: &mut Head) -> Option<&'static dyn Format> {
        *head
            .start
            .get_or_insert_with(|| self.lock.starts(&self.view(head.line).text))
    }

    /// Whether the trace that `line` begins can be what `head` reports: a format that writes traces behind its
    /// lines, and, where the whole program dies or the head is one by its level alone, not one that reports that all
    /// is well.
    fn may_raise(&self, format: Option<&'static dyn Format>, head: &Head, line: &[u8]) -> bool {
        let certain = format.is_some();
        let generic = || {
            let generic = self.lock.formats().last().copied();
            generic.filter(|format| format.fit(&self.view(head.line).text) > Fit::No)
        };
        let Some(format) = format
            .or_else(generic)
            .filter(|format| format.tail() == Tail::Lines)
        else {
            return false;
        };
        if certain && !trace::is_crash(line) {
            return true;
        }
        let want = Want::of(&[Field::Level]);
        let mut clock = Clock::new(Zone::Utc, Time(0));
        let mut cx = Cx {
            want: &want,
            keys: &KEYS,
            clock: &mut clock,
            memo: &mut KeyMemo::default(),
        };
        let text = self.view(head.line).text;
        let mut event = Event::default();
        format.parse(&text, &mut cx, &mut event);
        event.level.is_some_and(|level| level >= Level::Warn)
    }

    /// Whether the line at `at` starts an entry whatever stands before it in the source, so that the bytes
    /// from there on can be split by themselves. Errs on the side of no.
    pub fn is_cut(&self, buf: &[u8], at: usize) -> bool {
        let (line, next) = line_at(buf, at);
        let view = self.view(line);
        let Some(previous) = line_before(buf, at) else {
            return false;
        };
        let before = self.view(previous.1);
        if is_another(before.stream, view.stream) {
            return true;
        }
        if before.partial {
            return false;
        }
        if is_banner(&view.text) {
            return true;
        }
        if self.lock.starts(&view.text).is_some() {
            return !self.lock.formats().iter().any(|&f| {
                f.holds(&before.text, &view.text) || self.lock.joins(f, &before.text, &view.text)
            });
        }
        let mut ahead = self.ahead(buf, next, &view);
        if self.is_headless(&view) {
            return false;
        }
        if self.lock.some_take_lines() || !self.is_plain(&view, &mut ahead) || ahead.dry {
            return false;
        }
        // Without a header, an entry takes at most LOOKAHEAD unindented lines before the frames of its trace,
        // and the last of them is judged by as many lines behind it.
        let mut at = at;
        for _ in 0..=2 * LOOKAHEAD {
            let Some((start, line)) = line_before(buf, at) else {
                return false;
            };
            if !self.is_plain(&self.view(line), &mut std::iter::empty()) {
                return false;
            }
            at = start;
        }
        true
    }

    /// A line that is an entry by itself in a source without headers, and opens nothing that could go on.
    fn is_plain<'l>(&self, line: &Inner, ahead: &mut dyn Iterator<Item = Cow<'l, [u8]>>) -> bool {
        let text = &line.text;
        !is_blank(text)
            && !is_indented(text)
            && !closes(text)
            && !line.partial
            && self.lock.starts(text).is_none()
            && !self.lock.formats().iter().any(|f| f.joins(text, text))
            && trace::is_prose(text, ahead)
    }
}

/// The line before the one that begins at `at`: where it begins, and its bytes.
fn line_before(buf: &[u8], at: usize) -> Option<(usize, &[u8])> {
    let end = at.checked_sub(1)?;
    let start = memchr::memrchr(b'\n', &buf[..end]).map_or(0, |newline| newline + 1);
    Some((start, trim_cr(&buf[start..end])))
}

/// The lines behind the one being judged, for as long as they are of its stream and none of them starts an entry
/// whatever came before it: a source may be cut there.
struct Ahead<'b> {
    boundary: &'b Boundary,
    buf: &'b [u8],
    at: usize,
    stream: Option<u64>,
    left: usize,
    /// The buffer ended before the look ahead did.
    dry: bool,
}

impl<'b> Iterator for Ahead<'b> {
    type Item = Cow<'b, [u8]>;

    fn next(&mut self) -> Option<Cow<'b, [u8]>> {
        if self.left == 0 {
            return None;
        }
        if self.at >= self.buf.len() {
            self.dry = true;
            return None;
        }
        let (line, next) = line_at(self.buf, self.at);
        if next == self.buf.len() && self.buf[next - 1] != b'\n' {
            self.dry = true;
        }
        let view = self.boundary.view(line);
        let ends = is_another(view.stream, self.stream)
            || is_banner(&view.text)
            || self.boundary.lock.starts(&view.text).is_some();
        if ends {
            self.left = 0;
            return None;
        }
        self.at = next;
        self.left -= 1;
        Some(view.text)
    }
}

#[cfg(test)]
mod tests;
