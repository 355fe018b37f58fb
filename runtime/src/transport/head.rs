//! The headers of the connection, which both transports set in the same way.

use http::header::{CONTENT_LENGTH, HOST};
use http::request::Parts;
use http::{HeaderValue, Method, Version};

use super::{TransportError, TransportErrorKind};

/// Sets version, host and length of a request with a body of this length. If the length is unknown, the body is sent in
/// chunks.
///
/// The host is the authority as it is written, including a default port, because that is what the signature covers;
/// HTTP stacks would omit that port. Without a length of 0, some servers wait for the body of a `POST`.
pub(crate) fn complete(head: &mut Parts, length: Option<u64>) -> Result<(), TransportError> {
    let authority = head.uri.authority().map_or("", |authority| authority.as_str());
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = HeaderValue::from_str(host).ok().filter(|host| !host.is_empty());
    let host = host.ok_or_else(|| TransportError::new(TransportErrorKind::Invalid, "it has no host"))?;
    head.headers.entry(HOST).or_insert(host);
    let has_body = |length| length > 0 || matches!(head.method, Method::POST | Method::PUT | Method::PATCH);
    if let Some(length) = length.filter(|length| has_body(*length)) {
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    head.version = Version::HTTP_11;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(method: Method, uri: &str, length: impl Into<Option<u64>>) -> Result<Parts, TransportError> {
        let request = http::Request::builder().method(method).uri(uri).body(()).expect("a request");
        let (mut head, ()) = request.into_parts();
        complete(&mut head, length.into()).map(|()| head)
    }

    #[test]
    fn the_host_is_the_authority_as_it_is_written() {
        let cases = [
            ("https://a.example:443/", "a.example:443"),
            ("http://A.example:80/", "A.example:80"),
            ("https://a.example/", "a.example"),
            ("https://[::1]:8443/", "[::1]:8443"),
            ("https://user@a.example/", "a.example"),
        ];
        for (uri, host) in cases {
            let head = completed(Method::GET, uri, 0).expect("a host");
            assert_eq!(head.headers.get(HOST).expect("the header"), host);
        }
        let error = completed(Method::GET, "/path", 0).expect_err("no host");
        assert_eq!(error, TransportError::new(TransportErrorKind::Invalid, "it has no host"));
    }

    #[test]
    fn a_method_with_a_body_has_a_length_even_of_nothing() {
        let cases = [
            (Method::GET, 0, None),
            (Method::DELETE, 0, None),
            (Method::POST, 0, Some("0")),
            (Method::PUT, 0, Some("0")),
            (Method::GET, 2, Some("2")),
        ];
        let unknown = completed(Method::POST, "http://a.example/", None).expect("a head");
        assert!(!unknown.headers.contains_key(CONTENT_LENGTH));
        for (method, length, expected) in cases {
            let head = completed(method.clone(), "http://a.example/", length).expect("a head");
            let found = head.headers.get(CONTENT_LENGTH).map(|length| length.to_str().expect("text"));
            assert_eq!(found, expected, "{method}");
        }
    }
}
