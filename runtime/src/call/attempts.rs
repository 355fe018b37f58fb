//! The attempts of one call, whatever carries them: how many there were, what they cost, and whether there is to be another one.

use std::time::{Duration, Instant};

use super::bucket::Bucket;
use super::clock::Moment;
use super::retry::{Cause, Stop};
use crate::error::Trail;
use crate::retry::{Backoff, Retry};

/// The longest time that a service can ask a client to wait, however long the call may take.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// What a call may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) operation: &'static str,
    pub(crate) call_timeout: Duration,
    pub(crate) max_attempts: u32,
    /// Whether to repeat an attempt on which the service may have acted.
    pub(crate) idempotent: bool,
    /// A request changes something, so that it matters whether the service has acted on one.
    pub(crate) acts: bool,
}

/// The attempts of a call under way.
#[derive(Debug)]
pub(crate) struct Attempts {
    started: Instant,
    /// How many have ended.
    pub(crate) ended: u32,
    /// What the bucket gave for the attempt under way.
    taken: u32,
    /// What the bucket gave for a retry that has not begun.
    reserved: u32,
    /// The service may have acted on an attempt that has ended.
    may_have_acted: bool,
}

impl Attempts {
    pub(crate) fn new(started: Instant) -> Self {
        Self { started, ended: 0, taken: 0, reserved: 0, may_have_acted: false }
    }

    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    /// How much is left of the time for the call.
    pub(crate) fn time_left(&self, rules: &Rules, now: Moment) -> Duration {
        rules.call_timeout.saturating_sub(now.ticks.saturating_duration_since(self.started))
    }

    /// An attempt is made.
    pub(crate) fn begin(&mut self) {
        self.taken = std::mem::take(&mut self.reserved);
    }

    /// The call went well.
    pub(crate) fn succeed(&self, bucket: &Bucket) {
        bucket.succeed(self.taken);
    }

    /// The call is over: the budget gets back what it gave for a retry that has not begun. What it gave for one that is under way
    /// stays spent: the service has to deal with that one.
    pub(crate) fn give_back(&self, bucket: &Bucket) {
        bucket.give_back(self.reserved);
    }

    /// Whether the attempt that has ended may be followed by another one.
    pub(crate) fn may_follow(&self, rules: &Rules, cause: &Cause<'_>) -> Result<(), Stop> {
        if self.ended >= rules.max_attempts {
            return Err(Stop::Attempts);
        }
        if cause.may_have_acted && !rules.idempotent {
            return Err(Stop::Unsafe);
        }
        Ok(())
    }

    /// How long to wait before an attempt that may follow, if there is to be one; without `backoff`, not at all.
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

    /// The trail of an error; `says_itself` where it is plain from the error that the service may have acted.
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
