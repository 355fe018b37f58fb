//! Attempts whose bodies are streams.

use std::cell::Cell;
use std::io::Read;
use std::time::{Duration, Instant};

use http::{Request, Response};

use super::Client;
use crate::call::Call;
use crate::stream::ByteStream;
use crate::tls::error::too_large;
use crate::transport::{Limits, TransportError, TransportErrorKind};

thread_local! {
    /// The time limit of the call for the response on this thread. The body, a reader, cannot be passed the limit.
    static END: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Returns how long a read on this thread may stall: at most until the end of the attempt.
pub(super) fn patience(stall: Duration) -> Duration {
    // A socket does not accept a limit of zero.
    const LEAST: Duration = Duration::from_millis(1);
    END.get().map_or(stall, |end| stall.min(end.saturating_duration_since(Instant::now()).max(LEAST)))
}

fn is_over(end: Option<Instant>) -> bool {
    end.is_some_and(|end| Instant::now() >= end)
}

fn late(limits: Limits) -> TransportError {
    TransportError::timeout(TransportErrorKind::AttemptTimeout, limits.attempt)
}

impl Client {
    /// Makes an attempt. If the response is streamed, the time limit ends with its head.
    pub(super) fn stream(&self, call: &mut Call, request: Request<ByteStream>, limits: Limits) {
        let end = Instant::now().checked_add(limits.attempt);
        let answer = self.transport.stream(request, limits);
        let answer = answer.and_then(|answer| {
            #[cfg(feature = "events")]
            if call.wants_first_event(answer.status()) {
                return first_event(answer, limits, end);
            }
            if call.takes_stream(answer.status()) { Ok(answer) } else { whole(answer, limits, end) }
        });
        call.answer_stream(answer, self.session.now());
    }
}

/// Returns the response with its body in memory.
fn whole(
    answer: Response<ByteStream>,
    limits: Limits,
    end: Option<Instant>,
) -> Result<Response<ByteStream>, TransportError> {
    let (head, mut body) = answer.into_parts();
    let is_enough =
        |bytes: &[u8]| if bytes.len() > limits.body { Err(too_large(limits.body)) } else { Ok(false) };
    let whole = read_until(&mut body, limits, end, is_enough)?;
    Ok(Response::from_parts(head, whole.into()))
}

/// Returns the response with its first event and the bytes that came after it, and its body.
#[cfg(feature = "events")]
fn first_event(
    answer: Response<ByteStream>,
    limits: Limits,
    end: Option<Instant>,
) -> Result<Response<ByteStream>, TransportError> {
    let (mut head, mut body) = answer.into_parts();
    let first = read_until(&mut body, limits, end, |bytes| Ok(crate::events::is_whole(bytes)))?;
    head.extensions.insert(crate::call::stream::First(first.into()));
    Ok(Response::from_parts(head, body))
}

/// Reads a body to its end, or until it has enough. The attempt may end before.
fn read_until(
    body: &mut ByteStream,
    limits: Limits,
    end: Option<Instant>,
    is_enough: impl Fn(&[u8]) -> Result<bool, TransportError>,
) -> Result<Vec<u8>, TransportError> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 8 << 10]);
    while !is_enough(&bytes)? {
        if is_over(end) {
            return Err(late(limits));
        }
        END.set(end);
        let read = body.read(&mut chunk);
        END.set(None);
        match read.map_err(|error| TransportError::of_answer(&error)) {
            Ok(0) => break,
            Ok(length) => bytes.extend_from_slice(chunk.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == TransportErrorKind::Stalled && is_over(end) => {
                return Err(late(limits));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(bytes)
}

/// Computes the SHA-256 of a body.
#[cfg(feature = "sigv4")]
pub(super) fn hash(mut body: ByteStream) -> std::io::Result<[u8; 32]> {
    let mut hasher = crate::aws::sign::Hasher::new();
    std::io::copy(&mut body, &mut hasher)?;
    Ok(hasher.finish())
}
