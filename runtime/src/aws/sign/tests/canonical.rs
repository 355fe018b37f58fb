//! The canonical form of requests, rule by rule.

use super::super::SignedBody;
use super::super::canonical::{CanonicalRequest, Payload, Query};
use super::super::headers::SignedHeaders;
use super::request;

/// Returns the lines of the canonical form of a request without a body.
fn lines(url: &str, double_encode: bool, headers: &[(&'static str, &'static str)]) -> Vec<String> {
    let request = request("GET", url, headers, "");
    let canonical = CanonicalRequest {
        method: request.method(),
        path: request.uri().path(),
        double_encode,
        query: Query::of(request.uri()),
        headers: &SignedHeaders::of(&request).unwrap(),
        payload: Payload::of(&request, SignedBody::Nothing),
    };
    let mut text = Vec::new();
    canonical.write(&mut text);
    String::from_utf8(text).unwrap().split('\n').map(str::to_owned).collect()
}

#[test]
fn a_request_has_one_form() {
    let headers = [("x-b", "2"), ("user-agent", "ua"), ("x-a", "1")];
    let expected =
        ["GET", "/a", "b=1", "host:h.example:443", "x-a:1", "x-b:2", "", "host;x-a;x-b", "UNSIGNED-PAYLOAD"];
    assert_eq!(lines("https://me:pw@h.example:443/a?b=1", true, &headers), expected);
}

#[test]
fn paths_are_simplified_and_encoded_again_or_stay() {
    for (path, twice) in [
        ("", "/"),
        ("/", "/"),
        ("//", "/"),
        ("/a", "/a"),
        ("/a/", "/a/"),
        ("/a//b", "/a/b"),
        ("//a", "/a"),
        ("/.", "/"),
        ("/..", "/"),
        ("/./a", "/a"),
        ("/a/.", "/a/"),
        ("/a/./b", "/a/b"),
        ("/a/../b", "/b"),
        ("/a/b/..", "/a/"),
        ("/a/b/../..", "/"),
        ("/../../a", "/a"),
        ("/.a/..b/...", "/.a/..b/..."),
        ("/a%20b", "/a%2520b"),
        ("/%2E%2E/a", "/%252E%252E/a"),
        ("/a+b:c@d=e,f", "/a%2Bb%3Ac%40d%3De%2Cf"),
        ("/\u{e9}", "/%C3%A9"),
        ("/az-AZ_09.~", "/az-AZ_09.~"),
    ] {
        let url = format!("https://h.example{path}");
        assert_eq!(lines(&url, true, &[])[1], twice, "{path}");
        let as_sent = if path.is_empty() { "/" } else { path };
        assert_eq!(lines(&url, false, &[])[1], as_sent);
    }
}

#[test]
fn parameters_are_encoded_alike_and_in_order() {
    for (query, expected) in [
        ("", ""),
        ("a", "a="),
        ("a=", "a="),
        ("=a", "=a"),
        ("a=1", "a=1"),
        ("a=b=c", "a=b%3Dc"),
        ("&&a=1&", "a=1"),
        ("b=1&a=2", "a=2&b=1"),
        ("a=2&a=1", "a=1&a=2"),
        ("a=1&A=2", "A=2&a=1"),
        // Parameters are sorted by name and then by value, both in encoded form.
        ("a-b=1&a=2&a%20=3", "a=2&a%20=3&a-b=1"),
        ("%C3%A9=1&z=2", "%C3%A9=1&z=2"),
        ("a=+", "a=%20"),
        ("a=%2b", "a=%2B"),
        ("a=%7E%61", "a=~a"),
        ("a=%zz%", "a=%25zz%25"),
        ("a=/:\u{e9}", "a=%2F%3A%C3%A9"),
        // It is not UTF-8, so it stays as it is.
        ("a=%FF", "a=%FF"),
    ] {
        assert_eq!(lines(&format!("https://h.example/?{query}"), true, &[])[2], expected, "{query}");
    }
}

#[test]
fn values_of_headers_have_single_spaces_and_one_line_a_name() {
    let headers = [("x-b", " 2   3  4 "), ("x-a", "\t1 "), ("x-b", ""), ("x-b", "5"), ("x-a-", "\u{e9}")];
    let lines = lines("https://h.example/", true, &headers);
    assert_eq!(
        lines[3..],
        [
            "host:h.example",
            "x-a:1",
            "x-a-:\u{e9}",
            "x-b:2 3 4,,5",
            "",
            "host;x-a;x-a-;x-b",
            "UNSIGNED-PAYLOAD"
        ]
    );
}

#[test]
fn the_host_is_that_of_the_header_if_there_is_one() {
    assert_eq!(lines("https://h.example/", true, &[("host", "other:80")])[3], "host:other:80");
}
