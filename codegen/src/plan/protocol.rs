//! How the calls of each protocol are sent over HTTP: a module for each, and a row of `ALL`.
//!
//! Names of protocols and their requirements for models are in [`smithy_model::protocol`].

mod aws_json;
mod rest_json;
mod rpcv2_cbor;

use smithy_model::protocol::Protocol;

use super::reading::ReadingPlan;
use super::structure::MemberPlan;

pub(crate) use super::request::Call;
pub use super::request::{Format, RequestPlan};

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

/// Plans the request of an operation.
type Request = fn(&Call<'_>) -> Option<RequestPlan>;

/// Plans how an output or an error is read from a response.
type Reading = fn(&[MemberPlan]) -> ReadingPlan;

/// The decisions of a protocol.
#[derive(Clone, Copy)]
pub(crate) struct Decide {
    pub(crate) request: Request,
    pub(crate) reading: Reading,
    /// The runtime's constant for reading responses, if it is not the one for `restJson1`.
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

/// Returns the decisions of a protocol; `None` if no client can be generated for it.
pub(crate) fn of(protocol: Option<Protocol>) -> Option<Decide> {
    let id = protocol?.id;
    ALL.iter().find(|(known, _)| *known == id).map(|(_, decide)| *decide)
}
