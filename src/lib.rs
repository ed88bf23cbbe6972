//! errlog reads logs of any format and says what failed, when, where and for whom.
//!
//! ```text
//!  Source ──► Block ──► Entry ──► Event ──► Filter ──► Analysis ──► Report
//!  bytes      cut at    lines     canonical  asked      observe/     table, json,
//!  (file,     entry     that      fields,    for?       merge        jsonl, csv
//!  gz, stdin) starts    belong    borrowed
//!             only      together
//! ```
//!
//! Data goes one way, and a room knows only the rooms to its left. The command line stands on top, in the binary:
//! nothing here knows it. [`report`] knows results, never scanning. [`event`] is the vocabulary and imports nothing.
//!
//! What holds everywhere, and is tested:
//!
//! 1. The entries of a source, one after the other, are the source's bytes. Each is understood or counted as not.
//! 2. Output does not depend on threads or on how a source was cut, nor on whether its bytes came plain,
//!    compressed or through a pipe. Whether a line starts an entry follows from the line, the source's locked
//!    format and the entry it may continue ([`entry`]); sources are cut only at lines that start an entry whatever
//!    came before ([`chunk`]).
//! 3. What workers found merges in any order of workers ([`analysis::patterns`]) or in the order of the bytes
//!    ([`analysis::errors`]), and comes out the same.
//! 4. No bytes make errlog panic, hang or grow without bound. Memory follows from the longest entry and the number
//!    of groups, not from a source's size.
//! 5. A source that is cut off, rotated or shrinks while it is read is told of, and what could be read is reported:
//!    files are read by position into buffers of our own, never mapped.
//! 6. Results are sorted by explicit keys; no hash order reaches the output.

pub mod analysis;
pub mod cause;
pub mod chunk;
pub mod config;
pub mod discover;
pub mod endpoint;
pub mod entry;
pub mod error;
pub mod event;
pub mod fields;
pub mod filter;
pub mod fingerprint;
pub mod format;
mod lead;
pub mod needle;
pub mod normalise;
mod numbers;
mod opening;
mod recent;
pub mod report;
pub mod scan;
pub mod search;
pub mod seek;
pub mod session;
mod sixteen;
pub mod source;
mod swar;
mod template;
pub mod time;
pub mod token;
pub mod trace;
