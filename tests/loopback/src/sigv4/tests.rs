//! The verifier accepts the golden signatures, and refuses them after any change.

use std::time::Instant;

use serde_json::Value;

use super::verify;
use crate::server::Recorded;

/// Signed by botocore; `tests/loopback/golden/README.md` says how.
const GOLDEN: &str = include_str!("../../golden/signatures.json");

struct Row {
    request: Recorded,
    secret: String,
    token: Option<String>,
    region: String,
}

fn rows() -> Vec<Row> {
    let table: Value = serde_json::from_str(GOLDEN).unwrap();
    table["requests"].as_array().unwrap().iter().map(row).collect()
}

fn row(row: &Value) -> Row {
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    let url = text("url");
    let after_scheme = url.find("://").unwrap() + 3;
    let path = after_scheme + url[after_scheme..].find('/').unwrap();
    let headers: Vec<String> = row["headers"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| format!("{name}: {}\r\n", value.as_str().unwrap()))
        .collect();
    let head = format!(
        "{} {} HTTP/1.1\r\n{}user-agent: test\r\nAuthorization: {}\r\n\r\n",
        text("method"),
        &url[path..],
        headers.concat(),
        text("authorization"),
    );
    Row {
        request: request(&head, &text("body")),
        secret: text("secretKey"),
        token: row["sessionToken"].as_str().map(str::to_owned),
        region: text("region"),
    }
}

fn request(head: &str, body: &str) -> Recorded {
    Recorded {
        connection: 0,
        at: Instant::now(),
        head: head.into(),
        body: body.into(),
        client_certificate: None,
    }
}

#[test]
fn golden_signatures() {
    let rows = rows();
    assert_eq!(rows.len(), 16);
    for Row { request, secret, token, region } in rows {
        let scope = verify(&request, &secret, token.as_deref()).unwrap();
        assert_eq!(scope.region, region);
        assert_eq!(scope.service, "iot-jobs-data");
        assert_eq!(scope.access_key, "AKIDTESTTESTTESTTEST");
    }
}

#[test]
fn the_wire_may_differ_where_the_canonical_form_does_not() {
    for (from, to) in [
        ("x-amz-date: 2026", "X-AMZ-Date:   2026"),
        ("includeJobDocument=false&executionNumber=12", "executionNumber=12&includeJobDocument=false"),
        ("=false", "=%66alse"),
        ("user-agent: test", "user-agent: another"),
    ] {
        let Row { mut request, secret, token, .. } = rows().remove(2);
        replace(&mut request, from, to);
        verify(&request, &secret, token.as_deref()).unwrap();
    }
}

#[test]
fn whatever_is_changed_breaks_the_signature() {
    for (from, to, reason) in [
        ("GET ", "PUT ", "should be"),
        ("a%3Ab", "a:b", "should be"),
        ("%24next", "$next", "should be"),
        ("a%3Ab", "a%3ab", "should be"),
        ("includeJobDocument=false", "includeJobDocument=true", "should be"),
        ("executionNumber", "executionNumber=12&executionNumber", "should be"),
        ("host: a1", "host: a2", "should be"),
        ("T120000Z\r\n", "T120001Z\r\n", "should be"),
        ("x-amz-date: 20261120", "x-amz-date: 20261121", "the scope is of 20261120"),
        ("/eu-west-1/", "/eu-west-2/", "should be"),
        ("/iot-jobs-data/", "/iotjobsdata/", "should be"),
        ("Signature=", "Signature=0", "should be"),
        ("test+token", "test-token", "the session token is not that of the credentials"),
        ("host;x-amz-date;x", "x-amz-date;host;x", "the signed headers are not in order"),
        (";x-amz-security-token", "", "`x-amz-security-token` is not signed"),
        ("SignedHeaders=", "SignedHeaders=accept;", "`accept` is signed and was not sent"),
        ("user-agent: test", "x-amz-extra: 1", "`x-amz-extra` is not signed"),
        ("AWS4-HMAC", "AWS5-HMAC", "the algorithm is unknown"),
        (", Signature=", ", Sign=", "Authorization lacks Signature"),
        ("/aws4_request", "", "is no credential with its scope"),
        ("Authorization:", "Auth:", "there is no Authorization header"),
        ("x-amz-date:", "date:", "there is no X-Amz-Date header"),
    ] {
        let Row { mut request, secret, token, .. } = rows().remove(2);
        replace(&mut request, from, to);
        let error = verify(&request, &secret, token.as_deref()).unwrap_err();
        assert!(error.contains(reason), "{from} -> {to}: {error}");
    }
    let Row { mut request, secret, token, .. } = rows().remove(11);
    assert!(verify(&request, "another secret", token.as_deref()).is_err());
    request.body.push(b' ');
    assert!(verify(&request, &secret, token.as_deref()).is_err(), "the body is covered");
}

#[track_caller]
fn replace(request: &mut Recorded, from: &str, to: &str) {
    let head = std::str::from_utf8(&request.head).unwrap();
    assert!(head.contains(from), "{from} is not in\n{head}");
    request.head = head.replacen(from, to, 1).into_bytes();
}
