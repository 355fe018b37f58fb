//! The HTTP bindings of operations and members, as JSON.

use serde_json::Value;
use smithy_model::ir::{Binding, Http, UriPart};

use super::object::Object;

/// Method, path with its labels in braces, status.
pub(super) fn http(http: &Http) -> Value {
    let Http { method, uri, code, origin: _ } = http;
    Object::default().text("method", method).text("uri", &uri.to_string()).keep("code", *code).into()
}

/// Returns text with labels in braces, as in the model.
pub(super) fn text(parts: &[UriPart]) -> String {
    parts.iter().map(ToString::to_string).collect()
}

/// Returns the binding of a member; null for the body.
pub(super) fn binding(binding: &Binding) -> Value {
    let place = |place| Object::default().text("in", place);
    match binding {
        Binding::EventHeader => place("eventHeader"),
        Binding::EventPayload => place("eventPayload"),
        Binding::Body => return Value::Null,
        Binding::Label { greedy } => place("path").flag("greedy", *greedy),
        Binding::Query(name) => place("query").keep("name", name.as_str()),
        Binding::QueryParams => place("queryMap"),
        Binding::Header(name) => place("header").keep("name", name.as_str()),
        Binding::PrefixHeaders(prefix) => place("headerMap").keep("prefix", prefix.as_str()),
        Binding::Payload => place("payload"),
        Binding::StatusCode => place("status"),
        Binding::HostLabel => place("host"),
    }
    .into()
}
