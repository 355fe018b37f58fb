//! TLS over a connection of ureq, with the TLS configuration that both clients share.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::sync::Arc;

use rustls::{ClientConfig, ClientConnection};
use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::transport::{Buffers, LazyBuffers, NextTimeout, Transport};

use super::connect::Deadline;
use super::error::{connect, told};
use super::tcp::{Brief, Tcp, answered, is_answer, is_blocked};
use crate::tls::error::{Stage, classify, is_end};
use crate::tls::server_name;

/// A TLS connection.
///
/// `rustls::StreamOwned` would do most of this, but it stops reading after a failed write, and so would miss an alert
/// that says why.
pub(super) struct Tls {
    buffers: LazyBuffers,
    connection: ClientConnection,
    tcp: Tcp,
}

impl Tls {
    /// Does the TLS handshake with the host at the other end.
    pub(super) fn open(
        mut tcp: Tcp,
        config: Arc<ClientConfig>,
        host: &str,
        sizes: &Config,
        deadline: Deadline,
    ) -> Result<Self, Error> {
        let name = server_name(host).map_err(told)?;
        let mut connection =
            ClientConnection::new(config, name).map_err(|error| told(classify(&error, Stage::Connect)))?;
        tcp.set_deadline(deadline);
        if let Err(error) = connection.complete_io(&mut tcp) {
            return Err(connect(alert(&mut connection, &mut tcp, &error).unwrap_or(error)));
        }
        let buffers = LazyBuffers::new(sizes.input_buffer_size(), sizes.output_buffer_size());
        Ok(Self { buffers, connection, tcp })
    }

    /// Sends `amount` bytes of the output buffer.
    fn send(&mut self, amount: usize) -> io::Result<()> {
        let mut rest = self.buffers.output().get(..amount).unwrap_or_default();
        while !rest.is_empty() {
            let length = self.connection.writer().write(rest)?;
            rest = rest.get(length..).unwrap_or_default();
            while self.connection.wants_write() {
                match self.connection.write_tls(&mut Brief(&mut self.tcp)) {
                    Err(error) if is_blocked(&error) && has_answer(&mut self.connection, &mut self.tcp)? => {
                        return Err(answered());
                    }
                    Err(error) if is_blocked(&error) => {}
                    result => drop(result?),
                }
            }
        }
        Ok(())
    }

    /// Receives bytes into the input buffer; none at an end that the server announces.
    fn receive(&mut self) -> io::Result<usize> {
        let input = self.buffers.input_append_buf();
        loop {
            match self.connection.reader().read(input) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                result => return result,
            }
            self.connection.read_tls(&mut self.tcp)?;
            let processed = self.connection.process_new_packets();
            // The server may want new keys, or needs an alert about packets that were not accepted.
            while self.connection.wants_write() && self.connection.write_tls(&mut self.tcp).is_ok() {}
            processed.map_err(invalid)?;
        }
    }
}

/// Whether the server has answered already. Other messages, for example about keys, are processed.
fn has_answer(tls: &mut ClientConnection, tcp: &mut Tcp) -> io::Result<bool> {
    if tcp.has_input() {
        tls.read_tls(tcp)?;
        tls.process_new_packets().map_err(invalid)?;
    }
    match tls.reader().fill_buf() {
        Ok(head) => Ok(is_answer(head)),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns the server's reason for closing the connection before it had read all that was sent, if it gave one.
fn alert(tls: &mut ClientConnection, tcp: &mut Tcp, lost: &io::Error) -> Option<io::Error> {
    if is_end(lost) {
        while tls.read_tls(tcp).is_ok_and(|length| length > 0) {
            if let Err(error) = tls.process_new_packets() {
                return Some(invalid(error));
            }
        }
    }
    None
}

fn invalid(error: rustls::Error) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}

impl Transport for Tls {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.tcp.set_deadline(Deadline::of_exchange(timeout));
        Ok(self.send(amount)?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.tcp.set_deadline(Deadline::of_exchange(timeout));
        let length = self.receive()?;
        self.buffers.input_appended(length);
        Ok(length > 0)
    }

    fn is_open(&mut self) -> bool {
        self.tcp.is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tls").field(&self.tcp).finish()
    }
}
