//! Checks that a signature has all that it needs.

use super::{ConfigBuilder, url};
use crate::aws::region_in;
use crate::endpoint::Endpoint;
use crate::service::Service;

impl<S: Service> ConfigBuilder<S> {
    /// Checks that there are the service name and the region for a signature, from the rules or else from model and
    /// settings.
    pub(super) fn check_signing(&self, endpoint: Option<&Endpoint>, problems: &mut Vec<String>) {
        if !self.is_signed() {
            return;
        }
        let scheme = endpoint.and_then(|endpoint| endpoint.auth_scheme("sigv4"));
        if scheme.and_then(|scheme| scheme.signing_name()).or(S::INFO.signing_name).is_none() {
            let (id, say) = (S::INFO.id, if S::BEARER { "token(…)" } else { "unsigned()" });
            problems.push(format!("credentials are of no use: requests to {id} are not signed; say {say}"));
        }
        let region = scheme.and_then(|scheme| scheme.signing_region()).or(self.endpoint.region.as_deref());
        let url = self.endpoint.url.as_deref().or(endpoint.map(Endpoint::url));
        if let (None, Some(url)) = (region, url) {
            let host = url::host(url);
            let region = host.as_deref().and_then(region_in);
            let host = region.map(|region| format!("; the host says {region}"));
            problems.push(format!(
                "region is not set, and signatures need it even where the endpoint is given{}",
                host.unwrap_or_default()
            ));
        }
    }
}
