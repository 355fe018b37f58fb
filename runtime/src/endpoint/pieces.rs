//! URLs that rules put together. No given value can lead to another host or path.

use super::{Endpoint, EndpointError, is_valid_host_label};
use crate::error::shortened;

/// A piece of a URL that endpoint rules put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlPiece<'a> {
    /// Text of the rules, and parts of a partition, of another endpoint, or of a checked region.
    Own(&'a str),
    /// A value from outside: the name of a bucket, a part of an ARN.
    Given(&'a str),
}

impl Endpoint {
    /// Creates an endpoint from the pieces of its URL.
    ///
    /// A given value in the host may have only letters, digits, hyphens and dots, and each label that it is a part of
    /// has to be valid. One in the path may have no slash and no other character that has to be encoded in a segment,
    /// and must not make a segment `.` or `..`. Anything else is an error. A value before `://` is taken for the
    /// beginning of a URL.
    ///
    /// ```
    /// use smithy_client::endpoint::{Endpoint, UrlPiece::{Given, Own}};
    ///
    /// let endpoint = |bucket| Endpoint::from_pieces(&[Own("https://"), Given(bucket), Own(".example.com")]);
    /// assert_eq!(endpoint("frogs")?.url(), "https://frogs.example.com");
    /// assert!(endpoint("evil.example/").is_err());
    /// # Ok::<(), smithy_client::endpoint::EndpointError>(())
    /// ```
    pub fn from_pieces(pieces: &[UrlPiece<'_>]) -> Result<Self, EndpointError> {
        let (mut url, mut given) = (String::new(), Vec::new());
        for piece in pieces {
            let (UrlPiece::Own(text) | UrlPiece::Given(text)) = piece;
            if matches!(piece, UrlPiece::Given(_)) {
                let place = Place::behind(&url);
                place.check(text)?;
                given.push((place, url.len(), url.len() + text.len()));
            }
            url.push_str(text);
        }
        given.into_iter().try_for_each(|(place, start, end)| place.check_whole(&url, start, end))?;
        Self::new(url)
    }
}

/// The part of a URL in which a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Front,
    Host,
    Path,
}

impl Place {
    /// Returns the part that follows the beginning of a URL.
    fn behind(url: &str) -> Self {
        match url.split_once("://") {
            None => Self::Front,
            Some((_, rest)) if rest.contains('/') => Self::Path,
            Some(_) => Self::Host,
        }
    }

    /// Checks the characters of a value.
    fn check(self, value: &str) -> Result<(), EndpointError> {
        let (inside, part, help): (fn(u8) -> bool, _, _) = match self {
            Self::Front => return Ok(()),
            Self::Host => (is_of_host, "host", "letters, digits, hyphens and dots"),
            Self::Path => (is_of_segment, "path", "what needs no encoding in a segment of a path"),
        };
        if value.bytes().all(inside) {
            return Ok(());
        }
        let value = shortened(value);
        Err(EndpointError::new(format!(
            "{value:?} cannot be a part of the {part} of an endpoint: it has more than {help}"
        )))
    }

    /// Checks the labels or the segment that a value has become a part of.
    fn check_whole(self, url: &str, start: usize, end: usize) -> Result<(), EndpointError> {
        let separators: &[char] = if self == Self::Path { &['/'] } else { &['.', '/', ':'] };
        let (before, behind) = (url.get(..start).unwrap_or_default(), url.get(end..).unwrap_or_default());
        let start = before.rfind(separators).map_or(0, |separator| separator + 1);
        let end = behind.find(separators).map_or(url.len(), |separator| end + separator);
        let whole = url.get(start..end).unwrap_or_default();
        let (good, part) = match self {
            Self::Front => (true, ""),
            Self::Host => (is_valid_host_label(whole, true), "host"),
            Self::Path => (!is_dots(whole), "path"),
        };
        if good {
            return Ok(());
        }
        let whole = shortened(whole);
        Err(EndpointError::new(format!(
            "the {part} of the endpoint would have {whole:?} in it, which leads elsewhere or nowhere"
        )))
    }
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')
}

/// Whether RFC 3986 allows the character in a segment; `%` is for characters that are encoded already.
fn is_of_segment(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@".contains(&byte)
}

/// Whether a server may take a segment for the current folder or its parent.
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::UrlPiece::{Given, Own};
    use super::*;

    fn url(pieces: &[UrlPiece<'_>]) -> Result<String, String> {
        Endpoint::from_pieces(pieces)
            .map(|endpoint| endpoint.url().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn values_make_the_url_that_the_rules_mean() {
        let cases: [(&[UrlPiece<'_>], &str); 8] = [
            (&[Own("https://"), Given("my.bucket"), Own(".s3.example")], "https://my.bucket.s3.example"),
            (
                &[Own("https://s3"), Given("-fips"), Given(".dualstack"), Own(".a")],
                "https://s3-fips.dualstack.a",
            ),
            (&[Own("https://s3"), Given(""), Given(""), Own(".a")], "https://s3.a"),
            (
                &[Own("https://"), Given("a"), Own("-"), Given("123456789012"), Own(".s3.a:8443")],
                "https://a-123456789012.s3.a:8443",
            ),
            (
                &[Own("http"), Own("://"), Given("a"), Own("."), Own("my_host:80"), Own("/base")],
                "http://a.my_host:80/base",
            ),
            (&[Own("https://a.example/"), Given("a%20b:c@d"), Own("/x")], "https://a.example/a%20b:c@d/x"),
            (
                &[Given("http://localhost:4566/base"), Own("/"), Given("...")],
                "http://localhost:4566/base/...",
            ),
            (&[Own("https://a."), Given("example")], "https://a.example"),
        ];
        for (pieces, expected) in cases {
            assert_eq!(url(pieces).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_value_cannot_lead_to_another_host() {
        let hostile = [
            "evil.example/",
            "evil.example?",
            "evil.example#",
            "u@evil.example",
            "evil.example:443",
            "a\\b",
            "a b",
            "ä",
            "a%2Fb",
            "..",
            ".",
            "",
            "-",
            "a..b",
            "a\n",
            "[::1]",
            ".a",
            "a.",
            "a-",
        ];
        for value in hostile {
            let error = url(&[Own("https://"), Given(value), Own(".s3.example")]).expect_err(value);
            assert!(error.contains("host of "), "{error}");
        }
        let label = "a".repeat(40);
        assert!(url(&[Own("https://"), Given(&label), Given(&label), Own(".example")]).is_err());
        assert!(url(&[Own("https://a.example"), Given(".evil/")]).is_err());
    }

    #[test]
    fn a_value_cannot_lead_to_another_path() {
        for value in ["..", ".", "%2e.", "%2E%2e", "a/b", "../a", "a?b", "a#b", "a\\b", "a b", "ä", "\""] {
            let error = url(&[Own("https://a.example/x/"), Given(value), Own("/y")]).expect_err(value);
            assert!(error.contains("path of "), "{error}");
        }
        assert!(url(&[Own("https://a.example/."), Given("."), Own("/y")]).is_err());
        assert!(url(&[Own("https://a.example/"), Given("."), Given(".")]).is_err());
    }
}
