//! What is said when a command line can't be run: one line, what is wrong and how to mend it.

use std::fmt;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Why parsing ended without arguments to run.
#[derive(Debug)]
pub enum UsageError {
    /// `--help` or `--version`: a page for standard output, exit 0.
    Page(clap::Error),
    /// Bad usage, exit 2.
    Wrong { what: String, mend: String },
}

impl UsageError {
    pub fn wrong(what: impl Into<String>, mend: impl Into<String>) -> UsageError {
        UsageError::Wrong {
            what: what.into(),
            mend: mend.into(),
        }
    }

    /// Prints the page or the complaint, and gives the exit code that goes with it.
    pub fn print(&self) -> ExitCode {
        match self {
            UsageError::Page(page) => {
                // A reader that closed the pipe has seen what it wanted of the page.
                let _ = page.print();
                ExitCode::SUCCESS
            }
            UsageError::Wrong { .. } => {
                eprintln!("{self}");
                ExitCode::from(2)
            }
        }
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            UsageError::Page(page) => write!(f, "{page}"),
            UsageError::Wrong { what, mend } => {
                let line = format!("errlog: {what}: {mend}");
                f.write_str(&errlog::report::style::safe_line(&line))
            }
        }
    }
}

impl std::error::Error for UsageError {}

impl From<clap::Error> for UsageError {
    fn from(error: clap::Error) -> UsageError {
        let get = |kind| error.get(kind).map(plain).unwrap_or_default();
        let arg = option_name(&get(ContextKind::InvalidArg));
        let value = get(ContextKind::InvalidValue);
        let help = || "errlog --help tells more".to_owned();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => UsageError::Page(error),
            ErrorKind::InvalidValue if value.is_empty() => {
                UsageError::wrong(format!("{arg}: its value is missing"), "put one after it")
            }
            ErrorKind::InvalidValue => UsageError::wrong(
                format!("{arg}: '{value}' is not one of its values"),
                format!("give one of {}", get(ContextKind::ValidValue)),
            ),
            // Our own readers say both halves.
            ErrorKind::ValueValidation => {
                let told = std::error::Error::source(&error).map(ToString::to_string);
                UsageError::wrong(
                    arg,
                    told.unwrap_or_else(|| format!("'{value}' does not fit")),
                )
            }
            ErrorKind::UnknownArgument => {
                let nearest = get(ContextKind::SuggestedArg);
                UsageError::wrong(
                    format!("there is no option '{arg}'"),
                    if nearest.is_empty() {
                        help()
                    } else {
                        format!("did you mean {nearest}?")
                    },
                )
            }
            ErrorKind::InvalidSubcommand => {
                let nearest = get(ContextKind::SuggestedSubcommand);
                UsageError::wrong(
                    format!(
                        "there is no command '{}'",
                        get(ContextKind::InvalidSubcommand)
                    ),
                    if nearest.is_empty() {
                        format!("{COMMANDS} come first, paths last")
                    } else {
                        format!("did you mean {nearest}?")
                    },
                )
            }
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                UsageError::wrong(
                    "no command given",
                    format!("start with {COMMANDS}; errlog --help tells more"),
                )
            }
            ErrorKind::ArgumentConflict => {
                let prior = option_name(&get(ContextKind::PriorArg));
                UsageError::wrong(
                    format!("{arg} and {prior} exclude each other"),
                    "leave one out",
                )
            }
            ErrorKind::TooManyValues => UsageError::wrong(
                format!("{arg} takes no value, but '{value}' was given"),
                format!("write {arg} alone"),
            ),
            ErrorKind::MissingRequiredArgument => {
                UsageError::wrong(format!("{arg} is missing"), help())
            }
            _ => {
                let text = error.to_string();
                let first = text.lines().next().unwrap_or_default();
                UsageError::wrong(first.trim_start_matches("error: "), help())
            }
        }
    }
}

const COMMANDS: &str = "find, errors, patterns, events or inspect";

/// `--level` of clap's `--level <L>`, `ID` of its `<ID>`.
fn option_name(arg: &str) -> String {
    let name = arg.split([' ', '=']).next().unwrap_or(arg);
    name.trim_matches(['<', '>', '[', ']', '.']).to_owned()
}

/// A piece of clap's account of an error, without its colours.
fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
