//! The one response over MQTT: each request is accepted with the same job execution.

use std::io::{self, ErrorKind, Read, Write};

const BODY: &str = include_str!("../body.json");
const TOKEN: &str = "\"clientToken\":\"";

/// Answers the packets of one connection until the client closes it.
pub fn all(mut stream: impl Read + Write) -> io::Result<()> {
    let (mut received, mut buffer) = (Vec::new(), [0; 8192]);
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        received.extend_from_slice(&buffer[..read]);
        while let Some((kind, start, end)) = frame(&received) {
            let answer = answer(kind, &received[start..end])?;
            received.drain(..end);
            stream.write_all(&answer)?;
            stream.flush()?;
        }
    }
}

/// The first byte of a packet, and where its rest begins and ends, once it is whole.
fn frame(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let kind = *bytes.first()?;
    let mut length = 0;
    for (number, byte) in bytes.get(1..)?.iter().take(4).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * number);
        if byte & 0x80 == 0 {
            let start = number + 2;
            return (bytes.len() >= start + length).then_some((kind, start, start + length));
        }
    }
    None
}

fn answer(kind: u8, rest: &[u8]) -> io::Result<Vec<u8>> {
    match kind {
        0x10 => Ok(vec![0x20, 2, 0, 0]),
        0x82 => Ok(vec![0x90, 3, rest[0], rest[1], 1]),
        0x32 => accepted(rest),
        0xc0 => Ok(vec![0xd0, 0]),
        0xe0 => Err(ErrorKind::ConnectionAborted.into()),
        _ => Ok(Vec::new()),
    }
}

/// Acknowledges a request, and accepts it by a message without acknowledgement.
fn accepted(rest: &[u8]) -> io::Result<Vec<u8>> {
    let length = usize::from(rest[0]) << 8 | usize::from(rest[1]);
    let (topic, rest) = rest[2..].split_at(length);
    let payload = std::str::from_utf8(&rest[2..]).map_err(io::Error::other)?;
    let token = payload.split_once(TOKEN).and_then(|(_, rest)| rest.split_once('"')).map(|(token, _)| token);
    let token = token.ok_or_else(|| io::Error::other("a request without a token"))?;
    let body = format!("{{{TOKEN}{token}\",{}", &BODY[1..]);
    let topic = [topic, b"/accepted"].concat();
    let mut packet = vec![0x40, 2, rest[0], rest[1], 0x30];
    let mut length = 2 + topic.len() + body.len();
    while length > 0x7f {
        packet.push(byte(length & 0x7f) | 0x80);
        length >>= 7;
    }
    packet.push(byte(length));
    packet.extend_from_slice(&[byte(topic.len() >> 8), byte(topic.len() & 0xff)]);
    packet.extend_from_slice(&topic);
    packet.extend_from_slice(body.as_bytes());
    Ok(packet)
}

/// A number that is known to fit.
fn byte(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}
