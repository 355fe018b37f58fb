//! `restJson1`: members travel where the model binds them, the rest of them in a JSON body.

use smithy_model::ir::Binding;

use super::{Call, Format, RequestPlan};
use crate::plan::operation::{BodyPlan, ReadingPlan};
use crate::plan::structure::MemberPlan;

/// The request line and the body.
pub(super) fn request(call: &Call<'_>) -> Option<RequestPlan> {
    let http = call.operation.http.as_ref()?;
    let body = body(&call.input.members, call.modelled);
    Some(RequestPlan::bound(http, call.input, body, Format::Json("application/json")))
}

fn body(members: &[MemberPlan], modelled: bool) -> BodyPlan {
    let bindings = || members.iter().map(|member| &member.binding);
    if bindings().any(|binding| *binding == Binding::Payload) {
        BodyPlan::Payload
    } else if !bindings().any(Binding::is_in_body) || !modelled {
        BodyPlan::Empty
    } else if bindings().all(Binding::is_in_body) {
        BodyPlan::Input
    } else {
        BodyPlan::Members
    }
}

/// How a structure is read from a response.
pub(super) fn reading(members: &[MemberPlan]) -> ReadingPlan {
    let bindings = || members.iter().map(|member| &member.binding);
    let is_outside = |binding: &Binding| {
        matches!(binding, Binding::Header(_) | Binding::PrefixHeaders(_) | Binding::StatusCode)
    };
    if bindings().any(|binding| *binding == Binding::Payload) {
        ReadingPlan::Payload
    } else if bindings().any(is_outside) {
        ReadingPlan::Bound
    } else {
        ReadingPlan::Json
    }
}
