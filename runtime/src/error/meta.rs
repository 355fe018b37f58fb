//! What is known about every error of a service, modeled or not.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::RetryKind;
use super::excerpt::OneLine;
use super::received::Received;
use super::trail::Trail;

/// An error response of the service.
///
/// `Display` is one sentence: operation, status, code, message and request ID, as far as they are known.
#[derive(Clone, Debug)]
pub struct ErrorMeta {
    pub(super) operation: &'static str,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) received: Received,
    /// The HTTP status, or the one that corresponds to its code.
    pub(crate) judged_by: u16,
    /// Whether the body is a JSON object, as an error's body should be.
    pub(super) is_object: bool,
    pub(super) retry_kind: RetryKind,
    pub(super) trail: Trail,
}

impl ErrorMeta {
    /// Returns the name of the operation that failed.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP status; `None` if the response came over MQTT.
    ///
    /// It may be a success status: some services report an error only in the body.
    pub fn status(&self) -> Option<u16> {
        self.received.status()
    }

    /// Returns the code of the error without namespace and address, such as `ThrottlingException`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the error message of the service.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the request ID from the service, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.received.request_id()
    }

    /// Returns the body as received, except that asterisks replace secrets of the call that an error repeats.
    pub fn raw_body(&self) -> &Bytes {
        self.received.body()
    }

    /// Returns the headers as received.
    pub fn headers(&self) -> &HeaderMap {
        self.received.headers()
    }

    /// Returns whether a retry may succeed, and why.
    pub fn retry_kind(&self) -> RetryKind {
        self.retry_kind
    }

    /// Whether the service may have acted on an attempt before the last one, because that had no conclusive response.
    /// The error may be a consequence of that: a repeated update finds that it has already changed the version itself.
    pub fn may_have_acted_before(&self) -> bool {
        self.trail.may_have_acted
    }

    /// Returns how many attempts a client made; 1 for a response without a client.
    pub fn attempts(&self) -> u32 {
        self.trail.attempts.max(1)
    }
}

impl fmt::Display for ErrorMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match self.status() {
            Some(status) => write!(f, "{status}")?,
            None => f.write_str("rejected")?,
        }
        if let Some(code) = &self.code {
            write!(f, " {}", OneLine(code))?;
        }
        if let Some(message) = &self.message {
            // The rest ends the sentence.
            write!(f, ": {}", OneLine(message.trim_end_matches('.')))?;
        } else if self.code.is_none() || !(self.is_object || self.raw_body().is_empty()) {
            f.write_str(": ")?;
            self.received.write_body(f)?;
        }
        let id = self.request_id().map(|id| format!("request id {}", OneLine(id)));
        self.trail.write(f, id)
    }
}

impl std::error::Error for ErrorMeta {}
