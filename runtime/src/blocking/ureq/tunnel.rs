//! Opens a tunnel through a proxy, over a connection to it.

use std::io::{Read, Write};

use ureq::Error;
use ureq::unversioned::transport::{Transport, TransportAdapter};

use super::connect::Deadline;
use super::error;
use crate::proxy::{Hop, tunnel};

/// Opens a tunnel to `target`, a host with its port.
pub(super) fn open(
    mut proxy: TransportAdapter,
    hop: &Hop,
    target: &str,
    deadline: Deadline,
) -> Result<Box<dyn Transport>, Error> {
    proxy.set_timeout(deadline.left()?);
    proxy.write_all(&tunnel::request(hop, target)).map_err(error::connect)?;
    let head = read_head(&mut proxy)?;
    tunnel::verdict(hop, &head).map_err(error::told)?;
    Ok(proxy.into_inner())
}

/// Reads byte by byte from the buffer of the connection, so that what follows the head stays in it.
fn read_head(proxy: &mut TransportAdapter) -> Result<Vec<u8>, Error> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && head.len() < tunnel::LONGEST_HEAD {
        proxy.read_exact(&mut byte).map_err(error::connect)?;
        head.extend_from_slice(&byte);
    }
    Ok(head)
}
