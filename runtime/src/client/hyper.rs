//! The transport of the async client: HTTP/1.1 over hyper, with connections that are reused.

mod connect;
mod dial;
#[cfg(feature = "http2")]
mod duplex;
#[cfg(feature = "stream")]
mod incoming;
mod link;
mod origin;
mod outgoing;
mod pool;
mod stream;
mod tunnel;

use std::io::ErrorKind;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
#[cfg(feature = "stream")]
use hyper::body::Incoming;
use tokio::runtime::Handle;

pub(crate) use self::connect::Connector;
use self::link::{Broken, Link};
pub(crate) use self::origin::Origin;
use self::outgoing::Outgoing;
use self::pool::Pool;
#[cfg(feature = "mqtt")]
pub(crate) use self::stream::Stream;
use crate::proxy::Proxy;
#[cfg(feature = "stream")]
use crate::stream::ByteStream;
use crate::tls::error::{Stage, find, head_too_large, io_error, malformed};
use crate::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind as Kind, complete};

/// hyper's message for a head that is too long; it has a method for this only for servers.
const TOO_LARGE: &str = "message head is too large";

/// Sends requests with hyper, within a Tokio runtime, over connections of that runtime.
pub(crate) struct HyperTransport {
    connector: Connector,
    pool: Arc<Pool>,
}

impl HyperTransport {
    /// Creates a transport without connections.
    pub(crate) fn new(tls: Arc<rustls::ClientConfig>, proxy: &Proxy, max_idle: usize) -> Self {
        Self { connector: Connector::new(tls, proxy.clone()), pool: Pool::new(max_idle) }
    }

    /// Sends a request over an existing connection, or over a new one.
    async fn carry<E: Extent>(
        &self,
        request: Request<Outgoing>,
        length: Option<u64>,
        limits: Limits,
    ) -> Result<E::Received, TransportError> {
        let Ok(runtime) = Handle::try_current() else {
            return Err(TransportError::new(Kind::Invalid, "the async client needs a Tokio runtime"));
        };
        let (mut head, body) = request.into_parts();
        complete(&mut head, length)?;
        let origin = Origin::take(&mut head.uri);
        let mut request = Request::from_parts(head, body);
        loop {
            let mut is_used = false;
            let mut link = match self.pool.take(runtime.id(), &origin) {
                Some(mut link) => {
                    is_used = true;
                    // Lets the runtime find out which connections have ended.
                    tokio::task::yield_now().await;
                    if !link.is_ready() {
                        continue;
                    }
                    link
                }
                None => self.connector.connect(&origin, limits.connect).await?,
            };
            match E::exchange(&mut link, request, limits).await {
                Ok(got) => {
                    let place = Place { pool: &self.pool, runtime, origin };
                    return Ok(E::end(got, link, place, limits));
                }
                // If a new connection ended at once, that is the error; a reused one is replaced.
                Err(Broken::Unsent(unsent, _)) if is_used => request = *unsent,
                Err(Broken::Unsent(_, error) | Broken::Failed(error)) => return Err(error),
            }
        }
    }
}

/// How much of a response the caller waits for.
trait Extent {
    /// What the exchange returns.
    type Got;
    /// What the caller gets.
    type Received;

    fn exchange(
        link: &mut Link,
        request: Request<Outgoing>,
        limits: Limits,
    ) -> impl Future<Output = Result<Self::Got, Broken>> + Send;

    /// Returns the response, and gives the connection back.
    fn end(got: Self::Got, link: Box<Link>, place: Place<'_>, limits: Limits) -> Self::Received;
}

/// Where a connection goes when its exchange is over.
struct Place<'t> {
    pool: &'t Arc<Pool>,
    runtime: Handle,
    origin: Origin,
}

/// The whole response.
struct Whole;

impl Extent for Whole {
    type Got = Response<Bytes>;
    type Received = Response<Bytes>;

    fn exchange(
        link: &mut Link,
        request: Request<Outgoing>,
        limits: Limits,
    ) -> impl Future<Output = Result<Self::Got, Broken>> + Send {
        link.exchange(request, limits)
    }

    fn end(got: Response<Bytes>, link: Box<Link>, place: Place<'_>, _: Limits) -> Response<Bytes> {
        place.pool.put(&place.runtime, place.origin, link);
        got
    }
}

/// Only the head; the body comes over the connection, which returns to the pool afterwards.
#[cfg(feature = "stream")]
struct Begun;

#[cfg(feature = "stream")]
impl Extent for Begun {
    type Got = Response<Incoming>;
    type Received = Response<ByteStream>;

    fn exchange(
        link: &mut Link,
        request: Request<Outgoing>,
        limits: Limits,
    ) -> impl Future<Output = Result<Self::Got, Broken>> + Send {
        link.begin(request, limits)
    }

    fn end(
        got: Response<Incoming>,
        link: Box<Link>,
        place: Place<'_>,
        limits: Limits,
    ) -> Response<ByteStream> {
        let Place { pool, runtime, origin } = place;
        let put = incoming::Back { pool: Arc::clone(pool), runtime, origin };
        let moves = link.moves();
        incoming::driven(got, incoming::Drive::Http1(link, put), moves, limits.stall)
    }
}

impl Transport for HyperTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let length = request.body().len() as u64;
        Box::pin(self.carry::<Whole>(request.map(Outgoing::from), Some(length), limits))
    }

    #[cfg(feature = "stream")]
    fn stream(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        #[cfg(feature = "http2")]
        if request.extensions().get::<crate::events::Duplex>().is_some() {
            return Box::pin(duplex::exchange(&self.connector, request, limits));
        }
        let length = request.body().length();
        Box::pin(self.carry::<Begun>(request.map(Outgoing::from), length, limits))
    }
}

/// Returns the error of a connection in use.
fn interrupted(error: &hyper::Error, stage: Stage) -> TransportError {
    if error.is_parse() {
        return if error.to_string() == TOO_LARGE { head_too_large() } else { malformed() };
    }
    // Errors without a cause mean that the connection has ended, for example with its runtime.
    find(error, stage).unwrap_or_else(|| ended(stage))
}

/// Returns the error of a connection that ended too early.
fn ended(stage: Stage) -> TransportError {
    io_error(&ErrorKind::UnexpectedEof.into(), stage)
}

#[cfg(test)]
mod tests;
