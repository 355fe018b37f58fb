//! Calls an operation: builds a request from an input in JSON, or reads a response and returns its meaning in JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use smithy_client::events::ReadEvent;
use smithy_client::{ClientError, ErrorResponse, EventStream, Operation};

use crate::support::{self, to_json};

/// The two functions of an operation.
pub struct Callable {
    request: fn(&Value) -> Result<Value, String>,
    response: Box<dyn Fn(&Value) -> Result<Value, String>>,
}

/// The events of a response, and the error at their end.
pub type Events = (Vec<Value>, Option<Value>);

/// An error of an operation in JSON.
pub trait Modeled {
    /// Returns code, message, members if the error is modeled, and the whole sentence.
    fn describe(&self) -> Value;
}

/// Returns the functions of the operation whose input is `I`.
pub fn operation<I>(events: fn(&I::Output) -> Events) -> Callable
where
    I: Operation<Output: Serialize, Error: Modeled> + DeserializeOwned,
{
    Callable { request: request::<I>, response: Box::new(move |answer| response::<I>(answer, events)) }
}

/// Reads all events of a stream.
#[allow(dead_code)]
pub fn drain<T, E>(stream: EventStream<T, E>) -> Events
where
    T: ReadEvent + Serialize,
    E: Modeled + From<ErrorResponse> + From<ClientError>,
{
    let (events, error) = support::drain(stream);
    (events, error.map(|error| error.describe()))
}

/// Makes a call; a response with a `fault` says why it could not be made.
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
    let request = support::made::<I>(&params.to_string())?;
    Ok(json!({
        "method": request.method,
        "uri": request.uri,
        "host_prefix": request.host_prefix,
        "headers": request.headers,
        "body": request.body,
    }))
}

fn response<I: Operation<Output: Serialize, Error: Modeled>>(
    response: &Value,
    events: fn(&I::Output) -> Events,
) -> Result<Value, String> {
    let status = response.get("status_code").and_then(Value::as_u64);
    let status = status.and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    let headers = response.get("headers").and_then(Value::as_object).into_iter().flatten();
    let headers: Vec<_> =
        headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default())).collect();
    let body = response.get("body").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64);
    let body: Vec<u8> = body.filter_map(|byte| u8::try_from(byte).ok()).collect();
    let response = support::response(status, &headers, body);
    Ok(match I::response(&response) {
        Ok(output) => {
            let (events, error) = events(&output);
            let mut answer = json!({ "output": to_json(&output)?, "events": events });
            if let (Some(error), Some(answer)) = (error, answer.as_object_mut()) {
                answer.insert("error".to_owned(), error);
            }
            answer
        }
        Err(error) => error.describe(),
    })
}

/// Implements [`Modeled`] for the error of an operation with these modeled errors.
macro_rules! modeled {
    ($error:ty: $($variant:ident)*) => {
        impl $crate::call::Modeled for $error {
            fn describe(&self) -> serde_json::Value {
                let members: Option<serde_json::Value> = match self {
                    $(Self::$variant(error) => $crate::support::to_json(error.modeled()).ok(),)*
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

pub(crate) use modeled;
