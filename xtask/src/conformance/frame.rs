//! The frames of events, written and read here by their specification, so that those of the runtime are held against others.
//!
//! Facts: <https://smithy.io/2.0/aws/amazon-eventstream.html>

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::suite::text;

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
    let payload = text(event, "body").map(|body| super::suite::bytes(&body, is_cbor)).unwrap_or_default();
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

/// An event that was sent.
pub(super) struct Sent {
    /// Headers as cases have them, blobs as text.
    pub(super) headers: BTreeMap<String, Value>,
    pub(super) payload: Vec<u8>,
}

/// The events in the body of a request.
pub(super) fn split(mut bytes: &[u8]) -> Result<Vec<Sent>, String> {
    let mut events = Vec::new();
    while !bytes.is_empty() {
        let length = bytes.first_chunk().map(|length| u32::from_be_bytes(*length) as usize);
        let frame = length.and_then(|length| bytes.get(..length)).ok_or("a frame is cut")?;
        events.push(one(frame).ok_or("a frame is malformed")?);
        bytes = bytes.get(frame.len()..).unwrap_or_default();
    }
    Ok(events)
}

fn one(bytes: &[u8]) -> Option<Sent> {
    let [before, end] = [bytes.len().checked_sub(4)?, bytes.len()];
    let is_sound = |end: usize, checksum: &[u8]| {
        crc32fast::hash(bytes.get(..end)?).to_be_bytes().eq(checksum).then_some(())
    };
    is_sound(before, bytes.get(before..end)?)?;
    is_sound(8, bytes.get(8..12)?)?;
    let of_headers = u32::from_be_bytes(*bytes.get(4..)?.first_chunk()?) as usize;
    let mut rest = bytes.get(12..12 + of_headers)?;
    let payload = bytes.get(12 + of_headers..before)?.to_vec();
    let mut headers = BTreeMap::new();
    while !rest.is_empty() {
        let length = usize::from(take::<1>(&mut rest)?[0]);
        let name = String::from_utf8(bytes_of(&mut rest, length)?.to_vec()).ok()?;
        headers.insert(name, value(&mut rest)?);
    }
    Some(Sent { headers, payload })
}

fn value(rest: &mut &[u8]) -> Option<Value> {
    Some(match take::<1>(rest)?[0] {
        0 => json!({"boolean": true}),
        1 => json!({"boolean": false}),
        2 => json!({"byte": i8::from_be_bytes(take(rest)?)}),
        3 => json!({"short": i16::from_be_bytes(take(rest)?)}),
        4 => json!({"integer": i32::from_be_bytes(take(rest)?)}),
        5 => json!({"long": i64::from_be_bytes(take(rest)?)}),
        kind @ (6 | 7) => {
            let length = usize::from(u16::from_be_bytes(take(rest)?));
            let text = String::from_utf8_lossy(bytes_of(rest, length)?).into_owned();
            if kind == 6 { json!({"blob": text}) } else { json!({"string": text}) }
        }
        8 => json!({"timestamp": i64::from_be_bytes(take(rest)?)}),
        _ => return None,
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    bytes_of(rest, N)?.try_into().ok()
}

fn bytes_of<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

/// How an event that was sent differs from what a case knows of it.
pub(super) fn differences(expected: &Value, sent: &Sent) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in expected.get("headers").and_then(Value::as_object).into_iter().flatten() {
        let actual = sent.headers.get(name);
        if !actual.is_some_and(|actual| is_same(value, actual)) {
            found.push(format!("header {name}: expected {value}, found {}", actual.unwrap_or(&Value::Null)));
        }
    }
    let names = |key: &str| {
        let names = expected.get(key).and_then(Value::as_array).into_iter().flatten();
        names.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    found.extend(
        names("requireHeaders")
            .iter()
            .filter(|name| !sent.headers.contains_key(*name))
            .map(|name| format!("header {name}: missing")),
    );
    found.extend(
        names("forbidHeaders")
            .iter()
            .filter(|name| sent.headers.contains_key(*name))
            .map(|name| format!("header {name}: expected none")),
    );
    found
}

/// Whether a header is what a case has: a blob may be base64 there, and a moment has one of two forms.
fn is_same(expected: &Value, actual: &Value) -> bool {
    if let (Some(expected), Some(actual)) = (expected.get("timestamp"), actual.get("timestamp")) {
        return Some(millis(expected)) == actual.as_i64();
    }
    if let (Some(expected), Some(actual)) = (text(expected, "blob"), text(actual, "blob")) {
        return expected == actual || expected == STANDARD.encode(actual);
    }
    expected == actual
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let headers = json!({
            "a": {"boolean": true}, "b": {"byte": -1}, "c": {"short": 2}, "d": {"integer": 3}, "e": {"long": 4},
            "f": {"blob": "foo"}, "g": {"string": "bar"}, "h": {"timestamp": "2024-10-31T14:15:14Z"},
        });
        let event = json!({"headers": headers, "body": "text"});
        let sent = split(&[of(&event), of(&event)].concat()).expect("two frames");
        assert_eq!(sent.len(), 2);
        assert_eq!(differences(&event, &sent[0]), Vec::<String>::new());
        assert_eq!(sent[1].payload, b"text");
        let other = json!({"headers": {"b": {"short": -1}, "h": {"timestamp": 1}}, "requireHeaders": ["z"], "forbidHeaders": ["a"]});
        assert_eq!(differences(&other, &sent[0]).len(), 4);
        assert!(split(b"\0\0\0\x10junk").is_err());
    }
}
