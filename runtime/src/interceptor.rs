//! Interceptors: they can change a request before it is signed, and observe each attempt of a call.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

/// Observes and changes the attempts of calls. All methods do nothing unless implemented, and none may block for long,
/// because the call waits.
///
/// [`ConfigBuilder::interceptor`](crate::ConfigBuilder::interceptor) adds an interceptor to a client, and
/// [`CallOptions::interceptor`](crate::CallOptions::interceptor) to a call. They are called in the order in which they
/// were added, those of the client first.
///
/// ```
/// use bytes::Bytes;
/// use http::HeaderValue;
/// use smithy_client::interceptor::{Attempt, AttemptEnd, Interceptor, InterceptorError};
///
/// struct Tracked;
///
/// impl Interceptor for Tracked {
///     fn before_signing(
///         &self,
///         request: &mut http::Request<Bytes>,
///         attempt: &Attempt,
///     ) -> Result<(), InterceptorError> {
///         request.headers_mut().insert("x-attempt", HeaderValue::from(attempt.number));
///         Ok(())
///     }
///
///     fn after_attempt(&self, end: &AttemptEnd<'_>) {
///         println!("{} #{}: {:?} in {:?}", end.operation, end.attempt, end.status, end.latency);
///     }
/// }
/// ```
pub trait Interceptor: Send + Sync {
    /// May change the request of an attempt. URI, headers and body are complete except for the signature, which covers
    /// the result. Each attempt begins with the same request. An error ends the call before the attempt is sent. A
    /// presigned request is passed too, as attempt 1, and none of the other methods is called for it.
    ///
    /// The client sets headers of the connection and of the signature later, such as `host` and `x-amz-date`; it is an
    /// error to set one here. A body that is a stream is not passed: the request then has an empty body, and changes to
    /// it are not sent.
    fn before_signing(
        &self,
        request: &mut http::Request<Bytes>,
        attempt: &Attempt,
    ) -> Result<(), InterceptorError> {
        let _ = (request, attempt);
        Ok(())
    }

    /// An attempt is about to be sent.
    fn before_attempt(&self, start: &AttemptStart<'_>) {
        let _ = start;
    }

    /// A response has come, with any status. It is passed as received, before anything of it is read.
    fn after_answer(&self, answer: &http::Response<Bytes>, attempt: &Attempt) {
        let _ = (answer, attempt);
    }

    /// An attempt has ended, with a response or without.
    fn after_attempt(&self, end: &AttemptEnd<'_>) {
        let _ = end;
    }

    /// The future of a call was dropped before the call had ended. An attempt that was under way has no other end.
    fn after_drop(&self, dropped: &Dropped) {
        let _ = dropped;
    }
}

/// Why an interceptor ends a call. It becomes a part of the call's error.
pub type InterceptorError = Box<dyn Error + Send + Sync>;

/// Which attempt of which operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The name of the operation.
    pub operation: &'static str,
    /// The number of the attempt, from 1.
    pub number: u32,
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
    /// The length of the body in bytes; 0 if the body is a stream of unknown length.
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
    /// The status, if there was a response.
    pub status: Option<u16>,
    /// The request ID from the service, if there was a response with one.
    pub request_id: Option<&'a str>,
    /// The code of the service's error or, without a response, what happened; `None` after a success.
    pub error: Option<&'a str>,
    /// The time from sending to the end of the response, or to the end of its head if its body is a stream.
    pub latency: Duration,
    /// The length of the request's body in bytes; 0 if the body is a stream of unknown length.
    pub sent_bytes: usize,
    /// The length of the response's body in bytes, or of the received part if it is a stream.
    pub received_bytes: usize,
    /// How long the client waits before it tries again; `None` if this attempt was the last.
    pub retry_in: Option<Duration>,
}

/// A call whose future was dropped before the call had ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dropped {
    /// The name of the operation.
    pub operation: &'static str,
    /// The number of the latest attempt, from 1; 0 if none was sent.
    pub attempt: u32,
    /// Whether the attempt had been sent and its response had not come: the service may have acted, or may still act.
    pub under_way: bool,
    /// The time since the attempt was sent, or since the call began if it was not under way.
    pub elapsed: Duration,
}
