//! The configuration of a client over MQTT: settings that are checked all at once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::uri::Authority;

use super::facts::{Facts, Service};
use super::session::Settings;
use crate::config::ConfigError;
use crate::proxy::Proxy;
use crate::retry::Backoff;
use crate::tls::{CryptoProvider, Identity, Trust};
use crate::validate::Checks;

/// The longest client ID that every broker accepts: MQTT 3.1.1 guarantees 23 characters, AWS IoT 128.
const LONGEST_ID: usize = 128;

/// A checked configuration. It is cheap to clone.
pub struct Config<S> {
    pub(super) inner: Arc<Checked>,
    service: PhantomData<fn() -> S>,
}

/// The checked settings of a client.
pub(super) struct Checked {
    pub(super) settings: Settings,
    pub(super) facts: &'static Facts,
    pub(super) connection: Connection,
}

/// How the connection is made.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) client_id: String,
    pub(crate) clean_session: bool,
    pub(crate) keep_alive: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) is_secure: bool,
    pub(crate) tls: Arc<rustls::ClientConfig>,
    pub(crate) proxy: Proxy,
    /// The longest packet in bytes that is read.
    pub(crate) longest: usize,
}

impl<S: Service> Config<S> {
    /// Creates a builder with the defaults that its setters name.
    pub fn builder() -> ConfigBuilder<S> {
        ConfigBuilder::default()
    }
}

impl<S> Config<S> {
    /// Returns the host of the broker and the port.
    pub fn endpoint(&self) -> (&str, u16) {
        (&self.inner.connection.host, self.inner.connection.port)
    }

    /// Returns the client ID.
    pub fn client_id(&self) -> &str {
        &self.inner.connection.client_id
    }
}

impl<S> Clone for Config<S> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), service: PhantomData }
    }
}

impl<S> fmt::Debug for Config<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checked { settings, connection, .. } = &*self.inner;
        f.debug_struct("Config")
            .field("host", &connection.host)
            .field("port", &connection.port)
            .field("client_id", &connection.client_id)
            .field("tls", &connection.is_secure)
            .field("clean_session", &connection.clean_session)
            .field("keep_alive", &connection.keep_alive)
            .field("settings", settings)
            .finish_non_exhaustive()
    }
}

/// A configuration that is being filled in; [`build`](Self::build) checks it.
///
/// An endpoint and a client ID are required, and a certificate if the endpoint uses TLS. All other settings have a
/// default.
#[must_use = "a configuration is of use once it is built"]
pub struct ConfigBuilder<S> {
    endpoint: String,
    client_id: String,
    certificate: Option<Identity>,
    trust: Trust,
    crypto_provider: Option<Arc<CryptoProvider>>,
    proxy: Proxy,
    clean_session: bool,
    keep_alive: Duration,
    connect_timeout: Duration,
    settings: Settings,
    service: PhantomData<fn() -> S>,
}

impl<S> Default for ConfigBuilder<S> {
    fn default() -> Self {
        Self {
            endpoint: String::new(),
            client_id: String::new(),
            certificate: None,
            trust: Trust::web_pki(),
            crypto_provider: None,
            proxy: Proxy::none(),
            clean_session: true,
            keep_alive: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(5),
            settings: Settings::new(""),
            service: PhantomData,
        }
    }
}

impl<S: Service> ConfigBuilder<S> {
    /// Sets the broker: a host, with a port if it is not the service's usual one. An optional `mqtts://` may precede
    /// it, or `mqtt://` for a broker without TLS, such as an emulator on this machine.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    /// Sets the name by which the broker knows this client. A broker closes the connection of a client when another one
    /// connects with the same ID. AWS IoT recommends the name of the thing, and its policies usually require it.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.client_id = id.into();
        self
    }

    /// Sets the client's certificate and key.
    pub fn certificate(mut self, identity: Identity) -> Self {
        self.certificate = Some(identity);
        self
    }

    /// Sets which broker certificates are trusted. Default: those issued under the roots that browsers trust, including
    /// Amazon's.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.trust = trust;
        self
    }

    /// Sets the cryptography of TLS. Default: ring, even if the process has another default provider.
    pub fn crypto_provider(mut self, provider: Arc<CryptoProvider>) -> Self {
        self.crypto_provider = Some(provider);
        self
    }

    /// Sets the HTTP proxy. Default: none, even if the environment sets one.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// Sets whether the broker forgets the client when the connection drops. Default: true. With false, a broker that
    /// keeps sessions delivers messages that came in the meantime; AWS IoT keeps a session for an hour and charges for
    /// it.
    pub fn clean_session(mut self, clean: bool) -> Self {
        self.clean_session = clean;
        self
    }

    /// Sets how often the broker is pinged, in whole seconds. If the response has not come when the next ping is due,
    /// the connection is closed. Default: 60 s. AWS IoT accepts 30 s to 1,200 s.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = time;
        self
    }

    /// Sets the time limit for a connection: name resolution, TCP, TLS and the broker's acceptance. Default: 5 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the time limit for one attempt of a call, from the moment when it is due to its response, including the
    /// wait for a connection. Default: 15 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// Sets the time limit for a whole call, including the waiting between attempts. Default: 60 s.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.settings.call_timeout = timeout;
        self
    }

    /// Sets the maximum number of attempts of a call, including the first one. Default: 3.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.settings.max_attempts = attempts;
        self
    }

    /// Sets how long to wait between attempts. Default: a random time up to 1 s; this maximum doubles with every retry
    /// up to 20 s.
    pub fn backoff(mut self, backoff: impl Backoff + 'static) -> Self {
        self.settings.backoff = Arc::new(backoff);
        self
    }

    /// Sets whether to retry operations that are not idempotent even if the service may have acted. Default: false.
    pub fn retry_non_idempotent(mut self, repeat: bool) -> Self {
        self.settings.retry_non_idempotent = repeat;
        self
    }

    /// Sets which constraints of an input are checked before it is sent. Default: [`Checks::default`].
    pub fn checks(mut self, checks: Checks) -> Self {
        self.settings.checks = checks;
        self
    }

    /// Sets the source of request tokens. Default: random UUIDs. Each token has to be unique.
    pub fn tokens(mut self, tokens: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.settings.tokens = Arc::new(tokens);
        self
    }

    /// Returns the configuration, or an error with all problems. It sends nothing.
    pub fn build(mut self) -> Result<Config<S>, ConfigError> {
        let mut problems = Vec::new();
        let endpoint =
            Endpoint::parse(&self.endpoint, S::MQTT).map_err(|problem| problems.push(problem)).ok();
        self.check(&mut problems);
        let tls = endpoint.as_ref().and_then(|endpoint| self.tls(endpoint, &mut problems));
        let Some((endpoint, tls)) = endpoint.zip(tls).filter(|_| problems.is_empty()) else {
            return Err(ConfigError::new(S::INFO.id, problems));
        };
        let Endpoint { host, port, is_secure, .. } = endpoint;
        self.settings.host = if port == S::MQTT.port { host.clone() } else { format!("{host}:{port}") };
        let connection = Connection {
            host,
            port,
            client_id: self.client_id,
            clean_session: self.clean_session,
            keep_alive: self.keep_alive,
            connect_timeout: self.connect_timeout,
            is_secure,
            tls,
            proxy: self.proxy,
            longest: S::MQTT.max_payload.saturating_mul(2),
        };
        let checked = Checked { settings: self.settings, facts: S::MQTT, connection };
        Ok(Config { inner: Arc::new(checked), service: PhantomData })
    }

    fn check(&self, problems: &mut Vec<String>) {
        let mut problem = |is_wrong: bool, text: &str| {
            if is_wrong {
                problems.push(text.to_owned());
            }
        };
        problem(self.client_id.is_empty(), "no client_id is given");
        problem(self.client_id.len() > LONGEST_ID, "client_id is longer than 128 bytes");
        problem(self.client_id.contains('\0'), "client_id has a NUL in it");
        problem(
            self.settings.max_attempts == 0,
            "max_attempts is 0; it includes the first attempt, so use at least 1",
        );
        let is_whole = (1..=u64::from(u16::MAX)).contains(&self.keep_alive.as_secs());
        problem(!is_whole, "keep_alive is not within 1 to 65,535 seconds");
        let timeouts = [
            ("connect_timeout", self.connect_timeout),
            ("attempt_timeout", self.settings.attempt_timeout),
            ("call_timeout", self.settings.call_timeout),
        ];
        for (name, _) in timeouts.iter().filter(|(_, time)| time.is_zero()) {
            problem(true, &format!("{name} is 0; for no limit, use Duration::MAX"));
        }
    }

    fn tls(&self, endpoint: &Endpoint, problems: &mut Vec<String>) -> Option<Arc<rustls::ClientConfig>> {
        match (endpoint.is_secure, &self.certificate) {
            (false, Some(_)) => {
                problems.push("a client certificate can only be used over mqtts://".to_owned());
            }
            (true, None) => {
                problems
                    .push("no certificate is given; the broker knows a client by its certificate".to_owned());
            }
            _ => {}
        }
        let clock = Arc::new(SystemTime::now);
        let provider = self.crypto_provider.as_ref();
        match crate::tls::client_config(&self.trust, self.certificate.as_ref(), provider, clock) {
            Ok(config) => Some(with_alpn(config, endpoint.alpn)),
            Err(error) => {
                problems.push(error.to_string());
                None
            }
        }
    }
}

impl<S> fmt::Debug for ConfigBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder")
            .field("client_id", &self.client_id)
            .field("certificate", &self.certificate)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

fn with_alpn(config: Arc<rustls::ClientConfig>, protocol: Option<&str>) -> Arc<rustls::ClientConfig> {
    let Some(protocol) = protocol else { return config };
    let mut config = rustls::ClientConfig::clone(&config);
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    Arc::new(config)
}

/// The address of the broker.
#[derive(Debug, PartialEq, Eq)]
struct Endpoint {
    host: String,
    port: u16,
    is_secure: bool,
    alpn: Option<&'static str>,
}

impl Endpoint {
    fn parse(text: &str, facts: &Facts) -> Result<Self, String> {
        if text.is_empty() {
            return Err("no endpoint is given".to_owned());
        }
        let (scheme, rest) = text.split_once("://").unwrap_or(("mqtts", text));
        let is_secure = match scheme {
            "mqtts" => true,
            "mqtt" => false,
            _ => return Err("endpoint does not begin with mqtts:// or mqtt://".to_owned()),
        };
        let bad = || "endpoint is not a host with at most a port".to_owned();
        let authority: Authority = rest.trim_end_matches('/').parse().map_err(|_| bad())?;
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(bad());
        }
        let host = authority.host().trim_end_matches('.').to_ascii_lowercase();
        if let Some(wrong) = facts.wrong_hosts.iter().find_map(|wrong| wrong.help_for(&host)) {
            return Err(format!("endpoint is the wrong host. {wrong}"));
        }
        let usual = if is_secure { facts.port } else { 1883 };
        let port = match authority.port() {
            Some(port) => Some(port.as_u16()).filter(|port| *port != 0).ok_or_else(bad)?,
            None => usual,
        };
        let alpn =
            facts.alpn.filter(|(shared, _)| is_secure && *shared == port).map(|(_, protocol)| protocol);
        Ok(Self { host, port, is_secure, alpn })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::FACTS;
    use super::*;

    #[test]
    fn an_endpoint_is_a_host_with_what_the_service_says_of_ports() {
        let parse = |text| Endpoint::parse(text, &FACTS).map(|to| (to.host, to.port, to.is_secure, to.alpn));
        let good = [
            ("a.example", ("a.example", 8883, true, None)),
            ("mqtts://A.example./", ("a.example", 8883, true, None)),
            ("a.example:443", ("a.example", 443, true, Some("mqtt"))),
            ("mqtts://[::1]:48883", ("[::1]", 48883, true, None)),
            ("mqtt://localhost", ("localhost", 1883, false, None)),
            ("mqtt://localhost:443", ("localhost", 443, false, None)),
        ];
        for (text, (host, port, is_secure, alpn)) in good {
            assert_eq!(parse(text), Ok((host.to_owned(), port, is_secure, alpn)), "{text}");
        }
        for text in
            ["", "https://a.example", "me:secret@a.example", "a.example/x", "a b", "a.example:0", "mqtts://"]
        {
            let problem = parse(text).unwrap_err();
            assert!(problem.contains("endpoint") && !problem.contains("secret"), "{text}: {problem}");
        }
        assert!(parse("x.jobs.example").unwrap_err().contains("Take the other one"));
    }
}
