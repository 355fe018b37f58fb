//! The body of an answer that is handed on as it comes. Its connection goes with it, and back to the pool at its end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Response;
use hyper::body::{Body as _, Incoming};
use tokio::time::{Instant, Sleep, sleep_until};

use super::link::Link;
use super::{Open, Place, interrupted};
use crate::stream::ByteStream;
use crate::tls::error::Stage;
use crate::transport::{TransportError, TransportErrorKind as Kind};

/// The answer with its body to come.
pub(super) fn streamed(open: Open, stall: Duration) -> Response<ByteStream> {
    let Open { link, answer, place } = open;
    let (head, body) = answer.into_parts();
    let length = body.size_hint().exact();
    let stream = ByteStream::from_stream(Rest { open: Some((link, place)), body, stall, timer: None });
    let stream = match length {
        Some(length) => stream.with_length(length),
        None => stream,
    };
    Response::from_parts(head, stream)
}

struct Rest {
    /// The connection, until the end or an error.
    open: Option<(Box<Link>, Place)>,
    body: Incoming,
    /// How long to wait for the next bytes.
    stall: Duration,
    /// Runs while bytes are waited for, and not while nobody asks for them.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Stream for Rest {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Self { open, body, stall, timer } = &mut *self;
        let Some((link, _)) = open else { return Poll::Ready(None) };
        loop {
            match link.poll_frame(body, context) {
                Poll::Pending => return poll_timer(timer, *stall, context).map(|error| Some(Err(error))),
                Poll::Ready(Some(Ok(frame))) => {
                    *timer = None;
                    // What is no data is trailers, of which no protocol here makes use.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    *open = None;
                    return Poll::Ready(Some(Err(io::Error::other(interrupted(&error, Stage::Body)))));
                }
                Poll::Ready(None) => {
                    if let Some((link, place)) = open.take() {
                        place.put(link);
                    }
                    return Poll::Ready(None);
                }
            }
        }
    }
}

/// Ready with an error when nothing has come for too long.
fn poll_timer(
    timer: &mut Option<Pin<Box<Sleep>>>,
    stall: Duration,
    context: &mut Context<'_>,
) -> Poll<io::Error> {
    let Some(limit) = Instant::now().checked_add(stall) else { return Poll::Pending };
    let timer = timer.get_or_insert_with(|| Box::pin(sleep_until(limit)));
    let stalled = || io::Error::other(TransportError::timeout(Kind::Stalled, stall));
    timer.as_mut().poll(context).map(|()| stalled())
}
