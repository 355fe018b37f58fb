//! A stream that can be read only once: the rest of it, and whether it has the announced length.

use std::io::{self, Read};
#[cfg(feature = "client")]
use std::pin::Pin;

use bytes::{Buf, Bytes};
#[cfg(feature = "client")]
use tokio::task::JoinHandle;

/// A reader that can move to another thread.
type Reader = Box<dyn Read + Send>;

/// An async stream that can move to another thread.
#[cfg(feature = "client")]
pub(super) type Polled = Pin<Box<dyn futures_core::Stream<Item = io::Result<Bytes>> + Send>>;

/// The rest of a stream.
pub(super) struct Once {
    pub(super) flow: Flow,
    /// Bytes that have been taken from the stream and not been read yet.
    pub(super) rest: Bytes,
    /// How many bytes have been taken from it.
    taken: u64,
    begun: bool,
}

/// The source of the next bytes.
pub(super) enum Flow {
    Read(Reader),
    /// The reader is working on another thread.
    #[cfg(feature = "client")]
    Reading(JoinHandle<(Reader, io::Result<Bytes>)>),
    #[cfg(feature = "client")]
    Polled(Polled),
    /// The stream has ended.
    Over,
}

impl Once {
    pub(super) fn new(flow: Flow) -> Self {
        Self { flow, rest: Bytes::new(), taken: 0, begun: false }
    }

    pub(super) fn read(reader: impl Read + Send + 'static) -> Self {
        Self::new(Flow::Read(Box::new(reader)))
    }

    /// Whether reading has begun.
    pub(super) fn is_begun(&self) -> bool {
        self.begun
    }

    pub(super) fn begin(&mut self) {
        self.begun = true;
    }

    /// Puts these bytes back as the next ones.
    #[cfg(feature = "events")]
    pub(super) fn put_back(&mut self, first: Bytes) {
        self.rest = if self.rest.is_empty() { first } else { [first.as_ref(), &self.rest].concat().into() };
    }

    /// Reads some bytes on this thread; 0 is the end.
    pub(super) fn read_into(&mut self, buffer: &mut [u8], length: Option<u64>) -> io::Result<usize> {
        self.begin();
        if !self.rest.is_empty() {
            let count = buffer.len().min(self.rest.len());
            self.rest.copy_to_slice(buffer.get_mut(..count).unwrap_or_default());
            return Ok(count);
        }
        let read = match &mut self.flow {
            Flow::Read(reader) => reader.read(buffer),
            Flow::Over => return Ok(0),
            #[cfg(feature = "client")]
            Flow::Reading(_) | Flow::Polled(_) => {
                return Err(io::Error::other("an async stream is read by `next`, in the async client"));
            }
        };
        self.note(read, length, |count| *count, !buffer.is_empty())
    }

    /// Counts the bytes that were taken. An error, the end, or a wrong length ends the stream.
    pub(super) fn note<T>(
        &mut self,
        taken: io::Result<T>,
        length: Option<u64>,
        count: impl FnOnce(&T) -> usize,
        is_end_empty: bool,
    ) -> io::Result<T> {
        let interrupted = |error: &io::Error| error.kind() == io::ErrorKind::Interrupted;
        let taken = match taken {
            Err(error) if interrupted(&error) => return Err(error),
            Err(error) => {
                self.flow = Flow::Over;
                return Err(error);
            }
            Ok(taken) => taken,
        };
        let count = count(&taken);
        let is_end = count == 0 && is_end_empty;
        self.taken = self.taken.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if is_end {
            self.flow = Flow::Over;
        }
        match length {
            Some(length) if is_end && self.taken < length => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("the stream ended after {} of {length} bytes", self.taken),
            )),
            Some(length) if self.taken > length => {
                self.flow = Flow::Over;
                Err(io::Error::other(format!("the stream has more than {length} bytes")))
            }
            _ => Ok(taken),
        }
    }
}
