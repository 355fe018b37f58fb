//! Providers from AWS's own crates.

use std::fmt;

use aws_credential_types::provider::error::CredentialsError as AwsError;
use aws_credential_types::provider::{
    ProvideCredentials as AwsProvideCredentials, SharedCredentialsProvider,
};

use crate::credentials::{Credentials, CredentialsError, CredentialsErrorKind, ProvideCredentials};
use crate::transport::BoxFuture;

/// A provider of the crate `aws-credential-types`; see [`from_aws`].
#[derive(Clone)]
pub struct AwsProvider(SharedCredentialsProvider);

/// Makes a provider from one that implements `ProvideCredentials` of the crate `aws-credential-types`, version 1: those
/// of `aws-config`, and those written for AWS's SDK.
///
/// `ConfigBuilder::from` turns a whole `SdkConfig` into a configuration, including its credentials. Account ID and
/// properties of AWS's credentials are dropped: nothing here reads them.
///
/// ```
/// use aws_credential_types::Credentials;
/// use smithy_client::credentials::from_aws;
///
/// // Or a `DefaultCredentialsChain`, an `AssumeRoleProvider` and so on, of `aws-config`.
/// let theirs = Credentials::new("AKIDEXAMPLE", "secret", None, None, "theirs");
/// let provider = from_aws(theirs);
/// ```
pub fn from_aws(provider: impl AwsProvideCredentials + 'static) -> AwsProvider {
    AwsProvider(SharedCredentialsProvider::new(provider))
}

impl ProvideCredentials for AwsProvider {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            match self.0.provide_credentials().await {
                Ok(theirs) => Ok(taken_over(&theirs)),
                Err(error) => Err(CredentialsError::from_aws(error)),
            }
        })
    }
}

fn taken_over(theirs: &aws_credential_types::Credentials) -> Credentials {
    let token = theirs.session_token().map(str::to_owned);
    let (key_id, secret) = (theirs.access_key_id(), theirs.secret_access_key());
    Credentials::new(key_id, secret, token, theirs.expiry(), "aws-credential-types")
}

impl CredentialsError {
    fn from_aws(error: AwsError) -> Self {
        let kind = match &error {
            AwsError::CredentialsNotLoaded(_) => CredentialsErrorKind::NotLoaded,
            AwsError::InvalidConfiguration(_) => CredentialsErrorKind::InvalidConfiguration,
            AwsError::ProviderError(_) => CredentialsErrorKind::ProviderError,
            AwsError::ProviderTimedOut(timeout) => {
                return Self::provider_timed_out(timeout.timeout_duration());
            }
            _ => CredentialsErrorKind::Unhandled,
        };
        match std::error::Error::source(&error) {
            // The error's own message says only that there is a cause.
            Some(_) => Self::new(kind, Box::new(Causes(error))),
            None => Self::new(kind, Box::new(error)),
        }
    }
}

/// An error of AWS's crates, shown by its causes.
#[derive(Debug)]
struct Causes(AwsError);

impl fmt::Display for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        std::error::Error::source(&self.0).map_or(Ok(()), |cause| write!(f, "{cause}"))
    }
}

impl std::error::Error for Causes {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.0)?.source()
    }
}

impl fmt::Debug for AwsProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AwsProvider").field(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    use std::time::{Duration, UNIX_EPOCH};

    use aws_credential_types::credential_fn::provide_credentials_fn;

    use super::*;

    fn ask(provider: &AwsProvider) -> Result<Credentials, CredentialsError> {
        match pin!(provider.provide_credentials()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            Poll::Pending => panic!("the provider waits"),
        }
    }

    #[test]
    fn credentials_keep_their_parts() {
        let expiry = UNIX_EPOCH + Duration::from_secs(7);
        let theirs = aws_credential_types::Credentials::new(
            "AKID",
            "secret",
            Some("token".to_owned()),
            Some(expiry),
            "theirs",
        );
        let ours = ask(&from_aws(theirs)).unwrap();
        assert_eq!((ours.access_key_id(), ours.secret_access_key()), ("AKID", "secret"));
        assert_eq!((ours.session_token(), ours.expiry()), (Some("token"), Some(expiry)));
    }

    #[test]
    fn errors_keep_their_kind_and_say_what_they_did() {
        type Case = (fn() -> AwsError, CredentialsErrorKind, &'static str);
        let cases: [Case; 6] = [
            (|| AwsError::not_loaded("no file"), CredentialsErrorKind::NotLoaded, "no file"),
            (
                AwsError::not_loaded_no_source,
                CredentialsErrorKind::NotLoaded,
                "the credential provider was not enabled",
            ),
            (
                || AwsError::invalid_configuration("a loop"),
                CredentialsErrorKind::InvalidConfiguration,
                "a loop",
            ),
            (|| AwsError::provider_error("a 503"), CredentialsErrorKind::ProviderError, "a 503"),
            (
                || AwsError::provider_timed_out(Duration::from_secs(2)),
                CredentialsErrorKind::TimedOut(Duration::from_secs(2)),
                "provider timed out after 2s",
            ),
            (|| AwsError::unhandled("no UTF-8"), CredentialsErrorKind::Unhandled, "no UTF-8"),
        ];
        for (theirs, kind, text) in cases {
            let provider = from_aws(provide_credentials_fn(move || async move { Err(theirs()) }));
            let error = ask(&provider).unwrap_err();
            assert_eq!((error.kind(), error.to_string().as_str()), (kind, text));
        }
    }
}
