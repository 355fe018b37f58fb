//! Describes the responses of an operation: success, modeled errors, and any other error.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::object::Object;
use super::super::shapes::{Place, described};
use super::Writer;
use super::operation::{content, prefix_headers};
use smithy_model::documentation;
use smithy_model::ir::{Binding, Operation, ShapeId};

/// The key of the response for errors that are not modeled.
pub(super) const OTHER: &str = "OtherError";

/// The header with the code of an error.
const CODE_HEADER: &str = "X-Amzn-Errortype";

/// The responses by their status.
pub(super) fn responses(writer: &Writer<'_>, operation: &Operation, code: u16) -> Object {
    let mut errors: BTreeMap<u16, Vec<ShapeId>> = BTreeMap::new();
    for id in &operation.errors {
        if let Some(error) = &writer.model.structure(*id).error {
            errors.entry(error.status).or_default().push(*id);
        }
    }
    let alike = errors.remove(&code).unwrap_or_default();
    let mut responses = Object::of(&code.to_string(), success(writer, operation, &alike));
    responses.extend(errors.into_iter().map(|(status, ids)| (status.to_string(), failure(writer, &ids))));
    responses.with("default", Object::reference(format!("#/components/responses/{OTHER}")))
}

/// Returns the response for errors that are not modeled.
pub(super) fn other() -> Object {
    let words = ["__type", "code", "message"].map(|word| (word, Object::of("type", "string")));
    let schema = Object::of("type", "object").with("properties", Object::from_iter(words));
    Object::of("description", "An error that the model does not have.")
        .with("headers", Object::of(CODE_HEADER, code_header(Vec::new())))
        .with("content", Object::of("application/json", Object::of("schema", schema)))
}

fn success(writer: &Writer<'_>, operation: &Operation, errors: &[ShapeId]) -> Object {
    let shape = writer.model.shape(operation.output);
    let text = shape.documentation.as_deref().and_then(documentation::plain);
    let description = text.unwrap_or_else(|| "The operation has succeeded.".to_owned());
    let content = content(writer, operation.output, true);
    response(writer, &[operation.output])
        .with("description", with_errors(writer, description, errors))
        .with_object("content", content.into_iter().collect())
}

/// Returns the response that several errors share. A body may fit more than one of them: the code decides.
fn failure(writer: &Writer<'_>, ids: &[ShapeId]) -> Object {
    let mut contents: BTreeMap<String, Vec<Object>> = BTreeMap::new();
    for (media_type, content) in ids.iter().filter_map(|id| content(writer, *id, true)) {
        contents.entry(media_type).or_default().push(content);
    }
    let content = contents.into_iter().map(|(media_type, contents)| (media_type, any_of(contents)));
    response(writer, ids)
        .with("description", with_errors(writer, String::new(), ids))
        .with_object("content", content.collect())
}

/// Returns a response with the headers of structures that have the same status.
fn response(writer: &Writer<'_>, ids: &[ShapeId]) -> Object {
    let mut headers = Object::default();
    let mut prefixes = Object::default();
    let mut codes = Vec::new();
    for id in ids {
        let structure = writer.model.structure(*id);
        for member in &structure.members {
            let Binding::Header(name) = &member.binding else { continue };
            let header = Object::default()
                .with_flag("required", member.required && structure.error.is_none())
                .with("schema", writer.schemas.member_value(member, Place::Header, true));
            let header = described(header, member.documentation.as_deref(), member.deprecated.as_ref());
            headers.extend([(name.as_str(), header)]);
        }
        codes.extend(error_codes(writer, *id).map(Value::from));
        prefixes.extend(prefix_headers(writer, *id, true));
    }
    if !codes.is_empty() {
        headers.extend([(CODE_HEADER, code_header(codes))]);
    }
    Object::default().with_object("headers", headers).with_object("x-smithy-prefix-headers", prefixes)
}

/// Returns the codes of a modeled error; none for other structures.
fn error_codes<'w>(writer: &'w Writer<'_>, id: ShapeId) -> impl Iterator<Item = &'w str> {
    let error = writer.model.structure(id).error.as_ref();
    let name = error.map(|_| writer.model.shape(id).name.as_str());
    let others = error.into_iter().flat_map(|error| &error.codes).map(String::as_str);
    name.into_iter().chain(others.filter(move |code| Some(*code) != name))
}

/// Returns the header with the code. Its values may have a namespace before the code and an address after it, so there
/// is no closed list.
fn code_header(codes: Vec<Value>) -> Object {
    Object::of("description", "The code of the error.")
        .with("schema", Object::of("type", "string").with_list("examples", codes))
}

/// Returns a description, with a line for each error.
fn with_errors(writer: &Writer<'_>, description: String, ids: &[ShapeId]) -> String {
    let line = |id: &ShapeId| {
        let codes: Vec<String> = error_codes(writer, *id).map(|code| format!("`{code}`")).collect();
        let text = writer.model.shape(*id).documentation.as_deref().and_then(documentation::plain);
        match text {
            Some(text) => format!("{}: {}.", codes.join(", "), documentation::first_sentence(&text)),
            None => codes.join(", "),
        }
    };
    let parts = Some(description).filter(|text| !text.is_empty()).into_iter().chain(ids.iter().map(line));
    parts.collect::<Vec<_>>().join("\n\n")
}

fn any_of(mut contents: Vec<Object>) -> Object {
    if contents.len() == 1 {
        return contents.pop().unwrap_or_default();
    }
    let schemas = contents.into_iter().flatten().map(|(_, schema)| schema);
    Object::of("schema", Object::default().with_list("anyOf", schemas.collect()))
}
