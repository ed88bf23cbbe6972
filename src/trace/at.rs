//! Frames that begin with `at`: Java, .NET, JavaScript and Rust write them almost alike.
//!
//! What tells them apart is the parenthesis: a file in it (Java), a file with a column and a blank before it
//! (JavaScript), or parameters (.NET). Prose such as `at position 3` has none of these.

use super::Line;
use super::library::before_position;

/// A frame taken apart.
#[derive(Debug, PartialEq)]
pub(super) enum At<'a> {
    /// `at com.acme.Order.load(Order.java:57) ~[app.jar!/:1.0]`
    Java { function: &'a str, source: &'a str },
    /// `at Acme.Order.Load(Int32 id) in /src/Order.cs:line 57`; the file may be absent.
    Dotnet { function: &'a str, file: &'a str },
    /// `at load (/app/order.js:57:3)`, `at /app/order.js:57:3`
    Js { function: &'a str, file: &'a str },
    /// `at ./src/order.rs:57:3`, below the frame it belongs to.
    Rust { file: &'a str },
}

/// The word as .NET writes it in other languages.
const WORDS: [&str; 14] = [
    "at ", "bei ", "à ", "en ", "в ", "in ", "w ", "em ", "ved ", "vid ", "em ", "在 ", "場所 ",
    "위치: ",
];

pub(super) const FIRST: &[u8] = &[b'a', b'b', b'e', b'i', b'w', b'v', 0xc3, 0xd0, 0xe5, 0xec];

/// Takes `line` apart if it is such a frame.
pub(super) fn parse(line: Line<'_>) -> Option<At<'_>> {
    let text = line.text;
    if let Some(rest) = text.strip_prefix("at ") {
        return parse_rest(rest.trim_start(), line.indent > 0);
    }
    if line.indent < 2 {
        return None;
    }
    let rest = WORDS[1..].iter().find_map(|word| text.strip_prefix(word))?;
    let open = rest.find('(')?;
    let function = &rest[..open];
    let is_call = function.contains('.') && !function.contains(' ');
    is_call.then(|| At::Dotnet {
        function,
        file: dotnet_file(&rest[open..]),
    })
}

fn parse_rest(rest: &str, indented: bool) -> Option<At<'_>> {
    // Traces are long, and these calls cost a third of what the standard library's searches do.
    let Some(open) = memchr::memchr(b'(', rest.as_bytes()) else {
        return parse_bare(rest, indented);
    };
    let (function, inside) = (&rest[..open], &rest[open..]);
    let Some(close) = memchr::memrchr(b')', inside.as_bytes()) else {
        // Cut off within the parenthesis.
        return (indented && !function.contains(' ') && function.contains('.')).then_some(
            At::Java {
                function,
                source: &inside[1..],
            },
        );
    };
    let (arguments, after) = (&inside[1..close], inside[close + 1..].trim_start());
    let Some(function) = function.strip_suffix(' ') else {
        // No blank before the parenthesis: Java, or .NET of today.
        if has(function, b' ') || !(indented || has(function, b'.')) {
            return None;
        }
        let first = memchr::memchr(b')', arguments.as_bytes());
        let first = &arguments[..first.unwrap_or(arguments.len())];
        let is_java = is_java_source(first) && !after.starts_with("in ");
        return Some(if is_java {
            At::Java {
                function,
                source: first,
            }
        } else {
            At::Dotnet {
                function,
                file: dotnet_file(inside),
            }
        });
    };
    if after.starts_with("[0x") || after.starts_with("<0x") || after.starts_with("in ") {
        return Some(At::Dotnet {
            function,
            file: dotnet_file(inside),
        });
    }
    let is_place = before_position(arguments).is_some()
        || matches!(
            arguments,
            "native" | "<anonymous>" | "unknown location" | "unknown" | "index 0"
        )
        || arguments.starts_with("eval at ")
        || arguments.starts_with("index ");
    is_place.then(|| At::Js {
        function,
        file: before_position(arguments).unwrap_or(""),
    })
}

fn has(text: &str, byte: u8) -> bool {
    memchr::memchr(byte, text.as_bytes()).is_some()
}

/// Without a parenthesis: only a place.
fn parse_bare(rest: &str, indented: bool) -> Option<At<'_>> {
    // Node opens an error's further properties behind its last frame.
    let rest = rest.trim_end_matches([' ', '{', ',']);
    let place = rest.strip_prefix("async ").unwrap_or(rest);
    if place == "<anonymous>" || place == "native" {
        return Some(At::Js {
            function: "",
            file: "",
        });
    }
    let file = before_position(place)?;
    if file.contains(' ') && !indented || !file.contains(['/', '\\', '.', ':', '<']) {
        return None;
    }
    Some(if file.ends_with(".rs") {
        At::Rust { file }
    } else {
        At::Js { function: "", file }
    })
}

/// `File.java:12`, `Native Method`, `Unknown Source`, `<generated>`, or only a file; .NET has parameters here.
fn is_java_source(text: &str) -> bool {
    matches!(
        text,
        "Native Method" | "Unknown Source" | "SourceFile" | "unknown"
    ) || text.starts_with('<')
        || before_position(text).is_some_and(|file| !file.contains(' '))
        || !text.contains([' ', ','])
            && [".java", ".kt", ".scala", ".groovy", ".clj"]
                .iter()
                .any(|e| text.ends_with(e))
}

/// The file in what follows a .NET method's name: `(Int32 id) in /src/Order.cs:line 57`, in whatever language.
fn dotnet_file(rest: &str) -> &str {
    let Some(close) = rest.rfind(") ") else {
        return "";
    };
    // Between the parenthesis and the path stand an offset (Mono) and a word for `in`.
    let place = &rest[close + 2..];
    let start = place.find(['/', '\\', '<']).unwrap_or(0);
    let start = if place[..start].ends_with(':') {
        start.saturating_sub(2)
    } else {
        start
    };
    let place = place.get(start..).unwrap_or("");
    let end = place.rfind(':').filter(|&i| i > 1).unwrap_or(place.len());
    &place[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: &str) -> Option<At<'_>> {
        parse(Line::new(line))
    }

    #[test]
    fn the_parenthesis_tells_the_language() {
        let java = |function, source| Some(At::Java { function, source });
        let dotnet = |function, file| Some(At::Dotnet { function, file });
        let js = |function, file| Some(At::Js { function, file });
        assert_eq!(
            at("\tat com.acme.Order.load(Order.java:57) ~[app.jar!/:1.0]"),
            java("com.acme.Order.load", "Order.java:57")
        );
        assert_eq!(
            at("at com.acme.Order.load(Native Method)"),
            java("com.acme.Order.load", "Native Method")
        );
        assert_eq!(
            at("   at Acme.Order.Load(Int32 id) in /src/Order.cs:line 57"),
            dotnet("Acme.Order.Load", "/src/Order.cs")
        );
        assert_eq!(
            at("   at Acme.Order.Load() in C:\\src\\Order.cs:line 57"),
            dotnet("Acme.Order.Load", "C:\\src\\Order.cs")
        );
        assert_eq!(
            at("  at Acme.Order.Load (System.String key) [0x00007] in /src/Order.cs:9"),
            dotnet("Acme.Order.Load", "/src/Order.cs")
        );
        assert_eq!(at("   at Acme.Order.Load()"), dotnet("Acme.Order.Load", ""));
        assert_eq!(
            at("   bei Acme.Order.Load() in C:\\src\\Order.cs:Zeile 57."),
            dotnet("Acme.Order.Load", "C:\\src\\Order.cs")
        );
        assert_eq!(
            at("    at load (/app/order.js:57:3)"),
            js("load", "/app/order.js")
        );
        assert_eq!(
            at("    at async Promise.all (index 0)"),
            js("async Promise.all", "")
        );
        assert_eq!(at("    at /app/order.js:57:3"), js("", "/app/order.js"));
        assert_eq!(
            at("    at async file:///app/order.mjs:57:3"),
            js("", "file:///app/order.mjs")
        );
        assert_eq!(
            at("             at ./src/order.rs:57:3"),
            Some(At::Rust {
                file: "./src/order.rs"
            })
        );
    }

    #[test]
    fn prose_that_begins_with_at_is_no_frame() {
        for line in [
            "at position 3",
            "at 12:30",
            "  at least 3 (of 5) failed",
            "at the end (see above)",
            "  in total 3.5 (MB)",
            "at ",
        ] {
            assert_eq!(at(line), None, "{line}");
        }
    }
}
