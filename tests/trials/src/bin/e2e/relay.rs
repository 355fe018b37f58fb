//! Copies bytes between a device and a broker on loopback; it can be muted, cut and closed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// A relay to one port.
pub(crate) struct Relay {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Whether bytes from the broker are dropped.
    is_mute: AtomicBool,
    /// Whether new connections are closed at once.
    is_closed: AtomicBool,
    connections: Mutex<Vec<AbortHandle>>,
}

impl Relay {
    pub(crate) async fn start(target: u16) -> Result<Self, String> {
        let said = |error: std::io::Error| format!("no relay: {error}");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(said)?;
        let port = listener.local_addr().map_err(said)?.port();
        let shared = Arc::new(Shared::default());
        let inner = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                if inner.is_closed.load(Ordering::Relaxed) {
                    continue;
                }
                let carried = tokio::spawn(carry(device, target, Arc::clone(&inner)));
                inner.connections.lock().unwrap_or_else(PoisonError::into_inner).push(carried.abort_handle());
            }
        });
        Ok(Self { port, shared })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn mute(&self, is_mute: bool) {
        self.shared.is_mute.store(is_mute, Ordering::Relaxed);
    }

    pub(crate) fn close(&self, is_closed: bool) {
        self.shared.is_closed.store(is_closed, Ordering::Relaxed);
    }

    /// Drops all connections.
    pub(crate) fn cut(&self) {
        let mut connections = self.shared.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.drain(..).for_each(|connection| connection.abort());
    }
}

async fn carry(device: TcpStream, target: u16, shared: Arc<Shared>) {
    let Ok(broker) = TcpStream::connect(("127.0.0.1", target)).await else { return };
    let ((from_device, to_device), (from_broker, to_broker)) = (device.into_split(), broker.into_split());
    let never = Arc::new(Shared::default());
    let up = copy(from_device, to_broker, never);
    let down = copy(from_broker, to_device, shared);
    tokio::join!(up, down);
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, shared: Arc<Shared>) {
    let mut chunk = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut chunk).await {
        let is_mute = shared.is_mute.load(Ordering::Relaxed);
        if !is_mute && to.write_all(chunk.get(..length).unwrap_or_default()).await.is_err() {
            return;
        }
    }
}
