//! Bearer tokens: a secret text that a request contains unchanged.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::check::checked_token;
use super::{CredentialsError, Identity, ProvideToken};
use crate::transport::BoxFuture;

/// A bearer token: anyone who has it can make calls with it. It may have an expiry.
///
/// Cheap to clone; clones share their contents. When the last one is dropped, the text is overwritten. `Debug` does not
/// show it. A token is its own provider, so a configuration accepts it directly.
///
/// ```
/// use smithy_client::credentials::Token;
///
/// let token = Token::new("secret", None);
/// assert!(!format!("{token:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct Token {
    text: Arc<Zeroizing<String>>,
    expiry: Option<SystemTime>,
}

impl Token {
    /// Creates a token with this text. Only the client uses the expiry: it asks its provider for another token five
    /// minutes before.
    pub fn new(text: impl Into<String>, expires_after: Option<SystemTime>) -> Self {
        Self { text: Arc::new(Zeroizing::new(text.into())), expiry: expires_after }
    }

    /// Returns the text of the token, which is a secret.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns when it expires, if known.
    pub fn expiry(&self) -> Option<SystemTime> {
        self.expiry
    }
}

impl Identity for Token {
    type Provider = dyn ProvideToken;

    fn ask(provider: &Self::Provider) -> BoxFuture<'_, Result<Self, CredentialsError>> {
        provider.provide_token()
    }

    fn checked(self) -> Result<Self, CredentialsError> {
        checked_token(self)
    }

    fn expiry(&self) -> Option<SystemTime> {
        self.expiry
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.expiry == other.expiry
    }
}

impl Eq for Token {}

/// Omits the text.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expiry", &self.expiry).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_does_not_show() {
        let shown = format!("{:?}", Token::new("hunter2", Some(SystemTime::UNIX_EPOCH)));
        assert!(shown.contains("expiry: Some(") && !shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn white_space_around_is_dropped_and_all_else_is_refused() {
        let checked = |text: &str| {
            let token = Token::new(text, Some(SystemTime::UNIX_EPOCH)).checked();
            token.map(|token| (token.text().to_owned(), token.expiry())).map_err(|error| error.to_string())
        };
        let expiry = Some(SystemTime::UNIX_EPOCH);
        assert_eq!(checked("to.k-e_n=="), Ok(("to.k-e_n==".to_owned(), expiry)));
        assert_eq!(checked(" token\r\n"), Ok(("token".to_owned(), expiry)));
        for (text, expected) in [
            ("", "the bearer token is empty"),
            ("\n", "the bearer token is empty"),
            ("to ken", "the bearer token has white space in it"),
            ("to\r\nken", "the bearer token has white space in it"),
            ("t\u{f6}ken", "the bearer token has characters that are not printable ASCII"),
        ] {
            assert_eq!(checked(text), Err(expected.to_owned()), "{text:?}");
        }
    }
}
