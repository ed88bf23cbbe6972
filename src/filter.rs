//! What is looked at, and what counts as failing.

use std::ops::RangeInclusive;
use std::str::FromStr;

use globset::GlobMatcher;
use regex::bytes::Regex;

use crate::cause::Ignored;
use crate::event::{self, Event, Field, Level, Time, Want};
use crate::fields::Asked;
use crate::time::Window;

/// `--level`: one level is a threshold, a list is a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LevelFilter {
    AtLeast(Level),
    AnyOf(Vec<Level>),
}

impl LevelFilter {
    pub fn accepts(&self, level: Option<Level>) -> bool {
        match (self, level) {
            (_, None) => false,
            (LevelFilter::AtLeast(floor), Some(level)) => level >= *floor,
            (LevelFilter::AnyOf(set), Some(level)) => set.contains(&level),
        }
    }
}

impl FromStr for LevelFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<LevelFilter, String> {
        let mut levels = Vec::new();
        for word in text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            levels.push(Level::from_word(word.as_bytes()).ok_or_else(|| bad_level(word))?);
        }
        match levels[..] {
            [] => Err(bad_level(text)),
            [level] if !text.contains(',') => Ok(LevelFilter::AtLeast(level)),
            _ => Ok(LevelFilter::AnyOf(levels)),
        }
    }
}

fn bad_level(word: &str) -> String {
    let words = Level::ALL.map(Level::word).join(", ");
    format!("'{word}' is not a level: give one of {words}, or several with commas between")
}

/// `--status`: inclusive ranges, `5xx` being 500-599 and `503` itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusFilter(pub Vec<RangeInclusive<u16>>);

impl StatusFilter {
    pub fn accepts(&self, status: Option<u16>) -> bool {
        status.is_some_and(|status| self.0.iter().any(|range| range.contains(&status)))
    }
}

impl FromStr for StatusFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<StatusFilter, String> {
        text.split(',')
            .map(|part| {
                status_range(part.trim()).ok_or_else(|| {
                    format!("'{part}' is not a status: give a class (5xx), a number (503) or a list (500,503)")
                })
            })
            .collect::<Result<_, _>>()
            .map(StatusFilter)
    }
}

/// `503`, `5xx`, `50x` as the range of statuses it means.
fn status_range(text: &str) -> Option<RangeInclusive<u16>> {
    let fixed = text.trim_end_matches(['x', 'X']);
    if text.len() != 3 || fixed.is_empty() || !fixed.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let width = 10u16.pow((text.len() - fixed.len()) as u32);
    let first = fixed.parse::<u16>().ok()? * width;
    (first >= 100).then(|| first..=first + width - 1)
}

/// What makes an event a failing one.
#[derive(Clone, Debug, Default)]
pub struct Failing {
    pub level: Option<LevelFilter>,
    pub status: Option<StatusFilter>,
    /// Errors that the user's configuration says are none.
    pub ignored: Ignored,
}

impl Failing {
    /// Where neither level nor status was asked for, the contract's definition; otherwise whatever fits one of
    /// those that were.
    pub fn is(&self, event: &Event) -> bool {
        self.fails(event.level, event.status, event.error.is_some()) && !self.ignored.covers(event)
    }

    /// The same before it is asked whether its error is none, by what the event tells.
    pub fn fails(&self, level: Option<Level>, status: Option<u16>, has_error: bool) -> bool {
        match (&self.level, &self.status) {
            (None, None) => event::is_failing(level, status, has_error),
            (of_level, of_status) => {
                of_level.as_ref().is_some_and(|l| l.accepts(level))
                    || of_status.as_ref().is_some_and(|s| s.accepts(status))
            }
        }
    }

    /// What events fail by; `None` where it takes more than their level, their status and whether they hold an error.
    pub fn asked(&self) -> Option<Asked> {
        let asked = || Asked::by(|event| self.is(event));
        self.ignored.is_empty().then(asked)
    }

    /// The fields it looks at.
    pub fn want(&self) -> Want {
        let want = Want::of(&[Field::Status, Field::Level, Field::ErrorKind]);
        match self.ignored.is_empty() {
            true => want,
            false => want.with(Field::Message).with(Field::ErrorMessage),
        }
    }
}

/// Narrows what is looked at. An unset part accepts everything.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub window: Window,
    pub level: Option<LevelFilter>,
    pub status: Option<StatusFilter>,
    pub endpoint: Option<GlobMatcher>,
    pub user: Option<String>,
    /// Searched in the entry's own bytes.
    pub grep: Option<Regex>,
}

impl Filter {
    /// The cheap part, before anything is parsed.
    pub fn accepts_bytes(&self, entry: &[u8]) -> bool {
        self.grep.as_ref().is_none_or(|regex| regex.is_match(entry))
    }

    /// What an event says by itself. Endpoint and user are asked by [`Filter::accepts_who`], since a request may
    /// tell them in another entry.
    pub fn accepts(&self, event: &Event) -> bool {
        self.accepts_told(event.time, event.level, event.status)
    }

    /// The same by what the event tells.
    pub fn accepts_told(
        &self,
        time: Option<Time>,
        level: Option<Level>,
        status: Option<u16>,
    ) -> bool {
        self.window.contains(time)
            && self.level.as_ref().is_none_or(|l| l.accepts(level))
            && self.status.as_ref().is_none_or(|s| s.accepts(status))
    }

    pub fn accepts_who(&self, endpoint: Option<&str>, user: Option<&str>) -> bool {
        self.endpoint
            .as_ref()
            .is_none_or(|glob| endpoint.is_some_and(|e| glob.is_match(e)))
            && self.user.as_ref().is_none_or(|wanted| user == Some(wanted))
    }

    pub fn asks_who(&self) -> bool {
        self.endpoint.is_some() || self.user.is_some()
    }

    /// Whether it accepts everything.
    pub fn is_empty(&self) -> bool {
        let Filter {
            window,
            level,
            status,
            endpoint,
            user,
            grep,
        } = self;
        *window == Window::default()
            && level.is_none()
            && status.is_none()
            && endpoint.is_none()
            && user.is_none()
            && grep.is_none()
    }

    /// The fields it looks at.
    pub fn want(&self) -> Want {
        let mut want = Want::none();
        if self.window != Window::default() {
            want = want.with(Field::Time);
        }
        if self.level.is_some() {
            want = want.with(Field::Level);
        }
        if self.status.is_some() {
            want = want.with(Field::Status);
        }
        if self.endpoint.is_some() {
            want = want
                .with(Field::Method)
                .with(Field::Path)
                .with(Field::Route);
        }
        if self.user.is_some() {
            want = want.with(Field::User);
        }
        want
    }
}
