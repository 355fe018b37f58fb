//! A connection with another MQTT library, `mqtt-protocol-core`, over any stream: TCP, TLS, a WebSocket, a serial line.
//!
//! ```no_run
//! # fn example(config: iot_jobs_data::mqtt::Config) {
//! use examples::core_link::CoreLink;
//! use iot_jobs_data::mqtt::Client;
//! use tokio::net::TcpStream;
//!
//! let link = CoreLink::new("pump-17", || TcpStream::connect("broker.example:1883"));
//! let client = Client::with_link(config, link);
//! # }
//! ```

mod open;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use iot_jobs_data::mqtt::session::ActionId;
use iot_jobs_data::mqtt::{Link, LinkEvent, Message};
use iot_jobs_data::transport::{BoxFuture, TransportError, TransportErrorKind as Kind};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep_until, timeout};

use open::{Open, fault};

/// The time limit for a stream and the broker's acceptance.
const LIMIT: Duration = Duration::from_secs(5);

type Opening<S> = BoxFuture<'static, Result<Open<S>, TransportError>>;

/// A link over the streams that a function opens, one after another.
pub struct CoreLink<S> {
    connect: Box<dyn Fn() -> Opening<S> + Send>,
    state: State<S>,
    /// How many connections in a row have failed.
    failures: u32,
}

/// The future of an event may be dropped before it ends, so the state of a connection attempt is kept here.
enum State<S> {
    /// There is no connection, and none is made before this moment.
    Down(Instant),
    Opening(Opening<S>),
    Up(Box<Open<S>>),
}

impl<S: AsyncRead + AsyncWrite + Send + 'static> CoreLink<S> {
    /// Creates a link to a broker that knows the client by this name.
    pub fn new<F>(client_id: &str, connect: impl Fn() -> F + Send + 'static) -> Self
    where
        F: Future<Output = io::Result<S>> + Send + 'static,
    {
        let client_id: Arc<str> = client_id.into();
        let connect = move || -> Opening<S> { Box::pin(open(Arc::clone(&client_id), connect())) };
        Self { connect: Box::new(connect), state: State::Down(Instant::now()), failures: 0 }
    }

    async fn next(&mut self) -> LinkEvent {
        loop {
            let error = match &mut self.state {
                State::Down(until) => {
                    sleep_until(*until).await;
                    self.state = State::Opening((self.connect)());
                    continue;
                }
                State::Opening(opening) => match opening.await {
                    Ok(open) => {
                        (self.state, self.failures) = (State::Up(Box::new(open)), 0);
                        return LinkEvent::Connected;
                    }
                    Err(error) => error,
                },
                State::Up(open) => match open.next().await {
                    Ok(event) => return event,
                    Err(error) => error,
                },
            };
            // Unsent messages are lost with the connection: the session decides whether to send them again.
            let longest = Duration::from_secs(1 << self.failures.min(5));
            self.failures += 1;
            self.state = State::Down(Instant::now() + longest.mul_f64(fastrand::f64()));
            return LinkEvent::Disconnected(error);
        }
    }
}

async fn open<S: AsyncRead + AsyncWrite>(
    client_id: Arc<str>,
    connecting: impl Future<Output = io::Result<S>>,
) -> Result<Open<S>, TransportError> {
    let opening = async {
        let stream = connecting.await.map_err(|error| fault(Kind::Connect, &error))?;
        Open::accepted(stream, &client_id).await
    };
    timeout(LIMIT, opening)
        .await
        .unwrap_or_else(|_| Err(TransportError::timeout(Kind::ConnectTimeout, LIMIT)))
}

impl<S: AsyncRead + AsyncWrite + Send + 'static> Link for CoreLink<S> {
    fn subscribe(&mut self, id: ActionId, filter: String) {
        // Without a connection, the session is about to be notified of its end.
        if let State::Up(open) = &mut self.state {
            open.subscribe(id, &filter);
        }
    }

    fn publish(&mut self, id: ActionId, message: Message) {
        if let State::Up(open) = &mut self.state {
            open.publish(id, &message);
        }
    }

    fn event(&mut self) -> BoxFuture<'_, LinkEvent> {
        Box::pin(self.next())
    }

    fn close(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if let State::Up(open) = &mut self.state {
                let _ = timeout(Duration::from_secs(1), open.close()).await;
            }
        })
    }
}
