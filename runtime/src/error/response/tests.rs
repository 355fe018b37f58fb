//! Errors as services send them: in the header, in the body, under status 200, and as HTML.

use super::*;
use crate::codec::{ReadMember, Source, Stop, read, read_integer, skip};
use crate::error::ReadError;
use crate::protocol::{AWS_JSON, REST_JSON};
use crate::response::json;

fn response(status: u16, error_type: Option<&'static str>, body: &str) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(body.to_owned()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    if let Some(error_type) = error_type {
        response.headers_mut().insert("x-amzn-errortype", http::HeaderValue::from_static(error_type));
    }
    response
}

fn detect(response: &http::Response<Bytes>) -> ErrorResponse {
    (REST_JSON.detect)("UpdateThing", response).unwrap()
}

#[test]
fn codes_in_every_spelling() {
    for (header, body, code) in [
        (Some("Foo"), "", Some("Foo")),
        (Some("Foo:http://example.com/a#b"), "", Some("Foo")),
        (Some("com.example#Foo:http://example.com/"), "", Some("Foo")),
        (Some("Foo"), r#"{"code":"Bar","__type":"Baz"}"#, Some("Foo")),
        (None, r#"{"code":"ns#Bar:x","__type":"Baz"}"#, Some("Bar")),
        (None, r#"{"__type":"ns#Baz"}"#, Some("Baz")),
        (Some(""), r#"{"code":"","__type":"Baz"}"#, Some("Baz")),
        (Some("ns#"), r#"{"code":7}"#, None),
        (None, r#"{"Output":{"__type":"ns#Inner","message":"m"}}"#, Some("Inner")),
        (None, r#"["Foo"]"#, None),
        (None, r#"{"code":"Foo""#, None),
        (None, "", None),
    ] {
        assert_eq!(detect(&response(400, header, body)).code(), code, "{header:?} {body}");
    }
}

#[test]
fn an_envelope_under_a_status_of_success_is_an_error() {
    for body in [
        r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException","message":null},"Version":"1.0"}"#,
        r#"{"__type":"com.example.things#UnknownOperationException"}"#,
        r#"{"__type":"ns#UnknownOperationException:http://example.com/"}"#,
        r#"{"Output":{"__type":"UnknownOperationException"},"Version":"1.0"}"#,
        r#"{"__type":"UnknownOperationException"}"#,
    ] {
        let error = detect(&response(200, None, body));
        assert_eq!(error.code(), Some("UnknownOperationException"), "{body}");
        assert_eq!(error.into_error_meta().to_string(), "UpdateThing: 200 UnknownOperationException");
    }
}

#[test]
fn each_protocol_has_its_own_name_of_an_error() {
    let body = r#"{"code":"E-17","__type":"ns#Frozen"}"#;
    for (protocol, expected) in [(&REST_JSON, "E-17"), (&AWS_JSON, "Frozen")] {
        let error = (protocol.error)("UpdateThing", &response(400, None, body));
        assert_eq!(error.code(), Some(expected));
    }
}

#[test]
fn the_code_of_the_query_protocol_is_told_and_may_be_all_that_there_is() {
    let of_query = |body: &str| {
        let mut response = response(400, None, body);
        let value = http::HeaderValue::from_static("Throttling;Sender");
        response.headers_mut().insert("x-amzn-query-error", value);
        (AWS_JSON.error)("UpdateThing", &response)
    };
    let both = of_query(r#"{"__type":"ns#Frozen"}"#);
    assert_eq!((both.code(), both.error_meta().code()), (Some("Frozen"), Some("Throttling")));
    assert_eq!(
        both.classified(&[("Throttling", RetryKind::Transient)]).error_meta().retry_kind(),
        RetryKind::Transient
    );
    let bare = of_query("{}");
    assert_eq!((bare.code(), bare.error_meta().retry_kind()), (Some("Throttling"), RetryKind::Throttling));
}

#[test]
fn an_output_is_no_error() {
    for body in [
        "",
        "{}",
        "<html>\"__type\"",
        r#"{"code":"ns#Foo","message":"fine"}"#,
        r#"{"__type":"Thing"}"#,
        r#"{"__type":"a sentence # with a hash"}"#,
        r#"{"__type":null}"#,
        r#"{"__type":"com.example.things#UpdateThingOutput","version":1}"#,
        r#"{"__type":"com.example.things#ThingUpdate","jobDocument":"d"}"#,
        r#"{"thing":{"__type":"ns#Foo"}}"#,
        r#"{"Output":"ns#Foo"}"#,
        r#"[{"__type":"ns#Foo"}]"#,
    ] {
        assert!((REST_JSON.detect)("UpdateThing", &response(200, None, body)).is_none(), "{body}");
    }
}

#[test]
fn one_sentence_with_what_is_known() {
    for (header, body, sentence) in [
        (Some("Foo"), r#"{"message":"no"}"#, "UpdateThing: 409 Foo: no (request id abc)"),
        (
            Some("Foo"),
            r#"{"message":null,"Message":"two\nlines"}"#,
            "UpdateThing: 409 Foo: two lines (request id abc)",
        ),
        (None, r#"{"message":"","errorMessage":"no"}"#, "UpdateThing: 409: no (request id abc)"),
        (Some("Foo"), "{}", "UpdateThing: 409 Foo (request id abc)"),
        (Some("Foo"), "", "UpdateThing: 409 Foo (request id abc)"),
        (None, "", "UpdateThing: 409: no content type, no body (request id abc)"),
        (
            Some("Foo"),
            "<h1>no</h1>",
            "UpdateThing: 409 Foo: no content type, body begins \"<h1>no</h1>\" (request id abc)",
        ),
        (None, r#"{"a":1}"#, "UpdateThing: 409: no content type, body begins \"{\"a\":1}\" (request id abc)"),
    ] {
        let mut response = response(409, header, body);
        response.headers_mut().insert("x-amz-request-id", http::HeaderValue::from_static("abc"));
        let meta = detect(&response).into_error_meta();
        assert_eq!(meta.to_string(), sentence);
        assert_eq!((meta.status(), meta.request_id()), (Some(409), Some("abc")));
        assert_eq!(meta.raw_body(), body);
    }
}

/// A modeled error that spells its message with a capital letter.
#[derive(Default)]
struct Conflict {
    message: Option<String>,
    version: Option<i64>,
}

impl ReadMember for Conflict {
    fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
        match name {
            "Message" => self.message = read(value)?,
            "version" => self.version = read_integer(value)?,
            _ => skip(value)?,
        }
        Ok(())
    }
}

impl FromResponse for Conflict {
    fn from_response(response: &http::Response<Bytes>) -> Result<Self, ReadError> {
        json(response)
    }
}

enum Failure {
    Conflict(ServiceError<Conflict>),
    #[expect(dead_code, reason = "no case here ends in it")]
    Unhandled(Box<ErrorMeta>),
}

#[test]
fn modelled_errors_get_the_message_in_their_spelling() {
    for (body, message, version) in [
        ("", None, None),
        (r#"{"Message":"a","message":"b"}"#, Some("a"), None),
        (r#"{"message":"b","version":3}"#, Some("b"), Some(3)),
        (r#"{"errorMessage":"c","Message":null}"#, Some("c"), None),
        (r#"{"Output":{"__type":"ns#Conflict","message":"d","version":4}}"#, Some("d"), Some(4)),
    ] {
        let failure = detect(&response(409, Some("Conflict"), body))
            .read()
            .map_or_else(Failure::Unhandled, Failure::Conflict);
        let Failure::Conflict(error) = failure else { panic!("{body} is not read") };
        assert_eq!(
            (error.modeled().message.as_deref(), error.modeled().version),
            (message, version),
            "{body}"
        );
        assert_eq!(error.error_meta().raw_body(), body);
        assert_eq!(error.to_string(), error.error_meta().to_string());
    }
}

#[test]
fn a_success_with_the_header_of_an_error_is_one() {
    assert_eq!(detect(&response(200, Some("ThrottlingException"), "{}")).code(), Some("ThrottlingException"));
}

#[test]
fn a_body_that_cannot_be_read_does_not_take_the_error_away() {
    for body in ["<html>", "{\"version\":", "[]", r#"{"message":"m","version":"three"}"#] {
        let failure = detect(&response(409, Some("Conflict"), body))
            .read()
            .map_or_else(Failure::Unhandled, Failure::Conflict);
        let Failure::Conflict(error) = failure else { panic!("{body} is not read") };
        assert_eq!(error.modeled().message.as_deref(), body.contains("\"m\"").then_some("m"), "{body}");
        assert_eq!(
            (error.modeled().version, error.error_meta().code(), error.error_meta().status()),
            (None, Some("Conflict"), Some(409))
        );
        assert_eq!(error.error_meta().raw_body(), body);
    }
}

#[test]
fn errors_are_small() {
    assert_eq!(size_of::<ServiceError<Conflict>>(), size_of::<usize>());
}

#[test]
fn a_member_that_no_value_can_hold_takes_nothing_along() {
    let deep = format!("{}{}", "[".repeat(150), "]".repeat(150));
    for odd in [r#""\ud83d""#, "1e400", deep.as_str(), r#"{"\udc00":"\ud83d"}"#] {
        let body = format!(r#"{{"__type":"ns#Conflict","odd":{odd},"message":"m","version":3}}"#);
        let error = detect(&response(409, None, &body));
        assert_eq!((error.code(), error.error_meta().message()), (Some("Conflict"), Some("m")), "{body}");
        let Failure::Conflict(error) = error.read().map_or_else(Failure::Unhandled, Failure::Conflict) else {
            panic!("{body} is not read")
        };
        assert_eq!(
            (error.modeled().message.as_deref(), error.modeled().version),
            (Some("m"), Some(3)),
            "{body}"
        );
        let body = format!(r#"{{"Output":{{"__type":"ns#ConflictException","odd":{odd}}}}}"#);
        assert_eq!(detect(&response(200, None, &body)).code(), Some("ConflictException"), "{body}");
    }
    // Readable members are kept beside unreadable ones.
    let body = r#"{"code":"Conflict","message":"half \ud83d","Message":7,"version":4}"#;
    let failure =
        detect(&response(409, None, body)).read().map_or_else(Failure::Unhandled, Failure::Conflict);
    let Failure::Conflict(error) = failure else { panic!("{body} is not read") };
    assert_eq!(
        (error.modeled().message.as_deref(), error.modeled().version),
        (Some("half \u{fffd}"), Some(4))
    );
    assert_eq!(error.error_meta().message(), Some("half \u{fffd}"));
    // Names that are odd and bytes that are not text do not affect other members.
    for odd in [
        &br#"{"\ud83d":1,"code":"Conflict","version":5}"#[..],
        b"{\"a\":\"\xff\",\"code\":\"Conflict\",\"version\":5}",
    ] {
        let mut answer = response(409, None, "");
        *answer.body_mut() = Bytes::copy_from_slice(odd);
        let error = detect(&answer);
        assert_eq!(error.code(), Some("Conflict"), "{}", odd.escape_ascii());
        let failure = error.read().map_or_else(Failure::Unhandled, Failure::Conflict);
        assert!(matches!(failure, Failure::Conflict(error) if error.modeled().version == Some(5)));
    }
}
