//! .NET: C#, F#, Visual Basic; the runtimes of Microsoft and Mono, in any language of theirs.

use std::borrow::Cow;

use super::at::{self, At};
use super::library::{is_foreign, is_of};
use super::name::{Name, head, named_or_message};
use super::words::Words;
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const DOTNET: Language = Language {
    first: FIRST_BYTES,
    mark,
    placed: None,
    frame,
};

/// Those of the frames in any language, of the sentences between them, and of `]`, which ends a long message.
const FIRST_BYTES: &[u8] = b"abeiwv\xc3\xd0\xe5\xec-UCE[]";

const FOREIGN: [&str; 16] = [
    "System.",
    "Microsoft.",
    "Mono.",
    "Npgsql.",
    "MySql.",
    "Newtonsoft.",
    "Serilog.",
    "NLog.",
    "Grpc.",
    "MediatR.",
    "Castle.",
    "NHibernate.",
    "Dapper.",
    "Polly.",
    "Swashbuckle.",
    "MassTransit.",
];

/// What the runtime says before an exception that nobody caught.
const UNCAUGHT: [&str; 3] = [
    "Unhandled exception. ",
    "Unhandled Exception: ",
    "Unhandled exception: ",
];

/// Mono says the same a second time below it.
const AGAIN: &str = "[ERROR] FATAL UNHANDLED EXCEPTION: ";

static LINES: Beginnings = Beginnings::new(&[
    ("--- End of stack trace from previous location", Mark::Link),
    ("--- End of inner exception stack trace", Mark::Detail),
    ("--- End of inner ", Mark::Detail),
    ("--- Ende der ", Mark::Link),
    ("--- Fin de ", Mark::Link),
    ("ClientConnectionId:", Mark::Detail),
    ("Error Number:", Mark::Detail),
    (
        "---- DEBUG ASSERTION FAILED ----",
        Mark::Opening(Name::NOTHING),
    ),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    let first = text.bytes().next()?;
    if at::FIRST.contains(&first) && at::parse(line).is_some() {
        return Some(Mark::Frame);
    }
    if first == b'-' {
        if let Some(mark) = begins(text, &LINES) {
            return Some(mark);
        }
        if text.starts_with("---> ") {
            return inner(text, 0).map(Mark::Cause);
        }
        // The same sentences in the languages the runtime speaks.
        return (text.starts_with("--- ") && text.ends_with(" ---") && text.len() > 20)
            .then_some(Mark::Detail);
    }
    if matches!(first, b'C' | b'E') {
        return begins(text, &LINES);
    }
    if text.starts_with(AGAIN) {
        return Some(Mark::Cause(
            named_or_message(text, AGAIN.len()).starting_at(0),
        ));
    }
    if first == b'U'
        && let Some(word) = UNCAUGHT.iter().find(|w| text.starts_with(**w))
    {
        return Some(Mark::Head(
            named_or_message(text, word.len()).starting_at(0),
        ));
    }
    // `] ---> System.IO.IOException: ...`, at the end of a message of several lines.
    (first == b']')
        .then(|| inner(text, 0).map(Mark::Cause))
        .flatten()
}

/// The inner exception that the line names after byte `from`.
pub(super) fn inner(line: &str, from: usize) -> Option<Name<'_>> {
    const ARROW: Words = Words::new("---> ");
    let at = from + ARROW.find(line.get(from..)?)?;
    let mut start = at + ARROW.len();
    if line[start..].starts_with("(Inner Exception #") {
        start += line[start..].find(") ")? + 2;
    }
    head(line, start)
        .map(|name| name.starting_at(at))
        .or_else(|| (at == 0).then(|| named_or_message(line, start).starting_at(0)))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let At::Dotnet { function, file } = at::parse(line)? else {
        return None;
    };
    let (class, method) = match function.rsplit_once("..") {
        Some((class, _)) => (class, ".ctor"),
        None => split(function),
    };
    let (module, function) = compiled(class, method);
    Some(Frame {
        module,
        function,
        in_app: !is_of(class, &FOREIGN) && !is_foreign(file),
    })
}

/// Class and method, split at the last dot that is not within generic arguments.
fn split(qualified: &str) -> (&str, &str) {
    let end = qualified
        .find(['[', '`'])
        .filter(|&i| qualified[i..].find('.').is_none())
        .unwrap_or(qualified.len());
    match qualified[..end].rfind('.') {
        Some(dot) => (&qualified[..dot], &qualified[dot + 1..end]),
        None => ("", &qualified[..end]),
    }
}

/// Undoes what the compiler makes of async methods, lambdas and local functions:
/// `Order.<Load>d__2` `MoveNext` is `Order` `Load`, `Order.<>c` `<Load>b__0` too.
fn compiled<'a>(class: &'a str, method: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    let angled = |text: &'a str| {
        let open = text.find('<')?;
        let close = open + text[open..].find('>')?;
        Some((&text[..open], &text[open + 1..close])).filter(|(_, name)| !name.is_empty())
    };
    let (outer, method) = match (angled(class), angled(method)) {
        (Some((outer, name)), _) => (outer, name),
        (None, Some((_, name))) => (class.find('<').map_or(class, |i| &class[..i]), name),
        (None, None) => (class, method),
    };
    let generic = outer.find('`').map_or(outer, |i| &outer[..i]);
    (
        Cow::Borrowed(generic.trim_end_matches(['.', '+'])),
        Cow::Borrowed(method),
    )
}
