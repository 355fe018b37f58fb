//! The proxy for requests, and the hosts that are reached without one.

mod except;
mod hop;
pub(crate) mod tunnel;

use std::env;
use std::fmt;

pub(crate) use hop::Hop;

use except::Exceptions;

use crate::transport::{TransportError, TransportErrorKind};

/// The proxy between a client and the service. Default: none, even if the environment sets one.
///
/// The client asks the proxy for a tunnel (HTTP `CONNECT`) and connects to the service through it, for both `https` and
/// `http` endpoints. With `https` the proxy sees only the host.
///
/// ```
/// use smithy_client::proxy::Proxy;
///
/// let proxy = Proxy::new("http://user:secret@proxy.example:3128")?.except("localhost,.example.com,10.0.0.0/8");
/// # Ok::<(), smithy_client::proxy::ProxyError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Proxy {
    https: Way,
    http: Way,
    except: Exceptions,
}

/// How the hosts of one scheme are reached.
#[derive(Clone, Debug, Default)]
enum Way {
    #[default]
    Direct,
    Through(Hop),
    /// Through a proxy that cannot be used, which is an error once a request needs it.
    Unusable(ProxyError),
}

impl Proxy {
    /// Creates a setting without a proxy.
    pub fn none() -> Self {
        Self::default()
    }

    /// Uses the proxy with the URL `http://[user:password@]host[:port]`; the default port is 80.
    ///
    /// User and password are percent-encoded, as in any URL. Proxies that require TLS or SOCKS are not supported.
    pub fn new(url: &str) -> Result<Self, ProxyError> {
        let server = Hop::parse(url).map_err(ProxyError)?;
        let way = Way::Through(server);
        Ok(Self { https: way.clone(), http: way, except: Exceptions::default() })
    }

    /// Uses the proxy from the environment, like curl and most other programs.
    ///
    /// `https_proxy` is for `https` endpoints and `http_proxy` for `http` endpoints; `all_proxy` is for those of the
    /// two that are unset; `no_proxy` has the exceptions, in the form of [`Proxy::except`]. Each may be written in
    /// upper case; lower case takes precedence. `HTTP_PROXY` is not read if `REQUEST_METHOD` is set: in a CGI program,
    /// it comes from a header of the client that sends a request.
    pub fn from_env() -> Result<Self, ProxyError> {
        Self::from_env_with(|name| env::var(name).ok())
    }

    /// Does the same as [`Proxy::from_env`], with another source of the variables.
    pub fn from_env_with(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ProxyError> {
        let proxy = Self::from_env_as_needed(variable);
        let problem = proxy.http.problem().or_else(|| proxy.https.problem());
        problem.cloned().map_or(Ok(proxy), Err)
    }

    /// Does the same as [`Proxy::from_env_with`], but an unusable proxy is an error only if a request needs it.
    pub(crate) fn from_env_as_needed(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let server = |names: &[&str]| {
            let found = names.iter().find_map(|name| Some((name, set(name)?)));
            found.map_or(Way::Direct, |(name, url)| match Hop::parse(&url) {
                Ok(hop) => Way::Through(hop),
                Err(reason) => Way::Unusable(ProxyError(format!("{name}: {reason}"))),
            })
        };
        let http = if variable("REQUEST_METHOD").is_some() {
            server(&["http_proxy", "all_proxy", "ALL_PROXY"])
        } else {
            server(&["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
        };
        let https = server(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]);
        let except = set("no_proxy").or_else(|| set("NO_PROXY")).unwrap_or_default();
        Self { https, http, except: Exceptions::parse(&except) }
    }

    /// Adds hosts that are reached without the proxy.
    ///
    /// The text has hosts with commas between them: a name, which includes all names under it and may begin with a dot;
    /// an IP address; a network such as `10.0.0.0/8`; or `*` for every host. A name or an address may have a port, and
    /// then applies only to that port.
    #[must_use]
    pub fn except(mut self, hosts: &str) -> Self {
        self.except.add(hosts);
        self
    }

    /// Returns the proxy for a URI, if there is one.
    pub(crate) fn hop(&self, uri: &http::Uri) -> Result<Option<&Hop>, &ProxyError> {
        let secure = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        if uri.host().is_some_and(|host| self.except.contains(host, port)) {
            return Ok(None);
        }
        match if secure { &self.https } else { &self.http } {
            Way::Direct => Ok(None),
            Way::Through(hop) => Ok(Some(hop)),
            Way::Unusable(error) => Err(error),
        }
    }
}

impl Way {
    fn problem(&self) -> Option<&ProxyError> {
        if let Self::Unusable(error) = self { Some(error) } else { None }
    }
}

/// Why the URL of a proxy cannot be used. The text never contains the password.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyError(String);

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ProxyError {}

/// A request that needs such a proxy is not sent.
impl From<&ProxyError> for TransportError {
    fn from(error: &ProxyError) -> Self {
        Self::new(TransportErrorKind::Invalid, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Proxy, ProxyError> {
        Proxy::from_env_with(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn way(proxy: &Proxy, uri: &'static str) -> Option<String> {
        let hop = proxy.hop(&http::Uri::from_static(uri)).expect("a proxy that can be used");
        hop.map(|hop| format!("{}:{}", hop.host(), hop.port()))
    }

    #[test]
    fn the_environment_names_a_proxy_for_each_scheme() {
        let all = ("ALL_PROXY", "http://all:1");
        let cases = [
            (vec![], None, None),
            (vec![all], Some("all:1"), Some("all:1")),
            (vec![all, ("HTTPS_PROXY", "s:2")], Some("s:2"), Some("all:1")),
            (vec![("HTTPS_PROXY", "upper:2"), ("https_proxy", "lower:2")], Some("lower:2"), None),
            (vec![("HTTP_PROXY", "h:3")], None, Some("h:3")),
            (vec![("HTTP_PROXY", "h:3"), ("REQUEST_METHOD", "GET")], None, None),
        ];
        for (variables, https, http) in cases {
            let proxy = from(&variables).expect("valid variables");
            assert_eq!(way(&proxy, "https://a.example/x").as_deref(), https, "{variables:?}");
            assert_eq!(way(&proxy, "http://a.example/x").as_deref(), http, "{variables:?}");
        }
        let error = from(&[("ALL_PROXY", "socks5://user:secret@p:1080")]).expect_err("not supported");
        assert!(error.to_string().starts_with("ALL_PROXY: "), "{error}");
    }

    #[test]
    fn a_proxy_that_cannot_be_used_matters_where_it_is_on_the_way() {
        let socks = ("ALL_PROXY", "socks5://user:secret@p:1080");
        let cases = [
            (vec![socks], "https://a.example", false),
            (vec![socks, ("https_proxy", "http://p:1")], "https://a.example", true),
            (vec![socks, ("https_proxy", "http://p:1")], "http://a.example", false),
            (vec![socks, ("no_proxy", "*")], "https://a.example", true),
            (vec![socks, ("no_proxy", "b.example")], "https://a.example", false),
        ];
        for (variables, uri, usable) in cases {
            let proxy = Proxy::from_env_as_needed(|name| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            });
            let hop = proxy.hop(&http::Uri::from_static(uri));
            assert_eq!(hop.is_ok(), usable, "{variables:?} {uri}");
            if let Err(error) = hop {
                let error = TransportError::from(error);
                assert_eq!(error.kind(), TransportErrorKind::Invalid);
                assert!(error.message().starts_with("ALL_PROXY: only proxies"), "{error}");
            }
        }
    }

    #[test]
    fn exceptions_are_reached_without_the_proxy() {
        let variables = [("all_proxy", "p:1"), ("no_proxy", ".example.com")];
        let proxy = from(&variables).expect("valid variables").except("10.0.0.0/8");
        assert_eq!(way(&proxy, "https://a.example.com/"), None);
        assert_eq!(way(&proxy, "https://10.1.2.3:8443/"), None);
        assert_eq!(way(&proxy, "https://example.org/").as_deref(), Some("p:1"));
    }
}
