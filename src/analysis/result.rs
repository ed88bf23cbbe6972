//! What the analyses find, as plain data: no scanning behind it, no rendering in it.

use super::mend::Mend;
use std::ops::Range;

use std::fmt;

use crate::chunk::UNCOUNTED;
use crate::event::{Event, Text, Time};
use crate::fields::Plain;
use crate::format::detect::Candidate;

/// Where an entry stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub source: &'a str,
    /// Number of the entry's first line, from 1; what [`Place::number`] does not tell is only good to compare.
    pub line: u64,
    /// Physical lines in the entry, at least 1.
    pub lines: u64,
    /// Bytes before it in the (decompressed) source.
    pub offset: u64,
    /// The entry's bytes without its last line break.
    pub raw: &'a [u8],
}

impl Place<'_> {
    /// The number of its first line, unless the lines before it were not counted.
    pub fn number(&self) -> Option<u64> {
        (self.line < UNCOUNTED).then_some(self.line)
    }
}

/// Where it is for people: `app.log:1842`, or with its first byte where lines were not counted, `app.log@193022`.
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.number() {
            Some(line) => write!(f, "{}:{line}", self.source),
            None => write!(f, "{}@{}", self.source, self.offset),
        }
    }
}

/// What an event is filed under.
#[derive(Clone, Debug, Default)]
pub struct Filed<'a> {
    /// `POST /api/orders/:id`.
    pub endpoint: Option<Text<'a>>,
    /// Printed as 16 hex digits.
    pub fingerprint: Option<u64>,
    /// One of the contract's eight words.
    pub cause: Option<&'static str>,
    pub failing: bool,
}

/// An entry with everything known of it, ready to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub place: Place<'a>,
    pub event: &'a Event<'a>,
    pub filed: &'a Filed<'a>,
}

/// A group of `errors --group`: one distinct error with its newest whole sample rendered beside it.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    pub count: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
}

/// The honest account of what was read.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub sources: u64,
    pub bytes: u64,
    pub entries: u64,
    /// Entries in which some format was recognised.
    pub parsed: u64,
    pub without_time: u64,
    /// Entries whose year or date was taken from the source's date.
    pub year_assumed: u64,
    pub skipped: Vec<Skipped>,
}

impl Coverage {
    /// Counts one entry by its event.
    pub fn count(&mut self, event: &Event) {
        self.entries += 1;
        self.parsed += u64::from(event.is_understood());
        self.without_time += u64::from(event.time.is_none());
        self.year_assumed += u64::from(event.year_assumed);
    }

    /// Counts one entry that was gathered without being read.
    pub fn count_plain(&mut self, plain: &Plain) {
        self.entries += 1;
        self.parsed += 1;
        self.without_time += u64::from(plain.time.is_none());
        self.year_assumed += u64::from(plain.year_assumed);
    }

    /// Adds what was read elsewhere of the same sources.
    pub fn add(&mut self, other: &Coverage) {
        self.bytes += other.bytes;
        self.entries += other.entries;
        self.parsed += other.parsed;
        self.without_time += other.without_time;
        self.year_assumed += other.year_assumed;
    }
}

/// A source that was not read, or not to its end.
#[derive(Clone, Debug)]
pub struct Skipped {
    pub source: String,
    pub reason: String,
}

/// The value a group is keyed by, in one dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `hour`, `minute`, `day`: the bucket's start.
    Time(Time),
    /// `status`, `hour-of-day` (0-23).
    Number(i64),
    /// 0 for Monday to 6 for Sunday; shown as `Mon` ... `Sun`.
    Weekday(u8),
    /// Everything else; `error` as the 16 hex digits of its fingerprint.
    Text(String),
    /// The failures that have no value for the dimension. Sorts last.
    Null,
}

#[derive(Clone, Debug)]
pub struct ErrorCount {
    pub fingerprint: u64,
    pub title: String,
    pub count: u64,
}

#[derive(Clone, Debug)]
pub struct Group {
    /// One key a dimension, in the order of `PatternsReport::by`.
    pub key: Vec<Key>,
    pub failures: u64,
    /// `None` where the logs hold no successes to compare with.
    pub requests: Option<u64>,
    pub rate: Option<f64>,
    /// Of all failures.
    pub share: f64,
    /// The rate over that of everything outside the group; infinite where nothing outside it failed. Where there
    /// are no rates to compare, `None`, as the p-value and what follows from it.
    pub lift: Option<f64>,
    /// How likely so many failures or more would be if they fell on requests by chance.
    pub p_value: Option<f64>,
    /// Whether that is unlikely enough, among all groups of the dimension, and the lift worth a look.
    pub stands_out: Option<bool>,
    /// Distinct users among the failures.
    pub users: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// Commonest first.
    pub errors: Vec<ErrorCount>,
    /// A few, to look at.
    pub request_ids: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    pub entries: u64,
    pub requests: Option<u64>,
    pub failures: u64,
    pub failing_events: u64,
}

/// What kind of thing a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Requests with these values fail more often than others.
    Group,
    /// More failures than usual, for a while.
    Spike,
    /// Failures of a kind began.
    Onset,
    /// Failures come back every hour, day, week ...
    Recurrence,
    /// A failed request of which no application log tells an error.
    Swallowed,
    /// A server error for what the client did wrong.
    ClientMistake,
    /// A logged response that tells too much.
    Leak,
    /// The same again and again, with growing gaps.
    Retries,
}

impl FindingKind {
    /// The contract's word for it.
    pub fn word(self) -> &'static str {
        match self {
            FindingKind::Group => "group",
            FindingKind::Spike => "spike",
            FindingKind::Onset => "onset",
            FindingKind::Recurrence => "recurrence",
            FindingKind::Swallowed => "swallowed",
            FindingKind::ClientMistake => "client-mistake",
            FindingKind::Leak => "leak",
            FindingKind::Retries => "retries",
        }
    }
}

/// The time that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Half-open; `to` is `None` while it goes on.
    Window {
        from: Time,
        to: Option<Time>,
    },
    Recurring(Recurring),
}

/// A day and a week, in minutes.
pub const DAY: u16 = 1440;
pub const WEEK: u16 = 7 * DAY;

/// The same minutes of every period: half-open, and over its end where `to` is not after `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recurring {
    /// In minutes: a week, or what divides a day. Counted from midnight in the zone asked for, a week from Monday's.
    pub period: u16,
    /// Below the period.
    pub from: u16,
    /// From 1 up to the period.
    pub to: u16,
}

impl Recurring {
    /// Minutes of it in each period.
    pub fn length(self) -> u16 {
        (self.to + self.period - self.from - 1) % self.period + 1
    }

    /// Whether it has a minute of the period.
    pub fn has(self, minute: u16) -> bool {
        match self.from < self.to {
            true => self.from <= minute && minute < self.to,
            false => minute >= self.from || minute < self.to,
        }
    }

    /// The minute of the period in the middle of it.
    pub fn middle(self) -> u16 {
        (self.from + (self.length() - 1) / 2) % self.period
    }

    /// The weekdays that it is, where it is made of whole days of a week: the first and the last.
    pub fn weekdays(self) -> Option<(u8, u8)> {
        let is_whole =
            self.period == WEEK && self.from.is_multiple_of(DAY) && self.to.is_multiple_of(DAY);
        let last = (self.to / DAY + 6) % 7;
        is_whole.then_some(((self.from / DAY) as u8, last as u8))
    }
}

/// Something that stands out, in words and in figures.
#[derive(Clone, Debug)]
pub struct Finding {
    pub kind: FindingKind,
    /// Dimensions by name, with their values.
    pub key: Vec<(String, Key)>,
    pub failures: u64,
    /// `None` where the logs hold no successes to compare with.
    pub requests: Option<u64>,
    pub rate: Option<f64>,
    pub lift: Option<f64>,
    pub p_value: Option<f64>,
    pub when: Option<When>,
    /// A sentence or two, with the figures in it.
    pub text: String,
    /// The command that shows it.
    pub query: String,
    /// A few, to look at.
    pub request_ids: Vec<String>,
}

/// Failures and requests over all of the time, in buckets of one width.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    /// Start of the first bucket.
    pub from: Option<Time>,
    /// Nanoseconds.
    pub width: i64,
    pub buckets: Vec<Bucket>,
    /// Runs of buckets in which a finding lies.
    pub marked: Vec<Range<usize>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    pub failures: u64,
    pub requests: u64,
}

/// How an error stands to an earlier report, in the order in which people want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    New,
    /// Its rate is clearly up.
    Regressed,
    Gone,
    Known,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            State::New => "new",
            State::Regressed => "regressed",
            State::Gone => "gone",
            State::Known => "known",
        }
    }
}

/// An error now and in an earlier report.
#[derive(Clone, Debug)]
pub struct Compared {
    pub fingerprint: u64,
    pub title: String,
    pub state: State,
    pub failures: u64,
    pub failures_then: u64,
    /// Of all requests; `None` where one of the two reports knows none.
    pub rate: Option<f64>,
    pub rate_then: Option<f64>,
    /// How many times as much as then, by request, or by time where there are no requests.
    pub change: Option<f64>,
    /// How likely so many failures now would be, were it no more than then.
    pub p_value: Option<f64>,
}

/// The errors of a report beside those of an earlier one.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The window of the earlier report, and its totals.
    pub from: Option<Time>,
    pub to: Option<Time>,
    pub totals: Totals,
    /// New ones first, then regressed, gone and known.
    pub errors: Vec<Compared>,
}

#[derive(Clone, Debug)]
pub struct PatternsReport {
    /// Names of the dimensions, one or two.
    pub by: Vec<String>,
    pub from: Option<Time>,
    pub to: Option<Time>,
    pub totals: Totals,
    pub groups: Vec<Group>,
    /// Most telling first; empty where dimensions were asked for.
    pub findings: Vec<Finding>,
    /// Every error, commonest first.
    pub errors: Vec<ErrorCount>,
    /// How they stand to an earlier report, where one was given.
    pub comparison: Option<Comparison>,
    /// How failures lie in time, for the overview.
    pub strip: Option<Strip>,
    pub coverage: Coverage,
}

/// What was recognised in one source.
#[derive(Clone, Debug)]
pub struct SourceReport {
    pub source: String,
    pub bytes: u64,
    /// `docker`, `cri`, `syslog` around the format, if any.
    pub wrapper: Option<&'static str>,
    pub format: &'static str,
    /// Every format that some line of the head fits, best first.
    pub candidates: Vec<Candidate>,
    pub entries: u64,
    pub parsed: u64,
    pub without_time: u64,
    pub year_assumed: u64,
    pub failing: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// Entries by the format that read them, commonest first.
    pub formats: Vec<(String, u64)>,
    /// For each canonical field, how many entries hold it.
    pub fill: Vec<(&'static str, u64)>,
    /// A few entries that no format understood: line number and text.
    pub not_understood: Vec<(u64, String)>,
    /// What would mend that.
    pub mends: Vec<Mend>,
}

#[derive(Clone, Debug)]
pub struct InspectReport {
    pub sources: Vec<SourceReport>,
    pub coverage: Coverage,
}
