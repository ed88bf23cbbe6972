//! Python: the error's name stands after its frames, and after the errors that led to it.

use std::borrow::Cow;

use super::library::{base, before_position, is_foreign};
use super::name::{Name, named};
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const PYTHON: Language = Language {
    first: b"F>DTEOU-CMA\"[(|+fth\xe2",
    mark,
    placed: Some(placed),
    frame,
};

const TRACEBACK: &str = "Traceback (most recent call last):";

static LINES: Beginnings = Beginnings::new(&[
    (
        "During handling of the above exception, ",
        Mark::Consequence,
    ),
    (
        "The above exception was the direct cause ",
        Mark::Consequence,
    ),
    ("Exception ignored in:", Mark::Opening(Name::NOTHING)),
    ("Exception ignored while ", Mark::Opening(Name::NOTHING)),
    ("Exception ignored on ", Mark::Opening(Name::NOTHING)),
    ("Exception in thread ", Mark::Opening(Name::NOTHING)),
    ("Exception in callback ", Mark::Opening(Name::NOTHING)),
    (
        "Task exception was never retrieved",
        Mark::Opening(Name::NOTHING),
    ),
    (
        "Future exception was never retrieved",
        Mark::Opening(Name::NOTHING),
    ),
    ("future: <", Mark::Detail),
    ("task: <", Mark::Detail),
    ("handle: <", Mark::Detail),
    ("Error in atexit.", Mark::Opening(Name::NOTHING)),
    ("Error in sys.excepthook:", Mark::Opening(Name::NOTHING)),
    ("Original exception was:", Mark::Link),
    (
        "Unhandled exception in thread started by",
        Mark::Opening(Name::NOTHING),
    ),
    ("--- Logging error ---", Mark::Opening(Name::NOTHING)),
    ("Call stack:", Mark::Link),
    ("Extension modules: ", Mark::Detail),
    ("Message: '", Mark::Detail),
    ("DETAIL:  ", Mark::Detail),
    ("[SQL: ", Mark::Detail),
    ("[parameters: ", Mark::Detail),
    ("(Background on this error at: ", Mark::Detail),
    ("Arguments: ", Mark::Detail),
    ("\"\"\"", Mark::Link),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = ungrouped(line);
    match text.bytes().next() {
        Some(b'F' | b'>') if frame_parts(text).is_some() => {
            // Of a process that dies Python writes `line 57 in load`, the error before its calls.
            let dies = text
                .rsplit_once("\", line ")
                .is_some_and(|(_, rest)| !rest.contains(',') && rest.contains(" in "));
            return Some(if dies { Mark::Frame } else { Mark::Step });
        }
        Some(b'F') => return fatal(text),
        Some(
            b'D' | b'T' | b'E' | b'O' | b'U' | b'-' | b'C' | b'M' | b'A' | b'"' | b'[' | b'('
            | b'f' | b't' | b'h',
        ) => {
            if let Some(mark) = begins(text, &LINES) {
                return Some(mark);
            }
            // `Thread 0x00007f12 (most recent call first):`
            if text.ends_with("(most recent call first):") {
                return Some(Mark::Thread);
            }
        }
        Some(0xe2) => return boxed(text),
        None if line.text.len() > 1 => return Some(Mark::Detail),
        _ => {}
    }
    None
}

/// A line of the box that rich draws around a traceback.
fn boxed(text: &str) -> Option<Mark<'_>> {
    match text.chars().next()? {
        '╭' if text.contains("Traceback (most recent call last)") => {
            Some(Mark::Opening(Name::NOTHING))
        }
        '│' if frame_parts(text).is_some() => Some(Mark::Step),
        '│' | '╭' | '╰' => Some(Mark::Detail),
        _ => None,
    }
}

fn placed(line: Line<'_>) -> Option<Mark<'_>> {
    // An exception group's first line has a rule before it, other lines the words of a logger.
    let before = line.text.strip_suffix(TRACEBACK)?;
    let at = if before.starts_with('+') {
        0
    } else {
        before.len()
    };
    Some(Mark::Opening(Name::NOTHING.starting_at(at)))
}

/// `Fatal Python error: Segmentation fault`
fn fatal(text: &str) -> Option<Mark<'_>> {
    const FATAL: &str = "Fatal Python error";
    let rest = text.strip_prefix(FATAL)?.strip_prefix(": ")?;
    Some(Mark::Head(Name::of_kind(
        FATAL,
        text.len() - rest.len()..text.len(),
    )))
}

/// Whether the line is the place of a syntax error, which has no function: `  File "/app/order.py", line 57`.
pub(super) fn is_unreadable(line: Line<'_>) -> bool {
    let text = line.text;
    text.starts_with("File \"")
        && text.ends_with(|c: char| c.is_ascii_digit())
        && frame_parts(text).is_some()
}

/// The text of a line without the rules that an exception group draws before it; empty if it has nothing else.
pub(super) fn ungrouped<'a>(line: Line<'a>) -> &'a str {
    if line.indent == 0 || !line.text.starts_with(['|', '+']) {
        return line.text;
    }
    let inner = line.text.trim_start_matches(['|', ' ']);
    match inner.strip_prefix("+ ") {
        Some(text) => text,
        None if inner.starts_with("+-") => "",
        None => inner,
    }
}

/// The error's name, in the line that ends a traceback: any dotted name, with or without a message.
pub(super) fn last_line(line: Line<'_>) -> Option<Name<'_>> {
    let inner = ungrouped(line);
    if inner.is_empty() || line.indent > 0 && inner.len() == line.text.len() {
        return None;
    }
    named(line.text, line.text.len() - inner.len()).map(|n| n.starting_at(0))
}

/// Whether the message of the error that the line names goes on in the next, as far as the line tells.
pub(super) fn goes_on(line: Line<'_>) -> bool {
    line.text.ends_with(':') && !line.text.ends_with("):") || lists_fields(line)
}

/// Whether the message is a list of fields, as pydantic writes it: `2 validation errors for User`.
pub(super) fn lists_fields(line: Line<'_>) -> bool {
    line.text.contains(" validation error")
}

/// `File "/app/order.py", line 57, in load` or, in rich's box, `│ /app/order.py:57 in load  │`: file and function.
fn frame_parts(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix('│') {
        let (place, function) = rest.trim_end_matches(['│', ' ']).rsplit_once(" in ")?;
        let file = before_position(place.trim_start())?;
        let is_call = !function.contains(' ') && !place.starts_with("  ");
        return (is_call && file.contains('.')).then_some((file, function));
    }
    let text = text.strip_prefix("> ").unwrap_or(text);
    let (file, rest) = text.strip_prefix("File \"")?.split_once('"')?;
    let rest = rest.strip_prefix(", line ")?;
    let function = rest
        .split_once(" in ")
        .map_or("<module>", |(_, function)| function);
    Some((file, function))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let (file, function) = frame_parts(ungrouped(line))?;
    // `load.<locals>.<lambda>`: the innermost name that is one.
    let named = function
        .rsplit('.')
        .find(|part| !part.starts_with('<'))
        .unwrap_or(function);
    let named = if function.contains("<locals>") {
        named
    } else {
        function
    };
    Some(Frame {
        module: base(file),
        function: Cow::Borrowed(named),
        in_app: !is_foreign(file),
    })
}
