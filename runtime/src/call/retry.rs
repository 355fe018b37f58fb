//! Whether to make another attempt, and when.

use std::time::Duration;

use super::Call;
use super::bucket::{RETRY, TIMEOUT};
use super::clock::{self, Moment};
use crate::error::{ErrorMeta, RetryKind};
use crate::retry::RetryCause;
use crate::transport::{TransportError, TransportErrorKind};

/// The reason for another attempt.
pub(crate) struct Cause<'e> {
    pub(crate) kind: RetryKind,
    pub(super) error: RetryCause<'e>,
    /// Whether the service may have acted on the attempt.
    pub(crate) may_have_acted: bool,
    /// How long the service asks the client to wait.
    pub(super) asked: Option<Duration>,
    /// The price of the retry in the budget.
    pub(super) price: u32,
}

impl<'e> Cause<'e> {
    pub(crate) fn of_refusal(kind: RetryKind, meta: &'e ErrorMeta, asked: Option<Duration>) -> Self {
        let may_have_acted = match meta.judged_by {
            500 | 502 | 504 => true,
            // An overloaded or starting service answers so before it acts. A gateway in front of it answers the same
            // when the service does not respond, but without an error code.
            503 => meta.code().is_none() && asked.is_none(),
            _ => false,
        };
        Self { kind, error: RetryCause::Refused(meta), may_have_acted, asked, price: RETRY }
    }

    pub(crate) fn of_silence(error: &'e TransportError) -> Self {
        let kind = error.kind();
        let timeouts = [
            TransportErrorKind::AttemptTimeout,
            TransportErrorKind::Stalled,
            TransportErrorKind::ConnectTimeout,
        ];
        Self {
            kind: if kind.is_transient() { RetryKind::Transient } else { RetryKind::Never },
            error: RetryCause::Unanswered(error),
            may_have_acted: kind.may_have_been_sent(),
            asked: None,
            price: if timeouts.contains(&kind) { TIMEOUT } else { RETRY },
        }
    }
}

/// Why there is no further attempt.
pub(crate) enum Stop {
    /// The error is permanent.
    Final,
    /// The call has used all its attempts.
    Attempts,
    /// The service may have acted, and the operation is not idempotent.
    Unsafe,
    /// The body of the request can be read only once, and has been read.
    #[cfg(feature = "stream")]
    Spent,
    /// The retry budget of the client is used up.
    Budget,
    /// The call would exceed its time limit.
    Time,
    /// The service asks for a longer wait than the call has time for.
    Asked(Duration),
    /// The client's backoff decided against another attempt.
    Backoff,
}

impl Stop {
    pub(crate) fn note(&self) -> Option<String> {
        let reason = match self {
            Self::Final | Self::Attempts => return None,
            Self::Unsafe => "the service may have acted on it",
            #[cfg(feature = "stream")]
            Self::Spent => "its body is a stream that can be read only once",
            Self::Budget => "retries of this client have used up their budget",
            Self::Time => "no time is left for another attempt",
            Self::Backoff => "the backoff of the client wants no further attempt",
            Self::Asked(time) => {
                &format!("the service asks to wait {time:?}, and the call may not take so long")
            }
        };
        Some(format!("It was not repeated, because {reason}"))
    }
}

impl Call {
    /// Returns how long to wait before the next attempt, or why there is none. Removes the cause of the error if
    /// possible.
    pub(super) fn retry(
        &mut self,
        cause: &Cause<'_>,
        behind: Option<i64>,
        now: Moment,
    ) -> Result<Duration, Stop> {
        let at_once = self.remedy(cause.kind, behind, now)?;
        self.attempts.may_follow(&self.plan.rules, cause)?;
        #[cfg(feature = "stream")]
        if self.is_spent() {
            return Err(Stop::Spent);
        }
        let backoff = (!at_once).then(|| &*self.session.settings().retry.backoff);
        self.attempts.again(&self.plan.rules, cause, backoff, &self.session.bucket, now)
    }

    /// Removes the cause of the error if possible; `true` if another attempt then needs no wait.
    fn remedy(&mut self, kind: RetryKind, behind: Option<i64>, now: Moment) -> Result<bool, Stop> {
        match kind {
            RetryKind::Throttling | RetryKind::Transient => Ok(false),
            RetryKind::ClockSkew => {
                if let Some(behind) = behind.filter(|_| self.session.settings().correct_clock) {
                    self.session.offset.correct(behind);
                }
                // The clock may have been corrected since this attempt was signed, by this call, another one, or the
                // system.
                let next = clock::shifted(now.wall, self.session.offset.seconds());
                clock::is_off(clock::distance(self.signed.0, next)).then_some(true).ok_or(Stop::Final)
            }
            RetryKind::ExpiredCredentials => {
                self.plan.proof.refresh(&self.session).then_some(true).ok_or(Stop::Final)
            }
            RetryKind::Never => Err(Stop::Final),
        }
    }
}
