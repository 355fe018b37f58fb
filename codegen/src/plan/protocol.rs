//! How the calls of each protocol lie on HTTP: a module each, and a row of [`ALL`].
//!
//! What a model needs for a protocol is settled by [`smithy_model::protocol`], where it has its name.

mod aws_json;
mod rest_json;

use smithy_model::ir::{Http, Operation, Service};
use smithy_model::protocol::Protocol;

use super::operation::{BodyPlan, PathPart, ReadingPlan};
use super::structure::{MemberPlan, StructurePlan};

/// The protocols, by the ids of their traits.
const ALL: [(&str, Decide); 3] = [
    ("aws.protocols#restJson1", Decide { request: rest_json::request, reading: rest_json::reading }),
    ("aws.protocols#awsJson1_0", Decide { request: aws_json::request_1_0, reading: aws_json::reading }),
    ("aws.protocols#awsJson1_1", Decide { request: aws_json::request_1_1, reading: aws_json::reading }),
];

/// What a protocol decides.
#[derive(Clone, Copy)]
pub(crate) struct Decide {
    /// What the request of an operation has.
    pub(crate) request: fn(&Call<'_>) -> Option<RequestPlan>,
    /// How an output or an error is read from a response.
    pub(crate) reading: fn(&[MemberPlan]) -> ReadingPlan,
}

/// The decisions of a protocol; `None` for one that no client speaks.
pub(crate) fn of(protocol: Option<Protocol>) -> Option<Decide> {
    let id = protocol?.id;
    ALL.iter().find(|(known, _)| *known == id).map(|(_, decide)| *decide)
}

/// An operation, with what is decided of its input already.
pub(crate) struct Call<'p> {
    pub(crate) service: &'p Service,
    pub(crate) operation: &'p Operation,
    pub(crate) input: &'p StructurePlan,
    /// The model has an input, and not only the generator.
    pub(crate) modelled: bool,
}

/// What a request has besides the members that are bound to a place of their own.
#[derive(Clone, Debug)]
pub struct RequestPlan {
    /// The HTTP method.
    pub method: String,
    /// The URI as documentation has it.
    pub uri: String,
    /// The path.
    pub path: Vec<PathPart>,
    /// The fixed query.
    pub query: Vec<String>,
    /// The fixed headers, with names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// What the body is made from.
    pub body: BodyPlan,
    /// How it is written.
    pub format: Format,
}

impl RequestPlan {
    /// Method, path and query as the model binds them.
    fn bound(http: &Http, input: &StructurePlan, body: BodyPlan, format: Format) -> Self {
        Self {
            method: http.method.clone(),
            uri: http.uri.to_string(),
            path: PathPart::of(&http.uri.path, input),
            query: http.uri.query.clone(),
            headers: Vec::new(),
            body,
            format,
        }
    }

    /// `POST` to a path that no member is in.
    fn posted(path: String, headers: Vec<(&'static str, String)>, body: BodyPlan, format: Format) -> Self {
        Self {
            method: "POST".to_owned(),
            uri: path.clone(),
            path: vec![PathPart::Literal(path)],
            query: Vec::new(),
            headers,
            body,
            format,
        }
    }

    /// `POST /`
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.uri)
    }
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As JSON of this media type.
    Json(&'static str),
}
