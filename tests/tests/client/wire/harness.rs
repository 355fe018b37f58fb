//! Compares a request with a row of a table, part by part.

use bytes::Bytes;
use iot_jobs_data::Operation;
use serde_json::Value;

/// The expected body of a request.
#[derive(Debug)]
pub(crate) enum Body {
    /// No body, and no header about one.
    None,
    /// These bytes exactly, as JSON.
    Exact(&'static str),
    /// This JSON, whose members are in any order because they include a map.
    Json(Value),
}

/// Asserts that the input is sent as `line`, which is method, path and query, with `body` and no header except that of
/// its type.
#[track_caller]
pub(crate) fn assert_sent(input: &impl Operation, line: &str, body: &Body) {
    let request = input.request().expect("the request can be built");
    assert_eq!(format!("{} {}", request.method(), request.uri()), line);
    assert_eq!(request.uri().authority(), None, "the host is the client's business");
    assert!(request.extensions().is_empty(), "no operation has a host prefix");
    assert_eq!(headers(&request), headers_of(body), "{line}");
    assert_body(request.body(), body);
}

/// Every header, in lower case and by name.
fn headers(request: &http::Request<Bytes>) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let mut headers: Vec<_> =
        request.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    headers.sort();
    headers
}

fn headers_of(body: &Body) -> Vec<(String, String)> {
    match body {
        Body::None => Vec::new(),
        Body::Exact(_) | Body::Json(_) => {
            vec![("content-type".to_owned(), "application/json".to_owned())]
        }
    }
}

#[track_caller]
fn assert_body(sent: &Bytes, body: &Body) {
    let text = std::str::from_utf8(sent).expect("JSON is UTF-8");
    match body {
        Body::None => assert_eq!(text, ""),
        Body::Exact(expected) => {
            assert_eq!(text, *expected);
            assert_eq!(json(text), json(expected), "the same bytes are the same JSON");
        }
        Body::Json(expected) => assert_eq!(json(text), *expected),
    }
}

#[track_caller]
fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the body is JSON")
}
