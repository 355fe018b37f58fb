//! A response as bytes, complete or broken, and the pace at which it is sent.

use std::fmt;
use std::time::Duration;

use super::End;

/// A response of the server, by default sent at once and with the connection kept open.
#[derive(Clone)]
pub struct Answer {
    head: Vec<u8>,
    body: Vec<u8>,
    pace: Option<Duration>,
    end: Option<End>,
}

impl Answer {
    /// A response without headers and with an empty body.
    pub fn new(status: u16) -> Self {
        Self::raw(format!("HTTP/1.1 {status} Because\r\ncontent-length: 0\r\n\r\n"))
    }

    /// A response with a body of this type.
    pub fn with_body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} Because\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        Self { head: head.into_bytes(), body, pace: None, end: None }
    }

    /// A response in JSON.
    pub fn json(status: u16, body: &str) -> Self {
        Self::with_body(status, "application/json", body)
    }

    /// Creates a body of unknown length: it is sent in chunks of at most `size` bytes.
    pub fn chunked(status: u16, content_type: &str, body: &[u8], size: usize) -> Self {
        let head = format!(
            "HTTP/1.1 {status} Because\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        let mut chunks = Vec::new();
        for chunk in body.chunks(size) {
            chunks.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            chunks.extend_from_slice(chunk);
            chunks.extend_from_slice(b"\r\n");
        }
        chunks.extend_from_slice(b"0\r\n\r\n");
        Self { head: head.into_bytes(), body: chunks, pace: None, end: None }
    }

    /// Creates a response of exactly these bytes, which need not be HTTP.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { head: bytes.into(), body: Vec::new(), pace: None, end: None }
    }

    /// Adds a header. Not for responses of [`Answer::raw`] that have no head.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let end = self.head.len().checked_sub(2).filter(|at| self.head.ends_with(b"\r\n") && *at > 0);
        let end = end.expect("the response has a head");
        self.head.splice(end..end, format!("{name}: {value}\r\n").into_bytes());
        self
    }

    /// Closes the connection in the middle of the head.
    #[must_use]
    pub fn half_head(mut self) -> Self {
        self.head.truncate(self.head.len() / 2);
        self.body.clear();
        self.then(End::Close)
    }

    /// Closes the connection in the middle of the body.
    #[must_use]
    pub fn half_body(mut self) -> Self {
        self.body.truncate(self.body.len() / 2);
        self.then(End::Close)
    }

    /// Ends the connection after the response, without announcing it.
    #[must_use]
    pub fn then(self, end: End) -> Self {
        Self { end: Some(end), ..self }
    }

    /// Sends the bytes one by one and waits for this time after each.
    #[must_use]
    pub fn dripping(self, pace: Duration) -> Self {
        Self { pace: Some(pace), ..self }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        [self.head.as_slice(), &self.body].concat()
    }

    pub(super) fn pace(&self) -> Option<Duration> {
        self.pace
    }

    pub(super) fn end(&self) -> Option<End> {
        self.end
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("head", &String::from_utf8_lossy(&self.head))
            .field("body", &self.body.len())
            .field("pace", &self.pace)
            .field("end", &self.end)
            .finish()
    }
}
