//! How many workers may be at work at once, of all sources together.
//!
//! Sources are read beside each other, each by as many workers as there are threads, so that the last one has them all.
//! Who has a permit keeps it from block to block: it goes over to another source only when there is nothing to do at
//! the first.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub struct Permits {
    free: Mutex<usize>,
    change: Condvar,
}

/// Given back when it is dropped.
pub struct Permit<'p>(&'p Permits);

impl Permits {
    pub fn new(count: usize) -> Permits {
        Permits {
            free: Mutex::new(count),
            change: Condvar::new(),
        }
    }

    /// Waits for a permit for as long as it is wanted; whoever no longer wants his calls [`Permits::wake`].
    pub fn acquire(&self, is_wanted: impl Fn() -> bool) -> Option<Permit<'_>> {
        let waits = |free: &mut usize| *free == 0 && is_wanted();
        let woken = self.change.wait_while(self.lock(), waits);
        let mut free = woken.unwrap_or_else(PoisonError::into_inner);
        is_wanted().then(|| {
            *free -= 1;
            Permit(self)
        })
    }

    /// Lets everybody who waits ask again whether a permit is wanted.
    pub fn wake(&self) {
        // Whoever is about to wait has asked before, and holds the lock until he waits.
        drop(self.lock());
        self.change.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.lock() += 1;
        self.0.change.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn no_more_are_given_than_there_are() {
        let (permits, (given, most)) =
            (Permits::new(2), (AtomicUsize::new(0), AtomicUsize::new(0)));
        std::thread::scope(|scope| {
            for _ in 0..5 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let permit = permits.acquire(|| true);
                        most.fetch_max(given.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        given.fetch_sub(1, Ordering::SeqCst);
                        drop(permit);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 2);
        // All have been given back.
        let all = [permits.acquire(|| true), permits.acquire(|| true)];
        assert!(all.iter().all(Option::is_some));
    }

    #[test]
    fn who_no_longer_wants_one_waits_no_more() {
        let permits = &Permits::new(1);
        let (wanted, asked) = (&AtomicBool::new(true), &AtomicBool::new(false));
        let held = permits.acquire(|| true);
        std::thread::scope(|scope| {
            let is_wanted = || {
                asked.store(true, Ordering::SeqCst);
                wanted.load(Ordering::SeqCst)
            };
            let waiting = scope.spawn(move || permits.acquire(is_wanted).is_none());
            while !asked.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            wanted.store(false, Ordering::SeqCst);
            permits.wake();
            assert!(waiting.join().is_ok_and(|gave_up| gave_up));
        });
        drop(held);
        assert!(permits.acquire(|| true).is_some());
    }
}
