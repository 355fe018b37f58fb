//! Checks and completes the endpoint for connections with a client certificate.

use http::uri::Authority;

use super::ConfigBuilder;
use crate::endpoint::{Endpoint, EndpointError, Url};
use crate::service::{Service, ServiceInfo};

impl<S: Service> ConfigBuilder<S> {
    /// Returns the endpoint with the port on which the service accepts certificates.
    pub(super) fn endpoint_for_certificate(
        &self,
        endpoint: Option<Endpoint>,
        problems: &mut Vec<String>,
    ) -> Option<Endpoint> {
        if self.certificate.is_none() {
            return endpoint;
        }
        if self.endpoint.url.as_deref().is_some_and(is_plain) {
            problems.push(format!("{} {PLAIN}", self.name("endpoint_url")));
        }
        match with_port(endpoint?, S::INFO) {
            Ok(endpoint) => Some(endpoint),
            Err(error) => {
                problems.push(error.to_string());
                None
            }
        }
    }
}

const PLAIN: &str = "begins with http://; a client certificate can only be used over https://";

/// Returns the endpoint of a single call of a client with a certificate.
pub(crate) fn for_call(endpoint: Endpoint, service: &ServiceInfo) -> Result<Endpoint, String> {
    if is_plain(endpoint.url()) {
        return Err(format!("the endpoint {PLAIN}"));
    }
    with_port(endpoint, service).map_err(|error| error.to_string())
}

/// Whether a URL is one without TLS.
fn is_plain(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("http"))
}

/// An endpoint with a port in its URL: its own or, if it has none, the one for certificates.
fn with_port(endpoint: Endpoint, service: &ServiceInfo) -> Result<Endpoint, EndpointError> {
    let (Some(port), Some(url)) = (service.mutual_tls_port, Url::parse(endpoint.url())) else {
        return Ok(endpoint);
    };
    if url.authority.parse::<Authority>().is_ok_and(|authority| authority.port().is_some()) {
        return Ok(endpoint);
    }
    let mut moved = Endpoint::new(format!("{}://{}:{port}{}", url.scheme, url.authority, url.path))?;
    for (name, value) in endpoint.headers() {
        let value = std::str::from_utf8(value.as_bytes());
        let value =
            value.map_err(|_| EndpointError::new(format!("the endpoint header {name} is not text")))?;
        moved = moved.with_header(name.as_str(), value)?;
    }
    Ok(endpoint.auth_schemes().iter().cloned().fold(moved, Endpoint::with_auth_scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::AuthScheme;

    const INFO: ServiceInfo = ServiceInfo {
        id: "Pond",
        api_version: "2020-01-01",
        crate_name: "pond",
        crate_version: "1.0.0",
        signing_name: None,
        mutual_tls_port: Some(8443),
        wrong_hosts: &[],
        hints: &[],
    };

    #[test]
    fn a_call_goes_over_tls_and_to_the_port_for_certificates() {
        let call =
            |url| for_call(Endpoint::new(url).expect("an endpoint"), &INFO).map(|to| to.url().to_owned());
        assert_eq!(call("https://a.example").as_deref(), Ok("https://a.example:8443"));
        assert!(call("http://a.example").is_err());
    }

    #[test]
    fn a_port_is_added_where_there_is_none() {
        let cases = [
            ("https://a.example", "https://a.example:8443"),
            ("https://a.example/base", "https://a.example:8443/base"),
            ("https://[::1]/", "https://[::1]:8443/"),
            ("https://a.example:443", "https://a.example:443"),
        ];
        for (url, expected) in cases {
            let endpoint = Endpoint::new(url).and_then(|endpoint| endpoint.with_header("x-cell", "7"));
            let endpoint = endpoint.expect("an endpoint").with_auth_scheme(AuthScheme::new("sigv4"));
            let moved = with_port(endpoint.clone(), &INFO).expect("an endpoint");
            assert_eq!(moved.url(), expected);
            assert_eq!(moved.headers(), endpoint.headers());
            assert_eq!(moved.auth_schemes(), endpoint.auth_schemes());
        }
    }
}
