//! Frames of events, in the body of a response.
//!
//! - Events that an independent writer has framed are read unchanged, in order.
//! - Damaged frames give no event that was not sent, and nothing follows an error.

#![allow(clippy::cast_possible_truncation, reason = "any number will do")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use models::Dice;
use serde_json::{Value, json};
use smithy_client::Operation;

use crate::clients::rest_json::operation::listen::ListenInput;

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let mut dice = Dice::new(data);
    if dice.once_in(4) {
        // Arbitrary bytes.
        let _ = read(dice.rest());
        return;
    }
    let (mut body, mut sent) = (Vec::new(), Vec::new());
    for _ in 0..dice.below(4) {
        sent.push(event(&mut dice, &mut body));
    }
    if dice.once_in(2) || body.is_empty() {
        assert_eq!(read(&body), (sent, false));
        return;
    }
    let (at, bit) = (dice.below(body.len()), dice.below(8));
    match dice.below(3) {
        0 => body[at] ^= 1 << bit,
        1 => body.truncate(at),
        _ => body.insert(at, 1 << bit),
    }
    let (found, _) = read(&body);
    assert!(
        found.len() <= sent.len() && found.iter().zip(&sent).all(|(found, sent)| found == sent),
        "{found:?} of {sent:?}"
    );
}

/// Reads the events of a body, and returns whether an error ends them.
fn read(body: &[u8]) -> (Vec<Value>, bool) {
    let mut answer = http::Response::new(Bytes::copy_from_slice(body));
    let kind = http::HeaderValue::from_static("application/vnd.amazon.eventstream");
    answer.headers_mut().insert(http::header::CONTENT_TYPE, kind);
    let Ok(output) = ListenInput::response(&answer) else { return (Vec::new(), true) };
    let (mut found, mut events) = (Vec::new(), output.events.into_iter());
    while let Some(next) = events.next() {
        match next {
            Ok(event) => found.push(serde_json::to_value(&event).expect("an event has a JSON form")),
            Err(error) => {
                let sentence = error.to_string();
                assert!(!sentence.contains('\n'), "{sentence:?}");
                assert!(events.next().is_none(), "nothing comes after an error");
                return (found, true);
            }
        }
    }
    (found, false)
}

/// Adds the frame of a random event; returns what it reads as.
fn event(dice: &mut Dice<'_>, body: &mut Vec<u8>) -> Value {
    let mut headers = Vec::new();
    text(":message-type", "event", &mut headers);
    let payload;
    let read = if dice.once_in(2) {
        let (words, count) = (dice.text(), dice.number() as i32);
        text(":event-type", "words", &mut headers);
        payload = json!({ "text": words, "count": count }).to_string().into_bytes();
        json!({ "words": { "text": words, "count": count } })
    } else {
        text(":event-type", "sound", &mut headers);
        let (loud, from) = (dice.number() as i32, dice.text());
        number("loud", loud, &mut headers);
        text("from", &from, &mut headers);
        payload = dice.bytes(20);
        json!({ "sound": { "loud": loud, "from": from, "data": STANDARD.encode(&payload) } })
    };
    frame(&headers, &payload, body);
    read
}

fn name(name: &str, kind: u8, headers: &mut Vec<u8>) {
    headers.push(u8::try_from(name.len()).expect("a short name"));
    headers.extend(name.as_bytes());
    headers.push(kind);
}

fn text(header: &str, value: &str, headers: &mut Vec<u8>) {
    name(header, 7, headers);
    headers.extend(u16::try_from(value.len()).expect("a short text").to_be_bytes());
    headers.extend(value.as_bytes());
}

fn number(header: &str, value: i32, headers: &mut Vec<u8>) {
    name(header, 4, headers);
    headers.extend(value.to_be_bytes());
}

/// Writes lengths, their checksum, headers, payload, and the checksum of everything.
fn frame(headers: &[u8], payload: &[u8], body: &mut Vec<u8>) {
    let length = |bytes: usize| u32::try_from(bytes).expect("a short frame").to_be_bytes();
    let mut frame = Vec::new();
    frame.extend(length(16 + headers.len() + payload.len()));
    frame.extend(length(headers.len()));
    frame.extend(crc(&frame).to_be_bytes());
    frame.extend(headers);
    frame.extend(payload);
    frame.extend(crc(&frame).to_be_bytes());
    body.extend(frame);
}

/// CRC-32 (IEEE 802.3), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    };
    !bytes.iter().fold(u32::MAX, step)
}
