//! Cases of event streams: the input, and how the events that were sent and read differ from the case.

use serde_json::{Value, json};
use smithy_model::Model;
use smithy_model::ir::{Operation, ShapeId};

use super::suite::{Events, text};
use super::support::json;
use super::{compare, facts, unit, values};

/// Returns the input with its events, if the case sends one.
pub(super) fn params(model: &Model, input: ShapeId, case: &Events) -> Option<Value> {
    let (beside, events) = case.params.as_ref()?;
    let mut params = values::structure(model, input, beside);
    if let (Some(member), Some(params)) = (model.events(input), params.as_object_mut()) {
        let events = events.iter().map(|event| values::structure(model, member.target, event));
        params.insert(member.wire_name().to_owned(), events.collect());
    }
    Some(params)
}

/// Returns the differences between what was sent and read and the case.
pub(super) fn compare(model: &Model, operation: &Operation, case: &Events, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(request) = answer.get("request") {
        found.extend(fault(request).unwrap_or_else(|| sent(case, request, unit::is_cbor(model))));
    }
    if let Some(response) = answer.get("response") {
        found.extend(fault(response).unwrap_or_else(|| read(model, operation, case, response)));
    }
    found
}

fn fault(answer: &Value) -> Option<Vec<String>> {
    answer.get("fault").and_then(Value::as_str).map(|fault| vec![fault.to_owned()])
}

fn sent(case: &Events, request: &Value, is_cbor: bool) -> Vec<String> {
    let events: Vec<_> = case.sent.iter().map(facts::expected).collect();
    compare::request(&case.request, request, is_cbor).events(&events).found
}

fn read(model: &Model, operation: &Operation, case: &Events, answer: &Value) -> Vec<String> {
    let events = answer.get("events").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let error = answer.get("error").or_else(|| answer.get("sentence").map(|_| answer));
    let sentence = |error: &Value| text(error, "sentence").unwrap_or_default();
    let expected = case.failure.as_ref().map(|end| end.error.as_deref());
    match (expected, error) {
        (None, Some(error)) => vec![format!("found the error: {}", sentence(error))],
        (Some(_), None) => vec!["expected an error, found none".to_owned()],
        (Some(Some(shape)), Some(error)) if text(error, "code").as_deref() != Some(shape) => {
            vec![format!("expected the error {shape}, found: {}", sentence(error))]
        }
        (Some(Some(shape)), Some(error)) if !error["members"].is_object() => {
            vec![format!("expected the modeled error {shape}, found an unhandled one: {}", sentence(error))]
        }
        (Some(_), Some(_)) => Vec::new(),
        (None, None) => output(model, operation, case, answer, events),
    }
}

fn output(
    model: &Model,
    operation: &Operation,
    case: &Events,
    answer: &Value,
    events: &[Value],
) -> Vec<String> {
    let mut found = Vec::new();
    let Some(member) = model.events(operation.output) else { return found };
    let expected: Vec<_> =
        case.read.iter().map(|event| values::structure(model, member.target, event)).collect();
    found.extend(
        json::difference(&json!(expected), &json!(events)).map(|difference| format!("events{difference}")),
    );
    let Some(output) = &case.output else { return found };
    let output = values::structure(model, operation.output, output);
    let mut actual = answer.get("output").cloned().unwrap_or_default();
    if let Some(actual) = actual.as_object_mut() {
        actual.remove(member.wire_name());
    }
    found.extend(json::difference(&output, &actual).map(|difference| format!("output{difference}")));
    found
}
