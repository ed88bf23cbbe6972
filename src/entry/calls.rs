//! Calls of a trace that come again behind the same call, passed over without a look at each.

use super::{Boundary, again};

/// Follows the calls of an entry, and passes over those that are known from earlier ones.
pub struct Calls<'b> {
    boundary: &'b Boundary,
    buf: &'b [u8],
    /// Of the calls in progress the first that nothing is known to stand behind, and where the line behind it begins.
    first: Option<(&'b [u8], usize)>,
}

impl<'b> Calls<'b> {
    pub fn new(boundary: &'b Boundary, buf: &'b [u8]) -> Calls<'b> {
        Calls {
            boundary,
            buf,
            first: None,
        }
    }

    /// Takes the call `line`; the next line to be looked at begins at `next`, or where this tells: the lines in between
    /// are calls as well. A call goes on with the entry whatever it follows, unless it is another writer's, and after
    /// one call another changes nothing in what is known of the trace.
    pub fn pass(&mut self, line: &'b [u8], next: usize) -> usize {
        let Boundary { lock, source } = self.boundary;
        if lock.wrapper.is_some() {
            return next;
        }
        match again::calls_behind(*source, line, &self.buf[next..]) {
            Some(known) => next + known,
            None => {
                self.first.get_or_insert((line, next));
                next
            }
        }
    }

    /// Another line than a call begins at `at`.
    pub fn end(&mut self, at: usize) {
        if let Some((line, behind)) = self.first.take()
            && at > behind
        {
            again::learn_calls(self.boundary.source, line, &self.buf[behind..at]);
        }
    }
}
