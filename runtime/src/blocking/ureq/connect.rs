//! Opens a connection: name, TCP, the proxy's tunnel and TLS, all within one time limit.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use ureq::Error;
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, NextTimeout, TcpConnector, Transport, TransportAdapter, time,
};

use super::link::Link;
use super::tls::Tls;
use super::{error, name, tunnel};
use crate::proxy::Proxy;

/// Opens connections for ureq.
///
/// One connector does all the steps, since ureq's own give a step the whole time anew, and a proxy that answers
/// byte by byte any time it likes.
pub(super) struct Connect {
    tcp: TcpConnector,
    tls: Arc<rustls::ClientConfig>,
    proxy: Proxy,
}

impl Connect {
    pub(super) fn new(tls: Arc<rustls::ClientConfig>, proxy: Proxy) -> Self {
        Self { tcp: TcpConnector::default(), tls, proxy }
    }

    /// A TCP connection to a host.
    fn dial(
        &self,
        details: &ConnectionDetails,
        host: &str,
        port: u16,
        deadline: Deadline,
    ) -> Result<Box<dyn Transport>, Error> {
        let addrs = name::resolve(host, port, deadline)?;
        let timeout = deadline.left()?;
        let details = ConnectionDetails {
            uri: details.uri,
            addrs,
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: time::Instant::now(),
            timeout,
            current_time: Arc::clone(&details.current_time),
            run_connector: Arc::clone(&details.run_connector),
            register_shutdown: Arc::clone(&details.register_shutdown),
        };
        match self.tcp.connect(&details, None::<()>) {
            Ok(Some(tcp)) => Ok(tcp.boxed()),
            Ok(None) => Err(Error::ConnectionFailed),
            // ureq says `Connect` here even where the time of the whole attempt is over.
            Err(Error::Timeout(_)) => Err(Error::Timeout(timeout.reason)),
            Err(Error::Io(error)) => Err(error::connect(error)),
            Err(error) => Err(error),
        }
    }
}

impl Connector for Connect {
    type Out = Link;

    fn connect(&self, details: &ConnectionDetails, _: Option<()>) -> Result<Option<Link>, Error> {
        let deadline = Deadline::of(details.timeout);
        let host = details.uri.host().unwrap_or_default();
        let port = details.uri.port_u16().unwrap_or(if details.needs_tls() { 443 } else { 80 });
        let adapter = |tcp| TransportAdapter::new(tcp, Arc::clone(&details.current_time));
        let tcp = match self.proxy.hop(details.uri).map_err(|error| error::told(error.into()))? {
            None => self.dial(details, host, port, deadline)?,
            Some(hop) => self
                .dial(details, hop.host(), hop.port(), deadline)
                .and_then(|tcp| tunnel::open(adapter(tcp), hop, &format!("{host}:{port}"), deadline))
                .map_err(error::of_proxy)?,
        };
        if details.needs_tls() {
            let tls = Tls::open(adapter(tcp), Arc::clone(&self.tls), host, details.config, deadline)?;
            return Ok(Some(Link::new(tls.boxed())));
        }
        Ok(Some(Link::new(tcp)))
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connect")
    }
}

/// When a connection has to be there.
#[derive(Clone, Copy)]
pub(super) struct Deadline {
    at: Option<Instant>,
    timeout: NextTimeout,
}

impl Deadline {
    fn of(timeout: NextTimeout) -> Self {
        Self { at: Instant::now().checked_add(*timeout.after), timeout }
    }

    /// The time that is left, or an error when there is none.
    pub(super) fn left(&self) -> Result<NextTimeout, Error> {
        let Some(at) = self.at else { return Ok(self.timeout) };
        let left = at.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Error::Timeout(self.timeout.reason));
        }
        Ok(NextTimeout { after: left.into(), ..self.timeout })
    }
}
