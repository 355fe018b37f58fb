//! The page of an operation: what it does, its call, its parameters and result, its errors, and a complete program.

use smithy_client::RetryKind;
use smithy_model::ir;

use super::catalog::Section;
use super::member::{self, Part};
use super::page::Page;
use super::{Reference, example, json, mqtt, syntax, text};
use smithy_codegen::plan::operation::{Auth, BodyPlan, ErrorVariantPlan, OperationPlan, ReadingPlan};
use smithy_codegen::plan::structure::StructurePlan;

/// Writes the page.
pub(super) fn page(reference: &Reference<'_>, operation: &OperationPlan) -> Page {
    let mut page = Page::within(&Section::Operations.address(&operation.module), &operation.name);
    page.title(&operation.name);
    page.facts(&http(reference, operation));
    page.documentation(reference, &operation.docs);
    let call = syntax::call(reference, &page, operation);
    page.heading("Call");
    page.code("rust", &call);
    let of_model = reference.operation(&operation.name);
    parameters(reference, &mut page, operation, of_model);
    result(reference, &mut page, operation, of_model);
    errors(reference, &mut page, operation);
    program(reference, &mut page, operation);
    wire(reference, &mut page, operation);
    mqtt::call(reference, &mut page, operation, of_model);
    page
}

/// Returns method, path and special properties of the request.
fn http(reference: &Reference<'_>, operation: &OperationPlan) -> Vec<String> {
    let mut facts = vec![text::code(&operation.request.line())];
    let host: String = reference
        .operation(&operation.name)
        .and_then(|operation| operation.host_prefix.as_ref())
        .map(|parts| parts.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    if !host.is_empty() {
        facts.push(format!("{} before the endpoint's host", text::code(&host)));
    }
    facts.extend(auth(&operation.auth).map(str::to_owned));
    if operation.unsigned_payload {
        facts.push("the signature does not cover the body".to_owned());
    }
    let repeatable = if operation.repeatable { "safe to repeat" } else { "not safe to repeat" };
    facts.push(repeatable.to_owned());
    facts
}

/// Returns how requests are authenticated, unless it is only by a signature.
fn auth(ways: &[Auth]) -> Option<&'static str> {
    let has = |way| ways.contains(&way);
    match (ways.first(), has(Auth::SigV4), has(Auth::Bearer)) {
        (None | Some(Auth::None), ..) => Some("not signed"),
        (_, true, true) => Some("signed, or with a bearer token"),
        (_, false, true) => Some("with a bearer token"),
        _ => None,
    }
}

fn parameters(
    reference: &Reference<'_>,
    page: &mut Page,
    operation: &OperationPlan,
    of_model: Option<&ir::Operation>,
) {
    page.heading("Parameters");
    if operation.input.members.is_empty() {
        page.block("None.");
    }
    let input = of_model.map(|operation| reference.model.structure(operation.input));
    members(reference, page, Part::Parameter, &operation.input, input);
}

fn result(
    reference: &Reference<'_>,
    page: &mut Page,
    operation: &OperationPlan,
    of_model: Option<&ir::Operation>,
) {
    page.heading("Result");
    let output = text::code(operation.output.path.name().bare());
    let status = of_model.and_then(|operation| operation.http.as_ref()).map_or(200, |http| http.code);
    let about = if operation.output.members.is_empty() { ", which has no members" } else { "" };
    page.block(format!(
        "<p>A <code>Response</code> with the {output}{about}. The status of a success is {status}.</p>"
    ));
    let output = of_model.map(|operation| reference.model.structure(operation.output));
    members(reference, page, Part::Result, &operation.output, output);
}

/// Adds all members of a structure.
pub(super) fn members(
    reference: &Reference<'_>,
    page: &mut Page,
    part: Part,
    structure: &StructurePlan,
    of_model: Option<&ir::Structure>,
) {
    for member in &structure.members {
        let known = of_model.and_then(|known| known.members.iter().find(|known| known.name == member.name));
        member::add(reference, page, part, &member.ident.to_string(), member, known);
    }
}

fn errors(reference: &Reference<'_>, page: &mut Page, operation: &OperationPlan) {
    page.heading("Errors");
    page.block(format!("What `send` fails with is a `{}`; its variants are:", operation.error));
    let mut lines: Vec<String> =
        operation.errors.iter().map(|error| error_line(reference, page, operation, error)).collect();
    lines.push("- `Unhandled`: the service said no with a code that is not in this list.".to_owned());
    lines.push("- `Client`: the request could not be made, or no response came that can be read.".to_owned());
    page.lines(&lines);
}

fn error_line(
    reference: &Reference<'_>,
    page: &Page,
    operation: &OperationPlan,
    error: &ErrorVariantPlan,
) -> String {
    let name = match reference.catalog.item(&error.path) {
        Some(item) => format!("[`{}`]({}{})", error.ident, page.root(), item.address()),
        None => format!("`{}`", error.ident),
    };
    let summary = text::linked(&error.summary, &reference.catalog, page.root(), &page.address());
    let meaning = if summary.is_empty() { String::new() } else { format!(" {}", text::sentence(&summary)) };
    format!("- {name}, status {}.{meaning} {}", error.status, repetition(operation, error))
}

/// Returns what the client does after an error.
fn repetition(operation: &OperationPlan, error: &ErrorVariantPlan) -> &'static str {
    let modeled = operation.retryable.iter().find(|(code, _)| error.codes.contains(code));
    let kind = match modeled {
        Some((_, true)) => RetryKind::Throttling,
        Some((_, false)) => RetryKind::Transient,
        None => RetryKind::of(error.status, error.codes.first().map(String::as_str)),
    };
    // As in the client: after these the service may have acted.
    let open = matches!(error.status, 500 | 502 | 504) && !operation.repeatable;
    match kind {
        RetryKind::Never => "*Not tried again.*",
        _ if open => "*Not tried again, as the service may have acted.*",
        RetryKind::ClockSkew => "*Tried again with a corrected clock.*",
        RetryKind::ExpiredCredentials => "*Tried again with new credentials.*",
        _ => "*Tried again after a wait.*",
    }
}

fn program(reference: &Reference<'_>, page: &mut Page, operation: &OperationPlan) {
    let Some(program) = example::program(reference.plan, operation) else { return };
    page.heading("Example");
    page.block(format!("```rust\n{}\n```", program.trim_end()));
    page.block(format!(
        "The program needs {} and `tokio` with `macros` and `rt` in its manifest.",
        example::crates(reference.plan, &program)
    ));
}

/// Adds request and response as they are on the wire, if one of them has a body.
fn wire(reference: &Reference<'_>, page: &mut Page, operation: &OperationPlan) {
    let request = match operation.request.body {
        BodyPlan::Input | BodyPlan::Members => json::body(&operation.input.members),
        BodyPlan::Empty | BodyPlan::Payload => Vec::new(),
    };
    let response = match operation.reading {
        ReadingPlan::Json | ReadingPlan::Cbor | ReadingPlan::Bound => json::body(&operation.output.members),
        ReadingPlan::Payload | ReadingPlan::FirstEvent(_) => Vec::new(),
    };
    if request.is_empty() && response.is_empty() {
        return;
    }
    page.heading("JSON");
    for (title, members) in [("Body of the request:", request), ("Body of the response:", response)] {
        if !members.is_empty() {
            let lines = json::object(reference, page, &members);
            page.block(title);
            page.code("json", &lines);
        }
    }
    page.block("What has a `?` behind its name may be absent.");
}
