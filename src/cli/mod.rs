//! The command line: what was asked, as types; the plan that follows from it; one file a command.

pub mod args;
mod asked;
pub mod completions;
pub mod errors;
pub mod events;
pub mod fail_on;
pub mod find;
pub mod inspect;
mod kept;
pub mod patterns;
pub mod plan;
pub mod printer;
pub mod progress;
