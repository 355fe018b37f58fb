//! A listener of notifications: it drops those that are duplicates, stale, or on other topics.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;

use super::super::facts::{Facts, Topic};
use super::super::payload::{self, Object};
use super::super::topic;
use super::filters::{Filters, Standing};
use crate::error::RequestError;

/// How many untaken messages a listener keeps. If it falls behind further, it reports that some were missed.
const KEPT: usize = 64;

/// What a listener receives. `Debug` shows only the length of a payload.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Heard {
    /// Notifications may have been missed: ask the service for the current state. It is the first item of a listener,
    /// and is repeated after each connect, and when notifications came faster than they were taken.
    Missed,
    /// A notification.
    Message {
        /// Its topic.
        topic: String,
        /// Its payload.
        payload: Bytes,
    },
    /// The broker refuses the subscription to this topic.
    Refused {
        /// The topic.
        topic: String,
        /// The broker's reason.
        reason: String,
    },
}

/// Payloads may hold secrets.
impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missed => f.write_str("Missed"),
            Self::Message { topic, payload } => {
                f.debug_struct("Message").field("topic", topic).field("length", &payload.len()).finish()
            }
            Self::Refused { topic, reason } => {
                f.debug_struct("Refused").field("topic", topic).field("reason", reason).finish()
            }
        }
    }
}

/// A listener of a session.
pub(super) struct Listener {
    channels: Vec<Channel>,
    heard: VecDeque<Heard>,
    /// Whether it has not been notified of this connection.
    is_fresh: bool,
}

/// One topic of a listener.
struct Channel {
    topic: String,
    notified: &'static Topic,
    last: Option<Last>,
}

/// The values in the newest notification of a topic.
struct Last {
    time: Option<f64>,
    instance: Vec<Option<String>>,
    version: Option<f64>,
    payload: Bytes,
}

impl Listener {
    pub(super) fn new(facts: &Facts, labels: &[(&str, &str)]) -> Result<Self, RequestError> {
        let value = |member: &str| {
            labels.iter().find(|(name, _)| *name == member).map(|(_, value)| (*value).to_owned())
        };
        let mut channels = Vec::new();
        for notified in facts.notifications {
            let topic = topic::fill(facts, notified.topic, value)?;
            channels.push(Channel { topic, notified, last: None });
        }
        Ok(Self { channels, heard: VecDeque::new(), is_fresh: true })
    }

    pub(super) fn topics(&self) -> impl Iterator<Item = &str> {
        self.channels.iter().map(|channel| channel.topic.as_str())
    }

    /// Resets the state for a new connection.
    pub(super) fn forget(&mut self) {
        self.is_fresh = true;
    }

    /// Once the broker has answered all subscriptions of a connection, reports the results.
    pub(super) fn settle(&mut self, filters: &Filters) -> bool {
        let standings: Vec<_> = self.topics().map(|topic| (topic, filters.standing(topic))).collect();
        if !self.is_fresh || standings.iter().any(|(_, standing)| *standing == Standing::Pending) {
            return false;
        }
        let refused = standings.into_iter().filter_map(|(topic, standing)| match standing {
            Standing::Refused(reason) => Some(Heard::Refused { topic: topic.to_owned(), reason }),
            _ => None,
        });
        let refused: Vec<_> = refused.collect();
        self.is_fresh = false;
        self.push(Heard::Missed);
        for refused in refused {
            self.push(refused);
        }
        true
    }

    /// Takes a message. `false` if it is not new, or on another topic.
    pub(super) fn take(&mut self, topic: &str, payload: &Bytes) -> bool {
        let Some(channel) = self.channels.iter_mut().find(|channel| channel.topic == topic) else {
            return false;
        };
        let is_new = channel.is_new(payload);
        if is_new {
            self.push(Heard::Message { topic: topic.to_owned(), payload: payload.clone() });
        }
        is_new
    }

    fn push(&mut self, heard: Heard) {
        if self.heard.len() >= KEPT {
            self.heard.clear();
            self.heard.push_back(Heard::Missed);
        }
        if self.heard.back() != Some(&heard) {
            self.heard.push_back(heard);
        }
    }

    pub(super) fn heard(&mut self) -> Option<Heard> {
        self.heard.pop_front()
    }
}

impl Channel {
    /// Whether a notification is new. It is not if it repeats the newest one, if it was sent before that, or if it has
    /// an older version of the same subject and was not sent later. A broker may deliver a message twice, and in
    /// another order; a subject that is deleted and created again starts at the first version.
    fn is_new(&mut self, payload: &Bytes) -> bool {
        let next = Last::of(self.notified, payload);
        if let Some(last) = &self.last {
            let is_older = |one: Option<f64>, other: Option<f64>| one.zip(other).is_some_and(|(a, b)| a < b);
            let is_later = is_older(last.time, next.time);
            let is_same = next.instance == last.instance && next.instance.iter().all(Option::is_some);
            if next.payload == last.payload
                || is_older(next.time, last.time)
                || (is_same && !is_later && is_older(next.version, last.version))
            {
                return false;
            }
        }
        self.last = Some(next);
        true
    }
}

impl Last {
    fn of(notified: &Topic, payload: &Bytes) -> Self {
        let json = std::str::from_utf8(payload).unwrap_or_default();
        let object = payload::object(json).unwrap_or_default();
        let number = |path: &[&str]| find(&object, path)?.parse().ok();
        Self {
            time: notified.time.and_then(|name| number(&[name])),
            instance: notified.instance.iter().map(|path| find(&object, path)).collect(),
            version: number(notified.version),
            payload: payload.clone(),
        }
    }
}

/// Returns the JSON at the path.
fn find(object: &Object<'_>, path: &[&str]) -> Option<String> {
    let (name, rest) = path.split_first()?;
    let value = object.get(*name)?.get();
    if rest.is_empty() { Some(value.to_owned()) } else { find(&payload::object(value)?, rest) }
}
