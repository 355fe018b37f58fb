//! An operation in the form of generated code, from the input to the bytes and back.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::*;
use crate::codec::{self, Map, Object, Plain, ReadMember, Source, Stop};
use crate::error::Origin;
use crate::validate::{Constraints, Validate, Validator};
use crate::{ErrorMeta, ErrorResponse, FromResponse, RequestBuilder, ServiceError};

static THING_NAME: Constraints = Constraints::NEW.length(Some(1), Some(128));

#[derive(Default)]
struct UpdateThingInput {
    thing_name: String,
    dry_run: Option<bool>,
    details: Option<HashMap<String, String>>,
    client_token: Option<String>,
}

struct Body<'a>(&'a UpdateThingInput);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        object.write_some_as::<Map<Plain>, _>("details", &self.0.details)?;
        object.write_some("clientToken", &self.0.client_token)?;
        object.end()
    }
}

impl Serialize for UpdateThingInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        object.write("thingName", &self.thing_name)?;
        object.write_some("clientToken", &self.client_token)?;
        object.end()
    }
}

impl ReadMember for UpdateThingInput {
    fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
        match name {
            "thingName" => self.thing_name = codec::read(value)?.unwrap_or_default(),
            _ => codec::skip(value)?,
        }
        Ok(())
    }
}

impl Validate for UpdateThingInput {
    fn validate(&self, v: &mut Validator) {
        v.member("thingName", &self.thing_name, &THING_NAME);
    }
}

impl Serialize for Thing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        object.write("version", &self.version)?;
        object.end()
    }
}

#[derive(Debug, Default, PartialEq)]
struct Thing {
    version: i64,
    details: Option<HashMap<String, String>>,
}

impl ReadMember for Thing {
    fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
        match name {
            "version" => self.version = codec::read_integer(value)?.unwrap_or_default(),
            "details" => self.details = codec::read_map(value)?,
            _ => codec::skip(value)?,
        }
        Ok(())
    }
}

impl FromResponse for Thing {}

enum UpdateThingError {
    Conflict(ServiceError<Thing>),
    Unhandled(Box<ErrorMeta>),
    Client(ClientError),
}

impl From<ErrorResponse> for UpdateThingError {
    fn from(error: ErrorResponse) -> Self {
        match error.code() {
            Some("ConflictException" | "Conflict") => {
                error.read().map_or_else(Self::Unhandled, Self::Conflict)
            }
            _ => Self::Unhandled(error.into_error_meta()),
        }
    }
}

impl Failure for UpdateThingError {
    fn origin(&self) -> Origin<'_> {
        match self {
            Self::Conflict(error) => error.origin(),
            Self::Unhandled(meta) => meta.origin(),
            Self::Client(error) => error.origin(),
        }
    }
}

crate::operation_error!(UpdateThingError);

impl Operation for UpdateThingInput {
    const NAME: &'static str = "UpdateThing";
    type Output = Thing;
    type Error = UpdateThingError;

    fn fill_idempotency_tokens(&mut self, token: &mut dyn FnMut() -> String) {
        self.client_token.get_or_insert_with(token);
    }

    fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
        let mut request = RequestBuilder::new(http::Method::POST);
        request.path("/things/");
        request.label("thingName", &self.thing_name)?;
        request.query_some("dryRun", &self.dry_run);
        request.json(&Body(self))?;
        request.build()
    }
}

fn answer(status: u16, body: &'static str) -> Result<Thing, UpdateThingError> {
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    UpdateThingInput::response(&response)
}

#[test]
fn a_request_and_its_token() {
    let mut input = UpdateThingInput {
        thing_name: "a:b".to_owned(),
        dry_run: Some(true),
        details: Some(HashMap::from([("k".to_owned(), "v".to_owned())])),
        client_token: None,
    };
    input.fill_idempotency_tokens(&mut || "t-1".to_owned());
    input.fill_idempotency_tokens(&mut || "t-2".to_owned());
    let request = input.checked_request(Checks::default()).unwrap();
    assert_eq!(request.uri(), "/things/a%3Ab?dryRun=true");
    assert_eq!(request.body(), r#"{"details":{"k":"v"},"clientToken":"t-1"}"#);
}

#[test]
fn an_input_that_breaks_a_constraint_makes_no_request() {
    let error = UpdateThingInput::default().checked_request(Checks::default()).unwrap_err().to_string();
    assert!(error.starts_with("UpdateThing: the request could not be built: `thingName` "), "{error}");
    let error = UpdateThingInput::default().checked_request(Checks::none()).unwrap_err();
    assert!(
        matches!(error, ClientError::Request { error: RequestError::EmptyLabel { .. }, .. }),
        "{error}: an empty label is refused whatever the checks"
    );
}

#[test]
fn answers_of_every_kind() {
    let thing = Thing { version: 3, details: Some(HashMap::new()) };
    assert_eq!(answer(200, r#"{"version":3.0,"details":{"k":null}}"#).unwrap(), thing);
    assert_eq!(answer(200, "").unwrap(), Thing { version: 0, details: None });
    assert!(matches!(
        answer(409, r#"{"code":"Conflict","version":4}"#),
        Err(UpdateThingError::Conflict(error)) if error.modeled().version == 4
    ));
    for (status, body, sentence) in [
        (500, r#"{"code":"Odd","message":"no"}"#, "UpdateThing: 500 Odd: no"),
        (200, r#"{"Output":{"__type":"ns#Odd"}}"#, "UpdateThing: 200 Odd"),
        (200, "{\"version\":", "UpdateThing: the response could not be read: EOF while parsing a value"),
        (
            200,
            "{\"version\":\"x\"}",
            "UpdateThing: the response could not be read: the member version: invalid type: string \"x\"",
        ),
        (200, "<html>", "UpdateThing: the response could not be read: expected value at line 1 column 1"),
    ] {
        let error = answer(status, body).unwrap_err().to_string();
        assert!(error.starts_with(sentence), "{body}: {error}");
    }
}

#[test]
fn what_belongs_to_the_user_is_judged_by_its_status() {
    let info = OperationInfo { opaque_body: true, ..OperationInfo::of::<UpdateThingInput>() };
    let response = |status: u16| {
        http::Response::builder().status(status).body(Bytes::from_static(br#"{"__type":"ns#Foo"}"#)).unwrap()
    };
    assert!(info.detect(&response(200)).is_none());
    assert!(info.detect(&response(302)).is_some());
    let usual = OperationInfo::of::<UpdateThingInput>();
    assert!(usual.detect(&response(200)).is_some());
}
