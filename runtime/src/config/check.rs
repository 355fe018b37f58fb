//! Checks the settings that decide where requests go and how they are authenticated.

use super::{ConfigBuilder, url};
use crate::endpoint::{Endpoint, EndpointError, EndpointRules, check_region};
use crate::service::Service;

/// Replaces an invalid URL, so that the rules can report further problems.
const STAND_IN: &str = "https://endpoint.invalid";

/// The settings that decide the endpoint, by their setters.
const DECISIVE: [&str; 4] = ["endpoint_url", "region", "use_fips", "use_dual_stack"];

const SIGNED: &str = if cfg!(feature = "sigv4") {
    "credentials(…) signs them"
} else {
    "credentials(…) signs them (with the feature sigv4)"
};

const CERTIFIED: &str = if cfg!(any(feature = "client", feature = "blocking")) {
    "certificate(…) shows a client's certificate"
} else {
    "certificate(…) shows a client's certificate (with the feature client or blocking)"
};

const TOKEN: &str = "token(…) sends a bearer token with them";

/// The ways of authentication that clients of the service have.
fn ways<S: Service>() -> String {
    match (S::BEARER, S::INFO.signing_name) {
        (false, _) => format!("{SIGNED}, {CERTIFIED}, unsigned() does neither"),
        (true, Some(_)) => format!("{SIGNED}, {TOKEN}, {CERTIFIED}, unsigned() does nothing of this"),
        (true, None) => format!("{TOKEN}, {CERTIFIED}, unsigned() does neither"),
    }
}

impl<S: Service> ConfigBuilder<S> {
    /// Returns the service's endpoint for the settings; none if one of them is wrong. If calls set more parameters, a
    /// missing endpoint is not a problem, but the reason is kept.
    pub(super) fn checked_endpoint(
        &self,
        problems: &mut Vec<String>,
    ) -> Option<Result<Endpoint, EndpointError>> {
        let known = problems.len();
        let mut settings = self.endpoint.clone();
        if let Some(given) = &mut settings.url {
            let found = url::problems(given, S::INFO);
            if !found.is_empty() {
                STAND_IN.clone_into(given);
            }
            let name = self.name("endpoint_url");
            problems.extend(found.iter().map(|problem| format!("{name} {problem}")));
        }
        if let Err(error) = check_region(settings.region.as_deref()) {
            problems.push(format!("{}: {error}", self.name("region")));
            settings.region = None;
        }
        let nowhere = settings.url.is_none() && settings.region.is_none();
        if nowhere && (problems.len() > known || self.is_refused("endpoint_url")) {
            return None;
        }
        match EndpointRules::with_settings::<S>(self.params.clone(), settings).resolve() {
            Ok(endpoint) => {
                // The parameters of the rules may also contain a URL.
                let found = url::problems(endpoint.url(), S::INFO);
                problems.extend(found.iter().map(|problem| format!("the endpoint {problem}")));
                (problems.len() == known).then_some(Ok(endpoint))
            }
            Err(error) if S::ENDPOINT_BY_CALL && problems.len() == known => Some(Err(error)),
            Err(error) => {
                problems.push(if nowhere { self.nowhere() } else { self.refusal(error.message()) });
                None
            }
        }
    }

    /// Checks the proxy of the environment, which may be unusable; this matters only if the endpoint is reached through
    /// it.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) fn check_proxy(&self, endpoint: Option<&Endpoint>, problems: &mut Vec<String>) {
        let uri: Option<http::Uri> = endpoint.and_then(|endpoint| endpoint.url().parse().ok());
        if let Some(Err(error)) = uri.map(|uri| self.proxy.hop(&uri)) {
            problems.push(error.to_string());
        }
    }

    fn nowhere(&self) -> String {
        let region = if self.is_signed() { "; signatures need the region in any case" } else { "" };
        format!(
            "neither endpoint_url nor region is set: set endpoint_url or, for the usual endpoint of a region, region{region}"
        )
    }

    /// Combines the reason from the rules with the settings that come from elsewhere.
    fn refusal(&self, reason: &str) -> String {
        let origins = DECISIVE.iter().filter_map(|setting| {
            self.origins.get(setting).map(|origin| format!("{setting} is from {}", origin.name))
        });
        let origins: Vec<_> = origins.collect();
        let reason = reason.trim_end_matches('.');
        if origins.is_empty() { reason.to_owned() } else { format!("{reason} ({})", origins.join(", ")) }
    }

    /// The ways of authentication that are set, by their setters.
    pub(super) fn auth_given(&self) -> Vec<&'static str> {
        let ways = [
            #[cfg(feature = "sigv4")]
            ("credentials", self.credentials.is_some()),
            #[cfg(feature = "bearer")]
            ("token", self.token.is_some()),
            #[cfg(any(feature = "client", feature = "blocking"))]
            ("certificate", self.certificate.is_some()),
            ("unsigned", self.unsigned),
        ];
        ways.into_iter().filter_map(|(name, given)| given.then_some(name)).collect()
    }

    pub(super) fn check_auth(&self, problems: &mut Vec<String>) {
        match self.auth_given().as_slice() {
            [] if self.is_refused("credentials") => {}
            [] => problems.push(format!("say how requests are authenticated: {}", ways::<S>())),
            // Operations differ in what they accept.
            [_] | ["credentials", "token"] => {}
            given => problems.push(format!("{} exclude each other: keep one", given.join(" and "))),
        }
    }

    pub(super) fn is_signed(&self) -> bool {
        self.auth_given().contains(&"credentials")
    }

    fn is_refused(&self, setting: &str) -> bool {
        self.origins.get(setting).is_some_and(|origin| origin.problem.is_some())
    }
}
