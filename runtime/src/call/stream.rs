//! Calls whose bodies are streams: a request that is sent in pieces, and a response that is returned before its end.

use std::time::Duration;

use bytes::Bytes;

use super::{Call, Moment, Step};
use crate::config::Settings;
use crate::operation::OperationInfo;
use crate::stream::{ByteStream, Host};
use crate::transport::{Limits, TransportError};

/// How long a stream may stall if the configuration does not say: one minute, like botocore.
const STALL: Duration = Duration::from_secs(60);

/// The bytes received of a stream, at least the first event, in the extensions of its response.
#[cfg(all(feature = "events", any(feature = "client", feature = "blocking")))]
#[derive(Clone)]
pub(crate) struct First(pub(crate) Bytes);

/// Returns the limits of a call. How long a stream takes depends on its length, so only the time between two bytes is
/// limited, unless the configuration sets more limits.
pub(super) fn limits(
    operation: &OperationInfo,
    request: &http::Request<Bytes>,
    settings: &Settings,
) -> (Limits, Duration) {
    let (mut limits, mut call_timeout, own) = (settings.limits, settings.call_timeout, settings.own_limits);
    let is_sent = body(request).is_some();
    if (is_sent || operation.streamed_response) && !own.stall {
        limits.stall = STALL;
    }
    if is_sent && !own.attempt {
        limits.attempt = Duration::MAX;
    }
    if is_sent && !own.call {
        call_timeout = Duration::MAX;
    }
    (limits, call_timeout)
}

/// Returns the length of a request's body in bytes, as far as known.
pub(super) fn length(request: &http::Request<Bytes>) -> usize {
    let length = body(request).map(|body| body.length().unwrap_or_default());
    length.map_or_else(|| request.body().len(), |length| usize::try_from(length).unwrap_or(usize::MAX))
}

/// Whether the whole body of a request is in memory.
#[cfg(feature = "sigv4")]
pub(super) fn is_in_memory(request: &http::Request<Bytes>) -> bool {
    body(request).is_none()
}

/// Returns the body of a request if it is not in memory.
fn body(request: &http::Request<Bytes>) -> Option<&ByteStream> {
    request.extensions().get()
}

impl Call {
    /// Whether the request or the response body of the call is a stream.
    pub(super) fn streams(&self) -> bool {
        self.operation.streamed_response || body(&self.plan.request).is_some()
    }

    /// Whether the body of the request cannot be sent again.
    pub(super) fn is_spent(&self) -> bool {
        body(&self.plan.request).is_some_and(ByteStream::is_spent)
    }

    /// Returns the step that computes the hash of a body for its signature.
    #[cfg(feature = "sigv4")]
    pub(super) fn hash_step(&mut self) -> Option<Step> {
        #[cfg(feature = "events")]
        if self.plan.request.extensions().get::<crate::events::Slot>().is_some() {
            // Each event has its own signature.
            return None;
        }
        let body = body(&self.plan.request).filter(|_| self.plan.proof.needs_hash())?;
        if body.is_repeatable() {
            return Some(Step::Hash(body.open()));
        }
        let reason = "the service wants the body signed, so it is read twice, and a stream can be read only once; \
                      give it as bytes or as a file";
        self.cannot_send(reason.to_owned());
        Some(Step::Done)
    }

    /// Takes the SHA-256 of the body of the request, or why it cannot be read.
    #[cfg(feature = "sigv4")]
    pub fn hash(&mut self, hash: std::io::Result<[u8; 32]>) {
        match hash {
            Ok(hash) => self.plan.proof.set_hash(hash),
            Err(error) => self.cannot_send(format!("the body cannot be read: {error}")),
        }
    }

    #[cfg(feature = "sigv4")]
    fn cannot_send(&mut self, reason: String) {
        self.fail(crate::error::ClientError::Prepare { operation: self.operation.name, reason });
    }

    /// Returns the step that sends a request if its body or the response is a stream.
    #[cfg_attr(
        not(feature = "http2"),
        allow(clippy::unused_self, reason = "only HTTP/2 depends on the operation")
    )]
    pub(super) fn stream_step(&self, request: http::Request<Bytes>, limits: Limits) -> Step {
        let (mut head, body) = request.into_parts();
        #[cfg(feature = "http2")]
        if self.operation.streamed_response && head.extensions.get::<crate::events::Slot>().is_some() {
            head.extensions.insert(crate::events::Duplex);
        }
        let stream = head.extensions.remove::<ByteStream>();
        let body = stream.map_or_else(|| body.into(), |stream| stream.open());
        Step::Stream(http::Request::from_parts(head, body), limits)
    }

    /// Whether the body of a response with this status is returned as a stream. Any other is read whole, because it may
    /// be an error.
    pub fn takes_stream(&self, status: http::StatusCode) -> bool {
        self.operation.streamed_response && !self.collects && status.is_success()
    }

    /// Whether a response with this status is accepted only with its first event.
    #[cfg(all(feature = "events", any(feature = "client", feature = "blocking")))]
    pub(crate) fn wants_first_event(&self, status: http::StatusCode) -> bool {
        self.operation.first_event && self.takes_stream(status)
    }

    /// Takes a response whose body has not been read yet.
    pub fn answer_stream(&mut self, answer: Result<http::Response<ByteStream>, TransportError>, now: Moment) {
        let answer = answer.map(|answer| {
            let (mut head, stream) = answer.into_parts();
            #[cfg(all(feature = "events", any(feature = "client", feature = "blocking")))]
            if let Some(First(first)) = head.extensions.remove() {
                head.extensions.insert(stream);
                head.extensions.insert(Host(self.plan.host()));
                return http::Response::from_parts(head, first);
            }
            let body = stream.bytes().cloned().unwrap_or_else(|| {
                head.extensions.insert(stream);
                head.extensions.insert(Host(self.plan.host()));
                Bytes::new()
            });
            http::Response::from_parts(head, body)
        });
        self.answer(answer, now);
    }

    /// Makes the call read the whole response before it is returned, within the limit for bodies.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn collecting(mut self) -> Self {
        self.collects = true;
        self
    }
}
