//! Endpoints: where a request goes, and the library of functions that endpoint rules call.
//!
//! Generated crates turn the endpoint rules of their service into a function that returns an [`Endpoint`], or an
//! [`EndpointError`] with the reason why there is none. Everything here is a pure function of its arguments.

mod host;
mod masked;
mod pieces;
mod rules;
mod text;
mod url;

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::uri::{Authority, PathAndQuery, Scheme, Uri};

pub use rules::EndpointRules;

// The building blocks of generated endpoint rules.
#[doc(hidden)]
pub use crate::aws::Arn;
#[doc(hidden)]
pub use crate::aws::Partition;
#[doc(hidden)]
pub use host::{is_valid_host_label, is_virtual_hostable_s3_bucket};
#[doc(hidden)]
pub use masked::masked;
#[doc(hidden)]
pub use pieces::UrlPiece;
#[doc(hidden)]
pub use text::{element, split, substring, uri_encode};
#[doc(hidden)]
pub use url::Url;

use crate::request::HostPrefix;

/// Checks that a region is one label of a host name: as a part of the host, another text could lead to another host.
#[doc(hidden)]
pub fn check_region(region: Option<&str>) -> Result<(), EndpointError> {
    match region {
        Some(region) if !is_valid_host_label(region, false) => Err(EndpointError::new(format!(
            "{region:?} is not a region: it can have only letters, digits and inner hyphens"
        ))),
        _ => Ok(()),
    }
}

/// Where requests go, and how they are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: String,
    scheme: Scheme,
    authority: Authority,
    /// The path of the URL without a trailing slash.
    base_path: String,
    headers: HeaderMap,
    auth_schemes: Vec<AuthScheme>,
}

impl Endpoint {
    /// Creates an endpoint from its URL: scheme `http` or `https`, authority, and optionally a base path.
    ///
    /// Anything else in the URL, for example a query, is an error, which does not show it.
    pub fn new(url: impl Into<String>) -> Result<Self, EndpointError> {
        let url = url.into();
        let Some((scheme, authority, base_path)) = parts(&url) else {
            return Err(EndpointError::new(format!(
                "the endpoint {url:?} is not an http or https URL of a host and at most a path"
            )));
        };
        let (headers, auth_schemes) = (HeaderMap::new(), Vec::new());
        Ok(Self { url, scheme, authority, base_path, headers, auth_schemes })
    }

    /// Adds a header that requests to this endpoint have.
    pub fn with_header(mut self, name: &str, value: &str) -> Result<Self, EndpointError> {
        let problem = || EndpointError::new(format!("the endpoint header {name:?} cannot be sent"));
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| problem())?;
        let value = HeaderValue::from_str(value).map_err(|_| problem())?;
        self.headers.try_append(header, value).map_err(|_| problem())?;
        Ok(self)
    }

    /// Adds an authentication scheme for requests to this endpoint; the first one is preferred.
    #[must_use]
    pub fn with_auth_scheme(mut self, scheme: AuthScheme) -> Self {
        self.auth_schemes.push(scheme);
        self
    }

    /// Returns the URL as it was given.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the headers that requests to this endpoint have.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns how requests to this endpoint may be signed, best first; empty if the rules leave that to the service.
    pub fn auth_schemes(&self) -> &[AuthScheme] {
        &self.auth_schemes
    }

    /// Returns the settings of an authentication scheme: `sigv4`, `sigv4a`.
    pub fn auth_scheme(&self, name: &str) -> Option<&AuthScheme> {
        self.auth_schemes.iter().find(|scheme| scheme.name == name)
    }

    /// Turns a request for a path into a request to this endpoint.
    ///
    /// Puts the endpoint's base path before the path and query of the request, puts the request's [`HostPrefix`] before
    /// the host, and adds the endpoint's headers. A prefix that does not make a valid host is an error.
    pub fn apply(&self, mut request: http::Request<Bytes>) -> Result<http::Request<Bytes>, EndpointError> {
        let uri = Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.host_of(&request)?)
            .path_and_query(self.target(request.uri())?)
            .build()
            .map_err(|_| self.unusable())?;
        *request.uri_mut() = uri;
        for (name, value) in &self.headers {
            request.headers_mut().try_append(name, value.clone()).map_err(|_| self.unusable())?;
        }
        Ok(request)
    }

    /// Redirects a request to the host of this endpoint, and changes nothing else.
    #[cfg(feature = "discovery")]
    pub(crate) fn redirect(&self, request: &mut http::Request<Bytes>) -> Result<(), EndpointError> {
        let mut parts = request.uri().clone().into_parts();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.host_of(request)?);
        *request.uri_mut() = Uri::from_parts(parts).map_err(|_| self.unusable())?;
        Ok(())
    }

    /// Returns the host for a request, which may have a prefix for it.
    fn host_of(&self, request: &http::Request<Bytes>) -> Result<Authority, EndpointError> {
        match request.extensions().get::<HostPrefix>() {
            Some(HostPrefix(prefix)) => prefixed(prefix, &self.authority),
            None => Ok(self.authority.clone()),
        }
    }

    /// Returns the path and query of a request below the endpoint's base path. Most endpoints have none; then nothing
    /// is parsed again.
    fn target(&self, uri: &Uri) -> Result<PathAndQuery, EndpointError> {
        let own = uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
        if self.base_path.is_empty() {
            return Ok(own);
        }
        format!("{}{}", self.base_path, own.as_str()).parse().map_err(|_| self.unusable())
    }

    fn unusable(&self) -> EndpointError {
        EndpointError::new(format!(
            "a request with this path and these headers cannot be sent to the endpoint {:?}",
            self.url
        ))
    }
}

fn parts(url: &str) -> Option<(Scheme, Authority, String)> {
    let url = Url::parse(url)?;
    let base_path = url.path.trim_end_matches('/').to_owned();
    Some((url.scheme.parse().ok()?, url.authority.parse().ok()?, base_path))
}

/// Checks the host with its prefix: the prefix contains values of the input, which could insert another host.
fn prefixed(prefix: &str, authority: &Authority) -> Result<Authority, EndpointError> {
    let labels = prefix.strip_suffix('.').unwrap_or(prefix);
    let authority = format!("{prefix}{authority}").parse();
    authority.ok().filter(|_| is_valid_host_label(labels, true)).ok_or_else(|| {
        EndpointError::new(format!("the host prefix {prefix:?} of the operation is not part of a host name"))
    })
}

/// The settings of one authentication scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthScheme {
    name: &'static str,
    signing_name: Option<String>,
    signing_region: Option<String>,
    signing_region_set: Vec<String>,
    disable_double_encoding: bool,
}

impl AuthScheme {
    /// Creates an authentication scheme by its name: `sigv4`, `sigv4a`.
    pub fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// Sets the service's name in the signature.
    #[must_use]
    pub fn with_signing_name(self, name: impl Into<String>) -> Self {
        Self { signing_name: Some(name.into()), ..self }
    }

    /// Sets the region in the signature.
    #[must_use]
    pub fn with_signing_region(self, region: impl Into<String>) -> Self {
        Self { signing_region: Some(region.into()), ..self }
    }

    /// Adds a region to the signature, or `*` for all.
    #[must_use]
    pub fn with_signing_region_in_set(mut self, region: impl Into<String>) -> Self {
        self.signing_region_set.push(region.into());
        self
    }

    /// Turns off the second percent-encoding of the path for the signature.
    #[must_use]
    pub fn without_double_encoding(self) -> Self {
        Self { disable_double_encoding: true, ..self }
    }

    /// Returns the name of the scheme.
    pub fn name(&self) -> &str {
        self.name
    }

    /// Returns the service's name in the signature, if it is not the usual one.
    pub fn signing_name(&self) -> Option<&str> {
        self.signing_name.as_deref()
    }

    /// Returns the region in the signature, if it is not the client's.
    pub fn signing_region(&self) -> Option<&str> {
        self.signing_region.as_deref()
    }

    /// Returns the regions of a signature for several (`sigv4a`).
    pub fn signing_region_set(&self) -> &[String] {
        &self.signing_region_set
    }

    /// Whether the path is percent-encoded only once for the signature.
    pub fn disable_double_encoding(&self) -> bool {
        self.disable_double_encoding
    }
}

/// Why there is no endpoint for a call.
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointError {
    message: Cow<'static, str>,
}

impl EndpointError {
    /// Creates an error with this reason. It may quote a URL: what may be secret in one is left out.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        let message = match message.into() {
            Cow::Borrowed(message) => Cow::Borrowed(message),
            Cow::Owned(message) => Cow::Owned(masked(&message).into_owned()),
        };
        Self { message }
    }

    /// Creates an error for a required parameter that is not set, by its name in the rules.
    pub fn missing(parameter: &str) -> Self {
        Self::new(format!("the endpoint parameter {parameter} is not set"))
    }

    /// Creates an error for the case that no rule matches.
    pub fn no_match() -> Self {
        Self::new("no endpoint rule matches")
    }

    /// Returns the reason.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for EndpointError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, prefix: Option<&str>) -> http::Request<Bytes> {
        let mut request = http::Request::get(path).body(Bytes::new()).expect("a request");
        if let Some(prefix) = prefix {
            request.extensions_mut().insert(HostPrefix(prefix.to_owned()));
        }
        request
    }

    #[test]
    fn a_region_is_one_label_of_a_host() {
        for region in ["eu-west-1", "x"] {
            assert_eq!(check_region(Some(region)), Ok(()), "{region}");
        }
        assert_eq!(check_region(None), Ok(()));
        for region in ["", "..", "a.b", "x.evil.example/", "evil.example:1/", "a@b", "eu west", "ü"] {
            assert!(check_region(Some(region)).is_err(), "{region}");
        }
    }

    #[test]
    fn endpoint_and_request_make_one_url() {
        let cases = [
            ("https://a.example", "/things/x?y=%20z", None, "https://a.example/things/x?y=%20z"),
            ("http://localhost:8000/", "/", None, "http://localhost:8000/"),
            ("https://a.example/base/", "/%24next", None, "https://a.example/base/%24next"),
            ("https://a.example/base", "/x", Some("data."), "https://data.a.example/base/x"),
            ("https://[::1]:9", "/x", None, "https://[::1]:9/x"),
        ];
        for (url, path, prefix, expected) in cases {
            let endpoint = Endpoint::new(url).expect("an endpoint");
            let request = endpoint.apply(request(path, prefix)).expect("a request");
            assert_eq!(request.uri().to_string(), expected);
        }
    }

    #[test]
    fn a_host_prefix_cannot_name_another_host() {
        let endpoint = Endpoint::new("https://a.example").expect("an endpoint");
        for prefix in ["evil.example/", "user@", "a b.", "", "..", "x:1#"] {
            assert!(endpoint.apply(request("/", Some(prefix))).is_err(), "{prefix:?}");
        }
    }

    #[test]
    fn what_is_not_a_base_url_is_no_endpoint() {
        for url in ["", "a.example", "ftp://a.example", "https://a.example?x", "https://u:p@a.example", "/x"]
        {
            let error = Endpoint::new(url).expect_err(url);
            assert!(error.to_string().contains("is not an http or https URL"), "{error}");
        }
    }

    #[test]
    fn headers_of_the_endpoint_are_sent() {
        let endpoint = Endpoint::new("https://a.example").expect("an endpoint");
        let endpoint = endpoint.with_header("x-cell", "7").expect("a header");
        let request = endpoint.apply(request("/", None)).expect("a request");
        assert_eq!(request.headers().get("x-cell").expect("sent"), "7");
        assert!(endpoint.with_header("x-cell", "a\nb").is_err());
    }
}
