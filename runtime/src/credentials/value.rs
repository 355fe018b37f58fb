//! Credentials: an access key, optionally with a session token and an expiry.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::check::checked;
use super::{Cache, CredentialsError, Identity, ProvideCredentials};
use crate::aws::sign::Keys;
use crate::transport::BoxFuture;

/// An access key to sign with: its ID and its secret. Temporary ones also have a session token and an expiry.
///
/// Cheap to clone; clones share their contents. When the last one is dropped, the secret and the token are overwritten.
/// `Debug` shows neither. Credentials are their own provider, so a configuration accepts them directly.
///
/// ```
/// use smithy_client::credentials::Credentials;
///
/// // Key ID, secret, session token, expiry, and a name for where they come from.
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "my program");
/// assert_eq!(credentials.access_key_id(), "AKIDEXAMPLE");
/// assert!(!format!("{credentials:?}").contains("secret\""));
/// ```
#[derive(Clone)]
pub struct Credentials {
    parts: Arc<Parts>,
    /// The cache of the provider that they come from, which has to learn when a service no longer accepts them. The
    /// client that signs with them learns it first, and cannot see through wrappers of a provider.
    origin: Option<Arc<Cache<Self>>>,
}

struct Parts {
    access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiry: Option<SystemTime>,
    provider_name: &'static str,
    keys: Keys,
}

impl Credentials {
    /// Creates credentials from these parts. Only the client uses the expiry: it asks its provider for others five
    /// minutes before. The name tells people where they come from.
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: Option<String>,
        expires_after: Option<SystemTime>,
        provider_name: &'static str,
    ) -> Self {
        let parts = Parts {
            access_key_id: access_key_id.into(),
            secret_access_key: Zeroizing::new(secret_access_key.into()),
            session_token: session_token.map(Zeroizing::new),
            expiry: expires_after,
            provider_name,
            keys: Keys::default(),
        };
        Self { parts: Arc::new(parts), origin: None }
    }

    /// Returns the ID of the access key. It is not secret: each signature contains it.
    pub fn access_key_id(&self) -> &str {
        &self.parts.access_key_id
    }

    /// Returns the secret access key, which is never sent.
    pub fn secret_access_key(&self) -> &str {
        &self.parts.secret_access_key
    }

    /// Returns the session token of temporary credentials, which is sent along with each signature.
    pub fn session_token(&self) -> Option<&str> {
        self.parts.session_token.as_ref().map(|token| token.as_str())
    }

    /// Returns when they expire, if known.
    pub fn expiry(&self) -> Option<SystemTime> {
        self.parts.expiry
    }

    /// Returns the name of their provider.
    pub fn provider_name(&self) -> &'static str {
        self.parts.provider_name
    }

    /// The keys that were derived from the secret.
    pub(crate) fn keys(&self) -> &Keys {
        &self.parts.keys
    }

    /// Adds the cache that they come from.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn with_origin(self, cache: &Arc<Cache<Self>>) -> Self {
        Self { origin: Some(Arc::clone(cache)), ..self }
    }
}

impl Identity for Credentials {
    type Provider = dyn ProvideCredentials;

    fn ask(provider: &Self::Provider) -> BoxFuture<'_, Result<Self, CredentialsError>> {
        provider.provide_credentials()
    }

    fn checked(self) -> Result<Self, CredentialsError> {
        checked(self)
    }

    fn expiry(&self) -> Option<SystemTime> {
        self.parts.expiry
    }

    fn origin(&self) -> Option<&Cache<Self>> {
        self.origin.as_deref()
    }
}

impl PartialEq for Credentials {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&self.parts, &other.parts);
        Arc::ptr_eq(one, two)
            || (one.access_key_id == two.access_key_id
                && one.secret_access_key == two.secret_access_key
                && one.session_token == two.session_token
                && one.expiry == two.expiry
                && one.provider_name == two.provider_name)
    }
}

impl Eq for Credentials {}

/// Omits secret and token.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.parts.access_key_id)
            .field("has_session_token", &self.parts.session_token.is_some())
            .field("expiry", &self.parts.expiry)
            .field("provider_name", &self.parts.provider_name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_secret_nor_token_show() {
        let credentials = Credentials::new("AKID", "hunter2", Some("t0ken".to_owned()), None, "test");
        let shown = format!("{credentials:?}");
        assert!(shown.contains("AKID") && shown.contains("has_session_token: true"), "{shown}");
        assert!(!shown.contains("hunter2") && !shown.contains("t0ken"), "{shown}");
    }

    #[test]
    fn credentials_are_equal_when_all_their_parts_are() {
        let credentials = |key: &str, secret: &str, token: Option<&str>, name| {
            Credentials::new(key, secret, token.map(str::to_owned), None, name)
        };
        let one = credentials("AKID", "secret", None, "test");
        assert_eq!(one, credentials("AKID", "secret", None, "test"));
        for other in [
            credentials("AKIE", "secret", None, "test"),
            credentials("AKID", "secreT", None, "test"),
            credentials("AKID", "secret", Some(""), "test"),
            credentials("AKID", "secret", None, "tess"),
            Credentials::new("AKID", "secret", None, Some(SystemTime::UNIX_EPOCH), "test"),
        ] {
            assert_ne!(one, other);
        }
    }
}
