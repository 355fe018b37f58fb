//! The link between a session and a broker, as a trait that any MQTT library can implement.

use std::fmt;

use bytes::Bytes;

use super::message::Message;
use super::session::ActionId;
use crate::transport::{BoxFuture, TransportError};

/// A connection to a broker, which reconnects when it drops.
///
/// A client requests one event after the other, and makes other calls in between. An implementor must not subscribe or
/// send on its own, and above all must not resend messages of an earlier connection: the session decides what is
/// repeated.
pub trait Link: Send + 'static {
    /// Subscribes to a filter with quality of service 1. A [`LinkEvent::Subscribed`] with the same ID reports the
    /// result.
    fn subscribe(&mut self, id: ActionId, filter: String);

    /// Publishes a message with quality of service 1. A [`LinkEvent::Acknowledged`] with the same ID reports the
    /// result.
    fn publish(&mut self, id: ActionId, message: Message);

    /// Returns the next event. Without a connection it connects, and waits before repeated attempts.
    ///
    /// The future may be dropped before it ends; no event may be lost by that.
    fn event(&mut self) -> BoxFuture<'_, LinkEvent>;

    /// Disconnects from the broker. It is called once, after the last event.
    fn close(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// Something that happened on a link. `Debug` shows only the length of a payload.
#[derive(Clone)]
#[non_exhaustive]
pub enum LinkEvent {
    /// The broker has accepted a connection.
    Connected,
    /// The connection has dropped, or could not be made.
    Disconnected(TransportError),
    /// The broker has granted a subscription, or refused it for the reason given.
    Subscribed(ActionId, Result<(), String>),
    /// The broker has taken a message, or it could not be sent.
    Acknowledged(ActionId, Result<(), TransportError>),
    /// A message has arrived.
    Message {
        /// Its topic.
        topic: String,
        /// Its payload.
        payload: Bytes,
    },
}

/// Payloads may hold secrets.
impl fmt::Debug for LinkEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected => f.write_str("Connected"),
            Self::Disconnected(reason) => f.debug_tuple("Disconnected").field(reason).finish(),
            Self::Subscribed(id, result) => f.debug_tuple("Subscribed").field(id).field(result).finish(),
            Self::Acknowledged(id, result) => f.debug_tuple("Acknowledged").field(id).field(result).finish(),
            Self::Message { topic, payload } => {
                f.debug_struct("Message").field("topic", topic).field("length", &payload.len()).finish()
            }
        }
    }
}
