//! Resolves a host name within a time limit.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;

use http::Uri;
use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::connect::Deadline;
use super::error::{connect, told};
use crate::tls::error::name_error;

/// How many addresses of a host are tried.
const MOST: usize = 16;

/// Does not resolve the name: ureq asks for its addresses before each request, but only a new connection needs them.
#[derive(Debug)]
pub(super) struct Later;

impl Resolver for Later {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

/// Returns the addresses of a host, the preferred ones first.
///
/// The system's resolver cannot be interrupted, so it works in a separate thread, which is abandoned when the time is
/// over.
pub(super) fn resolve(host: &str, port: u16, deadline: Deadline) -> Result<Vec<SocketAddr>, Error> {
    let left = deadline.left()?;
    let (sender, receiver) = mpsc::sync_channel(1);
    let name = format!("{host}:{port}");
    let look_up =
        move || sender.send(name.to_socket_addrs().map(|found| found.take(MOST).collect::<Vec<_>>()));
    thread::Builder::new().name("resolver".to_owned()).spawn(look_up).map_err(connect)?;
    let found = match receiver.recv_timeout(*left.after) {
        Ok(found) => found.map_err(|error| told(name_error(&error)))?,
        Err(_) => return Err(Error::Timeout(left.reason)),
    };
    if found.is_empty() {
        return Err(told(name_error(&io::Error::other("no address"))));
    }
    Ok(found)
}
