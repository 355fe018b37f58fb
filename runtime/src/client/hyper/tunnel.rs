//! Opens a tunnel through a proxy.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::proxy::Hop;
use crate::proxy::tunnel::{Head, broken, request, verdict};
use crate::tls::error::{Stage, io_error};
use crate::transport::TransportError;

/// Opens a tunnel to `target`, a host with its port, over a connection to a proxy.
pub(super) async fn open(mut proxy: TcpStream, hop: &Hop, target: &str) -> Result<TcpStream, TransportError> {
    let head = exchange(&mut proxy, &request(hop, target)).await;
    verdict(hop, &head.map_err(|error| broken(&io_error(&error, Stage::Connect)))?)?;
    Ok(proxy)
}

/// Reads byte by byte, so that the bytes after the head remain for the user of the tunnel.
async fn exchange(proxy: &mut TcpStream, request: &[u8]) -> io::Result<Head> {
    proxy.write_all(request).await?;
    let mut head = Head::default();
    while !head.push(proxy.read_u8().await?) {}
    Ok(head)
}
