//! Answers every request on a port of 127.0.0.1 with the same job execution: `server (http|https|mqtt) FILE`.
//!
//! It prints its URL first. With `https`, the root of its certificate is in FILE by then. Each line on its input makes it
//! print how many connections there have been since the line before. It ends with its input.

mod answer;
mod mqtt;
mod tls;

use std::error::Error;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A connection ends when its client is silent for so long.
const SILENCE: Duration = Duration::from_mins(2);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [scheme, file] = arguments.as_slice() else { return Err("http, https or mqtt, and a file".into()) };
    let tls = match scheme.as_str() {
        "http" | "mqtt" => None,
        "https" => Some(tls::config(file)?),
        _ => return Err("http, https or mqtt".into()),
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{scheme}://{}", listener.local_addr()?);
    let connections = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&connections);
    // It ends with the process.
    let speaks_mqtt = scheme == "mqtt";
    thread::spawn(move || accept(&listener, tls.as_ref(), speaks_mqtt, &counter));
    for line in io::stdin().lines() {
        line?;
        println!("{}", connections.swap(0, Ordering::Relaxed));
    }
    Ok(())
}

/// Counts connections and serves each in a thread of its own.
fn accept(
    listener: &TcpListener,
    tls: Option<&Arc<ServerConfig>>,
    speaks_mqtt: bool,
    connections: &AtomicU32,
) {
    for stream in listener.incoming() {
        // A client that goes away ends its connection, and nothing else.
        let Ok(stream) = stream else { continue };
        connections.fetch_add(1, Ordering::Relaxed);
        let tls = tls.cloned();
        thread::spawn(move || serve(stream, tls, speaks_mqtt));
    }
}

fn serve(
    stream: TcpStream,
    tls: Option<Arc<ServerConfig>>,
    speaks_mqtt: bool,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SILENCE))?;
    match tls {
        None if speaks_mqtt => mqtt::all(stream)?,
        None => answer::all(stream)?,
        Some(tls) => answer::all(StreamOwned::new(ServerConnection::new(tls)?, stream))?,
    }
    Ok(())
}
