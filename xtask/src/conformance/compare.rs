//! Compares a response with what a case expects.

use std::collections::BTreeMap;

use serde_json::Value;
use smithy_model::Model;
use smithy_model::ir::Operation;

use super::suite::{Expected, Request as Known, text, text_in};
use super::support::json;
use super::support::request::Request;
use super::{check, values};

/// Checks the request in a response against the known facts.
pub(super) fn request(known: &Known, answer: &Value, is_cbor: bool) -> Request {
    check::of(known, is_cbor).iter().fold(made(answer), |request, check| check.apply(request))
}

/// Returns the request that was made.
fn made(answer: &Value) -> Request {
    let part = |name: &str| text(answer, name).unwrap_or_default();
    let headers = answer.get("headers").and_then(Value::as_object).into_iter().flatten();
    let header = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    let body = answer.get("body").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64);
    Request {
        method: part("method"),
        uri: part("uri"),
        host_prefix: part("host_prefix"),
        headers: headers.filter_map(header).collect::<BTreeMap<_, _>>(),
        body: body.filter_map(|byte| u8::try_from(byte).ok()).collect(),
        ..Request::default()
    }
}

/// Returns the differences between a response of an operation as read and as expected.
pub(super) fn response(
    model: &Model,
    operation: &Operation,
    expected: &Expected,
    answer: &Value,
) -> Vec<String> {
    let sentence = text_in(answer, "sentence").unwrap_or_default();
    match expected {
        Expected::Output(output) => {
            let output = values::output(model, operation.output, output);
            let difference = match answer.get("output") {
                Some(actual) => {
                    json::difference(&output, actual).map(|difference| format!("output{difference}"))
                }
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
        let actual = text_in(answer, what);
        if expected.is_some() && actual != expected {
            found.push(format!("{what}: expected {}, found {}", shown(expected), shown(actual)));
        }
    }
    let difference = match (members, answer.get("members")) {
        (Some(expected), Some(actual)) if actual.is_object() => {
            json::difference(expected, actual).map(|difference| format!("error{difference}"))
        }
        (Some(_), _) => {
            let sentence = text_in(answer, "sentence").unwrap_or_default();
            Some(format!("expected the modeled error, found an unhandled one: {sentence}"))
        }
        (None, _) => None,
    };
    found.extend(difference);
    found
}

fn shown(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| format!("{text:?}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn differences(parts: &Value, endpoint: &str) -> Vec<String> {
        let body = text(parts, "body").map(String::into_bytes);
        let known = Known { parts: parts.clone(), endpoint: endpoint.to_owned(), body };
        request(&known, &answer(), false).found
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
