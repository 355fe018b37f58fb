//! A loopback HTTP/1.1 server that follows a script, including faults, and records its requests.
//!
//! ```
//! use loopback::server::{Answer, End, Server, Step};
//!
//! let server = Server::plain([
//!     Step::AfterRequest(End::Reset),
//!     Step::Answer(Answer::json(200, "{}")),
//! ]);
//! // A client that is told of `server.url()` calls twice, and then `server.requests()` has two entries.
//! ```
//!
//! A server lives for at most 30 seconds and accepts at most 64 connections, unless it is a lasting one. Dropping it
//! ends all its connections and waits for its threads.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a test fails by a panic")]

mod answer;
mod closed;
mod connection;
mod listener;
mod proxy;
mod recorded;
mod script;
mod stream;
mod tls;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use answer::Answer;
pub use closed::ClosedPort;
pub use proxy::{Proxy, Tunnel};
pub use recorded::Recorded;
pub use script::{End, Script, Step};
pub use tls::Tls;

use listener::{Bounds, Listener};

/// A server that listens on a free port of the loopback interface until it is dropped.
pub struct Server {
    listener: Listener,
    log: Arc<Mutex<Log>>,
    encrypted: bool,
}

/// The records of a server.
#[derive(Default)]
struct Log {
    requests: Vec<Recorded>,
    failed_handshakes: Vec<String>,
}

impl Server {
    /// A server without TLS.
    pub fn plain(script: impl Into<Script>) -> Self {
        Self::start(None, script.into(), Bounds::TEST, true)
    }

    /// A server with TLS.
    pub fn tls(tls: &Tls, script: impl Into<Script>) -> Self {
        Self::start(Some(tls.config()), script.into(), Bounds::TEST, true)
    }

    /// Starts a server without limits, which records no requests. [`Server::connections`] counts all connections since
    /// its start.
    pub fn lasting(tls: Option<&Tls>, script: impl Into<Script>) -> Self {
        Self::start(tls.map(Tls::config), script.into(), Bounds::LASTING, false)
    }

    fn start(tls: Option<Arc<rustls::ServerConfig>>, script: Script, bounds: Bounds, records: bool) -> Self {
        let log = Arc::new(Mutex::new(Log::default()));
        let encrypted = tls.is_some();
        let handler = connection::Handler { tls, script, log: Arc::clone(&log), records };
        let listener =
            Listener::start(bounds, move |socket, number, life| handler.serve(socket, number, life));
        Self { listener, log, encrypted }
    }

    /// Returns the server's address.
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// The URL of the server without a path: `http://127.0.0.1:PORT`, or `https://localhost:PORT` with TLS.
    pub fn url(&self) -> String {
        let port = self.address().port();
        if self.encrypted { format!("https://localhost:{port}") } else { format!("http://127.0.0.1:{port}") }
    }

    /// Returns every request in the order of arrival. If a body never arrived, the request is recorded without it.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.log).requests.clone()
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.listener.connections()
    }

    /// How many connections there are now.
    pub fn open_connections(&self) -> usize {
        self.listener.open_connections()
    }

    /// Returns the server's messages about failed TLS handshakes.
    pub fn failed_handshakes(&self) -> Vec<String> {
        lock(&self.log).failed_handshakes.clone()
    }
}

/// Locks, even after another thread has panicked: the data behind these locks is always consistent.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
