//! One connection of a server: reads requests, records them and follows the script.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use rustls::ServerConfig;

use super::listener::{Life, Socket};
use super::stream::{Stream, end_socket};
use super::{Answer, End, Log, Recorded, Script, Step, lock};

/// What all connections of a server share.
pub(super) struct Handler {
    pub(super) tls: Option<Arc<ServerConfig>>,
    pub(super) script: Script,
    pub(super) log: Arc<Mutex<Log>>,
    /// Whether requests are recorded.
    pub(super) records: bool,
}

impl Handler {
    /// Serves a connection until it ends.
    pub(super) fn serve(&self, socket: Socket, number: usize, life: &Life) {
        if let Some(end) = self.script.on_accept() {
            return end_socket(socket, end);
        }
        let failed = |reason| {
            if self.records {
                lock(&self.log).failed_handshakes.push(reason);
            }
        };
        let stream = match &self.tls {
            None => Ok(Stream::plain(socket)),
            Some(config) => Stream::tls(socket, Arc::clone(config), failed),
        };
        // A client may disconnect at any point; this is not an error of the server.
        drop(stream.and_then(|stream| self.converse(stream, number, life)));
    }

    fn converse(&self, mut stream: Stream, number: usize, life: &Life) -> io::Result<()> {
        let client_certificate = stream.client_certificate();
        while let Some(head) = stream.head()? {
            let request = Recorded {
                connection: number,
                at: Instant::now(),
                head,
                body: Vec::new(),
                client_certificate: client_certificate.clone(),
            };
            if let Some(end) = self.respond(&mut stream, request, life)? {
                stream.end(end);
                return Ok(());
            }
        }
        stream.end(End::Close);
        Ok(())
    }

    /// Follows the script for a request, and returns how the connection ends after it, if it does.
    fn respond(&self, stream: &mut Stream, mut request: Recorded, life: &Life) -> io::Result<Option<End>> {
        let step = self.script.on_request(&request);
        if let Step::OnAccept(end) = step {
            return Ok(Some(end));
        }
        let index = self.records.then(|| self.record(request.clone()));
        match &step {
            Step::AfterHead(end) => return Ok(Some(*end)),
            Step::Early(answer) => return Ok(send(stream, answer, life)?.or(Some(End::Close))),
            _ => {}
        }
        request.body = stream.body(&request.head)?;
        if let Some(index) = index {
            self.complete(index, &request.body);
        }
        match step {
            Step::Answer(answer) | Step::Early(answer) => send(stream, &answer, life),
            Step::Compute(answer) => send(stream, &answer(&request), life),
            Step::OnAccept(end) | Step::AfterHead(end) | Step::AfterRequest(end) => Ok(Some(end)),
        }
    }

    fn record(&self, request: Recorded) -> usize {
        let mut log = lock(&self.log);
        log.requests.push(request);
        log.requests.len() - 1
    }

    fn complete(&self, index: usize, body: &[u8]) {
        if let Some(request) = lock(&self.log).requests.get_mut(index) {
            request.body = body.to_vec();
        }
    }
}

/// Sends a response at its pace and returns how the connection ends after it, if it does.
pub(super) fn send(stream: &mut Stream, answer: &Answer, life: &Life) -> io::Result<Option<End>> {
    match answer.pace() {
        None => stream.send(&answer.bytes())?,
        Some(pace) => {
            for byte in answer.bytes() {
                stream.send(&[byte])?;
                if life.sleep(pace) {
                    break;
                }
            }
        }
    }
    Ok(answer.end())
}
