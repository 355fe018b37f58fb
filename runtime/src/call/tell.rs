//! What hooks and spans are told of each attempt.

use std::time::Duration;

use bytes::Bytes;

use super::{Answered, Call, Moment};
use crate::error::{ErrorMeta, request_id};
use crate::hook::{AttemptEnd, AttemptStart};
use crate::transport::TransportError;

impl Call {
    pub(super) fn tell_start(&self, request: &http::Request<Bytes>) {
        let start = AttemptStart {
            operation: self.operation.name,
            attempt: self.attempts + 1,
            method: request.method(),
            uri: request.uri(),
            sent_bytes: request.body().len(),
        };
        self.session.settings().hooks.iter().for_each(|hook| hook.before_attempt(&start));
    }

    /// An answer that is no error; whether it could be read is known only now.
    pub(super) fn tell_success(&self, answered: &Answered, is_readable: bool) {
        let Answered { response, latency } = answered;
        self.tell_end(&AttemptEnd {
            status: Some(response.status().as_u16()),
            request_id: request_id(response.headers()),
            error: (!is_readable).then_some("the answer could not be read"),
            received_bytes: response.body().len(),
            ..self.end(*latency, None)
        });
    }

    pub(super) fn tell_refusal(
        &self,
        meta: &ErrorMeta,
        since: Moment,
        now: Moment,
        retry_in: Option<Duration>,
    ) {
        self.tell_end(&AttemptEnd {
            status: Some(meta.status()),
            request_id: meta.request_id(),
            error: Some(meta.code().unwrap_or("an error without a code")),
            received_bytes: meta.raw_body().len(),
            ..self.end(now.ticks.saturating_duration_since(since.ticks), retry_in)
        });
    }

    pub(super) fn tell_silence(
        &self,
        error: &TransportError,
        since: Moment,
        now: Moment,
        retry_in: Option<Duration>,
    ) {
        self.tell_end(&AttemptEnd {
            error: Some(error.message()),
            ..self.end(now.ticks.saturating_duration_since(since.ticks), retry_in)
        });
    }

    /// The end of an attempt of which no more is known.
    fn end(&self, latency: Duration, retry_in: Option<Duration>) -> AttemptEnd<'_> {
        AttemptEnd {
            operation: self.operation.name,
            attempt: self.attempts,
            status: None,
            request_id: None,
            error: None,
            latency,
            sent_bytes: self.plan.request.body().len(),
            received_bytes: 0,
            retry_in,
        }
    }

    fn tell_end(&self, end: &AttemptEnd<'_>) {
        self.session.settings().hooks.iter().for_each(|hook| hook.after_attempt(end));
        #[cfg(feature = "tracing")]
        super::trace::event(&self.span, end);
    }
}
