//! A request as received.

use std::time::Instant;

/// A request, byte for byte, and where and when it came.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The number of the connection, from 0.
    pub connection: usize,
    /// When the head was complete.
    pub at: Instant,
    /// Request line and headers up to and including the empty line.
    pub head: Vec<u8>,
    /// The body, without the framing if it was sent in chunks.
    pub body: Vec<u8>,
    /// The certificate that the client showed in the handshake, as DER.
    pub client_certificate: Option<Vec<u8>>,
}

impl Recorded {
    /// The method.
    pub fn method(&self) -> &str {
        self.request_line(0)
    }

    /// Returns path and query as they were sent, or the text between method and version.
    pub fn target(&self) -> &str {
        self.request_line(1)
    }

    /// The version, as in `HTTP/1.1`.
    pub fn version(&self) -> &str {
        self.request_line(2)
    }

    /// Returns every header in the order of sending, with its original spelling and value.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.trim()))
    }

    /// Returns the value of the first header of this name, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    fn request_line(&self, part: usize) -> &str {
        self.lines().next().and_then(|line| line.split(' ').nth(part)).unwrap_or_default()
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        std::str::from_utf8(&self.head).expect("the head is UTF-8").split("\r\n")
    }
}
