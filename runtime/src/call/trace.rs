//! Spans and events of `tracing` for each step of a call.

use std::time::Duration;

use tracing::{Level, Span};

use super::Call;
use crate::error::{ErrorMeta, RetryKind, shortened};
use crate::interceptor::{AttemptEnd, Dropped};
use crate::telemetry::{self, Event, Logger};

/// The span of a call, and the target of its events.
#[derive(Debug)]
pub(super) struct Trace {
    logger: Logger,
    span: Span,
}

/// How an attempt ended.
#[derive(Clone, Copy)]
pub(super) enum End {
    Answered,
    /// The service returned an error that the caller has to handle.
    Refused,
    Failed,
}

impl End {
    pub(super) fn of_refusal(meta: &ErrorMeta) -> Self {
        let is_final = meta.retry_kind() == RetryKind::Never && meta.judged_by < 500;
        if is_final { Self::Refused } else { Self::Failed }
    }
}

impl Call {
    /// Opens the span for the events of this call, if its service has one.
    pub(super) fn open_trace(&mut self) {
        let logger = self.session.settings().logger;
        self.trace = logger.map(|logger| Trace { logger, span: (logger.span)(&self.facts()) });
    }

    pub(super) fn trace_end(&self, end: &AttemptEnd<'_>, how: End) {
        let (level, message) = match how {
            _ if end.retry_in.is_some() => (Level::INFO, "repeated"),
            End::Answered => (Level::DEBUG, "answered"),
            End::Refused => (Level::INFO, "refused"),
            End::Failed => (Level::WARN, "failed"),
        };
        let (request_id, error) = (end.request_id.map(shortened), end.error.map(shortened));
        self.tell(&Event {
            status: end.status,
            request_id: request_id.as_deref(),
            error: error.as_deref(),
            latency_ms: Some(milliseconds(end.latency)),
            sent_bytes: Some(end.sent_bytes),
            received_bytes: Some(end.received_bytes),
            retry_ms: end.retry_in.map(milliseconds),
            ..Event::new(level, message, end.attempt)
        });
    }

    /// Reports that a call failed between two attempts, or before the first.
    pub(super) fn trace_failure(&self, reason: &str) {
        let reason = shortened(reason);
        self.tell(&Event { error: Some(&reason), ..Event::new(Level::WARN, "failed", self.attempts.ended) });
    }

    pub(super) fn trace_drop(&self, dropped: &Dropped) {
        let latency_ms = dropped.under_way.then(|| milliseconds(dropped.elapsed));
        let event = Event::new(Level::INFO, "dropped", dropped.attempt);
        self.tell(&Event { latency_ms, under_way: Some(dropped.under_way), ..event });
    }

    fn tell(&self, event: &Event<'_>) {
        if let Some(trace) = &self.trace {
            (trace.logger.event)(&trace.span, &self.facts(), event);
        }
    }

    fn facts(&self) -> telemetry::Call<'_> {
        let uri = self.plan.request.uri();
        telemetry::Call {
            service: self.session.settings().service.id,
            operation: self.operation.name,
            method: self.plan.request.method().as_str(),
            host: uri.authority().map_or("", http::uri::Authority::as_str),
            path: uri.path(),
        }
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
