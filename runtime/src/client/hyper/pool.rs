//! Connections without a request, kept for the next ones.
//!
//! A connection belongs to the runtime that opened it: in another runtime it would make no progress while the first one
//! is not running.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::time::Instant;

use super::Origin;
use super::link::Link;

/// How long a connection without a request is kept.
///
/// If the server closes a connection at the moment of the next request, that request fails, so this is well below 60
/// seconds, after which load balancers commonly close. A later request resumes the TLS session.
const IDLE: Duration = Duration::from_secs(30);

/// The connections; those used last are at the end.
pub(super) struct Pool {
    idle: Mutex<Idle>,
    most: usize,
}

#[derive(Default)]
struct Idle {
    entries: Vec<Entry>,
    /// Runtimes in which a task waits for connections to become too old.
    swept: Vec<Id>,
}

struct Entry {
    runtime: Id,
    origin: Origin,
    link: Box<Link>,
    since: Instant,
}

impl Pool {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { idle: Mutex::default(), most })
    }

    /// Returns the connection of this runtime to the origin that was used last.
    pub(super) fn take(&self, runtime: Id, origin: &Origin) -> Option<Box<Link>> {
        let mut idle = self.lock();
        let fits = |entry: &Entry| entry.runtime == runtime && entry.origin == *origin;
        let index = idle.entries.iter().rposition(fits)?;
        let entry = idle.entries.remove(index);
        (entry.since.elapsed() < IDLE).then_some(entry.link)
    }

    /// Keeps a connection for another request. If the pool is full, it replaces the one that has waited longest.
    pub(super) fn put(self: &Arc<Self>, runtime: &Handle, origin: Origin, mut link: Box<Link>) {
        if self.most == 0 || !link.is_ready() {
            return;
        }
        let entry = Entry { runtime: runtime.id(), origin, link, since: Instant::now() };
        let mut idle = self.lock();
        if idle.entries.len() >= self.most {
            idle.entries.remove(0);
        }
        idle.entries.push(entry);
        let is_swept = idle.swept.contains(&runtime.id());
        if !is_swept {
            idle.swept.push(runtime.id());
        }
        // A runtime that ends drops the task at once, and this drop needs the lock.
        drop(idle);
        if !is_swept {
            drop(runtime.spawn(Sweep::new(self, runtime.id()).run()));
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().entries.len()
    }

    fn lock(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the connections of a runtime that have been unused for long, so that they do not outlive their last call.
struct Sweep {
    pool: Weak<Pool>,
    runtime: Id,
    is_over: bool,
}

impl Sweep {
    fn new(pool: &Arc<Pool>, runtime: Id) -> Self {
        Self { pool: Arc::downgrade(pool), runtime, is_over: false }
    }

    /// Runs until the pool is dropped or no connection is left.
    async fn run(mut self) {
        let mut wait = IDLE;
        while !self.is_over {
            tokio::time::sleep(wait).await;
            let Some(pool) = self.pool.upgrade() else { return };
            let mut idle = pool.lock();
            idle.entries.retain(|entry| entry.runtime != self.runtime || entry.since.elapsed() < IDLE);
            match idle.entries.iter().find(|entry| entry.runtime == self.runtime) {
                Some(oldest) => wait = IDLE.saturating_sub(oldest.since.elapsed()),
                None => {
                    idle.swept.retain(|runtime| *runtime != self.runtime);
                    self.is_over = true;
                }
            }
        }
    }
}

/// The runtime has ended: its connections are dead, and its ID may be reused.
impl Drop for Sweep {
    fn drop(&mut self) {
        let Some(pool) = self.pool.upgrade().filter(|_| !self.is_over) else { return };
        let mut idle = pool.lock();
        idle.swept.retain(|runtime| *runtime != self.runtime);
        idle.entries.retain(|entry| entry.runtime != self.runtime);
    }
}
