//! A connection and the exchange over it, in one task: nothing is spawned, and dropping an exchange closes its
//! connection.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::{Body as _, Frame, Incoming};
use hyper::client::conn::http1::{self, Connection, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, sleep_until};

use super::outgoing::Outgoing;
use super::stream::Stream;
use super::{ended, interrupted};
use crate::tls::error::{MOST_HEAD, Stage, find, too_large};
use crate::transport::{Limits, TransportError, TransportErrorKind as Kind};

/// The most that is reserved for a body because of its announced length, in bytes.
const AT_ONCE: usize = 64 << 10;

/// An open connection, which makes progress only while an exchange drives it.
pub(super) struct Link {
    sender: SendRequest<Outgoing>,
    connection: Driven,
    /// Counts the reads and writes that moved bytes.
    moves: Arc<AtomicU64>,
}

/// Why an exchange failed.
pub(super) enum Broken {
    /// Nothing of the request was written, because the connection had ended.
    Unsent(Box<Request<Outgoing>>, TransportError),
    Failed(TransportError),
}

impl Link {
    /// Starts HTTP/1.1 over a stream with this counter of its reads and writes.
    pub(super) async fn open(stream: Stream, moves: Arc<AtomicU64>) -> Result<Box<Self>, TransportError> {
        let io = TokioIo::new(stream);
        let opened = http1::Builder::new().max_buf_size(MOST_HEAD).handshake(io);
        let (sender, connection) = opened.await.map_err(|error| interrupted(&error, Stage::Connect))?;
        Ok(Box::new(Self { sender, connection: Driven(Some(connection)), moves }))
    }

    /// Whether another request can be sent, as far as this machine knows.
    pub(super) fn is_ready(&mut self) -> bool {
        self.connection.poll(&mut Context::from_waker(Waker::noop()));
        self.sender.is_ready()
    }

    /// Sends a request and reads the whole response.
    pub(super) async fn exchange(
        &mut self,
        request: Request<Outgoing>,
        limits: Limits,
    ) -> Result<Response<Bytes>, Broken> {
        if limits.stall == Duration::MAX {
            return self.ask(request, limits.body).await;
        }
        let moves = Arc::clone(&self.moves);
        let answer = moving(self.ask(request, limits.body), &moves, limits.stall).await;
        answer.unwrap_or_else(|error| Err(Broken::Failed(error)))
    }

    /// The number of reads and writes of the connection that moved bytes.
    #[cfg(feature = "stream")]
    pub(super) fn moves(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.moves)
    }

    /// Sends a request and waits for the head of the response.
    #[cfg(feature = "stream")]
    pub(super) async fn begin(
        &mut self,
        request: Request<Outgoing>,
        limits: Limits,
    ) -> Result<Response<Incoming>, Broken> {
        let moves = Arc::clone(&self.moves);
        moving(self.head(request), &moves, limits.stall)
            .await
            .unwrap_or_else(|error| Err(Broken::Failed(error)))
    }

    async fn ask(&mut self, request: Request<Outgoing>, limit: usize) -> Result<Response<Bytes>, Broken> {
        let (head, mut body) = self.head(request).await?.into_parts();
        let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if announced > limit {
            return Err(Broken::Failed(too_large(limit)));
        }
        let mut whole = Vec::with_capacity(announced.min(AT_ONCE));
        while let Some(frame) = self.frame(&mut body).await {
            let frame = frame.map_err(|error| Broken::Failed(interrupted(&error, Stage::Body)))?;
            // All other frames are trailers, which no supported protocol uses.
            let Ok(data) = frame.into_data() else { continue };
            if data.len() > limit - whole.len() {
                return Err(Broken::Failed(too_large(limit)));
            }
            whole.extend_from_slice(&data);
        }
        Ok(Response::from_parts(head, whole.into()))
    }

    async fn head(&mut self, request: Request<Outgoing>) -> Result<Response<Incoming>, Broken> {
        let Self { sender, connection, .. } = self;
        let mut sent = pin!(sender.try_send_request(request));
        let answer = poll_fn(|context| {
            connection.poll(context);
            // The response comes out of the connection, which has just been polled, so no separate wake-up is needed.
            sent.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        });
        answer.await.map_err(|mut error| match error.take_message() {
            Some(request) => {
                let error = find(error.error(), Stage::Connect).unwrap_or_else(|| ended(Stage::Connect));
                Broken::Unsent(Box::new(request), error)
            }
            None => Broken::Failed(interrupted(error.error(), Stage::Head)),
        })
    }

    async fn frame(&mut self, body: &mut Incoming) -> Option<hyper::Result<Frame<Bytes>>> {
        poll_fn(|context| self.poll_frame(body, context)).await
    }

    /// Polls the next frame of a body.
    #[inline]
    pub(super) fn poll_frame(
        &mut self,
        body: &mut Incoming,
        context: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        let mut next = || {
            self.connection.poll(context);
            Pin::new(&mut *body).poll_frame(&mut Context::from_waker(Waker::noop()))
        };
        // The first poll tells the connection that more is wanted.
        match next() {
            Poll::Pending => next(),
            ready @ Poll::Ready(_) => ready,
        }
    }
}

/// Runs some work on a connection, and fails if no byte moves for too long.
pub(super) async fn moving<T>(
    work: impl Future<Output = T>,
    moves: &AtomicU64,
    stall: Duration,
) -> Result<T, TransportError> {
    let Some(limit) = Instant::now().checked_add(stall) else { return Ok(work.await) };
    let mut seen = moves.load(Ordering::Relaxed);
    let mut timer = pin!(sleep_until(limit));
    let mut work = pin!(work);
    // Bytes move only while this future is polled.
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Ok(done));
        }
        let now = moves.load(Ordering::Relaxed);
        if std::mem::replace(&mut seen, now) != now {
            timer.as_mut().reset(Instant::now() + stall);
        }
        let stalled = || TransportError::timeout(Kind::Stalled, stall);
        timer.as_mut().poll(context).map(|()| Err(stalled()))
    })
    .await
}

/// Drives a connection until it ends; hyper reports its problems to the exchange.
struct Driven(Option<Connection<TokioIo<Stream>, Outgoing>>);

impl Driven {
    fn poll(&mut self, context: &mut Context<'_>) {
        let ended = self.0.as_mut().is_some_and(|connection| Pin::new(connection).poll(context).is_ready());
        if ended {
            self.0 = None;
        }
    }
}
