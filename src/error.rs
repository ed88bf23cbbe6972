//! The two ways things go wrong: an [`Error`] ends the run, a [`Problem`] costs one source and the run goes on.

use std::fmt;

/// What ends the run: bad usage, bad configuration. Shown on one line as `<what>: <how to mend it>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub what: String,
    pub mend: String,
}

impl Error {
    pub fn new(what: impl Into<String>, mend: impl Into<String>) -> Error {
        Error {
            what: what.into(),
            mend: mend.into(),
        }
    }
}

/// One source's trouble. Shown on one line as `<source>: <what>: <how to mend it>`; the run goes on and
/// ends with exit code 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub source: String,
    pub what: String,
    pub mend: String,
    /// Nothing of the source was lost, so it is told as a note and does not change the exit code.
    pub harmless: bool,
}

impl Problem {
    pub fn new(
        source: impl Into<String>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Problem {
        Problem {
            source: source.into(),
            what: what.into(),
            mend: mend.into(),
            harmless: false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", OneLine(&self.what), OneLine(&self.mend))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [source, what, mend] = [&self.source, &self.what, &self.mend].map(|s| OneLine(s));
        write!(f, "{source}: {what}: {mend}")
    }
}

impl std::error::Error for Error {}
impl std::error::Error for Problem {}

/// File names and configuration texts may hold line breaks and escape sequences; a message is one line and
/// leaves the terminal alone.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for c in self.0.chars() {
            match c.is_control() {
                true => write!(f, "{}", c.escape_default())?,
                false => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_one_line_whatever_the_file_is_called() {
        let problem = Problem::new("a\nb\x1b[31m.log", "does not exist", "check the path");
        assert_eq!(
            problem.to_string(),
            "a\\nb\\u{1b}[31m.log: does not exist: check the path"
        );
    }
}
