//! Transports send a request to the service and return the response. Any HTTP stack can implement the trait.

#[cfg(any(feature = "client", feature = "blocking"))]
mod head;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

#[cfg(all(feature = "stream", any(feature = "client", feature = "blocking")))]
use crate::stream::ByteStream;
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use head::complete;

/// A future that a [`Transport`] returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests of the async client.
///
/// A request is complete: absolute URI, all headers except those of the connection (`host`, `content-length`),
/// signature. Send it unchanged, because any change invalidates the signature, and do not follow redirects.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the whole response, with any status.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Sends a request whose body may be a stream, and returns the response when its head has arrived.
    ///
    /// The default implementation reads the whole body, [sends](Self::send) it, and reads the whole response.
    #[cfg(all(feature = "stream", feature = "client"))]
    fn stream(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(|error| TransportError::of_request_body(&error))?;
            let answer = self.send(http::Request::from_parts(head, body), limits).await?;
            Ok(answer.map(ByteStream::from))
        })
    }
}

/// Sends requests of the blocking client; the same as [`Transport`] without a future.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends a request and reads the whole response, with any status.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Sends a request whose body may be a stream, and returns the response when its head has arrived.
    ///
    /// The default implementation reads the whole body, [sends](Self::send) it, and reads the whole response.
    #[cfg(all(feature = "stream", feature = "blocking"))]
    fn stream(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> Result<http::Response<ByteStream>, TransportError> {
        let (head, mut body) = request.into_parts();
        let mut whole = Vec::new();
        std::io::Read::read_to_end(&mut body, &mut whole)
            .map_err(|error| TransportError::of_request_body(&error))?;
        let answer = self.send(http::Request::from_parts(head, whole.into()), limits)?;
        Ok(answer.map(ByteStream::from))
    }
}

/// The limits of one attempt. The async client enforces `attempt` itself; the transport enforces the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time limit for a new connection: name resolution, TCP, proxy and TLS together.
    pub connect: Duration,
    /// The time without a byte in either direction after which the attempt ends, once there is a connection.
    pub stall: Duration,
    /// The time from the start of the attempt to the last byte of the response, or to the end of its head if its body
    /// is a stream.
    pub attempt: Duration,
    /// The maximum size of a response body in bytes.
    pub body: usize,
}

impl Limits {
    /// The defaults of a client: 5 seconds for a connection, 15 seconds for an attempt, no limit between two bytes, 8
    /// MiB.
    pub const DEFAULT: Self = Self {
        connect: Duration::from_secs(5),
        stall: Duration::MAX,
        attempt: Duration::from_secs(15),
        body: 8 << 20,
    };
}

/// Why there is no response.
///
/// `Display` says what happened, without the operation's name and the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
}

/// How an attempt can fail without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The client could not connect: the name does not resolve, nothing listens, or the network is down.
    Connect,
    /// TLS failed, usually because a certificate was not accepted.
    Tls,
    /// The proxy did not connect to the service.
    Proxy,
    /// The proxy needs a user name and a password, or refuses those that it got.
    ProxyAuth,
    /// The connection was not made in time.
    ConnectTimeout,
    /// The response did not come in time.
    AttemptTimeout,
    /// No byte was sent or received for too long.
    Stalled,
    /// The connection ended before the whole response was read.
    Interrupted,
    /// The response is not HTTP.
    Malformed,
    /// The body or the head of the response is longer than its limit.
    TooLarge,
    /// The stream in the request's body could not be read.
    RequestBody,
    /// The request cannot be sent, for example because it has no host. Nothing was sent.
    Invalid,
    /// Another failure; the message says which.
    Other,
}

impl TransportErrorKind {
    /// Whether the request may have reached the service, which then may have acted on it.
    pub fn may_have_been_sent(self) -> bool {
        !matches!(
            self,
            Self::Connect | Self::Tls | Self::Proxy | Self::ProxyAuth | Self::ConnectTimeout | Self::Invalid
        )
    }

    /// Whether a retry may succeed.
    pub fn is_transient(self) -> bool {
        !matches!(
            self,
            Self::Tls
                | Self::ProxyAuth
                | Self::TooLarge
                | Self::Malformed
                | Self::RequestBody
                | Self::Invalid
        )
    }
}

impl TransportError {
    /// Creates an error of a kind. The message is a clause such as `connection refused`.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// Creates the error of an attempt or a connection that timed out after this time.
    pub fn timeout(kind: TransportErrorKind, limit: Duration) -> Self {
        Self::new(kind, format!("{limit:?} have passed"))
    }

    /// Creates the error of a request body that cannot be read from its source.
    #[cfg(all(feature = "stream", any(feature = "client", feature = "blocking")))]
    pub(crate) fn of_request_body(error: &std::io::Error) -> Self {
        Self::new(TransportErrorKind::RequestBody, format!("the body of the request cannot be read: {error}"))
    }

    /// Creates the error of a response that is cut off; it may have been converted already.
    #[cfg(all(feature = "stream", any(feature = "client", feature = "blocking")))]
    pub(crate) fn of_answer(error: &std::io::Error) -> Self {
        crate::tls::error::io_error(error, crate::tls::error::Stage::Body)
    }

    /// Does the same without a transport of this crate.
    #[cfg(all(feature = "events", not(any(feature = "client", feature = "blocking"))))]
    pub(crate) fn of_answer(error: &std::io::Error) -> Self {
        Self::new(TransportErrorKind::Interrupted, error.to_string())
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns what happened.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}
