//! The vocabulary: what an entry means once it has been understood.
//!
//! Everything else in the crate speaks in these words, and this module imports none of it. The names and
//! their meanings are those of the interface contract; an [`Event`] borrows from the bytes it was read from
//! wherever the log holds the text as it is, and owns only what had to be decoded.

use std::borrow::Cow;

/// Text of an event: borrowed from the source, or owned where it had to be unescaped or mended.
pub type Text<'a> = Cow<'a, str>;

/// An instant, in nanoseconds since 1970-01-01T00:00:00Z. Reaches from 1677 to 2262.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    pub fn now() -> Time {
        Time::from(std::time::SystemTime::now())
    }

    /// Whole seconds since the epoch, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000_000)
    }
}

impl From<std::time::SystemTime> for Time {
    /// What lies outside the range becomes its nearer end.
    fn from(time: std::time::SystemTime) -> Time {
        let nanos = |span: std::time::Duration| i64::try_from(span.as_nanos());
        match time.duration_since(std::time::SystemTime::UNIX_EPOCH) {
            Ok(after) => Time(nanos(after).unwrap_or(i64::MAX)),
            Err(before) => Time(nanos(before.duration()).map_or(i64::MIN, |nanos| -nanos)),
        }
    }
}

/// How severe an event says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}

impl Level {
    pub const ALL: [Level; 6] = [
        Level::Trace,
        Level::Debug,
        Level::Info,
        Level::Warn,
        Level::Error,
        Level::Fatal,
    ];

    /// The contract's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Level::Trace => "trace",
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
            Level::Fatal => "fatal",
        }
    }

    /// Reads a level word as loggers write them, whatever the case: `WARNING`, `crit`, `SEVERE`, `dbug` ...
    #[inline]
    pub fn from_word(word: &[u8]) -> Option<Level> {
        match word {
            b"info" | b"INFO" => Some(Level::Info),
            b"debug" | b"DEBUG" => Some(Level::Debug),
            _ => Level::from_any_word(word),
        }
    }

    fn from_any_word(word: &[u8]) -> Option<Level> {
        let mut lower = [0u8; 14];
        if word.is_empty() || word.len() > lower.len() {
            return None;
        }
        for (to, from) in lower.iter_mut().zip(word) {
            *to = from.to_ascii_lowercase();
        }
        Some(match &lower[..word.len()] {
            b"trace" | b"trc" | b"trce" | b"trac" | b"finest" | b"finer" | b"verbose" | b"verb"
            | b"vrb" | b"silly" => Level::Trace,
            b"debug" | b"dbg" | b"dbug" | b"fine" | b"debg" | b"debu" | b"deb" | b"debug1"
            | b"debug2" | b"debug3" | b"debug4" | b"debug5" | b"ddebug" | b"subdebug" => {
                Level::Debug
            }
            b"info" | b"inf" | b"information" | b"notice" | b"note" | b"log" | b"http"
            | b"config" | b"success" | b"informational" | b"ntc" | b"noti" | b"audit"
            | b"notification" => Level::Info,
            b"warn" | b"warning" | b"wrn" | b"wrng" | b"warnin" | b"warni" => Level::Warn,
            b"error" | b"err" | b"eror" | b"erro" | b"severe" | b"sever" | b"fail" | b"failure"
            | b"incident_error" => Level::Error,
            b"fatal" | b"ftl" | b"fata" | b"fatl" | b"critical" | b"crit" | b"crt" | b"cri"
            | b"panic" | b"pani" | b"emerg" | b"emergency" | b"alert" | b"dpanic" | b"pnc"
            | b"shout" | b"fault" => Level::Fatal,
            _ => return None,
        })
    }

    /// Syslog severity, 0 (emergency) to 7 (debug); other numbers give `None`.
    pub fn from_syslog(severity: u64) -> Option<Level> {
        Some(match severity {
            0..=2 => Level::Fatal,
            3 => Level::Error,
            4 => Level::Warn,
            5 | 6 => Level::Info,
            7 => Level::Debug,
            _ => return None,
        })
    }
}

/// The error an entry holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fault<'a> {
    /// Exception class or the runtime's name for it: `java.lang.NullPointerException`, `TypeError`, `panic`.
    pub kind: Option<Text<'a>>,
    pub message: Option<Text<'a>>,
    /// The trace as it stands in the log, from the line that names the error to its last frame.
    pub stack: Option<Text<'a>>,
}

/// The canonical event. A field is `None` when the entry does not tell it, or when nobody asked for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event<'a> {
    /// Name of the format that read it; empty where none did.
    pub format: &'static str,
    pub time: Option<Time>,
    /// The log gave no year (or no date): it was taken from the source's date.
    pub year_assumed: bool,
    pub level: Option<Level>,
    pub request_id: Option<Text<'a>>,
    pub trace_id: Option<Text<'a>>,
    pub method: Option<Text<'a>>,
    /// As logged, query included.
    pub path: Option<Text<'a>>,
    /// A route template the application itself logged, `/api/orders/:id`.
    pub route: Option<Text<'a>>,
    pub status: Option<u16>,
    pub user: Option<Text<'a>>,
    pub duration_ms: Option<f64>,
    pub message: Option<Text<'a>>,
    pub error: Option<Fault<'a>>,
    pub host: Option<Text<'a>>,
    pub service: Option<Text<'a>>,
    /// What the application itself wants the event grouped by (`fingerprint`, `error.grouping_key`).
    pub grouping: Option<Text<'a>>,
    /// Values of the keys that [`Want::extra`] named, in its order.
    pub extra: Vec<Option<Text<'a>>>,
}

impl<'a> Event<'a> {
    /// The key that ties the event to its request: the request ID, or a trace ID where there is none.
    pub fn request_key(&self) -> Option<&str> {
        self.request_id.as_deref().or(self.trace_id.as_deref())
    }

    /// Failing as the contract defines it, when nothing else was asked for.
    pub fn is_failing(&self) -> bool {
        is_failing(self.level, self.status, self.error.is_some())
    }

    /// Whether it tells what was asked for and how it was answered.
    pub fn is_request(&self) -> bool {
        self.status.is_some() && (self.path.is_some() || self.route.is_some())
    }

    /// Whether the event tells `field`.
    #[inline(always)] // mostly asked of a constant, or of all of them in a row
    pub fn has(&self, field: Field) -> bool {
        self.told() >> field as u32 & 1 == 1
    }

    /// The fields that it tells, a bit for each.
    #[inline]
    pub fn told(&self) -> u32 {
        let bit = |field: Field, told: bool| u32::from(told) << field as u32;
        let of_error = self.error.as_ref().map_or(0, |fault| {
            bit(Field::ErrorKind, fault.kind.is_some())
                | bit(Field::ErrorMessage, fault.message.is_some())
                | bit(Field::ErrorStack, fault.stack.is_some())
        });
        of_error
            | bit(Field::Time, self.time.is_some())
            | bit(Field::Level, self.level.is_some())
            | bit(Field::RequestId, self.request_id.is_some())
            | bit(Field::TraceId, self.trace_id.is_some())
            | bit(Field::Method, self.method.is_some())
            | bit(Field::Path, self.path.is_some())
            | bit(Field::Route, self.route.is_some())
            | bit(Field::Status, self.status.is_some())
            | bit(Field::User, self.user.is_some())
            | bit(Field::Duration, self.duration_ms.is_some())
            | bit(Field::Message, self.message.is_some())
            | bit(Field::Host, self.host.is_some())
            | bit(Field::Service, self.service.is_some())
            | bit(Field::Grouping, self.grouping.is_some())
    }

    /// Whether a format, or a trace by itself, was recognised.
    pub fn is_understood(&self) -> bool {
        !self.format.is_empty()
    }

    /// Where the text of a field stands; `None` for the fields that are no text.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut Option<Text<'a>>> {
        Some(match field {
            Field::RequestId => &mut self.request_id,
            Field::TraceId => &mut self.trace_id,
            Field::Method => &mut self.method,
            Field::Path => &mut self.path,
            Field::Route => &mut self.route,
            Field::User => &mut self.user,
            Field::Message => &mut self.message,
            Field::ErrorKind => &mut self.fault_mut().kind,
            Field::ErrorMessage => &mut self.fault_mut().message,
            Field::ErrorStack => &mut self.fault_mut().stack,
            Field::Host => &mut self.host,
            Field::Service => &mut self.service,
            Field::Grouping => &mut self.grouping,
            Field::Time | Field::Level | Field::Status | Field::Duration => return None,
        })
    }

    /// The error, made if there is none yet.
    pub fn fault_mut(&mut self) -> &mut Fault<'a> {
        self.error.get_or_insert_default()
    }
}

/// Failing as the contract defines it: status 500-599, or level error or above, or an exception where there is no
/// level.
pub fn is_failing(level: Option<Level>, status: Option<u16>, has_error: bool) -> bool {
    status.is_some_and(|s| (500..600).contains(&s))
        || match level {
            Some(level) => level >= Level::Error,
            None => has_error,
        }
}

/// One canonical field, by name. The key table and the projection both speak of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    Time,
    Level,
    RequestId,
    TraceId,
    Method,
    Path,
    Route,
    Status,
    User,
    Duration,
    Message,
    ErrorKind,
    ErrorMessage,
    ErrorStack,
    Host,
    Service,
    Grouping,
}

impl Field {
    pub const ALL: [Field; 17] = [
        Field::Time,
        Field::Level,
        Field::RequestId,
        Field::TraceId,
        Field::Method,
        Field::Path,
        Field::Route,
        Field::Status,
        Field::User,
        Field::Duration,
        Field::Message,
        Field::ErrorKind,
        Field::ErrorMessage,
        Field::ErrorStack,
        Field::Host,
        Field::Service,
        Field::Grouping,
    ];

    /// The name users give it, in `--field` and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Field::Time => "time",
            Field::Level => "level",
            Field::RequestId => "request_id",
            Field::TraceId => "trace_id",
            Field::Method => "method",
            Field::Path => "path",
            Field::Route => "route",
            Field::Status => "status",
            Field::User => "user",
            Field::Duration => "duration_ms",
            Field::Message => "message",
            Field::ErrorKind => "error.type",
            Field::ErrorMessage => "error.message",
            Field::ErrorStack => "error.stack",
            Field::Host => "host",
            Field::Service => "service",
            Field::Grouping => "fingerprint",
        }
    }

    pub fn from_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// The projection: which fields an analysis needs, so that a parser reads no others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Want {
    bits: u32,
    /// Keys outside the canonical fields (`region`, `http.version`), wanted by name.
    pub extra: Vec<String>,
}

impl Want {
    pub fn none() -> Want {
        Want::default()
    }

    pub fn all() -> Want {
        Want::of(&Field::ALL)
    }

    pub fn of(fields: &[Field]) -> Want {
        fields.iter().fold(Want::default(), |w, &f| w.with(f))
    }

    pub fn with(mut self, field: Field) -> Want {
        self.bits |= 1 << field as u8;
        self
    }

    #[inline]
    pub fn has(&self, field: Field) -> bool {
        self.bits & (1 << field as u8) != 0
    }

    /// Whether any part of the error is wanted.
    pub fn has_error(&self) -> bool {
        self.has(Field::ErrorKind) || self.has(Field::ErrorMessage) || self.has(Field::ErrorStack)
    }

    /// With what the wanted fields may have to be read from: the message of a text log tells most of them, and
    /// whether an event without a level fails depends on its error.
    pub fn closed(self) -> Want {
        let told_by_message = [
            Field::Level,
            Field::RequestId,
            Field::TraceId,
            Field::Method,
            Field::Path,
            Field::Route,
            Field::Status,
            Field::User,
            Field::Duration,
            Field::Grouping,
        ];
        let want = match self.has(Field::Level) {
            true => self.with(Field::ErrorKind),
            false => self,
        };
        match want.has_error() || told_by_message.into_iter().any(|field| want.has(field)) {
            true => want.with(Field::Message),
            false => want,
        }
    }

    pub fn union(mut self, other: &Want) -> Want {
        self.bits |= other.bits;
        for key in &other.extra {
            if !self.extra.contains(key) {
                self.extra.push(key.clone());
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_fails_by_status_by_level_or_by_an_exception_without_a_level() {
        let failing = |status, level, error: bool| {
            Event {
                status,
                level,
                error: error.then(Fault::default),
                ..Event::default()
            }
            .is_failing()
        };
        assert!(failing(Some(500), Some(Level::Info), false));
        assert!(failing(None, Some(Level::Fatal), false));
        assert!(failing(None, None, true));
        assert!(!failing(Some(404), Some(Level::Warn), true));
        assert!(!failing(None, None, false));
    }

    #[test]
    fn level_words_of_many_loggers_are_read_whatever_their_case() {
        for (word, level) in [
            ("WARNING", Level::Warn),
            ("crit", Level::Fatal),
            ("SEVERE", Level::Error),
            ("dbug", Level::Debug),
            ("Information", Level::Info),
        ] {
            assert_eq!(Level::from_word(word.as_bytes()), Some(level), "{word}");
        }
        assert_eq!(Level::from_word(b"warned"), None);
    }
}
