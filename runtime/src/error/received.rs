//! The response of a service, as an error stores it.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};

use crate::aws::headers::{REQUEST_ID, SECURITY_TOKEN};
use crate::endpoint::masked;
use crate::response::encoding;

use super::excerpt::{LENGTH, OneLine, beginning};

/// Status, headers and body of a response.
///
/// Its `Debug` shows only the beginning of the body, and no header with a secret.
#[derive(Clone)]
pub(super) struct Received {
    response: http::Response<Bytes>,
    /// Whether the response came over HTTP and so has a status.
    has_status: bool,
    /// Whether the body is not shown because it may hold secrets.
    hidden: bool,
}

impl Received {
    /// Copies the response without its extensions, which may keep a connection open.
    pub(super) fn of(response: &http::Response<Bytes>) -> Self {
        Self { response: http::Response::new(response.body().clone()), has_status: true, hidden: false }
            .with_head(response)
    }

    /// Stores the payload of a message over MQTT, which has neither a status nor headers.
    #[cfg(feature = "topics")]
    pub(super) fn of_message(payload: Bytes) -> Self {
        Self { response: http::Response::new(payload), has_status: false, hidden: false }
    }

    /// The same response with another body.
    pub(super) fn with_body(&self, body: Bytes) -> http::Response<Bytes> {
        Self { response: http::Response::new(body), ..*self }.with_head(&self.response).response
    }

    fn with_head(mut self, response: &http::Response<Bytes>) -> Self {
        *self.response.status_mut() = response.status();
        *self.response.headers_mut() = response.headers().clone();
        self
    }

    /// Returns the same response; if `hidden`, its body is not shown.
    pub(super) fn hiding(self, hidden: bool) -> Self {
        Self { hidden: self.hidden || hidden, ..self }
    }

    pub(super) fn status(&self) -> Option<u16> {
        self.has_status.then(|| self.response.status().as_u16())
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    pub(super) fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// The text of a header, when it is printable ASCII.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name)?.to_str().ok()
    }

    pub(super) fn content_type(&self) -> Option<&str> {
        self.header(CONTENT_TYPE.as_str())
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// Writes the media type and the beginning of the body, as a part of a sentence.
    pub(super) fn write_body(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content_type() {
            Some(content_type) => write!(f, "content type {}, ", OneLine(content_type))?,
            None if self.has_status => f.write_str("no content type, ")?,
            None => {}
        }
        if self.body().is_empty() {
            return f.write_str("no body");
        }
        if let Some(encoding) = encoding(self.headers()) {
            return write!(
                f,
                "a body of {} bytes in the content encoding {}",
                self.body().len(),
                OneLine(encoding)
            );
        }
        if self.content_type().is_some_and(|it| it.eq_ignore_ascii_case("application/cbor")) {
            return write!(f, "a body of {} bytes", self.body().len());
        }
        if self.hidden {
            return write!(f, "a body of {} bytes, which may hold secrets", self.body().len());
        }
        let more = if self.body().len() > LENGTH { "…" } else { "" };
        write!(f, "body begins \"{}{more}\"", beginning(self.body()))
    }
}

/// Returns the request ID from the service.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID.iter().find_map(|name| headers.get(*name)?.to_str().ok()).filter(|id| !id.is_empty())
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut received = f.debug_struct("Received");
        received.field("status", &self.status());
        received.field("headers", &Redacted(self.headers()));
        received.field("body_length", &self.body().len());
        if !self.hidden {
            received.field("body_prefix", &beginning(self.body()));
        }
        received.finish_non_exhaustive()
    }
}

/// Headers, with secret values masked.
struct Redacted<'a>(&'a HeaderMap);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE, SECURITY_TOKEN];
        f.debug_map()
            .entries(self.0.iter().map(|(name, value)| {
                if secret.contains(name) {
                    return (name.as_str(), "<redacted>".to_owned());
                }
                // A `location`, for example, is a URL that may contain a signature.
                let text = String::from_utf8_lossy(value.as_bytes());
                (name.as_str(), beginning(masked(&text).as_bytes()))
            }))
            .finish()
    }
}
