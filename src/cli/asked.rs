//! What the user asked with, so that a finding can say how to ask further: the options that say what is looked at and
//! how it is read, as they were typed, and the paths.

use std::ffi::OsString;

use errlog::analysis::asked::{Asked, quoted};

use super::args::Patterns as Args;

/// Options with a value that are kept: long name, short letter.
const KEPT: [(&str, Option<char>); 12] = [
    ("--since", Some('S')),
    ("--until", Some('U')),
    ("--level", Some('l')),
    ("--status", None),
    ("--endpoint", None),
    ("--user", None),
    ("--grep", Some('g')),
    ("--tz", None),
    ("--assume-tz", None),
    ("--field", None),
    ("--format", None),
    ("--config", None),
];

const SWITCHES: [(&str, Option<char>); 2] = [("--fixed-strings", Some('F')), ("--rotated", None)];

/// The call of this process.
pub fn again(args: &Args) -> Asked {
    let paths = args.paths.paths.iter();
    Asked {
        options: kept(std::env::args_os().skip(1)),
        paths: paths
            .map(|path| path.to_string_lossy().into_owned())
            .collect(),
    }
}

fn kept(words: impl Iterator<Item = OsString>) -> Vec<(&'static str, String)> {
    let mut words = words.map(|word| word.to_string_lossy().into_owned());
    let mut kept = Vec::new();
    while let Some(word) = words.next() {
        if word == "--" {
            break;
        }
        for (long, short) in SWITCHES {
            if word == long || short.is_some_and(|letter| word == format!("-{letter}")) {
                kept.push((long, long.to_owned()));
            }
        }
        for (long, short) in KEPT {
            let glued = word
                .strip_prefix(long)
                .and_then(|rest| rest.strip_prefix('='))
                .map(str::to_owned);
            let short = short.map(|letter| format!("-{letter}"));
            let behind = short.as_deref().and_then(|short| word.strip_prefix(short));
            let value = match (glued, behind) {
                (Some(value), _) => Some(value),
                (None, Some("")) => words.next(),
                (None, Some(value)) => Some(value.trim_start_matches('=').to_owned()),
                (None, None) if word == long => words.next(),
                _ => None,
            };
            if let Some(value) = value {
                kept.push((long, format!("{long} {}", quoted(&value))));
                break;
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_kept_however_they_were_typed() {
        let typed = [
            "patterns",
            "-S",
            "2h ago",
            "--tz=Europe/Berlin",
            "-lwarn",
            "-n",
            "5",
            "--json",
            "-F",
            "--endpoint",
            "GET /a*",
            "app.log",
        ];
        let kept: Vec<String> = kept(typed.iter().map(OsString::from))
            .into_iter()
            .map(|(_, words)| words)
            .collect();
        assert_eq!(
            kept,
            [
                "--since '2h ago'",
                "--tz Europe/Berlin",
                "--level warn",
                "--fixed-strings",
                "--endpoint 'GET /a*'",
            ]
        );
    }
}
