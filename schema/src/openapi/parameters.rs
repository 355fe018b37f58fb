//! Describes the members of an input in path, query and headers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::object::Object;
use super::super::shapes::{Place, described};
use super::Writer;
use smithy_model::ir::{Binding, Member, Operation};

/// Returns the parameters of an operation: its members in the order of the model, then the fixed query.
///
/// The styles are the defaults of `OpenAPI`: lists are repeated in a query and separated by commas in a header, and
/// each entry of a map is a separate parameter.
pub(super) fn parameters(
    writer: &Writer<'_>,
    operation: &Operation,
    labels: &BTreeMap<&str, &str>,
) -> Vec<Value> {
    let members = &writer.model.structure(operation.input).members;
    let bound = members.iter().filter_map(|member| parameter(writer, member, labels));
    bound
        .chain(operation.http.iter().flat_map(|http| &http.uri.query).map(|pair| fixed(pair)))
        .map(Value::from)
        .collect()
}

fn parameter(writer: &Writer<'_>, member: &Member, labels: &BTreeMap<&str, &str>) -> Option<Object> {
    let (name, location, place) = match &member.binding {
        Binding::Label { .. } => (*labels.get(member.name.as_str())?, "path", Place::Uri),
        Binding::Query(name) => (name.as_str(), "query", Place::Uri),
        Binding::QueryParams => (member.name.as_str(), "query", Place::Uri),
        Binding::Header(name) => (name.as_str(), "header", Place::Header),
        _ => return None,
    };
    let parameter = Object::of("name", name)
        .with("in", location)
        .with_flag("required", member.required)
        .with("schema", writer.schemas.member_value(member, place, false))
        .with_flag("x-smithy-greedy", member.binding == Binding::Label { greedy: true })
        .with_some("x-smithy-member", (name != member.name).then_some(member.name.as_str()));
    Some(described(parameter, member.documentation.as_deref(), member.deprecated.as_ref()))
}

/// Returns a parameter with one value: `a=b`, or `a`, which has an empty value.
fn fixed(pair: &str) -> Object {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Object::of("name", name)
        .with("in", "query")
        .with("required", true)
        .with_flag("allowEmptyValue", value.is_empty())
        .with("schema", Object::of("const", value))
}
