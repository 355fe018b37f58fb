//! Opens the connections of the async client: name, TCP, the proxy's tunnel and TLS within one time limit.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::dial::dial;
use super::link::Link;
use super::stream::{Counted, Stream, TlsStream};
use super::{Origin, tunnel};
use crate::proxy::Proxy;
use crate::proxy::tunnel::broken;
use crate::tls::error::{self, Stage};
use crate::tls::server_name;
use crate::transport::{TransportError, TransportErrorKind as Kind};

/// Opens connections.
pub(crate) struct Connector {
    tls: TlsConnector,
    proxy: Proxy,
}

impl Connector {
    pub(crate) fn new(tls: Arc<rustls::ClientConfig>, proxy: Proxy) -> Self {
        Self { tls: TlsConnector::from(tls), proxy }
    }

    /// Opens a connection to the origin within this time.
    pub(super) async fn connect(&self, origin: &Origin, time: Duration) -> Result<Box<Link>, TransportError> {
        let connecting = self.open(origin);
        tokio::time::timeout(time, connecting)
            .await
            .unwrap_or_else(|_| Err(TransportError::timeout(Kind::ConnectTimeout, time)))
    }

    async fn open(&self, origin: &Origin) -> Result<Box<Link>, TransportError> {
        let (stream, moves) = self.stream(origin).await?;
        Link::open(stream, moves).await
    }

    /// Opens a stream for a protocol, with the counter of its reads and writes.
    pub(crate) async fn stream(&self, origin: &Origin) -> Result<(Stream, Arc<AtomicU64>), TransportError> {
        let tcp = Counted::new(self.dial(origin).await?);
        let moves = tcp.moves();
        if !origin.is_secure() {
            return Ok((Stream::Tcp(tcp), moves));
        }
        let agreed = self.tls.connect(server_name(origin.host())?, tcp).await;
        let agreed = agreed.map_err(|error| error::io_error(&error, Stage::Connect))?;
        Ok((Stream::Tls(Box::new(TlsStream::new(agreed))), moves))
    }

    /// Opens a TCP connection to the origin, through the proxy if there is one.
    async fn dial(&self, origin: &Origin) -> Result<TcpStream, TransportError> {
        let (host, port) = (origin.host(), origin.port());
        match self.proxy.hop(origin.uri())? {
            None => dial(host, port).await,
            Some(hop) => {
                let tcp = dial(hop.host(), hop.port()).await.map_err(|error| broken(&error))?;
                tunnel::open(tcp, hop, &format!("{host}:{port}")).await
            }
        }
    }

    /// Opens a connection to the origin for HTTP/2 within this time, with the counter of its reads and writes. Over
    /// TLS, it is an error if the server does not agree to HTTP/2; without TLS, the client uses HTTP/2 without asking.
    #[cfg(feature = "http2")]
    pub(super) async fn connect_http2(
        &self,
        origin: &Origin,
        time: Duration,
    ) -> Result<(Stream, Arc<AtomicU64>), TransportError> {
        let open = async {
            let tcp = Counted::new(self.dial(origin).await?);
            let moves = tcp.moves();
            if !origin.is_secure() {
                return Ok((Stream::Tcp(tcp), moves));
            }
            let mut config = rustls::ClientConfig::clone(self.tls.config());
            config.alpn_protocols = vec![b"h2".to_vec()];
            let tls = TlsConnector::from(Arc::new(config));
            let agreed = tls.connect(server_name(origin.host())?, tcp).await;
            let agreed = agreed.map_err(|error| error::io_error(&error, Stage::Connect))?;
            if agreed.get_ref().1.alpn_protocol() != Some(b"h2") {
                let reason = "events are sent over HTTP/2, which the server does not speak";
                return Err(TransportError::new(Kind::Tls, reason));
            }
            Ok((Stream::Tls(Box::new(TlsStream::new(agreed))), moves))
        };
        tokio::time::timeout(time, open)
            .await
            .unwrap_or_else(|_| Err(TransportError::timeout(Kind::ConnectTimeout, time)))
    }
}
