//! The notifications of a client.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::super::facts::Notification;
use super::super::session::{Heard, ListenerId};
use super::{Handle, driver};
use crate::error::ReadError;

/// The notifications of the service, of type `N`.
///
/// The first value is [`Notified::Missed`], once the subscriptions are confirmed, and it is repeated after each
/// reconnect: earlier notifications are unknown, so the program has to ask the service.
pub struct Notifications<N> {
    handle: Arc<Handle>,
    id: ListenerId,
    kind: PhantomData<fn() -> N>,
}

/// What a listener receives.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Notified<N> {
    /// Notifications may have been missed: ask the service for the current state.
    Missed,
    /// A new notification. Duplicates and those older than an earlier one are left out.
    Notification(N),
}

/// Why there is no notification.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotificationsError {
    /// The broker refused the subscription to a topic. It sends no notifications until the next connect.
    Refused {
        /// The topic.
        topic: String,
        /// The broker's reason.
        reason: String,
    },
    /// A notification could not be read.
    Unreadable {
        /// Its topic.
        topic: String,
        /// What is wrong with it.
        error: ReadError,
    },
    /// There is no tokio runtime, or the runtime of the connection has ended.
    NoRuntime(String),
}

impl<N: Notification> Notifications<N> {
    pub(super) fn new(handle: Arc<Handle>, id: ListenerId) -> Self {
        Self { handle, id, kind: PhantomData }
    }

    /// Returns the next notification. After an error, others may follow.
    pub async fn recv(&mut self) -> Result<Notified<N>, NotificationsError> {
        std::future::poll_fn(|context| self.poll_recv(context)).await
    }

    /// Returns the next notification if there is one.
    pub fn try_recv(&mut self) -> Option<Result<Notified<N>, NotificationsError>> {
        let heard = self.handle.0.state().session.hear(self.id)?;
        Some(Self::read(heard))
    }

    fn poll_recv(&mut self, context: &mut Context<'_>) -> Poll<Result<Notified<N>, NotificationsError>> {
        let shared = &self.handle.0;
        let mut state = shared.state();
        let Some(heard) = state.session.hear(self.id) else {
            state.listeners.insert(self.id, context.waker().clone());
            drop(state);
            return match driver::ensure(shared) {
                Ok(()) => Poll::Pending,
                Err(reason) => Poll::Ready(Err(NotificationsError::NoRuntime(reason))),
            };
        };
        Poll::Ready(Self::read(heard))
    }

    fn read(heard: Heard) -> Result<Notified<N>, NotificationsError> {
        let (topic, payload) = match heard {
            Heard::Missed => return Ok(Notified::Missed),
            Heard::Refused { topic, reason } => return Err(NotificationsError::Refused { topic, reason }),
            Heard::Message { topic, payload } => (topic, payload),
        };
        let read = N::from_message(&topic, &payload);
        let read = read.unwrap_or_else(|| Err(ReadError::new("no notification has this topic")));
        read.map(Notified::Notification).map_err(|error| NotificationsError::Unreadable { topic, error })
    }
}

impl<N: Notification> Stream for Notifications<N> {
    type Item = Result<Notified<N>, NotificationsError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_recv(context).map(Some)
    }
}

impl<N> Drop for Notifications<N> {
    fn drop(&mut self) {
        let mut state = self.handle.0.state();
        state.listeners.remove(&self.id);
        state.session.deafen(self.id);
    }
}

impl<N> fmt::Debug for Notifications<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notifications").finish_non_exhaustive()
    }
}

impl fmt::Display for NotificationsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { topic, reason } => {
                write!(f, "the broker refuses the subscription to `{topic}`: {reason}")
            }
            Self::Unreadable { topic, error } => {
                write!(f, "a notification on `{topic}` cannot be read: {error}")
            }
            Self::NoRuntime(reason) => f.write_str(reason),
        }
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for NotificationsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for NotificationsError {}
