//! The hand-written part of every generated client.
//!
//! A generated crate knows the shapes of its service and nothing else; what is the same for every service is here, as
//! ordinary Rust that the generated code calls. Nothing here knows a model.
//!
//! Without features it is pure functions: an [`Operation`] turns its input into an `http::Request<Bytes>` and an
//! `http::Response<Bytes>` into its output or its error, and how the bytes travel is someone else's affair.
//!
//! - [`request`] and [`text`] build a request from labels, query parameters, headers and a body;
//! - [`response`] reads headers, status and body of a response;
//! - [`codec`] writes and reads bodies: JSON, and with the feature `cbor` CBOR;
//! - [`protocol`] has what protocols differ in when an answer is read;
//! - [`error`] tells errors apart and says in one sentence what went wrong;
//! - [`validate`] and [`pattern`] check an input against its constraints before it is sent;
//! - [`endpoint`] holds what the generated endpoint rules are made of;
//! - [`builder`] and [`token`] serve the generated builders and idempotency tokens.
//!
//! A client is built on these:
//!
//! - [`config`] checks all settings at once;
//! - [`call`] is a call as a state machine without IO: attempts, signature, retries, clock and limits of time;
//! - `client` (async) and `blocking`, each behind the feature of its name, are loops around it, over a [`transport`]
//!   with `tls` and `proxy`;
//! - `credentials`, behind the feature `sigv4` or `bearer`, gets, keeps and replaces what is signed with, and bearer tokens;
//!   `PresignedRequest` is a request with its signature in the URL;
//! - [`big`] has the numbers that no type of Rust holds;
//! - [`caller`], [`options`], [`interceptor`] and [`service`] are what programs and generated code see of it;
//! - [`pages`] goes through answers that come in pages, [`wait`] waits until something has come about, `stream` (feature `stream`)
//!   has bodies that come in pieces, and `events` (feature `events`) those that are events;
//! - `discovery` (feature `discovery`) finds endpoints that an operation of the service tells;
//! - `mqtt` (feature `topics`) has calls over MQTT: messages, a session without IO and, with the feature `mqtt`, a client;
//! - `invoke` and `command` make calls by name, and `test_util` (feature `test-util`) answers from a script.
//!
//! The feature `aws-config` takes over a configuration that the crate of that name has loaded, or only its credentials.
//! `tracing` adds spans and events, and `timestamp` the three timestamp formats, over the type `OffsetDateTime` of the crate
//! `time`.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod big;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod builder;
pub mod call;
pub mod caller;
#[cfg(feature = "cbor")]
mod cbor;
#[cfg(any(feature = "client", feature = "blocking", feature = "sigv4"))]
mod civil;
#[cfg(feature = "client")]
pub mod client;
pub mod codec;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod command;
#[cfg(any(feature = "gzip", feature = "md5"))]
mod compress;
pub mod config;
#[cfg(any(feature = "sigv4", feature = "bearer"))]
pub mod credentials;
#[cfg(feature = "discovery")]
pub mod discovery;
pub mod endpoint;
pub mod error;
#[cfg(feature = "events")]
pub mod events;
pub mod interceptor;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod invoke;
#[cfg(feature = "topics")]
pub mod mqtt;
pub mod operation;
pub mod options;
#[cfg_attr(
    not(any(feature = "client", feature = "blocking")),
    allow(dead_code, reason = "only clients take pages")
)]
pub mod pages;
pub mod pattern;
#[cfg(feature = "sigv4")]
mod presigned;
pub mod protocol;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod proxy;
pub mod request;
pub mod response;
pub mod service;
#[cfg(feature = "sigv4")]
mod sign;
#[cfg(feature = "stream")]
pub mod stream;
#[cfg(feature = "tracing")]
pub mod telemetry;
#[cfg(feature = "test-util")]
pub mod test_util;
pub mod text;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod tls;
pub mod token;
pub mod transport;
pub mod validate;
pub mod wait;

pub use big::{BigDecimal, BigInteger};
pub use caller::{Caller, Detached};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use command::Command;
pub use config::{Config, ConfigBuilder, ConfigError};
#[cfg(feature = "discovery")]
pub use discovery::{Discover, Discovery};
pub use error::{
    ClientError, ErrorMeta, ErrorResponse, Failure, ModeledError, ReadError, RequestError, RetryKind,
    SendError, ServiceError, UnreadableResponse,
};
#[cfg(feature = "events")]
pub use events::{EventSource, EventStream};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use invoke::InvokeError;
pub use operation::{Auth, Operation};
pub use options::CallOptions;
pub use pages::{Items, Pages, Paginated, PaginatedItems};
#[cfg(feature = "sigv4")]
pub use presigned::PresignedRequest;
pub use request::{HostPrefix, RequestBuilder};
pub use response::{FromResponse, Response, ResponseMeta};
pub use service::{EndpointSettings, Hint, Service, ServiceInfo, WrongHost};
#[cfg(feature = "stream")]
pub use stream::ByteStream;
pub use text::{FromText, ToText};
pub use validate::{Checks, Validate, Validator, Violations};
pub use wait::{Outcome, WaitError};
