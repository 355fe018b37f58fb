//! Providers of bearer tokens.

use std::fmt;
use std::sync::Arc;

use super::{CredentialsError, Token};
use crate::transport::BoxFuture;

/// Provides a bearer token when a client asks.
///
/// A client keeps a token until five minutes before it expires, or for 15 minutes if it has no expiry, so a provider
/// does not have to cache. The future must not block its thread, because then the wait cannot be ended.
///
/// ```
/// use smithy_client::credentials::{CredentialsError, ProvideToken, Token};
/// use smithy_client::transport::BoxFuture;
///
/// struct File(std::path::PathBuf);
///
/// impl ProvideToken for File {
///     fn provide_token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>> {
///         Box::pin(async {
///             let text = std::fs::read_to_string(&self.0).map_err(CredentialsError::provider_error)?;
///             Ok(Token::new(text, None))
///         })
///     }
/// }
/// ```
pub trait ProvideToken: Send + Sync {
    /// Returns the token that is valid now, or why there is none.
    fn provide_token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>>;
}

/// A fixed token provides itself.
impl ProvideToken for Token {
    fn provide_token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// Clients can share a provider.
impl<P: ProvideToken + ?Sized> ProvideToken for Arc<P> {
    fn provide_token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>> {
        P::provide_token(self)
    }
}

/// A provider made from a closure; see [`provide_token_fn`].
#[derive(Clone)]
pub struct ProvideTokenFn<F>(F);

/// Makes a provider from a closure.
///
/// ```
/// use smithy_client::credentials::{Token, provide_token_fn};
///
/// let provider = provide_token_fn(|| async { Ok(Token::new("from a vault", None)) });
/// ```
pub fn provide_token_fn<F, R>(closure: F) -> ProvideTokenFn<F>
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<Token, CredentialsError>> + Send + 'static,
{
    ProvideTokenFn(closure)
}

impl<F, R> ProvideToken for ProvideTokenFn<F>
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<Token, CredentialsError>> + Send + 'static,
{
    fn provide_token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>> {
        Box::pin((self.0)())
    }
}

impl<F> fmt::Debug for ProvideTokenFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProvideTokenFn").finish_non_exhaustive()
    }
}
