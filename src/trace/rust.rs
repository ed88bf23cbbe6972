//! Rust: panics, their backtraces, and the causes that `anyhow` and `eyre` list.

use std::borrow::Cow;

use super::at::{self, At};
use super::library::{base, is_foreign, is_of};
use super::name::Name;
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const RUST: Language = Language {
    first: b"MtnsSBCLfdTa01234567789",
    mark,
    placed: None,
    frame,
};

const FOREIGN: [&str; 10] = [
    "std::",
    "core::",
    "alloc::",
    "rust_begin_unwind",
    "rust_panic",
    "__rust",
    "anyhow::",
    "eyre::",
    "tokio::",
    "backtrace::",
];

static LINES: Beginnings = Beginnings::new(&[
    ("note: run with `RUST_BACKTRACE", Mark::Detail),
    ("note: Run with `RUST_BACKTRACE", Mark::Detail),
    ("note: Some details are omitted", Mark::Detail),
    ("note: ", Mark::Detail),
    ("stack backtrace:", Mark::Link),
    ("Stack backtrace:", Mark::Link),
    ("Caused by:", Mark::Link),
    ("Location:", Mark::Detail),
    (
        "The application panicked (crashed).",
        Mark::Opening(Name::of_kind("panic", 0..0)),
    ),
    ("fatal runtime error: ", Mark::Detail),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    match text.bytes().next()? {
        b't' => panicked(text),
        // `color-eyre` prints a panic's message so.
        b'M' => text
            .strip_prefix("Message:  ")
            .map(|rest| Mark::Message(text.len() - rest.len()..text.len())),
        b'0'..=b'9' if line.indent > 0 => numbered(text).map(|_| Mark::Frame),
        _ => begins(text, &LINES),
    }
}

/// `thread 'main' panicked at src/order.rs:57:3:`, the message in the next line;
/// before Rust 1.73 `thread 'main' panicked at 'message', src/order.rs:57:3`.
fn panicked(text: &str) -> Option<Mark<'_>> {
    if text.starts_with("thread ") && text.ends_with(" has overflowed its stack") {
        return Some(Mark::Head(Name::of_kind("stack overflow", 0..text.len())));
    }
    const PANICKED: &str = " panicked at ";
    if !text.starts_with("thread '")
        && !text.starts_with("thread <")
        && !text.starts_with("thread caused non-unwinding")
    {
        return None;
    }
    let start = text.find(PANICKED)? + PANICKED.len();
    if text[start..].starts_with('\'') {
        let end = text.rfind("', ").unwrap_or(text.len()).max(start + 1);
        return Some(Mark::Head(Name::of_kind("panic", start + 1..end)));
    }
    Some(if text.ends_with(':') {
        Mark::Opening(Name::of_kind("panic", 0..0))
    } else {
        Mark::Head(Name::of_kind("panic", start..text.len()))
    })
}

/// Whether the line tells how to see the calls, in whose place it stands.
pub(super) fn offers_calls(line: &str) -> bool {
    line.trim_ascii_start()
        .get("note: ".len()..)
        .is_some_and(|rest| {
            rest.to_ascii_lowercase()
                .starts_with("run with `rust_backtrace")
        })
}

/// `12: shop::order::load::h0123456789abcdef`: the function. Causes are numbered too, but are sentences.
fn numbered(text: &str) -> Option<&str> {
    let rest = text
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .strip_prefix(": ")?
        .trim_start();
    // An address, where symbols were asked for in full.
    let rest = match rest.strip_prefix("0x") {
        Some(address) => address
            .split_once(" - ")
            .map_or("<unknown>", |(_, function)| function),
        None => rest,
    };
    let is_path = rest.starts_with('<')
        || !rest.contains(' ') && (rest.contains("::") || rest.contains('_') || rest == "main");
    (is_path && !rest.is_empty()).then_some(rest)
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    if let Some(At::Rust { file }) = at::parse(line) {
        return Some(Frame {
            module: base(file),
            function: Cow::Borrowed(""),
            in_app: !is_foreign(file),
        });
    }
    if line.indent == 0 {
        return None;
    }
    Some(match without_crate_hashes(numbered(line.text)?) {
        Cow::Borrowed(path) => {
            let (module, function, in_app) = split(path);
            Frame {
                module: Cow::Borrowed(module),
                function: Cow::Borrowed(function),
                in_app,
            }
        }
        Cow::Owned(path) => {
            let (module, function, in_app) = split(&path);
            Frame {
                module: Cow::Owned(module.to_owned()),
                function: Cow::Owned(function.to_owned()),
                in_app,
            }
        }
    })
}

/// Module and function of a path, and whether it is the application's.
fn split(path: &str) -> (&str, &str, bool) {
    let named = without_hash(path);
    // `<shop::Order as core::ops::Drop>::drop` is Order's.
    let owner = named.trim_start_matches('<');
    let (module, function) = named.rsplit_once("::").unwrap_or(("", named));
    (module, function, !is_of(owner, &FOREIGN))
}

/// The path without what tells builds of a crate apart: `shop[c1f1a4ba060b9bfa]::order::load`.
fn without_crate_hashes(path: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = path;
    while let Some(open) = rest.find('[') {
        let hash = rest.get(open + 1..).unwrap_or_default();
        let len = hash.bytes().take_while(u8::is_ascii_hexdigit).count();
        let is_hash = len > 8 && hash[len..].starts_with("]");
        out.push_str(&rest[..open + usize::from(!is_hash)]);
        rest = &hash[if is_hash { len + 1 } else { 0 }..];
    }
    match out.is_empty() {
        true => Cow::Borrowed(path),
        false => Cow::Owned(out + rest),
    }
}

/// The path without `::h0123456789abcdef` and the closures within the function.
fn without_hash(path: &str) -> &str {
    let mut named = match path.rsplit_once("::h") {
        Some((named, hash)) if hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
            named
        }
        _ => path,
    };
    while let Some((outer, last)) = named.rsplit_once("::")
        && (last == "{{closure}}" || last.starts_with("{closure#"))
    {
        named = outer;
    }
    named
}
