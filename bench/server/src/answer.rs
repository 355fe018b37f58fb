//! The one response, given to each request of a connection.

use std::io::{self, Read, Write};

const BODY: &str = include_str!("../body.json");

/// Answers the requests of one connection until the client closes it.
pub fn all(mut stream: impl Read + Write) -> io::Result<()> {
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         date: Wed, 15 Jul 2026 08:00:00 GMT\r\nx-amzn-requestid: 6d7e1f0a-2b3c-4d5e-8f90-a1b2c3d4e5f6\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut received = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        received.extend_from_slice(&buffer[..read]);
        // All requests are without a body, so that each ends with its head.
        if received.ends_with(b"\r\n\r\n") {
            received.clear();
            stream.write_all(answer.as_bytes())?;
            stream.flush()?;
        }
    }
}
