//! From arguments to a plan that can be run: everything is parsed and checked before the first byte is read.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::PathBuf;

use errlog::analysis::filing::Filing;
use errlog::analysis::result::{Coverage, Skipped};
use errlog::config::{self, Config};
use errlog::error::{Error, Problem};
use errlog::event::{Field, Time, Want};
use errlog::fields::KeyTable;
use errlog::filter::Filter;
use errlog::format::detect::Named;
use errlog::format::{FORMATS, Format, WRAPPERS, understand::Understander};
use errlog::report::style::Style;
use errlog::scan;
use errlog::session::{Opened, Session};
use errlog::source::{self, Found, Location, Progress};
use errlog::time::{Bound, Window, Zone, window};
use regex::bytes::Regex;

use super::args::{Args, ColorWhen, Command, Output, Shared};
use super::printer::Printer;
use super::progress;

/// What one run does.
pub struct Plan {
    pub session: Session,
    pub sources: Found,
    pub filter: Filter,
    pub filing: Filing,
    /// Zone to print and to bucket in.
    pub zone: Zone,
    pub output: Output,
    pub style: Style,
}

impl Plan {
    pub fn new(args: &Args, paths: &[PathBuf]) -> Result<Plan, Error> {
        let shared = &args.shared;
        let config = config::find(shared.config().as_deref())?.unwrap_or_default();
        let formats = formats(&config);
        let session = Session {
            keys: keys(shared, &config),
            forced: shared
                .format
                .as_deref()
                .map(|name| named(formats, name))
                .transpose()?,
            formats,
            assumed_zone: shared.assume_tz,
            threads: workers(shared.threads)?,
            progress: Progress::default(),
        };
        let sources = source::expand(paths, shared.rotated);
        let mut plan = Plan {
            session,
            sources,
            filter: Filter {
                endpoint: shared.endpoint.as_deref().map(glob).transpose()?,
                user: shared.user.clone(),
                grep: grep(shared)?,
                ..Filter::default()
            },
            filing: Filing {
                routes: config.routes.clone(),
                endpoints: true,
                faults: true,
                ..Filing::default()
            },
            zone: shared.tz,
            output: args.output(),
            style: Style::of_stdout(match shared.color {
                ColorWhen::Auto => None,
                ColorWhen::Always => Some(true),
                ColorWhen::Never => Some(false),
            }),
        };
        plan.filing.causes = config.causes;
        plan.filing.failing.ignored = config.ignored;
        plan.take_command(args);
        plan.filter.window = plan.window(shared)?;
        Ok(plan)
    }

    /// What the command makes of shared options: `--level` and `--status` say what fails in the commands that are
    /// about failures, and narrow the others.
    fn take_command(&mut self, args: &Args) {
        let (level, status) = (args.shared.level.clone(), args.shared.status.clone());
        match args.command {
            Command::Errors(_) | Command::Patterns(_) => {
                let failing = &mut self.filing.failing;
                (failing.level, failing.status) = (level, status);
            }
            _ => (self.filter.level, self.filter.status) = (level, status),
        }
        if let Command::Events(events) = &args.command {
            self.filing.fingerprint_all = events.fingerprint;
        }
    }

    fn window(&self, shared: &Shared) -> Result<Window, Error> {
        let now = Time::now();
        let mut newest = None;
        let mut edge = |option: &str, text: &Option<String>| -> Result<Option<Time>, Error> {
            let Some(text) = text else { return Ok(None) };
            let bound =
                window::parse(text, self.zone, now).map_err(|told| Error::new(option, told))?;
            Ok(match bound {
                Bound::At(time) => Some(time),
                Bound::BeforeEnd(nanos) => {
                    let end = match newest {
                        Some(end) => end,
                        None => *newest.insert(self.newest_entry(option)?),
                    };
                    end.map(|end| Time(end.0.saturating_sub(nanos)))
                }
            })
        };
        Ok(Window {
            since: edge("--since", &shared.since)?,
            until: edge("--until", &shared.until)?,
        })
    }

    /// The newest entry's time over all sources, which have to be read for it once more.
    fn newest_entry(&self, option: &str) -> Result<Option<Time>, Error> {
        if self.sources.locations.contains(&Location::Stdin) {
            return Err(Error::new(
                format!("{option}: the end of standard input can't be known before it is read"),
                "save it to a file first, or give a time",
            ));
        }
        let want = Want::of(&[Field::Time]);
        let mut newest = None;
        for (index, location) in self.sources.locations.iter().enumerate() {
            // Trouble with a source is told when it is read for its results.
            let Ok(opened) = self.session.open(location, index as u32) else {
                continue;
            };
            self.session.scan(
                opened,
                &want,
                false,
                |piece, boundary, understander: &mut Understander| {
                    let mut scratch = Vec::new();
                    scan::entries(piece, boundary)
                        .filter_map(|entry| {
                            understander
                                .read(entry.bytes, entry.start, &mut scratch)
                                .time
                        })
                        .max()
                },
                |time| {
                    newest = newest.max(time);
                    ControlFlow::Continue(())
                },
            );
        }
        Ok(newest)
    }

    /// Opens each source in turn and hands it over, until `work` breaks. Sources that can't be opened, and what
    /// the paths themselves came to, are told.
    pub fn each_source(
        &self,
        printer: &mut Printer,
        mut work: impl FnMut(Opened, &mut Printer) -> ControlFlow<()>,
    ) {
        for problem in &self.sources.problems {
            printer.problem(problem);
        }
        for (index, location) in self.sources.locations.iter().enumerate() {
            let flow = match self.session.open(location, index as u32) {
                Ok(opened) => work(opened, printer),
                Err(problem) => self.tell(Some(problem), printer),
            };
            if flow.is_break() {
                return;
            }
        }
    }

    /// Tells of a source's trouble, if there is any.
    pub fn tell(&self, problem: Option<Problem>, printer: &mut Printer) -> ControlFlow<()> {
        if let Some(problem) = problem {
            printer.problem(&problem);
        }
        printer.flow()
    }

    /// A bar on standard error, unless nobody would look at it.
    pub fn progress(&self, shared: &Shared) -> progress::Progress {
        let sizes = self.sources.locations.iter().map(Location::size);
        let wanted = !shared.quiet && !shared.no_progress;
        progress::Progress::start(wanted, self.session.progress.counter(), sizes.sum())
    }

    /// The account before anything has been read: what the paths themselves came to.
    pub fn coverage(&self) -> Coverage {
        let skipped = self.sources.skipped.iter();
        let walked = skipped.map(|s| (s.source.clone(), s.reason.clone()));
        let failed = self
            .sources
            .problems
            .iter()
            .map(|p| (p.source.clone(), p.what.clone()));
        let skipped = walked
            .chain(failed)
            .map(|(source, reason)| Skipped { source, reason });
        Coverage {
            skipped: skipped.collect(),
            ..Coverage::default()
        }
    }

    /// Whether there is more than one source, so that each result should name its own.
    pub fn is_several(&self) -> bool {
        self.sources.locations.len() > 1
    }
}

fn keys(shared: &Shared, config: &Config) -> KeyTable {
    let given = shared
        .field
        .iter()
        .map(|field| (field.field, field.keys.clone()));
    KeyTable::new(
        &given
            .chain(config.fields.iter().cloned())
            .collect::<Vec<_>>(),
    )
}

/// Starts as many workers as were asked for, or one a core; with one, the work is done where it is called for.
fn workers(asked: Option<usize>) -> Result<usize, Error> {
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = asked.unwrap_or_else(cores);
    if threads > 1 {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build_global().map_err(|error| {
            let what = format!("--threads: {threads} threads could not be started ({error})");
            Error::new(what, "ask for fewer")
        })?;
    }
    Ok(threads)
}

/// The configured formats, then the built-in ones.
fn formats(config: &Config) -> &'static [&'static dyn Format] {
    if config.formats.is_empty() {
        return FORMATS;
    }
    let own = config.formats.iter().map(|&custom| custom as &dyn Format);
    let all = own.chain(FORMATS.iter().copied());
    // One table for the length of the run, shared by all workers like the built-in one.
    Vec::leak(all.collect())
}

fn named(formats: &'static [&'static dyn Format], name: &str) -> Result<Named, Error> {
    let format = formats
        .iter()
        .copied()
        .find(|format| format.name() == name)
        .map(Named::Format);
    let wrapper = || {
        WRAPPERS
            .iter()
            .copied()
            .find(|w| w.name() == name)
            .map(Named::Wrapper)
    };
    format.or_else(wrapper).ok_or_else(|| {
        let wrappers = WRAPPERS.iter().map(|wrapper| wrapper.name());
        let names: Vec<_> = formats
            .iter()
            .map(|format| format.name())
            .chain(wrappers)
            .collect();
        Error::new(
            format!("--format: there is no format '{name}'"),
            format!("give one of {}", names.join(", ")),
        )
    })
}

fn glob(text: &str) -> Result<globset::GlobMatcher, Error> {
    let glob = globset::Glob::new(text).map_err(|e| {
        Error::new(
            format!("--endpoint: {}", e.kind()),
            "write a glob such as 'POST /api/*'",
        )
    })?;
    Ok(glob.compile_matcher())
}

fn grep(shared: &Shared) -> Result<Option<Regex>, Error> {
    let Some(text) = &shared.grep else {
        return Ok(None);
    };
    let pattern = if shared.fixed_strings {
        regex::escape(text)
    } else {
        text.clone()
    };
    Regex::new(&pattern).map(Some).map_err(|error| {
        // The crate draws the place over several lines; its last one says what is wrong.
        let told = error.to_string();
        let what = told
            .lines()
            .last()
            .unwrap_or_default()
            .trim_start_matches("error: ");
        Error::new(
            format!("--grep: '{text}': {what}"),
            "mend the regular expression, or add -F to take it as plain text",
        )
    })
}
