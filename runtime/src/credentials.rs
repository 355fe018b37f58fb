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

#[cfg(feature = "aws-config")]
mod aws;
#[cfg(feature = "blocking")]
mod block_on;
mod cache;
mod check;
mod environment;
mod error;
#[cfg(any(feature = "client", feature = "blocking"))]
mod iot;
mod provide;
mod time;
mod turn;
mod value;

use std::pin::pin;
use std::task::Poll;

#[cfg(feature = "aws-config")]
pub use aws::{AwsProvider, from_aws};
pub use environment::Environment;
pub use error::{CredentialsError, CredentialsErrorKind};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use iot::{IotCredentials, IotCredentialsBuilder};
pub use provide::{ProvideCredentials, ProvideCredentialsFn, provide_credentials_fn};
pub use value::Credentials;

#[cfg(feature = "blocking")]
pub(crate) use block_on::block_on;
pub(crate) use cache::Cache;
pub(crate) use environment::from_env_with;

/// What comes of the work, unless the timer ends before it.
async fn unless<F: Future>(timer: impl Future, work: F) -> Option<F::Output> {
    let (mut timer, mut work) = (pin!(timer), pin!(work));
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(context).map(|_| None),
    })
    .await
}
