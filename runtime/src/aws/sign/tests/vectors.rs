//! Signatures of botocore, an independent implementation. `vectors.py` beside this file made the table, and says how.

use std::time::SystemTime;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::super::{SignedBody, Signing, presign, sign};
use crate::credentials::Credentials;

/// A request with all inputs of its signature.
struct Case(Map<String, Value>);

impl Case {
    /// Returns all cases except the first, which has the defaults of the others.
    fn all() -> Vec<Self> {
        let cases: Vec<Map<String, Value>> = serde_json::from_str(include_str!("vectors.json")).unwrap();
        let (first, others) = cases.split_first().unwrap();
        others.iter().map(|case| Self(first.clone().into_iter().chain(case.clone()).collect())).collect()
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn request(&self) -> http::Request<Bytes> {
        let mut request = http::Request::builder().method(self.text("method")).uri(self.text("url"));
        for header in self.0["headers"].as_array().unwrap() {
            request = request.header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
        }
        request.body(Bytes::copy_from_slice(self.text("body").as_bytes())).unwrap()
    }

    fn signing(&self) -> Signing<'_> {
        Signing {
            name: self.text("service"),
            region: self.text("region"),
            double_encode: self.0["double_encode"].as_bool().unwrap(),
            payload: if self.0["unsigned_payload"].as_bool().unwrap() {
                SignedBody::Nothing
            } else {
                SignedBody::Whole
            },
        }
    }

    fn credentials(&self) -> Credentials {
        let token = self.0["token"].as_str().map(str::to_owned);
        Credentials::new(self.text("key_id"), self.text("secret"), token, None, "test")
    }

    fn time(&self) -> SystemTime {
        super::time(self.text("time"))
    }

    /// Signs the request; returns the actual and the expected result.
    fn run(&self) -> (String, &str) {
        let mut request = self.request();
        let (how, credentials) = (self.signing(), self.credentials());
        if let Some(seconds) = self.0.get("expires").and_then(Value::as_u64) {
            let validity = std::time::Duration::from_secs(seconds);
            let signed = presign(request, &how, &credentials, self.time(), validity).unwrap();
            // `Uri` shows an empty path as a slash.
            let url = signed.uri().to_string().replace("com/?X-Amz-Algorithm", "com?X-Amz-Algorithm");
            return (url, self.text("signed_url"));
        }
        sign(&mut request, &how, &credentials, self.time()).unwrap();
        assert_eq!(request.headers()["x-amz-date"], self.text("time"));
        let token = request.headers().get("x-amz-security-token").map(|token| token.to_str().unwrap());
        assert_eq!(token, credentials.session_token());
        (request.headers()["authorization"].to_str().unwrap().to_owned(), self.text("authorization"))
    }
}

#[test]
fn signatures_are_those_of_another_implementation() {
    let cases = Case::all();
    assert_eq!(cases.len(), 66);
    for case in cases {
        let (signed, expected) = case.run();
        assert_eq!(signed, expected, "{:?}", case.0);
    }
}
