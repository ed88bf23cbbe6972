//! Standard output and standard error of one run: results in large pieces, trouble a line each, and the exit
//! code that the two add up to.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use errlog::error::Problem;
use errlog::report::{csv, style::safe_line};

use super::args::Output;
use super::progress::Progress;

/// Bytes of results that are written at once.
const PAGE: usize = 256 << 10;

/// How results stand in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// As they come.
    None,
    /// A line each, as elements of one JSON array.
    Array,
}

pub struct Printer {
    out: BufWriter<StdoutLock<'static>>,
    bar: Progress,
    frame: Frame,
    quiet: bool,
    found: bool,
    trouble: bool,
    alarm: bool,
    closed: bool,
}

impl Printer {
    pub fn new(bar: Progress, quiet: bool, frame: Frame) -> Printer {
        let out = BufWriter::with_capacity(PAGE, io::stdout().lock());
        Printer {
            out,
            bar,
            frame,
            quiet,
            found: false,
            trouble: false,
            alarm: false,
            closed: false,
        }
    }

    /// Prints results. Breaks when nobody reads them any more.
    pub fn results(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        if bytes.is_empty() {
            return ControlFlow::Continue(());
        }
        let first = !std::mem::replace(&mut self.found, true);
        match self.frame {
            Frame::None => self.print(bytes),
            Frame::Array => self.print(&elements(bytes, first)),
        }
    }

    /// Prints what frames results without being one: a report's heading, CSV's first row.
    pub fn print(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        self.bar.finish();
        let outcome = self.out.write_all(bytes);
        self.check(outcome);
        self.flow()
    }

    /// The first row of events as CSV, printed whether or not any follow.
    pub fn csv_head(&mut self, output: Output, raw: bool) {
        if output == Output::Csv {
            let mut head = Vec::new();
            csv::head(&mut head, raw);
            // A closed pipe is met again with the first result.
            let _ = self.print(&head);
        }
    }

    /// Breaks when nobody reads the results any more.
    pub fn flow(&self) -> ControlFlow<()> {
        if self.closed {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Says that something was found, where results are printed whether there is any or not.
    pub fn found(&mut self) {
        self.found = true;
    }

    /// Tells what went wrong with a source: as a note where nothing of it was lost.
    pub fn problem(&mut self, problem: &Problem) {
        if problem.harmless {
            self.note(problem);
        } else {
            self.trouble(problem);
        }
    }

    /// Tells of trouble: the run goes on and ends with 2.
    pub fn trouble(&mut self, problem: impl Display) {
        self.trouble = true;
        self.say(problem);
    }

    /// Tells that what the user wants to be woken for has come: the run ends with 3, unless there was trouble.
    pub fn alarm(&mut self, what: impl Display) {
        self.alarm = true;
        self.say(what);
    }

    /// Tells something that is good to know, unless told to be quiet.
    pub fn note(&mut self, note: impl Display) {
        if !self.quiet {
            self.say(note);
        }
    }

    fn say(&mut self, line: impl Display) {
        self.bar.finish();
        eprintln!("{}", safe_line(&format!("errlog: {line}")));
    }

    /// Writes out what is left, and says how the run ended.
    pub fn finish(mut self) -> ExitCode {
        self.bar.finish();
        if self.frame == Frame::Array {
            let end: &[u8] = if self.found { b"\n]\n" } else { b"[]\n" };
            let _ = self.print(end);
        }
        let outcome = self.out.flush();
        self.check(outcome);
        ExitCode::from(match (self.trouble, self.alarm, self.found) {
            (true, _, _) => 2,
            (_, true, _) => 3,
            (_, _, true) => 0,
            (_, _, false) => 1,
        })
    }

    fn check(&mut self, outcome: io::Result<()>) {
        let Err(error) = outcome else { return };
        if !self.closed && error.kind() != ErrorKind::BrokenPipe {
            self.trouble(format_args!(
                "stdout: could not be written ({error}): free some space or write elsewhere"
            ));
        }
        self.closed = true;
    }
}

/// Lines of JSON as elements of an array that goes on: each on its line, what sets it apart in front of it.
fn elements(lines: &[u8], mut first: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(lines.len() + lines.len() / 64);
    for line in lines
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let before: &[u8] = if std::mem::take(&mut first) {
            b"[\n"
        } else {
            b",\n"
        };
        out.extend_from_slice(before);
        out.extend_from_slice(line);
    }
    out
}
