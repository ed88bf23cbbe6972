//! Elixir and Erlang: `** (RuntimeError) message` and `    (shop 1.0.0) lib/order.ex:57: Order.load/1`.

use std::borrow::Cow;

use super::library::is_foreign;
use super::name::Name;
use super::words::Words;
use super::{Frame, Language, Line, Mark};

pub(super) const BEAM: Language = Language {
    first: b"*GTP:LSF",
    mark,
    placed: Some(placed),
    frame,
};

const APPS: [&str; 14] = [
    "elixir",
    "stdlib",
    "kernel",
    "erts",
    "logger",
    "ex_unit",
    "mix",
    "plug",
    "phoenix",
    "ecto",
    "ecto_sql",
    "cowboy",
    "bandit",
    "db_connection",
];

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    if text.starts_with("** (EXIT from ") || is_report(text) {
        return Some(Mark::Opening(Name::NOTHING));
    }
    if ["Last message", "State: ", "Function: "]
        .iter()
        .any(|w| text.starts_with(w))
    {
        return Some(Mark::Detail);
    }
    let rest = text.strip_prefix("** (")?;
    let kind = &rest[..rest.find(')')?];
    let message = (4 + kind.len() + 2).min(text.len());
    let name = Name::of_kind(kind.split(' ').next().unwrap_or(kind), message..text.len());
    Some(if line.indent > 2 {
        Mark::Cause(name)
    } else {
        Mark::Head(name)
    })
}

fn placed(line: Line<'_>) -> Option<Mark<'_>> {
    (line.indent > 0 && call(line.text).is_some()).then_some(Mark::Frame)
}

/// `GenServer #PID<0.111.0> terminating`, `Process #PID<0.98.0> raised an exception`
fn is_report(text: &str) -> bool {
    let is_process = ["GenServer ", "Task ", "Process ", ":gen_statem "]
        .iter()
        .any(|w| text.starts_with(w));
    is_process && (text.ends_with(" terminating") || text.ends_with(" raised an exception"))
}

/// Application, file and function of a frame.
fn call(text: &str) -> Option<(&str, &str, &str)> {
    let (app, rest) = match text.strip_prefix('(') {
        Some(rest) => rest.split_once(") ")?,
        None => ("", text),
    };
    const COLON: Words = Words::new(": ");
    let (place, function) = COLON.split(rest)?;
    let (file, line) = place.rsplit_once(':')?;
    let is_file = [".ex", ".exs", ".erl", ".eex", ".heex"]
        .iter()
        .any(|e| file.ends_with(e));
    (is_file && line.bytes().all(|b| b.is_ascii_digit()))
        .then(|| (app.split(' ').next().unwrap_or(app), file, function))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let (app, file, call) = call(line.text)?;
    // `anonymous fn/1 in Order.load/2` is Order's load.
    let call = call.rsplit(" in ").next().unwrap_or(call);
    let arity = call.rfind('/').unwrap_or(call.len());
    let named = call[..arity].split('(').next().unwrap_or(call);
    let dot = named.rfind('.').unwrap_or(0);
    let in_app = !APPS.contains(&app) && !is_foreign(file);
    Some(Frame {
        module: Cow::Borrowed(&named[..dot]),
        function: Cow::Borrowed(named[dot..].trim_start_matches('.')),
        in_app,
    })
}
