//! Providers of credentials.

use std::fmt;
use std::sync::Arc;

use super::{Credentials, CredentialsError};
use crate::transport::BoxFuture;

/// Provides credentials when a client asks.
///
/// A client keeps credentials until five minutes before they expire, or for 15 minutes if they have no expiry, so a
/// provider does not have to cache. The future must not block its thread, because then the wait cannot be ended.
///
/// ```
/// use smithy_client::credentials::{Credentials, CredentialsError, ProvideCredentials};
/// use smithy_client::transport::BoxFuture;
///
/// struct File(std::path::PathBuf);
///
/// impl ProvideCredentials for File {
///     fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
///         Box::pin(async {
///             let text = std::fs::read_to_string(&self.0).map_err(CredentialsError::provider_error)?;
///             let (key_id, secret) = text.split_once(':').ok_or_else(|| {
///                 CredentialsError::invalid_configuration("the file has no colon in it")
///             })?;
///             Ok(Credentials::new(key_id, secret, None, None, "file"))
///         })
///     }
/// }
/// ```
pub trait ProvideCredentials: Send + Sync {
    /// Returns the credentials that are valid now, or why there are none.
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>>;
}

/// Fixed credentials provide themselves.
impl ProvideCredentials for Credentials {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// Clients can share a provider.
impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        P::provide_credentials(self)
    }
}

/// A provider made from a closure; see [`provide_credentials_fn`].
#[derive(Clone)]
pub struct ProvideCredentialsFn<F>(F);

/// Makes a provider from a closure.
///
/// ```
/// use smithy_client::credentials::{Credentials, provide_credentials_fn};
///
/// let provider = provide_credentials_fn(|| async {
///     let (key_id, secret) = ("AKIDEXAMPLE", "from a vault");
///     Ok(Credentials::new(key_id, secret, None, None, "my vault"))
/// });
/// ```
pub fn provide_credentials_fn<F, R>(closure: F) -> ProvideCredentialsFn<F>
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<Credentials, CredentialsError>> + Send + 'static,
{
    ProvideCredentialsFn(closure)
}

impl<F, R> ProvideCredentials for ProvideCredentialsFn<F>
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<Credentials, CredentialsError>> + Send + 'static,
{
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin((self.0)())
    }
}

impl<F> fmt::Debug for ProvideCredentialsFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProvideCredentialsFn").finish_non_exhaustive()
    }
}
