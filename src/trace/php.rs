//! PHP, with the layouts of Laravel, Monolog and Symfony; its calls are `#0 file(line): function()`.

use std::borrow::Cow;

use super::library::{base, is_foreign};
use super::name::{Name, head, named};
use super::words::Words;
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const PHP: Language = Language {
    first: b"PFUCIEe#tNS[\"",
    mark,
    placed: None,
    frame,
};

static LINES: Beginnings = Beginnings::new(&[
    ("Stack trace:", Mark::Link),
    ("PHP Stack trace:", Mark::Link),
    ("Call Stack:", Mark::Link),
    ("[stacktrace]", Mark::Link),
    ("thrown in ", Mark::Detail),
    ("\"} ", Mark::Detail),
    ("Exception trace:", Mark::Link),
]);

/// What stands before the type of an exception that nobody caught; after any of `PHP Fatal error:  `,
/// `Fatal error: ` or a logger's own words.
const UNCAUGHT: [&str; 3] = [
    "Uncaught exception ",
    "Uncaught PHP Exception ",
    "Uncaught ",
];

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    match text.bytes().next()? {
        b'#' => return call(text).map(|_| Mark::Frame),
        b'P' | b'F' | b'U' | b'C' if line.indent == 0 => {
            if let Some(name) = uncaught(text) {
                return Some(Mark::Head(name.starting_at(0)));
            }
            if let Some(name) = fatal(text) {
                return Some(Mark::Head(name));
            }
            if text.starts_with("PHP ") && xdebug(text).is_some() {
                return Some(Mark::Frame);
            }
        }
        b'e' => return quoted(text, 0).map(Mark::Head),
        b'N' => {
            let rest = text.strip_prefix("Next ")?;
            let start = text.len() - rest.len();
            return quoted(text, start)
                .or_else(|| head(text, start))
                .map(|n| Mark::Outcome(n.starting_at(0)));
        }
        b'[' if text.starts_with("[previous exception] ") => {
            return object(text).map(|n| Mark::Cause(n.starting_at(0)));
        }
        // Symfony's console: `In Connection.php line 664:`, the message below it.
        b'I' if text.starts_with("In ") && text.ends_with(':') && text.contains(".php line ") => {
            return Some(Mark::Opening(Name::NOTHING));
        }
        b'"' if text == "\"}" => return Some(Mark::Detail),

        _ => {}
    }
    begins(text, &LINES)
}

/// `... Uncaught X: message in /srv/order.php:57` anywhere in a line.
fn uncaught(text: &str) -> Option<Name<'_>> {
    const LEAST: Words = Words::new(UNCAUGHT[2]);
    let at = LEAST.find(text)?;
    let word = UNCAUGHT.iter().find(|w| text[at..].starts_with(**w))?;
    let start = at + word.len();
    quoted(text, start)
        .or_else(|| head(text, start))
        .or_else(|| silent(text, start))
        .or_else(|| {
            named(text, start).filter(|n| {
                n.kind
                    .is_some_and(|k| k.starts_with(|c: char| c.is_uppercase()))
                    && text.contains("rror: ")
            })
        })
        .map(|n| n.starting_at(at))
}

/// An exception without a message, `Shop\Missing in /srv/order.php:57`, at byte `from`.
fn silent(text: &str, from: usize) -> Option<Name<'_>> {
    let (kind, place) = text[from..].split_once(" in ")?;
    let is_type = !kind.is_empty()
        && kind
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'\\' || b >= 0x80);
    (is_type && place.contains(".php")).then_some(Name {
        at: from,
        kind: Some(kind),
        message: text.len()..text.len(),
    })
}

/// What ends a script without an exception: `PHP Parse error:  syntax error, ... in /srv/order.php on line 57`.
fn fatal(text: &str) -> Option<Name<'_>> {
    const FATAL: [&str; 6] = [
        "Fatal error",
        "Parse error",
        "Recoverable fatal error",
        "Catchable fatal error",
        "Core error",
        "Compile error",
    ];
    let rest = text.strip_prefix("PHP ").unwrap_or(text);
    let kind = FATAL.iter().find(|kind| rest.starts_with(**kind))?;
    let message = rest[kind.len()..].strip_prefix(": ")?.trim_start();
    let is_placed = message.contains(" in ") && message.contains(" on line ");
    is_placed.then(|| Name::of_kind(kind, text.len() - message.len()..text.len()))
}

/// `exception 'X' with message 'm' in /srv/order.php:57`, as PHP wrote it before 7, at byte `from`.
fn quoted(text: &str, from: usize) -> Option<Name<'_>> {
    let rest = text[from..]
        .strip_prefix("exception ")
        .unwrap_or(&text[from..])
        .strip_prefix('\'')?;
    let start = text.len() - rest.len();
    let kind = &rest[..rest.find('\'')?];
    const WITH: &str = "' with message '";
    let message = match rest[kind.len()..].strip_prefix(WITH) {
        Some(_) => start + kind.len() + WITH.len()..text.len(),
        None => text.len()..text.len(),
    };
    Some(Name {
        at: from,
        kind: Some(kind),
        message,
    })
}

/// How Monolog begins an exception in its context.
const OBJECT: Words = Words::new("[object] (");

/// Whether what stands in the line is written within a JSON string.
pub(super) fn is_escaped(text: &str) -> bool {
    OBJECT.is_in(text)
}

/// `[object] (X(code: 0): message at /srv/order.php:57)`, as Monolog prints an exception into its context.
fn object(text: &str) -> Option<Name<'_>> {
    const CODE: &str = "(code: ";
    let at = OBJECT.find(text)?;
    let start = at + OBJECT.len();
    let kind = &text[start..start + text[start..].find(CODE)?];
    let message = start + kind.len() + text[start + kind.len()..].find("): ")? + 3;
    Some(Name {
        at,
        kind: Some(kind),
        message: message..text.len(),
    })
}

/// An exception that a log line of PHP's loggers names among its words.
pub(super) fn inline(text: &str) -> Option<Name<'_>> {
    object(text)
        .or_else(|| uncaught(text))
        .or_else(|| fatal(text))
}

/// The message without what PHP puts after it: ` in /srv/order.php:57`, ` at /srv/order.php:57)`.
pub(super) fn message(text: &str) -> &str {
    let end = text.trim_end_matches(|c: char| {
        c == ')' || c == '"' || c == '}' || c == '\'' || c.is_ascii_whitespace()
    });
    for word in [" in ", " at "] {
        if let Some(at) = end.rfind(word) {
            let place = &end[at + word.len()..];
            let is_place = place.starts_with(['/', '\\'])
                || place.get(1..3) == Some(":\\")
                || place.contains(".php");
            if is_place
                && (place.contains(':')
                    || place.contains(" on line ")
                    || place.contains(" line ")
                    || place.contains('('))
            {
                return end[..at]
                    .trim_end_matches(['\'', '"'])
                    .trim_start_matches('"');
            }
        }
    }
    text
}

/// Whether the trace in `text` is PHP's.
pub(super) fn is_call(line: Line<'_>) -> bool {
    call(line.text).is_some()
}

/// `#1 /srv/order.php(57): Shop\Order->load(Array)`: file and function.
fn call(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('#')?;
    let number = rest
        .find(|c: char| !c.is_ascii_digit())
        .filter(|&i| i > 0)?;
    let rest = rest[number..].strip_prefix(' ')?;
    if rest == "{main}" || rest == "{main}\"" {
        return Some(("", "{main}"));
    }
    if let Some(function) = rest.strip_prefix("[internal function]: ") {
        return Some(("", function));
    }
    let colon = rest
        .find("): ")
        .or_else(|| rest.strip_suffix("):").map(str::len))?;
    let open = rest[..colon].rfind('(')?;
    let is_line = rest[open + 1..colon].bytes().all(|b| b.is_ascii_digit());
    is_line.then(|| (&rest[..open], rest.get(colon + 3..).unwrap_or("")))
}

/// `PHP   2. load($id = 3) /srv/order.php:57` of Xdebug: file and function.
fn xdebug(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("PHP")?.trim_start();
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .strip_prefix(". ")?;
    let close = rest.rfind(") ")?;
    Some((rest[close + 2..].split(':').next()?, rest))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let (file, call) = call(line.text).or_else(|| xdebug(line.text))?;
    let function = &call[..call.find('(').unwrap_or(call.len())];
    let in_app = !file.is_empty() && !is_foreign(file);
    // An anonymous class is named for its parent, and its place.
    let anonymous = function.find("@anonymous").map(|at| &function[..at]);
    let module = match anonymous {
        Some(parent) => Cow::Borrowed(parent),
        None => match function.rfind("->").or_else(|| function.rfind("::")) {
            Some(at) => Cow::Borrowed(&function[..at]),
            None => base(file),
        },
    };
    let name = function
        .rsplit("->")
        .next()
        .and_then(|f| f.rsplit("::").next())
        .unwrap_or(function);
    // A closure is named for its namespace: `Shop\{closure}`; since 8.4 for its place.
    let name = if name.contains("{closure") {
        "{closure}"
    } else {
        name
    };
    Some(Frame {
        module,
        function: Cow::Borrowed(name),
        in_app,
    })
}
