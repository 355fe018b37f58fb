//! Opens a tunnel through a proxy, over a connection to it.

use std::io::{Read, Write};

use ureq::Error;

use super::connect::Deadline;
use super::error;
use super::tcp::Tcp;
use crate::proxy::Hop;
use crate::proxy::tunnel::{self, Head};

/// Opens a tunnel to `target`, a host with its port.
pub(super) fn open(mut proxy: Tcp, hop: &Hop, target: &str, deadline: Deadline) -> Result<Tcp, Error> {
    proxy.set_deadline(deadline);
    proxy.write_all(&tunnel::request(hop, target)).map_err(error::connect)?;
    let head = read_head(&mut proxy)?;
    tunnel::verdict(hop, &head).map_err(error::told)?;
    Ok(proxy)
}

/// Reads byte by byte, so that the bytes after the head remain for the user of the tunnel.
fn read_head(proxy: &mut Tcp) -> Result<Head, Error> {
    let mut head = Head::default();
    let mut byte = [0];
    loop {
        proxy.read_exact(&mut byte).map_err(error::connect)?;
        let [byte] = byte;
        if head.push(byte) {
            return Ok(head);
        }
    }
}
