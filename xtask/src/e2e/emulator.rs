//! The emulator of AWS: started on a free port, waited for, and stopped when it is dropped.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::python::Python;
use crate::child::{self, Failure, Folder};

/// How long the emulator may take to answer.
const START: Duration = Duration::from_mins(1);

/// The time limit of one connection attempt.
const TRY: Duration = Duration::from_secs(1);

/// How often to try to start it: another program may take the port in the meantime.
const STARTS: usize = 3;

/// An emulator that runs and answers.
#[derive(Debug)]
pub(super) struct Emulator {
    child: Child,
    log: PathBuf,
    address: SocketAddr,
    /// The address for devices, over MQTT and mutual TLS.
    broker: SocketAddr,
}

impl Emulator {
    pub(super) fn start(python: &Python, folder: &Folder) -> Result<Self, Failure> {
        let mut printed = String::new();
        for _ in 0..STARTS {
            let [address, broker] = free_addresses().map_err(|error| {
                let message = format!("cannot find a free port on loopback: {error}");
                Failure::missing(message, "allow programs to listen on 127.0.0.1")
            })?;
            let mut command = python.script("emulator.py");
            command.env("GATEWAY_PORT", address.port().to_string());
            command.env("BIND_HOST", address.ip().to_string());
            command.env("IOT_MTLS_PORT", broker.port().to_string());
            let (child, log) = folder.spawn("emulator", command, Stdio::piped())?;
            let mut emulator = Self { child, log, address, broker };
            if emulator.answers() {
                return Ok(emulator);
            }
            printed = child::read(&emulator.log);
        }
        Err(Failure::Environment {
            message: format!("the emulator did not answer after {STARTS} starts"),
            output: printed,
            help: "read its output; deleting its Python environment makes the next run create it anew"
                .to_owned(),
        })
    }

    /// The URL of all its services.
    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port of its MQTT broker.
    pub(super) fn broker_port(&self) -> String {
        self.broker.port().to_string()
    }

    /// Waits until it answers; false if it ends, or takes too long.
    fn answers(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < START && matches!(self.child.try_wait(), Ok(None)) {
            let listens = || TcpStream::connect_timeout(&self.broker, TRY).is_ok();
            if is_healthy(self.address).unwrap_or(false) && listens() {
                return true;
            }
            thread::sleep(Duration::from_millis(50));
        }
        false
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It has nothing to save, and may have ended already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Returns two addresses that are unused at this moment.
fn free_addresses() -> io::Result<[SocketAddr; 2]> {
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let (one, other) = (listen()?, listen()?);
    Ok([one.local_addr()?, other.local_addr()?])
}

fn is_healthy(address: SocketAddr) -> io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, TRY)?;
    stream.set_read_timeout(Some(TRY))?;
    stream.set_write_timeout(Some(TRY))?;
    stream.write_all(b"GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    Ok(&status == b"HTTP/1.1 200")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_of_200_is_healthy() {
        for (answer, healthy) in [("HTTP/1.1 200 OK\r\n\r\n", true), ("HTTP/1.1 503 Busy\r\n\r\n", false)] {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let address = listener.local_addr().unwrap();
            let server = thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 4];
                stream.read_exact(&mut request).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                request
            });
            assert_eq!(is_healthy(address).unwrap(), healthy, "{answer}");
            assert_eq!(&server.join().unwrap(), b"GET ");
        }
        assert!(is_healthy(free_addresses().unwrap()[0]).is_err());
    }
}
