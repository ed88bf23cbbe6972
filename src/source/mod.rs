//! Where bytes come from: paths and what they expand to, rotated siblings, decompression, standard input.
//!
//! [`expand`] turns the arguments into [`Location`]s, and [`Source::open`] turns a location into bytes of
//! text. What a source is follows from its first bytes, never from its name. Nothing here knows lines.

mod decompress;
mod lookahead;
mod open;
mod paths;
mod progress;
mod rotated;
mod sniff;

#[cfg(test)]
mod tests;

pub use decompress::Damage;
pub use open::{Input, PlainFile, Source, damage, trouble};
pub use paths::{Found, Location, Skipped, expand};
pub use progress::Progress;
