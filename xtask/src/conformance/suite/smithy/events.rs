//! Reads a case of `eventStreamTests`.
//!
//! Facts: <https://smithy.io/2.0/additional-specs/event-stream-protocol-compliance-tests.html>

use serde_json::{Value, json};

use super::super::{Ended, Events, empty, text};
use super::{body, known, params};
use crate::conformance::frame;

/// Reads the case; its events may go in either direction.
pub(super) fn read(node: &Value) -> Events {
    let events = node.get("events").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    // Only the first event can be sent without parameters, so any other such event comes from the service, whatever the
    // case says.
    let is_first = |event: &Value| event["headers"][":event-type"]["string"] == "initial-request";
    let is_sent = |event: &&Value| {
        let can_be_sent = event.get("params").is_some() || is_first(event);
        text(event, "type").as_deref() == Some("request") && can_be_sent
    };
    let (sent, got): (Vec<&Value>, Vec<&Value>) = events.iter().partition(is_sent);
    let has = |name: &str| node.get(name).is_some();
    let sends = !sent.is_empty() || has("initialRequestParams") || has("initialRequest");
    let answers = !got.is_empty() || has("initialResponse");
    let beside = node.get("initialRequestParams").cloned().unwrap_or_else(empty);
    let output = node.get("initialResponseParams").cloned();
    let failure = node.get("expectation").and_then(|expectation| expectation.get("failure"));
    let error = |failure: &Value| text(failure, "errorId").map(|id| super::graph::name(&id).to_owned());
    Events {
        params: sends.then(|| {
            (beside, sent.iter().filter(|event| !is_first(event)).map(|event| params(event)).collect())
        }),
        request: known(node.get("initialRequest").unwrap_or(&Value::Null)),
        sent: sent.into_iter().cloned().collect(),
        response: answers.then(|| response(node.get("initialResponse"), &got)),
        output,
        // An event without parameters is not a member of the union.
        read: got.iter().filter_map(|event| event.get("params").cloned()).collect(),
        failure: failure.map(|failure| Ended { error: error(failure) }),
    }
}

/// Returns the response with its events as its body, unless it has another body.
fn response(initial: Option<&Value>, events: &[&Value]) -> Value {
    let initial = initial.unwrap_or(&Value::Null);
    let frames = || events.iter().flat_map(|event| frame::of(event)).collect::<Vec<u8>>();
    let body = body(initial).filter(|body| !body.is_empty()).unwrap_or_else(frames);
    let status = initial.get("code").cloned().unwrap_or_else(|| 200.into());
    json!({"status_code": status, "headers": initial.get("headers"), "body": body})
}
