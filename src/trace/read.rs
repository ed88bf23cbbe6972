//! Takes the error out of a text, and the exceptions that led to it.

use std::borrow::Cow;
use std::ops::Range;

use super::reader::read;
use super::{Frame, Link, php, ruby};
use crate::event::Fault;

/// See [`super::find`].
pub(super) fn find(text: &str) -> Option<(Fault<'_>, Range<usize>)> {
    let trace = read(text, false)?;
    // Where a trace was cut off before it named its last error, the one that led to it says more than nothing.
    let mut sections = trace.sections.iter();
    let named = sections.find(|s| s.kind.is_some() || !s.message.is_empty());
    let outer = named.or(trace.sections.first())?;
    let stack = trace
        .has_stack
        .then(|| Cow::Borrowed(&text[trace.range.clone()]));
    let kind = outer.kind.map(|kind| trace.unescaped(kind));
    let message = trace
        .message(text, outer)
        .map(|message| trace.unescaped(message));
    Some((
        Fault {
            kind,
            message,
            stack,
        },
        trace.range,
    ))
}

/// See [`super::chain`].
pub(super) fn chain<'a>(stack: &'a str) -> Vec<Link<'a>> {
    let Some(mut trace) = read(stack, true) else {
        return Vec::new();
    };
    let sections = std::mem::take(&mut trace.sections);
    let link = |section: Section<'a>| Link {
        kind: section.kind,
        message: trace.message(stack, &section),
        frames: {
            let mut frames = section.frames;
            frames.dedup();
            frames
        },
    };
    sections.into_iter().map(link).collect()
}

/// One exception of a trace: where its parts stand in the text.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    pub kind: Option<&'a str>,
    pub message: Range<usize>,
    pub has_calls: bool,
    /// Its calls, if they were asked for.
    pub frames: Vec<Frame<'a>>,
    /// Its name is in a later line.
    pub unnamed: bool,
    /// Its message goes on until something else comes.
    pub open: bool,
    /// How many errors it led to that were printed after it.
    pub led_to: usize,
    /// Another thread's calls, printed for information.
    pub aside: bool,
}

pub(super) struct Trace<'a> {
    pub range: Range<usize>,
    /// Outermost first; other threads' calls left out.
    pub sections: Vec<Section<'a>>,
    pub has_stack: bool,
    /// It is written by PHP, which puts the place after the message.
    pub is_php: bool,
    /// It stands in a JSON string, as PHP's loggers print exceptions.
    pub is_escaped: bool,
}

impl<'a> Trace<'a> {
    fn message<'t>(&self, text: &'t str, section: &Section) -> Option<&'t str> {
        let mut message = text.get(section.message.clone())?.trim();
        if self.is_php {
            message = php::message(message);
        } else if text[..section.message.start].ends_with(" (") {
            message = ruby::message(message);
        }
        Some(message.trim()).filter(|m| !m.is_empty())
    }

    fn unescaped<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.is_escaped && text.contains('\\') {
            true => Cow::Owned(text.replace("\\\"", "\"").replace("\\\\", "\\")),
            false => Cow::Borrowed(text),
        }
    }
}
