//! A TCP connection whose time limits hold for writing as well as for reading.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::transport::{Buffers, LazyBuffers, NextTimeout, Transport};

use super::connect::Deadline;
use super::error::connect;

/// How long a write is blocked before the connection checks for an early response.
const LOOK: Duration = Duration::from_millis(100);

/// A TCP connection.
///
/// ureq's own gives each partial write the whole time again, and does not look for a response in between.
#[derive(Debug)]
pub(super) struct Tcp {
    stream: TcpStream,
    buffers: LazyBuffers,
    deadline: Deadline,
    /// The limit that the socket has, so that it is not set again.
    read_limit: Option<Duration>,
    write_limit: Option<Duration>,
}

impl Tcp {
    /// Connects to the first address that accepts. Each address gets half of the time that is left; the last gets all
    /// of it.
    pub(super) fn open(addresses: &[SocketAddr], sizes: &Config, deadline: Deadline) -> Result<Self, Error> {
        let mut failure = Error::ConnectionFailed;
        for (number, address) in (1..).zip(addresses) {
            let left = *deadline.left()?.after;
            let time = if number < addresses.len() { left / 2 } else { left };
            match TcpStream::connect_timeout(address, time.max(Duration::from_millis(1))) {
                Ok(stream) => return Self::new(stream, sizes, deadline).map_err(connect),
                Err(error) => failure = connect(error),
            }
        }
        // If the time is over, this is the error, whatever the last address reported.
        deadline.left()?;
        Err(failure)
    }

    fn new(stream: TcpStream, sizes: &Config, deadline: Deadline) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let buffers = LazyBuffers::new(sizes.input_buffer_size(), sizes.output_buffer_size());
        Ok(Self { stream, buffers, deadline, read_limit: None, write_limit: None })
    }

    /// Sets the deadline of the following reads and writes.
    pub(super) fn set_deadline(&mut self, deadline: Deadline) {
        self.deadline = deadline;
    }

    /// Whether there is something to read.
    pub(super) fn has_input(&self) -> bool {
        self.peek(&mut [0]).is_ok_and(|length| length > 0)
    }

    /// Whether a response has begun to arrive.
    fn has_answer(&self) -> bool {
        let mut head = [0; 1024];
        self.peek(&mut head).is_ok_and(|length| head.get(..length).is_some_and(is_answer))
    }

    /// Returns the next bytes, without waiting for them and without consuming them.
    fn peek(&self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stream.set_nonblocking(true)?;
        let peeked = self.stream.peek(bytes);
        self.stream.set_nonblocking(false)?;
        peeked
    }

    /// Sends `amount` bytes of the output buffer.
    fn send(&mut self, amount: usize) -> io::Result<()> {
        let mut sent = 0;
        while sent < amount {
            self.limit_write()?;
            match self.stream.write(self.buffers.output().get(sent..amount).unwrap_or_default()) {
                Ok(length) => {
                    self.deadline.progress();
                    sent += length;
                }
                Err(error) if is_blocked(&error) && self.has_answer() => return Err(answered()),
                Err(error) if is_blocked(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn limit_write(&mut self) -> io::Result<()> {
        let limit = self.deadline.wait()?.min(LOOK);
        told(&mut self.write_limit, limit, || self.stream.set_write_timeout(Some(limit)))
    }
}

/// Reads the available bytes, or waits for them within the limits.
fn receive(
    mut stream: &TcpStream,
    known: &mut Option<Duration>,
    deadline: &mut Deadline,
    bytes: &mut [u8],
) -> io::Result<usize> {
    loop {
        let limit = deadline.wait()?;
        told(known, limit, || stream.set_read_timeout(Some(limit)))?;
        match stream.read(bytes) {
            Err(error) if is_blocked(&error) => {}
            result => {
                deadline.progress();
                return result;
            }
        }
    }
}

impl Read for Tcp {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        receive(&self.stream, &mut self.read_limit, &mut self.deadline, bytes)
    }
}

/// Writes as much as there is room for, within the time that is left.
impl Write for Tcp {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match Brief(self).write(bytes) {
                Err(error) if is_blocked(&error) => {}
                result => return result,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes to a connection; returns an error that [`is_blocked`] if there has been no room for a while.
pub(super) struct Brief<'t>(pub(super) &'t mut Tcp);

impl Write for Brief<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.limit_write()?;
        self.0.stream.write(bytes).inspect(|_| self.0.deadline.progress())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Tcp {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.deadline = Deadline::of_exchange(timeout);
        Ok(self.send(amount)?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.deadline = Deadline::of_exchange(timeout);
        let input = self.buffers.input_append_buf();
        let length = receive(&self.stream, &mut self.read_limit, &mut self.deadline, input)?;
        self.buffers.input_appended(length);
        Ok(length > 0)
    }

    fn is_open(&mut self) -> bool {
        // Unsolicited bytes are as bad as the end of the connection.
        self.peek(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }
}

/// Sets a limit of a socket, unless it is set already.
fn told(
    known: &mut Option<Duration>,
    limit: Duration,
    tell: impl FnOnce() -> io::Result<()>,
) -> io::Result<()> {
    if *known != Some(limit) {
        tell()?;
        *known = Some(limit);
    }
    Ok(())
}

/// Whether a read or a write has timed out, or was interrupted by a signal.
pub(super) fn is_blocked(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// Whether the bytes from a server are a response. A status like 100 is none yet: the request goes on.
pub(super) fn is_answer(mut bytes: &[u8]) -> bool {
    const INTERIM: &[u8] = b"HTTP/1.1 1";
    while bytes.iter().zip(INTERIM).enumerate().all(|(place, (byte, known))| place == 7 || byte == known) {
        match bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            Some(end) => bytes = bytes.get(end + 4..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

/// Why the rest of a request is not sent.
pub(super) fn answered() -> io::Error {
    io::Error::other("the response came before the request was sent")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_with_a_status_from_200_on() {
        for (bytes, expected) in [
            ("", false),
            ("HTT", false),
            ("HTTP/1.1 ", false),
            ("HTTP/1.1 100 Continue\r\n\r\n", false),
            ("HTTP/1.0 103 Early\r\nlink: x\r\n\r\nHTTP/1.1", false),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 4", true),
            ("HTTP/1.1 413 No", true),
            ("HTTP/1.0 200", true),
            ("SSH", true),
        ] {
            assert_eq!(is_answer(bytes.as_bytes()), expected, "{bytes:?}");
        }
    }
}
