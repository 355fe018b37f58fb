//! The cases of a file, in either of the two formats, and their models.

mod botocore;
mod smithy;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// Cases for one model.
#[derive(Debug)]
pub(super) struct Suite {
    /// The file, and the operation or the service.
    pub(super) name: String,
    /// The text of the model.
    pub(super) model: String,
    /// The protocol of the cases, if the model may have several.
    pub(super) protocol: Option<String>,
    /// The cases.
    pub(super) cases: Vec<Case>,
}

/// One case.
#[derive(Debug)]
pub(super) struct Case {
    /// Its name, unique in its suite.
    pub(super) id: String,
    /// Its documentation.
    pub(super) documentation: Option<String>,
    /// The operation that is called.
    pub(super) operation: String,
    /// The action, and its expected result.
    pub(super) action: Action,
}

/// What a case does.
#[derive(Debug)]
pub(super) enum Action {
    /// Build a request.
    Request {
        /// The input by member names.
        params: Value,
        /// The expected request.
        expected: Request,
    },
    /// Read a response.
    Response {
        /// Status, headers and body in the form that the program takes.
        response: Value,
        /// The expected result.
        expected: Expected,
    },
    /// Write or read the events of a stream.
    Events(Box<Events>),
}

/// The events that are sent, those that come back, and the end of the stream.
#[derive(Debug)]
pub(super) struct Events {
    /// The members of the input beside its events, and the events, by member names; `None` if nothing is sent.
    pub(super) params: Option<(Value, Vec<Value>)>,
    /// The expected request without its events.
    pub(super) request: Request,
    /// The expected events that are sent.
    pub(super) sent: Vec<Value>,
    /// Status, headers and body of the response in the form that the program takes; `None` if no response is read.
    pub(super) response: Option<Value>,
    /// The expected members of the output beside its events, if known.
    pub(super) output: Option<Value>,
    /// The expected events that are read, by member names.
    pub(super) read: Vec<Value>,
    /// The error at the end.
    pub(super) failure: Option<Ended>,
}

/// An end with an error.
#[derive(Debug)]
pub(super) struct Ended {
    /// The name of its shape, if known.
    pub(super) error: Option<String>,
}

/// The known facts of a request.
#[derive(Debug)]
pub(super) struct Request {
    /// Method, headers, `uri` or `path`, query and host, each only if known.
    pub(super) parts: Value,
    /// The endpoint that host and path are relative to; empty if they don't matter.
    pub(super) endpoint: String,
    /// The body.
    pub(super) body: Option<Vec<u8>>,
}

/// The expected meaning of a response.
#[derive(Debug)]
pub(super) enum Expected {
    /// An output by member names.
    Output(Value),
    /// An error.
    Error {
        /// Its shape, which may not be in the model.
        shape: String,
        /// Its code, if known.
        code: Option<String>,
        /// Its message, if it matters.
        message: Option<String>,
        /// Its members.
        members: Value,
    },
}

/// Reads the suites of a file. The error is one clause.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Suite>, String> {
    let document: Value = serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
    match &document {
        Value::Array(suites) => botocore::read(file, suites),
        Value::Object(model) if model.contains_key("smithy") => smithy::read(file, model),
        _ => Err("it is neither an array of suites nor a Smithy model".to_owned()),
    }
}

/// Returns the bytes of a body in a case: text, or base64 for a binary body.
pub(super) fn bytes(body: &str, is_binary: bool) -> Vec<u8> {
    let decoded = is_binary.then(|| STANDARD.decode(body).ok()).flatten();
    decoded.unwrap_or_else(|| body.as_bytes().to_vec())
}

pub(super) fn text(node: &Value, name: &str) -> Option<String> {
    text_in(node, name).map(str::to_owned)
}

pub(super) fn text_in<'n>(node: &'n Value, name: &str) -> Option<&'n str> {
    node.get(name).and_then(Value::as_str)
}

fn empty() -> Value {
    Value::Object(Map::new())
}
