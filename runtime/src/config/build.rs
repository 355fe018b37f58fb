//! Builds a configuration from checked settings.

use std::marker::PhantomData;
use std::sync::Arc;

use http::HeaderValue;

use super::{Config, ConfigBuilder, ConfigError, Identities, Settings, header, user_agent};
#[cfg(any(feature = "sigv4", feature = "bearer"))]
use crate::credentials::Cache;
use crate::endpoint::{Endpoint, EndpointError, EndpointRules};
use crate::service::Service;

/// The results of the checks.
struct Checked {
    endpoint: Result<Endpoint, EndpointError>,
    user_agent: HeaderValue,
    #[cfg(any(feature = "client", feature = "blocking"))]
    tls: Arc<rustls::ClientConfig>,
}

impl<S: Service> ConfigBuilder<S> {
    /// Returns the configuration, or an error with all problems.
    ///
    /// It sends nothing, asks no provider, and does not read the environment.
    pub fn build(self) -> Result<Config<S>, ConfigError> {
        let mut problems = Vec::new();
        match self.check(&mut problems) {
            Some(checked) if problems.is_empty() => Ok(self.into_config(checked)),
            _ => Err(ConfigError::new(S::INFO.id, problems)),
        }
    }

    fn check(&self, problems: &mut Vec<String>) -> Option<Checked> {
        problems.extend(self.origins.values().filter_map(|origin| origin.problem.clone()));
        let found = self.checked_endpoint(problems);
        let (endpoint, reason) = match found {
            Some(Ok(endpoint)) => (Some(endpoint), None),
            Some(Err(reason)) => (None, Some(reason)),
            None => (None, None),
        };
        self.check_auth(problems);
        #[cfg(feature = "sigv4")]
        self.check_signing(endpoint.as_ref(), problems);
        #[cfg(feature = "bearer")]
        self.check_token(endpoint.as_ref(), problems);
        #[cfg(any(feature = "client", feature = "blocking"))]
        let endpoint = self.endpoint_for_certificate(endpoint, problems);
        #[cfg(any(feature = "client", feature = "blocking"))]
        self.check_proxy(endpoint.as_ref(), problems);
        self.check_numbers(problems);
        let user_agent = self.checked_user_agent(problems);
        problems.extend(self.headers.iter().filter_map(|(name, value)| header::problem(name, value)));
        #[cfg(any(feature = "client", feature = "blocking"))]
        let tls = self.tls(problems);
        Some(Checked {
            endpoint: endpoint.map(Ok).or(reason.map(Err))?,
            user_agent: user_agent?,
            #[cfg(any(feature = "client", feature = "blocking"))]
            tls: tls?,
        })
    }

    fn check_numbers(&self, problems: &mut Vec<String>) {
        if self.retry.max_attempts == 0 {
            let name = self.name("max_attempts");
            problems.push(format!("{name} is 0; it includes the first attempt, so use at least 1"));
        }
        let timeouts = [
            ("connect_timeout", self.limits.connect),
            ("stall_timeout", self.limits.stall),
            ("attempt_timeout", self.limits.attempt),
            ("call_timeout", self.call_timeout),
        ];
        for (setting, _) in timeouts.iter().filter(|(_, time)| time.is_zero()) {
            problems.push(format!("{} is 0: for no limit, give Duration::MAX", self.name(setting)));
        }
        if self.limits.body == 0 {
            problems.push("body_limit is 0: no response with a body could be read".to_owned());
        }
    }

    fn checked_user_agent(&self, problems: &mut Vec<String>) -> Option<HeaderValue> {
        let name = self.app_name.as_deref();
        if let Some(wrong) = name.filter(|name| !user_agent::is_app_name(name)) {
            problems.push(format!(
                "{} {wrong:?} is not made of 1 to 50 letters, digits and !#$%&'*+-.^_`|~",
                self.name("app_name")
            ));
            return None;
        }
        let text = self.user_agent.clone().unwrap_or_else(|| user_agent::text(S::INFO, name));
        let value = HeaderValue::try_from(text);
        if value.is_err() {
            problems.push("user_agent has control characters in it, and cannot be sent".to_owned());
        }
        value.ok()
    }

    #[cfg(any(feature = "client", feature = "blocking"))]
    fn tls(&self, problems: &mut Vec<String>) -> Option<Arc<rustls::ClientConfig>> {
        let clock = shifted(&self.clock, self.clock_offset);
        let (identity, provider) = (self.certificate.as_ref(), self.crypto_provider.as_ref());
        match crate::tls::client_config(&self.trust, identity, provider, clock) {
            Ok(config) => Some(config),
            Err(error) => {
                problems.push(format!(
                    "trust, certificate and crypto_provider do not make a TLS configuration: {error}"
                ));
                None
            }
        }
    }

    fn into_config(self, checked: Checked) -> Config<S> {
        let identities = self.identities();
        let settings = Settings {
            service: S::INFO,
            endpoint: checked.endpoint,
            rules: EndpointRules::with_settings::<S>(self.params, self.endpoint.clone()),
            identities,
            #[cfg(feature = "discovery")]
            discovers: self.endpoint.url.is_none(),
            region: self.endpoint.region.map(Arc::from),
            retry: self.retry,
            compress_from: self.compress_from,
            limits: self.limits,
            call_timeout: self.call_timeout,
            own_limits: self.own_limits,
            checks: self.checks,
            clock: self.clock,
            clock_offset: self.clock_offset,
            correct_clock: self.correct_clock,
            tokens: self.tokens,
            user_agent: checked.user_agent,
            headers: self.headers,
            query: self.query,
            interceptors: self.interceptors,
            #[cfg(any(feature = "client", feature = "blocking"))]
            certified: self.certificate.is_some(),
            #[cfg(any(feature = "client", feature = "blocking"))]
            tls: checked.tls,
            #[cfg(any(feature = "client", feature = "blocking"))]
            proxy: self.proxy,
            #[cfg(any(feature = "client", feature = "blocking"))]
            max_idle_connections: self.max_idle_connections,
            #[cfg(feature = "tracing")]
            logger: S::LOGGER,
        };
        Config { settings: Arc::new(settings), service: PhantomData }
    }

    /// Caches of the providers, which the clients of the configuration share.
    #[allow(clippy::unused_self, reason = "what there can be depends on the features")]
    fn identities(&self) -> Identities {
        Identities {
            #[cfg(feature = "sigv4")]
            credentials: self.credentials.clone().map(|provider| Arc::new(Cache::new(provider))),
            #[cfg(feature = "bearer")]
            token: self.token.clone().map(|provider| Arc::new(Cache::new(provider))),
            #[cfg(feature = "bearer")]
            prefers_token: self.prefers_token(),
        }
    }

    /// How a message calls a setting: by its setter, or by the source of its value.
    pub(super) fn name<'a>(&'a self, setting: &'a str) -> &'a str {
        self.origins.get(setting).map_or(setting, |origin| &origin.name)
    }
}

/// A clock with an initial offset in seconds.
#[cfg(any(feature = "client", feature = "blocking"))]
fn shifted(clock: &super::Clock, seconds: i64) -> super::Clock {
    let clock = Arc::clone(clock);
    let distance = std::time::Duration::from_secs(seconds.unsigned_abs());
    Arc::new(move || {
        let now = clock();
        let moved = if seconds < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
        moved.unwrap_or(now)
    })
}
