//! A request whose signature is in its URL.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// A request with its signature (Signature Version 4) in the URL, so that anyone can send it without credentials
/// until it expires: a browser, `curl`, another machine.
///
/// Send it unchanged: this method, this URL, these headers and this body. All of this is signed, including the host.
/// Other headers may be added.
///
/// For this one call it is as sensitive as a password, so `Debug` shows only method, host, path, names of headers and
/// the time.
#[derive(Clone)]
pub struct PresignedRequest {
    request: http::Request<Bytes>,
    expires: SystemTime,
}

impl PresignedRequest {
    pub(crate) fn new(request: http::Request<Bytes>, expires: SystemTime) -> Self {
        Self { request, expires }
    }

    /// Returns the method to send it with.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URL, whose query ends with the signature.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Returns the headers to send with it, except `host`, which every HTTP client sends.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body to send, which is empty for most read operations.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// Returns when it expires, by the service's clock as far as known: after the requested time, or with the
    /// credentials if they expire earlier.
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// Returns the request for an HTTP stack.
    pub fn into_request(self) -> http::Request<Bytes> {
        self.request
    }
}

/// Omits what gives access.
impl fmt::Debug for PresignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uri = self.uri();
        f.debug_struct("PresignedRequest")
            .field("method", self.method())
            .field("host", &uri.host())
            .field("path", &uri.path())
            .field("headers", &self.headers().keys().collect::<Vec<_>>())
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
