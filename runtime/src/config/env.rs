//! Settings from the environment, in the variables of the AWS SDKs.

use super::{Config, ConfigBuilder, user_agent};
use crate::service::Service;

impl<S: Service> Config<S> {
    /// Creates a builder with settings from the environment, which is read once, now.
    ///
    /// Later setters take precedence. An invalid value is an error of [`build`](ConfigBuilder::build), unless a setter
    /// has replaced it by then. Variables that are unset or empty change nothing. These are read:
    ///
    /// | Variable | Setting |
    /// |---|---|
    /// | `AWS_REGION`, else `AWS_DEFAULT_REGION` | `region` |
    /// | `AWS_ENDPOINT_URL_` and the service's id in capitals, else `AWS_ENDPOINT_URL` | `endpoint_url` |
    /// | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | with `true`, the URLs above are not read |
    /// | `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT` | `use_fips`, `use_dual_stack`: `true` or `false` |
    /// | `AWS_MAX_ATTEMPTS` | `max_attempts` |
    /// | `AWS_DISABLE_REQUEST_COMPRESSION`, else `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` | `compress_from` (feature `gzip`) |
    /// | `AWS_SDK_UA_APP_ID` | `app_name` |
    /// | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | `credentials` (feature `sigv4`) |
    /// | `AWS_BEARER_TOKEN_` and the service's name in signatures in capitals | `token` (services that take one) |
    /// | `AWS_CA_BUNDLE` | `trust`: only the certificates in this PEM file (feature `client` or `blocking`) |
    /// | `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy` | `proxy` (feature `client` or `blocking`) |
    ///
    /// A proxy that cannot be used, for example one for SOCKS, is an error only if the endpoint would be reached
    /// through it. In the service's ID and in its name in signatures, spaces and hyphens become `_`:
    /// `AWS_ENDPOINT_URL_IAM_ROLES`. `certificate` and `unsigned` take precedence over credentials and token of the
    /// environment. If an operation accepts both, the token takes precedence over credentials of the environment.
    pub fn from_env() -> ConfigBuilder<S> {
        // Keeps values that are not Unicode as far as possible, so that they are reported and not ignored.
        ConfigBuilder::from_lookup(&|name| Some(std::env::var_os(name)?.to_string_lossy().into_owned()))
    }
}

impl<S: Service> ConfigBuilder<S> {
    pub(super) fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let variables = Variables(lookup);
        let mut builder = Self::default();
        if let Some((name, region)) = variables.first(&["AWS_REGION", "AWS_DEFAULT_REGION"]) {
            builder.endpoint.region = Some(region);
            builder.inherit("region", name);
        }
        builder.read_url(&variables);
        builder.read_flags(&variables);
        let name = "AWS_MAX_ATTEMPTS";
        let attempts = variables.number(name, "a whole number from 1 on");
        if let Some(attempts) = builder.taken("max_attempts", name, attempts) {
            builder.retry.max_attempts = attempts;
        }
        let name = "AWS_SDK_UA_APP_ID";
        if let Some(app_name) = builder.taken("app_name", name, Ok(variables.get(name))) {
            builder.app_name = Some(app_name);
        }
        #[cfg(feature = "gzip")]
        builder.read_compression(&variables);
        #[cfg(feature = "sigv4")]
        builder.read_credentials(&variables);
        #[cfg(feature = "bearer")]
        builder.read_token(&variables);
        #[cfg(any(feature = "client", feature = "blocking"))]
        builder.read_tls(&variables);
        builder
    }

    fn read_url(&mut self, variables: &Variables<'_>) {
        let switch = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";
        match variables.flag(switch) {
            Ok(Some(true)) => return,
            Ok(Some(false) | None) => {}
            Err(problem) => return self.refuse("endpoint_url", switch, problem),
        }
        let own = format!("AWS_ENDPOINT_URL_{}", user_agent::snake_case(S::INFO.id).to_ascii_uppercase());
        if let Some((name, url)) = variables.first(&[&own, "AWS_ENDPOINT_URL"]) {
            self.endpoint.url = Some(url);
            self.inherit("endpoint_url", name);
        }
    }

    fn read_flags(&mut self, variables: &Variables<'_>) {
        let name = "AWS_USE_FIPS_ENDPOINT";
        if let Some(on) = self.taken("use_fips", name, variables.flag(name)) {
            self.endpoint.use_fips = on;
        }
        let name = "AWS_USE_DUALSTACK_ENDPOINT";
        if let Some(on) = self.taken("use_dual_stack", name, variables.flag(name)) {
            self.endpoint.use_dual_stack = on;
        }
    }

    #[cfg(feature = "gzip")]
    fn read_compression(&mut self, variables: &Variables<'_>) {
        let name = "AWS_DISABLE_REQUEST_COMPRESSION";
        let never = variables.flag(name).map(|off| off.filter(|off| *off).map(|_| usize::MAX));
        if let Some(never) = self.taken("compress_from", name, never) {
            self.compress_from = never;
            return;
        }
        let name = "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES";
        let least = variables.number(name, "a number of bytes");
        let least = least.map(|least| least.and_then(|bytes| usize::try_from(bytes).ok()));
        if let Some(least) = self.taken("compress_from", name, least) {
            self.compress_from = least;
        }
    }

    #[cfg(feature = "sigv4")]
    fn read_credentials(&mut self, variables: &Variables<'_>) {
        use crate::credentials::from_env_with;

        if S::BEARER && S::INFO.signing_name.is_none() {
            // Nothing is signed, and it is no mistake if the environment has credentials for other services.
            return;
        }
        let found = from_env_with(variables.0).transpose().map_err(|error| error.to_string());
        if let Some(credentials) = self.taken("credentials", "AWS_ACCESS_KEY_ID", found) {
            self.credentials = Some(std::sync::Arc::new(credentials));
        }
    }

    #[cfg(feature = "bearer")]
    fn read_token(&mut self, variables: &Variables<'_>) {
        let Some(signing_name) = S::INFO.signing_name.filter(|_| S::BEARER) else { return };
        let name = format!("AWS_BEARER_TOKEN_{}", user_agent::snake_case(signing_name).to_ascii_uppercase());
        if let Some(token) = variables.get(&name) {
            self.token = Some(std::sync::Arc::new(crate::credentials::Token::new(token, None)));
            self.inherit("token", name);
        }
    }

    #[cfg(any(feature = "client", feature = "blocking"))]
    fn read_tls(&mut self, variables: &Variables<'_>) {
        let name = "AWS_CA_BUNDLE";
        let trust = variables.get(name).map(|path| bundle(&path)).transpose();
        if let Some(trust) = self.taken("trust", name, trust) {
            self.trust = trust;
        }
        self.proxy = crate::proxy::Proxy::from_env_as_needed(variables.0);
    }

    /// Records where a value comes from, or why there is none.
    fn taken<T>(
        &mut self,
        setting: &'static str,
        name: &'static str,
        value: Result<Option<T>, String>,
    ) -> Option<T> {
        match value {
            Ok(Some(value)) => {
                self.inherit(setting, name);
                Some(value)
            }
            Ok(None) => None,
            Err(problem) => {
                self.refuse(setting, name, problem);
                None
            }
        }
    }
}

#[cfg(any(feature = "client", feature = "blocking"))]
fn bundle(path: &str) -> Result<crate::tls::Trust, String> {
    let pem = std::fs::read(path)
        .map_err(|error| format!("AWS_CA_BUNDLE is {path:?}, which cannot be read: {error}"))?;
    crate::tls::Trust::only(&pem)
        .map_err(|error| format!("AWS_CA_BUNDLE is {path:?}, which is of no use: {error}"))
}

/// Looks up variables by name.
struct Variables<'a>(&'a dyn Fn(&str) -> Option<String>);

impl Variables<'_> {
    /// The value without white space around it; `None` if it is empty.
    fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The first variable that is set, with its name.
    fn first(&self, names: &[&str]) -> Option<(String, String)> {
        names.iter().find_map(|name| Some(((*name).to_owned(), self.get(name)?)))
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let flag =
            [("true", true), ("false", false)].into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word));
        flag.map(|(_, on)| Some(on)).ok_or_else(|| format!("{name} is {text:?}, and not true or false"))
    }

    fn number(&self, name: &str, what: &str) -> Result<Option<u32>, String> {
        let Some(text) = self.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| format!("{name} is {text:?}, and not {what}"))
    }
}
