//! Options of a single call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::config::without_secrets;
use crate::endpoint::{EndpointError, EndpointRules};
use crate::interceptor::Interceptor;
use crate::validate::Checks;

/// Changes the parameters of the endpoint rules.
pub(crate) type ChangeRules =
    Arc<dyn Fn(&EndpointRules) -> Result<EndpointRules, EndpointError> + Send + Sync>;

/// Options of one call. Those that are unset are as in the client's configuration.
///
/// ```
/// use std::time::Duration;
/// use smithy_client::CallOptions;
///
/// let options = CallOptions::default()
///     .max_attempts(1)
///     .call_timeout(Duration::from_secs(3))
///     .query("namespaceId", "blue");
/// ```
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) endpoint_url: Option<String>,
    pub(crate) endpoint_params: Option<ChangeRules>,
    pub(crate) region: Option<String>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) stall_timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) call_timeout: Option<Duration>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) checks: Option<Checks>,
    pub(crate) retry_non_idempotent: Option<bool>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) unsigned: bool,
    /// Whether the call is only signed, and sent by someone else.
    #[cfg(feature = "bearer")]
    pub(crate) presigned: bool,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
}

impl CallOptions {
    /// Sends this call to another URL: scheme `http` or `https`, host, and optionally a base path.
    #[must_use]
    pub fn endpoint_url(self, url: impl Into<String>) -> Self {
        Self { endpoint_url: Some(url.into()), ..self }
    }

    /// Changes the parameters of the service's own endpoint rules for this call, after those that the client, the
    /// operation and the input set. The region among them is the client's, and may be changed like the others.
    ///
    /// ```
    /// use smithy_client::CallOptions;
    ///
    /// #[derive(Clone, Default)]
    /// struct Params {
    ///     endpoint_id: Option<String>,
    /// }
    ///
    /// let options = CallOptions::default()
    ///     .endpoint_params(|params: Params| Params { endpoint_id: Some("abc".to_owned()), ..params });
    /// ```
    #[must_use]
    pub fn endpoint_params<P: Clone + Send + Sync + 'static>(
        self,
        change: impl Fn(P) -> P + Send + Sync + 'static,
    ) -> Self {
        let change: ChangeRules = Arc::new(move |rules| rules.with(&change));
        Self { endpoint_params: Some(change), ..self }
    }

    /// Signs this call for another region. The endpoint stays the same; to change it, also set [`Self::endpoint_url`].
    #[must_use]
    pub fn region(self, region: impl Into<String>) -> Self {
        Self { region: Some(region.into()), ..self }
    }

    /// Sets the maximum number of attempts of this call, including the first one; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self { max_attempts: Some(attempts), ..self }
    }

    /// Sets the time limit for a new connection, if this call needs one.
    #[must_use]
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        Self { connect_timeout: Some(timeout), ..self }
    }

    /// Sets the time without a byte in either direction after which an attempt of this call ends; see
    /// [`ConfigBuilder::stall_timeout`](crate::ConfigBuilder::stall_timeout).
    #[must_use]
    pub fn stall_timeout(self, timeout: Duration) -> Self {
        Self { stall_timeout: Some(timeout), ..self }
    }

    /// Sets the time limit for each attempt of this call.
    #[must_use]
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        Self { attempt_timeout: Some(timeout), ..self }
    }

    /// Sets the time limit for this whole call, including the waiting between attempts.
    #[must_use]
    pub fn call_timeout(self, timeout: Duration) -> Self {
        Self { call_timeout: Some(timeout), ..self }
    }

    /// Sets the maximum size of a response body in bytes.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: Some(bytes), ..self }
    }

    /// Sets which constraints of the input are checked before it is sent.
    #[must_use]
    pub fn checks(self, checks: Checks) -> Self {
        Self { checks: Some(checks), ..self }
    }

    /// Sets whether to retry operations that are not idempotent even if the service may have acted.
    #[must_use]
    pub fn retry_non_idempotent(self, repeat: bool) -> Self {
        Self { retry_non_idempotent: Some(repeat), ..self }
    }

    /// Sends this call without a signature or a token, and asks no provider.
    #[must_use]
    pub fn unsigned(self) -> Self {
        Self { unsigned: true, ..self }
    }

    /// Returns the options of a call that is only signed, and sent by someone else.
    #[cfg(all(feature = "sigv4", any(feature = "client", feature = "blocking")))]
    pub(crate) fn presigned(self) -> Self {
        Self {
            #[cfg(feature = "bearer")]
            presigned: true,
            ..self
        }
    }

    /// Returns the options of the call that discovers the endpoint of a call with these options. It is sent in the same
    /// way, but without headers and query parameters of the call.
    #[cfg(feature = "discovery")]
    pub(crate) fn discovering(self) -> Self {
        Self { headers: Vec::new(), query: Vec::new(), checks: None, retry_non_idempotent: None, ..self }
    }

    /// Adds an interceptor for this call, after those of the client.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Adds a header, which is signed with the rest; it replaces one of the same name that the client sets.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter, which is signed with the rest.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }
}

/// Omits what may be a secret: values of headers and query parameters, invalid URLs.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names =
            |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        f.debug_struct("CallOptions")
            .field("endpoint_url", &self.endpoint_url.as_deref().map(without_secrets))
            .field("endpoint_params", &self.endpoint_params.is_some())
            .field("region", &self.region)
            .field("max_attempts", &self.max_attempts)
            .field("connect_timeout", &self.connect_timeout)
            .field("stall_timeout", &self.stall_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("call_timeout", &self.call_timeout)
            .field("body_limit", &self.body_limit)
            .field("checks", &self.checks)
            .field("retry_non_idempotent", &self.retry_non_idempotent)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .field("unsigned", &self.unsigned)
            .field("interceptors", &self.interceptors.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_has_no_secret() {
        let options = CallOptions::default().header("x-key", "hunter2").query("key", "hunter2");
        let plain = format!("{:?}", options.clone().endpoint_url("https://a.example"));
        let odd = format!("{:?}", options.endpoint_url("https://me:hunter2@a.example"));
        assert!(!plain.contains("hunter2") && !odd.contains("hunter2"), "{plain} {odd}");
        assert!(plain.contains("x-key") && plain.contains("https://a.example"), "{plain}");
    }
}
