//! The transport of the async client: HTTP/1.1 over hyper and its pool of connections.

mod connect;
mod resolve;
mod runtimes;
mod stream;
mod tunnel;

use std::error::Error;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use self::connect::{Connector, TIME};
use self::runtimes::{Runtimes, Stack};
use crate::proxy::Proxy;
use crate::tls::error::{
    MOST_HEAD, MOST_HEADERS, Stage, find, head_too_large, io_error, malformed, too_large,
};
use crate::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind as Kind, complete};

/// How long a connection without a request is kept.
///
/// A connection that the server closes at the very moment of the next request costs that request, so this is well
/// below 60 seconds, after which load balancers commonly close. A later request resumes the TLS session.
const IDLE: Duration = Duration::from_secs(30);

/// How many connections without a request are kept for one host.
const IDLE_CONNECTIONS: usize = 8;

/// What hyper says of a head that is too long; the method that tells is there for servers alone.
const TOO_LARGE: &str = "message head is too large";

/// Carries requests over hyper, within a Tokio runtime, over connections of that runtime.
pub(crate) struct HyperTransport {
    runtimes: Runtimes,
}

impl HyperTransport {
    /// A transport without a connection yet.
    pub(crate) fn new(tls: Arc<rustls::ClientConfig>, proxy: &Proxy) -> Self {
        let connector = Connector::new(tls, Arc::new(proxy.clone()));
        Self { runtimes: Runtimes::new(move || stack(connector.clone())) }
    }
}

/// A stack without a connection yet.
fn stack(connector: Connector) -> Stack {
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        // Only requests of which not a byte was written, on a connection that turns out to be closed.
        .retry_canceled_requests(true)
        .set_host(false)
        .http1_max_headers(MOST_HEADERS)
        .http1_max_buf_size(MOST_HEAD)
        .build(connector)
}

impl Transport for HyperTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let Ok(runtime) = tokio::runtime::Handle::try_current() else {
                return Err(TransportError::new(Kind::Invalid, "the async client needs a Tokio runtime"));
            };
            let (mut head, body) = request.into_parts();
            complete(&mut head, body.len())?;
            let request = Request::from_parts(head, Full::new(body));
            // A runtime that nobody drove since the last call learns only now which connections have ended.
            tokio::task::yield_now().await;
            let sent = TIME.scope(limits.connect, self.runtimes.stack(runtime.id()).request(request)).await;
            read(sent.map_err(|error| translate(&error))?, limits.body).await
        })
    }
}

/// What is reserved for a body at the word of its length, in bytes.
const AT_ONCE: usize = 64 << 10;

/// Reads the body as far as its limit.
async fn read(response: Response<Incoming>, limit: usize) -> Result<Response<Bytes>, TransportError> {
    let (head, mut body) = response.into_parts();
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(too_large(limit));
    }
    let mut whole = Vec::with_capacity(announced.min(AT_ONCE));
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| interrupted(&error, Stage::Body))?;
        // What is no data is trailers, of which no protocol here makes use.
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit - whole.len() {
            return Err(too_large(limit));
        }
        whole.extend_from_slice(&data);
    }
    Ok(Response::from_parts(head, whole.into()))
}

fn translate(error: &hyper_util::client::legacy::Error) -> TransportError {
    match error.source().and_then(|source| source.downcast_ref::<hyper::Error>()) {
        // The connection is closed, and hyper could tell before it wrote anything.
        Some(error) if error.is_canceled() || error.is_closed() => {
            find(error, Stage::Connect).unwrap_or_else(|| ended(Stage::Connect))
        }
        Some(error) => interrupted(error, Stage::Head),
        None => find(error, Stage::Connect).unwrap_or_else(|| {
            // What is left are requests that hyper does not take.
            let kind = if error.is_connect() { Kind::Connect } else { Kind::Invalid };
            TransportError::new(kind, error.to_string())
        }),
    }
}

/// The error of a connection in use.
fn interrupted(error: &hyper::Error, stage: Stage) -> TransportError {
    if error.is_parse() {
        return if error.to_string() == TOO_LARGE { head_too_large() } else { malformed() };
    }
    // What has no cause are ends of the connection, that of the runtime which served it among them.
    find(error, stage).unwrap_or_else(|| ended(stage))
}

/// An end of the connection where more had to come.
fn ended(stage: Stage) -> TransportError {
    io_error(&ErrorKind::UnexpectedEof.into(), stage)
}

#[cfg(test)]
mod tests;
