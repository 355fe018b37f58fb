//! The budget that all retries of a client share, to protect an overloaded service.

use std::sync::atomic::{AtomicU32, Ordering};

/// The tokens in a full bucket.
const CAPACITY: u32 = 500;
/// The price of a retry.
pub(super) const RETRY: u32 = 5;
/// The price of a retry after a timeout. It is higher because the service may still be busy with the previous attempt.
pub(super) const TIMEOUT: u32 = 10;
/// The tokens that a call returns if it succeeds without a retry.
const GIFT: u32 = 1;

/// Tokens that retries take and successes return; the numbers are those of the AWS SDKs' standard retry mode.
#[derive(Debug)]
pub(crate) struct Bucket(AtomicU32);

impl Bucket {
    pub(crate) fn full() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes tokens if there are enough.
    pub(super) fn take(&self, tokens: u32) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| held.checked_sub(tokens)).is_ok()
    }

    /// Returns the tokens of the retry that led to a success, or a few if there was no retry.
    pub(super) fn succeed(&self, taken: u32) {
        self.give_back(taken.max(GIFT));
    }

    /// Returns the tokens of a retry that was not made.
    pub(super) fn give_back(&self, tokens: u32) {
        if tokens > 0 {
            let add = |held: u32| (held < CAPACITY).then(|| held.saturating_add(tokens).min(CAPACITY));
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_drain_it_and_successes_fill_it_up_to_the_brim() {
        let bucket = Bucket::full();
        assert_eq!((0..1000).take_while(|_| bucket.take(RETRY)).count(), 100);
        assert!(!bucket.take(TIMEOUT));
        bucket.succeed(0);
        assert!(!bucket.take(RETRY));
        bucket.succeed(RETRY);
        assert!(bucket.take(RETRY) && bucket.take(1) && !bucket.take(1));
        for _ in 0..CAPACITY {
            bucket.succeed(TIMEOUT);
        }
        assert!(bucket.take(CAPACITY) && !bucket.take(1));
    }
}
