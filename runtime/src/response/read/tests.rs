//! Responses as services send them, and invalid ones.

use serde_json::{Value, json};

use super::*;

fn with_body(body: &'static str) -> http::Response<Bytes> {
    http::Response::new(Bytes::from_static(body.as_bytes()))
}

fn with_headers(headers: &[(&'static str, &'static str)]) -> http::Response<Bytes> {
    let mut response = with_body("");
    for (name, value) in headers {
        response.headers_mut().append(*name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    response
}

#[test]
fn json_is_one_whole_value() {
    assert_eq!(json::<Value>(&with_body("")), Ok(json!({})));
    assert_eq!(json::<Value>(&with_body(" {\"a\":1}\n")), Ok(json!({"a": 1})));
    assert_eq!(json_payload::<Value>(&with_body("")), Ok(None));
    assert_eq!(json_payload::<Value>(&with_body("null")), Ok(None));
    assert_eq!(json_payload::<Value>(&with_body("\"x\"")), Ok(Some(json!("x"))));
    for (body, reason) in [
        ("<html>", "expected value at line 1 column 1"),
        ("{\"a\":", "EOF while parsing a value at line 1 column 5"),
        ("{} {}", "trailing characters at line 1 column 4"),
        ("[1]", "invalid type: sequence, expected a map at line 1 column 1"),
        (" ", "EOF while parsing a value at line 1 column 1"),
    ] {
        let error = json::<HashMap<String, Value>>(&with_body(body)).unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
    let deep = http::Response::new(Bytes::from("[".repeat(100_000)));
    assert!(json::<Value>(&deep).is_err());
}

#[test]
fn payloads_of_text_and_bytes() {
    assert_eq!(text_payload::<String>(&with_body(" a ")), Ok(Some(" a ".to_owned())));
    assert_eq!(text_payload::<String>(&with_body("")), Ok(None));
    assert!(text_payload::<String>(&http::Response::new(Bytes::from_static(b"\xff"))).is_err());
    let mut compressed = with_headers(&[("content-encoding", "gzip")]);
    *compressed.body_mut() = Bytes::from_static(b"\x1f\x8b");
    let error = text_payload::<String>(&compressed).unwrap_err().to_string();
    assert!(error.starts_with("it has the content encoding gzip"), "{error}");
    assert_eq!(bytes_payload(&with_body("a")), Some(Bytes::from_static(b"a")));
    assert_eq!(bytes_payload(&with_body("")), None);
    assert_eq!(status(&with_body("")), 200);
}

#[test]
fn scalars_in_headers() {
    let response = with_headers(&[
        ("x-int", " 7 "),
        ("x-bool", "yes"),
        ("x-empty", ""),
        ("x-json", "dHJ1ZQ=="),
        ("x-bad", "*"),
    ]);
    assert_eq!(header(&response, "X-Int"), Ok(Some(7_i16)));
    assert_eq!(header::<i16>(&response, "X-None"), Ok(None));
    assert_eq!(header(&response, "X-Empty"), Ok(Some(String::new())));
    assert_eq!(header_base64(&response, "X-Json"), Ok(Some("true".to_owned())));
    assert_eq!(
        header::<bool>(&response, "X-Bool").unwrap_err().to_string(),
        "the header X-Bool: expected `true` or `false`"
    );
    assert_eq!(
        header_base64(&response, "X-Bad").unwrap_err().to_string(),
        "the header X-Bad: invalid base64 at offset 0"
    );
}

#[test]
fn lists_in_headers() {
    for (lines, items) in [
        (&["a, b,c"][..], &["a", "b", "c"][..]),
        (&["a", "b, c"], &["a", "b", "c"]),
        (&[r#""b,c", "\"d\"", e"#], &["b,c", "\"d\"", "e"]),
        (&[r#""\\" ,"" "#], &["\\", ""]),
        (&["a,,b,"], &["a", "b"]),
        (&[""], &[]),
        (&["a\"b"], &["a\"b"]),
    ] {
        let headers: Vec<_> = lines.iter().map(|line| ("x", *line)).collect();
        let list = header_list::<String>(&with_headers(&headers), "x").unwrap().unwrap();
        assert_eq!(list, items, "{lines:?}");
    }
    assert_eq!(header_list::<i32>(&with_headers(&[("x", "1, 2")]), "X"), Ok(Some(vec![1, 2])));
    assert_eq!(header_list::<i32>(&with_headers(&[]), "x"), Ok(None));
    for (line, reason) in [
        ("\"a", "the header x: a quoted item does not end"),
        ("\"a\\", "the header x: a quoted item does not end"),
        ("\"a\" b", "the header x: expected a comma after a quoted item"),
    ] {
        let error = header_list::<String>(&with_headers(&[("x", line)]), "x").unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn headers_by_prefix() {
    let response = with_headers(&[("x-foo", "0"), ("x-foo-a", "1"), ("x-foo-a", "2"), ("x-foo-b", "3")]);
    let expected = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<HashMap<_, _>>()
    };
    assert_eq!(prefix_headers(&response, "X-Foo-"), expected(&[("a", "1, 2"), ("b", "3")]));
    assert_eq!(prefix_headers(&response, "").len(), 3);
}

#[cfg(feature = "timestamp")]
#[test]
fn timestamps_in_headers() {
    use crate::codec::{DateTime, EpochSeconds, HttpDate};

    let second = time::OffsetDateTime::UNIX_EPOCH + time::Duration::SECOND;
    let date = "Thu, 01 Jan 1970 00:00:01 GMT";
    let dates = "Thu, 01 Jan 1970 00:00:01 GMT, Thu, 01 Jan 1970 00:00:01 GMT";
    let response =
        with_headers(&[("a", date), ("b", dates), ("c", "1, 1970-01-01T00:00:01Z"), ("d", "Thu, 01")]);
    assert_eq!(header_timestamp::<HttpDate>(&response, "a"), Ok(Some(second)));
    assert_eq!(header_timestamp::<HttpDate>(&response, "x"), Ok(None));
    assert_eq!(header_timestamps::<HttpDate>(&response, "b"), Ok(Some(vec![second, second])));
    assert_eq!(header_timestamps::<EpochSeconds>(&response, "c"), Ok(Some(vec![second, second])));
    assert!(header_timestamps::<DateTime>(&response, "c").is_err());
    assert!(header_timestamps::<HttpDate>(&response, "d").is_err());
}

#[cfg(feature = "timestamp")]
#[test]
fn a_timestamp_that_cannot_be_read_is_named() {
    #[derive(Debug, Default, PartialEq)]
    struct Reading(Option<time::OffsetDateTime>);

    impl crate::codec::ReadMember for Reading {
        fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
            match name {
                "at" => self.0 = crate::codec::read_as::<crate::codec::EpochSeconds, _>(value)?,
                "on" => self.0 = crate::codec::read_as::<crate::codec::DateTime, _>(value)?,
                _ => crate::codec::skip(value)?,
            }
            Ok(())
        }
    }

    for (member, value, reason) in [
        ("at", "1795176000000", "the timestamp is out of range"),
        ("at", "253402300800", "the timestamp is out of range"),
        (
            "on",
            "\"2026-11-20T13:00:00+01:00[Europe/Berlin]\"",
            "expected a timestamp like 2031-03-02T20:34:56Z",
        ),
        ("on", "\"+10000-01-01T00:00:00Z\"", "expected a timestamp like 2031-03-02T20:34:56Z"),
    ] {
        let body = format!("{{\"place\":\"x\",\"{member}\":{value}}}");
        let error = json::<Reading>(&http::Response::new(Bytes::from(body))).expect_err(value);
        assert_eq!(error.to_string(), format!("the member {member}: {reason}"));
        assert_eq!(error.member(), Some(member));
    }
}
