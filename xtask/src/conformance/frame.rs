//! The frames of events, written here from the specification, so that the runtime's reader is tested against another
//! implementation.
//!
//! Facts: <https://smithy.io/2.0/aws/amazon-eventstream.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::suite::{bytes, text};
use super::support::event::crc;

/// Returns the frame of a case's event: its `bytes`, or a frame of its headers and its body.
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
    frame.extend(crc(&frame).to_be_bytes());
    frame.extend(headers);
    frame.extend(payload);
    frame.extend(crc(&frame).to_be_bytes());
    frame
}

/// Returns the blob in the parameters for a header: cases write the header as plain text, or as base64.
pub(super) fn blob(event: &Value, name: &str) -> Option<String> {
    let (_, members) = event.get("params")?.as_object()?.iter().next()?;
    text(members, name)
}

/// Returns the type and the value of a header.
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

/// Converts a time of a case, in seconds since 1970 or RFC 3339, to milliseconds.
#[allow(clippy::cast_possible_truncation, reason = "cases lie in this century")]
pub(super) fn millis(value: &Value) -> i64 {
    let parsed = value.as_str().and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
    match parsed {
        Some(time) => (time.unix_timestamp_nanos() / 1_000_000) as i64,
        None => (value.as_f64().unwrap_or_default() * 1000.0).round() as i64,
    }
}
