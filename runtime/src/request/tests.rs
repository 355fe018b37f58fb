//! Requests as they are sent.

use super::*;

fn get() -> RequestBuilder {
    RequestBuilder::new(Method::GET)
}

fn uri(build: impl FnOnce(&mut RequestBuilder)) -> String {
    let mut request = get();
    build(&mut request);
    request.build().unwrap().uri().to_string()
}

fn headers(build: impl FnOnce(&mut RequestBuilder) -> Result<(), RequestError>) -> Vec<(String, String)> {
    let mut request = get();
    build(&mut request).unwrap();
    let request = request.build().unwrap();
    let text = |value: &HeaderValue| String::from_utf8(value.as_bytes().to_vec()).unwrap();
    let mut headers: Vec<_> =
        request.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    headers.sort();
    headers
}

#[test]
fn labels_are_percent_encoded() {
    for (value, plain, greedy) in [
        ("$next", "%24next", "%24next"),
        ("a:b", "a%3Ab", "a%3Ab"),
        ("a b", "a%20b", "a%20b"),
        ("a/b", "a%2Fb", "a/b"),
        ("100%", "100%25", "100%25"),
        ("%24next", "%2524next", "%2524next"),
        ("é", "%C3%A9", "%C3%A9"),
        ("\n\0\x7f", "%0A%00%7F", "%0A%00%7F"),
        ("Az09-._~", "Az09-._~", "Az09-._~"),
        (
            "?#[]@!&'()*+,;=",
            "%3F%23%5B%5D%40%21%26%27%28%29%2A%2B%2C%3B%3D",
            "%3F%23%5B%5D%40%21%26%27%28%29%2A%2B%2C%3B%3D",
        ),
    ] {
        let path = uri(|request| {
            request.path("/jobs/$next/");
            request.label("id", &value).unwrap();
            request.path("/");
            request.greedy_label("rest", &value).unwrap();
        });
        assert_eq!(path, format!("/jobs/$next/{plain}/{greedy}"));
    }
}

#[test]
fn empty_labels_name_their_member() {
    let error = get().label("jobId", &"").unwrap_err();
    assert!(matches!(error, RequestError::EmptyLabel { member: "jobId" }), "{error}");
    assert!(get().greedy_label("jobId", &String::new()).is_err());
    for dots in [".", "..", "a/../b", "../a", "a/."] {
        let error = get().greedy_label("rest", &dots.to_owned()).unwrap_err();
        assert!(matches!(error, RequestError::DotLabel { member: "rest" }), "{dots}: {error}");
    }
    for dots in [".", ".."] {
        assert!(matches!(get().label("id", &dots.to_owned()), Err(RequestError::DotLabel { member: "id" })));
    }
    get().label("id", &"a..b".to_owned()).unwrap();
}

#[test]
fn query_parameters() {
    let both = uri(|request| {
        request.path("/x");
        request.query_literal("list-type=2");
        request.query_literal("flag");
        request.query("a b", &"c&d=e");
        request.query_some("none", &None::<bool>);
        request.query_some("some", &Some(false));
        request.query_each("each", ["1", ""]);
        request.query_each("never", Vec::<i32>::new());
    });
    assert_eq!(both, "/x?list-type=2&flag&a%20b=c%26d%3De&some=false&each=1&each=");
    assert_eq!(uri(|_| {}), "/");
}

#[test]
fn maps_of_parameters_are_sorted_and_give_way_to_named_ones() {
    let owned = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let map = HashMap::from([owned("b", "2"), owned("a", "1"), owned("named", "x"), owned("literal", "x")]);
    let lists =
        HashMap::from([("c".to_owned(), vec!["1".to_owned(), "2".to_owned()]), ("named".to_owned(), vec![])]);
    let query = uri(|request| {
        request.query_literal("literal=1");
        request.query("named", &0);
        request.query_map(&map);
        request.query_list_map(&lists);
    });
    assert_eq!(query, "/?literal=1&named=0&a=1&b=2&c=1&c=2");
}

#[test]
fn header_lists_quote_commas_and_quotes() {
    for (values, line) in [
        (vec![], ""),
        (vec!["a", "b c"], "a, b c"),
        (vec!["b,c", "\"d\"", "e\\f"], r#""b,c", "\"d\"", e\f"#),
        (vec![r#"\","#], r#""\\\",""#),
        (vec!["", "a"], ", a"),
        (vec![" a", "b\t", " "], "\" a\", \"b\t\", \" \""),
    ] {
        assert_eq!(
            headers(|request| request.header_list("X-List", &values)),
            [("x-list".to_owned(), line.to_owned())]
        );
    }
}

#[test]
fn headers_of_every_kind() {
    let map = HashMap::from([("abc".to_owned(), "1".to_owned()), ("def".to_owned(), String::new())]);
    let found = headers(|request| {
        request.header("X-Foo-Abc", &7)?;
        request.header("X-Text", &"é")?;
        request.header_some("X-None", &None::<i8>)?;
        request.header_some("X-Empty", &Some(""))?;
        request.header_base64("X-Json", &"true")?;
        request.prefix_headers("X-Foo-", &map)
    });
    let expected =
        [("x-empty", ""), ("x-foo-abc", "7"), ("x-foo-def", ""), ("x-json", "dHJ1ZQ=="), ("x-text", "é")];
    assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn headers_that_cannot_be_sent_are_named_and_their_values_are_not_shown() {
    for value in ["secret\r\nx-evil: 1", "secret\0", "secret\x7f"] {
        let error = get().header("X-Token", &value).unwrap_err();
        assert_eq!(error.to_string(), "the header \"X-Token\" has a name or a value that can't be sent");
        assert!(!format!("{error:?}").contains("secret"));
    }
    let map = HashMap::from([("a\nb".to_owned(), String::new())]);
    assert!(get().prefix_headers("x-", &map).is_err());
    let many = (0..40_000).map(|number| (number.to_string(), String::new())).collect::<HashMap<_, _>>();
    assert!(get().prefix_headers("x-", &many).is_err());
}

#[test]
fn bodies_and_their_types() {
    let mut request = get();
    request.json(&serde_json::json!({})).unwrap();
    let request = request.build().unwrap();
    assert_eq!(
        (request.headers()["content-type"].as_bytes(), &request.body()[..]),
        (&b"application/json"[..], &b"{}"[..])
    );

    let mut request = get();
    request.payload("application/octet-stream", "1234");
    request.header("Content-Type", &"image/jpg").unwrap();
    assert_eq!(request.build().unwrap().headers()["content-type"], "image/jpg");

    let request = get().build().unwrap();
    assert!(request.headers().is_empty() && request.body().is_empty());

    let unwritable = HashMap::from([((1, 2), 3)]);
    assert!(matches!(get().json(&unwritable), Err(RequestError::Body(_))));
}

#[test]
fn host_labels_cannot_leave_the_host() {
    let mut request = get();
    request.host("data.");
    request.host_label("account", &"a-1").unwrap();
    request.host(".");
    let request = request.build().unwrap();
    assert_eq!(request.extensions().get::<HostPrefix>(), Some(&HostPrefix("data.a-1.".to_owned())));
    for value in ["", "a.b", "evil.com/", "-a", "a-", "a@b", "é", &"a".repeat(64)] {
        assert!(get().host_label("account", &value).is_err(), "{value}");
    }
}

#[test]
fn a_target_that_is_too_long_is_an_error() {
    let mut request = get();
    request.query("q", &"x".repeat(70_000));
    assert!(matches!(request.build(), Err(RequestError::Uri(_))));
}

#[cfg(feature = "timestamp")]
#[test]
fn timestamps() {
    use crate::codec::{DateTime, EpochSeconds, HttpDate};
    use crate::text::Timestamp;

    let epoch = time::OffsetDateTime::UNIX_EPOCH;
    let path = uri(|request| {
        request.path("/");
        request.label("at", &Timestamp::<DateTime>::new(&epoch)).unwrap();
        request.query_each("t", [epoch].iter().map(Timestamp::<EpochSeconds>::new));
    });
    assert_eq!(path, "/1970-01-01T00%3A00%3A00Z?t=0");
    assert_eq!(
        headers(|request| request.header_timestamps::<HttpDate>("x", &[epoch, epoch])),
        [("x".to_owned(), "Thu, 01 Jan 1970 00:00:00 GMT, Thu, 01 Jan 1970 00:00:00 GMT".to_owned())]
    );
}

#[test]
fn a_map_of_headers_has_none_that_the_client_sets_itself() {
    for name in ["Transfer-Encoding", "host", "Connection", "content-length", "authorization", "X-Amz-Date"] {
        let map = HashMap::from([(name.to_owned(), "secret".to_owned())]);
        let error = get().prefix_headers("", &map).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the header {name:?} is set only by the client, and a member must not be one")
        );
        let (prefix, rest) = name.split_at(3);
        let map = HashMap::from([(rest.to_owned(), String::new())]);
        assert!(get().prefix_headers(prefix.to_owned().leak(), &map).is_err(), "{name}");
        assert!(get().prefix_headers("x-", &HashMap::from([(name.to_owned(), String::new())])).is_ok());
    }
}
