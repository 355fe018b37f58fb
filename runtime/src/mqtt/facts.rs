//! What is known of a service over MQTT.

use crate::codec::Source;
use crate::codec::Stop;
use crate::error::ReadError;
use crate::service::WrongHost;

/// How a service speaks MQTT, as its model has it.
#[derive(Debug)]
pub struct Facts {
    /// The level that a success adds to the topic of a request: `accepted`.
    pub accepted: &'static str,
    /// The level that a refusal adds: `rejected`.
    pub rejected: &'static str,
    /// The member by which a response is told from that to another request.
    pub token: &'static str,
    /// The topics of all requests. A label never takes a text that one of these has in its place.
    pub requests: &'static [&'static str],
    /// What the service sends unasked.
    pub notifications: &'static [Topic],
    /// The port for connections over TLS.
    pub port: u16,
    /// Another port, and the name of MQTT in the TLS handshake there (RFC 7301).
    pub alpn: Option<(u16, &'static str)>,
    /// The greatest payload in bytes.
    pub max_payload: usize,
    /// Hosts that are given by mistake.
    pub wrong_hosts: &'static [WrongHost],
}

/// Where a notification is sent, and what tells whether it is new, as the model has it.
#[derive(Debug)]
pub struct Topic {
    /// The topic, with labels: `things/{thingName}/jobs/notify`.
    pub topic: &'static str,
    /// The member with the time at which it was sent.
    pub time: Option<&'static str>,
    /// The members that tell what it is about, each by the names on the way to it.
    pub instance: &'static [&'static [&'static str]],
    /// The member that grows with every change of that.
    pub version: &'static [&'static str],
    /// Where texts stand as the JSON that they are.
    pub json: JsonPaths,
}

/// Where in a payload texts stand as the JSON that they are: the names on the way, with `*` for each element of a list or map.
pub type JsonPaths = &'static [&'static [&'static str]];

/// A service that can be called over MQTT.
pub trait Service: crate::Service {
    /// What is known of it.
    const MQTT: &'static Facts;

    /// What it sends unasked.
    type Notification: Notification;
}

/// What a service sends unasked: an enum of a generated crate.
pub trait Notification: Sized + Send + 'static {
    /// Reads the notification with this place in [`Facts::notifications`].
    #[doc(hidden)]
    fn read(number: usize, source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop>;

    /// The facts of the service.
    #[doc(hidden)]
    const MQTT: &'static Facts;

    /// Reads a message. `None` if its topic is not that of a notification.
    fn from_message(topic: &str, payload: &[u8]) -> Option<Result<Self, ReadError>> {
        super::payload::notification(topic, payload)
    }
}
