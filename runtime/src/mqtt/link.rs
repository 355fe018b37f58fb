//! What carries messages between a session and a broker, as a trait that any MQTT library can implement.

use std::fmt;

use bytes::Bytes;

use super::message::Message;
use super::session::ActionId;
use crate::transport::{BoxFuture, TransportError};

/// A connection to a broker, which is made again when it drops.
///
/// A client asks for an event, and for whatever else in between. An implementor subscribes to nothing and sends nothing by
/// itself, least of all what it sent over an earlier connection: what is to be repeated, the session decides.
pub trait Link: Send + 'static {
    /// Subscribes to a filter with quality of service 1. An [`LinkEvent::Subscribed`] with the same id tells how that went.
    fn subscribe(&mut self, id: ActionId, filter: String);

    /// Publishes a message with quality of service 1. An [`LinkEvent::Acknowledged`] with the same id tells how that went.
    fn publish(&mut self, id: ActionId, message: Message);

    /// What happens next. Without a connection it makes one, and waits before it does so again and again.
    ///
    /// The future may be dropped before it ends; nothing may get lost by that.
    fn event(&mut self) -> BoxFuture<'_, LinkEvent>;

    /// Takes leave of the broker. It is called once, after the last event.
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
