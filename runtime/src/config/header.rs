//! Which headers a program can add to its requests.

use http::header::{HeaderName, HeaderValue};

use crate::request::is_own_header;

/// Returns what is wrong with a header, without its value, which may be a secret.
pub(super) fn problem(name: &str, value: &str) -> Option<String> {
    let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
        return Some(format!("header {name:?} does not have the name of a header"));
    };
    if is_own_header(&header) {
        return Some(format!("header {name:?} is set only by the client"));
    }
    HeaderValue::from_str(value).is_err().then(|| {
        format!("header {name:?} has a value that cannot be sent, since there are control characters in it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_name_the_header_and_hide_the_value() {
        let cases = [
            ("x-trace", "a b", None),
            ("User-Agent", "x", None),
            ("", "x", Some("header \"\" does not have the name of a header")),
            ("a b", "x", Some("header \"a b\" does not have the name of a header")),
            ("Host", "x", Some("header \"Host\" is set only by the client")),
            ("Expect", "x", Some("header \"Expect\" is set only by the client")),
            ("Proxy-Authorization", "x", Some("header \"Proxy-Authorization\" is set only by the client")),
            ("TE", "x", Some("header \"TE\" is set only by the client")),
            ("X-Amz-Date", "x", Some("header \"X-Amz-Date\" is set only by the client")),
            (
                "x-key",
                "secret\n",
                Some(
                    "header \"x-key\" has a value that cannot be sent, since there are control characters in it",
                ),
            ),
        ];
        for (name, value, expected) in cases {
            assert_eq!(problem(name, value).as_deref(), expected);
        }
    }
}
