//! How the calls of each protocol lie on HTTP: a module each, and a row of `ALL`.
//!
//! What a model needs for a protocol is settled by [`smithy_model::protocol`], where it has its name.

mod aws_json;
mod rest_json;
mod rpcv2_cbor;

use smithy_model::ir::{Http, Operation, Service};
use smithy_model::protocol::Protocol;

use super::operation::{BodyPlan, PathPart, ReadingPlan};
use super::structure::{MemberPlan, StructurePlan};
use super::types::RustType;

/// The protocols, by the ids of their traits.
const ALL: [(&str, Decide); 4] = [
    ("aws.protocols#restJson1", Decide::new(rest_json::request, rest_json::reading)),
    ("aws.protocols#awsJson1_0", Decide::new(aws_json::request_1_0, aws_json::reading).answers("AWS_JSON")),
    ("aws.protocols#awsJson1_1", Decide::new(aws_json::request_1_1, aws_json::reading).answers("AWS_JSON")),
    (
        "smithy.protocols#rpcv2Cbor",
        Decide::new(rpcv2_cbor::request, rpcv2_cbor::reading).answers("CBOR").needs("cbor"),
    ),
];

/// What the request of an operation has.
type Request = fn(&Call<'_>) -> Option<RequestPlan>;

/// How an output or an error is read from a response.
type Reading = fn(&[MemberPlan]) -> ReadingPlan;

/// What a protocol decides.
#[derive(Clone, Copy)]
pub(crate) struct Decide {
    pub(crate) request: Request,
    pub(crate) reading: Reading,
    /// The runtime's constant that reads answers, where it is not the one for `restJson1`.
    pub(crate) answers: Option<&'static str>,
    /// The runtime's feature.
    pub(crate) feature: Option<&'static str>,
}

impl Decide {
    const fn new(request: Request, reading: Reading) -> Self {
        Self { request, reading, answers: None, feature: None }
    }

    const fn answers(self, constant: &'static str) -> Self {
        Self { answers: Some(constant), ..self }
    }

    const fn needs(self, feature: &'static str) -> Self {
        Self { feature: Some(feature), ..self }
    }
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

    /// Settles what goes beside events: a first event has the other members, where these have no place of their own.
    pub(super) fn stream_events(&mut self, input: &StructurePlan, output: &StructurePlan) {
        let has = |structure: &StructurePlan, is_events: fn(&RustType) -> bool| {
            structure.members.iter().any(|member| is_events(&member.ty))
        };
        if has(input, |ty| matches!(ty, RustType::EventSource(_))) && self.body != BodyPlan::Payload {
            self.body = if input.members.len() == 1 { BodyPlan::Empty } else { BodyPlan::Members };
        }
        if has(output, |ty| matches!(ty, RustType::EventStream(_))) {
            for (_, value) in self.headers.iter_mut().filter(|(name, _)| *name == "accept") {
                "application/vnd.amazon.eventstream".clone_into(value);
            }
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
    /// As CBOR.
    Cbor,
}
