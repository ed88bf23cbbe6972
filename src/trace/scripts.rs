//! Languages of which a few fixed lines are all that is peculiar: Perl, Lua, R, Julia, Haskell, OCaml,
//! PowerShell, Nim, Crystal, PL/SQL.

use std::borrow::Cow;

use super::library::{base, before_position, is_foreign};
use super::name::{Name, named_or_message};
use super::words::Words;
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const SCRIPTS: Language = Language {
    first: b"scSCHBi+A-TRElF[@O",
    mark,
    placed: Some(placed),
    frame,
};

static LINES: Beginnings = Beginnings::new(&[
    ("stack traceback:", Mark::Link),
    ("coroutine 0:", Mark::Detail),
    ("Execution halted", Mark::Detail),
    ("Calls: ", Mark::Detail),
    ("Stacktrace:", Mark::Link),
    ("CallStack (from HasCallStack):", Mark::Link),
    ("CallStack (from -prof):", Mark::Link),
    ("caused by: ", Mark::Link),
    ("HasCallStack backtrace:", Mark::Link),
    ("Compilation failed in require at ", Mark::Detail),
    ("BEGIN failed--", Mark::Detail),
    ("in expression starting at ", Mark::Detail),
    ("Caused by error in ", Mark::Link),
    ("+ ", Mark::Detail),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    match text.bytes().next()? {
        b'+' if line.indent > 0 => {
            let is_report =
                text.starts_with("+ CategoryInfo ") || text.starts_with("+ FullyQualifiedErrorId ");
            return is_report.then_some(Mark::Detail);
        }
        b's' | b'c' | b'S' | b'C' | b'+' | b'H' | b'B' | b'i' => {
            // Tomcat ends so what a page's compiler said, and names the error below.
            let names_below = text.starts_with("Stacktrace:]");
            if let Some(mark) = begins(text, &LINES).filter(|_| !names_below) {
                return Some(mark);
            }
            return ocaml(text).map(|_| Mark::Frame);
        }
        b'O' => return oracle(text),
        b'E' if line.indent == 0 => {
            if let Some(mark) = begins(text, &LINES) {
                return Some(mark);
            }
            return error(text);
        }
        b'A' if powershell(text).is_some() => return Some(Mark::Frame),
        b'-' if text == "---" => return Some(Mark::Detail),
        b'T' if text == "Traceback (most recent call last)" => {
            return Some(Mark::Opening(Name::NOTHING));
        }
        b'R' if ocaml(text).is_some() => return Some(Mark::Frame),
        b'F' if text.starts_with("Fatal error: exception ") => {
            return Some(Mark::Head(uncaught(text, "Fatal error: exception ".len())));
        }
        b'l' if line.indent == 0 => {
            if let Some(rest) = text
                .strip_prefix("lua: ")
                .or_else(|| text.strip_prefix("luajit: "))
            {
                return Some(Mark::Head(Name::of_message(
                    text.len() - rest.len()..text.len(),
                )));
            }
        }
        b'[' | b'@' if line.indent > 0 => return call(text).map(|_| Mark::Frame),
        _ => {}
    }
    None
}

fn placed(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    if line.indent == 0 {
        return nim(text)
            .map(|_| Mark::Step)
            .or_else(|| died(text).map(Mark::Head));
    }
    call(text).is_some().then_some(Mark::Frame)
}

/// R's `Error in load(id) : order not found`, or with the message below; Nim's `Error: unhandled exception: ...`.
fn error(text: &str) -> Option<Mark<'_>> {
    if let Some(rest) = text.strip_prefix("Error: unhandled exception: ") {
        let start = text.len() - rest.len();
        let (message, kind) = rest.strip_suffix(']')?.rsplit_once(" [")?;
        return Some(Mark::Head(Name::of_kind(
            kind,
            start..start + message.len(),
        )));
    }
    let rest = text.strip_prefix("Error in ")?;
    if rest.starts_with('`') && rest.ends_with("`:") {
        return Some(Mark::Opening(Name::NOTHING));
    }
    let (call, message) = rest
        .split_once(" : ")
        .or_else(|| rest.strip_suffix(" :").map(|call| (call, "")))?;
    let name = Name::of_message(text.len() - message.len()..text.len());
    call.contains('(').then_some(Mark::Head(name))
}

/// `order 3 not found at /srv/order.pl line 57.`
fn died(text: &str) -> Option<Name<'_>> {
    let (place, line) = text.strip_suffix('.')?.rsplit_once(" line ")?;
    if !line.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // The line of the last input handle may stand after the script's.
    let place = place.rsplit_once(", <").map_or(place, |(place, _)| {
        place
            .rsplit_once(" line ")
            .map_or(place, |(place, _)| place)
    });
    let (message, file) = place.rsplit_once(" at ")?;
    let is_script = [".pl", ".pm", ".t", ".cgi", ".psgi", ".al"]
        .iter()
        .any(|e| file.ends_with(e))
        || file == "-e"
        || file.starts_with("(eval");
    is_script.then(|| Name::of_message(0..message.len()))
}

/// Function and file of an indented frame, in whichever of these languages.
fn call(text: &str) -> Option<(&str, &str)> {
    perl(text)
        .or_else(|| lua(text))
        .or_else(|| julia(text))
        .or_else(|| haskell(text))
        .or_else(|| crystal(text))
}

/// `main::load(3) called at /srv/order.pl line 57`
fn perl(text: &str) -> Option<(&str, &str)> {
    const CALLED: Words = Words::new(" called at ");
    let (function, place) = CALLED.split(text)?;
    Some((function, place.rsplit_once(" line ")?.0))
}

/// `order.lua:57: in function 'load'`, `[C]: in ?`
fn lua(text: &str) -> Option<(&str, &str)> {
    const IN: Words = Words::new(": in ");
    let (place, function) = IN.split(text)?;
    let file = if place == "[C]" {
        place
    } else {
        before_position(place)?
    };
    let function = function
        .trim_start_matches("function ")
        .trim_start_matches("upvalue ")
        .trim_start_matches("local ");
    Some((function.trim_matches(['\'', '<', '>']), file))
}

/// `[2] load(id::Int64)`, and `@ Main /srv/order.jl:57` behind it or, since Julia 1.6, below it.
fn julia(text: &str) -> Option<(&str, &str)> {
    if let Some(place) = text.strip_prefix("@ ") {
        return place.contains(".jl:").then(|| ("", julia_file(place)));
    }
    let (number, rest) = text.strip_prefix('[')?.split_once("] ")?;
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (function, place) = rest.split_once(" @ ").unwrap_or((rest, ""));
    function
        .contains('(')
        .then(|| (function, julia_file(place)))
}

/// The file in `Main /srv/order.jl:57`.
fn julia_file(place: &str) -> &str {
    let file = place.rsplit(' ').next().unwrap_or(place);
    before_position(file).unwrap_or(file)
}

/// `error, called at src/Order.hs:57:3 in main:Order`
fn haskell(text: &str) -> Option<(&str, &str)> {
    const CALLED: Words = Words::new(", called at ");
    let (function, place) = CALLED.split(text)?;
    Some((function, before_position(place.split(' ').next()?)?))
}

/// `/srv/order.nim(57) load`, not indented
fn nim(text: &str) -> Option<(&str, &str)> {
    const NIM: Words = Words::new(".nim(");
    let end = NIM.find(text)? + ".nim".len();
    let (file, rest) = (&text[..end], &text[end + 1..]);
    let (line, function) = rest.split_once(')')?;
    let is_line = !line.is_empty()
        && line
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b',' || b == b' ');
    (is_line && !file.contains(' ')).then(|| (function.trim(), file))
}

/// `ORA-00942: table or view does not exist`, and the calls of PL/SQL below it, `ORA-06512: at "SHOP.LOAD", line 57`.
fn oracle(text: &str) -> Option<Mark<'_>> {
    const CODE: usize = "ORA-00942".len();
    let number = text.strip_prefix("ORA-")?.as_bytes().get(..5)?;
    let is_code = number.iter().all(u8::is_ascii_digit) && text[CODE..].starts_with(": ");
    is_code.then(|| match &text[..CODE] {
        "ORA-06512" => Mark::Detail,
        kind => Mark::Head(Name::of_kind(kind, CODE + 2..text.len())),
    })
}

/// What OCaml did not catch, from byte `from` of the line on: `Not_found`, `Failure("no order")`, `Order.Missing(7)`.
fn uncaught(text: &str, from: usize) -> Name<'_> {
    let value = &text[from..];
    if let Some((kind, argument)) = value.strip_suffix(')').and_then(|v| v.split_once('('))
        && kind.starts_with(|c: char| c.is_ascii_uppercase())
        && !kind.contains(' ')
    {
        let said = argument.strip_prefix('"').and_then(|a| a.strip_suffix('"'));
        let start = from + kind.len() + 1 + usize::from(said.is_some());
        return Name::of_kind(kind, start..start + said.unwrap_or(argument).len());
    }
    named_or_message(text, from).starting_at(0)
}

/// `Raised at Order.load in file "order.ml", line 57, characters 3-9`: function and file.
fn ocaml(text: &str) -> Option<(&str, &str)> {
    let call = [
        "Called from ",
        "Raised at ",
        "Re-raised at ",
        "Raised by primitive operation at ",
    ]
    .iter()
    .find_map(|words| text.strip_prefix(words))?;
    if call == "unknown location" {
        return Some(("", ""));
    }
    let (place, _) = call.split_once(", line ").or(call.split_once(", lines "))?;
    // Before OCaml 4.11 without the function.
    let (function, file) = place
        .rsplit_once(" in file ")
        .or(place.strip_prefix("file ").map(|file| ("", file)))?;
    let file = file.trim_end_matches(" (inlined)").trim_matches('"');
    Some((function, file))
}

/// `At C:\shop\order.ps1:57 char:3`, the source below it behind `+`
fn powershell(text: &str) -> Option<(&str, &str)> {
    let (place, _) = text.strip_prefix("At ")?.split_once(" char:")?;
    Some(("<script>", before_position(place)?))
}

/// `from src/order.cr:57:3 in 'load'`
fn crystal(text: &str) -> Option<(&str, &str)> {
    let (place, function) = text.strip_prefix("from ")?.split_once(" in '")?;
    Some((function.trim_end_matches('\''), before_position(place)?))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let unindented = || {
        nim(line.text)
            .or_else(|| powershell(line.text))
            .or_else(|| ocaml(line.text))
    };
    let (call, file) = if line.indent == 0 {
        unindented()
    } else {
        call(line.text)
    }?;
    let named = &call[..call.find('(').unwrap_or(call.len())];
    let (module, function) = named.rsplit_once("::").unwrap_or(("", named));
    let module = if module.is_empty() {
        base(file)
    } else {
        Cow::Borrowed(module)
    };
    let in_app = !is_foreign(file) && file != "[C]" && !file.starts_with("./boot");
    Some(Frame {
        module,
        function: Cow::Borrowed(function),
        in_app,
    })
}
