//! Attempts whose bodies are streams.

use http::{Request, Response};

use super::Client;
use crate::call::Call;
use crate::stream::ByteStream;
use crate::tls::error::too_large;
use crate::transport::{Limits, TransportError, TransportErrorKind};

impl Client {
    /// Makes an attempt. If the response is streamed, the time limit ends with its head.
    pub(super) async fn stream(&self, call: &mut Call, request: Request<ByteStream>, limits: Limits) {
        let answer = async {
            let answer = self.transport.stream(request, limits).await?;
            #[cfg(feature = "events")]
            if call.wants_first_event(answer.status()) {
                return first_event(answer).await;
            }
            if call.takes_stream(answer.status()) { Ok(answer) } else { whole(answer, limits.body).await }
        };
        let answer = tokio::time::timeout(limits.attempt, answer).await.unwrap_or_else(|_| {
            Err(TransportError::timeout(TransportErrorKind::AttemptTimeout, limits.attempt))
        });
        call.answer_stream(answer, self.session.now());
    }
}

/// Returns the response with its body in memory.
async fn whole(answer: Response<ByteStream>, limit: usize) -> Result<Response<ByteStream>, TransportError> {
    let (head, mut body) = answer.into_parts();
    let mut whole = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| TransportError::of_answer(&error))?;
        if chunk.len() > limit - whole.len() {
            return Err(too_large(limit));
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(Response::from_parts(head, whole.into()))
}

/// Returns the response with its first event and the bytes that came after it, and its body.
#[cfg(feature = "events")]
async fn first_event(answer: Response<ByteStream>) -> Result<Response<ByteStream>, TransportError> {
    let (mut head, mut body) = answer.into_parts();
    let mut first = Vec::new();
    while !crate::events::is_whole(&first) {
        let Some(chunk) = body.next().await else { break };
        first.extend_from_slice(&chunk.map_err(|error| TransportError::of_answer(&error))?);
    }
    head.extensions.insert(crate::call::stream::First(first.into()));
    Ok(Response::from_parts(head, body))
}

/// Computes the SHA-256 of a body.
#[cfg(feature = "sigv4")]
pub(super) async fn hash(mut body: ByteStream) -> std::io::Result<[u8; 32]> {
    let mut hasher = crate::aws::sign::Hasher::new();
    while let Some(chunk) = body.next().await {
        hasher.update(&chunk?);
    }
    Ok(hasher.finish())
}
