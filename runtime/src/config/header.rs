//! Which headers a program can add to its requests.

use http::header::{HeaderName, HeaderValue};

/// The headers of the connection, with those that make the two sides go about an exchange in another way, and those
/// of the signature.
const OWN: [&str; 15] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-security-token",
];

/// Whether a header is set by the client alone: one of the connection or of the signature.
pub(crate) fn is_own_header(name: &HeaderName) -> bool {
    OWN.contains(&name.as_str())
}

/// What is wrong with a header; the value, which may be a secret, is not shown.
pub(super) fn fault(name: &str, value: &str) -> Option<String> {
    let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
        return Some(format!("header {name:?} does not have the name of a header"));
    };
    if is_own_header(&header) {
        return Some(format!("header {name:?} is set by the client alone"));
    }
    HeaderValue::from_str(value).is_err().then(|| {
        format!("header {name:?} has a value that cannot be sent, since there are control characters in it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_the_header_and_hide_the_value() {
        let cases = [
            ("x-trace", "a b", None),
            ("User-Agent", "x", None),
            ("", "x", Some("header \"\" does not have the name of a header")),
            ("a b", "x", Some("header \"a b\" does not have the name of a header")),
            ("Host", "x", Some("header \"Host\" is set by the client alone")),
            ("Expect", "x", Some("header \"Expect\" is set by the client alone")),
            ("Proxy-Authorization", "x", Some("header \"Proxy-Authorization\" is set by the client alone")),
            ("TE", "x", Some("header \"TE\" is set by the client alone")),
            ("X-Amz-Date", "x", Some("header \"X-Amz-Date\" is set by the client alone")),
            (
                "x-key",
                "secret\n",
                Some(
                    "header \"x-key\" has a value that cannot be sent, since there are control characters in it",
                ),
            ),
        ];
        for (name, value, expected) in cases {
            assert_eq!(fault(name, value).as_deref(), expected);
        }
    }
}
