//! Finds cases that contradict themselves or each other, so that no client passes them.

use serde_json::Value;
use smithy_model::Model;
use smithy_model::ir::{Binding, Operation};

use super::Running;
use super::suite::{Action, Case, Events, Expected};

/// Returns why no client can pass a case, in one clause.
pub(super) fn of(running: &Running<'_>, model: &Model, operation: &Operation) -> Option<String> {
    let (response, output) = match &running.case.action {
        Action::Response { response, expected: Expected::Output(output) } => (response, output),
        Action::Request { .. } | Action::Response { expected: Expected::Error { .. }, .. } => return None,
        Action::Events(events) => {
            if let Some(other) = same_events(events, running) {
                return Some(format!("the case {} expects no error of the same events", other.id));
            }
            (events.response.as_ref()?, events.output.as_ref()?)
        }
    };
    missing_header(model, operation, response, output)
}

/// Returns a case of the same operation that reads the same response, but without an error.
fn same_events<'s>(events: &Events, running: &Running<'s>) -> Option<&'s Case> {
    events.failure.as_ref()?;
    running.suite.cases.iter().find(|other| {
        let Action::Events(found) = &other.action else { return false };
        other.operation == running.case.operation
            && found.failure.is_none()
            && found.response == events.response
    })
}

/// Finds a member that the case expects in the output, although the response lacks the header it is bound to.
fn missing_header(model: &Model, operation: &Operation, response: &Value, output: &Value) -> Option<String> {
    let headers = response.get("headers").and_then(Value::as_object);
    let has =
        |header: &str| headers.is_some_and(|all| all.keys().any(|name| name.eq_ignore_ascii_case(header)));
    model.structure(operation.output).members.iter().find_map(|member| {
        let Binding::Header(header) = &member.binding else { return None };
        let is_expected = output.get(&member.name).is_some() && member.default.is_none();
        (is_expected && !has(header))
            .then(|| format!("it expects `{}`, and its response has no header `{header}`", member.name))
    })
}
