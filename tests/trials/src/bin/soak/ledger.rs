//! The record of the servers: the attempts of each call, and those that they acted on.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use loopback::hostile::Fault;

/// How long a dropped call can still reach a server.
const KEPT: Duration = Duration::from_secs(30);

/// The record of all calls that are not over.
#[derive(Default)]
pub(crate) struct Ledger {
    calls: Mutex<HashMap<String, Entry>>,
    /// How often each fault occurred, by its name.
    faults: Mutex<HashMap<&'static str, u64>>,
    /// Requests that were repeated after a server had acted on one that must not be repeated.
    pub(crate) doubled: AtomicU64,
    pub(crate) requests: AtomicU64,
}

struct Entry {
    since: Instant,
    /// The attempts that a server acted on.
    acted: Vec<u32>,
}

impl Ledger {
    /// Records a request, and whether the server acts on it.
    pub(crate) fn seen(&self, marker: &str, attempt: u32, must_not_repeat: bool, acts: bool) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if calls.len() > 4096 {
            calls.retain(|_, entry| entry.since.elapsed() < KEPT);
        }
        let entry = calls
            .entry(marker.to_owned())
            .or_insert_with(|| Entry { since: Instant::now(), acted: Vec::new() });
        if must_not_repeat && !entry.acted.is_empty() {
            self.doubled.fetch_add(1, Ordering::Relaxed);
        }
        if acts {
            entry.acted.push(attempt);
        }
    }

    /// Ends a call; returns the attempts that a server acted on.
    pub(crate) fn close(&self, marker: &str) -> Vec<u32> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.remove(marker).map(|entry| entry.acted).unwrap_or_default()
    }

    /// Records that a fault is about to occur.
    pub(crate) fn met(&self, fault: &Fault) {
        self.met_by_name(fault.name);
    }

    pub(crate) fn met_by_name(&self, name: &'static str) {
        *self.faults.lock().unwrap_or_else(PoisonError::into_inner).entry(name).or_default() += 1;
    }

    /// Returns how many kinds of faults occurred, and how often the rarest one did.
    pub(crate) fn faults(&self) -> (usize, u64) {
        let faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        (faults.len(), faults.values().copied().min().unwrap_or_default())
    }
}
