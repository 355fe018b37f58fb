//! Events that are sent: each is written and signed when the service can receive it.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::{Serialize, Serializer};

use super::frame;
use super::message::Event;
#[cfg(feature = "sigv4")]
use crate::aws::sign::EventSigner;
use crate::codec::{self, Stop};
use crate::error::RequestError;
use crate::stream::ByteStream;

/// A union whose members are events, as generated code implements it.
pub trait WriteEvent {
    /// Returns the event with its headers and its payload.
    fn write_event(&self) -> Result<Event, RequestError>;
}

/// The source of a request's events: an iterator, or an async stream.
///
/// It can be read only once, so a call is not retried after the first event, and it is an error to use it in another
/// call. Clones share the events. In JSON it is null.
pub struct EventSource<T> {
    shared: Arc<Mutex<Shared<T>>>,
}

/// The state that clones share.
struct Shared<T> {
    events: Events<T>,
    is_begun: bool,
    is_over: bool,
}

enum Events<T> {
    Iterator(Box<dyn Iterator<Item = T> + Send>),
    #[cfg(feature = "client")]
    Stream(std::pin::Pin<Box<dyn futures_core::Stream<Item = T> + Send>>),
}

impl<T: WriteEvent + 'static> EventSource<T> {
    /// Creates a source from an iterator. The async client calls it on tokio's threads for blocking work.
    #[allow(clippy::should_implement_trait, reason = "as a trait, it could not ask for more of the iterator")]
    pub fn from_iter<I>(events: I) -> Self
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: Send + 'static,
    {
        Self::sharing(Events::Iterator(Box::new(events.into_iter())))
    }

    /// Creates a source from an async stream, such as the receiving end of a channel. Only the async client can send
    /// it.
    #[cfg(feature = "client")]
    pub fn from_stream(events: impl futures_core::Stream<Item = T> + Send + 'static) -> Self {
        Self::sharing(Events::Stream(Box::pin(events)))
    }

    /// Returns the body of a request. The slot signs each event, once the request has been signed.
    pub(crate) fn body(&self, first: Option<Event>, slot: &Slot) -> ByteStream {
        let frames = Frames { shared: Arc::clone(&self.shared), first, slot: slot.clone() };
        let shared = self.lock();
        let body = match shared.events {
            #[cfg(feature = "client")]
            Events::Stream(_) => ByteStream::from_stream(frames),
            Events::Iterator(_) => ByteStream::from_reader(Reader { frames, rest: Bytes::new() }),
        };
        if shared.is_begun { body.begun() } else { body }
    }
}

impl<T> EventSource<T> {
    fn sharing(events: Events<T>) -> Self {
        let shared = Shared { events, is_begun: false, is_over: false };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }

    fn lock(&self) -> MutexGuard<'_, Shared<T>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Signs the events of a request, once the request itself has been signed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    #[cfg(feature = "sigv4")]
    signer: Arc<Mutex<Option<EventSigner>>>,
}

#[cfg_attr(
    not(feature = "sigv4"),
    allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "without signatures, frames are sent as they are"
    )
)]
impl Slot {
    #[cfg(feature = "sigv4")]
    pub(crate) fn fill(&self, signer: EventSigner) {
        *self.signer.lock().unwrap_or_else(PoisonError::into_inner) = Some(signer);
    }

    /// Returns the frame as it is sent.
    fn seal(&self, frame: Bytes) -> io::Result<Bytes> {
        #[cfg(feature = "sigv4")]
        if let Some(signer) = &mut *self.signer.lock().unwrap_or_else(PoisonError::into_inner) {
            return signer.sign(&frame).map_err(io::Error::other);
        }
        Ok(frame)
    }

    /// Returns the bytes that end the events.
    fn end(&self) -> io::Result<Bytes> {
        #[cfg(feature = "sigv4")]
        if self.signer.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return self.seal(Bytes::new());
        }
        Ok(Bytes::new())
    }
}

/// The frames of the events.
struct Frames<T> {
    shared: Arc<Mutex<Shared<T>>>,
    /// The event before all others.
    first: Option<Event>,
    slot: Slot,
}

impl<T: WriteEvent + 'static> Frames<T> {
    /// Returns the frame of an event, or the end if there is no event.
    fn next(slot: &Slot, shared: &mut Shared<T>, event: Option<T>) -> Option<io::Result<Bytes>> {
        let event = match event {
            Some(event) => event.write_event().map_err(|error| error.to_string()),
            None if std::mem::replace(&mut shared.is_over, true) => return None,
            None => {
                // An iterator or a stream must not be called again after its end.
                shared.events = Events::Iterator(Box::new(std::iter::empty()));
                return Some(slot.end()).filter(|end| !matches!(end, Ok(end) if end.is_empty()));
            }
        };
        Some(
            event
                .and_then(|event| frame::write(&event))
                .map_err(io::Error::other)
                .and_then(|frame| slot.seal(frame)),
        )
    }

    /// Returns the frame of the event before all others.
    fn first(&mut self) -> Option<io::Result<Bytes>> {
        let first = self.first.take()?;
        Some(frame::write(&first).map_err(io::Error::other).and_then(|frame| self.slot.seal(frame)))
    }
}

#[cfg(feature = "client")]
impl<T: WriteEvent + 'static> futures_core::Stream for Frames<T> {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<io::Result<Bytes>>> {
        if let Some(first) = self.first() {
            return std::task::Poll::Ready(Some(first));
        }
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.is_begun = true;
        let event = match &mut shared.events {
            Events::Stream(events) => std::task::ready!(events.as_mut().poll_next(context)),
            Events::Iterator(events) => events.next(),
        };
        std::task::Poll::Ready(Self::next(&self.slot, &mut shared, event))
    }
}

/// The frames of an iterator as bytes.
struct Reader<T> {
    frames: Frames<T>,
    rest: Bytes,
}

impl<T: WriteEvent + 'static> io::Read for Reader<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            let next = self.frames.first().or_else(|| {
                let mut shared = self.frames.shared.lock().unwrap_or_else(PoisonError::into_inner);
                shared.is_begun = true;
                let event = match &mut shared.events {
                    Events::Iterator(events) => events.next(),
                    #[cfg(feature = "client")]
                    Events::Stream(_) => None,
                };
                Frames::next(&self.frames.slot, &mut shared, event)
            });
            self.rest = next.transpose()?.unwrap_or_default();
        }
        let length = buffer.len().min(self.rest.len());
        let part = self.rest.split_to(length);
        buffer.get_mut(..length).unwrap_or_default().copy_from_slice(&part);
        Ok(length)
    }
}

/// Has no events.
impl<T: Send + 'static> Default for EventSource<T> {
    fn default() -> Self {
        Self::sharing(Events::Iterator(Box::new(std::iter::empty())))
    }
}

impl<T: WriteEvent + Send + 'static> From<Vec<T>> for EventSource<T> {
    fn from(events: Vec<T>) -> Self {
        Self::from_iter(events)
    }
}

impl<T> Clone for EventSource<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

/// Whether it is the same source.
impl<T> PartialEq for EventSource<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl<T> fmt::Debug for EventSource<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSource").field("begun", &self.lock().is_begun).finish_non_exhaustive()
    }
}

impl<T> Serialize for EventSource<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }
}

/// Reads a list of events, for a call by name.
impl<T: WriteEvent + Serialize + codec::Read + Send + 'static> codec::Read for EventSource<T> {
    fn read(source: &mut dyn codec::Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(codec::read_list::<Vec<T>>(source)?.map(Self::from))
    }
}
