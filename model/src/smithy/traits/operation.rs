//! Traits of operations: guarantees for callers, checksums and compression of requests, pagination.

use super::Given;
use super::table::{By, Known, row};
use crate::diagnostic::Diagnostics;
use crate::ir::{Compression, Discovery, Operation, Pagination, Service};
use crate::smithy::bare_name;

pub(super) const ROWS: &[Known] = &[
    row("smithy.api#idempotent")
        .operation(|operation, given, problems| operation.idempotent = given.flag(problems))
        .by(By::Both),
    row("smithy.api#readonly")
        .operation(|operation, given, problems| operation.readonly = given.flag(problems))
        .by(By::Both),
    row("smithy.api#paginated").service(common_pagination).operation(pagination).advisory(),
    row("smithy.api#requestCompression").operation(compression),
    row("smithy.api#httpChecksumRequired")
        .operation(|operation, given, problems| operation.checksum_required = given.flag(problems)),
    row("aws.protocols#httpChecksum").operation(checksum),
    row("aws.api#clientEndpointDiscovery").service(discovery),
    row("aws.api#clientDiscoveredEndpoint").operation(discovered_endpoint),
];

fn pages(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Pagination> {
    let fields = given.fields(diagnostics)?;
    let mut text = |name| fields.string(name, diagnostics).map(str::to_owned);
    let pagination = Pagination {
        input_token: text("inputToken"),
        output_token: text("outputToken"),
        items: text("items"),
        page_size: text("pageSize"),
        more: None,
    };
    fields.finish(diagnostics);
    Some(pagination)
}

fn pagination(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    operation.pagination = pages(given, diagnostics);
}

fn common_pagination(service: &mut Service, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    service.pagination = pages(given, diagnostics).unwrap_or_default();
}

fn compression(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    let encodings = fields.array("encodings", diagnostics).iter();
    let encodings = encodings.filter_map(|node| node.as_str().map(str::to_owned)).collect();
    fields.finish(diagnostics);
    operation.compression = Some(Compression { encodings });
}

/// Reads the checksums of requests. The other keys are about checksums that callers may ask for, and about those of
/// responses.
fn checksum(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    operation.flexible_checksum = fields.flag("requestChecksumRequired", diagnostics);
    fields.ignore(&["requestAlgorithmMember", "requestValidationModeMember", "responseAlgorithms"]);
    fields.finish(diagnostics);
}

fn discovery(service: &mut Service, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    let operation = fields.required_string("operation", diagnostics);
    let error = fields.string("error", diagnostics).unwrap_or(Discovery::ERROR);
    fields.finish(diagnostics);
    service.discovery = operation.map(|operation| Discovery {
        operation: bare_name(operation).to_owned(),
        error: bare_name(error).to_owned(),
    });
}

fn discovered_endpoint(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    operation.discovers_endpoint = fields.flag("required", diagnostics);
    fields.finish(diagnostics);
}
