//! The body of a response that is streamed. It holds its connection, which returns to the pool at the end of the body.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Response;
use hyper::body::{Body as _, Frame, Incoming};
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep_until};

use super::interrupted;
use super::link::Link;
use super::origin::Origin;
use super::pool::Pool;
use crate::stream::ByteStream;
use crate::tls::error::Stage;
use crate::transport::{TransportError, TransportErrorKind as Kind};

/// Returns the response with its body, which is still to come over a connection.
pub(super) fn driven(
    answer: Response<Incoming>,
    drive: Drive,
    moves: Arc<AtomicU64>,
    stall: Duration,
) -> Response<ByteStream> {
    let (head, body) = answer.into_parts();
    let length = body.size_hint().exact();
    let stream =
        ByteStream::from_stream(Rest { drive: Some(drive), body, silence: Silence::new(moves, stall) });
    let stream = match length {
        Some(length) => stream.with_length(length),
        None => stream,
    };
    Response::from_parts(head, stream)
}

/// How a connection is driven while the body arrives.
pub(super) enum Drive {
    /// The body polls the connection, and returns it for other requests at the end.
    Http1(Box<Link>, Back),
    /// A task drives the connection, and ends with this value.
    #[cfg(feature = "http2")]
    Http2(#[expect(dead_code, reason = "it ends the task when it goes")] super::duplex::Driver),
}

impl Drive {
    fn poll_frame(
        &mut self,
        body: &mut Incoming,
        context: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        match self {
            Self::Http1(link, _) => link.poll_frame(body, context),
            #[cfg(feature = "http2")]
            Self::Http2(_) => Pin::new(body).poll_frame(context),
        }
    }

    fn end(self) {
        match self {
            Self::Http1(link, Back { pool, runtime, origin }) => pool.put(&runtime, origin, link),
            #[cfg(feature = "http2")]
            Self::Http2(_) => {}
        }
    }
}

/// Where a connection goes when its exchange is over.
pub(super) struct Back {
    pub(super) pool: Arc<Pool>,
    pub(super) runtime: Handle,
    pub(super) origin: Origin,
}

struct Rest {
    /// The connection, until the end or an error.
    drive: Option<Drive>,
    body: Incoming,
    silence: Silence,
}

impl Stream for Rest {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Self { drive, body, silence } = &mut *self;
        loop {
            let Some(driving) = drive else { return Poll::Ready(None) };
            match driving.poll_frame(body, context) {
                Poll::Pending => return silence.poll(context).map(|error| Some(Err(error))),
                Poll::Ready(Some(Ok(frame))) => {
                    silence.end();
                    // All other frames are trailers, which no supported protocol uses.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    *drive = None;
                    return Poll::Ready(Some(Err(io::Error::other(interrupted(&error, Stage::Body)))));
                }
                Poll::Ready(None) => {
                    if let Some(drive) = drive.take() {
                        drive.end();
                    }
                    return Poll::Ready(None);
                }
            }
        }
    }
}

/// How long a connection has been silent while bytes are awaited.
struct Silence {
    /// The number of reads and writes of the connection that moved bytes.
    moves: Arc<AtomicU64>,
    seen: u64,
    limit: Duration,
    /// Runs only while bytes are awaited.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Silence {
    fn new(moves: Arc<AtomicU64>, limit: Duration) -> Self {
        Self { moves, seen: 0, limit, timer: None }
    }

    fn end(&mut self) {
        self.timer = None;
    }

    /// Returns an error when no byte has moved in either direction for too long.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let Some(end) = Instant::now().checked_add(self.limit) else { return Poll::Pending };
            let timer = self.timer.get_or_insert_with(|| {
                self.seen = self.moves.load(Ordering::Relaxed);
                Box::pin(sleep_until(end))
            });
            ready!(timer.as_mut().poll(context));
            let now = self.moves.load(Ordering::Relaxed);
            if std::mem::replace(&mut self.seen, now) == now {
                return Poll::Ready(io::Error::other(TransportError::timeout(Kind::Stalled, self.limit)));
            }
            // Bytes were sent in the meantime.
            timer.as_mut().reset(end);
        }
    }
}
