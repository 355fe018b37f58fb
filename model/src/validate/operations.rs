//! Operations: each has a unique name, structures as input and output, errors that are errors, and what the protocol of
//! the service needs.

use std::collections::BTreeSet;

use super::{described, labels};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, Operation, ShapeId, ShapeKind, Unvalidated};
use crate::protocol::Protocol;
use crate::smithy::bare_name;

type Source = Model<Unvalidated>;

/// Checks every operation.
pub(super) fn check(model: &Source, protocol: Protocol, diagnostics: &mut Diagnostics) {
    check_names(model, diagnostics);
    for operation in &model.operations {
        let is_structure = |id: ShapeId| matches!(model.shape(id).kind, ShapeKind::Structure(_));
        for (role, id) in [("input", operation.input), ("output", operation.output)] {
            if !is_structure(id) {
                diagnostics.push(not_a_structure(model, operation, role, id));
            }
        }
        labels::check_host(model, operation, diagnostics);
        for error in &operation.errors {
            check_error(model, operation, *error, diagnostics);
        }
        protocol.check(model, operation, diagnostics);
    }
}

fn check_names(model: &Source, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for operation in model.operations.iter().filter(|operation| !seen.insert(&operation.name)) {
        let message = format!("two operations are called `{}`", operation.name);
        let problem = Diagnostic::error("duplicate-operation", message).at(operation.origin.span);
        diagnostics.push(problem.shape(&operation.origin.id).help("give one of them another name"));
    }
}

fn not_a_structure(model: &Source, operation: &Operation, role: &str, id: ShapeId) -> Diagnostic {
    let (name, kind) = (bare_name(&model.shape(id).origin.id), described(&model.shape(id).kind));
    Diagnostic::error("not-a-structure", format!("the {role} `{name}` is {kind}, not a structure"))
        .at(operation.origin.span)
        .shape(&operation.origin.id)
        .help("inputs and outputs are structures; wrap the value in one")
}

fn check_error(model: &Source, operation: &Operation, id: ShapeId, diagnostics: &mut Diagnostics) {
    let shape = model.shape(id);
    if model.structure(id).error.is_none() || !matches!(shape.kind, ShapeKind::Structure(_)) {
        let message = format!("`{}` is listed as an error but is not one", shape.name);
        let problem = Diagnostic::error("not-an-error", message).at(operation.origin.span);
        let help =
            format!("make `{}` a structure with the trait `smithy.api#error`, or do not list it", shape.name);
        diagnostics.push(problem.shape(&operation.origin.id).help(help));
    }
}
