//! A call of a session: its attempts, and how each ends.

use std::time::{Duration, Instant};

use bytes::Bytes;

use super::super::message::{self, Binding, Kind, Message};
use super::filters::{Filters, Standing};
use super::{ActionId, Link, Settings};
use crate::call::Moment;
use crate::call::attempts::{Attempts, Rules};
use crate::call::bucket::Bucket;
use crate::call::retry::{Cause, Stop};
use crate::error::{ClientError, ErrorMeta, ErrorResponse, RetryKind, SendError};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::transport::{TransportError, TransportErrorKind};

/// A call that is not over, or whose result has not been taken.
pub(super) struct Pending {
    pub(super) message: Message,
    pub(super) token: String,
    pub(super) rules: Rules,
    pub(super) attempts: Attempts,
    pub(super) outcome: Option<Outcome>,
    /// A refusal without a token on the topic of the call.
    pub(super) stray: Option<Bytes>,
    /// The filter that matches its responses.
    filter: String,
    attempt_timeout: Duration,
    state: State,
    rejection: fn(&Bytes) -> ErrorResponse,
    /// The refusal that ended the previous attempt: it may arrive twice.
    refused: Option<Bytes>,
    /// The service's message in that refusal.
    last_refusal: Option<String>,
}

enum State {
    /// An attempt is due; its time counts from this moment, if it has begun.
    Due(Option<Instant>),
    /// The request has been sent.
    Sent {
        since: Instant,
        id: ActionId,
        acknowledged: bool,
    },
    /// The call waits until this moment before the next attempt.
    Waiting(Instant),
    Over,
}

/// How a call ended.
pub(super) enum Outcome {
    Accepted(Bytes),
    Refused(Box<ErrorResponse>),
    Failed(ClientError),
}

/// What a call needs next.
pub(super) enum Next {
    /// To be sent.
    Publish,
    /// It is over.
    Done,
    /// Wait for this time.
    Wait(Duration),
    /// Nothing until a response comes.
    Nothing,
}

impl Pending {
    pub(super) fn new<O: Operation>(
        binding: &'static Binding,
        message: Message,
        filter: String,
        token: String,
        settings: &Settings,
        options: &CallOptions,
        now: Moment,
    ) -> Self {
        Self {
            message,
            token,
            rules: Rules {
                operation: O::NAME,
                call_timeout: options.call_timeout.unwrap_or(settings.call_timeout),
                max_attempts: options.max_attempts.unwrap_or(settings.max_attempts).max(1),
                idempotent: O::IDEMPOTENT
                    || options.retry_non_idempotent.unwrap_or(settings.retry_non_idempotent),
                acts: binding.acts,
            },
            attempts: Attempts::new(now.ticks),
            outcome: None,
            stray: None,
            filter,
            attempt_timeout: options.attempt_timeout.unwrap_or(settings.attempt_timeout),
            state: State::Due(None),
            rejection: message::rejection::<O>,
            refused: None,
            last_refusal: None,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.outcome.is_some()
    }

    pub(super) fn is_sent_as(&self, wanted: ActionId) -> bool {
        matches!(self.state, State::Sent { id, .. } if id == wanted)
    }

    pub(super) fn is_unacknowledged(&self) -> bool {
        matches!(self.state, State::Sent { acknowledged: false, .. })
    }

    pub(super) fn acknowledge(&mut self) {
        if let State::Sent { acknowledged, .. } = &mut self.state {
            *acknowledged = true;
        }
    }

    /// Returns what the call needs now.
    pub(super) fn next(
        &mut self,
        link: &Link,
        filters: &Filters,
        may_send: bool,
        settings: &Settings,
        bucket: &Bucket,
        now: Moment,
    ) -> Next {
        loop {
            let problem = match self.state {
                State::Over => return Next::Nothing,
                State::Waiting(until) if now.ticks < until => {
                    return Next::Wait(until.duration_since(now.ticks));
                }
                State::Waiting(_) | State::Due(None) => {
                    self.state = State::Due(Some(now.ticks));
                    continue;
                }
                State::Due(Some(since)) => {
                    match (self.left(since, now), link, filters.standing(&self.filter)) {
                        (_, Link::Up, Standing::Refused(reason)) => self.unheard(&reason),
                        // A permanent error, such as a refused certificate: waiting does not help.
                        (_, Link::Down(Some(reason)), _) if !reason.kind().is_transient() => reason.clone(),
                        (Some(_), Link::Up, Standing::Granted) if may_send => return Next::Publish,
                        (Some(left), ..) => return Next::Wait(left),
                        (None, link, _) => self.unsent(link),
                    }
                }
                State::Sent { since, .. } => match self.left(since, now) {
                    Some(left) => return Next::Wait(left),
                    None => self.silence(),
                },
            };
            if self.unanswered(&problem, settings, bucket, now) {
                return Next::Done;
            }
        }
    }

    /// Returns the time left for an attempt that began then; `None` if it is up.
    fn left(&self, since: Instant, now: Moment) -> Option<Duration> {
        let passed = now.ticks.saturating_duration_since(since);
        self.limit(since).checked_sub(passed).filter(|left| !left.is_zero())
    }

    /// Returns the time limit of an attempt that began then.
    fn limit(&self, since: Instant) -> Duration {
        let spent = since.saturating_duration_since(self.attempts.started());
        self.attempt_timeout.min(self.rules.call_timeout.saturating_sub(spent))
    }

    /// Returns the message of an attempt that is made now.
    pub(super) fn send(&mut self, id: ActionId, now: Moment) -> Message {
        let since = match self.state {
            State::Due(Some(since)) => since,
            _ => now.ticks,
        };
        self.attempts.begin();
        self.state = State::Sent { since, id, acknowledged: false };
        self.message.clone()
    }

    fn unheard(&self, reason: &str) -> TransportError {
        let message = format!("the broker refuses the subscription to `{}`: {reason}", self.filter);
        TransportError::new(TransportErrorKind::Invalid, message)
    }

    /// Returns why an attempt could not be sent in time.
    fn unsent(&self, link: &Link) -> TransportError {
        let reason = match link {
            Link::Down(Some(reason)) => reason.message().to_owned(),
            Link::Down(None) => "it has not been made yet".to_owned(),
            Link::Up => format!("the broker has not answered the subscription to `{}`", self.filter),
        };
        TransportError::new(TransportErrorKind::ConnectTimeout, reason)
    }

    /// Returns why an attempt that was sent has no response.
    fn silence(&self) -> TransportError {
        let message = match &self.state {
            State::Sent { acknowledged: true, .. } => "the broker has taken the request",
            _ => "the broker has not acknowledged the request",
        };
        TransportError::new(TransportErrorKind::AttemptTimeout, message)
    }

    /// The connection has dropped; `true` if that ends the call.
    pub(super) fn interrupted(
        &mut self,
        reason: &TransportError,
        settings: &Settings,
        bucket: &Bucket,
        now: Moment,
    ) -> bool {
        if !matches!(self.state, State::Sent { .. }) {
            return false;
        }
        let message = format!(
            "{}; a broker also closes the connection of a client that may not publish on `{}`",
            reason.message(),
            self.message.topic
        );
        let error = TransportError::new(TransportErrorKind::Interrupted, message);
        self.unanswered(&error, settings, bucket, now)
    }

    /// An attempt has ended without a response; `true` if that ends the call.
    pub(super) fn unanswered(
        &mut self,
        error: &TransportError,
        settings: &Settings,
        bucket: &Bucket,
        now: Moment,
    ) -> bool {
        let cause = Cause::of_silence(error);
        self.attempts.ended += 1;
        match self.again(&cause, settings, bucket, now) {
            Ok(()) => false,
            Err(stop) => {
                let notes = self.last_refusal.take().into_iter().chain(self.stray_note()).chain(stop.note());
                let notes: Vec<_> = notes.collect();
                let trail = self.attempts.trail(&self.rules, notes.into_iter(), cause.may_have_acted);
                let host = settings.host.clone();
                let error = SendError::new(self.rules.operation, host, error.clone(), trail);
                self.end(Outcome::Failed(ClientError::Send(Box::new(error))))
            }
        }
    }

    fn stray_note(&self) -> Option<String> {
        let error = (self.rejection)(self.stray.as_ref()?);
        let sentence = in_short(error.error_meta());
        Some(format!("A refusal without a token came on the same topic: {sentence}"))
    }

    /// A response has come; `true` if that ends the call.
    pub(super) fn answered(
        &mut self,
        kind: Kind,
        payload: &Bytes,
        settings: &Settings,
        bucket: &Bucket,
        now: Moment,
    ) -> bool {
        if self.is_done() || (self.attempts.ended == 0 && matches!(self.state, State::Due(_))) {
            return false;
        }
        match kind {
            Kind::Accepted => {
                self.attempts.ended += u32::from(matches!(self.state, State::Sent { .. }));
                self.attempts.succeed(bucket);
                self.end(Outcome::Accepted(payload.clone()))
            }
            // The refusal that ended an earlier attempt, delivered again.
            Kind::Rejected if self.refused.as_ref() == Some(payload) => false,
            Kind::Rejected => self.rejected(payload, settings, bucket, now),
        }
    }

    fn rejected(&mut self, payload: &Bytes, settings: &Settings, bucket: &Bucket, now: Moment) -> bool {
        let error = (self.rejection)(payload);
        if !matches!(self.state, State::Sent { .. }) {
            // A late response to an earlier attempt, while another one is due. If the error is final, that one cannot
            // succeed either.
            let is_final = !is_passing(error.error_meta().retry_kind());
            let trail = self.attempts.trail(&self.rules, std::iter::empty(), false);
            return is_final && self.end(Outcome::Refused(Box::new(error.after(trail))));
        }
        self.attempts.ended += 1;
        self.refused = Some(payload.clone());
        let cause = Cause::of_refusal(error.error_meta().retry_kind(), error.error_meta(), None);
        match self.again(&cause, settings, bucket, now) {
            Ok(()) => {
                self.last_refusal =
                    Some(format!("Before that the response was {}", in_short(error.error_meta())));
                false
            }
            Err(stop) => {
                let trail = self.attempts.trail(&self.rules, stop.note().into_iter(), cause.may_have_acted);
                self.end(Outcome::Refused(Box::new(error.after(trail))))
            }
        }
    }

    /// Prepares another attempt, if one is allowed.
    fn again(
        &mut self,
        cause: &Cause<'_>,
        settings: &Settings,
        bucket: &Bucket,
        now: Moment,
    ) -> Result<(), Stop> {
        if !is_passing(cause.kind) {
            return Err(Stop::Final);
        }
        self.attempts.may_follow(&self.rules, cause)?;
        let wait = self.attempts.again(&self.rules, cause, Some(&*settings.backoff), bucket, now)?;
        self.state = match now.ticks.checked_add(wait) {
            Some(until) if !wait.is_zero() => State::Waiting(until),
            _ => State::Due(None),
        };
        Ok(())
    }

    fn end(&mut self, outcome: Outcome) -> bool {
        self.state = State::Over;
        self.outcome = Some(outcome);
        true
    }
}

/// Whether another attempt may succeed without a correction first.
fn is_passing(kind: RetryKind) -> bool {
    matches!(kind, RetryKind::Throttling | RetryKind::Transient)
}

/// Returns the sentence of an error without the name of the operation.
fn in_short(meta: &ErrorMeta) -> String {
    let sentence = meta.to_string();
    let answer = sentence.strip_prefix(meta.operation()).and_then(|rest| rest.strip_prefix(": "));
    answer.unwrap_or(&sentence).to_owned()
}
