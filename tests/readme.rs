//! README.md and the man page against the program: what they show is what errlog prints, what they tell to type
//! runs, and the formats they name are those there are.
//!
//! In a `console` block a line `...` stands for any number of lines, and ` ...` in a line for any text. The errlog
//! part of a `sh` block is run, and a `json` block is what the `sh` block before it prints.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use errlog::format::{FORMATS, WRAPPERS};
use serde_json::Value;

use crate::support::{errlog, testdata};

const README: &str = include_str!("../README.md");
const MAN: &str = include_str!("../man/errlog.1");

#[test]
fn console_blocks_show_what_errlog_prints() {
    let mut shown = 0;
    for block in blocks("console") {
        for session in format!("\n{block}").split("\n$ ").skip(1) {
            let (command, expected) = session.split_once('\n').unwrap_or((session, ""));
            let (_, printed) = shell(command, &root());
            let wanted: Vec<_> = expected.lines().collect();
            let got: Vec<_> = printed.lines().collect();
            assert!(
                shows(&wanted, &got),
                "$ {command}\nREADME.md shows:\n{expected}\nerrlog prints:\n{printed}"
            );
            shown += 1;
        }
    }
    assert!(shown > 4, "README.md shows commands with their output");
}

#[test]
fn commands_of_sh_blocks_run() {
    let folder = tempfile::tempdir().expect("a folder for the logs");
    for log in ["access.log", "app.log", "worker.log"] {
        let from = testdata("shop").join(log);
        fs::copy(from, folder.path().join(log)).expect("the log is copied");
    }
    fs::write(folder.path().join("ids.txt"), "550e8400\n").expect("the list of IDs is written");
    let commands: Vec<_> = blocks("sh")
        .iter()
        .flat_map(|sh| errlog_parts(sh))
        .collect();
    assert!(commands.len() > 8, "README.md has recipes: {commands:?}");
    for command in commands {
        let (code, printed) = shell(&command, folder.path());
        // Recipes also name logs of the reader's own machine.
        let runs = matches!(code, 0 | 1) || printed.contains(": does not exist: ");
        assert!(runs, "$ {command}\nended with {code}:\n{printed}");
    }
}

#[test]
fn json_blocks_are_what_the_command_above_them_prints() {
    let all = fenced();
    let examples: Vec<_> = all
        .windows(2)
        .filter(|pair| pair[1].0 == "json")
        .map(|pair| (errlog_parts(&pair[0].1), &pair[1].1))
        .collect();
    assert_eq!(examples.len(), 2, "an event and a report");
    for (commands, expected) in examples {
        let [command] = &commands[..] else {
            panic!("one errlog command before a json block, not {commands:?}");
        };
        let (_, printed) = shell(command, &root());
        let value = |text| serde_json::from_str::<Value>(text).expect("it is one JSON value");
        assert_eq!(value(&printed), value(expected), "$ {command}");
    }
}

#[test]
fn the_configuration_shown_is_read() {
    let shown = blocks("toml");
    assert_eq!(shown.len(), 1);
    let file = tempfile::NamedTempFile::new().expect("a file for the configuration");
    fs::write(file.path(), &shown[0]).expect("the configuration is written");
    let log = "14.03.2025 02:11:09 ERROR [7d1c-01] eu LedgerLocked: held by 17\n";
    let call = ["errors", "--json", "--config"].map(AsRef::as_ref);
    let events = errlog(call.iter().chain([&file.path().as_os_str()]))
        .stdin(log)
        .run()
        .jsonl();
    let got = ["format", "time", "request_id", "cause"].map(|field| events[0][field].clone());
    let expected = ["till", "2025-03-14T02:11:09Z", "7d1c-01", "database"];
    assert_eq!(got, expected);
}

#[test]
fn the_tables_of_formats_are_those_of_the_program() {
    let formats = FORMATS.iter().map(|format| (format.name(), format.about()));
    let wrappers = WRAPPERS
        .iter()
        .map(|wrapper| (wrapper.name(), wrapper.about()));
    let expected: Vec<_> = formats
        .chain(wrappers)
        .map(|(name, about)| format!("| `{name}` | {about} |"))
        .collect();
    let chapter = README
        .split("\n## ")
        .find(|chapter| chapter.starts_with("Formats\n"))
        .expect("README.md has a chapter of formats");
    let rows: Vec<_> = chapter
        .lines()
        .filter(|line| line.starts_with("| `") && !line.starts_with("| `--format`"))
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_man_page_names_every_format() {
    let names = FORMATS.iter().map(|format| format.name());
    let mut expected: Vec<_> = names
        .chain(WRAPPERS.iter().map(|wrapper| wrapper.name()))
        .collect();
    expected.sort_unstable();
    let option = MAN
        .split(".TP\n")
        .find(|option| option.starts_with(".BI \\-\\-format "))
        .expect("the man page has --format");
    let mut named: Vec<_> = option
        .lines()
        .skip(1)
        .filter_map(|line| line.strip_prefix(".BR ")?.split(' ').next())
        .map(|name| name.replace("\\-", "-"))
        .collect();
    named.sort_unstable();
    assert_eq!(named, expected);
}

/// The fenced blocks of the README: language and text.
fn fenced() -> Vec<(&'static str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut inside = false;
    for line in README.lines() {
        match (line.strip_prefix("```"), inside) {
            (Some(language), false) => {
                blocks.push((language, String::new()));
                inside = true;
            }
            (Some(_), true) => inside = false,
            (None, true) => {
                if let Some((_, text)) = blocks.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            (None, false) => {}
        }
    }
    assert!(!inside, "every block ends");
    blocks
}

fn blocks(language: &str) -> Vec<String> {
    let all = fenced().into_iter();
    all.filter(|block| block.0 == language)
        .map(|block| block.1)
        .collect()
}

/// The errlog commands of a script, without the pipes and redirections around them.
fn errlog_parts(script: &str) -> Vec<String> {
    let mut quote = None;
    let separate = |c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '\'' | '"') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && matches!(c, '|' | ';' | '&' | '<' | '>' | '(' | ')' | '\n')
    };
    script
        .split(separate)
        .filter_map(|part| match part.find(" errlog ") {
            Some(at) => Some(&part[at + 1..]),
            None => part.starts_with("errlog ").then_some(part),
        })
        .map(str::to_owned)
        .collect()
}

/// Whether `readme` is what `printed` is, but for what it marks as cut.
fn shows(readme: &[&str], printed: &[&str]) -> bool {
    match readme {
        [] => printed.is_empty(),
        ["...", rest @ ..] => (0..=printed.len()).any(|cut| shows(rest, &printed[cut..])),
        [line, rest @ ..] => printed
            .split_first()
            .is_some_and(|(first, others)| shows_line(line, first) && shows(rest, others)),
    }
}

fn shows_line(readme: &str, printed: &str) -> bool {
    let mut pieces = readme.split(" ...").map(|piece| piece.trim_end());
    let Some(mut rest) = pieces.next().and_then(|piece| printed.strip_prefix(piece)) else {
        return false;
    };
    let mut cut = false;
    for piece in pieces {
        let piece = piece.trim_start();
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
        cut = piece.is_empty();
    }
    cut || rest.trim_end().is_empty()
}

/// Runs a command line as a reader of the README would: its exit code, and all that it prints.
fn shell(line: &str, folder: &Path) -> (i32, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_errlog")).parent();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        programs
            .map(PathBuf::from)
            .into_iter()
            .chain(std::env::split_paths(&path)),
    );
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(folder)
        .env("PATH", path.expect("a search path"))
        .env("COLUMNS", "80")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env_remove("ERRLOG_CONFIG")
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .expect("sh starts");
    let printed = String::from_utf8(output.stdout).expect("what is printed is UTF-8");
    (output.status.code().unwrap_or(-1), printed)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
