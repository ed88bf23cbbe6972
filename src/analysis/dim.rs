//! Dimensions: what failures can be grouped by, and where each takes its values from.

use std::str::FromStr;

use crate::event::{Field, Want};

/// A dimension of `patterns --by`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Dim {
    Minute,
    Hour,
    Day,
    MinuteOfHour,
    HourOfDay,
    Weekday,
    Endpoint,
    User,
    Status,
    Error,
    Cause,
    Method,
    Level,
    Host,
    Service,
    Source,
    /// Any other key of the log, by its name.
    Key(String),
}

const NAMED: [(&str, Dim); 16] = [
    ("minute", Dim::Minute),
    ("hour", Dim::Hour),
    ("day", Dim::Day),
    ("minute-of-hour", Dim::MinuteOfHour),
    ("hour-of-day", Dim::HourOfDay),
    ("weekday", Dim::Weekday),
    ("endpoint", Dim::Endpoint),
    ("user", Dim::User),
    ("status", Dim::Status),
    ("error", Dim::Error),
    ("cause", Dim::Cause),
    ("method", Dim::Method),
    ("level", Dim::Level),
    ("host", Dim::Host),
    ("service", Dim::Service),
    ("source", Dim::Source),
];

impl Dim {
    pub fn name(&self) -> &str {
        match self {
            Dim::Key(name) => name,
            named => NAMED
                .iter()
                .find(|(_, dim)| dim == named)
                .map_or("", |(name, _)| name),
        }
    }

    /// Whether its groups come in the order of time.
    pub fn is_time(&self) -> bool {
        matches!(
            self,
            Dim::Minute | Dim::Hour | Dim::Day | Dim::MinuteOfHour | Dim::HourOfDay | Dim::Weekday
        )
    }

    /// Whether only failures have a value, so that there are no requests to compare with.
    pub fn is_of_failures(&self) -> bool {
        matches!(self, Dim::Error | Dim::Cause | Dim::Level)
    }

    pub fn want(&self) -> Want {
        let fields: &[Field] = match self {
            Dim::Minute
            | Dim::Hour
            | Dim::Day
            | Dim::MinuteOfHour
            | Dim::HourOfDay
            | Dim::Weekday => &[Field::Time],
            Dim::Endpoint => &[Field::Method, Field::Path, Field::Route],
            Dim::User => &[Field::User],
            Dim::Status => &[Field::Status],
            Dim::Error | Dim::Cause => &[
                Field::Message,
                Field::ErrorKind,
                Field::ErrorMessage,
                Field::ErrorStack,
                Field::Status,
                Field::Grouping,
            ],
            Dim::Method => &[Field::Method],
            Dim::Level => &[Field::Level],
            Dim::Host => &[Field::Host],
            Dim::Service => &[Field::Service],
            Dim::Source => &[],
            Dim::Key(name) => {
                let mut want = Want::none();
                want.extra.push(name.clone());
                return want;
            }
        };
        Want::of(fields)
    }
}

/// The dimension of that name; a name of none is a key of the log.
impl FromStr for Dim {
    type Err = String;

    fn from_str(text: &str) -> Result<Dim, String> {
        if text.trim().is_empty() {
            return Err("a dimension is empty: name one, such as endpoint or hour".into());
        }
        let known = NAMED.iter().find(|(name, _)| *name == text);
        Ok(known.map_or_else(|| Dim::Key(text.to_owned()), |(_, dim)| dim.clone()))
    }
}
