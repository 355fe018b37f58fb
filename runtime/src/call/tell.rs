//! Reports each attempt to interceptors and spans.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

#[cfg(feature = "tracing")]
use super::trace::End;
use super::{Answered, Call, Moment, State};
use crate::error::{ErrorMeta, request_id};
use crate::interceptor::{Attempt, AttemptEnd, AttemptStart, Dropped, Interceptor};
use crate::transport::TransportError;

impl Call {
    /// Returns the interceptors of the client, followed by those of the call.
    pub(super) fn interceptors(&self) -> impl Iterator<Item = &Arc<dyn Interceptor>> {
        self.session.settings().interceptors.iter().chain(&self.plan.interceptors)
    }

    /// Returns the attempt that is under way, or the next one.
    pub(super) fn current(&self) -> Attempt {
        Attempt { operation: self.operation.name, number: self.attempts.ended + 1 }
    }

    pub(super) fn tell_start(&self, request: &http::Request<Bytes>) {
        let start = AttemptStart {
            operation: self.operation.name,
            attempt: self.attempts.ended + 1,
            method: request.method(),
            uri: request.uri(),
            sent_bytes: self.sent_bytes,
        };
        self.interceptors().for_each(|interceptor| interceptor.before_attempt(&start));
    }

    /// Reports a response as it was received.
    pub(super) fn tell_answer(&self, answer: &http::Response<Bytes>) {
        let attempt = self.current();
        self.interceptors().for_each(|interceptor| interceptor.after_answer(answer, &attempt));
    }

    /// Reports a response that is not an error. Only now is it known whether it could be read.
    pub(super) fn tell_success(&self, answered: &Answered, is_readable: bool) {
        let Answered { response, latency } = answered;
        let end = AttemptEnd {
            status: Some(response.status().as_u16()),
            request_id: request_id(response.headers()),
            error: (!is_readable).then_some("the response could not be read"),
            received_bytes: response.body().len(),
            ..self.end(*latency, None)
        };
        self.tell_end(&end);
        #[cfg(feature = "tracing")]
        self.trace_end(&end, if is_readable { End::Answered } else { End::Failed });
    }

    pub(super) fn tell_refusal(
        &self,
        meta: &ErrorMeta,
        since: Moment,
        now: Moment,
        retry_in: Option<Duration>,
    ) {
        let end = AttemptEnd {
            status: meta.status(),
            request_id: meta.request_id(),
            error: Some(meta.code().unwrap_or("an error without a code")),
            received_bytes: meta.raw_body().len(),
            ..self.end(now.ticks.saturating_duration_since(since.ticks), retry_in)
        };
        self.tell_end(&end);
        #[cfg(feature = "tracing")]
        self.trace_end(&end, End::of_refusal(meta));
    }

    pub(super) fn tell_silence(
        &self,
        error: &TransportError,
        since: Moment,
        now: Moment,
        retry_in: Option<Duration>,
    ) {
        let end = AttemptEnd {
            error: Some(error.message()),
            ..self.end(now.ticks.saturating_duration_since(since.ticks), retry_in)
        };
        self.tell_end(&end);
        #[cfg(feature = "tracing")]
        self.trace_end(&end, End::Failed);
    }

    /// Reports that the call is dropped before its end.
    pub(super) fn tell_drop(&self) {
        let sent = match self.state {
            State::Done(_) | State::Over => return,
            State::Attempt(sent) => sent,
            State::Waiting(_) => None,
        };
        let since = sent.map_or(self.attempts.started(), |sent| sent.ticks);
        let dropped = Dropped {
            operation: self.operation.name,
            attempt: self.attempts.ended + u32::from(sent.is_some()),
            under_way: sent.is_some(),
            elapsed: self.session.now().ticks.saturating_duration_since(since),
        };
        self.interceptors().for_each(|interceptor| interceptor.after_drop(&dropped));
        #[cfg(feature = "tracing")]
        self.trace_drop(&dropped);
    }

    /// Returns the end of an attempt with the facts that are always known.
    fn end(&self, latency: Duration, retry_in: Option<Duration>) -> AttemptEnd<'_> {
        AttemptEnd {
            operation: self.operation.name,
            attempt: self.attempts.ended,
            status: None,
            request_id: None,
            error: None,
            latency,
            sent_bytes: self.sent_bytes,
            received_bytes: 0,
            retry_in,
        }
    }

    fn tell_end(&self, end: &AttemptEnd<'_>) {
        self.interceptors().for_each(|interceptor| interceptor.after_attempt(end));
    }
}
