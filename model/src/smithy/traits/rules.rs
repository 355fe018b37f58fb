//! Traits of the endpoint rules: parameters that operations and their members set. The rules themselves are read by the
//! `endpoint` module.

use super::Given;
use super::table::{Known, row};
use crate::diagnostic::Diagnostics;
use crate::endpoint::context;
use crate::ir::{Member, Operation, Service};

pub(super) const ROWS: &[Known] = &[
    // These three are read after the whole service.
    row("smithy.rules#endpointRuleSet").service(|_, _, _| {}),
    row("smithy.rules#endpointBdd").service(|_, _, _| {}),
    row("smithy.rules#endpointTests").service(|_, _, _| {}),
    row("smithy.rules#clientContextParams").service(client_context),
    row("smithy.rules#contextParam").member(context_param),
    row("smithy.rules#staticContextParams").operation(static_context),
    row("smithy.rules#operationContextParams").operation(context_paths),
];

fn context_param(member: &mut Member, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    member.context_param = fields.required_string("name", diagnostics).map(str::to_owned);
    fields.finish(diagnostics);
}

fn client_context(service: &mut Service, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    if let Some(settings) = given.fields(diagnostics) {
        service.client_context = context::settings(settings.members(), given.owner, diagnostics);
    }
}

fn static_context(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    if let Some(parameters) = given.fields(diagnostics) {
        operation.static_context = context::fixed(parameters.members(), given.owner, diagnostics);
    }
}

fn context_paths(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    if let Some(parameters) = given.fields(diagnostics) {
        operation.context_paths = context::paths(parameters.members(), given.owner, diagnostics);
    }
}
