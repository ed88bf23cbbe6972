//! How far a run has come, on standard error; gone before results are printed.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Runs shorter than this show nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

/// A bar that a thread of its own draws, from a counter that the readers add to.
#[derive(Debug)]
pub struct Progress {
    drawer: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to watch `read`, bytes so far of `total` (`None`: nobody knows, as of a pipe). Nothing is drawn
    /// unless `wanted` and standard error is a terminal.
    pub fn start(wanted: bool, read: Arc<AtomicU64>, total: Option<u64>) -> Progress {
        if !wanted || !std::io::stderr().is_terminal() {
            return Progress { drawer: None };
        }
        Progress::draw(read, total, ProgressDrawTarget::stderr(), PATIENCE)
    }

    /// Nothing to watch.
    pub fn none() -> Progress {
        Progress { drawer: None }
    }

    fn draw(
        read: Arc<AtomicU64>,
        total: Option<u64>,
        target: ProgressDrawTarget,
        patience: Duration,
    ) -> Progress {
        let (stop, stopped) = mpsc::channel::<()>();
        let drawer = thread::spawn(move || {
            if stopped.recv_timeout(patience) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar =
                ProgressBar::with_draw_target(total, target).with_style(style(total.is_some()));
            loop {
                bar.set_position(read.load(Ordering::Relaxed));
                bar.tick();
                if stopped.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
            bar.finish_and_clear();
        });
        Progress {
            drawer: Some((stop, drawer)),
        }
    }

    /// Takes the bar off the screen. Call it before anything is printed; again does no harm.
    pub fn finish(&mut self) {
        if let Some((stop, drawer)) = self.drawer.take() {
            drop(stop);
            // The drawer can only have ended on its own by a panic, which it has told already.
            let _ = drawer.join();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn style(total_known: bool) -> ProgressStyle {
    let template = if total_known {
        "{bar:30} {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left"
    } else {
        "{spinner} {bytes}  {bytes_per_sec}  {elapsed}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn hidden(patience: Duration) -> Progress {
        let read = Arc::new(AtomicU64::new(500));
        Progress::draw(read, Some(1000), ProgressDrawTarget::hidden(), patience)
    }

    #[test]
    fn a_bar_ends_at_once_when_it_is_finished_however_patient_it_was() {
        let start = Instant::now();
        let mut progress = hidden(Duration::from_secs(60));
        progress.finish();
        progress.finish();
        drop(hidden(Duration::ZERO));
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn nothing_is_drawn_unless_it_is_wanted() {
        let progress = Progress::start(false, Arc::default(), None);
        assert!(progress.drawer.is_none());
    }

    #[test]
    fn both_templates_are_ones_that_indicatif_knows() {
        for total_known in [true, false] {
            let bar = ProgressBar::hidden().with_style(style(total_known));
            bar.tick();
            bar.finish();
        }
    }
}
