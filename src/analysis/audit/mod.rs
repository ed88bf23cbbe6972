//! Faults of how failures are handled, which no count of them shows: errors that nobody logged, clients' mistakes
//! answered as the server's, responses that give away what they must not, callers that try again and again.

mod client;
mod leak;
mod marks;

pub use marks::Marks;
