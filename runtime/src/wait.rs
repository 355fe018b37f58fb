//! Waiting until a resource has reached a state: an operation is called repeatedly until its response or error says so.
//!
//! `wait_until_…` of a builder passes a [`Waiter`] to the [`Caller`](crate::Caller). Both clients use the same loop,
//! which has no sockets and no clocks.

use std::error::Error;
use std::fmt;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::ops::ControlFlow;
use std::time::Duration;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::time::Instant;

#[cfg(any(feature = "client", feature = "blocking"))]
use crate::call::Moment;
#[cfg(any(feature = "client", feature = "blocking"))]
use crate::error::Failure;
use crate::operation::Operation;
use crate::response::Response;

/// What a call waits for. `T` is what waiting returns: the response or, if the awaited state can be an error, an
/// [`Outcome`].
pub struct Waiter<O: Operation, T> {
    /// The name in the model.
    pub name: &'static str,
    /// The shortest time between two calls, in seconds.
    pub min_delay: u32,
    /// The longest time between two calls, in seconds.
    pub max_delay: u32,
    /// Returns what a response or an error of the service means; `None` if the model does not say.
    pub judge: fn(&O, &Outcome<O>) -> Option<Verdict>,
    /// Converts the awaited outcome to the result of waiting.
    pub take: fn(Outcome<O>) -> Result<T, O::Error>,
}

/// What an outcome means for a waiter. The text is a clause that gives the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The state has been reached.
    Success,
    /// The state will not be reached.
    Failure(&'static str),
    /// The state has not been reached yet.
    Retry(&'static str),
}

/// The outcome of a call that a waiter has made.
pub enum Outcome<O: Operation> {
    /// The call succeeded.
    Response(Response<O::Output>),
    /// The call failed.
    Error(O::Error),
}

/// Why a waiter ended without reaching its state. The outcome is boxed because a response can be large.
#[non_exhaustive]
pub enum WaitError<O: Operation> {
    /// A response or an error says that the state will not be reached.
    Failed {
        /// The name of the waiter.
        waiter: &'static str,
        /// The reason, as a clause.
        because: &'static str,
        /// The response or error.
        outcome: Box<Outcome<O>>,
    },
    /// The state was not reached within the limit.
    TimedOut {
        /// The name of the waiter.
        waiter: &'static str,
        /// The time limit that was given.
        limit: Duration,
        /// The number of calls that were made.
        calls: u32,
        /// What the last response or error means, if the model says it.
        because: Option<&'static str>,
        /// The last response or error.
        outcome: Box<Outcome<O>>,
    },
    /// A call failed with an error that the waiter does not expect.
    Call(O::Error),
}

impl<O: Operation> Outcome<O> {
    /// Returns the response, if the call succeeded.
    pub fn response(&self) -> Option<&Response<O::Output>> {
        match self {
            Self::Response(response) => Some(response),
            Self::Error(_) => None,
        }
    }

    /// Returns the error, if the call failed.
    pub fn error(&self) -> Option<&O::Error> {
        match self {
            Self::Response(_) => None,
            Self::Error(error) => Some(error),
        }
    }

    /// Returns the response or error as a `Result`.
    pub fn into_result(self) -> Result<Response<O::Output>, O::Error> {
        match self {
            Self::Response(response) => Ok(response),
            Self::Error(error) => Err(error),
        }
    }
}

/// Shows the error, or the status and the request ID of the response.
impl<O: Operation> fmt::Debug for Outcome<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response(response) => f.debug_tuple("Response").field(response.meta()).finish(),
            Self::Error(error) => f.debug_tuple("Error").field(error).finish(),
        }
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (because, outcome) = match self {
            Self::Call(error) => return error.fmt(f),
            Self::Failed { waiter, because, outcome } => {
                write!(f, "{}: {waiter} will not be reached", O::NAME)?;
                (Some(*because), outcome)
            }
            Self::TimedOut { waiter, limit, calls, because, outcome } => {
                let plural = if *calls == 1 { "" } else { "s" };
                write!(f, "{}: {waiter} was not reached after {calls} call{plural}", O::NAME)?;
                if !limit.is_zero() {
                    write!(f, " in {limit:?}")?;
                }
                (*because, outcome)
            }
        };
        match (outcome.error(), because) {
            (Some(error), _) => {
                let sentence = error.to_string();
                let clause = sentence.strip_prefix(O::NAME).and_then(|rest| rest.strip_prefix(": "));
                write!(f, ": {}", clause.unwrap_or(&sentence))
            }
            (None, Some(because)) => write!(f, ": {because}"),
            (None, None) => Ok(()),
        }
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// No `source`: the sentence contains the causes, so a chain would repeat them.
impl<O: Operation> Error for WaitError<O> {}

/// A waiter in progress, without IO: it takes the result of each call and returns how long to wait before the next one.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) struct Wait<O: Operation, T> {
    pub(crate) input: O,
    waiter: Waiter<O, T>,
    limit: Duration,
    started: Instant,
    calls: u32,
}

#[cfg(any(feature = "client", feature = "blocking"))]
impl<O: Operation, T> Wait<O, T> {
    pub(crate) fn new(input: O, waiter: Waiter<O, T>, limit: Duration, now: Moment) -> Self {
        Self { input, waiter, limit, started: now.ticks, calls: 0 }
    }

    /// Returns the time to wait before the next call, or the result of waiting.
    pub(crate) fn after(
        &mut self,
        result: Result<Response<O::Output>, O::Error>,
        now: Moment,
    ) -> ControlFlow<Result<T, WaitError<O>>, Duration> {
        self.calls = self.calls.saturating_add(1);
        let outcome = match result {
            Ok(response) => Outcome::Response(response),
            // An error that does not come from the service says nothing about its state.
            Err(error) if error.error_meta().is_none() => {
                return ControlFlow::Break(Err(WaitError::Call(error)));
            }
            Err(error) => Outcome::Error(error),
        };
        let Waiter { name: waiter, judge, take, .. } = self.waiter;
        ControlFlow::Break(match (judge(&self.input, &outcome), outcome) {
            (Some(Verdict::Success), outcome) => take(outcome).map_err(WaitError::Call),
            (Some(Verdict::Failure(because)), outcome) => {
                Err(WaitError::Failed { waiter, because, outcome: Box::new(outcome) })
            }
            (None, Outcome::Error(error)) => Err(WaitError::Call(error)),
            (verdict, outcome) => {
                if let Some(delay) = self.delay(now) {
                    return ControlFlow::Continue(delay);
                }
                let because = match verdict {
                    Some(Verdict::Retry(because)) => Some(because),
                    _ => None,
                };
                let (limit, calls, outcome) = (self.limit, self.calls, Box::new(outcome));
                Err(WaitError::TimedOut { waiter, limit, calls, because, outcome })
            }
        })
    }

    /// Returns a random time between the shortest one and one that doubles with every call up to the longest one, or
    /// less if the last call would come too late. `None` if no other call fits.
    fn delay(&self, now: Moment) -> Option<Duration> {
        let seconds = |delay: u32| Duration::from_secs(u64::from(delay));
        let (shortest, longest) = (seconds(self.waiter.min_delay), seconds(self.waiter.max_delay));
        let left = self.limit.saturating_sub(now.ticks.saturating_duration_since(self.started));
        let until_last_call = left.checked_sub(shortest).filter(|time| !time.is_zero())?;
        let doublings = self.calls.saturating_sub(1).min(31);
        let ceiling = shortest.saturating_mul(1 << doublings).min(longest);
        let delay = shortest + ceiling.saturating_sub(shortest).mul_f64(now.random);
        Some(if left.saturating_sub(delay) <= shortest { until_last_call } else { delay })
    }
}

#[cfg(all(test, feature = "blocking", feature = "client", feature = "test-util"))]
mod tests;
