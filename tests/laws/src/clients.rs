//! The clients of one service, one for each protocol, and their operations as values.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use smithy_client::{Checks, Failure, Operation};

macro_rules! client {
    ($($name:ident)*) => {$(
        #[allow(missing_docs, clippy::pedantic, reason = "generated code documents itself")]
        pub(crate) mod $name {
            include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
        }
    )*};
}
client!(rest_json aws_json_10 aws_json_11 cbor);

/// The HTTP bindings of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    Rest,
    Json,
    Cbor,
}

/// The JSON form of an output, or the error.
pub(crate) type Read = Result<Value, Box<dyn Failure>>;

/// An operation of one of the clients.
#[derive(Clone, Copy)]
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) wire: Wire,
    /// Returns the request of an input in its JSON form, or why there is none.
    pub(crate) request: fn(&Value) -> Result<http::Request<Bytes>, String>,
    /// Returns the output in its JSON form, or the error.
    pub(crate) response: fn(&http::Response<Bytes>) -> Read,
    /// Reads an output from its JSON form and writes it again.
    pub(crate) again: fn(&Value) -> Value,
}

fn request<O: Operation + DeserializeOwned>(input: &Value) -> Result<http::Request<Bytes>, String> {
    let input: O = serde_json::from_value(input.clone()).expect("an input of the model can be read");
    input.checked_request(Checks::none()).map_err(|error| error.to_string())
}

fn response<O: Operation>(response: &http::Response<Bytes>) -> Read
where
    O::Error: 'static,
{
    match O::response(response) {
        Ok(output) => Ok(serde_json::to_value(&output).expect("an output has a JSON form")),
        Err(error) => Err(Box::new(error)),
    }
}

fn again<O: Operation>(output: &Value) -> Value
where
    O::Output: DeserializeOwned,
{
    let output: O::Output =
        serde_json::from_value(output.clone()).expect("what an output writes can be read");
    serde_json::to_value(&output).expect("an output has a JSON form")
}

macro_rules! methods {
    ($($client:ident is $wire:ident;)*) => {
        &[$(
            methods!($client $wire put PutInput),
            methods!($client $wire store_bytes StoreBytesInput),
            methods!($client $wire store_text StoreTextInput),
            methods!($client $wire store_note StoreNoteInput),
        )*]
    };
    ($client:ident $wire:ident $module:ident $input:ident) => {
        Method {
            name: <$client::operation::$module::$input as Operation>::NAME,
            wire: Wire::$wire,
            request: request::<$client::operation::$module::$input>,
            response: response::<$client::operation::$module::$input>,
            again: again::<$client::operation::$module::$input>,
        }
    };
}

/// All operations except the streaming one.
pub(crate) const METHODS: &[Method] = methods! {
    rest_json is Rest;
    aws_json_10 is Json;
    aws_json_11 is Json;
    cbor is Cbor;
};
