//! Why it failed, in one of eight words: telling words in the error's types and messages, most precise first,
//! then the status, then whether there was an exception at all.
//!
//! In a chain of errors the root is believed first, where its words are particular: `UnknownHostException` below a
//! wrapper that speaks of a timeout is `configuration`. Where the root says something general only (`Connection
//! refused`), the whole chain is asked, and a wrapper that names a database makes it `database`. A database that did
//! not answer in time is a `timeout` like any other; one whose pool was empty is `resource-exhaustion`, and one that
//! refused the connection is `database`.

mod search;
mod words;

use regex::Regex;

use crate::event::Event;
use crate::trace::Link;
use words::{PARTICULAR, ROWS};

pub const NULL_REFERENCE: &str = "null-reference";
pub const RESOURCES: &str = "resource-exhaustion";
pub const DATABASE: &str = "database";
pub const TIMEOUT: &str = "timeout";
pub const CONFIGURATION: &str = "configuration";
pub const UPSTREAM: &str = "upstream";
pub const EXCEPTION: &str = "exception";
pub const UNKNOWN: &str = "unknown";

/// The contract's words.
pub const CAUSES: [&str; 8] = [
    EXCEPTION,
    NULL_REFERENCE,
    DATABASE,
    CONFIGURATION,
    RESOURCES,
    UPSTREAM,
    TIMEOUT,
    UNKNOWN,
];

/// How much of a message is searched; what stands later says less and less about the cause.
const HEAD: usize = 2048;

/// A rule of the configuration; those come before the built-in ones.
#[derive(Clone, Debug)]
pub struct CauseRule {
    pub pattern: Regex,
    /// One of [`CAUSES`].
    pub cause: &'static str,
}

/// Errors that the configuration says are none.
#[derive(Clone, Debug, Default)]
pub struct Ignored {
    patterns: Vec<Regex>,
}

impl Ignored {
    pub fn new(patterns: Vec<Regex>) -> Ignored {
        Ignored { patterns }
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether the event is one of them, and so does not fail.
    pub fn covers(&self, event: &Event) -> bool {
        self.patterns.iter().any(|pattern| says(event, pattern))
    }
}

/// What the event failed by, whose trace tells of `links`; [`UNKNOWN`] where nothing tells.
pub fn cause(event: &Event, links: &[Link], custom: &[CauseRule]) -> &'static str {
    if let Some(rule) = custom.iter().find(|rule| says(event, &rule.pattern)) {
        return rule.cause;
    }
    if lacks_variable(event) {
        return CONFIGURATION;
    }
    // From the root outwards, each text once.
    let mut rows = links.iter().rev().map(of_link);
    let root = rows.by_ref().flatten().next();
    let row = root.filter(|&row| row < PARTICULAR).or_else(|| {
        let outer = rows.flatten();
        let said = said(event, links).filter_map(row);
        root.into_iter().chain(outer).chain(said).min()
    });
    match (row, event.status) {
        (Some(row), _) => ROWS[row].cause,
        (None, Some(502)) => UPSTREAM,
        (None, Some(503 | 507)) => RESOURCES,
        (None, Some(504 | 408)) => TIMEOUT,
        _ if event.error.is_some() => EXCEPTION,
        _ => UNKNOWN,
    }
}

/// The first row that the exception's type or message has a word of.
fn of_link(link: &Link) -> Option<usize> {
    let texts = [link.kind, link.message].into_iter().flatten();
    texts.filter_map(row).min()
}

/// What in the event says what went wrong and is not told by a link in the same words. Frames are left out: their names
/// (`setTimeout`, `java.sql`) say where, not why.
fn said<'e>(event: &'e Event, links: &'e [Link]) -> impl Iterator<Item = &'e str> {
    let fault = event.error.as_ref();
    let kind = fault.and_then(|fault| fault.kind.as_deref());
    let message = fault.and_then(|fault| fault.message.as_deref());
    let message = message.filter(|_| links.iter().all(|link| link.message != message));
    [
        kind.filter(|_| links.iter().all(|link| link.kind != kind)),
        message,
        event.message.as_deref().map(first_lines),
    ]
    .into_iter()
    .flatten()
}

/// Whether the error is that a key was not found which is written like an environment variable: `KeyError: 'DB_URL'`
/// of Python, `key not found: "DB_URL"` of Ruby.
fn lacks_variable(event: &Event) -> bool {
    let fault = event.error.as_ref();
    let Some(fault) = fault.filter(|fault| fault.kind.as_deref() == Some("KeyError")) else {
        return false;
    };
    let key = fault.message.as_deref().unwrap_or_default();
    let key = key
        .trim_start_matches("key not found: ")
        .trim_matches(['\'', '"']);
    let is_variable = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    key.contains('_') && key.bytes().all(is_variable)
}

/// The first two lines; a message that still holds its trace has frames after them.
fn first_lines(message: &str) -> &str {
    let message = message.trim_start();
    let mut ends = memchr::memchr_iter(b'\n', message.as_bytes());
    &message[..ends.nth(1).unwrap_or(message.len())]
}

/// Whether the pattern matches the error as it is usually written (`TypeError: x is null`) or the message.
fn says(event: &Event, pattern: &Regex) -> bool {
    let error = event.error.as_ref().is_some_and(|fault| {
        let kind = fault.kind.as_deref();
        let message = fault.message.as_deref();
        match (kind, message) {
            (Some(kind), Some(message)) => pattern.is_match(&format!("{kind}: {message}")),
            (one, other) => one.or(other).is_some_and(|text| pattern.is_match(text)),
        }
    });
    error
        || event
            .message
            .as_deref()
            .is_some_and(|message| pattern.is_match(message))
}

/// The first row of which a word stands in the text.
fn row(text: &str) -> Option<usize> {
    search::row(&text.as_bytes()[..text.len().min(HEAD)])
}

#[cfg(test)]
mod tests;
