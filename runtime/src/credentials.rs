//! Credentials to sign with, and bearer tokens: their sources, how long they are kept, and what is erased.
//!
//! # Where they come from
//!
//! A configuration takes anything that implements [`ProvideCredentials`]:
//!
//! | Provider | Gives |
//! | --- | --- |
//! | [`Credentials`] | themselves |
//! | [`Environment`] | what the variables `AWS_ACCESS_KEY_ID` and so on say |
//! | [`provide_credentials_fn`] | what a closure gives |
//! | `IotCredentials` | credentials of a role alias, for a device with a certificate (feature `client` or `blocking`) |
//! | `from_aws` | those of a provider of AWS's crates, such as the chain of `aws-config` (feature `aws-config`) |
//!
//! For operations that accept a bearer token, a configuration takes anything that implements `ProvideToken` (feature
//! `bearer`): a `Token`, which provides itself, or a closure through `provide_token_fn`. The rules for credentials
//! below apply to tokens, too.
//!
//! ```
//! # #[cfg(feature = "sigv4")] {
//! use smithy_client::credentials::{Credentials, provide_credentials_fn};
//!
//! let fixed = Credentials::new("AKIDEXAMPLE", "secret", None, None, "my program");
//! let asked_for = provide_credentials_fn(|| async {
//!     let (key_id, secret) = ("AKIDEXAMPLE", "from a vault");
//!     Ok(Credentials::new(key_id, secret, None, None, "my vault"))
//! });
//! # }
//! ```
//!
//! White space around the parts of credentials is dropped. Parts that no service could accept are reported as an error
//! before anything is sent.
//!
//! # How long they are kept
//!
//! A client asks its provider when necessary and keeps the credentials until five minutes before they expire (half of
//! their lifetime, if that is less than ten minutes), or for 15 minutes if they have no expiry. So a provider does not
//! have to cache. A client that has valid credentials waits for newer ones for at most five seconds; one that has none
//! waits as long as the call may take. A provider must not block the thread that polls its future, because that wait
//! cannot be ended.
//!
//! When a service says that credentials have expired, the client drops them and asks its provider again, once a call.
//! `IotCredentials`, which also keep credentials, drop them too.
//!
//! # What is erased
//!
//! When the last copy of [`Credentials`] is dropped, the secret access key and the session token are overwritten with
//! zeros. The signing keys are derived from the secret for one day, region and service; they are kept with the
//! credentials and freed with them, but not overwritten, because `ring` does not allow it. The secret cannot be
//! computed from them. A request holds a copy of the session token in a header, which is not overwritten either.

#[cfg(feature = "blocking")]
mod block_on;
mod cache;
mod check;
#[cfg(feature = "sigv4")]
mod environment;
mod error;
mod identity;
#[cfg(feature = "sigv4")]
mod provide;
#[cfg(feature = "bearer")]
mod provide_token;
#[cfg(feature = "sigv4")]
pub(crate) mod time;
#[cfg(feature = "bearer")]
mod token;
mod turn;
#[cfg(feature = "sigv4")]
mod value;

use std::pin::pin;
use std::task::Poll;

#[cfg(all(feature = "sigv4", any(feature = "client", feature = "blocking")))]
pub use crate::aws::iot::{IotCredentials, IotCredentialsBuilder};
#[cfg(feature = "aws-config")]
pub use crate::aws::provider::{AwsProvider, from_aws};
#[cfg(feature = "sigv4")]
pub use environment::Environment;
pub use error::{CredentialsError, CredentialsErrorKind};
#[cfg(feature = "sigv4")]
pub use provide::{ProvideCredentials, ProvideCredentialsFn, provide_credentials_fn};
#[cfg(feature = "bearer")]
pub use provide_token::{ProvideToken, ProvideTokenFn, provide_token_fn};
#[cfg(feature = "bearer")]
pub use token::Token;
#[cfg(feature = "sigv4")]
pub use value::Credentials;

#[cfg(feature = "blocking")]
pub(crate) use block_on::block_on;
pub(crate) use cache::Cache;
#[cfg(feature = "sigv4")]
pub(crate) use environment::from_env_with;
pub(crate) use identity::Identity;

/// Returns the result of the work, unless the timer ends before it.
async fn unless<F: Future>(timer: impl Future, work: F) -> Option<F::Output> {
    let (mut timer, mut work) = (pin!(timer), pin!(work));
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(context).map(|_| None),
    })
    .await
}
