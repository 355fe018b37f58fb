//! Sends the requests of the blocking client with ureq.

mod connect;
mod error;
mod link;
mod name;
#[cfg(feature = "stream")]
mod streamed;
mod tcp;
mod tls;
mod tunnel;

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::{Request, Response};
use ureq::config::AutoHeaderValue;
use ureq::{Agent, Body, SendBody};

use self::connect::{Connect, STALL};
use self::name::Later;
use crate::proxy::Proxy;
#[cfg(feature = "stream")]
use crate::stream::ByteStream;
use crate::tls::error::{MOST_HEAD, Stage, too_large};
use crate::transport::{BlockingTransport, Limits, TransportError, TransportErrorKind, complete};

/// How long a connection waits for its next request. Load balancers commonly close one after 60 seconds; if the next
/// request comes at that moment, it fails.
const IDLE: Duration = Duration::from_secs(30);

/// The longest header of a request in bytes.
const HEADER: usize = MOST_HEAD;

/// The size of a connection's buffers in bytes: room for the longest head or header, and some more.
const BUFFER: usize = MOST_HEAD + (4 << 10);

/// Replaces any longer limit, because ureq adds limits to points in time without a check for overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The transport of the blocking client: HTTP/1.1 over connections that are reused.
pub(crate) struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// Creates a transport without connections; it opens them when they are needed.
    pub(crate) fn new(tls: Arc<rustls::ClientConfig>, proxy: &Proxy, max_idle: usize) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            // `Connect` handles our proxy; otherwise ureq would take one from the environment.
            .proxy(None)
            .max_idle_age(IDLE)
            .max_idle_connections(max_idle)
            .max_idle_connections_per_host(max_idle)
            .max_response_header_size(MOST_HEAD)
            .input_buffer_size(BUFFER)
            .output_buffer_size(BUFFER)
            .build();
        Self { agent: Agent::with_parts(config, Connect::new(tls, proxy.clone()), Later) }
    }
}

impl BlockingTransport for UreqTransport {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Result<Response<Bytes>, TransportError> {
        let (mut parts, content) = request.into_parts();
        check_headers(&parts.headers)?;
        complete(&mut parts, Some(content.len() as u64))?;
        // The length of a reader's content is in the headers.
        let body = match content.len() {
            0 => SendBody::none(),
            _ => SendBody::from_owned_reader(content.reader()),
        };
        STALL.set(limits.stall);
        let request = self
            .agent
            .configure_request(Request::from_parts(parts, body))
            .timeout_connect(Some(limits.connect.min(LONGEST)))
            .timeout_global(Some(limits.attempt.min(LONGEST)))
            .build();
        let (parts, body) = self
            .agent
            .run(request)
            .map_err(|error| error::translate(error, Stage::Head, &limits))?
            .into_parts();
        Ok(Response::from_parts(parts, read(body, &limits)?))
    }

    #[cfg(feature = "stream")]
    fn stream(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> Result<Response<ByteStream>, TransportError> {
        let (mut parts, content) = request.into_parts();
        check_headers(&parts.headers)?;
        let length = content.length();
        complete(&mut parts, length)?;
        let body = match length {
            Some(0) => SendBody::none(),
            _ => SendBody::from_owned_reader(streamed::Outgoing(content)),
        };
        STALL.set(limits.stall);
        let attempt = limits.attempt.min(LONGEST);
        let request = self
            .agent
            .configure_request(Request::from_parts(parts, body))
            .timeout_connect(Some(limits.connect.min(LONGEST)))
            .timeout_send_request(Some(attempt))
            .timeout_recv_response(Some(attempt))
            .build();
        let answer = self.agent.run(request);
        let (parts, body) =
            answer.map_err(|error| error::translate(error, Stage::Head, &limits))?.into_parts();
        Ok(Response::from_parts(parts, streamed::incoming(body, limits)))
    }
}

/// Checks that each header can be sent: for a longer one, ureq would wait for room that its buffer never has.
fn check_headers(headers: &http::HeaderMap) -> Result<(), TransportError> {
    let Some((name, _)) = headers.iter().find(|(_, value)| value.len() > HEADER) else { return Ok(()) };
    let message = format!("the header {name} is longer than {HEADER} bytes");
    Err(TransportError::new(TransportErrorKind::Invalid, message))
}

/// Reads a body to its end, or returns an error if it is too long.
fn read(body: Body, limits: &Limits) -> Result<Bytes, TransportError> {
    let limit = u64::try_from(limits.body).unwrap_or(u64::MAX);
    if body.content_length().is_some_and(|length| length > limit) {
        return Err(too_large(limits.body));
    }
    let mut content = Vec::new();
    // One byte more than the limit, to distinguish a body that is too long from one that just fits.
    body.into_reader()
        .take(limit.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|error| error::translate(error.into(), Stage::Body, limits))?;
    if content.len() > limits.body { Err(too_large(limits.body)) } else { Ok(content.into()) }
}

#[cfg(test)]
mod tests;
