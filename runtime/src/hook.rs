//! Hooks: what a program can learn of each attempt while a call is under way, for metrics and monitoring.

use std::fmt;
use std::time::Duration;

/// Is told of each attempt. All methods do nothing unless implemented, and none may block for long: the call waits.
///
/// Of an attempt in whose midst the future of the call is dropped, the end is not told.
///
/// ```
/// use smithy_client::hook::{AttemptEnd, Hook};
///
/// struct Print;
///
/// impl Hook for Print {
///     fn after_attempt(&self, end: &AttemptEnd<'_>) {
///         println!("{} #{}: {:?} in {:?}", end.operation, end.attempt, end.status, end.latency);
///     }
/// }
/// ```
pub trait Hook: Send + Sync {
    /// An attempt is about to be sent.
    fn before_attempt(&self, start: &AttemptStart<'_>) {
        let _ = start;
    }

    /// An attempt has ended, with an answer or without.
    fn after_attempt(&self, end: &AttemptEnd<'_>) {
        let _ = end;
    }
}

/// An attempt that is about to be sent. `Debug` leaves out the query, which may be a secret.
#[derive(Clone)]
#[non_exhaustive]
pub struct AttemptStart<'a> {
    /// The name of the operation.
    pub operation: &'static str,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The method.
    pub method: &'a http::Method,
    /// The whole URI.
    pub uri: &'a http::Uri,
    /// The length of the body in bytes.
    pub sent_bytes: usize,
}

impl fmt::Debug for AttemptStart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptStart")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("host", &self.uri.host())
            .field("path", &self.uri.path())
            .field("sent_bytes", &self.sent_bytes)
            .finish()
    }
}

/// An attempt that has ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptEnd<'a> {
    /// The name of the operation.
    pub operation: &'static str,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The status, if there was an answer.
    pub status: Option<u16>,
    /// The id that the service has given to the request, if there was an answer with one.
    pub request_id: Option<&'a str>,
    /// The code of the service's error or, without an answer, what happened; `None` after a success.
    pub error: Option<&'a str>,
    /// The time from sending to the end of the answer.
    pub latency: Duration,
    /// The length of the request's body in bytes.
    pub sent_bytes: usize,
    /// The length of the answer's body in bytes.
    pub received_bytes: usize,
    /// How long the client waits before it tries again; `None` if this attempt was the last.
    pub retry_in: Option<Duration>,
}
