//! Reads the cases in a Smithy model: `httpRequestTests`, `httpResponseTests` and `eventStreamTests`.
//!
//! Facts: <https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html>

mod events;
mod graph;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Action, Case, Expected, Request, Suite, bytes, empty, text};
use graph::Graph;

/// The host of a case that names none.
const HOST: &str = "example.com";

/// The traits that contain cases.
const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";
const EVENTS: &str = "smithy.test#eventStreamTests";

/// The media types of bodies that are base64 in cases.
const BINARY: [&str; 2] = ["application/cbor", "application/vnd.amazon.eventstream"];

/// The suites of a model, one for each service and protocol that it has cases for. The error is one clause.
pub(super) fn read(file: &str, model: &Map<String, Value>) -> Result<Vec<Suite>, String> {
    let graph = Graph::of(model).ok_or("the model has no `shapes`")?;
    let mut suites = Vec::new();
    for service in graph.services() {
        let model = Value::Object(graph.only(model, service)).to_string();
        for (protocol, cases) in of_service(&graph, service)? {
            let (service, protocol) = (graph::name(service), graph::name(&protocol).to_owned());
            let name = format!("{file} {service} {protocol}");
            suites.push(Suite { name, model: model.clone(), protocol: Some(protocol), cases });
        }
    }
    if suites.is_empty() {
        return Err("no operation of its services has a case for clients".to_owned());
    }
    Ok(suites)
}

/// Returns the cases of a service by the IDs of their protocols.
fn of_service(graph: &Graph<'_>, service: &str) -> Result<BTreeMap<String, Vec<Case>>, String> {
    let has_query_codes = graph.has_trait(service, "aws.protocols#awsQueryCompatible");
    let (mut cases, mut seen) = (BTreeMap::<String, Vec<Case>>::new(), BTreeSet::new());
    let mut add = |operation: &str, node: &Value, action: Action| -> Result<(), String> {
        if text(node, "appliesTo").is_none_or(|side| side == "client") {
            let id = text(node, "id").ok_or("a case has no `id`")?;
            let protocol =
                text(node, "protocol").ok_or_else(|| format!("the case `{id}` has no `protocol`"))?;
            let operation = graph::name(operation).to_owned();
            let documentation = text(node, "documentation");
            cases.entry(protocol).or_default().push(Case { id, documentation, operation, action });
        }
        Ok(())
    };
    for operation in graph.operations(service) {
        for node in graph.cases(operation, REQUESTS) {
            add(operation, node, request(node))?;
        }
        for node in graph.cases(operation, RESPONSES) {
            add(operation, node, response(node, Expected::Output(params(node))))?;
        }
        for node in graph.cases(operation, EVENTS) {
            add(operation, node, Action::Events(Box::new(events::read(node))))?;
        }
        // An error of several operations is read in the same way by all.
        for error in graph.errors(service, operation).into_iter().filter(|error| seen.insert(*error)) {
            for node in graph.cases(error, RESPONSES) {
                let shape = graph::name(error).to_owned();
                let code = (!has_query_codes).then(|| shape.clone());
                let expected = Expected::Error { shape, code, message: None, members: params(node) };
                add(operation, node, response(node, expected))?;
            }
        }
    }
    Ok(cases)
}

fn request(node: &Value) -> Action {
    Action::Request { params: params(node), expected: known(node) }
}

/// Returns the known facts of a request.
fn known(node: &Value) -> Request {
    let mut parts = node.clone();
    if let Some(parts) = parts.as_object_mut() {
        // The case's host is that of the endpoint; a host prefix changes it.
        let resolved = parts.remove("resolvedHost");
        let host = resolved.and_then(|host| parts.insert("host".to_owned(), host));
        if host.is_none() {
            parts.remove("host");
        }
        if let Some(path) = parts.remove("uri") {
            parts.insert("path".to_owned(), path);
        }
    }
    let endpoint = format!("https://{}", text(node, "host").unwrap_or_else(|| HOST.to_owned()));
    Request { parts, endpoint, body: body(node) }
}

fn response(node: &Value, expected: Expected) -> Action {
    let response = json!({
        "status_code": node.get("code"),
        "headers": node.get("headers"),
        "body": body(node),
    });
    Action::Response { response, expected }
}

fn params(node: &Value) -> Value {
    node.get("params").cloned().unwrap_or_else(empty)
}

fn body(node: &Value) -> Option<Vec<u8>> {
    let is_binary =
        text(node, "bodyMediaType").is_some_and(|media_type| BINARY.contains(&media_type.as_str()));
    text(node, "body").map(|body| bytes(&body, is_binary))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(traits: &Value) -> String {
        let shapes = json!({
            "a#S": {"type": "service", "version": "1", "resources": [{"target": "a#R"}]},
            "a#R": {"type": "resource", "read": {"target": "a#Get"}},
            "a#Get": {"type": "operation", "errors": [{"target": "a#Gone"}], "traits": traits},
            "a#Gone": {"type": "structure", "traits": {
                RESPONSES: [{"id": "gone", "protocol": "p#one", "code": 410}],
            }},
        });
        json!({"smithy": "2.0", "shapes": shapes}).to_string()
    }

    #[test]
    fn cases_of_operations_and_errors_by_protocol() {
        let traits = json!({
            REQUESTS: [
                {"id": "both", "protocol": "p#one"},
                {"id": "other", "protocol": "p#two", "appliesTo": "client"},
                {"id": "server", "protocol": "p#one", "appliesTo": "server"},
            ],
            RESPONSES: [{"id": "answer", "protocol": "p#one"}],
            EVENTS: [{"id": "events", "protocol": "p#one"}],
        });
        let suites = super::super::read("m", &model(&traits)).expect("it has cases");
        let found: Vec<_> = suites
            .iter()
            .map(|suite| {
                let ids: Vec<_> = suite.cases.iter().map(|case| case.id.as_str()).collect();
                format!("{}: {}", suite.name, ids.join(" "))
            })
            .collect();
        assert_eq!(found, ["m S one: both answer events gone", "m S two: other"]);
    }

    #[test]
    fn what_is_missing_is_told() {
        let cases = [
            (json!({REQUESTS: [{"protocol": "p#one"}]}), "`id`"),
            (json!({REQUESTS: [{"id": "a"}]}), "`a` has no `protocol`"),
        ];
        for (traits, words) in cases {
            let error = super::super::read("m", &model(&traits)).expect_err("it is bad");
            assert!(error.contains(words), "{error}");
        }
        let error = super::super::read("m", r#"{"smithy": "2.0", "shapes": {}}"#).expect_err("it is empty");
        assert!(error.contains("no operation"), "{error}");
    }
}
