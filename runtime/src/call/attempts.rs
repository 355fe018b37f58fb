//! The attempts of one call over any transport: how many there were, what they cost, and whether another one follows.

use std::time::{Duration, Instant};

use super::bucket::Bucket;
use super::clock::Moment;
use super::retry::{Cause, Stop};
use crate::error::Trail;
use crate::retry::{Backoff, Retry};

/// The longest time that a service can ask a client to wait, even if the call may take longer.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// The limits and properties of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) operation: &'static str,
    pub(crate) call_timeout: Duration,
    pub(crate) max_attempts: u32,
    /// Whether to repeat an attempt on which the service may have acted.
    pub(crate) idempotent: bool,
    /// Whether a request changes something, so that it matters whether the service has acted on one.
    pub(crate) acts: bool,
}

/// The attempts of a call under way.
#[derive(Debug)]
pub(crate) struct Attempts {
    started: Instant,
    /// How many attempts have ended.
    pub(crate) ended: u32,
    /// The tokens that the bucket gave for the attempt under way.
    taken: u32,
    /// The tokens that the bucket gave for a retry that has not begun.
    reserved: u32,
    /// Whether the service may have acted on an attempt that has ended.
    may_have_acted: bool,
}

impl Attempts {
    pub(crate) fn new(started: Instant) -> Self {
        Self { started, ended: 0, taken: 0, reserved: 0, may_have_acted: false }
    }

    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    /// Returns how much time is left for the call.
    pub(crate) fn time_left(&self, rules: &Rules, now: Moment) -> Duration {
        rules.call_timeout.saturating_sub(now.ticks.saturating_duration_since(self.started))
    }

    /// Records that an attempt begins.
    pub(crate) fn begin(&mut self) {
        self.taken = std::mem::take(&mut self.reserved);
    }

    /// Records that the call succeeded.
    pub(crate) fn succeed(&self, bucket: &Bucket) {
        bucket.succeed(self.taken);
    }

    /// Ends the call. The budget gets back the tokens of a retry that has not begun. Those of a retry under way stay
    /// spent, because the service has to process it.
    pub(crate) fn give_back(&self, bucket: &Bucket) {
        bucket.give_back(self.reserved);
    }

    /// Checks whether another attempt may follow the one that has ended.
    pub(crate) fn may_follow(&self, rules: &Rules, cause: &Cause<'_>) -> Result<(), Stop> {
        if self.ended >= rules.max_attempts {
            return Err(Stop::Attempts);
        }
        if cause.may_have_acted && !rules.idempotent {
            return Err(Stop::Unsafe);
        }
        Ok(())
    }

    /// Returns how long to wait before a further attempt, or why there is none; without `backoff`, the wait is zero.
    pub(crate) fn again(
        &mut self,
        rules: &Rules,
        cause: &Cause<'_>,
        backoff: Option<&dyn Backoff>,
        bucket: &Bucket,
        now: Moment,
    ) -> Result<Duration, Stop> {
        let wait = match backoff {
            Some(backoff) => self.waiting_time(rules, cause, backoff, now)?,
            None => Duration::ZERO,
        };
        if !bucket.take(cause.price) {
            return Err(Stop::Budget);
        }
        self.reserved = cause.price;
        self.may_have_acted |= cause.may_have_acted;
        Ok(wait)
    }

    fn waiting_time(
        &self,
        rules: &Rules,
        cause: &Cause<'_>,
        backoff: &dyn Backoff,
        now: Moment,
    ) -> Result<Duration, Stop> {
        let left = self.time_left(rules, now);
        let asked = cause.asked.unwrap_or_default();
        if asked >= left || asked > PATIENCE {
            return Err(Stop::Asked(asked));
        }
        let retry = Retry {
            operation: rules.operation,
            number: self.ended,
            kind: cause.kind,
            cause: cause.error,
            random: now.random,
        };
        let own = backoff.delay(&retry).ok_or(Stop::Backoff)?;
        let wait = own.max(asked);
        if wait >= left || now.ticks.checked_add(wait).is_none() { Err(Stop::Time) } else { Ok(wait) }
    }

    /// Returns the trail of an error. With `says_itself`, the error itself shows that the service may have acted.
    pub(crate) fn trail(
        &self,
        rules: &Rules,
        notes: impl Iterator<Item = String>,
        says_itself: bool,
    ) -> Trail {
        const EARLIER: &str = "The service may have acted on an earlier attempt";
        let may_have_acted = self.may_have_acted && rules.acts;
        let earlier = (may_have_acted && !says_itself).then(|| EARLIER.to_owned());
        Trail { attempts: self.ended, may_have_acted, notes: notes.chain(earlier).collect() }
    }
}
