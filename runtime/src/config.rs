//! The configuration of a client: settings that are checked all at once, before the first call.

#[cfg(feature = "bearer")]
mod bearer;
mod build;
mod builder;
mod check;
mod env;
mod error;
mod header;
#[cfg(any(feature = "client", feature = "blocking"))]
mod mutual_tls;
#[cfg(feature = "aws-config")]
mod sdk;
#[cfg(feature = "sigv4")]
mod signing;
#[cfg(test)]
mod tests;
mod url;
mod user_agent;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderValue;

#[cfg(feature = "bearer")]
pub(crate) use bearer::check_secrecy;
pub use builder::ConfigBuilder;
pub use error::ConfigError;

#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use mutual_tls::for_call;
pub(crate) use url::{checked_url, without_secrets};

use crate::endpoint::{Endpoint, EndpointError, EndpointRules};
use crate::interceptor::Interceptor;
use crate::retry::Backoff;
use crate::service::{Service, ServiceInfo};
use crate::transport::Limits;
use crate::validate::Checks;

/// A checked configuration. It is cheap to clone; clones share their credentials.
///
/// A [`ConfigBuilder`] creates it, and documents all settings with their defaults.
pub struct Config<S> {
    settings: Arc<Settings>,
    service: PhantomData<S>,
}

/// The settings of a client, independent of its service. All are valid.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) service: &'static ServiceInfo,
    /// The endpoint of calls that set no parameters of the endpoint rules, or the reason why there is none.
    pub(crate) endpoint: Result<Endpoint, EndpointError>,
    pub(crate) rules: EndpointRules,
    pub(crate) region: Option<Arc<str>>,
    pub(crate) identities: Identities,
    /// Whether endpoints may be discovered, because no URL is set.
    #[cfg(feature = "discovery")]
    pub(crate) discovers: bool,
    pub(crate) retry: Retry,
    pub(crate) compress_from: usize,
    pub(crate) limits: Limits,
    pub(crate) call_timeout: Duration,
    #[cfg_attr(not(feature = "stream"), expect(dead_code, reason = "only streams have limits of their own"))]
    pub(crate) own_limits: OwnLimits,
    pub(crate) checks: Checks,
    pub(crate) clock: Clock,
    /// Seconds to add to the clock's time.
    pub(crate) clock_offset: i64,
    pub(crate) correct_clock: bool,
    pub(crate) tokens: Arc<dyn Fn() -> String + Send + Sync>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
    /// Whether the certificate of the connection authenticates requests.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) certified: bool,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) tls: Arc<rustls::ClientConfig>,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) proxy: crate::proxy::Proxy,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) max_idle_connections: usize,
    #[cfg(feature = "tracing")]
    pub(crate) logger: Option<crate::telemetry::Logger>,
}

/// The limits that the program itself has set. Streams have other defaults.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OwnLimits {
    pub(crate) stall: bool,
    pub(crate) attempt: bool,
    pub(crate) call: bool,
}

/// The source of the time of day.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The identities that authenticate requests. Without any, requests are unauthenticated, or the certificate of the
/// connection authenticates them.
#[derive(Clone, Default)]
pub(crate) struct Identities {
    #[cfg(feature = "sigv4")]
    pub(crate) credentials: Option<Arc<crate::credentials::Cache<crate::credentials::Credentials>>>,
    #[cfg(feature = "bearer")]
    pub(crate) token: Option<Arc<crate::credentials::Cache<crate::credentials::Token>>>,
    /// Whether the token takes precedence, regardless of the operation's order.
    #[cfg(feature = "bearer")]
    pub(crate) prefers_token: bool,
}

impl Identities {
    /// The names of the identities that are set.
    #[allow(clippy::unused_self, reason = "what there can be depends on the features")]
    fn names(&self) -> Vec<&'static str> {
        let names = [
            #[cfg(feature = "sigv4")]
            self.credentials.is_some().then_some("SigV4"),
            #[cfg(feature = "bearer")]
            self.token.is_some().then_some("Bearer"),
            None,
        ];
        names.into_iter().flatten().collect()
    }
}

/// The retry settings.
#[derive(Clone)]
pub(crate) struct Retry {
    pub(crate) max_attempts: u32,
    pub(crate) backoff: Arc<dyn Backoff>,
    pub(crate) non_idempotent: bool,
}

impl<S: Service> Config<S> {
    /// Creates a builder with the defaults that its setters name. It does not read the environment.
    pub fn builder() -> ConfigBuilder<S> {
        ConfigBuilder::default()
    }
}

impl<S> Config<S> {
    /// Returns where requests go. With a certificate, the URL includes the port on which the service accepts
    /// certificates. `None` if each call has to set more to have an endpoint.
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.settings.endpoint.as_ref().ok()
    }

    /// Returns the region, if one is set.
    pub fn region(&self) -> Option<&str> {
        self.settings.region.as_deref()
    }

    /// Returns the maximum number of attempts of a call, including the first one.
    pub fn max_attempts(&self) -> u32 {
        self.settings.retry.max_attempts
    }

    /// Returns the time limit for a new connection.
    pub fn connect_timeout(&self) -> Duration {
        self.settings.limits.connect
    }

    /// Returns the time without a byte in either direction after which an attempt ends.
    pub fn stall_timeout(&self) -> Duration {
        self.settings.limits.stall
    }

    /// Returns the time limit for one attempt.
    pub fn attempt_timeout(&self) -> Duration {
        self.settings.limits.attempt
    }

    /// Returns the time limit for a whole call.
    pub fn call_timeout(&self) -> Duration {
        self.settings.call_timeout
    }

    /// Returns the maximum size of a response body in bytes.
    pub fn body_limit(&self) -> usize {
        self.settings.limits.body
    }

    /// Returns which constraints of an input are checked before it is sent.
    pub fn checks(&self) -> Checks {
        self.settings.checks
    }

    /// Returns the header `user-agent` of requests.
    pub fn user_agent(&self) -> &HeaderValue {
        &self.settings.user_agent
    }

    pub(crate) fn into_settings(self) -> Arc<Settings> {
        self.settings
    }

    #[cfg(any(feature = "client", feature = "blocking", all(test, feature = "aws-config")))]
    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }
}

impl<S> Clone for Config<S> {
    fn clone(&self) -> Self {
        Self { settings: Arc::clone(&self.settings), service: PhantomData }
    }
}

impl<S> fmt::Debug for Config<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.debug(f.debug_struct("Config"))
    }
}

impl Settings {
    fn debug(&self, mut output: fmt::DebugStruct<'_, '_>) -> fmt::Result {
        output
            .field("service", &self.service.id)
            .field("endpoint", &self.endpoint.as_ref().map(Endpoint::url))
            .field("region", &self.region)
            .field("auth", &self.identities)
            .field("max_attempts", &self.retry.max_attempts)
            .field("retry_non_idempotent", &self.retry.non_idempotent)
            .field("limits", &self.limits)
            .field("call_timeout", &self.call_timeout)
            .field("checks", &self.checks)
            .field("clock_offset", &self.clock_offset)
            .field("correct_clock", &self.correct_clock)
            .field("user_agent", &self.user_agent)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug(f.debug_struct("Settings"))
    }
}

impl fmt::Debug for Identities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.names().as_slice() {
            [] => f.write_str("Unsigned"),
            names => f.write_str(&names.join(" or ")),
        }
    }
}

/// Returns only the names of headers or query parameters, because the values may be secrets.
fn names(pairs: &[(String, String)]) -> Vec<&str> {
    pairs.iter().map(|(name, _)| name.as_str()).collect()
}
