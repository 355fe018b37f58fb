//! A server that handles each connection as a test says, byte by byte, and both clients of the weather service.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::io::{self, Read};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use smithy_client::events::{Event, WriteEvent};
use tokio::runtime::{Builder, Runtime};
use weather_client::{Client, Config, ConfigBuilder, EventSource, Operation, Response, blocking};

/// A client of either kind.
pub(crate) enum Shell {
    Async(Client, Runtime),
    Blocking(blocking::Client),
}

impl Shell {
    pub(crate) fn both(config: &dyn Fn() -> ConfigBuilder) -> [Self; 2] {
        let config = || config().unsigned().build().expect("a configuration");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        [Self::Async(Client::new(config()), runtime), Self::Blocking(blocking::Client::new(config()))]
    }

    pub(crate) fn call<O: Operation>(&self, input: O) -> Result<Response<O::Output>, O::Error> {
        match self {
            Self::Async(client, runtime) => runtime.block_on(client.call(input)),
            Self::Blocking(client) => client.call(input),
        }
    }
}

/// Returns a configuration for a server, with short waits between attempts.
pub(crate) fn config(url: &str) -> impl Fn() -> ConfigBuilder {
    let url = url.to_owned();
    move || Config::builder().endpoint_url(&url).backoff_base(Duration::from_millis(1))
}

/// Handles a connection with this number.
type Serve = dyn Fn(&mut TcpStream, usize) -> io::Result<()> + Send + Sync;

/// Serves on its own port until the test ends; returns its URL and the count of connections.
pub(crate) fn serve(
    serve: impl Fn(&mut TcpStream, usize) -> io::Result<()> + Send + Sync + 'static,
) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (count, serve): (_, Arc<Serve>) = (Arc::new(AtomicUsize::new(0)), Arc::new(serve));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok).take(64) {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
            let (serve, number) = (Arc::clone(&serve), counted.fetch_add(1, Ordering::SeqCst));
            thread::spawn(move || serve(&mut stream, number));
        }
    });
    (url, count)
}

/// Reads the head of a request, in lower case.
pub(crate) fn head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.extend_from_slice(&byte);
    }
    Ok(String::from_utf8_lossy(&head).to_lowercase())
}

/// Reads the body of a request of this length, or to the last chunk.
pub(crate) fn body(stream: &mut TcpStream, head: &str) -> io::Result<Vec<u8>> {
    let line = |name: &str| {
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
    };
    let exact = |stream: &mut TcpStream, length| {
        let mut bytes = vec![0; length];
        stream.read_exact(&mut bytes).map(|()| bytes)
    };
    if let Some(length) = line("content-length") {
        return exact(stream, length.parse().expect("a length"));
    }
    assert_eq!(line("transfer-encoding").as_deref(), Some("chunked"), "{head}");
    let mut whole = Vec::new();
    loop {
        let mut size = Vec::new();
        while !size.ends_with(b"\r\n") {
            size.extend(exact(stream, 1)?);
        }
        let size = String::from_utf8_lossy(&size);
        let size = usize::from_str_radix(size.trim(), 16).expect("the size of a chunk");
        whole.extend(exact(stream, size)?);
        exact(stream, 2)?;
        if size == 0 {
            return Ok(whole);
        }
    }
}

/// Returns the frame of an event, as the client writes it in a request.
pub(crate) fn frame(event: Event) -> Vec<u8> {
    struct Given(Event);
    impl WriteEvent for Given {
        fn write_event(&self) -> Result<Event, smithy_client::RequestError> {
            Ok(self.0.clone())
        }
    }
    let mut request = smithy_client::RequestBuilder::new(http::Method::POST);
    request.events(&EventSource::from(vec![Given(event)]));
    let mut request = request.build().expect("a request");
    let mut bytes = Vec::new();
    let mut stream = request.extensions_mut().remove::<smithy_client::ByteStream>().expect("a stream");
    std::io::Read::read_to_end(&mut stream, &mut bytes).expect("a frame");
    bytes
}
