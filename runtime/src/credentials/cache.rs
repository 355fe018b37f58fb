//! Keeps credentials or a token until shortly before they expire, and lets one caller at a time ask for new ones.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::turn::Turn;
use super::{CredentialsError, Identity, unless};

/// How long before they expire credentials are replaced, unless they live for less than twice that.
const AHEAD: Duration = Duration::from_secs(5 * 60);

/// How long credentials without an expiry are kept.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// How long the provider is left alone when it failed and the credentials at hand still do.
const PAUSE: Duration = Duration::from_secs(30);

/// How long at most a call with valid credentials waits for new ones.
const PATIENCE: Duration = Duration::from_secs(5);

/// Remembers the credentials of a provider, which may be a token. The time is always the caller's, and is the service's as far as known.
pub(crate) struct Cache<I: Identity> {
    provider: Arc<I::Provider>,
    state: Mutex<State<I>>,
    /// Held by whoever asks the provider. Unlike the lock of the state it is held across an `await`.
    turn: Turn,
}

struct State<I> {
    kept: Option<Kept<I>>,
    /// Why the provider gave nothing the last time, if it did not.
    failure: Option<Failure>,
    /// How often the provider has answered, or was given up.
    answers: u64,
}

/// Why a provider gave nothing.
enum Failure {
    Told(CredentialsError),
    /// It was silent for so long, and then whoever asked gave up.
    Silence(Duration),
}

struct Kept<I> {
    credentials: I,
    since: SystemTime,
    refresh: SystemTime,
    expiry: Option<SystemTime>,
}

/// What there is in memory.
enum Found<I> {
    /// Credentials to use.
    Fresh(I),
    /// Credentials to use, for which it is time to get others, and how long to wait for those.
    Due(I, Duration),
    /// Nothing, after so many responses of the provider.
    Nothing(u64),
}

impl<I: Identity> Cache<I> {
    pub(crate) fn new(provider: Arc<I::Provider>) -> Self {
        let state = State { kept: None, failure: None, answers: 0 };
        Self { provider, state: Mutex::new(state), turn: Turn::default() }
    }

    /// Credentials from memory, if there are any for which it is not yet time to get others.
    pub(crate) fn kept(&self, now: SystemTime) -> Option<I> {
        match self.find(now) {
            Found::Fresh(credentials) => Some(credentials),
            Found::Due(..) | Found::Nothing(_) => None,
        }
    }

    /// Credentials that are valid at the time `now`, from memory or, within the limit, from the provider.
    ///
    /// Five minutes ahead of expiry one caller asks for new ones, and all others go on with the old ones; so does the
    /// one when it gets none, or none soon. Without valid credentials all callers wait for the one that asks, and share
    /// its failure; of a provider that was silent until that one gave up, those ask again who have half as much time left
    /// or more. The future that `sleep` makes ends after the time that it is given.
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

    /// The same on this thread, without one of its own as long as there are credentials in memory.
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

    /// Forgets these very credentials, because the service does not take them any more; the cache that they come
    /// from, if there is another, does the same.
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

    /// New credentials in place of old ones that still do, unless another caller is at it or there are none.
    async fn renew(&self, now: SystemTime) -> Option<I> {
        let _turn = self.turn.try_take()?;
        if let Found::Fresh(credentials) = self.find(now) {
            return Some(credentials);
        }
        // Before asking and not after it: this caller may give up while the provider is silent.
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

    /// No code panics while it holds the lock, and the state would be whole even then.
    fn state(&self) -> MutexGuard<'_, State<I>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A question to the provider. When it is dropped, whoever asked has given up.
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
    /// The error for a caller that has waited while another one asked, and has to be done by then; `None` if asking
    /// again is worth its while.
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
            // The provider would not give them if they had expired: this machine's clock is wrong. The service decides.
            _ => {
                let refresh = later(now, PAUSE);
                Self { credentials, since: now, refresh, expiry: Some(refresh) }
            }
        }
    }

    fn is_valid(&self, now: SystemTime) -> bool {
        self.expiry.is_none_or(|expiry| now < expiry)
    }

    /// Short enough that the credentials are still valid when it has passed.
    fn patience(&self, now: SystemTime) -> Duration {
        let left = self.expiry.and_then(|expiry| expiry.duration_since(now).ok());
        left.map_or(PATIENCE, |left| PATIENCE.min(left / 2))
    }

    fn is_due(&self, now: SystemTime) -> bool {
        // Of a clock that was set back nothing follows for the times above. Callers differ a little in what is now.
        now >= self.refresh || later(now, AHEAD) < self.since
    }
}

fn later(time: SystemTime, by: Duration) -> SystemTime {
    time.checked_add(by).unwrap_or(time)
}

/// When a limit of time ends that begins now; `None` if it does not.
fn end(limit: Duration) -> Option<Instant> {
    Instant::now().checked_add(limit)
}

/// Of the credentials nothing is shown.
impl<I: Identity> fmt::Debug for Cache<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[cfg(feature = "sigv4")]
mod tests;
