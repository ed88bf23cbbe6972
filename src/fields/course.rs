//! What reading a message comes to, where it comes to the same for all messages of its template.

use super::Meaning;
use crate::template::Mark;

/// A part of a message, in all messages of its template.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub from: Mark,
    pub to: Mark,
}

/// What is known of messages of one template: what their pairs mean, and which of the other things that are looked for
/// need not be.
#[derive(Debug)]
pub struct Course {
    /// The pairs that mean something, in their order.
    pub pairs: Vec<(Meaning, Part)>,
    /// Words before colons may tell something.
    pub colons: bool,
    /// Brackets may hold an ID.
    pub brackets: bool,
    pub request: Request,
    /// The message may be a sentence that reports a request.
    pub phrase: bool,
}

/// What is known of the request that a message speaks of.
#[derive(Debug)]
pub enum Request {
    Nothing,
    /// There may be one.
    Unknown,
    At {
        method: Part,
        target: Part,
        /// The message may be an access line.
        is_access: bool,
        /// A user may stand before the method.
        has_user: bool,
    },
}
