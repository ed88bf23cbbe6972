//! The command line as types: what may be asked, and nothing of how it is done.
//!
//! No file is opened here and no clock read, so that every argument can be tested by itself. Values whose
//! meaning hangs on others stay text: times on the zone and on now, `--grep` on `-F`, `--format` on the
//! configuration's names.

mod examples;
mod shared;
mod usage;
mod value;

#[cfg(test)]
mod manual;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args as ArgGroup, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

pub use shared::Shared;
pub use usage::UsageError;
pub use value::{ColorWhen, Output, SortBy};
use value::{Dim, FailOn};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Green.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

/// Find a request in logs, its errors, and the pattern behind them, in any log format.
#[derive(Debug, Parser)]
#[command(name = "errlog", bin_name = "errlog", version, styles = STYLES, after_help = examples::ERRLOG)]
#[command(
    args_override_self = true,
    subcommand_required = true,
    max_term_width = 110
)]
#[command(disable_help_subcommand = true)]
pub struct Args {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Find(Find),
    Errors(Errors),
    Patterns(Patterns),
    Events(Events),
    Inspect(Inspect),
    Completions(Completions),
}

/// Show the story of a request: all its entries from all sources, in order of time.
#[derive(Debug, ArgGroup)]
#[command(after_help = examples::FIND)]
#[command(
    override_usage = "errlog find [OPTIONS] <ID> [PATH]...\n       errlog find [OPTIONS] -e <ID>... [PATH]..."
)]
pub struct Find {
    /// Request ID, its beginning (at least 4 characters), or text that holds it; with -e or --ids-from, a PATH
    #[arg(value_name = "ID")]
    first: Option<OsString>,
    /// Files, directories or - for standard input (the default)
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    rest: Vec<PathBuf>,
    /// Request ID to find; may be given several times
    #[arg(short = 'e', value_name = "ID", allow_hyphen_values = true)]
    ids: Vec<String>,
    /// Read request IDs from FILE, one a line
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub ids_from: Option<PathBuf>,
}

impl Find {
    /// The IDs given on the command line and the paths, told apart as grep tells its pattern from its files: the
    /// first argument is the ID, unless `-e` or `--ids-from` gave IDs.
    pub fn ids_and_paths(&self) -> Result<(Vec<String>, Vec<PathBuf>), UsageError> {
        let mut ids = self.ids.clone();
        let mut paths = Vec::new();
        match &self.first {
            Some(first) if ids.is_empty() && self.ids_from.is_none() => {
                let id = first.to_str().ok_or_else(|| {
                    UsageError::wrong("the ID is not UTF-8", "give it as the log's text shows it")
                })?;
                ids.push(id.to_owned());
            }
            Some(first) => paths.push(PathBuf::from(first)),
            None if ids.is_empty() && self.ids_from.is_none() => {
                return Err(UsageError::wrong(
                    "find needs an ID",
                    "errlog find ID [PATH]...",
                ));
            }
            None => {}
        }
        if ids.iter().any(|id| id.trim().is_empty()) {
            return Err(UsageError::wrong(
                "the ID is empty",
                "errlog find ID [PATH]...",
            ));
        }
        paths.extend(self.rest.iter().cloned());
        Ok((ids, paths))
    }
}

/// Show error blocks whole: the failing entries with their stack traces, and context if asked for.
#[derive(Debug, ArgGroup)]
#[command(after_help = examples::ERRORS)]
pub struct Errors {
    #[command(flatten)]
    pub paths: Paths,
    /// Show N entries after each block
    #[arg(short = 'A', long, value_name = "N", value_parser = value::count)]
    after_context: Option<usize>,
    /// Show N entries before each block
    #[arg(short = 'B', long, value_name = "N", value_parser = value::count)]
    before_context: Option<usize>,
    /// Show N entries before and after each block
    #[arg(short = 'C', long, value_name = "N", value_parser = value::count)]
    context: Option<usize>,
    /// Keep in the context only entries of the block's own request
    #[arg(long)]
    pub same_request: bool,
    /// Show the newest N blocks
    #[arg(short = 'n', long, value_name = "N", conflicts_with = "first")]
    #[arg(value_parser = value::at_least_one)]
    pub last: Option<usize>,
    /// Show the oldest N blocks
    #[arg(long, value_name = "N", value_parser = value::at_least_one)]
    pub first: Option<usize>,
    /// Show each distinct error once: how often, first and last time, one whole sample
    #[arg(long)]
    pub group: bool,
}

impl Errors {
    /// Entries of context before and after each block; `None` when no context was asked for.
    pub fn context(&self) -> Option<(usize, usize)> {
        let before = self.before_context.or(self.context);
        let after = self.after_context.or(self.context);
        (before.is_some() || after.is_some())
            .then(|| (before.unwrap_or_default(), after.unwrap_or_default()))
    }
}

/// Say what stands out among failed requests; with --by, count them by hour, endpoint, user, error or any field.
#[derive(Debug, ArgGroup)]
#[command(after_help = examples::PATTERNS)]
pub struct Patterns {
    #[command(flatten)]
    pub paths: Paths,
    /// Group by one or two of minute, hour, day, minute-of-hour, hour-of-day, weekday, endpoint, user, status,
    /// error, cause, method, level, host, service, source, or any field's key
    #[arg(long, value_name = "DIM[,DIM]", value_delimiter = ',')]
    pub by: Vec<Dim>,
    /// Show N groups, 0 for all of them (default: 20 in a table unless it is by time, all otherwise)
    #[arg(short = 'n', value_name = "N", value_parser = value::count)]
    groups: Option<usize>,
    /// Order of the groups (default: failures; time groups by key)
    #[arg(long, value_name = "WHAT")]
    pub sort: Option<SortBy>,
    /// Compare with an earlier --json report: which errors are new, regressed or gone
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Exit with 3 where a condition holds: new (an error that the baseline lacks), spike, rate>1%
    #[arg(long, value_name = "WHEN", value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
}

impl Patterns {
    /// How many groups to show; `None` for all. Without `-n`, a table stops at 20, unless its groups follow the
    /// clock: half a day says nothing of the other half.
    pub fn limit(&self, output: Output) -> Option<usize> {
        match self.groups {
            Some(0) => None,
            Some(n) => Some(n),
            None if output == Output::Table && !self.by.iter().any(Dim::is_time) => Some(20),
            None => None,
        }
    }
}

/// Print every entry as an event (time, level, request ID, status, error, ...), for other tools.
#[derive(Debug, ArgGroup)]
#[command(after_help = examples::EVENTS)]
pub struct Events {
    #[command(flatten)]
    pub paths: Paths,
    /// Add the entry's own text
    #[arg(long)]
    pub raw: bool,
    /// Give every event a fingerprint, failing or not, to group any log by message
    #[arg(long)]
    pub fingerprint: bool,
}

/// Tell what was recognised: formats, fields, time range, coverage, samples of what was not.
#[derive(Debug, ArgGroup)]
#[command(after_help = examples::INSPECT)]
pub struct Inspect {
    #[command(flatten)]
    pub paths: Paths,
}

/// Print the completion script for a shell.
#[derive(Debug, ArgGroup)]
#[command(after_help = examples::COMPLETIONS)]
#[command(
    help_template = "{about-with-newline}\n{usage-heading} {usage}\n\nArguments:\n{positionals}{after-help}"
)]
#[command(override_usage = "errlog completions <SHELL>")]
pub struct Completions {
    pub shell: Shell,
}

#[derive(Debug, ArgGroup)]
pub struct Paths {
    /// Files, directories or - for standard input (the default)
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
}

impl Args {
    /// Where the command reads from.
    pub fn paths(&self) -> Vec<PathBuf> {
        match &self.command {
            // Told wrong ones were refused when the line was read.
            Command::Find(find) => find
                .ids_and_paths()
                .map(|(_, paths)| paths)
                .unwrap_or_default(),
            Command::Errors(errors) => errors.paths.paths.clone(),
            Command::Patterns(patterns) => patterns.paths.paths.clone(),
            Command::Events(events) => events.paths.paths.clone(),
            Command::Inspect(inspect) => inspect.paths.paths.clone(),
            Command::Completions(_) => Vec::new(),
        }
    }

    /// How results are printed, `--json` resolved to what it means for the command.
    pub fn output(&self) -> Output {
        let report = matches!(self.command, Command::Patterns(_) | Command::Inspect(_));
        match self.shared.output {
            _ if self.shared.json && report => Output::Json,
            _ if self.shared.json => Output::Jsonl,
            Some(chosen) => chosen,
            // Events are made for other tools.
            None if matches!(self.command, Command::Events(_)) => Output::Jsonl,
            None => Output::Table,
        }
    }
}

/// Reads a command line, the program's name first.
pub fn parse_from<I, T>(line: I) -> Result<Args, UsageError>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let args = Args::try_parse_from(line)?;
    match &args.command {
        Command::Find(find) => {
            find.ids_and_paths()?;
        }
        Command::Patterns(patterns) => {
            check_dims(&patterns.by)?;
            check_conditions(patterns)?;
        }
        _ => {}
    }
    Ok(args)
}

/// A condition on something that the report would not hold is a mistake, not one that never holds.
fn check_conditions(patterns: &Patterns) -> Result<(), UsageError> {
    let asks = |condition| patterns.fail_on.contains(&condition);
    if asks(FailOn::New) && patterns.baseline.is_none() {
        return Err(UsageError::wrong(
            "--fail-on new: there is nothing to compare with",
            "give an earlier --json report with --baseline FILE",
        ));
    }
    if asks(FailOn::Spike) && !patterns.by.is_empty() {
        return Err(UsageError::wrong(
            "--fail-on spike: what stands out is looked for without --by only",
            "leave --by out",
        ));
    }
    Ok(())
}

fn check_dims(by: &[Dim]) -> Result<(), UsageError> {
    match by {
        [one, two] if one == two => Err(UsageError::wrong(
            format!("--by: '{}' stands twice", one.name()),
            "name it once",
        )),
        [_, _, _, ..] => Err(UsageError::wrong(
            format!("--by: {} dimensions are too many", by.len()),
            "give one, or two for a cross table",
        )),
        _ => Ok(()),
    }
}
