//! A request whose signature is in its URL.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// A request with its signature (Signature Version 4) in the URL, so that anyone can send it without credentials
/// until it expires: a browser, `curl`, another machine.
///
/// It has to be sent as it is: this method, this URL, these headers and this body. All of it is signed, and the host. Other
/// headers may be added.
///
/// It is worth as much as a password for the one call, so `Debug` shows only method, host, path, names of headers and
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

    /// The method to send it with.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The URL, whose query ends with the signature.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// The headers to send with it, besides `host`, which every HTTP client sends.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The body to send, which is empty for most operations that read.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// When it expires, by the service's clock as far as it is known: after the time that was asked for, or with the
    /// credentials if they expire before that.
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// The request for an HTTP stack.
    pub fn into_request(self) -> http::Request<Bytes> {
        self.request
    }
}

/// What gives access is left out.
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
