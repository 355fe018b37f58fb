//! The error of a call without a response.

use std::fmt;

use super::RetryKind;
use super::excerpt::OneLine;
use super::trail::Trail;
use crate::transport::{TransportError, TransportErrorKind};

/// No attempt got a response; `Display` is one sentence.
#[derive(Clone, Debug)]
pub struct SendError {
    operation: &'static str,
    host: String,
    error: TransportError,
    trail: Trail,
}

impl SendError {
    pub(crate) fn new(operation: &'static str, host: String, error: TransportError, trail: Trail) -> Self {
        Self { operation, host, error, trail }
    }

    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the host of the request, with the port if the endpoint has one.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns how the last attempt failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.error.kind()
    }

    /// Returns what happened in the last attempt.
    pub fn message(&self) -> &str {
        self.error.message()
    }

    /// Returns how many attempts were made.
    pub fn attempts(&self) -> u32 {
        self.trail.attempts
    }

    /// Whether an attempt may have reached the service, which then may have acted on it.
    pub fn may_have_been_sent(&self) -> bool {
        self.trail.attempts > 0 && (self.kind().may_have_been_sent() || self.trail.may_have_acted)
    }

    /// Whether the service may have acted on an attempt before the last one.
    pub fn may_have_acted_before(&self) -> bool {
        self.trail.may_have_acted
    }

    /// Whether a retry may succeed.
    pub fn retry_kind(&self) -> RetryKind {
        if self.kind().is_transient() { RetryKind::Transient } else { RetryKind::Never }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, host, .. } = self;
        match self.kind() {
            TransportErrorKind::Connect => write!(f, "{operation}: could not connect to {host}")?,
            TransportErrorKind::Tls => write!(f, "{operation}: no TLS connection to {host}")?,
            TransportErrorKind::Proxy | TransportErrorKind::ProxyAuth => {
                write!(f, "{operation}: the proxy did not open the way to {host}")?;
            }
            TransportErrorKind::ConnectTimeout => write!(f, "{operation}: no connection to {host} in time")?,
            TransportErrorKind::AttemptTimeout => write!(f, "{operation}: no response from {host} in time")?,
            TransportErrorKind::Stalled => write!(f, "{operation}: the connection to {host} stalled")?,
            TransportErrorKind::Interrupted => write!(f, "{operation}: the connection to {host} broke off")?,
            TransportErrorKind::Malformed => {
                write!(f, "{operation}: the response from {host} makes no sense")?;
            }
            TransportErrorKind::TooLarge => write!(f, "{operation}: the response from {host} is too long")?,
            TransportErrorKind::RequestBody | TransportErrorKind::Invalid => {
                write!(f, "{operation}: the request to {host} cannot be sent")?;
            }
            TransportErrorKind::Other => write!(f, "{operation}: the call to {host} failed")?,
        }
        write!(f, ": {}", OneLine(self.message()))?;
        self.trail.write(f, None)
    }
}

impl std::error::Error for SendError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_sent_is_neither_sent_nor_tried_again() {
        let error = TransportError::new(TransportErrorKind::Invalid, "it has no host");
        let trail = Trail { attempts: 1, ..Trail::default() };
        let error = SendError::new("Get", "a.example".to_owned(), error, trail);
        assert_eq!(error.to_string(), "Get: the request to a.example cannot be sent: it has no host");
        assert_eq!((error.may_have_been_sent(), error.retry_kind()), (false, RetryKind::Never));
    }

    #[test]
    fn the_sentence_says_where_and_how_often() {
        let error = TransportError::new(TransportErrorKind::Connect, "connection refused");
        let trail = |attempts, notes: &[&str]| Trail {
            attempts,
            may_have_acted: false,
            notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        };
        let cases = [
            (trail(1, &[]), "Get: could not connect to a.example:1: connection refused"),
            (trail(3, &[]), "Get: could not connect to a.example:1: connection refused (after 3 attempts)"),
            (trail(1, &["No."]), "Get: could not connect to a.example:1: connection refused. No"),
        ];
        for (trail, sentence) in cases {
            let error = SendError::new("Get", "a.example:1".to_owned(), error.clone(), trail);
            assert_eq!(error.to_string(), sentence);
        }
    }
}
