//! Bearer tokens: whether one can be sent to an endpoint, and whether it takes precedence over a signature.

use std::net::IpAddr;

use http::Uri;

use super::ConfigBuilder;
use crate::endpoint::Endpoint;
use crate::service::Service;

impl<S: Service> ConfigBuilder<S> {
    /// Checks the token: it is useful only for operations that accept one, and over a connection that is encrypted or
    /// local.
    pub(super) fn check_token(&self, endpoint: Option<&Endpoint>, problems: &mut Vec<String>) {
        if self.token.is_none() {
            return;
        }
        if !S::BEARER {
            let id = S::INFO.id;
            problems.push(format!("token is of no use: no operation of {id} takes a bearer token"));
        }
        // If there are credentials, a call can be signed instead.
        if self.is_signed() {
            return;
        }
        let uri: Option<Uri> = endpoint.and_then(|endpoint| endpoint.url().parse().ok());
        problems.extend(uri.and_then(|uri| check_secrecy(&uri).err()));
    }

    /// Whether calls that could also be signed use the token: a token takes precedence over credentials that the
    /// program has not set itself.
    pub(super) fn prefers_token(&self) -> bool {
        #[cfg(feature = "sigv4")]
        let has_own = self.credentials.is_some() && !self.origins.contains_key("credentials");
        #[cfg(not(feature = "sigv4"))]
        let has_own = false;
        self.token.is_some() && !has_own
    }
}

/// Checks that a token is sent only over TLS or to this machine: anyone who reads a bearer token can use it.
pub(crate) fn check_secrecy(uri: &Uri) -> Result<(), String> {
    let host = uri.host().unwrap_or_default();
    if uri.scheme_str() != Some("http") || is_here(host) {
        return Ok(());
    }
    Err(format!(
        "{host} is called over http://, and a bearer token is sent only over https:// or to this machine"
    ))
}

fn is_here(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_over_tls_or_to_this_machine() {
        for (uri, is_good) in [
            ("https://a.example/x", true),
            ("HTTP://a.example/x", false),
            ("http://a.example:443", false),
            ("http://localhost:8000/", true),
            ("http://LOCALHOST/", true),
            ("http://localhost.example/", false),
            ("http://127.0.0.1:8000/", true),
            ("http://127.9.9.9/", true),
            ("http://128.0.0.1/", false),
            ("http://[::1]:8000/", true),
            ("http://[::2]/", false),
        ] {
            let uri = uri.parse().expect("a URI");
            assert_eq!(check_secrecy(&uri).is_ok(), is_good, "{uri}");
        }
    }
}
