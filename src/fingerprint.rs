//! What makes two occurrences of one fault the same, and what people call it.
//!
//! A fingerprint hashes, first that applies: what the application itself asked to be grouped by; of the whole
//! chain of exceptions the types, the first words of the messages and the application's own frames; the exception
//! type and the normalised message; the normalised message; the status and the endpoint. Lines, columns and
//! addresses never count. The hash is a published one (XXH3, 64 bits) over bytes that are the same on every machine:
//! changing either changes everybody's fingerprints.
//!
//! What each language adds to names is taken off where frames are read (`trace`), what varies in messages where they
//! are normalised (`normalise`). A frame is its module (the package or class, else the file's base name, so that the
//! directory of a release does not count) and its function.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use crate::endpoint::{Routes, endpoint};
use crate::event::{Event, Fault};
use crate::normalise::normalise_into;
use crate::trace::{Frame, Link, chain_of};

/// Longest message in a title, in characters.
const LONGEST: usize = 120;

/// Ends each part of what is hashed, so that no two lists of parts are written alike.
const END: u8 = 0x1f;

/// Names the fault behind an event, whose trace tells of `links`; equal for two occurrences of it. Printed as 16 hex
/// digits.
pub fn fingerprint(event: &Event, links: &[Link]) -> u64 {
    let mut parts = Parts(Vec::with_capacity(256));
    if let Some(grouping) = event.grouping.as_deref() {
        parts.add("grouping", grouping);
        return parts.hash();
    }
    if let Some(fault) = &event.error {
        if parts.add_trace(fault, links) {
            return parts.hash();
        }
        if let Some(kind) = &fault.kind {
            parts.add("type", kind);
        }
    }
    match message(event) {
        Some(message) => parts.add_message(message),
        None if parts.0.is_empty() => parts.add_request(event),
        None => {}
    }
    parts.hash()
}

struct Parts(Vec<u8>);

impl Parts {
    fn add(&mut self, tag: &str, text: &str) {
        self.0.extend_from_slice(tag.as_bytes());
        self.0.push(END);
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(END);
    }

    fn add_message(&mut self, message: &str) {
        self.0.extend_from_slice(b"message");
        self.0.push(END);
        normalise_into(message.as_bytes(), &mut self.0);
        self.0.push(END);
    }

    /// Adds types and frames; nothing, and `false`, where no frame is the application's own. A frame counts once
    /// an exception, so that the depth of a recursion does not matter.
    fn add_trace(&mut self, fault: &Fault, links: &[Link]) -> bool {
        if !links.iter().flat_map(|link| &link.frames).any(is_own) {
            return false;
        }
        for (i, link) in links.iter().enumerate() {
            let logged = fault.kind.as_deref().filter(|_| i == 0);
            self.add("type", link.kind.or(logged).unwrap_or_default());
            let said = fault.message.as_deref().filter(|_| i == 0);
            for word in first_words(link.message.or(said).unwrap_or_default()) {
                self.add("word", word);
            }
            let mut seen: Vec<&Frame> = Vec::new();
            for frame in link.frames.iter().filter(|frame| is_own(frame)) {
                if !seen.contains(&frame) {
                    seen.push(frame);
                    self.add(&frame.module, &frame.function);
                }
            }
        }
        true
    }

    fn add_request(&mut self, event: &Event) {
        let status = event.status.map(|status| status.to_string());
        self.add("status", &status.unwrap_or_default());
        self.add("endpoint", &request(event).unwrap_or_default());
    }

    fn hash(&self) -> u64 {
        xxh3_64(&self.0)
    }
}

/// A frame of the application's code that says which function it is.
fn is_own(frame: &Frame) -> bool {
    frame.in_app && !(frame.module.is_empty() && frame.function.is_empty())
}

/// The words that a message begins with, outside quotes and without anything that looks like data.
///
/// One function may raise one type for several reasons (`ValueError`, every panic of Go), which its frames do not
/// tell apart and the first words do; later words are more often somebody's name.
fn first_words(message: &str) -> impl Iterator<Item = &str> {
    const WORDS: usize = 3;
    const ENOUGH: usize = 512;
    let line = message.trim_start().lines().next().unwrap_or_default();
    let end = match line.len() > ENOUGH {
        true => line.char_indices().nth(ENOUGH),
        false => None,
    };
    unquoted(&line[..end.map_or(line.len(), |(end, _)| end)])
        .flat_map(str::split_whitespace)
        .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()))
        .filter(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic))
        .take(WORDS)
}

/// What stands outside the quotes of a line. An apostrophe inside a word is none.
fn unquoted(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let line = rest.take()?;
        let mut marks = memchr::memchr3_iter(b'"', b'`', b'\'', line.as_bytes());
        let quoted = marks.find_map(|at| {
            let in_word = || line[..at].ends_with(char::is_alphanumeric);
            let mark = line.as_bytes()[at];
            let behind = &line.as_bytes()[at + 1..];
            let opens = mark != b'\'' || !in_word();
            let close = memchr::memchr(mark, behind).filter(|_| opens)?;
            Some((at, at + 1 + close))
        });
        let Some((open, close)) = quoted else {
            return Some(line);
        };
        rest = Some(&line[close + 1..]);
        Some(&line[..open])
    })
}

/// The error's own message, or the event's where the error has none.
fn message<'e>(event: &'e Event) -> Option<&'e str> {
    let of_error = event
        .error
        .as_ref()
        .and_then(|fault| fault.message.as_deref());
    let is_said = |message: &&str| !message.trim().is_empty();
    of_error
        .filter(is_said)
        .or(event.message.as_deref().filter(is_said))
}

/// The endpoint by the built-in rule, since templates of a configuration are not the same on every machine.
fn request<'e>(event: &Event<'e>) -> Option<Cow<'e, str>> {
    endpoint(event, &Routes::default())
}

/// What a person reads in a table: `TypeError: Cannot read properties of null in getUser (routes/users.js)`; the
/// first line of the message where there is no error, and `500 POST /api/orders/:id` where there is no message.
///
/// It quotes the occurrence it is made of: equal fingerprints may have titles that differ in numbers, so show
/// the first one's.
pub fn title(event: &Event) -> String {
    let fault = event.error.as_ref();
    let links = chain_of(event);
    let kind = fault.and_then(|fault| fault.kind.as_deref());
    let kind = kind.or(links.first().and_then(|link| link.kind));
    let message = message(event).map(first_line);
    let mut title = match (kind, message) {
        (Some(kind), Some(message)) => format!("{kind}: {message}"),
        (Some(kind), None) => kind.to_owned(),
        (None, Some(message)) => message,
        (None, None) => return request_title(event),
    };
    if let Some(frame) = thrower(event, &links) {
        let place = match (&*frame.function, &*frame.module) {
            ("", place) | (place, "") => format!(" in {place}"),
            (function, module) => match folder(event, module) {
                Some(folder) => format!(" in {function} ({folder}/{module})"),
                None => format!(" in {function} ({module})"),
            },
        };
        title.push_str(&place);
    }
    title
}

/// The folder that a file of the event's trace lies in: many have an `index.js` or `views.py` in each.
fn folder<'e>(event: &'e Event, file: &str) -> Option<&'e str> {
    let stack = event.error.as_ref()?.stack.as_deref()?;
    let ends = |at: usize| {
        let next = stack[at + file.len()..].bytes().next();
        next.is_none_or(|b| {
            matches!(b, b':' | b'"' | b'(' | b')' | b',') || b.is_ascii_whitespace()
        })
    };
    let at = stack
        .match_indices(file)
        .map(|(at, _)| at)
        .find(|&at| stack[..at].ends_with(['/', '\\']) && ends(at))?;
    let path = &stack[..at - 1];
    let start = path
        .rfind(|c: char| c == '/' || c == '\\' || c == '"' || c == '(' || c.is_whitespace())
        .map_or(0, |at| at + 1);
    let folder = &path[start..];
    (!folder.is_empty() && !folder.contains(':')).then_some(folder)
}

fn request_title(event: &Event) -> String {
    match (event.status, request(event)) {
        (Some(status), Some(endpoint)) => format!("{status} {endpoint}"),
        (Some(status), None) => format!("status {status}"),
        (None, Some(endpoint)) => endpoint.into_owned(),
        (None, None) => "no message".to_owned(),
    }
}

/// The application's frame nearest to where the error was thrown.
fn thrower<'l, 'a>(event: &Event, links: &'l [Link<'a>]) -> Option<&'l Frame<'a>> {
    let stack = event.error.as_ref()?.stack.as_deref()?;
    let mut own = links.first()?.frames.iter().filter(|frame| is_own(frame));
    // Python, and Ruby for some years, write the innermost call last.
    match stack.contains("(most recent call last)") {
        true => own.next_back(),
        false => own.next(),
    }
}

fn first_line(message: &str) -> String {
    let line = message
        .trim_start()
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fingerprint(event: &Event) -> u64 {
        super::fingerprint(event, &chain_of(event))
    }

    fn event<'a>(kind: &'a str, message: &'a str, stack: &'a str) -> Event<'a> {
        let some = |text: &'a str| (!text.is_empty()).then_some(Cow::Borrowed(text));
        Event {
            error: Some(Fault {
                kind: some(kind),
                message: some(message),
                stack: some(stack),
            }),
            ..Event::default()
        }
    }

    fn said(message: &str) -> Event<'_> {
        Event {
            message: Some(message.into()),
            ..Event::default()
        }
    }

    #[test]
    fn fingerprints_are_the_same_on_every_machine_and_in_every_version() {
        let hex = |event: &Event| format!("{:016x}", fingerprint(event));
        assert_eq!(hex(&said("order 17 lost")), "deaefc1056167155");
        assert_eq!(hex(&event("KeyError", "'x'", "")), "913309ef1d96e4fc");
    }

    #[test]
    fn what_varies_between_occurrences_does_not_count() {
        for (a, b) in [
            (said("order 17 lost"), said("order 2093 lost")),
            (event("E", "at 10.0.0.1", ""), event("E", "at 10.9.8.7", "")),
        ] {
            assert_eq!(fingerprint(&a), fingerprint(&b));
        }
    }

    #[test]
    fn different_faults_differ() {
        let events = [
            said("VM Started"),
            said("VM Paused"),
            event("VM Started", "", ""),
            event("A", "b", ""),
            event("B", "b", ""),
            event("", "b", ""),
            Event {
                status: Some(500),
                path: Some("/a".into()),
                ..Event::default()
            },
            Event {
                status: Some(500),
                path: Some("/b".into()),
                ..Event::default()
            },
            Event::default(),
        ];
        let mut prints: Vec<u64> = events.iter().map(fingerprint).collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), events.len());
    }

    #[test]
    fn the_application_s_own_grouping_wins() {
        let grouped = |message| Event {
            grouping: Some("checkout".into()),
            ..said(message)
        };
        assert_eq!(fingerprint(&grouped("a")), fingerprint(&grouped("b")));
        assert_ne!(fingerprint(&grouped("a")), fingerprint(&said("checkout")));
    }

    const JS: &str = "TypeError: x of null\n    at getUser (/srv/app/routes/users.js:10:5)\n    \
         at next (/srv/app/node_modules/express/lib/router/index.js:280:10)";

    #[test]
    fn types_and_own_frames_count_and_lines_messages_and_libraries_do_not() {
        let print = |stack: &str| fingerprint(&event("TypeError", "x of null", stack));
        let moved = JS
            .replace(":10:5", ":99:1")
            .replace("x of null", "y of null");
        let other_library = JS.replace("express/lib/router/index.js", "koa/lib/index.js");
        let other_function = JS.replace("getUser", "getOrder");
        let other_type = JS.replace("TypeError", "RangeError");
        let other_message = JS.replace("x of null", "too much of it");
        assert_ne!(print(JS), print(&other_message));
        assert_eq!(print(JS), print(&moved));
        assert_eq!(print(JS), print(&other_library));
        assert_ne!(print(JS), print(&other_function));
        assert_ne!(print(JS), print(&other_type));
    }

    #[test]
    fn the_depth_of_a_recursion_does_not_count() {
        let frames = "\n    at walk (/srv/app/a.js:1:1)\n    at step (/srv/app/a.js:2:1)";
        let deep = |n: usize| format!("RangeError: deep{}", frames.repeat(n));
        let print = |n| fingerprint(&event("RangeError", "deep", &deep(n)));
        assert_eq!(print(3), print(8));
    }

    #[test]
    fn the_first_words_of_a_message_leave_out_quotes_and_data() {
        let words = |message| first_words(message).collect::<Vec<&str>>().join(" ");
        for (message, expected) in [
            (
                "invalid literal for int() with base 10: '12x5'",
                "invalid literal for",
            ),
            (
                "Unexpected token '/', \"{\"a\":/api/x\"... is not valid JSON",
                "Unexpected token is",
            ),
            (
                "Unexpected token '<', \"<html\" is not valid JSON",
                "Unexpected token is",
            ),
            ("order 17 of u1042 at /tmp/x isn't here", "order of at"),
            ("couldn't open `a b` for \"c", "open for"),
            ("'x'", ""),
            ("größe überschritten", "größe überschritten"),
            ("\"", ""),
            ("invalid payload:\n{}", "invalid payload"),
        ] {
            assert_eq!(words(message), expected, "{message}");
        }
    }

    /// The same letter by letter.
    fn unquoted_by_letters(line: &str) -> Vec<&str> {
        let mut parts = Vec::new();
        let mut start = 0;
        let mut before = ' ';
        let mut chars = line.char_indices();
        while let Some((at, c)) = chars.next() {
            let opens = matches!(c, '"' | '`') || c == '\'' && !before.is_alphanumeric();
            before = c;
            let mut ahead = chars.clone();
            if opens && let Some((close, _)) = ahead.find(|(_, other)| *other == c) {
                parts.push(&line[start..at]);
                start = close + 1;
                chars = ahead;
            }
        }
        parts.push(&line[start..]);
        parts
    }

    proptest! {
        #[test]
        fn quotes_close_where_letter_by_letter_they_do(line in "[a ä'\"`]{0,16}") {
            prop_assert_eq!(unquoted(&line).collect::<Vec<_>>(), unquoted_by_letters(&line));
        }
    }

    #[test]
    fn a_trace_of_libraries_alone_goes_by_its_message() {
        let stack = "Error: no\n    at next (/app/node_modules/express/lib/router/index.js:280:10)";
        let with = |message| fingerprint(&event("Error", message, stack));
        assert_ne!(with("no"), with("yes"));
        assert_eq!(with("no"), fingerprint(&event("Error", "no", "")));
    }

    #[test]
    fn titles_name_type_message_and_place() {
        let titled = |kind, message, stack| title(&event(kind, message, stack));
        assert_eq!(
            titled("TypeError", "x of null", JS),
            "TypeError: x of null in getUser (routes/users.js)"
        );
        let python = "Traceback (most recent call last):\n  File \"/srv/app/main.py\", line 3, in main\n    \
             run()\n  File \"/srv/app/job.py\", line 9, in run\n    f()\nKeyError: 'x'";
        assert_eq!(
            titled("KeyError", "'x'", python),
            "KeyError: 'x' in run (app/job.py)"
        );
        assert_eq!(titled("KeyError", "", ""), "KeyError");
        assert_eq!(title(&said("\n first \r\nsecond")), "first");
        let long = "ä".repeat(500);
        assert_eq!(title(&said(&long)).chars().count(), 121);
        let access = Event {
            status: Some(502),
            method: Some("GET".into()),
            path: Some("/o/7?x".into()),
            ..Event::default()
        };
        assert_eq!(title(&access), "502 GET /o/:id");
    }
}
