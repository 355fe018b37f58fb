//! Calls over MQTT.
//!
//! - [`request`], [`ResponseMessage`] and [`Notification`] are pure functions between inputs, outputs, errors and messages;
//! - [`session`] manages the calls and notifications of a connection as a state machine without IO;
//! - with the feature `mqtt`, `Client` drives a session over a connection to a broker, or over a `Link` of your own.
//!
//! Messages have neither a status nor headers: in responses and errors the status is `None` and the headers are empty.
//! A string that the model marks as JSON is embedded in a message as JSON, and is a string in Rust, as over HTTP.

#[cfg(feature = "mqtt")]
pub mod client;
#[cfg(feature = "mqtt")]
mod config;
#[cfg(feature = "mqtt")]
mod connection;
mod facts;
#[cfg(feature = "mqtt")]
pub mod link;
mod message;
mod payload;
pub mod session;
#[cfg(test)]
mod testing;
mod topic;

#[cfg(feature = "mqtt")]
pub use client::{Client, Notifications, NotificationsError, Notified};
#[cfg(feature = "mqtt")]
pub use config::{Config, ConfigBuilder};
pub use facts::{Facts, Notification, Service};
#[doc(hidden)]
pub use facts::{JsonPaths, Topic};
#[cfg(feature = "mqtt")]
pub use link::{Link, LinkEvent};
#[doc(hidden)]
pub use message::Binding;
pub use message::{Message, ResponseMessage, request};
pub use session::{Session, Settings};
