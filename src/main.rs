//! The story of a run: parse the arguments, plan, run the command, say how it ended.

mod cli;

use std::io::{IsTerminal, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use cli::args::{self, Args, Command, Output};
use cli::plan::Plan;
use cli::printer::{Frame, Printer};
use cli::progress::Progress;
use errlog::error::Error;

fn main() -> ExitCode {
    let args = match args::parse_from(std::env::args_os()) {
        Ok(args) => args,
        Err(usage) => return usage.print(),
    };
    run(&args).unwrap_or_else(|error| {
        eprintln!("errlog: {error}");
        ExitCode::from(2)
    })
}

fn run(args: &Args) -> Result<ExitCode, Error> {
    if let Command::Completions(completions) = &args.command {
        let mut printer = Printer::new(Progress::none(), true, Frame::None);
        let _ = printer.results(&cli::completions::script(completions.shell));
        return Ok(printer.finish());
    }
    let plan = Plan::new(args, &or_stdin(args.paths())?)?;
    let mut printer = Printer::new(plan.progress(&args.shared), args.shared.quiet, frame(args));
    match &args.command {
        Command::Find(find) => cli::find::run(&plan, find, &mut printer)?,
        Command::Errors(errors) => cli::errors::run(&plan, errors, &mut printer),
        Command::Patterns(patterns) => cli::patterns::run(&plan, patterns, &mut printer)?,
        Command::Events(events) => cli::events::run(&plan, events, &mut printer),
        Command::Inspect(_) => cli::inspect::run(&plan, &mut printer),
        Command::Completions(_) => {}
    }
    Ok(printer.finish())
}

/// Events are a stream of objects, which `-o json` makes one value of; reports are one already.
fn frame(args: &Args) -> Frame {
    match args.command {
        Command::Find(_) | Command::Errors(_) | Command::Events(_)
            if args.output() == Output::Json =>
        {
            Frame::Array
        }
        _ => Frame::None,
    }
}

/// Without a path: standard input, unless that is somebody's keyboard.
fn or_stdin(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Error> {
    if !paths.is_empty() {
        return Ok(paths);
    }
    if stdin().is_terminal() {
        return Err(Error::new(
            "no log given",
            "name a file or a directory, or pipe a log in",
        ));
    }
    Ok(vec![PathBuf::from("-")])
}
