//! Go: panics, fatal errors and the stacks of goroutines, of which a function and its place are two lines.

use std::borrow::Cow;

use super::library::{base, before_position, is_foreign};
use super::name::Name;
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const GO: Language = Language {
    first: b"pfgGh[cr.PRW=e",
    mark,
    placed: Some(placed),
    frame,
};

static LINES: Beginnings = Beginnings::new(&[
    ("[signal ", Mark::Detail),
    ("[originating from goroutine ", Mark::Detail),
    ("exit status ", Mark::Detail),
    ("runtime stack:", Mark::Link),
    ("...additional frames elided...", Mark::Detail),
    (
        "goroutine running on other thread; stack unavailable",
        Mark::Detail,
    ),
    (
        "runtime: goroutine stack exceeds ",
        Mark::Opening(Name::NOTHING),
    ),
    ("runtime: sp=", Mark::Detail),
    ("Previous write at 0x", Mark::Link),
    ("Previous read at 0x", Mark::Link),
    ("Read at 0x", Mark::Link),
    ("Write at 0x", Mark::Link),
    (
        "WARNING: DATA RACE",
        Mark::Head(Name::of_kind("DATA RACE", 0..0)),
    ),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    match text.bytes().next()? {
        b'p' | b'f' => {
            if let Some(name) = panic_at(text, 0) {
                // `\tpanic: second` below the first, which was recovered.
                return Some(if line.indent > 0 {
                    Mark::Cause(name)
                } else {
                    Mark::Head(name)
                });
            }
        }
        b'g' | b'G' if is_goroutine(text) => return Some(Mark::Thread),
        b'h' if text.starts_with("http: panic serving ") => {
            return inline(text).map(|n| Mark::Head(n.starting_at(0)));
        }
        b'c' if text.starts_with("created by ") && is_function(text) => return Some(Mark::Frame),
        b'[' | b'e' | b'r' | b'.' | b'P' | b'R' | b'W' | b'=' | b'g' => {
            if let Some(mark) = begins(text, &LINES) {
                return Some(mark);
            }
        }
        _ => {}
    }
    None
}

fn placed(line: Line<'_>) -> Option<Mark<'_>> {
    (line.indent > 0 && place(line.text).is_some()).then_some(Mark::Frame)
}

/// `goroutine 1 [running]:`, `goroutine 7 [chan receive, 3 minutes]:`
fn is_goroutine(text: &str) -> bool {
    text.get(1..)
        .and_then(|t| t.strip_prefix("oroutine "))
        .is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                && (rest.ends_with("]:")
                    || rest.ends_with("created at:")
                    || rest.ends_with("]: [recovered]"))
        })
}

/// `panic: ...` or `fatal error: ...` at byte `from`.
fn panic_at(line: &str, from: usize) -> Option<Name<'_>> {
    let text = &line[from..];
    if let Some(rest) = text.strip_prefix("panic: ") {
        let start = line.len() - rest.len();
        let message = start..start + unrecovered(rest).len();
        let kind = error_value(rest).unwrap_or("panic");
        return Some(Name::of_kind(kind, message).starting_at(from));
    }
    let rest = text.strip_prefix("fatal error: ")?;
    Some(Name::of_kind("fatal error", line.len() - rest.len()..line.len()).starting_at(from))
}

/// The message without what the runtime adds when a panic was caught and raised again.
fn unrecovered(message: &str) -> &str {
    let end = message
        .find(" [recovered")
        .filter(|_| message.ends_with(']'))
        .unwrap_or(message.len());
    &message[..end]
}

/// The type in `main.MyErr{...}` or `&errors.errorString{...}`, as a panic with such a value is printed;
/// in `main.MyErr("...")` too.
fn error_value(message: &str) -> Option<&str> {
    let text = message.trim_start_matches(['&', '(', '*']);
    let end = text.find(['{', '(', ')'])?;
    let kind = &text[..end];
    let is_type = kind.contains('.')
        && kind
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._/".contains(&b));
    (is_type && !text[end..].starts_with(") 0x")).then_some(kind)
}

/// A panic within a line of other words: `recovered in handler panic: boom`, `http: panic serving 10.0.0.7:52114: boom`.
pub(super) fn inline(line: &str) -> Option<Name<'_>> {
    for word in ["panic: ", "fatal error: "] {
        if let Some(at) = line.find(word)
            && line[..at]
                .bytes()
                .next_back()
                .is_none_or(|b| b" \t:(\"[=".contains(&b))
        {
            return panic_at(line, at);
        }
    }
    let at = line.find(SERVING)?;
    let start = at + SERVING.len() + line[at + SERVING.len()..].find(": ")? + 2;
    Some(Name::of_kind("panic", start..line.len()).starting_at(at))
}

/// A reader of log lines may have taken the word before it, `http:`, for the logger's name.
const SERVING: &str = "panic serving ";

/// Whether the line begins as a server of Go tells a handler's panic.
pub(super) fn is_serving(line: &str) -> bool {
    line.strip_prefix("http: ")
        .unwrap_or(line)
        .starts_with(SERVING)
}

/// A function whose place is in the next line: `main.load(0xc000012345)`, or `main.load` as errors print it.
pub(super) fn mark_before<'a>(line: Line<'a>, next: &[&str]) -> Option<Mark<'a>> {
    let next = Line::new(next.first()?);
    (is_function(line.text) && next.indent > 0 && place(next.text).is_some()).then_some(Mark::Frame)
}

/// Whether a line may be a function: one dotted word, with or without arguments.
pub(super) fn is_function(text: &str) -> bool {
    let text = match text.strip_prefix("created by ") {
        Some(text) => text.split(" in goroutine ").next().unwrap_or(text),
        None => text,
    };
    let function = &text[..arguments(text).unwrap_or(text.len())];
    !function.contains(' ') && (function.contains('.') || function == "panic")
}

/// Where the arguments begin: at the last parenthesis that opens after the name, `(*T).Method(...)`.
fn arguments(text: &str) -> Option<usize> {
    text.ends_with(')').then(|| {
        let name = text.strip_prefix('(').map_or(0, |_| 1);
        let mut from = name;
        // A receiver's parenthesis follows a dot and is followed by one.
        while let Some(open) = text[from..].find('(').map(|i| from + i) {
            if !text[..open].ends_with('.') {
                return open;
            }
            from = open + 1;
        }
        text.len()
    })
}

/// `/app/order.go:57 +0x1b9`: the file.
fn place(text: &str) -> Option<&str> {
    let place = text.split(' ').next()?;
    let rest = &text[place.len()..];
    // A path may hold blanks; what follows the line is an offset or nothing.
    let place = if rest.is_empty() || rest.starts_with(" +0x") || rest.starts_with(" fp=") {
        place
    } else {
        text
    };
    if place.contains(' ') && !place.starts_with('/') && place.get(1..3) != Some(":\\") {
        return None;
    }
    let file = before_position(place)?;
    [".go", ".s", ".c"]
        .iter()
        .any(|e| file.ends_with(e))
        .then_some(file)
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let text = line.text;
    if line.indent > 0
        && let Some(file) = place(text)
    {
        return Some(Frame {
            module: base(file),
            function: Cow::Borrowed(""),
            in_app: !is_foreign(file),
        });
    }
    // Seen alone, only what has arguments and stands where no other language indents is a function.
    let is_call = line.indent == 0 && (text.ends_with(')') || text.starts_with("created by "));
    (is_call && is_function(text))
        .then(|| function(text))
        .flatten()
}

/// A function as a frame, where its place in the next line tells that it is one.
pub(super) fn function(text: &str) -> Option<Frame<'_>> {
    let text = text.strip_prefix("created by ").unwrap_or(text);
    let qualified = text[..arguments(text).unwrap_or(text.len())]
        .split(" in goroutine ")
        .next()?;
    // The package is a path; its last part ends at the first dot.
    let package = qualified.rfind('/').map_or(0, |slash| slash + 1);
    let dot = package
        + qualified[package..]
            .find('.')
            .unwrap_or(qualified.len() - package);
    let (module, function) = (&qualified[..dot], qualified.get(dot + 1..).unwrap_or(""));
    let (module, function) = if function.is_empty() {
        ("runtime", module)
    } else {
        (module, function)
    };
    Some(Frame {
        module: Cow::Borrowed(module),
        function: function_name(function),
        in_app: !is_standard(module),
    })
}

/// The function without its closures' numbers and type arguments: `(*Pool).Get.func1.2` is `(*Pool).Get`.
fn function_name(function: &str) -> Cow<'_, str> {
    let mut name = function;
    while let Some((outer, last)) = name.rsplit_once('.') {
        let number = last
            .strip_prefix("func")
            .or_else(|| last.strip_prefix("gowrap"))
            .unwrap_or(last);
        if outer.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        name = outer;
    }
    match name.find("[...]") {
        Some(at) => Cow::Owned(name.replacen(&name[at..at + 5], "", 1)),
        None => Cow::Borrowed(name),
    }
}

/// Packages of the standard library that calls come through. The file's place tells the others.
fn is_standard(package: &str) -> bool {
    const STANDARD: [&str; 16] = [
        "runtime", "net", "internal", "reflect", "sync", "testing", "encoding", "database",
        "context", "bufio", "io", "os", "time", "syscall", "crypto", "html",
    ];
    let first = package.split('/').next().unwrap_or(package);
    STANDARD.contains(&first) || package.contains("/vendor/") || package.starts_with("golang.org/")
}
