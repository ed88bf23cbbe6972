//! From arguments to a plan that can be run: everything is parsed and checked before the first byte is read.

use std::collections::VecDeque;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;

use errlog::analysis::dim::Dim;
use errlog::analysis::filing::Filing;
use errlog::analysis::result::{Coverage, Skipped};
use errlog::config::{self, Config};
use errlog::error::{Error, Problem};
use errlog::event::Time;
use errlog::fields::KeyTable;
use errlog::filter::Filter;
use errlog::format::detect::Named;
use errlog::format::{FORMATS, Format, WRAPPERS};
use errlog::report::style::Style;
use errlog::scan::Permits;
use errlog::session::{Known, Opened, Session};
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
    /// Entries before and behind those of the window that may be shown with them.
    context: (usize, usize),
}

/// What is told of a source that is read beside others: that it was opened, what was found, that it ended.
pub enum Told<T> {
    Opened(Known),
    Found(T),
    Ended(Option<Problem>),
    /// Instead of all these, why it could not be opened.
    Unread(Problem),
}

/// How many results of a source wait until those before it have ended.
const AHEAD: usize = 16;

impl Plan {
    pub fn new(args: &Args, paths: &[PathBuf]) -> Result<Plan, Error> {
        let shared = &args.shared;
        let config = config::find(shared.config().as_deref())?.unwrap_or_default();
        let formats = formats(&config);
        let threads = workers(shared.threads)?;
        let session = Session {
            keys: keys(shared, &config),
            forced: shared
                .format
                .as_deref()
                .map(|name| named(formats, name))
                .transpose()?,
            formats,
            assumed_zone: shared.assume_tz,
            threads,
            permits: Permits::new(threads),
            progress: Progress::default(),
            places: true,
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
            context: (0, 0),
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
        match &args.command {
            Command::Events(events) => self.filing.fingerprint_all = events.fingerprint,
            Command::Patterns(patterns) => {
                self.session.places = false;
                let by = &patterns.by;
                self.filing.endpoints =
                    by.is_empty() || by.contains(&Dim::Endpoint) || self.filter.endpoint.is_some();
            }
            Command::Errors(errors) => {
                self.context = errors.context().unwrap_or_default();
                // Blocks of one log come as they stand in it.
                self.session.places = !self.is_log_text() || errors.group || self.is_several();
            }
            _ => {}
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

    /// The newest entry's time over all sources; those that are not large sorted files are read for it once more.
    fn newest_entry(&self, option: &str) -> Result<Option<Time>, Error> {
        if self.sources.locations.contains(&Location::Stdin) {
            return Err(Error::new(
                format!("{option}: the end of standard input can't be known before it is read"),
                "save it to a file first, or give a time",
            ));
        }
        let mut newest = None;
        for (index, location) in self.sources.locations.iter().enumerate() {
            // Trouble with a source is told when it is read for its results.
            let Ok(opened) = self.session.open(location, index as u32) else {
                continue;
            };
            newest = newest.max(self.session.newest(opened));
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
        self.tell_of_paths(printer);
        for index in 0..self.sources.locations.len() {
            let flow = match self.open(index) {
                Ok(opened) => work(opened, printer),
                Err(problem) => self.tell(Some(problem), printer),
            };
            if flow.is_break() {
                return;
            }
        }
    }

    /// Like [`Plan::each_source`], but has several sources read at a time, one a worker: `read` gives what it finds
    /// to the closure that it gets, and `take` is told of one source after the other, in order.
    pub fn beside_each_other<T: Send>(
        &self,
        printer: &mut Printer,
        read: impl Fn(Opened, &mut dyn FnMut(T) -> ControlFlow<()>) -> Option<Problem> + Sync,
        mut take: impl FnMut(Told<T>, &mut Printer) -> ControlFlow<()>,
    ) {
        self.tell_of_paths(printer);
        let count = self.sources.locations.len();
        let run = |index: usize, take: &mut dyn FnMut(Told<T>) -> ControlFlow<()>| {
            let problem = match self.open(index) {
                Ok(opened) => {
                    take(Told::Opened(opened.known.clone()))?;
                    read(opened, &mut |found| take(Told::Found(found)))
                }
                Err(problem) => return take(Told::Unread(problem)),
            };
            take(Told::Ended(problem))
        };
        let side_by_side = self.session.threads.min(count);
        if side_by_side <= 1 {
            let mut take = |told: Told<T>| take(told, printer);
            let _ = (0..count).try_for_each(|index| run(index, &mut take));
            return;
        }
        std::thread::scope(|scope| {
            let mut waiting = VecDeque::new();
            let mut next = 0;
            loop {
                while waiting.len() < side_by_side && next < count {
                    let (send, told) = sync_channel(AHEAD);
                    let (run, index) = (&run, next);
                    scope.spawn(move || {
                        run(index, &mut |told| match send.send(told) {
                            Ok(()) => ControlFlow::Continue(()),
                            // Nobody listens any more.
                            Err(_) => ControlFlow::Break(()),
                        })
                    });
                    waiting.push_back(told);
                    next += 1;
                }
                let Some(first) = waiting.pop_front() else {
                    return;
                };
                for told in first {
                    if take(told, printer).is_break() {
                        return;
                    }
                }
            }
        });
    }

    /// Opens a source, and leaves of it what the window can hold.
    fn open(&self, index: usize) -> Result<Opened, Problem> {
        let location = &self.sources.locations[index];
        let mut opened = self.session.open(location, index as u32)?;
        let (before, after) = self.context;
        let window = &self.filter.window;
        self.session.narrow(&mut opened, window, before, after);
        Ok(opened)
    }

    fn tell_of_paths(&self, printer: &mut Printer) {
        for problem in &self.sources.problems {
            printer.problem(problem);
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

    /// Whether entries are shown as they stand in the log: as text, for a pipe.
    pub fn is_log_text(&self) -> bool {
        self.output == Output::Table && !self.style.screen
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
