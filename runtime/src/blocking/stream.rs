//! Attempts whose bodies are streams.

use std::io::Read;

use http::{Request, Response};

use super::Client;
use crate::call::Call;
use crate::stream::ByteStream;
use crate::tls::error::too_large;
use crate::transport::{Limits, TransportError};

impl Client {
    /// Makes an attempt. The limit of its time ends with the head of an answer that is handed on as it comes.
    pub(super) fn stream(&self, call: &mut Call, request: Request<ByteStream>, limits: Limits) {
        let answer = self.transport.stream(request, limits);
        let answer = answer.and_then(|answer| {
            #[cfg(feature = "events")]
            if call.wants_first_event(answer.status()) {
                return first_event(answer);
            }
            if call.takes_stream(answer.status()) { Ok(answer) } else { whole(answer, limits.body) }
        });
        call.answer_stream(answer, self.session.now());
    }
}

/// The answer with its body in memory.
fn whole(answer: Response<ByteStream>, limit: usize) -> Result<Response<ByteStream>, TransportError> {
    let (head, body) = answer.into_parts();
    let mut whole = Vec::new();
    // One byte more than the limit tells a body that is too long from one that just fits.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    body.take(most).read_to_end(&mut whole).map_err(|error| TransportError::of_answer(&error))?;
    if whole.len() > limit { Err(too_large(limit)) } else { Ok(Response::from_parts(head, whole.into())) }
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
