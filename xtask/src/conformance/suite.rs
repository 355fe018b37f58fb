//! Reads files of conformance cases.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// The cases of one operation, and the model that they are about.
#[derive(Debug)]
pub(super) struct Suite {
    /// The file and the operation.
    pub(super) name: String,
    /// The `metadata` of a C2J model, as far as the file gives it.
    pub(super) metadata: Value,
    /// The `shapes` of a C2J model.
    pub(super) shapes: Value,
    /// The endpoint that hosts and paths are relative to; empty where they don't matter.
    pub(super) endpoint: String,
    /// The cases.
    pub(super) cases: Vec<Case>,
}

impl Suite {
    /// The bytes of a body as a case has it: text, or base64 where the protocol's bodies are no text.
    pub(super) fn bytes(&self, body: &str) -> Vec<u8> {
        let is_binary = self.metadata.get("protocol").and_then(Value::as_str) == Some("smithy-rpc-v2-cbor");
        let decoded = is_binary.then(|| STANDARD.decode(body).ok()).flatten();
        decoded.unwrap_or_else(|| body.as_bytes().to_vec())
    }
}

/// One case.
#[derive(Debug)]
pub(super) struct Case {
    /// Its name, unique in its suite.
    pub(super) id: String,
    /// The operation as it stands in a C2J model.
    pub(super) given: Value,
    /// What is done, and what has to come of it.
    pub(super) action: Action,
}

/// What a case does.
#[derive(Debug)]
pub(super) enum Action {
    /// Build a request.
    Request {
        /// The input by the names of its members.
        params: Value,
        /// What is known of the request.
        expected: Value,
    },
    /// Read a response.
    Response {
        /// Status, headers and body.
        response: Value,
        /// What it means.
        expected: Expected,
    },
}

/// What a response means.
#[derive(Debug)]
pub(super) enum Expected {
    /// An output by the names of its members.
    Output(Value),
    /// An error.
    Error {
        /// Its code.
        code: String,
        /// Its message, where that matters.
        message: Option<String>,
        /// Its members.
        members: Value,
    },
}

/// Reads the suites of a file. The error is one clause.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Suite>, String> {
    let document: Value = serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
    let suites = document.as_array().ok_or("it is not an array of suites")?;
    suites.iter().map(|node| suite(file, node)).collect()
}

fn suite(file: &str, node: &Value) -> Result<Suite, String> {
    let cases = node.get("cases").and_then(Value::as_array).ok_or("a suite has no `cases`")?;
    let cases: Vec<Case> = cases.iter().map(case).collect::<Result<_, _>>()?;
    let operation = cases.first().and_then(|case| case.given.get("name")).and_then(Value::as_str);
    let field = |name: &str| node.get(name).cloned().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    Ok(Suite {
        name: format!("{file} {}", operation.unwrap_or("(no operation)")),
        metadata: field("metadata"),
        shapes: field("shapes"),
        endpoint: node.get("clientEndpoint").and_then(Value::as_str).unwrap_or_default().to_owned(),
        cases,
    })
}

fn case(node: &Value) -> Result<Case, String> {
    let id = node.get("id").and_then(Value::as_str).ok_or("a case has no `id`")?.to_owned();
    let missing = |name: &str| format!("the case `{id}` has no `{name}`");
    let given = node.get("given").ok_or_else(|| missing("given"))?;
    if given.get("name").and_then(Value::as_str).is_none() {
        return Err(missing("given.name"));
    }
    let action = match (node.get("serialized"), node.get("response")) {
        (Some(expected), _) => Action::Request {
            params: node.get("params").ok_or_else(|| missing("params"))?.clone(),
            expected: expected.clone(),
        },
        (None, Some(response)) => {
            let expected = meaning(node).ok_or_else(|| missing("result"))?;
            Action::Response { response: response.clone(), expected }
        }
        (None, None) => return Err(missing("serialized")),
    };
    Ok(Case { id, given: given.clone(), action })
}

fn meaning(case: &Value) -> Option<Expected> {
    let text = |name: &str| case.get(name).and_then(Value::as_str).map(str::to_owned);
    match (text("errorCode"), case.get("result")) {
        (Some(code), _) => {
            let members = case.get("error").cloned().unwrap_or_default();
            Some(Expected::Error { code, message: text("errorMessage"), members })
        }
        (None, result) => result.cloned().map(Expected::Output),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
