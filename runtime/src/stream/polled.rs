//! Reading a stream in the async client. Readers run on tokio's threads for blocking work.

use std::future::poll_fn;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::once::{Flow, Once};
use super::{ByteStream, Origin, lock};

/// How many bytes of a reader are taken at a time.
const CHUNK: usize = 64 << 10;

impl ByteStream {
    /// Creates a stream of an async stream's bytes. Only the async client can send it.
    ///
    /// ```
    /// # use smithy_client::ByteStream;
    /// # fn example(chunks: impl futures_core::Stream<Item = std::io::Result<bytes::Bytes>> + Send + 'static) {
    /// let body = ByteStream::from_stream(chunks).with_length(1 << 20);
    /// # }
    /// ```
    pub fn from_stream(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self::once(Once::new(Flow::Polled(Box::pin(stream))))
    }

    /// Returns the next bytes, or `None` at the end. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<io::Result<Bytes>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Reads all remaining bytes into memory, without a limit: if the sender is not trusted, count the bytes of
    /// [`next`](Self::next) instead.
    pub async fn collect(mut self) -> io::Result<Bytes> {
        if let Origin::Memory(bytes) = self.origin {
            return Ok(bytes);
        }
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.next().await {
            whole.extend_from_slice(&chunk?);
        }
        Ok(whole.freeze())
    }

    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if let Origin::File(_) = self.origin {
            *self = self.open();
        }
        match &mut self.origin {
            Origin::Memory(bytes) => {
                let bytes = std::mem::take(bytes);
                Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)))
            }
            Origin::Once(once) => lock(once).poll_chunk(context, self.length),
            Origin::File(_) => Poll::Ready(None),
        }
    }
}

impl Once {
    /// Returns the next chunk, which is never empty.
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
        length: Option<u64>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        self.begin();
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.rest))));
        }
        if matches!(self.flow, Flow::Over) {
            return Poll::Ready(None);
        }
        loop {
            let chunk = match ready!(self.poll_flow(context)) {
                Some(Ok(chunk)) if chunk.is_empty() => continue,
                Some(chunk) => chunk,
                None => Ok(Bytes::new()),
            };
            let chunk = match self.note(chunk, length, Bytes::len, true) {
                Ok(chunk) if chunk.is_empty() => None,
                chunk => Some(chunk),
            };
            return Poll::Ready(chunk);
        }
    }

    fn poll_flow(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match std::mem::replace(&mut self.flow, Flow::Over) {
                Flow::Read(mut reader) => {
                    self.flow = Flow::Reading(tokio::task::spawn_blocking(move || {
                        let chunk = read_chunk(&mut reader);
                        (reader, chunk)
                    }));
                }
                Flow::Reading(mut reading) => {
                    let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
                        self.flow = Flow::Reading(reading);
                        return Poll::Pending;
                    };
                    // The reader has panicked, or the runtime has ended.
                    let (reader, chunk) = match read {
                        Ok(read) => read,
                        Err(error) => return Poll::Ready(Some(Err(io::Error::other(error)))),
                    };
                    self.flow = Flow::Read(reader);
                    return Poll::Ready(
                        Some(chunk).filter(|chunk| !matches!(chunk, Ok(it) if it.is_empty())),
                    );
                }
                Flow::Polled(mut stream) => {
                    let chunk = stream.as_mut().poll_next(context);
                    self.flow = Flow::Polled(stream);
                    return chunk;
                }
                Flow::Over => return Poll::Ready(None),
            }
        }
    }
}

/// Returns the next bytes of a reader; none at its end.
fn read_chunk(reader: &mut dyn Read) -> io::Result<Bytes> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(length) => {
                chunk.truncate(length);
                return Ok(chunk.into());
            }
        }
    }
}

impl Stream for ByteStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.poll_chunk(context)
    }
}

/// Allows `tokio::io::copy` to save a response in a file.
impl AsyncRead for ByteStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(chunk) = ready!(self.poll_chunk(context)) else { return Poll::Ready(Ok(())) };
        let mut chunk = chunk?;
        let part = chunk.split_to(chunk.len().min(buffer.remaining()));
        buffer.put_slice(&part);
        match &mut self.origin {
            Origin::Once(once) => lock(once).rest = chunk,
            origin => *origin = Origin::Memory(chunk),
        }
        Poll::Ready(Ok(()))
    }
}
