//! The errors that do not come from the service: a request that can't be built, a response that can't be read.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;

use super::excerpt::{OneLine, beginning};
use super::received::Received;
use super::trail::Trail;
use super::{ReadError, RequestError, RetryKind, SendError};

/// Why a call failed in the client.
#[derive(Clone)]
#[non_exhaustive]
pub enum ClientError {
    /// The request could not be built, and nothing was sent.
    Request {
        /// The name of the operation.
        operation: &'static str,
        /// What is wrong with the input.
        error: RequestError,
    },
    /// There were no credentials to sign the request with, or no bearer token for it, and nothing was sent.
    Credentials {
        /// The name of the operation.
        operation: &'static str,
        /// What is missing, as a noun.
        missing: &'static str,
        /// Why it is missing.
        reason: String,
        /// Whether a retry may succeed, because the provider failed or took too long.
        is_transient: bool,
        /// The error of the provider.
        cause: Arc<dyn Error + Send + Sync>,
    },
    /// The request could not be prepared: its endpoint, its headers or its signature.
    Prepare {
        /// The name of the operation.
        operation: &'static str,
        /// The reason.
        reason: String,
    },
    /// The endpoint of the operation comes from the response of another operation, and could not be obtained.
    #[cfg(feature = "discovery")]
    Endpoint {
        /// The name of the operation.
        operation: &'static str,
        /// Whether a retry may succeed, and why.
        kind: RetryKind,
        /// The error of the operation that returns endpoints, or the problem with the endpoint.
        cause: Arc<dyn Error + Send + Sync>,
    },
    /// No response came.
    Send(Box<SendError>),
    /// Attempts failed, and the next one could not be made, for example without credentials.
    Retry(Box<RetryError>),
    /// The service has answered, but the response could not be read.
    Response(Box<UnreadableResponse>),
}

impl ClientError {
    /// Creates the error for a successful response that could not be read.
    pub fn unreadable(operation: &'static str, response: &http::Response<Bytes>, reason: ReadError) -> Self {
        let received = Received::of(response);
        Self::Response(Box::new(UnreadableResponse { operation, reason, received, trail: Trail::default() }))
    }

    /// Creates the error for a success message over MQTT that could not be read.
    #[cfg(feature = "topics")]
    pub(crate) fn unreadable_message(operation: &'static str, payload: Bytes, reason: ReadError) -> Self {
        let received = Received::of_message(payload);
        Self::Response(Box::new(UnreadableResponse { operation, reason, received, trail: Trail::default() }))
    }

    /// Creates the error of a call for which the provider returned no credentials.
    #[cfg(feature = "sigv4")]
    pub(crate) fn no_credentials(
        operation: &'static str,
        error: crate::credentials::CredentialsError,
    ) -> Self {
        Self::missing(operation, "credentials to sign with", error)
    }

    /// Creates the error of a call for which the provider returned no token.
    #[cfg(feature = "bearer")]
    pub(crate) fn no_token(operation: &'static str, error: crate::credentials::CredentialsError) -> Self {
        Self::missing(operation, "bearer token", error)
    }

    #[cfg(any(feature = "sigv4", feature = "bearer"))]
    fn missing(
        operation: &'static str,
        missing: &'static str,
        error: crate::credentials::CredentialsError,
    ) -> Self {
        let (reason, is_transient) = (error.to_string(), error.is_transient());
        Self::Credentials { operation, missing, reason, is_transient, cause: Arc::new(error) }
    }

    /// Returns the same error without the body, which may hold secrets. Of the reason, only the place of the problem
    /// remains.
    #[must_use]
    pub fn hiding_body(self) -> Self {
        match self.hiding_body_alone() {
            Self::Response(mut response) => {
                response.reason = response.reason.without_values();
                Self::Response(response)
            }
            other => other,
        }
    }

    /// Does the same for a reason that quotes nothing of the body.
    #[must_use]
    pub(crate) fn hiding_body_alone(self) -> Self {
        match self {
            Self::Response(mut response) => {
                response.received = response.received.hiding(true);
                Self::Response(response)
            }
            other => other,
        }
    }

    /// Returns the same error after these attempts.
    #[must_use]
    pub(crate) fn after(mut self, trail: Trail) -> Self {
        if let Self::Response(response) = &mut self {
            response.trail = trail;
        }
        self
    }

    /// Returns an error that says that this one prevented a further attempt after these.
    #[must_use]
    pub(crate) fn instead_of_retry(self, trail: Trail) -> Self {
        Self::Retry(Box::new(RetryError { reason: self, trail }))
    }

    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Request { operation, .. }
            | Self::Credentials { operation, .. }
            | Self::Prepare { operation, .. } => operation,
            #[cfg(feature = "discovery")]
            Self::Endpoint { operation, .. } => operation,
            Self::Send(error) => error.operation(),
            Self::Retry(error) => error.reason.operation(),
            Self::Response(response) => response.operation,
        }
    }

    /// Whether a retry may succeed, and why.
    pub fn retry_kind(&self) -> RetryKind {
        match self {
            Self::Send(error) => error.retry_kind(),
            Self::Retry(error) => error.reason.retry_kind(),
            Self::Credentials { is_transient: true, .. } => RetryKind::Transient,
            #[cfg(feature = "discovery")]
            Self::Endpoint { kind, .. } => *kind,
            _ => RetryKind::Never,
        }
    }

    /// Returns how many attempts were made; 0 if nothing was sent.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Send(error) => error.attempts(),
            Self::Retry(error) => error.trail.attempts,
            Self::Response(response) => response.trail.attempts.max(1),
            _ => 0,
        }
    }

    /// Whether the service may have acted on an attempt before the last one.
    pub fn may_have_acted_before(&self) -> bool {
        match self {
            Self::Send(error) => error.may_have_acted_before(),
            Self::Retry(error) => error.trail.may_have_acted,
            Self::Response(response) => response.trail.may_have_acted,
            _ => false,
        }
    }

    /// Returns the headers as received, if there was a response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(UnreadableResponse::headers)
    }

    /// Returns the HTTP status, if there was a response over HTTP.
    pub fn status(&self) -> Option<u16> {
        self.response()?.status()
    }

    /// Returns the request ID from the service, if there was a response with one.
    pub fn request_id(&self) -> Option<&str> {
        self.response().and_then(UnreadableResponse::request_id)
    }

    /// Returns the body as received, if there was a response.
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.response().map(UnreadableResponse::raw_body)
    }

    fn response(&self) -> Option<&UnreadableResponse> {
        match self {
            Self::Response(response) => Some(response),
            _ => None,
        }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { operation, error } => {
                write!(f, "{operation}: the request could not be built: {error}")
            }
            Self::Credentials { operation, missing, reason, .. } => {
                write!(f, "{operation}: no {missing}: {reason}")
            }
            Self::Prepare { operation, reason } => {
                write!(f, "{operation}: the request could not be made ready: {reason}")
            }
            #[cfg(feature = "discovery")]
            Self::Endpoint { operation, cause, .. } => {
                write!(f, "{operation}: its endpoint could not be found: {cause}")
            }
            Self::Send(error) => error.fmt(f),
            Self::Retry(error) => error.fmt(f),
            Self::Response(response) => response.fmt(f),
        }
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`; `{:#?}` shows all that
/// is known.
impl fmt::Debug for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return fmt::Display::fmt(self, f);
        }
        match self {
            Self::Request { error, .. } => f.debug_tuple("Request").field(error).finish(),
            Self::Credentials { cause, .. } => f.debug_tuple("Credentials").field(cause).finish(),
            #[cfg(feature = "discovery")]
            Self::Endpoint { cause, .. } => f.debug_tuple("Endpoint").field(cause).finish(),
            Self::Prepare { reason, .. } => f.debug_tuple("Prepare").field(reason).finish(),
            Self::Send(error) => f.debug_tuple("Send").field(error).finish(),
            Self::Retry(error) => f.debug_tuple("Retry").field(error).finish(),
            Self::Response(response) => f.debug_tuple("Response").field(response).finish(),
        }
    }
}

/// The sentence contains the causes, so a chain would repeat them. Only the error of a provider or of another operation
/// has more than its sentence: it may include the response with the reason.
impl Error for ClientError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Credentials { cause, .. } => Some(cause.as_ref()),
            #[cfg(feature = "discovery")]
            Self::Endpoint { cause, .. } => Some(cause.as_ref()),
            Self::Retry(error) => error.reason.source(),
            _ => None,
        }
    }
}

/// Attempts have failed, and another one could not be made.
#[derive(Clone, Debug)]
pub struct RetryError {
    reason: ClientError,
    trail: Trail,
}

impl RetryError {
    /// Returns the error that prevented another attempt. It does not include the attempts before.
    pub fn reason(&self) -> &ClientError {
        &self.reason
    }
}

impl fmt::Display for RetryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)?;
        self.trail.write(f, None)
    }
}

impl Error for RetryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.reason.source()
    }
}

/// A response that could not be read.
#[derive(Clone, Debug)]
pub struct UnreadableResponse {
    operation: &'static str,
    reason: ReadError,
    received: Received,
    trail: Trail,
}

impl UnreadableResponse {
    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns what could not be read.
    pub fn reason(&self) -> &ReadError {
        &self.reason
    }

    /// Returns the HTTP status; `None` if the response came over MQTT.
    pub fn status(&self) -> Option<u16> {
        self.received.status()
    }

    /// Returns the media type that the service gave for the body.
    pub fn content_type(&self) -> Option<&str> {
        self.received.content_type()
    }

    /// Returns the first 128 bytes of the body as text on one line, with U+FFFD for unprintable characters.
    pub fn body_prefix(&self) -> String {
        beginning(self.received.body())
    }

    /// Returns the request ID from the service.
    pub fn request_id(&self) -> Option<&str> {
        self.received.request_id()
    }

    /// Returns the body as received.
    pub fn raw_body(&self) -> &Bytes {
        self.received.body()
    }

    /// Returns the headers as received.
    pub fn headers(&self) -> &HeaderMap {
        self.received.headers()
    }
}

impl fmt::Display for UnreadableResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the response could not be read: {} (", self.operation, self.reason)?;
        if let Some(status) = self.status() {
            write!(f, "status {status}, ")?;
        }
        self.received.write_body(f)?;
        if let Some(id) = self.request_id() {
            write!(f, ", request id {}", OneLine(id))?;
        }
        f.write_str(")")?;
        self.trail.write(f, None)
    }
}

impl Error for UnreadableResponse {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_says_what_came_instead() {
        let response = http::Response::builder()
            .header("content-type", "text/html")
            .header("x-amzn-requestid", "abc")
            .body(Bytes::from_static(b"<html>\n"))
            .unwrap();
        let error = ClientError::unreadable(
            "GetThing",
            &response,
            ReadError::new("expected value at line 1 column 1"),
        );
        assert_eq!(
            error.to_string(),
            "GetThing: the response could not be read: expected value at line 1 column 1 \
             (status 200, content type text/html, body begins \"<html> \", request id abc)"
        );
        assert_eq!((error.status(), error.request_id()), (Some(200), Some("abc")));

        let empty =
            ClientError::unreadable("GetThing", &http::Response::default(), ReadError::new("no name"));
        assert!(empty.to_string().ends_with("no name (status 200, no content type, no body)"), "{empty}");
    }

    #[test]
    fn a_body_with_secrets_is_not_shown() {
        let response = http::Response::new(Bytes::from_static(b"{\"pin\":\"hush\"}"));
        let reason =
            ReadError::new("invalid type: string \"hush\", expected a whole number at line 1 column 13");
        let error = ClientError::unreadable("GetThing", &response, reason).hiding_body();
        assert_eq!(
            error.to_string(),
            "GetThing: the response could not be read: a value is not what the model says, at line 1 column 13 \
             (status 200, no content type, a body of 14 bytes, which may hold secrets)"
        );
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
        assert_eq!(error.raw_body(), Some(response.body()));
    }

    #[test]
    fn a_request_that_was_not_sent() {
        let error = ClientError::Request {
            operation: "GetThing",
            error: RequestError::EmptyLabel { member: "name" },
        };
        assert_eq!(
            error.to_string(),
            "GetThing: the request could not be built: `name` is part of the path and must not be empty"
        );
        assert_eq!(error.status(), None);
    }

    #[test]
    fn debug_shows_neither_secrets_nor_whole_bodies() {
        let mut response = http::Response::new(Bytes::from("x".repeat(1000)));
        for name in ["authorization", "cookie", "proxy-authorization", "x-amz-security-token", "set-cookie"] {
            response.headers_mut().insert(name, http::HeaderValue::from_static("hush"));
        }
        let error = format!("{:#?}", ClientError::unreadable("GetThing", &response, ReadError::new("r")));
        assert!(!error.contains("hush") && !error.contains(&"x".repeat(129)), "{error}");
        let long = format!("http://me:{}@a.example/", "hush".repeat(50));
        for location in ["https://a.example/?X-Amz-Signature=hush", "//me:hush@a.example", &long] {
            let mut response = http::Response::new(Bytes::new());
            response.headers_mut().insert("location", location.parse().unwrap());
            let error = format!("{:#?}", ClientError::unreadable("GetThing", &response, ReadError::new("r")));
            assert!(!error.contains("hush") && error.contains("location"), "{error}");
        }
        let error = format!("{:#?}", ClientError::unreadable("GetThing", &response, ReadError::new("r")));
        assert!(error.contains("<redacted>") && error.contains(&"x".repeat(128)), "{error}");
    }
}
