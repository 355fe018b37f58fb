//! How long to wait before the next attempt.

use std::time::Duration;

use crate::error::RetryKind;

/// Decides how long a client waits before it tries again.
///
/// A closure `Fn(u32, RetryKind, f64) -> Duration` is one too.
pub trait Backoff: Send + Sync {
    /// The time to wait before a retry.
    ///
    /// `retry` counts from 1; `random` is evenly spread over 0 (included) to 1 (not included). What the service asks
    /// for in `retry-after` is waited in any case.
    fn delay(&self, retry: u32, kind: RetryKind, random: f64) -> Duration;
}

impl<F: Fn(u32, RetryKind, f64) -> Duration + Send + Sync> Backoff for F {
    fn delay(&self, retry: u32, kind: RetryKind, random: f64) -> Duration {
        self(retry, kind, random)
    }
}

/// Full jitter: any time between nothing and `base`, which doubles with every retry up to `max`.
///
/// The default is a base of 1 second and a maximum of 20 seconds, as in the AWS SDKs' standard mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exponential {
    base: Duration,
    max: Duration,
}

impl Exponential {
    /// A base and a maximum.
    pub const fn new(base: Duration, max: Duration) -> Self {
        Self { base, max }
    }
}

impl Default for Exponential {
    fn default() -> Self {
        Self::new(Duration::from_secs(1), Duration::from_secs(20))
    }
}

impl Backoff for Exponential {
    fn delay(&self, retry: u32, _kind: RetryKind, random: f64) -> Duration {
        let doublings = retry.saturating_sub(1).min(31);
        let ceiling = self.base.saturating_mul(1 << doublings).min(self.max);
        let share = if random.is_nan() { 0.0 } else { random.clamp(0.0, 1.0) };
        Duration::try_from_secs_f64(ceiling.as_secs_f64() * share).unwrap_or(ceiling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_doubles_up_to_the_maximum() {
        let backoff = Exponential::default();
        let seconds = |retry, random| backoff.delay(retry, RetryKind::Transient, random).as_secs_f64();
        let cases = [
            (1, 1.0, 1.0),
            (2, 1.0, 2.0),
            (3, 0.5, 2.0),
            (5, 1.0, 16.0),
            (6, 1.0, 20.0),
            (u32::MAX, 1.0, 20.0),
            (4, 0.0, 0.0),
            (0, 1.0, 1.0),
            (1, f64::INFINITY, 1.0),
        ];
        for (retry, random, expected) in cases {
            assert!((seconds(retry, random) - expected).abs() < 1e-9, "{retry} {random}");
        }
    }

    #[test]
    fn no_numbers_make_it_panic() {
        let endless = Exponential::new(Duration::MAX, Duration::MAX);
        assert_eq!(endless.delay(1, RetryKind::Transient, 1.0), Duration::MAX);
        assert_eq!(endless.delay(u32::MAX, RetryKind::Transient, f64::NAN), Duration::ZERO);
    }

    #[test]
    fn a_closure_is_a_backoff() {
        let linear = |retry: u32, _: RetryKind, _: f64| Duration::from_millis(retry.into());
        assert_eq!(linear.delay(7, RetryKind::Throttling, 0.0), Duration::from_millis(7));
    }
}
