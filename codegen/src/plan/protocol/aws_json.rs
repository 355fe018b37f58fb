//! `awsJson1_0` and `awsJson1_1`: every call is `POST /`, a header names the operation, and the body is the input as JSON.

use crate::plan::reading::ReadingPlan;
use crate::plan::request::{BodyPlan, Call, Format, RequestPlan};
use crate::plan::structure::MemberPlan;

/// The request of version 1.0.
pub(super) fn request_1_0(call: &Call<'_>) -> Option<RequestPlan> {
    request(call, "application/x-amz-json-1.0")
}

/// The request of version 1.1, which has another media type.
pub(super) fn request_1_1(call: &Call<'_>) -> Option<RequestPlan> {
    request(call, "application/x-amz-json-1.1")
}

fn request(call: &Call<'_>, media_type: &'static str) -> Option<RequestPlan> {
    let service = call.service.target_prefix.as_ref()?;
    let mut headers = vec![("x-amz-target", format!("{service}.{}", call.operation.name))];
    if call.service.query_compatible {
        headers.push(("x-amzn-query-mode", "true".to_owned()));
    }
    // An operation without an input sends an empty object.
    Some(RequestPlan::posted("/".to_owned(), headers, BodyPlan::Input, Format::Json(media_type)))
}

/// The whole output is in the body.
pub(super) fn reading(_: &[MemberPlan]) -> ReadingPlan {
    ReadingPlan::Json
}
