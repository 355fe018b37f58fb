//! Calls an operation: builds a request from an input in JSON, or reads a response and tells in JSON what it means.

use std::io::Read as _;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use smithy_client::events::ReadEvent;
use smithy_client::{ByteStream, ClientError, ErrorResponse, EventStream, HostPrefix, Operation};

/// What every idempotency token is filled with.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// From which length on bodies are compressed, as the cases have it.
const COMPRESS_FROM: usize = 10_240;

/// The two things that can be done with an operation.
pub struct Callable {
    request: fn(&Value) -> Result<Value, String>,
    response: Box<dyn Fn(&Value) -> Result<Value, String>>,
}

/// The events of an answer, and the error at their end.
pub type Events = (Vec<Value>, Option<Value>);

/// An error of an operation in JSON.
pub trait Modelled {
    /// Code, message, members where the error is modelled, and the whole sentence.
    fn describe(&self) -> Value;
}

/// The operation whose input is `I`.
pub fn operation<I>(events: fn(&I::Output) -> Events) -> Callable
where
    I: Operation<Output: Serialize, Error: Modelled> + DeserializeOwned,
{
    Callable { request: request::<I>, response: Box::new(move |answer| response::<I>(answer, events)) }
}

/// Reads all events of a stream.
#[allow(dead_code)]
pub fn drain<T, E>(stream: EventStream<T, E>) -> Events
where
    T: ReadEvent + Serialize,
    E: Modelled + From<ErrorResponse> + From<ClientError>,
{
    let mut events = Vec::new();
    for event in stream {
        match event {
            Ok(event) => events.push(json(&event).unwrap_or_else(Value::from)),
            Err(error) => return (events, Some(error.describe())),
        }
    }
    (events, None)
}

/// Makes a call; an answer with a `fault` says why it could not be made.
pub fn answer(operations: &[Callable], call: &Value) -> Value {
    let number = call.get("operation").and_then(Value::as_u64);
    let operation = number.and_then(|number| operations.get(usize::try_from(number).ok()?));
    let answer = match (operation, call.get("params"), call.get("response")) {
        (Some(operation), Some(params), _) => (operation.request)(params),
        (Some(operation), None, Some(response)) => (operation.response)(response),
        (Some(operation), None, None) if call.get("both").is_some() => Ok(both(operation, call)),
        _ => Err("there is no such call".to_owned()),
    };
    answer.unwrap_or_else(|fault| json!({ "fault": fault }))
}

/// Sends events, reads events, or does both.
fn both(operation: &Callable, call: &Value) -> Value {
    let part = |name: &str| call["both"].get(name).filter(|part| !part.is_null());
    let fault = |fault: String| json!({ "fault": fault });
    let mut answer = Map::new();
    if let Some(params) = part("params") {
        answer.insert("request".to_owned(), (operation.request)(params).unwrap_or_else(fault));
    }
    if let Some(response) = part("response") {
        answer.insert("response".to_owned(), (operation.response)(response).unwrap_or_else(fault));
    }
    answer.into()
}

fn request<I: Operation + DeserializeOwned>(params: &Value) -> Result<Value, String> {
    let input = serde_json::from_str(&params.to_string());
    let mut input: I = input.map_err(|error| format!("the input cannot be read: {error}"))?;
    input.fill_idempotency_tokens(&mut || TOKEN.to_owned());
    let request = input.request().map_err(|error| format!("the request cannot be built: {error}"))?;
    let mut request = I::packed(request, COMPRESS_FROM);
    if let Some(mut stream) = request.extensions_mut().remove::<ByteStream>() {
        let mut body = Vec::new();
        stream.read_to_end(&mut body).map_err(|error| format!("the events cannot be written: {error}"))?;
        *request.body_mut() = body.into();
    }
    let mut headers = Map::new();
    for name in request.headers().keys() {
        let values = request.headers().get_all(name).iter().map(HeaderValue::as_bytes);
        let values: Vec<_> = values.map(String::from_utf8_lossy).collect();
        headers.insert(name.to_string(), values.join(", ").into());
    }
    Ok(json!({
        "method": request.method().as_str(),
        "uri": request.uri().to_string(),
        "host_prefix": request.extensions().get::<HostPrefix>().map_or("", |prefix| &prefix.0),
        "headers": headers,
        "body": request.body().as_ref(),
    }))
}

fn response<I: Operation<Output: Serialize, Error: Modelled>>(
    response: &Value,
    events: fn(&I::Output) -> Events,
) -> Result<Value, String> {
    let status =
        response.get("status_code").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    let mut builder = http::Response::builder().status(status.unwrap_or(200));
    for (name, value) in response.get("headers").and_then(Value::as_object).into_iter().flatten() {
        builder = builder.header(name, value.as_str().unwrap_or_default());
    }
    let body = response.get("body").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64);
    let body: Vec<u8> = body.filter_map(|byte| u8::try_from(byte).ok()).collect();
    let response = builder.body(Bytes::from(body)).map_err(|error| error.to_string())?;
    Ok(match I::response(&response) {
        Ok(output) => {
            let (events, error) = events(&output);
            let mut answer = json!({ "output": json(&output)?, "events": events });
            if let (Some(error), Some(answer)) = (error, answer.as_object_mut()) {
                answer.insert("error".to_owned(), error);
            }
            answer
        }
        Err(error) => error.describe(),
    })
}

/// A value as its JSON text says: numbers of 32 bits have fewer digits there than when they are widened.
pub fn json(value: &impl Serialize) -> Result<Value, String> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// Implements [`Modelled`] for the error of an operation with these modelled errors.
macro_rules! modelled {
    ($error:ty: $($variant:ident)*) => {
        impl $crate::call::Modelled for $error {
            fn describe(&self) -> serde_json::Value {
                let members: Option<serde_json::Value> = match self {
                    $(Self::$variant(error) => $crate::call::json(&**error).ok(),)*
                    _ => None,
                };
                serde_json::json!({
                    "code": self.code(),
                    "message": self.message(),
                    "members": members,
                    "sentence": self.to_string(),
                })
            }
        }
    };
}

pub(crate) use modelled;
