//! URLs, as endpoint rules use them.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use http::uri::Authority;

/// An `http` or `https` URL, split into its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Url<'a> {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// The host, and the port if the URL has one.
    pub authority: &'a str,
    /// The path as it is written; empty if the URL has none.
    pub path: &'a str,
    /// The path, beginning and ending with `/`.
    pub normalized_path: Cow<'a, str>,
    /// Whether the host is an IP address.
    pub is_ip: bool,
}

impl<'a> Url<'a> {
    /// Parses a URL; `None` if it has a user, a query, a fragment or another scheme.
    pub fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let scheme = ["http", "https"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))?;
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        // `Uri` silently drops a fragment.
        if path.contains(['?', '#']) {
            return None;
        }
        let host = host_of(&authority.parse().ok()?)?.to_owned();
        url.parse::<Uri>().ok()?;
        let normalized_path = match path {
            "" => Cow::Borrowed("/"),
            _ if path.ends_with('/') => Cow::Borrowed(path),
            _ => Cow::Owned(format!("{path}/")),
        };
        Some(Self { scheme, authority, path, normalized_path, is_ip: is_ip(&host) })
    }
}

/// Returns the host of an authority that has no user and no malformed port.
fn host_of(authority: &Authority) -> Option<&str> {
    let port = authority.as_str().strip_prefix(authority.host())?;
    let valid = port.is_empty() || authority.port_u16().is_some();
    Some(authority.host()).filter(|host| valid && !host.is_empty())
}

fn is_ip(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    inner.is_some_and(|inner| inner.parse::<Ipv6Addr>().is_ok()) || host.parse::<Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_urls() {
        let cases = [
            ("https://example.com", Some(("https", "example.com", "", "/", false))),
            ("HTTP://example.com:80/a/b", Some(("http", "example.com:80", "/a/b", "/a/b/", false))),
            ("https://127.0.0.1:8443/", Some(("https", "127.0.0.1:8443", "/", "/", true))),
            ("https://[fe80::1]", Some(("https", "[fe80::1]", "", "/", true))),
            ("https://1.2.3", Some(("https", "1.2.3", "", "/", false))),
            ("https://example.com/a?b=c", None),
            ("https://example.com#x", None),
            ("wss://example.com", None),
            ("https://", None),
            ("https://exa mple.com", None),
            ("https://example.com:port", None),
            ("https://example.com:65536", None),
            ("https://:80", None),
            ("https://user:password@example.com", None),
            ("https://example.com/a b", None),
            ("example.com", None),
        ];
        for (url, expected) in cases {
            let found = Url::parse(url);
            let found = found
                .as_ref()
                .map(|url| (url.scheme, url.authority, url.path, url.normalized_path.as_ref(), url.is_ip));
            assert_eq!(found, expected, "{url}");
        }
    }
}
