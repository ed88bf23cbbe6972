//! Dart and Flutter: `#0      load (package:shop/order.dart:57:3)`.

use std::borrow::Cow;

use super::library::{base, before_position, is_foreign};
use super::name::{Name, named_or_message};
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const DART: Language = Language {
    first: b"#U[E<TWHpd=(\xe2",
    mark,
    placed: None,
    frame,
};

static LINES: Beginnings = Beginnings::new(&[
    ("<asynchronous suspension>", Mark::Detail),
    ("===== asynchronous gap ====", Mark::Detail),
    (
        "\u{2550}\u{2550}\u{2561} EXCEPTION CAUGHT BY ",
        Mark::Opening(Name::NOTHING),
    ),
    ("\u{2550}\u{2550}\u{2550}\u{2550}", Mark::Detail),
    (
        "Another exception was thrown: ",
        Mark::Opening(Name::NOTHING),
    ),
    ("The relevant error-causing widget was", Mark::Link),
    (
        "When the exception was thrown, this was the stack",
        Mark::Link,
    ),
    ("Handler: ", Mark::Detail),
    ("(elided ", Mark::Detail),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    if text.starts_with('#') || text.starts_with("package:") || text.starts_with("dart:") {
        return call(text).map(|_| Mark::Frame);
    }
    if let Some(rest) = text.strip_prefix("The following ") {
        // Flutter: `The following StateError was thrown building Cart:`, what it says in the next line.
        let kind = rest.split_once(" was thrown")?.0;
        let is_type =
            kind.starts_with(|c: char| c.is_uppercase() || c == '_') && !kind.contains(' ');
        return Some(Mark::Head(Name {
            at: 0,
            kind: is_type.then_some(kind),
            message: text.len()..text.len(),
        }));
    }
    // `Unhandled exception:`, the error in the next line or, from Flutter's engine, in this one.
    const UNHANDLED: [&str; 2] = ["Unhandled exception:", "Unhandled Exception:"];
    if (text.starts_with("Unhandled ") || text.starts_with("[ERROR:flutter"))
        && let Some(at) = UNHANDLED
            .iter()
            .find_map(|word| text.find(word))
            .filter(|&at| at == 0 || text.starts_with('['))
    {
        let rest = text[at + UNHANDLED[0].len()..].trim_start();
        return Some(match rest {
            "" => Mark::Opening(Name::NOTHING),
            rest => Mark::Head(value(text, text.len() - rest.len()).starting_at(at)),
        });
    }
    begins(text, &LINES)
}

/// What was thrown, as Dart prints it at byte `from`: `FormatException: ...`, `Instance of 'OrderError'`, or any text.
pub(super) fn value(line: &str, from: usize) -> Name<'_> {
    match line[from..]
        .strip_prefix("Instance of '")
        .and_then(|rest| rest.split('\'').next())
    {
        Some(kind) => Name {
            at: from,
            kind: Some(kind),
            message: from..line.len(),
        },
        None => named_or_message(line, from),
    }
}

/// Function and file; `package:shop/order.dart 57:3  load` of package:stack_trace has them the other way round.
fn call(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix('#') {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest
            .strip_prefix("  ")
            .or_else(|| rest.strip_prefix('\t'))?
            .trim_start();
        let open = rest.rfind(" (")?;
        let place = rest[open + 2..].strip_suffix(')')?;
        let is_file =
            place.contains(".dart") || place.starts_with("dart:") || place.starts_with("package:");
        return is_file.then(|| (&rest[..open], before_position(place).unwrap_or(place)));
    }
    let (file, rest) = text.split_once(' ')?;
    if !file.starts_with("package:") && !file.starts_with("dart:") {
        return None;
    }
    let function = rest
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ':')
        .strip_prefix(' ')?;
    rest.starts_with(|c: char| c.is_ascii_digit() || c == ' ')
        .then(|| (function.trim_start(), file))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let (function, file) = call(line.text)?;
    let named = function.trim_start_matches("new ");
    let named = &named[..named.find(".<").unwrap_or(named.len())];
    let in_app = !is_foreign(file) && !function.starts_with("_rootRun");
    Some(Frame {
        module: base(file),
        function: Cow::Borrowed(named),
        in_app,
    })
}
