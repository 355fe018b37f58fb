//! Settings from the configuration that AWS SDKs share, as loaded by the crate `aws-config`.

use std::sync::Arc;

use aws_types::SdkConfig;

use super::ConfigBuilder;
use crate::credentials::from_aws;
use crate::retry::Exponential;
use crate::service::Service;

/// Takes over the settings of an `SdkConfig`; later setters take precedence.
///
/// Taken over are region, endpoint URL, FIPS, dual-stack, credentials (`certificate` and `unsigned` take precedence
/// over them), the application's name, the number of attempts, the first and the longest waiting time between them, and
/// the timeouts for connecting, an attempt and a call. A timeout that is switched off there gets the default here. HTTP
/// client, timers, retry mode, read timeout and settings of single services are not taken over.
impl<S: Service> From<&SdkConfig> for ConfigBuilder<S> {
    fn from(config: &SdkConfig) -> Self {
        let mut builder = Self::default();
        if let Some(region) = config.region() {
            builder.endpoint.region = Some(region.to_string());
            builder.inherit("region", "SdkConfig's region");
        }
        if let Some(url) = config.endpoint_url() {
            builder.endpoint.url = Some(url.to_owned());
            builder.inherit("endpoint_url", "SdkConfig's endpoint_url");
        }
        if let Some(on) = config.use_fips() {
            builder.endpoint.use_fips = on;
            builder.inherit("use_fips", "SdkConfig's use_fips");
        }
        if let Some(on) = config.use_dual_stack() {
            builder.endpoint.use_dual_stack = on;
            builder.inherit("use_dual_stack", "SdkConfig's use_dual_stack");
        }
        let signs = !S::BEARER || S::INFO.signing_name.is_some();
        if let Some(provider) = config.credentials_provider().filter(|_| signs) {
            builder.credentials = Some(Arc::new(from_aws(provider)));
            builder.inherit("credentials", "SdkConfig's credentials_provider");
        }
        if let Some(name) = config.app_name() {
            builder.app_name = Some(name.to_string());
            builder.inherit("app_name", "SdkConfig's app_name");
        }
        builder.take_retries(config);
        builder.take_timeouts(config);
        builder
    }
}

impl<S: Service> ConfigBuilder<S> {
    fn take_retries(&mut self, config: &SdkConfig) {
        let Some(retry) = config.retry_config() else { return };
        self.retry.max_attempts = retry.max_attempts();
        self.retry.backoff = Arc::new(Exponential::new(retry.initial_backoff(), retry.max_backoff()));
        self.inherit("max_attempts", "SdkConfig's max_attempts");
    }

    fn take_timeouts(&mut self, config: &SdkConfig) {
        let Some(timeouts) = config.timeout_config() else { return };
        if let Some(timeout) = timeouts.connect_timeout() {
            self.limits.connect = timeout;
            self.inherit("connect_timeout", "SdkConfig's connect_timeout");
        }
        if let Some(timeout) = timeouts.operation_attempt_timeout() {
            self.limits.attempt = timeout;
            self.inherit("attempt_timeout", "SdkConfig's operation_attempt_timeout");
        }
        if let Some(timeout) = timeouts.operation_timeout() {
            self.call_timeout = timeout;
            self.inherit("call_timeout", "SdkConfig's operation_timeout");
        }
    }
}
