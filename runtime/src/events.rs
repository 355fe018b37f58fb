//! Bodies that are events: `application/vnd.amazon.eventstream`.
//!
//! An [`EventStream`] is a member of an output, and returns the events of a response one by one. An [`EventSource`] is
//! a member of an input, and sends events as they are created.

mod frame;
mod header;
mod message;
mod read;
mod source;
#[cfg(all(test, feature = "client"))]
mod tests;

#[cfg(feature = "sigv4")]
pub(crate) use frame::frame;
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use frame::is_whole;
pub use header::EventHeader;
#[cfg(feature = "sigv4")]
pub(crate) use header::{Value, write as write_header};
pub use message::Event;
pub(crate) use read::first;
pub use read::{EventStream, Events, ReadEvent};
pub(crate) use source::Slot;
pub use source::{EventSource, WriteEvent};

/// Marks, in the extensions of a request, that the service answers while the request is sent.
#[cfg(feature = "http2")]
#[derive(Clone)]
pub(crate) struct Duplex;

/// The media type of a body of events.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";
