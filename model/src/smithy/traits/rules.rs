//! Traits that belong to the endpoint rules: parameters that operations and their members give. The rules themselves are
//! read by the `endpoint` module.

use super::Given;
use super::table::{Known, row};
use crate::diagnostic::Diagnostics;
use crate::ir::{Member, Operation};
use crate::json::Fields;

pub(super) const ROWS: &[Known] = &[
    // These three are read once the whole service is there.
    row("smithy.rules#endpointRuleSet").service(|_, _, _| {}).rules(&["endpoint-rules-changed"]),
    row("smithy.rules#endpointBdd").service(|_, _, _| {}).rules(&["endpoint-rules-changed"]),
    row("smithy.rules#endpointTests").service(|_, _, _| {}).rules(&["endpoint-tests-changed"]),
    row("smithy.rules#clientContextParams").service(|_, _, _| {}).rules(&["endpoint-parameter-added"]),
    row("smithy.rules#contextParam").member(context_param).rules(&["context-parameter-changed"]),
    row("smithy.rules#staticContextParams").operation(static_context).rules(&["static-context-changed"]),
];

fn context_param(member: &mut Member, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    member.context_param = fields.required_string("name", diagnostics).map(str::to_owned);
    fields.finish(diagnostics);
}

fn static_context(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(parameters) = given.fields(diagnostics) else { return };
    for (key, node) in parameters.members() {
        let Some(fields) = Fields::open(node, given.owner, diagnostics) else { continue };
        let value = fields.required("value", diagnostics);
        fields.finish(diagnostics);
        operation.static_context.extend(value.map(|value| (key.text.clone(), value.to_json())));
    }
}
