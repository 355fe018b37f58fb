//! One connection: a stream, and the protocol state machine, which decides what to do.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use iot_jobs_data::mqtt::session::ActionId;
use iot_jobs_data::mqtt::{LinkEvent, Message};
use iot_jobs_data::transport::{TransportError, TransportErrorKind as Kind};
use mqtt_protocol_core::mqtt::common::Cursor;
use mqtt_protocol_core::mqtt::connection::{ConnectionOptions, Event as Task, Sendable, TimerKind};
use mqtt_protocol_core::mqtt::packet::v3_1_1::{Connect, Disconnect, Publish, Subscribe};
use mqtt_protocol_core::mqtt::packet::{Packet, Qos, SubEntry, SubOpts};
use mqtt_protocol_core::mqtt::prelude::GenericPacketTrait;
use mqtt_protocol_core::mqtt::result_code::{MqttError, SubackReturnCode};
use mqtt_protocol_core::mqtt::{Connection, Version, role};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::time::{Instant, sleep_until};

/// How often the broker is pinged, in seconds.
const KEEP_ALIVE: u16 = 60;

/// How long the broker may take to respond, in milliseconds.
const PATIENCE: u64 = 20_000;

/// The longest packet in bytes that is read: twice as much as AWS IoT sends.
const LONGEST: u32 = 256 << 10;

/// A connection that the broker has accepted.
pub(super) struct Open<S> {
    reader: ReadHalf<S>,
    writer: WriteHalf<S>,
    protocol: Connection<role::Client>,
    incoming: BytesMut,
    outgoing: BytesMut,
    /// Whether the stream may have buffered data.
    is_unflushed: bool,
    timers: Vec<(TimerKind, Instant)>,
    /// The actions by the numbers of their packets.
    sent: HashMap<u16, ActionId>,
    events: VecDeque<LinkEvent>,
}

impl<S: AsyncRead + AsyncWrite> Open<S> {
    /// Introduces the client, and waits until the broker accepts it.
    pub(super) async fn accepted(stream: S, client_id: &str) -> Result<Self, TransportError> {
        let options = ConnectionOptions::new().maximum_packet_size_recv(LONGEST);
        let mut protocol = Connection::with_options(Version::V3_1_1, options);
        protocol.set_auto_pub_response(true);
        protocol.set_pingresp_recv_timeout(PATIENCE);
        let (reader, writer) = split(stream);
        let (incoming, outgoing, is_unflushed) = (BytesMut::new(), BytesMut::new(), false);
        let (timers, sent, events) = (Vec::new(), HashMap::new(), VecDeque::new());
        let mut open =
            Self { reader, writer, protocol, incoming, outgoing, is_unflushed, timers, sent, events };
        let connect = Connect::builder().client_id(client_id);
        open.send(connect.and_then(|it| it.keep_alive(KEEP_ALIVE).clean_session(true).build()))?;
        // The acceptance is the first packet from a broker.
        open.next().await.map(|_| open)
    }

    pub(super) fn subscribe(&mut self, id: ActionId, filter: &str) {
        let sent = self.send_numbered(id, |number| {
            let entry = SubEntry::new(filter, SubOpts::new().set_qos(Qos::AtLeastOnce))?;
            Subscribe::builder().packet_id(number).entries(vec![entry]).build()
        });
        let fault = sent.err().map(|error| LinkEvent::Subscribed(id, Err(error.message().to_owned())));
        self.events.extend(fault);
    }

    pub(super) fn publish(&mut self, id: ActionId, message: &Message) {
        let sent = self.send_numbered(id, |number| {
            let packet = Publish::builder().topic_name(message.topic.as_str())?.packet_id(number);
            packet.qos(Qos::AtLeastOnce).payload(&message.payload[..]).build()
        });
        self.events.extend(sent.err().map(|error| LinkEvent::Acknowledged(id, Err(error))));
    }

    pub(super) async fn close(&mut self) {
        let _ = self.send(Disconnect::builder().build());
        let _ = self.writer.write_all_buf(&mut self.outgoing).await;
        let _ = self.writer.shutdown().await;
    }

    fn send_numbered<P: Sendable<role::Client, u16>>(
        &mut self,
        id: ActionId,
        packet: impl FnOnce(u16) -> Result<P, MqttError>,
    ) -> Result<(), TransportError> {
        let number = self.protocol.acquire_packet_id().map_err(|error| fault(Kind::Invalid, &error))?;
        self.sent.insert(number, id);
        self.send(packet(number))
    }

    fn send<P: Sendable<role::Client, u16>>(
        &mut self,
        packet: Result<P, MqttError>,
    ) -> Result<(), TransportError> {
        let packet = packet.map_err(|error| fault(Kind::Invalid, &error))?;
        let tasks = self.protocol.checked_send(packet);
        self.carry_out(tasks, Kind::Invalid)
    }

    /// Returns the next event; reads, writes and waits until then.
    pub(super) async fn next(&mut self) -> Result<LinkEvent, TransportError> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(event);
            }
            let (kind, at) = self.timers.iter().min_by_key(|(_, at)| *at).copied().unzip();
            let Self { reader, writer, incoming, outgoing, .. } = self;
            let write = async {
                writer.write_all_buf(outgoing).await?;
                writer.flush().await
            };
            tokio::select! {
                biased;
                written = write, if self.is_unflushed => {
                    written.map_err(|error| fault(Kind::Interrupted, &error))?;
                    self.is_unflushed = false;
                }
                read = reader.read_buf(incoming) => {
                    if read.map_err(|error| fault(Kind::Interrupted, &error))? == 0 {
                        return Err(fault(Kind::Interrupted, &"the broker has closed the connection"));
                    }
                    self.take()?;
                }
                () = sleep_until(at.unwrap_or_else(Instant::now)), if at.is_some() => {
                    self.timers.retain(|(other, _)| Some(*other) != kind);
                    let tasks = kind.map(|kind| self.protocol.notify_timer_fired(kind));
                    self.carry_out(tasks.unwrap_or_default(), Kind::Stalled)?;
                }
            }
        }
    }

    /// Processes all bytes that have been read. The protocol stores the beginning of an incomplete packet.
    fn take(&mut self) -> Result<(), TransportError> {
        let incoming = self.incoming.split();
        let mut cursor = Cursor::new(&incoming[..]);
        while cursor.position() < incoming.len() as u64 {
            let tasks = self.protocol.recv(&mut cursor);
            self.carry_out(tasks, Kind::Malformed)?;
        }
        Ok(())
    }

    /// Carries out the protocol's tasks; if it closes the connection, this is an error of the given kind.
    fn carry_out(&mut self, tasks: Vec<Task>, kind: Kind) -> Result<(), TransportError> {
        let mut result = Ok(());
        for task in tasks {
            match task {
                Task::NotifyPacketReceived(packet) => self.received(&packet)?,
                Task::RequestSendPacket { packet, .. } => {
                    self.outgoing.extend_from_slice(&packet.to_continuous_buffer());
                    self.is_unflushed = true;
                }
                Task::RequestTimerReset { kind, duration_ms } => {
                    self.timers.retain(|(other, _)| *other != kind);
                    self.timers.push((kind, Instant::now() + Duration::from_millis(duration_ms)));
                }
                Task::RequestTimerCancel(kind) => self.timers.retain(|(other, _)| *other != kind),
                Task::RequestClose => result = Err(fault(kind, &"the broker gives no sign of life")),
                Task::NotifyError(error) => result = Err(fault(kind, &error)),
                Task::NotifyPacketIdReleased(_) => {}
            }
        }
        result
    }

    fn received(&mut self, packet: &Packet) -> Result<(), TransportError> {
        let event = match packet {
            Packet::V3_1_1Connack(answer) if answer.return_code().is_success() => Some(LinkEvent::Connected),
            Packet::V3_1_1Connack(answer) => return Err(fault(Kind::Connect, &answer.return_code())),
            Packet::V3_1_1Publish(publish) => Some(LinkEvent::Message {
                topic: publish.topic_name().to_owned(),
                payload: Bytes::copy_from_slice(publish.payload().as_slice()),
            }),
            Packet::V3_1_1Puback(answer) => {
                self.sent.remove(&answer.packet_id()).map(|id| LinkEvent::Acknowledged(id, Ok(())))
            }
            Packet::V3_1_1Suback(answer) => {
                let is_granted = answer.return_codes().iter().all(SubackReturnCode::is_success);
                let result = if is_granted { Ok(()) } else { Err("it gives no reason".to_owned()) };
                self.sent.remove(&answer.packet_id()).map(|id| LinkEvent::Subscribed(id, result))
            }
            _ => None,
        };
        self.events.extend(event);
        Ok(())
    }
}

pub(super) fn fault(kind: Kind, reason: &impl ToString) -> TransportError {
    TransportError::new(kind, reason.to_string())
}
