//! From PATH arguments to the sources that will be read, in order, each once.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::lookahead::Lookahead;
use super::open::{text_stream, trouble};
use super::rotated;
use super::sniff::is_text;
use crate::error::Problem;

/// How much of a file met while walking is looked at to tell text from binary.
const SAMPLE: usize = 8 << 10;

/// A source not yet opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    Stdin,
    Path(PathBuf),
}

impl Location {
    /// What the source is called in reports: the path as given or as met while walking, or `stdin`.
    pub fn name(&self) -> String {
        match self {
            Location::Stdin => "stdin".to_owned(),
            Location::Path(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// Bytes on disk; `None` where that cannot be known (pipes, devices).
    pub fn size(&self) -> Option<u64> {
        match self {
            Location::Stdin => None,
            Location::Path(path) => {
                let metadata = fs::metadata(path).ok()?;
                metadata.is_file().then_some(metadata.len())
            }
        }
    }
}

/// What a walked directory holds that is not read, without that being trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub source: String,
    pub reason: String,
}

/// What the arguments came to.
#[derive(Debug, Default)]
pub struct Found {
    pub locations: Vec<Location>,
    pub skipped: Vec<Skipped>,
    pub problems: Vec<Problem>,
    /// Canonical paths of `locations`, so that a file reached twice is read once.
    seen: HashSet<PathBuf>,
}

/// Expands PATH arguments in their order. `-` is standard input. A file named twice, or by name and through
/// a directory, is read once, where it was met first. With `rotated`, each named file comes after its rotated
/// siblings, oldest first.
pub fn expand(paths: &[PathBuf], rotated: bool) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == "-" {
            if !found.locations.contains(&Location::Stdin) {
                found.locations.push(Location::Stdin);
            }
            continue;
        }
        let metadata = fs::metadata(path);
        if metadata.as_ref().is_ok_and(|m| m.is_dir()) {
            found.walk(path);
            continue;
        }
        if rotated {
            found.siblings(path);
        }
        match metadata {
            Ok(_) => found.add(path.clone()),
            Err(error) => found
                .problems
                .push(trouble(&path.to_string_lossy(), &error)),
        }
    }
    found
}

impl Found {
    fn add(&mut self, path: PathBuf) {
        // Pipes handed over as `/dev/fd/63` have no canonical path.
        let canonical = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if self.seen.insert(canonical) {
            self.locations.push(Location::Path(path));
        }
    }

    fn skip(&mut self, path: &Path, reason: impl Into<String>) {
        self.skipped.push(Skipped {
            source: path.to_string_lossy().into_owned(),
            reason: reason.into(),
        });
    }

    fn siblings(&mut self, path: &Path) {
        let siblings = rotated::siblings(path);
        for twin in siblings.twins {
            self.skip(&twin, "the compressed copy of a file that is read");
        }
        for sibling in siblings.files {
            self.add(sibling);
        }
    }

    /// Links are followed, since log directories are full of them (`current`, `/var/log/containers`).
    fn walk(&mut self, root: &Path) {
        let entries = WalkDir::new(root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => self.walked(entry.into_path()),
                Err(error) => self.unwalked(&error, root),
            }
        }
    }

    fn walked(&mut self, path: PathBuf) {
        if !fs::metadata(&path).is_ok_and(|m| m.is_file()) {
            return self.skip(&path, "neither a file nor a directory");
        }
        let name = path.to_string_lossy();
        match File::open(&path).map(|file| text_stream(Box::new(file))) {
            Err(error) => self.problems.push(trouble(&name, &error)),
            Ok(Err(error)) => {
                let reason = trouble(&name, &error).what;
                self.skip(&path, reason);
            }
            Ok(Ok(text)) => match is_text(Lookahead::new(text).peek(SAMPLE)) {
                true => self.add(path),
                false => self.skip(&path, "binary"),
            },
        }
    }

    fn unwalked(&mut self, error: &walkdir::Error, root: &Path) {
        let path = error.path().unwrap_or(root);
        if let Some(ancestor) = error.loop_ancestor() {
            let reason = format!("a link back to {}", ancestor.to_string_lossy());
            return self.skip(path, reason);
        }
        if fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink()) {
            return self.skip(path, "a link to nothing");
        }
        let problem = match error.io_error() {
            Some(io) => trouble(&path.to_string_lossy(), io),
            None => Problem::new(path.to_string_lossy(), error.to_string(), "check the path"),
        };
        self.problems.push(problem);
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}
