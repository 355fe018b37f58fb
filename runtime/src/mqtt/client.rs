//! The client over MQTT: a task that drives a session over a link, and calls that wait for it.

mod driver;
mod notifications;

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Notify;

pub use notifications::{Notifications, NotificationsError, Notified};

use super::config::{Checked, Config};
use super::connection::Connection;
use super::facts::Service;
use super::link::Link;
use super::session::{CallId, ListenerId, Session};
use crate::call::Moment;
use crate::error::{ClientError, RequestError};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::response::Response;
use crate::transport::BoxFuture;
use crate::wait::{Wait, WaitError, Waiter};

/// Makes calls over MQTT; cheap to clone, and clones share one connection.
///
/// It connects at the first call or when the first notification is awaited, in a task of the tokio runtime in which
/// that happens. It ends when the last clone is dropped.
pub struct Client<S> {
    handle: Arc<Handle>,
    service: PhantomData<fn() -> S>,
}

/// The future of a call. Dropping it cancels the call: if its request was sent, the service may still act on it.
pub type SendFuture<O> =
    BoxFuture<'static, Result<Response<<O as Operation>::Output>, <O as Operation>::Error>>;

/// The future of waiting.
pub type WaitFuture<O, T> = BoxFuture<'static, Result<T, WaitError<O>>>;

/// The handle that clients, calls and listeners hold; when the last one is dropped, the connection is closed.
struct Handle(Arc<Shared>);

/// The state that handles share with the task.
struct Shared {
    state: Mutex<State>,
    /// Notifies the task of a change.
    changed: Notify,
}

/// Creates the link of a task. If the runtime of an earlier task has ended, it creates another one if possible.
type Links = Box<dyn FnMut() -> Option<Box<dyn Link>> + Send>;

struct State {
    session: Session,
    links: Links,
    /// Whether a task drives the session.
    is_driven: bool,
    calls: HashMap<CallId, Waker>,
    listeners: HashMap<ListenerId, Waker>,
    is_closed: bool,
}

impl<S: Service> Client<S> {
    /// Creates a client with this configuration.
    pub fn new(config: Config<S>) -> Self {
        let Config { inner, .. } = config;
        let connection = inner.connection.clone();
        Self::over(&inner, Box::new(move || Some(Box::new(Connection::new(connection.clone())))))
    }

    /// Creates a client over a connection of your own, which is then responsible for endpoint, certificate and other
    /// settings of the connection.
    pub fn with_link(config: Config<S>, link: impl Link) -> Self {
        let mut link: Option<Box<dyn Link>> = Some(Box::new(link));
        let Config { inner, .. } = config;
        Self::over(&inner, Box::new(move || link.take()))
    }

    fn over(config: &Checked, links: Links) -> Self {
        let state = State {
            session: Session::new(config.facts, config.settings.clone()),
            links,
            is_driven: false,
            calls: HashMap::new(),
            listeners: HashMap::new(),
            is_closed: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Notify::new() });
        Self { handle: Arc::new(Handle(shared)), service: PhantomData }
    }

    /// Sends an input and returns the response or the error.
    pub fn call<O: Operation>(&self, input: O) -> SendFuture<O> {
        self.call_with(input, CallOptions::default())
    }

    /// Makes a call with options for this call. Those about attempts, times and checks apply; those about HTTP have no
    /// effect.
    pub fn call_with<O: Operation>(&self, input: O, options: CallOptions) -> SendFuture<O> {
        crate::Caller::call(MqttCaller { options, ..self.caller() }, input)
    }

    /// Returns the caller that a builder sends with.
    pub fn caller(&self) -> MqttCaller {
        MqttCaller { handle: Arc::clone(&self.handle), options: CallOptions::default() }
    }

    /// Listens to the notifications whose topics have these labels.
    pub fn notifications(
        &self,
        labels: &[(&str, &str)],
    ) -> Result<Notifications<S::Notification>, RequestError> {
        let id = self.handle.0.state().session.listen(labels)?;
        Ok(Notifications::new(Arc::clone(&self.handle), id))
    }
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self { handle: Arc::clone(&self.handle), service: PhantomData }
    }
}

impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Only a caller's own code in a setting could panic while the lock is held, and the state would be consistent
        // even then.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.state().is_closed = true;
        self.0.changed.notify_one();
    }
}

/// Returns the current moment.
fn now() -> Moment {
    Moment { wall: SystemTime::now(), ticks: Instant::now(), random: fastrand::f64() }
}

/// Makes one call of a [`Client`].
#[derive(Clone)]
pub struct MqttCaller {
    handle: Arc<Handle>,
    options: CallOptions,
}

impl fmt::Debug for MqttCaller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MqttCaller").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A call under way, which is cancelled when it is dropped.
struct Call<'h> {
    shared: &'h Shared,
    id: CallId,
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.calls.remove(&self.id);
        state.session.cancel(self.id);
    }
}

impl crate::Caller for MqttCaller {
    type SendReturn<O: Operation> = SendFuture<O>;
    type WaitReturn<O: Operation, T> = WaitFuture<O, T>;

    fn options(&mut self) -> &mut CallOptions {
        &mut self.options
    }

    fn call<O: Operation>(self, input: O) -> SendFuture<O> {
        Box::pin(async move {
            let Self { handle, options } = self;
            let shared = &handle.0;
            let reason = |reason| ClientError::Prepare { operation: O::NAME, reason };
            let id = shared.state().session.start(input, &options, now())?;
            let call = Call { shared, id };
            driver::ensure(shared).map_err(reason)?;
            std::future::poll_fn(|context| {
                let mut state = shared.state();
                let Some(result) = state.session.finish::<O>(call.id) else {
                    state.calls.insert(call.id, context.waker().clone());
                    return Poll::Pending;
                };
                Poll::Ready(result)
            })
            .await
        })
    }

    fn wait<O: Operation + Clone, T: 'static>(
        self,
        input: O,
        waiter: Waiter<O, T>,
        limit: Duration,
    ) -> WaitFuture<O, T> {
        Box::pin(async move {
            let mut wait = Wait::new(input, waiter, limit, now());
            loop {
                let result = self.clone().call(wait.input.clone()).await;
                let time = match wait.after(result, now()) {
                    ControlFlow::Continue(time) => time,
                    ControlFlow::Break(end) => return end,
                };
                tokio::time::sleep(time).await;
            }
        })
    }
}
