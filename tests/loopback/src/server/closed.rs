//! A port that refuses connections, and that nobody else can use while it is held.

use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

/// A port of the loopback interface that refuses connections.
pub struct ClosedPort {
    socket: Socket,
}

impl ClosedPort {
    /// Takes a port. It is bound, so that no other test gets it, but does not listen.
    pub fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).expect("a free port");
        Self { socket }
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.socket.local_addr().ok().and_then(|address| address.as_socket()).expect("an address")
    }
}

impl Default for ClosedPort {
    fn default() -> Self {
        Self::new()
    }
}
