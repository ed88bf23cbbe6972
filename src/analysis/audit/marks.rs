//! What the audits must know of a request, a bit each: any event of it, in any source, may set one.

use super::{client, leak};
use crate::analysis::result::Filed;
use crate::event::{Event, Field, Level};
use crate::fields::Plain;

/// A set of facts; merging two is their union, in whatever order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u16);

impl Marks {
    /// An access log tells of it.
    pub const ACCESS: Marks = Marks(1);
    /// With a status of 500 to 599.
    pub const ACCESS_5XX: Marks = Marks(1 << 1);
    /// An application's log tells of it.
    pub const APP: Marks = Marks(1 << 2);
    /// And says what went wrong.
    pub const APP_ERROR: Marks = Marks(1 << 3);
    /// It was answered with exactly 500.
    pub const STATUS_500: Marks = Marks(1 << 4);
    /// An error of it is the caller's mistake; another is not.
    pub const MISTAKE: Marks = Marks(1 << 5);
    pub const OTHER_ERROR: Marks = Marks(1 << 6);
    /// What a response body that was logged gives away.
    pub const SQL: Marks = Marks(1 << 7);
    pub const STACK: Marks = Marks(1 << 8);
    pub const SECRET: Marks = Marks(1 << 9);

    pub const LEAKS: Marks = Marks(Marks::SQL.0 | Marks::STACK.0 | Marks::SECRET.0);

    /// What one event tells. `raw` is its entry.
    pub fn of(event: &Event, filed: &Filed, raw: &[u8]) -> Marks {
        let is_access = is_access(event);
        let mut marks = Marks::of_answer(event.status, is_access, event.is_understood());
        let tells = event.error.is_some() || event.level.is_some_and(|level| level >= Level::Error);
        marks = marks.set(Marks::APP_ERROR, !is_access && tells);
        if filed.failing {
            let mistake = client::is_mistake(event);
            let leaks = leak::leaks(raw);
            marks = marks
                .set(Marks::MISTAKE, mistake)
                .set(Marks::OTHER_ERROR, event.error.is_some() && !mistake)
                .set(Marks::SQL, leaks.sql)
                .set(Marks::STACK, leaks.stack)
                .set(Marks::SECRET, leaks.secret);
        }
        marks
    }

    /// What an entry tells that does not fail and was gathered without being read.
    pub fn of_plain(plain: &Plain) -> Marks {
        let message = plain.text(Field::Message).unwrap_or_default();
        let says_more = says_more(message) && plain.level.is_some();
        Marks::of_answer(plain.status, plain.is_request() && !says_more, true)
    }

    fn of_answer(status: Option<u16>, is_access: bool, is_understood: bool) -> Marks {
        let failed = status.is_some_and(|status| (500..600).contains(&status));
        Marks::default()
            .set(Marks::ACCESS, is_access)
            .set(Marks::ACCESS_5XX, is_access && failed)
            .set(Marks::APP, !is_access && is_understood)
            .set(Marks::STATUS_500, status == Some(500))
    }

    pub fn has(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn has_any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    fn set(self, mark: Marks, on: bool) -> Marks {
        if on { self.with(mark) } else { self }
    }
}

/// Whether it is an access line: a request and its status, and nothing else to say. Servers that write access logs as
/// JSON give them a level all the same.
fn is_access(event: &Event) -> bool {
    if event.format == "access" {
        return true;
    }
    let message = event.message.as_deref().unwrap_or_default().trim();
    let says_more = says_more(message.as_bytes()) && event.level.is_some();
    event.is_request() && event.error.is_none() && !says_more
}

/// Whether a message is more than there must be, or than Caddy's logger has for every request.
fn says_more(message: &[u8]) -> bool {
    !matches!(message, b"" | b"handled request")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Fault;

    fn access(status: u16) -> Event<'static> {
        Event {
            format: "access",
            status: Some(status),
            path: Some("/a".into()),
            ..Event::default()
        }
    }

    fn of(event: &Event) -> Marks {
        let filed = Filed {
            failing: event.is_failing(),
            ..Filed::default()
        };
        Marks::of(event, &filed, b"")
    }

    #[test]
    fn an_access_line_is_told_from_an_application_s() {
        assert_eq!(of(&access(200)), Marks::ACCESS);
        let failed = Marks::ACCESS.with(Marks::ACCESS_5XX);
        assert_eq!(of(&access(503)), failed);
        assert_eq!(of(&access(500)), failed.with(Marks::STATUS_500));
        let caddy = Event {
            format: "json",
            level: Some(Level::Error),
            message: Some("handled request".into()),
            ..access(502)
        };
        assert_eq!(of(&caddy), failed);
        let completed = Event {
            format: "json",
            level: Some(Level::Info),
            message: Some("request completed".into()),
            ..access(500)
        };
        assert_eq!(of(&completed), Marks::APP.with(Marks::STATUS_500));
    }

    #[test]
    fn an_error_is_the_caller_s_or_another() {
        let error = |kind: &'static str| Event {
            format: "json",
            level: Some(Level::Error),
            error: Some(Fault {
                kind: Some(kind.into()),
                ..Fault::default()
            }),
            ..Event::default()
        };
        let app = Marks::APP.with(Marks::APP_ERROR);
        assert_eq!(of(&error("ZodError")), app.with(Marks::MISTAKE));
        assert_eq!(of(&error("TypeError")), app.with(Marks::OTHER_ERROR));
    }
}
