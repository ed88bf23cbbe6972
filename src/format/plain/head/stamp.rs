//! The stamp: bare, in a bracket of its own, or in one with the level and more.

use wide::u8x16;

use super::{Reader, lex};
use crate::event::Time;
use crate::format::plain::{level, shape};
use crate::sixteen::{is, run};
use crate::time::{self, Stamp};

/// A stamp beyond this is the message's.
const WITHIN: usize = 100;
/// How far into a bracket the stamp may stand: `[I 2025-...`, `[ns_server:error,2025-...`.
const WITHIN_BRACKET: usize = 24;

/// When the head says it happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    Stamp(Stamp),
    Epoch(Time),
}

impl When {
    /// Reads the time that `text` begins with, and its length.
    pub fn scan(text: &[u8]) -> Option<(When, usize)> {
        match time::scan(text) {
            Some((stamp, len)) => Some((When::Stamp(stamp), len)),
            None => time::scan_epoch(text).map(|(time, len)| (When::Epoch(time), len)),
        }
    }

    pub fn has_date(&self) -> bool {
        match self {
            When::Stamp(stamp) => stamp.date.is_some(),
            When::Epoch(_) => true,
        }
    }
}

impl Reader<'_> {
    /// Reads the stamp if one begins here.
    pub(super) fn stamp(&mut self) -> bool {
        if self.at > WITHIN {
            return false;
        }
        let found = match self.text[self.at] {
            b'0'..=b'9' => self.bare(self.at).or_else(|| self.behind_process()),
            // TAI64N; Dancer's `@2025-03-14 02:11:09>`.
            b'@' => self.bare(self.at).or_else(|| {
                let (when, end) = self.bare(self.at + 1).filter(|(w, _)| w.has_date())?;
                (self.text.get(end) == Some(&b'>')).then_some((when, end + 1))
            }),
            b'A'..=b'Z' | b'a'..=b'z' | 0x80.. if time::names_date(&self.text[self.at..]) => {
                self.bare(self.at)
            }
            b'A'..=b'Z' | b'a'..=b'z' if self.held.parts == 0 => return self.stamp_behind_name(),
            b'"' | b'\'' => {
                let quote = self.text[self.at];
                self.bare(lex::blanks(self.text, self.at + 1))
                    .map(|(when, end)| {
                        (when, end + usize::from(self.text.get(end) == Some(&quote)))
                    })
            }
            b'[' | b'(' | b'<' | b'#' => return self.stamp_in_bracket(),
            _ => None,
        };
        if let Some((when, end)) = found {
            let sign = matches!(self.text.get(end), Some(b',' | b':' | b';'));
            self.stamped(when, end + usize::from(sign));
        }
        found.is_some()
    }

    fn bare(&self, at: usize) -> Option<(When, usize)> {
        let (when, len) = When::scan(self.text.get(at..)?)?;
        Some((when, at + len))
    }

    /// Zabbix joins the process to the stamp, `1234:20250314:021109.123`, Sybase its engine, family and process,
    /// `00:0000:00000:00001:2025/03/14 02:11:09.12`.
    fn behind_process(&self) -> Option<(When, usize)> {
        let mut at = self.at;
        for _ in 0..4 {
            let digits = lex::digits(&self.text[at..]);
            if !(1..=8).contains(&digits) || self.text.get(at + digits) != Some(&b':') {
                return None;
            }
            at += digits + 1;
            let found = self.bare(at).filter(|(when, _)| when.has_date());
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A stamp with its date that a sign joins to the name before it: IOS XR's `RP/0/RSP0/CPU0:Mar 14 02:11:09`, Matomo's
    /// `Piwik\Http[2025-03-14 02:11:09]`, Reporting Services' `library!Server_0-1!12c!03/14/2025-02:11:09::`; and Kratos'
    /// `ts=2025-03-14T02:11:09Z`.
    fn stamp_behind_name(&mut self) -> bool {
        const LONGEST: usize = 64;
        let word = self.word_at(self.at);
        let letters = word.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if let Some((when, end)) = self.joined_to(letters) {
            self.look_everywhere();
            self.head.parts_before += 1;
            self.stamped(when, end);
            return true;
        }
        let reach = &word[..word.len().min(LONGEST)];
        let next = |from: usize| {
            let at = from + run(&reach[from..], joins_no_stamp);
            (at < reach.len()).then_some(at)
        };
        for len in std::iter::successors(next(0), |len| next(len + 1)) {
            let (name, sign) = (&word[..len], word[len]);
            let at = self.at + len + 1;
            let begins = self
                .byte(at)
                .is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            let known = sign != b'=' || matches!(name, b"ts" | b"time" | b"timestamp");
            // oVirt joins more than a name: `MainThread::ERROR::2025-03-14`.
            let joined = name.ends_with(b":");
            if !begins || !known || joined || shape::is_exception(name) {
                continue;
            }
            self.look_everywhere();
            let found = self
                .bare(at)
                .filter(|(when, _)| matches!(when, When::Stamp(stamp) if stamp.date.is_some()));
            let Some((when, end)) = found else { continue };
            if level::word(name, level::Mark::Marked).is_some() {
                return false;
            }
            self.head.parts_before += usize::from(!self.anchored());
            let signs = self.text[end..]
                .iter()
                .take_while(|b| matches!(b, b':' | b',' | b';' | b']'))
                .count();
            self.stamped(when, end + signs);
            return true;
        }
        false
    }

    /// What Go's logger is given as a prefix is joined to the stamp where it ends without a blank:
    /// `raft2025/03/14 02:11:09 INFO: `.
    fn joined_to(&self, letters: usize) -> Option<(When, usize)> {
        let at = self.at + letters;
        let year = &self.text[at..self.text.len().min(at + 5)];
        let slashed = letters > 1 && lex::digits(year) == 4 && year.ends_with(b"/");
        self.look(at + 5);
        slashed.then(|| self.bare(at)).flatten()
    }

    /// A bracket that holds the stamp, and perhaps the level and more beside it.
    fn stamp_in_bracket(&mut self) -> bool {
        let hashes = self.text[self.at..]
            .iter()
            .take_while(|b| **b == b'#')
            .count();
        let open = self.at + hashes;
        let Some(closer) = self.text.get(open).and_then(|byte| lex::closer(*byte)) else {
            return false;
        };
        let inside = lex::blanks(self.text, open + 1);
        let found = match self.bare(inside) {
            Some((when, end)) => Some((when, inside, end)),
            None => self.later_in_bracket(inside, closer),
        };
        let Some((when, start, end)) = found else {
            return false;
        };
        // The date may stand in one bracket and the time in the next; the scanner then has read over the edge.
        let close = memchr::memchr(closer, &self.text[end..]).map(|len| end + len);
        let level = close
            .and_then(|close| level::among(&self.text[end..close]))
            .or_else(|| level::among(&self.text[inside..start]));
        self.stamped(when, close.map_or(end, |close| close + 1));
        self.head.tags = end;
        if let Some(level) = level {
            self.leveled(level, true);
        }
        true
    }

    /// A stamp with its date behind the bracket's first words: where it begins and ends.
    fn later_in_bracket(&self, inside: usize, closer: u8) -> Option<(When, usize, usize)> {
        let rest = self.text.get(inside..)?;
        let content = &rest[..memchr::memchr(closer, rest).unwrap_or(rest.len())];
        let (range, stamp) = time::find(content, WITHIN_BRACKET)?;
        // The time of day alone is one beside a level: EventStore's `[ 4711, 1,02:11:09.123,INF]`, Jupyter's
        // `[I 02:11:09.123 NotebookApp]`.
        if stamp.date.is_none() {
            level::among(&content[..range.start])
                .or_else(|| level::among(&content[range.end..]))?;
        }
        Some((When::Stamp(stamp), inside + range.start, inside + range.end))
    }

    fn stamped(&mut self, when: When, end: usize) {
        self.head.when = Some(when);
        self.sure(end);
        self.head.tags = end;
    }
}

/// Marks the bytes that no stamp follows as part of the same word.
fn joins_no_stamp(bytes: u8x16) -> u8x16 {
    !(is(bytes, b':') | is(bytes, b'!') | is(bytes, b'[') | is(bytes, b'='))
}

/// The time of a line that is neither a request's nor begins with it, in the bracket that servers of the Common Log
/// Format's family set it in: CUPS' `printer alice 42 [14/Mar/2025:02:11:09 +0000] total 3`.
pub fn far_stamp(line: &[u8]) -> Option<When> {
    let start = &line[..line.len().min(WITHIN)];
    memchr::memchr_iter(b'[', start).find_map(|at| {
        let inside = &line[at + 1..];
        if !matches!(inside, [_, _, b'/', b'A'..=b'Z', _, _, b'/', ..]) {
            return None;
        }
        time::scan(inside).map(|(stamp, _)| When::Stamp(stamp))
    })
}
