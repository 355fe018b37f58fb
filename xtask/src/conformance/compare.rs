//! Tells in which ways an answer differs from what a case expects.

use std::fmt::Display;

use serde_json::{Map, Value, json};
use smithy_model::Model;

use super::suite::{Expected, Suite};
use super::values;

/// How a request differs from what is known of it; both are JSON objects.
///
/// Hosts and paths of `expected` are absolute, those of `answer` relative to the endpoint of the suite.
pub(super) fn request(expected: &Value, suite: &Suite, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut differ = |what: &str, expected: &dyn Display, actual: &dyn Display, differs: bool| {
        if differs {
            found.push(format!("{what}: expected {expected}, found {actual}"));
        }
    };
    let base = suite.endpoint.split_once("://").map_or(suite.endpoint.as_str(), |(_, base)| base);
    let base_path = base.find('/').and_then(|slash| base.get(slash..)).unwrap_or_default();
    if let Some(method) = text(expected, "method") {
        let actual = text(answer, "method").unwrap_or_default();
        differ("method", &method, &actual, method != actual);
    }
    if let Some(uri) = text(expected, "uri") {
        let actual = format!("{base_path}{}", text(answer, "uri").unwrap_or_default());
        differ("URI", &uri, &actual, parts(uri) != parts(&actual));
    }
    if let Some(host) = text(expected, "host") {
        let actual = format!("{}{base}", text(answer, "host_prefix").unwrap_or_default());
        differ("host", &host, &actual, host != actual);
    }
    found.extend(headers(expected, answer));
    let expected_body = text(expected, "body").map(|body| suite.bytes(body));
    found.extend(expected_body.and_then(|expected| body(&expected, answer)));
    found
}

/// Path and query; the order of query parameters means nothing.
fn parts(uri: &str) -> (&str, Vec<&str>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut query: Vec<&str> = query.split('&').collect();
    query.sort_unstable();
    (path, query)
}

fn headers(expected: &Value, answer: &Value) -> Vec<String> {
    let actual = |name: &str| -> Option<String> {
        let body = sent(answer);
        // The length is the transport's to send, and it does when there is a body.
        if name.eq_ignore_ascii_case("content-length") {
            return (!body.is_empty()).then(|| body.len().to_string());
        }
        let value = answer.get("headers")?.get(name.to_ascii_lowercase())?;
        value.as_str().map(str::to_owned)
    };
    let mut found = Vec::new();
    for (name, value) in expected.get("headers").and_then(Value::as_object).into_iter().flatten() {
        let (value, actual) = (value.as_str(), actual(name));
        if value != actual.as_deref() {
            found.push(format!(
                "header {name}: expected {}, found {}",
                shown(value),
                shown(actual.as_deref())
            ));
        }
    }
    let names = |key: &str| {
        expected.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    };
    for name in names("requireHeaders").filter(|name| actual(name).is_none()) {
        found.push(format!("header {name}: missing"));
    }
    for (name, value) in names("forbidHeaders").filter_map(|name| Some((name, actual(name)?))) {
        found.push(format!("header {name}: expected none, found {value:?}"));
    }
    found
}

fn shown(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| format!("{text:?}"))
}

/// The body of a request that was made.
fn sent(answer: &Value) -> Vec<u8> {
    let bytes = answer.get("body").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64);
    bytes.filter_map(|byte| u8::try_from(byte).ok()).collect()
}

/// JSON and CBOR are compared as values, anything else byte for byte.
fn body(expected: &[u8], answer: &Value) -> Option<String> {
    let actual = sent(answer);
    let media_type =
        answer.get("headers").and_then(|headers| text(headers, "content-type")).unwrap_or_default();
    let parse: fn(&[u8]) -> Option<Value> = match media_type {
        "application/cbor" => cbor,
        media_type if media_type.contains("json") => |body| serde_json::from_slice(body).ok(),
        _ => |_| None,
    };
    if let (Some(expected), Some(actual)) = (parse(expected), parse(&actual)) {
        return json(&expected, &actual).map(|difference| format!("body{difference}"));
    }
    let [expected_text, actual_text] = [expected, &actual].map(String::from_utf8_lossy);
    (expected != actual).then(|| format!("body: expected {expected_text:?}, found {actual_text:?}"))
}

/// CBOR as JSON that tells everything apart which is not the same: tags and bytes are objects, special floats their names.
fn cbor(bytes: &[u8]) -> Option<Value> {
    fn json(value: ciborium::Value) -> Option<Value> {
        Some(match value {
            ciborium::Value::Bool(value) => value.into(),
            ciborium::Value::Null => Value::Null,
            ciborium::Value::Integer(number) => serde_json::to_value(i128::from(number)).ok()?,
            ciborium::Value::Float(number) if number.is_finite() => number.into(),
            ciborium::Value::Float(number) => number.to_string().into(),
            ciborium::Value::Text(text) => text.into(),
            ciborium::Value::Bytes(bytes) => json!({ "bytes": bytes }),
            ciborium::Value::Tag(tag, value) => json!({ "tag": tag, "value": json(*value)? }),
            ciborium::Value::Array(items) => items.into_iter().map(json).collect::<Option<_>>()?,
            ciborium::Value::Map(entries) => {
                let entry =
                    |(name, value): (ciborium::Value, _)| Some((name.into_text().ok()?, json(value)?));
                Value::Object(entries.into_iter().map(entry).collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }
    json(ciborium::from_reader(bytes).ok()?)
}

/// How what a response was read as differs from what it means.
pub(super) fn response(model: &Model, expected: &Expected, answer: &Value) -> Vec<String> {
    let Some(operation) = model.operations.first() else { return vec!["there is no operation".to_owned()] };
    let sentence = text(answer, "sentence").unwrap_or_default();
    match expected {
        Expected::Output(output) => {
            let output = values::structure(model, operation.output, output);
            let difference = match answer.get("output") {
                Some(actual) => json(&output, actual).map(|difference| format!("output{difference}")),
                None => Some(format!("expected an output, found the error: {sentence}")),
            };
            difference.into_iter().collect()
        }
        Expected::Error { code, message, members } => {
            if answer.get("output").is_some() {
                return vec![format!("expected the error {code}, found an output")];
            }
            let shape = operation.errors.iter().find(|id| model.shape(**id).name == *code);
            let members = shape.map(|id| values::structure(model, *id, members));
            error(code, message.as_deref(), members.as_ref(), answer)
        }
    }
}

fn error(code: &str, message: Option<&str>, members: Option<&Value>, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let actual = text(answer, "code");
    if actual != Some(code) {
        found.push(format!("code: expected {code:?}, found {}", shown(actual)));
    }
    let actual = text(answer, "message");
    if message.is_some() && actual != message {
        found.push(format!("message: expected {}, found {}", shown(message), shown(actual)));
    }
    let difference = match (members, answer.get("members")) {
        (Some(expected), Some(actual)) if actual.is_object() => {
            json(expected, actual).map(|difference| format!("error{difference}"))
        }
        (Some(_), _) => {
            let sentence = text(answer, "sentence").unwrap_or_default();
            Some(format!("expected the modelled error, found an unhandled one: {sentence}"))
        }
        (None, _) => None,
    };
    found.extend(difference);
    found
}

/// Where and how two values of JSON differ first: `.a[1]: expected 1, found 2`.
fn json(expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(left), Value::Object(right)) => objects(left, right),
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.find_map(|(index, (left, right))| Some(format!("[{index}]{}", json(left, right)?)))
        }
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => None,
        (left, right) if left == right => None,
        (left, right) => Some(format!(": expected {left}, found {right}")),
    }
}

fn objects(expected: &Map<String, Value>, actual: &Map<String, Value>) -> Option<String> {
    let missing = expected.iter().find_map(|(name, value)| match actual.get(name) {
        Some(actual) => Some(format!(".{name}{}", json(value, actual)?)),
        None => Some(format!(".{name}: expected {value}, found none")),
    });
    missing.or_else(|| {
        let (name, value) = actual.iter().find(|(name, _)| !expected.contains_key(*name))?;
        Some(format!(".{name}: expected none, found {value}"))
    })
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suite(endpoint: &str) -> Suite {
        let endpoint = endpoint.to_owned();
        Suite { name: String::new(), metadata: Value::Null, shapes: Value::Null, endpoint, cases: Vec::new() }
    }

    fn answer() -> Value {
        json!({
            "method": "PUT", "uri": "/a?b=1&c", "host_prefix": "data.", "body": br#"{"n":1}"#,
            "headers": {"content-type": "application/json", "x-a": "1, 2"},
        })
    }

    #[test]
    fn the_same_request_in_other_words() {
        let expected = json!({
            "method": "PUT", "uri": "/base/a?c&b=1", "host": "data.example.com/base", "body": "{ \"n\": 1.0 }",
            "headers": {"Content-Type": "application/json", "X-A": "1, 2"},
            "requireHeaders": ["Content-Length"], "forbidHeaders": ["X-B"],
        });
        assert_eq!(request(&expected, &suite("https://example.com/base"), &answer()), Vec::<String>::new());
    }

    #[test]
    fn every_part_of_a_request_counts() {
        let cases = [
            (json!({"method": "POST"}), "method: expected POST, found PUT"),
            (json!({"uri": "/a?b=1"}), "URI: expected /a?b=1, found /a?b=1&c"),
            (json!({"uri": "/a/?b=1&c"}), "URI: expected /a/?b=1&c, found /a?b=1&c"),
            (json!({"host": "example.com"}), "host: expected example.com, found data.example.com"),
            (json!({"headers": {"X-A": "1"}}), "header X-A: expected \"1\", found \"1, 2\""),
            (json!({"headers": {"X-B": ""}}), "header X-B: expected \"\", found none"),
            (json!({"requireHeaders": ["X-B"]}), "header X-B: missing"),
            (
                json!({"forbidHeaders": ["Content-Length"]}),
                "header Content-Length: expected none, found \"7\"",
            ),
            (json!({"body": ""}), "body: expected \"\", found \"{\\\"n\\\":1}\""),
            (json!({"body": r#"{"n":[1]}"#}), "body.n: expected [1], found 1"),
            (json!({"body": "{}"}), "body.n: expected none, found 1"),
            (json!({"body": r#"{"n":1,"m":2}"#}), "body.m: expected 2, found none"),
        ];
        for (expected, difference) in cases {
            assert_eq!(request(&expected, &suite("https://example.com"), &answer()), [difference]);
        }
    }

    #[test]
    fn every_part_of_an_error_counts() {
        let answer = json!({"code": "A", "message": "m", "members": {"b": 1}, "sentence": "s"});
        let members = json!({"b": 1});
        assert_eq!(error("A", Some("m"), Some(&members), &answer), Vec::<String>::new());
        assert_eq!(error("A", None, None, &answer), Vec::<String>::new());
        let found = error("B", Some("n"), Some(&json!({})), &answer);
        let expected = [
            "code: expected \"B\", found \"A\"",
            "message: expected \"n\", found \"m\"",
            "error.b: expected none, found 1",
        ];
        assert_eq!(found, expected);
        let unhandled = json!({"code": "A", "members": null, "sentence": "s"});
        assert_eq!(error("A", None, Some(&members), &unhandled).len(), 1);
    }
}
