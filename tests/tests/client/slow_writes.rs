//! Slow connections: time limits hold while a long request is written, a response before the end of the request is
//! accepted, and bytes that arrive one by one are not a stall.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as Get;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::tls::Trust;
use iot_jobs_data::types::JobExecutionStatus as Status;
use iot_jobs_data::{Checks, ConfigBuilder};
use loopback::pki::Authority;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use socket2::SockRef;

use crate::live::{Shell, impatient};

/// The server's behaviour on a connection of either kind.
type Serve = fn(&mut dyn Duplex);

trait Duplex: Read + Write {
    /// Writes this so that a few bytes at a time are sent.
    fn drip(&mut self, bytes: &[u8]);
}

impl Duplex for TcpStream {
    fn drip(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(30) {
            let _ = self.write_all(part);
            thread::sleep(Duration::from_millis(40));
        }
    }
}

impl Duplex for StreamOwned<ServerConnection, TcpStream> {
    fn drip(&mut self, bytes: &[u8]) {
        let mut line = Vec::new();
        self.conn.writer().write_all(bytes).expect("room for a record");
        while self.conn.wants_write() {
            self.conn.write_tls(&mut line).expect("room in memory");
        }
        self.sock.drip(&line);
    }
}

/// Refuses after the beginning of the head, and keeps the connection without reading the rest.
fn refuse(stream: &mut dyn Duplex) {
    stream.read_exact(&mut [0; 100]).expect("the beginning of a request");
    stream
        .write_all(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too much\r\ncontent-length: 2\r\n\r\n{}")
        .and_then(|()| stream.flush())
        .expect("a response");
    thread::sleep(Duration::from_secs(8));
}

/// Reads so slowly that a single buffer of a client takes many times as long as an attempt may.
fn dawdle(stream: &mut dyn Duplex) {
    let end = Instant::now() + Duration::from_secs(8);
    while Instant::now() < end && stream.read(&mut [0; 500]).is_ok_and(|length| length > 0) {
        thread::sleep(Duration::from_millis(50));
    }
}

/// Takes more than a second for a response.
fn drip(stream: &mut dyn Duplex) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a whole head");
        head.extend_from_slice(&byte);
    }
    stream.drip(format!("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{:900}", "{}").as_bytes());
}

/// Returns a configuration for a server in its own thread.
fn serve(tls: bool, serve: Serve) -> ConfigBuilder {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    // The smaller the buffer of the server's system, the sooner a write is blocked.
    SockRef::from(&listener).set_recv_buffer_size(4096).expect("a small buffer");
    let port = listener.local_addr().expect("an address").port();
    let root = Authority::new("root");
    let config = tls.then(|| Arc::new(server_config(&root)));
    thread::spawn(move || {
        for mut tcp in listener.incoming().map_while(Result::ok) {
            let config = config.clone();
            thread::spawn(move || match config {
                None => serve(&mut tcp),
                Some(config) => serve(&mut secure(tcp, config)),
            });
        }
    });
    let scheme = if tls { "https" } else { "http" };
    impatient(&format!("{scheme}://localhost:{port}"))
        .unsigned()
        .trust(Trust::only(root.pem().as_bytes()).expect("a root"))
        .checks(Checks::none())
        .max_attempts(1)
}

fn secure(tcp: TcpStream, config: Arc<ServerConfig>) -> StreamOwned<ServerConnection, TcpStream> {
    StreamOwned::new(ServerConnection::new(config).expect("a connection"), tcp)
}

fn server_config(root: &Authority) -> ServerConfig {
    let identity = root.localhost();
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![identity.der()], identity.key_der())
        .expect("a certificate with its key")
}

/// More than the buffers of a connection hold.
fn long(bytes: usize) -> Update {
    let update = Update::builder().thing_name("pump-17").job_id("j-1").status(Status::Succeeded);
    update.status_details("log", "x".repeat(bytes)).build()
}

#[test]
fn a_refusal_before_the_request_has_ended_is_the_answer() {
    for (shell, tls) in Shell::BOTH.into_iter().flat_map(|shell| [(shell, false), (shell, true)]) {
        let client = shell.client(serve(tls, refuse).attempt_timeout(Duration::from_secs(5)));
        let error = client.call(long(6 << 20)).expect_err("413");
        assert_eq!(error.status(), Some(413), "{shell:?}, TLS {tls}: {error}");
    }
}

#[test]
fn a_limit_holds_while_a_request_is_written() {
    for (shell, tls) in Shell::BOTH.into_iter().flat_map(|shell| [(shell, false), (shell, true)]) {
        let client = shell.client(serve(tls, dawdle));
        let start = Instant::now();
        let error = client.call(long(6 << 20)).expect_err("no response in time").to_string();
        assert!(error.contains("no response from localhost") && error.contains("1s have passed"), "{error}");
        // The server would go on for eight seconds.
        assert!(start.elapsed() < Duration::from_secs(6), "{shell:?}, TLS {tls}: {:?}", start.elapsed());
    }
}

#[test]
fn an_answer_that_comes_in_small_parts_does_not_stall() {
    for (shell, tls) in Shell::BOTH.into_iter().flat_map(|shell| [(shell, false), (shell, true)]) {
        let config = serve(tls, drip).stall_timeout(Duration::from_millis(400));
        let client = shell.client(config.attempt_timeout(Duration::from_secs(8)));
        let outcome = client.call(Get::builder().thing_name("pump-17").build());
        outcome.unwrap_or_else(|error| panic!("{shell:?}, TLS {tls}: {error}"));
    }
}
