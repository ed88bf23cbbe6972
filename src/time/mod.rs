//! Times: reading the layouts that logs use, zones, windows and buckets.

mod again;
mod alike;
pub mod bucket;
mod civil;
mod clock;
mod cursor;
mod date;
mod daytime;
mod epoch;
pub mod format;
mod hour;
mod names;
mod offset;
#[cfg(test)]
mod properties;
mod stamp;
mod tai;
#[cfg(test)]
mod tests;
pub mod window;
mod zone;

pub use alike::Alike;
pub use clock::{Clock, Reading};
pub use epoch::{epoch_text, scan_epoch};
pub use format::{clock_text, day_text, gap_text, rfc3339, write_rfc3339};
pub use hour::Hour;
pub use stamp::{Stamp, find, names_date, scan};
pub use window::{Bound, Window};
pub use zone::Zone;
