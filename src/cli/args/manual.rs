//! The man page is written by hand; these tests hold it to the parser.

use std::collections::BTreeSet;

use clap::{Command, CommandFactory};

use super::Args;

const PAGE: &str = include_str!("../../../man/errlog.1");

/// The lines of the page's section of that name.
fn section(name: &str) -> String {
    let mut lines = PAGE
        .lines()
        .skip_while(|line| *line != format!(".SH {name}"));
    assert!(lines.next().is_some(), "no section {name}");
    lines
        .take_while(|line| !line.starts_with(".SH "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The options that the page has entries for: the `.B` and `.BR` lines that follow a `.TP`.
fn described() -> BTreeSet<String> {
    let mut lines = PAGE.lines();
    let mut options = BTreeSet::new();
    while let Some(line) = lines.next() {
        if line != ".TP" {
            continue;
        }
        let entry = lines.next().unwrap_or_default().replace("\\-", "-");
        let words = entry.split([' ', ',', '"', '=']);
        options.extend(
            words
                .filter(|word| word.starts_with('-'))
                .map(str::to_owned),
        );
    }
    options
}

fn options(command: &Command) -> BTreeSet<String> {
    let mut options = BTreeSet::new();
    for arg in command.get_arguments() {
        options.extend(arg.get_short().map(|short| format!("-{short}")));
        options.extend(arg.get_long().map(|long| format!("--{long}")));
    }
    options
}

fn parser() -> Command {
    let mut parser = Args::command();
    parser.build();
    parser
}

#[test]
fn every_option_of_the_parser_is_in_the_page_and_the_reverse() {
    let parser = parser();
    let known: BTreeSet<_> = parser
        .get_subcommands()
        .chain([&parser])
        .flat_map(options)
        .collect();
    assert_eq!(described(), known);
}

#[test]
fn every_command_of_the_parser_is_in_the_page_and_the_reverse() {
    let page = section("COMMANDS");
    let described: BTreeSet<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix(".SS "))
        .filter_map(|line| line.trim_matches('"').split(' ').next())
        .collect();
    let parser = parser();
    let known: BTreeSet<_> = parser.get_subcommands().map(Command::get_name).collect();
    assert_eq!(described, known);
}

#[test]
fn the_page_names_every_value_and_the_version_it_is_for() {
    let parser = parser();
    for arg in parser.get_subcommands().flat_map(Command::get_arguments) {
        for value in arg.get_possible_values() {
            let name = value.get_name();
            // Switches take `true` and `false` inside clap alone.
            if !arg.get_action().takes_values() {
                continue;
            }
            assert!(PAGE.contains(name), "{}: {name}", arg.get_id());
        }
    }
    assert!(PAGE.contains(&format!("errlog {}", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn the_page_has_the_sections_that_readers_look_for() {
    for name in [
        "NAME",
        "SYNOPSIS",
        "EXAMPLES",
        "EXIT STATUS",
        "FILES",
        "ENVIRONMENT",
    ] {
        assert!(!section(name).trim().is_empty(), "{name}");
    }
}
