//! An event with its headers and its payload, for generated code.

use bytes::Bytes;
use serde::Serialize;

use super::header::{EventHeader, HeaderValue, OwnedValue, Value};
use crate::codec::Read;
use crate::error::{ReadError, RequestError};
use crate::response;
use crate::text::{FromText, ToText};

const MESSAGE_TYPE: &str = ":message-type";
const EVENT_TYPE: &str = ":event-type";
const EXCEPTION_TYPE: &str = ":exception-type";
const CONTENT_TYPE: &str = ":content-type";

/// An event: headers and a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub(super) headers: Vec<(String, Value)>,
    pub(super) payload: Bytes,
}

/// The kind of an event.
pub(super) enum Kind<'e> {
    /// A member of the union.
    Event(&'e str),
    /// A member that is an error.
    Exception(&'e str),
    /// An error that is not in the model: its code and its message.
    Error(&'e str, &'e str),
}

impl Event {
    /// Returns the kind of the event.
    pub(super) fn kind(&self) -> Result<Kind<'_>, ReadError> {
        match self.required(MESSAGE_TYPE)? {
            "event" => self.required(EVENT_TYPE).map(Kind::Event),
            "exception" => self.required(EXCEPTION_TYPE).map(Kind::Exception),
            "error" => Ok(Kind::Error(
                self.text(":error-code").unwrap_or_default(),
                self.text(":error-message").unwrap_or_default(),
            )),
            other => Err(ReadError::new(format!("an event has the type {other:?}"))),
        }
    }

    fn required(&self, name: &str) -> Result<&str, ReadError> {
        self.text(name).ok_or_else(|| ReadError::new(format!("an event has no text in its header `{name}`")))
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.value(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads a header; without it the member is unset.
    pub fn header<T: EventHeader>(&self, name: &str) -> Result<Option<T>, ReadError> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let read = T::from_header(HeaderValue(value));
        read.map(Some).ok_or_else(|| ReadError::new("it is of another type").in_header(name))
    }

    /// Reads a header of text; without it the member is unset.
    pub fn header_text<T: FromText>(&self, name: &str) -> Result<Option<T>, ReadError> {
        let text = self.header::<String>(name)?;
        text.map(|text| T::from_text(&text).map_err(|error| error.in_header(name))).transpose()
    }

    /// Reads the payload as JSON; an empty one reads as `{}`.
    pub fn json<T: Read>(&self) -> Result<T, ReadError> {
        response::json(&http::Response::new(self.payload.clone()))
    }

    /// Reads the payload as CBOR; an empty one reads as an empty map.
    #[cfg(feature = "cbor")]
    pub fn cbor<T: Read>(&self) -> Result<T, ReadError> {
        response::cbor(&http::Response::new(self.payload.clone()))
    }

    /// Returns the payload as a blob.
    pub fn bytes(&self) -> Bytes {
        self.payload.clone()
    }

    /// Reads the payload as text.
    pub fn payload_text<T: FromText>(&self) -> Result<T, ReadError> {
        let text = std::str::from_utf8(&self.payload);
        T::from_text(text.map_err(|_| ReadError::new("the payload of an event is not UTF-8 text"))?)
    }

    /// Creates an event without a payload, for this member of the union.
    pub fn new(member: &str) -> Self {
        Self::typed("event", EVENT_TYPE, member)
    }

    /// Creates an event that is an error, for this member of the union.
    pub fn exception(member: &str) -> Self {
        Self::typed("exception", EXCEPTION_TYPE, member)
    }

    fn typed(kind: &str, name: &str, member: &str) -> Self {
        let text = |text: &str| Value::Text(text.to_owned());
        let headers = vec![(MESSAGE_TYPE.to_owned(), text(kind)), (name.to_owned(), text(member))];
        Self { headers, payload: Bytes::new() }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &impl EventHeader) -> Self {
        let OwnedValue(value) = value.to_header();
        self.headers.push((name.to_owned(), value));
        self
    }

    /// Adds a header if the value is set.
    #[must_use]
    pub fn with_header_some<T: EventHeader>(self, name: &str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.with_header(name, value),
            None => self,
        }
    }

    /// Adds a header of text.
    #[must_use]
    pub fn with_text(self, name: &str, value: &dyn ToText) -> Self {
        self.with_header(name, &value.to_text().into_owned())
    }

    /// Adds a header of text if the value is set.
    #[must_use]
    pub fn with_text_some<T: ToText>(self, name: &str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.with_text(name, value),
            None => self,
        }
    }

    /// Sets the payload to JSON.
    pub fn with_json(self, value: &impl Serialize) -> Result<Self, RequestError> {
        let json = serde_json::to_vec(value).map_err(|error| RequestError::Body(error.to_string()))?;
        Ok(self.with_payload("application/json", json))
    }

    /// Sets the payload to JSON if the value is set.
    pub fn with_json_some<T: Serialize>(self, value: &Option<T>) -> Result<Self, RequestError> {
        match value {
            Some(value) => self.with_json(value),
            None => Ok(self),
        }
    }

    /// Sets the payload to CBOR.
    #[cfg(feature = "cbor")]
    pub fn with_cbor(self, value: &impl Serialize) -> Result<Self, RequestError> {
        let cbor = crate::cbor::write(value).map_err(|error| RequestError::Body(error.to_string()))?;
        Ok(self.with_payload("application/cbor", cbor))
    }

    /// Sets the payload to CBOR if the value is set.
    #[cfg(feature = "cbor")]
    pub fn with_cbor_some<T: Serialize>(self, value: &Option<T>) -> Result<Self, RequestError> {
        match value {
            Some(value) => self.with_cbor(value),
            None => Ok(self),
        }
    }

    /// Sets the payload to bytes of this media type.
    #[must_use]
    pub fn with_payload(self, content_type: &str, payload: impl Into<Bytes>) -> Self {
        let event = self.with_text(CONTENT_TYPE, &content_type);
        Self { payload: payload.into(), ..event }
    }

    /// Sets the payload if the value is set.
    #[must_use]
    pub fn with_payload_some(self, content_type: &str, payload: Option<impl Into<Bytes>>) -> Self {
        match payload {
            Some(payload) => self.with_payload(content_type, payload),
            None => self,
        }
    }
}
