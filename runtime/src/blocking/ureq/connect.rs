//! Opens a connection: name, TCP, the proxy's tunnel and TLS, all within one time limit.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fmt, io};

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, Transport};

use super::link::Link;
use super::tcp::Tcp;
use super::tls::Tls;
use super::{error, name, tunnel};
use crate::proxy::Proxy;
use crate::transport::{TransportError, TransportErrorKind};

/// Opens connections for ureq.
///
/// One connector does all the steps, because ureq's own connectors give each step the whole time again, and give a
/// proxy that answers byte by byte unlimited time.
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

thread_local! {
    /// How long the attempt on this thread may stall. ureq has no way to pass it on.
    pub(super) static STALL: Cell<Duration> = const { Cell::new(Duration::MAX) };
}

/// The time limit of an action, and how long it may stall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    at: Option<Instant>,
    timeout: NextTimeout,
    stall: Duration,
    /// When a byte last came or went.
    moved: Instant,
}

impl Deadline {
    pub(super) fn of(timeout: NextTimeout) -> Self {
        let now = Instant::now();
        Self { at: now.checked_add(*timeout.after), timeout, stall: Duration::MAX, moved: now }
    }

    /// Does the same for an exchange over a connection, which may not stall for longer than the attempt on this thread
    /// allows.
    pub(super) fn of_exchange(timeout: NextTimeout) -> Self {
        Self { stall: STALL.get(), ..Self::of(timeout) }
    }

    /// Returns the time that is left, or an error if there is none.
    pub(super) fn left(&self) -> Result<NextTimeout, Error> {
        let Some(at) = self.at else { return Ok(self.timeout) };
        let left = at.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Error::Timeout(self.timeout.reason));
        }
        Ok(NextTimeout { after: left.into(), ..self.timeout })
    }

    /// Returns how long to wait for the next byte at most, or an error if it is too late for one.
    pub(super) fn wait(&self) -> io::Result<Duration> {
        let left = *self.left().map_err(Error::into_io)?.after;
        if self.stall == Duration::MAX {
            return Ok(left);
        }
        let quiet = self.stall.saturating_sub(self.moved.elapsed());
        if quiet.is_zero() {
            return Err(io::Error::other(TransportError::timeout(TransportErrorKind::Stalled, self.stall)));
        }
        Ok(left.min(quiet))
    }

    /// Records that a byte has come or gone.
    pub(super) fn progress(&mut self) {
        if self.stall < Duration::MAX {
            self.moved = Instant::now();
        }
    }
}
