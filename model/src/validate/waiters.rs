//! Waiters: only those stay that can be told from the operation's own output and errors.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Acceptor, Expected, Matcher, Model, Operation, PathMatcher, Unvalidated, Waiter, WaiterState};
use crate::jmespath::Type;
use crate::source::Span;

/// Takes away the waiters whose paths lead nowhere, with a warning each.
pub(super) fn check(model: &mut Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    let mut operations = std::mem::take(&mut model.operations);
    for operation in &mut operations {
        let mut waiters = std::mem::take(&mut operation.waiters);
        waiters.retain(|waiter| match fault(model, operation, waiter) {
            None => true,
            Some(reason) => {
                let (id, span) = (&waiter.origin.id, waiter.origin.span);
                diagnostics.push(left_out(&operation.name, &waiter.name, &reason, id, span));
                false
            }
        });
        waiters.sort_by(|one, other| one.name.cmp(&other.name));
        operation.waiters = waiters;
    }
    model.operations = operations;
}

/// The warning that nobody can wait for something.
pub(crate) fn left_out(
    operation: &str,
    waiter: &str,
    reason: &str,
    shape: &str,
    span: impl Into<Option<Span>>,
) -> Diagnostic {
    let message = format!("`{operation}` cannot be waited with for `{waiter}`: {reason}");
    let warning = Diagnostic::warning("unfollowed-waiter", message).at(span).shape(shape);
    warning.help("callers have to make the calls and to look at the answers themselves")
}

/// Why it cannot be told what has come about.
fn fault(model: &Model<Unvalidated>, operation: &Operation, waiter: &Waiter) -> Option<String> {
    if !waiter.acceptors.iter().any(|acceptor| acceptor.state == WaiterState::Success) {
        return Some("nothing is a success".to_owned());
    }
    waiter.acceptors.iter().find_map(|Acceptor { matcher, .. }| match matcher {
        Matcher::Output(path) => path_fault(model, path, &Type::Structure(operation.output)),
        Matcher::Call(path) => {
            let Operation { input, output, .. } = *operation;
            path_fault(model, path, &Type::Call { input, output })
        }
        Matcher::Success(_) | Matcher::Error(_) | Matcher::Status(_) => None,
    })
}

fn path_fault(model: &Model<Unvalidated>, matcher: &PathMatcher, place: &Type) -> Option<String> {
    let PathMatcher { path, expression, expected } = matcher;
    let found = match expression.check(model, place) {
        Ok(found) => found,
        Err(reason) => return Some(format!("in `{path}`, {reason}")),
    };
    let texts = Type::List(Box::new(Type::Text));
    let (wanted, words) = match expected {
        Expected::Text(_) => (&Type::Text, "a string"),
        Expected::Flag(_) => (&Type::Flag, "a boolean"),
        Expected::All(_) | Expected::Any(_) => (&texts, "a list of strings"),
    };
    (found != *wanted).then(|| format!("`{path}` is of type {}, and {words} is expected", found.name()))
}
