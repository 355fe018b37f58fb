//! The cases of a file, whichever of the two forms it has, and the models that they are about.

mod botocore;
mod smithy;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// Cases that are about one model.
#[derive(Debug)]
pub(super) struct Suite {
    /// The file, and the operation or the service.
    pub(super) name: String,
    /// The text of the model.
    pub(super) model: String,
    /// The protocol that the cases are for, where the model may have several.
    pub(super) protocol: Option<String>,
    /// The cases.
    pub(super) cases: Vec<Case>,
}

/// One case.
#[derive(Debug)]
pub(super) struct Case {
    /// Its name, unique in its suite.
    pub(super) id: String,
    /// What it is about.
    pub(super) documentation: Option<String>,
    /// The operation that is called.
    pub(super) operation: String,
    /// What is done, and what has to come of it.
    pub(super) action: Action,
}

/// What a case does.
#[derive(Debug)]
pub(super) enum Action {
    /// Build a request.
    Request {
        /// The input by the names of its members.
        params: Value,
        /// What is known of the request.
        expected: Request,
    },
    /// Read a response.
    Response {
        /// Status, headers and body as the program takes them.
        response: Value,
        /// What it means.
        expected: Expected,
    },
    /// Write or read the events of a stream.
    Events(Box<Events>),
}

/// What is sent in a stream of events, what comes back, and how that ends.
#[derive(Debug)]
pub(super) struct Events {
    /// What the input has beside its events, and the events, by the names of members; none where nothing is sent.
    pub(super) params: Option<(Value, Vec<Value>)>,
    /// What is known of the request without its events.
    pub(super) request: Request,
    /// What is known of each event that is sent.
    pub(super) sent: Vec<Value>,
    /// Status, headers and body of the response as the program takes them; none where no response is read.
    pub(super) response: Option<Value>,
    /// What the output has beside its events, where that is known.
    pub(super) output: Option<Value>,
    /// The events that are read, by the names of members.
    pub(super) read: Vec<Value>,
    /// The error at the end.
    pub(super) failure: Option<Ended>,
}

/// An end with an error.
#[derive(Debug)]
pub(super) struct Ended {
    /// The name of its shape, where that is known.
    pub(super) error: Option<String>,
}

/// What is known of a request.
#[derive(Debug)]
pub(super) struct Request {
    /// Method, headers, `uri` or `path`, query and host, each only where it is known.
    pub(super) parts: Value,
    /// The endpoint that host and path are relative to; empty where they don't matter.
    pub(super) endpoint: String,
    /// The body.
    pub(super) body: Option<Vec<u8>>,
}

/// What a response means.
#[derive(Debug)]
pub(super) enum Expected {
    /// An output by the names of its members.
    Output(Value),
    /// An error.
    Error {
        /// Its shape, which not every model has.
        shape: String,
        /// Its code, where that is known.
        code: Option<String>,
        /// Its message, where that matters.
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

/// The bytes of a body as a case has it: text, or base64 where the body is no text.
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
