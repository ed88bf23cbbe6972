//! Which lines of an entry belong to a trace, told one line at a time while entries are split.

use std::borrow::Cow;

use super::{
    LOOKAHEAD, Line, Mark, Part, inline, js, looks_ahead, mark, mark_before, native, python, ruby,
    rust,
};

/// What a line is in a trace, seen alone: as much of its [`Mark`] as tells which lines belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A call, whatever trace it stands in.
    Call,
    /// A call or a place, which may be the one that a syntax error begins with.
    Frame,
    /// The same in a trace that names its error after the last call.
    Step,
    Head,
    Opening,
    /// It leads to something else.
    Link,
    /// Names an error that is told of together with the one before.
    Cause,
    Detail,
    Message,
}

impl Role {
    /// `None` for a line that says nothing by itself.
    pub fn of(line: &[u8]) -> Option<Role> {
        let line = Line::of_bytes(line);
        Some(match mark(line)? {
            Mark::Frame if !python::is_unreadable(line) => Role::Call,
            mark => Role::of_mark(&mark),
        })
    }

    fn of_mark(mark: &Mark) -> Role {
        match mark {
            Mark::Frame => Role::Frame,
            Mark::Step => Role::Step,
            Mark::Head(_) => Role::Head,
            Mark::Opening(_) => Role::Opening,
            Mark::Link | Mark::Consequence | Mark::Thread => Role::Link,
            Mark::Cause(_) | Mark::Outcome(_) => Role::Cause,
            Mark::Detail => Role::Detail,
            Mark::Message(_) => Role::Message,
        }
    }
}

/// Follows an entry line by line, remembering the trace in progress.
#[derive(Clone, Debug, Default)]
pub struct Tracker {
    stage: Stage,
    traced: bool,
    /// Calls were seen whose error is named after them.
    unnamed: bool,
    /// The error was raised while another was handled, which is printed after it like a trace of its own.
    rescuing: bool,
    /// The trace has an opening, and no calls yet: what names errors now is all about the same one.
    opened: bool,
    /// The message lists fields, each in a line of its own with what is wrong with it indented below.
    listing: bool,
    /// Unindented lines of message since the error was named.
    message_lines: usize,
}

/// How far the trace in progress has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// There is none.
    #[default]
    Text,
    /// The place of an error and its source line; the error is named below them.
    Source,
    /// The next line belongs to it, whatever it is.
    Open,
    /// The error is named; its message may go on.
    Message,
    /// Calls have been seen, or what comes after them.
    Calls,
}

impl Tracker {
    /// Starts on an entry's first line. Where that line has a log header, [`Tracker::default`] does as well.
    pub fn start(first: &[u8]) -> Tracker {
        let mut tracker = Tracker::default();
        // No trace begins like a time stamp, an object or a priority. This runs once an entry.
        let is_header = match first {
            [] | [b'0'..=b'9' | b'{', ..] | [b'<', b'0'..=b'9', ..] => true,
            [b'[', second, ..] => !second.is_ascii_alphabetic(),
            _ => false,
        };
        if is_header {
            return tracker;
        }
        let line = Line::of_bytes(first);
        match mark(line) {
            Some(mark) => {
                tracker.take(Role::of_mark(&mark), line);
            }
            None if js::is_place(line.text) || native::is_rule(line.text) => {
                tracker.stage = Stage::Source
            }
            None if inline(line.text).is_some() => tracker.stage = Stage::Message,
            None => {}
        }
        tracker
    }

    /// Looks at the next line (not blank, no line break at its end). `ahead` gives the lines that follow it,
    /// at most [`LOOKAHEAD`] of them, none past a line that certainly starts an entry.
    pub fn next<'l>(
        &mut self,
        line: &[u8],
        ahead: &mut dyn Iterator<Item = Cow<'l, [u8]>>,
    ) -> Part {
        self.next_as(Role::of(line), line, ahead)
    }

    /// The same for a line whose role is known. After one call, another changes nothing.
    pub fn next_as<'l>(
        &mut self,
        role: Option<Role>,
        line: &[u8],
        ahead: &mut dyn Iterator<Item = Cow<'l, [u8]>>,
    ) -> Part {
        if role == Some(Role::Call) {
            self.take_call(Role::Call);
            return Part::Continues;
        }
        let line = Line::of_bytes(line);
        let part = match role {
            Some(role) => self.take(role, line),
            None => self.take_unmarked(line, ahead),
        };
        if part == Part::Other {
            (self.stage, self.unnamed, self.listing) = (Stage::Text, false, false);
        }
        part
    }

    /// Whether nothing of a trace has begun, not even the message of an error.
    pub fn is_idle(&self) -> bool {
        !self.traced && self.stage == Stage::Text
    }

    /// Whether a trace has been seen in this entry, so that one that begins now is another entry's.
    pub fn has_trace(&self) -> bool {
        self.traced
    }

    fn take(&mut self, role: Role, line: Line) -> Part {
        match role {
            Role::Call => self.take_call(role),
            Role::Frame | Role::Step => {
                // What begins with the place of a syntax error has no other first line.
                let begins = !self.unnamed
                    && matches!(self.stage, Stage::Text | Stage::Calls)
                    && python::is_unreadable(line);
                let was_traced = self.traced;
                self.take_call(role);
                if begins {
                    self.traced = was_traced;
                    return Part::Begins;
                }
            }
            Role::Link => self.enter(Stage::Open),
            Role::Cause => self.enter(Stage::Message),
            Role::Detail | Role::Message if self.stage == Stage::Text => return Part::Other,
            // `Process: shop, PID: 7` below an opening.
            Role::Detail | Role::Message if self.stage == Stage::Open => {}
            Role::Detail if self.stage == Stage::Message && js::is_difference(line) => {}
            Role::Detail | Role::Message => {
                (self.traced, self.opened) = (true, false);
                self.enter(Stage::Calls);
            }
            Role::Head if self.unnamed => self.take_last_line(line),
            Role::Head | Role::Opening => {
                let is_head = role == Role::Head;
                let awaited = match self.stage {
                    Stage::Message if self.opened && is_head => true,
                    Stage::Source | Stage::Open => true,
                    Stage::Text => false,
                    Stage::Message | Stage::Calls => {
                        line.indent > 2 || self.rescuing && ruby::is_raise(line)
                    }
                };
                self.rescuing = ruby::rescues(line.text);
                self.opened = !is_head || self.opened && awaited;
                self.enter(if is_head && !python::goes_on(line) {
                    Stage::Message
                } else {
                    Stage::Open
                });
                if !awaited {
                    return Part::Begins;
                }
            }
        }
        Part::Continues
    }

    fn take_call(&mut self, role: Role) {
        self.unnamed = role == Role::Step;
        (self.traced, self.opened) = (true, false);
        self.enter(Stage::Calls);
    }

    /// The line that names the error after its calls.
    fn take_last_line(&mut self, line: Line) {
        self.unnamed = false;
        self.listing = python::lists_fields(line);
        self.enter(if python::goes_on(line) {
            Stage::Open
        } else {
            Stage::Calls
        });
    }

    fn enter(&mut self, stage: Stage) {
        self.stage = stage;
        self.message_lines = 0;
    }

    /// A line that says nothing by itself: code, a message's further lines, or something else.
    fn take_unmarked<'l>(
        &mut self,
        line: Line,
        ahead: &mut dyn Iterator<Item = Cow<'l, [u8]>>,
    ) -> Part {
        if self.unnamed && python::last_line(line).is_some() {
            self.take_last_line(line);
            return Part::Continues;
        }
        if js::is_caret(line.text) && self.stage == Stage::Source {
            self.enter(Stage::Open);
            return Part::Continues;
        }
        if self.stage != Stage::Text && (line.indent > 0 || line.is_punctuation()) {
            if self.stage == Stage::Open {
                self.enter(Stage::Message);
            }
            return Part::Continues;
        }
        if self.stage == Stage::Open {
            self.enter(Stage::Message);
            return Part::Continues;
        }
        if self.stage == Stage::Message && js::is_difference(line) {
            return Part::Continues;
        }
        if !looks_ahead(line) && !matches!(self.stage, Stage::Source | Stage::Message) {
            return Part::Other;
        }
        let behind: Vec<Cow<[u8]>> = ahead
            .filter(|line| !line.trim_ascii().is_empty())
            .take(LOOKAHEAD)
            .collect();
        let next: Vec<&str> = behind.iter().map(|line| as_text(line)).collect();
        let next = &next[..];
        if let Some(mark) = mark_before(line, next) {
            let part = self.take(Role::of_mark(&mark), line);
            if matches!(mark, Mark::Opening(_)) {
                self.enter(Stage::Source);
            }
            return part;
        }
        let continues = match self.stage {
            Stage::Source => next.first().is_some_and(|l| js::is_caret(l)),
            Stage::Message if self.listing => {
                !line.text.contains(' ') && next.first().is_some_and(|l| l.starts_with("  "))
            }
            // Ruby prints the source that an error came from below it, and marks the place.
            Stage::Message => {
                let is_marked = next.first().is_some_and(|l| js::is_caret(l));
                self.message_lines < LOOKAHEAD && (is_marked || leads_to_calls(next))
            }
            _ => false,
        };
        self.message_lines += 1;
        if continues {
            Part::Continues
        } else {
            Part::Other
        }
    }
}

/// The start of a line as text, its indentation kept.
fn as_text(line: &[u8]) -> &str {
    let line = &line[..line.len().min(Line::REACH)];
    line.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// Whether calls follow in `lines` before another trace begins.
fn leads_to_calls(lines: &[&str]) -> bool {
    for line in lines {
        match mark(Line::new(line)) {
            Some(Mark::Head(_) | Mark::Opening(_)) => return false,
            Some(Mark::Detail) if rust::offers_calls(line) => return true,
            Some(Mark::Detail | Mark::Message(_)) | None => {}
            Some(_) => return true,
        }
    }
    false
}
