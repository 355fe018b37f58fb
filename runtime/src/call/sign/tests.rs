//! Tests of signatures, against those of an independent implementation.

use std::time::Duration;

use super::*;

/// 2026-11-20 12:34:56 UTC.
const TIME: u64 = 1_795_178_096;

/// The signatures are botocore's (1.44.5, Python 3): `SigV4Auth(Credentials("AKIDEXAMPLE", "not/a/real/secret", token),
/// "example-data", "eu-west-1").add_auth(AWSRequest(method, url, headers, data))`, with
/// `botocore.auth.get_current_datetime` replaced by the time above. It drops default ports, so the row with one has a
/// `host` header; the row with the unsigned body has `X-Amz-Content-SHA256: UNSIGNED-PAYLOAD`.
struct Golden {
    method: &'static str,
    url: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    token: Option<&'static str>,
    unsigned_payload: bool,
    signed_headers: &'static str,
    signature: &'static str,
}

const PLAIN: Golden = Golden {
    method: "GET",
    url: "https://data.example.com/things/pump-17/jobs/%24next?includeDocument=true&count=7",
    headers: &[],
    body: "",
    token: None,
    unsigned_payload: false,
    signed_headers: "host;x-amz-date",
    signature: "f8e6fbfab3c5a2bf835ba2d1f59d77bbacb117109827bdc5e18ef217ec7a97eb",
};

const GOLDEN: [Golden; 6] = [
    PLAIN,
    Golden {
        method: "POST",
        url: "https://data.example.com:8443/base/things/pump-17",
        headers: &[
            ("content-type", "application/json"),
            ("user-agent", "ua"),
            ("expect", "100-continue"),
            ("x-note", "\t  a   b "),
        ],
        body: r#"{"status":"OK"}"#,
        token: Some("token/+="),
        signed_headers: "content-type;host;x-amz-date;x-amz-security-token;x-note",
        signature: "7ee38532a03ee10cc1a5ec9a1b5b9542c90c094be2c19f7f7fb8fb9e0d2cc3f1",
        ..PLAIN
    },
    Golden {
        url: "https://data.example.com/things/a%3Ab/jobs?x=%C3%A9%20%2F",
        signature: "d4ea904e0f6fcecfc7e5274b736fe35e053388015fb2d7c900d5fd94136f89a5",
        ..PLAIN
    },
    Golden {
        method: "PUT",
        url: "http://localhost:4566/things/pump-17/jobs/%24next",
        headers: &[("content-type", "application/json")],
        body: "{\"größe\":\"日本 \u{1f600}\"}",
        signed_headers: "content-type;host;x-amz-date",
        signature: "d00d42e55a0fc18129f81c94bc3e7246304a05176027ffbb7186372730be73c2",
        ..PLAIN
    },
    Golden {
        url: "https://data.example.com:443/things/x",
        signature: "44cde8c560fa1bd65426294266746c96bc701fa7dbb482ccc33e832a6be1a386",
        ..PLAIN
    },
    Golden {
        method: "POST",
        url: "https://data.example.com/x",
        body: "abc",
        unsigned_payload: true,
        signed_headers: "host;x-amz-content-sha256;x-amz-date",
        signature: "0caaa1db9d82faea7717bf5cc4cf71bb5a52205f3209de6f1288f58e25417c0d",
        ..PLAIN
    },
];

const HOW: Signing<'_> =
    Signing { name: "example-data", region: "eu-west-1", double_encode: true, unsigned_payload: false };

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn credentials(token: Option<&str>) -> Credentials {
    Credentials::new("AKIDEXAMPLE", "not/a/real/secret", token.map(str::to_owned), None, "test")
}

fn request(
    method: &str,
    url: &str,
    headers: &[(&'static str, &'static str)],
    body: &'static str,
) -> http::Request<Bytes> {
    let request = http::Request::builder().method(method).uri(url);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(Bytes::from_static(body.as_bytes())).unwrap()
}

#[test]
fn signatures_are_those_of_another_implementation() {
    for case in GOLDEN {
        let mut request = request(case.method, case.url, case.headers, case.body);
        let how = Signing { unsigned_payload: case.unsigned_payload, ..HOW };
        sign(&mut request, &how, &credentials(case.token), at(TIME)).unwrap();
        let expected = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/eu-west-1/example-data/aws4_request, \
             SignedHeaders={}, Signature={}",
            case.signed_headers, case.signature
        );
        assert_eq!(request.headers()["authorization"], expected, "{}", case.url);
        assert_eq!(request.headers()["x-amz-date"], "20261120T123456Z");
        assert_eq!(request.headers().get(SECURITY_TOKEN).map(|token| token.to_str().unwrap()), case.token);
    }
}

#[test]
fn a_signature_replaces_an_earlier_one() {
    let fresh = |token, time| {
        let mut request = request("GET", PLAIN.url, &[], "");
        sign(&mut request, &HOW, &credentials(token), at(time)).unwrap();
        request
    };
    let mut again = fresh(Some("old"), TIME - 900);
    let unsigned_payload = Signing { unsigned_payload: true, ..HOW };
    sign(&mut again, &unsigned_payload, &credentials(Some("old")), at(TIME)).unwrap();
    sign(&mut again, &HOW, &credentials(None), at(TIME)).unwrap();
    assert_eq!(again.headers(), fresh(None, TIME).headers());
}

#[test]
fn secrets_do_not_show() {
    let mut request = request("GET", PLAIN.url, &[], "");
    sign(&mut request, &HOW, &credentials(Some("s3cr3t")), at(TIME)).unwrap();
    let shown = format!("{request:?}");
    assert!(!shown.contains("s3cr3t") && !shown.contains("Signature="), "{shown}");
}

#[test]
fn a_path_is_encoded_once_where_the_service_wants_it() {
    let signature = |url, double_encode| {
        let mut request = request("GET", url, &[], "");
        sign(&mut request, &Signing { double_encode, ..HOW }, &credentials(None), at(TIME)).unwrap();
        request.headers()["authorization"].clone()
    };
    let (escaped, plain) = ("https://a.example/x%20y", "https://a.example/xy");
    assert_ne!(signature(escaped, true), signature(escaped, false));
    assert_eq!(signature(plain, true), signature(plain, false));
    let slashes = "https://a.example/x//y";
    assert_ne!(signature(slashes, true), signature(slashes, false), "a key may have empty segments");
}

type Change<'a> = &'a dyn Fn(&mut http::Request<Bytes>);

#[test]
fn what_cannot_be_signed_is_an_error() {
    let long = format!("https://a.example/?{}", "a&".repeat(20_000));
    let many = |request: &mut http::Request<Bytes>| {
        for number in 0..=MAX_HEADERS {
            request.headers_mut().insert(HeaderName::try_from(format!("x-{number}")).unwrap(), HOST.into());
        }
    };
    let latin = |request: &mut http::Request<Bytes>| {
        let value = HeaderValue::from_bytes(b"caf\xe9").unwrap();
        request.headers_mut().insert("x-note", value.clone());
        request.headers_mut().insert("user-agent", value);
    };
    let tab = |request: &mut http::Request<Bytes>| {
        request.headers_mut().insert("x-note", HeaderValue::from_static("a\tb"));
        request.headers_mut().insert("user-agent", HeaderValue::from_static("a\tb"));
    };
    let key = |id: &str| Credentials::new(id, "secret", None, None, "test");
    let nothing = |_: &mut http::Request<Bytes>| ();
    let cases: [(&str, Change<'_>, Credentials, SystemTime, &str); 9] = [
        ("/path", &nothing, credentials(None), at(0), "its URI has no host"),
        (&long, &nothing, credentials(None), at(0), "its URI of 40002 characters is too long to be signed"),
        ("http://a.example", &many, credentials(None), at(0), "8193 headers are too many to be signed"),
        (
            "http://a.example",
            &latin,
            credentials(None),
            at(0),
            "the value of the header \"x-note\" is not text",
        ),
        (
            "http://a.example",
            &tab,
            credentials(None),
            at(0),
            "the value of the header \"x-note\" has a tab in it, which cannot be signed",
        ),
        (
            "http://a.example",
            &nothing,
            key("AKID\n"),
            at(0),
            "the access key ID has a character that cannot be sent, a line break perhaps",
        ),
        (
            "http://a.example",
            &nothing,
            credentials(Some("a\nb")),
            at(0),
            "the session token has a character that cannot be sent, a line break perhaps",
        ),
        (
            "http://a.example",
            &nothing,
            credentials(None),
            UNIX_EPOCH - Duration::from_secs(1),
            "the clock shows a time before 1970 or after 9999",
        ),
        (
            "http://a.example",
            &nothing,
            credentials(None),
            at(END_OF_DATES),
            "the clock shows a time before 1970 or after 9999",
        ),
    ];
    for (url, change, credentials, time, expected) in cases {
        let mut request = request("GET", url, &[], "");
        change(&mut request);
        let error = sign(&mut request, &HOW, &credentials, time).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
