//! The protocols with JSON bodies: `restJson1`, and `awsJson1_0` and `awsJson1_1`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::{Members, Parts, Protocol};
use crate::aws::headers::ERROR_TYPE;
use crate::codec::Name;
use crate::error::{ErrorResponse, MESSAGE, bare_code};
use crate::response::mended;

/// Bodies are JSON, and the member `code` of an error has its name.
pub const REST_JSON: Protocol = Protocol {
    detect: |operation, response| detect(&OF_REST, operation, response),
    error: |operation, response| error(&OF_REST, operation, response),
    #[cfg(feature = "test-util")]
    write: |output| output.to_string().into(),
    may_be_body,
};

/// Bodies are JSON, and the member `__type` of an error has its name: `code` may be a member like any other.
pub const AWS_JSON: Protocol = Protocol {
    detect: |operation, response| detect(&OF_AWS, operation, response),
    error: |operation, response| error(&OF_AWS, operation, response),
    ..REST_JSON
};

static OF_REST: Members = Members { names: &["code", "__type"], text, written, is_null, join };
static OF_AWS: Members = Members { names: &["__type", "code"], text, written, is_null, join };

/// An error over MQTT: `code` has its name, as text or as a number.
#[cfg(feature = "topics")]
static OF_MESSAGES: Members = Members { names: &["code"], text: text_or_number, written, is_null, join };

/// Returns the members of a message's payload, and the functions for their format.
#[cfg(feature = "topics")]
pub(crate) fn message(payload: &[u8]) -> (&'static Members, Option<Parts>) {
    (&OF_MESSAGES, object(payload))
}

#[cfg(feature = "topics")]
fn text_or_number(json: &[u8]) -> Option<Cow<'_, str>> {
    let number = || std::str::from_utf8(json).ok().filter(|json| json.parse::<f64>().is_ok());
    text(json).or_else(|| number().map(Cow::Borrowed))
}

/// Returns the error in a response: one without a success status, or one whose contents say that it is an error.
///
/// A response with a success status is an error if it has the header `x-amzn-errortype`, if its body is a JSON object
/// with text under `__type` inside of `Output`, or if `__type` at the top names an error: a name that ends like names
/// of errors, or one in a namespace with nothing else but a message.
fn detect(
    format: &'static Members,
    operation: &'static str,
    response: &http::Response<Bytes>,
) -> Option<ErrorResponse> {
    let named = response.headers().get(ERROR_TYPE).and_then(|name| bare_code(name.to_str().ok()?));
    if !response.status().is_success() || named.is_some() {
        return Some(error(format, operation, response));
    }
    // Outputs can be large, and almost none contains a type: only those that do are parsed here.
    memchr::memmem::find(response.body(), b"\"__type\"")?;
    let object = object(response.body())?;
    let is_error = error_output(&object).is_some() || names_an_error(operation, &object);
    is_error.then(|| ErrorResponse::new(operation, response, format, Some(unwrapped(object))))
}

fn error(
    format: &'static Members,
    operation: &'static str,
    response: &http::Response<Bytes>,
) -> ErrorResponse {
    ErrorResponse::new(operation, response, format, split(response.body()))
}

/// Whether a body begins like JSON.
fn may_be_body(body: &[u8]) -> bool {
    body.trim_ascii_start().first().is_some_and(|first| b"{[\"-0123456789tfn".contains(first))
}

/// Returns the members of an object, taken out of the envelope of an error if there is one.
fn split(body: &[u8]) -> Option<Parts> {
    object(body).map(unwrapped)
}

/// Returns the members of an object. Text that is not Unicode becomes U+FFFD, in names as well.
fn object(body: &[u8]) -> Option<Parts> {
    type Raw = BTreeMap<String, Box<RawValue>>;
    let members: Raw =
        serde_json::from_slice(body).ok().or_else(|| serde_json::from_str(&mended(body)?).ok())?;
    let bytes = |value: Box<RawValue>| Bytes::from(Box::<str>::from(value).into_boxed_bytes());
    Some(members.into_iter().map(|(name, value)| (name, bytes(value))).collect())
}

fn text(json: &[u8]) -> Option<Cow<'_, str>> {
    let read = serde_json::from_slice::<Name<'_>>(json).ok().map(Name::into_text);
    read.or_else(|| Some(Cow::Owned(serde_json::from_str(&mended(json)?).ok()?)))
}

fn written(text: &str) -> Option<Bytes> {
    serde_json::to_vec(text).ok().map(Bytes::from)
}

fn is_null(json: &[u8]) -> bool {
    json == b"null"
}

pub(crate) fn join(members: &BTreeMap<&str, &[u8]>) -> Bytes {
    let mut json = vec![b'{'];
    for (number, (name, value)) in members.iter().enumerate() {
        if number > 0 {
            json.push(b',');
        }
        json.extend(serde_json::to_vec(name).unwrap_or_default());
        json.push(b':');
        json.extend(*value);
    }
    json.push(b'}');
    json.into()
}

fn unwrapped(object: Parts) -> Parts {
    error_output(&object).unwrap_or(object)
}

/// Returns the members of `Output` in `{"Output": {"__type": "…"}}`, the envelope of a failed call.
fn error_output(members: &Parts) -> Option<Parts> {
    let output = object(members.get("Output")?)?;
    output.get("__type").and_then(|kind| text(kind)).is_some().then_some(output)
}

/// Whether the type of the object is that of an error. Outputs may have their own type, whose name looks different or
/// which comes with members.
fn names_an_error(operation: &str, object: &Parts) -> bool {
    let Some(kind) = object.get("__type").and_then(|kind| text(kind)) else { return false };
    let is_word = |char: char| char.is_ascii_alphanumeric() || "._#:/-".contains(char);
    let Some(name) = bare_code(&kind).filter(|_| kind.chars().all(is_word)) else { return false };
    let is_output = matches!(name.strip_prefix(operation), Some("" | "Output" | "Response" | "Result"));
    let is_of_errors = |key: &String| key == "__type" || key == "code" || MESSAGE.contains(&key.as_str());
    ["Exception", "Error", "Fault"].iter().any(|end| name.ends_with(end))
        || (kind.contains('#') && !is_output && object.keys().all(is_of_errors))
}
