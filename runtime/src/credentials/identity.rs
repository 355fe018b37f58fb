//! What a client proves who it is with, as the cache sees it: credentials or a token.

use std::time::SystemTime;

use super::{Cache, CredentialsError};
use crate::transport::BoxFuture;

/// Credentials or a token: a provider gives it, and it may expire.
pub(crate) trait Identity: Clone + PartialEq + Send + Sync {
    /// What gives it.
    type Provider: ?Sized + Send + Sync;

    /// Asks a provider.
    fn ask(provider: &Self::Provider) -> BoxFuture<'_, Result<Self, CredentialsError>>;

    /// The same in a form that can be sent, or what is wrong with it.
    fn checked(self) -> Result<Self, CredentialsError>;

    /// When it expires, if known.
    fn expiry(&self) -> Option<SystemTime>;

    /// The cache of the provider that it comes from, if that has one.
    fn origin(&self) -> Option<&Cache<Self>> {
        None
    }
}
