//! Spans and events for `tracing`: a span for each call, and events for the results of its attempts.
//!
//! All have the name of the generated crate as their target, such as `iot_jobs_data`, so a filter like
//! `warn,iot_jobs_data=debug` selects one service.
//!
//! The span `call` has the level INFO, and the fields `service`, `operation`, `method`, `host` and `path`; the query is
//! left out, because it may be a secret. Events are inside the span, but each is complete without it:
//!
//! | Message | Level | When |
//! | --- | --- | --- |
//! | `answered` | DEBUG | The call succeeded. |
//! | `repeated` | INFO | An attempt failed, and another one follows after `retry_ms`. |
//! | `refused` | INFO | The service refused, as with a 404 or a 409; the caller gets the error. |
//! | `dropped` | INFO | The future of the call was dropped before its end; `under_way` if an attempt had been sent. |
//! | `failed` | WARN | There is no usable response or an error of the service itself, and no further attempt is made. |
//!
//! | Field | Value |
//! | --- | --- |
//! | `service`, `operation`, `host` | Which call: `IoT Jobs Data Plane`, `UpdateJobExecution`, the host with its port. |
//! | `attempt` | The number of the attempt, from 1; 0 if none was sent. |
//! | `status`, `request_id` | Those of the response, if one came. |
//! | `error` | The code of the service's error, or what happened instead of a response. |
//! | `latency_ms` | Milliseconds from sending to the end of the response. |
//! | `sent_bytes`, `received_bytes` | The lengths of the bodies. |
//! | `retry_ms` | Milliseconds until the next attempt. |
//! | `under_way` | Of a dropped call: an attempt had been sent, and the service may have acted on it. |
//!
//! No event contains a header, a query or a body.

#[doc(hidden)]
pub use tracing as macros;
use tracing::{Level, Span};

/// The target of a service's spans and events; [`logger!`](crate::logger) creates one.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Logger {
    #[doc(hidden)]
    pub span: fn(&Call<'_>) -> Span,
    #[doc(hidden)]
    pub event: fn(&Span, &Call<'_>, &Event<'_>),
}

/// The facts of a call in its span.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    pub service: &'static str,
    pub operation: &'static str,
    pub method: &'a str,
    pub host: &'a str,
    pub path: &'a str,
}

/// The facts of an attempt in an event.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    pub level: Level,
    pub message: &'static str,
    pub attempt: u32,
    pub status: Option<u16>,
    pub request_id: Option<&'a str>,
    pub error: Option<&'a str>,
    pub latency_ms: Option<u64>,
    pub sent_bytes: Option<usize>,
    pub received_bytes: Option<usize>,
    pub retry_ms: Option<u64>,
    pub under_way: Option<bool>,
}

impl Event<'_> {
    pub(crate) fn new(level: Level, message: &'static str, attempt: u32) -> Self {
        Self {
            level,
            message,
            attempt,
            status: None,
            request_id: None,
            error: None,
            latency_ms: None,
            sent_bytes: None,
            received_bytes: None,
            retry_ms: None,
            under_way: None,
        }
    }
}

/// Creates the [`Logger`](crate::telemetry::Logger) of a crate, with the crate's name as its target. It is a macro,
/// because a target has to be constant at each place of use.
///
/// ```
/// use smithy_client::telemetry::Logger;
///
/// const LOGGER: Logger = smithy_client::logger!("my_service");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! logger {
    ($target:literal) => {
        $crate::telemetry::Logger {
            span: |call| {
                $crate::telemetry::macros::info_span!(
                    target: $target,
                    "call",
                    service = call.service,
                    operation = call.operation,
                    method = call.method,
                    host = call.host,
                    path = call.path,
                )
            },
            event: |span, call, event| match event.level {
                $crate::telemetry::macros::Level::WARN => $crate::logger!(@event $target, WARN, span, call, event),
                $crate::telemetry::macros::Level::INFO => $crate::logger!(@event $target, INFO, span, call, event),
                _ => $crate::logger!(@event $target, DEBUG, span, call, event),
            },
        }
    };
    (@event $target:literal, $level:ident, $span:ident, $call:ident, $event:ident) => {
        $crate::telemetry::macros::event!(
            target: $target,
            parent: $span,
            $crate::telemetry::macros::Level::$level,
            service = $call.service,
            operation = $call.operation,
            host = $call.host,
            attempt = $event.attempt,
            status = $event.status,
            request_id = $event.request_id,
            error = $event.error,
            latency_ms = $event.latency_ms,
            sent_bytes = $event.sent_bytes,
            received_bytes = $event.received_bytes,
            retry_ms = $event.retry_ms,
            under_way = $event.under_way,
            "{}",
            $event.message
        )
    };
}
