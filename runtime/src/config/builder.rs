//! The settings of a client with their defaults, before they are checked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Clock, Retry, names, url};
use crate::interceptor::Interceptor;
use crate::retry::{Backoff, Exponential};
use crate::service::{EndpointSettings, Service};
use crate::token;
use crate::transport::Limits;
use crate::validate::Checks;

/// The waiting time between attempts doubles up to this limit.
const BACKOFF_MAX: Duration = Duration::from_secs(20);

/// The default minimum length, in bytes, of a body that is compressed, as in AWS's SDKs.
const COMPRESS_FROM: usize = 10_240;

/// A configuration that is being filled in; [`build`](Self::build) checks it.
///
/// An endpoint or a region is required, and one way to authenticate requests:
#[cfg_attr(feature = "sigv4", doc = "[`credentials`](Self::credentials),")]
#[cfg_attr(not(feature = "sigv4"), doc = "`credentials` (with the feature `sigv4`),")]
#[cfg_attr(any(feature = "client", feature = "blocking"), doc = "[`certificate`](Self::certificate)")]
#[cfg_attr(
    not(any(feature = "client", feature = "blocking")),
    doc = "`certificate` (with the feature `client` or `blocking`)"
)]
#[cfg_attr(feature = "bearer", doc = "or [`token`](Self::token) (some services take both),")]
/// or [`unsigned`](Self::unsigned). All other settings have a default. If a setting is set twice, the last value
/// counts, and for headers the last one of each name; query parameters and interceptors accumulate. [`Duration::MAX`]
/// means no time limit.
///
/// ```
/// use std::time::Duration;
/// use smithy_client::{Config, ConfigError, Service};
///
/// fn local<S: Service>() -> Result<Config<S>, ConfigError> {
///     Config::builder()
///         .endpoint_url("http://localhost:8000")
///         .unsigned()
///         .max_attempts(5)
///         .call_timeout(Duration::from_secs(20))
///         .build()
/// }
/// ```
#[derive(Clone)]
#[must_use = "a configuration is of use once it is built"]
pub struct ConfigBuilder<S: Service> {
    pub(super) endpoint: EndpointSettings,
    pub(super) params: S::Params,
    #[cfg(feature = "sigv4")]
    pub(super) credentials: Option<Arc<dyn crate::credentials::ProvideCredentials>>,
    #[cfg(feature = "bearer")]
    pub(super) token: Option<Arc<dyn crate::credentials::ProvideToken>>,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) certificate: Option<crate::tls::Identity>,
    pub(super) unsigned: bool,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) trust: crate::tls::Trust,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) crypto_provider: Option<Arc<crate::tls::CryptoProvider>>,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) proxy: crate::proxy::Proxy,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) max_idle_connections: usize,
    pub(super) retry: Retry,
    pub(super) compress_from: usize,
    pub(super) limits: Limits,
    pub(super) own_limits: super::OwnLimits,
    pub(super) call_timeout: Duration,
    pub(super) checks: Checks,
    pub(super) clock: Clock,
    pub(super) clock_offset: i64,
    pub(super) correct_clock: bool,
    pub(super) tokens: Arc<dyn Fn() -> String + Send + Sync>,
    pub(super) app_name: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) interceptors: Vec<Arc<dyn Interceptor>>,
    /// The sources of settings that were set without a setter, by the names of their setters.
    pub(super) origins: BTreeMap<&'static str, Origin>,
}

/// The source of a setting that the program has not set itself.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// Its name in messages: the name of a variable, for example.
    pub(super) name: Cow<'static, str>,
    /// Why it has no value, as a sentence.
    pub(super) problem: Option<String>,
}

impl<S: Service> Default for ConfigBuilder<S> {
    fn default() -> Self {
        Self {
            endpoint: EndpointSettings::default(),
            params: S::Params::default(),
            #[cfg(feature = "sigv4")]
            credentials: None,
            #[cfg(feature = "bearer")]
            token: None,
            #[cfg(any(feature = "client", feature = "blocking"))]
            certificate: None,
            unsigned: false,
            #[cfg(any(feature = "client", feature = "blocking"))]
            trust: crate::tls::Trust::web_pki(),
            #[cfg(any(feature = "client", feature = "blocking"))]
            crypto_provider: None,
            #[cfg(any(feature = "client", feature = "blocking"))]
            proxy: crate::proxy::Proxy::none(),
            #[cfg(any(feature = "client", feature = "blocking"))]
            max_idle_connections: usize::MAX,
            retry: Retry {
                max_attempts: 3,
                backoff: Arc::new(Exponential::default()),
                non_idempotent: false,
            },
            compress_from: COMPRESS_FROM,
            limits: Limits::DEFAULT,
            own_limits: super::OwnLimits::default(),
            call_timeout: Duration::from_secs(60),
            checks: Checks::default(),
            clock: Arc::new(SystemTime::now),
            clock_offset: 0,
            correct_clock: true,
            tokens: Arc::new(token::uuid_v4),
            app_name: None,
            user_agent: None,
            headers: Vec::new(),
            query: Vec::new(),
            interceptors: Vec::new(),
            origins: BTreeMap::new(),
        }
    }
}

impl<S: Service> ConfigBuilder<S> {
    /// Sets the URL to call: `https` or `http`, a host, and optionally a port and a base path. Default: the service's
    /// URL in the region.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint.url = Some(url.into());
        self.explicit("endpoint_url")
    }

    /// Sets the region, such as `eu-west-1`. It is part of each signature, so credentials need it even if
    /// [`endpoint_url`](Self::endpoint_url) is set. No default.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.endpoint.region = Some(region.into());
        self.explicit("region")
    }

    /// Sets whether to call the region's host with cryptography validated under FIPS 140. Default: no. An error if the
    /// service has none, and together with [`endpoint_url`](Self::endpoint_url).
    pub fn use_fips(mut self, on: bool) -> Self {
        self.endpoint.use_fips = on;
        self.explicit("use_fips")
    }

    /// Sets whether to call the region's host that also has IPv6 addresses. Default: no. An error if the service has
    /// none, and together with [`endpoint_url`](Self::endpoint_url).
    pub fn use_dual_stack(mut self, on: bool) -> Self {
        self.endpoint.use_dual_stack = on;
        self.explicit("use_dual_stack")
    }

    /// Sets the parameters of the service's endpoint rules. The settings above take precedence over them, and settings
    /// of an operation or a call take precedence over both.
    pub fn endpoint_params(self, params: S::Params) -> Self {
        Self { params, ..self }
    }

    /// Changes the parameters of the service's own endpoint rules.
    pub fn change_endpoint_params(mut self, change: impl FnOnce(S::Params) -> S::Params) -> Self {
        self.params = change(self.params);
        self
    }

    /// Signs requests (Signature Version 4) with credentials of this provider, or with these. They are kept until
    /// shortly before they expire. If the provider's future blocks its thread, a call can exceed
    /// [`call_timeout`](Self::call_timeout).
    ///
    /// This does not require TLS: over `http` a signature protects a request from changes, but hides nothing.
    #[cfg(feature = "sigv4")]
    pub fn credentials(mut self, provider: impl crate::credentials::ProvideCredentials + 'static) -> Self {
        self.credentials = Some(Arc::new(provider));
        self.explicit("credentials")
    }

    /// Sends the bearer token of this provider, or this one, with requests of operations that accept one. It is kept
    /// until shortly before it expires. If the provider's future blocks its thread, a call can exceed
    /// [`call_timeout`](Self::call_timeout).
    ///
    /// An operation that takes a signature as well is called in the way that it prefers, if
    #[cfg_attr(feature = "sigv4", doc = "[`credentials`](Self::credentials)")]
    #[cfg_attr(not(feature = "sigv4"), doc = "`credentials` (with the feature `sigv4`)")]
    /// are set, too. A token is sent only over `https`, or to this machine: anyone who reads it can use it.
    #[cfg(feature = "bearer")]
    pub fn token(mut self, provider: impl crate::credentials::ProvideToken + 'static) -> Self {
        self.token = Some(Arc::new(provider));
        self.explicit("token")
    }

    /// Sends unsigned requests over connections with this client certificate (mutual TLS).
    ///
    /// If the endpoint's URL has no port, it gets the one on which the service accepts certificates.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub fn certificate(mut self, identity: crate::tls::Identity) -> Self {
        self.certificate = Some(identity);
        self.without_inherited_credentials()
    }

    /// Sends requests without a signature and without a token, for example through a gateway that signs them.
    ///
    /// Most emulators of AWS need a signature, at least to identify the service: use any credentials.
    pub fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self.without_inherited_credentials()
    }

    /// Sets which server certificates are trusted. Default: those issued under the roots that browsers trust; the
    /// program contains a copy of these.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub fn trust(mut self, trust: crate::tls::Trust) -> Self {
        self.trust = trust;
        self.explicit("trust")
    }

    /// Sets the cryptography of TLS. Default: ring, even if the process has another default provider; that default is
    /// not changed. A provider without cipher suites or without key exchange is an error.
    ///
    /// The key of a certificate signs with the provider that it was read with
    /// ([`Identity::from_pem_with`](crate::tls::Identity::from_pem_with)). Signatures of requests always use ring.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub fn crypto_provider(mut self, provider: Arc<crate::tls::CryptoProvider>) -> Self {
        self.crypto_provider = Some(provider);
        self
    }

    /// Sets the proxy. Default: none, even if the environment sets one.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub fn proxy(mut self, proxy: crate::proxy::Proxy) -> Self {
        self.proxy = proxy;
        self.explicit("proxy")
    }

    /// Sets how many idle connections are kept. Default: all, each for 30 seconds. The async client closes them then;
    /// the blocking client closes them when it next uses a connection. With fewer than there are concurrent calls, the
    /// client opens new connections, and over TLS that costs more than a call; with 0, each attempt opens its own.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.max_idle_connections = connections;
        self
    }

    /// Sets the maximum number of attempts of a call, including the first one. Default: 3; at least 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.retry.max_attempts = attempts;
        self.explicit("max_attempts")
    }

    /// Sets the longest time to wait before the second attempt. The time is random, and its maximum doubles with each
    /// further attempt up to 20 seconds, or stays the same if it is longer. Default: 1 second.
    pub fn backoff_base(self, base: Duration) -> Self {
        self.backoff(Exponential::new(base, BACKOFF_MAX.max(base)))
    }

    /// Sets how long to wait between attempts, instead of [`backoff_base`](Self::backoff_base).
    pub fn backoff(mut self, backoff: impl Backoff + 'static) -> Self {
        self.retry.backoff = Arc::new(backoff);
        self
    }

    /// Sets whether to retry operations that are not idempotent even if the service may have acted. Default: no.
    pub fn retry_non_idempotent(mut self, repeat: bool) -> Self {
        self.retry.non_idempotent = repeat;
        self
    }

    /// Sets the time limit for a new connection: name resolution, TCP, proxy and TLS together. Default: 5 seconds; more
    /// than 0. A value above [`attempt_timeout`](Self::attempt_timeout) has no effect.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect = timeout;
        self.explicit("connect_timeout")
    }

    /// Sets the time without a byte in either direction after which an attempt on a connection ends. It includes the
    /// time that the service needs to begin its response, but does not limit the length of a response that keeps
    /// coming. Default: none, so that only [`attempt_timeout`](Self::attempt_timeout) counts, and 60 seconds if a body
    /// is a stream; more than 0.
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.limits.stall = timeout;
        self.own_limits.stall = true;
        self.explicit("stall_timeout")
    }

    /// Sets the time limit for each attempt, from its start to the last byte of the response, or to the end of its head
    /// if its body is a stream. Default: 15 seconds, and none if the request's body is a stream; more than 0. A value
    /// above [`call_timeout`](Self::call_timeout) has no effect.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = timeout;
        self.own_limits.attempt = true;
        self.explicit("attempt_timeout")
    }

    /// Sets the time limit for a whole call: all attempts, the waiting between them, and getting credentials. Default:
    /// 60 seconds; if the request's body is a stream, these apply only to credentials. More than 0.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = timeout;
        self.own_limits.call = true;
        self.explicit("call_timeout")
    }

    /// Sets the maximum size of a response body in bytes; a longer one is an error. Default: 8 MiB; at least 1.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits.body = bytes;
        self
    }

    /// Sets the minimum size in bytes of a body that is compressed, for operations that allow it. Default: 10,240, as
    /// in AWS's SDKs; [`usize::MAX`] disables compression.
    #[cfg(feature = "gzip")]
    pub fn compress_from(mut self, bytes: usize) -> Self {
        self.compress_from = bytes;
        self.explicit("compress_from")
    }

    /// Sets which constraints of an input are checked before it is sent. Default: [`Checks::default`].
    pub fn checks(self, checks: Checks) -> Self {
        Self { checks, ..self }
    }

    /// Sets the clock, for signatures and for the certificates of servers. Default:
    /// [`SystemTime::now`].
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Sets by how many seconds the clock is behind the true time, as far as known; negative if it is ahead. Default:
    /// 0. A client returns its current value as `clock_offset()`, which can be kept for the next start.
    pub fn clock_offset(self, seconds: i64) -> Self {
        Self { clock_offset: seconds, ..self }
    }

    /// Sets whether to use the service's clock once it refuses a signature because of the time. Default: yes. A
    /// difference of more than a hundred years is ignored.
    pub fn correct_clock(self, correct: bool) -> Self {
        Self { correct_clock: correct, ..self }
    }

    /// Sets the source of idempotency tokens that an input does not have. Default: random UUIDs, [`token::uuid_v4`].
    pub fn idempotency_tokens(self, tokens: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { tokens: Arc::new(tokens), ..self }
    }

    /// Sets the name of the application, which comes last in the header `user-agent`: 1 to 50 letters, digits and
    /// ``!#$%&'*+-.^_`|~``. No default.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self.explicit("app_name")
    }

    /// Sets the whole header `user-agent`; [`app_name`](Self::app_name) is then ignored. Default: name and version of
    /// the crate and of the service's API, the system and the language.
    pub fn user_agent(self, text: impl Into<String>) -> Self {
        Self { user_agent: Some(text.into()), ..self }
    }

    /// Adds a header to each request, which is signed with the rest; it replaces an existing one of the same name.
    /// Headers of the connection and of the signature are an error.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter to each request, which is signed with the rest.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds an interceptor, which can change requests before they are signed and observes each attempt.
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Records that the program itself has set this, so that an earlier problem with it no longer counts.
    fn explicit(mut self, setting: &'static str) -> Self {
        self.origins.remove(setting);
        self
    }

    /// Drops credentials that the program has not set itself, because it has now chosen to use none.
    fn without_inherited_credentials(mut self) -> Self {
        if self.origins.remove("credentials").is_some() {
            #[cfg(feature = "sigv4")]
            self.credentials.take();
        }
        if self.origins.remove("token").is_some() {
            #[cfg(feature = "bearer")]
            self.token.take();
        }
        self
    }

    /// Records where a setting comes from.
    pub(super) fn inherit(&mut self, setting: &'static str, name: impl Into<Cow<'static, str>>) {
        self.origins.insert(setting, Origin { name: name.into(), problem: None });
    }

    /// Records what is wrong with the value of a setting.
    pub(super) fn refuse(&mut self, setting: &'static str, name: &'static str, problem: String) {
        self.origins.insert(setting, Origin { name: name.into(), problem: Some(problem) });
    }
}

/// Omits what may be a secret: credentials, values of headers and query parameters, invalid URLs.
impl<S: Service> fmt::Debug for ConfigBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder")
            .field("service", &S::INFO.id)
            .field("endpoint_url", &self.endpoint.url.as_deref().map(url::without_secrets))
            .field("region", &self.endpoint.region)
            .field("use_fips", &self.endpoint.use_fips)
            .field("use_dual_stack", &self.endpoint.use_dual_stack)
            .field("auth", &self.auth_given())
            .field("max_attempts", &self.retry.max_attempts)
            .field("retry_non_idempotent", &self.retry.non_idempotent)
            .field("limits", &self.limits)
            .field("call_timeout", &self.call_timeout)
            .field("checks", &self.checks)
            .field("clock_offset", &self.clock_offset)
            .field("correct_clock", &self.correct_clock)
            .field("app_name", &self.app_name)
            .field("user_agent", &self.user_agent)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .finish_non_exhaustive()
    }
}
