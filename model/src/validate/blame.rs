//! Assigns problems: a problem of a shape concerns only the operations and notifications that reach it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::ir::{LeftOut, Model, Operation, ShapeId, Unvalidated};

/// Names on each problem the operations that depend on the faulty element. Problems of the service or of an overlay,
/// for example, name none.
pub(crate) fn assign(model: &Model<Unvalidated>, problems: &mut [Diagnostic]) {
    let users = users(model);
    for problem in problems {
        let names = problem.shape.as_deref().and_then(|id| users.get(owner(id))).into_iter().flatten();
        problem.operations = names.map(|name| (*name).to_owned()).collect();
    }
}

/// Returns the id of a shape, given its id or that of one of its members.
fn owner(id: &str) -> &str {
    id.split_once('$').map_or(id, |(owner, _)| owner)
}

/// Returns the operations that use each shape or operation, by the ids of the model. An operation uses itself, and the
/// one that returns its endpoint.
fn users(model: &Model<Unvalidated>) -> BTreeMap<&str, Vec<&str>> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for operation in &model.operations {
        let needed = model.discovering().filter(|_| operation.discovers_endpoint);
        let used = || needed.into_iter().chain([operation]);
        for used in used() {
            users.entry(&used.origin.id).or_default().push(&operation.name);
        }
        for id in model.reach(used().flat_map(roots)) {
            let names = users.entry(&model.shape(id).origin.id).or_default();
            // Copies for inputs and outputs have the origin of the shape that they are copies of.
            if names.last() != Some(&operation.name.as_str()) {
                names.push(&operation.name);
            }
        }
    }
    users
}

/// Returns the shapes that an operation names.
pub(super) fn roots(operation: &Operation) -> impl Iterator<Item = ShapeId> + '_ {
    [operation.input, operation.output].into_iter().chain(operation.errors.iter().copied())
}

/// Marks operations with the unsupported feature that they need, and makes it a warning. Other problems stay as they
/// are.
pub(crate) fn note(model: &mut Model<Unvalidated>, problems: Vec<Diagnostic>, diagnostics: &mut Diagnostics) {
    for problem in problems {
        let is_noted = problem.code.starts_with("unsupported-") && !problem.operations.is_empty();
        let severity = if is_noted { Severity::Warning } else { problem.severity };
        for operation in model.operations.iter_mut().filter(|_| is_noted) {
            if problem.operations.contains(&operation.name) {
                let shape = problem.shape.as_deref().map(owner).unwrap_or_default();
                operation
                    .unsupported
                    .get_or_insert_with(|| format!("the shape `{shape}`, which cannot be read"));
            }
        }
        diagnostics.push(Diagnostic { severity, ..problem });
    }
}

/// Leaves out the operations and notifications that problems concern, each with a warning. If a problem concerns none
/// of them, nothing is left out, and all problems stay.
pub(crate) fn leave_out(
    model: &mut Model<Unvalidated>,
    problems: Vec<Diagnostic>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let notified = notified(model);
    let is_lost =
        |problem: &Diagnostic| problem.operations.is_empty() && sent_with(problem, &notified).is_empty();
    if problems.iter().any(is_lost) {
        diagnostics.extend(problems);
        return false;
    }
    let operations = std::mem::take(&mut model.operations);
    for operation in operations {
        let Some(problem) = problems.iter().find(|problem| problem.operations.contains(&operation.name))
        else {
            model.operations.push(operation);
            continue;
        };
        diagnostics.push(left_out("unsupported-operation", &operation.name, problem));
        let Operation { name, origin, .. } = operation;
        model.left_out.push(LeftOut { name, reason: problem.message.clone(), origin });
    }
    for (id, shape) in model.shapes.iter_mut().filter(|(_, shape)| shape.notification.is_some()) {
        if let Some(problem) = problems.iter().find(|problem| sent_with(problem, &notified).contains(&id)) {
            diagnostics.push(left_out("unsupported-notification", &shape.name, problem));
            shape.notification = None;
        }
    }
    true
}

fn left_out(code: &'static str, name: &str, problem: &Diagnostic) -> Diagnostic {
    let message = format!("`{name}` is left out: {}", problem.message);
    let warning = Diagnostic::warning(code, message).at(problem.span);
    Diagnostic { shape: problem.shape.clone(), help: problem.help.clone(), ..warning }
}

/// Returns the notifications that reach each shape, by the ids of the model.
fn notified(model: &Model<Unvalidated>) -> BTreeMap<String, Vec<ShapeId>> {
    let mut notified: BTreeMap<String, Vec<ShapeId>> = BTreeMap::new();
    for (notification, _) in model.notifications() {
        for id in model.reach([notification]) {
            notified.entry(model.shape(id).origin.id.clone()).or_default().push(notification);
        }
    }
    notified
}

/// Returns the notifications that a problem concerns.
fn sent_with<'n>(problem: &Diagnostic, notified: &'n BTreeMap<String, Vec<ShapeId>>) -> &'n [ShapeId] {
    let found = problem.shape.as_deref().and_then(|id| notified.get(owner(id)));
    found.map_or(&[], Vec::as_slice)
}
