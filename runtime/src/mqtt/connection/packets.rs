//! The packets of one connection: outgoing and received ones, and the meaning of their numbers.

use std::collections::{HashMap, VecDeque};

use bytes::BytesMut;
use rumqttc::mqttbytes::v4::{
    ConnAck, Connect, ConnectReturnCode, Packet, PubAck, Publish, SubAck, Subscribe, SubscribeReasonCode,
};
use rumqttc::mqttbytes::{Error, QoS};

use super::super::config;
use super::super::link::LinkEvent;
use super::super::message::Message;
use super::super::session::ActionId;
use crate::transport::{TransportError, TransportErrorKind as Kind};

/// How many packet numbers a connection may have under way. A session uses far fewer.
const MOST: usize = 1024;

/// The state of a connection, without IO.
pub(super) struct Packets {
    /// Bytes to be written.
    pub(super) outgoing: BytesMut,
    incoming: BytesMut,
    /// Events that have not been taken.
    events: VecDeque<LinkEvent>,
    consent: Option<Result<(), TransportError>>,
    published: HashMap<u16, ActionId>,
    subscribed: HashMap<u16, ActionId>,
    last: u16,
    /// Whether a ping is unanswered.
    is_asked: bool,
    /// The longest packet that is read.
    longest: usize,
}

impl Packets {
    /// Returns the state of a new connection; the first packet is to be written.
    pub(super) fn new(config: &config::Connection) -> Self {
        let mut packets = Self {
            outgoing: BytesMut::new(),
            incoming: BytesMut::new(),
            events: VecDeque::new(),
            consent: None,
            published: HashMap::new(),
            subscribed: HashMap::new(),
            last: 0,
            is_asked: false,
            longest: config.longest,
        };
        let mut connect = Connect::new(config.client_id.as_str());
        connect.keep_alive = u16::try_from(config.keep_alive.as_secs()).unwrap_or(u16::MAX);
        connect.clean_session = config.clean_session;
        let _ = packets.write(&Packet::Connect(connect));
        packets
    }

    /// Returns the broker's answer to the connection, once it has come.
    pub(super) fn consent(&mut self) -> Option<Result<(), TransportError>> {
        self.consent.take()
    }

    /// Returns the next event.
    pub(super) fn next(&mut self) -> Option<Result<LinkEvent, TransportError>> {
        self.events.pop_front().map(Ok)
    }

    pub(super) fn subscribe(&mut self, id: ActionId, filter: String) {
        let Some(number) = self.number() else {
            return self
                .events
                .push_back(LinkEvent::Subscribed(id, Err("too many requests are under way".to_owned())));
        };
        let mut subscribe = Subscribe::new(filter, QoS::AtLeastOnce);
        subscribe.pkid = number;
        match self.write(&Packet::Subscribe(subscribe)) {
            Ok(()) => drop(self.subscribed.insert(number, id)),
            Err(error) => self.events.push_back(LinkEvent::Subscribed(id, Err(error.message().to_owned()))),
        }
    }

    pub(super) fn publish(&mut self, id: ActionId, message: Message) {
        let Some(number) = self.number() else {
            let error = TransportError::new(Kind::Invalid, "too many requests are under way");
            return self.events.push_back(LinkEvent::Acknowledged(id, Err(error)));
        };
        let mut publish = Publish::new(message.topic, QoS::AtLeastOnce, message.payload);
        publish.pkid = number;
        match self.write(&Packet::Publish(publish)) {
            Ok(()) => drop(self.published.insert(number, id)),
            Err(error) => self.events.push_back(LinkEvent::Acknowledged(id, Err(error))),
        }
    }

    /// Sends a ping. It is an error if the last one was not answered.
    pub(super) fn ping(&mut self) -> Result<(), TransportError> {
        if self.is_asked {
            return Err(TransportError::new(Kind::Stalled, "the broker has not answered a ping"));
        }
        self.is_asked = true;
        self.write(&Packet::PingReq)
    }

    pub(super) fn disconnect(&mut self) {
        let _ = self.write(&Packet::Disconnect);
    }

    /// Returns an unused packet number.
    fn number(&mut self) -> Option<u16> {
        if self.published.len() + self.subscribed.len() >= MOST {
            return None;
        }
        loop {
            self.last = self.last.checked_add(1).unwrap_or(1);
            if !self.published.contains_key(&self.last) && !self.subscribed.contains_key(&self.last) {
                return Some(self.last);
            }
        }
    }

    fn write(&mut self, packet: &Packet) -> Result<(), TransportError> {
        let written = packet.write(&mut self.outgoing, usize::MAX);
        written.map(drop).map_err(|error| TransportError::new(Kind::Invalid, error.to_string()))
    }

    /// Takes received bytes.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), TransportError> {
        self.incoming.extend_from_slice(bytes);
        loop {
            match Packet::read(&mut self.incoming, self.longest) {
                Ok(packet) => self.handle(packet)?,
                Err(Error::InsufficientBytes(_)) => return Ok(()),
                Err(error) => return Err(TransportError::new(Kind::Malformed, error.to_string())),
            }
        }
    }

    fn handle(&mut self, packet: Packet) -> Result<(), TransportError> {
        // Any packet shows that the broker is alive.
        self.is_asked = false;
        match packet {
            Packet::ConnAck(ConnAck { code, .. }) => self.consent = Some(consented(code)),
            Packet::Publish(Publish { topic, payload, qos, pkid, .. }) => {
                if qos != QoS::AtMostOnce {
                    // The exactly-once handshake is not supported: no subscription uses it.
                    self.write(&Packet::PubAck(PubAck::new(pkid)))?;
                }
                self.events.push_back(LinkEvent::Message { topic, payload });
            }
            Packet::PubAck(PubAck { pkid }) => {
                let id = self.published.remove(&pkid);
                self.events.extend(id.map(|id| LinkEvent::Acknowledged(id, Ok(()))));
            }
            Packet::SubAck(SubAck { pkid, return_codes }) => {
                let is_granted = return_codes.iter().all(|code| *code != SubscribeReasonCode::Failure);
                let reason = "its response is a failure, for which it gives no reason";
                let result = if is_granted { Ok(()) } else { Err(reason.to_owned()) };
                let id = self.subscribed.remove(&pkid);
                self.events.extend(id.map(|id| LinkEvent::Subscribed(id, result)));
            }
            Packet::PingResp => {}
            other => {
                let message = format!("the broker sends {}, which brokers do not send", name(&other));
                return Err(TransportError::new(Kind::Malformed, message));
            }
        }
        Ok(())
    }
}

/// Returns the broker's answer to a connection as a result.
fn consented(code: ConnectReturnCode) -> Result<(), TransportError> {
    let reason = match code {
        ConnectReturnCode::Success => return Ok(()),
        ConnectReturnCode::RefusedProtocolVersion => "it does not speak MQTT 3.1.1",
        ConnectReturnCode::BadClientId => "it does not take the client id",
        ConnectReturnCode::ServiceUnavailable => "it is not available",
        ConnectReturnCode::BadUserNamePassword => "it wants a user name and a password",
        ConnectReturnCode::NotAuthorized => "the client is not authorized",
    };
    Err(TransportError::new(Kind::Connect, format!("the broker refuses the connection: {reason}")))
}

fn name(packet: &Packet) -> &'static str {
    match packet {
        Packet::Connect(_) => "CONNECT",
        Packet::Subscribe(_) => "SUBSCRIBE",
        Packet::Unsubscribe(_) => "UNSUBSCRIBE",
        Packet::PingReq => "PINGREQ",
        Packet::Disconnect => "DISCONNECT",
        Packet::UnsubAck(_) => "UNSUBACK for nothing",
        _ => "a packet of the exactly-once handshake",
    }
}
