//! The parts of a request that are the same for all attempts, and the options of the call that change them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue, USER_AGENT};
use http::uri::PathAndQuery;

use super::attempts::Rules;
use super::auth::Proof;
use crate::config::{Settings, checked_url};
use crate::endpoint::{Endpoint, EndpointError, EndpointRules, check_region, uri_encode};
use crate::interceptor::Interceptor;
use crate::operation::OperationInfo;
use crate::options::CallOptions;
use crate::request::is_own_header;
use crate::transport::Limits;

/// A call that is ready for its first attempt.
pub(super) struct Plan {
    /// The request with its absolute URI and all headers except those of the signature.
    pub(super) request: http::Request<Bytes>,
    pub(super) limits: Limits,
    pub(super) rules: Rules,
    pub(super) proof: Proof,
    #[cfg(feature = "discovery")]
    pub(super) search: Option<super::discovery::Search>,
    /// The interceptors of this call.
    pub(super) interceptors: Vec<Arc<dyn Interceptor>>,
}

impl Plan {
    /// `rules` are the endpoint rules with the parameters that the input sets, if it sets any.
    pub(super) fn new(
        settings: &Settings,
        operation: &OperationInfo,
        mut request: http::Request<Bytes>,
        rules: Option<EndpointRules>,
        options: &CallOptions,
    ) -> Result<Self, String> {
        check_region(options.region.as_deref()).map_err(|error| error.to_string())?;
        let endpoint = endpoint(settings, rules, options)?;
        add_query(&mut request, settings.query.iter().chain(&options.query))?;
        let mut request = endpoint.apply(request).map_err(|error| error.to_string())?;
        request.headers_mut().insert(USER_AGENT, settings.user_agent.clone());
        add_headers(&mut request, settings.headers.iter().chain(&options.headers))?;
        // After the headers, because it adds to an encoding that a caller sets.
        let request = operation.pack(request, settings.compress_from);
        #[cfg(not(feature = "stream"))]
        let (limits, call_timeout) = (settings.limits, settings.call_timeout);
        #[cfg(feature = "stream")]
        let (limits, call_timeout) = super::stream::limits(operation, &request, settings);
        let rules = Rules {
            operation: operation.name,
            call_timeout: options.call_timeout.unwrap_or(call_timeout),
            max_attempts: options.max_attempts.unwrap_or(settings.retry.max_attempts).max(1),
            idempotent: operation.idempotent
                || options.retry_non_idempotent.unwrap_or(settings.retry.non_idempotent),
            acts: !request.method().is_safe(),
        };
        Ok(Self {
            #[cfg(feature = "discovery")]
            search: super::discovery::Search::new(settings, operation, options, &request),
            request,
            limits: Limits {
                connect: options.connect_timeout.unwrap_or(limits.connect),
                stall: options.stall_timeout.unwrap_or(limits.stall),
                attempt: options.attempt_timeout.unwrap_or(limits.attempt),
                body: options.body_limit.unwrap_or(limits.body),
            },
            rules,
            proof: Proof::new(settings, operation, &endpoint, options)?,
            interceptors: options.interceptors.clone(),
        })
    }

    /// Returns the host of the request, with its port if the endpoint has one.
    pub(super) fn host(&self) -> String {
        self.request.uri().authority().map(ToString::to_string).unwrap_or_default()
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("request", &Outline(&self.request))
            .field("limits", &self.limits)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}

/// Shows what a request is about, without headers, query and body, which may be secrets.
pub(super) struct Outline<'r, B>(pub(super) &'r http::Request<B>);

impl<B> fmt::Debug for Outline<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(request) = self;
        let host = request.uri().authority().map_or("", |authority| authority.as_str());
        write!(f, "{} {host}{}", request.method(), request.uri().path())
    }
}

/// Chooses the endpoint: a URL of the call takes precedence over rules, and rules with parameters of the call over the
/// client's endpoint.
fn endpoint<'s>(
    settings: &'s Settings,
    rules: Option<EndpointRules>,
    options: &CallOptions,
) -> Result<Cow<'s, Endpoint>, String> {
    let message = |error: EndpointError| error.to_string();
    let endpoint = if let Some(url) = &options.endpoint_url {
        checked_url(url, settings.service)?;
        Endpoint::new(url.as_str()).map_err(message)?
    } else {
        let rules = match (rules, &options.endpoint_params) {
            (None, None) => {
                return settings.endpoint.as_ref().map(Cow::Borrowed).map_err(ToString::to_string);
            }
            (Some(rules), None) => rules,
            (rules, Some(change)) => change(rules.as_ref().unwrap_or(&settings.rules)).map_err(message)?,
        };
        let endpoint = rules.resolve().map_err(message)?;
        checked_url(endpoint.url(), settings.service)?;
        endpoint
    };
    #[cfg(any(feature = "client", feature = "blocking"))]
    if settings.certified {
        return crate::config::for_call(endpoint, settings.service).map(Cow::Owned);
    }
    Ok(Cow::Owned(endpoint))
}

fn add_query<'p>(
    request: &mut http::Request<Bytes>,
    pairs: impl Iterator<Item = &'p (String, String)>,
) -> Result<(), String> {
    let added: Vec<_> =
        pairs.map(|(name, value)| format!("{}={}", uri_encode(name), uri_encode(value))).collect();
    if added.is_empty() {
        return Ok(());
    }
    let text = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    let separator = if text.contains('?') { '&' } else { '?' };
    let text = format!("{text}{separator}{}", added.join("&"));
    *request.uri_mut() = text.parse().map_err(|_| "the query is too long".to_owned())?;
    Ok(())
}

/// Sets headers; replaces existing ones.
fn add_headers<'p>(
    request: &mut http::Request<Bytes>,
    pairs: impl Iterator<Item = &'p (String, String)>,
) -> Result<(), String> {
    for (name, value) in pairs {
        let problem = || format!("the header {name:?} cannot be sent");
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| problem())?;
        if is_own_header(&header) {
            return Err(format!("the header {name:?} is set only by the client"));
        }
        let value = HeaderValue::from_str(value).map_err(|_| problem())?;
        request.headers_mut().try_insert(header, value).map_err(|_| problem())?;
    }
    Ok(())
}
