//! Spans and events of `tracing`: a span a call, an event an attempt.

use tracing::{Level, Span};

use super::prepare::Plan;
use crate::hook::AttemptEnd;

/// The span of a call. Its path names what the call is about; the query may hold what is nobody's business.
pub(super) fn span(operation: &'static str, plan: &Plan) -> Span {
    let uri = plan.request.uri();
    tracing::span!(
        Level::INFO,
        "call",
        operation,
        method = plan.request.method().as_str(),
        host = uri.authority().map(http::uri::Authority::as_str),
        path = uri.path(),
    )
}

/// The event of an attempt that has ended; one that failed for good is a warning.
pub(super) fn event(span: &Span, end: &AttemptEnd<'_>) {
    let retry_ms = end.retry_in.map(milliseconds);
    let latency_ms = milliseconds(end.latency);
    let AttemptEnd { attempt, status, request_id, error, sent_bytes, received_bytes, .. } = *end;
    if error.is_some() && retry_ms.is_none() {
        tracing::event!(parent: span, Level::WARN, attempt, status, request_id, error, latency_ms, sent_bytes, received_bytes, "failed");
    } else {
        tracing::event!(parent: span, Level::DEBUG, attempt, status, request_id, error, latency_ms, sent_bytes, received_bytes, retry_ms, "attempt");
    }
}

fn milliseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
