//! The transport of the async client: HTTP/1.1 over hyper, with connections that are kept for further requests.

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
use hyper::body::Incoming;
use tokio::runtime::Handle;

use self::connect::Connector;
use self::link::{Broken, Link};
use self::origin::Origin;
use self::outgoing::Outgoing;
use self::pool::Pool;
use crate::proxy::Proxy;
#[cfg(feature = "stream")]
use crate::stream::ByteStream;
use crate::tls::error::{Stage, find, head_too_large, io_error, malformed};
use crate::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind as Kind, complete};

/// What hyper says of a head that is too long; only its servers have a method for it.
const TOO_LARGE: &str = "message head is too large";

/// Carries requests over hyper, within a Tokio runtime, over connections of that runtime.
pub(crate) struct HyperTransport {
    connector: Connector,
    pool: Arc<Pool>,
}

impl HyperTransport {
    /// A transport without a connection yet.
    pub(crate) fn new(tls: Arc<rustls::ClientConfig>, proxy: &Proxy, max_idle: usize) -> Self {
        Self { connector: Connector::new(tls, proxy.clone()), pool: Pool::new(max_idle) }
    }

    async fn exchange(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let length = request.body().len() as u64;
        let request = request.map(Outgoing::from);
        let mut open = self.ask(request, Some(length), limits).await?;
        let (head, mut body) = open.answer.into_parts();
        let body = open.link.whole(&mut body, limits).await?;
        open.place.put(open.link);
        Ok(Response::from_parts(head, body))
    }

    /// Sends a request, and waits for the head of the answer.
    async fn ask(
        &self,
        request: Request<Outgoing>,
        length: Option<u64>,
        limits: Limits,
    ) -> Result<Open, TransportError> {
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
                    // The runtime may learn only now which connections have ended.
                    tokio::task::yield_now().await;
                    if !link.is_ready() {
                        continue;
                    }
                    link
                }
                None => self.connector.connect(&origin, limits.connect).await?,
            };
            match link.head(request, limits).await {
                Ok(answer) => {
                    let place = Place { pool: Arc::clone(&self.pool), runtime, origin };
                    return Ok(Open { link, answer, place });
                }
                // A new connection that ended at once says why, and a kept one is replaced.
                Err(Broken::Unsent(unsent, _)) if is_used => request = *unsent,
                Err(Broken::Unsent(_, error) | Broken::Failed(error)) => return Err(error),
            }
        }
    }
}

/// A connection over which the body of an answer comes.
struct Open {
    link: Box<Link>,
    answer: Response<Incoming>,
    place: Place,
}

/// Where a connection goes when its exchange is over.
struct Place {
    pool: Arc<Pool>,
    runtime: Handle,
    origin: Origin,
}

impl Place {
    /// Keeps a connection for the next exchange if it can have one.
    fn put(self, mut link: Box<Link>) {
        if link.is_ready() {
            self.pool.put(&self.runtime, self.origin, link);
        }
    }
}

impl Transport for HyperTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request, limits))
    }

    #[cfg(feature = "stream")]
    fn stream(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            #[cfg(feature = "http2")]
            if request.extensions().get::<crate::events::Duplex>().is_some() {
                return duplex::exchange(&self.connector, request, limits).await;
            }
            let length = request.body().length();
            let open = self.ask(request.map(Outgoing::from), length, limits).await?;
            Ok(incoming::streamed(open, limits.stall))
        })
    }
}

/// The error of a connection in use.
fn interrupted(error: &hyper::Error, stage: Stage) -> TransportError {
    if error.is_parse() {
        return if error.to_string() == TOO_LARGE { head_too_large() } else { malformed() };
    }
    // What has no cause are ends of the connection, that of its runtime among them.
    find(error, stage).unwrap_or_else(|| ended(stage))
}

/// An end of the connection where more had to come.
fn ended(stage: Stage) -> TransportError {
    io_error(&ErrorKind::UnexpectedEof.into(), stage)
}

#[cfg(test)]
mod tests;
