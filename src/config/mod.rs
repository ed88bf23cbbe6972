//! `errlog.toml`: which keys hold which field, formats of one's own, route templates, causes, and errors that
//! are none.
//!
//! ```toml
//! routes = ["/u/{name}/posts"]          # top-level keys come before the first table
//! ignore = ["^ClientDisconnect"]        # what these match does not fail
//!
//! [fields]
//! request_id = ["ctx.rid", "rid"]       # before the built-in names
//!
//! [[format]]
//! name = "shop"
//! regex = '^(?<time>\S+ \S+) (?<level>\w+) \[(?<request_id>[^\]]*)\] (?<message>.*)$'
//! time = "%d.%m.%Y %H:%M:%S"            # else any layout errlog knows
//! continues = "unmatched"               # or "indent", "nothing", or a regex
//!
//! [[cause]]
//! match = "LedgerLocked"
//! cause = "database"
//! ```

mod read;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::cause::{CauseRule, Ignored};
use crate::endpoint::Routes;
use crate::error::Error;
use crate::event::Field;
use crate::format::custom::Custom;

/// A configuration, checked and compiled.
#[derive(Debug, Default)]
pub struct Config {
    pub path: PathBuf,
    /// Keys that mean a canonical field, before the built-in ones.
    pub fields: Vec<(Field, Vec<String>)>,
    /// In the order of the file.
    pub formats: Vec<&'static Custom>,
    pub routes: Routes,
    /// Looked at before the built-in rules, in this order.
    pub causes: Vec<CauseRule>,
    pub ignored: Ignored,
}

/// Reads a configuration file. Its errors begin with the file and the line.
pub fn load(path: &Path) -> Result<Config, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(
            format!(
                "{}: cannot read the configuration ({error})",
                path.display()
            ),
            "check the path, or leave out --config and ERRLOG_CONFIG",
        )
    })?;
    parse(path, &text)
}

/// The configuration that `text`, the content of the file at `path`, holds.
pub fn parse(path: &Path, text: &str) -> Result<Config, Error> {
    read::config(path, text)
}

/// The configuration of this run: the file named, else `$ERRLOG_CONFIG`, else
/// `$XDG_CONFIG_HOME/errlog/config.toml`, else `~/.config/errlog/config.toml`. Only the last two may be missing.
pub fn find(explicit: Option<&Path>) -> Result<Option<Config>, Error> {
    match locate(explicit, |name| std::env::var_os(name)) {
        Some(Place::Named(path)) => load(&path).map(Some),
        Some(Place::Usual(path)) if path.is_file() => load(&path).map(Some),
        _ => Ok(None),
    }
}

#[derive(Debug, PartialEq)]
enum Place {
    /// It must be there.
    Named(PathBuf),
    Usual(PathBuf),
}

fn locate(explicit: Option<&Path>, env: impl Fn(&str) -> Option<OsString>) -> Option<Place> {
    let folder = |name| {
        env(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(path) = explicit {
        return Some(Place::Named(path.to_owned()));
    }
    if let Some(path) = folder("ERRLOG_CONFIG") {
        return Some(Place::Named(path));
    }
    let base = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(Place::Usual(base.join("errlog").join("config.toml")))
}

#[cfg(test)]
mod tests;
