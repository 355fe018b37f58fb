//! The destination of a request: scheme, host and port.

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

/// Scheme and authority of a URI; connections to equal origins are interchangeable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(Uri);

impl Origin {
    /// Removes the origin from an absolute URI and leaves path and query, as a request to that origin has them.
    pub(super) fn take(uri: &mut Uri) -> Self {
        let mut parts = std::mem::take(uri).into_parts();
        let path = parts.path_and_query.replace(PathAndQuery::from_static("/"));
        *uri = path.map(Uri::from).unwrap_or_default();
        Self(Uri::from_parts(parts).unwrap_or_default())
    }

    /// Returns the origin of a host, which is in brackets if it is an IPv6 address.
    #[cfg(feature = "mqtt")]
    pub(crate) fn new(is_secure: bool, host: &str, port: u16) -> Result<Self, http::uri::InvalidUri> {
        let scheme = if is_secure { "https" } else { "http" };
        format!("{scheme}://{host}:{port}").parse().map(Self)
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.0
    }

    pub(super) fn is_secure(&self) -> bool {
        self.0.scheme() == Some(&Scheme::HTTPS)
    }

    /// Returns the host; an IPv6 address is in brackets.
    pub(super) fn host(&self) -> &str {
        self.0.host().unwrap_or_default()
    }

    pub(super) fn port(&self) -> u16 {
        self.0.authority().and_then(Authority::port_u16).unwrap_or(if self.is_secure() { 443 } else { 80 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_an_origin_and_what_is_sent_to_it() {
        for (text, host, port, rest) in [
            ("http://a.example/b?c", "a.example", 80, "/b?c"),
            ("https://a.example?c", "a.example", 443, "/?c"),
            ("https://[::1]:8443", "[::1]", 8443, "/"),
        ] {
            let mut uri: Uri = text.parse().expect("a URI");
            let origin = Origin::take(&mut uri);
            assert_eq!((origin.host(), origin.port(), uri.to_string().as_str()), (host, port, rest));
        }
        let origin = |text: &str| Origin::take(&mut text.parse().expect("a URI"));
        assert_eq!(origin("http://a.example/b"), origin("http://a.example/c"));
        assert_ne!(origin("http://a.example/"), origin("https://a.example/"));
        assert_ne!(origin("http://a.example/"), origin("http://a.example:81/"));
    }
}
