//! `rpcv2Cbor`: every call is a `POST` to a path with the names of service and operation, and the body is the input as CBOR.

use crate::plan::reading::ReadingPlan;
use crate::plan::request::{BodyPlan, Call, Format, RequestPlan};
use crate::plan::structure::MemberPlan;

/// Path and headers.
pub(super) fn request(call: &Call<'_>) -> Option<RequestPlan> {
    let path = format!("/service/{}/operation/{}", call.service.target_prefix.as_ref()?, call.operation.name);
    let mut headers =
        vec![("smithy-protocol", "rpc-v2-cbor".to_owned()), ("accept", "application/cbor".to_owned())];
    if call.service.query_compatible {
        headers.push(("x-amzn-query-mode", "true".to_owned()));
    }
    // An operation without an input sends no body.
    let body = if call.modeled { BodyPlan::Input } else { BodyPlan::Empty };
    Some(RequestPlan::posted(path, headers, body, Format::Cbor))
}

/// The whole output is in the body.
pub(super) fn reading(_: &[MemberPlan]) -> ReadingPlan {
    ReadingPlan::Cbor
}
