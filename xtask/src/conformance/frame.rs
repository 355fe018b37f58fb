//! The frames of events, written here by their specification, so that what reads them in the runtime is held against others;
//! and what cases know of events that are sent.
//!
//! Facts: <https://smithy.io/2.0/aws/amazon-eventstream.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::literal;
use super::suite::{bytes, text};
use super::support::event::Event;

/// The frame of an event of a case: its `bytes`, or what its headers and its body make.
pub(super) fn of(event: &Value) -> Vec<u8> {
    if let Some(frame) = text(event, "bytes").and_then(|bytes| STANDARD.decode(bytes).ok()) {
        return frame;
    }
    let mut headers = Vec::new();
    for (name, value) in event.get("headers").and_then(Value::as_object).into_iter().flatten() {
        headers.push(u8::try_from(name.len()).unwrap_or_default());
        headers.extend(name.as_bytes());
        headers.extend(header(value, blob(event, name)));
    }
    let is_cbor = text(event, "bodyMediaType").as_deref() == Some("application/cbor");
    let payload = text(event, "body").map(|body| bytes(&body, is_cbor)).unwrap_or_default();
    frame(&headers, &payload)
}

fn frame(headers: &[u8], payload: &[u8]) -> Vec<u8> {
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    let mut frame = [number(16 + headers.len() + payload.len()), number(headers.len())].concat();
    frame.extend(crc32fast::hash(&frame).to_be_bytes());
    frame.extend(headers);
    frame.extend(payload);
    frame.extend(crc32fast::hash(&frame).to_be_bytes());
    frame
}

/// The blob that the parameters have for a header: cases write the header as plain text, or as base64.
fn blob(event: &Value, name: &str) -> Option<String> {
    let (_, members) = event.get("params")?.as_object()?.iter().next()?;
    text(members, name)
}

/// The type and the value of a header.
fn header(value: &Value, blob: Option<String>) -> Vec<u8> {
    let Some((kind, value)) = value.as_object().and_then(|value| value.iter().next()) else {
        return Vec::new();
    };
    let number = value.as_i64().unwrap_or_default();
    let sized = |kind: u8, value: &[u8]| {
        let length = u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes();
        [&[kind], length.as_slice(), value].concat()
    };
    let plain = value.as_str().unwrap_or_default();
    match kind.as_str() {
        "boolean" => vec![u8::from(value != &Value::Bool(true))],
        "byte" => [&[2], i8::try_from(number).unwrap_or_default().to_be_bytes().as_slice()].concat(),
        "short" => [&[3], i16::try_from(number).unwrap_or_default().to_be_bytes().as_slice()].concat(),
        "integer" => [&[4], i32::try_from(number).unwrap_or_default().to_be_bytes().as_slice()].concat(),
        "long" => [&[5], number.to_be_bytes().as_slice()].concat(),
        "blob" => sized(6, blob.unwrap_or_else(|| plain.to_owned()).as_bytes()),
        "timestamp" => [&[8], millis(value).to_be_bytes().as_slice()].concat(),
        _ => sized(7, plain.as_bytes()),
    }
}

/// A moment as cases have it: seconds since 1970, or RFC 3339.
#[allow(clippy::cast_possible_truncation, reason = "cases lie in this century")]
fn millis(value: &Value) -> i64 {
    let parsed = value.as_str().and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
    match parsed {
        Some(time) => (time.unix_timestamp_nanos() / 1_000_000) as i64,
        None => (value.as_f64().unwrap_or_default() * 1000.0).round() as i64,
    }
}

/// What a case knows of a header: the type, and the value as [`Event::header`] has it.
fn known(event: &Value, name: &str, value: &Value) -> Option<(String, Value)> {
    let (kind, value) = value.as_object()?.iter().next()?;
    let value = match kind.as_str() {
        "blob" => blob(event, name).map_or_else(|| value.clone(), Value::from),
        "timestamp" => millis(value).into(),
        _ => value.clone(),
    };
    Some((kind.clone(), value))
}

/// A fact about an event that is sent, which the method of [`Event`] with the same name takes.
pub(super) enum Fact {
    Header(String, String, Value),
    HasHeader(String),
    LacksHeader(String),
    Json(Vec<u8>),
    Cbor(Vec<u8>),
    Bytes(Vec<u8>),
}

/// All that a case knows of an event that is sent.
pub(super) fn facts(event: &Value) -> Vec<Fact> {
    let headers = event.get("headers").and_then(Value::as_object).into_iter().flatten();
    let header = |(name, value): (&String, &Value)| {
        let (kind, value) = known(event, name, value)?;
        Some(Fact::Header(name.clone(), kind, value))
    };
    let names = |key: &str| {
        let names = event.get(key).and_then(Value::as_array).into_iter().flatten();
        names.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let media_type = text(event, "bodyMediaType").unwrap_or_default();
    let is_cbor = media_type == "application/cbor";
    let payload = text(event, "body").map(|body| bytes(&body, is_cbor)).map(match media_type.as_str() {
        "application/cbor" => Fact::Cbor,
        media_type if media_type.contains("json") => Fact::Json,
        _ => Fact::Bytes,
    });
    let mut facts: Vec<_> = headers.filter_map(header).collect();
    facts.extend(names("requireHeaders").into_iter().map(Fact::HasHeader));
    facts.extend(names("forbidHeaders").into_iter().map(Fact::LacksHeader));
    facts.extend(payload);
    facts
}

impl Fact {
    /// An event of which this is known, too.
    fn add(self, event: Event) -> Event {
        match self {
            Self::Header(name, kind, value) => event.header(&name, &kind, value),
            Self::HasHeader(name) => event.has_header(&name),
            Self::LacksHeader(name) => event.lacks_header(&name),
            Self::Json(payload) => event.json(payload),
            Self::Cbor(payload) => event.cbor(payload),
            Self::Bytes(payload) => event.bytes(payload),
        }
    }

    /// The call of the method.
    pub(super) fn rust(&self) -> String {
        let (method, arguments) = match self {
            Self::Header(name, kind, value) => {
                let value = value.as_str().map_or_else(|| value.to_string(), literal::text);
                let arguments = [literal::text(name), literal::text(kind), value];
                ("header", arguments.join(", "))
            }
            Self::HasHeader(name) => ("has_header", literal::text(name)),
            Self::LacksHeader(name) => ("lacks_header", literal::text(name)),
            Self::Json(payload) => ("json", literal::bytes(payload)),
            Self::Cbor(payload) => ("cbor", literal::bytes(payload)),
            Self::Bytes(payload) => ("bytes", literal::bytes(payload)),
        };
        format!(".{method}({arguments})")
    }
}

/// What is expected of an event that is sent.
pub(super) fn expected(event: &Value) -> Event {
    facts(event).into_iter().fold(Event::new(), |event, fact| fact.add(event))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::support::event::differences;
    use super::*;

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let headers = json!({
            "a": {"boolean": true}, "b": {"byte": -1}, "c": {"short": 2}, "d": {"integer": 3}, "e": {"long": 4},
            "f": {"blob": "foo"}, "g": {"string": "bar"}, "h": {"timestamp": "2024-10-31T14:15:14Z"},
        });
        let event = json!({"headers": headers, "body": "text"});
        let frames = [of(&event), of(&event)].concat();
        assert_eq!(differences(&[expected(&event), expected(&event)], &frames), Vec::<String>::new());
        let other = json!({
            "headers": {"b": {"short": -1}, "h": {"timestamp": 1}}, "body": "texts",
            "requireHeaders": ["z"], "forbidHeaders": ["a"],
        });
        assert_eq!(differences(&[expected(&event), expected(&other)], &frames).len(), 5);
        assert_eq!(differences(&[], &frames), ["expected 0 events, found 2"]);
        assert_eq!(differences(&[], b"\0\0\0\x10junk"), ["a frame is malformed"]);
        let cut = frames.get(..frames.len() - 1).unwrap_or_default();
        assert_eq!(differences(&[], cut), ["a frame is malformed"]);
    }

    #[test]
    fn moments_and_blobs_have_one_form() {
        let event = json!({
            "headers": {"at": {"timestamp": "1970-01-01T00:00:01Z"}, "mud": {"blob": "d2V0"}},
            "params": {"rain": {"mud": "wet"}},
        });
        let lines: Vec<_> = facts(&event).iter().map(Fact::rust).collect();
        assert_eq!(lines, [r#".header("at", "timestamp", 1000)"#, r#".header("mud", "blob", "wet")"#]);
    }
}
