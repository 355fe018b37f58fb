//! The known facts of a request: each is checked here, or becomes a line of a test.

use serde_json::Value;

use super::literal;
use super::suite::{Request as Known, text_in};
use super::support::request::Request;

/// A fact; the method of [`Request`] with the same name checks it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Check<'c> {
    At(&'c str),
    Method(&'c str),
    Uri(&'c str),
    Path(&'c str),
    Host(&'c str),
    Query(Vec<&'c str>),
    HasQuery(&'c str),
    LacksQuery(&'c str),
    Header(&'c str, &'c str),
    HasHeader(&'c str),
    LacksHeader(&'c str),
    Body(&'c [u8]),
    Cbor(&'c [u8]),
}

/// All facts.
pub(super) fn of(known: &Known, is_cbor: bool) -> Vec<Check<'_>> {
    let Known { parts, endpoint, body } = known;
    let text = |name: &str| text_in(parts, name);
    let query: Vec<_> = names(parts, "queryParams").collect();
    let is_relative = text("host").is_some() || endpoint.splitn(4, '/').nth(3).is_some();
    let mut checks = Vec::new();
    checks.extend(is_relative.then_some(Check::At(endpoint)));
    checks.extend(text("method").map(Check::Method));
    checks.extend(text("uri").map(Check::Uri));
    checks.extend(text("path").map(Check::Path));
    checks.extend(text("host").map(Check::Host));
    checks.extend((!query.is_empty()).then_some(Check::Query(query)));
    checks.extend(names(parts, "requireQueryParams").map(Check::HasQuery));
    checks.extend(names(parts, "forbidQueryParams").map(Check::LacksQuery));
    let headers = parts.get("headers").and_then(Value::as_object).into_iter().flatten();
    checks.extend(headers.map(|(name, value)| match value.as_str() {
        Some(value) => Check::Header(name, value),
        None => Check::LacksHeader(name),
    }));
    checks.extend(names(parts, "requireHeaders").map(Check::HasHeader));
    checks.extend(names(parts, "forbidHeaders").map(Check::LacksHeader));
    checks.extend(body.as_deref().map(if is_cbor { Check::Cbor } else { Check::Body }));
    checks
}

/// Returns the texts of an array.
fn names<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

impl Check<'_> {
    /// Checks a request against this fact.
    pub(super) fn apply(&self, request: Request) -> Request {
        match self {
            Self::At(endpoint) => request.at(endpoint),
            Self::Method(method) => request.method(method),
            Self::Uri(uri) => request.uri(uri),
            Self::Path(path) => request.path(path),
            Self::Host(host) => request.host(host),
            Self::Query(parameters) => request.query(parameters),
            Self::HasQuery(name) => request.has_query(name),
            Self::LacksQuery(name) => request.lacks_query(name),
            Self::Header(name, value) => request.header(name, value),
            Self::HasHeader(name) => request.has_header(name),
            Self::LacksHeader(name) => request.lacks_header(name),
            Self::Body(body) => request.body(body),
            Self::Cbor(body) => request.cbor(body),
        }
    }

    /// Returns the Rust call of the method.
    pub(super) fn rust(&self) -> String {
        let (method, arguments) = match self {
            Self::At(endpoint) => ("at", literal::text(endpoint)),
            Self::Method(method) => ("method", literal::text(method)),
            Self::Uri(uri) => ("uri", literal::text(uri)),
            Self::Path(path) => ("path", literal::text(path)),
            Self::Host(host) => ("host", literal::text(host)),
            Self::Query(parameters) => {
                let parameters: Vec<_> = parameters.iter().map(|text| literal::text(text)).collect();
                ("query", format!("&[{}]", parameters.join(", ")))
            }
            Self::HasQuery(name) => ("has_query", literal::text(name)),
            Self::LacksQuery(name) => ("lacks_query", literal::text(name)),
            Self::Header(name, value) => {
                ("header", format!("{}, {}", literal::text(name), literal::text(value)))
            }
            Self::HasHeader(name) => ("has_header", literal::text(name)),
            Self::LacksHeader(name) => ("lacks_header", literal::text(name)),
            Self::Body(body) => ("body", literal::bytes(body)),
            Self::Cbor(body) => ("cbor", literal::bytes(body)),
        };
        format!(".{method}({arguments})")
    }
}
