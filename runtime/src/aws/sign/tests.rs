//! Tests of signatures: of their rules here, and in the modules against other implementations.

mod canonical;
mod oracle;
mod suite;
mod vectors;

use std::time::{Duration, UNIX_EPOCH};

use http::header::HOST;

use super::headers::MAX_HEADERS;
use super::scope::END_OF_DATES;
use super::*;

/// 2026-11-20 12:34:56 UTC.
const TIME: u64 = 1_795_178_096;

const URL: &str = "https://data.example.com/things/pump-17/jobs/%24next?includeDocument=true&count=7";

const HOW: Signing<'_> =
    Signing { name: "example-data", region: "eu-west-1", double_encode: true, payload: SignedBody::Whole };

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
fn a_signature_replaces_an_earlier_one() {
    let fresh = |token, time| {
        let mut request = request("GET", URL, &[], "");
        sign(&mut request, &HOW, &credentials(token), at(time)).unwrap();
        request
    };
    let mut again = fresh(Some("old"), TIME - 900);
    let unsigned_payload = Signing { payload: SignedBody::Nothing, ..HOW };
    sign(&mut again, &unsigned_payload, &credentials(Some("old")), at(TIME)).unwrap();
    sign(&mut again, &HOW, &credentials(None), at(TIME)).unwrap();
    assert_eq!(again.headers(), fresh(None, TIME).headers());
}

#[test]
fn secrets_do_not_show() {
    let mut request = request("GET", URL, &[], "");
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

#[test]
fn a_key_is_derived_once_for_each_scope_of_a_day() {
    let credentials = credentials(None);
    let sign_at = |region, name, time| {
        let mut request = request("GET", URL, &[], "");
        sign(&mut request, &Signing { name, region, ..HOW }, &credentials, at(time)).unwrap();
        (request.headers()["authorization"].clone(), credentials.keys().len())
    };
    let (first, one) = sign_at("eu-west-1", "a", TIME);
    assert_eq!((sign_at("eu-west-1", "a", TIME), one), ((first.clone(), 1), 1));
    let (region, two) = sign_at("eu-west-2", "a", TIME);
    let (name, three) = sign_at("eu-west-1", "b", TIME);
    assert!(two == 2 && three == 3 && first != region && first != name && region != name);
    assert_eq!(sign_at("eu-west-1", "a", TIME + 86_400).1, 1, "those of the day before are gone");
    // Signatures with remembered keys are the same as with new ones.
    assert_eq!(sign_at("eu-west-1", "a", TIME), (first.clone(), 1));
    for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] {
        assert!(sign_at("eu-west-1", name, TIME).1 <= 8);
    }
    assert_eq!(sign_at("eu-west-1", "a", TIME).0, first);
}

#[test]
fn a_presigned_url_is_valid_for_a_second_to_seven_days() {
    let presign = |millis| {
        let request = request("GET", URL, &[], "");
        let validity = Duration::from_millis(millis);
        presign(request, &HOW, &credentials(None), at(TIME), validity)
            .map(|request| request.uri().to_string())
    };
    for (millis, expected) in [(1000, "1"), (1999, "1"), (604_800_999, "604800")] {
        assert!(presign(millis).unwrap().contains(&format!("&X-Amz-Expires={expected}&")));
    }
    for (millis, shown) in [(0, "0ns"), (999, "999ms"), (604_801_000, "604801s")] {
        let expected =
            format!("a presigned URL is valid for 1 second to 7 days (604800 seconds), and not for {shown}");
        assert_eq!(presign(millis).unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_presigned_request_has_only_headers_that_are_signed() {
    let headers =
        [("user-agent", "ua"), ("content-type", "text/plain"), ("x-amz-date", "old"), ("authorization", "x")];
    let request = request("PUT", "https://a.example/", &headers, "abc");
    let signed =
        presign(request, &HOW, &credentials(Some("to/ken")), at(TIME), Duration::from_mins(1)).unwrap();
    assert_eq!(signed.headers().keys().collect::<Vec<_>>(), ["content-type"]);
    let uri = signed.uri().to_string();
    assert!(uri.starts_with("https://a.example/?X-Amz-Algorithm=AWS4-HMAC-SHA256&"), "{uri}");
    assert!(uri.contains("&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Security-Token=to%2Fken&"), "{uri}");
}

#[test]
fn a_presigned_url_that_is_too_long_is_an_error() {
    let long = format!("https://a.example/?{}", "a".repeat(65_000));
    let request = request("GET", &long, &[], "");
    let error =
        presign(request, &HOW, &credentials(Some(&"t".repeat(600))), at(TIME), Duration::from_mins(1));
    assert_eq!(error.unwrap_err(), SignError::LongUri(65_890));
}

/// Parses a time like `20261120T123456Z`.
fn time(text: &str) -> SystemTime {
    let number = |from: usize, to: usize| text[from..to].parse::<u64>().unwrap();
    let days = crate::civil::days(number(0, 4), number(4, 6), number(6, 8)).unwrap();
    at(days * 86_400 + number(9, 11) * 3_600 + number(11, 13) * 60 + number(13, 15))
}
