//! Why a provider returns no credentials.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Why a provider returns no credentials. It is cheap to clone.
///
/// `Display` is one clause with all causes: `the vault is sealed: connection refused`. `source` is the first cause.
#[derive(Clone)]
pub struct CredentialsError {
    kind: CredentialsErrorKind,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

/// How a provider can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialsErrorKind {
    /// There are no credentials, because the provider is not set up here.
    NotLoaded,
    /// The provider is set up wrong, or its credentials are not valid. A retry does not help.
    InvalidConfiguration,
    /// The provider failed to get credentials. A retry may succeed.
    ProviderError,
    /// The provider did not respond in this time. A retry may succeed.
    TimedOut(Duration),
    /// An unexpected failure, such as a malformed response.
    Unhandled,
}

type Source = Box<dyn Error + Send + Sync>;

impl CredentialsError {
    /// Creates an error: there are no credentials, for this reason.
    pub fn not_loaded(source: impl Into<Source>) -> Self {
        Self::new(CredentialsErrorKind::NotLoaded, source)
    }

    /// Creates an error: the provider is set up wrong, or its credentials are not valid.
    pub fn invalid_configuration(source: impl Into<Source>) -> Self {
        Self::new(CredentialsErrorKind::InvalidConfiguration, source)
    }

    /// Creates an error: the provider failed, and a retry may succeed.
    pub fn provider_error(source: impl Into<Source>) -> Self {
        Self::new(CredentialsErrorKind::ProviderError, source)
    }

    /// Creates an error: the provider did not respond in this time.
    pub fn provider_timed_out(time: Duration) -> Self {
        Self { kind: CredentialsErrorKind::TimedOut(time), source: None }
    }

    /// Creates an error: an unexpected failure.
    pub fn unhandled(source: impl Into<Source>) -> Self {
        Self::new(CredentialsErrorKind::Unhandled, source)
    }

    pub(crate) fn new(kind: CredentialsErrorKind, source: impl Into<Source>) -> Self {
        Self { kind, source: Some(Arc::from(source.into())) }
    }

    /// How the provider failed.
    pub fn kind(&self) -> CredentialsErrorKind {
        self.kind
    }

    /// Whether a retry may succeed: the provider was not reached, or not in time.
    pub fn is_transient(&self) -> bool {
        matches!(self.kind, CredentialsErrorKind::ProviderError | CredentialsErrorKind::TimedOut(_))
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let CredentialsErrorKind::TimedOut(time) = self.kind {
            return write!(f, "provider timed out after {:?}", rounded(time));
        }
        let mut last = String::new();
        let mut next = self.source();
        while let Some(cause) = next {
            let clause = cause.to_string();
            // Some errors already include the text of their causes.
            if !last.contains(&clause) {
                let separator = if last.is_empty() { "" } else { ": " };
                write!(f, "{separator}{clause}")?;
                last = clause;
            }
            next = cause.source();
        }
        Ok(())
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for CredentialsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Rounds to milliseconds: a limit is the rest of a call's time, with nanoseconds.
fn rounded(limit: Duration) -> Duration {
    let millis = limit.saturating_add(Duration::from_micros(500)).as_millis();
    Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_with_its_causes() {
        #[derive(Debug)]
        struct Outer(&'static str, fmt::Error);
        impl fmt::Display for Outer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
        impl Error for Outer {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&self.1)
            }
        }
        let timed_out = |micros| CredentialsError::provider_timed_out(Duration::from_micros(micros));
        let inner = fmt::Error.to_string();
        let telling = "it told: an error occurred when formatting an argument";
        for (error, expected) in [
            (CredentialsError::not_loaded("AWS_ACCESS_KEY_ID is not set"), "AWS_ACCESS_KEY_ID is not set"),
            (timed_out(7_000_000), "provider timed out after 7s"),
            (timed_out(999_987), "provider timed out after 1s"),
            (timed_out(420_300), "provider timed out after 420ms"),
            (CredentialsError::provider_error(Outer("no", fmt::Error)), &format!("no: {inner}")),
            (CredentialsError::provider_error(Outer(telling, fmt::Error)), telling),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }
}
