//! Reads the events in the body of a request according to the specification, and compares them with what is expected.
//!
//! Facts: <https://smithy.io/2.0/aws/amazon-eventstream.html>

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::body::{self, Parse};

/// What is expected of an event.
#[derive(Debug, Default)]
pub(crate) struct Event {
    headers: Vec<(String, Value)>,
    required: Vec<String>,
    forbidden: Vec<String>,
    /// The payload, and the function that parses it.
    pub(crate) payload: Option<(Vec<u8>, Parse)>,
}

impl Event {
    /// Expects any event.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Expects a header with a value of this type: `header("a", "string", "b")`. A timestamp is in milliseconds since
    /// 1970, and a blob is its text.
    pub(crate) fn header(mut self, name: &str, kind: &str, value: impl Into<Value>) -> Self {
        self.headers.push((name.to_owned(), typed(kind, value)));
        self
    }

    /// Expects a header of this name.
    pub(crate) fn has_header(mut self, name: &str) -> Self {
        self.required.push(name.to_owned());
        self
    }

    /// Expects no header of this name.
    pub(crate) fn lacks_header(mut self, name: &str) -> Self {
        self.forbidden.push(name.to_owned());
        self
    }

    /// Expects this JSON as its payload.
    pub(crate) fn json(mut self, payload: impl AsRef<[u8]>) -> Self {
        self.payload = Some((payload.as_ref().to_vec(), body::of_type("application/json")));
        self
    }

    /// Expects these bytes as its payload.
    pub(crate) fn bytes(mut self, payload: impl AsRef<[u8]>) -> Self {
        self.payload = Some((payload.as_ref().to_vec(), body::of_type("")));
        self
    }

    fn is_first(&self) -> bool {
        self.headers.iter().any(|(name, value)| name == ":event-type" && *value == first())
    }

    fn differences(&self, sent: &Sent) -> Vec<String> {
        let mut found = Vec::new();
        for (name, value) in &self.headers {
            let actual = sent.headers.get(name).unwrap_or(&Value::Null);
            if actual != value {
                found.push(format!("header {name}: expected {value}, found {actual}"));
            }
        }
        let is_sent = |name: &&String| sent.headers.contains_key(*name);
        let missing = self.required.iter().filter(|name| !is_sent(name));
        found.extend(missing.map(|name| format!("header {name}: missing")));
        let present = self.forbidden.iter().filter(is_sent);
        found.extend(present.map(|name| format!("header {name}: expected none")));
        let payload = self.payload.as_ref();
        found.extend(payload.and_then(|(payload, parse)| body::difference(payload, &sent.payload, *parse)));
        found
    }
}

/// Returns how the events in a body differ from what is expected. Members beside the events come first, in an event
/// that is ignored unless it is expected.
pub(crate) fn differences(expected: &[Event], body: &[u8]) -> Vec<String> {
    let Some(mut sent) = split(body) else { return vec!["a frame is malformed".to_owned()] };
    if !expected.iter().any(Event::is_first) {
        sent.retain(|sent| sent.headers.get(":event-type") != Some(&first()));
    }
    let mut found = Vec::new();
    if sent.len() != expected.len() {
        found.push(format!("expected {} events, found {}", expected.len(), sent.len()));
    }
    for (number, (expected, sent)) in expected.iter().zip(&sent).enumerate() {
        let differences = expected.differences(sent).into_iter();
        found.extend(differences.map(|difference| format!("event {number}: {difference}")));
    }
    found
}

/// Returns the type of the event with the members beside the events.
fn first() -> Value {
    typed("string", "initial-request")
}

fn typed(kind: &str, value: impl Into<Value>) -> Value {
    json!({ kind: value.into() })
}

/// An event that was sent.
struct Sent {
    headers: BTreeMap<String, Value>,
    payload: Vec<u8>,
}

fn split(mut bytes: &[u8]) -> Option<Vec<Sent>> {
    let mut events = Vec::new();
    while !bytes.is_empty() {
        let length = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
        events.push(one(bytes.get(..length)?)?);
        bytes = bytes.get(length..)?;
    }
    Some(events)
}

fn one(frame: &[u8]) -> Option<Sent> {
    let (checked, checksum) = frame.split_last_chunk()?;
    let (prelude, mut rest) = checked.split_first_chunk::<12>()?;
    let of_prelude = u32::from_be_bytes(*prelude.last_chunk()?);
    if crc(checked) != u32::from_be_bytes(*checksum) || crc(prelude.get(..8)?) != of_prelude {
        return None;
    }
    let mut headers = bytes(&mut rest, u32::from_be_bytes(*prelude.get(4..)?.first_chunk()?) as usize)?;
    let mut named = BTreeMap::new();
    while !headers.is_empty() {
        let length = u8::from_be_bytes(take(&mut headers)?);
        let name = String::from_utf8_lossy(bytes(&mut headers, length.into())?).into_owned();
        named.insert(name, value(&mut headers)?);
    }
    Some(Sent { headers: named, payload: rest.to_vec() })
}

/// Reads the value of a header, in the form of [`Event::header`].
fn value(rest: &mut &[u8]) -> Option<Value> {
    Some(match u8::from_be_bytes(take(rest)?) {
        0 => typed("boolean", true),
        1 => typed("boolean", false),
        2 => typed("byte", i8::from_be_bytes(take(rest)?)),
        3 => typed("short", i16::from_be_bytes(take(rest)?)),
        4 => typed("integer", i32::from_be_bytes(take(rest)?)),
        5 => typed("long", i64::from_be_bytes(take(rest)?)),
        kind @ (6 | 7) => {
            let length = u16::from_be_bytes(take(rest)?);
            let text = String::from_utf8_lossy(bytes(rest, length.into())?).into_owned();
            typed(if kind == 6 { "blob" } else { "string" }, text)
        }
        8 => typed("timestamp", i64::from_be_bytes(take(rest)?)),
        _ => return None,
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    bytes(rest, N)?.try_into().ok()
}

fn bytes<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

/// Computes the checksum of a frame: CRC-32 of IEEE 802.3, bit by bit.
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    let bit = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1));
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), bit))
}
