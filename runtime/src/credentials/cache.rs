//! Keeps credentials or a token until shortly before they expire, and lets one caller at a time ask for new ones.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::turn::Turn;
use super::{CredentialsError, Identity, unless};

/// How long before their expiry credentials are replaced, unless their lifetime is less than twice that.
const AHEAD: Duration = Duration::from_secs(5 * 60);

/// How long credentials without an expiry are kept.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// How long the provider is not asked again after it has failed while the current credentials are still valid.
const PAUSE: Duration = Duration::from_secs(30);

/// The longest time that a call with valid credentials waits for new ones.
const PATIENCE: Duration = Duration::from_secs(5);

/// Remembers the credentials or the token of a provider. The caller passes the time, which is the service's as far as
/// known.
pub(crate) struct Cache<I: Identity> {
    provider: Arc<I::Provider>,
    state: Mutex<State<I>>,
    /// Held by the caller that asks the provider. Unlike the lock of the state it is held across an `await`.
    turn: Turn,
}

struct State<I> {
    kept: Option<Kept<I>>,
    /// Why the provider failed the last time, if it did.
    failure: Option<Failure>,
    /// How often the provider has answered, or a caller stopped waiting for it.
    answers: u64,
}

/// Why a provider returned nothing.
enum Failure {
    Told(CredentialsError),
    /// It did not respond for this time, and then the caller that asked gave up.
    Silence(Duration),
}

struct Kept<I> {
    credentials: I,
    since: SystemTime,
    refresh: SystemTime,
    expiry: Option<SystemTime>,
}

/// What the cache has in memory.
enum Found<I> {
    /// Credentials to use.
    Fresh(I),
    /// Credentials to use, which are due for replacement, and how long to wait for new ones.
    Due(I, Duration),
    /// Nothing, after this number of responses of the provider.
    Nothing(u64),
}

impl<I: Identity> Cache<I> {
    pub(crate) fn new(provider: Arc<I::Provider>) -> Self {
        let state = State { kept: None, failure: None, answers: 0 };
        Self { provider, state: Mutex::new(state), turn: Turn::default() }
    }

    /// Returns the credentials in memory, unless they are due for replacement.
    pub(crate) fn kept(&self, now: SystemTime) -> Option<I> {
        match self.find(now) {
            Found::Fresh(credentials) => Some(credentials),
            Found::Due(..) | Found::Nothing(_) => None,
        }
    }

    /// Returns credentials that are valid at the time `now`, from memory or, within the limit, from the provider.
    ///
    /// Five minutes before expiry one caller asks for new credentials, and all others go on with the old ones; so does
    /// that caller if it gets none in a short time. Without valid credentials all callers wait for the one that asks,
    /// and share its failure. If it gave up because the provider did not respond, callers that have at least half as
    /// much time left ask again. The future that `sleep` returns has to end after the given time.
    pub(crate) async fn get<T: Future>(
        &self,
        now: SystemTime,
        limit: Duration,
        sleep: impl FnOnce(Duration) -> T,
    ) -> Result<I, CredentialsError> {
        match self.find(now) {
            Found::Fresh(credentials) => Ok(credentials),
            Found::Due(credentials, patience) => {
                let renewed = unless(sleep(patience.min(limit / 2)), self.renew(now)).await;
                Ok(renewed.flatten().unwrap_or(credentials))
            }
            Found::Nothing(answers) => unless(sleep(limit), self.fetch(now, answers, end(limit)))
                .await
                .unwrap_or_else(|| Err(CredentialsError::provider_timed_out(limit))),
        }
    }

    /// Does the same on this thread. It starts another thread only if there are no credentials in memory.
    #[cfg(feature = "blocking")]
    pub(crate) fn get_blocking(&self, now: SystemTime, limit: Duration) -> Result<I, CredentialsError> {
        match self.find(now) {
            Found::Fresh(credentials) => Ok(credentials),
            Found::Due(credentials, patience) => {
                let renewed = super::block_on(patience.min(limit / 2), self.renew(now));
                Ok(renewed.ok().flatten().unwrap_or(credentials))
            }
            Found::Nothing(answers) => {
                super::block_on(limit, self.fetch(now, answers, end(limit))).and_then(|fetched| fetched)
            }
        }
    }

    /// Drops these credentials, because the service no longer accepts them. If they come from another cache, that one
    /// drops them too.
    pub(crate) fn invalidate(&self, credentials: &I) {
        if let Some(cache) = credentials.origin() {
            cache.forget(credentials);
        }
        self.forget(credentials);
    }

    fn forget(&self, credentials: &I) {
        let mut state = self.state();
        if state.kept.as_ref().is_some_and(|kept| kept.credentials == *credentials) {
            state.kept = None;
        }
    }

    fn find(&self, now: SystemTime) -> Found<I> {
        let state = self.state();
        match &state.kept {
            Some(kept) if kept.is_valid(now) && kept.is_due(now) => {
                Found::Due(kept.credentials.clone(), kept.patience(now))
            }
            Some(kept) if kept.is_valid(now) => Found::Fresh(kept.credentials.clone()),
            _ => Found::Nothing(state.answers),
        }
    }

    /// Returns new credentials that replace old ones which are still valid, unless another caller is asking or there
    /// are none.
    async fn renew(&self, now: SystemTime) -> Option<I> {
        let _turn = self.turn.try_take()?;
        if let Found::Fresh(credentials) = self.find(now) {
            return Some(credentials);
        }
        // Before asking, because this caller may give up while the provider does not respond.
        self.put_off(now);
        self.ask(now).await.ok()
    }

    async fn fetch(&self, now: SystemTime, seen: u64, end: Option<Instant>) -> Result<I, CredentialsError> {
        let _turn = self.turn.take().await;
        match self.find(now) {
            Found::Fresh(credentials) | Found::Due(credentials, _) => return Ok(credentials),
            Found::Nothing(answers) if answers != seen => {
                if let Some(failure) = self.state().failure.as_ref().and_then(|failure| failure.shared(end)) {
                    return Err(failure);
                }
            }
            Found::Nothing(_) => {}
        }
        self.ask(now).await
    }

    async fn ask(&self, now: SystemTime) -> Result<I, CredentialsError> {
        let question = Question { cache: self, since: Instant::now() };
        let result = I::ask(&self.provider).await.and_then(I::checked);
        std::mem::forget(question);
        let mut state = self.state();
        state.answers = state.answers.wrapping_add(1);
        match result {
            Ok(credentials) => {
                state.failure = None;
                state.kept = Some(Kept::new(credentials.clone(), now));
                Ok(credentials)
            }
            Err(error) => {
                state.failure = Some(Failure::Told(error.clone()));
                Err(error)
            }
        }
    }

    fn put_off(&self, now: SystemTime) {
        if let Some(kept) = &mut self.state().kept {
            kept.since = now;
            kept.refresh = later(now, PAUSE);
        }
    }

    /// No code panics while it holds the lock, and even then the state would be consistent.
    fn state(&self) -> MutexGuard<'_, State<I>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request to the provider. If it is dropped, the caller has given up.
struct Question<'c, I: Identity> {
    cache: &'c Cache<I>,
    since: Instant,
}

impl<I: Identity> Drop for Question<'_, I> {
    fn drop(&mut self) {
        let mut state = self.cache.state();
        state.answers = state.answers.wrapping_add(1);
        state.failure = Some(Failure::Silence(self.since.elapsed()));
    }
}

impl Failure {
    /// Returns the error for a caller that waited while another one asked, and whose limit is `end`; `None` if asking
    /// again is worthwhile.
    fn shared(&self, end: Option<Instant>) -> Option<CredentialsError> {
        match self {
            Self::Told(error) => Some(error.clone()),
            Self::Silence(time) => {
                let left = end?.saturating_duration_since(Instant::now());
                (left < *time / 2).then(|| CredentialsError::provider_timed_out(*time))
            }
        }
    }
}

impl<I: Identity> Kept<I> {
    fn new(credentials: I, now: SystemTime) -> Self {
        let Some(expiry) = credentials.expiry() else {
            return Self { credentials, since: now, refresh: later(now, KEPT), expiry: None };
        };
        match expiry.duration_since(now) {
            Ok(left) if !left.is_zero() => {
                let refresh = later(now, left.saturating_sub(AHEAD.min(left / 2)));
                Self { credentials, since: now, refresh, expiry: Some(expiry) }
            }
            // The provider would not return expired credentials, so this machine's clock is wrong. The service decides.
            _ => {
                let refresh = later(now, PAUSE);
                Self { credentials, since: now, refresh, expiry: Some(refresh) }
            }
        }
    }

    fn is_valid(&self, now: SystemTime) -> bool {
        self.expiry.is_none_or(|expiry| now < expiry)
    }

    /// Short enough that the credentials are still valid afterwards.
    fn patience(&self, now: SystemTime) -> Duration {
        let left = self.expiry.and_then(|expiry| expiry.duration_since(now).ok());
        left.map_or(PATIENCE, |left| PATIENCE.min(left / 2))
    }

    fn is_due(&self, now: SystemTime) -> bool {
        // If the clock was set back, the times above are meaningless. The time may differ a little between callers.
        now >= self.refresh || later(now, AHEAD) < self.since
    }
}

fn later(time: SystemTime, by: Duration) -> SystemTime {
    time.checked_add(by).unwrap_or(time)
}

/// Returns when a time limit that begins now ends; `None` if it does not end.
fn end(limit: Duration) -> Option<Instant> {
    Instant::now().checked_add(limit)
}

/// Shows nothing of the credentials.
impl<I: Identity> fmt::Debug for Cache<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[cfg(feature = "sigv4")]
mod tests;
