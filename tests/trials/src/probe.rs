//! Operations of the tests, whose requests have a marker: one only reads, one can be repeated, one must not be.

use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use iot_jobs_data::Operation;
use iot_jobs_data::low_level::ErrorResponse;
use serde::{Serialize, Serializer};
use smithy_client::codec::{Read, Source, Stop};
use smithy_client::{
    ClientError, Failure, FromResponse, Origin, RequestBuilder, RequestError, Validate, Validator,
};

/// An operation that changes nothing.
pub const READS: u8 = 0;
/// An operation that changes something, and can be repeated.
pub const REPEATABLE: u8 = 1;
/// An operation on which the service must act only once.
pub const ONCE: u8 = 2;

/// A request with a marker, to which the service responds with the same marker.
#[derive(Clone, Debug, Default)]
pub struct Probe<const KIND: u8>(pub String);

/// The response of the service.
#[derive(Debug, Default)]
pub struct Echo(HashMap<String, String>);

impl Echo {
    /// Returns its marker.
    pub fn marker(&self) -> Option<&str> {
        self.0.get("marker").map(String::as_str)
    }
}

/// Returns the body of a response with a marker.
pub fn echo(marker: &str) -> String {
    serde_json::json!({ "marker": marker }).to_string()
}

impl<const KIND: u8> Validate for Probe<KIND> {
    fn validate(&self, _: &mut Validator) {}
}

impl<const KIND: u8> Serialize for Probe<KIND> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        HashMap::from([("marker", &self.0)]).serialize(serializer)
    }
}

impl<const KIND: u8> Read for Probe<KIND> {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        let read: Option<HashMap<String, String>> = Read::read(source)?;
        Ok(read.map(|mut members| Self(members.remove("marker").unwrap_or_default())))
    }
}

impl Serialize for Echo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Read for Echo {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(Read::read(source)?.map(Self))
    }
}

impl FromResponse for Echo {}

/// Why a call failed.
#[derive(Debug)]
pub struct Trouble(Box<dyn Failure + Send + Sync>);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Trouble {}

impl Failure for Trouble {
    fn origin(&self) -> Origin<'_> {
        self.0.origin()
    }
}

impl From<ErrorResponse> for Trouble {
    fn from(error: ErrorResponse) -> Self {
        Self(error.into_error_meta())
    }
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        Self(Box::new(error))
    }
}

impl<const KIND: u8> Operation for Probe<KIND> {
    const NAME: &'static str = "Probe";
    const IDEMPOTENT: bool = KIND != ONCE;
    type Output = Echo;
    type Error = Trouble;

    fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
        let method = if KIND == READS { http::Method::GET } else { http::Method::POST };
        let mut request = RequestBuilder::new(method);
        request.path("/probe/");
        request.label("marker", &self.0)?;
        if KIND != READS {
            request.json(self)?;
        }
        request.build()
    }
}
