//! The async and the blocking client behind one function, so that every test runs with both.

use std::time::Duration;

use iot_jobs_data::{CallOptions, Client, Config, ConfigBuilder, Operation, Response, blocking};
use tokio::runtime::{Builder, Runtime};

/// The kind of client.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shell {
    Async,
    Blocking,
}

impl Shell {
    pub(crate) const BOTH: [Self; 2] = [Self::Async, Self::Blocking];

    /// The client with this configuration.
    #[track_caller]
    pub(crate) fn client(self, config: ConfigBuilder) -> Live {
        let config = config.build().expect("a configuration");
        match self {
            Self::Async => {
                let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
                Live::Async(Client::new(config), runtime)
            }
            Self::Blocking => Live::Blocking(blocking::Client::new(config)),
        }
    }
}

/// A client, and what is needed to wait for it.
pub(crate) enum Live {
    Async(Client, Runtime),
    Blocking(blocking::Client),
}

impl Live {
    /// Makes a call.
    pub(crate) fn call<O: Operation>(&self, input: O) -> Result<Response<O::Output>, O::Error> {
        self.call_with(input, CallOptions::default())
    }

    /// Makes a call with options.
    pub(crate) fn call_with<O: Operation>(
        &self,
        input: O,
        options: CallOptions,
    ) -> Result<Response<O::Output>, O::Error> {
        match self {
            Self::Async(client, runtime) => runtime.block_on(client.call_with(input, options)),
            Self::Blocking(client) => client.call_with(input, options),
        }
    }
}

/// Returns a configuration that sends requests to this URL, signed or not, with short time limits.
pub(crate) fn impatient(url: &str) -> ConfigBuilder {
    Config::builder()
        .endpoint_url(url)
        .region("eu-west-1")
        .backoff_base(Duration::from_millis(10))
        .connect_timeout(Duration::from_millis(700))
        .attempt_timeout(Duration::from_secs(1))
        .call_timeout(Duration::from_secs(8))
}
