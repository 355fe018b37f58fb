//! Requests and responses as messages: pure functions from an input to a message, and from a message to an output or an
//! error.

use std::fmt;

use bytes::Bytes;

use super::facts::{Facts, JsonPaths};
use super::payload;
use super::topic::{self, Labels};
use crate::error::{ClientError, ErrorResponse, ReadError, RequestError};
use crate::operation::Operation;
use crate::response::FromResponse;

/// The MQTT binding of an operation, from the model.
#[derive(Debug)]
pub struct Binding {
    /// The properties of the service.
    pub facts: &'static Facts,
    /// The topic of requests, with labels: `things/{thingName}/jobs/get`.
    pub topic: &'static str,
    /// Whether a request may change something.
    pub acts: bool,
    /// Where strings of the output are embedded as JSON.
    pub json: JsonPaths,
}

/// A message to publish. `Debug` shows the topic, and only the length of the payload.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The topic that it is published to.
    pub topic: String,
    /// The JSON payload.
    pub payload: Bytes,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("topic", &self.topic).field("length", &self.payload.len()).finish()
    }
}

/// Returns the message that calls an operation. The response has the same token, which matches it to the request.
///
/// The constraints of the input are not checked: see [`Operation::check`].
pub fn request<O: Operation>(input: &O, token: &str) -> Result<Message, ClientError> {
    let binding = binding::<O>()?;
    let problem = |error| ClientError::Request { operation: O::NAME, error };
    message(binding, input, token).map_err(problem)
}

pub(super) fn binding<O: Operation>() -> Result<&'static Binding, ClientError> {
    let reason = || "it cannot be called over MQTT: the service has no topic for it".to_owned();
    O::MQTT.ok_or_else(|| ClientError::Prepare { operation: O::NAME, reason: reason() })
}

fn message<O: Operation>(binding: &Binding, input: &O, token: &str) -> Result<Message, RequestError> {
    let Binding { facts, topic: template, .. } = binding;
    let json = serde_json::to_string(input).map_err(|error| RequestError::Body(error.to_string()))?;
    let members = payload::object(&json).unwrap_or_default();
    let topic = topic::fill(facts, template, |label| payload::text(&members, label))?;
    let labels = topic::matched(template, &topic).unwrap_or_default();
    let payload = payload::request(members, &labels, facts.token, token);
    if payload.len() > facts.max_payload {
        let (length, most) = (payload.len(), facts.max_payload);
        return Err(RequestError::Body(format!(
            "it has {length} bytes, and the broker takes {most} at most"
        )));
    }
    Ok(Message { topic, payload })
}

/// The response to a request over MQTT.
#[derive(Debug)]
pub struct ResponseMessage<O: Operation> {
    labels: Labels,
    token: Option<String>,
    result: Result<O::Output, O::Error>,
}

impl<O: Operation> ResponseMessage<O> {
    /// Reads a message. `None` if its topic is not that of a response to this operation.
    pub fn from_message(topic: &str, payload: &[u8]) -> Option<Self> {
        let binding = O::MQTT?;
        let (base, kind) = split(binding.facts, topic)?;
        let labels = topic::matched(binding.topic, base)?;
        let payload = Bytes::copy_from_slice(payload);
        let token = token(binding.facts, &payload);
        let result = match kind {
            Kind::Accepted => output::<O>(binding, payload).map_err(O::Error::from),
            Kind::Rejected => Err(rejection::<O>(&payload).into()),
        };
        Some(Self { labels, token, result })
    }

    /// Returns the token of the request, if the response has one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Returns the value of a label of the topic.
    pub fn label(&self, member: &str) -> Option<&str> {
        self.labels.get(member).map(String::as_str)
    }

    /// Returns the output or the error.
    pub fn into_result(self) -> Result<O::Output, O::Error> {
        self.result
    }
}

/// The kind of a response, by the last level of its topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Accepted,
    Rejected,
}

/// Returns the topic of the request that a message answers.
pub(super) fn split<'t>(facts: &Facts, topic: &'t str) -> Option<(&'t str, Kind)> {
    let (base, level) = topic.rsplit_once('/')?;
    match level {
        level if level == facts.accepted => Some((base, Kind::Accepted)),
        level if level == facts.rejected => Some((base, Kind::Rejected)),
        _ => None,
    }
}

/// Returns the token in a payload.
pub(super) fn token(facts: &Facts, payload: &[u8]) -> Option<String> {
    let json = std::str::from_utf8(payload).ok()?;
    payload::text_in(json, facts.token)
}

pub(super) fn output<O: Operation>(binding: &Binding, payload: Bytes) -> Result<O::Output, ClientError> {
    payload::output::<O::Output>(&payload, binding.json).map_err(|reason: ReadError| {
        let error = ClientError::unreadable_message(O::NAME, payload, reason);
        if O::Output::SENSITIVE { error.hiding_body() } else { error }
    })
}

pub(super) fn rejection<O: Operation>(payload: &Bytes) -> ErrorResponse {
    ErrorResponse::of_message(O::NAME, payload).classified(O::RETRYABLE)
}
