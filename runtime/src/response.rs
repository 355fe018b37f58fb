//! The response to a call: its output and its metadata.

mod read;

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use crate::codec::Read;
use crate::error::{ReadError, request_id};

#[cfg(feature = "cbor")]
#[doc(hidden)]
pub use read::cbor;
#[cfg(feature = "stream")]
#[doc(hidden)]
pub use read::stream_payload;
#[doc(hidden)]
pub use read::{
    bytes_payload, header, header_base64, header_list, json, json_payload, prefix_headers, status,
    text_payload,
};
pub(crate) use read::{encoding, mended};
#[cfg(feature = "events")]
#[doc(hidden)]
pub use read::{events, first_event};
#[cfg(feature = "timestamp")]
#[doc(hidden)]
pub use read::{header_timestamp, header_timestamps};

/// The response to a successful call: the output, and the metadata of the response that it was read from.
///
/// ```
/// # use smithy_client::Response;
/// # fn example(response: Response<Vec<u8>>) {
/// println!("request {:?} gave {} items", response.meta().request_id(), response.output().len());
/// let output: Vec<u8> = response.into_output();
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub struct Response<T> {
    output: T,
    meta: ResponseMeta,
}

impl<T> Response<T> {
    pub(crate) fn new(output: T, meta: ResponseMeta) -> Self {
        Self { output, meta }
    }

    /// Returns the output of the operation.
    pub fn output(&self) -> &T {
        &self.output
    }

    /// Returns the output of the operation, to change it or to take values from it.
    pub fn output_mut(&mut self) -> &mut T {
        &mut self.output
    }

    /// Returns the output of the operation, by value.
    pub fn into_output(self) -> T {
        self.output
    }

    /// Returns status, request ID, headers and body of the response.
    pub fn meta(&self) -> &ResponseMeta {
        &self.meta
    }

    /// Returns the output and the metadata, by value.
    pub fn into_parts(self) -> (T, ResponseMeta) {
        (self.output, self.meta)
    }
}

/// Shows the output with the status and the request ID; the body is in the output already.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("output", &self.output).field("meta", &self.meta).finish()
    }
}

/// The metadata of a response. `Debug` shows neither headers nor body.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ResponseMeta {
    /// `None` over MQTT.
    status: Option<http::StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
}

impl ResponseMeta {
    pub(crate) fn new(response: http::Response<Bytes>, attempts: u32) -> Self {
        let (parts, body) = response.into_parts();
        Self { status: Some(parts.status), headers: parts.headers, body, attempts }
    }

    /// Returns the metadata of a message over MQTT.
    #[cfg(feature = "topics")]
    pub(crate) fn of_message(payload: Bytes, attempts: u32) -> Self {
        Self { body: payload, attempts, ..Self::default() }
    }

    /// Returns the HTTP status; `None` if the response came over MQTT.
    pub fn status(&self) -> Option<u16> {
        self.status.map(|status| status.as_u16())
    }

    /// Returns the request ID from the service; AWS Support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the headers as received.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as received; empty if it was streamed.
    pub fn raw_body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the number of attempts of the call, at least 1.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Debug for ResponseMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseMeta")
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// An output or an error that can be read from a response.
///
/// The body is its JSON, unless the implementor also reads members from status and headers.
pub trait FromResponse: Read {
    /// Whether the body may hold sensitive data; errors then show nothing of it.
    const SENSITIVE: bool = false;

    /// Whether the message of an error is sensitive: it is then available only through the member.
    const SENSITIVE_MESSAGE: bool = false;

    /// Reads the value from a response that is known to be of this type.
    fn from_response(response: &http::Response<Bytes>) -> Result<Self, ReadError> {
        read::json(response)
    }
}
