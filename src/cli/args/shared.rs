//! The options that every command takes, under the headings that help pages give them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use errlog::time::Zone;

use super::value::{self, ColorWhen, FieldKeys, LevelFilter, Output, StatusFilter};

const NARROW: &str = "What is looked at";
const READ: &str = "How logs are read";
const PRINT: &str = "How results are printed";

/// What every command takes, before or after its name.
#[derive(Debug, Args)]
pub struct Shared {
    /// Look at nothing older than T: 2025-03-14T02, 14:30, 2h, yesterday, @1741917069, end-2h
    #[arg(short = 'S', long, value_name = "T", global = true, help_heading = NARROW)]
    #[arg(allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Look at nothing at or after T; T as for --since
    #[arg(short = 'U', long, value_name = "T", global = true, help_heading = NARROW)]
    #[arg(allow_hyphen_values = true)]
    pub until: Option<String>,
    /// Entries of this level and above, or of a comma list of levels; in errors and patterns: what counts as failing
    #[arg(short, long, value_name = "L", global = true, help_heading = NARROW)]
    pub level: Option<LevelFilter>,
    /// Entries with these statuses: 5xx or 500,503; in errors and patterns: what counts as failing
    #[arg(long, value_name = "S", global = true, help_heading = NARROW)]
    pub status: Option<StatusFilter>,
    /// Entries whose endpoint matches the glob G: 'POST /api/*'
    #[arg(long, value_name = "G", global = true, help_heading = NARROW)]
    pub endpoint: Option<String>,
    /// Entries of this user
    #[arg(long, value_name = "U", global = true, help_heading = NARROW)]
    pub user: Option<String>,
    /// Entries that match the regular expression RE
    #[arg(short, long, value_name = "RE", global = true, help_heading = NARROW)]
    #[arg(allow_hyphen_values = true)]
    pub grep: Option<String>,
    /// Take RE as plain text
    #[arg(short = 'F', long, global = true, help_heading = NARROW)]
    pub fixed_strings: bool,

    /// Read the rotated siblings of each file too, oldest first (app.log.2.gz, app.log.1)
    #[arg(long, global = true, help_heading = READ)]
    pub rotated: bool,
    /// Zone in which times are printed, and hours and days counted: local, +02:00, Europe/Berlin
    #[arg(long, value_name = "Z", global = true, help_heading = READ, default_value = "UTC")]
    #[arg(allow_hyphen_values = true, value_parser = Zone::parse)]
    pub tz: Zone,
    /// Zone of times in the log that name none
    #[arg(long, value_name = "Z", global = true, help_heading = READ, default_value = "UTC")]
    #[arg(allow_hyphen_values = true, value_parser = Zone::parse)]
    pub assume_tz: Zone,
    /// Keys that hold a field in these logs: request_id=correlationId,cid
    #[arg(long, value_name = "NAME=KEY[,KEY]", global = true, help_heading = READ)]
    pub field: Vec<FieldKeys>,
    /// Skip detection: json, logfmt, access, nginx-error, apache-error, syslog, plain, another of the man page, or a
    /// configured name
    #[arg(long, value_name = "F", global = true, help_heading = READ)]
    pub format: Option<String>,
    /// Field keys, formats and routes of your own, as TOML [default:
    /// errlog/config.toml in $XDG_CONFIG_HOME or ~/.config]
    #[arg(long, value_name = "FILE", global = true, help_heading = READ, value_hint = ValueHint::FilePath)]
    #[arg(env = "ERRLOG_CONFIG", hide_env_values = true)]
    #[arg(value_parser = clap::builder::OsStringValueParser::new())]
    config: Option<OsString>,
    /// Use N threads [default: one a core]
    #[arg(short = 'j', long, value_name = "N", global = true, help_heading = READ)]
    #[arg(value_parser = value::at_least_one)]
    pub threads: Option<usize>,

    /// How to print results [default: table; jsonl from events]
    #[arg(short, long, value_name = "HOW", global = true, help_heading = PRINT)]
    pub output: Option<Output>,
    /// JSON: one object from patterns and inspect, one object a line from the others
    #[arg(long, global = true, help_heading = PRINT, overrides_with = "output")]
    pub(super) json: bool,
    /// When to colour
    #[arg(long, value_name = "WHEN", global = true, help_heading = PRINT, default_value = "auto")]
    pub color: ColorWhen,
    /// Leave out notes and progress; trouble is still told
    #[arg(short, long, global = true, help_heading = PRINT)]
    pub quiet: bool,
    /// Show no progress bar
    #[arg(long, global = true, help_heading = PRINT)]
    pub no_progress: bool,
}

impl Shared {
    /// The configuration file that was named; an empty name (`ERRLOG_CONFIG=`) names none.
    pub fn config(&self) -> Option<PathBuf> {
        self.config
            .clone()
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
    }
}
