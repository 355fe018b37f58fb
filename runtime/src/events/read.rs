//! Reading the events of a response.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use serde::{Serialize, Serializer};

use super::frame;
use super::message::{Event, Kind};
use crate::aws::headers::ERROR_TYPE;
use crate::codec::{self, Source, Stop};
use crate::error::{ClientError, ErrorResponse, ReadError, SendError, Trail};
use crate::protocol::Protocol;
use crate::stream::{ByteStream, Host};
use crate::transport::TransportError;

/// A union whose members are events, as generated code implements it.
pub trait ReadEvent: Sized {
    /// The members that are errors, and the names of these errors.
    const ERRORS: &'static [(&'static str, &'static str)] = &[];

    /// Whether an event may hold sensitive data; errors then show nothing of it.
    const SENSITIVE: bool = false;

    /// Reads the event of a member, which may not be in the model.
    fn read_event(member: &str, event: &Event) -> Result<Self, ReadError>;
}

/// The events of a response: values `T` one by one, until the service ends them, an error `E` comes, or the connection
/// is lost.
///
/// With the async client, read it with `recv` or as a `Stream`; with the blocking client, iterate with a `for` loop.
/// Nothing follows an error. An event has at most 24 MiB. Clones share the events: each event is returned only once.
/// Only one task at a time may wait for an event.
///
/// In JSON it is the list of its events if they are in memory, as in a call by name, and null otherwise.
pub struct EventStream<T, E> {
    shared: Arc<Mutex<Shared>>,
    marker: PhantomData<fn() -> (T, E)>,
}

/// The state that clones share.
struct Shared {
    bytes: ByteStream,
    /// The received bytes of the next event.
    buffer: BytesMut,
    /// The response without its body.
    answer: http::Response<Bytes>,
    operation: &'static str,
    protocol: &'static Protocol,
    is_over: bool,
}

impl<T, E> EventStream<T, E> {
    /// Creates the stream for a response to this operation.
    pub(crate) fn new(
        response: &http::Response<Bytes>,
        operation: &'static str,
        protocol: &'static Protocol,
    ) -> Self {
        let mut answer = http::Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = response.headers().clone();
        if let Some(host) = response.extensions().get::<Host>() {
            answer.extensions_mut().insert(host.clone());
        }
        let bytes = crate::response::stream_payload(response);
        let buffer = BytesMut::new();
        Self::sharing(Shared { bytes, buffer, answer, operation, protocol, is_over: false })
    }

    fn sharing(shared: Shared) -> Self {
        Self { shared: Arc::new(Mutex::new(shared)), marker: PhantomData }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has no events, for a response that a test constructs.
impl<T, E> Default for EventStream<T, E> {
    fn default() -> Self {
        Self::sharing(Shared {
            bytes: ByteStream::default(),
            buffer: BytesMut::new(),
            answer: http::Response::default(),
            operation: "",
            protocol: &crate::protocol::REST_JSON,
            is_over: true,
        })
    }
}

/// Returns the response with the payload of its first event as its body, if that is there for the output, and all other
/// events as its stream.
pub(crate) fn first(response: &http::Response<Bytes>) -> Result<http::Response<Bytes>, ReadError> {
    let mut buffer = BytesMut::from(response.body().as_ref());
    let event = frame::take(&mut buffer)?;
    let is_first = |event: &Event| matches!(event.kind(), Ok(Kind::Event("initial-response")));
    let (body, rest) = match event.filter(is_first) {
        Some(event) => (event.bytes(), buffer.freeze()),
        None => (Bytes::new(), response.body().clone()),
    };
    let stream = response.extensions().get::<ByteStream>().cloned();
    let mut answer = response.clone();
    answer.extensions_mut().insert(match stream {
        Some(stream) => stream.behind(rest),
        None => rest.into(),
    });
    *answer.body_mut() = body;
    Ok(answer)
}

impl Shared {
    /// Copies the stream, if its events are in memory.
    fn copy(&self) -> Option<Self> {
        let bytes = self.bytes.bytes()?.clone().into();
        let (buffer, answer) = (self.buffer.clone(), self.answer.clone());
        Some(Self { bytes, buffer, answer, ..*self })
    }

    /// Returns the next event, if it has arrived completely.
    fn ready<T: ReadEvent, E: From<ErrorResponse> + From<ClientError>>(&mut self) -> Option<Result<T, E>> {
        loop {
            let event = match frame::take(&mut self.buffer) {
                Ok(event) => event?,
                Err(error) => return Some(Err(self.unreadable::<T>(error).into())),
            };
            let read = match event.kind() {
                // The output members beside the events have been read already.
                Ok(Kind::Event("initial-response")) => continue,
                Ok(Kind::Event(member)) => T::read_event(member, &event),
                Ok(Kind::Exception(member)) => return Some(Err(self.exception::<T>(member, &event).into())),
                Ok(Kind::Error(code, message)) => return Some(Err(self.error(code, message).into())),
                Err(error) => Err(error),
            };
            return Some(read.map_err(|error| self.unreadable::<T>(error).into()));
        }
    }

    /// Returns the event at the end of the bytes, which must be complete.
    fn last<T: ReadEvent, E: From<ClientError>>(&mut self) -> Option<Result<T, E>> {
        let is_cut = !std::mem::replace(&mut self.is_over, true) && !self.buffer.is_empty();
        is_cut.then(|| Err(self.unreadable::<T>(ReadError::new("it ends within an event")).into()))
    }

    fn exception<T: ReadEvent>(&mut self, member: &str, event: &Event) -> ErrorResponse {
        let known = T::ERRORS.iter().find(|(known, _)| *known == member);
        self.refusal(known.map_or(member, |(_, name)| name), event.bytes())
    }

    fn error(&mut self, code: &str, message: &str) -> ErrorResponse {
        self.refusal(code, Bytes::new()).with_message(message)
    }

    /// Returns the error in an event, as if it were the response.
    fn refusal(&mut self, code: &str, body: Bytes) -> ErrorResponse {
        self.is_over = true;
        let mut response = self.answer.clone();
        *response.body_mut() = body;
        if let Ok(code) = HeaderValue::from_str(code) {
            response.headers_mut().insert(ERROR_TYPE, code);
        }
        (self.protocol.error)(self.operation, &response)
    }

    fn unreadable<T: ReadEvent>(&mut self, reason: ReadError) -> ClientError {
        self.is_over = true;
        let error = ClientError::unreadable(self.operation, &self.answer, reason);
        if T::SENSITIVE { error.hiding_body() } else { error }
    }

    fn broken(&mut self, error: &std::io::Error) -> ClientError {
        self.is_over = true;
        let host = self.answer.extensions().get::<Host>().map(|host| host.0.clone()).unwrap_or_default();
        let trail = Trail { attempts: 1, ..Trail::default() };
        let error = TransportError::of_answer(error);
        ClientError::Send(Box::new(SendError::new(self.operation, host, error, trail)))
    }
}

#[cfg(feature = "client")]
mod streams {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use futures_core::Stream;

    use super::{ClientError, ErrorResponse, EventStream, ReadEvent};

    impl<T: ReadEvent, E: From<ErrorResponse> + From<ClientError>> EventStream<T, E> {
        /// Returns the next event, or `None` at the end. Nothing is lost if the future is dropped.
        pub async fn recv(&mut self) -> Option<Result<T, E>> {
            poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
        }
    }

    impl<T, E> Unpin for EventStream<T, E> {}

    impl<T: ReadEvent, E: From<ErrorResponse> + From<ClientError>> Stream for EventStream<T, E> {
        type Item = Result<T, E>;

        fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T, E>>> {
            let mut shared = self.lock();
            loop {
                if shared.is_over {
                    return Poll::Ready(None);
                }
                if let Some(event) = shared.ready() {
                    return Poll::Ready(Some(event));
                }
                match ready!(shared.bytes.poll_chunk(context)) {
                    Some(Ok(chunk)) => shared.buffer.extend_from_slice(&chunk),
                    Some(Err(error)) => return Poll::Ready(Some(Err(shared.broken(&error).into()))),
                    None => return Poll::Ready(shared.last()),
                }
            }
        }
    }
}

/// How many bytes are read at a time.
const CHUNK: usize = 8 << 10;

/// The events of a response as an iterator.
#[derive(Debug)]
pub struct Events<T, E>(EventStream<T, E>);

impl<T: ReadEvent, E: From<ErrorResponse> + From<ClientError>> Iterator for Events<T, E> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Result<T, E>> {
        let mut shared = self.0.lock();
        while !shared.is_over {
            if let Some(event) = shared.ready() {
                return Some(event);
            }
            let mut chunk = [0; CHUNK];
            match std::io::Read::read(&mut shared.bytes, &mut chunk) {
                Ok(0) => return shared.last(),
                Ok(length) => shared.buffer.extend_from_slice(chunk.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Some(Err(shared.broken(&error).into())),
            }
        }
        None
    }
}

/// For the blocking client, and for a response in memory.
impl<T: ReadEvent, E: From<ErrorResponse> + From<ClientError>> IntoIterator for EventStream<T, E> {
    type Item = Result<T, E>;
    type IntoIter = Events<T, E>;

    fn into_iter(self) -> Events<T, E> {
        Events(self)
    }
}

impl<T, E> Clone for EventStream<T, E> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), marker: PhantomData }
    }
}

/// Whether it is the same stream.
impl<T, E> PartialEq for EventStream<T, E> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl<T, E> fmt::Debug for EventStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("operation", &self.lock().operation).finish_non_exhaustive()
    }
}

impl<T, E> Serialize for EventStream<T, E>
where
    T: ReadEvent + Serialize,
    E: From<ErrorResponse> + From<ClientError> + fmt::Display,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(copy) = self.lock().copy() else { return serializer.serialize_none() };
        let events: Result<Vec<T>, E> = Self::sharing(copy).into_iter().collect();
        events.map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// Cannot be read: its events come only from a service.
impl<T, E> codec::Read for EventStream<T, E> {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        source.skip().map(|()| None)
    }
}
