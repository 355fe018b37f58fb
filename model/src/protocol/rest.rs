//! Protocols with HTTP bindings: each operation has a method and a URI, and members are bound to all parts of the
//! message.

use super::Client;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, Operation, Unvalidated};
use crate::validate::bindings;

/// Protocols with JSON bodies.
pub(super) const JSON: Client = Client { settle, check };

/// Removes the names of calls in other protocols.
fn settle(model: &mut Model<Unvalidated>) {
    model.service.target_prefix = None;
    model.service.query_compatible = false;
}

fn check(model: &Model<Unvalidated>, operation: &Operation, diagnostics: &mut Diagnostics) {
    let Some(http) = &operation.http else {
        let problem = Diagnostic::error("no-http", "the operation has no `smithy.api#http` trait");
        let problem = problem.at(operation.origin.span).shape(&operation.origin.id);
        diagnostics.push(problem.help("the protocol needs an HTTP method and a URI for every operation"));
        return;
    };
    bindings::check(model, operation, http, diagnostics);
}
