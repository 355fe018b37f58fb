//! Opens a connection: name, TCP, the proxy's tunnel and TLS, all within one time limit.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, Transport};

use super::link::Link;
use super::tcp::Tcp;
use super::tls::Tls;
use super::{error, name, tunnel};
use crate::proxy::Proxy;

/// Opens connections for ureq.
///
/// One connector does all the steps, since ureq's own give a step the whole time anew, and a proxy that answers
/// byte by byte any time it likes.
pub(super) struct Connect {
    tls: Arc<rustls::ClientConfig>,
    proxy: Proxy,
}

impl Connect {
    pub(super) fn new(tls: Arc<rustls::ClientConfig>, proxy: Proxy) -> Self {
        Self { tls, proxy }
    }
}

impl Connector for Connect {
    type Out = Link;

    fn connect(&self, details: &ConnectionDetails, _: Option<()>) -> Result<Option<Link>, Error> {
        let deadline = Deadline::of(details.timeout);
        let host = details.uri.host().unwrap_or_default();
        let port = details.uri.port_u16().unwrap_or(if details.needs_tls() { 443 } else { 80 });
        let dial = |host: &str, port| {
            let addresses = name::resolve(host, port, deadline)?;
            Tcp::open(&addresses, details.config, deadline)
        };
        let tcp = match self.proxy.hop(details.uri).map_err(|error| error::told(error.into()))? {
            None => dial(host, port)?,
            Some(hop) => dial(hop.host(), hop.port())
                .and_then(|tcp| tunnel::open(tcp, hop, &format!("{host}:{port}"), deadline))
                .map_err(error::of_proxy)?,
        };
        if details.needs_tls() {
            let tls = Tls::open(tcp, Arc::clone(&self.tls), host, details.config, deadline)?;
            return Ok(Some(Link::new(tls.boxed())));
        }
        Ok(Some(Link::new(tcp.boxed())))
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connect")
    }
}

/// By when something has to be done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    at: Option<Instant>,
    timeout: NextTimeout,
}

impl Deadline {
    pub(super) fn of(timeout: NextTimeout) -> Self {
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
