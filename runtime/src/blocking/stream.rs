//! Attempts whose bodies are streams.

use std::io::Read;
use std::time::Instant;

use http::{Request, Response};

use super::Client;
use crate::call::Call;
use crate::stream::ByteStream;
use crate::tls::error::too_large;
use crate::transport::{Limits, TransportError, TransportErrorKind};

impl Client {
    /// Makes an attempt. The limit of its time ends with the head of an answer that is handed on as it comes.
    pub(super) fn stream(&self, call: &mut Call, request: Request<ByteStream>, limits: Limits) {
        let end = Instant::now().checked_add(limits.attempt);
        let answer = self.transport.stream(request, limits);
        let answer = answer.and_then(|answer| {
            #[cfg(feature = "events")]
            if call.wants_first_event(answer.status()) {
                return first_event(answer);
            }
            if call.takes_stream(answer.status()) { Ok(answer) } else { whole(answer, limits, end) }
        });
        call.answer_stream(answer, self.session.now());
    }
}

/// The answer with its body in memory, read until the end of the attempt.
fn whole(
    answer: Response<ByteStream>,
    limits: Limits,
    end: Option<Instant>,
) -> Result<Response<ByteStream>, TransportError> {
    let (head, mut body) = answer.into_parts();
    let (mut whole, mut chunk) = (Vec::new(), [0; 8 << 10]);
    loop {
        let length = body.read(&mut chunk).map_err(|error| TransportError::of_answer(&error))?;
        whole.extend_from_slice(chunk.get(..length).unwrap_or_default());
        if length == 0 {
            return Ok(Response::from_parts(head, whole.into()));
        }
        if whole.len() > limits.body {
            return Err(too_large(limits.body));
        }
        if end.is_some_and(|end| Instant::now() >= end) {
            return Err(TransportError::timeout(TransportErrorKind::AttemptTimeout, limits.attempt));
        }
    }
}

/// The answer with its first event, and what has come behind it, beside its body.
#[cfg(feature = "events")]
fn first_event(answer: Response<ByteStream>) -> Result<Response<ByteStream>, TransportError> {
    let (mut head, mut body) = answer.into_parts();
    let mut first = Vec::new();
    let mut chunk = [0; 8 << 10];
    while !crate::events::is_whole(&first) {
        match body.read(&mut chunk).map_err(|error| TransportError::of_answer(&error))? {
            0 => break,
            length => first.extend_from_slice(chunk.get(..length).unwrap_or_default()),
        }
    }
    head.extensions.insert(crate::call::stream::First(first.into()));
    Ok(Response::from_parts(head, body))
}

/// The SHA-256 of a body.
#[cfg(feature = "sigv4")]
pub(super) fn hash(mut body: ByteStream) -> std::io::Result<[u8; 32]> {
    let mut hasher = crate::sign::Hasher::new();
    std::io::copy(&mut body, &mut hasher)?;
    Ok(hasher.finish())
}
