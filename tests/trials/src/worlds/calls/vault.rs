//! A credentials provider that is late, fails, or returns expired credentials, with a record of all that it returned.

use std::collections::BTreeMap;
use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use iot_jobs_data::credentials::{Credentials, CredentialsError, ProvideCredentials};
use iot_jobs_data::transport::BoxFuture;

use super::at;

/// Locks; no code here panics while it holds the lock.
pub(super) fn lock(vault: &Mutex<Vault>) -> MutexGuard<'_, Vault> {
    vault.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The current behaviour of the provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mood {
    /// It returns new credentials.
    #[default]
    Good,
    /// It returns the same credentials as the last time.
    Stale,
    /// It returns an error.
    Failing,
    /// It never answers.
    Silent,
}

/// An access key that the client has received.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    /// When it expires, by the service's clock.
    pub(super) expiry: i64,
    /// The client's view of the service's time when it was last returned.
    pub(super) view: i64,
    /// The step in which it was last returned.
    pub(super) step: u64,
    /// The step in which the service last reported to the client that it has expired.
    pub(super) refused: Option<u64>,
    is_revoked: bool,
}

/// All credentials.
#[derive(Debug, Default)]
pub(super) struct Vault {
    pub(super) mood: Mood,
    keys: BTreeMap<u32, Given>,
    life: i64,
    time: i64,
    view: i64,
    step: u64,
}

impl Vault {
    pub(super) fn tell_time(&mut self, time: i64, view: i64, step: u64) {
        (self.time, self.view, self.step) = (time, view, step);
    }

    pub(super) fn change_mood(&mut self, chance: f64, life: i64) {
        self.life = life;
        self.mood = match chance {
            ..0.1 => Mood::Failing,
            0.1..0.2 => Mood::Silent,
            0.2..0.3 => Mood::Stale,
            _ => Mood::Good,
        };
    }

    /// The service no longer accepts the newest key.
    pub(super) fn revoke(&mut self) {
        if let Some((_, given)) = self.keys.iter_mut().next_back() {
            given.is_revoked = true;
        }
    }

    /// The client learns that a key has expired.
    pub(super) fn refuse(&mut self, key: &str, step: u64) {
        if let Some(given) = number(key).and_then(|number| self.keys.get_mut(&number)) {
            given.refused = Some(step);
        }
    }

    pub(super) fn given(&self, key: &str) -> Option<Given> {
        self.keys.get(&number(key)?).copied()
    }

    /// Whether the service accepts a key at this time.
    pub(super) fn is_valid(&self, key: &str, time: i64) -> bool {
        self.given(key).is_some_and(|given| !given.is_revoked && time < given.expiry)
    }

    fn give(&mut self) -> Credentials {
        let newest = self.keys.keys().next_back().copied().unwrap_or_default();
        let number = if self.mood == Mood::Stale && newest > 0 { newest } else { newest + 1 };
        let fresh = Given {
            expiry: self.time + self.life,
            view: self.view,
            step: self.step,
            refused: None,
            is_revoked: false,
        };
        let given = self.keys.entry(number).or_insert(fresh);
        (given.view, given.step) = (self.view, self.step);
        let expiry = at(given.expiry);
        Credentials::new(format!("AKID{number}"), "secret", None, Some(expiry), "vault")
    }
}

fn number(key: &str) -> Option<u32> {
    key.strip_prefix("AKID")?.parse().ok()
}

/// The provider that the client asks.
pub(super) struct Provider(pub(super) Arc<Mutex<Vault>>);

impl ProvideCredentials for Provider {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let mut vault = lock(&self.0);
        match vault.mood {
            Mood::Silent => Box::pin(future::pending()),
            Mood::Failing => {
                Box::pin(future::ready(Err(CredentialsError::provider_error("the vault is sealed"))))
            }
            Mood::Good | Mood::Stale => Box::pin(future::ready(Ok(vault.give()))),
        }
    }
}
