//! The command as its users meet it: one binary, a file a behaviour.

mod audits;
mod bad_input;
mod baseline;
mod errors;
mod find;
mod golden;
mod outputs;
mod paths_are_one;
mod patterns;
mod planted;
mod plants;
mod readme;
mod recount;
mod streams;
mod support;
mod testdata;
