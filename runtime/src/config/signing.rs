//! Checks that there is all that a signature needs.

use super::{ConfigBuilder, url};
use crate::endpoint::{Endpoint, Partition};
use crate::service::Service;

impl<S: Service> ConfigBuilder<S> {
    /// A signature has names of a service and a region in it, from the rules or else from model and settings.
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
            let host = region_in(url).map(|region| format!("; the host says {region}"));
            problems.push(format!(
                "region is not set, and signatures need it even where the endpoint is given{}",
                host.unwrap_or_default()
            ));
        }
    }
}

/// The region in the name of a host of AWS.
fn region_in(url: &str) -> Option<String> {
    let host = url::host(url)?;
    let mut suffixes =
        Partition::ALL.iter().flat_map(|known| [known.dns_suffix, known.dual_stack_dns_suffix]);
    let labels = suffixes.find_map(|suffix| host.strip_suffix(suffix)?.strip_suffix('.'))?;
    labels.split('.').rev().find(|label| is_like_region(label)).map(str::to_owned)
}

/// Words and then a number, with hyphens between them.
fn is_like_region(label: &str) -> bool {
    let mut parts: Vec<_> = label.split('-').collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.pop().is_some_and(is_number) && parts.len() >= 2 && parts.iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_aws_tell_their_region() {
        let cases = [
            ("https://a1.jobs.iot.eu-west-1.amazonaws.com:8443/x", Some("eu-west-1")),
            ("a1-ats.iot.us-gov-west-1.amazonaws.com", Some("us-gov-west-1")),
            ("https://data.jobs.iot.cn-north-1.amazonaws.com.cn", Some("cn-north-1")),
            ("https://data.jobs.iot.eu-west-1.api.aws", Some("eu-west-1")),
            ("https://vpce-0-1.a.eu-west-1.vpce.amazonaws.com", Some("eu-west-1")),
            ("https://iot.amazonaws.com", None),
            ("https://a.eu-west-1.example", None),
            ("https://a.eu-west-1.notamazonaws.com", None),
            ("", None),
        ];
        for (url, expected) in cases {
            assert_eq!(region_in(url).as_deref(), expected, "{url}");
        }
    }
}
