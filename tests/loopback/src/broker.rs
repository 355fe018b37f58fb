//! An MQTT broker on loopback, for tests: it records what clients send, and a script decides how it reacts to each
//! message.

#![allow(clippy::expect_used, clippy::panic, clippy::missing_panics_doc, reason = "a test fails by a panic")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::BytesMut;
use rumqttc::mqttbytes::v4::{
    ConnAck, Connect, ConnectReturnCode, Packet, PubAck, Publish, SubAck, SubscribeFilter,
    SubscribeReasonCode, UnsubAck,
};
use rumqttc::mqttbytes::{Error, QoS};

use crate::server::Tls;

/// How often a connection checks for messages to send.
const GLANCE: Duration = Duration::from_millis(5);

/// A message that a client has published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its topic.
    pub topic: String,
    /// Its payload as text.
    pub payload: String,
    /// Its quality of service, 0 to 2.
    pub qos: u8,
    /// The number of the connection, from 1.
    pub connection: usize,
}

/// A filter that a client has subscribed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribed {
    /// The filter.
    pub filter: String,
    /// The quality of service that the client asks for, 0 to 2.
    pub qos: u8,
}

/// A reaction of the broker to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Sends the client a message.
    Send(String, String),
    /// Closes the connection, without an acknowledgement.
    Close,
}

/// Returns the reactions to a message that a client has published.
type Script = Box<dyn FnMut(&Published) -> Vec<Reaction> + Send>;

/// A broker that runs until it is dropped.
pub struct Broker {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    script: Mutex<Script>,
    published: Mutex<Vec<Published>>,
    subscribed: Mutex<Vec<Subscribed>>,
    connects: Mutex<Vec<Connect>>,
    /// Messages for the newest connection.
    outbox: Mutex<Vec<(String, String)>>,
    connections: AtomicUsize,
    /// Filters whose subscription is refused.
    refused: Mutex<Vec<String>>,
    is_over: AtomicBool,
    /// Whether all connections are closed, and none accepted.
    is_down: AtomicBool,
}

/// Locks, even after another thread has panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Broker {
    /// Starts a broker without TLS.
    pub fn plain(script: impl FnMut(&Published) -> Vec<Reaction> + Send + 'static) -> Self {
        Self::start(None, Box::new(script))
    }

    /// Starts a broker that accepts only TLS.
    pub fn secure(tls: &Tls, script: impl FnMut(&Published) -> Vec<Reaction> + Send + 'static) -> Self {
        Self::start(Some(tls.config()), Box::new(script))
    }

    fn start(tls: Option<Arc<rustls::ServerConfig>>, script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a mode of the socket");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            script: Mutex::new(script),
            published: Mutex::default(),
            subscribed: Mutex::default(),
            connects: Mutex::default(),
            outbox: Mutex::default(),
            connections: AtomicUsize::new(0),
            refused: Mutex::default(),
            is_over: AtomicBool::new(false),
            is_down: AtomicBool::new(false),
        });
        let inner = Arc::clone(&shared);
        thread::spawn(move || {
            while !inner.is_over.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) if !inner.is_down.load(Ordering::Relaxed) => {
                        let (shared, tls) = (Arc::clone(&inner), tls.clone());
                        thread::spawn(move || serve(&shared, stream, tls));
                    }
                    Ok((stream, _)) => drop(stream),
                    Err(_) => thread::sleep(GLANCE),
                }
            }
        });
        Self { address, shared }
    }

    /// Returns its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns all messages so far.
    pub fn published(&self) -> Vec<Published> {
        lock(&self.shared.published).clone()
    }

    /// Returns all filters that clients have subscribed to so far.
    pub fn subscribed(&self) -> Vec<String> {
        self.subscriptions().into_iter().map(|subscribed| subscribed.filter).collect()
    }

    /// Returns all subscriptions of clients so far.
    pub fn subscriptions(&self) -> Vec<Subscribed> {
        lock(&self.shared.subscribed).clone()
    }

    /// Returns the CONNECT packets of clients so far.
    pub fn connects(&self) -> Vec<Connect> {
        lock(&self.shared.connects).clone()
    }

    /// Sends a message over the newest connection.
    pub fn send(&self, topic: impl Into<String>, payload: impl Into<String>) {
        lock(&self.shared.outbox).push((topic.into(), payload.into()));
    }

    /// Refuses subscriptions to this filter.
    pub fn refuse(&self, filter: impl Into<String>) {
        lock(&self.shared.refused).push(filter.into());
    }

    /// Closes all connections, and accepts none until it is up again.
    pub fn down(&self, is_down: bool) {
        self.shared.is_down.store(is_down, Ordering::Relaxed);
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
    }
}

fn serve(shared: &Shared, stream: TcpStream, tls: Option<Arc<rustls::ServerConfig>>) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_nonblocking(false);
    let _ = stream.set_read_timeout(Some(GLANCE));
    // The client has to notice how a connection ends.
    let _ = match tls {
        None => converse(shared, stream),
        Some(config) => rustls::ServerConnection::new(config)
            .map_err(io::Error::other)
            .and_then(|session| converse(shared, rustls::StreamOwned::new(session, stream))),
    };
}

/// Reads packets and answers them until the connection ends.
fn converse(shared: &Shared, mut stream: impl Read + Write) -> io::Result<()> {
    let number = shared.connections.fetch_add(1, Ordering::Relaxed) + 1;
    let (mut incoming, mut chunk) = (BytesMut::new(), [0; 4096]);
    loop {
        if shared.is_over.load(Ordering::Relaxed) || shared.is_down.load(Ordering::Relaxed) {
            return Ok(());
        }
        match stream.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(length) => incoming.extend_from_slice(&chunk[..length]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
        loop {
            match Packet::read(&mut incoming, 1 << 20) {
                Ok(packet) => {
                    let Some(answers) = answer(shared, number, packet) else { return Ok(()) };
                    answers.iter().try_for_each(|packet| write(&mut stream, packet))?;
                }
                Err(Error::InsufficientBytes(_)) => break,
                Err(error) => panic!("the client sent what is no packet: {error}"),
            }
        }
        if number == shared.connections.load(Ordering::Relaxed) {
            for (topic, payload) in std::mem::take(&mut *lock(&shared.outbox)) {
                write(&mut stream, &message(topic, payload))?;
            }
        }
    }
}

fn write(stream: &mut impl Write, packet: &Packet) -> io::Result<()> {
    let mut bytes = BytesMut::new();
    packet.write(&mut bytes, usize::MAX).map_err(io::Error::other)?;
    stream.write_all(&bytes)?;
    stream.flush()
}

fn message(topic: String, payload: String) -> Packet {
    Packet::Publish(Publish::new(topic, QoS::AtMostOnce, payload))
}

/// Returns the broker's answers to a packet; `None` ends the connection.
fn answer(shared: &Shared, connection: usize, packet: Packet) -> Option<Vec<Packet>> {
    match packet {
        Packet::Connect(connect) => {
            lock(&shared.connects).push(connect);
            Some(vec![Packet::ConnAck(ConnAck::new(ConnectReturnCode::Success, false))])
        }
        Packet::Subscribe(subscribe) => {
            let refused = lock(&shared.refused).clone();
            let code = |filter: &SubscribeFilter| {
                let subscribed = Subscribed { filter: filter.path.clone(), qos: filter.qos as u8 };
                lock(&shared.subscribed).push(subscribed);
                if refused.contains(&filter.path) {
                    SubscribeReasonCode::Failure
                } else {
                    SubscribeReasonCode::Success(filter.qos)
                }
            };
            let codes = subscribe.filters.iter().map(code).collect();
            Some(vec![Packet::SubAck(SubAck::new(subscribe.pkid, codes))])
        }
        Packet::Publish(publish) => {
            let published = Published {
                topic: publish.topic,
                payload: String::from_utf8_lossy(&publish.payload).into_owned(),
                qos: publish.qos as u8,
                connection,
            };
            lock(&shared.published).push(published.clone());
            let reactions = (lock(&shared.script))(&published);
            let is_acknowledged = publish.qos == QoS::AtLeastOnce;
            let mut answers = Vec::new();
            answers.extend(is_acknowledged.then(|| Packet::PubAck(PubAck::new(publish.pkid))));
            for reaction in reactions {
                match reaction {
                    Reaction::Send(topic, payload) => answers.push(message(topic, payload)),
                    Reaction::Close => return None,
                }
            }
            Some(answers)
        }
        Packet::Unsubscribe(unsubscribe) => Some(vec![Packet::UnsubAck(UnsubAck::new(unsubscribe.pkid))]),
        Packet::PingReq => Some(vec![Packet::PingResp]),
        Packet::PubAck(_) => Some(Vec::new()),
        _ => None,
    }
}
