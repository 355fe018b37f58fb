//! The task that drives a session: it carries out the steps, and reports what happened on the link.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::super::link::{Link, LinkEvent};
use super::super::session::Action;
use super::{Shared, now};
use crate::transport::{TransportError, TransportErrorKind};

/// How long the task waits if nothing is due.
const LONG: Duration = Duration::from_secs(3600);

/// Makes sure that a task drives the session, and notifies it of changes.
pub(super) fn ensure(shared: &Arc<Shared>) -> Result<(), String> {
    let mut state = shared.state();
    if !state.is_driven {
        let runtime = tokio::runtime::Handle::try_current()
            .map_err(|_| "the client over MQTT needs a tokio runtime".to_owned())?;
        let link = (state.links)();
        let link = link.ok_or("the runtime that the connection belongs to has ended")?;
        state.is_driven = true;
        runtime.spawn(drive(Driven(Arc::clone(shared)), link));
    }
    drop(state);
    shared.changed.notify_one();
    Ok(())
}

async fn drive(driven: Driven, mut link: Box<dyn Link>) {
    let Driven(shared) = &driven;
    while let Some(wait) = carry_out(shared, &mut *link) {
        if let Some(event) = next(shared, &mut *link, wait).await {
            tell(shared, event);
        }
    }
    link.close().await;
}

/// A session with a task. Dropping it, at the end or with the runtime, marks the session as having none.
struct Driven(Arc<Shared>);

impl Drop for Driven {
    fn drop(&mut self) {
        let reason = "the runtime that the connection belongs to has ended";
        let mut state = self.0.state();
        state.is_driven = false;
        state.session.disconnected(TransportError::new(TransportErrorKind::Interrupted, reason), now());
        let mut wakers: Vec<_> = state.calls.drain().map(|(_, waker)| waker).collect();
        wakers.extend(state.listeners.drain().map(|(_, waker)| waker));
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// Carries out all steps that are due. Returns the time until the next one, or `None` when the session is no longer
/// needed.
fn carry_out(shared: &Shared, link: &mut dyn Link) -> Option<Duration> {
    let mut wakers = Vec::new();
    let mut state = shared.state();
    let wait = loop {
        if state.is_closed {
            break None;
        }
        match state.session.next(now()) {
            Action::Subscribe(id, filter) => link.subscribe(id, filter),
            Action::Publish(id, message) => link.publish(id, message),
            Action::Done(id) => wakers.extend(state.calls.remove(&id)),
            Action::Hear(id) => wakers.extend(state.listeners.remove(&id)),
            Action::Wait(time) => break Some(time),
            Action::Idle => break Some(LONG),
        }
    };
    drop(state);
    wakers.into_iter().for_each(Waker::wake);
    wait
}

/// Returns the next event of the link; `None` if there are other changes to handle first.
async fn next(shared: &Shared, link: &mut dyn Link, wait: Duration) -> Option<LinkEvent> {
    let mut event = link.event();
    let mut changed = pin!(shared.changed.notified());
    let mut time = pin!(tokio::time::sleep(wait));
    poll_fn(|context| {
        if let Poll::Ready(event) = event.as_mut().poll(context) {
            return Poll::Ready(Some(event));
        }
        let is_due = changed.as_mut().poll(context).is_ready() || time.as_mut().poll(context).is_ready();
        if is_due { Poll::Ready(None) } else { Poll::Pending }
    })
    .await
}

fn tell(shared: &Shared, event: LinkEvent) {
    let session = &mut shared.state().session;
    match event {
        LinkEvent::Connected => session.connected(),
        LinkEvent::Disconnected(reason) => session.disconnected(reason, now()),
        LinkEvent::Subscribed(id, result) => session.subscribed(id, result),
        LinkEvent::Acknowledged(id, result) => session.acknowledged(id, result, now()),
        LinkEvent::Message { topic, payload } => session.message(&topic, &payload, now()),
    }
}
