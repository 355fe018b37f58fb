//! Makes requests and reads responses, and asserts their contents.

#![allow(dead_code, reason = "not every crate calls every kind of operation")]

mod body;
mod event;
mod json;
mod request;

use std::fmt::Display;
use std::io::Read as _;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use smithy_client::events::ReadEvent;
use smithy_client::{ByteStream, ClientError, ErrorResponse, EventStream, HostPrefix, Operation};

#[allow(unused_imports, reason = "only operations that send events")]
pub(crate) use event::Event;
use request::Request;

/// The value of every idempotency token.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// The minimum length of bodies that are compressed, as in the cases.
const COMPRESS_FROM: usize = 10_240;

/// Returns the request of an input in JSON; the methods of the request state the expectations, and
/// [`check`](Request::check) ends it.
#[track_caller]
pub(crate) fn request<I: Operation + DeserializeOwned>(input: &str) -> Request {
    match made::<I>(input) {
        Ok(request) => request,
        Err(problem) => panic!("{problem}"),
    }
}

impl Request {
    /// Panics if it differs from the expectations.
    #[track_caller]
    pub(crate) fn check(self) {
        assert!(self.found.is_empty(), "{}", self.found.join("; "));
    }
}

/// Returns the request of an input in JSON, or why there is none.
pub(crate) fn made<I: Operation + DeserializeOwned>(input: &str) -> Result<Request, String> {
    let input = serde_json::from_str(input);
    let mut input: I = input.map_err(|error| format!("the input cannot be read: {error}"))?;
    input.fill_idempotency_tokens(&mut || TOKEN.to_owned());
    let request = input.request().map_err(|error| format!("the request cannot be built: {error}"))?;
    let mut request = I::packed(request, COMPRESS_FROM);
    let mut body = request.body().to_vec();
    if let Some(mut stream) = request.extensions_mut().remove::<ByteStream>() {
        body.clear();
        stream.read_to_end(&mut body).map_err(|error| format!("the events cannot be written: {error}"))?;
    }
    let values = |name| {
        let values = request.headers().get_all(name).iter().map(HeaderValue::as_bytes);
        values.map(String::from_utf8_lossy).collect::<Vec<_>>().join(", ")
    };
    Ok(Request {
        method: request.method().to_string(),
        uri: request.uri().to_string(),
        host_prefix: request
            .extensions()
            .get()
            .map_or_else(String::new, |HostPrefix(prefix)| prefix.to_string()),
        headers: request.headers().keys().map(|name| (name.to_string(), values(name))).collect(),
        body,
        ..Request::default()
    })
}

/// Returns a response of a service.
pub(crate) fn response(
    status: u16,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
) -> http::Response<Bytes> {
    let builder = http::Response::builder().status(status);
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    builder.body(Bytes::copy_from_slice(body.as_ref())).expect("status and headers are those of a case")
}

/// Returns the output of a response.
#[track_caller]
pub(crate) fn output<O, E: Display>(result: Result<O, E>) -> O {
    match result {
        Ok(output) => output,
        Err(error) => panic!("expected an output, found the error: {error}"),
    }
}

/// Returns the error of a response; the panic message has the name of the expected one.
#[track_caller]
pub(crate) fn error<O, E>(expected: &str, result: Result<O, E>) -> E {
    match result {
        Ok(_) => panic!("expected the error {expected}, found an output"),
        Err(error) => error,
    }
}

/// Asserts the JSON of a value; `what` describes it in the message.
#[track_caller]
pub(crate) fn assert_json(what: &str, value: &impl Serialize, expected: &str) {
    assert_same(what, &to_json(value).expect("every value has a JSON form"), expected);
}

/// Asserts the members of an output beside its events.
#[track_caller]
pub(crate) fn assert_beside(output: &impl Serialize, events: &str, expected: &str) {
    let mut output = to_json(output).expect("every value has a JSON form");
    output.as_object_mut().and_then(|members| members.remove(events));
    assert_same("output", &output, expected);
}

/// Asserts that a stream has these events and ends without an error.
#[track_caller]
pub(crate) fn assert_events<T, E>(stream: EventStream<T, E>, expected: &str)
where
    T: ReadEvent + Serialize,
    E: Display + From<ErrorResponse> + From<ClientError>,
{
    let (events, error) = drain(stream);
    assert!(
        error.is_none(),
        "found the error: {}",
        error.map_or_else(String::new, |error| error.to_string())
    );
    assert_same("events", &events.into(), expected);
}

#[track_caller]
fn assert_same(what: &str, value: &Value, expected: &str) {
    let expected = serde_json::from_str(expected).expect("the expected value is JSON");
    let difference = json::difference(&expected, value);
    assert!(difference.is_none(), "{what}{}", difference.unwrap_or_default());
}

/// Returns the error of a response with events, or the one that ends its events.
#[track_caller]
pub(crate) fn end<O, T, E>(result: Result<O, E>, events: impl FnOnce(O) -> EventStream<T, E>) -> E
where
    T: ReadEvent + Serialize,
    E: From<ErrorResponse> + From<ClientError>,
{
    match result.map(|output| drain(events(output)).1) {
        Ok(Some(error)) | Err(error) => error,
        Ok(None) => panic!("expected an error, found none"),
    }
}

/// Returns all events of a stream, and the error that ends it.
pub(crate) fn drain<T, E>(stream: EventStream<T, E>) -> (Vec<Value>, Option<E>)
where
    T: ReadEvent + Serialize,
    E: From<ErrorResponse> + From<ClientError>,
{
    let mut events = Vec::new();
    for event in stream {
        match event {
            Ok(event) => events.push(to_json(&event).unwrap_or_else(Value::from)),
            Err(error) => return (events, Some(error)),
        }
    }
    (events, None)
}

/// Parses the JSON text of a value: there, 32-bit numbers have fewer digits than when they are widened.
pub(crate) fn to_json(value: &impl Serialize) -> Result<Value, String> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}
