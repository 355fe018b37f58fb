//! Events in both directions over HTTP/2: the service answers while the request is sent.
//!
//! Such a request has its own connection: it lasts long, and an end of either side ends all of it.

use http::header::{CONTENT_LENGTH, HOST};
use http::{Request, Response, Version};
use hyper::client::conn::http2;
use hyper_util::rt::TokioIo;
use tokio::task::JoinHandle;

use super::connect::Connector;
use super::incoming::{Drive, driven};
use super::link::moving;
use super::outgoing::Outgoing;
use super::{Origin, interrupted};
use crate::stream::ByteStream;
use crate::tls::error::Stage;
use crate::transport::{Limits, TransportError};

/// Spawns the background work of HTTP/2.
#[derive(Clone)]
struct Spawn;

impl<F: Future<Output: Send> + Send + 'static> hyper::rt::Executor<F> for Spawn {
    fn execute(&self, work: F) {
        drop(tokio::spawn(work));
    }
}

/// Sends a request, and returns the response when its head has arrived.
pub(super) async fn exchange(
    connector: &Connector,
    request: Request<ByteStream>,
    limits: Limits,
) -> Result<Response<ByteStream>, TransportError> {
    let (mut head, body) = request.into_parts();
    let origin = Origin::take(&mut head.uri.clone());
    // In HTTP/2, the authority of the URI replaces the host.
    head.headers.remove(HOST);
    head.headers.remove(CONTENT_LENGTH);
    head.version = Version::HTTP_2;
    let (stream, moves) = connector.connect_http2(&origin, limits.connect).await?;
    let opened = http2::handshake(Spawn, TokioIo::new(stream)).await;
    let (mut sender, connection) = opened.map_err(|error| interrupted(&error, Stage::Connect))?;
    let driver = Driver(tokio::spawn(async move { drop(connection.await) }));
    let sent = sender.send_request(Request::from_parts(head, Outgoing::from(body)));
    let answer = moving(sent, &moves, limits.stall).await?;
    let answer = answer.map_err(|error| interrupted(&error, Stage::Head))?;
    Ok(driven(answer, Drive::Http2(driver), moves, limits.stall))
}

/// The task of a connection, which ends when its response is dropped.
pub(super) struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}
