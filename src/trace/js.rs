//! JavaScript: Node, V8, Deno, Bun, and the browsers, whose frames are `function@file:line:column`.

use std::borrow::Cow;

use super::at::{self, At};
use super::library::{base, before_position, is_foreign};
use super::name::{self, Name, named_or_message};
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const JS: Language = Language {
    first: b"NETBU(e[-",
    mark,
    placed: Some(placed),
    frame,
};

static LINES: Beginnings = Beginnings::new(&[
    ("Node.js v", Mark::Detail),
    ("(Use `node --trace-", Mark::Detail),
    ("Emitted 'error' event ", Mark::Link),
    ("Thrown at:", Mark::Link),
    ("The above error occurred in ", Mark::Link),
    ("Bun v", Mark::Detail),
    ("----- Native stack trace -----", Mark::Link),
]);

/// What a runtime says before an error that nobody caught.
const UNCAUGHT: [&str; 6] = [
    "Uncaught (in promise) ",
    "Uncaught ",
    "error: Uncaught (in promise) ",
    "error: Uncaught ",
    "Unhandled rejection ",
    "Unhandled promise rejection ",
];

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    match text.bytes().next()? {
        b'N' | b'E' | b'T' | b'B' | b'-' if begins(text, &LINES).is_some() => {
            return begins(text, &LINES);
        }
        b'(' if text.starts_with("(Use ") => return begins(text, &LINES),
        b'(' if text.starts_with("(node:") => return warning(text),
        b'e' if text.starts_with("eval at ") => return Some(Mark::Frame),
        b'U' | b'e' => {
            if let Some(word) = UNCAUGHT.iter().find(|w| text.starts_with(**w)) {
                return name::head(text, word.len()).map(|n| Mark::Head(n.starting_at(0)));
            }
        }
        b'[' => return bracketed(text, line.indent),
        _ => {}
    }
    None
}

fn placed(line: Line<'_>) -> Option<Mark<'_>> {
    at_sign(line.text).is_some().then_some(Mark::Frame)
}

/// `(node:12) UnhandledPromiseRejectionWarning: Error: boom`
fn warning(text: &str) -> Option<Mark<'_>> {
    const WARNING: &str = "UnhandledPromiseRejectionWarning: ";
    let start = text.find(WARNING)? + WARNING.len();
    Some(Mark::Head(named_or_message(text, start).starting_at(0)))
}

/// `[cause]: TypeError: x` within a printed error; `[TypeError: x] {` where an error has no stack.
fn bracketed(text: &str, indent: usize) -> Option<Mark<'_>> {
    if let Some(rest) = text.strip_prefix("[cause]: ") {
        let start = text.len() - rest.len();
        return Some(Mark::Cause(named_or_message(text, start)));
    }
    if text.starts_with("[errors]: ") {
        return Some(Mark::Detail);
    }
    let mut name = name::head(text, 1)?;
    let end = text.trim_end_matches([' ', '{']);
    name.message.end = end
        .strip_suffix(']')
        .unwrap_or(end)
        .len()
        .max(name.message.start);
    let name = name.starting_at(0);
    Some(if indent > 0 {
        Mark::Cause(name)
    } else {
        Mark::Head(name)
    })
}

/// The first lines of an uncaught error, before the error itself: the place, the source, a caret.
pub(super) fn mark_before<'a>(line: Line<'a>, next: &[&str]) -> Option<Mark<'a>> {
    let source_follows = is_place(line.text) && next.iter().take(2).any(|l| is_caret(l));
    source_follows.then_some(Mark::Opening(Name::NOTHING))
}

/// `/app/order.js:3`, `node:events:495`: nothing but a place.
pub(super) fn is_place(text: &str) -> bool {
    let file = before_position(text);
    // Code that came from no file: of `eval`, of standard input, of a string that is no JSON.
    const UNNAMED: [&str; 6] = [
        "undefined",
        "[eval]",
        "[stdin]",
        "<anonymous_script>",
        "<anonymous>",
        "evalmachine.<anonymous>",
    ];
    file.is_some_and(|f| {
        !f.contains(' ')
            && (f.starts_with("node:")
                || UNNAMED.contains(&f)
                || f.starts_with("file://")
                || [".js", ".mjs", ".cjs", ".ts", ".mts"]
                    .iter()
                    .any(|e| f.ends_with(e)))
    })
}

/// A line that points at the line above it.
pub(super) fn is_caret(line: &str) -> bool {
    let line = line.trim_ascii();
    line.starts_with('^') && line.bytes().all(|b| b == b'^' || b == b'~')
}

/// A line of what an assertion expected and what it got: `+     2`, `-     3`, under `+ actual - expected`.
pub(super) fn is_difference(line: Line<'_>) -> bool {
    let (sign, rest) = line.text.split_at_checked(1).unwrap_or_default();
    line.indent == 0
        && (sign == "+" && rest.starts_with(' ') || sign == "-" && rest.starts_with("  "))
}

/// `load@https://shop.example/app.js:57:3` of Firefox and Safari: function and place.
fn at_sign(text: &str) -> Option<(&str, &str)> {
    let colon =
        before_position(text).or_else(|| text.strip_suffix("[native code]").map(|_| text))?;
    let (function, file) = colon.split_once('@')?;
    let is_file = file.contains("://")
        || file.starts_with('/')
        || file.contains(".js")
        || file.ends_with("[native code]")
        || file.starts_with("debugger ")
        || file.starts_with("webpack-internal:");
    (is_file && (!function.contains(' ') || function.ends_with(" code")))
        .then_some((function, file))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let (function, file) = match at::parse(line) {
        Some(At::Js { function, file }) => (function, file),
        Some(_) => return None,
        None => at_sign(line.text)?,
    };
    let in_app = !file.is_empty() && file != "[native code]" && !is_foreign(file);
    // `eval at load (/srv/order.js:57:3), <anonymous>`: where the code was evaluated, then what is known of its own file.
    let file = match file.strip_prefix("eval at ") {
        Some(rest) => rest.rsplit_once(", ").map_or("", |(_, own)| own),
        None => file,
    };
    Some(Frame {
        module: base(file.strip_suffix(')').unwrap_or(file)),
        function: function_name(function),
        in_app,
    })
}

/// The function without `async`, `new` and the alias it was called by; `<anonymous>` where it has no name.
fn function_name(function: &str) -> Cow<'_, str> {
    let function = function.strip_prefix("async ").unwrap_or(function);
    let function = function.strip_prefix("new ").unwrap_or(function);
    let function = function.find(" [as ").map_or(function, |i| &function[..i]);
    // Firefox writes closures as `outer/inner<`.
    let function = function.trim_end_matches(['<', '/']);
    let last = function.rsplit(['/']).next().unwrap_or(function);
    Cow::Borrowed(match last {
        "" | "anonymous" | "{anonymous}()" | "?" => "<anonymous>",
        last => last
            .strip_prefix("Object.")
            .filter(|f| f.starts_with('<'))
            .unwrap_or(last),
    })
}
