//! Describes an operation: parameters, body and responses.

use std::collections::BTreeMap;

use super::super::object::Object;
use super::super::shapes::{Place, described};
use super::{Writer, parameters, responses, security, servers};
use smithy_model::documentation;
use smithy_model::ir::{Binding, Http, Member, Operation, ShapeId, ShapeKind};

/// Returns the OpenAPI object of an operation; `labels` has the name of each label in the path.
pub(super) fn operation(
    writer: &Writer<'_>,
    operation: &Operation,
    http: &Http,
    labels: &BTreeMap<&str, &str>,
) -> Object {
    let documentation = operation.documentation.as_deref();
    let summary =
        documentation.and_then(documentation::plain).map(|text| documentation::first_sentence(&text));
    described(
        Object::of("operationId", operation.name.as_str()),
        documentation,
        operation.deprecated.as_ref(),
    )
    .with_some("summary", summary)
    .with_list("servers", servers::of_operation(writer.model, operation))
    .with_list("parameters", parameters::parameters(writer, operation, labels))
    .with_some("requestBody", body(writer, operation))
    .with("responses", responses::responses(writer, operation, http.code))
    .with_some("security", security::of_operation(writer.model, operation))
    .with_flag("x-smithy-idempotent", operation.idempotent)
    .with_flag("x-smithy-readonly", operation.readonly)
    .with_object("x-smithy-prefix-headers", prefix_headers(writer, operation.input, false))
}

fn body(writer: &Writer<'_>, operation: &Operation) -> Option<Object> {
    let (media_type, content) = content(writer, operation.input, false)?;
    let members = &writer.model.structure(operation.input).members;
    let in_body = |member: &&Member| member.binding.is_in_body() || member.binding == Binding::Payload;
    let required = members.iter().filter(in_body).any(|member| member.required);
    Some(Object::of("content", Object::of(&media_type, content)).with("required", required))
}

/// Returns the body of a message: its media type and its schema. Bytes have no schema.
pub(super) fn content(writer: &Writer<'_>, id: ShapeId, open: bool) -> Option<(String, Object)> {
    let structure = writer.model.structure(id);
    let json = |schema: Object| ("application/json".to_owned(), Object::of("schema", schema));
    let Some(payload) = structure.members.iter().find(|member| member.binding == Binding::Payload) else {
        let has_body = structure.error.is_some() || writer.schemas.members(id).next().is_some();
        return has_body.then(|| json(writer.schemas.reference(id)));
    };
    let media_type = |given: &Option<String>, usual: &str| given.as_deref().unwrap_or(usual).to_owned();
    let text = || Object::of("schema", writer.schemas.member_value(payload, Place::Json, open));
    Some(match &writer.model.shape(payload.target).kind {
        ShapeKind::Blob { media_type: given, .. } => {
            (media_type(given, "application/octet-stream"), Object::default())
        }
        ShapeKind::String { media_type: given } => (media_type(given, "text/plain"), text()),
        ShapeKind::Enum(_) => ("text/plain".to_owned(), text()),
        _ => json(writer.schemas.member_value(payload, Place::Json, open)),
    })
}

/// Returns the headers with a common prefix, by the prefix: `OpenAPI` has only names of headers.
pub(super) fn prefix_headers(writer: &Writer<'_>, id: ShapeId, open: bool) -> Object {
    let prefixed = writer.model.structure(id).members.iter().filter_map(|member| match &member.binding {
        Binding::PrefixHeaders(prefix) => {
            let schema = writer.schemas.member_value(member, Place::Header, open);
            let header = Object::of("schema", schema);
            Some((
                prefix.as_str(),
                described(header, member.documentation.as_deref(), member.deprecated.as_ref()),
            ))
        }
        _ => None,
    });
    prefixed.collect()
}
