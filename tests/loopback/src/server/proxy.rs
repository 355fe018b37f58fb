//! An HTTP proxy that supports only CONNECT, correctly or with faults.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use super::connection::send;
use super::listener::{Bounds, Life, Listener, Socket};
use super::stream::Stream;
use super::{Answer, End, Recorded, lock};

/// The reaction of a proxy to a CONNECT.
#[derive(Clone, Debug)]
pub enum Tunnel {
    /// Connects to this address, whatever the client has requested.
    To(SocketAddr),
    /// Does the same, but only for a client whose `Proxy-Authorization` has this value; others get a 407.
    Authorized(SocketAddr, String),
    /// Connects to this address, with this text as the response.
    Saying(SocketAddr, &'static str),
    /// Sends this response, which is expected to be a refusal.
    Refuse(Answer),
    /// Ends the connection instead of a response.
    End(End),
}

/// A proxy that listens on a free port of the loopback interface until it is dropped.
pub struct Proxy {
    listener: Listener,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Proxy {
    /// Starts a proxy that reacts to every CONNECT in the same way.
    pub fn new(tunnel: Tunnel) -> Self {
        let requests = Arc::<Mutex<Vec<Recorded>>>::default();
        let log = Arc::clone(&requests);
        let listener = Listener::start(Bounds::TEST, move |socket, number, life| {
            // Either side may disconnect at any point; this is not an error of the proxy.
            drop(serve(&tunnel, &log, socket, number, life));
        });
        Self { listener, requests }
    }

    /// Returns the proxy's address.
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// The URL of the proxy.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Returns every request to the proxy itself, without those through a tunnel.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.requests).clone()
    }
}

fn serve(
    tunnel: &Tunnel,
    log: &Mutex<Vec<Recorded>>,
    socket: Socket,
    number: usize,
    life: &Life,
) -> io::Result<()> {
    let mut stream = Stream::plain(socket);
    let Some(head) = stream.head()? else { return Ok(()) };
    let request =
        Recorded { connection: number, at: Instant::now(), head, body: Vec::new(), client_certificate: None };
    lock(log).push(request.clone());
    let refusal = match tunnel {
        _ if request.method() != "CONNECT" => Answer::new(405),
        Tunnel::Authorized(_, expected) if request.header("proxy-authorization") != Some(expected) => {
            Answer::new(407).header("proxy-authenticate", "Basic realm=\"test\"")
        }
        Tunnel::To(target) | Tunnel::Authorized(target, _) => {
            return connect(stream, *target, "HTTP/1.1 200 Connection established\r\n\r\n", life);
        }
        Tunnel::Saying(target, words) => return connect(stream, *target, words, life),
        Tunnel::Refuse(answer) => answer.clone(),
        Tunnel::End(end) => {
            stream.end(*end);
            return Ok(());
        }
    };
    let end = send(&mut stream, &refusal, life)?;
    stream.end(end.unwrap_or(End::Close));
    Ok(())
}

/// Confirms the tunnel, and copies bytes in both directions until both sides are done.
fn connect(mut stream: Stream, target: SocketAddr, words: &str, life: &Life) -> io::Result<()> {
    let Some(mut server) = life.adopt(TcpStream::connect(target)?) else { return Ok(()) };
    stream.send(words.as_bytes())?;
    let (client, ahead) = stream.into_socket();
    server.write_all(&ahead)?;
    thread::scope(|scope| {
        scope.spawn(|| carry(client.clone(), server.clone()));
        carry(server.clone(), client.clone());
    });
    Ok(())
}

fn carry(mut from: Socket, mut to: Socket) {
    // A tunnel ends when its sides end, and passes the end on.
    drop(io::copy(&mut from, &mut to));
    to.finish();
}
