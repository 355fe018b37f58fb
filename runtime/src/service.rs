//! What a client knows of its service: names, and what goes wrong there.

use std::fmt;

use crate::endpoint::{Endpoint, EndpointError, masked};

/// A service, implemented by one empty type of a generated crate.
pub trait Service: Clone + Copy + fmt::Debug + Default + Send + Sync + 'static {
    /// What is the same for every client of the service.
    const INFO: &'static ServiceInfo;

    /// The parameters of the endpoint rules that are the service's own.
    type Params: Clone + fmt::Debug + Default + Send + Sync + 'static;

    /// Whether there are operations whose calls set parameters of the endpoint rules, so that an endpoint may be there for them
    /// where there is none for others.
    const ENDPOINT_BY_CALL: bool = false;

    /// Whether there are operations that take a bearer token.
    const BEARER: bool = false;

    /// Where spans and events go, if anywhere.
    #[cfg(feature = "tracing")]
    const LOGGER: Option<crate::telemetry::Logger> = None;

    /// The parameters of a client: those of its configuration, and before them what it sets of every client's settings.
    /// What an operation or a call sets takes precedence over both.
    fn with_settings(params: Self::Params, _settings: &EndpointSettings) -> Self::Params {
        params
    }

    /// The endpoint for parameters that know the settings already. Settings that are no parameters decide here.
    fn endpoint(params: Self::Params, settings: &EndpointSettings) -> Result<Endpoint, EndpointError>;
}

/// The settings of every client that decide on the endpoint.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointSettings {
    /// The region, like `eu-west-1`.
    pub region: Option<String>,
    /// The URL to call in place of the one that comes from the region.
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

/// The facts of a service, as its model has them.
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
    /// The service's name in a Signature Version 4, where requests are signed.
    pub signing_name: Option<&'static str>,
    /// The port on which the service takes a client's certificate in place of a signature.
    pub mutual_tls_port: Option<u16>,
    /// Hosts that are given by mistake.
    pub wrong_hosts: &'static [WrongHost],
    /// What helps against errors.
    pub hints: &'static [Hint],
}

/// Hosts that are given by mistake, and what to give in their place.
#[derive(Clone, Copy, Debug)]
pub struct WrongHost {
    /// The hosts in lower case, in which `*` stands for any text.
    pub hosts: &'static [&'static str],
    /// What to do, in one sentence.
    pub help: &'static str,
}

/// What helps against an error.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    /// The status of the error; any if there is none.
    pub status: Option<u16>,
    /// Texts of which the message has one, in letters of either case.
    pub message: &'static [&'static str],
    /// What to do, in one sentence.
    pub help: &'static str,
}

impl ServiceInfo {
    /// What helps against an error of this status with this message.
    pub fn hint(&self, status: Option<u16>, message: &str) -> Option<&'static str> {
        let fits = |hint: &&Hint| {
            (hint.status.is_none() || hint.status == status) && has_one_of(message, hint.message)
        };
        self.hints.iter().find(fits).map(|hint| hint.help)
    }

    /// What to give in place of a host, if it is one that is given by mistake.
    pub fn wrong_host(&self, host: &str) -> Option<&'static str> {
        let host = host.to_ascii_lowercase();
        self.wrong_hosts.iter().find_map(|wrong| wrong.help_for(&host))
    }
}

impl WrongHost {
    /// What to do, if a host in lower case is one of these.
    pub(crate) fn help_for(&self, host: &str) -> Option<&'static str> {
        self.hosts.iter().any(|pattern| matches(pattern, host)).then_some(self.help)
    }
}

/// Whether a text has one of these in it, in letters of either case.
pub(crate) fn has_one_of(text: &str, parts: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    parts.iter().any(|part| text.contains(&part.to_ascii_lowercase()))
}

/// Whether a text fits a pattern in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<_> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        // The earliest place leaves the most for the parts after it.
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
