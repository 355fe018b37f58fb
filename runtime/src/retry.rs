//! How long to wait before the next attempt.

use std::time::Duration;

use crate::error::{ErrorMeta, RetryKind};
use crate::transport::TransportError;

/// Decides whether a client retries, and how long it waits before that.
///
/// A closure can implement it; this one waits longer the more often it is refused, and gives up on a service that is
/// down for maintenance:
///
/// ```
/// use std::time::Duration;
/// use smithy_client::retry::{Retry, RetryCause};
/// use smithy_client::{Config, ConfigError, Service};
///
/// fn patient<S: Service>() -> Result<Config<S>, ConfigError> {
///     Config::builder()
///         .endpoint_url("http://localhost:8000")
///         .unsigned()
///         .backoff(|retry: &Retry<'_>| match retry.cause {
///             RetryCause::Refused(error) if error.message() == Some("maintenance") => None,
///             _ => Some(Duration::from_secs(u64::from(retry.number)).mul_f64(retry.random)),
///         })
///         .build()
/// }
/// ```
pub trait Backoff: Send + Sync {
    /// Returns the time to wait before a retry, or `None` to let the call fail with the error.
    ///
    /// It is called only if a retry is possible and has to wait: attempts and budget are left, the call may be
    /// repeated, and nothing was corrected (such as the clock), which would allow a retry at once. The client always
    /// waits at least as long as the service asks for in `retry-after`.
    fn delay(&self, retry: &Retry<'_>) -> Option<Duration>;
}

/// The retry that a [`Backoff`] decides about.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Retry<'a> {
    /// The name of the operation.
    pub operation: &'static str,
    /// The number of the retry, from 1.
    pub number: u32,
    /// Why a retry may succeed.
    pub kind: RetryKind,
    /// How the previous attempt failed.
    pub cause: RetryCause<'a>,
    /// A uniformly distributed number from 0 (included) to 1 (not included), so that waiting times differ between
    /// clients.
    pub random: f64,
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum RetryCause<'a> {
    /// The service has answered with an error.
    Refused(&'a ErrorMeta),
    /// No response came.
    Unanswered(&'a TransportError),
}

impl<F: Fn(&Retry<'_>) -> Option<Duration> + Send + Sync> Backoff for F {
    fn delay(&self, retry: &Retry<'_>) -> Option<Duration> {
        self(retry)
    }
}

/// Full jitter: a random time between zero and `base`, which doubles with every retry up to `max`.
///
/// The default is a base of 1 second and a maximum of 20 seconds, as in the AWS SDKs' standard mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exponential {
    base: Duration,
    max: Duration,
}

impl Exponential {
    /// Creates a backoff from a base and a maximum.
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
    fn delay(&self, retry: &Retry<'_>) -> Option<Duration> {
        Some(self.jittered(retry.number, retry.random))
    }
}

impl Exponential {
    fn jittered(&self, retry: u32, random: f64) -> Duration {
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
        let seconds = |retry, random| backoff.jittered(retry, random).as_secs_f64();
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
        assert_eq!(endless.jittered(1, 1.0), Duration::MAX);
        assert_eq!(endless.jittered(u32::MAX, f64::NAN), Duration::ZERO);
    }
}
