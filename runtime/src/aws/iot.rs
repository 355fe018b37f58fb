//! Credentials for a device by its certificate, through a role alias of AWS IoT.

mod assume_role;
mod builder;
#[cfg(feature = "blocking")]
mod thread;

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

pub use builder::IotCredentialsBuilder;

use crate::call::is_credible;
use crate::credentials::{Cache, Credentials, CredentialsError, ProvideCredentials};
#[cfg(feature = "blocking")]
use crate::error::ClientError;
use crate::error::{Failure, RetryKind};
#[cfg(feature = "blocking")]
use crate::operation::Operation;
use crate::response::Response;
use crate::transport::BoxFuture;
use assume_role::{AssumeRole, AssumeRoleError, Grant};

/// Temporary credentials that AWS IoT gives to a device for its certificate, for the role behind a role alias.
///
/// The provider keeps credentials until five minutes before they expire, and clones share them, so one provider is
/// enough for all clients of a device. If the service says to any client that they have expired, the provider asks for
/// new ones. It retries errors like any call: three attempts, one minute at most. A permanent refusal, for example
/// because the certificate was revoked, is not worth another call: its kind is [`RetryKind::Never`], and its sources
/// include the response, an [`ErrorMeta`](crate::ErrorMeta).
///
/// ```no_run
/// # #[cfg(feature = "client")]
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use smithy_client::credentials::IotCredentials;
/// use smithy_client::tls::Identity;
///
/// let identity = Identity::from_pem(&std::fs::read("device.pem")?, &std::fs::read("device.key")?)?;
/// let credentials = IotCredentials::builder()
///     .endpoint_url("https://c1.credentials.iot.eu-west-1.amazonaws.com")
///     .role_alias("pump-role")
///     .thing_name("pump-17")
///     .certificate(identity)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct IotCredentials {
    source: Arc<Source>,
    cache: Arc<Cache<Credentials>>,
}

impl IotCredentials {
    /// Creates a builder.
    pub fn builder() -> IotCredentialsBuilder {
        IotCredentialsBuilder::new()
    }

    /// Returns credentials with a reference to their provider, because the client that signs with them is the first to
    /// learn that they have expired.
    async fn give(&self) -> Result<Credentials, CredentialsError> {
        let sleep = |time| self.source.shell.sleep(time);
        // The code that asks sets a limit, and so does the call itself.
        let credentials = self.cache.get(self.source.now(), Duration::MAX, sleep).await?;
        Ok(credentials.with_origin(&self.cache))
    }

    fn new(source: Source) -> Self {
        let source = Arc::new(source);
        let provider: Arc<dyn ProvideCredentials> = Arc::<Source>::clone(&source);
        Self { source, cache: Arc::new(Cache::new(provider)) }
    }
}

impl ProvideCredentials for IotCredentials {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.give())
    }
}

impl fmt::Debug for IotCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IotCredentials")
            .field("host", &self.source.host)
            .field("role_alias", &self.source.input.role_alias)
            .field("thing_name", &self.source.input.thing_name)
            .finish_non_exhaustive()
    }
}

/// Asks AWS IoT at every request for credentials.
struct Source {
    shell: Shell,
    input: AssumeRole,
    host: String,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    /// The number of seconds by which the clock was behind that of AWS IoT at the latest response. A clock that is
    /// ahead is not corrected: its credentials are replaced early, which does no harm if the clock is set right.
    behind: AtomicU64,
}

/// Why AWS IoT gave no credentials, with its response as the cause.
#[derive(Debug)]
struct Refusal {
    sentence: String,
    error: AssumeRoleError,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for Refusal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.error {
            AssumeRoleError::Service(meta) => Some(meta.as_ref()),
            AssumeRoleError::Client(error) => Some(error),
        }
    }
}

/// The client that makes the call.
enum Shell {
    #[cfg(feature = "client")]
    Async(crate::client::Client),
    #[cfg(feature = "blocking")]
    Blocking(crate::blocking::Client),
}

impl Shell {
    fn call(&self, input: AssumeRole) -> BoxFuture<'_, Result<Response<Grant>, AssumeRoleError>> {
        match self {
            #[cfg(feature = "client")]
            Self::Async(client) => client.call(input),
            #[cfg(feature = "blocking")]
            Self::Blocking(client) => Box::pin(on_thread(client.clone(), input)),
        }
    }

    /// Ends after the time if there is a timer. A blocking client watches the time itself.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        match self {
            #[cfg(feature = "client")]
            Self::Async(_) if tokio::runtime::Handle::try_current().is_ok() => {
                Box::pin(tokio::time::sleep(time))
            }
            // Without a runtime the call fails at once.
            #[cfg(feature = "client")]
            Self::Async(_) => Box::pin(std::future::pending()),
            #[cfg(feature = "blocking")]
            Self::Blocking(_) => {
                let _ = time;
                Box::pin(std::future::pending())
            }
        }
    }
}

/// Makes the call on its own thread, because a future that blocks its thread could not be cancelled.
#[cfg(feature = "blocking")]
async fn on_thread(
    client: crate::blocking::Client,
    input: AssumeRole,
) -> Result<Response<Grant>, AssumeRoleError> {
    let failed = |reason: String| ClientError::Prepare { operation: AssumeRole::NAME, reason };
    match thread::run(move || client.call(input)) {
        Ok(answer) => {
            answer.await.unwrap_or_else(|| Err(failed("its thread has ended early".to_owned()).into()))
        }
        Err(error) => Err(failed(format!("there is no thread for it: {error}")).into()),
    }
}

impl Source {
    /// Returns the time of AWS IoT, or a later one.
    fn now(&self) -> SystemTime {
        let now = (self.clock)();
        now.checked_add(Duration::from_secs(self.behind.load(Ordering::Relaxed))).unwrap_or(now)
    }

    async fn ask(&self) -> Result<Credentials, CredentialsError> {
        let answer = self.shell.call(self.input.clone()).await;
        let answer = answer.map_err(|error| self.failure(error))?;
        self.note_date(answer.meta().headers());
        Ok(answer.into_output().into_credentials())
    }

    /// Classifies a temporary error as one of the provider, and a permanent one as one of the configuration
    /// (certificate, policy, role).
    fn failure(&self, error: AssumeRoleError) -> CredentialsError {
        let stays = error.retry_kind() == RetryKind::Never;
        let refusal = Refusal { sentence: self.sentence(&error), error };
        if stays {
            CredentialsError::invalid_configuration(refusal)
        } else {
            CredentialsError::provider_error(refusal)
        }
    }

    fn sentence(&self, error: &AssumeRoleError) -> String {
        if error.names_host() {
            return error.to_string();
        }
        format!("{} gave none for the role alias {}: {error}", self.host, self.input.role_alias)
    }

    fn note_date(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
        let behind = date.map(|date| date.duration_since((self.clock)()).unwrap_or_default().as_secs());
        if let Some(behind) = behind.filter(|behind| i64::try_from(*behind).is_ok_and(is_credible)) {
            self.behind.store(behind, Ordering::Relaxed);
        }
    }
}

impl ProvideCredentials for Source {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.ask())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("host", &self.host).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
