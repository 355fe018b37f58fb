//! The budget that all retries of a client share, so that a service in trouble is not flooded.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a full bucket holds.
const CAPACITY: u32 = 500;
/// What a retry costs.
pub(super) const RETRY: u32 = 5;
/// What a retry after a timeout costs: nobody knows how busy the service still is with the attempt before.
pub(super) const TIMEOUT: u32 = 10;
/// What a call that went well at once gives back.
const GIFT: u32 = 1;

/// Tokens that retries take and successes give back; the figures are those of the AWS SDKs' standard retry mode.
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

    /// Gives back what the retry took that led to a success, or a little if there was none.
    pub(super) fn succeed(&self, taken: u32) {
        self.give_back(taken.max(GIFT));
    }

    /// Gives back what was taken for a retry that came to nothing.
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
