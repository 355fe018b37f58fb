//! The blocking client: the same loop around the state machine of a call, without an async runtime.
//!
//! It logs nothing itself, but its HTTP stack does, through the crate `log`, and that cannot be switched off: the
//! target `ureq` shows whole URLs from `debug` on, and `ureq_proto` shows whole requests and responses at `trace`,
//! including credentials. In logs that others can read, keep both at `info`, for example with the filter
//! `trace,ureq=info,ureq_proto=info`.

#[cfg(feature = "stream")]
mod stream;
mod ureq;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

pub(crate) use self::ureq::UreqTransport;
use crate::call::{Call, Session, Step};
use crate::command::Command;
use crate::config::Config;
use crate::invoke::InvokeError;
use crate::operation::Operation;
use crate::options::CallOptions;
#[cfg(feature = "sigv4")]
use crate::presigned::PresignedRequest;
use crate::response::Response;
use crate::service::Service;
use crate::transport::BlockingTransport;
use crate::wait::{Wait, WaitError, Waiter};

/// A client that makes calls on the calling thread. It is cheap to clone; clones share connections, retry
/// budget and clock.
#[derive(Clone)]
pub struct Client {
    session: Arc<Session>,
    transport: Arc<dyn BlockingTransport>,
}

/// The result of a call: the response, or the error of the operation.
pub type SendResult<O> = Result<Response<<O as Operation>::Output>, <O as Operation>::Error>;

/// The result of waiting.
pub type WaitResult<O, T> = Result<T, WaitError<O>>;

impl Client {
    /// Creates a client over HTTP/1.1 and TLS. It connects at the first call.
    pub fn new<S: Service>(config: Config<S>) -> Self {
        let settings = config.settings();
        let transport =
            UreqTransport::new(Arc::clone(&settings.tls), &settings.proxy, settings.max_idle_connections);
        Self { session: Session::new(config), transport: Arc::new(transport) }
    }

    /// Creates a client that sends through a transport of your own, which is then responsible for trust, certificate
    /// and proxy.
    pub fn with_transport<S: Service>(config: Config<S>, transport: impl BlockingTransport) -> Self {
        Self { session: Session::new(config), transport: Arc::new(transport) }
    }

    /// Sends an input and returns the response or the error.
    pub fn call<O: Operation>(&self, input: O) -> SendResult<O> {
        self.call_with(input, CallOptions::default())
    }

    /// Sends an input with options for this call.
    pub fn call_with<O: Operation>(&self, input: O, options: CallOptions) -> SendResult<O> {
        crate::Caller::call(BlockingCaller { options, ..self.caller() }, input)
    }

    /// Makes a request that others can send without credentials until `valid_for` has passed: at least one second, at
    /// most seven days. It also expires with the credentials. Nothing is sent now.
    ///
    /// A client without credentials returns an error, and so does an operation that takes no signature.
    #[cfg(feature = "sigv4")]
    pub fn presigned<O: Operation>(
        &self,
        input: O,
        valid_for: Duration,
    ) -> Result<PresignedRequest, O::Error> {
        self.presigned_with(input, valid_for, CallOptions::default())
    }

    /// Does the same with options for this call.
    #[cfg(feature = "sigv4")]
    pub fn presigned_with<O: Operation>(
        &self,
        input: O,
        valid_for: Duration,
        options: CallOptions,
    ) -> Result<PresignedRequest, O::Error> {
        let call = Call::start(&self.session, input, &options.presigned(), self.session.now())?;
        let credentials = self.session.credentials_blocking(call.patience());
        Ok(call.presign(credentials, valid_for, self.session.now())?)
    }

    /// Sends a command and returns the output as JSON with its serialized names.
    pub fn execute(&self, command: &Command) -> Result<Value, InvokeError> {
        let mut call = command.start(&self.session, self.session.now())?;
        self.drive(&mut call);
        command.finish(call)
    }

    /// Returns the caller that a builder sends with.
    pub fn caller(&self) -> BlockingCaller {
        BlockingCaller { client: self.clone(), options: CallOptions::default() }
    }

    /// Returns the number of seconds by which this machine's clock is behind the service's, as far as known; negative
    /// if it is ahead.
    pub fn clock_offset(&self) -> i64 {
        self.session.clock_offset()
    }

    fn drive(&self, call: &mut Call) {
        loop {
            match call.next(self.session.now()) {
                #[cfg(feature = "sigv4")]
                Step::Credentials(time) => {
                    call.credentials(self.session.credentials_blocking(time));
                }
                #[cfg(feature = "bearer")]
                Step::Token(time) => call.token(self.session.token_blocking(time)),
                #[cfg(feature = "discovery")]
                Step::Discover(mut other) => {
                    self.drive(&mut other);
                    call.discovered(*other, self.session.now());
                }
                Step::Send(request, limits) => {
                    let answer = self.transport.send(request, limits);
                    call.answer(answer, self.session.now());
                }
                #[cfg(all(feature = "stream", feature = "sigv4"))]
                Step::Hash(body) => call.hash(stream::hash(body)),
                #[cfg(feature = "stream")]
                Step::Stream(request, limits) => self.stream(call, request, limits),
                Step::Wait(time) => std::thread::sleep(time),
                Step::Done => return,
            }
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
pub struct BlockingCaller {
    client: Client,
    options: CallOptions,
}

impl crate::Caller for BlockingCaller {
    type SendReturn<O: Operation> = SendResult<O>;
    type WaitReturn<O: Operation, T> = WaitResult<O, T>;

    fn options(&mut self) -> &mut CallOptions {
        &mut self.options
    }

    fn call<O: Operation>(self, input: O) -> SendResult<O> {
        let Self { client, options } = self;
        let mut call = Call::start(&client.session, input, &options, client.session.now())?;
        client.drive(&mut call);
        call.finish::<O>()
    }

    fn wait<O: Operation + Clone, T: 'static>(
        self,
        input: O,
        waiter: Waiter<O, T>,
        limit: Duration,
    ) -> WaitResult<O, T> {
        let mut wait = Wait::new(input, waiter, limit, self.client.session.now());
        loop {
            let result = self.clone().call(wait.input.clone());
            match wait.after(result, self.client.session.now()) {
                ControlFlow::Continue(time) => std::thread::sleep(time),
                ControlFlow::Break(end) => return end,
            }
        }
    }
}
