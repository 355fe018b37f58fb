//! The frame of an event: lengths, headers, payload, and a checksum of each of the two parts.
//!
//! ```text
//! 4 bytes  length of the whole frame
//! 4 bytes  length of the headers
//! 4 bytes  CRC-32 of the two
//!          headers
//!          payload
//! 4 bytes  CRC-32 of all before it
//! ```

use bytes::{Buf, BufMut, Bytes, BytesMut};

use super::header;
use super::message::Event;
use crate::error::ReadError;

/// Lengths and their checksum.
const PRELUDE: usize = 12;

/// The length of a frame without headers and payload.
const OVERHEAD: usize = PRELUDE + 4;

/// The longest frame in bytes: 24 MiB of payload and 128 KiB of headers, the limits of AWS's own libraries.
const MOST: usize = (24 << 20) + MOST_HEADERS + OVERHEAD;

/// The longest headers of a frame, in bytes.
const MOST_HEADERS: usize = 128 << 10;

/// Whether the first event has arrived completely, or the bytes cannot be an event.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    bytes.first_chunk::<4>().is_some_and(|length| {
        let length = u32::from_be_bytes(*length) as usize;
        bytes.len() >= length || length > MOST
    })
}

/// Takes the first event out of the received bytes, if it is complete.
pub(super) fn take(bytes: &mut BytesMut) -> Result<Option<Event>, ReadError> {
    let Some(mut prelude) = bytes.get(..PRELUDE) else { return Ok(None) };
    let is_sound = crc32fast::hash(&prelude[..8]);
    let [length, of_headers, checksum] = [prelude.get_u32(), prelude.get_u32(), prelude.get_u32()];
    if checksum != is_sound {
        return Err(ReadError::new("the checksum of an event's lengths is wrong"));
    }
    let [length, of_headers] = [length as usize, of_headers as usize];
    if length > MOST || of_headers > MOST_HEADERS || length < OVERHEAD || of_headers > length - OVERHEAD {
        return Err(ReadError::new(format!(
            "an event of {length} bytes with {of_headers} bytes of headers cannot be"
        )));
    }
    if bytes.len() < length {
        bytes.reserve(length - bytes.len());
        return Ok(None);
    }
    let mut frame = bytes.split_to(length).freeze();
    let mut end = frame.split_off(length - 4);
    if end.get_u32() != crc32fast::hash(&frame) {
        return Err(ReadError::new("the checksum of an event is wrong"));
    }
    frame.advance(PRELUDE);
    let headers = header::read(frame.split_to(of_headers))?;
    Ok(Some(Event { headers, payload: frame }))
}

/// Returns the frame of an event, or why it cannot be sent.
pub(super) fn write(event: &Event) -> Result<Bytes, String> {
    let mut headers = BytesMut::new();
    for (name, value) in &event.headers {
        header::write(name, value, &mut headers)?;
    }
    frame(&headers, &event.payload)
}

/// Returns the frame with these headers and this payload.
pub(crate) fn frame(headers: &[u8], payload: &[u8]) -> Result<Bytes, String> {
    let length = OVERHEAD + headers.len() + payload.len();
    if headers.len() > MOST_HEADERS || length > MOST {
        return Err(format!(
            "an event of {length} bytes is longer than {MOST}, or its headers than {MOST_HEADERS}"
        ));
    }
    let number = |length| u32::try_from(length).unwrap_or(u32::MAX);
    let mut frame = BytesMut::with_capacity(length);
    frame.put_u32(number(length));
    frame.put_u32(number(headers.len()));
    frame.put_u32(crc32fast::hash(&frame));
    frame.put_slice(headers);
    frame.put_slice(payload);
    frame.put_u32(crc32fast::hash(&frame));
    Ok(frame.freeze())
}
