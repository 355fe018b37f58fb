//! Operations with HTTP bindings: checks that the bindings of members agree with method, URI and each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Binding, Http, Member, Model, Operation, ShapeId, ShapeKind, Unvalidated};
use crate::suggest;

use super::{described, labels};

type Source = Model<Unvalidated>;

/// The methods that a service may use, in capitals as they go over the wire.
const METHODS: [&str; 7] = ["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Headers that HTTP itself sets for a request.
pub(crate) const FRAMING: [&str; 4] = ["connection", "content-length", "host", "transfer-encoding"];

/// Checks one operation with HTTP bindings.
pub(crate) fn check(model: &Source, operation: &Operation, http: &Http, diagnostics: &mut Diagnostics) {
    check_method(operation, http, diagnostics);
    labels::check_path(model, operation, http, diagnostics);
    check_fixed_query(model, operation, http, diagnostics);
    let is_error = |id: &ShapeId| model.structure(*id).error.is_some();
    let errors = operation.errors.iter().copied().filter(is_error);
    for id in [operation.input, operation.output].into_iter().chain(errors) {
        check_members(model, id, diagnostics);
    }
}

fn check_method(operation: &Operation, http: &Http, diagnostics: &mut Diagnostics) {
    let method = &http.method;
    if !METHODS.contains(&method.as_str()) {
        let problem = Diagnostic::error("bad-method", format!("`{method}` is not an HTTP method"));
        let problem = problem.at(operation.origin.span).shape(&operation.origin.id);
        let help = suggest::did_you_mean(method, METHODS);
        diagnostics.push(problem.help(help.unwrap_or_else(|| format!("methods are {}", METHODS.join(", ")))));
    }
}

/// Checks the bindings of one structure: no place is used twice, a payload is the only member in the body, and the
/// types can be bound there.
fn check_members(model: &Source, id: ShapeId, diagnostics: &mut Diagnostics) {
    let members = &model.structure(id).members;
    let mut places: BTreeMap<String, &Member> = BTreeMap::new();
    for member in members {
        if let Some(place) = place(member)
            && let Some(first) = places.insert(place.clone(), member)
        {
            let message = format!("`{}` and `{}` are both bound to {place}", first.name, member.name);
            let problem = Diagnostic::error("binding-conflict", message).at(member.origin.span);
            diagnostics.push(problem.shape(&member.origin.id).help("bind one of them elsewhere"));
        }
        check_wire_name(member, diagnostics);
        if let Some(expected) = unfit(model, member) {
            let kind = described(&model.shape(member.target).kind);
            let message =
                format!("`{}` cannot be bound there: the binding takes {expected}, not {kind}", member.name);
            let problem = Diagnostic::error("binding-type", message).at(member.origin.span);
            diagnostics
                .push(problem.shape(&member.origin.id).help("bind it to the body, or change its type"));
        }
    }
    if let Some(payload) = members.iter().find(|member| member.binding == Binding::Payload) {
        let in_body = |member: &&Member| member.binding.is_in_body();
        for member in members.iter().filter(in_body) {
            let message = format!(
                "`{}` has no place in the message: the payload `{}` is the whole body",
                member.name, payload.name
            );
            let problem = Diagnostic::error("payload-beside-body", message).at(member.origin.span);
            let help = "bind the member to the query or a header, or move it into the payload";
            diagnostics.push(problem.shape(&member.origin.id).help(help));
        }
    }
}

/// Reports names that are not valid for a header or a query parameter.
fn check_wire_name(member: &Member, diagnostics: &mut Diagnostics) {
    let (message, help) = match &member.binding {
        Binding::Header(name) if !is_header(name) => {
            (format!("`{name}` is not the name of a header"), "a header has ASCII letters, digits and dashes")
        }
        Binding::PrefixHeaders(prefix) if !prefix.is_empty() && !is_header(prefix) => (
            format!("`{prefix}` begins no name of a header"),
            "a header has ASCII letters, digits and dashes",
        ),
        Binding::Query(name) if name.is_empty() => {
            ("a query parameter has no name".to_owned(), "give it the name it has on the wire")
        }
        _ => return,
    };
    let problem = Diagnostic::error("bad-wire-name", message).at(member.origin.span);
    diagnostics.push(problem.shape(&member.origin.id).help(help));
}

/// Whether a text can be the name of a header.
pub(crate) fn is_header(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token)
}

/// Reports members of inputs that set what the URI already sets, or what HTTP itself sets.
fn check_fixed_query(model: &Source, operation: &Operation, http: &Http, diagnostics: &mut Diagnostics) {
    let fixed: BTreeSet<&str> =
        http.uri.query.iter().map(|pair| pair.split('=').next().unwrap_or(pair)).collect();
    for member in &model.structure(operation.input).members {
        let place = match &member.binding {
            Binding::Query(name) if fixed.contains(name.as_str()) => {
                format!("the query parameter `{name}`, which the URI `{}` sets", http.uri)
            }
            Binding::Header(name) if FRAMING.contains(&name.to_ascii_lowercase().as_str()) => {
                format!("the header `{name}`, which HTTP itself sets")
            }
            _ => continue,
        };
        let message = format!("`{}` is bound to {place}", member.name);
        let problem = Diagnostic::error("binding-conflict", message).at(member.origin.span);
        diagnostics.push(problem.shape(&member.origin.id).help("bind it elsewhere"));
    }
}

/// Returns the place that only one member may have.
fn place(member: &Member) -> Option<String> {
    match &member.binding {
        Binding::Query(name) => Some(format!("the query parameter `{name}`")),
        Binding::Header(name) => Some(format!("the header `{}`", name.to_ascii_lowercase())),
        Binding::PrefixHeaders(prefix) => {
            Some(format!("headers with the prefix `{}`", prefix.to_ascii_lowercase()))
        }
        Binding::QueryParams => Some("the whole query".to_owned()),
        Binding::Payload => Some("the payload".to_owned()),
        Binding::StatusCode => Some("the status".to_owned()),
        // Names in the body are checked in all structures, and bindings of events have no meaning here.
        Binding::Body
        | Binding::HostLabel
        | Binding::Label { .. }
        | Binding::EventHeader
        | Binding::EventPayload => None,
    }
}

/// Says which types a binding takes, if the member's type is another.
fn unfit(model: &Source, member: &Member) -> Option<&'static str> {
    let kind = &model.shape(member.target).kind;
    let simple = |kind: &ShapeKind| {
        !matches!(
            kind,
            ShapeKind::Blob { .. }
                | ShapeKind::Document
                | ShapeKind::List(_)
                | ShapeKind::Map(_)
                | ShapeKind::Structure(_)
                | ShapeKind::Union(_)
        )
    };
    let text = |member: &Member| matches!(model.shape(member.target).kind, ShapeKind::String { .. });
    let list = |kind: &ShapeKind| matches!(kind, ShapeKind::List(list) if simple(&model.shape(list.member.target).kind));
    let map = |kind: &ShapeKind| matches!(kind, ShapeKind::Map(map) if text(&map.key) && text(&map.value) && !map.sparse);
    let list_map = |kind: &ShapeKind| match kind {
        ShapeKind::Map(map) => match &model.shape(map.value.target).kind {
            ShapeKind::List(list) => text(&map.key) && text(&list.member) && !map.sparse && !list.sparse,
            _ => false,
        },
        _ => false,
    };
    match member.binding {
        Binding::Label { .. } if !simple(kind) => Some("one simple value"),
        Binding::Query(_) | Binding::Header(_) if !simple(kind) && !list(kind) => {
            Some("a simple value or a list of such")
        }
        Binding::QueryParams if !map(kind) && !list_map(kind) => {
            Some("a map from text to text or lists of text")
        }
        Binding::PrefixHeaders(_) if !map(kind) => Some("a map from text to text"),
        Binding::Payload
            if !matches!(
                kind,
                ShapeKind::Structure(_)
                    | ShapeKind::Union(_)
                    | ShapeKind::Document
                    | ShapeKind::Blob { .. }
                    | ShapeKind::String { .. }
                    | ShapeKind::Enum(_)
            ) =>
        {
            Some("a structure, a union, a document, text or bytes")
        }
        Binding::StatusCode if !matches!(kind, ShapeKind::Integer | ShapeKind::Long | ShapeKind::Short) => {
            Some("an integer")
        }
        _ => None,
    }
}
