//! The async client: a short loop around the state machine of a call.

mod hyper;
#[cfg(feature = "stream")]
mod stream;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

pub(crate) use self::hyper::HyperTransport;
#[cfg(feature = "mqtt")]
pub(crate) use self::hyper::{Connector, Origin, Stream};
use crate::call::{Call, Session, Step};
use crate::command::Command;
use crate::config::Config;
use crate::error::ClientError;
use crate::invoke::InvokeError;
use crate::operation::Operation;
use crate::options::CallOptions;
#[cfg(feature = "sigv4")]
use crate::presigned::PresignedRequest;
use crate::response::Response;
use crate::service::Service;
use crate::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
use crate::wait::{Wait, WaitError, Waiter};

/// An async client for any operation. It is cheap to clone; clones share connections, retry budget and clock.
///
/// Its futures need a tokio runtime with time enabled and, unless it has a transport of your own, with IO. Each runtime
/// has its own connections.
#[derive(Clone)]
pub struct Client {
    session: Arc<Session>,
    transport: Arc<dyn Transport>,
}

/// The future of a call.
pub type SendFuture<O> =
    BoxFuture<'static, Result<Response<<O as Operation>::Output>, <O as Operation>::Error>>;

/// The future of waiting.
pub type WaitFuture<O, T> = BoxFuture<'static, Result<T, WaitError<O>>>;

impl Client {
    /// Creates a client over HTTP/1.1 and TLS. It connects at the first call.
    pub fn new<S: Service>(config: Config<S>) -> Self {
        let settings = config.settings();
        let transport =
            HyperTransport::new(Arc::clone(&settings.tls), &settings.proxy, settings.max_idle_connections);
        Self { session: Session::new(config), transport: Arc::new(transport) }
    }

    /// Creates a client that sends through a transport of your own, which is then responsible for trust, certificate
    /// and proxy.
    pub fn with_transport<S: Service>(config: Config<S>, transport: impl Transport) -> Self {
        Self { session: Session::new(config), transport: Arc::new(transport) }
    }

    /// Sends an input and returns the response or the error.
    pub fn call<O: Operation>(&self, input: O) -> SendFuture<O> {
        self.call_with(input, CallOptions::default())
    }

    /// Sends an input with options for this call.
    pub fn call_with<O: Operation>(&self, input: O, options: CallOptions) -> SendFuture<O> {
        crate::Caller::call(AsyncCaller { options, ..self.caller() }, input)
    }

    /// Makes a request that others can send without credentials until `valid_for` has passed: at least one second, at
    /// most seven days. It also expires with the credentials. Nothing is sent now.
    ///
    /// A client without credentials returns an error, and so does an operation that takes no signature.
    #[cfg(feature = "sigv4")]
    pub async fn presigned<O: Operation>(
        &self,
        input: O,
        valid_for: Duration,
    ) -> Result<PresignedRequest, O::Error> {
        self.presigned_with(input, valid_for, CallOptions::default()).await
    }

    /// Does the same with options for this call.
    #[cfg(feature = "sigv4")]
    pub async fn presigned_with<O: Operation>(
        &self,
        input: O,
        valid_for: Duration,
        options: CallOptions,
    ) -> Result<PresignedRequest, O::Error> {
        check_runtime(O::NAME)?;
        let call = Call::start(&self.session, input, &options.presigned(), self.session.now())?;
        let credentials = self.session.credentials(call.patience(), tokio::time::sleep).await;
        Ok(call.presign(credentials, valid_for, self.session.now())?)
    }

    /// Sends a command and returns the output as JSON with its serialized names.
    pub async fn execute(&self, command: &Command) -> Result<Value, InvokeError> {
        check_runtime(command.operation()).map_err(InvokeError::call)?;
        let mut call = command.start(&self.session, self.session.now())?;
        self.drive(&mut call).await;
        command.finish(call)
    }

    /// Returns the caller that a builder sends with.
    pub fn caller(&self) -> AsyncCaller {
        AsyncCaller { client: self.clone(), options: CallOptions::default() }
    }

    /// Returns the number of seconds by which this machine's clock is behind the service's, as far as known; negative
    /// if it is ahead.
    pub fn clock_offset(&self) -> i64 {
        self.session.clock_offset()
    }

    /// Carries out a call that another call waits for.
    #[cfg(feature = "discovery")]
    fn discover<'a>(&'a self, call: &'a mut Call) -> BoxFuture<'a, ()> {
        Box::pin(self.drive(call))
    }

    async fn drive(&self, call: &mut Call) {
        loop {
            match call.next(self.session.now()) {
                #[cfg(feature = "sigv4")]
                Step::Credentials(time) => {
                    call.credentials(self.session.credentials(time, tokio::time::sleep).await);
                }
                #[cfg(feature = "bearer")]
                Step::Token(time) => call.token(self.session.token(time, tokio::time::sleep).await),
                #[cfg(feature = "discovery")]
                Step::Discover(mut other) => {
                    self.discover(&mut other).await;
                    call.discovered(*other, self.session.now());
                }
                Step::Send(request, limits) => {
                    let answer = self.transport.send(request, limits);
                    let answer = tokio::time::timeout(limits.attempt, answer).await.unwrap_or_else(|_| {
                        Err(TransportError::timeout(TransportErrorKind::AttemptTimeout, limits.attempt))
                    });
                    call.answer(answer, self.session.now());
                }
                #[cfg(all(feature = "stream", feature = "sigv4"))]
                Step::Hash(body) => call.hash(stream::hash(body).await),
                #[cfg(feature = "stream")]
                Step::Stream(request, limits) => self.stream(call, request, limits).await,
                Step::Wait(time) => tokio::time::sleep(time).await,
                Step::Done => return,
            }
        }
    }
}

/// Checks that there is a runtime: without one, timers panic.
fn check_runtime(operation: &'static str) -> Result<(), ClientError> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => {
            let reason = "the async client needs a tokio runtime".to_owned();
            Err(ClientError::Prepare { operation, reason })
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("session", &self.session).finish_non_exhaustive()
    }
}

/// Makes one call of a [`Client`].
#[derive(Clone, Debug)]
pub struct AsyncCaller {
    client: Client,
    options: CallOptions,
}

impl crate::Caller for AsyncCaller {
    type SendReturn<O: Operation> = SendFuture<O>;
    type WaitReturn<O: Operation, T> = WaitFuture<O, T>;

    fn options(&mut self) -> &mut CallOptions {
        &mut self.options
    }

    fn call<O: Operation>(self, input: O) -> SendFuture<O> {
        Box::pin(async move {
            let Self { client, options } = self;
            check_runtime(O::NAME)?;
            let mut call = Call::start(&client.session, input, &options, client.session.now())?;
            client.drive(&mut call).await;
            call.finish::<O>()
        })
    }

    fn wait<O: Operation + Clone, T: 'static>(
        self,
        input: O,
        waiter: Waiter<O, T>,
        limit: Duration,
    ) -> WaitFuture<O, T> {
        Box::pin(async move {
            let mut wait = Wait::new(input, waiter, limit, self.client.session.now());
            loop {
                let result = self.clone().call(wait.input.clone()).await;
                let time = match wait.after(result, self.client.session.now()) {
                    ControlFlow::Continue(time) => time,
                    ControlFlow::Break(end) => return end,
                };
                tokio::time::sleep(time).await;
            }
        })
    }
}
