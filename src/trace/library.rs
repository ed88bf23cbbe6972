//! Whose code a frame is, and the names that stay the same from run to run.

use std::borrow::Cow;

/// Parts of a path that only a runtime's own or an installed package's files have.
const FOREIGN: [&str; 34] = [
    "node_modules/",
    "node:",
    "site-packages/",
    "dist-packages/",
    "lib/python",
    "lib64/python",
    "<frozen ",
    "vendor/",
    "go/pkg/mod/",
    "/usr/local/go/",
    "/usr/lib/",
    "/usr/lib64/",
    "/usr/share/",
    "/lib/x86_64",
    "/lib64/",
    "/golang.org/",
    "/toolchain@",
    "/rustc/",
    ".cargo/registry/",
    ".cargo/git/",
    ".rustup/",
    "/gems/",
    "lib/ruby/",
    "<internal:",
    "dart:",
    "package:flutter/",
    "org-dartlang-sdk:",
    ".pub-cache/",
    "webpack/bootstrap",
    "webpack/runtime",
    "internal/process/",
    "internal/modules/",
    "/deps/",
    "sysdeps/",
];

/// How many bytes of a part are compared at once.
const HEAD: usize = 4;

/// For each byte, the parts that begin with it, a bit each.
static BEGINNINGS: [u64; 256] = {
    let mut table = [0; 256];
    let mut part = 0;
    while part < FOREIGN.len() {
        table[FOREIGN[part].as_bytes()[0] as usize] |= 1 << part;
        part += 1;
    }
    table
};

/// Whether a file is the runtime's own or an installed package's.
pub(super) fn is_foreign(path: &str) -> bool {
    holds_foreign(path.as_bytes())
        || memchr::memchr(b'\\', path.as_bytes()).is_some()
            && holds_foreign(path.replace('\\', "/").as_bytes())
}

/// One walk over the bytes, where a search for each part would cost as much as all else that is read of a frame.
fn holds_foreign(path: &[u8]) -> bool {
    (0..path.len()).any(|at| {
        let mut left = BEGINNINGS[usize::from(path[at])];
        let here = &path[at..];
        while left != 0 {
            let part = FOREIGN[left.trailing_zeros() as usize].as_bytes();
            left &= left - 1;
            if part.first_chunk::<HEAD>() == here.first_chunk() && here.starts_with(part) {
                return true;
            }
        }
        false
    })
}

/// Whether a qualified name is of one of `packages`, each written with its separator at the end.
pub(super) fn is_of(name: &str, packages: &[&str]) -> bool {
    packages.iter().any(|p| name.starts_with(p))
}

/// The base name of a file, without a bundle's content hash: `main.4f3a2b1c.js` is `main.js` after the next build.
pub(super) fn base(path: &str) -> Cow<'_, str> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    // Hexadecimal, or eight letters and digits of either case.
    let is_hash = |part: &str| {
        let all = |of: fn(&u8) -> bool| part.bytes().all(|b| of(&b));
        let any = |of: fn(&u8) -> bool| part.bytes().any(|b| of(&b));
        let is_mixed = any(u8::is_ascii_lowercase) && any(u8::is_ascii_uppercase);
        any(u8::is_ascii_digit)
            && (part.len() >= 8 && all(u8::is_ascii_hexdigit)
                || part.len() == 8 && is_mixed && all(u8::is_ascii_alphanumeric))
    };
    match name.split(['.', '-']).find(|p| is_hash(p)) {
        Some(hash) if name.len() > hash.len() => Cow::Owned(
            name.replacen(hash, "", 1)
                .replace("..", ".")
                .replace("-.", "."),
        ),
        _ => Cow::Borrowed(name),
    }
}

/// The path before `:line` or `:line:column`, if `text` ends so.
pub(super) fn before_position(text: &str) -> Option<&str> {
    let path = strip_number(text)?;
    Some(strip_number(path).unwrap_or(path)).filter(|p| !p.is_empty())
}

fn strip_number(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (rest.len() < text.len())
        .then(|| rest.strip_suffix(':'))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_outlives_line_numbers_and_build_hashes() {
        assert_eq!(base("/app/static/main.4f3a2b1c.js?v=3"), "main.js");
        assert_eq!(base("/app/static/index-9f8e7d6c5b4a.js"), "index.js");
        assert_eq!(base("/app/assets/index-BxC9a1Zq.js"), "index.js");
        assert_eq!(base("C:\\src\\Shop\\Order.cs"), "Order.cs");
        assert_eq!(base("cafebabe"), "cafebabe");
        assert_eq!(before_position("/app/x.js:12:5"), Some("/app/x.js"));
        assert_eq!(before_position("foo.go:6"), Some("foo.go"));
        assert_eq!(before_position("x"), None);
    }

    #[test]
    fn installed_packages_are_told_from_the_applications_own_files() {
        assert!(is_foreign("/app/node_modules/express/lib/router.js"));
        assert!(is_foreign("C:\\app\\node_modules\\express\\index.js"));
        assert!(!is_foreign("/app/src/orders.js"));
        for part in FOREIGN {
            assert!(part.len() >= HEAD, "{part}");
            assert!(is_foreign(part) && is_foreign(&format!("/x{part}")));
            assert!(
                !is_foreign(&part[1..]) || part == "/usr/lib64/" || part == "/lib64/",
                "{part}"
            );
        }
    }
}
