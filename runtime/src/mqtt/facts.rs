//! The properties of a service over MQTT.

use crate::codec::Source;
use crate::codec::Stop;
use crate::error::ReadError;
use crate::service::WrongHost;

/// The MQTT properties of a service, from its model.
#[derive(Debug)]
pub struct Facts {
    /// The level that a success adds to the topic of a request: `accepted`.
    pub accepted: &'static str,
    /// The level that a refusal adds: `rejected`.
    pub rejected: &'static str,
    /// The member that matches a response to its request.
    pub token: &'static str,
    /// The topics of all requests. A label must not be a word that one of these topics has at its place.
    pub requests: &'static [&'static str],
    /// The notifications of the service.
    pub notifications: &'static [Topic],
    /// The port for connections over TLS.
    pub port: u16,
    /// Another port, and the name of MQTT in the TLS handshake there (RFC 7301).
    pub alpn: Option<(u16, &'static str)>,
    /// The greatest payload in bytes.
    pub max_payload: usize,
    /// Hosts that are often given by mistake.
    pub wrong_hosts: &'static [WrongHost],
}

/// The topic of a notification, and the members that tell whether it is new, from the model.
#[derive(Debug)]
pub struct Topic {
    /// The topic, with labels: `things/{thingName}/jobs/notify`.
    pub topic: &'static str,
    /// The member with the time at which it was sent.
    pub time: Option<&'static str>,
    /// The members that identify its subject, each by its path.
    pub instance: &'static [&'static [&'static str]],
    /// The member that grows with every change of the subject.
    pub version: &'static [&'static str],
    /// Where strings are embedded as JSON.
    pub json: JsonPaths,
}

/// Where in a payload strings are embedded as JSON: the paths, with `*` for each element of a list or map.
pub type JsonPaths = &'static [&'static [&'static str]];

/// A service that can be called over MQTT.
pub trait Service: crate::Service {
    /// Its MQTT properties.
    const MQTT: &'static Facts;

    /// The type of its notifications.
    type Notification: Notification;
}

/// The notifications of a service: an enum of a generated crate.
pub trait Notification: Sized + Send + 'static {
    /// Reads the notification with this index in [`Facts::notifications`].
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
