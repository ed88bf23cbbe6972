//! What is asked of a stream of events.

pub mod asked;
pub mod audit;
pub mod baseline;
pub mod dim;
pub mod errors;
pub mod filing;
pub mod find;
pub mod inspect;
pub mod mend;
pub mod patterns;
pub mod result;
pub mod statistics;
