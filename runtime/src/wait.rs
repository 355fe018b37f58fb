//! Waiting until something has come about: an operation is called again and again until its answer or error says so.
//!
//! `wait_until_…` of a builder gives a [`Waiter`] to the caller. Both clients go by one loop, which knows neither sockets nor
//! clocks.

use std::error::Error;
use std::fmt;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::ops::ControlFlow;
use std::time::Duration;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::time::Instant;

use crate::answer::Answer;
#[cfg(any(feature = "client", feature = "blocking"))]
use crate::call::Moment;
#[cfg(any(feature = "client", feature = "blocking"))]
use crate::error::Failure;
use crate::operation::Operation;

/// What can be waited for with an operation. `T` is what waiting for it gives: the answer, or where an error can be what is waited
/// for, a [`Reply`].
pub struct Waiter<O: Operation, T> {
    /// The name in the model.
    pub name: &'static str,
    /// The shortest time between two calls, in seconds.
    pub min_delay: u32,
    /// The longest time between two calls, in seconds.
    pub max_delay: u32,
    /// What an answer or an error of the service says; `None` where the model says nothing of it.
    pub judge: fn(&O, &Reply<O>) -> Option<Verdict>,
    /// What waiting gives, of the answer or error that is waited for.
    pub take: fn(Reply<O>) -> Result<T, O::Error>,
}

/// What an answer or error means for what is waited for. The text is the clause that says how this can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has come about.
    Success,
    /// It will not come about.
    Failure(&'static str),
    /// It may come about.
    Retry(&'static str),
}

/// How a call ended.
pub enum Reply<O: Operation> {
    /// With an answer.
    Answer(Answer<O::Output>),
    /// With an error.
    Error(O::Error),
}

/// Why waiting has ended without what was waited for. It is boxed, as an answer can be long.
#[non_exhaustive]
pub enum WaitError<O: Operation> {
    /// An answer or error says that it will not come about.
    Failed {
        /// What was waited for.
        waiter: &'static str,
        /// How this can be told.
        because: &'static str,
        /// The answer or error.
        reply: Box<Reply<O>>,
    },
    /// It has not come about within the limit.
    TimedOut {
        /// What was waited for.
        waiter: &'static str,
        /// The time that was given.
        limit: Duration,
        /// How many calls were made.
        calls: u32,
        /// What the last answer or error says, where the model has a word for it.
        because: Option<&'static str>,
        /// The last answer or error.
        reply: Box<Reply<O>>,
    },
    /// A call failed with an error that says nothing of what was waited for.
    Call(O::Error),
}

impl<O: Operation> Reply<O> {
    /// The answer, where there is one.
    pub fn answer(&self) -> Option<&Answer<O::Output>> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Error(_) => None,
        }
    }

    /// The error, where there is one.
    pub fn error(&self) -> Option<&O::Error> {
        match self {
            Self::Answer(_) => None,
            Self::Error(error) => Some(error),
        }
    }

    /// The answer or error as the call gave it.
    pub fn into_result(self) -> Result<Answer<O::Output>, O::Error> {
        match self {
            Self::Answer(answer) => Ok(answer),
            Self::Error(error) => Err(error),
        }
    }
}

/// The error, or the status and the request id of the answer.
impl<O: Operation> fmt::Debug for Reply<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(answer) => f.debug_tuple("Answer").field(answer.meta()).finish(),
            Self::Error(error) => f.debug_tuple("Error").field(error).finish(),
        }
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (because, reply) = match self {
            Self::Call(error) => return error.fmt(f),
            Self::Failed { waiter, because, reply } => {
                write!(f, "{}: {waiter} will not come about", O::NAME)?;
                (Some(*because), reply)
            }
            Self::TimedOut { waiter, limit, calls, because, reply } => {
                let plural = if *calls == 1 { "" } else { "s" };
                write!(f, "{}: {waiter} has not come about after {calls} call{plural}", O::NAME)?;
                if !limit.is_zero() {
                    write!(f, " in {limit:?}")?;
                }
                (*because, reply)
            }
        };
        match (reply.error(), because) {
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

/// The sentence of `Display`, which is what a `main` that returns the error prints.
impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// There is no `source`: the sentence says it all, and a chain would say it twice.
impl<O: Operation> Error for WaitError<O> {}

/// Waiting under way, without IO: it is told how each call ended, and says how long to wait before the next one.
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

    /// The time to wait before the next call, or how waiting has ended.
    pub(crate) fn after(
        &mut self,
        result: Result<Answer<O::Output>, O::Error>,
        now: Moment,
    ) -> ControlFlow<Result<T, WaitError<O>>, Duration> {
        self.calls = self.calls.saturating_add(1);
        let reply = match result {
            Ok(answer) => Reply::Answer(answer),
            // What does not come from the service says nothing of its state.
            Err(error) if error.meta().is_none() => return ControlFlow::Break(Err(WaitError::Call(error))),
            Err(error) => Reply::Error(error),
        };
        let Waiter { name: waiter, judge, take, .. } = self.waiter;
        ControlFlow::Break(match (judge(&self.input, &reply), reply) {
            (Some(Verdict::Success), reply) => take(reply).map_err(WaitError::Call),
            (Some(Verdict::Failure(because)), reply) => {
                Err(WaitError::Failed { waiter, because, reply: Box::new(reply) })
            }
            (None, Reply::Error(error)) => Err(WaitError::Call(error)),
            (verdict, reply) => {
                if let Some(delay) = self.delay(now) {
                    return ControlFlow::Continue(delay);
                }
                let because = match verdict {
                    Some(Verdict::Retry(because)) => Some(because),
                    _ => None,
                };
                let (limit, calls, reply) = (self.limit, self.calls, Box::new(reply));
                Err(WaitError::TimedOut { waiter, limit, calls, because, reply })
            }
        })
    }

    /// Any time from the shortest one to one that doubles with every call up to the longest one, and less where the last call
    /// would come too late. `None` where no other call fits.
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
