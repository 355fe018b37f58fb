//! A response of a service is either read or an error, and what is read has one meaning.
//!
//! - A response that an independent writer has made of an output reads as that output.
//! - The JSON of an output reads as that output.
//! - An error is one line, and keeps the body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use models::Dice;
use serde_json::{Map, Value};
use smithy_model::Model;
use smithy_model::ir::{Binding, Member, Operation, ShapeKind};

use crate::clients::{METHODS, Method, Wire};
use crate::values;

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let mut dice = Dice::new(data);
    let is_written = dice.once_in(2);
    // The first method has members in headers, too.
    let method = &METHODS[if dice.once_in(2) { 0 } else { dice.below(METHODS.len()) }];
    if is_written {
        written(method, &mut dice);
    } else {
        any(method, dice);
    }
}

/// Checks a response with a known output.
fn written(method: &Method, dice: &mut Dice<'_>) {
    let model = values::model(method.wire);
    let operation = values::operation(model, method.name);
    let mut output = values::random(model, operation.output, dice);
    tame(model, operation, method.wire, &mut output);
    let answer = answer(model, operation, method.wire, &output);
    let read = match (method.response)(&answer) {
        Ok(read) => read,
        Err(error) => panic!("{}: {error}: {answer:?}", method.name),
    };
    let expected = values::canonical(model, operation.output, &output);
    assert_eq!(values::canonical(model, operation.output, &read), expected, "{}: {answer:?}", method.name);
    assert_eq!((method.again)(&read), read, "{}", method.name);
}

/// Returns the body of an output, sometimes with one byte changed; `None` for arbitrary bytes.
fn body(method: &Method, dice: &mut Dice<'_>) -> Option<Bytes> {
    if dice.once_in(3) {
        return None;
    }
    let model = values::model(method.wire);
    let operation = values::operation(model, method.name);
    let mut output = values::random(model, operation.output, dice);
    tame(model, operation, method.wire, &mut output);
    let mut body = answer(model, operation, method.wire, &output).into_body().to_vec();
    if dice.once_in(2)
        && let Some(byte) =
            body.len().checked_sub(1).map(|last| dice.below(last + 1)).and_then(|at| body.get_mut(at))
    {
        *byte ^= 1 << dice.below(8);
    }
    Some(body.into())
}

/// Checks a response of arbitrary bytes, or one similar to that of an output.
fn any(method: &Method, mut dice: Dice<'_>) {
    let status =
        if dice.once_in(2) { 200 } else { dice.pick(&[400, 204, 404, 429, 500, 503, 302, 100, 599]) };
    let body = body(method, &mut dice);
    let mut answer = http::Response::builder().status(status);
    for _ in 0..dice.below(8) {
        let name = dice.pick(&[
            "x-amzn-errortype",
            "content-type",
            "x-text",
            "x-count",
            "x-list",
            "x-date",
            "x-meta-a",
            "retry-after",
            "date",
            "x-amzn-query-error",
            "x-amzn-requestid",
            "content-encoding",
            "smithy-protocol",
        ]);
        let value = dice.pick(&[
            "Missing",
            "Busy:http://x/",
            "",
            "a#Missing",
            "1",
            "\"a, b\",,c",
            "\"",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "99999999999999999999",
            "application/json",
            "\u{fc}",
            "a;b",
            ",",
            "-1",
            "NaN",
        ]);
        answer = answer
            .header(name, http::HeaderValue::from_bytes(value.as_bytes()).expect("no control characters"));
    }
    let body = body.unwrap_or_else(|| Bytes::copy_from_slice(dice.rest()));
    let answer = answer.body(body).expect("a good head");
    match (method.response)(&answer) {
        Ok(read) => assert_eq!((method.again)(&read), read, "{} {answer:?}", method.name),
        Err(error) => {
            let sentence = error.to_string();
            assert!(!sentence.is_empty() && !sentence.contains(['\n', '\r']), "{sentence:?}");
            let _ = (format!("{error:?}"), format!("{error:#?}"), error.retry_kind(), error.request_id());
            if let Some(body) = error.raw_body() {
                assert_eq!(body, answer.body(), "{sentence}");
            }
            assert!(error.status().is_none_or(|found| found == status), "{sentence}");
        }
    }
}

/// Removes what a response cannot carry: texts that are invalid in headers, and empty payloads.
fn tame(model: &Model, operation: &Operation, wire: Wire, output: &mut Value) {
    let Value::Object(entries) = output else { return };
    for member in model.structure(operation.output).members.iter().filter(|_| wire == Wire::Rest) {
        let name = member.wire_name();
        let is_bad =
            |text: &str| text.trim() != text || text.is_empty() || text.chars().any(char::is_control);
        let is_dropped = match (entries.get(name), &member.binding) {
            (Some(Value::String(text)), Binding::Header(_)) => is_bad(text),
            (Some(Value::Array(items)), Binding::Header(_)) => {
                items.is_empty()
                    || items.iter().filter_map(Value::as_str).any(|text| text.chars().any(char::is_control))
            }
            (Some(Value::Object(map)), Binding::PrefixHeaders(_)) => {
                map.is_empty() || map.values().filter_map(Value::as_str).any(is_bad)
            }
            (Some(Value::String(text)), Binding::Payload) => text.is_empty(),
            _ => false,
        };
        if is_dropped {
            entries.remove(name);
        }
    }
}

/// Returns the response for an output.
fn answer(model: &Model, operation: &Operation, wire: Wire, output: &Value) -> http::Response<Bytes> {
    let mut answer = http::Response::new(Bytes::new());
    *answer.body_mut() = match wire {
        Wire::Json => output.to_string().into(),
        Wire::Cbor => {
            answer.headers_mut().insert("smithy-protocol", http::HeaderValue::from_static("rpc-v2-cbor"));
            let mut body = Vec::new();
            ciborium::into_writer(&values::to_cbor(model, operation.output, output), &mut body)
                .expect("it is written");
            body.into()
        }
        Wire::Rest => rest(model, operation, output, answer.headers_mut()),
    };
    answer
}

/// Sets the headers of an output; returns the body.
fn rest(model: &Model, operation: &Operation, output: &Value, headers: &mut http::HeaderMap) -> Bytes {
    let mut body = Map::new();
    let mut payload = None;
    for member in &model.structure(operation.output).members {
        let Some(value) = output.get(member.wire_name()) else { continue };
        match &member.binding {
            Binding::Header(name) => insert(headers, name, &header(model, member, value)),
            Binding::PrefixHeaders(prefix) => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    insert(headers, &format!("{prefix}{key}"), value.as_str().unwrap_or_default());
                }
            }
            Binding::Payload => payload = Some(self::payload(model, member, value)),
            _ => drop(body.insert(member.wire_name().to_owned(), value.clone())),
        }
    }
    let is_whole =
        model.structure(operation.output).members.iter().any(|member| member.binding == Binding::Payload);
    payload.unwrap_or_else(|| if is_whole { Bytes::new() } else { Value::Object(body).to_string().into() })
}

fn payload(model: &Model, member: &Member, value: &Value) -> Bytes {
    match (&model.shape(member.target).kind, value) {
        (ShapeKind::Blob { .. }, Value::String(text)) => STANDARD.decode(text).expect("base64").into(),
        (ShapeKind::String { .. }, Value::String(text)) => text.clone().into(),
        _ => value.to_string().into(),
    }
}

fn insert(headers: &mut http::HeaderMap, name: &str, value: &str) {
    let name: http::HeaderName = name.parse().expect("the name of a header");
    headers.insert(name, http::HeaderValue::from_bytes(value.as_bytes()).expect("the value of a header"));
}

fn header(model: &Model, member: &Member, value: &Value) -> String {
    match (&model.shape(member.target).kind, value) {
        (ShapeKind::Timestamp(_), value) => values::http_date(value),
        (_, Value::Array(items)) => {
            let quoted = |item: &Value| {
                let text = item.as_str().unwrap_or_default().replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{text}\"")
            };
            items.iter().map(quoted).collect::<Vec<_>>().join(", ")
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}
