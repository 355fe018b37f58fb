//! The protocol with CBOR bodies: `rpcv2Cbor`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;

use super::{Members, Parts, Protocol};
use crate::cbor;
use crate::codec::Read;
use crate::error::ErrorResponse;

/// Bodies are CBOR.
pub const CBOR: Protocol = Protocol {
    detect,
    error,
    // Text and numbers that represent other types, such as blobs or timestamps, are accepted when reading.
    #[cfg(feature = "test-util")]
    write: |output| cbor::write(output).unwrap_or_default().into(),
    may_be_body,
};

static MEMBERS: Members = Members { names: &["__type"], text, written, is_null, join };

/// Only the status indicates errors.
fn detect(operation: &'static str, response: &http::Response<Bytes>) -> Option<ErrorResponse> {
    (!response.status().is_success()).then(|| error(operation, response))
}

fn error(operation: &'static str, response: &http::Response<Bytes>) -> ErrorResponse {
    ErrorResponse::new(operation, response, &MEMBERS, split(response.body()))
}

/// Whether a body begins like a map.
fn may_be_body(body: &[u8]) -> bool {
    body.first().is_some_and(|first| first >> 5 == 5)
}

fn split(body: &Bytes) -> Option<Parts> {
    cbor::members(body)
}

fn text(value: &[u8]) -> Option<Cow<'_, str>> {
    let mut text = None;
    cbor::read(value, &mut |source| String::read(source).map(|read| text = read)).ok()?;
    text.map(Cow::Owned)
}

fn written(text: &str) -> Option<Bytes> {
    cbor::write(&text).ok().map(Bytes::from)
}

/// Whether a value is null or undefined.
fn is_null(value: &[u8]) -> bool {
    matches!(value, [0xf6 | 0xf7])
}

fn join(members: &BTreeMap<&str, &[u8]>) -> Bytes {
    // A map of indefinite length.
    let mut map = vec![0xbf];
    for (name, value) in members {
        map.extend(cbor::write(name).unwrap_or_default());
        map.extend(*value);
    }
    map.push(0xff);
    map.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_taken_apart_and_put_together() {
        let body = Bytes::from_static(b"\xbf\x66__type\x63a#B\xc0\x67message\x62no\x61n\x82\x01\xf6\xff");
        assert!(split(&body).is_none(), "a name is a text");
        let body = Bytes::from_static(b"\xbf\x66__type\x63a#B\x67message\x62no\x61n\x82\x01\xf6\xff");
        let parts = split(&body).unwrap();
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["__type", "message", "n"]);
        assert_eq!(text(&parts["message"]).as_deref(), Some("no"));
        assert_eq!(text(&parts["n"]), None);
        let all = parts.iter().map(|(name, value)| (name.as_str(), value.as_ref())).collect();
        assert_eq!(split(&join(&all)), Some(parts));
    }

    #[test]
    fn only_the_status_tells_an_error() {
        let response = |status: u16, body: &'static [u8]| {
            http::Response::builder().status(status).body(Bytes::from_static(body)).unwrap()
        };
        let body = b"\xa2\x66__type\x65ns#No\x67message\x62no";
        assert!(detect("Op", &response(200, body)).is_none());
        let error = detect("Op", &response(400, body)).unwrap();
        assert_eq!((error.code(), error.error_meta().message()), (Some("No"), Some("no")));
        assert_eq!(detect("Op", &response(502, b"<html>")).unwrap().code(), None);
    }
}
