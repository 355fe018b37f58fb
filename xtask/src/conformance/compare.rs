//! Tells in which ways an answer differs from what a case expects.

use serde_json::{Map, Value, json};
use smithy_model::Model;
use smithy_model::ir::Operation;

use super::suite::{Expected, Request};
use super::values;

/// How a request differs from what is known of it.
pub(super) fn request(expected: &Request, answer: &Value) -> Vec<String> {
    let Request { parts, endpoint, body: expected_body } = expected;
    let mut found = Vec::new();
    let mut differ = |what: &str, expected: Option<&str>, actual: &str, differs: fn(&str, &str) -> bool| {
        let expected = expected.filter(|expected| differs(expected, actual));
        found.extend(expected.map(|expected| format!("{what}: expected {expected}, found {actual}")));
    };
    let base = endpoint.split_once("://").map_or(endpoint.as_str(), |(_, base)| base);
    let base_path = base.find('/').and_then(|slash| base.get(slash..)).unwrap_or_default();
    let uri = format!("{base_path}{}", text(answer, "uri").unwrap_or_default());
    let host = format!("{}{base}", text(answer, "host_prefix").unwrap_or_default());
    differ("method", text(parts, "method"), text(answer, "method").unwrap_or_default(), str::ne);
    differ("URI", text(parts, "uri"), &uri, |left, right| sorted(left) != sorted(right));
    let (path, query) = split(&uri);
    differ("path", text(parts, "path"), path, str::ne);
    differ("host", text(parts, "host"), &host, str::ne);
    found.extend(parameters(parts, &query));
    found.extend(headers(parts, answer));
    found.extend(expected_body.as_ref().and_then(|expected| body(expected, answer)));
    found
}

/// Path and query.
fn split(uri: &str) -> (&str, Vec<&str>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    (path, query.split('&').filter(|parameter| !parameter.is_empty()).collect())
}

/// Path and query, whose order means nothing.
fn sorted(uri: &str) -> (&str, Vec<&str>) {
    let (path, mut query) = split(uri);
    query.sort_unstable();
    (path, query)
}

/// What is known of single parameters of the query, as they are sent; a request may have more.
fn parameters(expected: &Value, query: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = query.to_vec();
    for parameter in names(expected, "queryParams") {
        match rest.iter().position(|sent| *sent == parameter) {
            Some(place) => drop(rest.swap_remove(place)),
            None => found.push(format!("query: expected {parameter}, found {}", query.join("&"))),
        }
    }
    let is_sent = |name: &str| query.iter().any(|sent| sent.split('=').next() == Some(name));
    for name in names(expected, "requireQueryParams").filter(|name| !is_sent(name)) {
        found.push(format!("query: {name} is missing"));
    }
    for name in names(expected, "forbidQueryParams").filter(|name| is_sent(name)) {
        found.push(format!("query: expected no {name}"));
    }
    found
}

/// The texts of an array.
fn names<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
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
    for name in names(expected, "requireHeaders").filter(|name| actual(name).is_none()) {
        found.push(format!("header {name}: missing"));
    }
    for (name, value) in names(expected, "forbidHeaders").filter_map(|name| Some((name, actual(name)?))) {
        found.push(format!("header {name}: expected none, found {value:?}"));
    }
    found
}

fn shown(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| format!("{text:?}"))
}

/// The body of a request that was made.
pub(super) fn sent(answer: &Value) -> Vec<u8> {
    let bytes = answer.get("body").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64);
    bytes.filter_map(|byte| u8::try_from(byte).ok()).collect()
}

fn body(expected: &[u8], answer: &Value) -> Option<String> {
    let media_type =
        answer.get("headers").and_then(|headers| text(headers, "content-type")).unwrap_or_default();
    payload(expected, &sent(answer), media_type)
}

/// JSON and CBOR are compared as values, anything else byte for byte.
pub(super) fn payload(expected: &[u8], actual: &[u8], media_type: &str) -> Option<String> {
    let parse: fn(&[u8]) -> Option<Value> = match media_type {
        "application/cbor" => cbor,
        media_type if media_type.contains("json") => |body| serde_json::from_slice(body).ok(),
        _ => |_| None,
    };
    if let (Some(expected), Some(actual)) = (parse(expected), parse(actual)) {
        return json(&expected, &actual).map(|difference| format!("body{difference}"));
    }
    let [expected_text, actual_text] = [expected, actual].map(String::from_utf8_lossy);
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

/// How what a response of an operation was read as differs from what it means.
pub(super) fn response(
    model: &Model,
    operation: &Operation,
    expected: &Expected,
    answer: &Value,
) -> Vec<String> {
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
        Expected::Error { shape, code, message, members } => {
            if answer.get("output").is_some() {
                return vec![format!("expected the error {shape}, found an output")];
            }
            let found = operation.errors.iter().find(|id| model.shape(**id).name == *shape);
            if found.is_none() && code.is_none() {
                return vec![format!("the operation has no error `{shape}`, and the case no code")];
            }
            let members = found.map(|id| values::structure(model, *id, members));
            error(code.as_deref(), message.as_deref(), members.as_ref(), answer)
        }
    }
}

fn error(code: Option<&str>, message: Option<&str>, members: Option<&Value>, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (what, expected) in [("code", code), ("message", message)] {
        let actual = text(answer, what);
        if expected.is_some() && actual != expected {
            found.push(format!("{what}: expected {}, found {}", shown(expected), shown(actual)));
        }
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
pub(super) fn json(expected: &Value, actual: &Value) -> Option<String> {
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

    fn differences(parts: &Value, endpoint: &str) -> Vec<String> {
        let body = text(parts, "body").map(|body| body.as_bytes().to_vec());
        request(&Request { parts: parts.clone(), endpoint: endpoint.to_owned(), body }, &answer())
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
            "path": "/base/a", "queryParams": ["c"], "requireQueryParams": ["b"], "forbidQueryParams": ["d"],
        });
        assert_eq!(differences(&expected, "https://example.com/base"), Vec::<String>::new());
    }

    #[test]
    fn every_part_of_a_request_counts() {
        let cases = [
            (json!({"method": "POST"}), "method: expected POST, found PUT"),
            (json!({"uri": "/a?b=1"}), "URI: expected /a?b=1, found /a?b=1&c"),
            (json!({"uri": "/a/?b=1&c"}), "URI: expected /a/?b=1&c, found /a?b=1&c"),
            (json!({"path": "/"}), "path: expected /, found /a"),
            (json!({"queryParams": ["c", "c"]}), "query: expected c, found b=1&c"),
            (json!({"requireQueryParams": ["d"]}), "query: d is missing"),
            (json!({"forbidQueryParams": ["b"]}), "query: expected no b"),
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
            assert_eq!(differences(&expected, "https://example.com"), [difference]);
        }
    }

    #[test]
    fn every_part_of_an_error_counts() {
        let answer = json!({"code": "A", "message": "m", "members": {"b": 1}, "sentence": "s"});
        let members = json!({"b": 1});
        assert_eq!(error(Some("A"), Some("m"), Some(&members), &answer), Vec::<String>::new());
        assert_eq!(error(None, None, None, &answer), Vec::<String>::new());
        let found = error(Some("B"), Some("n"), Some(&json!({})), &answer);
        let expected = [
            "code: expected \"B\", found \"A\"",
            "message: expected \"n\", found \"m\"",
            "error.b: expected none, found 1",
        ];
        assert_eq!(found, expected);
        let unhandled = json!({"code": "A", "members": null, "sentence": "s"});
        assert_eq!(error(Some("A"), None, Some(&members), &unhandled).len(), 1);
    }
}
