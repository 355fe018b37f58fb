//! Answers every HTTP request on a port of 127.0.0.1 with the same job execution; prints its URL first.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

const BODY: &str = include_str!("../body.json");

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        // A client that goes away ends its connection, and nothing else.
        thread::spawn(move || serve(stream));
    }
    Ok(())
}

/// Answers the requests of one connection until the client closes it.
fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
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
        }
    }
}
