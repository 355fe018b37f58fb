//! Accepts connections within limits, with a thread for each, and ends all of them when dropped.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::lock;

/// How long a listener lives, and how many connections it accepts.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) lifetime: Duration,
    pub(super) connections: usize,
}

impl Bounds {
    /// The limits of a test. A client that connects in a loop has to fail instead of exhausting the machine.
    pub(super) const TEST: Self = Self { lifetime: Duration::from_secs(30), connections: 64 };

    /// No limits, except that it ends some day.
    pub(super) const LASTING: Self = Self { lifetime: Duration::from_hours(24), connections: usize::MAX };
}

/// A listening socket with the threads of its connections.
pub(super) struct Listener {
    address: SocketAddr,
    life: Arc<Life>,
    accepted: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<()>>,
}

impl Listener {
    /// Listens on a free port of `127.0.0.1` and passes each connection with its number, from 0, to the handler.
    pub(super) fn start(
        bounds: Bounds,
        handler: impl Fn(Socket, usize, &Life) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let life = Arc::new(Life::default());
        let accepted = Arc::new(AtomicUsize::new(0));
        let acceptor = thread::spawn({
            let (life, accepted) = (Arc::clone(&life), Arc::clone(&accepted));
            move || accept(&listener, bounds.connections, &life, &accepted, &Arc::new(handler))
        });
        let watch = thread::spawn({
            let life = Arc::clone(&life);
            move || {
                life.sleep(bounds.lifetime);
                life.end();
                // The acceptor checks the time only when a connection comes.
                drop(TcpStream::connect(address));
            }
        });
        Self { address, life, accepted, threads: vec![acceptor, watch] }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn connections(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    pub(super) fn open_connections(&self) -> usize {
        self.life.sockets()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.life.end();
        for handle in self.threads.drain(..) {
            let panicked = handle.join().is_err();
            assert!(!panicked || thread::panicking(), "a thread of the test server panicked, see above");
        }
    }
}

fn accept<H>(listener: &TcpListener, most: usize, life: &Arc<Life>, accepted: &AtomicUsize, handler: &Arc<H>)
where
    H: Fn(Socket, usize, &Life) + Send + Sync + 'static,
{
    let mut threads = Vec::new();
    for stream in listener.incoming() {
        let Ok(stream) = stream else { break };
        let Some(socket) = life.adopt(stream) else { break };
        let number = accepted.fetch_add(1, Ordering::SeqCst);
        // Finished threads need not be remembered.
        threads.retain(|thread: &JoinHandle<()>| !thread.is_finished());
        if number < most {
            let (life, handler) = (Arc::clone(life), Arc::clone(handler));
            threads.push(thread::spawn(move || handler(socket, number, &life)));
        }
    }
    for handle in threads {
        assert!(handle.join().is_ok(), "a connection of the test server panicked, see above");
    }
}

/// Whether the listener is alive, and the sockets that end with it.
#[derive(Default)]
pub(super) struct Life {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    ended: bool,
    sockets: Vec<Weak<TcpStream>>,
}

impl Life {
    /// Sleeps; returns `true` if the listener has ended in the meantime.
    pub(super) fn sleep(&self, duration: Duration) -> bool {
        let until = Instant::now() + duration;
        let mut state = lock(&self.state);
        while !state.ended {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Takes a socket that has to be shut down at the end; returns `None` if the end has come.
    pub(super) fn adopt(&self, stream: TcpStream) -> Option<Socket> {
        let mut state = lock(&self.state);
        // Small writes, such as those of a dripping response, have to be sent at once.
        let usable = !state.ended && stream.set_nodelay(true).is_ok();
        usable.then(|| {
            let stream = Arc::new(stream);
            state.sockets.retain(|socket| socket.strong_count() > 0);
            state.sockets.push(Arc::downgrade(&stream));
            Socket(stream)
        })
    }

    /// Returns the current number of connections.
    fn sockets(&self) -> usize {
        lock(&self.state).sockets.iter().filter(|socket| socket.strong_count() > 0).count()
    }

    fn end(&self) {
        let mut state = lock(&self.state);
        state.ended = true;
        for socket in state.sockets.drain(..).filter_map(|socket| socket.upgrade()) {
            // A socket that the other side has closed already needs no shutdown.
            drop(socket.shutdown(Shutdown::Both));
        }
        self.ended.notify_all();
    }
}

/// A connection that is shut down with its listener, so that no read or write outlasts it.
#[derive(Clone)]
pub(super) struct Socket(Arc<TcpStream>);

impl Socket {
    /// Closes the connection with a FIN, so that everything that was sent can still be read.
    ///
    /// Closing a socket with unread bytes sends an RST, which discards bytes on their way to the reader. So incoming
    /// bytes are read until the other side closes, too, or half a second has passed.
    pub(super) fn close(mut self) {
        drop(self.0.shutdown(Shutdown::Write));
        let until = Instant::now() + Duration::from_millis(500);
        let mut scrap = [0; 4096];
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.0.set_read_timeout(Some(left)).is_err() {
                break;
            }
            if !matches!(self.read(&mut scrap), Ok(1..)) {
                break;
            }
        }
    }

    /// Reads and sends nothing, until the other side or the listener ends the connection.
    pub(super) fn stall(mut self) {
        let mut scrap = [0; 4096];
        while matches!(self.read(&mut scrap), Ok(1..)) {}
    }

    /// Closes the connection with an RST.
    pub(super) fn reset(self) {
        socket2::SockRef::from(&*self.0).set_linger(Some(Duration::ZERO)).expect("a socket can linger");
    }

    /// Signals the other side that nothing more will come.
    pub(super) fn finish(&self) {
        drop(self.0.shutdown(Shutdown::Write));
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.0).read(buffer)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.0).flush()
    }
}
