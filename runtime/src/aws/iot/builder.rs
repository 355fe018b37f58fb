//! The builder of a credentials provider for devices.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::assume_role::{RoleAliases, Setup};
use super::{IotCredentials, Shell, Source};
use crate::config::{Config, ConfigBuilder, ConfigError};
use crate::endpoint::Url;
use crate::proxy::Proxy;
use crate::tls::{CryptoProvider, Identity, Trust};

/// Sets up [`IotCredentials`]. The endpoint, the role alias and the certificate have to be set.
#[derive(Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct IotCredentialsBuilder {
    config: ConfigBuilder<RoleAliases>,
    setup: Setup,
    certificate: Option<Identity>,
}

impl IotCredentialsBuilder {
    pub(super) fn new() -> Self {
        // There is no default endpoint, so a missing one is the same error as an empty one.
        let config = Config::builder().endpoint_url("");
        let config = config.backoff_base(Duration::from_millis(200)).body_limit(64 << 10);
        Self { config, setup: Setup::default(), certificate: None }
    }

    /// Sets the endpoint: the account's credential provider, as `aws iot describe-endpoint --endpoint-type
    /// iot:CredentialProvider` shows it, with `https://` before it.
    pub fn endpoint_url(self, url: impl Into<String>) -> Self {
        Self { config: self.config.endpoint_url(url), ..self }
    }

    /// Sets the name of the role alias: 1 to 128 letters, digits and `_=,@-`.
    pub fn role_alias(mut self, name: impl Into<String>) -> Self {
        self.setup.input.role_alias = name.into();
        self
    }

    /// Sets the name of the thing that the certificate is attached to, for policies that refer to it; 1 to 128 letters,
    /// digits and `_:-`. Default: none is sent.
    pub fn thing_name(mut self, name: impl Into<String>) -> Self {
        self.setup.input.thing_name = Some(name.into());
        self
    }

    /// Sets the device's certificate and its key. Required.
    pub fn certificate(self, identity: Identity) -> Self {
        Self { certificate: Some(identity), ..self }
    }

    /// Sets which server certificates are trusted. Default: those issued under the roots that browsers trust.
    pub fn trust(self, trust: Trust) -> Self {
        Self { config: self.config.trust(trust), ..self }
    }

    /// Sets the cryptography of TLS. Default: ring.
    pub fn crypto_provider(self, provider: Arc<CryptoProvider>) -> Self {
        Self { config: self.config.crypto_provider(provider), ..self }
    }

    /// Sets a proxy. Default: none.
    pub fn proxy(self, proxy: Proxy) -> Self {
        Self { config: self.config.proxy(proxy), ..self }
    }

    /// Sets the clock. Default: [`SystemTime::now`].
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { config: self.config.clock(clock), ..self }
    }

    /// Builds the provider for async clients. A blocking client can use it too, and asks it on a separate thread.
    ///
    /// It connects at the first request for credentials.
    #[cfg(feature = "client")]
    pub fn build(self) -> Result<IotCredentials, ConfigError> {
        let certified = self.certificate.is_some();
        self.finish(certified, |config| Shell::Async(crate::client::Client::new(config)))
    }

    /// Builds the provider for blocking clients. It asks on a separate thread, so that an async client can use it too.
    ///
    /// It connects at the first request for credentials.
    #[cfg(feature = "blocking")]
    pub fn build_blocking(self) -> Result<IotCredentials, ConfigError> {
        let certified = self.certificate.is_some();
        self.finish(certified, |config| Shell::Blocking(crate::blocking::Client::new(config)))
    }

    /// Builds the provider over a transport of your own, which has to present the certificate itself, for example with
    /// a key that does not leave its chip.
    #[cfg(feature = "client")]
    pub fn build_with_transport(
        self,
        transport: impl crate::transport::Transport,
    ) -> Result<IotCredentials, ConfigError> {
        self.finish(true, |config| Shell::Async(crate::client::Client::with_transport(config, transport)))
    }

    /// Does the same as `build_with_transport` for blocking clients.
    #[cfg(feature = "blocking")]
    pub fn build_with_blocking_transport(
        self,
        transport: impl crate::transport::BlockingTransport,
    ) -> Result<IotCredentials, ConfigError> {
        self.finish(true, |config| {
            Shell::Blocking(crate::blocking::Client::with_transport(config, transport))
        })
    }

    fn finish(
        self,
        certified: bool,
        shell: impl FnOnce(Config<RoleAliases>) -> Shell,
    ) -> Result<IotCredentials, ConfigError> {
        let setup = Setup { certified, ..self.setup };
        let config = match self.certificate {
            Some(identity) => self.config.certificate(identity),
            None => self.config.unsigned(),
        };
        let config = config.endpoint_params(setup.clone()).build()?;
        let url = config.endpoint().and_then(|endpoint| Url::parse(endpoint.url()));
        let host = url.map(|url| url.authority.to_owned()).unwrap_or_default();
        let clock = Arc::clone(&config.settings().clock);
        let shell = shell(config);
        Ok(IotCredentials::new(Source { shell, input: setup.input, host, clock, behind: 0.into() }))
    }
}

impl fmt::Debug for IotCredentialsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IotCredentialsBuilder").field("input", &self.setup.input).finish_non_exhaustive()
    }
}
