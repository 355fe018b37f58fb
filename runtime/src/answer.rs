//! What a call that went well gives: the output, and the answer that it was read from.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::HeaderMap;

use crate::error::request_id;

/// The output of a call with the answer it was read from. Members of the output are reached through it.
///
/// ```
/// # use smithy_client::Answer;
/// # fn example(answer: Answer<Vec<u8>>) {
/// println!("request {:?} gave {} items", answer.meta().request_id(), answer.len());
/// let output: Vec<u8> = answer.into_inner();
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub struct Answer<T> {
    output: T,
    meta: AnswerMeta,
}

impl<T> Answer<T> {
    pub(crate) fn new(output: T, meta: AnswerMeta) -> Self {
        Self { output, meta }
    }

    /// Status, request id, headers and body of the answer.
    pub fn meta(&self) -> &AnswerMeta {
        &self.meta
    }

    /// The output alone.
    pub fn into_inner(self) -> T {
        self.output
    }

    /// The output and the answer.
    pub fn into_parts(self) -> (T, AnswerMeta) {
        (self.output, self.meta)
    }
}

impl<T> Deref for Answer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.output
    }
}

impl<T> DerefMut for Answer<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.output
    }
}

/// The output with the status and the request id; the body is in the output already.
impl<T: fmt::Debug> fmt::Debug for Answer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("output", &self.output).field("meta", &self.meta).finish()
    }
}

/// What is known of an answer besides the output. `Debug` shows neither headers nor body.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AnswerMeta {
    /// None over MQTT.
    status: Option<http::StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
}

impl AnswerMeta {
    pub(crate) fn new(response: http::Response<Bytes>, attempts: u32) -> Self {
        let (parts, body) = response.into_parts();
        Self { status: Some(parts.status), headers: parts.headers, body, attempts }
    }

    /// What is known of a message over MQTT.
    #[cfg(feature = "topics")]
    pub(crate) fn of_message(payload: Bytes, attempts: u32) -> Self {
        Self { body: payload, attempts, ..Self::default() }
    }

    /// The HTTP status; none where the answer came over MQTT.
    pub fn status(&self) -> Option<u16> {
        self.status.map(|status| status.as_u16())
    }

    /// The id that the service has given to the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The headers as they came.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub fn raw_body(&self) -> &Bytes {
        &self.body
    }

    /// How many attempts the call took, this one included.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Debug for AnswerMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerMeta")
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
