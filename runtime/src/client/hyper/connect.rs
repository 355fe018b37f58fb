//! Opens the connections of the async client: name, TCP, the proxy's tunnel and TLS within one time limit.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::resolve::Resolver;
use super::stream::TlsStream;
use super::tunnel;
use crate::proxy::Proxy;
use crate::proxy::tunnel::broken;
use crate::tls::error::{self, Stage};
use crate::tls::server_name;
use crate::transport::{BoxFuture, Limits, TransportError, TransportErrorKind as Kind};

tokio::task_local! {
    /// The time for a connection that the request at hand may need: hyper's pool hands a connector nothing but
    /// the URI.
    pub(super) static TIME: Duration;
}

/// Opens a connection for each URI that it is called with.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: HttpConnector<Resolver>,
    tls: TlsConnector,
    proxy: Arc<Proxy>,
}

/// A connection as the pool holds it, whichever layers it has.
pub(super) type Io = TokioIo<Box<dyn Duplex>>;

/// Bytes in both directions.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

impl Connection for Box<dyn Duplex> {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Connector {
    pub(super) fn new(tls: Arc<rustls::ClientConfig>, proxy: Arc<Proxy>) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Resolver);
        tcp.enforce_http(false);
        // A request is one or two writes, and nothing is gained by holding back the second.
        tcp.set_nodelay(true);
        Self { tcp, tls: TlsConnector::from(tls), proxy }
    }

    async fn connect(self, uri: Uri) -> Result<Io, TransportError> {
        let secure = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or_default();
        let tcp = match self.proxy.hop(&uri)? {
            None => self.dial(uri.clone()).await?,
            Some(hop) => {
                let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
                let target = format!("{host}:{port}");
                let tcp = self.dial(hop.uri().clone()).await.map_err(|error| broken(&error))?;
                tunnel::open(tcp, hop, &target).await?
            }
        };
        Ok(TokioIo::new(if secure { Box::new(self.agree(tcp, host).await?) } else { Box::new(tcp) }))
    }

    async fn dial(&self, uri: Uri) -> Result<TcpStream, TransportError> {
        match self.tcp.clone().call(uri).await {
            Ok(tcp) => Ok(tcp.into_inner()),
            Err(error) => Err(error::find(&error, Stage::Connect)
                .unwrap_or_else(|| TransportError::new(Kind::Connect, error.to_string()))),
        }
    }

    /// Agrees on TLS with the host at the other end.
    async fn agree(&self, tcp: TcpStream, host: &str) -> Result<TlsStream, TransportError> {
        let stream = self.tls.connect(server_name(host)?, tcp).await;
        stream.map(TlsStream::new).map_err(|error| error::io_error(&error, Stage::Connect))
    }
}

impl Service<Uri> for Connector {
    type Response = Io;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Io, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let time = TIME.try_with(|time| *time).unwrap_or(Limits::DEFAULT.connect);
        let connecting = self.clone().connect(uri);
        // The limit is here rather than around the request: a connection goes on being made after its request
        // got another one that became free.
        Box::pin(async move {
            tokio::time::timeout(time, connecting)
                .await
                .unwrap_or_else(|_| Err(TransportError::timeout(Kind::ConnectTimeout, time)))
        })
    }
}
