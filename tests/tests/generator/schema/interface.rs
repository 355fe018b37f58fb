//! Features of HTTP: paths that collide, places of members, servers and security.

use serde_json::{Value, json};

use super::harness::{lab, openapi};
use crate::model::committed;

/// An operation with a method, a URI and the members of its input.
fn operation(name: &str, method: &str, uri: &str, members: &Value) -> [(String, Value); 2] {
    let http = json!({ "smithy.api#http": { "method": method, "uri": uri } });
    let input = json!({ "target": format!("lab#{name}Request") });
    [
        (format!("lab#{name}"), json!({ "type": "operation", "input": input, "traits": http })),
        (format!("lab#{name}Request"), json!({ "type": "structure", "members": members })),
    ]
}

fn label() -> Value {
    json!({ "target": "smithy.api#String", "traits": { "smithy.api#httpLabel": {}, "smithy.api#required": {} } })
}

fn document(operations: impl IntoIterator<Item = [(String, Value); 2]>) -> (Value, Vec<&'static str>) {
    let shapes: serde_json::Map<String, Value> = operations.into_iter().flatten().collect();
    openapi(&lab(&shapes.into()))
}

#[test]
fn paths_that_differ_in_names_of_labels_are_one() {
    let (document, faults) = document([
        operation("Get", "GET", "/things/{name}/jobs/{job+}", &json!({ "name": label(), "job": label() })),
        operation("Put", "PUT", "/things/{job}/jobs/{id}", &json!({ "job": label(), "id": label() })),
        operation("Next", "GET", "/things/{thing}/jobs/$next", &json!({ "thing": label() })),
    ]);
    assert!(faults.is_empty(), "{faults:?}");
    let paths = document["paths"].as_object().expect("paths");
    assert_eq!(paths.keys().collect::<Vec<_>>(), ["/things/{name}/jobs/{job}", "/things/{thing}/jobs/$next"]);
    let item = &paths["/things/{name}/jobs/{job}"];
    let told = |method: &str, key: &str| -> Vec<(Value, Value)> {
        let parameters = item[method]["parameters"].as_array().into_iter().flatten();
        parameters.map(|parameter| (parameter["name"].clone(), parameter[key].clone())).collect()
    };
    assert_eq!(told("get", "x-smithy-greedy"), [(json!("job"), json!(true)), (json!("name"), Value::Null)]);
    // Here the first label is the member `job`, although the second label has this name in the path.
    let members = [(json!("job"), json!("id")), (json!("name"), json!("job"))];
    assert_eq!(told("put", "x-smithy-member"), members);
}

#[test]
fn of_operations_that_differ_in_the_query_the_first_is_described() {
    let (document, faults) = document([
        operation("Add", "POST", "/tags?operation=add&dry", &json!({})),
        operation("Remove", "POST", "/tags?operation=remove", &json!({})),
    ]);
    assert_eq!(faults, ["openapi-same-path"]);
    let post = &document["paths"]["/tags"]["post"];
    assert_eq!(post["operationId"], "Add");
    let expected = json!([
        { "in": "query", "name": "operation", "required": true, "schema": { "const": "add" } },
        { "in": "query", "name": "dry", "required": true, "allowEmptyValue": true, "schema": { "const": "" } },
    ]);
    assert_eq!(post["parameters"], expected);
}

#[test]
fn members_are_where_they_travel() {
    let bound = |target: &str, binding: &str, value: Value| json!({ "target": target, "traits": { (binding): value } });
    let members = json!({
        "since": bound("smithy.api#Timestamp", "smithy.api#httpQuery", json!("since")),
        "due": bound("smithy.api#Timestamp", "smithy.api#httpHeader", json!("X-Due")),
        "note": bound("lab#Note", "smithy.api#httpHeader", json!("X-Note")),
        "more": bound("lab#Map", "smithy.api#httpPrefixHeaders", json!("X-More-")),
        "sent": { "target": "smithy.api#Timestamp" },
    });
    let text = json!({ "target": "smithy.api#String" });
    let others = [
        (
            "lab#Note".to_owned(),
            json!({ "type": "string", "traits": { "smithy.api#mediaType": "application/json" } }),
        ),
        ("lab#Map".to_owned(), json!({ "type": "map", "key": text, "value": text })),
    ];
    let (document, _) = document([operation("Send", "POST", "/send", &members), others]);
    let send = &document["paths"]["/send"]["post"];
    let schemas: Vec<_> =
        send["parameters"].as_array().into_iter().flatten().map(|it| it["schema"].clone()).collect();
    let expected = [
        json!({ "type": "string", "x-smithy-timestamp-format": "http-date" }),
        json!({ "type": "string", "contentEncoding": "base64", "contentMediaType": "application/json" }),
        json!({ "type": "string", "format": "date-time" }),
    ];
    assert_eq!(schemas, expected);
    assert!(send["x-smithy-prefix-headers"]["X-More-"].is_object());
    let body = &document["components"]["schemas"]["SendInput"]["properties"];
    assert_eq!(body, &json!({ "sent": { "$ref": "#/components/schemas/Timestamp" } }));
    assert_eq!(send["requestBody"]["required"], false);
    assert_eq!(send["responses"]["200"]["content"], Value::Null);
}

#[test]
fn payloads_have_their_media_types() {
    let payload =
        |target: &str| json!({ "it": { "target": target, "traits": { "smithy.api#httpPayload": {} } } });
    let (document, _) = document([
        operation("Bytes", "POST", "/bytes", &payload("smithy.api#Blob")),
        operation("Text", "POST", "/text", &payload("smithy.api#String")),
        operation("Any", "POST", "/any", &payload("smithy.api#Document")),
    ]);
    let content = |path: &str| &document["paths"][path]["post"]["requestBody"]["content"];
    let schema = |name: &str| json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } });
    assert_eq!(content("/bytes"), &json!({ "application/octet-stream": {} }));
    assert_eq!(content("/text"), &json!({ "text/plain": schema("String") }));
    assert_eq!(content("/any"), &json!({ "application/json": schema("Document") }));
}

#[test]
fn the_committed_service_tells_its_errors_servers_and_security() {
    let (document, _) = openapi(&committed());
    let update = &document["paths"]["/things/{thingName}/jobs/{jobId}"]["post"];
    let conflict = &update["responses"]["409"];
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let errors = [reference("InvalidStateTransitionException"), reference("VersionMismatchException")];
    assert_eq!(conflict["content"]["application/json"]["schema"]["anyOf"], json!(errors));
    let codes = conflict["headers"]["X-Amzn-Errortype"]["schema"]["examples"].as_array().expect("codes");
    assert!(codes.contains(&json!("VersionMismatch")), "{codes:?}");
    assert_eq!(document["security"], json!([{ "sigv4": [] }, { "clientCertificate": [] }]));
    let urls: Vec<_> =
        document["servers"].as_array().into_iter().flatten().map(|server| &server["url"]).collect();
    assert_eq!(urls, ["https://{endpoint}", "https://{endpoint}:8443"]);
    let host = document["servers"][0]["variables"]["endpoint"]["default"].as_str().expect("a host");
    assert!(host.starts_with("data.jobs.iot.") && !host.contains('/'), "{host}");
    let body = document["components"]["schemas"]["UpdateJobExecutionInput"]["properties"].as_object();
    assert!(body.is_some_and(|body| body.contains_key("status") && !body.contains_key("jobId")), "{body:?}");
}

#[test]
fn what_only_travels_over_mqtt_has_no_place_there() {
    let model = committed();
    let (document, _) = openapi(&model);
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let notifications: Vec<_> = model.notifications().map(|(id, _)| model.shape(id).name.as_str()).collect();
    assert_eq!(notifications, ["JobExecutionsChanged", "NextJobExecutionChanged"]);
    for name in notifications.into_iter().chain(["PendingJobExecutions"]) {
        assert!(!schemas.contains_key(name), "{name}");
    }
    assert!(schemas.contains_key("JobExecution"), "{:?}", schemas.keys());
}

#[test]
fn hosts_and_signatures_follow_the_operation() {
    let [(name, mut run), request] = operation("Run", "POST", "/run", &json!({ "account": host_label() }));
    run["traits"]["smithy.api#endpoint"] = json!({ "hostPrefix": "{account}.data-" });
    run["traits"]["smithy.api#auth"] = json!([]);
    let (document, _) = document([[(name, run), request]]);
    let run = &document["paths"]["/run"]["post"];
    assert_eq!(run["security"], json!([]));
    assert_eq!(run["servers"][0]["url"], "https://{account}.data-{endpoint}");
    let variables = json!({ "account": { "default": "account" }, "endpoint": { "default": "labs.us-east-1.amazonaws.com" } });
    assert_eq!(run["servers"][0]["variables"], variables);
}

fn host_label() -> Value {
    json!({ "target": "smithy.api#String", "traits": { "smithy.api#hostLabel": {}, "smithy.api#required": {} } })
}
