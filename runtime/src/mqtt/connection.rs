//! The connection of a client: MQTT 3.1.1 over TCP or TLS, with reconnects.
//!
//! The packets are those of `rumqttc`; its event loop is not used. After a reconnect, that loop resends all
//! unacknowledged messages, which the session has to decide; it does not report which request a packet number belongs
//! to; and it adds a second copy of the code that checks certificates. Version 5 of MQTT has nothing that calls need:
//! it has reasons for refusals, but AWS IoT sends none, and response topics in requests, but the service has its own.

mod packets;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::config;
use super::link::{Link, LinkEvent};
use super::message::Message;
use super::session::ActionId;
use crate::client::{Connector, Origin, Stream};
use crate::tls::error::{Stage, io_error};
use crate::transport::{BoxFuture, TransportError, TransportErrorKind as Kind};
use packets::Packets;

/// The longest time between two attempts to connect.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// After this time, a connection counts as stable.
const STEADY: Duration = Duration::from_secs(10);

/// How much is read at once.
const CHUNK: usize = 8 << 10;

/// A link over TCP or TLS.
pub(super) struct Connection {
    config: config::Connection,
    state: State,
    /// How many connections in a row have failed.
    failures: u32,
}

enum State {
    /// No connection; none is made during the pause.
    Down(Option<Pin<Box<Sleep>>>),
    Opening(BoxFuture<'static, Result<Open, TransportError>>),
    Open(Box<Open>),
}

/// A connection that the broker has accepted.
struct Open {
    stream: Stream,
    packets: Packets,
    since: Instant,
    /// What is read at once.
    chunk: Box<[u8]>,
    /// When the next ping is due.
    alarm: Pin<Box<Sleep>>,
}

impl Connection {
    pub(super) fn new(config: config::Connection) -> Self {
        Self { config, state: State::Down(None), failures: 0 }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<LinkEvent> {
        loop {
            match &mut self.state {
                State::Down(pause) => {
                    if let Some(pause) = pause {
                        ready!(pause.as_mut().poll(context));
                    }
                    self.state = State::Opening(Box::pin(open(self.config.clone())));
                }
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(open) => {
                        self.state = State::Open(Box::new(open));
                        return Poll::Ready(LinkEvent::Connected);
                    }
                    Err(error) => return Poll::Ready(self.down(error)),
                },
                State::Open(open) => match ready!(open.poll(self.config.keep_alive, context)) {
                    Ok(event) => return Poll::Ready(event),
                    Err(error) => {
                        if open.since.elapsed() >= STEADY {
                            self.failures = 0;
                        }
                        return Poll::Ready(self.down(error));
                    }
                },
            }
        }
    }

    /// Waits before the next connection, longer after more failures. The time is random, so that devices which lost a
    /// broker at the same time do not reconnect at the same time.
    fn down(&mut self, error: TransportError) -> LinkEvent {
        let longest = Duration::from_secs(1).saturating_mul(1 << self.failures.min(5)).min(LONGEST_PAUSE);
        self.failures = self.failures.saturating_add(1);
        let pause = longest.mul_f64(fastrand::f64());
        self.state = State::Down(Some(Box::pin(sleep_until(Instant::now() + pause))));
        LinkEvent::Disconnected(error)
    }
}

impl Link for Connection {
    fn subscribe(&mut self, id: ActionId, filter: String) {
        // Without a connection, the session is about to be notified of its end.
        if let State::Open(open) = &mut self.state {
            open.packets.subscribe(id, filter);
        }
    }

    fn publish(&mut self, id: ActionId, message: Message) {
        if let State::Open(open) = &mut self.state {
            open.packets.publish(id, message);
        }
    }

    fn event(&mut self) -> BoxFuture<'_, LinkEvent> {
        Box::pin(std::future::poll_fn(|context| self.poll(context)))
    }

    fn close(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let State::Open(open) = &mut self.state {
                open.packets.disconnect();
                let written = std::future::poll_fn(|context| open.write(context));
                let _ = tokio::time::timeout(Duration::from_secs(1), written).await;
            }
        })
    }
}

/// Opens a connection and waits until the broker accepts it, all within the limit.
async fn open(config: config::Connection) -> Result<Open, TransportError> {
    let limit = config.connect_timeout;
    let opening = async {
        let origin = Origin::new(config.is_secure, &config.host, config.port);
        let origin = origin.map_err(|error| TransportError::new(Kind::Invalid, error.to_string()))?;
        let connector = Connector::new(Arc::clone(&config.tls), config.proxy.clone());
        let (stream, _) = connector.stream(&origin).await?;
        let alarm = Box::pin(sleep_until(Instant::now() + config.keep_alive));
        let (packets, since, chunk) = (Packets::new(&config), Instant::now(), vec![0; CHUNK].into());
        let mut open = Open { stream, packets, since, chunk, alarm };
        std::future::poll_fn(|context| open.accepted(context)).await?;
        Ok(open)
    };
    let timeout = || TransportError::timeout(Kind::ConnectTimeout, limit);
    tokio::time::timeout(limit, opening).await.unwrap_or_else(|_| Err(timeout()))
}

impl Open {
    /// Waits until the broker accepts the connection.
    fn accepted(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        loop {
            if let Some(consent) = self.packets.consent() {
                return Poll::Ready(consent);
            }
            // Pending writes wake this task as well.
            let _pending = self.write(context)?;
            if self.read(context)?.is_pending() {
                return Poll::Pending;
            }
        }
    }

    /// Returns the next event; writes pending bytes on the way.
    fn poll(
        &mut self,
        keep_alive: Duration,
        context: &mut Context<'_>,
    ) -> Poll<Result<LinkEvent, TransportError>> {
        loop {
            if let Some(event) = self.packets.next() {
                return Poll::Ready(event);
            }
            if self.alarm.as_mut().poll(context).is_ready() {
                self.packets.ping()?;
                self.alarm.as_mut().reset(Instant::now() + keep_alive);
            }
            let _pending = self.write(context)?;
            if self.read(context)?.is_pending() {
                return Poll::Pending;
            }
        }
    }

    fn write(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        let problem = |error: std::io::Error| io_error(&error, Stage::Head);
        while !self.packets.outgoing.is_empty() {
            let written = Pin::new(&mut self.stream).poll_write(context, &self.packets.outgoing);
            match ready!(written).map_err(problem)? {
                0 => return Poll::Ready(Err(closed())),
                length => bytes::Buf::advance(&mut self.packets.outgoing, length),
            }
        }
        Pin::new(&mut self.stream).poll_flush(context).map_err(problem)
    }

    fn read(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        let mut buffer = ReadBuf::new(&mut self.chunk);
        let read = Pin::new(&mut self.stream).poll_read(context, &mut buffer);
        ready!(read).map_err(|error| io_error(&error, Stage::Head))?;
        if buffer.filled().is_empty() {
            return Poll::Ready(Err(closed()));
        }
        Poll::Ready(self.packets.take(buffer.filled()))
    }
}

fn closed() -> TransportError {
    TransportError::new(Kind::Interrupted, "the broker has closed the connection")
}
