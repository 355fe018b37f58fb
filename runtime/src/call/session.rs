//! The state that all calls of one client share.

use std::sync::Arc;
#[cfg(any(feature = "sigv4", feature = "bearer"))]
use std::time::Duration;
use std::time::Instant;

use super::bucket::Bucket;
use super::clock::{Moment, Offset};
use crate::config::{Config, Settings};
#[cfg(feature = "sigv4")]
use crate::credentials::Credentials;
#[cfg(feature = "bearer")]
use crate::credentials::Token;
#[cfg(any(feature = "sigv4", feature = "bearer"))]
use crate::credentials::{Cache, CredentialsError};
use crate::options::CallOptions;
use crate::service::Service;
use crate::validate::Checks;

/// The configuration of a client, its retry budget and its clock offset.
#[derive(Debug)]
pub struct Session {
    settings: Arc<Settings>,
    pub(super) bucket: Bucket,
    pub(super) offset: Offset,
    #[cfg(feature = "discovery")]
    pub(super) discovered: super::discovery::Discovered,
}

impl Session {
    /// Creates the shared state of all calls of a client with this configuration.
    pub fn new<S: Service>(config: Config<S>) -> Arc<Self> {
        let settings = config.into_settings();
        let offset = Offset::new(settings.clock_offset);
        Arc::new(Self {
            settings,
            bucket: Bucket::full(),
            offset,
            #[cfg(feature = "discovery")]
            discovered: super::discovery::Discovered::default(),
        })
    }

    /// The current moment, by the clock of the configuration.
    pub fn now(&self) -> Moment {
        Moment { wall: (self.settings.clock)(), ticks: Instant::now(), random: fastrand::f64() }
    }

    /// Returns the number of seconds by which this machine's clock is behind the service's, as far as known; negative
    /// if it is ahead.
    pub fn clock_offset(&self) -> i64 {
        self.offset.seconds()
    }

    /// Returns the credentials to sign with now, from memory or, within the limit, from the provider.
    ///
    /// The future that `sleep` returns has to end after the given time: `tokio::time::sleep`, for example.
    #[cfg(feature = "sigv4")]
    pub async fn credentials<T: Future>(
        &self,
        limit: Duration,
        sleep: impl FnOnce(Duration) -> T,
    ) -> Result<Credentials, CredentialsError> {
        match self.credentials_cache() {
            Some(cache) => cache.get(self.service_time(self.now()), limit, sleep).await,
            None => Err(CredentialsError::not_loaded("the client does not sign")),
        }
    }

    /// Does the same on this thread, and waits for the provider. If the provider's future blocks its thread, the wait
    /// can exceed the limit.
    #[cfg(all(feature = "sigv4", feature = "blocking"))]
    pub fn credentials_blocking(&self, limit: Duration) -> Result<Credentials, CredentialsError> {
        match self.credentials_cache() {
            Some(cache) => cache.get_blocking(self.service_time(self.now()), limit),
            None => Err(CredentialsError::not_loaded("the client does not sign")),
        }
    }

    /// Returns the bearer token to send now, from memory or, within the limit, from the provider.
    ///
    /// The future that `sleep` returns has to end after the given time: `tokio::time::sleep`, for example.
    #[cfg(feature = "bearer")]
    pub async fn token<T: Future>(
        &self,
        limit: Duration,
        sleep: impl FnOnce(Duration) -> T,
    ) -> Result<Token, CredentialsError> {
        match self.token_cache() {
            Some(cache) => cache.get(self.service_time(self.now()), limit, sleep).await,
            None => Err(CredentialsError::not_loaded("the client sends no token")),
        }
    }

    /// Does the same on this thread, and waits for the provider. If the provider's future blocks its thread, the wait
    /// can exceed the limit.
    #[cfg(all(feature = "bearer", feature = "blocking"))]
    pub fn token_blocking(&self, limit: Duration) -> Result<Token, CredentialsError> {
        match self.token_cache() {
            Some(cache) => cache.get_blocking(self.service_time(self.now()), limit),
            None => Err(CredentialsError::not_loaded("the client sends no token")),
        }
    }

    #[cfg(feature = "sigv4")]
    pub(super) fn credentials_cache(&self) -> Option<&Cache<Credentials>> {
        self.settings.identities.credentials.as_deref()
    }

    #[cfg(feature = "bearer")]
    pub(super) fn token_cache(&self) -> Option<&Cache<Token>> {
        self.settings.identities.token.as_deref()
    }

    /// Returns the credentials in memory, unless they are due for replacement.
    #[cfg(feature = "sigv4")]
    pub(super) fn kept_credentials(&self, now: Moment) -> Option<Credentials> {
        self.credentials_cache()?.kept(self.service_time(now))
    }

    /// Returns the token in memory, unless it is due for replacement.
    #[cfg(feature = "bearer")]
    pub(super) fn kept_token(&self, now: Moment) -> Option<Token> {
        self.token_cache()?.kept(self.service_time(now))
    }

    #[cfg(any(feature = "sigv4", feature = "bearer"))]
    fn service_time(&self, now: Moment) -> std::time::SystemTime {
        super::clock::shifted(now.wall, self.offset.seconds())
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn idempotency_token(&self) -> String {
        (self.settings.tokens)()
    }

    pub(super) fn checks(&self, options: &CallOptions) -> Checks {
        options.checks.unwrap_or(self.settings.checks)
    }
}
