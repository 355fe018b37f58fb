//! Reads files of botocore's protocol tests: C2J models, each with its cases.

use serde_json::{Value, json};

use super::{Action, Case, Expected, Request, Suite, bytes, empty, text};

/// Required metadata of a model, for suites that omit it.
const METADATA: [(&str, &str); 5] = [
    ("apiVersion", "2000-01-01"),
    ("endpointPrefix", "conformance"),
    ("protocol", "rest-json"),
    ("serviceId", "Conformance"),
    ("signatureVersion", "v4"),
];

/// The suites of a file, one for each operation. The error is one clause.
pub(super) fn read(file: &str, nodes: &[Value]) -> Result<Vec<Suite>, String> {
    let mut suites = Vec::new();
    for node in nodes {
        let cases = node.get("cases").and_then(Value::as_array).ok_or("a suite has no `cases`")?;
        for cases in cases.chunk_by(|one, next| one.get("given") == next.get("given")) {
            suites.push(suite(file, node, cases)?);
        }
    }
    Ok(suites)
}

/// The cases of one operation.
fn suite(file: &str, node: &Value, cases: &[Value]) -> Result<Suite, String> {
    let field = |name: &str| node.get(name).cloned().unwrap_or_else(empty);
    let mut metadata = field("metadata");
    if let Some(metadata) = metadata.as_object_mut() {
        for (key, value) in METADATA {
            metadata.entry(key).or_insert_with(|| value.into());
        }
    }
    let is_binary = text(&metadata, "protocol").as_deref() == Some("smithy-rpc-v2-cbor");
    let endpoint = text(node, "clientEndpoint").unwrap_or_default();
    let read = cases.iter().map(|node| case(node, &endpoint, is_binary)).collect::<Result<Vec<_>, _>>()?;
    let operation = read.first().map(|case| case.operation.clone()).unwrap_or_default();
    let given = cases.first().and_then(|case| case.get("given"));
    let model = json!({"metadata": metadata, "operations": {&operation: given}, "shapes": field("shapes")});
    Ok(Suite { name: format!("{file} {operation}"), model: model.to_string(), protocol: None, cases: read })
}

fn case(node: &Value, endpoint: &str, is_binary: bool) -> Result<Case, String> {
    let id = text(node, "id").ok_or("a case has no `id`")?;
    let missing = |name: &str| format!("the case `{id}` has no `{name}`");
    let given = node.get("given").ok_or_else(|| missing("given"))?;
    let operation = text(given, "name").ok_or_else(|| missing("given.name"))?;
    let action = match (node.get("serialized"), node.get("response")) {
        (Some(parts), _) => Action::Request {
            params: node.get("params").ok_or_else(|| missing("params"))?.clone(),
            expected: Request {
                parts: parts.clone(),
                endpoint: endpoint.to_owned(),
                body: text(parts, "body").map(|body| bytes(&body, is_binary)),
            },
        },
        (None, Some(response)) => {
            let expected = meaning(node).ok_or_else(|| missing("result"))?;
            let mut response = response.clone();
            if let Some(body) = response.get_mut("body") {
                *body = bytes(body.as_str().unwrap_or_default(), is_binary).into();
            }
            Action::Response { response, expected }
        }
        (None, None) => return Err(missing("serialized")),
    };
    Ok(Case { id, documentation: text(node, "description"), operation, action })
}

fn meaning(case: &Value) -> Option<Expected> {
    match (text(case, "errorCode"), case.get("result")) {
        (Some(code), _) => {
            let members = case.get("error").cloned().unwrap_or_default();
            let message = text(case, "errorMessage");
            Some(Expected::Error { shape: code.clone(), code: Some(code), message, members })
        }
        (None, result) => result.cloned().map(Expected::Output),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn what_is_missing_is_told() {
        let cases = [
            ("{", "not JSON"),
            ("{}", "array of suites"),
            ("[{}]", "`cases`"),
            (r#"[{"cases": [{}]}]"#, "`id`"),
            (r#"[{"cases": [{"id": "a", "given": {}}]}]"#, "`given.name`"),
            (r#"[{"cases": [{"id": "a", "given": {"name": "A"}}]}]"#, "`serialized`"),
            (r#"[{"cases": [{"id": "a", "given": {"name": "A"}, "serialized": {}}]}]"#, "`params`"),
            (r#"[{"cases": [{"id": "a", "given": {"name": "A"}, "response": {}}]}]"#, "`result`"),
        ];
        for (text, words) in cases {
            let error = read("a.json", text).expect_err("it is bad");
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
