//! Testing without a service: a scripted transport.
//!
//! A [`Script`] replaces the network, for both clients. It fails the test with a panic when an unexpected call comes,
//! and when it is dropped before it has been used up.

#![allow(clippy::panic, reason = "a test that goes wrong has to fail, and loudly")]

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::error::ModeledError;
use crate::operation::Operation;
use crate::transport::{BlockingTransport, BoxFuture, Limits, Transport, TransportError};

/// Answers calls in the order of its lines, and records the requests. Clones are the same script.
///
/// Each attempt uses one line, so a call with three attempts uses three. The request ID of the responses is `test`.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<Play>>);

#[derive(Default)]
struct Play {
    lines: VecDeque<Line>,
    sent: Vec<SentRequest>,
    /// The problem of the test. The panic that reported it may have been lost on another thread.
    problem: Option<String>,
}

struct Line {
    /// Any operation if it is `None`.
    operation: Option<&'static str>,
    reply: Result<http::Response<Bytes>, TransportError>,
}

/// The request of one attempt.
#[derive(Clone, Debug)]
pub struct SentRequest {
    operation: &'static str,
    input: Value,
    request: http::Request<Bytes>,
}

/// The operation's name and the input of a request; an extension of the request.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) operation: &'static str,
    pub(crate) input: Value,
}

impl Script {
    /// Creates a script without lines, with which every call fails the test.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a call of the operation `O` and responds with an output.
    ///
    /// # Panics
    ///
    /// If the output has members outside of the body. Use [`Self::raw`] for those.
    #[must_use]
    pub fn respond<O: Operation>(self, output: &O::Output) -> Self {
        let response = response(200, (O::PROTOCOL.write)(&json(output)));
        let read = O::output(&response).map(|read| json(&read));
        assert!(
            read.is_ok_and(|read| read == json(output)),
            "{}: this output has members outside of the body; script its response with `raw`",
            O::NAME
        );
        self.line(Some(O::NAME), Ok(response))
    }

    /// Expects a call of the operation `O` and responds with a modeled error.
    #[must_use]
    pub fn refuse<O: Operation, E: ModeledError + Serialize>(self, error: &E) -> Self {
        let mut response = response(E::STATUS, (O::PROTOCOL.write)(&json(error)));
        response.headers_mut().insert("x-amzn-errortype", http::HeaderValue::from_static(E::CODE));
        self.line(Some(O::NAME), Ok(response))
    }

    /// Expects a call of any operation and responds with this response.
    #[must_use]
    pub fn raw(self, response: http::Response<impl Into<Bytes>>) -> Self {
        self.line(None, Ok(response.map(Into::into)))
    }

    /// Expects a call of any operation and fails it without a response.
    #[must_use]
    pub fn fail(self, error: TransportError) -> Self {
        self.line(None, Err(error))
    }

    fn line(
        self,
        operation: Option<&'static str>,
        reply: Result<http::Response<Bytes>, TransportError>,
    ) -> Self {
        self.play().lines.push_back(Line { operation, reply });
        self
    }

    /// Returns the requests that have been sent so far.
    pub fn sent(&self) -> Vec<SentRequest> {
        self.play().sent.clone()
    }

    /// Ends the script and returns the requests that have been sent.
    ///
    /// # Panics
    ///
    /// If lines are left, or an unexpected call came.
    pub fn finish(self) -> Vec<SentRequest> {
        let problem = self.play().take_problem();
        if let Some(problem) = problem {
            panic!("{problem}");
        }
        self.sent()
    }

    fn reply(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let origin = request.extensions().get::<Origin>().cloned();
        let Origin { operation, input } = origin.unwrap_or(Origin { operation: "?", input: Value::Null });
        let mut play = self.play();
        play.sent.push(SentRequest { operation, input, request });
        let problem = match play.lines.pop_front() {
            None => format!("the script is used up, and {operation} was called"),
            Some(Line { operation: Some(expected), .. }) if expected != operation => {
                format!("the script expects {expected}, and {operation} was called")
            }
            Some(line) => return line.reply,
        };
        play.problem.get_or_insert_with(|| problem.clone());
        drop(play);
        panic!("{problem}")
    }

    fn play(&self) -> std::sync::MutexGuard<'_, Play> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Play {
    /// Returns the problem of the test, only once.
    fn take_problem(&mut self) -> Option<String> {
        let unused = self.unused();
        self.lines.clear();
        let unused = (!unused.is_empty()).then(|| format!("the script was not used up: {unused}"));
        self.problem.take().or(unused)
    }

    fn unused(&self) -> String {
        let names: Vec<_> = self.lines.iter().map(|line| line.operation.unwrap_or("any operation")).collect();
        names.join(", ")
    }
}

/// A script that is not used up means that the test did less than expected.
impl Drop for Play {
    fn drop(&mut self) {
        match self.take_problem() {
            Some(problem) if !std::thread::panicking() => panic!("{problem}"),
            _ => {}
        }
    }
}

impl SentRequest {
    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the input with its serialized names, including idempotency tokens.
    pub fn input(&self) -> &Value {
        &self.input
    }

    /// Returns the request as the transport got it: signed, with an absolute URI.
    pub fn request(&self) -> &http::Request<Bytes> {
        &self.request
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move { self.reply(request) })
    }
}

impl BlockingTransport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.reply(request)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let play = self.play();
        f.debug_struct("Script").field("unused", &play.unused()).field("sent", &play.sent.len()).finish()
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| panic!("the scripted value is not JSON: {error}"))
}

fn response(status: u16, body: Bytes) -> http::Response<Bytes> {
    let mut response = http::Response::new(body);
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or_else(|_| panic!("{status} is not a status"));
    let headers = response.headers_mut();
    headers.insert("content-type", http::HeaderValue::from_static("application/json"));
    headers.insert("x-amzn-requestid", http::HeaderValue::from_static("test"));
    response
}
