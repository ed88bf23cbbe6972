//! How far reading has come, for a progress bar: one counter shared by everybody who reads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Counts bytes as they leave the disk or the pipe, so compressed bytes for a compressed source. A clone
/// counts into the same sum. Bytes that are read twice (bisection) count twice: show at most the total.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    done: Arc<AtomicU64>,
}

impl Progress {
    pub fn add(&self, bytes: usize) {
        self.done.fetch_add(bytes as u64, Relaxed);
    }

    /// The counter itself, for somebody who watches it.
    pub fn counter(&self) -> Arc<AtomicU64> {
        self.done.clone()
    }

    /// Bytes read so far.
    pub fn done(&self) -> u64 {
        self.done.load(Relaxed)
    }
}
