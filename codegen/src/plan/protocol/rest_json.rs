//! `restJson1`: members are sent as the model binds them, and all others in a JSON body.

use crate::plan::reading::ReadingPlan;
use crate::plan::request::{BodyPlan, Call, Format, RequestPlan};
use crate::plan::structure::{MemberPlan, Place};

/// The request line and the body.
pub(super) fn request(call: &Call<'_>) -> Option<RequestPlan> {
    let http = call.operation.http.as_ref()?;
    let body = body(&call.input.members, call.modeled);
    Some(RequestPlan::bound(http, call.input, body, Format::Json("application/json")))
}

fn body(members: &[MemberPlan], modeled: bool) -> BodyPlan {
    let places = || members.iter().map(|member| &member.place);
    if places().any(|place| *place == Place::Payload) {
        BodyPlan::Payload
    } else if !places().any(Place::is_in_body) || !modeled {
        BodyPlan::Empty
    } else if places().all(Place::is_in_body) {
        BodyPlan::Input
    } else {
        BodyPlan::Members
    }
}

/// How a structure is read from a response.
pub(super) fn reading(members: &[MemberPlan]) -> ReadingPlan {
    let places = || members.iter().map(|member| &member.place);
    let is_outside =
        |place: &Place| matches!(place, Place::Header(_) | Place::Headers(_) | Place::StatusCode);
    if places().any(|place| *place == Place::Payload) {
        ReadingPlan::Payload
    } else if places().any(is_outside) {
        ReadingPlan::Bound
    } else {
        ReadingPlan::Json
    }
}
