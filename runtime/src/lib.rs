//! The hand-written part of every generated client.
//!
//! A generated crate has the shapes of its service. Everything that is the same for every service is here. This crate knows no
//! model.
//!
//! Users depend on a generated crate, which re-exports what they need of this one. Items that only generated code uses are hidden
//! from this documentation and are not covered by version numbers: a generated crate and its runtime come from the same release.
//!
//! # Without features
//!
//! Without features, this crate consists of pure functions. An [`Operation`] turns its input into an
//! `http::Request<Bytes>`, and an `http::Response<Bytes>` into its output or its error. Sending the bytes is up to the
//! caller.
//!
//! - [`Validator`] checks an input against the constraints of the model before it is sent;
//! - [`endpoint`] computes the endpoint of a request;
//! - [`Failure`] has what all errors have: code, message, status, request ID, retry kind.
//!
//! # The client
//!
//! - [`Config`] checks all settings at once;
//! - [`call`] is a call as a state machine without IO: attempts, signature, retries, clock and time limits;
//! - `client` (async) and `blocking`, each behind the feature of its name, are loops around it over a [`transport`], with `tls` and
//!   `proxy`;
//! - [`Response`] has the output of a call and the metadata of its HTTP response;
//! - `credentials`, behind the feature `sigv4` or `bearer`, gets, caches and replaces credentials and bearer tokens;
//! - [`interceptor`] observes calls, and [`CallOptions`] change one of them;
//! - [`Pages`] iterates over paginated results, and waiters end with an [`Outcome`] or a [`WaitError`];
//! - `ByteStream` (feature `stream`) is a body that is read in pieces, `EventStream` (feature `events`) one of events;
//! - `mqtt` (feature `topics`) has calls over MQTT: messages, a session without IO and, with the feature `mqtt`, a client;
//! - `Command` and `InvokeError` belong to calls by name, and `test_util` (feature `test-util`) has scripted responses.
//!
//! The feature `aws-config` takes over a configuration that the crate of that name has loaded, or only its credentials. `tracing`
//! adds spans and events. `timestamp` adds the three timestamp formats, for `OffsetDateTime` of the crate `time`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod aws;
mod big;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod builder;
pub mod call;
mod caller;
#[cfg(feature = "cbor")]
mod cbor;
#[cfg(any(feature = "client", feature = "blocking", feature = "sigv4"))]
mod civil;
#[cfg(feature = "client")]
pub mod client;
#[doc(hidden)]
pub mod codec;
#[cfg(any(feature = "client", feature = "blocking"))]
mod command;
#[cfg(any(feature = "gzip", feature = "md5"))]
mod compress;
mod config;
#[cfg(any(feature = "sigv4", feature = "bearer"))]
pub mod credentials;
#[cfg(feature = "discovery")]
mod discovery;
pub mod endpoint;
#[doc(hidden)]
pub mod error;
#[cfg(feature = "events")]
#[doc(hidden)]
pub mod events;
pub mod interceptor;
#[cfg(any(feature = "client", feature = "blocking"))]
mod invoke;
#[cfg(feature = "topics")]
pub mod mqtt;
mod operation;
mod options;
#[cfg_attr(
    not(any(feature = "client", feature = "blocking")),
    allow(dead_code, reason = "only clients take pages")
)]
mod pages;
#[doc(hidden)]
pub mod pattern;
#[cfg(feature = "sigv4")]
mod presigned;
#[doc(hidden)]
pub mod protocol;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod proxy;
#[doc(hidden)]
pub mod request;
#[doc(hidden)]
pub mod response;
pub mod retry;
mod service;
#[cfg(feature = "stream")]
mod stream;
#[cfg(feature = "tracing")]
pub mod telemetry;
#[cfg(feature = "test-util")]
pub mod test_util;
#[doc(hidden)]
pub mod text;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod tls;
pub mod token;
pub mod transport;
pub mod validate;
#[doc(hidden)]
pub mod wait;

pub use big::{BigDecimal, BigInteger};
pub use caller::{Caller, Detached};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use command::Command;
pub use config::{Config, ConfigBuilder, ConfigError};
pub use error::{
    ClientError, ErrorMeta, ErrorResponse, Failure, ModeledError, Origin, ReadError, RequestError,
    RetryError, RetryKind, SendError, ServiceError, UnreadableResponse,
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
pub use request::HostPrefix;
pub use response::{FromResponse, Response, ResponseMeta};
pub use service::Service;
#[cfg(feature = "stream")]
pub use stream::ByteStream;
pub use validate::{Checks, Validate, Validator, Violations};
pub use wait::{Outcome, WaitError};

// Items that only generated code uses.
#[cfg(feature = "discovery")]
#[doc(hidden)]
pub use discovery::{Discover, Discovery};
#[doc(hidden)]
pub use request::RequestBuilder;
#[doc(hidden)]
pub use service::{EndpointSettings, Hint, ServiceInfo, WrongHost};
#[doc(hidden)]
pub use text::{FromText, ToText};
