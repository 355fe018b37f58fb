//! A connection, with or without TLS, from which requests are read.

use std::io::{self, Read, Write};
use std::sync::Arc;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::End;
use super::listener::Socket;

/// The longest head and the longest line of a chunk that are read.
const LONGEST_HEAD: usize = 64 * 1024;

/// The longest body that is read.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// A connection and the bytes that have been read in advance.
pub(super) struct Stream {
    layer: Layer,
    buffer: Vec<u8>,
}

enum Layer {
    Plain(Socket),
    Tls(Box<StreamOwned<ServerConnection, Socket>>),
}

impl Stream {
    pub(super) fn plain(socket: Socket) -> Self {
        Self { layer: Layer::Plain(socket), buffer: Vec::new() }
    }

    /// Does the TLS handshake, or closes the connection after an alert that the client can read.
    ///
    /// `failed` gets the reason before the alert is sent, so that it is in the log when the client has seen the alert.
    pub(super) fn tls(
        mut socket: Socket,
        config: Arc<ServerConfig>,
        failed: impl FnOnce(String),
    ) -> io::Result<Self> {
        let mut connection = ServerConnection::new(config).map_err(io::Error::other)?;
        while connection.is_handshaking() {
            if connection.wants_write() {
                connection.write_tls(&mut socket)?;
                continue;
            }
            if connection.read_tls(&mut socket)? == 0 {
                failed("the client went away".to_owned());
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Err(error) = connection.process_new_packets() {
                failed(error.to_string());
                while connection.wants_write() {
                    connection.write_tls(&mut socket)?;
                }
                socket.close();
                return Err(io::Error::other(error));
            }
        }
        let stream = StreamOwned::new(connection, socket);
        Ok(Self { layer: Layer::Tls(Box::new(stream)), buffer: Vec::new() })
    }

    /// Returns the certificate that the client presented.
    pub(super) fn client_certificate(&self) -> Option<Vec<u8>> {
        match &self.layer {
            Layer::Plain(_) => None,
            Layer::Tls(tls) => tls.conn.peer_certificates()?.first().map(|der| der.to_vec()),
        }
    }

    /// Returns the head of the next request, or `None` when the client is done.
    pub(super) fn head(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.buffer.is_empty() && !self.fill()? {
            return Ok(None);
        }
        self.until(b"\r\n\r\n").map(Some)
    }

    /// Returns the body that belongs to a head, without the framing of chunks.
    pub(super) fn body(&mut self, head: &[u8]) -> io::Result<Vec<u8>> {
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let value = |name: &str| {
            head.split("\r\n")
                .filter_map(|line| line.split_once(':'))
                .find(|(n, _)| *n == name)
                .map(|(_, v)| v.trim())
        };
        if value("transfer-encoding") == Some("chunked") {
            return self.chunks();
        }
        let length = value("content-length").map_or(Ok(0), str::parse).map_err(invalid)?;
        self.exactly(length)
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.until(b"\r\n")?;
            let line = String::from_utf8_lossy(&line);
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(invalid)?;
            body.extend(self.exactly(size)?);
            self.until(b"\r\n")?;
            if size == 0 {
                return Ok(body);
            }
            if body.len() > LONGEST_BODY {
                return Err(invalid("the body is too long"));
            }
        }
    }

    fn until(&mut self, mark: &[u8]) -> io::Result<Vec<u8>> {
        loop {
            if let Some(at) = self.buffer.windows(mark.len()).position(|window| window == mark) {
                return Ok(self.buffer.drain(..at + mark.len()).collect());
            }
            if self.buffer.len() > LONGEST_HEAD {
                return Err(invalid("the head is too long"));
            }
            if !self.fill()? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        if length > LONGEST_BODY {
            return Err(invalid("the body is too long"));
        }
        while self.buffer.len() < length {
            if !self.fill()? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(self.buffer.drain(..length).collect())
    }

    /// Reads the available bytes; `false` at the end of the stream.
    fn fill(&mut self) -> io::Result<bool> {
        let mut chunk = [0; 4096];
        let read = match &mut self.layer {
            Layer::Plain(socket) => socket.read(&mut chunk)?,
            Layer::Tls(tls) => tls.read(&mut chunk)?,
        };
        self.buffer.extend(chunk.iter().take(read));
        Ok(read > 0)
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.layer {
            Layer::Plain(socket) => socket.write_all(bytes),
            Layer::Tls(tls) => tls.write_all(bytes).and_then(|()| tls.flush()),
        }
    }

    /// Returns the socket below TLS, for bytes that are not the server's own.
    pub(super) fn into_socket(self) -> (Socket, Vec<u8>) {
        match self.layer {
            Layer::Plain(socket) => (socket, self.buffer),
            Layer::Tls(tls) => (tls.sock, self.buffer),
        }
    }

    /// Ends the connection in the given way.
    pub(super) fn end(mut self, end: End) {
        if let (End::Close, Layer::Tls(tls)) = (end, &mut self.layer) {
            tls.conn.send_close_notify();
            drop(tls.flush());
        }
        let (socket, _) = self.into_socket();
        end_socket(socket, end);
    }
}

/// Ends a connection in the given way, without TLS messages.
pub(super) fn end_socket(socket: Socket, end: End) {
    match end {
        End::Close => socket.close(),
        End::Reset => socket.reset(),
        End::Stall => socket.stall(),
    }
}

fn invalid(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}
