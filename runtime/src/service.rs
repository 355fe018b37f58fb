//! The facts about a service that a client needs: its names, and common mistakes in its use.

use std::fmt;

use crate::endpoint::{Endpoint, EndpointError, masked};

/// A service, implemented by one empty type of a generated crate.
pub trait Service: Clone + Copy + fmt::Debug + Default + Send + Sync + 'static {
    /// The facts that are the same for every client of the service.
    const INFO: &'static ServiceInfo;

    /// The parameters of the endpoint rules that are the service's own.
    type Params: Clone + fmt::Debug + Default + Send + Sync + 'static;

    /// Whether there are operations whose calls set parameters of the endpoint rules, so that they may have an endpoint
    /// even if others have none.
    const ENDPOINT_BY_CALL: bool = false;

    /// Whether there are operations that take a bearer token.
    const BEARER: bool = false;

    /// The target of spans and events, if there is one.
    #[cfg(feature = "tracing")]
    const LOGGER: Option<crate::telemetry::Logger> = None;

    /// Returns the parameters of a client: those of its configuration, overridden by its settings. Parameters of an
    /// operation or a call take precedence over both.
    fn with_settings(params: Self::Params, _settings: &EndpointSettings) -> Self::Params {
        params
    }

    /// Returns the endpoint for parameters that already include the settings. Settings without a parameter are applied
    /// here.
    fn endpoint(params: Self::Params, settings: &EndpointSettings) -> Result<Endpoint, EndpointError>;
}

/// The settings of every client that decide the endpoint.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointSettings {
    /// The region, like `eu-west-1`.
    pub region: Option<String>,
    /// The URL to call instead of the one for the region.
    pub url: Option<String>,
    /// Whether to use hosts whose cryptography is validated under FIPS 140.
    pub use_fips: bool,
    /// Whether to use hosts that have IPv6 addresses too.
    pub use_dual_stack: bool,
}

impl fmt::Debug for EndpointSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointSettings")
            .field("region", &self.region)
            .field("url", &self.url.as_deref().map(masked))
            .field("use_fips", &self.use_fips)
            .field("use_dual_stack", &self.use_dual_stack)
            .finish()
    }
}

/// The facts of a service, from its model.
#[derive(Clone, Copy, Debug)]
pub struct ServiceInfo {
    /// The name that AWS's SDKs know it by: `IoT Jobs Data Plane`.
    pub id: &'static str,
    /// The API version: `2017-09-29`.
    pub api_version: &'static str,
    /// The name of the generated crate.
    pub crate_name: &'static str,
    /// The version of the generated crate.
    pub crate_version: &'static str,
    /// The service's name in a Signature Version 4, if requests are signed.
    pub signing_name: Option<&'static str>,
    /// The port on which the service accepts a client certificate instead of a signature.
    pub mutual_tls_port: Option<u16>,
    /// Hosts that are often given by mistake.
    pub wrong_hosts: &'static [WrongHost],
    /// Help for errors.
    pub hints: &'static [Hint],
}

/// Hosts that are often given by mistake, and what to use instead.
#[derive(Clone, Copy, Debug)]
pub struct WrongHost {
    /// The hosts in lower case; `*` matches any text.
    pub hosts: &'static [&'static str],
    /// What to do, in one sentence.
    pub help: &'static str,
}

/// Help for an error.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    /// The status of the error; any if there is none.
    pub status: Option<u16>,
    /// The message has to contain one of these texts, ignoring case.
    pub message: &'static [&'static str],
    /// What to do, in one sentence.
    pub help: &'static str,
}

impl ServiceInfo {
    /// Returns help for an error with this status and this message.
    pub fn hint(&self, status: Option<u16>, message: &str) -> Option<&'static str> {
        let fits = |hint: &&Hint| {
            (hint.status.is_none() || hint.status == status) && has_one_of(message, hint.message)
        };
        self.hints.iter().find(fits).map(|hint| hint.help)
    }

    /// Returns what to use instead of a host, if it is often given by mistake.
    pub fn wrong_host(&self, host: &str) -> Option<&'static str> {
        let host = host.to_ascii_lowercase();
        self.wrong_hosts.iter().find_map(|wrong| wrong.help_for(&host))
    }
}

impl WrongHost {
    /// Returns the help if a host in lower case is one of these.
    pub(crate) fn help_for(&self, host: &str) -> Option<&'static str> {
        self.hosts.iter().any(|pattern| matches(pattern, host)).then_some(self.help)
    }
}

/// Whether a text contains one of these, ignoring case.
pub(crate) fn has_one_of(text: &str, parts: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    parts.iter().any(|part| text.contains(&part.to_ascii_lowercase()))
}

/// Whether a text matches a pattern in which `*` matches any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<_> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        // The earliest match leaves the longest text for the other parts.
        let Some((_, after)) = text.split_once(part) else { return false };
        text = after;
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text() {
        let cases = [
            ("iot.*", "iot.eu-west-1.amazonaws.com", true),
            ("iot.*", "x.iot.eu-west-1.amazonaws.com", false),
            ("*.credentials.iot.*", "c1.credentials.iot.eu-west-1.amazonaws.com", true),
            ("*.credentials.iot.*", "credentials.iot.eu-west-1.amazonaws.com", false),
            ("a*b*c", "abc", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "acb", false),
            ("ab*ba", "aba", false),
            ("*", "", true),
            ("a", "a", true),
            ("a", "ab", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
