//! Traits that bind operations and members to parts of an HTTP message.

use super::Given;
use super::table::{Known, row};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Binding, Http, Member, Operation, Origin, UriTemplate, http};
use crate::json::Node;

pub(super) const ROWS: &[Known] = &[
    row("smithy.api#http").operation(request),
    row("smithy.api#endpoint").operation(host_prefix),
    row("smithy.api#httpQuery").member(|member, given, problems| {
        let binding = given.owned(problems).map(Binding::Query);
        bind(member, binding, given, problems);
    }),
    row("smithy.api#httpHeader").member(|member, given, problems| {
        let binding = given.owned(problems).map(Binding::Header);
        bind(member, binding, given, problems);
    }),
    row("smithy.api#httpPrefixHeaders").member(|member, given, problems| {
        let binding = given.owned(problems).map(Binding::PrefixHeaders);
        bind(member, binding, given, problems);
    }),
    row("smithy.api#httpLabel")
        .member(|member, given, problems| flag(member, Binding::Label { greedy: false }, given, problems)),
    row("smithy.api#httpQueryParams")
        .member(|member, given, problems| flag(member, Binding::QueryParams, given, problems)),
    row("smithy.api#httpPayload")
        .member(|member, given, problems| flag(member, Binding::Payload, given, problems)),
    row("smithy.api#httpResponseCode")
        .member(|member, given, problems| flag(member, Binding::StatusCode, given, problems)),
    row("smithy.api#eventHeader")
        .member(|member, given, problems| flag(member, Binding::EventHeader, given, problems)),
    row("smithy.api#eventPayload")
        .member(|member, given, problems| flag(member, Binding::EventPayload, given, problems)),
    // After the others: a host label may also be bound elsewhere; if it is not, it is in the body.
    row("smithy.api#hostLabel").member(|member, given, problems| {
        given.flag(problems);
        if member.binding == Binding::Body {
            member.binding = Binding::HostLabel;
        }
    }),
];

fn flag(member: &mut Member, binding: Binding, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    given.flag(diagnostics);
    bind(member, Some(binding), given, diagnostics);
}

/// Binds a member, which can only be bound to one place.
fn bind(member: &mut Member, binding: Option<Binding>, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    if member.binding != Binding::Body {
        let trait_name = given.key.text.rsplit('#').next().unwrap_or_default();
        let message = format!("the member is bound twice, once by `{trait_name}`");
        let problem = Diagnostic::error("two-bindings", message).at(given.key.span).shape(given.owner);
        diagnostics.push(problem.help("a member travels in one place; remove one of the two traits"));
    }
    member.binding = binding.unwrap_or_default();
}

/// Method, URI and status.
fn request(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    let method = fields.required_string("method", diagnostics);
    let node = fields.required("uri", diagnostics);
    let uri = fields.required_string("uri", diagnostics);
    let code = fields.get("code").and_then(|node| given.status(node, diagnostics)).unwrap_or(200);
    fields.finish(diagnostics);
    let Some(((method, uri), node)) = method.zip(uri).zip(node) else { return };
    match UriTemplate::parse(uri) {
        Ok(template) => {
            let origin = Origin::new(given.owner, node.span);
            operation.http = Some(Http { method: method.to_owned(), uri: template, code, origin });
        }
        Err(reason) => {
            let message = format!("`{uri}` is not a URI with labels: {reason}");
            let help = "a URI looks like `/things/{thingName}/jobs?fixed=value`";
            diagnostics.push(bad_uri(node, message, given).help(help));
        }
    }
}

fn host_prefix(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    let node = fields.required("hostPrefix", diagnostics);
    let prefix = fields.required_string("hostPrefix", diagnostics);
    fields.finish(diagnostics);
    let Some((prefix, node)) = prefix.zip(node) else { return };
    match http::parse_host_prefix(prefix) {
        Ok(parts) => operation.host_prefix = Some(parts),
        Err(reason) => {
            let message = format!("the host prefix cannot be read: {reason}");
            let help = "a host prefix looks like `data.` or `{account}.data.`";
            diagnostics.push(bad_uri(node, message, given).help(help));
        }
    }
}

fn bad_uri(node: &Node, message: String, given: &Given<'_, '_>) -> Diagnostic {
    Diagnostic::error("bad-uri", message).at(node.span).shape(given.owner)
}
