//! The hand-written part of every generated client.
//!
//! A generated crate knows the shapes of its service and nothing else; what is the same for every service is
//! here, as ordinary functions that the generated code calls. Nothing here knows a model, opens a socket,
//! reads a clock or needs an async runtime: an [`Operation`] turns its input into an `http::Request<Bytes>`
//! and an `http::Response<Bytes>` into its output or its error, and how the bytes travel is a client's
//! affair.
//!
//! - [`request`] and [`text`] build a request from labels, query parameters, headers and a body;
//! - [`response`] reads headers, status and body of a response;
//! - [`codec`] writes and reads JSON;
//! - [`error`] tells errors apart and says in one sentence what went wrong;
//! - [`validate`] and [`pattern`] check an input against its constraints before it is sent;
//! - [`endpoint`] holds what the generated endpoint rules are made of;
//! - [`builder`] and [`token`] serve the generated builders and idempotency tokens.
//!
//! The feature `timestamp` adds the three timestamp formats, over the type `OffsetDateTime` of the crate
//! `time`.

pub mod builder;
pub mod codec;
pub mod endpoint;
pub mod error;
pub mod operation;
pub mod pattern;
pub mod request;
pub mod response;
pub mod text;
pub mod token;
pub mod validate;

pub use error::{
    ClientError, ErrorMeta, ErrorResponse, Failure, ReadError, RequestError, ServiceError, UnreadableResponse,
};
pub use operation::Operation;
pub use request::{HostPrefix, RequestBuilder};
pub use response::FromResponse;
pub use text::{FromText, ToText};
pub use validate::{Checks, Validate, Validator, Violations};
