//! A proxy, parsed from its URL: host, port, user and password.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use percent_encoding::percent_decode_str;

/// A proxy and the credentials for it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Hop {
    /// `http://host:port/`.
    uri: http::Uri,
    authorization: Option<HeaderValue>,
}

impl Hop {
    /// Parses `http://[user:password@]host[:port]`, in which the scheme is optional. The error is a clause without the
    /// URL, which may contain a password.
    pub(super) fn parse(url: &str) -> Result<Self, String> {
        let url = url.trim();
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        if !scheme.eq_ignore_ascii_case("http") {
            return Err("only proxies with a URL http://… are supported".to_owned());
        }
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, place) = rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
        let not_a_url = || "the URL of a proxy has the form http://user:password@host:port".to_owned();
        if place.contains('%') {
            return Err("the address of a proxy cannot have a zone: leave out what follows %".to_owned());
        }
        let authority: http::uri::Authority = place.parse().map_err(|_| not_a_url())?;
        // `host:` and `host:99999` are valid authorities too.
        let port: u16 = match place.rsplit_once(':') {
            Some((_, port)) if !port.ends_with(']') => port.parse().map_err(|_| not_a_url())?,
            _ => 80,
        };
        if authority.host().is_empty() || port == 0 {
            return Err(not_a_url());
        }
        let uri = format!("http://{}:{port}/", authority.host()).parse().map_err(|_| not_a_url())?;
        Ok(Self { uri, authorization: user.map(basic).transpose()? })
    }

    /// Returns the host; an IPv6 address is in brackets.
    pub(crate) fn host(&self) -> &str {
        self.uri.host().unwrap_or_default()
    }

    /// Returns the port.
    pub(crate) fn port(&self) -> u16 {
        self.uri.port_u16().unwrap_or(80)
    }

    /// Returns the value of the header `proxy-authorization`, if the URL has a user.
    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }
}

/// Converts the credentials of a URL to the form of RFC 7617.
fn basic(credentials: &str) -> Result<HeaderValue, String> {
    let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    let mut plain: Vec<u8> = percent_decode_str(user).collect();
    plain.push(b':');
    plain.extend(percent_decode_str(password));
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(plain)))
        .map_err(|_| "user and password of the proxy are too long".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Omits user and password.
impl fmt::Debug for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hop").field("host", &self.host()).field("port", &self.port()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_place_and_credentials() {
        let cases = [
            ("http://p.example:3128", "p.example", 3128, ""),
            ("HTTP://p.example/", "p.example", 80, ""),
            ("p.example:3128", "p.example", 3128, ""),
            ("http://[::1]:3128", "[::1]", 3128, ""),
            ("http://[::1]", "[::1]", 80, ""),
            ("http://ann:p%40ss:word@p", "p", 80, "ann:p@ss:word"),
            ("http://ann:p@ss@p", "p", 80, "ann:p@ss"),
            ("http://ann@p", "p", 80, "ann:"),
        ];
        for (url, host, port, credentials) in cases {
            let hop = Hop::parse(url).expect(url);
            assert_eq!((hop.host(), hop.port()), (host, port), "{url}");
            let expected = format!("Basic {}", STANDARD.encode(credentials));
            let value = hop.authorization().map(|value| value.to_str().expect("ASCII"));
            assert_eq!(value, (!credentials.is_empty()).then_some(expected.as_str()), "{url}");
        }
    }

    #[test]
    fn what_is_no_proxy_is_refused_without_its_password() {
        let urls = [
            "",
            "http://",
            "socks5://ann:secret@p:1080",
            "http://ann:secret@[fe80::1%eth0]:3128",
            "https://ann:secret@p",
            "http://ann:secret@p:port",
            "http://ann:secret@p:99999",
            "http://ann:secret@p:",
            "http://ann:secret@p:0",
            "http://ann:secret@:3128",
            ":3128",
            "http://ann:secret@p/path",
        ];
        for url in urls {
            let reason = Hop::parse(url).expect_err(url);
            assert!(!reason.contains("secret"), "{reason}");
        }
        let hop = Hop::parse("http://ann:secret@p").expect("a URL");
        assert_eq!(format!("{hop:?}"), r#"Hop { host: "p", port: 80, .. }"#);
    }
}
