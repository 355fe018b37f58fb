//! Compares bodies in CBOR, with a different reader from that of the crate under test.

use ciborium::Value as Cbor;
use serde_json::{Value, json};

use super::body;
use super::event::Event;
use super::request::Request;

impl Request {
    /// Checks that its body is this CBOR; the order of members is ignored.
    pub(crate) fn cbor(mut self, expected: impl AsRef<[u8]>) -> Self {
        self.found.extend(body::difference(expected.as_ref(), &self.body, parse));
        self
    }
}

impl Event {
    /// Expects this CBOR as its payload.
    pub(crate) fn cbor(mut self, payload: impl AsRef<[u8]>) -> Self {
        self.payload = Some((payload.as_ref().to_vec(), parse));
        self
    }
}

fn parse(bytes: &[u8]) -> Option<Value> {
    value(ciborium::from_reader(bytes).ok()?)
}

/// Returns JSON that preserves all differences: tags and bytes become objects, special floats their names.
fn value(cbor: Cbor) -> Option<Value> {
    Some(match cbor {
        Cbor::Bool(value) => value.into(),
        Cbor::Null => Value::Null,
        Cbor::Integer(number) => serde_json::to_value(i128::from(number)).ok()?,
        Cbor::Float(number) if number.is_finite() => number.into(),
        Cbor::Float(number) => number.to_string().into(),
        Cbor::Text(text) => text.into(),
        Cbor::Bytes(bytes) => json!({ "bytes": bytes }),
        Cbor::Tag(tag, inner) => json!({ "tag": tag, "value": value(*inner)? }),
        Cbor::Array(items) => items.into_iter().map(value).collect::<Option<_>>()?,
        Cbor::Map(entries) => {
            let entry = |(name, inner): (Cbor, _)| Some((name.into_text().ok()?, value(inner)?));
            Value::Object(entries.into_iter().map(entry).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}
