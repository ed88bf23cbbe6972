//! What a token of a head looks like: a logger's name, a source position, a number, a plain word.

/// A word that a sentence would hardly hold: it has a digit or a joint in it, or is no word at all.
pub fn is_technical(token: &[u8]) -> bool {
    token.iter().any(|b| {
        b.is_ascii_digit()
            || matches!(
                b,
                b'.' | b'_' | b'@' | b'/' | b'\\' | b'#' | b'=' | b'-' | b'$' | b'|' | b'*'
            )
    })
}

/// The name of a logger or module, qualified: `com.acme.Foo`, `o.e.n.Node`, `my::mod`, `nova.wsgi`, `Foo$Bar.baz`.
///
/// A host, a file or an exception looks alike and is not: their last part gives them away.
pub fn is_logger(name: &[u8]) -> bool {
    (is_dotted(name) || is_scoped(name)) && !is_exception(name)
}

/// Two words or more with dots between, of which the last is no ending.
fn is_dotted(name: &[u8]) -> bool {
    let mut last = 0;
    for (at, byte) in name.iter().enumerate() {
        let fits = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$' => true,
            b'0'..=b'9' | b'-' | b'#' => at > last,
            b'.' if at > last => {
                last = at + 1;
                true
            }
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    last > 0 && last < name.len() && (!is_ending(&name[last..]) || is_class(&name[..last - 1]))
}

/// A class in its package, so that what follows is a method of it: `org.acme.Shop` before `.log`.
fn is_class(name: &[u8]) -> bool {
    let last = memchr::memrchr(b'.', name).map_or(0, |dot| dot + 1);
    name.first().is_some_and(u8::is_ascii_lowercase)
        && memchr::memchr(b'.', name).is_some_and(|first| first + 1 < last)
        && name[last..].first().is_some_and(u8::is_ascii_uppercase)
}

/// Words with two colons between.
fn is_scoped(name: &[u8]) -> bool {
    // Most words are turned away here.
    name.contains(&b':')
        && name.windows(2).any(|pair| pair == b"::")
        && name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-' | b'.'))
        && (name[0].is_ascii_alphabetic() || name[0] == b'_')
        && name
            .iter()
            .any(|b| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit())
}

/// A class of exceptions by its name: such a name begins the message, it is not the logger.
pub fn is_exception(name: &[u8]) -> bool {
    // Names are many, and few end like one of these.
    let endings: &[&[u8]] = match name.last() {
        Some(b'n') => &[b"Exception"],
        Some(b'r') => &[b"Error"],
        Some(b'e') => &[b"Throwable", b"Failure"],
        Some(b't') => &[b"Fault", b"Interrupt", b"Exit"],
        Some(b'g') => &[b"Warning"],
        _ => return false,
    };
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Endings of files and hosts.
fn is_ending(part: &[u8]) -> bool {
    matches!(
        part,
        b"bak"
            | b"bin"
            | b"c"
            | b"cc"
            | b"cfg"
            | b"cnf"
            | b"com"
            | b"conf"
            | b"cpp"
            | b"crt"
            | b"css"
            | b"csv"
            | b"dat"
            | b"db"
            | b"de"
            | b"dll"
            | b"exe"
            | b"gz"
            | b"h"
            | b"html"
            | b"ini"
            | b"internal"
            | b"io"
            | b"jar"
            | b"java"
            | b"js"
            | b"json"
            | b"key"
            | b"lock"
            | b"log"
            | b"md"
            | b"net"
            | b"org"
            | b"pem"
            | b"php"
            | b"pid"
            | b"pl"
            | b"properties"
            | b"rb"
            | b"rs"
            | b"sh"
            | b"so"
            | b"sock"
            | b"sql"
            | b"tar"
            | b"tmp"
            | b"toml"
            | b"ts"
            | b"tsx"
            | b"txt"
            | b"uk"
            | b"war"
            | b"xml"
            | b"yaml"
            | b"yml"
            | b"zip"
            | b"local"
            | b"localdomain"
    )
}

/// A place in the source code, without brackets around and colon behind: `file.go:12`, `drv_ssd.c:1835`,
/// `socket.c:775:__socket_rwv`, `src/lib.rs:179`, `prepare@Feature.cpp:187`, `Foo.java:12`, `mod:fn:12`.
pub fn is_position(token: &[u8]) -> bool {
    let mut colons = (0..token.len()).filter(|&at| token[at] == b':');
    let Some(colon) = colons.find(|&at| {
        let digits = super::lex::digits(&token[at + 1..]);
        digits > 0 && matches!(token.get(at + 1 + digits), None | Some(b':' | b'.'))
    }) else {
        return false;
    };
    let file = &token[..colon];
    if file
        .first()
        .is_none_or(|b| b.is_ascii_digit() || *b == b'"')
    {
        return false;
    }
    // `localhost:5432` and `db.example.org:5432` are no places; `mod:fn:12` and `Foo.java:12` are.
    let dot = memchr::memrchr(b'.', file);
    let extension = dot.is_some_and(|dot| is_source_extension(&file[dot + 1..]));
    extension
        || file.contains(&b':') && !file.contains(&b'/') && !file.contains(&b'@')
        || file.contains(&b'@') && !file.contains(&b'.') && !file.contains(&b':')
}

fn is_source_extension(extension: &[u8]) -> bool {
    matches!(
        extension,
        b"c" | b"cc"
            | b"cpp"
            | b"cxx"
            | b"h"
            | b"hpp"
            | b"hh"
            | b"m"
            | b"mm"
            | b"go"
            | b"rs"
            | b"java"
            | b"kt"
            | b"scala"
            | b"groovy"
            | b"py"
            | b"pyx"
            | b"rb"
            | b"php"
            | b"js"
            | b"mjs"
            | b"cjs"
            | b"ts"
            | b"tsx"
            | b"jsx"
            | b"cs"
            | b"fs"
            | b"vb"
            | b"swift"
            | b"dart"
            | b"erl"
            | b"ex"
            | b"exs"
            | b"lua"
            | b"pl"
            | b"pm"
            | b"tcl"
            | b"cfc"
            | b"clj"
            | b"ml"
            | b"hs"
    )
}

/// A name as a layout writes one before ` - `: one word, `FooService`, `my-app`, `AddressPicker:176`, `main()`.
pub fn is_name(token: &[u8]) -> bool {
    token
        .first()
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'<'))
        && token.iter().all(|b| {
            b.is_ascii_alphanumeric()
                || matches!(
                    b,
                    b'_' | b'-'
                        | b'.'
                        | b':'
                        | b'$'
                        | b'#'
                        | b'/'
                        | b'<'
                        | b'>'
                        | b'('
                        | b')'
                        | b'@'
                )
        })
        && !is_exception(token)
}

/// `key=value`, key first.
pub fn is_pair(token: &[u8]) -> bool {
    memchr::memchr(b'=', token).is_some_and(|at| {
        at > 0
            && token[..at]
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loggers_are_told_from_hosts_files_and_exceptions() {
        for name in [
            "com.acme.Foo",
            "o.e.n.Node",
            "shop.api",
            "my::mod",
            "nova.osapi_compute.wsgi.server",
            "a.B$C",
        ] {
            assert!(is_logger(name.as_bytes()), "{name}");
        }
        for other in [
            "main",
            "example.com",
            "config.yaml",
            "10.0.0.1",
            "java.lang.NullPointerException",
            "1.2",
            "Active::RecordError",
            "fe80::1",
            "end.",
            "...",
        ] {
            assert!(!is_logger(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn positions_are_told_from_hosts_with_ports() {
        for place in [
            "file.go:12",
            "socket.c:775:__socket_rwv",
            "app.main:run:42",
            "prepare@Feature.cpp:187",
        ] {
            assert!(is_position(place.as_bytes()), "{place}");
        }
        for other in [
            "localhost:5432",
            "db.example.org:5432",
            "12:30",
            "Renewer:alice@node-1:9000",
            "http://x.test:80/",
            "foo:",
        ] {
            assert!(!is_position(other.as_bytes()), "{other}");
        }
    }
}
