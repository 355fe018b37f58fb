//! The identity of a client, for the cache: credentials or a token.

use std::time::SystemTime;

use super::{Cache, CredentialsError};
use crate::transport::BoxFuture;

/// Credentials or a token: it comes from a provider, and may expire.
pub(crate) trait Identity: Clone + PartialEq + Send + Sync {
    /// The type of the provider.
    type Provider: ?Sized + Send + Sync;

    /// Asks a provider.
    fn ask(provider: &Self::Provider) -> BoxFuture<'_, Result<Self, CredentialsError>>;

    /// Returns it in a form that can be sent, or the problem.
    fn checked(self) -> Result<Self, CredentialsError>;

    /// When it expires, if known.
    fn expiry(&self) -> Option<SystemTime>;

    /// Returns the cache of the provider that it comes from, if that provider has one.
    fn origin(&self) -> Option<&Cache<Self>> {
        None
    }
}
