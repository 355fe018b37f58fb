//! Credentials to sign with: where they come from, and how long they are kept.
//!
//! Anything that implements [`ProvideCredentials`] will do: [`Credentials`] themselves, [`Environment`], a closure by
//! way of [`provide_credentials_fn`], the whole chain of the crate `aws-config`, and `IotCredentials` for a device with
//! a certificate. A client asks its provider when it needs to and keeps what it gets, so a provider needs no memory of
//! its own.
//!
//! White space around the parts of credentials is dropped, and parts that no service could accept are an error before
//! anything is sent. A client that has valid credentials waits a few seconds at most for newer ones; one that has none
//! waits as long as the call may take. What a provider must not do is block the thread that polls its future: nobody can end that wait.
//!
//! ```
//! use smithy_client::credentials::{Credentials, provide_credentials_fn};
//!
//! let fixed = Credentials::new("AKIDEXAMPLE", "secret", None, None, "my program");
//! let asked_for = provide_credentials_fn(|| async {
//!     let (key_id, secret) = ("AKIDEXAMPLE", "from a vault");
//!     Ok(Credentials::new(key_id, secret, None, None, "my vault"))
//! });
//! ```

#[cfg(feature = "blocking")]
mod block_on;
mod cache;
mod check;
mod environment;
#[cfg(any(feature = "client", feature = "blocking"))]
mod iot;

use std::error::Error;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

pub use aws_credential_types::Credentials;
pub use aws_credential_types::credential_fn::{ProvideCredentialsFn, provide_credentials_fn};
pub use aws_credential_types::provider::error::CredentialsError;
pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
pub use environment::Environment;
#[cfg(any(feature = "client", feature = "blocking"))]
pub use iot::{IotCredentials, IotCredentialsBuilder};

#[cfg(feature = "blocking")]
pub(crate) use block_on::block_on;
pub(crate) use cache::Cache;
#[cfg(any(feature = "client", feature = "blocking"))]
use cache::Origin;
pub(crate) use environment::from_env_with;

/// Whether a provider that fails so may do better the next time: it was not reached, or not in time.
pub(crate) fn is_transient(error: &CredentialsError) -> bool {
    matches!(error, CredentialsError::ProviderError(_) | CredentialsError::ProviderTimedOut(_))
}

/// What went wrong with all its causes, as a clause.
///
/// Of an error with a cause only the causes are told: its own text says no more than that there is one.
pub(crate) fn sentence(error: &CredentialsError) -> String {
    if let CredentialsError::ProviderTimedOut(timeout) = error {
        return format!("credentials provider timed out after {:?}", rounded(timeout.timeout_duration()));
    }
    let mut clauses: Vec<String> = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let clause = cause.to_string();
        // Some errors tell their causes themselves.
        if !clauses.last().is_some_and(|last| last.contains(&clause)) {
            clauses.push(clause);
        }
        next = cause.source();
    }
    if clauses.is_empty() { error.to_string() } else { clauses.join(": ") }
}

/// To the millisecond: a limit is what was left of the time for a call, down to the nanosecond.
fn rounded(limit: Duration) -> Duration {
    let millis = limit.saturating_add(Duration::from_micros(500)).as_millis();
    Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

/// What comes of the work, unless the timer ends before it.
async fn unless<F: Future>(timer: impl Future, work: F) -> Option<F::Output> {
    let (mut timer, mut work) = (pin!(timer), pin!(work));
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(context).map(|_| None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_with_its_causes() {
        #[derive(Debug)]
        struct Outer(&'static str, std::fmt::Error);
        impl std::fmt::Display for Outer {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.0)
            }
        }
        impl Error for Outer {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&self.1)
            }
        }
        let timed_out = |micros| CredentialsError::provider_timed_out(Duration::from_micros(micros));
        let inner = std::fmt::Error.to_string();
        let telling = "it told: an error occurred when formatting an argument";
        for (error, expected) in [
            (CredentialsError::not_loaded("AWS_ACCESS_KEY_ID is not set"), "AWS_ACCESS_KEY_ID is not set"),
            (timed_out(7_000_000), "credentials provider timed out after 7s"),
            (timed_out(999_987), "credentials provider timed out after 1s"),
            (timed_out(420_300), "credentials provider timed out after 420ms"),
            (CredentialsError::provider_error(Outer("no", std::fmt::Error)), &format!("no: {inner}")),
            (CredentialsError::provider_error(Outer(telling, std::fmt::Error)), telling),
        ] {
            assert_eq!(sentence(&error), expected);
        }
    }
}
