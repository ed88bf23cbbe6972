//! Ruby and Crystal: `order.rb:57:in 'Order#load'`, the error before or after it, and Rails' ways to log it.

use std::borrow::Cow;

use super::library::{base, is_foreign};
use super::name::{self, Name};
use super::words::Words;
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const RUBY: Language = Language {
    first: b"ABCDEFGHIJKLMNOPQRSTUVWXYZ[#",
    mark,
    placed: Some(placed),
    frame,
};

static LINES: Beginnings = Beginnings::new(&[
    ("Did you mean?", Mark::Detail),
    ("Causes:", Mark::Link),
    ("Cause: ", Mark::Link),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = untagged(line.text);
    if text.starts_with("#<Thread:0x") && text.contains("> terminated with exception") {
        return Some(Mark::Opening(Name::NOTHING));
    }
    if let Some(mark) = begins(text, &LINES) {
        return Some(mark);
    }
    parenthesised(line.text, line.text.len() - text.len()).map(Mark::Head)
}

fn placed(line: Line<'_>) -> Option<Mark<'_>> {
    let text = untagged(line.text);
    if let Some(rest) = text.strip_prefix("from ") {
        return (line.indent > 0 && call(rest).is_some()).then_some(Mark::Frame);
    }
    // `\t1: from order.rb:57:in 'load'`: innermost last, as Ruby 2.5 to 2.7 wrote it to a terminal.
    if text.starts_with(|c: char| c.is_ascii_digit())
        && let Some((number, rest)) = text.split_once(": from ")
    {
        return (number.bytes().all(|b| b.is_ascii_digit()) && call(rest).is_some())
            .then_some(Mark::Step);
    }
    let Some((_, _, after)) = call(text) else {
        return unreadable(text).map(Mark::Head);
    };
    Some(match raised(text, after) {
        Some(name) => Mark::Head(name),
        None => Mark::Frame,
    })
}

/// `order.rb:57: syntax error, unexpected end-of-input`: a file that could not be read at all.
fn unreadable(text: &str) -> Option<Name<'_>> {
    const ERROR: Words = Words::new(": syntax error");
    let at = ERROR.find(text)?;
    super::library::before_position(&text[..at])?;
    Some(Name::of_kind("SyntaxError", at + 2..text.len()))
}

/// The line without the tags that Rails repeats on each: `[550e8400] [web] app/order.rb:57:in ...`.
fn untagged(mut text: &str) -> &str {
    const CLOSE: Words = Words::new("] ");
    while text.starts_with('[')
        && let Some((tag, rest)) = CLOSE.split(text)
        && !tag.contains(' ')
    {
        text = rest.trim_start();
    }
    text
}

/// File, method and what follows: `lib/order.rb:57:in 'Order#load': message (Type)`.
fn call(text: &str) -> Option<(&str, &str, &str)> {
    const IN: Words = Words::new(":in ");
    let at = IN.find(text)?;
    let file = super::library::before_position(&text[..at])?;
    let quoted = text[at + IN.len()..].strip_prefix(['`', '\''])?;
    let end = quoted
        .find("': ")
        .or_else(|| quoted.rfind('\''))
        .unwrap_or(quoted.len());
    Some((file, &quoted[..end], quoted.get(end + 1..).unwrap_or("")))
}

/// What was raised where a line's call stands: `: message (Type)`.
fn raised<'a>(text: &'a str, after: &'a str) -> Option<Name<'a>> {
    let rest = after.strip_prefix(": ")?;
    let start = text.len() - rest.len();
    // What Ruby says of a bare `raise`.
    if rest == "unhandled exception" {
        return Some(Name::of_kind("RuntimeError", start..text.len()));
    }
    Some(match message_and_type(rest) {
        Some((message, kind)) => Name::of_kind(kind, start..start + message.len()),
        // Of an error without a message, only the type: `order.rb:57:in 'load': Interrupt`.
        None if is_class(rest) => Name::of_kind(rest, text.len()..text.len()),
        None => Name::of_message(start..text.len()),
    })
}

/// `message (Type)`, the type an error's by its name or a qualified one.
fn message_and_type(text: &str) -> Option<(&str, &str)> {
    let text = uncoloured(text);
    let (message, kind) = text.strip_suffix(')')?.rsplit_once(" (")?;
    let kind = uncoloured(kind);
    let kind = match kind.strip_prefix("\x1b[") {
        Some(rest) => rest.split_once('m')?.1,
        None => kind,
    };
    let is_name = !kind.is_empty()
        && kind
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b':' || b == b'_');
    (is_name && kind.starts_with(|c: char| c.is_ascii_uppercase())).then_some((message, kind))
}

/// A constant's name, perhaps a qualified one, in small and large letters.
fn is_class(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.contains(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b':' || b == b'_')
        && !text.ends_with(':')
}

/// `Type - message:` as Sinatra writes an error above its calls.
pub(super) fn dashed(text: &str) -> Option<Name<'_>> {
    let (kind, message) = text.split_once(" - ")?;
    let start = text.len() - message.len();
    let end = start + message.strip_suffix(':').unwrap_or(message).len();
    is_class(kind).then(|| Name::of_kind(kind, start..end))
}

/// The text without the colours behind it, with which Ruby highlights on a terminal: `ESC[1;4mIOErrorESC[m`.
fn uncoloured(mut text: &str) -> &str {
    while let Some(at) = text.rfind("\x1b[").filter(|_| text.ends_with('m'))
        && text[at + 2..text.len() - 1]
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b';')
    {
        text = &text[..at];
    }
    text
}

/// `message (Type)` as a logger writes an exception, where frames follow.
pub(super) fn inline(text: &str) -> Option<Name<'_>> {
    let (message, kind) = message_and_type(text)?;
    Some(Name::of_kind(kind, 0..message.len()))
}

/// `ActiveRecord::RecordNotFound (Couldn't find Order):` as Rails writes it; the parenthesis may close in a later line.
fn parenthesised(line: &str, from: usize) -> Option<Name<'_>> {
    let text = &line[from..];
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != ':' && c != '_')?;
    let kind = &text[..end];
    let rest = text[end..].strip_prefix(" (")?;
    let is_qualified = kind.contains("::");
    let is_error = name::is_error_type(kind) && rest.ends_with(')')
        || (name::is_error_type(kind) || is_qualified) && rest.ends_with("):")
        || is_qualified && !rest.contains(')');
    let message = from + kind.len() + 2..from + message(text).len();
    is_error.then_some(Name {
        at: from,
        kind: Some(kind),
        message,
    })
}

/// The message without the parenthesis that Rails closes after it.
pub(super) fn message(text: &str) -> &str {
    text.strip_suffix("):")
        .or_else(|| text.strip_suffix(')'))
        .unwrap_or(text)
}

/// Whether the line is a call of a trace whose innermost one comes last: `\t1: from order.rb:57:in 'load'`.
pub(super) fn is_numbered(line: Line<'_>) -> bool {
    line.text.starts_with(|c: char| c.is_ascii_digit()) && line.text.contains(": from ")
}

/// Whether the line is a call, or an error with the call that raised it.
pub(super) fn is_call(line: Line<'_>) -> bool {
    let text = untagged(line.text);
    call(text.strip_prefix("from ").unwrap_or(text)).is_some()
}

/// Whether the line is an error with the call that raised it.
pub(super) fn is_raise(line: Line<'_>) -> bool {
    call(line.text).is_some_and(|(_, _, after)| raised(line.text, after).is_some())
}

/// Whether what was raised while another error was rescued is the cause that Ruby prints after it.
pub(super) fn rescues(text: &str) -> bool {
    text.contains("rescue in ")
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let text = untagged(line.text);
    // Only a number stands before the word.
    const FROM: Words = Words::new("from ");
    let start = text.get(..7 + FROM.len()).unwrap_or(text);
    let text = FROM
        .find(start)
        .filter(|&at| at < 8)
        .map_or(text, |at| &text[at + FROM.len()..]);
    let (file, method, _) = call(text)?;
    // `actionpack (7.1.2) lib/action_dispatch.rb`: Rails names the gem before the file.
    let is_gem = file.contains(") ");
    Some(Frame {
        module: base(file),
        function: method_name(method),
        in_app: !is_gem && !is_foreign(file),
    })
}

/// The method without `block in` and the like, and without the class that Ruby 3.4 puts before it, which its
/// file stands for.
fn method_name(method: &str) -> Cow<'_, str> {
    let mut name = method;
    while let Some((before, rest)) = name.split_once(" in ") {
        if ![
            "block",
            "rescue",
            "ensure",
            "rescue in block",
            "ensure in block",
        ]
        .contains(&before)
            && !before.starts_with("block (")
        {
            break;
        }
        name = rest;
    }
    Cow::Borrowed(name.rsplit(['#']).next().unwrap_or(name))
}
